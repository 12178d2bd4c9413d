//! Errors: the named sets, and what an endpoint takes in.

use std::collections::HashMap;

use indexmap::IndexMap;

use super::{Scope, check_name, look_up};
use crate::diagnostic::Sink;
use crate::model::{Envelope, ErrorCode, Kind};
use crate::syntax::{EndpointFile, ErrorDecl, GroupDecl, Spanned};
use crate::wording;

/// The named sets of `api.yaml`.
pub(super) fn sets(
    declared: &[(Spanned<String>, Vec<ErrorDecl>)],
    sink: &mut Sink,
) -> IndexMap<String, Vec<ErrorCode>> {
    let mut sets = IndexMap::new();
    for (name, errors) in declared {
        check_name("a set of errors", name, sink);
        let set = Some(name.value.as_str());
        let errors = errors.iter().map(|error| resolve(error, set, sink)).collect();
        sets.insert(name.value.clone(), errors);
    }
    sets
}

/// What an endpoint documents: its own errors first, then those of the sets that it, or else its
/// group, takes in.
pub(super) fn of_endpoint(
    file: &EndpointFile,
    group: &GroupDecl,
    envelope: Option<&Envelope>,
    scope: &Scope<'_>,
    sink: &mut Sink,
) -> Vec<ErrorCode> {
    let mut errors: Vec<ErrorCode> =
        file.errors.iter().map(|error| resolve(error, None, sink)).collect();
    for name in file.error_sets.as_ref().unwrap_or(&group.error_sets) {
        let set = look_up("set of errors", name, scope.error_sets, sink);
        errors.extend(set.into_iter().flatten().cloned());
    }
    if let Some(envelope) = envelope {
        check_success(&errors, envelope, sink);
    }
    one_name_a_code(errors, sink)
}

fn resolve(decl: &ErrorDecl, set: Option<&str>, sink: &mut Sink) -> ErrorCode {
    check_name("an error", &decl.name, sink);
    let code = decl.code.value;
    let kind = decl.kind.as_deref().map_or_else(|| kind_of_status(code), kind_of_word);
    ErrorCode {
        code,
        name: decl.name.value.clone(),
        kind,
        retryable: decl.retry.unwrap_or(matches!(code, 429 | 502..=504)),
        doc: decl.doc.clone(),
        remedy: decl.remedy.clone(),
        set: set.map(str::to_owned),
        span: decl.code.span,
    }
}

fn kind_of_word(word: &str) -> Kind {
    Kind::ALL.into_iter().find(|kind| kind.as_str() == word).unwrap_or(Kind::Refused)
}

/// HTTP statuses have a kind of their own; a vendor's numbers say nothing.
fn kind_of_status(code: i64) -> Kind {
    match code {
        401 => Kind::SignIn,
        403 => Kind::Permission,
        404 => Kind::NotFound,
        409 => Kind::Conflict,
        429 => Kind::Quota,
        400..=499 => Kind::BadInput,
        500..=599 => Kind::Server,
        _ => Kind::Refused,
    }
}

fn check_success(errors: &[ErrorCode], envelope: &Envelope, sink: &mut Sink) {
    for error in errors.iter().filter(|error| envelope.success.contains(&error.code)) {
        sink.push(wording::success_as_error(error.code, error.span, &envelope.name));
    }
}

/// A code that comes from two places is listed once; it must have the same name in both.
fn one_name_a_code(errors: Vec<ErrorCode>, sink: &mut Sink) -> Vec<ErrorCode> {
    let mut index: HashMap<i64, usize> = HashMap::new();
    let mut unique: Vec<ErrorCode> = Vec::new();
    for error in errors {
        match index.get(&error.code) {
            Some(&first) if unique[first].name != error.name => {
                sink.push(wording::duplicate_code(error.code, error.span, unique[first].span));
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
