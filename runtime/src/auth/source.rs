//! The client as seen by its token cache.

use super::{Token, TokenCache};
use crate::error::Error;
use crate::transport::{BoxFuture, Transport};

/// The source of a client's tokens: the client, which owns the cache and knows how to sign in.
pub(crate) trait TokenSource: Clone + Send + Sync + 'static {
    /// The cache for the tokens of this source; `None` if there is nothing to sign in with.
    fn cache(&self) -> Option<&TokenCache>;
    fn transport(&self) -> &dyn Transport;
    fn sign_in(&self) -> BoxFuture<'_, Result<Token, Error>>;
    fn renew<'a>(&'a self, current: &'a Token) -> BoxFuture<'a, Result<Token, Error>>;
}
