//! Authentication with a token.

use super::{LocalizedText, Snippet};

/// The header of the token, and the responses that reject it.
#[derive(Debug, Clone)]
pub struct Auth {
    /// The header that carries the token unchanged.
    pub header: String,
    /// HTTP statuses that reject the token.
    pub renew_on_status: Vec<u16>,
    /// Codes of the envelope that reject the token.
    pub renew_on_codes: Vec<i64>,
    /// Instructions for getting a token.
    pub doc: LocalizedText,
    /// A method call on the builder of the client that sets the credentials.
    pub example: Option<Snippet>,
}
