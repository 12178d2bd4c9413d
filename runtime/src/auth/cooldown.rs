//! Cooldowns of endpoints that reject new tokens.
//!
//! Some services report missing permissions as an expired token. A new token does not help there, and each call would cost
//! a sign-in: other endpoints accept the tokens, so the backoff of sign-ins never begins. Hence each such endpoint has its
//! own cooldown, which grows until the endpoint accepts a token.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use backon::ExponentialBackoff;
use tokio::time::Instant;

use super::backoff::{MAX_DELAY, delays};

/// The endpoints of a client whose rejections say little about its token.
#[derive(Default)]
pub(super) struct Cooldowns {
    /// True if a cooldown ever began. Usually none did, and then the lock is not needed.
    any: AtomicBool,
    cooldowns: Mutex<BTreeMap<&'static str, Cooldown>>,
}

struct Cooldown {
    delays: ExponentialBackoff,
    until: Instant,
}

impl Cooldowns {
    /// Begins or extends the cooldown of an endpoint that rejected a new token. Concurrent rejections count once.
    pub(super) fn begin(&self, endpoint: &'static str) {
        let (now, mut cooldowns) = (Instant::now(), self.lock());
        let new = || Cooldown { delays: delays(), until: now };
        let cooldown = cooldowns.entry(endpoint).or_insert_with(new);
        if cooldown.until <= now {
            cooldown.until = now + cooldown.delays.next().unwrap_or(MAX_DELAY);
        }
        self.any.store(true, Ordering::Relaxed);
    }

    /// Returns whether a rejection by the endpoint does not justify a new token at this time.
    pub(super) fn is_active(&self, endpoint: &'static str) -> bool {
        if !self.any.load(Ordering::Relaxed) {
            return false;
        }
        self.lock().get(endpoint).is_some_and(|cooldown| Instant::now() < cooldown.until)
    }

    /// Ends the cooldown of an endpoint that accepted a token.
    pub(super) fn end(&self, endpoint: &'static str) {
        if self.any.load(Ordering::Relaxed) {
            self.lock().remove(endpoint);
        }
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<&'static str, Cooldown>> {
        self.cooldowns.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
