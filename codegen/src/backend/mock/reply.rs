//! Replies, and their conversion to HTTP in the envelope of an endpoint.

use std::time::Duration;

use http_body_util::Full;
use hyper::body::Bytes;
use hyper::{Response, StatusCode, http};
use ordered_json::{Map, Value};
use serde::Serialize;

use super::Fault;
use crate::model::{Endpoint, Envelope};

const JSON: &str = "application/json; charset=utf-8";
const TEXT: &str = "text/plain; charset=utf-8";

/// An answer of the mock.
#[derive(Debug, Clone)]
pub struct Reply {
    content: Content,
    status: Option<u16>,
    headers: Vec<(String, String)>,
    delay: Duration,
    fault: Option<Fault>,
}

/// The content of a reply.
#[derive(Debug, Clone)]
enum Content {
    /// The whole body.
    Json(Value),
    /// The payload of a success.
    Success(Value),
    /// The members beside the code of a success.
    BesideCode(Map<String, Value>),
    /// A failure in the envelope. Without a message, the meaning of the code is sent.
    Code { code: i64, message: Option<String> },
    /// The body as it is.
    Raw { content_type: String, body: Vec<u8> },
    /// No body at all.
    Nothing,
    /// A placeholder for an example of the description, replaced before the reply is sent.
    Example,
}

impl Reply {
    /// Returns a reply with this body and HTTP 200. A body that cannot be represented as JSON, such as a map whose keys are
    /// not strings, makes the answer a 500 that says so.
    pub fn json(body: impl Serialize) -> Self {
        Self::of_value(body, Content::Json)
    }

    /// Returns a success with this payload in the endpoint's envelope: the first of its success codes, the message `OK`, and
    /// the payload under `data` or beside the code. `null` means no payload. As for [`json`](Self::json), a payload that
    /// cannot be represented as JSON makes the answer a 500.
    pub fn success(payload: impl Serialize) -> Self {
        Self::of_value(payload, Content::Success)
    }

    fn of_value(value: impl Serialize, content: fn(Value) -> Content) -> Self {
        match ordered_json::to_value(value) {
            Ok(value) => Self::new(content(value)),
            Err(error) => {
                Self::text(500, &format!("the reply cannot be represented as JSON: {error}"))
            }
        }
    }

    /// Returns a failure with this code in the endpoint's envelope and HTTP 200. The message is the meaning of the code. If
    /// the envelope has no code, the HTTP status is the code, or 500 for a code outside 400 to 599.
    pub fn code(code: i64) -> Self {
        Self::new(Content::Code { code, message: None })
    }

    /// Returns a reply with these bytes and this HTTP status.
    pub fn raw(status: u16, content_type: &str, body: impl Into<Vec<u8>>) -> Self {
        let content_type = content_type.to_owned();
        Self::new(Content::Raw { content_type, body: body.into() }).with_status(status)
    }

    /// Returns the answer that would be given without a handler: the example of the description that fits the call best.
    pub fn example() -> Self {
        Self::new(Content::Example)
    }

    /// Returns a reply with this HTTP status and no body.
    pub fn status(status: u16) -> Self {
        Self::new(Content::Nothing).with_status(status)
    }

    /// Sets the HTTP status; a value that is no final status of HTTP becomes 500.
    pub fn with_status(mut self, status: u16) -> Self {
        self.status = Some(status);
        self
    }

    /// Adds a header. A `content-type` replaces the default; the length is always that of the body. An invalid header
    /// results in the status 500.
    pub fn with_header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Delays the reply by this time.
    pub fn after(mut self, delay: Duration) -> Self {
        self.delay = delay;
        self
    }

    /// Sends the reply with a fault.
    pub fn with_fault(mut self, fault: Fault) -> Self {
        self.fault = Some(fault);
        self
    }

    /// A plain text with this HTTP status, for answers without an envelope.
    pub(super) fn text(status: u16, text: &str) -> Self {
        Self::raw(status, TEXT, text)
    }

    /// A failure with this code and a message of its own.
    pub(super) fn refusal(code: i64, message: String) -> Self {
        Self::new(Content::Code { code, message: Some(message) })
    }

    /// A success with these members beside the code.
    pub(super) fn beside_code(members: Map<String, Value>) -> Self {
        Self::new(Content::BesideCode(members))
    }

    /// Puts the example into a reply that asks for it; its other settings stay.
    pub(super) fn or_example(self, example: impl FnOnce() -> Self) -> Self {
        match self.content {
            Content::Example => {
                let example = example();
                Self { content: example.content, status: self.status.or(example.status), ..self }
            }
            _ => self,
        }
    }

    pub(super) fn fault(&self) -> Option<Fault> {
        self.fault
    }

    pub(super) fn delay(&self) -> Duration {
        self.delay
    }

    /// Converts it to HTTP; without an endpoint there is no envelope.
    pub(super) fn into_response(self, endpoint: Option<&Endpoint>) -> Response<Full<Bytes>> {
        let status = self.status.unwrap_or_else(|| self.content.usual_status(endpoint));
        let (content_type, body) = self.content.into_body(endpoint);
        response(status, content_type.as_deref(), &self.headers, body).unwrap_or_else(|error| {
            let body = Full::from(format!("the reply cannot be sent: {error}"));
            let mut response = Response::new(body);
            *response.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
            response
        })
    }

    fn new(content: Content) -> Self {
        Self { content, status: None, headers: Vec::new(), delay: Duration::ZERO, fault: None }
    }
}

impl Content {
    fn usual_status(&self, endpoint: Option<&Endpoint>) -> u16 {
        let in_band = endpoint.is_some_and(|endpoint| endpoint.envelope.code.is_some());
        match self {
            Self::Code { code, .. } if !in_band => {
                u16::try_from(*code).ok().filter(|code| (400..=599).contains(code)).unwrap_or(500)
            }
            Self::Code { .. }
            | Self::Json(_)
            | Self::Success(_)
            | Self::BesideCode(_)
            | Self::Raw { .. }
            | Self::Nothing
            | Self::Example => 200,
        }
    }

    fn into_body(self, endpoint: Option<&Endpoint>) -> (Option<String>, Vec<u8>) {
        let value = match self {
            Self::Nothing | Self::Example => return (None, Vec::new()),
            Self::Raw { content_type, body } => return (Some(content_type), body),
            Self::Json(body) => body,
            Self::Success(payload) => match endpoint {
                Some(endpoint) => success(&endpoint.envelope, payload),
                None => payload,
            },
            Self::BesideCode(mut members) => {
                let head = endpoint.map(|endpoint| success_head(&endpoint.envelope));
                members.extend(head.unwrap_or_default());
                Value::Object(members)
            }
            Self::Code { code, message } => endpoint.map_or_else(
                || Value::Object(Map::new()),
                |endpoint| failure(endpoint, code, message),
            ),
        };
        (Some(JSON.to_owned()), value.to_string().into_bytes())
    }
}

fn response(
    status: u16,
    content_type: Option<&str>,
    headers: &[(String, String)],
    body: Vec<u8>,
) -> http::Result<Response<Full<Bytes>>> {
    // An informational status does not end a response.
    let status = if status < 200 { 500 } else { status };
    let mut response = Response::builder().status(status);
    let has_type = headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("content-type"));
    if let Some(content_type) = content_type.filter(|_| !has_type) {
        response = response.header("content-type", content_type);
    }
    for (name, value) in headers {
        response = response.header(name, value);
    }
    response.body(Full::from(body))
}

fn success(envelope: &Envelope, payload: Value) -> Value {
    let mut answer = success_head(envelope);
    match (&envelope.data, payload) {
        (_, Value::Null) => {}
        (Some(data), payload) => {
            answer.insert(data.clone(), payload);
        }
        (None, Value::Object(fields)) => {
            for (name, value) in fields {
                answer.entry(name).or_insert(value);
            }
        }
        // A payload without fields cannot be beside the code, so it is the whole answer.
        (None, payload) => return payload,
    }
    Value::Object(answer)
}

fn failure(endpoint: &Endpoint, code: i64, message: Option<String>) -> Value {
    let message = message.unwrap_or_else(|| meaning(endpoint, code));
    Value::Object(head(&endpoint.envelope, code, &message))
}

fn success_head(envelope: &Envelope) -> Map<String, Value> {
    let code = envelope.success.first().copied().unwrap_or(200);
    head(envelope, code, "OK")
}

/// Code and message, if the envelope has names for them.
fn head(envelope: &Envelope, code: i64, message: &str) -> Map<String, Value> {
    let code = envelope.code.iter().map(|name| (name.clone(), Value::from(code)));
    let message = envelope.message.iter().map(|name| (name.clone(), Value::from(message)));
    code.chain(message).collect()
}

fn meaning(endpoint: &Endpoint, code: i64) -> String {
    let documented = endpoint.errors.iter().find(|error| error.code == code);
    let text = documented.map_or("", |error| error.doc.first());
    match text {
        "" => format!("The request was refused with code {code}."),
        text => text.to_owned(),
    }
}
