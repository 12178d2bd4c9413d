//! Tokens: fetched once, renewed early, shared by all calls of a client.
//!
//! [`Authenticator`] says how to sign in; [`TokenCell`] says when. One renewal is in flight however many callers wait.
//! It is a shared future that every waiter polls, so nothing is spawned and no runtime is assumed: a caller who is
//! cancelled leaves the rest to the others, and when the last one leaves the renewal goes with him.
//!
//! Every token has a generation. A refusal names the generation it was made with, and only ends that one: a late refusal
//! of an old token does not cost a fresh one.
//!
//! Neither a wrong secret nor a server that refuses whatever it has just handed out makes the client hammer it: sign-ins
//! that did not lead to an accepted token are a second apart, then two, four, up to [`LONGEST_PAUSE`]. The same goes for
//! a single endpoint that refuses them while others do not (`doubt.rs`).

mod cooldown;

use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use backon::{BackoffBuilder, ExponentialBackoff, ExponentialBuilder};
use futures_util::FutureExt;
use futures_util::future::{Shared, WeakShared};
use tokio::time::Instant;

use self::cooldown::Doubts;
use crate::call::client::Core;
use crate::error::Error;
use crate::transport::BoxFuture;
use crate::transport::timeout::within;
use crate::value::Secret;

/// Knows how to get a token.
///
/// It makes its calls through the [`Core`] it is given, to endpoints that need no token themselves.
pub trait Authenticator: Send + Sync + 'static {
    /// Signs in.
    fn sign_in<'a>(&'a self, core: &'a Core) -> BoxFuture<'a, Result<Token, Error>>;

    /// Renews a token that still lives. Unless it is overridden, it signs in anew. It may hand back the same token, which
    /// then lives no longer than before.
    fn renew<'a>(
        &'a self,
        core: &'a Core,
        current: &'a Token,
    ) -> BoxFuture<'a, Result<Token, Error>> {
        let _ = current;
        self.sign_in(core)
    }
}

/// Keeps a token outside of the client, where other processes or machines find it: then a fleet signs in once.
///
/// It is asked before every sign-in and renewal, and told about every new token. What goes wrong inside is its own
/// affair: without an answer the client signs in. Neither future should take long, since calls wait for it.
pub trait TokenStore: Send + Sync + 'static {
    /// The token that is kept, with the lifetime that is left of it ([`Token::lives_for`]). `outdated` is the one that
    /// this client has and wants to replace; the client takes no notice when it comes back.
    fn load<'a>(&'a self, outdated: Option<&'a Token>) -> BoxFuture<'a, Option<Token>>;

    /// Keeps a token that was handed out just now.
    fn save<'a>(&'a self, token: &'a Token) -> BoxFuture<'a, ()>;
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

    /// How long it is good for, if that was said.
    pub fn lifetime(&self) -> Option<Duration> {
        self.lifetime
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
    arrived: Instant,
    expires: Option<Instant>,
    refused: AtomicBool,
    accepted: AtomicBool,
}

impl Held {
    fn lives(&self, now: Instant) -> bool {
        !self.refused.load(Ordering::Relaxed) && self.expires.is_none_or(|expires| now < expires)
    }

    fn is_same(&self, token: &Token) -> bool {
        self.token.secret == token.secret
    }
}

/// The token of a client.
pub(crate) struct TokenCell {
    authenticator: Arc<dyn Authenticator>,
    store: Option<Arc<dyn TokenStore>>,
    state: Mutex<State>,
    doubts: Doubts,
}

#[derive(Default)]
struct State {
    /// The latest token, also when it is refused or expired.
    current: Option<Arc<Held>>,
    renew_at: Option<Instant>,
    flight: Option<Flight>,
    setback: Option<Setback>,
    /// Counts tokens and flights alike.
    count: u64,
}

/// A renewal under way. It lives only as long as someone waits for it.
struct Flight {
    number: u64,
    purpose: Purpose,
    landing: WeakShared<Landing>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Purpose {
    SignIn,
    Renew,
}

/// Sign-ins have failed, or their tokens were refused at once: no more of them before a certain moment.
struct Setback {
    delays: ExponentialBackoff,
    until: Instant,
    /// Why the last sign-in failed; `None` if it succeeded.
    error: Option<Error>,
}

type Landing = BoxFuture<'static, Result<Arc<Held>, Error>>;

/// What a caller who needs a token does.
enum Plan {
    Use(Arc<Held>),
    /// Wait; if that fails, the old token is still good.
    Wait(Shared<Landing>, Option<Arc<Held>>),
    /// Take the failure of the last sign-in for an answer.
    Fail(Error),
}

/// A failed early renewal is not tried again at once: every caller would wait for it. A quarter of what is left where
/// that is shorter.
const PAUSE_AFTER_FAILURE: Duration = Duration::from_secs(30);

/// How long a call waits for an early renewal before it goes on with the old token.
const EARLY_PATIENCE: Duration = Duration::from_secs(5);

/// The pause between the first two sign-ins that led to nothing, up to as much again by chance.
const FIRST_PAUSE: Duration = Duration::from_secs(1);

/// Long enough to be no burden, short enough that a repaired account works again within minutes.
const LONGEST_PAUSE: Duration = Duration::from_secs(120);

impl TokenCell {
    pub(crate) fn new(
        authenticator: Arc<dyn Authenticator>,
        store: Option<Arc<dyn TokenStore>>,
    ) -> Self {
        Self { authenticator, store, state: Mutex::default(), doubts: Doubts::default() }
    }

    /// A token that lives. Waits only if there is none, or if it is this caller's turn to renew.
    pub(crate) async fn get(&self, core: &Core) -> Result<Arc<Held>, Error> {
        match self.plan(core, Instant::now()) {
            Plan::Use(held) => Ok(held),
            Plan::Fail(error) => Err(error),
            Plan::Wait(landing, None) => landing.await,
            // In a box, because it is rare: without one, the future of each call would have room for it.
            Plan::Wait(landing, Some(old)) => Box::pin(self.get_early(core, landing, old)).await,
        }
    }

    /// The new token, or the old one if the new one fails or takes long: a call that could be made already should not
    /// fail because signing in does.
    async fn get_early(
        &self,
        core: &Core,
        landing: Shared<Landing>,
        old: Arc<Held>,
    ) -> Result<Arc<Held>, Error> {
        let landed = within(core.transport(), EARLY_PATIENCE, landing).await;
        if landed.is_none() {
            self.lock().postpone();
        }
        match landed {
            Some(Ok(held)) => Ok(held),
            Some(Err(error)) if !old.lives(Instant::now()) => Err(error),
            Some(Err(_)) | None => Ok(old),
        }
    }

    /// The latest token, whether it lives or not.
    pub(crate) fn present(&self) -> Option<Arc<Held>> {
        self.lock().current.clone()
    }

    /// A call with this token went through, so signing in leads somewhere.
    pub(crate) fn accepted(&self, held: &Held, endpoint: &'static str) {
        self.doubts.settle(endpoint);
        if !held.accepted.swap(true, Ordering::Relaxed) {
            self.lock().setback = None;
        }
    }

    /// An endpoint refused this token: nobody uses it any more. Says whether another try with another token makes sense.
    pub(crate) fn refused(&self, held: &Held, endpoint: &'static str) -> bool {
        if self.doubts.hold(endpoint) {
            return false;
        }
        let mut state = self.lock();
        if state.current.as_ref().is_none_or(|current| current.generation != held.generation) {
            return true;
        }
        if held.refused.load(Ordering::Relaxed) {
            return true;
        }
        if !held.accepted.load(Ordering::Relaxed) && !state.set_back(None) {
            return false;
        }
        held.refused.store(true, Ordering::Relaxed);
        // Renewing a refused token may hand out the same token once more: sign in instead.
        state.flight.take_if(|flight| flight.purpose == Purpose::Renew);
        true
    }

    /// An endpoint that had refused another token at `since` refused this one, too.
    pub(crate) fn refused_again(&self, held: &Held, endpoint: &'static str, since: Instant) {
        // One that was there before may have ended as well.
        if held.arrived >= since {
            self.doubts.raise(endpoint);
        }
    }

    /// Renews now, whatever the age of the token, or joins whoever is renewing.
    pub(crate) async fn renew(&self, core: &Core) -> Result<(), Error> {
        let landing = {
            let mut state = self.lock();
            let lives = state.current.as_ref().is_some_and(|held| held.lives(Instant::now()));
            let purpose = if lives { Purpose::Renew } else { Purpose::SignIn };
            state.under_way().unwrap_or_else(|| self.depart(core, &mut state, purpose))
        };
        landing.await.map(drop)
    }

    fn plan(&self, core: &Core, now: Instant) -> Plan {
        let mut state = self.lock();
        let Some(held) = state.current.clone().filter(|held| held.lives(now)) else {
            return self.plan_sign_in(core, &mut state, now);
        };
        let due = state.renew_at.is_some_and(|due| due <= now);
        if !due || state.under_way().is_some() {
            return Plan::Use(held);
        }
        Plan::Wait(self.depart(core, &mut state, Purpose::Renew), Some(held))
    }

    fn plan_sign_in(&self, core: &Core, state: &mut State, now: Instant) -> Plan {
        if let Some(landing) = state.under_way() {
            return Plan::Wait(landing, None);
        }
        match state.failure(now) {
            Some(error) => Plan::Fail(error),
            None => Plan::Wait(self.depart(core, state, Purpose::SignIn), None),
        }
    }

    /// Starts a renewal. It runs when someone polls it.
    fn depart(&self, core: &Core, state: &mut State, purpose: Purpose) -> Shared<Landing> {
        state.count += 1;
        let number = state.count;
        let journey = journey(core.clone(), purpose, state.current.clone(), number);
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
            Ok((token, since)) => Ok(state.arrive(number, token, since, ours)),
            Err(error) => {
                if ours {
                    state.fail(&error);
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

    /// The failure that stands for another sign-in at this moment.
    fn failure(&self, now: Instant) -> Option<Error> {
        let setback = self.setback.as_ref().filter(|setback| now < setback.until)?;
        setback.error.clone()
    }

    /// A sign-in led to nothing. Gives `false`, and changes nothing, if that is so soon after the last time that
    /// another one has to wait.
    fn set_back(&mut self, error: Option<Error>) -> bool {
        let now = Instant::now();
        if error.is_none() && self.setback.as_ref().is_some_and(|setback| now < setback.until) {
            return false;
        }
        let mut delays = self.setback.take().map_or_else(pauses, |setback| setback.delays);
        let until = now + delays.next().unwrap_or(LONGEST_PAUSE);
        self.setback = Some(Setback { delays, until, error });
        true
    }

    /// A token arrived. The same one again is not new: it keeps its generation and ends when it would have ended.
    fn arrive(&mut self, number: u64, token: Token, since: Instant, ours: bool) -> Arc<Held> {
        if let Some(setback) = &mut self.setback {
            setback.error = None;
        }
        let renewal = token.renewal_age(jitter()).and_then(|age| since.checked_add(age));
        let now = Instant::now();
        let same = self.current.clone().filter(|held| held.is_same(&token) && held.lives(now));
        if let Some(same) = same.filter(|_| ours) {
            let halfway = |expires: Instant| now + ((expires - now) / 2).max(FIRST_PAUSE);
            let halfway = same.expires.map(halfway);
            self.renew_at = halfway.or(renewal);
            return same;
        }
        let expires = token.lifetime.and_then(|lifetime| since.checked_add(lifetime));
        let (refused, accepted) = <(AtomicBool, AtomicBool)>::default();
        let held =
            Arc::new(Held { token, generation: number, arrived: now, expires, refused, accepted });
        if ours {
            self.current = Some(Arc::clone(&held));
            self.renew_at = renewal;
        }
        held
    }

    fn fail(&mut self, error: &Error) {
        if !self.postpone() {
            self.set_back(Some(error.clone()));
        }
    }

    /// Puts off the next early renewal; `false` if there is no living token to renew.
    fn postpone(&mut self) -> bool {
        let now = Instant::now();
        let Some(held) = self.current.as_ref().filter(|held| held.lives(now)) else { return false };
        let left = held.expires.map_or(Duration::MAX, |expires| expires - now);
        let pause = (left / 4).clamp(FIRST_PAUSE, PAUSE_AFTER_FAILURE);
        self.renew_at = now.checked_add(pause);
        true
    }
}

fn pauses() -> ExponentialBackoff {
    let pauses =
        ExponentialBuilder::new().with_min_delay(FIRST_PAUSE).with_max_delay(LONGEST_PAUSE);
    pauses.without_max_times().with_jitter().build()
}

/// Gets a token and puts it into the client's cell. Holds the client itself, so that it needs nobody's borrow.
async fn journey(
    core: Core,
    purpose: Purpose,
    current: Option<Arc<Held>>,
    number: u64,
) -> Result<Arc<Held>, Error> {
    let missing = || Error::custom(crate::ErrorKind::SignIn, "the client has no authenticator");
    let cell = core.token_cell().ok_or_else(missing)?;
    let began = Instant::now();
    let token = match cell.load(current.as_deref()).await {
        Some(token) => Ok(token),
        None => cell.fetch(&core, purpose, current.as_deref()).await,
    };
    match &token {
        Ok(_) => tracing::debug!(?purpose, latency = ?began.elapsed(), "a token arrived"),
        Err(error) => tracing::warn!(?purpose, %error, "no token could be had"),
    }
    cell.land(number, token.map(|token| (token, began)))
}

impl TokenCell {
    /// The store's token, if it has another one than ours.
    async fn load(&self, current: Option<&Held>) -> Option<Token> {
        let found = self.store.as_ref()?.load(current.map(|held| &held.token)).await?;
        let is_new = current.is_none_or(|held| !held.is_same(&found));
        (is_new && found.lifetime != Some(Duration::ZERO)).then_some(found)
    }

    async fn fetch(
        &self,
        core: &Core,
        purpose: Purpose,
        current: Option<&Held>,
    ) -> Result<Token, Error> {
        let token = match (purpose, current) {
            (Purpose::Renew, Some(held)) => {
                match self.authenticator.renew(core, &held.token).await {
                    // Whoever waits by now has no other token.
                    Err(_) if !held.lives(Instant::now()) => self.authenticator.sign_in(core).await,
                    renewed => renewed,
                }
            }
            _ => self.authenticator.sign_in(core).await,
        }?;
        if let Some(store) = &self.store {
            store.save(&token).await;
        }
        Ok(token)
    }
}

/// A number between -1 and 1 that differs from client to client; it needs no quality beyond that.
fn jitter() -> f64 {
    fastrand::f64() * 2.0 - 1.0
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
