//! The described API over real HTTP on loopback, so that tests and first steps need no
//! credentials.
//!
//! In goes a [`model::Api`](crate::model::Api), out comes a server on `127.0.0.1` that routes by
//! method and path, asks for a token where the description does, checks every parameter and
//! answers with the description's examples. What a test wants to be different it says with
//! [`Mock::fail`], [`Mock::reply`] or a handler; what a client has sent it reads from
//! [`Mock::requests`]. The server has a thread of its own, so the same handle serves blocking and
//! async tests; dropping it stops the server.
//!
//! ```
//! use endpointc::mock::{Mock, Reply};
//! # fn example(api: endpointc::model::Api) -> std::io::Result<()> {
//! let mock = Mock::builder(api)
//!     .handle("thing_model.export_tsl", |call| match call.parameter("productKey") {
//!         Some("p11v14") => Reply::success(serde_json::json!({ "properties": [] })),
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
//! # How a call is answered
//!
//! The first of these that has something to say:
//!
//! 1. The token: an endpoint that is `authenticated` needs the API's header, or the answer is HTTP
//!    401. [`Builder::authorize`] puts another check in its place.
//! 2. The parameters: required ones are there, constants have their value, scalars parse and
//!    limits hold, or the answer is HTTP 400 and names the parameter. Values that an enum does not
//!    list and parameters that the endpoint does not declare are let through, as servers do.
//! 3. Replies queued with [`Mock::reply`] and its kin, for the endpoint before those for `*`.
//! 4. What the request asks for: the header `mock-code: 70017` for a code in the envelope,
//!    `mock-status: 503` for an HTTP status, both for a code under that status, `mock-fault:
//!    truncated` for a [`Fault`]. This is for a person with `curl`.
//! 5. The handler of the endpoint.
//! 6. The example whose request says the most about the call and nothing against it, else the
//!    first one that is a success, else a success made up from the declared types.
//!
//! Whatever is answered so may then go wrong by plan: [`Builder::fault_rule`].
//!
//! A path that no endpoint has is HTTP 404, another method is 405, and a body of more than 1 MiB
//! is 413.
//!
//! # Limits
//!
//! * HTTP/1.1 without TLS, and on loopback alone.
//! * Handlers run on the server's only thread: one that blocks stops all others. A slow answer is
//!   [`Reply::after`].
//! * In the query, in headers and in forms the items of a list are joined with commas or repeated
//!   under one name; how a struct or a map travels there is not described, so it is not checked.

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
    /// Begins a mock of this API; takes an [`Api`] or an `Arc` of one.
    pub fn builder(api: impl Into<Arc<Api>>) -> Builder {
        Builder::new(api.into())
    }

    /// Where it listens, without a trailing slash: `http://127.0.0.1:40123`.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Lets the next call to this endpoint fail with this code in the envelope, under HTTP 200.
    ///
    /// # Panics
    ///
    /// When the API has no such endpoint, because a test that misspells it would wait in vain.
    #[track_caller]
    pub fn fail(&self, endpoint: &str, code: i64) {
        self.reply(endpoint, Reply::code(code));
    }

    /// Lets the next call to this endpoint fail with this code in the envelope, under this HTTP
    /// status.
    ///
    /// # Panics
    ///
    /// When the API has no such endpoint.
    #[track_caller]
    pub fn fail_with_status(&self, endpoint: &str, code: i64, status: u16) {
        self.reply(endpoint, Reply::code(code).with_status(status));
    }

    /// Queues a reply for one call to this endpoint, or with `*` to any endpoint.
    ///
    /// # Panics
    ///
    /// When the API has no such endpoint.
    #[track_caller]
    pub fn reply(&self, endpoint: &str, reply: Reply) {
        if endpoint != journal::ANY {
            self.expect_endpoint(endpoint);
        }
        self.service.journal().queue(endpoint, reply);
    }

    /// What has arrived so far, in order of arrival; the latest 10,000 requests, unless
    /// [`Builder::keep_requests`] says otherwise.
    pub fn requests(&self) -> Vec<Recorded> {
        self.service.journal().requests()
    }

    /// How many requests have arrived so far, those that reached no endpoint included.
    pub fn received(&self) -> usize {
        self.service.journal().received()
    }

    /// How often this endpoint was reached, refused calls included.
    ///
    /// # Panics
    ///
    /// When the API has no such endpoint.
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
