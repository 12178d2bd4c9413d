//! Tokens: fetched once, renewed early, shared by all calls of a client.
//!
//! [`Authenticator`] says how to sign in; [`TokenCell`] says when. One renewal is in flight however many callers wait.
//! It is a shared future that every waiter polls, so nothing is spawned and no runtime is assumed: a caller who is
//! cancelled leaves the rest to the others, and when the last one leaves the renewal goes with him.
//!
//! Every token has a generation. A refusal names the generation it was made with, and only ends that one: a late refusal
//! of an old token does not cost a fresh one.

use std::collections::hash_map::RandomState;
use std::fmt;
use std::hash::BuildHasher;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use futures_util::FutureExt;
use futures_util::future::{Shared, WeakShared};

use crate::client::Core;
use crate::error::Error;
use crate::transport::BoxFuture;
use crate::types::Secret;

/// Knows how to get a token.
///
/// It makes its calls through the [`Core`] it is given, to endpoints that need no token themselves.
pub trait Authenticator: Send + Sync + 'static {
    /// Signs in.
    fn sign_in<'a>(&'a self, core: &'a Core) -> BoxFuture<'a, Result<Token, Error>>;

    /// Renews a token that still lives. Unless it is overridden, it signs in anew.
    fn renew<'a>(
        &'a self,
        core: &'a Core,
        current: &'a Token,
    ) -> BoxFuture<'a, Result<Token, Error>> {
        let _ = current;
        self.sign_in(core)
    }
}

/// A token and how long it is good for. Unless told otherwise it never expires.
#[derive(Debug, Clone)]
pub struct Token {
    secret: Secret,
    lifetime: Option<Duration>,
    renew_after: Option<Duration>,
}

impl Token {
    /// A token, exactly as its header carries it.
    pub fn new(secret: impl Into<Secret>) -> Self {
        Self { secret: secret.into(), lifetime: None, renew_after: None }
    }

    /// How long it is good for, from the moment in which signing in began.
    #[must_use]
    pub fn lives_for(mut self, lifetime: Duration) -> Self {
        self.lifetime = Some(lifetime);
        self
    }

    /// When to renew it early, from the same moment. Moved by up to 10 % either way, so that many clients do not renew
    /// at once, and never later than after 90 % of the lifetime. Unless told otherwise: after 80 % of the lifetime.
    #[must_use]
    pub fn renew_after(mut self, age: Duration) -> Self {
        self.renew_after = Some(age);
        self
    }

    /// The token, exactly as its header carries it.
    pub fn secret(&self) -> &Secret {
        &self.secret
    }

    /// The age at which to renew, moved by `jitter` (-1 to 1).
    fn renewal_age(&self, jitter: f64) -> Option<Duration> {
        let wanted = self.renew_after.or(self.lifetime.map(|lifetime| lifetime.mul_f64(0.8)))?;
        // Saturates where the duration would overflow: such a token is never renewed.
        let moved = Duration::try_from_secs_f64(wanted.as_secs_f64() * (1.0 + 0.1 * jitter))
            .unwrap_or(Duration::MAX);
        Some(self.lifetime.map_or(moved, |lifetime| moved.min(lifetime.mul_f64(0.9))))
    }
}

/// A token in use.
pub(crate) struct Held {
    pub(crate) token: Token,
    pub(crate) generation: u64,
    expires: Option<Instant>,
}

impl Held {
    fn lives(&self, now: Instant) -> bool {
        self.expires.is_none_or(|expires| now < expires)
    }
}

/// The token of a client.
pub(crate) struct TokenCell {
    authenticator: Arc<dyn Authenticator>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    current: Option<Arc<Held>>,
    renew_at: Option<Instant>,
    flight: Option<Flight>,
    /// Counts tokens and flights alike.
    count: u64,
}

/// A renewal under way. It lives only as long as someone waits for it.
struct Flight {
    number: u64,
    purpose: Purpose,
    landing: WeakShared<Landing>,
}

#[derive(Clone, Copy, PartialEq)]
enum Purpose {
    SignIn,
    Renew,
}

type Landing = BoxFuture<'static, Result<Arc<Held>, Error>>;

/// What a caller who needs a token does.
enum Plan {
    Use(Arc<Held>),
    /// Wait; if that fails, the old token is still good.
    Wait(Shared<Landing>, Option<Arc<Held>>),
}

/// A failed early renewal is not tried again at once: every caller would wait for it.
const PAUSE_AFTER_FAILURE: Duration = Duration::from_secs(30);

impl TokenCell {
    pub(crate) fn new(authenticator: Arc<dyn Authenticator>) -> Self {
        Self { authenticator, state: Mutex::default() }
    }

    /// A token that lives. Waits only if there is none, or if it is this caller's turn to renew.
    pub(crate) async fn get(&self, core: &Core) -> Result<Arc<Held>, Error> {
        match self.plan(core, Instant::now()) {
            Plan::Use(held) => Ok(held),
            Plan::Wait(landing, old) => {
                let landed = landing.await;
                landed.or_else(|error| old.filter(|held| held.lives(Instant::now())).ok_or(error))
            }
        }
    }

    /// The token of this generation was refused: nobody uses it any more.
    pub(crate) fn refused(&self, generation: u64) {
        let mut state = self.lock();
        if state.current.as_ref().is_some_and(|held| held.generation == generation) {
            state.current = None;
            // Renewing a refused token may hand out the same token once more: sign in instead.
            state.flight.take_if(|flight| flight.purpose == Purpose::Renew);
        }
    }

    /// Renews now, whatever the age of the token, or joins whoever is renewing.
    pub(crate) async fn renew(&self, core: &Core) -> Result<(), Error> {
        let landing = {
            let mut state = self.lock();
            let purpose = if state.current.is_some() { Purpose::Renew } else { Purpose::SignIn };
            state.under_way().unwrap_or_else(|| self.depart(core, &mut state, purpose))
        };
        landing.await.map(drop)
    }

    fn plan(&self, core: &Core, now: Instant) -> Plan {
        let mut state = self.lock();
        let Some(held) = state.current.clone().filter(|held| held.lives(now)) else {
            let landing =
                state.under_way().unwrap_or_else(|| self.depart(core, &mut state, Purpose::SignIn));
            return Plan::Wait(landing, None);
        };
        let due = state.renew_at.is_some_and(|due| due <= now);
        if !due || state.under_way().is_some() {
            return Plan::Use(held);
        }
        Plan::Wait(self.depart(core, &mut state, Purpose::Renew), Some(held))
    }

    /// Starts a renewal. It runs when someone polls it.
    fn depart(&self, core: &Core, state: &mut State, purpose: Purpose) -> Shared<Landing> {
        state.count += 1;
        let number = state.count;
        let journey = journey(
            core.clone(),
            Arc::clone(&self.authenticator),
            purpose,
            state.current.clone(),
            number,
        );
        let landing = journey.boxed().shared();
        state.flight = landing.downgrade().map(|landing| Flight { number, purpose, landing });
        landing
    }

    /// A renewal ended. One that was overtaken by a refusal changes nothing for others.
    fn land(
        &self,
        number: u64,
        token: Result<(Token, Instant), Error>,
    ) -> Result<Arc<Held>, Error> {
        let mut state = self.lock();
        let ours = state.flight.take_if(|flight| flight.number == number).is_some();
        match token {
            Ok((token, since)) => {
                let renewal = token.renewal_age(jitter()).and_then(|age| since.checked_add(age));
                let expires = token.lifetime.and_then(|lifetime| since.checked_add(lifetime));
                let held = Arc::new(Held { token, generation: number, expires });
                if ours {
                    state.current = Some(Arc::clone(&held));
                    state.renew_at = renewal;
                }
                Ok(held)
            }
            Err(error) => {
                if ours {
                    state.renew_at = Instant::now().checked_add(PAUSE_AFTER_FAILURE);
                }
                Err(error)
            }
        }
    }

    /// A panic elsewhere while the lock was held leaves nothing half done: every change is a plain assignment.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn under_way(&self) -> Option<Shared<Landing>> {
        self.flight.as_ref()?.landing.upgrade()
    }
}

/// Gets a token and puts it into the client's cell. Holds the client itself, so that it needs nobody's borrow.
async fn journey(
    core: Core,
    authenticator: Arc<dyn Authenticator>,
    purpose: Purpose,
    current: Option<Arc<Held>>,
    number: u64,
) -> Result<Arc<Held>, Error> {
    let began = Instant::now();
    let token = match (purpose, &current) {
        (Purpose::Renew, Some(held)) => match authenticator.renew(&core, &held.token).await {
            // Whoever waits by now has no other token.
            Err(_) if !held.lives(Instant::now()) => authenticator.sign_in(&core).await,
            renewed => renewed,
        },
        _ => authenticator.sign_in(&core).await,
    };
    let token = token.map(|token| (token, began));
    match core.token_cell() {
        Some(cell) => cell.land(number, token),
        None => Err(Error::custom(crate::ErrorKind::SignIn, "the client has no authenticator")),
    }
}

/// A number between -1 and 1 that differs from process to process and call to call; it needs no quality beyond that.
fn jitter() -> f64 {
    let bits = RandomState::new().hash_one(0_u8) >> 11;
    bits as f64 / (1_u64 << 52) as f64 - 1.0
}

impl fmt::Debug for TokenCell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokenCell").finish_non_exhaustive()
    }
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

    #[test]
    fn jitter_stays_in_its_bounds_and_varies() {
        let values: Vec<f64> = (0..100).map(|_| jitter()).collect();
        assert!(values.iter().all(|value| (-1.0..=1.0).contains(value)));
        assert!(values.iter().any(|value| *value > 0.0) && values.iter().any(|value| *value < 0.0));
    }
}
