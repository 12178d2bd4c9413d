//! The client that is rendered, as all views see it.

use proc_macro2::TokenStream;
use quote::quote;

use super::api::shared_codes;
use super::features::Features;
use crate::Options;
use crate::backend::rust::names::{self, types};
use crate::backend::rust::rust_source::RustSource;
use crate::backend::rust::type_index::{Location, TypeIndex};
use crate::model::{Api, ErrorCode, TypeId};

/// A client that will be rendered.
///
/// The view of a file is made immediately before it is rendered, and dropped afterwards, because the views of thousands of
/// endpoints would need most of the memory of a run.
pub(crate) struct ClientView<'a> {
    pub(super) api: &'a Api,
    pub(super) options: &'a Options,
    pub(super) index: TypeIndex<'a>,
    pub(super) features: Features<'a>,
    /// The codes of the catalogue and of all sets, in ascending order.
    pub(super) codes: Vec<&'a ErrorCode>,
}

impl<'a> ClientView<'a> {
    pub(crate) fn new(api: &'a Api, options: &'a Options) -> Self {
        Self {
            api,
            options,
            index: TypeIndex::new(api),
            features: Features::new(api),
            codes: shared_codes(api),
        }
    }

    /// `use` lines for the types that a file imports, each behind its `cfg`.
    pub(super) fn uses(
        &self,
        file: Location<'a>,
        cfg: &dyn Fn(TypeId) -> TokenStream,
    ) -> Vec<RustSource> {
        let one = |id| {
            let module = types::module(self.api, id, file);
            let (name, cfg) = (names::named_type(self.api, id), cfg(id));
            quote!(#cfg use #module::#name;).into()
        };
        self.index.imports(file).into_iter().map(one).collect()
    }

    /// The attribute that puts an implementation of serde's traits behind their cargo feature.
    pub(super) fn serde_attribute(&self) -> Option<TokenStream> {
        let feature = self.options.serde_feature.as_ref()?;
        Some(quote!(#[cfg(feature = #feature)]))
    }
}
