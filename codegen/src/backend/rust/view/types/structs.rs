//! Structs, and the results of those that are items of a batch.

use quote::quote;

use super::defaults::{has_own_default, reads_default};
use super::fields::{
    ConstructorView, FieldView, MembersView, constructor, field_views, index_name, members,
};
use super::{Directions, Target, directions};
use crate::backend::rust::markdown::Doc;
use crate::backend::rust::names::{self, types};
use crate::backend::rust::rust_source::RustSource;
use crate::model::{Api, BatchItem, Field, TypeId};

views! {
    /// A struct.
    pub(super) struct StructView {
        doc: RustSource,
        /// The `cfg` attribute of its features.
        cfg: RustSource,
        name: RustSource,
        fields: Vec<FieldView>,
        /// True if there is one field, so that nothing is to be chosen by its index.
        has_one_field: bool,
        /// Name of the argument with that index.
        index: RustSource,
        directions: Directions,
        /// `new` for a type that callers build.
        constructor: Option<ConstructorView>,
        /// True if `Default` is derived, or written because some field has a described default.
        derives_default: bool,
        /// Members that are read: wire names, with indices of those that must be there and of those that have
        /// a default.
        read_names: Vec<String>,
        required: Vec<u64>,
        defaulted: Vec<u64>,
        sent: MembersView,
        item: Option<ItemView>,
    }

    /// The outcome fields of an item of a batch.
    pub(super) struct ItemView {
        success: Vec<i64>,
        /// Expressions of type `Option<i64>` and `Option<&str>`.
        code: RustSource,
        message: RustSource,
    }
}

pub(super) fn struct_view(target: Target<'_, '_>, fields: &[Field], cfg: RustSource) -> StructView {
    let (api, id) = (target.view.api, target.id);
    let definition = api.type_def(id);
    let read: Vec<&Field> = fields.iter().filter(|field| field.constant.is_none()).collect();
    let indices = |wanted: &dyn Fn(&Field) -> bool| {
        (0u64..).zip(&read).filter(|(_, field)| wanted(field)).map(|(index, _)| index).collect()
    };
    StructView {
        doc: Doc::default().text(&definition.doc).code(),
        cfg,
        name: names::named_type(api, id).into(),
        fields: field_views(api, id, &read, names::field),
        has_one_field: read.len() == 1,
        index: index_name(read.len() == 1),
        directions: directions(target),
        constructor: definition.in_requests.then(|| constructor(api, id, &read, names::field)),
        derives_default: read.iter().all(|field| has_own_default(api, id, field)),
        read_names: read.iter().map(|field| field.wire_name.clone()).collect(),
        required: indices(&|field| field.required),
        defaulted: indices(&|field| reads_default(definition, field)),
        sent: members(fields, names::field, |name| quote!(&self.#name)),
        item: definition.item.as_ref().map(|item| item_view(api, id, item, fields)),
    }
}

fn item_view(api: &Api, id: TypeId, item: &BatchItem, fields: &[Field]) -> ItemView {
    let is_option = |field: &Field| is_option(api, id, field);
    let field = |wire: &str| fields.iter().find(|field| field.wire_name == wire);
    let code = field(&item.code).map(|field| (names::field(field), is_option(field)));
    let message = item.message.as_deref().and_then(field);
    let message = message.map(|field| (names::field(field), is_option(field)));
    ItemView {
        success: item.success.clone(),
        code: match code {
            Some((name, true)) => quote!(self.#name),
            Some((name, false)) => quote!(Some(self.#name)),
            None => quote!(None),
        }
        .into(),
        message: match message {
            Some((name, true)) => quote!(self.#name.as_deref()),
            Some((name, false)) => quote!(Some(self.#name.as_str())),
            None => quote!(None),
        }
        .into(),
    }
}

/// Returns whether a scalar field is an `Option` in Rust; see [`types::field`].
fn is_option(api: &Api, holder: TypeId, field: &Field) -> bool {
    field.nullable || !(field.required || types::assumes_default(api, holder, field))
}
