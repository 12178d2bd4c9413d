//! Settings of a mock before it starts.

use std::collections::BTreeMap;
use std::io;
use std::net::{Ipv4Addr, TcpListener};
use std::sync::{Arc, Mutex};

use super::fault_rule::{ActiveRule, FaultRule};
use super::journal::{self, Journal};
use super::router::Router;
use super::server::Server;
use super::service::{Authorize, Handler, Service};
use super::{Call, Mock, Reply};
use crate::model::Api;

/// A builder of mocks; see [`Mock::builder`].
pub struct Builder {
    api: Arc<Api>,
    port: u16,
    kept: usize,
    rules: Vec<FaultRule>,
    authorize: Option<Authorize>,
    handlers: BTreeMap<String, Handler>,
}

impl Builder {
    pub(super) fn new(api: Arc<Api>) -> Self {
        let (authorize, handlers) = (None, BTreeMap::new());
        Self { api, port: 0, kept: journal::KEPT, rules: Vec::new(), authorize, handlers }
    }

    /// Sets the port; 0, the default, takes any free port.
    pub fn port(mut self, port: u16) -> Self {
        self.port = port;
        self
    }

    /// Sets how many of the latest requests are kept for [`Mock::requests`]; the default is 10,000. Older requests are
    /// still counted.
    pub fn keep_requests(mut self, kept: usize) -> Self {
        self.kept = kept;
        self
    }

    /// Adds a rule by which a share of the answers fails, whatever their source. Rules apply in the order of their addition.
    pub fn fault_rule(mut self, rule: FaultRule) -> Self {
        self.rules.push(rule);
        self
    }

    /// Sets the check for the token of authenticated endpoints; the default accepts any token. The check gets the value of
    /// the API's header. A code that it returns is sent in the envelope with HTTP 401.
    pub fn authorize(
        mut self,
        check: impl Fn(Option<&str>) -> Result<(), i64> + Send + Sync + 'static,
    ) -> Self {
        self.authorize = Some(Box::new(check));
        self
    }

    /// Sets the handler for calls of this endpoint, which replaces the examples and any earlier handler. It runs on the
    /// server's thread and should not block. If it panics, the answer is HTTP 500 in plain text.
    pub fn handle(
        mut self,
        endpoint: &str,
        handler: impl Fn(&Call) -> Reply + Send + Sync + 'static,
    ) -> Self {
        self.handlers.insert(endpoint.to_owned(), Box::new(handler));
        self
    }

    /// Starts the server. When this returns, it accepts connections.
    ///
    /// # Errors
    ///
    /// Fails if the port is taken, or if a handler or a fault rule names an endpoint that the API does not have.
    pub fn start(self) -> io::Result<Mock> {
        self.check_places()?;
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, self.port))?;
        let url = format!("http://{}", listener.local_addr()?);
        let service = Arc::new(Service {
            router: Router::new(&self.api),
            api: self.api,
            authorize: self.authorize,
            handlers: self.handlers,
            rules: self.rules.into_iter().map(ActiveRule::new).collect(),
            journal: Mutex::new(Journal::keeping(self.kept)),
        });
        let server = Server::start(listener, Arc::clone(&service))?;
        Ok(Mock { url, service, _server: server })
    }

    fn check_places(&self) -> io::Result<()> {
        let name = &self.api.name;
        let handled = self.handlers.keys().find(|handled| self.api.endpoint(handled).is_none());
        let misplaced = self.rules.iter().find_map(|one| one.misplaced(&self.api));
        let message = match (handled, misplaced) {
            (None, None) => return Ok(()),
            (Some(handled), _) => format!("the API `{name}` has no endpoint `{handled}`"),
            (None, Some(place)) => format!(
                "the API `{name}` has no endpoint `{place}`, no group of that name and no path that begins so"
            ),
        };
        Err(io::Error::new(io::ErrorKind::InvalidInput, message))
    }
}
