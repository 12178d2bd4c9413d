//! JSON scalars and their conversions.

use serde_json::Value;

/// A JSON value that is not a container.
#[derive(Clone, Copy)]
pub(super) enum JsonScalar<'a> {
    Null,
    Bool(bool),
    Int(i64),
    /// An integer beyond `i64`.
    Uint(u64),
    /// A number whose digits as written are lost.
    Float(f64),
    /// A number with its digits as written.
    Digits(&'a str),
    Text(&'a str),
}

pub(super) fn truth(value: JsonScalar<'_>) -> Option<bool> {
    match value {
        JsonScalar::Int(0) => Some(false),
        JsonScalar::Int(1) => Some(true),
        JsonScalar::Text(text) => match text.trim() {
            "0" => Some(false),
            "1" => Some(true),
            word if word.eq_ignore_ascii_case("false") => Some(false),
            word if word.eq_ignore_ascii_case("true") => Some(true),
            _ => None,
        },
        _ => None,
    }
}

pub(super) fn integer(value: JsonScalar<'_>) -> Option<i64> {
    match value {
        JsonScalar::Int(value) => Some(value),
        JsonScalar::Bool(value) => Some(value.into()),
        // Both bounds are exact in f64. The upper one is the first value out of range.
        JsonScalar::Float(value) if value.fract() == 0.0 && (-TWO_63..TWO_63).contains(&value) => {
            Some(value as i64)
        }
        JsonScalar::Text(text) => {
            text.trim().parse().ok().or_else(|| integer(JsonScalar::Float(finite(text)?)))
        }
        _ => None,
    }
}

pub(super) fn unsigned(value: JsonScalar<'_>) -> Option<u64> {
    match value {
        JsonScalar::Bool(value) => Some(value.into()),
        JsonScalar::Float(value)
            if value.fract() == 0.0 && (0.0..2.0 * TWO_63).contains(&value) =>
        {
            Some(value as u64)
        }
        JsonScalar::Text(text) => {
            text.trim().parse().ok().or_else(|| unsigned(JsonScalar::Float(finite(text)?)))
        }
        _ => None,
    }
}

const TWO_63: f64 = 9_223_372_036_854_775_808.0;

pub(super) fn number(value: JsonScalar<'_>) -> Option<f64> {
    match value {
        JsonScalar::Int(value) => Some(value as f64),
        JsonScalar::Uint(value) => Some(value as f64),
        JsonScalar::Float(value) => Some(value),
        JsonScalar::Text(text) => finite(text),
        _ => None,
    }
}

fn finite(text: &str) -> Option<f64> {
    text.trim().parse().ok().filter(|value: &f64| value.is_finite())
}

/// Parses the digits of a number as `serde_json` would.
pub(super) fn parsed(digits: &str) -> JsonScalar<'_> {
    let whole =
        digits.parse().map(JsonScalar::Int).or_else(|_| digits.parse().map(JsonScalar::Uint));
    whole.unwrap_or_else(|_| finite(digits).map_or(JsonScalar::Text(digits), JsonScalar::Float))
}

pub(super) fn json(value: JsonScalar<'_>) -> Value {
    match value {
        JsonScalar::Null => Value::Null,
        JsonScalar::Bool(value) => value.into(),
        JsonScalar::Int(value) => value.into(),
        JsonScalar::Uint(value) => value.into(),
        JsonScalar::Float(value) => value.into(),
        JsonScalar::Digits(text) => serde_json::from_str(text).unwrap_or_else(|_| text.into()),
        JsonScalar::Text(text) => text.into(),
    }
}

pub(super) fn kind(value: JsonScalar<'_>) -> &'static str {
    match value {
        JsonScalar::Null => "null",
        JsonScalar::Bool(_) => "a boolean",
        JsonScalar::Int(_) | JsonScalar::Uint(_) | JsonScalar::Float(_) | JsonScalar::Digits(_) => {
            "a number"
        }
        JsonScalar::Text(_) => "a string",
    }
}

pub(super) fn plain(value: JsonScalar<'_>) -> String {
    match value {
        JsonScalar::Null => "null".to_owned(),
        JsonScalar::Bool(value) => value.to_string(),
        JsonScalar::Int(value) => value.to_string(),
        JsonScalar::Uint(value) => value.to_string(),
        JsonScalar::Float(value) => value.to_string(),
        JsonScalar::Digits(text) | JsonScalar::Text(text) => text.to_owned(),
    }
}
