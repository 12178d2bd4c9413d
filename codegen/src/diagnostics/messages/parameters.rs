//! Parameters, and how they are sent.

use crate::diagnostics::{Code, Diagnostic};
use crate::source::{Span, Spanned};

pub(crate) fn unused_path_parameter(name: &Spanned<String>, path: Span) -> Diagnostic {
    let headline = format!("the path parameter `{}` is not in the path", name.value);
    Diagnostic::new(Code::UnusedPathParameter, name.span, headline)
        .and(path, format!("`{{{}}}` is missing here", name.value))
}

pub(crate) fn optional_path_parameter(name: &Spanned<String>) -> Diagnostic {
    let headline = format!("the path parameter `{}` must be required", name.value);
    Diagnostic::new(Code::OptionalPathParameter, name.span, headline)
        .help("add `required: true`, or a constant value with `const`")
}

/// The same name twice in one place, perhaps through a spread type.
pub(crate) fn duplicate_parameter(name: &str, span: Span, first: Span) -> Diagnostic {
    Diagnostic::new(Code::DuplicateParameter, span, format!("`{name}` is sent twice"))
        .label(format!("sends `{name}` again"))
        .and(first, format!("sends `{name}`"))
        .help("remove one of them; names must be unique in a query, a form, a body and the headers")
}

pub(crate) fn bad_constant_in(span: Span, name: &str, place: &str) -> Diagnostic {
    let headline = format!("the constant of `{name}` cannot be sent in {place}");
    Diagnostic::new(Code::BadConstant, span, headline).help(
        "write printable ASCII in a header, and neither an empty text nor `.` or `..` in a path",
    )
}

/// A value that is not one text: an object, a map, a list.
pub(crate) fn bad_parameter_type(name: &Spanned<String>, place: &str) -> Diagnostic {
    let headline = format!("the type of `{}` cannot be sent in the {place}", name.value);
    Diagnostic::new(Code::BadParameterType, name.span, headline)
        .help("move it to `body`, or send it as text with `json_text`")
}

pub(crate) fn bad_spread(name: &Spanned<String>) -> Diagnostic {
    let headline = format!("the parameter `{}` cannot be spread", name.value);
    Diagnostic::new(Code::BadSpread, name.span, headline).help(
        "spread a type with `fields` or `one_of`, not in a path, and without `type` and `const`",
    )
}

pub(crate) fn mismatched_list(name: &Spanned<String>) -> Diagnostic {
    let headline = format!("`list` does not apply to the parameter `{}`", name.value);
    Diagnostic::new(Code::MismatchedList, name.span, headline)
        .help("remove `list`; it applies to lists in a query or a form")
}

pub(crate) fn bad_header(name: &Spanned<String>) -> Diagnostic {
    let headline = format!("`{}` is not a valid header name", name.value);
    Diagnostic::new(Code::BadHeader, name.span, headline)
        .help("write letters, digits and hyphens: `X-Request-Id`")
}

pub(crate) fn reserved_header(name: &Spanned<String>, why: &str) -> Diagnostic {
    let headline = format!("the header `{}` is set by the client: {why}", name.value);
    Diagnostic::new(Code::ReservedHeader, name.span, headline).help("remove the parameter")
}
