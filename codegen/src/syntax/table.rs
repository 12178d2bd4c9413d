//! Tables of keys, of which the [grammar](super::grammar) consists.

/// A map whose keys are known.
pub(crate) struct Table {
    /// Name of the described thing, with its article: "an endpoint".
    pub(crate) name: &'static str,
    /// Its keys, in the order in which people write them.
    pub(crate) keys: &'static [Key],
}

impl Table {
    pub(crate) fn key(&self, name: &str) -> Option<&'static Key> {
        self.keys.iter().find(|key| key.name == name)
    }

    pub(crate) fn names(&self) -> impl Iterator<Item = &'static str> {
        self.keys.iter().map(|key| key.name)
    }
}

/// A key of a [`Table`].
pub(crate) struct Key {
    pub(crate) name: &'static str,
    pub(crate) holds: ValueKind,
    pub(crate) required: bool,
    /// Meaning of the key, in one sentence.
    pub(crate) doc: &'static str,
}

/// Permitted values of a key.
pub(crate) enum ValueKind {
    /// One text.
    Text,
    /// A text in one or two languages; a plain string is English.
    LocalText,
    /// `true` or `false`.
    Bool,
    /// An integer.
    Integer,
    /// An integer that counts something.
    Count,
    /// One of these words.
    Keyword(&'static [&'static str]),
    /// A list.
    List(&'static ValueKind),
    /// A map whose keys are names chosen by the author.
    Names(&'static ValueKind),
    /// A map whose keys are integers.
    Numbers(&'static ValueKind),
    /// A list of integers, or a map with integer keys and details for each.
    NumbersOr(&'static ValueKind),
    /// A map with known keys.
    Table(&'static Table),
    /// A type expression: `string`, `[Device]`, `{ map: int }`.
    Type,
    /// A type expression, or a map with known keys.
    TypeOr(&'static Table),
    /// Text, or a map with known keys.
    TextOr(&'static Table),
    /// Any YAML, kept as JSON.
    Json,
}

/// An optional key.
pub(super) const fn key(name: &'static str, holds: ValueKind, doc: &'static str) -> Key {
    Key { name, holds, required: false, doc }
}

/// A required key.
pub(super) const fn required(name: &'static str, holds: ValueKind, doc: &'static str) -> Key {
    Key { name, holds, required: true, doc }
}
