//! Changes, and what they mean for callers.

use crate::source::Span;

/// Changes by label, the worst first, and then in the order of their places.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changes {
    /// All changes.
    pub list: Vec<Change>,
}

/// One change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Effect on callers.
    pub label: Label,
    /// Kind of the item that changed, such as `parameter`.
    pub kind: &'static str,
    /// Kind of change.
    pub action: Action,
    /// The change as a sentence without a full stop.
    pub sentence: String,
    /// Place in the sources of the old description.
    pub old: Option<Span>,
    /// Place in the sources of the new description.
    pub new: Option<Span>,
}

/// Effect of a change on callers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Label {
    /// Code that compiled may not compile any more.
    Breaking,
    /// Code compiles, but behaves differently.
    Behaviour,
    /// Existing code is not affected.
    Compatible,
    /// Only texts changed.
    Docs,
}

/// Kind of a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// The item is new.
    Added,
    /// The item is gone.
    Removed,
    /// The item has another name, and is the same on the wire.
    Renamed,
    /// A property of the item is different.
    Changed,
}

/// The part of a version to be raised.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Bump {
    /// None: no release is needed.
    None,
    /// `x.y.Z`
    Patch,
    /// `x.Y.0`
    Minor,
    /// `X.0.0`
    Major,
}

impl Changes {
    /// Returns the worst label, if there is a change.
    pub fn worst(&self) -> Option<Label> {
        self.list.iter().map(|change| change.label).min()
    }

    /// Iterates over the changes with a label.
    pub fn of(&self, label: Label) -> impl Iterator<Item = &Change> {
        self.list.iter().filter(move |change| change.label == label)
    }

    /// Returns the version bump of a client below 1.0, where minor versions may break callers.
    pub fn bump_before_1(&self) -> Bump {
        match self.worst() {
            None => Bump::None,
            Some(Label::Breaking | Label::Behaviour) => Bump::Minor,
            Some(Label::Compatible | Label::Docs) => Bump::Patch,
        }
    }

    /// Returns the version bump of a client from 1.0 on.
    pub fn bump_from_1(&self) -> Bump {
        match self.worst() {
            None => Bump::None,
            Some(Label::Breaking) => Bump::Major,
            Some(Label::Behaviour | Label::Compatible) => Bump::Minor,
            Some(Label::Docs) => Bump::Patch,
        }
    }
}

impl Label {
    /// All labels, the worst first.
    pub const ALL: [Self; 4] = [Self::Breaking, Self::Behaviour, Self::Compatible, Self::Docs];

    /// Returns the name, such as `breaking`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Breaking => "breaking",
            Self::Behaviour => "behaviour",
            Self::Compatible => "compatible",
            Self::Docs => "docs",
        }
    }
}

impl Action {
    /// Returns the name, such as `added`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Removed => "removed",
            Self::Renamed => "renamed",
            Self::Changed => "changed",
        }
    }
}

impl Bump {
    /// Returns the name, such as `minor`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Patch => "patch",
            Self::Minor => "minor",
            Self::Major => "major",
        }
    }
}
