//! Warnings about valid descriptions, and `allow`, which suppresses them.

use crate::diagnostics::suggest::suggestion;
use crate::diagnostics::{Code, Diagnostic};
use crate::source::{Span, Spanned};

pub(crate) fn unused_type(name: &Spanned<String>) -> Diagnostic {
    Diagnostic::new(Code::UnusedType, name.span, format!("unused type `{}`", name.value))
        .help("remove it, or refer to it")
}

pub(crate) fn unused_envelope(name: &Spanned<String>) -> Diagnostic {
    Diagnostic::new(Code::UnusedEnvelope, name.span, format!("unused envelope `{}`", name.value))
        .help("remove it, or name it with `envelope:` at a group or an endpoint")
}

pub(crate) fn unused_error_set(name: &Spanned<String>) -> Diagnostic {
    let headline = format!("unused set of errors `{}`", name.value);
    Diagnostic::new(Code::UnusedErrorSet, name.span, headline)
        .help("remove it, or list it under `errors` of a group")
}

pub(crate) fn unused_paging(name: &Spanned<String>) -> Diagnostic {
    let headline = format!("unused paging style `{}`", name.value);
    Diagnostic::new(Code::UnusedPaging, name.span, headline)
        .help("remove it, or name it with `paging:` at an endpoint")
}

pub(crate) fn unused_group(name: &Spanned<String>) -> Diagnostic {
    let headline = format!("the group `{}` has no endpoints", name.value);
    Diagnostic::new(Code::UnusedGroup, name.span, headline)
        .help(format!("remove it, or describe an endpoint in the folder `{}`", name.value))
}

pub(crate) fn undocumented_parameter(span: Span, name: &str) -> Diagnostic {
    let headline = format!("the parameter `{name}` has no documentation");
    Diagnostic::new(Code::UndocumentedParameter, span, headline).help("add a `doc`")
}

pub(crate) fn undocumented_code(span: Span, code: i64) -> Diagnostic {
    let headline = format!("the code {code} has no documentation");
    Diagnostic::new(Code::UndocumentedCode, span, headline).help("add a `doc`")
}

pub(crate) fn missing_translation(span: Span, language: &str) -> Diagnostic {
    let key = if language == "English" { "en" } else { "zh" };
    Diagnostic::new(Code::MissingTranslation, span, format!("missing {language} translation"))
        .help(format!("add `{key}`; other texts of this API are in both languages"))
}

pub(crate) fn conflicting_code_docs(code: i64, span: Span, first: Span) -> Diagnostic {
    let headline = format!("the code {code} has two different documentations");
    Diagnostic::new(Code::ConflictingCodeDocs, span, headline)
        .label("documented differently here")
        .and(first, "first documented here")
        .help("use the same text, or describe the code once, in a set of `api.yaml`")
}

pub(crate) fn unknown_warning(code: &Spanned<String>) -> Diagnostic {
    let headline = format!("unknown warning `{}`", code.value);
    let known: Vec<&str> =
        Code::ALL.iter().filter(|code| code.can_be_allowed()).map(|code| code.as_str()).collect();
    Diagnostic::new(Code::UnknownWarning, code.span, headline).help(suggestion(&code.value, &known))
}

pub(crate) fn not_a_warning(code: &Spanned<String>) -> Diagnostic {
    let headline = format!("the error `{}` cannot be allowed", code.value);
    Diagnostic::new(Code::NotAWarning, code.span, headline)
        .help("remove it from `allow`, and correct the error itself")
}

pub(crate) fn unsuppressible(code: &Spanned<String>) -> Diagnostic {
    let headline = format!("the warning `{}` cannot be allowed", code.value);
    Diagnostic::new(Code::NotAWarning, code.span, headline)
        .help("remove the unused entry of `allow` instead")
}

pub(crate) fn unused_allow(code: &Spanned<String>) -> Diagnostic {
    let headline = format!("the file has no warning `{}` to allow", code.value);
    Diagnostic::new(Code::UnusedAllow, code.span, headline).help("remove it from `allow`")
}
