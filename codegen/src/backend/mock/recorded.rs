//! A request as it arrived.

use std::borrow::Cow;
use std::time::Instant;

use hyper::http::request::Parts;

use super::encoding;
use crate::model::{Endpoint, ParameterLocation, SentField};

/// A request as it arrived.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Recorded {
    /// The method: `GET`.
    pub method: String,
    /// Path and query exactly as they were on the wire.
    pub target: String,
    /// Headers in order of arrival, with names in lower case; values of a repeated header follow its first one.
    pub headers: Vec<(String, String)>,
    /// The body; only the beginning if it is too large.
    pub body: Vec<u8>,
    /// Full name of the endpoint that the request reached, if any.
    pub endpoint: Option<String>,
    /// The time at which the whole request had arrived.
    pub arrived: Instant,
    unknown_parameters: Vec<String>,
}

impl Recorded {
    pub(super) fn new(head: &Parts, body: Vec<u8>) -> Self {
        let text = |bytes| String::from_utf8_lossy(bytes).into_owned();
        let headers = head
            .headers
            .iter()
            .map(|(name, value)| (name.as_str().to_owned(), text(value.as_bytes())));
        let mut request = Self {
            method: head.method.as_str().to_owned(),
            target: head.uri.to_string(),
            headers: headers.collect(),
            body,
            endpoint: None,
            arrived: Instant::now(),
            unknown_parameters: Vec::new(),
        };
        request.unknown_parameters = request.query_names();
        request
    }

    /// Returns the first value of a header. The case of its name does not matter.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }

    /// Returns the body as text.
    pub fn text(&self) -> Cow<'_, str> {
        String::from_utf8_lossy(&self.body)
    }

    /// Returns the names in the query that the endpoint does not declare; all names if no endpoint was reached.
    pub fn unknown_parameters(&self) -> &[String] {
        &self.unknown_parameters
    }

    /// The path as it was on the wire, without the query.
    pub(super) fn path(&self) -> &str {
        self.target.split_once('?').map_or(&self.target, |(path, _)| path)
    }

    /// The query as it was on the wire, without the question mark.
    pub(super) fn query(&self) -> &str {
        self.target.split_once('?').map_or("", |(_, query)| query)
    }

    /// Records the endpoint that the request reached.
    pub(super) fn reached(&mut self, endpoint: &Endpoint, names: &[SentField<'_>]) {
        let declared = |name: &String| {
            names
                .iter()
                .any(|sent| sent.place() == ParameterLocation::Query && sent.wire_name() == name)
        };
        self.endpoint = Some(endpoint.full_name());
        self.unknown_parameters.retain(|name| !declared(name));
    }

    fn query_names(&self) -> Vec<String> {
        encoding::pairs(self.query()).into_iter().map(|(name, _)| name).collect()
    }
}
