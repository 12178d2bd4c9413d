//! Error codes: as data for programs and as Markdown lists.

use ordered_json::{Value, json};

use super::text::{Prose, code, inline, languages};
use crate::model::ErrorCode;

/// An error code with all its facts.
pub(super) fn entry(error: &ErrorCode) -> Value {
    let mut entry = json!({
        "code": error.code,
        "name": error.name,
        "kind": error.kind.as_str(),
        "retryable": error.retryable,
    });
    for (key, text) in [("meaning", &error.doc), ("remedy", &error.remedy)] {
        if !text.is_empty() {
            entry[key] = languages(text);
        }
    }
    entry
}

/// Adds a list of codes with names and meanings.
pub(super) fn list<'a>(prose: Prose, errors: impl Iterator<Item = &'a ErrorCode>) -> Prose {
    prose.list(errors.map(|error| {
        let head = format!("{} {}", code(&error.code.to_string()), code(&error.name));
        let (en, zh) = meaning(error);
        (said(&head, ": ", &en), said(&head, "：", &zh))
    }))
}

/// The description of a response whose HTTP status is an error code.
pub(super) fn status(error: &ErrorCode) -> Prose {
    let name = code(&error.name);
    let (en, zh) = meaning(error);
    Prose::default().and(said(&name, ": ", &en), said(&name, "：", &zh))
}

/// Meaning and remedy in both languages.
fn meaning(error: &ErrorCode) -> (String, String) {
    let (doc, remedy) = (inline(&error.doc), inline(&error.remedy));
    let en = [doc.0, remedy.0].join(" ").trim().to_owned();
    (en, [doc.1, remedy.1].concat())
}

fn said(head: &str, between: &str, meaning: &str) -> String {
    if meaning.is_empty() { head.to_owned() } else { format!("{head}{between}{meaning}") }
}
