//! Reasons for not retrying.

/// The reason for not retrying a failure that may be temporary.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RetryStop {
    /// The call is not safe to repeat.
    NotRepeatable,
    /// The retry policy allows no more attempts.
    Attempts,
    /// The next attempt would begin after the call's deadline.
    Deadline,
    /// The client's retry budget is spent.
    Budget,
    /// The service rejected the token, and then a new one.
    Token,
}

impl RetryStop {
    pub(super) fn reason(self) -> &'static str {
        match self {
            Self::NotRepeatable => {
                "the call is not safe to repeat; check whether it took effect before calling again"
            }
            Self::Attempts => "the maximum number of attempts is reached",
            Self::Deadline => "the call's deadline would pass",
            Self::Token => "the service also rejected a new token; the next sign-in is delayed",
            Self::Budget => "too many calls fail, and the client's retry budget is spent",
        }
    }
}
