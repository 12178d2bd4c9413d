//! Encoding of values into queries, forms and JSON.
//!
//! A type presents itself as a [`ValueRef`] ([`Encode::as_value`]), and code that is compiled once writes it.
//!
//! `None` is absent: it is omitted from objects and written as null in lists, where an omission would shift the next items.

mod impls;

use std::borrow::Cow;

use serde::ser::{Error as _, Serialize, SerializeMap, SerializeSeq, Serializer};
use serde_json::Value;

use crate::descriptor::Constraint;
use crate::value::Scalar;

/// A type that can be sent.
pub trait Encode: Send + Sync {
    /// Returns a view of the value.
    fn as_value(&self) -> ValueRef<'_>;
}

/// A borrowed view of a value, by its type on the wire.
#[derive(Clone, Copy)]
pub enum ValueRef<'a> {
    /// No value. It is not sent.
    Absent,
    /// A boolean.
    Bool(bool),
    /// A signed integer.
    Int(i64),
    /// An unsigned integer.
    Uint(u64),
    /// A floating-point number. Only finite ones can be sent.
    Float(f64),
    /// A string.
    Text(&'a str),
    /// A string that is never shown.
    Secret(&'a str),
    /// A list.
    List(&'a dyn Items),
    /// An object whose keys are data.
    Map(&'a dyn Entries),
    /// An object whose keys are known.
    Object(&'a dyn Members),
    /// A string that contains this value as JSON.
    JsonString(&'a dyn Encode),
    /// A string that contains these items, and their separator.
    Delimited(&'a dyn Items, char),
    /// Any JSON.
    Json(&'a Value),
}

/// The items of a list.
pub trait Items {
    /// Returns the number of items.
    fn len(&self) -> usize;
    /// Returns the item at an index below [`Self::len`].
    fn get(&self, index: usize) -> &dyn Encode;
    /// Returns whether there are no items.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// The entries of a map.
pub trait Entries {
    /// Returns the entries in the order in which they are sent.
    fn iter(&self) -> Box<dyn Iterator<Item = (&str, &dyn Encode)> + '_>;
}

/// The members of a struct.
pub trait Members {
    /// Returns the wire names in the order in which they are sent.
    fn names(&self) -> &'static [&'static str];
    /// Returns the member with this index into [`Self::names`].
    fn get(&self, index: usize) -> &dyn Encode;
    /// Returns the constraints that are checked before sending, by index into [`Self::names`].
    fn constraints(&self) -> &'static [(usize, &'static [Constraint])] {
        &[]
    }
}

impl<'a> From<Scalar<'a>> for ValueRef<'a> {
    fn from(scalar: Scalar<'a>) -> Self {
        match scalar {
            Scalar::Text(text) => Self::Text(text),
            Scalar::Int(int) => Self::Int(int),
        }
    }
}

/// Copies a list of strings.
pub fn owned(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|&text| text.to_owned()).collect()
}

/// Implements `serde::Serialize`.
///
/// # Errors
///
/// Fails if a number is not finite, if an item of a delimited list contains the separator, or if the serializer fails.
pub fn serialize<S: Serializer>(value: &dyn Encode, serializer: S) -> Result<S::Ok, S::Error> {
    Plain(value.as_value()).serialize(serializer)
}

/// Serializes a value, including secrets.
pub(crate) struct Plain<'a>(pub(crate) ValueRef<'a>);

impl Serialize for Plain<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            ValueRef::Absent => serializer.serialize_unit(),
            ValueRef::Bool(value) => serializer.serialize_bool(value),
            ValueRef::Int(value) => serializer.serialize_i64(value),
            ValueRef::Uint(value) => serializer.serialize_u64(value),
            ValueRef::Float(value) if value.is_finite() => serializer.serialize_f64(value),
            ValueRef::Float(_) => {
                Err(S::Error::custom("a number that is not finite cannot be sent"))
            }
            ValueRef::Text(text) | ValueRef::Secret(text) => serializer.serialize_str(text),
            ValueRef::List(items) => list(items, serializer),
            ValueRef::Map(entries) => map(entries.iter(), serializer),
            ValueRef::Object(members) => map(members_of(members), serializer),
            ValueRef::JsonString(inside) => {
                serializer.serialize_str(&json(inside).map_err(S::Error::custom)?)
            }
            ValueRef::Delimited(items, separator) => {
                serializer.serialize_str(&delimited(items, separator).map_err(S::Error::custom)?)
            }
            ValueRef::Json(value) => value.serialize(serializer),
        }
    }
}

fn list<S: Serializer>(items: &dyn Items, serializer: S) -> Result<S::Ok, S::Error> {
    let mut seq = serializer.serialize_seq(Some(items.len()))?;
    for index in 0..items.len() {
        seq.serialize_element(&Plain(items.get(index).as_value()))?;
    }
    seq.end()
}

/// Writes a JSON object. Also used for the body parameters of a call.
pub(crate) fn map<'a, S: Serializer>(
    entries: impl Iterator<Item = (&'a str, &'a dyn Encode)>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(None)?;
    for (key, value) in entries {
        match value.as_value() {
            ValueRef::Absent => {}
            shape => map.serialize_entry(key, &Plain(shape))?,
        }
    }
    map.end()
}

/// Returns the names and members of a struct.
pub(crate) fn members_of(members: &dyn Members) -> impl Iterator<Item = (&str, &dyn Encode)> {
    members.names().iter().enumerate().map(|(index, name)| (*name, members.get(index)))
}

/// Formats a value for a query, a form, a path or a header; `None` if it is absent.
pub(crate) fn text(value: &dyn Encode) -> Result<Option<Cow<'_, str>>, String> {
    Ok(Some(Cow::Owned(match value.as_value() {
        ValueRef::Absent => return Ok(None),
        ValueRef::Text(text) | ValueRef::Secret(text) => return Ok(Some(Cow::Borrowed(text))),
        ValueRef::Bool(value) => value.to_string(),
        ValueRef::Int(value) => value.to_string(),
        ValueRef::Uint(value) => value.to_string(),
        ValueRef::Float(value) if value.is_finite() => value.to_string(),
        ValueRef::Float(_) => return Err("is not a finite number".to_owned()),
        ValueRef::JsonString(inside) => json(inside)?,
        ValueRef::Delimited(items, separator) => delimited(items, separator)?,
        ValueRef::List(_) | ValueRef::Map(_) | ValueRef::Object(_) | ValueRef::Json(_) => {
            json(value)?
        }
    })))
}

/// Formats a value as JSON.
pub(crate) fn json(value: &dyn Encode) -> Result<String, String> {
    serde_json::to_string(&Plain(value.as_value()))
        .map_err(|error| format!("cannot be written as JSON: {error}"))
}

/// Formats the items of a list. Absent items are omitted.
pub(crate) fn texts(items: &dyn Items) -> Result<Vec<Cow<'_, str>>, String> {
    (0..items.len()).filter_map(|index| text(items.get(index)).transpose()).collect()
}

/// Formats the items of a list as a single string.
pub(crate) fn delimited(items: &dyn Items, separator: char) -> Result<String, String> {
    let texts = texts(items)?;
    if texts.iter().any(|text| text.contains(separator)) {
        return Err(format!("has an item that holds {separator:?}, which separates items"));
    }
    Ok(texts.join(separator.encode_utf8(&mut [0; 4])))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::value::{Secret, Unlisted};

    struct Order {
        id: String,
        note: Option<String>,
        tags: Vec<Option<i64>>,
        extra: BTreeMap<String, f64>,
    }

    impl Encode for Order {
        fn as_value(&self) -> ValueRef<'_> {
            ValueRef::Object(self)
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
        assert_eq!(serde_json::to_string(&Plain(value.as_value())).unwrap(), expected);
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
        assert!(serde_json::to_string(&Plain(order(None, f64::NAN).as_value())).is_err());
    }
}
