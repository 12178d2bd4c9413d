//! Templates, built in or replaced by the user.

use std::path::Path;

use crate::diagnostics::{Code, Diagnostic};
use crate::source::Span;

/// A built-in template that fails: no description may cause that.
pub(crate) fn internal_error(template: &str, reason: &str) -> Diagnostic {
    let headline = format!("internal error in the template `{template}`: {reason}");
    Diagnostic::new(Code::InternalError, Span::NOWHERE, headline)
        .help("this is a bug in endpointc, not in the description; report it with the text above")
}

/// A template of the user that fails.
pub(crate) fn template_error(place: &Path, reason: &str) -> Diagnostic {
    let headline = format!("{}: {reason}", place.display());
    Diagnostic::new(Code::BadTemplate, Span::NOWHERE, headline)
        .help("correct the template, or remove it to use the built-in one")
}
