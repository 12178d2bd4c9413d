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
    /// Advice on resolving it.
    pub remedy: LocalizedText,
    /// The name of its error set; `None` if the endpoint declares it.
    pub set: Option<String>,
    /// Its place in the description.
    pub span: Span,
}

impl ErrorCode {
    /// Returns true if another entry is equal apart from its place.
    pub fn same_meaning(&self, other: &Self) -> bool {
        let facts = |one: &Self| (one.code, one.kind, one.retryable);
        facts(self) == facts(other)
            && self.name == other.name
            && self.doc == other.doc
            && self.remedy == other.remedy
    }
}

/// The kind of a failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErrorKind {
    /// The token or the credentials are rejected.
    SignIn,
    /// The caller lacks a permission.
    Permission,
    /// A quota or a rate limit is exceeded.
    Quota,
    /// A resource that the call refers to does not exist.
    NotFound,
    /// The request is invalid.
    BadInput,
    /// The request conflicts with the state of the resource.
    Conflict,
    /// The device cannot execute the request.
    Device,
    /// The server has an internal error.
    Server,
    /// Any other failure.
    Refused,
}

impl ErrorKind {
    /// All kinds.
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

    /// Its spelling in a description: `not_found`.
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
