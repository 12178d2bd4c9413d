//! Authentication: how a token travels.

use super::{LocalizedText, Snippet};

/// The header of the token, and the responses that ask for a new one.
#[derive(Debug, Clone)]
pub struct Auth {
    /// The header that carries the token as it was received.
    pub header: String,
    /// HTTP statuses that say the token is refused.
    pub renew_on_status: Vec<u16>,
    /// Codes in the envelope that say the token is refused.
    pub renew_on_codes: Vec<i64>,
    /// Instructions for getting a token.
    pub doc: LocalizedText,
    /// An expression that signs in, without the builder of the client that it is called on.
    pub example: Option<Snippet>,
}
