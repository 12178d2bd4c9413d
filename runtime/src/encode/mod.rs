//! Encoding: the mirror of decoding. A type says what it is ([`Encode::shape`]); one walker turns that into a query, a
//! form or JSON.
//!
//! `None` is absent and left out of objects; in a list it is null, because leaving it out would move its neighbours.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use serde::ser::{Error as _, Serialize, SerializeMap, SerializeSeq, Serializer};
use serde_json::Value;

use crate::descriptor::{Constant, Limit};
use crate::value::{Secret, Timestamp, Unlisted, Wire};

/// A type that can be sent.
pub trait Encode: Send + Sync {
    /// What it is at this moment.
    fn shape(&self) -> Shape<'_>;
}

/// What a value is on the wire.
#[derive(Clone, Copy)]
pub enum Shape<'a> {
    /// Nothing: not sent.
    Absent,
    /// A truth value.
    Bool(bool),
    /// A signed integer.
    Int(i64),
    /// An unsigned integer.
    Uint(u64),
    /// A number; one that is not finite cannot be sent.
    Float(f64),
    /// A text.
    Text(&'a str),
    /// A text that is never shown.
    Secret(&'a str),
    /// A list.
    List(&'a dyn Items),
    /// An object whose keys are data.
    Map(&'a dyn Entries),
    /// An object whose keys are known.
    Object(&'a dyn Members),
    /// A text that holds this, as JSON.
    JsonText(&'a dyn Encode),
    /// A text that holds these items, and what separates them.
    Joined(&'a dyn Items, char),
    /// Any JSON.
    Json(&'a Value),
}

/// The items of a list.
pub trait Items {
    /// How many there are.
    fn len(&self) -> usize;
    /// The item at an index below [`Self::len`].
    fn get(&self, index: usize) -> &dyn Encode;
    /// Whether there are none.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// The entries of a map.
pub trait Entries {
    /// All of them, in the order in which they are sent.
    fn iter(&self) -> Box<dyn Iterator<Item = (&str, &dyn Encode)> + '_>;
}

/// The members of a struct.
pub trait Members {
    /// The wire names, in the order in which they are sent.
    fn names(&self) -> &'static [&'static str];
    /// The member with this index into [`Self::names`].
    fn get(&self, index: usize) -> &dyn Encode;
    /// What is checked before sending, by index into [`Self::names`].
    fn limits(&self) -> &'static [(usize, &'static [Limit])] {
        &[]
    }
}

impl<'a> From<Wire<'a>> for Shape<'a> {
    fn from(wire: Wire<'a>) -> Self {
        match wire {
            Wire::Text(text) => Self::Text(text),
            Wire::Int(int) => Self::Int(int),
        }
    }
}

/// The texts of a list, to be kept.
pub fn owned(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|&text| text.to_owned()).collect()
}

/// The generic door for `serde::Serialize`.
pub fn serialize<S: Serializer>(value: &dyn Encode, serializer: S) -> Result<S::Ok, S::Error> {
    Plain(value.shape()).serialize(serializer)
}

/// Hands a value to serde. Secrets are written: this is the way onto the wire.
pub(crate) struct Plain<'a>(pub(crate) Shape<'a>);

impl Serialize for Plain<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Shape::Absent => serializer.serialize_unit(),
            Shape::Bool(value) => serializer.serialize_bool(value),
            Shape::Int(value) => serializer.serialize_i64(value),
            Shape::Uint(value) => serializer.serialize_u64(value),
            Shape::Float(value) if value.is_finite() => serializer.serialize_f64(value),
            Shape::Float(_) => Err(S::Error::custom("a number that is not finite cannot be sent")),
            Shape::Text(text) | Shape::Secret(text) => serializer.serialize_str(text),
            Shape::List(items) => list(items, serializer),
            Shape::Map(entries) => map(entries.iter(), serializer),
            Shape::Object(members) => map(members_of(members), serializer),
            Shape::JsonText(inside) => {
                serializer.serialize_str(&json(inside).map_err(S::Error::custom)?)
            }
            Shape::Joined(items, by) => {
                serializer.serialize_str(&joined(items, by).map_err(S::Error::custom)?)
            }
            Shape::Json(value) => value.serialize(serializer),
        }
    }
}

fn list<S: Serializer>(items: &dyn Items, serializer: S) -> Result<S::Ok, S::Error> {
    let mut seq = serializer.serialize_seq(Some(items.len()))?;
    for index in 0..items.len() {
        seq.serialize_element(&Plain(items.get(index).shape()))?;
    }
    seq.end()
}

/// Also writes the JSON object of a call's body parameters.
pub(crate) fn map<'a, S: Serializer>(
    entries: impl Iterator<Item = (&'a str, &'a dyn Encode)>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(None)?;
    for (key, value) in entries {
        match value.shape() {
            Shape::Absent => {}
            shape => map.serialize_entry(key, &Plain(shape))?,
        }
    }
    map.end()
}

/// The members of a struct, by name.
pub(crate) fn members_of(members: &dyn Members) -> impl Iterator<Item = (&str, &dyn Encode)> {
    members.names().iter().enumerate().map(|(index, name)| (*name, members.get(index)))
}

/// A value as one text, for a query, a form, a path or a header; `None` when there is nothing to send.
pub(crate) fn text(value: &dyn Encode) -> Result<Option<Cow<'_, str>>, String> {
    Ok(Some(Cow::Owned(match value.shape() {
        Shape::Absent => return Ok(None),
        Shape::Text(text) | Shape::Secret(text) => return Ok(Some(Cow::Borrowed(text))),
        Shape::Bool(value) => value.to_string(),
        Shape::Int(value) => value.to_string(),
        Shape::Uint(value) => value.to_string(),
        Shape::Float(value) if value.is_finite() => value.to_string(),
        Shape::Float(_) => return Err("is not a finite number".to_owned()),
        Shape::JsonText(inside) => json(inside)?,
        Shape::Joined(items, by) => joined(items, by)?,
        Shape::List(_) | Shape::Map(_) | Shape::Object(_) | Shape::Json(_) => json(value)?,
    })))
}

/// A value as JSON.
pub(crate) fn json(value: &dyn Encode) -> Result<String, String> {
    serde_json::to_string(&Plain(value.shape()))
        .map_err(|error| format!("cannot be written as JSON: {error}"))
}

/// The items of a list as texts; those that are absent are left out.
pub(crate) fn texts(items: &dyn Items) -> Result<Vec<Cow<'_, str>>, String> {
    (0..items.len()).filter_map(|index| text(items.get(index)).transpose()).collect()
}

/// The items of a list as one text.
pub(crate) fn joined(items: &dyn Items, by: char) -> Result<String, String> {
    let texts = texts(items)?;
    if texts.iter().any(|text| text.contains(by)) {
        return Err(format!("has an item that holds {by:?}, which separates items"));
    }
    Ok(texts.join(by.encode_utf8(&mut [0; 4])))
}

impl Encode for bool {
    fn shape(&self) -> Shape<'_> {
        Shape::Bool(*self)
    }
}

impl Encode for i64 {
    fn shape(&self) -> Shape<'_> {
        Shape::Int(*self)
    }
}

impl Encode for u64 {
    fn shape(&self) -> Shape<'_> {
        Shape::Uint(*self)
    }
}

impl Encode for f64 {
    fn shape(&self) -> Shape<'_> {
        Shape::Float(*self)
    }
}

impl Encode for String {
    fn shape(&self) -> Shape<'_> {
        Shape::Text(self)
    }
}

impl Encode for Arc<str> {
    fn shape(&self) -> Shape<'_> {
        Shape::Text(self)
    }
}

impl Encode for &'static str {
    fn shape(&self) -> Shape<'_> {
        Shape::Text(self)
    }
}

impl Encode for Constant {
    fn shape(&self) -> Shape<'_> {
        match self {
            Self::Text(text) => Shape::Text(text),
            Self::Int(value) => Shape::Int(*value),
            Self::Float(value) => Shape::Float(*value),
            Self::Bool(value) => Shape::Bool(*value),
        }
    }
}

impl Encode for Secret {
    fn shape(&self) -> Shape<'_> {
        Shape::Secret(&self.0)
    }
}

impl Encode for Timestamp {
    fn shape(&self) -> Shape<'_> {
        Shape::Int(self.0)
    }
}

impl Encode for Unlisted {
    fn shape(&self) -> Shape<'_> {
        self.wire().into()
    }
}

impl Encode for Value {
    fn shape(&self) -> Shape<'_> {
        Shape::Json(self)
    }
}

impl Encode for () {
    fn shape(&self) -> Shape<'_> {
        Shape::Absent
    }
}

impl<T: Encode + ?Sized> Encode for Box<T> {
    fn shape(&self) -> Shape<'_> {
        (**self).shape()
    }
}

impl<T: Encode> Encode for Option<T> {
    fn shape(&self) -> Shape<'_> {
        self.as_ref().map_or(Shape::Absent, T::shape)
    }
}

impl<T: Encode> Encode for Vec<T> {
    fn shape(&self) -> Shape<'_> {
        Shape::List(self)
    }
}

impl<T: Encode> Encode for BTreeMap<String, T> {
    fn shape(&self) -> Shape<'_> {
        Shape::Map(self)
    }
}

impl<T: Encode> Items for Vec<T> {
    fn len(&self) -> usize {
        Vec::len(self)
    }

    fn get(&self, index: usize) -> &dyn Encode {
        &self[index]
    }
}

impl<T: Encode> Entries for BTreeMap<String, T> {
    fn iter(&self) -> Box<dyn Iterator<Item = (&str, &dyn Encode)> + '_> {
        Box::new(BTreeMap::iter(self).map(|(key, value)| (key.as_str(), value as &dyn Encode)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Order {
        id: String,
        note: Option<String>,
        tags: Vec<Option<i64>>,
        extra: BTreeMap<String, f64>,
    }

    impl Encode for Order {
        fn shape(&self) -> Shape<'_> {
            Shape::Object(self)
        }
    }

    impl Members for Order {
        fn names(&self) -> &'static [&'static str] {
            &["orderId", "note", "tags", "extra"]
        }

        fn get(&self, index: usize) -> &dyn Encode {
            match index {
                0 => &self.id,
                1 => &self.note,
                2 => &self.tags,
                _ => &self.extra,
            }
        }
    }

    fn order(note: Option<&str>, weight: f64) -> Order {
        Order {
            id: "a\"b".to_owned(),
            note: note.map(str::to_owned),
            tags: vec![Some(1), None],
            extra: BTreeMap::from([("weight".to_owned(), weight)]),
        }
    }

    fn check(value: &dyn Encode, expected: &str) {
        assert_eq!(serde_json::to_string(&Plain(value.shape())).unwrap(), expected);
    }

    #[test]
    fn absent_members_are_left_out_and_order_is_kept() {
        check(&order(None, 1.5), r#"{"orderId":"a\"b","tags":[1,null],"extra":{"weight":1.5}}"#);
        check(
            &order(Some(""), 1.5),
            r#"{"orderId":"a\"b","note":"","tags":[1,null],"extra":{"weight":1.5}}"#,
        );
    }

    #[test]
    fn enums_and_secrets_are_sent_as_what_they_are() {
        check(&Unlisted::from(7), "7");
        check(&Unlisted::from("7"), "\"7\"");
        check(&Secret::new("s"), "\"s\"");
        check(&u64::MAX, "18446744073709551615");
        check(&serde_json::json!({"a": [1]}), r#"{"a":[1]}"#);
    }

    #[test]
    fn numbers_that_are_not_finite_are_refused() {
        assert!(serde_json::to_string(&Plain(order(None, f64::NAN).shape())).is_err());
    }
}
