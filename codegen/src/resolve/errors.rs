//! Errors: the catalogue, the error sets, and the errors of an endpoint.

use std::collections::HashMap;

use indexmap::IndexMap;

use super::{Scope, check_name, look_up};
use crate::diagnostics::Sink;
use crate::diagnostics::messages;
use crate::model::{Envelope, ErrorCode, ErrorKind, LocalizedText};
use crate::source::Span;
use crate::syntax::{EndpointFile, ErrorDecl, GroupDecl, Spanned};

/// The codes of `codes.yaml`.
pub(super) type Catalogue = IndexMap<i64, ErrorCode>;

/// Resolves the codes of `codes.yaml`, in the order in which they are written.
pub(super) fn catalogue(declared: &[ErrorDecl], sink: &mut Sink) -> Catalogue {
    let mut names: HashMap<&str, Span> = HashMap::new();
    let mut catalogue = Catalogue::new();
    for decl in declared {
        let Some(error) = resolve(decl, None, &Catalogue::new(), sink) else { continue };
        if let Some(name) = &decl.name
            && let Some(first) = names.insert(&name.value, name.span)
        {
            sink.push(messages::duplicate_error_name(name, first));
        }
        catalogue.insert(error.code, error);
    }
    catalogue
}

/// The named sets of `api.yaml`.
pub(super) fn sets(
    declared: &[(Spanned<String>, Vec<ErrorDecl>)],
    catalogue: &Catalogue,
    sink: &mut Sink,
) -> IndexMap<String, Vec<ErrorCode>> {
    let mut sets = IndexMap::new();
    for (name, errors) in declared {
        check_name("a set of errors", name, sink);
        sets.insert(name.value.clone(), list(errors, Some(&name.value), catalogue, sink));
    }
    sets
}

/// Errors of an endpoint: its own, then those of its error sets or else those of its group's sets.
pub(super) fn of_endpoint(
    file: &EndpointFile,
    group: &GroupDecl,
    envelope: Option<&Envelope>,
    scope: &Scope<'_>,
    sink: &mut Sink,
) -> Vec<ErrorCode> {
    let mut errors = list(&file.errors, None, scope.catalogue, sink);
    for name in file.error_sets.as_ref().unwrap_or(&group.error_sets) {
        let set = look_up("set of errors", name, scope.error_sets, sink);
        errors.extend(set.into_iter().flatten().cloned());
    }
    if let Some(envelope) = envelope {
        check_success(&errors, envelope, sink);
    }
    one_name_a_code(errors, sink)
}

/// The errors of one list, each code once.
fn list(
    declared: &[ErrorDecl],
    set: Option<&str>,
    catalogue: &Catalogue,
    sink: &mut Sink,
) -> Vec<ErrorCode> {
    let mut first: HashMap<i64, Span> = HashMap::new();
    for decl in declared {
        let Spanned { value: code, span } = decl.code;
        if let Some(first) = first.insert(code, span) {
            sink.push(messages::duplicate_code(code, span, first));
        }
    }
    declared.iter().filter_map(|decl| resolve(decl, set, catalogue, sink)).collect()
}

/// Checks an error and completes it from the catalogue. Returns `None` if its code has no name.
fn resolve(
    decl: &ErrorDecl,
    set: Option<&str>,
    catalogue: &Catalogue,
    sink: &mut Sink,
) -> Option<ErrorCode> {
    let known = catalogue.get(&decl.code.value);
    let Some(name) = decl.name.as_ref().map(|name| &name.value).or(known.map(|one| &one.name))
    else {
        sink.push(messages::missing_error_name(&decl.code, !catalogue.is_empty()));
        return None;
    };
    if let Some(name) = &decl.name {
        check_name("an error", name, sink);
    }
    if let Some(known) = known.filter(|known| known.name != *name) {
        sink.push(messages::conflicting_code_name(decl.code.value, decl.code.span, known.span));
    }
    Some(error_code(decl, name, set, known))
}

/// The declared values; those left out come from the catalogue.
fn error_code(
    decl: &ErrorDecl,
    name: &str,
    set: Option<&str>,
    known: Option<&ErrorCode>,
) -> ErrorCode {
    let code = decl.code.value;
    let kind = decl.kind.as_deref().map(kind_of_word).or(known.map(|one| one.kind));
    let retryable = decl.retry.or(known.map(|one| one.retryable));
    let or_known = |text: &LocalizedText, of: fn(&ErrorCode) -> &LocalizedText| match known {
        Some(known) if text.is_empty() => of(known).clone(),
        _ => text.clone(),
    };
    ErrorCode {
        code,
        name: name.to_owned(),
        kind: kind.unwrap_or_else(|| kind_of_status(code)),
        retryable: retryable.unwrap_or(matches!(code, 429 | 502..=504)),
        doc: or_known(&decl.doc, |known| &known.doc),
        remedy: or_known(&decl.remedy, |known| &known.remedy),
        set: set.map(str::to_owned),
        span: decl.code.span,
    }
}

fn kind_of_word(word: &str) -> ErrorKind {
    ErrorKind::ALL.into_iter().find(|kind| kind.as_str() == word).unwrap_or(ErrorKind::Refused)
}

/// The default kind of a code: HTTP statuses have one each, other codes are `refused`.
fn kind_of_status(code: i64) -> ErrorKind {
    match code {
        401 => ErrorKind::SignIn,
        403 => ErrorKind::Permission,
        404 => ErrorKind::NotFound,
        409 => ErrorKind::Conflict,
        429 => ErrorKind::Quota,
        400..=499 => ErrorKind::BadInput,
        500..=599 => ErrorKind::Server,
        _ => ErrorKind::Refused,
    }
}

fn check_success(errors: &[ErrorCode], envelope: &Envelope, sink: &mut Sink) {
    for error in errors.iter().filter(|error| envelope.success.contains(&error.code)) {
        sink.push(messages::success_as_error(error.code, error.span, &envelope.name));
    }
}

/// Keeps the first error of each code. Reports codes with two names.
fn one_name_a_code(errors: Vec<ErrorCode>, sink: &mut Sink) -> Vec<ErrorCode> {
    let mut index: HashMap<i64, usize> = HashMap::new();
    let mut unique: Vec<ErrorCode> = Vec::new();
    for error in errors {
        match index.get(&error.code) {
            Some(&first) if unique[first].name != error.name => {
                sink.push(messages::conflicting_code_name(
                    error.code,
                    error.span,
                    unique[first].span,
                ));
            }
            Some(_) => {}
            None => {
                index.insert(error.code, unique.len());
                unique.push(error);
            }
        }
    }
    unique
}
