//! What can be set before the server starts.

use std::collections::BTreeMap;
use std::io;
use std::net::{Ipv4Addr, TcpListener};
use std::sync::Arc;

use super::answer::{Authorize, Handler, Service};
use super::server::Server;
use super::{Call, Mock, Reply, spread};
use crate::model::Api;

/// A mock that does not run yet; see [`Mock::builder`].
pub struct Builder {
    api: Arc<Api>,
    port: u16,
    authorize: Option<Authorize>,
    handlers: BTreeMap<String, Handler>,
}

impl Builder {
    pub(super) fn new(api: Arc<Api>) -> Self {
        Self { api, port: 0, authorize: None, handlers: BTreeMap::new() }
    }

    /// Listens on this port; 0, which it is at first, takes any free one.
    pub fn port(mut self, port: u16) -> Self {
        self.port = port;
        self
    }

    /// Checks the token of authenticated endpoints in place of the default, which is content with
    /// any. It gets the value of the API's header; a code that it returns travels in the envelope
    /// under HTTP 401.
    pub fn authorize(
        mut self,
        check: impl Fn(Option<&str>) -> Result<(), i64> + Send + Sync + 'static,
    ) -> Self {
        self.authorize = Some(Box::new(check));
        self
    }

    /// Answers calls to this endpoint in place of the examples; a second handler for the same
    /// endpoint replaces the first. It runs on the server's thread and should not block. If it
    /// panics, the answer is a bare HTTP 500.
    pub fn handle(
        mut self,
        endpoint: &str,
        handler: impl Fn(&Call) -> Reply + Send + Sync + 'static,
    ) -> Self {
        self.handlers.insert(endpoint.to_owned(), Box::new(handler));
        self
    }

    /// Starts the server; it accepts connections when this returns.
    ///
    /// # Errors
    ///
    /// When the port is taken, or when a handler is for an endpoint that the API does not have.
    pub fn start(self) -> io::Result<Mock> {
        self.check_handlers()?;
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, self.port))?;
        let url = format!("http://{}", listener.local_addr()?);
        let mut api = self.api;
        spread::flatten(Arc::make_mut(&mut api));
        let service = Arc::new(Service::new(api, self.authorize, self.handlers));
        let server = Server::start(listener, Arc::clone(&service))?;
        Ok(Mock { url, service, _server: server })
    }

    fn check_handlers(&self) -> io::Result<()> {
        match self.handlers.keys().find(|name| self.api.endpoint(name).is_none()) {
            None => Ok(()),
            Some(name) => {
                let message = format!("the API `{}` has no endpoint `{name}`", self.api.name);
                Err(io::Error::new(io::ErrorKind::InvalidInput, message))
            }
        }
    }
}
