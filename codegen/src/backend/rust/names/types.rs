//! Types of a description as Rust types.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote};

use super::items;
use crate::backend::rust::type_index::Location;
use crate::model::{Api, DeclaredIn, Field, Parameter, Shape, Type, TypeId};

/// The type of a required field, an element or a payload.
pub(crate) fn owned(api: &Api, ty: &Type) -> TokenStream {
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
        Type::JsonString(inside) => {
            let inside = owned(api, inside);
            quote!(rt::JsonString<#inside>)
        }
        Type::Delimited(item, separator) => {
            let item = owned(api, item);
            quote!(rt::Delimited<#item, #separator>)
        }
        Type::Named(id) => match &api.type_def(*id).shape {
            Shape::External(external) => path(&external.path.text),
            Shape::Struct(_) | Shape::Enum(_) | Shape::OneOf(_) | Shape::Union(_) => {
                let name = items::named_type(api, *id);
                quote!(#name)
            }
        },
    }
}

/// The path of a type that is written by hand, which has been checked.
fn path(path: &str) -> TokenStream {
    syn::parse_str::<syn::Path>(path).map_or_else(|_| quote!(_), |path| path.to_token_stream())
}

/// The type of a field. Optional fields are an `Option`, except for containers, which are empty instead.
pub(crate) fn field(api: &Api, holder: TypeId, field: &Field) -> TokenStream {
    let owned = owned(api, &field.ty);
    let owned = if needs_box(api, holder, &field.ty) { quote!(Box<#owned>) } else { owned };
    match &field.ty {
        _ if field.nullable => quote!(Option<#owned>),
        Type::List(_) | Type::Map(_) | Type::Delimited(..) => owned,
        _ if field.required || assumes_default(api, holder, field) => owned,
        _ => quote!(Option<#owned>),
    }
}

/// Returns whether a field is its described default when it is left out. Where a type can be sent, it is
/// an `Option` instead: a default that was not set must not be sent.
pub(crate) fn assumes_default(api: &Api, holder: TypeId, field: &Field) -> bool {
    field.default.is_some() && !api.type_def(holder).in_requests
}

/// The type of an argument: text is passed by reference, the rest by value.
pub(crate) fn argument(api: &Api, ty: &Type) -> TokenStream {
    match ty {
        Type::Text | Type::Secret => quote!(&str),
        Type::List(item) | Type::Delimited(item, _) if **item == Type::Text => quote!(&[&str]),
        Type::Delimited(item, _) => {
            let item = owned(api, item);
            quote!(Vec<#item>)
        }
        Type::JsonString(inside) => argument(api, inside),
        other => owned(api, other),
    }
}

/// An expression that takes what the caller passed.
pub(crate) fn take(api: &Api, ty: &Type, argument: &Ident) -> TokenStream {
    match ty {
        Type::Text => quote!(#argument.to_owned()),
        Type::Secret => quote!(rt::Secret::from(#argument)),
        Type::List(item) if **item == Type::Text => {
            quote!(rt::owned(#argument))
        }
        Type::Delimited(item, _) => {
            let list = take(api, &Type::List(item.clone()), argument);
            let ty = owned(api, ty);
            quote!(<#ty>::from(#list))
        }
        Type::JsonString(inside) => {
            let inside = take(api, inside, argument);
            quote!(rt::JsonString::new(#inside))
        }
        _ => quote!(#argument),
    }
}

/// The type of a field of a request struct: that of the argument, owned.
pub(crate) fn request_field(api: &Api, parameter: &Parameter) -> TokenStream {
    match &parameter.ty {
        Type::Text if parameter.secret => quote!(rt::Secret),
        Type::Delimited(item, _) => owned(api, &Type::List(item.clone())),
        Type::JsonString(inside) => owned(api, inside),
        other => owned(api, other),
    }
}

/// An expression that takes such a field.
pub(crate) fn take_field(api: &Api, ty: &Type, field: &TokenStream) -> TokenStream {
    match ty {
        Type::Delimited(..) => {
            let ty = owned(api, ty);
            quote!(<#ty>::from(#field))
        }
        Type::JsonString(_) => quote!(rt::JsonString::new(#field)),
        _ => quote!(#field),
    }
}

/// Returns whether a field of this type inside `holder` would make `holder` hold itself.
pub(crate) fn needs_box(api: &Api, holder: TypeId, ty: &Type) -> bool {
    let group = api.type_def(holder).recursion_group;
    group.is_some()
        && ty.directly().is_some_and(|inside| api.type_def(inside).recursion_group == group)
}

/// Path of the module in which a type is public, seen from a file of the client.
pub(in crate::backend::rust) fn module(api: &Api, id: TypeId, from: Location<'_>) -> TokenStream {
    let (up, here) = match from {
        Location::Types => (quote!(super), None),
        Location::Group(group) => (quote!(super), Some(&group.name)),
        Location::Endpoint(endpoint) => (quote!(super::super), Some(&endpoint.group)),
    };
    match &api.type_def(id).home {
        DeclaredIn::Api => quote!(#up::types),
        DeclaredIn::Endpoint { group, .. } if Some(group) == here => quote!(super),
        DeclaredIn::Endpoint { group, .. } => {
            let group = items::group(group);
            quote!(#up::#group)
        }
    }
}
