//! Parameters: where they travel, when they are given, and which values they take.

use ordered_json::Value;

use super::{LocalizedText, Type};
use crate::source::Span;

/// Something the caller or the description gives to a call.
#[derive(Debug, Clone)]
pub struct Parameter {
    /// Name on the wire.
    pub wire_name: String,
    /// Name in programs, if it differs from the one on the wire.
    pub name: Option<String>,
    /// Its location in the request.
    pub place: ParameterLocation,
    /// Its type.
    pub ty: Type,
    /// True if it must be given.
    pub presence: Presence,
    /// True if the fields of its type are sent as if they were parameters; then its own name is
    /// not sent.
    pub spread: bool,
    /// The style of a list in a query or a form.
    pub list: ListStyle,
    /// Constraints that are checked before sending.
    pub limits: Vec<Constraint>,
    /// True if it must never be printed.
    pub secret: bool,
    /// True if the vendor says nothing about it.
    pub undocumented: bool,
    /// Its documentation.
    pub doc: LocalizedText,
    /// Its place in the description.
    pub span: Span,
}

/// The location of a parameter in a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ParameterLocation {
    /// In a segment of the path.
    Path,
    /// In the query string.
    Query,
    /// In a header.
    Header,
    /// In the JSON object of the body.
    Body,
    /// In the URL-encoded body.
    Form,
}

/// The style of a list in a query or a form.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum ListStyle {
    /// `a=1&a=2`
    #[default]
    Repeat,
    /// `a=1,2`
    Comma,
    /// `a[]=1&a[]=2`
    Brackets,
}

/// The presence of a parameter in a call.
#[derive(Debug, Clone, PartialEq)]
pub enum Presence {
    /// An argument of the method.
    Required,
    /// A setter; the value that the server assumes, if documented, is never sent.
    Optional {
        /// The server's default.
        default: Option<Value>,
    },
    /// Always sent with this value, never asked for.
    Constant(Value),
}

/// A rule for a parameter's value that is checked before sending.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Constraint {
    /// At least so many characters.
    MinLength(u64),
    /// At most so many characters.
    MaxLength(u64),
    /// Not less than this.
    Min(i64),
    /// Not more than this.
    Max(i64),
    /// At least so many items.
    MinItems(u64),
    /// At most so many items.
    MaxItems(u64),
    /// A regular expression that the whole text must match.
    Pattern(String),
}

impl Constraint {
    /// Returns its key in a description.
    pub fn key(&self) -> &'static str {
        match self {
            Self::MinLength(_) => "min_length",
            Self::MaxLength(_) => "max_length",
            Self::Min(_) => "min",
            Self::Max(_) => "max",
            Self::MinItems(_) => "min_items",
            Self::MaxItems(_) => "max_items",
            Self::Pattern(_) => "pattern",
        }
    }
}
