//! Types of a description as Rust types.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote};

use super::names;
use crate::model::{Api, Field, Home, Parameter, Shape, Type, TypeId};

/// The type of a required field, an element or a payload.
pub(super) fn owned(api: &Api, ty: &Type) -> TokenStream {
    match ty {
        Type::Bool => quote!(bool),
        Type::Int => quote!(i64),
        Type::Uint => quote!(u64),
        Type::Float => quote!(f64),
        Type::Text => quote!(String),
        Type::Secret => quote!(rt::Secret),
        Type::Timestamp => quote!(rt::Timestamp),
        Type::Json => quote!(rt::Json),
        Type::List(item) => {
            let item = owned(api, item);
            quote!(Vec<#item>)
        }
        Type::Map(value) => {
            let value = owned(api, value);
            quote!(std::collections::BTreeMap<String, #value>)
        }
        Type::JsonText(inside) => {
            let inside = owned(api, inside);
            quote!(rt::JsonString<#inside>)
        }
        Type::Joined(item, separator) => {
            let item = owned(api, item);
            quote!(rt::Delimited<#item, #separator>)
        }
        Type::Named(id) => match &api.type_def(*id).shape {
            Shape::Rust(path) => by_hand(path),
            Shape::Struct(_) | Shape::Enum(_) | Shape::OneOf(_) | Shape::Union(_) => {
                let name = name(api, *id);
                quote!(#name)
            }
        },
    }
}

/// The path of a type that is written by hand. It was parsed when it was resolved.
fn by_hand(path: &str) -> TokenStream {
    syn::parse_str::<syn::Path>(path).map_or_else(|_| quote!(()), |path| path.to_token_stream())
}

/// The type of a field: what may be missing is an `Option`, unless emptiness says as much.
pub(super) fn field(api: &Api, holder: TypeId, field: &Field) -> TokenStream {
    let owned = owned(api, &field.ty);
    let owned = if needs_box(api, holder, &field.ty) { quote!(Box<#owned>) } else { owned };
    match &field.ty {
        _ if field.nullable => quote!(Option<#owned>),
        Type::List(_) | Type::Map(_) | Type::Joined(..) => owned,
        _ if field.required || assumes_default(api, holder, field) => owned,
        _ => quote!(Option<#owned>),
    }
}

/// Whether a field is its described default when it is left out. Where a type can be sent, it is
/// an `Option` instead: a default that nobody set must not travel.
pub(super) fn assumes_default(api: &Api, holder: TypeId, field: &Field) -> bool {
    field.default.is_some() && !api.type_def(holder).in_requests
}

/// How a caller passes a value: text by reference, the rest by value.
pub(super) fn argument(api: &Api, ty: &Type) -> TokenStream {
    match ty {
        Type::Text | Type::Secret => quote!(&str),
        Type::List(item) | Type::Joined(item, _) if **item == Type::Text => quote!(&[&str]),
        Type::Joined(item, _) => {
            let item = owned(api, item);
            quote!(Vec<#item>)
        }
        Type::JsonText(inside) => argument(api, inside),
        other => owned(api, other),
    }
}

/// An expression that takes what the caller passed.
pub(super) fn take(api: &Api, ty: &Type, argument: &Ident) -> TokenStream {
    match ty {
        Type::Text => quote!(#argument.to_owned()),
        Type::Secret => quote!(rt::Secret::from(#argument)),
        Type::List(item) if **item == Type::Text => {
            quote!(rt::owned(#argument))
        }
        Type::Joined(item, _) => {
            let list = take(api, &Type::List(item.clone()), argument);
            let ty = owned(api, ty);
            quote!(<#ty>::from(#list))
        }
        Type::JsonText(inside) => {
            let inside = take(api, inside, argument);
            quote!(rt::JsonString::new(#inside))
        }
        _ => quote!(#argument),
    }
}

/// The type of a field that stands for an argument: the same, owned.
pub(super) fn request_field(api: &Api, parameter: &Parameter) -> TokenStream {
    match &parameter.ty {
        Type::Text if parameter.secret => quote!(rt::Secret),
        Type::Joined(item, _) => owned(api, &Type::List(item.clone())),
        Type::JsonText(inside) => owned(api, inside),
        other => owned(api, other),
    }
}

/// An expression that takes such a field.
pub(super) fn take_field(api: &Api, ty: &Type, field: &TokenStream) -> TokenStream {
    match ty {
        Type::Joined(..) => {
            let ty = owned(api, ty);
            quote!(<#ty>::from(#field))
        }
        Type::JsonText(_) => quote!(rt::JsonString::new(#field)),
        _ => quote!(#field),
    }
}

/// The name of a named type. It was checked when it was declared, so it is an identifier.
pub(super) fn name(api: &Api, id: TypeId) -> Ident {
    let name = &api.type_def(id).name;
    names::type_name(name)
        .unwrap_or_else(|| Ident::new("Unnameable", proc_macro2::Span::call_site()))
}

/// Named types directly in a type, in order.
pub(super) fn named_in(ty: &Type, found: &mut Vec<TypeId>) {
    match ty {
        Type::Named(id) => found.push(*id),
        Type::List(inside)
        | Type::Map(inside)
        | Type::JsonText(inside)
        | Type::Joined(inside, _) => named_in(inside, found),
        Type::Bool
        | Type::Int
        | Type::Uint
        | Type::Float
        | Type::Text
        | Type::Secret
        | Type::Timestamp
        | Type::Json => {}
    }
}

/// Whether a field of this type inside `holder` would make `holder` hold itself.
pub(super) fn needs_box(api: &Api, holder: TypeId, ty: &Type) -> bool {
    let ring = api.type_def(holder).ring;
    ring.is_some() && ty.directly().is_some_and(|inside| api.type_def(inside).ring == ring)
}

/// A file of the client, as a place to look from.
#[derive(Clone, Copy)]
pub(super) enum From<'a> {
    /// `types.rs`.
    Types,
    /// `<group>/mod.rs`.
    Group(&'a str),
    /// A file of a group.
    Endpoint(&'a str),
}

/// Path of the module a type is public in, seen from a file of the client.
pub(super) fn module(api: &Api, id: TypeId, from: From<'_>) -> TokenStream {
    let (up, here) = match from {
        From::Types => (quote!(super), None),
        From::Group(group) => (quote!(super), Some(group)),
        From::Endpoint(group) => (quote!(super::super), Some(group)),
    };
    match &api.type_def(id).home {
        Home::Api => quote!(#up::types),
        Home::Endpoint { group, .. } if Some(group.as_str()) == here => quote!(super),
        Home::Endpoint { group, .. } => {
            let group = names::group(group);
            quote!(#up::#group)
        }
    }
}
