//! Conversions between [`Timestamp`] and the types of date libraries, each behind the feature of its name.
//!
//! A conversion to [`Timestamp`] truncates to milliseconds, towards 1970. A conversion from it fails if the library cannot
//! represent the time.

use std::fmt;

use super::Timestamp;

/// The error for a timestamp that a date library cannot represent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct OutOfRange {
    /// The timestamp.
    pub timestamp: Timestamp,
}

impl fmt::Display for OutOfRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ms since 1970 is out of range", self.timestamp.as_millis())
    }
}

impl std::error::Error for OutOfRange {}

#[cfg(feature = "jiff")]
impl From<jiff::Timestamp> for Timestamp {
    fn from(time: jiff::Timestamp) -> Self {
        Self(time.as_millisecond())
    }
}

#[cfg(feature = "jiff")]
impl TryFrom<Timestamp> for jiff::Timestamp {
    type Error = OutOfRange;

    fn try_from(timestamp: Timestamp) -> Result<Self, OutOfRange> {
        Self::from_millisecond(timestamp.0).map_err(|_| OutOfRange { timestamp })
    }
}

#[cfg(feature = "chrono")]
impl From<chrono::DateTime<chrono::Utc>> for Timestamp {
    fn from(time: chrono::DateTime<chrono::Utc>) -> Self {
        // chrono rounds towards the past.
        let floor = time.timestamp_millis();
        let has_rest = !time.timestamp_subsec_nanos().is_multiple_of(1_000_000);
        Self(if floor < 0 && has_rest { floor + 1 } else { floor })
    }
}

#[cfg(feature = "chrono")]
impl TryFrom<Timestamp> for chrono::DateTime<chrono::Utc> {
    type Error = OutOfRange;

    fn try_from(timestamp: Timestamp) -> Result<Self, OutOfRange> {
        Self::from_timestamp_millis(timestamp.0).ok_or(OutOfRange { timestamp })
    }
}

#[cfg(feature = "time")]
impl From<time::OffsetDateTime> for Timestamp {
    fn from(time: time::OffsetDateTime) -> Self {
        let millis = time.unix_timestamp_nanos() / 1_000_000;
        Self(i64::try_from(millis).expect("a year of time's is far from the end of 64 bits"))
    }
}

#[cfg(feature = "time")]
impl TryFrom<Timestamp> for time::OffsetDateTime {
    type Error = OutOfRange;

    fn try_from(timestamp: Timestamp) -> Result<Self, OutOfRange> {
        let nanos = i128::from(timestamp.0) * 1_000_000;
        Self::from_unix_timestamp_nanos(nanos).map_err(|_| OutOfRange { timestamp })
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Debug;

    use super::*;

    #[track_caller]
    fn check<T>()
    where
        T: TryFrom<Timestamp, Error = OutOfRange> + Into<Timestamp> + Debug,
    {
        for millis in [0, 1, -1, 1_700_000_000_123, -62_135_596_800_000, 253_402_207_200_000] {
            let time = T::try_from(Timestamp::from_millis(millis)).unwrap();
            assert_eq!(time.into(), Timestamp::from_millis(millis));
        }
        for millis in [i64::MIN, i64::MAX] {
            let timestamp = Timestamp::from_millis(millis);
            assert_eq!(T::try_from(timestamp).unwrap_err(), OutOfRange { timestamp });
        }
    }

    #[test]
    #[cfg(feature = "jiff")]
    fn times_survive_the_way_through_jiff() {
        check::<jiff::Timestamp>();
        let fine = |nanos| Timestamp::from(jiff::Timestamp::from_nanosecond(nanos).unwrap());
        assert_eq!((fine(1_999_999).0, fine(-1_999_999).0), (1, -1));
    }

    #[test]
    #[cfg(feature = "chrono")]
    fn times_survive_the_way_through_chrono() {
        check::<chrono::DateTime<chrono::Utc>>();
        let fine = |nanos| Timestamp::from(chrono::DateTime::from_timestamp_nanos(nanos));
        assert_eq!((fine(1_999_999).0, fine(-1_999_999).0, fine(-999_999).0), (1, -1, 0));
        assert_eq!(Timestamp::from(chrono::DateTime::<chrono::Utc>::MIN_UTC).0 % 1000, 0);
    }

    #[test]
    #[cfg(feature = "time")]
    fn times_survive_the_way_through_time() {
        check::<time::OffsetDateTime>();
        let fine = |nanos| time::OffsetDateTime::from_unix_timestamp_nanos(nanos).unwrap().into();
        assert_eq!((fine(1_999_999), fine(-1_999_999)), (Timestamp(1), Timestamp(-1)));
    }

    #[test]
    fn an_error_says_which() {
        let error = OutOfRange { timestamp: Timestamp(i64::MIN) };
        assert_eq!(error.to_string(), "-9223372036854775808 ms since 1970 is out of range");
    }
}
