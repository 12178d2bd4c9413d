//! Facts about the API as a whole: how it is signed in to, its envelopes, its codes.

use std::collections::HashSet;

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::features::Features;
use super::literals::kind;
use crate::backend::rust::names;
use crate::backend::rust::rust_source::RustSource;
use crate::model::{Api, Envelope, ErrorCode};

views! {
    /// `api.rs`: facts about the API as a whole.
    pub(super) struct ApiView {
        name: String,
        /// An expression of type `Option<rt::Auth>`.
        auth: RustSource,
        /// An expression of type `&[&str]`.
        secrets: RustSource,
        envelopes: Vec<EnvelopeView>,
    }

    /// `codes.rs`: every code that is explained for the API as a whole.
    pub(super) struct CatalogueView {
        codes: Vec<CodeView>,
    }

    pub(super) struct CodeView {
        code: i64,
        name: String,
        /// A variant of `rt::ErrorKind`.
        kind: RustSource,
        retryable: bool,
        en: String,
        zh: String,
        remedy_en: String,
        remedy_zh: String,
    }

    pub(super) struct EnvelopeView {
        /// The `cfg` attribute of its features.
        cfg: RustSource,
        /// Name of the static.
        ident: RustSource,
        /// An expression of type `rt::Envelope`.
        value: RustSource,
    }
}

pub(super) fn api(api: &Api, features: &Features<'_>) -> ApiView {
    let used: HashSet<&str> = api.endpoints().map(|one| one.envelope.name.as_str()).collect();
    let is_used = |one: &&Envelope| used.contains(one.name.as_str());
    let mut envelopes: Vec<&Envelope> = api.envelopes.values().filter(is_used).collect();
    // The order in which they are described means nothing.
    envelopes.sort_by_key(|one| &one.name);
    ApiView {
        name: api.name.clone(),
        auth: auth(api).into(),
        secrets: secrets(api).into(),
        envelopes: envelopes.into_iter().map(|one| envelope(one, features)).collect(),
    }
}

pub(super) fn catalogue(shared: &[&ErrorCode]) -> CatalogueView {
    CatalogueView { codes: shared.iter().map(|error| code(error)).collect() }
}

/// The codes of the catalogue and of all sets, in ascending order; where two explain one, the first
/// does here.
pub(super) fn shared_codes(api: &Api) -> Vec<&ErrorCode> {
    let mut codes: Vec<&ErrorCode> =
        api.catalogue.iter().chain(api.error_sets.values().flatten()).collect();
    codes.sort_by_key(|error| error.code);
    codes.dedup_by_key(|error| error.code);
    codes
}

fn auth(api: &Api) -> TokenStream {
    let Some(auth) = &api.auth else { return quote!(None) };
    let (header, status, codes) = (&auth.header, &auth.renew_on_status, &auth.renew_on_codes);
    let status = status.iter().map(|status| Literal::u16_unsuffixed(*status));
    let codes = codes.iter().map(|code| Literal::i64_unsuffixed(*code));
    quote!(Some(rt::Auth {
        header: #header,
        renew_on_status: &[#(#status),*],
        renew_on_codes: &[#(#codes),*],
    }))
}

fn secrets(api: &Api) -> TokenStream {
    let names = api.secrets_in_results();
    quote!(&[#(#names),*])
}

pub(super) fn code(error: &ErrorCode) -> CodeView {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    CodeView {
        code: error.code,
        name: error.name.clone(),
        kind: kind(error.kind).into(),
        retryable: error.retryable,
        en: text(&error.doc.en),
        zh: text(&error.doc.zh),
        remedy_en: text(&error.remedy.en),
        remedy_zh: text(&error.remedy.zh),
    }
}

fn envelope(envelope: &Envelope, features: &Features<'_>) -> EnvelopeView {
    let name = |name: &Option<String>| match name {
        Some(name) => quote!(Some(#name)),
        None => quote!(None),
    };
    let (code, message, data) =
        (name(&envelope.code), name(&envelope.message), name(&envelope.data));
    let success = envelope.success.iter().map(|code| Literal::i64_unsuffixed(*code));
    let others = &envelope.others;
    EnvelopeView {
        cfg: features.envelope(&envelope.name).attribute().into(),
        ident: names::envelope(envelope).into(),
        value: quote!(rt::Envelope {
            code: #code,
            success: &[#(#success),*],
            message: #message,
            data: #data,
            others: &[#(#others),*],
        })
        .into(),
    }
}
