//! Properties that all endpoints of an API share.

use super::CodeFact;

/// An API.
#[derive(Debug)]
pub struct Api {
    /// The name of the API, as in its description.
    pub name: &'static str,
    /// The authentication of calls; `None` if the API has no tokens.
    pub auth: Option<Auth>,
    /// The codes of the named error sets, in ascending order.
    pub codes: &'static [CodeFact],
    /// The keys of response fields that contain secrets.
    pub secrets: &'static [&'static str],
}

/// The header of the token, and the responses that require a new one.
#[derive(Debug)]
pub struct Auth {
    /// The header that carries the token.
    pub header: &'static str,
    /// HTTP statuses that require a new token.
    pub renew_on_status: &'static [u16],
    /// In-band codes that require a new token.
    pub renew_on_codes: &'static [i64],
}

/// The wrapper of responses. Each name is a key at the top level of the body.
#[derive(Debug)]
pub struct Envelope {
    /// The key of the in-band code; `None` if only the HTTP status decides.
    pub code: Option<&'static str>,
    /// The codes that mean success.
    pub success: &'static [i64],
    /// The key of the vendor's message.
    pub message: Option<&'static str>,
    /// The key of the payload; `None` if the payload is the whole body.
    pub data: Option<&'static str>,
    /// Other known keys, which are not reported as drift.
    pub others: &'static [&'static str],
}
