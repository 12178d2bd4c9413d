//! What a call tells `tracing`: a span for the call and one for each attempt, named as OpenTelemetry names the fields of
//! HTTP clients, and an event for whatever a person wants to know at three in the morning. Neither holds parameters,
//! header values or bodies.
//!
//! | | level | fields |
//! |---|---|---|
//! | span `call` | info | `otel.name` and `endpoint` (`group.endpoint`), `attempts`, `code`, `error.type` |
//! | span `attempt` | debug | `otel.kind`, `http.request.method`, `url.template`, `server.address`, `server.port`, `http.request.resend_count`, `http.response.status_code`, `http.response.body.size`, `error.type` |
//! | event "answered", "no answer" | debug | `endpoint`, `attempt`, `status`, `code`, `bytes`, `latency`, `request_id` |
//! | event "trying again" | warn | `endpoint`, `attempt`, `delay`, `error` |
//! | event "the token was refused" | info | `endpoint` |

use std::fmt;
use std::time::Duration;

use tracing::Span;
use tracing::field::Empty;

use crate::call::Call;
use crate::descriptor::{Endpoint, PathPart};
use crate::error::{Error, ErrorKind};
use crate::observe::redact::Mask;
use crate::transport::{Response, TransportError, TransportErrorKind};

/// The span of a call, with all its attempts.
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

/// The span of one attempt, which is one request.
pub(crate) fn attempt(call: &Call, resends: u32) -> Span {
    let (endpoint, base) = (call.endpoint(), call.core().base());
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

/// An attempt ended with this answer, or without one.
pub(crate) fn answered(
    call: &Call,
    attempt: u32,
    answer: Result<&Response, &TransportError>,
    latency: Duration,
    mask: &dyn Fn() -> Mask,
) {
    let (span, endpoint) = (Span::current(), call.endpoint().name);
    match answer {
        Ok(response) => {
            span.record("http.response.status_code", response.status);
            span.record("http.response.body.size", response.body.len());
            let (status, bytes) = (response.status, response.body.len());
            // Fields are looked up where somebody listens, and only there.
            tracing::debug!(
                endpoint,
                attempt,
                status,
                bytes,
                ?latency,
                request_id = request_id(response, mask),
                "answered"
            );
        }
        Err(error) => {
            span.record("error.type", error.kind().error_type());
            tracing::debug!(endpoint, attempt, ?latency, %error, "no answer");
        }
    }
}

/// An attempt failed, and another one follows.
pub(crate) fn trying_again(call: &Call, attempt: u32, delay: Duration, error: &Error) {
    let (endpoint, quota) = (call.endpoint().name, error.kind() == ErrorKind::Quota);
    tracing::warn!(endpoint, attempt, ?delay, quota, %error, "trying again");
}

/// A call ended.
pub(crate) fn ended(span: &Span, outcome: &Result<(), Error>) {
    let Err(error) = outcome else { return };
    span.record("attempts", error.attempts());
    span.record("error.type", error_type(error.kind()));
    if let Some(code) = error.code() {
        span.record("code", code);
    }
}

/// The id under which the server knows a request, where it sends one; without secrets, for a header may repeat
/// anything.
pub(crate) fn request_id(response: &Response, mask: &dyn Fn() -> Mask) -> Option<String> {
    let id = REQUEST_ID.iter().find_map(|name| response.header(name))?;
    Some(mask().apply(id).into_owned()).filter(|id| !id.is_empty())
}

/// None of them is documented by anybody we know; these are what gateways send.
const REQUEST_ID: [&str; 6] = [
    "x-request-id",
    "request-id",
    "x-trace-id",
    "x-correlation-id",
    "x-b3-traceid",
    "eagleeye-traceid",
];

/// A short word for a dashboard, as OpenTelemetry asks for it.
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

/// A path with the names of its parameters in place of their values: `/things/{id}`.
struct Template<'a>(&'a Endpoint);

impl fmt::Display for Template<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.path.iter().try_for_each(|part| match part {
            PathPart::Text(text) => f.write_str(text),
            PathPart::Parameter(index) => write!(f, "{{{}}}", self.0.parameters[*index].wire),
        })
    }
}
