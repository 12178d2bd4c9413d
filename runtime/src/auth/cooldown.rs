//! Endpoints that refuse tokens which were handed out just now.
//!
//! Some services say "token expired" where they mean "you may not do this". Another token does not help there, and it
//! would cost a sign-in with every call: other endpoints are content with the tokens, so the pause between sign-ins that
//! lead to nothing never begins. Hence every such endpoint has a pause of its own, which grows until it accepts a token.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use backon::ExponentialBackoff;
use tokio::time::Instant;

use super::{LONGEST_PAUSE, pauses};

/// The endpoints of a client whose refusals say little about its token.
#[derive(Default)]
pub(super) struct Doubts {
    /// Whether there ever was one: nearly always there is none, and then nobody needs the lock.
    any: AtomicBool,
    doubts: Mutex<BTreeMap<&'static str, Doubt>>,
}

struct Doubt {
    delays: ExponentialBackoff,
    until: Instant,
}

impl Doubts {
    /// An endpoint refused a token that was handed out just now. Callers who find that out together count once.
    pub(super) fn raise(&self, endpoint: &'static str) {
        let (now, mut doubts) = (Instant::now(), self.lock());
        let doubt =
            doubts.entry(endpoint).or_insert_with(|| Doubt { delays: pauses(), until: now });
        if doubt.until <= now {
            doubt.until = now + doubt.delays.next().unwrap_or(LONGEST_PAUSE);
        }
        self.any.store(true, Ordering::Relaxed);
    }

    /// Whether a refusal of this endpoint is not worth another token at this moment.
    pub(super) fn hold(&self, endpoint: &'static str) -> bool {
        if !self.any.load(Ordering::Relaxed) {
            return false;
        }
        self.lock().get(endpoint).is_some_and(|doubt| Instant::now() < doubt.until)
    }

    /// An endpoint accepted a token.
    pub(super) fn settle(&self, endpoint: &'static str) {
        if self.any.load(Ordering::Relaxed) {
            self.lock().remove(endpoint);
        }
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<&'static str, Doubt>> {
        self.doubts.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
