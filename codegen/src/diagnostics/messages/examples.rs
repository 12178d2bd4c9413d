//! Examples of requests and responses.

use crate::diagnostics::suggest::suggestion;
use crate::diagnostics::{Code, Diagnostic};
use crate::source::{Span, Spanned};

pub(crate) fn example_unknown_parameter(name: &Spanned<String>, known: &[&str]) -> Diagnostic {
    let headline = format!("unknown parameter `{}` in the example", name.value);
    Diagnostic::new(Code::ExampleUnknownParameter, name.span, headline)
        .help(suggestion(&name.value, known))
}

pub(crate) fn example_missing_parameter(span: Span, name: &str) -> Diagnostic {
    let headline = format!("the example lacks the required parameter `{name}`");
    Diagnostic::new(Code::ExampleMissingParameter, span, headline)
}

pub(crate) fn example_mismatch(span: Span, path: &str, expected: &str, found: &str) -> Diagnostic {
    let headline =
        format!("the example does not match: expected {expected} at `{path}`, found {found}");
    Diagnostic::new(Code::ExampleMismatch, span, headline)
        .label(format!("expected {expected}"))
        .help("correct the type or the example")
}

pub(crate) fn example_missing_field(span: Span, path: &str) -> Diagnostic {
    let headline = format!("the example lacks the required field `{path}`");
    Diagnostic::new(Code::ExampleMissingField, span, headline)
        .label(format!("`{path}` is missing here"))
        .help("remove `required` from the field, or correct the example")
}

pub(crate) fn example_undeclared_field(span: Span, path: &str) -> Diagnostic {
    let headline = format!("the example has the undeclared field `{path}`");
    Diagnostic::new(Code::ExampleUndeclaredField, span, headline)
        .help("declare the field, or list it under `others` of the envelope")
}

pub(crate) fn example_unlisted_code(span: Span, code: i64) -> Diagnostic {
    let headline = format!("the example has the code {code}, which the endpoint does not list");
    Diagnostic::new(Code::ExampleUnlistedCode, span, headline).help("list the code under `errors`")
}
