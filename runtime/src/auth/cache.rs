//! The cache of a client's token.
//!
//! At most one renewal runs, however many callers wait for it. It is a shared future that each waiter polls, so nothing is
//! spawned and no runtime is required. If a caller is cancelled, the others continue; if the last one is cancelled, the
//! renewal is dropped.
//!
//! Each token has a generation. A rejection invalidates only the generation that it was made with, so a late rejection of an
//! old token does not invalidate a new one.
//!
//! Sign-ins without an accepted token back off exponentially, from [`FIRST_DELAY`] to [`MAX_DELAY`]. Thus neither a wrong
//! secret nor a server that rejects new tokens causes a flood of requests. A single endpoint that rejects tokens which
//! others accept has a cooldown of its own (`cooldown.rs`).

use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use backon::ExponentialBackoff;
use futures_util::FutureExt;
use futures_util::future::{Shared, WeakShared};
use tokio::time::Instant;

use super::backoff::{FIRST_DELAY, MAX_DELAY, delays};
use super::cooldown::Cooldowns;
use super::{Token, TokenSource, TokenStore};
use crate::error::{Error, ErrorKind};
use crate::transport::{BoxFuture, within};

/// A token in use.
pub(crate) struct IssuedToken {
    pub(crate) token: Token,
    generation: u64,
    issued_at: Instant,
    expires: Option<Instant>,
    rejected: AtomicBool,
    accepted: AtomicBool,
}

impl IssuedToken {
    fn is_valid(&self, now: Instant) -> bool {
        !self.rejected.load(Ordering::Relaxed) && self.expires.is_none_or(|expires| now < expires)
    }

    fn is_same(&self, token: &Token) -> bool {
        self.token.secret() == token.secret()
    }
}

/// The token of a client.
pub(crate) struct TokenCache {
    store: Option<Arc<dyn TokenStore>>,
    state: Mutex<State>,
    cooldowns: Cooldowns,
}

#[derive(Default)]
struct State {
    /// The latest token, even if it is rejected or expired.
    current: Option<Arc<IssuedToken>>,
    renew_at: Option<Instant>,
    renewal: Option<Renewal>,
    backoff: Option<Backoff>,
    /// The number of renewals so far, which is also the generation of the next token.
    count: u64,
}

/// A running renewal. It exists only while a caller waits for it.
struct Renewal {
    number: u64,
    purpose: Purpose,
    future: WeakShared<RenewalFuture>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Purpose {
    SignIn,
    Renew,
}

/// The delay of further sign-ins after sign-ins that failed, or whose tokens were rejected at once.
struct Backoff {
    delays: ExponentialBackoff,
    until: Instant,
    /// The failure of the last sign-in; `None` if it succeeded.
    error: Option<Error>,
}

type RenewalFuture = BoxFuture<'static, Result<Arc<IssuedToken>, Error>>;

/// The next step of a caller that needs a token.
enum Plan {
    Use(Arc<IssuedToken>),
    /// Wait for the renewal. If it fails, use the current token, if there is one.
    Wait(Shared<RenewalFuture>, Option<Arc<IssuedToken>>),
    /// Return the failure of the last sign-in.
    Fail(Error),
}

/// The longest delay of another early renewal after one failed. It is at most a quarter of the remaining lifetime. Without
/// a delay, each caller would wait for another attempt.
const MAX_POSTPONEMENT: Duration = Duration::from_secs(30);

/// The time that a call waits for an early renewal before it uses the current token.
const EARLY_RENEWAL_TIMEOUT: Duration = Duration::from_secs(5);

impl TokenCache {
    pub(crate) fn new(store: Option<Arc<dyn TokenStore>>) -> Self {
        Self { store, state: Mutex::default(), cooldowns: Cooldowns::default() }
    }

    /// Returns a valid token. Waits only if there is none, or if an early renewal is due and none is running.
    pub(crate) async fn get<S: TokenSource>(&self, source: &S) -> Result<Arc<IssuedToken>, Error> {
        match self.plan(source, Instant::now()) {
            Plan::Use(issued) => Ok(issued),
            Plan::Fail(error) => Err(error),
            Plan::Wait(renewal, None) => renewal.await,
            // Boxed because it is rare: otherwise the future of each call would reserve space for it.
            Plan::Wait(renewal, Some(current)) => {
                Box::pin(self.get_early(source, renewal, current)).await
            }
        }
    }

    /// Returns the new token, or the current one if the renewal fails or takes long. A call that has a valid token should
    /// not fail because of a failed sign-in.
    async fn get_early<S: TokenSource>(
        &self,
        source: &S,
        renewal: Shared<RenewalFuture>,
        current: Arc<IssuedToken>,
    ) -> Result<Arc<IssuedToken>, Error> {
        let renewed = within(source.transport(), EARLY_RENEWAL_TIMEOUT, renewal).await;
        if renewed.is_none() {
            self.lock().postpone();
        }
        match renewed {
            Some(Ok(issued)) => Ok(issued),
            Some(Err(error)) if !current.is_valid(Instant::now()) => Err(error),
            Some(Err(_)) | None => Ok(current),
        }
    }

    /// Returns the latest token, even if it is no longer valid.
    pub(crate) fn latest(&self) -> Option<Arc<IssuedToken>> {
        self.lock().current.clone()
    }

    /// Records that an endpoint accepted the token, which ends the backoff of sign-ins.
    pub(crate) fn accepted(&self, issued: &IssuedToken, endpoint: &'static str) {
        self.cooldowns.end(endpoint);
        if !issued.accepted.swap(true, Ordering::Relaxed) {
            self.lock().backoff = None;
        }
    }

    /// Records that an endpoint rejected the token, which invalidates it. Returns whether a replay with another token may
    /// help.
    pub(crate) fn rejected(&self, issued: &IssuedToken, endpoint: &'static str) -> bool {
        if self.cooldowns.is_active(endpoint) {
            return false;
        }
        let mut state = self.lock();
        if state.current.as_ref().is_none_or(|current| current.generation != issued.generation) {
            return true;
        }
        if issued.rejected.load(Ordering::Relaxed) {
            return true;
        }
        if !issued.accepted.load(Ordering::Relaxed) && !state.back_off(None) {
            return false;
        }
        issued.rejected.store(true, Ordering::Relaxed);
        // A renewal of a rejected token may return the same token, so the next step is a sign-in.
        state.renewal.take_if(|renewal| renewal.purpose == Purpose::Renew);
        true
    }

    /// Records that an endpoint which rejected a token at `since` also rejected this one.
    pub(crate) fn rejected_again(
        &self,
        issued: &IssuedToken,
        endpoint: &'static str,
        since: Instant,
    ) {
        // A token issued before may have expired meanwhile.
        if issued.issued_at >= since {
            self.cooldowns.begin(endpoint);
        }
    }

    /// Renews the token regardless of its age, or waits for the running renewal.
    pub(crate) async fn renew<S: TokenSource>(&self, source: &S) -> Result<(), Error> {
        let renewal = {
            let mut state = self.lock();
            let now = Instant::now();
            let is_valid = state.current.as_ref().is_some_and(|issued| issued.is_valid(now));
            let purpose = if is_valid { Purpose::Renew } else { Purpose::SignIn };
            state.running().unwrap_or_else(|| start(source, &mut state, purpose))
        };
        renewal.await.map(drop)
    }

    fn plan<S: TokenSource>(&self, source: &S, now: Instant) -> Plan {
        let mut state = self.lock();
        let Some(issued) = state.current.clone().filter(|issued| issued.is_valid(now)) else {
            return plan_sign_in(source, &mut state, now);
        };
        let is_due = state.renew_at.is_some_and(|due| due <= now);
        if !is_due || state.running().is_some() {
            return Plan::Use(issued);
        }
        Plan::Wait(start(source, &mut state, Purpose::Renew), Some(issued))
    }

    /// Ends a renewal. One that a rejection has superseded does not change the state.
    fn finish(
        &self,
        number: u64,
        result: Result<(Token, Instant), Error>,
    ) -> Result<Arc<IssuedToken>, Error> {
        let mut state = self.lock();
        let is_current = state.renewal.take_if(|renewal| renewal.number == number).is_some();
        match result {
            Ok((token, since)) => Ok(state.accept(number, token, since, is_current)),
            Err(error) => {
                if is_current {
                    state.fail(&error);
                }
                Err(error)
            }
        }
    }

    /// Locks the state. A panic while the lock was held leaves it consistent, because each change is an assignment.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Loads the token of the store, if it differs from the current one.
    async fn load(&self, current: Option<&IssuedToken>) -> Option<Token> {
        let found = self.store.as_ref()?.load(current.map(|issued| &issued.token)).await?;
        let is_new = current.is_none_or(|issued| !issued.is_same(&found));
        (is_new && found.lifetime() != Some(Duration::ZERO)).then_some(found)
    }

    async fn fetch<S: TokenSource>(
        &self,
        source: &S,
        purpose: Purpose,
        current: Option<&IssuedToken>,
    ) -> Result<Token, Error> {
        let token = match (purpose, current) {
            (Purpose::Renew, Some(issued)) => match source.renew(&issued.token).await {
                // Callers have no other token by now.
                Err(_) if !issued.is_valid(Instant::now()) => source.sign_in().await,
                renewed => renewed,
            },
            (Purpose::Renew, None) | (Purpose::SignIn, _) => source.sign_in().await,
        }?;
        if let Some(store) = &self.store {
            store.save(&token).await;
        }
        Ok(token)
    }
}

fn plan_sign_in<S: TokenSource>(source: &S, state: &mut State, now: Instant) -> Plan {
    if let Some(renewal) = state.running() {
        return Plan::Wait(renewal, None);
    }
    match state.failure(now) {
        Some(error) => Plan::Fail(error),
        None => Plan::Wait(start(source, state, Purpose::SignIn), None),
    }
}

/// Creates a renewal, which runs when it is polled.
fn start<S: TokenSource>(source: &S, state: &mut State, purpose: Purpose) -> Shared<RenewalFuture> {
    state.count += 1;
    let number = state.count;
    let future = run(source.clone(), purpose, state.current.clone(), number).boxed().shared();
    state.renewal = future.downgrade().map(|future| Renewal { number, purpose, future });
    future
}

/// Fetches a token and stores it in the cache. Owns the source, because waiters share the future.
async fn run<S: TokenSource>(
    source: S,
    purpose: Purpose,
    current: Option<Arc<IssuedToken>>,
    number: u64,
) -> Result<Arc<IssuedToken>, Error> {
    let missing = || Error::custom(ErrorKind::SignIn, "the client has no authenticator");
    let cache = source.cache().ok_or_else(missing)?;
    let began = Instant::now();
    let token = match cache.load(current.as_deref()).await {
        Some(token) => Ok(token),
        None => cache.fetch(&source, purpose, current.as_deref()).await,
    };
    match &token {
        Ok(_) => tracing::debug!(?purpose, latency = ?began.elapsed(), "token issued"),
        Err(error) => tracing::warn!(?purpose, %error, "no token could be obtained"),
    }
    cache.finish(number, token.map(|token| (token, began)))
}

impl State {
    fn running(&self) -> Option<Shared<RenewalFuture>> {
        self.renewal.as_ref()?.future.upgrade()
    }

    /// Returns the failure of the last sign-in, while its backoff lasts.
    fn failure(&self, now: Instant) -> Option<Error> {
        let backoff = self.backoff.as_ref().filter(|backoff| now < backoff.until)?;
        backoff.error.clone()
    }

    /// Extends the backoff after a sign-in without an accepted token. For a rejected token during the backoff, returns
    /// `false` and changes nothing: another sign-in must wait.
    fn back_off(&mut self, error: Option<Error>) -> bool {
        let now = Instant::now();
        if error.is_none() && self.backoff.as_ref().is_some_and(|backoff| now < backoff.until) {
            return false;
        }
        let mut delays = self.backoff.take().map_or_else(delays, |backoff| backoff.delays);
        let until = now + delays.next().unwrap_or(MAX_DELAY);
        self.backoff = Some(Backoff { delays, until, error });
        true
    }

    /// Stores a new token. If the source returned the current token again, it keeps its generation and expiry.
    fn accept(
        &mut self,
        generation: u64,
        token: Token,
        since: Instant,
        is_current: bool,
    ) -> Arc<IssuedToken> {
        if let Some(backoff) = &mut self.backoff {
            backoff.error = None;
        }
        let renew_at = token.renewal_age(jitter()).and_then(|age| since.checked_add(age));
        let now = Instant::now();
        let current = self.current.clone().filter(|issued| issued.is_valid(now));
        if let Some(same) = current.filter(|issued| is_current && issued.is_same(&token)) {
            let halfway = |expires: Instant| now + ((expires - now) / 2).max(FIRST_DELAY);
            self.renew_at = same.expires.map(halfway).or(renew_at);
            return same;
        }
        let expires = token.lifetime().and_then(|lifetime| since.checked_add(lifetime));
        let (rejected, accepted) = <(AtomicBool, AtomicBool)>::default();
        let issued = IssuedToken { token, generation, issued_at: now, expires, rejected, accepted };
        let issued = Arc::new(issued);
        if is_current {
            self.current = Some(Arc::clone(&issued));
            self.renew_at = renew_at;
        }
        issued
    }

    fn fail(&mut self, error: &Error) {
        if !self.postpone() {
            self.back_off(Some(error.clone()));
        }
    }

    /// Postpones the next early renewal. Returns `false` if there is no valid token to renew.
    fn postpone(&mut self) -> bool {
        let now = Instant::now();
        let current = self.current.as_ref().filter(|issued| issued.is_valid(now));
        let Some(issued) = current else { return false };
        let remaining = issued.expires.map_or(Duration::MAX, |expires| expires - now);
        self.renew_at = now.checked_add((remaining / 4).clamp(FIRST_DELAY, MAX_POSTPONEMENT));
        true
    }
}

/// Returns a random number from -1 to 1. Clients must differ; the quality of randomness does not matter.
fn jitter() -> f64 {
    fastrand::f64() * 2.0 - 1.0
}

impl fmt::Debug for TokenCache {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokenCache").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn jitter_stays_in_its_bounds_and_varies() {
        let values: Vec<f64> = (0..100).map(|_| jitter()).collect();
        assert!(values.iter().all(|value| (-1.0..=1.0).contains(value)));
        assert!(values.iter().any(|value| *value > 0.0) && values.iter().any(|value| *value < 0.0));
    }
}
