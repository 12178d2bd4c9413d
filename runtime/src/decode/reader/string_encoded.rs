//! Texts that hold more than text: JSON, and joined lists.

use serde::de::DeserializeSeed;

use super::coercion::Scalar;
use super::{Reader, Seed, Step, Stopped};
use crate::decode::{Decode, List, Mismatch, Optional, Target};

impl Reader<'_> {
    /// JSON in a text. A scalar that is no text is taken for the inside itself.
    pub(super) fn json_text(
        &mut self,
        inside: &mut dyn Decode,
        value: Scalar<'_>,
    ) -> Result<(), Stopped> {
        match value {
            Scalar::Null => self.put(inside, value),
            Scalar::Text(text) if text.trim().is_empty() => self.put(inside, Scalar::Null),
            Scalar::Text(text) => self.inside(inside, text),
            value => {
                self.coerced(&Target::JsonText(inside), value);
                self.put(inside, value)
            }
        }
    }

    /// A text that holds nothing, or null, is nothing where something is to be inside.
    pub(super) fn empty_inside(
        &mut self,
        optional: &mut dyn Optional,
        text: &str,
    ) -> Result<(), Stopped> {
        let nothing = match optional.fill().target() {
            Target::JsonText(_) => true,
            Target::Joined(..) => text.trim().is_empty(),
            _ => false,
        };
        if !nothing {
            return self.put(optional.fill(), Scalar::Text(text));
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

    /// Shows nothing of the text: there may be a secret inside.
    pub(super) fn not_json(&mut self, error: &serde_json::Error) -> Stopped {
        let path = self.path();
        self.mismatch.get_or_insert_with(|| {
            let found = format!("a string that holds something else: {error}");
            Mismatch { path, expected: "JSON", found }
        });
        Stopped
    }

    /// A list in a text. A scalar that is no text is taken for its only item.
    pub(super) fn joined(
        &mut self,
        list: &mut dyn List,
        by: char,
        value: Scalar<'_>,
    ) -> Result<(), Stopped> {
        list.clear();
        match value {
            Scalar::Null => Ok(()),
            Scalar::Text(text) => {
                let text = text.trim();
                let text = text.strip_suffix(by).unwrap_or(text);
                if text.is_empty() {
                    return Ok(());
                }
                text.split(by).enumerate().try_for_each(|(index, piece)| {
                    self.piece(list.push(), index, Scalar::Text(piece.trim()))
                })
            }
            value => {
                self.coerced(&Target::Joined(list, by), value);
                self.piece(list.push(), 0, value)
            }
        }
    }

    fn piece(
        &mut self,
        place: &mut dyn Decode,
        index: usize,
        value: Scalar<'_>,
    ) -> Result<(), Stopped> {
        self.enter(Step::Index(index));
        self.piece = true;
        self.put(place, value)?;
        self.piece = false;
        self.leave();
        Ok(())
    }
}
