//! Documented failures.

use super::Text;
use crate::source::Span;

/// A documented failure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ErrorCode {
    /// The number in the envelope, or the HTTP status.
    pub code: i64,
    /// Its name in programs, in `snake_case`.
    pub name: String,
    /// What sort of failure it is.
    pub kind: Kind,
    /// Whether the same call may succeed later.
    pub retryable: bool,
    /// What it means.
    pub doc: Text,
    /// What helps against it.
    pub remedy: Text,
    /// The named set it comes from; `None` when the endpoint itself declares it.
    pub set: Option<String>,
    /// Where it is described.
    pub span: Span,
}

impl ErrorCode {
    /// Whether another entry says the same about the same code, wherever it stands.
    pub fn says_the_same(&self, other: &Self) -> bool {
        let facts = |one: &Self| (one.code, one.kind, one.retryable);
        facts(self) == facts(other)
            && self.name == other.name
            && self.doc == other.doc
            && self.remedy == other.remedy
    }
}

/// What sort of failure a code stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The token or the credentials are not accepted.
    SignIn,
    /// The caller may not do this.
    Permission,
    /// Too much or too often.
    Quota,
    /// What the call names does not exist.
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

impl Kind {
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
