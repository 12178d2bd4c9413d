//! Values encoded in strings: JSON and delimited lists.

use serde::de::DeserializeSeed;

use super::json_scalar::JsonScalar;
use super::{Reader, Seed, Step, Stopped};
use crate::decode::{Decode, Destination, List, Mismatch, Optional};

impl Reader<'_> {
    /// Reads JSON in a string. Any other scalar is read as the encoded value itself.
    pub(super) fn json_string(
        &mut self,
        inside: &mut dyn Decode,
        value: JsonScalar<'_>,
    ) -> Result<(), Stopped> {
        match value {
            JsonScalar::Null => self.put(inside, value),
            JsonScalar::Text(text) if text.trim().is_empty() => self.put(inside, JsonScalar::Null),
            JsonScalar::Text(text) => self.inside(inside, text),
            value => {
                self.note_coercion(&Destination::JsonString(inside), value);
                self.put(inside, value)
            }
        }
    }

    /// Reads a blank string or `null` for an optional: absent, if the inner type is encoded in a string.
    pub(super) fn empty_inside(
        &mut self,
        optional: &mut dyn Optional,
        text: &str,
    ) -> Result<(), Stopped> {
        let nothing = match optional.fill().destination() {
            Destination::JsonString(_) => true,
            Destination::Delimited(..) => text.trim().is_empty(),
            _ => false,
        };
        if !nothing {
            return self.put(optional.fill(), JsonScalar::Text(text));
        }
        optional.clear();
        Ok(())
    }

    fn inside(&mut self, place: &mut dyn Decode, text: &str) -> Result<(), Stopped> {
        self.enter(Step::Inside);
        self.nested += 1;
        let mut deserializer = serde_json::Deserializer::from_str(text);
        let read = Seed { reader: self, place }.deserialize(&mut deserializer);
        read.and_then(|()| deserializer.end()).map_err(|error| self.not_json(&error))?;
        self.nested -= 1;
        self.leave();
        Ok(())
    }

    /// Rejects a string whose contents are not JSON. The text may contain a secret and is not shown.
    pub(super) fn not_json(&mut self, error: &serde_json::Error) -> Stopped {
        let path = self.path();
        self.mismatch.get_or_insert_with(|| {
            let found = format!("a string that holds something else: {error}");
            Mismatch { path, expected: "JSON", found }
        });
        Stopped
    }

    /// Reads a delimited list. Any other scalar is read as its only item.
    pub(super) fn delimited(
        &mut self,
        list: &mut dyn List,
        separator: char,
        value: JsonScalar<'_>,
    ) -> Result<(), Stopped> {
        list.clear();
        match value {
            JsonScalar::Null => Ok(()),
            JsonScalar::Text(text) => {
                let text = text.trim();
                let text = text.strip_suffix(separator).unwrap_or(text);
                if text.is_empty() {
                    return Ok(());
                }
                text.split(separator).enumerate().try_for_each(|(index, item)| {
                    self.item(list.push(), index, JsonScalar::Text(item.trim()))
                })
            }
            value => {
                self.note_coercion(&Destination::Delimited(list, separator), value);
                self.item(list.push(), 0, value)
            }
        }
    }

    fn item(
        &mut self,
        place: &mut dyn Decode,
        index: usize,
        value: JsonScalar<'_>,
    ) -> Result<(), Stopped> {
        self.enter(Step::Index(index));
        self.in_delimited = true;
        self.put(place, value)?;
        self.in_delimited = false;
        self.leave();
        Ok(())
    }
}
