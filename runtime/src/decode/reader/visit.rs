//! The visitor that drives `serde_json` over destinations. It is compiled once for all types.

use std::fmt;

use serde::Deserialize;
use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{
    DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor,
};
use serde_json::Value;
use serde_json::value::RawValue;

use super::coercion::{Container, OrDefault, opened, takes_raw};
use super::json_scalar::JsonScalar;
use super::union::holds_union;
use super::{Reader, Step, Stopped};
use crate::decode::{Decode, Destination, List, Map, Object};

/// The nesting limit of `serde_json`.
pub(super) const DEPTH: usize = 128;

/// Reads one value into its destination. It is passed by reference, which takes one register; by value it would be copied.
///
/// A destination is requested only where it is matched on. Destinations are returned through memory, and copying one right
/// after it was written stalls the processor.
pub(crate) struct Seed<'r, 'c, 't> {
    pub(crate) reader: &'r mut Reader<'c>,
    pub(crate) place: &'t mut dyn Decode,
}

/// The single key of the map that `serde_json` presents for a number with the feature `arbitrary_precision`. Any crate
/// in the dependency tree may enable it.
pub(crate) const NUMBER_KEY: &str = "$serde_json::private::Number";

impl<'de> DeserializeSeed<'de> for &mut Seed<'_, '_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        let Seed { reader, place } = self;
        if reader.inspecting
            && (reader.exact && takes_raw(place.destination()) || holds_union(place.destination()))
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
        self.scalar(JsonScalar::Null)
    }

    fn visit_none<E: serde::de::Error>(self) -> Result<(), E> {
        self.scalar(JsonScalar::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_bool<E: serde::de::Error>(self, value: bool) -> Result<(), E> {
        self.scalar(JsonScalar::Bool(value))
    }

    fn visit_i64<E: serde::de::Error>(self, value: i64) -> Result<(), E> {
        self.scalar(JsonScalar::Int(value))
    }

    fn visit_u64<E: serde::de::Error>(self, value: u64) -> Result<(), E> {
        self.scalar(i64::try_from(value).map_or(JsonScalar::Uint(value), JsonScalar::Int))
    }

    /// Occurs only with `arbitrary_precision`.
    fn visit_i128<E: serde::de::Error>(self, value: i128) -> Result<(), E> {
        self.scalar(JsonScalar::Digits(&value.to_string()))
    }

    fn visit_u128<E: serde::de::Error>(self, value: u128) -> Result<(), E> {
        self.scalar(JsonScalar::Digits(&value.to_string()))
    }

    fn visit_f64<E: serde::de::Error>(self, value: f64) -> Result<(), E> {
        self.scalar(JsonScalar::Float(value))
    }

    fn visit_str<E: serde::de::Error>(self, value: &str) -> Result<(), E> {
        self.scalar(JsonScalar::Text(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<(), A::Error> {
        self.sequence(seq)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<(), A::Error> {
        self.mapping(map)
    }
}

impl Seed<'_, '_, '_> {
    // Inlined into callers, which know the type of the scalar: two matches become one branch.
    #[inline(always)]
    fn scalar<E: serde::de::Error>(&mut self, value: JsonScalar<'_>) -> Result<(), E> {
        self.reader.put(self.place, value).map_err(|Stopped| self.reader.error())
    }

    fn sequence<'de, A: SeqAccess<'de>>(&mut self, mut seq: A) -> Result<(), A::Error> {
        let Self { reader, place } = self;
        match place.destination() {
            Destination::List(list) => return reader.list(list, seq),
            Destination::Delimited(list, separator) => {
                reader.unwrapped(&Destination::Delimited(list, separator), "a list");
                return reader.list(list, seq);
            }
            Destination::JsonString(place) => {
                reader.unwrapped(&Destination::JsonString(place), "a list");
                return Seed { reader, place }.sequence(seq);
            }
            Destination::Json(json) => {
                *json = Value::deserialize(SeqAccessDeserializer::new(seq))?;
                return Ok(());
            }
            Destination::Nothing => return IgnoredAny.visit_seq(seq).map(drop),
            Destination::Optional(optional) => {
                if let Some(place) = opened(optional, Container::List) {
                    return Seed { reader, place }.sequence(seq);
                }
            }
            _ => {}
        }
        if holds_union(place.destination()) {
            let value = Value::deserialize(SeqAccessDeserializer::new(seq))?;
            return reader.buffered(*place, &value).map_err(|Stopped| reader.error());
        }
        let empty = seq.next_element::<IgnoredAny>()?.is_none();
        reader.unexpected_list(*place, empty).map_err(|Stopped| reader.error())
    }

    fn mapping<'de, A: MapAccess<'de>>(&mut self, mut map: A) -> Result<(), A::Error> {
        let Self { reader, place } = self;
        match place.destination() {
            Destination::Object(object) => return reader.object(object, map),
            Destination::Map(entries) => return reader.entries(entries, map),
            Destination::JsonString(place) => {
                reader.unwrapped(&Destination::JsonString(place), "an object");
                return Seed { reader, place }.mapping(map);
            }
            Destination::Json(json) => {
                *json = Value::deserialize(MapAccessDeserializer::new(map))?;
                return Ok(());
            }
            Destination::Nothing => return IgnoredAny.visit_map(map).map(drop),
            Destination::Optional(optional) => {
                if let Some(place) = opened(optional, Container::Map) {
                    return Seed { reader, place }.mapping(map);
                }
            }
            _ => {}
        }
        if holds_union(place.destination()) {
            let value = Value::deserialize(MapAccessDeserializer::new(map))?;
            return reader.buffered(*place, &value).map_err(|Stopped| reader.error());
        }
        let unexpected = UnexpectedMap::read(&mut map)?;
        reader.unexpected_map(*place, unexpected).map_err(|Stopped| reader.error())
    }
}

/// A map found where none was expected.
pub(super) enum UnexpectedMap {
    Empty,
    /// A number under `arbitrary_precision`.
    Number(String),
    NotEmpty,
}

impl UnexpectedMap {
    fn read<'de, A: MapAccess<'de>>(map: &mut A) -> Result<Self, A::Error> {
        match map.next_key_seed(&mut KeySeed { names: &[], next: 0, unknown: None })? {
            None => Ok(Self::Empty),
            Some(Key::Number) => map.next_value().map(Self::Number),
            Some(Key::Known(_) | Key::Unknown) => Ok(Self::NotEmpty),
        }
    }
}

/// Reads the keys of an object and looks them up.
struct KeySeed {
    names: &'static [&'static str],
    /// The index of the next key if the service sends keys in the order of the description.
    next: usize,
    /// The name of the last unknown key, if drift is collected.
    unknown: Option<String>,
}

#[derive(Clone, Copy)]
enum Key {
    Known(usize),
    Unknown,
    /// [`NUMBER_KEY`]: the map is a number.
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
    /// Looks up any key but the expected one.
    #[inline(never)]
    fn find(&mut self, key: &str) -> Key {
        // Services omit keys more often than they change their order.
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

/// Returns whether two keys are equal. Keys of usual lengths are compared as two possibly overlapping integers, without a
/// function call.
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

/// Reads one item of a list. The item is appended only if there is one.
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

/// The set of keys that were seen in an object.
#[derive(Default)]
pub(super) struct Seen {
    low: u64,
    /// Keys from index 64; most objects have none.
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

/// The step into an object before its first key.
const NO_KEY: Step = Step::Key("");

/// Traversal of containers.
impl Reader<'_> {
    fn list<'de, A: SeqAccess<'de>>(
        &mut self,
        list: &mut dyn List,
        mut seq: A,
    ) -> Result<(), A::Error> {
        self.check_depth(&Destination::List(list))?;
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
        self.check_depth(&Destination::Map(entries))?;
        entries.clear();
        while let Some(key) = map.next_key::<String>()? {
            if key == NUMBER_KEY {
                return Err(self.stop(Destination::Map(entries), "a number"));
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
        self.check_depth(&Destination::Object(object))?;
        let names = object.keys().names;
        let defaulted = object.defaulted();
        let mut seen = Seen::default();
        let unknown = self.listening().then(String::new);
        let mut keys = KeySeed { names, next: 0, unknown };
        // One step for all keys. It is removed where the key is unknown.
        self.enter(NO_KEY);
        loop {
            let key = map.next_key_seed(&mut keys);
            let Some(key) = key.inspect_err(|_| self.leave())? else { break };
            match key {
                Key::Known(index) => {
                    self.step_to(Step::Key(names[index]));
                    let has_default = defaulted.iter().any(|key| usize::from(*key) == index);
                    self.field(object.at(index), has_default, &mut map)?;
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
                    return Err(self.stop(Destination::Object(object), "a number"));
                }
            }
        }
        self.leave();
        self.require(object, &seen).map_err(|Stopped| self.error())
    }

    /// Reads the value of a known key.
    #[inline(always)]
    fn field<'de, A: MapAccess<'de>>(
        &mut self,
        place: &mut dyn Decode,
        has_default: bool,
        map: &mut A,
    ) -> Result<(), A::Error> {
        if has_default {
            let place = &mut OrDefault(place);
            return map.next_value_seed(&mut Seed { reader: self, place });
        }
        map.next_value_seed(&mut Seed { reader: self, place })
    }

    /// Checks the depth of nested parsers, each of which counts only its own.
    #[inline]
    fn check_depth<E: serde::de::Error>(&mut self, target: &Destination<'_>) -> Result<(), E> {
        if self.nested == 0 || self.path.len() < DEPTH {
            return Ok(());
        }
        self.refuse(target, || format!("nesting deeper than {DEPTH}"));
        Err(self.error())
    }

    fn stop<E: serde::de::Error>(&mut self, target: Destination<'_>, found: &str) -> E {
        self.refuse(&target, || found.to_owned());
        self.error()
    }

    /// Returns the error that carries a mismatch through the deserializer.
    fn error<E: serde::de::Error>(&self) -> E {
        match &self.mismatch {
            Some(mismatch) if !self.trying => E::custom(mismatch),
            _ => E::custom("a value does not fit"),
        }
    }
}
