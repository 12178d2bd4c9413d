//! Examples of requests and responses.

use indexmap::IndexMap;
use ordered_json::Value;

use super::ParameterLocation;
use crate::source::Span;

/// A request and its response.
#[derive(Debug, Clone)]
pub struct Example {
    /// Parameters by location and wire name. A name may occur in two locations.
    pub request: IndexMap<(ParameterLocation, String), Value>,
    /// The complete response, envelope included.
    pub response: Option<Value>,
    /// HTTP status of the response.
    pub status: u16,
    /// Its place in the description.
    pub span: Span,
}
