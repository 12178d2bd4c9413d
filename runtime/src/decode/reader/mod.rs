//! The state of reading a response: position, drift and mismatch.
//!
//! [`visit`] walks containers. [`coercion`] stores scalars, [`string_encoded`] reads values encoded in strings, and
//! [`union`] reads unions. The path is that of the value being read. After an error it is left unchanged, so that it
//! locates the error.

mod coercion;
mod json_scalar;
mod string_encoded;
mod union;
mod visit;

use self::coercion::{expected, is_usual};
use self::json_scalar::{JsonScalar, kind, plain};
pub(crate) use self::visit::{NUMBER_KEY, Seed};
use super::drift::{self, Drift, DriftKind};
use super::{Decode, Destination, Mismatch};

/// The state of reading one response.
pub(crate) struct Reader<'c> {
    path: Vec<Step>,
    /// The key of each [`Step::Entry`] of the path. They are separate because each field makes a step, which must be
    /// cheap.
    entries: Vec<String>,
    /// True if string destinations read numbers as written.
    exact: bool,
    /// True if destinations are inspected before values are read: in exact mode and inside unions, which need the text.
    inspecting: bool,
    /// True if a number that was stored in a string may have lost digits. The text is then read again in exact mode.
    pub(crate) digits_lost: bool,
    /// The number of open JSON strings and unions. Each has its own parser, which counts depth from zero.
    nested: usize,
    /// True if the value is an item of a delimited list, where a number in a string is no drift.
    in_delimited: bool,
    /// The numbers of coerced values and of unknown fields, which select the variant of a union.
    coerced: usize,
    unknown: usize,
    /// True if a variant is being tried. Its mismatches and drift are not reported.
    trying: bool,
    /// True if an untagged union is open.
    in_union: bool,
    /// The remaining effort for trying variants of nested unions.
    budget: usize,
    mismatch: Option<Mismatch>,
    drift: Option<&'c mut Vec<Drift>>,
}

/// One step of a path.
#[derive(Clone, Copy)]
pub(crate) enum Step {
    /// A key that the description lists.
    Key(&'static str),
    /// A key that is data, stored in [`Reader::entries`].
    Entry,
    /// An index into a list.
    Index(usize),
    /// The JSON in a string.
    Inside,
}

/// The error for a value that does not fit. The mismatch is in the reader.
struct Stopped;

/// The number of characters of a string that a mismatch shows.
const MAX_SHOWN: usize = 40;

impl<'c> Reader<'c> {
    pub(crate) fn new(drift: Option<&'c mut Vec<Drift>>) -> Self {
        Self {
            path: Vec::with_capacity(16),
            entries: Vec::new(),
            exact: false,
            inspecting: false,
            digits_lost: false,
            nested: 0,
            in_delimited: false,
            coerced: 0,
            unknown: 0,
            trying: false,
            in_union: false,
            budget: union::INITIAL_BUDGET,
            mismatch: None,
            drift,
        }
    }

    /// Returns the state for reading the same text again in exact mode.
    pub(crate) fn again_exactly(mut self) -> Self {
        if let Some(found) = &mut self.drift {
            found.clear();
        }
        Self { exact: true, inspecting: true, ..Self::new(self.drift) }
    }

    pub(crate) fn enter(&mut self, step: Step) {
        self.path.push(step);
    }

    pub(crate) fn leave(&mut self) {
        self.path.truncate(self.path.len().saturating_sub(1));
    }

    /// Moves to another value of the innermost container.
    fn step_to(&mut self, step: Step) {
        if let Some(last) = self.path.last_mut() {
            *last = step;
        }
    }

    fn listening(&self) -> bool {
        self.drift.is_some() && !self.trying
    }

    /// Returns the mismatch that stopped reading, or one made from the error of `serde_json`.
    pub(crate) fn mismatch(&mut self, error: &serde_json::Error, text: &str) -> Mismatch {
        let outside = |reader: &Self| Mismatch {
            path: reader.path(),
            expected: if error.is_data() { "an object" } else { "JSON" },
            found: described(error, text),
        };
        self.mismatch.take().unwrap_or_else(|| outside(self))
    }

    /// Stores the value of an absent key, which is the same as null.
    pub(crate) fn absent(&mut self, place: &mut dyn Decode) -> Result<(), Mismatch> {
        let Err(Stopped) = self.put(place, JsonScalar::Null) else { return Ok(()) };
        let mut mismatch = self.mismatch.take().unwrap_or_default();
        if mismatch.found == "null" {
            mismatch.found = "nothing".to_owned();
        }
        Err(mismatch)
    }

    /// Removes drift about unknown fields whose paths are known to the caller.
    pub(crate) fn forget_unknown(&mut self, known: impl Fn(&str) -> bool) {
        if let Some(found) = &mut self.drift {
            found.retain(|drift| drift.kind != DriftKind::UnknownField || !known(&drift.path));
        }
    }

    fn refuse(&mut self, target: &Destination<'_>, found: impl FnOnce() -> String) -> Stopped {
        if self.trying {
            self.mismatch = Some(Mismatch::default());
            return Stopped;
        }
        let expected = expected(target);
        self.mismatch = Some(Mismatch { path: self.path(), expected, found: found() });
        Stopped
    }

    fn note_coercion(&mut self, target: &Destination<'_>, value: JsonScalar<'_>) {
        if self.in_delimited {
            return;
        }
        self.coerced += 1;
        if is_usual(target, value) {
            return;
        }
        let kind = DriftKind::Coerced { expected: expected(target), found: kind(value) };
        // A string with encoded content may contain a secret.
        let hidden = matches!(
            target,
            Destination::Secret(_) | Destination::JsonString(_) | Destination::Delimited(..)
        );
        self.note(kind, || (!hidden).then(|| drift::truncated(&plain(value), MAX_SHOWN)));
    }

    /// Records a container found in place of a string that encodes it.
    fn unwrapped(&mut self, target: &Destination<'_>, found: &'static str) {
        self.coerced += 1;
        self.note(DriftKind::Coerced { expected: expected(target), found }, || None);
    }

    fn unlisted(&mut self, value: impl FnOnce() -> Option<String>) {
        self.coerced += 1;
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

    /// Formats the path: `$.data.properties[3].code`, `$["odd key"]`, `$.data→.code` for JSON in a string.
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

    /// Records drift. The creator of the reader adds the endpoint.
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

/// Describes a body that is not the expected JSON. The contents are left out, because they may be a token. The beginning
/// of HTML is shown, because it identifies the gateway.
fn described(error: &serde_json::Error, text: &str) -> String {
    let text = text.trim_start();
    match text.chars().next() {
        None => "an empty body".to_owned(),
        Some('<') => format!("HTML or XML: {:?}", drift::truncated(text, MAX_SHOWN)),
        _ if !error.is_data() => error.to_string(),
        Some('[') => "a list".to_owned(),
        Some('"') => "a string".to_owned(),
        Some('n') => "null".to_owned(),
        Some('t' | 'f') => "a boolean".to_owned(),
        Some(_) => "a number".to_owned(),
    }
}

/// Appends a key to a path: `.properties`, `["odd key"]`.
pub(crate) fn push_key(path: &mut String, key: &str) {
    let ordinary = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '$');
    if !key.is_empty() && key.chars().all(ordinary) {
        path.push('.');
        path.push_str(key);
    } else {
        path.push_str(&format!("[{key:?}]"));
    }
}
