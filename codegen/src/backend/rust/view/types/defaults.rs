//! Defaults of fields.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::backend::rust::names::{self, types};
use crate::backend::rust::type_index::required_choice;
use crate::model::{Alternative, Api, Field, Type, TypeDef, TypeId};

/// Returns whether a field is what its type is by default: none is described, and it need not be a choice,
/// which has none.
pub(super) fn has_own_default(api: &Api, holder: TypeId, field: &Field) -> bool {
    !reads_default(api.type_def(holder), field) && required_choice(api, field).is_none()
}

/// Returns whether an answer that leaves a field out means its described default.
pub(super) fn reads_default(holder: &TypeDef, field: &Field) -> bool {
    field.default.is_some() && (holder.in_results || !holder.in_requests)
}

/// The value of a field in a `Default` that is written.
pub(super) fn default(api: &Api, holder: TypeId, field: &Field) -> TokenStream {
    if let Some((id, ways)) = required_choice(api, field) {
        let choice = default_choice(api, id, ways);
        let choice = match &field.ty {
            Type::JsonString(_) => quote!(rt::JsonString::new(#choice)),
            _ => choice,
        };
        let boxed = types::needs_box(api, holder, &field.ty);
        return if boxed { quote!(Box::new(#choice)) } else { choice };
    }
    let described = field.default.as_ref().filter(|_| reads_default(api.type_def(holder), field));
    let Some(default) = described else { return quote!(Default::default()) };
    let value = described_default(api, field, default);
    if types::assumes_default(api, holder, field) { value } else { quote!(Some(#value)) }
}

fn described_default(api: &Api, field: &Field, default: &ordered_json::Value) -> TokenStream {
    match (&field.ty, default) {
        (Type::Named(id), ordered_json::Value::String(text)) => {
            let name = names::named_type(api, *id);
            quote!(#name::from(#text))
        }
        (Type::Named(id), other) => {
            let (name, number) = (names::named_type(api, *id), other.as_i64().unwrap_or_default());
            let number = Literal::i64_unsuffixed(number);
            quote!(#name::from(#number))
        }
        (Type::Float, number) => {
            let number = Literal::f64_unsuffixed(number.as_f64().unwrap_or_default());
            quote!(#number)
        }
        (_, ordered_json::Value::String(text)) => quote!(#text.to_owned()),
        (_, ordered_json::Value::Bool(value)) => quote!(#value),
        (_, number) => number.to_string().parse().unwrap_or_else(|_| quote!(Default::default())),
    }
}

/// The choice until the caller makes it.
fn default_choice(api: &Api, id: TypeId, ways: &[Alternative]) -> TokenStream {
    let Some(way) = ways.iter().find(|way| way.is_default).or(ways.first()) else {
        return quote!(Default::default());
    };
    let (name, variant) = (names::named_type(api, id), names::variant(&way.name));
    let given = way.fields.iter().filter(|field| field.constant.is_none());
    let values = given.map(|field| {
        let (name, value) = (names::alternative_field(field), default(api, id, field));
        quote!(#name: #value)
    });
    quote!(#name::#variant { #(#values),* })
}
