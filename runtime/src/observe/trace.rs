//! Spans and events of calls for `tracing`: a span for each call and each attempt, with the field names of OpenTelemetry
//! for HTTP clients, and events for operators. They contain no parameters, header values or bodies.
//!
//! | | level | fields |
//! |---|---|---|
//! | span `call` | info | `otel.name` and `endpoint` (`group.endpoint`), `attempts`, `code`, `error.type` |
//! | span `attempt` | debug | `otel.kind`, `http.request.method`, `url.template`, `server.address`, `server.port`, `http.request.resend_count`, `http.response.status_code`, `http.response.body.size`, `error.type` |
//! | event "answered", "no answer" | debug | `endpoint`, `attempt`, `status`, `code`, `bytes`, `latency`, `request_id` |
//! | event "trying again" | warn | `endpoint`, `attempt`, `delay`, `error` |
//! | event "the token was rejected" | info | `endpoint` |

use std::fmt;
use std::time::Duration;

use tracing::Span;
use tracing::field::Empty;

use crate::descriptor::{Endpoint, PathPart};
use crate::error::{Error, ErrorKind, TransportError, TransportErrorKind};
use crate::observe::Redactor;
use crate::transport::{BaseUrl, Response};

/// Creates the span of a call with all its attempts.
pub(crate) fn call(endpoint: &Endpoint) -> Span {
    tracing::info_span!(
        "call",
        otel.name = endpoint.name,
        endpoint = endpoint.name,
        attempts = Empty,
        code = Empty,
        error.r#type = Empty,
    )
}

/// Creates the span of one attempt, which is one request.
pub(crate) fn attempt(endpoint: &Endpoint, base: &BaseUrl, resends: u32) -> Span {
    tracing::debug_span!(
        "attempt",
        otel.kind = "client",
        otel.name = %format_args!("{} {}", endpoint.method.as_str(), Template(endpoint)),
        http.request.method = endpoint.method.as_str(),
        url.template = %Template(endpoint),
        server.address = base.host(),
        server.port = base.port(),
        http.request.resend_count = resends,
        http.response.status_code = Empty,
        http.response.body.size = Empty,
        error.r#type = Empty,
    )
}

/// Records the end of an attempt, with or without a response.
pub(crate) fn attempt_ended(
    endpoint: &Endpoint,
    attempt: u32,
    result: Result<&Response, &TransportError>,
    latency: Duration,
    redactor: &dyn Fn() -> Redactor,
) {
    let (span, endpoint) = (Span::current(), endpoint.name);
    match result {
        Ok(response) => {
            span.record("http.response.status_code", response.status);
            span.record("http.response.body.size", response.body.len());
            let (status, bytes) = (response.status, response.body.len());
            // `tracing` evaluates the fields only if a subscriber is interested.
            tracing::debug!(
                endpoint,
                attempt,
                status,
                bytes,
                ?latency,
                request_id = response.request_id().map(|id| redactor().apply(id).into_owned()),
                "answered"
            );
        }
        Err(error) => {
            span.record("error.type", error.kind().error_type());
            tracing::debug!(endpoint, attempt, ?latency, %error, "no answer");
        }
    }
}

/// Records a failed attempt that is retried.
pub(crate) fn retrying(endpoint: &Endpoint, attempt: u32, delay: Duration, error: &Error) {
    let (endpoint, quota) = (endpoint.name, error.kind() == ErrorKind::Quota);
    tracing::warn!(endpoint, attempt, ?delay, quota, %error, "trying again");
}

/// Records the end of a call.
pub(crate) fn call_ended(span: &Span, outcome: &Result<(), Error>) {
    let Err(error) = outcome else { return };
    span.record("attempts", error.attempts());
    span.record("error.type", error_type(error.kind()));
    if let Some(code) = error.code() {
        span.record("code", code);
    }
}

/// Returns the low-cardinality `error.type` of OpenTelemetry.
fn error_type(kind: ErrorKind) -> &'static str {
    match kind {
        ErrorKind::SignIn => "sign_in",
        ErrorKind::Permission => "permission",
        ErrorKind::Quota => "quota",
        ErrorKind::NotFound => "not_found",
        ErrorKind::BadInput => "bad_input",
        ErrorKind::Conflict => "conflict",
        ErrorKind::Device => "device",
        ErrorKind::Server => "server",
        ErrorKind::Refused => "refused",
        ErrorKind::InvalidRequest => "invalid_request",
        ErrorKind::Transport => "transport",
        ErrorKind::Timeout => "timeout",
        ErrorKind::Decode => "decode",
    }
}

impl TransportErrorKind {
    fn error_type(self) -> &'static str {
        match self {
            Self::Connect => "connect",
            Self::Untrusted => "untrusted",
            Self::Timeout => "timeout",
            Self::BodyTooLarge => "body_too_large",
            Self::Other => "transport",
        }
    }
}

/// Formats a path with the names of its parameters: `/things/{id}`.
struct Template<'a>(&'a Endpoint);

impl fmt::Display for Template<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.path.iter().try_for_each(|part| match part {
            PathPart::Text(text) => f.write_str(text),
            PathPart::Parameter(index) => write!(f, "{{{}}}", self.0.parameters[*index].wire_name),
        })
    }
}
