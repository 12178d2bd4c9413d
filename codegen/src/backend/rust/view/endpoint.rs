//! One endpoint: its call, its errors, its examples.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

use super::api::{CodeView, code};
use super::context::ClientView;
use super::doc_comments::{builder_doc, case_doc, meaning, parameter_doc, request_doc};
use super::features::Features;
use super::literals::{constant, flag, http_method, limit, raw_text};
use super::types::{TypeViews, type_views};
use crate::backend::rust::markdown::Doc;
use crate::backend::rust::names::{self, types};
use crate::backend::rust::rust_source::RustSource;
use crate::backend::rust::type_index::Location;
use crate::model::{
    Api, Endpoint, ErrorCode, Example, Exhaustiveness, ListStyle, Paging, Parameter,
    ParameterLocation, PathPart, Presence, Type, TypeId,
};
use crate::wire::success::outcome;

views! {
    /// `<group>/<endpoint>.rs`: the call, its errors and its types.
    pub(super) struct EndpointView {
        doc: RustSource,
        /// Types that live elsewhere.
        uses: Vec<RustSource>,
        builder: RustSource,
        case: RustSource,
        output: RustSource,
        /// The request struct, where there are too many arguments.
        request: Option<RequestView>,
        arguments: Vec<RustSource>,
        required: Vec<SetView>,
        optional: Vec<SetterView>,
        name: String,
        method: RustSource,
        path: Vec<RustSource>,
        parameters: Vec<RustSource>,
        paging: Option<PagingView>,
        /// Names of functions that differ for lists in pages.
        send: RustSource,
        read_example: RustSource,
        envelope: RustSource,
        authenticated: RustSource,
        idempotent: RustSource,
        case_doc: RustSource,
        open_cases: bool,
        is_batch: bool,
        cases: Vec<CaseView>,
        /// Codes that this endpoint explains itself.
        codes: Vec<CodeView>,
        types: TypeViews,
        /// The attribute in front of what only the `serde` feature needs; absent: such code is left
        /// out.
        serde: Option<RustSource>,
        examples: Vec<ExampleView>,
    }

    /// The required parameters of a call, by name.
    pub(super) struct RequestView {
        doc: RustSource,
        name: RustSource,
        fields: Vec<RequestFieldView>,
    }

    pub(super) struct RequestFieldView {
        doc: RustSource,
        name: RustSource,
        ty: RustSource,
    }

    /// A paging style.
    pub(super) struct PagingView {
        /// Type of a row.
        row: RustSource,
        /// An expression of type `rt::Paging`.
        table: RustSource,
    }

    /// Puts a value into a call.
    pub(super) struct SetView {
        /// Method of the call that takes the value: texts have one of their own, which is compiled once.
        with: RustSource,
        index: u64,
        value: RustSource,
    }

    pub(super) struct SetterView {
        doc: RustSource,
        name: RustSource,
        argument: RustSource,
        ty: RustSource,
        /// Method of the call that takes the value.
        set: RustSource,
        index: u64,
        value: RustSource,
    }

    /// A variant of an error enum.
    pub(super) struct CaseView {
        doc: RustSource,
        variant: RustSource,
        code: i64,
    }

    pub(super) struct ExampleView {
        /// Name of the test.
        test: RustSource,
        status: u64,
        body: RustSource,
        /// The code of a failure; absent for a success.
        refused: Option<i64>,
    }
}

pub(super) fn arguments(api: &Api, endpoint: &Endpoint) -> Vec<RustSource> {
    if names::takes_request(endpoint) {
        let name = names::request(endpoint);
        return vec![quote!(request: #name).into()];
    }
    let argument = |(_, parameter): (usize, &Parameter)| {
        let (name, ty) = (names::argument(parameter), types::argument(api, &parameter.ty));
        quote!(#name: #ty).into()
    };
    endpoint.required().map(argument).collect()
}

pub(super) fn endpoint<'a>(view: &ClientView<'a>, endpoint: &'a Endpoint) -> EndpointView {
    let api = view.api;
    let is_paged = endpoint.paging.is_some();
    EndpointView {
        doc: builder_doc(endpoint).code(),
        uses: view.uses(Location::Endpoint(endpoint), &|_| TokenStream::new()),
        builder: names::builder(endpoint).into(),
        case: names::case(endpoint).into(),
        output: output(api, endpoint).into(),
        request: names::takes_request(endpoint).then(|| request(api, endpoint)),
        arguments: arguments(api, endpoint),
        required: endpoint.required().map(|one| set(api, endpoint, one)).collect(),
        optional: endpoint.optional().map(|one| setter(api, endpoint, one)).collect(),
        name: endpoint.full_name(),
        method: http_method(endpoint.method).into(),
        path: endpoint.path.iter().map(path_part).collect(),
        parameters: endpoint.parameters.iter().map(parameter).collect(),
        paging: endpoint.paging.as_ref().map(|one| paging(api, endpoint, one)),
        send: if is_paged { quote!(send_page) } else { quote!(send) }.into(),
        read_example: if is_paged { quote!(read_page_example) } else { quote!(read_example) }
            .into(),
        envelope: names::envelope(&endpoint.envelope).into(),
        authenticated: flag(endpoint.authenticated),
        idempotent: flag(endpoint.idempotent),
        case_doc: case_doc(endpoint).code(),
        open_cases: api.exhaustiveness == Exhaustiveness::Open,
        is_batch: batch_item(api, endpoint).is_some(),
        cases: cases(endpoint),
        codes: own_codes(&view.codes, endpoint),
        types: type_views(view, view.index.beside(endpoint), &Features::default()),
        serde: view.serde_attribute().map(RustSource::from),
        examples: endpoint
            .examples
            .iter()
            .enumerate()
            .filter_map(|one| example(endpoint, one))
            .collect(),
    }
}

fn output(api: &Api, endpoint: &Endpoint) -> TokenStream {
    let Some(ty) = &endpoint.returns else { return quote!(()) };
    if endpoint.paging.is_some() {
        let row = row(api, ty);
        return quote!(rt::Page<#row>);
    }
    match batch_item(api, endpoint) {
        Some(id) => {
            let (item, case) = (names::named_type(api, id), names::case(endpoint));
            quote!(rt::Batch<#item, #case>)
        }
        None => types::owned(api, ty),
    }
}

/// The item of the batch that an endpoint returns, if it returns one.
fn batch_item(api: &Api, endpoint: &Endpoint) -> Option<TypeId> {
    match endpoint.returns.as_ref().filter(|_| endpoint.paging.is_none())? {
        Type::List(item) => match **item {
            Type::Named(id) => api.type_def(id).item.is_some().then_some(id),
            _ => None,
        },
        _ => None,
    }
}

/// The type of the items of a list.
fn row(api: &Api, list: &Type) -> TokenStream {
    match list {
        Type::List(item) => types::owned(api, item),
        other => types::owned(api, other),
    }
}

fn paging(api: &Api, endpoint: &Endpoint, paging: &Paging) -> PagingView {
    let is_page = |one: &Parameter| one.place == paging.place && one.wire_name == paging.page;
    let page = endpoint.parameters.iter().position(is_page).unwrap_or_default();
    let page = Literal::usize_unsuffixed(page);
    let is_payload = paging.rows.is_some();
    let (names, parts): (Vec<&str>, Vec<TokenStream>) = page_parts(paging).into_iter().unzip();
    PagingView {
        row: endpoint.returns.as_ref().map_or_else(|| quote!(()), |list| row(api, list)).into(),
        table: quote!(rt::Paging {
            page: #page,
            is_payload: #is_payload,
            keys: &rt::Keys { names: &[#(#names),*], required: &[] },
            parts: &[#(rt::PagePart::#parts),*],
        })
        .into(),
    }
}

/// Wire names of the fields of a page, each with the part of the page.
fn page_parts(paging: &Paging) -> Vec<(&str, TokenStream)> {
    let parts = [
        (&paging.rows, quote!(Rows)),
        (&paging.number, quote!(Number)),
        (&paging.total, quote!(Total)),
        (&paging.pages, quote!(Pages)),
    ];
    let named = parts.into_iter().filter_map(|(name, part)| Some((name.as_deref()?, part)));
    named.chain(paging.others.iter().map(|name| (name.as_str(), quote!(Other)))).collect()
}

fn request(api: &Api, endpoint: &Endpoint) -> RequestView {
    let field = |(_, parameter): (usize, &Parameter)| RequestFieldView {
        doc: parameter_doc(parameter, &names::argument(parameter)).code(),
        name: names::argument(parameter).into(),
        ty: types::request_field(api, parameter).into(),
    };
    RequestView {
        doc: request_doc(endpoint).code(),
        name: names::request(endpoint).into(),
        fields: endpoint.required().map(field).collect(),
    }
}

fn set(api: &Api, endpoint: &Endpoint, (index, parameter): (usize, &Parameter)) -> SetView {
    let name = names::argument(parameter);
    let (with, value) = match (&parameter.ty, names::takes_request(endpoint)) {
        (ty, true) => (quote!(with), types::take_field(api, ty, &quote!(request.#name))),
        (Type::Text, false) => (quote!(with_text), quote!(#name)),
        (ty, false) => (quote!(with), types::take(api, ty, &name)),
    };
    SetView { with: with.into(), index: index as u64, value: value.into() }
}

fn setter(api: &Api, endpoint: &Endpoint, (index, parameter): (usize, &Parameter)) -> SetterView {
    let (name, argument) = (names::setter(endpoint, parameter), names::argument(parameter));
    let (set, value) = match &parameter.ty {
        Type::Text => (quote!(set_text), quote!(#argument)),
        ty => (quote!(set), types::take(api, ty, &argument)),
    };
    SetterView {
        doc: parameter_doc(parameter, &name).code(),
        name: name.into(),
        argument: argument.into(),
        ty: types::argument(api, &parameter.ty).into(),
        set: set.into(),
        index: index as u64,
        value: value.into(),
    }
}

fn path_part(part: &PathPart) -> RustSource {
    match part {
        PathPart::Text(text) => quote!(rt::PathPart::Text(#text)),
        PathPart::Parameter(index) => {
            let index = Literal::usize_unsuffixed(*index);
            quote!(rt::PathPart::Parameter(#index))
        }
    }
    .into()
}

fn parameter(parameter: &Parameter) -> RustSource {
    let wire = parameter.wire_name.as_str();
    let place = match parameter.place {
        ParameterLocation::Path => quote!(Path),
        ParameterLocation::Query => quote!(Query),
        ParameterLocation::Header => quote!(Header),
        ParameterLocation::Body => quote!(Body),
        ParameterLocation::Form => quote!(Form),
    };
    let secret = parameter.secret.then(|| quote!(secret: true,));
    let spread = parameter.spread.then(|| quote!(spread: true,));
    let list = list_style(parameter.list);
    let wire = if parameter.spread { "" } else { wire };
    let limits: Vec<TokenStream> = parameter.limits.iter().map(limit).collect();
    let limits = (!limits.is_empty()).then(|| quote!(constraints: &[#(#limits),*],));
    let (constant, base) = match &parameter.presence {
        Presence::Required => (None, quote!(REQUIRED)),
        Presence::Optional { .. } => (None, quote!(OPTIONAL)),
        Presence::Constant(value) => {
            let value = constant(value);
            (Some(quote!(constant: Some(#value),)), quote!(CONSTANT))
        }
    };
    quote!(rt::Parameter {
        location: rt::ParameterLocation::#place,
        wire_name: #wire,
        #constant #secret #spread #list #limits
        ..rt::Parameter::#base
    })
    .into()
}

fn list_style(style: ListStyle) -> Option<TokenStream> {
    match style {
        ListStyle::Repeat => None,
        ListStyle::Comma => Some(quote!(list: rt::ListStyle::Comma,)),
        ListStyle::Brackets => Some(quote!(list: rt::ListStyle::Brackets,)),
    }
}

fn cases(endpoint: &Endpoint) -> Vec<CaseView> {
    let case = |error: &ErrorCode| {
        let variant = names::variant(&error.name);
        let doc = Doc::default().markdown(code_and_meaning(error)).text(&error.remedy);
        CaseView {
            doc: doc.found_by(&variant, [error.code.to_string()]).code(),
            variant: variant.into(),
            code: error.code,
        }
    };
    endpoint.errors.iter().map(case).collect()
}

/// A number with nothing but a full stop behind it would begin a list.
fn code_and_meaning(error: &ErrorCode) -> String {
    if error.doc.is_empty() {
        format!("Code {}.", error.code)
    } else {
        format!("{}{}", error.code, meaning(error))
    }
}

/// Returns the codes that the endpoint documents differently than the API as a whole, or alone, in ascending order.
fn own_codes(shared: &[&ErrorCode], endpoint: &Endpoint) -> Vec<CodeView> {
    let is_shared = |error: &ErrorCode| {
        let at = shared.binary_search_by_key(&error.code, |known| known.code);
        at.is_ok_and(|at| shared[at].same_meaning(error))
    };
    let mut own: Vec<&ErrorCode> =
        endpoint.errors.iter().filter(|error| !is_shared(error)).collect();
    own.sort_by_key(|error| error.code);
    own.into_iter().map(code).collect()
}

fn example(endpoint: &Endpoint, (index, example): (usize, &Example)) -> Option<ExampleView> {
    let response = example.response.as_ref()?;
    let refused = outcome(&endpoint.envelope, example.status, response).failure();
    let test = format!("example_{}_is_read_as_declared", index + 1);
    Some(ExampleView {
        test: Ident::new(&test, proc_macro2::Span::call_site()).into(),
        status: u64::from(example.status),
        body: raw_text(&response.to_string()).into(),
        refused,
    })
}
