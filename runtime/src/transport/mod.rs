//! How a request travels: one object-safe trait, so that programs can bring their own HTTP stack, proxy or fake.
//!
//! URLs and headers of this vendor's kind of API hold credentials (a sign-in may be a GET with the password in its
//! query), so no `Debug` here shows a query, a header value or a body.

#[cfg(feature = "reqwest")]
pub(crate) mod reqwest;
pub(crate) mod timeout;

use std::borrow::Cow;
use std::error::Error as StdError;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use crate::descriptor::Method;

/// A boxed future, as the object-safe traits of this crate return it.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Sends requests.
///
/// An implementation does not follow redirects (they would carry the token elsewhere) and stops reading a body beyond
/// [`Request::max_body`]. Any HTTP status is an `Ok`. The future is dropped when [`Request::timeout`] is over, and must
/// let go of its connection then.
pub trait Transport: Send + Sync + 'static {
    /// Sends one request and reads the whole answer.
    fn send(&self, request: Request) -> BoxFuture<'_, Result<Response, TransportError>>;

    /// Waits: before another attempt, and for what takes too long. Unless it is overridden this is tokio's timer, which
    /// panics outside of a tokio runtime, so a transport for another one has to bring its own.
    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()> {
        Box::pin(tokio::time::sleep(duration))
    }
}

/// A request, ready to be sent.
#[derive(Clone)]
#[non_exhaustive]
pub struct Request {
    /// The HTTP method.
    pub method: Method,
    /// The whole URL, encoded. It may hold credentials: never log it.
    pub url: String,
    /// Header names, in lower case where we chose them, and values. They may hold the token. What is the same for all
    /// calls is borrowed.
    pub headers: Vec<(Cow<'static, str>, Cow<'static, str>)>,
    /// The body, if there is one.
    pub body: Option<Vec<u8>>,
    /// How long the whole exchange may take. The caller sees to it: this is for a transport that wants to know.
    pub timeout: Duration,
    /// The largest body to accept, in bytes.
    pub max_body: usize,
}

/// An answer, whatever its status.
#[derive(Clone, Default)]
pub struct Response {
    /// The HTTP status.
    pub status: u16,
    /// Header names and values.
    pub headers: Vec<(String, String)>,
    /// The whole body, decompressed.
    pub body: Vec<u8>,
}

/// Why no answer came.
#[derive(Debug, Clone)]
pub struct TransportError {
    kind: TransportErrorKind,
    source: Option<Arc<dyn StdError + Send + Sync>>,
}

/// What kind of failure kept the answer away.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TransportErrorKind {
    /// No connection: name, network, TLS.
    Connect,
    /// The server's certificate does not prove that it is the server: nobody known has signed it, it is for another name,
    /// or it has expired.
    Untrusted,
    /// Not in time.
    Timeout,
    /// The body is larger than allowed.
    BodyTooLarge,
    /// Anything else: the connection broke, the answer is not HTTP.
    Other,
}

impl Response {
    /// The first value of a header, whatever the case of its name.
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name))?;
        Some(&found.1)
    }
}

impl TransportError {
    /// A failure without a cause.
    pub fn new(kind: TransportErrorKind) -> Self {
        Self { kind, source: None }
    }

    /// A failure and its cause. The cause must not show the URL: it may hold credentials.
    pub fn with_source(
        kind: TransportErrorKind,
        source: impl Into<Box<dyn StdError + Send + Sync>>,
    ) -> Self {
        Self { kind, source: Some(Arc::from(source.into())) }
    }

    /// What kind of failure it is.
    pub fn kind(&self) -> TransportErrorKind {
        self.kind
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.kind {
            TransportErrorKind::Connect => "no connection to the server",
            TransportErrorKind::Untrusted => "the server's certificate is not trusted",
            TransportErrorKind::Timeout => "no answer in time",
            TransportErrorKind::BodyTooLarge => "the answer's body is larger than allowed",
            TransportErrorKind::Other => "the exchange with the server broke off",
        })
    }
}

impl StdError for TransportError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.source.as_ref().map(|source| &**source as &(dyn StdError + 'static))
    }
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request")
            .field("method", &self.method)
            .field("url", &redacted(&self.url))
            .field("headers", &names(&self.headers))
            .field("body", &self.body.as_ref().map(|body| size(body)))
            .field("timeout", &self.timeout)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Response {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response")
            .field("status", &self.status)
            .field("headers", &names(&self.headers))
            .field("body", &size(&self.body))
            .finish()
    }
}

/// A URL without its query. The path stays: it names the endpoint.
fn redacted(url: &str) -> String {
    match url.split_once('?') {
        Some((path, _)) => format!("{path}?…"),
        None => url.to_owned(),
    }
}

fn names<T: AsRef<str>>(headers: &[(T, T)]) -> Vec<&str> {
    headers.iter().map(|(name, _)| name.as_ref()).collect()
}

fn size(body: &[u8]) -> String {
    format!("{} bytes", body.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_shows_no_query_no_header_value_and_no_body() {
        let request = Request {
            method: Method::Get,
            url: "https://host/path?password=SENTINEL".to_owned(),
            headers: vec![("authorization".into(), "SENTINEL".into())],
            body: Some(b"SENTINEL".to_vec()),
            timeout: Duration::from_secs(1),
            max_body: 1,
        };
        let headers = vec![("set-cookie".to_owned(), "SENTINEL".to_owned())];
        let response = Response { status: 200, headers, body: b"SENTINEL".to_vec() };
        let shown = format!("{request:?} {response:?}");
        assert!(
            shown.contains("https://host/path?…") && shown.contains("authorization"),
            "{shown}"
        );
        assert!(!shown.contains("SENTINEL"), "{shown}");
    }
}
