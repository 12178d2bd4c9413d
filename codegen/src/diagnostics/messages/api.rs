//! What `api.yaml` declares: servers, authentication, envelopes, paging styles.

use crate::diagnostics::{Code, Diagnostic};
use crate::source::{Span, Spanned};

pub(crate) fn bad_url(url: &Spanned<String>, reason: &str) -> Diagnostic {
    let headline = format!("`{}` is not a valid server URL: {reason}", url.value);
    Diagnostic::new(Code::BadUrl, url.span, headline)
        .help("write `https://`, a host, and optionally a base path: `https://api.example.com/v1`")
}

pub(crate) fn bad_auth_example(example: &Spanned<String>) -> Diagnostic {
    let headline = format!("`{}` is not a method call", example.value);
    Diagnostic::new(Code::BadAuthExample, example.span, headline)
        .help("write the call after `Client::builder(…).`: `access_key(\"my key\", \"my secret\")`")
}

pub(crate) fn bad_status(status: &Spanned<i64>) -> Diagnostic {
    let headline = format!("{} is not an HTTP status", status.value);
    Diagnostic::new(Code::BadStatus, status.span, headline).help("write an integer from 100 to 599")
}

pub(crate) fn missing_envelope(span: Span, group: &str) -> Diagnostic {
    Diagnostic::new(Code::MissingEnvelope, span, format!("the group `{group}` has no envelope"))
        .help("name an envelope with `envelope:`, at the group or at the endpoint")
}

pub(crate) fn missing_success_codes(span: Span, name: &str) -> Diagnostic {
    let headline = format!("the envelope `{name}` has `code` but no `success`");
    Diagnostic::new(Code::MissingSuccessCodes, span, headline)
        .help("add the codes that mean success, such as `success: [200]`")
}

pub(crate) fn missing_code_field(span: Span, name: &str) -> Diagnostic {
    let headline = format!("the envelope `{name}` has `success` but no `code`");
    Diagnostic::new(Code::MissingCodeField, span, headline)
        .help("add `code:` with the name of the field, or remove `success`")
}

/// A field of an envelope or of a paging style.
pub(crate) fn duplicate_envelope_field(name: &Spanned<String>, first: Span) -> Diagnostic {
    let headline = format!("the field `{}` is used twice", name.value);
    Diagnostic::new(Code::DuplicateEnvelopeField, name.span, headline)
        .label("used again here")
        .and(first, "first used here")
        .help("remove one of them")
}

pub(crate) fn mismatched_payload(span: Span, ty: &str) -> Diagnostic {
    let headline = format!("expected a type with fields beside the code, found {ty}");
    Diagnostic::new(Code::MismatchedPayload, span, headline).help(
        "name the field of the payload with `data` in the envelope, or return a type with `fields`",
    )
}

pub(crate) fn bad_paging(span: Span, reason: &str) -> Diagnostic {
    Diagnostic::new(Code::BadPaging, span, "invalid paging").label(reason)
}
