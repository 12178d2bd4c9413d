//! Error codes of the API.

use crate::diagnostics::{Code, Diagnostic};
use crate::source::{Span, Spanned};

pub(crate) fn conflicting_code_name(code: i64, span: Span, first: Span) -> Diagnostic {
    let headline = format!("the code {code} has two names");
    Diagnostic::new(Code::ConflictingCodeName, span, headline)
        .label("second name")
        .and(first, "first name")
        .help("use the same name for the code wherever one endpoint takes it from")
}

pub(crate) fn duplicate_code(code: i64, span: Span, first: Span) -> Diagnostic {
    Diagnostic::new(Code::DuplicateCode, span, format!("duplicate code {code}"))
        .label("listed again here")
        .and(first, "first listed here")
        .help("remove one of them")
}

pub(crate) fn duplicate_error_name(name: &Spanned<String>, first: Span) -> Diagnostic {
    let headline = format!("two codes are named `{}`", name.value);
    Diagnostic::new(Code::DuplicateErrorName, name.span, headline)
        .label("second code")
        .and(first, "first code")
        .help("give each code its own name")
}

pub(crate) fn missing_error_name(code: &Spanned<i64>, has_catalogue: bool) -> Diagnostic {
    let headline = format!("the code {} has no name", code.value);
    let help = if has_catalogue {
        format!("describe {} in `codes.yaml`, or add a `name` here", code.value)
    } else {
        "add a `name`, or describe all codes in `codes.yaml`".to_owned()
    };
    Diagnostic::new(Code::MissingErrorName, code.span, headline).help(help)
}

pub(crate) fn success_as_error(code: i64, span: Span, envelope: &str) -> Diagnostic {
    let headline = format!("the error code {code} means success in the envelope `{envelope}`");
    Diagnostic::new(Code::SuccessAsError, span, headline)
        .help("remove it from the errors, or from `success`")
}
