//! Endpoints: method, path, parameters, pages.

use super::{Api, Auth, CodeFact, Envelope, Parameter};
use crate::decode::Keys;

/// One endpoint.
#[derive(Debug)]
pub struct Endpoint {
    /// The API of the endpoint.
    pub api: &'static Api,
    /// `group.endpoint`, as in errors and drift.
    pub name: &'static str,
    /// The HTTP method.
    pub method: Method,
    /// The parts of the path after the server's URL, in order.
    pub path: &'static [PathPart],
    /// The parameters, in the order in which they are sent.
    pub parameters: &'static [Parameter],
    /// The paging of the list that the endpoint returns.
    pub paging: Option<&'static Paging>,
    /// The envelope of responses.
    pub envelope: &'static Envelope,
    /// True if calls carry a token.
    pub authenticated: bool,
    /// True if calls are safe to repeat.
    pub idempotent: bool,
    /// The codes that the endpoint's own description declares. They override those of the API.
    pub codes: &'static [CodeFact],
}

/// The paging of a list.
#[derive(Debug)]
pub struct Paging {
    /// The index into [`Endpoint::parameters`] of the parameter with the page number.
    pub page: usize,
    /// True if the payload is an object with the keys below. Otherwise the payload is the list of rows, and the keys are
    /// at the top level, beside it.
    pub is_payload: bool,
    /// The wire names of all parts of a page.
    pub keys: &'static Keys,
    /// The meaning of each key.
    pub parts: &'static [PagePart],
}

/// The meaning of a key of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PagePart {
    /// The rows.
    Rows,
    /// The number of the page.
    Number,
    /// The number of rows on all pages.
    Total,
    /// The number of pages.
    Pages,
    /// A value that is not used.
    Other,
}

/// An HTTP method.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Method {
    /// `GET`
    Get,
    /// `HEAD`
    Head,
    /// `POST`
    Post,
    /// `PUT`
    Put,
    /// `PATCH`
    Patch,
    /// `DELETE`
    Delete,
    /// `OPTIONS`
    Options,
}

/// A part of a path.
#[derive(Debug, Clone, Copy)]
pub enum PathPart {
    /// Literal text.
    Text(&'static str),
    /// The percent-encoded value of a parameter, by its index into [`Endpoint::parameters`].
    Parameter(usize),
}

impl Endpoint {
    /// Finds the facts about a code: first in the endpoint's own table, then in that of the API.
    pub(crate) fn fact(&self, code: i64) -> Option<&'static CodeFact> {
        CodeFact::find(self.codes, code).or_else(|| CodeFact::find(self.api.codes, code))
    }

    /// The authentication of calls, if they carry a token.
    pub(crate) fn auth(&self) -> Option<&'static Auth> {
        if self.authenticated { self.api.auth.as_ref() } else { None }
    }
}

impl Method {
    /// Returns the name of the method: `GET`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Head => "HEAD",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
            Self::Options => "OPTIONS",
        }
    }
}
