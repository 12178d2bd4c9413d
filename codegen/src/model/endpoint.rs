//! Endpoints: method, path, parameters, result and errors.

use ordered_json::Value;

use super::{Envelope, ErrorCode, Example, LocalizedText, Paging, Parameter, Presence, Type};
use crate::source::Span;

/// An operation of the API.
#[derive(Debug, Clone)]
pub struct Endpoint {
    /// Name in `snake_case`, from the file name.
    pub name: String,
    /// Name of its group.
    pub group: String,
    /// The file that describes it, relative to the description's folder.
    pub file: String,
    /// Summary in one line.
    pub summary: LocalizedText,
    /// Further description.
    pub doc: LocalizedText,
    /// HTTP method.
    pub method: Method,
    /// Path, split into texts and parameters.
    pub path: Vec<PathPart>,
    /// All parameters, constants included, in the order in which they are sent.
    pub parameters: Vec<Parameter>,
    /// Type of the payload on success; `None` if there is no payload.
    pub returns: Option<Type>,
    /// Its paging style, if any; the parameters of the style are among the others.
    pub paging: Option<Paging>,
    /// The envelope of the response.
    pub envelope: Envelope,
    /// True if the call carries a token.
    pub authenticated: bool,
    /// True if repeating the call has no further effect.
    pub idempotent: bool,
    /// Its documented errors: its own, then those of its error sets.
    pub errors: Vec<ErrorCode>,
    /// Examples of requests and responses.
    pub examples: Vec<Example>,
    /// Differences between the parts of the vendor's documentation.
    pub quirks: Vec<LocalizedText>,
    /// URL of the vendor's documentation.
    pub source: Option<String>,
    /// Reason for the deprecation, and the replacement.
    pub deprecated: Option<LocalizedText>,
    /// First version of the API that has the endpoint.
    pub since: Option<String>,
    /// Its place in the description.
    pub span: Span,
}

impl Endpoint {
    /// Group and name: `thing_model.export_tsl`.
    pub fn full_name(&self) -> String {
        format!("{}.{}", self.group, self.name)
    }

    /// The path with the names of its parameters: `/users/{id}`.
    pub fn path_template(&self) -> String {
        let part = |part: &PathPart| match part {
            PathPart::Text(text) => text.clone(),
            PathPart::Parameter(index) => format!("{{{}}}", self.parameters[*index].wire_name),
        };
        self.path.iter().map(part).collect()
    }

    /// Method and path: `GET /v1/users/{id}`. Constants are filled in.
    pub fn route(&self) -> String {
        self.route_with(|open| format!("{{{}}}", open.wire_name))
    }

    /// Method and path, with `open` called for each parameter that is not constant.
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
    /// Required parameters, in order.
    pub fn required(&self) -> impl Iterator<Item = (usize, &Parameter)> {
        self.with_presence(|presence| matches!(presence, Presence::Required))
    }

    /// Optional parameters, in order.
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
    /// Constant text, slashes included.
    Text(String),
    /// A parameter, as an index into [`Endpoint::parameters`].
    Parameter(usize),
}
