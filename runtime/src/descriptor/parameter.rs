//! Parameters: location, encoding, constraints.

/// The location of a parameter in the request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ParameterLocation {
    /// The query.
    Query,
    /// The path, at its [`PathPart::Parameter`](super::PathPart::Parameter).
    Path,
    /// A header with the parameter's name. It replaces a header of that name which the client sends by itself.
    Header,
    /// A member of the JSON object in the body.
    Body,
    /// A pair of the URL-encoded form in the body.
    Form,
}

/// A parameter, written as a struct update of [`Parameter::REQUIRED`], [`Parameter::OPTIONAL`] or
/// [`Parameter::CONSTANT`].
#[derive(Debug)]
pub struct Parameter {
    /// The location in the request.
    pub location: ParameterLocation,
    /// The name on the wire.
    pub wire_name: &'static str,
    /// True if a call without the parameter is invalid.
    pub required: bool,
    /// True if the value is hidden in `Debug` output and errors.
    pub secret: bool,
    /// The value that is always sent, if the description fixes one.
    pub constant: Option<Constant>,
    /// The constraints that are checked before sending.
    pub constraints: &'static [Constraint],
    /// True if the members of the value, an object, are sent as separate parameters.
    pub spread: bool,
    /// The encoding of a list outside JSON.
    pub list: ListStyle,
}

/// The encoding of a list in a query or a form. A header or a path has a single value, where only [`Self::Comma`] has an
/// effect. An empty list is not sent.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum ListStyle {
    /// `a=1&a=2`
    #[default]
    Repeat,
    /// `a=1%2C2`. An item that contains a comma is invalid.
    Comma,
    /// `a%5B%5D=1&a%5B%5D=2`
    Brackets,
}

/// A value fixed by the description.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Constant {
    /// A string.
    Text(&'static str),
    /// An integer.
    Int(i64),
    /// A floating-point number.
    Float(f64),
    /// A boolean.
    Bool(bool),
}

/// A constraint on the value of a parameter or a member. On a list, all but the item counts apply to each item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Constraint {
    /// The minimum length, in characters.
    MinLength(usize),
    /// The maximum length, in characters.
    MaxLength(usize),
    /// The minimum value.
    Min(i64),
    /// The maximum value.
    Max(i64),
    /// The minimum number of items.
    MinItems(usize),
    /// The maximum number of items.
    MaxItems(usize),
    /// A regular expression that matches the whole string, in the syntax of the `regex-lite` crate.
    Pattern(&'static str),
}

impl Parameter {
    /// A parameter that each call must set.
    pub const REQUIRED: Self = Self {
        location: ParameterLocation::Query,
        wire_name: "",
        required: true,
        secret: false,
        constant: None,
        constraints: &[],
        spread: false,
        list: ListStyle::Repeat,
    };
    /// A parameter that is sent only if it is set.
    pub const OPTIONAL: Self = Self { required: false, ..Self::REQUIRED };
    /// A parameter that is always sent with its `constant`. Callers cannot set it.
    pub const CONSTANT: Self = Self { required: false, ..Self::REQUIRED };
}
