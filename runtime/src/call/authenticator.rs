//! Authenticators.

use super::Core;
use crate::auth::Token;
use crate::error::Error;
use crate::transport::BoxFuture;

/// Signs a client in.
///
/// An authenticator makes its calls through the given [`Core`], to endpoints that need no token.
pub trait Authenticator: Send + Sync + 'static {
    /// Signs in and returns a new token.
    ///
    /// # Errors
    ///
    /// Fails if no token is issued. The error becomes the source of the error of each call that waits for the token.
    fn sign_in<'a>(&'a self, core: &'a Core) -> BoxFuture<'a, Result<Token, Error>>;

    /// Renews a token that has not expired. The default is a new sign-in. If the same token is returned, its expiry stays.
    ///
    /// # Errors
    ///
    /// Fails if no token is issued. The client then uses the current token until it expires.
    fn renew<'a>(
        &'a self,
        core: &'a Core,
        current: &'a Token,
    ) -> BoxFuture<'a, Result<Token, Error>> {
        let _ = current;
        self.sign_in(core)
    }
}
