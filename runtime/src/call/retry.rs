//! The retry policy, and its application to the attempts of a call.
//!
//! There is one retry loop, around the whole call. A sign-in is a separate call with its own loop, and its failure is not
//! retried by the call that waits for it, so numbers of attempts add up and never multiply.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use backon::{BackoffBuilder, ExponentialBackoff, ExponentialBuilder};
use tokio::time::Instant;

use crate::descriptor::Endpoint;
use crate::error::{Error, ErrorKind, RetryStop};

/// The policy for retrying failed calls.
///
/// The client retries only calls whose description marks them as safe to repeat, and only after temporary failures: no
/// response, HTTP 429, 502, 503 and 504, and codes that the description marks as retryable ([`Error::is_retryable`]). A
/// longer delay in `Retry-After` takes precedence over the delays here.
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
    /// Three attempts with delays of about 200 ms and 400 ms (2 s and 4 s if a quota is exceeded), at most 20 s, and a budget
    /// of 500. Attempts, budget and longest delay are those of the AWS SDKs.
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
    /// Creates a policy without retries.
    pub fn never() -> Self {
        Self { attempts: 1, ..Self::default() }
    }

    /// Sets the maximum number of attempts, including the first. The replay after a rejected token is not counted.
    #[must_use]
    pub fn attempts(self, attempts: u32) -> Self {
        Self { attempts, ..self }
    }

    /// Sets the delay before the second attempt. Each further delay is twice as long. Jitter adds up to as much again, so
    /// that clients do not retry at the same time.
    #[must_use]
    pub fn first_delay(self, first_delay: Duration) -> Self {
        Self { first_delay, ..self }
    }

    /// Sets the first delay if a quota is exceeded ([`ErrorKind::Quota`]), which takes longer to recover.
    #[must_use]
    pub fn first_quota_delay(self, first_quota_delay: Duration) -> Self {
        Self { first_quota_delay, ..self }
    }

    /// Sets the longest delay, before jitter. `Retry-After` may exceed it.
    #[must_use]
    pub fn max_delay(self, max_delay: Duration) -> Self {
        Self { max_delay, ..self }
    }

    /// Sets the budget that all calls of a client share. A retry costs 5, or 10 after a timeout. A successful retry refunds
    /// its cost, and any other success adds 1. The budget stops retries while a server is down.
    #[must_use]
    pub fn budget(self, budget: u32) -> Self {
        Self { budget, ..self }
    }
}

/// The remaining retry budget of a client.
pub(super) struct Budget {
    remaining: Mutex<u32>,
}

const COST: u32 = 5;
const COST_AFTER_TIMEOUT: u32 = 10;
const GAIN: u32 = 1;

impl Budget {
    pub(super) fn of(policy: &RetryPolicy) -> Self {
        Self { remaining: Mutex::new(policy.budget) }
    }

    fn change(&self, change: impl FnOnce(u32) -> Option<u32>) -> bool {
        let mut remaining = self.remaining.lock().unwrap_or_else(PoisonError::into_inner);
        let changed = change(*remaining);
        *remaining = changed.unwrap_or(*remaining);
        changed.is_some()
    }
}

/// The attempts of one call so far.
pub(super) struct Retries<'a> {
    policy: &'a RetryPolicy,
    budget: &'a Budget,
    deadline: Option<Instant>,
    made: u32,
    delays: Option<ExponentialBackoff>,
    /// The cost of the latest attempt.
    spent: u32,
}

impl<'a> Retries<'a> {
    pub(super) fn new(policy: &'a RetryPolicy, budget: &'a Budget, limit: Duration) -> Self {
        let deadline = Instant::now().checked_add(limit);
        Self { policy, budget, deadline, made: 1, delays: None, spent: 0 }
    }

    /// The number of attempts that have begun.
    pub(super) fn made(&self) -> u32 {
        self.made
    }

    /// The deadline of the call; `None` if it is beyond the range of the clock.
    pub(super) fn deadline(&self) -> Option<Instant> {
        self.deadline
    }

    pub(super) fn succeeded(&self) {
        let gain = if self.spent == 0 { GAIN } else { self.spent };
        self.budget
            .change(|remaining| Some(remaining.saturating_add(gain).min(self.policy.budget)));
    }

    /// Returns the delay before the next attempt, or the reason for not retrying; `None` if a retry would not help.
    pub(super) fn again(
        &mut self,
        endpoint: &Endpoint,
        error: &Error,
    ) -> Result<Duration, Option<RetryStop>> {
        if !error.is_retryable() {
            return Err(None);
        }
        if self.ends_before(Instant::now()) {
            return Err(Some(RetryStop::Deadline));
        }
        if !endpoint.idempotent {
            return Err(Some(RetryStop::NotRepeatable));
        }
        if self.made >= self.policy.attempts {
            return Err(Some(RetryStop::Attempts));
        }
        let delay = self.delay(error);
        if Instant::now().checked_add(delay).is_none_or(|begins| self.ends_before(begins)) {
            return Err(Some(RetryStop::Deadline));
        }
        let cost = if error.is_timeout() { COST_AFTER_TIMEOUT } else { COST };
        if !self.budget.change(|remaining| remaining.checked_sub(cost)) {
            return Err(Some(RetryStop::Budget));
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
