//! Decoding JSON into described types, with type coercion.
//!
//! A type tells the destination of a JSON value ([`Decode::destination`]); one visitor ([`reader`]) drives `serde_json` and
//! stores values there. A generated type is a static table of keys and a `match` ([`Object`]), so little code is compiled
//! for each type. Destinations contain their defaults before a response is read.
//!
//! # Coercion
//!
//! | destination | also accepts |
//! |---|---|
//! | boolean | 0, 1, `"0"`, `"1"`, `"true"`, `"false"` |
//! | integer | numeric text, a float without fraction and in range, booleans |
//! | number | any number, numeric text |
//! | timestamp | the same as an integer |
//! | string | numbers (digits are kept), booleans |
//! | union | any JSON that no variant accepts, which is kept |
//! | enum | any scalar; `2` equals `"2"`; unlisted values are kept unchanged |
//! | optional | null, absent; `""` unless the inner type accepts strings; `{}` and `[]` for a scalar; `[]` for an object |
//! | field with a default | what an optional accepts as absent; the default stays |
//! | list | null, `""`, `{}`: an empty list |
//! | object, map | null, `""`, `[]`: an empty object; required keys are still checked |
//! | JSON in a string | the JSON itself; null and `""` count as null |
//! | delimited list | a list, a single number or boolean; null, `""`, `{}`: an empty list; one trailing separator |
//!
//! Unknown fields are skipped. Each coercion is reported as drift, except a boolean sent as 0 or 1 and a timestamp sent as
//! a string, for which descriptions have no notation.
//!
//! # Unions
//!
//! A union is buffered before its variant is known. A tagged union is the variant of its tag, at any position in the
//! object. An untagged union is the variant that accepts the value with the fewest unknown fields, then without coercion,
//! then the first. The number of attempts is limited; a value that exceeds it is a mismatch.
//!
//! # Digits
//!
//! `serde_json` parses `1.10` into a float before its destination is known. If such a number is stored in a string, the
//! reader records it, and the same text is read again in exact mode, which keeps the digits as written.
//!
//! # Limits
//!
//! `serde_json` rejects values nested deeper than 128 levels. JSON in strings and values of unions count from their
//! position. Skipped fields may have any depth, because they are skipped without recursion.

mod drift;
mod impls;
mod open_enum;
mod reader;

use std::fmt;

use serde::Deserializer;
use serde::de::DeserializeSeed;

pub(crate) use self::drift::truncated;
pub use self::drift::{Drift, DriftKind};
pub use self::open_enum::{EnumSlot, OpenEnum, open_enum};
pub(crate) use self::reader::{NUMBER_KEY, Reader, Seed, Step, push_key};
use crate::value::Scalar;

/// A type that a JSON value can be decoded into.
pub trait Decode: Send {
    /// Returns the destination of the value.
    fn destination(&mut self) -> Destination<'_>;
    /// Makes an optional value present with its default and returns the destination inside. It is a single method because
    /// it is called for each field of each response.
    fn present(&mut self) -> Destination<'_> {
        self.destination()
    }
}

/// The destination of a JSON value.
pub enum Destination<'a> {
    /// A boolean.
    Bool(&'a mut bool),
    /// A signed integer.
    Int(&'a mut i64),
    /// An unsigned integer.
    Uint(&'a mut u64),
    /// A floating-point number.
    Float(&'a mut f64),
    /// A time in milliseconds since 1970, as a number or a string.
    Timestamp(&'a mut i64),
    /// A string.
    Text(&'a mut String),
    /// A string that is left out of mismatches and drift.
    Secret(&'a mut String),
    /// An open enum.
    Enum(&'a mut dyn EnumSlot),
    /// An optional value.
    Optional(&'a mut dyn Optional),
    /// A list.
    List(&'a mut dyn List),
    /// An object whose keys are data.
    Map(&'a mut dyn Map),
    /// An object whose keys are known.
    Object(&'a mut dyn Object),
    /// One of several types.
    Union(&'a mut dyn Union),
    /// A string that contains JSON, and the destination of that JSON.
    JsonString(&'a mut dyn Decode),
    /// A string that contains a list, and the separator of its items.
    Delimited(&'a mut dyn List, char),
    /// Any JSON.
    Json(&'a mut serde_json::Value),
    /// No destination: the value is skipped.
    Nothing,
}

/// A struct: its keys, and the destination of each.
pub trait Object: Send {
    /// Returns the wire names, and which of them are required.
    fn keys(&self) -> &'static Keys;
    /// Returns the destination of the key with this index into [`Keys::names`].
    fn at(&mut self, index: usize) -> &mut dyn Decode;
    /// Returns the indices of keys that are not optional but have a default. A value that an `Option` accepts as absent
    /// leaves the default in place.
    fn defaulted(&self) -> &'static [u16] {
        &[]
    }
}

/// The keys of an [`Object`].
#[derive(Debug)]
pub struct Keys {
    /// The wire names, in the order of the fields.
    pub names: &'static [&'static str],
    /// The ascending indices into `names` of required keys. The value of an optional field may be null all the same.
    pub required: &'static [u16],
}

impl Keys {
    /// Creates keys from wire names in the order of the fields and ascending indices of required keys.
    pub const fn new(names: &'static [&'static str], required: &'static [u16]) -> Self {
        Self { names, required }
    }
}

/// An optional value; [`Decode::present`] makes it present.
pub trait Optional: Decode {
    /// Makes the value absent, or present with its default. Returns the destination of a present value.
    fn set(&mut self, present: bool) -> Option<&mut dyn Decode>;
}

impl dyn Optional + '_ {
    /// Makes the value absent.
    pub(crate) fn clear(&mut self) {
        self.set(false);
    }

    /// Makes the value present with its default and returns its destination.
    pub(crate) fn fill(&mut self) -> &mut dyn Decode {
        self.set(true).expect("an optional that was made present has a value")
    }
}

/// A growable list.
pub trait List: Send {
    /// Removes all items.
    fn clear(&mut self);
    /// Appends a default item and returns its destination.
    fn push(&mut self) -> &mut dyn Decode;
}

/// A growable map.
pub trait Map: Send {
    /// Removes all entries.
    fn clear(&mut self);
    /// Inserts a default value under the key and returns its destination.
    fn entry(&mut self, key: &str) -> &mut dyn Decode;
}

/// One of several types, or any other JSON.
pub trait Union: Send {
    /// Returns the field whose value names the variant; `None` for an untagged union.
    fn tag(&self) -> Option<&'static str>;
    /// Becomes the variant with this tag and returns the destination of the object; `None` if the tag is not listed.
    fn select(&mut self, tag: Scalar<'_>) -> Option<&mut dyn Decode>;
    /// Becomes the variant with this index and returns the destination of the value; `None` after the last variant.
    fn attempt(&mut self, index: usize) -> Option<&mut dyn Decode>;
    /// Becomes the variant that keeps JSON which no other variant accepts.
    fn keep(&mut self, json: serde_json::Value);
}

/// A value in a response that could not be decoded or coerced.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Mismatch {
    /// The path of the value: `$.data.properties[3].code`.
    pub path: String,
    /// The expected type: `an integer`.
    pub expected: &'static str,
    /// The value: `the string "abc"`, truncated to 40 characters. For a secret, only its JSON type.
    pub found: String,
}

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "expected {} at {}, found {}", self.expected, self.path, self.found)
    }
}

/// Implements `serde::Deserialize` with the same coercion over any self-describing format.
///
/// Numbers with a fraction that are decoded into strings are formatted anew (`1.10` becomes `1.1`), because other formats
/// cannot be read twice.
///
/// # Errors
///
/// Fails if the input is malformed or does not match the type.
pub fn deserialize<'de, T: Decode + Default, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<T, D::Error> {
    let mut value = T::default();
    let mut seed = Seed { reader: &mut Reader::new(None), place: &mut value };
    seed.deserialize(deserializer)?;
    Ok(value)
}

#[cfg(test)]
mod tests;
