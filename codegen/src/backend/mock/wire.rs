//! Texts and values as they are on the wire.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;
use serde_json::Value;

/// Undoes percent-encoding; what cannot be undone stays, see [`is_well_encoded`].
pub(super) fn decode(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

/// Whether every `%` begins an escape and the whole is UTF-8.
pub(super) fn is_well_encoded(text: &str) -> bool {
    let escapes = text.split('%').skip(1).all(|after| {
        after.as_bytes().get(..2).is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit))
    });
    escapes && percent_decode_str(text).decode_utf8().is_ok()
}

/// Names and values of a query or a form, decoded, `+` as a blank.
pub(super) fn pairs(query: &str) -> Vec<(String, String)> {
    let decoded = |text: &str| decode(&text.replace('+', " "));
    query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .map(|(name, value)| (decoded(name), decoded(value)))
        .collect()
}

/// The items of a list that travels as text.
pub(super) fn items(text: &str) -> impl Iterator<Item = &str> {
    text.split(',').filter(move |_| !text.is_empty())
}

/// A value as it would be written where there is no JSON.
pub(super) fn text(value: &Value) -> Cow<'_, str> {
    match value {
        Value::String(text) => Cow::Borrowed(text),
        Value::Array(items) => Cow::Owned(items.iter().map(text).collect::<Vec<_>>().join(",")),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Object(_) => {
            Cow::Owned(value.to_string())
        }
    }
}

/// Whether two values are the same apart from how scalars are typed: `5` is `"5"`.
pub(super) fn same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| same(one, other))
        }
        (Value::Object(one), Value::Object(other)) => {
            let in_other = |(name, value)| other.get(name).is_some_and(|other| same(value, other));
            one.len() == other.len() && one.iter().all(in_other)
        }
        _ => text(one) == text(other),
    }
}
