//! Differences between responses and their description.
//!
//! Coercion lets a call succeed although the response differs from the description; drift reports the difference. It is
//! collected only if the client has a listener, and at most [`LIMIT`] times per response, which bounds the cost of a long
//! list.

use std::fmt;

/// A difference between a response and its description.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Drift {
    /// `group.endpoint`.
    pub endpoint: &'static str,
    /// The path in the response: `$.data.properties[3].code`.
    pub path: String,
    /// The kind of difference.
    pub kind: DriftKind,
    /// The value, truncated to 40 characters. Secrets and the contents of unknown fields are left out.
    pub value: Option<String>,
    /// The code, for [`DriftKind::UnlistedCode`].
    pub code: Option<i64>,
}

/// The kind of a [`Drift`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum DriftKind {
    /// A field that the description does not list.
    UnknownField,
    /// A value that an enum does not list.
    UnlistedValue,
    /// A value of another JSON type, which was converted.
    Coerced {
        /// The described type: `an integer`.
        expected: &'static str,
        /// The JSON type of the value: `a string`.
        found: &'static str,
    },
    /// A code that no error set lists.
    UnlistedCode,
}

/// The most differences that are kept per response: more than a person reads, and cheap to keep while decoding.
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

/// Truncates a text to a number of characters and marks the cut with an ellipsis.
pub(crate) fn truncated(text: &str, characters: usize) -> String {
    match text.char_indices().nth(characters) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
