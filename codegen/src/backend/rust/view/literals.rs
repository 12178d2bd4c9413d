//! Values of a description as expressions of Rust.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::backend::rust::markdown::is_printable;
use crate::backend::rust::rust_source::RustSource;
use crate::model::{Constraint, ErrorKind, Method, Scalar};

pub(super) fn flag(value: bool) -> RustSource {
    quote!(#value).into()
}

pub(super) fn http_method(method: Method) -> TokenStream {
    match method {
        Method::Get => quote!(Get),
        Method::Post => quote!(Post),
        Method::Put => quote!(Put),
        Method::Patch => quote!(Patch),
        Method::Delete => quote!(Delete),
    }
}

/// A variant of `rt::ErrorKind`.
pub(super) fn kind(kind: ErrorKind) -> TokenStream {
    match kind {
        ErrorKind::SignIn => quote!(SignIn),
        ErrorKind::Permission => quote!(Permission),
        ErrorKind::Quota => quote!(Quota),
        ErrorKind::NotFound => quote!(NotFound),
        ErrorKind::BadInput => quote!(BadInput),
        ErrorKind::Conflict => quote!(Conflict),
        ErrorKind::Device => quote!(Device),
        ErrorKind::Server => quote!(Server),
        ErrorKind::Refused => quote!(Refused),
    }
}

/// An expression of type `rt::Constant`.
pub(super) fn constant(value: &ordered_json::Value) -> TokenStream {
    match value {
        ordered_json::Value::Bool(value) => quote!(rt::Constant::Bool(#value)),
        ordered_json::Value::Number(number) if number.is_i64() => {
            let number = Literal::i64_unsuffixed(number.as_i64().unwrap_or_default());
            quote!(rt::Constant::Int(#number))
        }
        other => {
            let text = other.as_str().unwrap_or_default();
            quote!(rt::Constant::Text(#text))
        }
    }
}

/// An expression of type `rt::Constraint`.
pub(super) fn limit(limit: &Constraint) -> TokenStream {
    let count = |count: &u64| Literal::u64_unsuffixed(*count);
    let bound = |bound: &i64| Literal::i64_unsuffixed(*bound);
    match limit {
        Constraint::MinLength(least) => {
            let least = count(least);
            quote!(rt::Constraint::MinLength(#least))
        }
        Constraint::MaxLength(most) => {
            let most = count(most);
            quote!(rt::Constraint::MaxLength(#most))
        }
        Constraint::Min(least) => {
            let least = bound(least);
            quote!(rt::Constraint::Min(#least))
        }
        Constraint::Max(most) => {
            let most = bound(most);
            quote!(rt::Constraint::Max(#most))
        }
        Constraint::MinItems(least) => {
            let least = count(least);
            quote!(rt::Constraint::MinItems(#least))
        }
        Constraint::MaxItems(most) => {
            let most = count(most);
            quote!(rt::Constraint::MaxItems(#most))
        }
        Constraint::Pattern(pattern) => quote!(rt::Constraint::Pattern(#pattern)),
    }
}

/// An expression of type `rt::Scalar`, which is a pattern, too.
pub(super) fn wire(wire: &Scalar) -> TokenStream {
    match wire {
        Scalar::Int(number) => {
            let number = Literal::i64_unsuffixed(*number);
            quote!(rt::Scalar::Int(#number))
        }
        Scalar::Text(text) => quote!(rt::Scalar::Text(#text)),
    }
}

/// A raw literal, in which quotes stay readable, unless the text contains characters that source code must escape.
pub(super) fn raw_text(text: &str) -> TokenStream {
    if !is_printable(text) {
        return quote!(#text);
    }
    let hashes =
        (1..8).map(|count| "#".repeat(count)).find(|hashes| !text.contains(&format!("\"{hashes}")));
    hashes
        .and_then(|hashes| format!("r{hashes}\"{text}\"{hashes}").parse().ok())
        .unwrap_or_else(|| quote!(#text))
}
