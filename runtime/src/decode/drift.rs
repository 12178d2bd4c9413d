//! What the wire held and the description did not.
//!
//! Slack lets a call succeed where documentation and wire differ; drift says that they did. It is collected only when
//! someone listens, and at most [`LIMIT`] times per answer, so that a long list of equal surprises stays cheap.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

/// One difference between an answer and its description.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Drift {
    /// `group.endpoint`.
    pub endpoint: &'static str,
    /// Where in the answer: `$.data.properties[3].code`.
    pub path: String,
    /// What differs.
    pub kind: DriftKind,
    /// The value, cut to 40 characters; never a secret, and never the contents of an unknown field.
    pub value: Option<String>,
    /// The code, when it is a code that differs.
    pub code: Option<i64>,
}

/// What differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum DriftKind {
    /// A field that the description does not know.
    UnknownField,
    /// A value that an enum does not list.
    UnlistedValue,
    /// A value of another JSON type, accepted all the same.
    Coerced {
        /// What the description says: `an integer`.
        expected: &'static str,
        /// What was there: `a text`.
        found: &'static str,
    },
    /// A code that no error set lists.
    UnlistedCode,
}

/// Counts drift by endpoint, place and kind: what a service that runs for months reports once a day.
///
/// Indices into lists do not count, so that a list of a thousand equal surprises is one line. Give it to
/// `ClientBuilder::on_drift` behind an [`Arc`]; its `Display` is a report, the most frequent first.
///
/// ```
/// # use endpointc_runtime::DriftCounter;
/// # use std::sync::Arc;
/// let counter = Arc::new(DriftCounter::default());
/// let ear = Arc::clone(&counter);
/// // builder.on_drift(move |drift| ear.count(drift))
/// # let _ = ear;
/// assert_eq!(counter.to_string(), "");
/// ```
#[derive(Debug, Default)]
pub struct DriftCounter {
    counts: Mutex<BTreeMap<String, (u64, Option<String>)>>,
}

/// So many different surprises are counted; an answer whose keys are data must not fill the memory.
const MOST_LINES: usize = 1000;

impl DriftCounter {
    /// Counts one difference.
    pub fn count(&self, drift: &Drift) {
        let line = Drift { path: without_indices(&drift.path), value: None, ..drift.clone() };
        let line = line.to_string();
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        if counts.len() < MOST_LINES || counts.contains_key(&line) {
            counts.entry(line).or_insert_with(|| (0, drift.value.clone())).0 += 1;
        }
    }

    /// Each difference in words, and how often there was one like it; the most frequent first.
    pub fn counts(&self) -> Vec<(String, u64)> {
        let counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        let shown = |(line, (count, example)): (&String, &(u64, Option<String>))| {
            let example = example.as_ref().map(|value| format!(", such as {value:?}"));
            (format!("{line}{}", example.unwrap_or_default()), *count)
        };
        let mut counts: Vec<_> = counts.iter().map(shown).collect();
        counts.sort_by_key(|(_, count)| Reverse(*count));
        counts
    }
}

impl fmt::Display for DriftCounter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.counts().iter().try_for_each(|(line, count)| writeln!(f, "{count:>8} × {line}"))
    }
}

/// `$.data[3].code` as `$.data[].code`.
fn without_indices(path: &str) -> String {
    let mut parts = path.split('[');
    let mut shown = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        shown.push('[');
        shown.push_str(part.trim_start_matches(|c: char| c.is_ascii_digit()));
    }
    shown
}

/// Whoever listens.
pub(crate) type Listener = Arc<dyn Fn(&Drift) + Send + Sync>;

/// More than a person reads, little enough to keep while an answer is decoded.
pub(crate) const LIMIT: usize = 100;

impl fmt::Display for Drift {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.endpoint)?;
        match self.kind {
            DriftKind::UnknownField => write!(f, "unknown field at {}", self.path)?,
            DriftKind::UnlistedValue => write!(f, "unlisted value at {}", self.path)?,
            DriftKind::Coerced { expected, found } => {
                write!(f, "{found} instead of {expected} at {}", self.path)?
            }
            DriftKind::UnlistedCode => {
                write!(f, "unlisted code {}", self.code.unwrap_or_default())?
            }
        }
        match &self.value {
            Some(value) => write!(f, ": {value:?}"),
            None => Ok(()),
        }
    }
}

/// A text cut to so many characters, with a sign that it was cut.
pub(crate) fn cut(text: &str, characters: usize) -> String {
    match text.char_indices().nth(characters) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
