//! Fields of structs and alternatives: how they are declared, made and sent.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

use super::defaults::{default, reads_default};
use crate::backend::rust::names::types;
use crate::backend::rust::rust_source::RustSource;
use crate::backend::rust::view::doc_comments::field_doc;
use crate::backend::rust::view::literals::{constant, limit};
use crate::model::{Api, Field, Shape, TypeId};

views! {
    pub(super) struct FieldView {
        doc: RustSource,
        name: RustSource,
        ty: RustSource,
        /// The pattern of its index in a `match`: the last one is `_`.
        pattern: RustSource,
        default: RustSource,
    }

    /// Members that are sent: wire names, expressions for their values, and their limits.
    pub(super) struct MembersView {
        names: Vec<String>,
        values: Vec<MemberView>,
        /// True if there is one, so that nothing is to be chosen by its index.
        has_one: bool,
        /// Name of the argument with that index.
        index: RustSource,
        /// Pairs of an index and its limits.
        limits: Vec<RustSource>,
    }

    pub(super) struct MemberView {
        pattern: RustSource,
        value: RustSource,
    }

    pub(super) struct ConstructorView {
        arguments: Vec<RustSource>,
        fields: Vec<FieldValueView>,
        /// True if there are fields that it leaves out.
        leaves_out: bool,
    }

    pub(super) struct FieldValueView {
        name: RustSource,
        /// Absent: the argument of that name, as it is.
        value: Option<RustSource>,
    }
}

/// A naming rule for fields: those of an alternative are variables, too.
type Naming = fn(&Field) -> Ident;

pub(super) fn field_views(
    api: &Api,
    id: TypeId,
    fields: &[&Field],
    naming: Naming,
) -> Vec<FieldView> {
    let field = |(index, field): (usize, &&Field)| {
        let (name, doc) = (naming(field), field_doc(field, api.type_def(id).in_requests));
        FieldView {
            doc: doc.found_by(&name, [&field.wire_name]).code(),
            name: name.into(),
            ty: types::field(api, id, field).into(),
            pattern: position(index, fields.len()),
            default: default(api, id, field).into(),
        }
    };
    fields.iter().enumerate().map(field).collect()
}

/// The pattern of an index in a `match`: the last one takes the rest.
fn position(index: usize, count: usize) -> RustSource {
    let literal = Literal::usize_unsuffixed(index);
    if index + 1 == count { quote!(_) } else { quote!(#literal) }.into()
}

/// Sends a required field without a value as null.
fn or_null(field: &Field, value: TokenStream) -> TokenStream {
    if field.nullable {
        quote!(match #value {
            Some(value) => value,
            None => &rt::Json::Null,
        })
    } else {
        value
    }
}

/// An index that is not asked for has no name.
pub(super) fn index_name(unused: bool) -> RustSource {
    if unused { quote!(_) } else { quote!(index) }.into()
}

pub(super) fn members(
    fields: &[Field],
    naming: Naming,
    value: impl Fn(&Ident) -> TokenStream,
) -> MembersView {
    let member = |(index, field): (usize, &Field)| MemberView {
        pattern: position(index, fields.len()),
        value: match &field.constant {
            Some(json) => {
                let json = constant(json);
                quote!(&#json)
            }
            None => or_null(field, value(&naming(field))),
        }
        .into(),
    };
    let limits = |(index, field): (usize, &Field)| {
        let index = Literal::usize_unsuffixed(index);
        let limits: Vec<TokenStream> = field.limits.iter().map(limit).collect();
        (!limits.is_empty()).then(|| quote!((#index, &[#(#limits),*])).into())
    };
    MembersView {
        names: fields.iter().map(|field| field.wire_name.clone()).collect(),
        values: fields.iter().enumerate().map(member).collect(),
        has_one: fields.len() == 1,
        index: index_name(fields.len() == 1),
        limits: fields.iter().enumerate().filter_map(limits).collect(),
    }
}

/// Arguments for what must be given, and how they are taken.
pub(super) fn constructor(
    api: &Api,
    id: TypeId,
    fields: &[&Field],
    naming: Naming,
) -> ConstructorView {
    let definition = api.type_def(id);
    let required = || fields.iter().filter(|field| field.required);
    let argument = |field: &&Field| {
        let (name, ty) = (naming(field), types::argument(api, &field.ty));
        RustSource::from(quote!(#name: #ty))
    };
    let value = |field: &&Field| {
        let name = naming(field);
        let as_it_is = quote!(#name).to_string();
        let taken = types::take(api, &field.ty, &name);
        let taken =
            if types::needs_box(api, id, &field.ty) { quote!(Box::new(#taken)) } else { taken };
        let taken = if field.nullable { quote!(Some(#taken)) } else { taken };
        let value = (taken.to_string() != as_it_is).then(|| taken.into());
        FieldValueView { name: name.into(), value }
    };
    // A default that is assumed in responses must not be sent.
    let assumed = || {
        let is_struct = matches!(definition.shape, Shape::Struct(_));
        fields.iter().filter(move |field| is_struct && reads_default(definition, field))
    };
    let unset = |field: &&Field| FieldValueView {
        name: naming(field).into(),
        value: Some(quote!(None).into()),
    };
    ConstructorView {
        arguments: required().map(argument).collect(),
        fields: required().map(value).chain(assumed().map(unset)).collect(),
        leaves_out: required().chain(assumed()).count() < fields.len(),
    }
}
