//! Choices of the caller.

use proc_macro2::Ident;
use quote::quote;

use super::Target;
use super::fields::{
    ConstructorView, FieldView, MembersView, constructor, field_views, index_name, members,
};
use crate::backend::rust::markdown::{Doc, code_span};
use crate::backend::rust::names;
use crate::backend::rust::rust_source::RustSource;
use crate::model::{Alternative, Field};

views! {
    /// A choice of the caller.
    pub(super) struct ChoiceView {
        doc: RustSource,
        /// The `cfg` attribute of its features.
        cfg: RustSource,
        name: RustSource,
        ways: Vec<WayView>,
        /// Name of the argument with the index of a member.
        index: RustSource,
        has_limits: bool,
    }

    pub(super) struct WayView {
        doc: RustSource,
        variant: RustSource,
        /// The function that makes it.
        make: RustSource,
        make_doc: RustSource,
        /// Fields that a caller gives; constants are not among them.
        fields: Vec<FieldView>,
        constructor: ConstructorView,
        /// Fields that a caller may set afterwards.
        left_out: Vec<RustSource>,
        sent: MembersView,
    }
}

pub(super) fn choice_view(
    target: Target<'_, '_>,
    ways: &[Alternative],
    cfg: RustSource,
) -> ChoiceView {
    let (api, id) = (target.view.api, target.id);
    ChoiceView {
        doc: Doc::default().text(&api.type_def(id).doc).code(),
        cfg,
        name: names::named_type(api, id).into(),
        has_limits: ways.iter().flat_map(|way| &way.fields).any(|field| !field.limits.is_empty()),
        index: index_name(ways.iter().all(|way| way.fields.len() == 1)),
        ways: ways.iter().map(|way| way_view(target, way)).collect(),
    }
}

fn way_view(target: Target<'_, '_>, way: &Alternative) -> WayView {
    let (api, id, name) = (target.view.api, target.id, names::alternative_field);
    let given: Vec<&Field> = way.fields.iter().filter(|one| one.constant.is_none()).collect();
    let variant = names::variant(&way.name);
    let (doc, make_doc) = docs(&variant, &given);
    WayView {
        doc: doc.code(),
        make_doc: make_doc.code(),
        variant: variant.into(),
        make: names::constructor(&way.name).into(),
        fields: field_views(api, id, &given, name),
        constructor: constructor(api, id, &given, name),
        left_out: given
            .iter()
            .filter(|field| !field.required)
            .map(|field| name(field).into())
            .collect(),
        sent: members(&way.fields, name, |name| quote!(#name)),
    }
}

/// The docs of a variant, and of the function that makes it.
fn docs(variant: &Ident, given: &[&Field]) -> (Doc, Doc) {
    let names: Vec<String> = given.iter().map(|field| code_span(&field.wire_name)).collect();
    let (doc, make_doc) = if names.is_empty() {
        ("No further fields.".to_owned(), format!("Creates [`Self::{variant}`]."))
    } else {
        let names = names.join(" and ");
        (format!("Given by {names}."), format!("Creates [`Self::{variant}`] from {names}."))
    };
    (Doc::default().markdown(doc), Doc::default().markdown(make_doc))
}
