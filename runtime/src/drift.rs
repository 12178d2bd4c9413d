//! What the wire held and the description did not.
//!
//! Slack lets a call succeed where documentation and wire differ; drift says that they did. It is collected only when
//! someone listens, and at most [`LIMIT`] times per answer, so that a long list of equal surprises stays cheap.

use std::fmt;
use std::sync::Arc;

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
