//! Whether a call is tried again, and how long it waits before.
//!
//! There is one loop, around the whole call. A sign-in is a call of its own with a loop of its own, and what fails there
//! is not tried again here; so attempts add up and never multiply.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use backon::{BackoffBuilder, ExponentialBackoff, ExponentialBuilder};
use tokio::time::Instant;

use crate::descriptor::Endpoint;
use crate::error::{Error, ErrorKind};

/// When failed calls are tried again.
///
/// Only calls that are safe to repeat by their description are, and only after failures that may pass: no answer, HTTP
/// 429, 502, 503 and 504, and codes that the description calls retryable ([`Error::is_retryable`]). A server's
/// `Retry-After` is obeyed where it asks for more than the delays here.
///
/// ```
/// # use endpointc_runtime::RetryPolicy;
/// # use std::time::Duration;
/// let patient = RetryPolicy::default().attempts(5).first_delay(Duration::from_secs(1));
/// let never = RetryPolicy::never();
/// # assert_ne!(patient, never);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RetryPolicy {
    attempts: u32,
    first_delay: Duration,
    first_quota_delay: Duration,
    max_delay: Duration,
    budget: u32,
}

impl Default for RetryPolicy {
    /// Three attempts, about 200 ms and 400 ms apart (2 s and 4 s where a quota is used up), and a budget of 500. Attempts,
    /// budget and longest delay are those of the AWS SDKs.
    fn default() -> Self {
        Self {
            attempts: 3,
            first_delay: Duration::from_millis(200),
            first_quota_delay: Duration::from_secs(2),
            max_delay: Duration::from_secs(20),
            budget: 500,
        }
    }
}

impl RetryPolicy {
    /// Every call is tried once.
    pub fn never() -> Self {
        Self { attempts: 1, ..Self::default() }
    }

    /// How often a call is tried in all, the first time included. The replay after a refused token does not count.
    #[must_use]
    pub fn attempts(self, attempts: u32) -> Self {
        Self { attempts, ..self }
    }

    /// The delay before the second attempt. Each further one is twice as long. Up to as much again is added by chance,
    /// so that many clients do not come back at once.
    #[must_use]
    pub fn first_delay(self, first_delay: Duration) -> Self {
        Self { first_delay, ..self }
    }

    /// The same where a quota is used up ([`ErrorKind::Quota`]), which takes longer to pass.
    #[must_use]
    pub fn first_quota_delay(self, first_quota_delay: Duration) -> Self {
        Self { first_quota_delay, ..self }
    }

    /// The longest delay, before chance adds to it. `Retry-After` may ask for more.
    #[must_use]
    pub fn max_delay(self, max_delay: Duration) -> Self {
        Self { max_delay, ..self }
    }

    /// What all calls of a client may spend together on further attempts: one costs 5, or 10 after a timeout. An attempt
    /// that succeeds gets back what it cost, every other success 1. When a server is down, this ends the storm.
    #[must_use]
    pub fn budget(self, budget: u32) -> Self {
        Self { budget, ..self }
    }
}

/// What is left of a client's budget.
pub(crate) struct Budget {
    left: Mutex<u32>,
}

const COST: u32 = 5;
const COST_AFTER_TIMEOUT: u32 = 10;
const GAIN: u32 = 1;

impl Budget {
    pub(crate) fn of(policy: &RetryPolicy) -> Self {
        Self { left: Mutex::new(policy.budget) }
    }

    fn change(&self, change: impl FnOnce(u32) -> Option<u32>) -> bool {
        let mut left = self.left.lock().unwrap_or_else(PoisonError::into_inner);
        let changed = change(*left);
        *left = changed.unwrap_or(*left);
        changed.is_some()
    }
}

/// Why a failure that may pass is not waited for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum GaveUp {
    /// The call is not safe to repeat.
    NotRepeatable,
    /// All attempts are made.
    Attempts,
    /// The next attempt would begin after the call's deadline.
    Deadline,
    /// The client's budget is spent.
    Budget,
    /// The token was refused, and so was another one.
    Token,
}

/// The attempts of one call.
pub(crate) struct Retries<'a> {
    policy: &'a RetryPolicy,
    budget: &'a Budget,
    deadline: Option<Instant>,
    made: u32,
    delays: Option<ExponentialBackoff>,
    /// What the latest attempt cost.
    spent: u32,
}

impl<'a> Retries<'a> {
    pub(crate) fn new(policy: &'a RetryPolicy, budget: &'a Budget, limit: Duration) -> Self {
        let deadline = Instant::now().checked_add(limit);
        Self { policy, budget, deadline, made: 1, delays: None, spent: 0 }
    }

    /// How many attempts have begun.
    pub(crate) fn made(&self) -> u32 {
        self.made
    }

    /// When the call's time is over; `None` if that is further away than the clock goes.
    pub(crate) fn deadline(&self) -> Option<Instant> {
        self.deadline
    }

    pub(crate) fn succeeded(&self) {
        let gain = if self.spent == 0 { GAIN } else { self.spent };
        self.budget.change(|left| Some(left.saturating_add(gain).min(self.policy.budget)));
    }

    /// How long to wait before the call is tried again; why not, if it is not; `None` if that would not help anyway.
    pub(crate) fn again(
        &mut self,
        endpoint: &Endpoint,
        error: &Error,
    ) -> Result<Duration, Option<GaveUp>> {
        if !error.is_retryable() {
            return Err(None);
        }
        if self.ends_before(Instant::now()) {
            return Err(Some(GaveUp::Deadline));
        }
        if !endpoint.idempotent {
            return Err(Some(GaveUp::NotRepeatable));
        }
        if self.made >= self.policy.attempts {
            return Err(Some(GaveUp::Attempts));
        }
        let delay = self.delay(error);
        if Instant::now().checked_add(delay).is_none_or(|begins| self.ends_before(begins)) {
            return Err(Some(GaveUp::Deadline));
        }
        let cost = if error.is_timeout() { COST_AFTER_TIMEOUT } else { COST };
        if !self.budget.change(|left| left.checked_sub(cost)) {
            return Err(Some(GaveUp::Budget));
        }
        self.spent = cost;
        self.made += 1;
        Ok(delay)
    }

    fn ends_before(&self, moment: Instant) -> bool {
        self.deadline.is_some_and(|deadline| deadline <= moment)
    }

    fn delay(&mut self, error: &Error) -> Duration {
        let first = match error.kind() {
            ErrorKind::Quota => self.policy.first_quota_delay,
            _ => self.policy.first_delay,
        };
        let delays = self.delays.get_or_insert_with(|| delays(first, self.policy.max_delay));
        let ours = delays.next().unwrap_or(self.policy.max_delay);
        error.retry_after().map_or(ours, |theirs| theirs.max(ours))
    }
}

fn delays(first: Duration, longest: Duration) -> ExponentialBackoff {
    let first = first.min(longest);
    let delays = ExponentialBuilder::new().with_min_delay(first).with_max_delay(longest);
    delays.with_factor(2.0).without_max_times().with_jitter().build()
}
