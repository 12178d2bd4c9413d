//! Small types that generated code and its users share: secrets, times, open enum values, languages.

pub(crate) mod string_encoded;
#[cfg(any(feature = "chrono", feature = "jiff", feature = "time"))]
pub(crate) mod timestamp_conversions;

use std::fmt;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// A text that is never shown: its `Debug` hides it, it has no `Display`, and errors and drift leave it out.
///
/// ```
/// # use endpointc_runtime::Secret;
/// let secret = Secret::new("hunter2");
/// assert_eq!(format!("{secret:?}"), "Secret(…)");
/// assert_eq!(secret.expose(), "hunter2");
/// ```
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Secret(pub(crate) String);

/// A point in time as the service sends it: milliseconds since 1970-01-01 00:00 UTC.
///
/// Arrives as a number or as numeric text; in an `Option`, `""` and null are `None`. The features `chrono`, `jiff` and
/// `time` convert it to and from the types of these libraries.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(pub(crate) i64);

/// A language of documented texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Lang {
    /// English.
    En,
    /// Chinese.
    Zh,
}

/// A value of an open enum as it stands on the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Wire<'a> {
    /// A text.
    Text(&'a str),
    /// An integer.
    Int(i64),
}

/// A value that an open enum's description does not list, kept as it came.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Unlisted(Kept);

#[derive(Clone, PartialEq, Eq, Hash)]
enum Kept {
    Text(String),
    Int(i64),
}

impl Secret {
    /// Wraps a text that must not be shown.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text itself. Whoever calls this takes over keeping it.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

impl Timestamp {
    /// From milliseconds since 1970-01-01 00:00 UTC.
    pub const fn from_millis(millis: i64) -> Self {
        Self(millis)
    }

    /// Milliseconds since 1970-01-01 00:00 UTC; negative before.
    pub const fn as_millis(self) -> i64 {
        self.0
    }

    /// The same point as the standard library's type; `None` if the platform cannot hold it.
    pub fn to_system_time(self) -> Option<SystemTime> {
        let distance = Duration::from_millis(self.0.unsigned_abs());
        if self.0 < 0 { UNIX_EPOCH.checked_sub(distance) } else { UNIX_EPOCH.checked_add(distance) }
    }
}

impl From<SystemTime> for Timestamp {
    /// Rounds towards 1970; times that `i64` milliseconds cannot hold become the nearest one.
    fn from(time: SystemTime) -> Self {
        let millis = |distance: Duration| i64::try_from(distance.as_millis()).unwrap_or(i64::MAX);
        Self(match time.duration_since(UNIX_EPOCH) {
            Ok(after) => millis(after),
            Err(before) => -millis(before.duration()),
        })
    }
}

impl Wire<'_> {
    /// Whether a value that arrived means this listed one although it came as the other type: `"2"` for 2.
    pub(crate) fn means(self, other: Wire<'_>) -> bool {
        match (self, other) {
            (Wire::Text(text), Wire::Int(int)) | (Wire::Int(int), Wire::Text(text)) => {
                text.trim() == int.to_string()
            }
            (Wire::Text(_), Wire::Text(_)) | (Wire::Int(_), Wire::Int(_)) => self == other,
        }
    }
}

impl<'a> From<&'a str> for Wire<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(text)
    }
}

impl From<i64> for Wire<'_> {
    fn from(int: i64) -> Self {
        Self::Int(int)
    }
}

impl fmt::Display for Wire<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => f.write_str(text),
            Self::Int(int) => int.fmt(f),
        }
    }
}

impl Unlisted {
    /// The value as it stands on the wire.
    pub fn wire(&self) -> Wire<'_> {
        match &self.0 {
            Kept::Text(text) => Wire::Text(text),
            Kept::Int(int) => Wire::Int(*int),
        }
    }

    /// The value if it is a text.
    pub fn as_str(&self) -> Option<&str> {
        match &self.0 {
            Kept::Text(text) => Some(text),
            Kept::Int(_) => None,
        }
    }

    /// The value if it is an integer.
    pub fn as_i64(&self) -> Option<i64> {
        match self.0 {
            Kept::Int(int) => Some(int),
            Kept::Text(_) => None,
        }
    }
}

impl From<Wire<'_>> for Unlisted {
    fn from(wire: Wire<'_>) -> Self {
        Self(match wire {
            Wire::Text(text) => Kept::Text(text.to_owned()),
            Wire::Int(int) => Kept::Int(int),
        })
    }
}

impl From<&str> for Unlisted {
    fn from(text: &str) -> Self {
        Self(Kept::Text(text.to_owned()))
    }
}

impl From<String> for Unlisted {
    fn from(text: String) -> Self {
        Self(Kept::Text(text))
    }
}

impl From<i64> for Unlisted {
    fn from(int: i64) -> Self {
        Self(Kept::Int(int))
    }
}

impl fmt::Display for Unlisted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.wire().fmt(f)
    }
}

impl fmt::Debug for Unlisted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Kept::Text(text) => fmt::Debug::fmt(text, f),
            Kept::Int(int) => fmt::Debug::fmt(int, f),
        }
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

    #[test]
    fn unlisted_values_are_kept_as_they_came() {
        assert_eq!(Unlisted::from("7").wire(), Wire::Text("7"));
        assert_eq!(Unlisted::from(7).wire(), Wire::Int(7));
        assert_eq!((Unlisted::from(7).as_i64(), Unlisted::from(7).as_str()), (Some(7), None));
        assert_eq!(
            format!("{} {:?}", Unlisted::from("a\nb"), Unlisted::from("a\nb")),
            "a\nb \"a\\nb\""
        );
    }

    #[test]
    fn plus_one_is_not_one() {
        assert!(Wire::Text("1").means(Wire::Int(1)));
        assert!(!Wire::Text("+1").means(Wire::Int(1)));
        assert!(!Wire::Text("01").means(Wire::Int(1)));
    }
}
