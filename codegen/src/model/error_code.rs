//! Documented failures.

use super::LocalizedText;
use crate::source::Span;

/// A documented failure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ErrorCode {
    /// The number in the envelope, or the HTTP status.
    pub code: i64,
    /// Its name in programs, in `snake_case`.
    pub name: String,
    /// The kind of failure.
    pub kind: ErrorKind,
    /// True if the same call may succeed later.
    pub retryable: bool,
    /// Its documentation.
    pub doc: LocalizedText,
    /// The remedy.
    pub remedy: LocalizedText,
    /// The named set it comes from; `None` when the endpoint itself declares it.
    pub set: Option<String>,
    /// Its place in the description.
    pub span: Span,
}

impl ErrorCode {
    /// Returns whether another entry says the same about the same code, wherever it stands.
    pub fn same_meaning(&self, other: &Self) -> bool {
        let facts = |one: &Self| (one.code, one.kind, one.retryable);
        facts(self) == facts(other)
            && self.name == other.name
            && self.doc == other.doc
            && self.remedy == other.remedy
    }
}

/// The kind of failure that a code stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErrorKind {
    /// The token or the credentials are not accepted.
    SignIn,
    /// The caller may not do this.
    Permission,
    /// Too much or too often.
    Quota,
    /// Something that the call names does not exist.
    NotFound,
    /// The call is wrong.
    BadInput,
    /// The call does not fit the present state.
    Conflict,
    /// The device cannot do it.
    Device,
    /// The server has a fault.
    Server,
    /// None of these.
    Refused,
}

impl ErrorKind {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::SignIn,
        Self::Permission,
        Self::Quota,
        Self::NotFound,
        Self::BadInput,
        Self::Conflict,
        Self::Device,
        Self::Server,
        Self::Refused,
    ];

    /// Its word in the description: `not_found`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::SignIn => "sign_in",
            Self::Permission => "permission",
            Self::Quota => "quota",
            Self::NotFound => "not_found",
            Self::BadInput => "bad_input",
            Self::Conflict => "conflict",
            Self::Device => "device",
            Self::Server => "server",
            Self::Refused => "refused",
        }
    }
}
