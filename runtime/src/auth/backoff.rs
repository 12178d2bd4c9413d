//! Growing pauses between sign-ins that fail or do not help.

use std::time::Duration;

use backon::{BackoffBuilder, ExponentialBackoff, ExponentialBuilder};

/// The delay after the first sign-in without an accepted token. Jitter adds up to as much again.
pub(super) const FIRST_DELAY: Duration = Duration::from_secs(1);

/// The longest delay: no load for the server, and short enough that a repaired account works again within minutes.
pub(super) const MAX_DELAY: Duration = Duration::from_secs(120);

/// Returns jittered delays that double from [`FIRST_DELAY`] up to [`MAX_DELAY`], without an end.
pub(super) fn delays() -> ExponentialBackoff {
    let delays = ExponentialBuilder::new().with_min_delay(FIRST_DELAY).with_max_delay(MAX_DELAY);
    delays.without_max_times().with_jitter().build()
}
