//! Envelopes: classify a response as a success, a refusal or unreadable.
//!
//! If the response has an in-band code, the code decides, otherwise the HTTP status. A success code never overrides a
//! failing HTTP status.
//!
//! The body is read in one pass, with the payload in place and keys in any order. Only if the payload does not fit, the
//! text is scanned again for code and message: failures often carry a payload of another shape. If the payload is the
//! whole body, it is read in a separate pass after the code.

use std::borrow::Cow;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use crate::decode::{Decode, Drift, Mismatch, NUMBER_KEY, Reader, Seed, Step, truncated};
use crate::descriptor::Envelope;
use crate::response::Receiver;

/// The classification of a response.
#[derive(Debug, PartialEq)]
pub(crate) enum Verdict {
    /// A success. The payload is in its receiver.
    Success,
    /// A refusal by the service.
    Refused {
        code: i64,
        /// True if the code is the HTTP status.
        is_status: bool,
        message: Option<String>,
    },
    /// A success by its code or status that does not match the description.
    Unreadable(Mismatch),
}

/// Reads and classifies a body. `receiver` is reset for each pass. Drift is collected if there is a place for it.
pub(crate) fn read(
    envelope: &'static Envelope,
    status: u16,
    body: &[u8],
    receiver: &mut dyn Receiver,
    drift: Option<&mut Vec<Drift>>,
) -> Verdict {
    // On valid text, `from_utf8_lossy` alone would be several times slower.
    let valid = std::str::from_utf8(body);
    let lossy = valid.map_or_else(|_| String::from_utf8_lossy(body), Cow::Borrowed);
    let text = lossy.trim_start_matches('\u{feff}');
    if !(200..300).contains(&status) {
        return refused_by_status(envelope, status, text);
    }
    // Repaired text is used for the code and message, never for a payload.
    if valid.is_err() {
        return refusal(envelope, text)
            .unwrap_or_else(|| unreadable("$", "UTF-8", "bytes that are not".to_owned()));
    }
    let mut reader = Reader::new(drift);
    let mut head = pass(envelope, text, &mut reader, receiver);
    if head.is_ok() && reader.digits_lost {
        reader = reader.again_exactly();
        head = pass(envelope, text, &mut reader, receiver);
    }
    match head {
        Ok(head) => classify(envelope, head),
        Err(mismatch) => refusal(envelope, text).unwrap_or(Verdict::Unreadable(mismatch)),
    }
}

/// Classifies a 2xx response whose payload, if any, is in its receiver.
fn classify(envelope: &Envelope, head: Head) -> Verdict {
    match (envelope.code, &head.code) {
        (None, _) => Verdict::Success,
        (Some(_), LooseScalar::Int(code)) if envelope.success.contains(code) => Verdict::Success,
        (Some(_), LooseScalar::Int(code)) => {
            Verdict::Refused { code: *code, is_status: false, message: head.message.into_text() }
        }
        (Some(key), other) => {
            unreadable(&format!("$.{key}"), "an integer that says how the call went", other.found())
        }
    }
}

/// Classifies a response with a failing HTTP status.
fn refused_by_status(envelope: &'static Envelope, status: u16, text: &str) -> Verdict {
    let head = scan(envelope, text).unwrap_or_default();
    match head.code {
        LooseScalar::Int(code) if !envelope.success.contains(&code) => {
            Verdict::Refused { code, is_status: false, message: head.message.into_text() }
        }
        _ => Verdict::Refused {
            code: status.into(),
            is_status: true,
            message: head.message.into_text(),
        },
    }
}

/// Returns the refusal in a text that does not match the description otherwise.
fn refusal(envelope: &'static Envelope, text: &str) -> Option<Verdict> {
    let head = scan(envelope, text)?;
    match head.code {
        LooseScalar::Int(code) if !envelope.success.contains(&code) => {
            Some(Verdict::Refused { code, is_status: false, message: head.message.into_text() })
        }
        _ => None,
    }
}

fn unreadable(path: &str, expected: &'static str, found: String) -> Verdict {
    Verdict::Unreadable(Mismatch { path: path.to_owned(), expected, found })
}

/// Reads the body once.
fn pass(
    envelope: &'static Envelope,
    text: &str,
    reader: &mut Reader<'_>,
    receiver: &mut dyn Receiver,
) -> Result<Head, Mismatch> {
    match (envelope.code, envelope.data) {
        (_, Some(key)) => wrapped(envelope, key, text, reader, receiver),
        (None, None) => whole(text, reader, receiver.reset()).map(|()| Head::default()),
        (Some(_), None) => {
            let head = from_str(text, HeadSeed { envelope, payload: None });
            let head = head.map_err(|error| reader.mismatch(&error, text))?;
            if !head.fails(envelope) {
                whole(text, reader, receiver.reset())?;
                reader.forget_unknown(|path| {
                    keys(envelope).any(|key| path.strip_prefix("$.") == Some(key))
                });
            }
            Ok(head)
        }
    }
}

/// Reads a payload under its key. An absent payload is null.
fn wrapped(
    envelope: &'static Envelope,
    key: &'static str,
    text: &str,
    reader: &mut Reader<'_>,
    receiver: &mut dyn Receiver,
) -> Result<Head, Mismatch> {
    let absent = |reader: &mut Reader<'_>, receiver: &mut dyn Receiver| {
        reader.enter(Step::Key(key));
        reader.absent(receiver.payload())
    };
    receiver.reset();
    if envelope.code.is_none() && text.trim().is_empty() {
        return absent(reader, receiver).map(|()| Head::default());
    }
    let seed = HeadSeed {
        envelope,
        payload: Some(Payload { key, reader: &mut *reader, receiver: &mut *receiver }),
    };
    let head = from_str(text, seed).map_err(|error| reader.mismatch(&error, text))?;
    if !head.payload_seen && !head.fails(envelope) {
        absent(reader, receiver)?;
    }
    Ok(head)
}

/// Reads a payload that is the whole text. An empty text is null.
fn whole(text: &str, reader: &mut Reader<'_>, place: &mut dyn Decode) -> Result<(), Mismatch> {
    if text.trim().is_empty() {
        return reader.absent(place);
    }
    from_str(text, &mut Seed { reader: &mut *reader, place })
        .map_err(|error| reader.mismatch(&error, text))
}

/// Reads only code and message; `None` if the text is not a JSON object.
fn scan(envelope: &'static Envelope, text: &str) -> Option<Head> {
    from_str(text, HeadSeed { envelope, payload: None }).ok()
}

/// Returns the keys of an envelope other than the payload.
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

/// The parts of an envelope other than its payload.
#[derive(Default)]
struct Head {
    code: LooseScalar,
    message: LooseScalar,
    payload_seen: bool,
}

/// The value of a code or a message, of any JSON type. Reading it never fails.
#[derive(Default)]
enum LooseScalar {
    #[default]
    Absent,
    Int(i64),
    Text(String),
    /// Any other value, by its type.
    Other(&'static str),
}

impl Head {
    /// Returns whether the code is known to be a failure.
    fn fails(&self, envelope: &Envelope) -> bool {
        envelope.code.is_some()
            && !matches!(&self.code, LooseScalar::Int(code) if envelope.success.contains(code))
    }
}

impl LooseScalar {
    /// Converts a code that is sent as a string.
    fn into_code(self) -> Self {
        match self {
            Self::Text(text) => text.trim().parse().map_or(Self::Text(text), Self::Int),
            other => other,
        }
    }

    /// Converts the digits of a number; `200.0` is a code, too.
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
            Self::Text(text) => format!("the string {:?}", truncated(text, 40)),
            Self::Other(kind) => (*kind).to_owned(),
        }
    }
}

/// Reads an envelope's object.
struct HeadSeed<'r, 'c, 't> {
    envelope: &'static Envelope,
    /// The destination of the payload; without it only the head is read.
    payload: Option<Payload<'r, 'c, 't>>,
}

struct Payload<'r, 'c, 't> {
    key: &'static str,
    reader: &'r mut Reader<'c>,
    receiver: &'t mut dyn Receiver,
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
        let siblings =
            self.payload.as_ref().map_or(&[][..], |payload| payload.receiver.sibling_keys());
        while let Some(part) = map.next_key_seed(PartSeed { envelope: self.envelope, siblings })? {
            match part {
                Part::Code => head.code = map.next_value_seed(LooseScalarSeed)?.into_code(),
                Part::Message => head.message = map.next_value_seed(LooseScalarSeed)?,
                Part::Data => {
                    head.payload_seen = true;
                    self.payload(&head, &mut map)?;
                }
                Part::Sibling(index) => self.sibling(index, siblings[index], &mut map)?,
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
    /// Reads the payload, or skips it after a failing code.
    fn payload<'de, A: MapAccess<'de>>(
        &mut self,
        head: &Head,
        map: &mut A,
    ) -> Result<(), A::Error> {
        let failed = !matches!(head.code, LooseScalar::Absent) && head.fails(self.envelope);
        let Some(Payload { key, reader, receiver }) = self.payload.as_mut().filter(|_| !failed)
        else {
            return map.next_value::<IgnoredAny>().map(drop);
        };
        reader.enter(Step::Key(key));
        map.next_value_seed(&mut Seed { reader, place: receiver.payload() })?;
        reader.leave();
        Ok(())
    }

    /// Reads a key beside the payload, such as a counter of a page.
    fn sibling<'de, A: MapAccess<'de>>(
        &mut self,
        index: usize,
        key: &'static str,
        map: &mut A,
    ) -> Result<(), A::Error> {
        let Some(Payload { reader, receiver, .. }) = self.payload.as_mut() else {
            return map.next_value::<IgnoredAny>().map(drop);
        };
        reader.enter(Step::Key(key));
        map.next_value_seed(&mut Seed { reader, place: receiver.sibling(index) })?;
        reader.leave();
        Ok(())
    }
}

/// Classifies the keys of an envelope.
struct PartSeed {
    envelope: &'static Envelope,
    /// Further keys that are read.
    siblings: &'static [&'static str],
}

enum Part {
    Code,
    Message,
    Data,
    Sibling(usize),
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
        let Self { envelope, siblings } = self;
        let wanted = || siblings.iter().position(|name| *name == key);
        Ok(match Some(key) {
            found if found == envelope.data => Part::Data,
            found if found == envelope.code => Part::Code,
            found if found == envelope.message => Part::Message,
            _ if let Some(index) = wanted() => Part::Sibling(index),
            _ if envelope.others.contains(&key) => Part::Other,
            _ => Part::Unknown(key.to_owned()),
        })
    }
}

/// Reads any value and keeps it if it is a scalar.
struct LooseScalarSeed;

impl<'de> DeserializeSeed<'de> for LooseScalarSeed {
    type Value = LooseScalar;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<LooseScalar, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for LooseScalarSeed {
    type Value = LooseScalar;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_unit<E: serde::de::Error>(self) -> Result<LooseScalar, E> {
        Ok(LooseScalar::Other("null"))
    }

    fn visit_bool<E: serde::de::Error>(self, value: bool) -> Result<LooseScalar, E> {
        Ok(LooseScalar::Other(if value { "true" } else { "false" }))
    }

    fn visit_i64<E: serde::de::Error>(self, value: i64) -> Result<LooseScalar, E> {
        Ok(LooseScalar::Int(value))
    }

    fn visit_u64<E: serde::de::Error>(self, value: u64) -> Result<LooseScalar, E> {
        Ok(i64::try_from(value)
            .map_or_else(|_| LooseScalar::Text(value.to_string()), LooseScalar::Int))
    }

    /// `200.0` is a code, too.
    fn visit_f64<E: serde::de::Error>(self, value: f64) -> Result<LooseScalar, E> {
        Ok(LooseScalar::Text(value.to_string()))
    }

    fn visit_str<E: serde::de::Error>(self, value: &str) -> Result<LooseScalar, E> {
        Ok(LooseScalar::Text(value.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<LooseScalar, A::Error> {
        IgnoredAny.visit_seq(seq).map(|_| LooseScalar::Other("a list"))
    }

    /// With `arbitrary_precision` a number is a map with one key.
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<LooseScalar, A::Error> {
        let mut scalar = LooseScalar::Other("an object");
        while let Some(key) = map.next_key::<String>()? {
            if key == NUMBER_KEY {
                scalar = LooseScalar::number(map.next_value()?);
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(scalar)
    }
}

#[cfg(test)]
mod tests;
