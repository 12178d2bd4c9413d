//! Examples of requests and responses.

use indexmap::IndexMap;
use ordered_json::Value;

use super::ParameterLocation;
use crate::source::Span;

/// A request and its answer.
#[derive(Debug, Clone)]
pub struct Example {
    /// Parameters as they are sent, by location and wire name: one name may occur in two locations.
    pub request: IndexMap<(ParameterLocation, String), Value>,
    /// The whole answer, envelope included.
    pub response: Option<Value>,
    /// HTTP status of the answer.
    pub status: u16,
    /// Its place in the description.
    pub span: Span,
}
