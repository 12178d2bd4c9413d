//! Takes the secrets of a call out of whatever is shown of it: a server may repeat what it was sent.

use std::borrow::Cow;

use percent_encoding::utf8_percent_encode;

use crate::call::Call;
use crate::encode::Shape;
use crate::request::url::ENCODED;

/// The secrets of one call, in all the ways in which they are written.
#[derive(Default)]
pub(crate) struct Mask {
    hidden: Vec<String>,
}

/// Shorter texts would be found everywhere, and hide what is no secret.
const SHORTEST: usize = 4;

/// So many characters of a secret give it away: a text may have been cut before it comes here.
const TELLING: usize = 8;

/// What stands for a secret.
const HIDDEN: &str = "…";

impl Mask {
    /// The secret parameters of a call.
    pub(crate) fn new(call: &Call) -> Self {
        let mut mask = Self::default();
        for (index, parameter) in call.endpoint().parameters.iter().enumerate() {
            if let Some(value) = call.value(index) {
                mask.hide_inside(value.shape(), parameter.secret);
            }
        }
        mask
    }

    /// Hides this text, and its longer words: a token may be repeated without its prefix.
    pub(crate) fn hide(&mut self, secret: &str) {
        self.hide_written(secret);
        let words = secret.split_whitespace().filter(|word| word.len() >= TELLING);
        words.filter(|word| *word != secret).for_each(|word| self.hide_written(word));
    }

    fn hide_written(&mut self, secret: &str) {
        if secret.chars().count() < SHORTEST {
            return;
        }
        let quoted = serde_json::Value::from(secret).to_string();
        let in_json = quoted[1..quoted.len() - 1].to_owned();
        for written in
            [secret.to_owned(), utf8_percent_encode(secret, ENCODED).to_string(), in_json]
        {
            if !self.hidden.contains(&written) {
                self.hidden.push(written);
            }
        }
    }

    fn hide_inside(&mut self, shape: Shape<'_>, secret: bool) {
        match shape {
            Shape::Secret(text) => self.hide(text),
            Shape::Text(text) if secret => self.hide(text),
            Shape::Int(number) if secret => self.hide(&number.to_string()),
            Shape::Uint(number) if secret => self.hide(&number.to_string()),
            Shape::Json(value) if secret => self.hide(&value.to_string()),
            Shape::List(items) | Shape::Joined(items, _) => (0..items.len())
                .for_each(|index| self.hide_inside(items.get(index).shape(), secret)),
            Shape::Map(entries) => {
                entries.iter().for_each(|(_, value)| self.hide_inside(value.shape(), secret));
            }
            Shape::Object(members) => (0..members.names().len())
                .for_each(|index| self.hide_inside(members.get(index).shape(), secret)),
            Shape::JsonText(inside) => self.hide_inside(inside.shape(), secret),
            Shape::Absent | Shape::Bool(_) | Shape::Float(_) => {}
            Shape::Text(_) | Shape::Int(_) | Shape::Uint(_) | Shape::Json(_) => {}
        }
    }

    /// The text without the secrets.
    pub(crate) fn apply<'a>(&self, text: &'a str) -> Cow<'a, str> {
        let mut shown = Cow::Borrowed(text);
        for secret in &self.hidden {
            if let Some(masked) = without(&shown, secret) {
                shown = Cow::Owned(masked);
            }
        }
        shown
    }
}

/// The text without a secret, or without as much of its beginning as is there; `None` if nothing is.
fn without(text: &str, secret: &str) -> Option<String> {
    let end = secret.char_indices().nth(TELLING).map_or(secret.len(), |(end, _)| end);
    let beginning = &secret[..end];
    if !text.contains(beginning) {
        return None;
    }
    let mut parts = text.split(beginning);
    let mut shown = parts.next()?.to_owned();
    for after in parts {
        let same = after.char_indices().zip(secret[end..].chars());
        let same = same.take_while(|((_, one), other)| one == other).last();
        let matched = same.map_or(0, |((at, one), _)| at + one.len_utf8());
        shown.push_str(HIDDEN);
        shown.push_str(&after[matched..]);
    }
    Some(shown)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(secret: &str, text: &str, expected: &str) {
        let mut mask = Mask::default();
        mask.hide(secret);
        assert_eq!(mask.apply(text), expected);
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
