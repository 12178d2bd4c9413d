//! Tokens, and stores that share them.

use std::time::Duration;

use crate::transport::BoxFuture;
use crate::value::Secret;

/// A token and its lifetime. By default, it never expires.
#[derive(Debug, Clone)]
pub struct Token {
    secret: Secret,
    lifetime: Option<Duration>,
    renew_after: Option<Duration>,
}

impl Token {
    /// Creates a token from the exact value of its header.
    pub fn new(secret: impl Into<Secret>) -> Self {
        Self { secret: secret.into(), lifetime: None, renew_after: None }
    }

    /// Sets the lifetime, counted from the beginning of the sign-in.
    #[must_use]
    pub fn lives_for(mut self, lifetime: Duration) -> Self {
        self.lifetime = Some(lifetime);
        self
    }

    /// Sets the age at which the token is renewed early. The default is 80 % of the lifetime. The age varies at random by up
    /// to 10 %, so that clients do not renew at the same time, and is at most 90 % of the lifetime.
    #[must_use]
    pub fn renew_after(mut self, age: Duration) -> Self {
        self.renew_after = Some(age);
        self
    }

    /// Returns the exact value of the header.
    pub fn secret(&self) -> &Secret {
        &self.secret
    }

    /// Returns the lifetime, if one is set.
    pub fn lifetime(&self) -> Option<Duration> {
        self.lifetime
    }

    /// The age at which to renew, varied by `jitter` from -1 to 1.
    pub(super) fn renewal_age(&self, jitter: f64) -> Option<Duration> {
        let wanted = self.renew_after.or(self.lifetime.map(|lifetime| lifetime.mul_f64(0.8)))?;
        // On overflow, the token is never renewed.
        let moved = Duration::try_from_secs_f64(wanted.as_secs_f64() * (1.0 + 0.1 * jitter))
            .unwrap_or(Duration::MAX);
        Some(self.lifetime.map_or(moved, |lifetime| moved.min(lifetime.mul_f64(0.9))))
    }
}

/// Stores a token outside the client, so that processes or machines share one sign-in.
///
/// The client loads before each sign-in and renewal, and saves each new token. A store handles its own failures: if it
/// returns no token, the client signs in. Calls wait for both futures, so they should be short.
pub trait TokenStore: Send + Sync + 'static {
    /// Loads the stored token with its remaining lifetime ([`Token::lives_for`]). `outdated` is the token that the client
    /// wants to replace. If it is returned, the client ignores it.
    fn load<'a>(&'a self, outdated: Option<&'a Token>) -> BoxFuture<'a, Option<Token>>;

    /// Stores a token that was just issued.
    fn save<'a>(&'a self, token: &'a Token) -> BoxFuture<'a, ()>;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(token: Token, jitter: f64, seconds: Option<f64>) {
        assert_eq!(token.renewal_age(jitter).map(|age| age.as_secs_f64().round()), seconds);
    }

    #[test]
    fn renewal_is_early_jittered_and_never_after_ninety_percent() {
        let token = || Token::new("t");
        let hours = |hours: u64| Duration::from_secs(3600 * hours);
        check(token(), 1.0, None);
        check(token().lives_for(hours(10)), 0.0, Some(28_800.0));
        check(token().lives_for(hours(10)).renew_after(hours(5)), 1.0, Some(19_800.0));
        check(token().lives_for(hours(10)).renew_after(hours(5)), -1.0, Some(16_200.0));
        check(token().lives_for(hours(10)).renew_after(hours(20)), 0.0, Some(32_400.0));
        check(token().renew_after(hours(1)), 0.0, Some(3600.0));
    }

    #[test]
    fn endless_lifetimes_do_not_overflow() {
        let token = Token::new("t").lives_for(Duration::MAX).renew_after(Duration::MAX);
        assert!(token.renewal_age(1.0).is_some());
    }
}
