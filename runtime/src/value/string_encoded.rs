//! Values encoded in a string: JSON, and lists with a separator.

use std::fmt;
use std::ops::{Deref, DerefMut};

/// A value that is sent as a string containing its JSON: `"{\"id\":7}"`.
///
/// A response may also contain the JSON itself. In an `Option`, `""`, `"null"` and null are `None`. In the paths of
/// errors, an arrow leads into the string: `$.data.dmData→[0].id`.
///
/// ```
/// # use endpointc_runtime::JsonString;
/// let ids = JsonString::new(vec![1, 2]);
/// assert_eq!(ids.len(), 2);
/// assert_eq!(ids.into_inner(), [1, 2]);
/// ```
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct JsonString<T>(pub(crate) T);

/// A list that is sent as one string with a separator between the items: `"1,2,13"`.
///
/// A response may also contain a list. Whitespace around items and one trailing separator are dropped. An item that
/// contains the separator cannot be sent.
///
/// ```
/// # use endpointc_runtime::Delimited;
/// let ids: Delimited<i64, ','> = vec![1, 2, 13].into();
/// assert_eq!(ids.iter().max(), Some(&13));
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Delimited<T, const SEPARATOR: char>(
    /// The items.
    pub Vec<T>,
);

impl<T> JsonString<T> {
    /// Wraps a value that is sent as JSON in a string.
    pub const fn new(value: T) -> Self {
        Self(value)
    }

    /// Returns the value.
    pub fn into_inner(self) -> T {
        self.0
    }
}

impl<T> From<T> for JsonString<T> {
    fn from(value: T) -> Self {
        Self(value)
    }
}

impl<T> Deref for JsonString<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T> DerefMut for JsonString<T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.0
    }
}

impl<T: fmt::Debug> fmt::Debug for JsonString<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl<T, const SEPARATOR: char> Default for Delimited<T, SEPARATOR> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T, const SEPARATOR: char> From<Vec<T>> for Delimited<T, SEPARATOR> {
    fn from(items: Vec<T>) -> Self {
        Self(items)
    }
}

impl<T, const SEPARATOR: char> FromIterator<T> for Delimited<T, SEPARATOR> {
    fn from_iter<I: IntoIterator<Item = T>>(items: I) -> Self {
        Self(items.into_iter().collect())
    }
}

impl<T, const SEPARATOR: char> IntoIterator for Delimited<T, SEPARATOR> {
    type Item = T;
    type IntoIter = std::vec::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'a, T, const SEPARATOR: char> IntoIterator for &'a Delimited<T, SEPARATOR> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

impl<T, const SEPARATOR: char> Deref for Delimited<T, SEPARATOR> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.0
    }
}

impl<T, const SEPARATOR: char> DerefMut for Delimited<T, SEPARATOR> {
    fn deref_mut(&mut self) -> &mut [T] {
        &mut self.0
    }
}

impl<T: fmt::Debug, const SEPARATOR: char> fmt::Debug for Delimited<T, SEPARATOR> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
