//! Keys, and the kinds of their values.

use crate::diagnostics::suggest::suggestion;
use crate::diagnostics::{Code, Diagnostic};
use crate::source::{Span, Spanned};

pub(crate) fn wrong_kind(span: Span, expected: &str, found: &str) -> Diagnostic {
    Diagnostic::new(Code::WrongKind, span, format!("expected {expected}, found {found}"))
        .label(format!("expected {expected}"))
}

/// `table` describes the map: "an endpoint".
pub(crate) fn unknown_key(span: Span, key: &str, table: &str, known: &[&str]) -> Diagnostic {
    let help = match key {
        // A type expression has no keys of a parameter or a field.
        "required" | "doc" | "default" | "nullable" if table == "a type expression" => {
            format!("put the type under `type`, and `{key}` beside it")
        }
        _ => suggestion(key, known),
    };
    Diagnostic::new(Code::UnknownKey, span, format!("unknown key `{key}` of {table}"))
        .label("unknown key")
        .help(help)
}

pub(crate) fn duplicate_key(span: Span, key: &str, first: Span) -> Diagnostic {
    Diagnostic::new(Code::DuplicateKey, span, format!("duplicate key `{key}`"))
        .label("defined again here")
        .and(first, "first defined here")
        .help("remove one of them")
}

/// `table` describes the map: "an endpoint".
pub(crate) fn missing_key(span: Span, table: &str, key: &str) -> Diagnostic {
    Diagnostic::new(Code::MissingKey, span, format!("{table} requires the key `{key}`"))
        .label(format!("`{key}` is missing here"))
}

pub(crate) fn unknown_keyword(span: Span, word: &str, known: &[&str]) -> Diagnostic {
    Diagnostic::new(Code::UnknownKeyword, span, format!("unexpected value `{word}`"))
        .help(suggestion(word, known))
}

pub(crate) fn bad_error_code(span: Span, key: &str) -> Diagnostic {
    Diagnostic::new(Code::BadErrorCode, span, format!("`{key}` is not an error code"))
        .help("write an integer: a code of the envelope or an HTTP status")
}

pub(crate) fn negative_count(span: Span) -> Diagnostic {
    Diagnostic::new(Code::NegativeCount, span, "lengths and counts must be zero or greater")
        .help("write zero or a positive integer, or remove the limit")
}

pub(crate) fn multiple_types(second: Span, key: &str, first: Span, first_key: &str) -> Diagnostic {
    let headline = format!("the type has both `{first_key}` and `{key}`");
    Diagnostic::new(Code::MultipleTypes, second, headline)
        .label("second type")
        .and(first, "first type")
        .help("keep one of them; nest types as in `{ map: { fields: … } }`")
}

pub(crate) fn separator_without_list(span: Span) -> Diagnostic {
    Diagnostic::new(Code::BadSeparator, span, "`by` requires `joined`")
        .help("write the item type under `joined`: `{ joined: string, by: \";\" }`")
}

pub(crate) fn unknown_version(version: &Spanned<i64>) -> Diagnostic {
    let headline = format!("unsupported version {} of the description language", version.value);
    Diagnostic::new(Code::UnknownVersion, version.span, headline).help("write `endpointc: 1`")
}
