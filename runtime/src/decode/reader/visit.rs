//! The visitor that drives `serde_json` over targets. Everything here is compiled once, whatever the number of types.

use std::fmt;

use serde::Deserialize;
use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{
    DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor,
};
use serde_json::Value;
use serde_json::value::RawValue;

use super::coercion::{Container, OrDefault, Scalar, opened, takes_raw};
use super::union::holds_union;
use super::{Reader, Step, Stopped};
use crate::decode::{Decode, List, Map, Object, Target};

/// As deep as `serde_json` goes by itself.
pub(super) const DEPTH: usize = 128;

/// Reads one value into its place. It is handed on as a reference: that is one register, it itself would be copied.
///
/// Asks the place for its target only where it is matched on: targets are returned through memory, and copying one
/// right after it was written stalls the processor.
pub(crate) struct Seed<'r, 'c, 't> {
    pub(crate) reader: &'r mut Reader<'c>,
    pub(crate) place: &'t mut dyn Decode,
}

/// `serde_json` with `arbitrary_precision`, which any crate of the caller's tree may switch on, presents a number as a
/// map with this one key.
pub(crate) const NUMBER_KEY: &str = "$serde_json::private::Number";

impl<'de> DeserializeSeed<'de> for &mut Seed<'_, '_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        let Seed { reader, place } = self;
        if reader.asking
            && (reader.exact && takes_raw(place.target()) || holds_union(place.target()))
        {
            let raw = <&RawValue>::deserialize(deserializer)?;
            return reader.raw(*place, raw.get()).map_err(D::Error::custom);
        }
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for &mut Seed<'_, '_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E: serde::de::Error>(self) -> Result<(), E> {
        self.scalar(Scalar::Null)
    }

    fn visit_none<E: serde::de::Error>(self) -> Result<(), E> {
        self.scalar(Scalar::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_bool<E: serde::de::Error>(self, value: bool) -> Result<(), E> {
        self.scalar(Scalar::Bool(value))
    }

    fn visit_i64<E: serde::de::Error>(self, value: i64) -> Result<(), E> {
        self.scalar(Scalar::Int(value))
    }

    fn visit_u64<E: serde::de::Error>(self, value: u64) -> Result<(), E> {
        self.scalar(i64::try_from(value).map_or(Scalar::Uint(value), Scalar::Int))
    }

    /// Only `arbitrary_precision` has integers beyond 64 bits.
    fn visit_i128<E: serde::de::Error>(self, value: i128) -> Result<(), E> {
        self.scalar(Scalar::Digits(&value.to_string()))
    }

    fn visit_u128<E: serde::de::Error>(self, value: u128) -> Result<(), E> {
        self.scalar(Scalar::Digits(&value.to_string()))
    }

    fn visit_f64<E: serde::de::Error>(self, value: f64) -> Result<(), E> {
        self.scalar(Scalar::Float(value))
    }

    fn visit_str<E: serde::de::Error>(self, value: &str) -> Result<(), E> {
        self.scalar(Scalar::Text(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<(), A::Error> {
        self.sequence(seq)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<(), A::Error> {
        self.mapping(map)
    }
}

impl Seed<'_, '_, '_> {
    // Inlined with what it calls: each caller knows which kind of scalar it has, and a branch is left of two matches.
    #[inline(always)]
    fn scalar<E: serde::de::Error>(&mut self, value: Scalar<'_>) -> Result<(), E> {
        self.reader.put(self.place, value).map_err(|Stopped| self.reader.error())
    }

    fn sequence<'de, A: SeqAccess<'de>>(&mut self, mut seq: A) -> Result<(), A::Error> {
        let Self { reader, place } = self;
        match place.target() {
            Target::List(list) => return reader.list(list, seq),
            Target::Joined(list, by) => {
                reader.unwrapped(&Target::Joined(list, by), "a list");
                return reader.list(list, seq);
            }
            Target::JsonText(place) => {
                reader.unwrapped(&Target::JsonText(place), "a list");
                return Seed { reader, place }.sequence(seq);
            }
            Target::Json(json) => {
                *json = Value::deserialize(SeqAccessDeserializer::new(seq))?;
                return Ok(());
            }
            Target::Nothing => return IgnoredAny.visit_seq(seq).map(drop),
            Target::Optional(optional) => {
                if let Some(place) = opened(optional, Container::List) {
                    return Seed { reader, place }.sequence(seq);
                }
            }
            _ => {}
        }
        if holds_union(place.target()) {
            let value = Value::deserialize(SeqAccessDeserializer::new(seq))?;
            return reader.buffered(*place, &value).map_err(|Stopped| reader.error());
        }
        let empty = seq.next_element::<IgnoredAny>()?.is_none();
        reader.odd_list(*place, empty).map_err(|Stopped| reader.error())
    }

    fn mapping<'de, A: MapAccess<'de>>(&mut self, mut map: A) -> Result<(), A::Error> {
        let Self { reader, place } = self;
        match place.target() {
            Target::Object(object) => return reader.object(object, map),
            Target::Map(entries) => return reader.entries(entries, map),
            Target::JsonText(place) => {
                reader.unwrapped(&Target::JsonText(place), "an object");
                return Seed { reader, place }.mapping(map);
            }
            Target::Json(json) => {
                *json = Value::deserialize(MapAccessDeserializer::new(map))?;
                return Ok(());
            }
            Target::Nothing => return IgnoredAny.visit_map(map).map(drop),
            Target::Optional(optional) => {
                if let Some(place) = opened(optional, Container::Map) {
                    return Seed { reader, place }.mapping(map);
                }
            }
            _ => {}
        }
        if holds_union(place.target()) {
            let value = Value::deserialize(MapAccessDeserializer::new(map))?;
            return reader.buffered(*place, &value).map_err(|Stopped| reader.error());
        }
        let odd = OddMap::read(&mut map)?;
        reader.odd_map(*place, odd).map_err(|Stopped| reader.error())
    }
}

/// A map that came where none was expected.
pub(super) enum OddMap {
    Empty,
    /// Not a map at all: a number under `arbitrary_precision`.
    Number(String),
    Full,
}

impl OddMap {
    fn read<'de, A: MapAccess<'de>>(map: &mut A) -> Result<Self, A::Error> {
        match map.next_key_seed(&mut KeySeed { names: &[], next: 0, unknown: None })? {
            None => Ok(Self::Empty),
            Some(Key::Number) => map.next_value().map(Self::Number),
            Some(Key::Known(_) | Key::Unknown) => Ok(Self::Full),
        }
    }
}

/// Reads the keys of an object and finds them among its names.
struct KeySeed {
    names: &'static [&'static str],
    /// Where the next key stands if the service sends keys in the order of the description.
    next: usize,
    /// The name of an unknown key, if someone wants to know.
    unknown: Option<String>,
}

#[derive(Clone, Copy)]
enum Key {
    Known(usize),
    Unknown,
    /// [`NUMBER_KEY`]: this is no object.
    Number,
}

impl<'de> DeserializeSeed<'de> for &mut KeySeed {
    type Value = Key;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Key, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for &mut KeySeed {
    type Value = Key;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    #[inline]
    fn visit_str<E: serde::de::Error>(self, key: &str) -> Result<Key, E> {
        let expected = self.next;
        match self.names.get(expected) {
            Some(name) if is_same(name, key) => {
                self.next = expected + 1;
                Ok(Key::Known(expected))
            }
            _ => Ok(self.find(key)),
        }
    }
}

impl KeySeed {
    /// Any key but the expected one.
    #[inline(never)]
    fn find(&mut self, key: &str) -> Key {
        // Services leave out keys more often than they change their order.
        let (before, after) = self.names.split_at(self.next.min(self.names.len()));
        let found = |names: &[&str]| names.iter().position(|name| is_same(name, key));
        match found(after).map(|index| before.len() + index).or_else(|| found(before)) {
            Some(index) => {
                self.next = index + 1;
                Key::Known(index)
            }
            None if key == NUMBER_KEY => Key::Number,
            None => {
                if let Some(unknown) = &mut self.unknown {
                    key.clone_into(unknown);
                }
                Key::Unknown
            }
        }
    }
}

/// Whether two keys are the same. Those of usual length are compared as two numbers, which may overlap, without calling
/// anything.
#[inline]
fn is_same(name: &str, key: &str) -> bool {
    let (name, key) = (name.as_bytes(), key.as_bytes());
    name.len() == key.len()
        && match name.len() {
            2..4 => has_same_ends::<2>(name, key),
            4..8 => has_same_ends::<4>(name, key),
            8..=16 => has_same_ends::<8>(name, key),
            _ => name == key,
        }
}

#[inline]
fn has_same_ends<const N: usize>(name: &[u8], key: &[u8]) -> bool {
    name.first_chunk::<N>() == key.first_chunk::<N>()
        && name.last_chunk::<N>() == key.last_chunk::<N>()
}

/// Reads one element of a list; the element is appended only when there is one.
struct ElementSeed<'r, 'c, 't> {
    reader: &'r mut Reader<'c>,
    list: &'t mut dyn List,
}

impl<'de> DeserializeSeed<'de> for ElementSeed<'_, '_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        let mut seed = Seed { reader: self.reader, place: self.list.push() };
        seed.deserialize(deserializer)
    }
}

/// Which keys of an object have been seen.
#[derive(Default)]
pub(super) struct Seen {
    low: u64,
    /// Keys from 64 on; most objects have none.
    high: Vec<u64>,
}

impl Seen {
    #[inline]
    fn mark(&mut self, index: usize) {
        if index < 64 {
            self.low |= 1 << index;
        } else {
            self.mark_high(index);
        }
    }

    #[cold]
    fn mark_high(&mut self, index: usize) {
        let word = index / 64 - 1;
        if self.high.len() <= word {
            self.high.resize(word + 1, 0);
        }
        self.high[word] |= 1 << (index % 64);
    }

    pub(super) fn has(&self, index: usize) -> bool {
        let word = match (index / 64).checked_sub(1) {
            None => self.low,
            Some(word) => self.high.get(word).copied().unwrap_or_default(),
        };
        word & (1 << (index % 64)) != 0
    }
}

/// The step into an object before any of its keys is read.
const NO_KEY: Step = Step::Key("");

/// The ways through containers.
impl Reader<'_> {
    fn list<'de, A: SeqAccess<'de>>(
        &mut self,
        list: &mut dyn List,
        mut seq: A,
    ) -> Result<(), A::Error> {
        self.check_depth(&Target::List(list))?;
        list.clear();
        self.enter(Step::Index(0));
        let mut index = 0;
        while seq.next_element_seed(ElementSeed { reader: self, list })?.is_some() {
            index += 1;
            self.step_to(Step::Index(index));
        }
        self.leave();
        Ok(())
    }

    fn entries<'de, A: MapAccess<'de>>(
        &mut self,
        entries: &mut dyn Map,
        mut map: A,
    ) -> Result<(), A::Error> {
        self.check_depth(&Target::Map(entries))?;
        entries.clear();
        while let Some(key) = map.next_key::<String>()? {
            if key == NUMBER_KEY {
                return Err(self.stop(Target::Map(entries), "a number"));
            }
            let place = entries.entry(&key);
            self.enter(Step::Entry);
            self.entries.push(key);
            map.next_value_seed(&mut Seed { reader: self, place })?;
            self.entries.pop();
            self.leave();
        }
        Ok(())
    }

    fn object<'de, A: MapAccess<'de>>(
        &mut self,
        object: &mut dyn Object,
        mut map: A,
    ) -> Result<(), A::Error> {
        self.check_depth(&Target::Object(object))?;
        let names = object.keys().names;
        let defaulted = object.defaulted();
        let mut seen = Seen::default();
        let unknown = self.listening().then(String::new);
        let mut keys = KeySeed { names, next: 0, unknown };
        // One step for all keys; where none is known, it is taken back.
        self.enter(NO_KEY);
        loop {
            let key = map.next_key_seed(&mut keys);
            let Some(key) = key.inspect_err(|_| self.leave())? else { break };
            match key {
                Key::Known(index) => {
                    self.step_to(Step::Key(names[index]));
                    let place = object.at(index);
                    if defaulted.iter().any(|key| usize::from(*key) == index) {
                        map.next_value_seed(&mut Seed {
                            reader: self,
                            place: &mut OrDefault(place),
                        })?;
                    } else {
                        map.next_value_seed(&mut Seed { reader: self, place })?;
                    }
                    seen.mark(index);
                }
                Key::Unknown => {
                    self.leave();
                    map.next_value::<IgnoredAny>()?;
                    self.unknown_field(keys.unknown.clone().unwrap_or_default());
                    self.enter(NO_KEY);
                }
                Key::Number => {
                    self.leave();
                    return Err(self.stop(Target::Object(object), "a number"));
                }
            }
        }
        self.leave();
        self.require(object, &seen).map_err(|Stopped| self.error())
    }

    /// Parsers count depth on their own; where one is inside another, this does.
    #[inline]
    fn check_depth<E: serde::de::Error>(&mut self, target: &Target<'_>) -> Result<(), E> {
        if self.nested == 0 || self.path.len() < DEPTH {
            return Ok(());
        }
        self.refuse(target, || format!("nesting deeper than {DEPTH}"));
        Err(self.error())
    }

    fn stop<E: serde::de::Error>(&mut self, target: Target<'_>, found: &str) -> E {
        self.refuse(&target, || found.to_owned());
        self.error()
    }

    /// The error that carries a mismatch through the deserializer.
    fn error<E: serde::de::Error>(&self) -> E {
        match &self.mismatch {
            Some(mismatch) if !self.trying => E::custom(mismatch),
            _ => E::custom("a value does not fit"),
        }
    }
}
