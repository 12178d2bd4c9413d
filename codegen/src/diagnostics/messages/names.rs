//! Names: how they are spelled, whether they are declared, and names in Rust.

use crate::diagnostics::suggest::suggestion;
use crate::diagnostics::{Code, Diagnostic};
use crate::source::{Span, Spanned};

/// A reference to a type, an envelope, a set of errors or a paging style that is not declared.
pub(crate) fn unknown_name(what: &str, name: &Spanned<String>, known: &[&str]) -> Diagnostic {
    Diagnostic::new(Code::UnknownName, name.span, format!("unknown {what} `{}`", name.value))
        .label(format!("unknown {what}"))
        .help(suggestion(&name.value, known))
}

pub(crate) fn unknown_group(file: u32, group: &str, known: &[&str]) -> Diagnostic {
    Diagnostic::new(Code::UnknownGroup, Span::file(file), format!("unknown group `{group}`"))
        .label(format!("the folder `{group}` is the group of this file"))
        .help(format!("declare it under `groups` in `api.yaml`; {}", suggestion(group, known)))
}

pub(crate) fn bad_type_name(name: &Spanned<String>, better: &str) -> Diagnostic {
    let headline = format!("`{}` is not a valid name for a type", name.value);
    Diagnostic::new(Code::BadName, name.span, headline)
        .help(format!("write it in UpperCamelCase: `{better}`"))
}

pub(crate) fn long_name(name: &Spanned<String>, most: usize) -> Diagnostic {
    let headline = format!("the type name is longer than {most} characters");
    Diagnostic::new(Code::BadName, name.span, headline)
        .help("declare the type under `types` with a shorter name")
}

pub(crate) fn bad_name(what: &str, span: Span, name: &str) -> Diagnostic {
    let headline = format!("`{name}` is not a valid name for {what}");
    Diagnostic::new(Code::BadName, span, headline)
        .help("write it in snake_case: a letter first, then the letters a to z, digits and `_`")
}

pub(crate) fn reserved_group(span: Span, name: &str) -> Diagnostic {
    Diagnostic::new(Code::ReservedGroup, span, format!("the group name `{name}` is reserved"))
        .help("rename the group: generated code has a module with that name")
}

pub(crate) fn bad_rust_name(written: &str, span: Span) -> Diagnostic {
    let headline = format!("`{written}` cannot be converted into a Rust name");
    Diagnostic::new(Code::BadRustName, span, headline).help("add `name:` with its name in programs")
}

pub(crate) fn bad_rust_name_of_inline_type(name: &Spanned<String>) -> Diagnostic {
    let headline = format!("the name `{}` of this inline type is not valid in Rust", name.value);
    Diagnostic::new(Code::BadRustName, name.span, headline)
        .help("add `name:` to the field, with the letters a to z, digits and `_`")
}

/// An item that needs a Rust name.
#[derive(Debug, Clone)]
pub(crate) enum Named {
    /// A parameter, a field or a value, named by its key or by `name`.
    Member,
    /// An API item that its key names: a type, a group, a server.
    Item,
    /// An endpoint, named by its file, as in `get`.
    Endpoint(String),
    /// The error enum of an endpoint.
    ErrorsOf(String),
    /// The request struct of an endpoint.
    RequestOf(String),
}

impl Named {
    fn described(&self) -> String {
        match self {
            Self::Member | Self::Item => "this".to_owned(),
            Self::Endpoint(endpoint) => format!("the endpoint `{endpoint}`"),
            Self::ErrorsOf(endpoint) => format!("the error enum of the endpoint `{endpoint}`"),
            Self::RequestOf(endpoint) => format!("the request of the endpoint `{endpoint}`"),
        }
    }

    fn is_of_endpoint(&self) -> bool {
        match self {
            Self::Member | Self::Item => false,
            Self::Endpoint(_) | Self::ErrorsOf(_) | Self::RequestOf(_) => true,
        }
    }
}

/// Two things with one identifier in Rust.
pub(crate) fn name_collision(
    rust: &str,
    (named, span): (&Named, Span),
    (first, first_span): (&Named, Span),
) -> Diagnostic {
    let help = match (named, first) {
        (Named::Member, Named::Member) => "rename one of them with `name:`",
        (one, other) if one.is_of_endpoint() && other.is_of_endpoint() => {
            "rename the file of one of the endpoints"
        }
        (one, other) if one.is_of_endpoint() || other.is_of_endpoint() => {
            "rename the file of the endpoint, or the other one"
        }
        _ => "rename one of them",
    };
    Diagnostic::new(Code::NameCollision, span, format!("the Rust name `{rust}` is used twice"))
        .label(format!("{} is also named `{rust}`", named.described()))
        .and(first_span, format!("{} is named `{rust}`", first.described()))
        .help(help)
}
