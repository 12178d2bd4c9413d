//! Points in time, in milliseconds.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// A point in time as the service sends it: milliseconds since 1970-01-01 00:00 UTC.
///
/// Accepts a number or numeric text. In an `Option`, `""` and null are `None`. The features `chrono`, `jiff` and `time`
/// add conversions to and from the types of these libraries.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(pub(crate) i64);

impl Timestamp {
    /// Creates a timestamp from milliseconds since 1970-01-01 00:00 UTC.
    pub const fn from_millis(millis: i64) -> Self {
        Self(millis)
    }

    /// Returns the milliseconds since 1970-01-01 00:00 UTC. They are negative before that time.
    pub const fn as_millis(self) -> i64 {
        self.0
    }

    /// Converts to the standard library's type. Returns `None` if the platform cannot represent the time.
    pub fn to_system_time(self) -> Option<SystemTime> {
        let distance = Duration::from_millis(self.0.unsigned_abs());
        if self.0 < 0 { UNIX_EPOCH.checked_sub(distance) } else { UNIX_EPOCH.checked_add(distance) }
    }
}

impl From<SystemTime> for Timestamp {
    /// Rounds towards 1970. Times outside the range of `i64` milliseconds become the nearest one.
    fn from(time: SystemTime) -> Self {
        let millis = |distance: Duration| i64::try_from(distance.as_millis()).unwrap_or(i64::MAX);
        Self(match time.duration_since(UNIX_EPOCH) {
            Ok(after) => millis(after),
            Err(before) => -millis(before.duration()),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_survive_the_way_through_the_standard_type() {
        for millis in [0, 1, -1, 1_700_000_000_123, -62_135_596_800_000] {
            let time = Timestamp::from_millis(millis).to_system_time().unwrap();
            assert_eq!(Timestamp::from(time).as_millis(), millis);
        }
    }
}
