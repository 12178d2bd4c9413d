//! Types of a description as Rust types.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::names;
use crate::model::{Api, Home, Shape, Type, TypeId};

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
        Type::Named(id) => {
            let name = name(api, *id);
            quote!(#name)
        }
    }
}

/// The type of a field: what may be missing is an `Option`, unless emptiness says as much.
pub(super) fn field(api: &Api, ty: &Type, required: bool, boxed: bool) -> TokenStream {
    let owned = owned(api, ty);
    let owned = if boxed { quote!(Box<#owned>) } else { owned };
    match ty {
        Type::List(_) | Type::Map(_) => owned,
        _ if required => owned,
        _ => quote!(Option<#owned>),
    }
}

/// How a caller passes a value: text by reference, the rest by value.
pub(super) fn argument(api: &Api, ty: &Type) -> TokenStream {
    match ty {
        Type::Text | Type::Secret => quote!(&str),
        Type::List(item) if **item == Type::Text => quote!(&[&str]),
        other => owned(api, other),
    }
}

/// An expression that takes what the caller passed.
pub(super) fn take(ty: &Type, argument: &Ident) -> TokenStream {
    match ty {
        Type::Text | Type::Secret => quote!(#argument.to_owned()),
        Type::List(item) if **item == Type::Text => {
            quote!(#argument.iter().map(|&item| item.to_owned()).collect::<Vec<String>>())
        }
        _ => quote!(#argument),
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
        Type::List(inside) | Type::Map(inside) => named_in(inside, found),
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
    let Type::Named(first) = ty else { return false };
    let mut seen = vec![*first];
    let mut next = 0;
    while let Some(id) = seen.get(next).copied() {
        if id == holder {
            return true;
        }
        let Shape::Struct(fields) = &api.type_def(id).shape else {
            next += 1;
            continue;
        };
        for field in fields {
            if let Type::Named(inside) = field.ty
                && !seen.contains(&inside)
            {
                seen.push(inside);
            }
        }
        next += 1;
    }
    false
}

/// Path of the module a type is public in, seen from another module of the client.
pub(super) fn module(api: &Api, id: TypeId, from_group: Option<&str>) -> TokenStream {
    let up = if from_group.is_some() { quote!(super::super) } else { quote!(super) };
    match &api.type_def(id).home {
        Home::Api => quote!(#up::types),
        Home::Endpoint { group, .. } if Some(group.as_str()) == from_group => quote!(super),
        Home::Endpoint { group, .. } => {
            let group = names::method(group);
            quote!(#up::#group)
        }
    }
}
