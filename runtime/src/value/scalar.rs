//! Scalars as they are written on the wire: the values of enums and tags.

use std::fmt;

/// A string or an integer: the wire value of an open enum or of a tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Scalar<'a> {
    /// A string.
    Text(&'a str),
    /// An integer.
    Int(i64),
}

/// A value of an open enum that the description does not list. It is kept unchanged.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Unlisted(Kept);

#[derive(Clone, PartialEq, Eq, Hash)]
enum Kept {
    Text(String),
    Int(i64),
}

impl Scalar<'_> {
    /// Returns whether both are written with the same characters, such as `"2"` and 2.
    pub(crate) fn is_written_like(self, other: Scalar<'_>) -> bool {
        match (self, other) {
            (Scalar::Text(text), Scalar::Int(int)) | (Scalar::Int(int), Scalar::Text(text)) => {
                text.trim() == int.to_string()
            }
            (Scalar::Text(_), Scalar::Text(_)) | (Scalar::Int(_), Scalar::Int(_)) => self == other,
        }
    }
}

impl<'a> From<&'a str> for Scalar<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(text)
    }
}

impl From<i64> for Scalar<'_> {
    fn from(int: i64) -> Self {
        Self::Int(int)
    }
}

impl fmt::Display for Scalar<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => f.write_str(text),
            Self::Int(int) => int.fmt(f),
        }
    }
}

impl Unlisted {
    /// Returns the value as it is on the wire.
    pub fn scalar(&self) -> Scalar<'_> {
        match &self.0 {
            Kept::Text(text) => Scalar::Text(text),
            Kept::Int(int) => Scalar::Int(*int),
        }
    }

    /// Returns the value if it is a string.
    pub fn as_str(&self) -> Option<&str> {
        match &self.0 {
            Kept::Text(text) => Some(text),
            Kept::Int(_) => None,
        }
    }

    /// Returns the value if it is an integer.
    pub fn as_i64(&self) -> Option<i64> {
        match self.0 {
            Kept::Int(int) => Some(int),
            Kept::Text(_) => None,
        }
    }
}

impl From<Scalar<'_>> for Unlisted {
    fn from(scalar: Scalar<'_>) -> Self {
        Self(match scalar {
            Scalar::Text(text) => Kept::Text(text.to_owned()),
            Scalar::Int(int) => Kept::Int(int),
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
        self.scalar().fmt(f)
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
    fn unlisted_values_are_kept_as_they_came() {
        assert_eq!(Unlisted::from("7").scalar(), Scalar::Text("7"));
        assert_eq!(Unlisted::from(7).scalar(), Scalar::Int(7));
        assert_eq!((Unlisted::from(7).as_i64(), Unlisted::from(7).as_str()), (Some(7), None));
        assert_eq!(
            format!("{} {:?}", Unlisted::from("a\nb"), Unlisted::from("a\nb")),
            "a\nb \"a\\nb\""
        );
    }

    #[test]
    fn plus_one_is_not_one() {
        assert!(Scalar::Text("1").is_written_like(Scalar::Int(1)));
        assert!(!Scalar::Text("+1").is_written_like(Scalar::Int(1)));
        assert!(!Scalar::Text("01").is_written_like(Scalar::Int(1)));
    }
}
