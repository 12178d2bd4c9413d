//! Endpoints as a whole: routes, paths, bodies.

use crate::diagnostics::{Code, Diagnostic};
use crate::source::Span;

pub(crate) fn missing_route(span: Span) -> Diagnostic {
    Diagnostic::new(Code::MissingRoute, span, "the endpoint has no method and path").help(
        "add one of `get`, `post`, `put`, `patch` and `delete` with the path: `get: /v1/devices`",
    )
}

pub(crate) fn multiple_routes(second: Span, first: Span) -> Diagnostic {
    Diagnostic::new(Code::MultipleRoutes, second, "the endpoint has two methods")
        .label("second method")
        .and(first, "first method")
        .help("describe each operation in its own file")
}

pub(crate) fn duplicate_route(span: Span, first: Span, route: &str) -> Diagnostic {
    Diagnostic::new(Code::DuplicateRoute, span, format!("duplicate route `{route}`"))
        .label("described again here")
        .and(first, "first described here")
}

pub(crate) fn bad_path(span: Span, reason: &str) -> Diagnostic {
    Diagnostic::new(Code::BadPath, span, format!("invalid path: {reason}"))
        .help("begin the path with `/`, and put parameters in braces: `/v1/devices/{id}`")
}

pub(crate) fn multiple_bodies(span: Span, first: Span) -> Diagnostic {
    Diagnostic::new(Code::MultipleBodies, span, "the endpoint has both `body` and `form`")
        .label("URL-encoded form")
        .and(first, "JSON body")
}

pub(crate) fn body_on_get(span: Span) -> Diagnostic {
    Diagnostic::new(Code::BodyOnGet, span, "a GET request cannot have a body")
        .help("move the parameter to `query`")
}
