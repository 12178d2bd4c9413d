//! Values that travel inside a text: JSON in a string, lists joined by a separator.

use std::fmt;
use std::ops::{Deref, DerefMut};

use crate::decode::{Decode, Target};
use crate::encode::{Encode, Shape};

/// A value that travels as a string which holds its JSON: `"{\"id\":7}"`.
///
/// An answer may also hold the JSON as it is. In an `Option`, `""`, `"null"` and null are `None`. Paths in errors go on
/// behind an arrow: `$.data.dmData→[0].id`.
///
/// ```
/// # use endpointc_runtime::JsonText;
/// let ids = JsonText::new(vec![1, 2]);
/// assert_eq!(ids.len(), 2);
/// assert_eq!(ids.into_inner(), [1, 2]);
/// ```
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct JsonText<T>(T);

/// A list that travels as one text, its items between separators: `"1,2,13"`.
///
/// An answer may also hold a list as it is. Blanks around items and one separator at the end are dropped. An item whose
/// text holds the separator cannot be sent.
///
/// ```
/// # use endpointc_runtime::Joined;
/// let ids: Joined<i64, ','> = vec![1, 2, 13].into();
/// assert_eq!(ids.iter().max(), Some(&13));
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Joined<T, const SEPARATOR: char>(
    /// The items.
    pub Vec<T>,
);

impl<T> JsonText<T> {
    /// A value that is to travel as JSON in a string.
    pub const fn new(value: T) -> Self {
        Self(value)
    }

    /// The value itself.
    pub fn into_inner(self) -> T {
        self.0
    }
}

impl<T> From<T> for JsonText<T> {
    fn from(value: T) -> Self {
        Self(value)
    }
}

impl<T> Deref for JsonText<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T> DerefMut for JsonText<T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.0
    }
}

impl<T: fmt::Debug> fmt::Debug for JsonText<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl<T: Decode> Decode for JsonText<T> {
    fn target(&mut self) -> Target<'_> {
        Target::JsonText(&mut self.0)
    }
}

impl<T: Encode> Encode for JsonText<T> {
    fn shape(&self) -> Shape<'_> {
        match self.0.shape() {
            Shape::Absent => Shape::Absent,
            _ => Shape::JsonText(&self.0),
        }
    }
}

impl<T, const SEPARATOR: char> Default for Joined<T, SEPARATOR> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T, const SEPARATOR: char> From<Vec<T>> for Joined<T, SEPARATOR> {
    fn from(items: Vec<T>) -> Self {
        Self(items)
    }
}

impl<T, const SEPARATOR: char> FromIterator<T> for Joined<T, SEPARATOR> {
    fn from_iter<I: IntoIterator<Item = T>>(items: I) -> Self {
        Self(items.into_iter().collect())
    }
}

impl<T, const SEPARATOR: char> IntoIterator for Joined<T, SEPARATOR> {
    type Item = T;
    type IntoIter = std::vec::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'a, T, const SEPARATOR: char> IntoIterator for &'a Joined<T, SEPARATOR> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

impl<T, const SEPARATOR: char> Deref for Joined<T, SEPARATOR> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.0
    }
}

impl<T, const SEPARATOR: char> DerefMut for Joined<T, SEPARATOR> {
    fn deref_mut(&mut self) -> &mut [T] {
        &mut self.0
    }
}

impl<T: fmt::Debug, const SEPARATOR: char> fmt::Debug for Joined<T, SEPARATOR> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl<T: Decode + Default, const SEPARATOR: char> Decode for Joined<T, SEPARATOR> {
    fn target(&mut self) -> Target<'_> {
        Target::Joined(&mut self.0, SEPARATOR)
    }
}

impl<T: Encode, const SEPARATOR: char> Encode for Joined<T, SEPARATOR> {
    fn shape(&self) -> Shape<'_> {
        Shape::Joined(&self.0, SEPARATOR)
    }
}
