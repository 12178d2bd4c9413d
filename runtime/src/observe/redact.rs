//! Redaction: removes the secrets of a call from any text that is shown, because a server may repeat them.

use std::borrow::Cow;

use percent_encoding::utf8_percent_encode;

use crate::encode::ValueRef;
use crate::request::{Arguments, ENCODED};

/// The secrets of one call, in each encoding.
#[derive(Default)]
pub(crate) struct Redactor {
    hidden: Vec<String>,
}

/// The least number of characters of a secret. Shorter texts occur by chance.
const MIN_LENGTH: usize = 4;

/// The number of leading characters by which a truncated secret is recognised.
const PREFIX_LENGTH: usize = 8;

/// The replacement of a secret.
const REPLACEMENT: &str = "…";

impl Redactor {
    /// Creates a redactor for the secret parameters of a call.
    pub(crate) fn new(call: &Arguments) -> Self {
        let mut redactor = Self::default();
        for (index, parameter) in call.endpoint().parameters.iter().enumerate() {
            if let Some(value) = call.value(index) {
                redactor.hide_inside(value.as_value(), parameter.secret);
            }
        }
        redactor
    }

    /// Adds a secret and its longer words, because a server may repeat a token without its prefix.
    pub(crate) fn hide(&mut self, secret: &str) {
        self.hide_encoded(secret);
        let words = secret.split_whitespace().filter(|word| word.len() >= PREFIX_LENGTH);
        words.filter(|word| *word != secret).for_each(|word| self.hide_encoded(word));
    }

    fn hide_encoded(&mut self, secret: &str) {
        if secret.chars().count() < MIN_LENGTH {
            return;
        }
        let quoted = serde_json::Value::from(secret).to_string();
        let in_json = quoted[1..quoted.len() - 1].to_owned();
        for encoded in
            [secret.to_owned(), utf8_percent_encode(secret, ENCODED).to_string(), in_json]
        {
            if !self.hidden.contains(&encoded) {
                self.hidden.push(encoded);
            }
        }
    }

    fn hide_inside(&mut self, shape: ValueRef<'_>, secret: bool) {
        match shape {
            ValueRef::Secret(text) => self.hide(text),
            ValueRef::Text(text) if secret => self.hide(text),
            ValueRef::Int(number) if secret => self.hide(&number.to_string()),
            ValueRef::Uint(number) if secret => self.hide(&number.to_string()),
            ValueRef::Json(value) if secret => self.hide(&value.to_string()),
            ValueRef::List(items) | ValueRef::Delimited(items, _) => (0..items.len())
                .for_each(|index| self.hide_inside(items.get(index).as_value(), secret)),
            ValueRef::Map(entries) => {
                entries.iter().for_each(|(_, value)| self.hide_inside(value.as_value(), secret));
            }
            ValueRef::Object(members) => (0..members.names().len())
                .for_each(|index| self.hide_inside(members.get(index).as_value(), secret)),
            ValueRef::JsonString(inside) => self.hide_inside(inside.as_value(), secret),
            ValueRef::Absent | ValueRef::Bool(_) | ValueRef::Float(_) => {}
            ValueRef::Text(_) | ValueRef::Int(_) | ValueRef::Uint(_) | ValueRef::Json(_) => {}
        }
    }

    /// Removes the secrets from a text.
    pub(crate) fn apply<'a>(&self, text: &'a str) -> Cow<'a, str> {
        let mut shown = Cow::Borrowed(text);
        for secret in &self.hidden {
            if let Some(redacted) = without(&shown, secret) {
                shown = Cow::Owned(redacted);
            }
        }
        shown
    }
}

/// Removes a secret, or the part of its prefix that is there; `None` if the text does not contain it.
fn without(text: &str, secret: &str) -> Option<String> {
    let end = secret.char_indices().nth(PREFIX_LENGTH).map_or(secret.len(), |(end, _)| end);
    let prefix = &secret[..end];
    if !text.contains(prefix) {
        return None;
    }
    let mut parts = text.split(prefix);
    let mut shown = parts.next()?.to_owned();
    for after in parts {
        let same = after.char_indices().zip(secret[end..].chars());
        let same = same.take_while(|((_, one), other)| one == other).last();
        let matched = same.map_or(0, |((at, one), _)| at + one.len_utf8());
        shown.push_str(REPLACEMENT);
        shown.push_str(&after[matched..]);
    }
    Some(shown)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(secret: &str, text: &str, expected: &str) {
        let mut redactor = Redactor::default();
        redactor.hide(secret);
        assert_eq!(redactor.apply(text), expected);
    }

    #[test]
    fn secrets_are_hidden_however_they_are_written() {
        check("s3cr3t&more", "no s3cr3t&more!", "no …!");
        check("s3cr3t&more", "?p=s3cr3t%26more&q=1", "?p=…&q=1");
        check("a\"b\\c移", r#"{"k":"a\"b\\c移"}"#, r#"{"k":"…"}"#);
        check("s3cr3t", "s3cr3ts3cr3t", "……");
    }

    #[test]
    fn a_token_is_hidden_without_its_prefix_and_when_it_is_cut() {
        check("QJWT eyJhbGciOi.payload.x", "bad token eyJhbGciOi.payload.x", "bad token …");
        check("QJWT eyJhbGciOi.payload.x", "found \"QJWT eyJhbGciOi.pay…\"", "found \"……\"");
    }

    #[test]
    fn short_texts_are_no_secrets_and_others_stay() {
        check("abc", "abc", "abc");
        check("1234567890", "1234567", "1234567");
        check("secret", "nothing here", "nothing here");
    }
}
