//! Judging an answer: is it a success, a refusal, or something nobody can read?
//!
//! If the answer has an in-band code, the code decides; else the HTTP status does. A failing HTTP status is never
//! overruled by a success code.
//!
//! The body is read in one optimistic pass, payload in place, whatever the order of its keys. Only when the payload does
//! not fit is the text scanned again for code and message alone: failures often carry a payload of another shape.
//! A payload at the top level is read in a pass of its own, after the code.

use std::borrow::Cow;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use crate::decode::drift::{Drift, cut};
use crate::decode::{Decode, Mismatch, NUMBER_KEY, Reader, Seed, Step};
use crate::descriptor::Envelope;
use crate::response::receiver::Slot;

/// What an answer is.
#[derive(Debug, PartialEq)]
pub(crate) enum Verdict {
    /// The payload is in its place.
    Success,
    /// The service said no.
    Refused {
        code: i64,
        /// Whether the code is the HTTP status.
        is_status: bool,
        message: Option<String>,
    },
    /// It claims success and is not what was described.
    Unreadable(Mismatch),
}

/// Reads a body and judges it. `slot` is filled anew for every pass; drift is collected if there is somewhere to put it.
pub(crate) fn read(
    envelope: &'static Envelope,
    status: u16,
    body: &[u8],
    slot: &mut dyn Slot,
    drift: Option<&mut Vec<Drift>>,
) -> Verdict {
    // `from_utf8_lossy` alone would be several times slower on good text.
    let valid = std::str::from_utf8(body);
    let lossy = valid.map_or_else(|_| String::from_utf8_lossy(body), Cow::Borrowed);
    let text = lossy.trim_start_matches('\u{feff}');
    if !(200..300).contains(&status) {
        return refused_by_status(envelope, status, text);
    }
    // Text repaired for the sake of the code is not good enough for a payload.
    if valid.is_err() {
        return failure(envelope, text)
            .unwrap_or_else(|| unreadable("$", "UTF-8", "bytes that are not".to_owned()));
    }
    let mut reader = Reader::new(drift);
    let mut head = pass(envelope, text, &mut reader, slot);
    if head.is_ok() && reader.digits_lost {
        reader = reader.again_exactly();
        head = pass(envelope, text, &mut reader, slot);
    }
    match head {
        Ok(head) => judge(envelope, head),
        Err(mismatch) => failure(envelope, text).unwrap_or(Verdict::Unreadable(mismatch)),
    }
}

/// The verdict on a 2xx answer whose payload, if it was to be read, is in its place.
fn judge(envelope: &Envelope, head: Head) -> Verdict {
    match (envelope.code, &head.code) {
        (None, _) => Verdict::Success,
        (Some(_), Word::Int(code)) if envelope.success.contains(code) => Verdict::Success,
        (Some(_), Word::Int(code)) => {
            Verdict::Refused { code: *code, is_status: false, message: head.message.into_text() }
        }
        (Some(key), other) => {
            unreadable(&format!("$.{key}"), "an integer that says how the call went", other.found())
        }
    }
}

/// The verdict on an answer that the HTTP status calls a failure.
fn refused_by_status(envelope: &'static Envelope, status: u16, text: &str) -> Verdict {
    let head = scan(envelope, text).unwrap_or_default();
    match head.code {
        Word::Int(code) if !envelope.success.contains(&code) => {
            Verdict::Refused { code, is_status: false, message: head.message.into_text() }
        }
        _ => Verdict::Refused {
            code: status.into(),
            is_status: true,
            message: head.message.into_text(),
        },
    }
}

/// The refusal that a text holds, whatever else is wrong with it.
fn failure(envelope: &'static Envelope, text: &str) -> Option<Verdict> {
    let head = scan(envelope, text)?;
    match head.code {
        Word::Int(code) if !envelope.success.contains(&code) => {
            Some(Verdict::Refused { code, is_status: false, message: head.message.into_text() })
        }
        _ => None,
    }
}

fn unreadable(path: &str, expected: &'static str, found: String) -> Verdict {
    Verdict::Unreadable(Mismatch { path: path.to_owned(), expected, found })
}

/// Reads everything once.
fn pass(
    envelope: &'static Envelope,
    text: &str,
    reader: &mut Reader<'_>,
    slot: &mut dyn Slot,
) -> Result<Head, Mismatch> {
    match (envelope.code, envelope.data) {
        (_, Some(key)) => wrapped(envelope, key, text, reader, slot),
        (None, None) => whole(text, reader, slot.fill()).map(|()| Head::default()),
        (Some(_), None) => {
            let head = from_str(text, HeadSeed { envelope, payload: None });
            let head = head.map_err(|error| reader.mismatch(&error, text))?;
            if !head.fails(envelope) {
                whole(text, reader, slot.fill())?;
                reader.forget_unknown(|path| {
                    keys(envelope).any(|key| path.strip_prefix("$.") == Some(key))
                });
            }
            Ok(head)
        }
    }
}

/// The payload under its key; a payload that is not there is null.
fn wrapped(
    envelope: &'static Envelope,
    key: &'static str,
    text: &str,
    reader: &mut Reader<'_>,
    slot: &mut dyn Slot,
) -> Result<Head, Mismatch> {
    let absent = |reader: &mut Reader<'_>, slot: &mut dyn Slot| {
        reader.enter(Step::Key(key));
        reader.absent(slot.filled())
    };
    slot.fill();
    if envelope.code.is_none() && text.trim().is_empty() {
        return absent(reader, slot).map(|()| Head::default());
    }
    let seed = HeadSeed {
        envelope,
        payload: Some(Payload { key, reader: &mut *reader, slot: &mut *slot }),
    };
    let head = from_str(text, seed).map_err(|error| reader.mismatch(&error, text))?;
    if !head.payload_seen && !head.fails(envelope) {
        absent(reader, slot)?;
    }
    Ok(head)
}

/// The whole text is the payload; no text is null.
fn whole(text: &str, reader: &mut Reader<'_>, place: &mut dyn Decode) -> Result<(), Mismatch> {
    if text.trim().is_empty() {
        return reader.absent(place);
    }
    from_str(text, &mut Seed { reader: &mut *reader, place })
        .map_err(|error| reader.mismatch(&error, text))
}

/// Code and message alone; `None` if the text is not a JSON object.
fn scan(envelope: &'static Envelope, text: &str) -> Option<Head> {
    from_str(text, HeadSeed { envelope, payload: None }).ok()
}

/// The keys of an envelope that are not payload.
fn keys(envelope: &Envelope) -> impl Iterator<Item = &'static str> {
    envelope.code.into_iter().chain(envelope.message).chain(envelope.others.iter().copied())
}

fn from_str<'de, S: DeserializeSeed<'de>>(
    text: &'de str,
    seed: S,
) -> Result<S::Value, serde_json::Error> {
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let value = seed.deserialize(&mut deserializer)?;
    deserializer.end()?;
    Ok(value)
}

/// What an envelope says beside its payload.
#[derive(Default)]
struct Head {
    code: Word,
    message: Word,
    payload_seen: bool,
}

/// Whatever stands where a code or a message was expected. Reading it never fails.
#[derive(Default)]
enum Word {
    #[default]
    Absent,
    Int(i64),
    Text(String),
    /// Of no use; what it is.
    Other(&'static str),
}

impl Head {
    /// Whether the code is already known to be a failure.
    fn fails(&self, envelope: &Envelope) -> bool {
        envelope.code.is_some()
            && !matches!(&self.code, Word::Int(code) if envelope.success.contains(code))
    }
}

impl Word {
    /// A code may arrive as text.
    fn into_code(self) -> Self {
        match self {
            Self::Text(text) => text.trim().parse().map_or(Self::Text(text), Self::Int),
            other => other,
        }
    }

    /// A number as it is written; `200.0` is a code, too.
    fn number(digits: String) -> Self {
        match Self::Text(digits).into_code() {
            Self::Text(digits) if digits.contains(['.', 'e', 'E']) => {
                let float = digits.parse().map_or(digits, |float: f64| float.to_string());
                Self::Text(float).into_code()
            }
            other => other,
        }
    }

    fn into_text(self) -> Option<String> {
        match self {
            Self::Int(int) => Some(int.to_string()),
            Self::Text(text) => Some(text).filter(|text| !text.is_empty()),
            Self::Absent | Self::Other(_) => None,
        }
    }

    fn found(&self) -> String {
        match self {
            Self::Absent => "nothing".to_owned(),
            Self::Int(int) => format!("the number {int}"),
            Self::Text(text) => format!("the string {:?}", cut(text, 40)),
            Self::Other(kind) => (*kind).to_owned(),
        }
    }
}

/// Reads an envelope's object.
struct HeadSeed<'r, 'c, 't> {
    envelope: &'static Envelope,
    /// Where the payload goes; without it only the head is read.
    payload: Option<Payload<'r, 'c, 't>>,
}

struct Payload<'r, 'c, 't> {
    key: &'static str,
    reader: &'r mut Reader<'c>,
    slot: &'t mut dyn Slot,
}

impl<'de> DeserializeSeed<'de> for HeadSeed<'_, '_, '_> {
    type Value = Head;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Head, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for HeadSeed<'_, '_, '_> {
    type Value = Head;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<Head, A::Error> {
        let mut head = Head::default();
        let beside = self.payload.as_ref().map_or(&[][..], |payload| payload.slot.beside());
        while let Some(part) = map.next_key_seed(PartSeed { envelope: self.envelope, beside })? {
            match part {
                Part::Code => head.code = map.next_value_seed(WordSeed)?.into_code(),
                Part::Message => head.message = map.next_value_seed(WordSeed)?,
                Part::Data => {
                    head.payload_seen = true;
                    self.payload(&head, &mut map)?;
                }
                Part::Beside(index) => self.beside(index, beside[index], &mut map)?,
                Part::Other => drop(map.next_value::<IgnoredAny>()?),
                Part::Unknown(name) => {
                    map.next_value::<IgnoredAny>()?;
                    if let Some(Payload { reader, .. }) = &mut self.payload {
                        reader.unknown_field(name);
                    }
                }
            }
        }
        Ok(head)
    }
}

impl HeadSeed<'_, '_, '_> {
    /// A payload that comes after a failing code is of no use to anyone.
    fn payload<'de, A: MapAccess<'de>>(
        &mut self,
        head: &Head,
        map: &mut A,
    ) -> Result<(), A::Error> {
        let failed = !matches!(head.code, Word::Absent) && head.fails(self.envelope);
        let Some(Payload { key, reader, slot }) = self.payload.as_mut().filter(|_| !failed) else {
            return map.next_value::<IgnoredAny>().map(drop);
        };
        reader.enter(Step::Key(key));
        map.next_value_seed(&mut Seed { reader, place: slot.filled() })?;
        reader.leave();
        Ok(())
    }

    /// What stands beside the payload and belongs to it, such as the counters of a page.
    fn beside<'de, A: MapAccess<'de>>(
        &mut self,
        index: usize,
        key: &'static str,
        map: &mut A,
    ) -> Result<(), A::Error> {
        let Some(Payload { reader, slot, .. }) = self.payload.as_mut() else {
            return map.next_value::<IgnoredAny>().map(drop);
        };
        reader.enter(Step::Key(key));
        map.next_value_seed(&mut Seed { reader, place: slot.beside_at(index) })?;
        reader.leave();
        Ok(())
    }
}

/// Tells the keys of an envelope apart.
struct PartSeed {
    envelope: &'static Envelope,
    /// Keys that are wanted although they are no payload.
    beside: &'static [&'static str],
}

enum Part {
    Code,
    Message,
    Data,
    Beside(usize),
    Other,
    Unknown(String),
}

impl<'de> DeserializeSeed<'de> for PartSeed {
    type Value = Part;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Part, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for PartSeed {
    type Value = Part;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<E: serde::de::Error>(self, key: &str) -> Result<Part, E> {
        let Self { envelope, beside } = self;
        let wanted = || beside.iter().position(|name| *name == key);
        Ok(match Some(key) {
            found if found == envelope.data => Part::Data,
            found if found == envelope.code => Part::Code,
            found if found == envelope.message => Part::Message,
            _ if let Some(index) = wanted() => Part::Beside(index),
            _ if envelope.others.contains(&key) => Part::Other,
            _ => Part::Unknown(key.to_owned()),
        })
    }
}

/// Reads anything, and keeps it if it is short and plain.
struct WordSeed;

impl<'de> DeserializeSeed<'de> for WordSeed {
    type Value = Word;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Word, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for WordSeed {
    type Value = Word;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_unit<E: serde::de::Error>(self) -> Result<Word, E> {
        Ok(Word::Other("null"))
    }

    fn visit_bool<E: serde::de::Error>(self, value: bool) -> Result<Word, E> {
        Ok(Word::Other(if value { "true" } else { "false" }))
    }

    fn visit_i64<E: serde::de::Error>(self, value: i64) -> Result<Word, E> {
        Ok(Word::Int(value))
    }

    fn visit_u64<E: serde::de::Error>(self, value: u64) -> Result<Word, E> {
        Ok(i64::try_from(value).map_or_else(|_| Word::Text(value.to_string()), Word::Int))
    }

    /// `200.0` is a code, too.
    fn visit_f64<E: serde::de::Error>(self, value: f64) -> Result<Word, E> {
        Ok(Word::Text(value.to_string()))
    }

    fn visit_str<E: serde::de::Error>(self, value: &str) -> Result<Word, E> {
        Ok(Word::Text(value.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Word, A::Error> {
        IgnoredAny.visit_seq(seq).map(|_| Word::Other("a list"))
    }

    /// With `arbitrary_precision` a number is a map with one key.
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Word, A::Error> {
        let mut word = Word::Other("an object");
        while let Some(key) = map.next_key::<String>()? {
            if key == NUMBER_KEY {
                word = Word::number(map.next_value()?);
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(word)
    }
}

#[cfg(test)]
mod tests;
