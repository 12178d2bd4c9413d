//! Parameters: their location, presence and constraints.

use ordered_json::Value;

use super::{LocalizedText, Type};
use crate::source::Span;

/// A value that is sent with a call: an argument, a setter or a constant.
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
    /// Required, optional or constant.
    pub presence: Presence,
    /// True if the fields of its type are sent as separate parameters. Its own name is not sent then.
    pub spread: bool,
    /// The style of a list in a query or a form.
    pub list: ListStyle,
    /// Constraints that are checked before sending.
    pub limits: Vec<Constraint>,
    /// True if the value is redacted in logs and debug output.
    pub secret: bool,
    /// True if the vendor does not document it.
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
    /// A constant, sent with every request and not exposed to callers.
    Constant(Value),
}

/// A rule for a parameter's value that is checked before sending.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Constraint {
    /// Minimum number of characters.
    MinLength(u64),
    /// Maximum number of characters.
    MaxLength(u64),
    /// Minimum value.
    Min(i64),
    /// Maximum value.
    Max(i64),
    /// Minimum number of items.
    MinItems(u64),
    /// Maximum number of items.
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
