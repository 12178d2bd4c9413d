//! Transports: an object-safe trait, which programs can implement for another HTTP stack, a proxy or a fake.
//!
//! URLs, headers and bodies may contain credentials (a sign-in may be a GET with the password in its query), so no `Debug`
//! here shows a query, a header value or a body.

mod base_url;
#[cfg(feature = "reqwest")]
mod reqwest;
mod timeout;

use std::borrow::Cow;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

pub(crate) use self::base_url::BaseUrl;
#[cfg(feature = "reqwest")]
pub(crate) use self::reqwest::transport as built_in;
pub(crate) use self::timeout::within;
use crate::descriptor::Method;
use crate::error::TransportError;

/// A boxed future, the return type of the object-safe traits of this crate.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Sends requests.
///
/// An implementation must not follow redirects, which would send the token to another server, and must stop reading a body
/// beyond [`Request::max_body`]. Any HTTP status is an `Ok`. The future is dropped after [`Request::timeout`] and must then
/// release its connection.
pub trait Transport: Send + Sync + 'static {
    /// Sends one request and reads the whole response.
    ///
    /// # Errors
    ///
    /// Fails if no complete response is received.
    fn send(&self, request: Request) -> BoxFuture<'_, Result<Response, TransportError>>;

    /// Waits before a retry, or until a timeout. The default is tokio's timer, which panics outside a tokio runtime; a
    /// transport for another runtime must override it.
    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()> {
        Box::pin(tokio::time::sleep(duration))
    }
}

/// A complete request.
#[derive(Clone)]
#[non_exhaustive]
pub struct Request {
    /// The HTTP method.
    pub method: Method,
    /// The whole URL, percent-encoded. It may contain credentials and must not be logged.
    pub url: String,
    /// Header names in lower case, and values. They may contain the token. Strings that all calls share are borrowed.
    pub headers: Vec<(Cow<'static, str>, Cow<'static, str>)>,
    /// The body, if any.
    pub body: Option<Vec<u8>>,
    /// The time limit of the whole exchange. The caller enforces it; transports may use it as well.
    pub timeout: Duration,
    /// The largest response body to accept, in bytes.
    pub max_body: usize,
}

/// A response with any status.
#[derive(Clone, Default)]
pub struct Response {
    /// The HTTP status.
    pub status: u16,
    /// Header names and values.
    pub headers: Vec<(String, String)>,
    /// The whole body, decompressed.
    pub body: Vec<u8>,
}

/// Headers in which gateways send the id of a request.
const REQUEST_ID: [&str; 6] = [
    "x-request-id",
    "request-id",
    "x-trace-id",
    "x-correlation-id",
    "x-b3-traceid",
    "eagleeye-traceid",
];

impl Response {
    /// Returns the first value of a header. The case of the name is ignored.
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name))?;
        Some(&found.1)
    }

    /// Returns the server's id of the request, unredacted.
    pub(crate) fn request_id(&self) -> Option<&str> {
        REQUEST_ID.iter().find_map(|name| self.header(name))
    }
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request")
            .field("method", &self.method)
            .field("url", &without_query(&self.url))
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

/// Removes the query of a URL. The path identifies the endpoint and stays.
fn without_query(url: &str) -> String {
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
