//! The state of one reading: where it is, what it found, and what it could not accept.
//!
//! Containers are walked by [`visit`]; every scalar goes through [`coercion`], values inside texts through [`string_encoded`], unions
//! through [`union`]. The path of the value being read is live:
//! after an error it is left as it was, so that it says where.

mod coercion;
mod string_encoded;
mod union;
mod visit;

use self::coercion::{Scalar, expected, is_usual, kind, plain};
pub(crate) use self::visit::{NUMBER_KEY, Seed};
use super::{Decode, Mismatch, Target};
use crate::decode::drift::{self, Drift, DriftKind};

/// The state of one reading of an answer.
pub(crate) struct Reader<'c> {
    path: Vec<Step>,
    /// The key of each [`Step::Entry`] of the path; kept apart, so that steps are cheap to make: every field makes one.
    entries: Vec<String>,
    /// Text targets read numbers as they are written.
    exact: bool,
    /// Places are asked before values are read: in exact mode, and inside unions, so that those find their text.
    asking: bool,
    /// A number that landed in text may have lost digits: read again in exact mode.
    pub(crate) digits_lost: bool,
    /// How many texts that hold JSON, and unions, are open: each is read by a parser of its own, which counts depth from
    /// zero.
    nested: usize,
    /// What is read is a piece of a text, so that it is no drift if a number comes as text.
    piece: bool,
    /// How many values came otherwise than described, and how many fields were unknown. What a union is depends on it.
    bent: usize,
    unknown: usize,
    /// Whether a variant is only tried: nobody will ask why it did not fit.
    trying: bool,
    /// Whether a union without a tag is open.
    in_union: bool,
    /// How much may still be read for the sake of unions inside unions.
    budget: usize,
    mismatch: Option<Mismatch>,
    drift: Option<&'c mut Vec<Drift>>,
}

/// One step of a path.
#[derive(Clone, Copy)]
pub(crate) enum Step {
    /// A key that the description knows.
    Key(&'static str),
    /// A key that is data; it is in [`Reader::entries`].
    Entry,
    /// An index of a list.
    Index(usize),
    /// Into the JSON that a text holds.
    Inside,
}

/// A value did not fit; the mismatch is in the reader.
struct Stopped;

/// A mismatch shows so many characters of a string: enough to recognise it.
const SHOWN: usize = 40;

impl<'c> Reader<'c> {
    pub(crate) fn new(drift: Option<&'c mut Vec<Drift>>) -> Self {
        Self {
            path: Vec::with_capacity(16),
            entries: Vec::new(),
            exact: false,
            asking: false,
            digits_lost: false,
            nested: 0,
            piece: false,
            bent: 0,
            unknown: 0,
            trying: false,
            in_union: false,
            budget: union::SMALL,
            mismatch: None,
            drift,
        }
    }

    /// The state for reading the same text again, seeing numbers as they are written.
    pub(crate) fn again_exactly(mut self) -> Self {
        if let Some(found) = &mut self.drift {
            found.clear();
        }
        Self { exact: true, asking: true, ..Self::new(self.drift) }
    }

    pub(crate) fn enter(&mut self, step: Step) {
        self.path.push(step);
    }

    pub(crate) fn leave(&mut self) {
        self.path.truncate(self.path.len().saturating_sub(1));
    }

    /// Moves on to another value of the container that was entered last.
    fn step_to(&mut self, step: Step) {
        if let Some(last) = self.path.last_mut() {
            *last = step;
        }
    }

    fn listening(&self) -> bool {
        self.drift.is_some() && !self.trying
    }

    /// Why reading stopped, given what `serde_json` says about it.
    pub(crate) fn mismatch(&mut self, error: &serde_json::Error, text: &str) -> Mismatch {
        let outside = |reader: &Self| Mismatch {
            path: reader.path(),
            expected: if error.is_data() { "an object" } else { "JSON" },
            found: described(error, text),
        };
        self.mismatch.take().unwrap_or_else(|| outside(self))
    }

    /// A value that is not there: the same as null.
    pub(crate) fn absent(&mut self, place: &mut dyn Decode) -> Result<(), Mismatch> {
        let Err(Stopped) = self.put(place, Scalar::Null) else { return Ok(()) };
        let mut mismatch = self.mismatch.take().unwrap_or_default();
        if mismatch.found == "null" {
            mismatch.found = "nothing".to_owned();
        }
        Err(mismatch)
    }

    /// Drops drift about unknown fields that are known after all.
    pub(crate) fn forget_unknown(&mut self, known: impl Fn(&str) -> bool) {
        if let Some(found) = &mut self.drift {
            found.retain(|drift| drift.kind != DriftKind::UnknownField || !known(&drift.path));
        }
    }

    fn refuse(&mut self, target: &Target<'_>, found: impl FnOnce() -> String) -> Stopped {
        if self.trying {
            self.mismatch = Some(Mismatch::default());
            return Stopped;
        }
        let expected = expected(target);
        self.mismatch = Some(Mismatch { path: self.path(), expected, found: found() });
        Stopped
    }

    fn coerced(&mut self, target: &Target<'_>, value: Scalar<'_>) {
        if self.piece {
            return;
        }
        self.bent += 1;
        if is_usual(target, value) {
            return;
        }
        let kind = DriftKind::Coerced { expected: expected(target), found: kind(value) };
        // Whether there is a secret in a text is known only to its inside.
        let hidden = matches!(target, Target::Secret(_) | Target::JsonText(_) | Target::Joined(..));
        self.note(kind, || (!hidden).then(|| drift::cut(&plain(value), SHOWN)));
    }

    /// A container that came where a text was expected.
    fn unwrapped(&mut self, target: &Target<'_>, found: &'static str) {
        self.bent += 1;
        self.note(DriftKind::Coerced { expected: expected(target), found }, || None);
    }

    fn unlisted(&mut self, value: impl FnOnce() -> Option<String>) {
        self.bent += 1;
        self.note(DriftKind::UnlistedValue, value);
    }

    pub(crate) fn unknown_field(&mut self, name: String) {
        self.unknown += 1;
        if self.listening() {
            self.enter(Step::Entry);
            self.entries.push(name);
            self.note(DriftKind::UnknownField, || None);
            self.entries.pop();
            self.leave();
        }
    }

    /// The path as people write it: `$.data.properties[3].code`, `$["odd key"]`, `$.data→.code` into JSON in a text.
    fn path(&self) -> String {
        let mut path = "$".to_owned();
        let mut entries = self.entries.iter();
        for step in &self.path {
            match step {
                Step::Index(index) => path.push_str(&format!("[{index}]")),
                Step::Inside => path.push('→'),
                Step::Key(key) => push_key(&mut path, key),
                Step::Entry => push_key(&mut path, entries.next().map_or("", String::as_str)),
            }
        }
        path
    }

    /// Whoever made the reader fills in the endpoint.
    fn note(&mut self, kind: DriftKind, value: impl FnOnce() -> Option<String>) {
        let is_full = || self.drift.as_ref().is_none_or(|found| found.len() >= drift::LIMIT);
        if self.trying || is_full() {
            return;
        }
        let drift = Drift { endpoint: "", path: self.path(), kind, value: value(), code: None };
        if let Some(found) = &mut self.drift {
            found.push(drift);
        }
    }
}

/// What stands where a whole answer was expected. Never its contents, which may be a token; but how HTML begins says
/// which gateway it came from.
fn described(error: &serde_json::Error, text: &str) -> String {
    let text = text.trim_start();
    match text.chars().next() {
        None => "an empty body".to_owned(),
        Some('<') => format!("HTML or XML: {:?}", drift::cut(text, SHOWN)),
        _ if !error.is_data() => error.to_string(),
        Some('[') => "a list".to_owned(),
        Some('"') => "a string".to_owned(),
        Some('n') => "null".to_owned(),
        Some('t' | 'f') => "a boolean".to_owned(),
        Some(_) => "a number".to_owned(),
    }
}

/// Appends a key as people write it: `.properties`, `["odd key"]`.
pub(crate) fn push_key(path: &mut String, key: &str) {
    let ordinary = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '$');
    if !key.is_empty() && key.chars().all(ordinary) {
        path.push('.');
        path.push_str(key);
    } else {
        path.push_str(&format!("[{key:?}]"));
    }
}
