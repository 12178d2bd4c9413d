//! How this vendor signs in: the one piece of hand-written code that knows it.
//!
//! A signed login is a user name, made of fields, and a password: the lower-case hex SHA-256 of
//! that user name followed by the access secret. The token that comes back is sent as it is, in
//! `Authorization`, without `Bearer`.
//!
//! A login holds the time, and the platform refuses one that is more than 10 minutes off. Refusals do
//! not say so; but an answer carries the server's `Date`, so a machine whose clock is wrong signs in
//! once more by the server's clock, and stays with it.

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

/// The guide: "the token is valid for 2 hours", although answers say 86,400 seconds.
const VALID: Duration = Duration::from_secs(2 * 60 * 60);

/// Half of what the platform forgives (10 minutes, by an older page and the AMQP guide), so that a
/// clock that is just good enough for one server is corrected before it is too bad for another.
const TOLERANCE: Duration = Duration::from_secs(5 * 60);

/// An access key and its secret, as the console of the platform shows them.
#[derive(Clone)]
pub struct AccessKey {
    key: String,
    secret: Secret,
    /// How far the platform's clock is ahead of ours, in milliseconds, once it was noticed.
    ahead: Arc<AtomicI64>,
}

/// User name and password of one sign-in. The vendor's AMQP door takes the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedLogin {
    /// `ver=1&auth_mode=accessKey&…`, not encoded.
    pub username: String,
    /// 64 lower-case hex digits.
    pub password: Secret,
}

impl AccessKey {
    /// A key with its secret.
    pub fn new(key: &str, secret: &str) -> Self {
        Self { key: key.to_owned(), secret: secret.into(), ahead: Arc::default() }
    }

    /// Signs in for a moment, which the platform accepts if it is at most 10 minutes off.
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
    /// Renews the token now; the client does it by itself when it is time.
    ///
    /// # Errors
    ///
    /// The platform refused to renew it and to sign in anew, or could not be reached; or the
    /// client has no access key.
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

    /// Asks the refresh endpoint, and signs in anew if that fails: a token that was withdrawn
    /// cannot renew itself.
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
        // Who never prints an error shall not carry the texts of all codes.
        Ok(self.token(answer.map_err(CallError::without_texts)?))
    }

    /// The time by the platform's clock, as far as we know it.
    fn now(&self) -> Timestamp {
        let ours = Timestamp::from(SystemTime::now()).as_millis();
        Timestamp::from_millis(ours.saturating_add(self.ahead.load(Ordering::Relaxed)))
    }

    /// Whether a login was refused while the clocks differ, and may succeed now that they do not.
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

    /// The earliest of the three documented lifetimes counts; half of it is when the guide, too,
    /// would renew.
    fn token(&self, answer: AccessToken) -> Token {
        // The page's table names the one, its examples hold the other.
        let in_table = answer.expire_in.as_deref().and_then(|text| text.trim().parse().ok());
        let said = [answer.expires_in, in_table].into_iter().flatten();
        let said = said.filter_map(|seconds| u64::try_from(seconds).ok()).map(Duration::from_secs);
        let proven = Lifetime::of(answer.access_token.expose());
        let proven = proven.map(|lifetime| lifetime.left_at(self.now()));
        // A token that lives for no time at all would mean a sign-in for every call.
        let told = said.chain(proven).filter(|lifetime| !lifetime.is_zero());
        let lives = told.fold(VALID, Duration::min);
        Token::new(answer.access_token).lives_for(lives).renew_after(lives / 2)
    }
}

/// What a token says of itself, in seconds since 1970.
struct Lifetime {
    issued: u64,
    expires: u64,
}

impl Lifetime {
    fn of(token: &str) -> Option<Self> {
        let payload = token.rsplit(' ').next()?.split('.').nth(1)?;
        let json = String::from_utf8(URL_SAFE_NO_PAD.decode(payload).ok()?).ok()?;
        // `serde_json::from_str` would be compiled again in this crate; this was, once, in its own.
        let claims: serde_json::Value = json.parse().ok()?;
        let claim = |name| claims.get(name).and_then(serde_json::Value::as_u64);
        let lifetime = Self { issued: claim("iat")?, expires: claim("exp")? };
        (lifetime.issued <= lifetime.expires).then_some(lifetime)
    }

    /// What is left of it. A token may have been handed out before; but where the clock says that it
    /// is not issued yet or has ended already, the clock is wrong and the whole of it counts.
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
        // A clock that cannot be right.
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
