//! Decoding of paths, queries and forms.

use percent_encoding::percent_decode_str;

/// Decodes percent-encoding; invalid escapes are kept, see [`is_well_encoded`].
pub(super) fn decode(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

/// Returns whether every `%` begins an escape and the whole is UTF-8.
pub(super) fn is_well_encoded(text: &str) -> bool {
    let escapes = text.split('%').skip(1).all(|after| {
        after.as_bytes().get(..2).is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit))
    });
    escapes && percent_decode_str(text).decode_utf8().is_ok()
}

/// Names and values of a query or a form, decoded; `+` is a space.
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
