//! Tokens: fetched once, renewed early, shared by all calls of a client.

mod backoff;
mod cache;
mod cooldown;
mod source;
mod token;

pub(crate) use self::cache::{IssuedToken, TokenCache};
pub(crate) use self::source::TokenSource;
pub use self::token::{Token, TokenStore};
