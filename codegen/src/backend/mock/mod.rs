//! A mock server: the described API over real HTTP on loopback, for tests and first steps without credentials.
//!
//! [`Mock`] serves a [`model::Api`](crate::model::Api) on `127.0.0.1`. It routes by method and path, requires a token where
//! the description does, validates every parameter, and answers with the description's examples. Tests change answers with
//! [`Mock::fail`], [`Mock::reply`] or a handler, and read requests from [`Mock::requests`]. The server runs on a thread of
//! its own, so blocking and async tests can use the same handle. Dropping the handle stops the server.
//!
//! ```
//! use endpointc::mock::{Mock, Reply};
//! # fn example(api: endpointc::model::Api) -> std::io::Result<()> {
//! let mock = Mock::builder(api)
//!     .handle("thing_model.export_tsl", |call| match call.parameter("productKey") {
//!         Some("p11v14") => Reply::success(ordered_json::json!({ "properties": [] })),
//!         _ => Reply::code(70017),
//!     })
//!     .start()?;
//!
//! mock.fail("token.access_key_login", 90047);
//! // … a client calls `mock.url()` …
//! assert_eq!(mock.calls("token.access_key_login"), 1);
//! assert!(mock.requests().iter().all(|request| request.unknown_parameters().is_empty()));
//! # Ok(()) }
//! ```
//!
//! # Order of answers
//!
//! The first of these that applies:
//!
//! 1. The token: an endpoint that is `authenticated` needs the API's header, or the answer is HTTP
//!    401. [`Builder::authorize`] replaces this check.
//! 2. The parameters: required ones are present, constants have their value, scalars parse and
//!    limits hold, or the answer is HTTP 400 and names the parameter. Unlisted values of enums and
//!    undeclared parameters are accepted, as most servers do.
//! 3. Replies queued with [`Mock::reply`] or [`Mock::fail`], for the endpoint before those for `*`.
//! 4. Headers of the request: `mock-code: 70017` for a code in the envelope, `mock-status: 503` for
//!    an HTTP status, both for a code with that status, `mock-fault: truncated` for a [`Fault`].
//!    They are meant for calls by hand, such as with `curl`.
//! 5. The handler of the endpoint.
//! 6. The example that has the most request values in common with the call and contradicts none,
//!    else the first example of a success, else a success made up from the declared types.
//!
//! Fault rules then apply to the answer, whatever its source: [`Builder::fault_rule`].
//!
//! An unknown path is HTTP 404, another method is 405, and a body of more than 1 MiB is 413.
//!
//! # Limits
//!
//! * HTTP/1.1 without TLS, and only on loopback.
//! * Handlers run on the server's only thread: one that blocks stops all others. For a slow answer,
//!   use [`Reply::after`].
//! * In queries, headers and forms the items of a list are joined with commas or repeated under
//!   one name. Structs and maps there are not validated.

mod builder;
mod call;
mod encoding;
mod example;
mod fault;
mod fault_rule;
mod journal;
mod paging;
mod recorded;
mod reply;
mod router;
mod server;
mod service;
#[cfg(test)]
mod tests;
mod validate;
mod values;

pub use builder::Builder;
pub use call::Call;
pub use fault::Fault;
pub use fault_rule::FaultRule;
pub use recorded::Recorded;
pub use reply::Reply;

use std::fmt;
use std::sync::Arc;

use crate::model::Api;
use server::Server;
use service::Service;

/// A running mock server; dropping it stops the server.
pub struct Mock {
    url: String,
    service: Arc<Service>,
    _server: Server,
}

impl Mock {
    /// Returns a builder for a mock of this API, which may be an [`Api`] or an `Arc` of one.
    pub fn builder(api: impl Into<Arc<Api>>) -> Builder {
        Builder::new(api.into())
    }

    /// Returns the base URL, without a trailing slash: `http://127.0.0.1:40123`.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Makes the next call of this endpoint fail with this code in the envelope and HTTP 200.
    ///
    /// # Panics
    ///
    /// Panics if the API has no such endpoint, because a test with a misspelt name would check nothing.
    #[track_caller]
    pub fn fail(&self, endpoint: &str, code: i64) {
        self.reply(endpoint, Reply::code(code));
    }

    /// Makes the next call of this endpoint fail with this code in the envelope and this HTTP status.
    ///
    /// # Panics
    ///
    /// Panics if the API has no such endpoint.
    #[track_caller]
    pub fn fail_with_status(&self, endpoint: &str, code: i64, status: u16) {
        self.reply(endpoint, Reply::code(code).with_status(status));
    }

    /// Queues a reply for one call of this endpoint; `*` means any endpoint.
    ///
    /// # Panics
    ///
    /// Panics if the API has no such endpoint.
    #[track_caller]
    pub fn reply(&self, endpoint: &str, reply: Reply) {
        if endpoint != journal::ANY {
            self.expect_endpoint(endpoint);
        }
        self.service.journal().queue(endpoint, reply);
    }

    /// Returns the latest requests in order of arrival: up to 10,000, or the number set with [`Builder::keep_requests`].
    pub fn requests(&self) -> Vec<Recorded> {
        self.service.journal().requests()
    }

    /// Returns the number of requests so far, including those that reached no endpoint.
    pub fn received(&self) -> usize {
        self.service.journal().received()
    }

    /// Returns the number of calls of this endpoint, including refused ones.
    ///
    /// # Panics
    ///
    /// Panics if the API has no such endpoint.
    #[track_caller]
    pub fn calls(&self, endpoint: &str) -> usize {
        self.expect_endpoint(endpoint);
        self.service.journal().calls(endpoint)
    }

    #[track_caller]
    fn expect_endpoint(&self, endpoint: &str) {
        let known = self.service.api.endpoint(endpoint).is_some();
        assert!(known, "the API `{}` has no endpoint `{endpoint}`", self.service.api.name);
    }
}

impl fmt::Debug for Mock {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Mock").field("url", &self.url).finish_non_exhaustive()
    }
}
