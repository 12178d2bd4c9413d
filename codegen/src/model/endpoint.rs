//! Endpoints: a method, a path, what goes in and what comes out.

use ordered_json::Value;

use super::{Envelope, ErrorCode, Example, LocalizedText, Paging, Parameter, Presence, Type};
use crate::source::Span;

/// One operation: a method and a path, what goes in, what comes out, what may go wrong.
#[derive(Debug, Clone)]
pub struct Endpoint {
    /// Name in `snake_case`, from the file name.
    pub name: String,
    /// Name of its group.
    pub group: String,
    /// The file that describes it, relative to the description's folder.
    pub file: String,
    /// One line about what it does.
    pub summary: LocalizedText,
    /// More about what it does.
    pub doc: LocalizedText,
    /// HTTP method.
    pub method: Method,
    /// Path, split where parameters stand.
    pub path: Vec<PathPart>,
    /// All parameters, constants included, in the order in which they are sent.
    pub parameters: Vec<Parameter>,
    /// The payload on success; `None` when there is nothing to return.
    pub returns: Option<Type>,
    /// Its paging style, if any; the parameters of the style are among the others.
    pub paging: Option<Paging>,
    /// The envelope of the response.
    pub envelope: Envelope,
    /// True if the call carries a token.
    pub authenticated: bool,
    /// True if sending it twice does no more than sending it once.
    pub idempotent: bool,
    /// Every documented failure, the endpoint's own first, then those of its sets.
    pub errors: Vec<ErrorCode>,
    /// Requests and answers as the vendor or we write them.
    pub examples: Vec<Example>,
    /// Differences between the vendor's documentation and the vendor's examples.
    pub quirks: Vec<LocalizedText>,
    /// The page that documents it.
    pub source: Option<String>,
    /// Why it should not be used any more.
    pub deprecated: Option<LocalizedText>,
    /// Since which version of the API it exists.
    pub since: Option<String>,
    /// Its place in the description.
    pub span: Span,
}

impl Endpoint {
    /// Group and name: `thing_model.export_tsl`.
    pub fn full_name(&self) -> String {
        format!("{}.{}", self.group, self.name)
    }

    /// The path as it is written in documentation: `/users/{id}`.
    pub fn path_template(&self) -> String {
        let part = |part: &PathPart| match part {
            PathPart::Text(text) => text.clone(),
            PathPart::Parameter(index) => format!("{{{}}}", self.parameters[*index].wire_name),
        };
        self.path.iter().map(part).collect()
    }

    /// Method and path as they are sent: `GET /v1/users/{id}`, with
    /// constants as they are.
    pub fn route(&self) -> String {
        self.route_with(|open| format!("{{{}}}", open.wire_name))
    }

    /// The same with something else in place of the parameters that are not constant.
    pub(crate) fn route_with(&self, open: impl Fn(&Parameter) -> String) -> String {
        let parameter = |parameter: &Parameter| match &parameter.presence {
            Presence::Constant(Value::String(text)) => text.clone(),
            Presence::Constant(value) => value.to_string(),
            Presence::Required | Presence::Optional { .. } => open(parameter),
        };
        let part = |part: &PathPart| match part {
            PathPart::Text(text) => text.clone(),
            PathPart::Parameter(index) => parameter(&self.parameters[*index]),
        };
        let path: String = self.path.iter().map(part).collect();
        format!("{} {path}", self.method.as_str())
    }
    /// Parameters that the caller must give, in order.
    pub fn required(&self) -> impl Iterator<Item = (usize, &Parameter)> {
        self.with_presence(|presence| matches!(presence, Presence::Required))
    }

    /// Parameters that the caller may give, in order.
    pub fn optional(&self) -> impl Iterator<Item = (usize, &Parameter)> {
        self.with_presence(|presence| matches!(presence, Presence::Optional { .. }))
    }

    fn with_presence(
        &self,
        wanted: impl Fn(&Presence) -> bool,
    ) -> impl Iterator<Item = (usize, &Parameter)> {
        self.parameters.iter().enumerate().filter(move |(_, parameter)| wanted(&parameter.presence))
    }
}

/// HTTP methods that an endpoint can have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// `GET`
    Get,
    /// `POST`
    Post,
    /// `PUT`
    Put,
    /// `PATCH`
    Patch,
    /// `DELETE`
    Delete,
}

impl Method {
    /// The method as it is sent: `GET`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }
}

/// A piece of a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PathPart {
    /// Text that is always the same, slashes included.
    Text(String),
    /// A parameter, as an index into [`Endpoint::parameters`].
    Parameter(usize),
}
