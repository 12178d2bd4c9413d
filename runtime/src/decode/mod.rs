//! Decoding with slack: the one room that knows how far an answer may differ from its description.
//!
//! A type says where a JSON value lands ([`Decode::target`]); one visitor ([`reader`]) drives `serde_json` and puts
//! values there. Generated types are a static table of keys and a `match` ([`Object`]), so that nothing heavy is
//! compiled per type. An answer is read into places that hold their defaults.
//!
//! # Slack
//!
//! | target | takes, beside its own kind |
//! |---|---|
//! | boolean | 0, 1, `"0"`, `"1"`, `"true"`, `"false"` |
//! | integer | numeric text, a float without fraction and in range, booleans |
//! | number | any number, numeric text |
//! | timestamp | what an integer takes |
//! | string | numbers (digits kept), booleans |
//! | union | what none of its variants takes is kept as JSON |
//! | enum | any scalar; `2` is `"2"`; what is not listed is kept as it came |
//! | optional | null, absent; `""` unless the inside takes text; `{}` and `[]` when the inside is a scalar; `[]` for an object |
//! | default | what an optional takes for nothing leaves it alone, where the description gives one |
//! | list | null, `""`, `{}`: empty |
//! | object, map | null, `""`, `[]`: empty (then required keys are checked) |
//! | JSON in a string | the same JSON as it is; null, `""`: what null is to the inside |
//! | list joined in a string | a list, a single number or boolean; null, `""`, `{}`: empty; one separator at the end |
//!
//! Unknown fields are skipped. What differed all the same is drift; but it is none if a boolean comes as 0 or 1, or a
//! timestamp as text, since a description has no other way to say so.
//!
//! # Unions
//!
//! A union is read whole before it is known what it is. One with a tag is what its tag says, wherever in the object that
//! stands. One without is the variant that takes the value with the fewest fields left over; of these, one that takes
//! it without slack; of these, the first. Trying is bounded: a value that can be read in very many ways, variants within
//! variants, is a mismatch.
//!
//! # Digits
//!
//! `serde_json` turns `1.10` into a float before anyone can ask where it lands. If such a number lands in text, the
//! reader notes it and the same text is read again in exact mode, where text targets see the number as it is written.
//!
//! # Limits
//!
//! `serde_json` refuses values nested deeper than 128; JSON in strings and values of unions count on from where they
//! stand. Fields that nobody reads are skipped at any depth, without recursion.

pub(crate) mod drift;
mod impls;
mod reader;

use std::fmt;

use serde::Deserializer;
use serde::de::DeserializeSeed;

pub(crate) use self::reader::{NUMBER_KEY, Reader, Seed, Step, push_key};
use crate::value::{Unlisted, Wire};

/// A type that a JSON value can be decoded into.
pub trait Decode: Send {
    /// Where the value lands.
    fn target(&mut self) -> Target<'_>;
    /// Where a value lands that is there for sure: what may be missing is made present, with its default. It is one
    /// question, not two, because every field of every answer asks it.
    fn present(&mut self) -> Target<'_> {
        self.target()
    }
}

/// Where a JSON value lands.
pub enum Target<'a> {
    /// A truth value.
    Bool(&'a mut bool),
    /// A signed integer.
    Int(&'a mut i64),
    /// An unsigned integer.
    Uint(&'a mut u64),
    /// A number.
    Float(&'a mut f64),
    /// A moment in epoch milliseconds, which come as a number or as text.
    Timestamp(&'a mut i64),
    /// A text.
    Text(&'a mut String),
    /// A text that is never shown in a mismatch or in drift.
    Secret(&'a mut String),
    /// An open enum.
    Enum(&'a mut dyn EnumSlot),
    /// A value that may be missing.
    Optional(&'a mut dyn Optional),
    /// A list.
    List(&'a mut dyn List),
    /// An object whose keys are data.
    Map(&'a mut dyn Map),
    /// An object whose keys are known.
    Object(&'a mut dyn Object),
    /// One of several types.
    Union(&'a mut dyn Union),
    /// A text that holds JSON: where that JSON lands.
    JsonText(&'a mut dyn Decode),
    /// A text that holds a list, and what separates its items.
    Joined(&'a mut dyn List, char),
    /// Whatever it is, kept as it is.
    Json(&'a mut serde_json::Value),
    /// Nowhere: any value is read and dropped.
    Nothing,
}

/// A struct: its keys, and where each of them lands.
pub trait Object: Send {
    /// The wire names, and which of them must be present.
    fn keys(&self) -> &'static Keys;
    /// Where the key with this index into [`Keys::names`] lands.
    fn at(&mut self, index: usize) -> &mut dyn Decode;
    /// Indices of keys that have a default although they are no `Option`: what an `Option` takes for nothing leaves the
    /// default there.
    fn defaulted(&self) -> &'static [u16] {
        &[]
    }
}

/// The keys of an [`Object`].
#[derive(Debug)]
pub struct Keys {
    /// Wire names, in the order of the fields.
    pub names: &'static [&'static str],
    /// Ascending indices into `names` of keys that must be there. In an `Option` their value may be null.
    pub required: &'static [u16],
}

impl Keys {
    /// Wire names in the order of the fields, and ascending indices of those that must be there.
    pub const fn new(names: &'static [&'static str], required: &'static [u16]) -> Self {
        Self { names, required }
    }
}

/// A value that may be missing; [`Decode::present`] makes it present.
pub trait Optional: Decode {
    /// Makes it missing, or present with its default; and says where its value lands then.
    fn set(&mut self, present: bool) -> Option<&mut dyn Decode>;
}

impl dyn Optional + '_ {
    /// Makes it missing.
    pub(crate) fn clear(&mut self) {
        self.set(false);
    }

    /// Makes it present, with its default, and says where its value lands.
    pub(crate) fn fill(&mut self) -> &mut dyn Decode {
        self.set(true).expect("what was made present is there")
    }
}

/// A list that grows.
pub trait List: Send {
    /// Makes it empty.
    fn clear(&mut self);
    /// Appends a default element and says where its value lands.
    fn push(&mut self) -> &mut dyn Decode;
}

/// A map that grows.
pub trait Map: Send {
    /// Makes it empty.
    fn clear(&mut self);
    /// Inserts a default value under the key and says where its value lands.
    fn entry(&mut self, key: &str) -> &mut dyn Decode;
}

/// An open enum: listed values, and one variant that keeps every other value.
pub trait OpenEnum: Sized + 'static {
    /// The listed values as they stand on the wire, in the order of the description.
    const WIRES: &'static [Wire<'static>];
    /// What they are in Rust, in the same order.
    const VALUES: &'static [Self];
    /// The variant that keeps a value nobody listed.
    fn unlisted(value: Unlisted) -> Self;
    /// The value as it stands on the wire.
    fn wire(&self) -> Wire<'_>;
}

/// Where an enum value lands; implemented by every [`OpenEnum`]. What is looked up is looked up by `dyn EnumSlot`, once for
/// all enums.
pub trait EnumSlot: Send {
    /// The listed values as they stand on the wire.
    fn wires(&self) -> &'static [Wire<'static>];
    /// Stores the listed value with this index, or the one that is not listed.
    fn store(&mut self, found: Result<usize, Unlisted>);
}

impl<T: OpenEnum + Clone + Send> EnumSlot for T {
    fn wires(&self) -> &'static [Wire<'static>] {
        T::WIRES
    }

    fn store(&mut self, found: Result<usize, Unlisted>) {
        *self = chosen(found);
    }
}

impl dyn EnumSlot + '_ {
    /// Stores the value and says whether it is listed.
    pub(crate) fn set(&mut self, value: Wire<'_>) -> bool {
        let wires = self.wires();
        let means = || wires.iter().position(|wire| wire.means(value));
        let found = index_of(wires, value).or_else(means);
        self.store(found.ok_or_else(|| value.into()));
        found.is_some()
    }

    /// Whether exactly this value is listed.
    pub(crate) fn lists(&self, value: Wire<'_>) -> bool {
        index_of(self.wires(), value).is_some()
    }
}

/// The variant for a value: a listed one, or the one that keeps it.
pub fn open_enum<T: OpenEnum + Clone>(value: Wire<'_>) -> T {
    chosen(exactly(T::WIRES, value))
}

fn chosen<T: OpenEnum + Clone>(found: Result<usize, Unlisted>) -> T {
    match found {
        Ok(index) => T::VALUES[index].clone(),
        Err(value) => T::unlisted(value),
    }
}

fn exactly(wires: &[Wire<'_>], value: Wire<'_>) -> Result<usize, Unlisted> {
    index_of(wires, value).ok_or_else(|| value.into())
}

fn index_of(wires: &[Wire<'_>], value: Wire<'_>) -> Option<usize> {
    wires.iter().position(|wire| *wire == value)
}

/// One of several types, or JSON that is none of them.
pub trait Union: Send {
    /// The field of the object that says which it is; `None` if only its shape does.
    fn tag(&self) -> Option<&'static str>;
    /// Becomes the variant with this tag, with its default, and says where the object lands; `None` if it is not listed.
    fn select(&mut self, tag: Wire<'_>) -> Option<&mut dyn Decode>;
    /// Becomes the variant with this index, with its default, and says where the value lands; `None` after the last.
    fn attempt(&mut self, index: usize) -> Option<&mut dyn Decode>;
    /// Becomes the variant that keeps what is none of the others.
    fn keep(&mut self, json: serde_json::Value);
}

/// A place in an answer that slack could not bridge.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Mismatch {
    /// Where: `$.data.properties[3].code`.
    pub path: String,
    /// What was expected: `an integer`.
    pub expected: &'static str,
    /// What was there: `the string "abc"`, cut to 40 characters; only its kind when the place is secret.
    pub found: String,
}

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "expected {} at {}, found {}", self.expected, self.path, self.found)
    }
}

/// The generic door for `serde::Deserialize`: the same slack over any self-describing format.
///
/// Numbers with a fraction that land in text are written anew here (`1.10` becomes `1.1`), because other formats
/// cannot be read twice.
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
