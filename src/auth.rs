//! Signing in to the platform, which is hand-written.
//!
//! A signed login is a user name, made of fields, and a password: the lower-case hex SHA-256 of
//! that user name followed by the access secret. The token is sent unchanged in `Authorization`,
//! without `Bearer`.
//!
//! A login contains the time, and the platform rejects a login that is more than 10 minutes off. The
//! error does not mention the clock, but each response has the server's `Date`. If the clocks differ,
//! the client signs in once more by the server's clock, and uses that clock from then on.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, SystemTime};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use endpointc_runtime::{Authenticator, BoxFuture, CallError, Error, Secret, Timestamp, Token};
use sha2::{Digest, Sha256};

use crate::token::AccessKeyLoginError;
use crate::types::AccessToken;
use crate::{Client, ClientBuilder, Core};

/// Lifetime of a token in the guide: 2 hours, although responses say 86,400 seconds.
const VALID: Duration = Duration::from_secs(2 * 60 * 60);

/// Half of the difference that the platform accepts (10 minutes, by an older page and the AMQP guide),
/// because the clocks of its servers may differ, too.
const TOLERANCE: Duration = Duration::from_secs(5 * 60);

/// An access key and its secret, from the console of the platform.
#[derive(Clone)]
pub struct AccessKey {
    key: String,
    secret: Secret,
    /// Milliseconds by which the platform's clock is ahead of the local one; 0 until a difference is detected.
    ahead: Arc<AtomicI64>,
}

/// User name and password of one sign-in. The platform's AMQP endpoint accepts the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedLogin {
    /// `ver=1&auth_mode=accessKey&…`, not encoded.
    pub username: String,
    /// 64 lower-case hex digits.
    pub password: Secret,
}

impl AccessKey {
    /// Creates an access key from the key and its secret.
    pub fn new(key: &str, secret: &str) -> Self {
        Self { key: key.to_owned(), secret: secret.into(), ahead: Arc::default() }
    }

    /// Signs a login for a point in time. The platform accepts it if the time is at most 10 minutes off.
    ///
    /// ```
    /// use quectel_openapi::{AccessKey, Timestamp};
    ///
    /// let login = AccessKey::new("key", "secret").sign(Timestamp::from_millis(1_743_059_249_391));
    /// assert!(login.username.ends_with("access_key=key&timestamp=1743059249391"));
    /// assert_eq!(login.password.expose().len(), 64);
    /// ```
    pub fn sign(&self, at: Timestamp) -> SignedLogin {
        let username = format!(
            "ver=1&auth_mode=accessKey&sign_method=sha256&access_key={}&timestamp={}",
            self.key,
            at.as_millis()
        );
        let digest = Sha256::digest(format!("{username}{}", self.secret.expose()));
        let digits: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
        SignedLogin { username, password: digits.into() }
    }
}

impl fmt::Debug for AccessKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("AccessKey").field("key", &self.key).finish_non_exhaustive()
    }
}

impl ClientBuilder {
    /// Signs in with an access key and its secret.
    pub fn access_key(self, key: &str, secret: &str) -> Self {
        self.authenticator(AccessKey::new(key, secret))
    }
}

impl Client {
    /// Renews the token now. The client renews it automatically before it expires.
    ///
    /// # Errors
    ///
    /// Fails if the platform rejects both the renewal and a new sign-in, if it cannot be reached, or if
    /// the client has no access key.
    pub async fn renew_token(&self) -> Result<(), Error> {
        self.core().renew_token().await.map_err(Error::with_texts::<AccessKeyLoginError>)
    }
}

impl Authenticator for AccessKey {
    fn sign_in<'a>(&'a self, core: &'a Core) -> BoxFuture<'a, Result<Token, Error>> {
        Box::pin(async move {
            match self.log_in(core).await {
                Err(error) if self.corrects_clock(&error) => self.log_in(core).await,
                outcome => outcome,
            }
        })
    }

    /// Renews the token at the refresh endpoint. If that fails, signs in again, because a revoked token
    /// cannot be renewed.
    fn renew<'a>(
        &'a self,
        core: &'a Core,
        current: &'a Token,
    ) -> BoxFuture<'a, Result<Token, Error>> {
        Box::pin(async move {
            let token = Client::from_core(core).token();
            match token.refresh_token(current.secret().expose()).await {
                Ok(renewed) => Ok(self.token(renewed)),
                Err(_) => self.sign_in(core).await,
            }
        })
    }
}

impl AccessKey {
    async fn log_in(&self, core: &Core) -> Result<Token, Error> {
        let login = self.sign(self.now());
        let token = Client::from_core(core).token();
        let answer = token.access_key_login(&login.username, login.password.expose()).await;
        // Without the texts of codes, programs that print no errors stay smaller.
        Ok(self.token(answer.map_err(CallError::without_texts)?))
    }

    /// The time by the platform's clock, by the last known difference.
    fn now(&self) -> Timestamp {
        let ours = Timestamp::from(SystemTime::now()).as_millis();
        Timestamp::from_millis(ours.saturating_add(self.ahead.load(Ordering::Relaxed)))
    }

    /// Adopts the server's clock after a rejected login. Returns true if the clocks differed, so that
    /// another attempt may succeed.
    fn corrects_clock(&self, error: &Error) -> bool {
        let Some(theirs) = error.server_time().filter(|_| error.code().is_some()) else {
            return false;
        };
        let off = theirs.as_millis().saturating_sub(self.now().as_millis());
        if u128::from(off.unsigned_abs()) <= TOLERANCE.as_millis() {
            return false;
        }
        let ahead = self.ahead.load(Ordering::Relaxed).saturating_add(off);
        self.ahead.store(ahead, Ordering::Relaxed);
        tracing::warn!(
            seconds = ahead / 1000,
            "this machine's clock is wrong: signing in by the platform's, which is ahead by this"
        );
        true
    }

    /// The shortest of the three documented lifetimes applies. The token is renewed after half of it, as
    /// the guide recommends.
    fn token(&self, answer: AccessToken) -> Token {
        // The table of the page has the one name, its examples have the other.
        let in_table = answer.expire_in.as_deref().and_then(|text| text.trim().parse().ok());
        let said = [answer.expires_in, in_table].into_iter().flatten();
        let said = said.filter_map(|seconds| u64::try_from(seconds).ok()).map(Duration::from_secs);
        let proven = Lifetime::of(answer.access_token.expose());
        let proven = proven.map(|lifetime| lifetime.left_at(self.now()));
        // A lifetime of zero would cause a sign-in for each call.
        let told = said.chain(proven).filter(|lifetime| !lifetime.is_zero());
        let lives = told.fold(VALID, Duration::min);
        Token::new(answer.access_token).lives_for(lives).renew_after(lives / 2)
    }
}

/// The period of validity in a token, in seconds since 1970.
struct Lifetime {
    issued: u64,
    expires: u64,
}

impl Lifetime {
    fn of(token: &str) -> Option<Self> {
        let payload = token.rsplit(' ').next()?.split('.').nth(1)?;
        let json = String::from_utf8(URL_SAFE_NO_PAD.decode(payload).ok()?).ok()?;
        // `serde_json::from_str` would be compiled again in this crate; `FromStr` is compiled in its own.
        let claims: serde_json::Value = json.parse().ok()?;
        let claim = |name| claims.get(name).and_then(serde_json::Value::as_u64);
        let lifetime = Self { issued: claim("iat")?, expires: claim("exp")? };
        (lifetime.issued <= lifetime.expires).then_some(lifetime)
    }

    /// The remaining lifetime. A token may have been issued earlier. If `now` is outside of the period,
    /// the clock is wrong, and the whole lifetime is assumed.
    fn left_at(&self, now: Timestamp) -> Duration {
        let now = u64::try_from(now.as_millis() / 1000).unwrap_or_default();
        let from = if (self.issued..self.expires).contains(&now) { now } else { self.issued };
        Duration::from_secs(self.expires - from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The worked example of the vendor's guide (Chinese edition).
    #[test]
    fn the_guides_example_is_signed_as_the_guide_says() {
        let key =
            AccessKey::new("24b9zicjuns41H6MDg71AMnP", "6AE3p2SnA9ShP7ofigrccoeeks8DDoteJ1jUUTEz");
        let login = key.sign(Timestamp::from_millis(1_743_059_249_391));
        assert_eq!(
            login.username,
            "ver=1&auth_mode=accessKey&sign_method=sha256\
             &access_key=24b9zicjuns41H6MDg71AMnP&timestamp=1743059249391"
        );
        assert_eq!(
            login.password.expose(),
            "34fe86986230670cba424cadd01ded50f04929de3bfb0b0aef033ccee314fed1"
        );
    }

    #[track_caller]
    fn check(expires_in: Option<i64>, token: &str, expected: Option<u64>) {
        let access_token = token.into();
        let answer = AccessToken { access_token, expires_in, ..AccessToken::default() };
        let expected = expected.map_or(VALID, Duration::from_secs);
        let shown = format!("{:?}", AccessKey::new("key", "secret").token(answer));
        let wanted = Token::new("x").lives_for(expected).renew_after(expected / 2);
        assert_eq!(shown, format!("{wanted:?}"));
    }

    #[test]
    fn the_earliest_lifetime_counts() {
        // {"iat":1618472962,"exp":1618559362}, a day, and {"iat":10,"exp":70}, a minute.
        let day = "QJWT x.eyJpYXQiOjE2MTg0NzI5NjIsImV4cCI6MTYxODU1OTM2Mn0.x";
        let minute = "QJWT x.eyJpYXQiOjEwLCJleHAiOjcwfQ.x";
        check(Some(86_400), day, None);
        check(Some(600), day, Some(600));
        check(Some(86_400), minute, Some(60));
        check(None, minute, Some(60));
        check(None, "no token of ours", None);
        check(Some(-1), "QJWT x.!.x", None);
        check(Some(0), "no token of ours", None);
    }

    #[test]
    fn a_lifetime_may_come_under_either_name() {
        let answer = AccessToken {
            access_token: "t".into(),
            expires_in: Some(600),
            expire_in: Some("60".to_owned()),
            ..AccessToken::default()
        };
        let token = AccessKey::new("key", "secret").token(answer);
        assert_eq!(token.lifetime(), Some(Duration::from_secs(60)));
    }

    #[test]
    fn a_token_that_was_handed_out_before_lives_only_for_the_rest() {
        let lifetime = Lifetime { issued: 1000, expires: 4600 };
        let check = |now: i64, left| {
            let now = Timestamp::from_millis(now * 1000);
            assert_eq!(lifetime.left_at(now), Duration::from_secs(left));
        };
        check(1000, 3600);
        check(2800, 1800);
        check(4599, 1);
        // A clock outside of the period.
        check(999, 3600);
        check(4600, 3600);
        check(-1, 3600);
    }

    #[test]
    fn secrets_are_not_shown() {
        let key = AccessKey::new("key", "sentinel");
        let login = key.sign(Timestamp::from_millis(1));
        let shown = format!("{key:?} {login:?}");
        assert!(!shown.contains("sentinel"), "{shown}");
        assert!(!shown.contains(login.password.expose()), "{shown}");
    }
}
