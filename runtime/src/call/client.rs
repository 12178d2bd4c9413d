//! The client that generated clients wrap: what all calls share, and the builder that puts it together.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use crate::auth::{Authenticator, TokenCell, TokenStore};
use crate::call::retry::{Budget, RetryPolicy};
use crate::decode::drift::{Drift, Listener};
use crate::descriptor::Api;
use crate::error::Error;
use crate::observe::exchange::{Exchange, Watcher};
use crate::request::url::Base;
use crate::transport::Transport;

/// What all calls of a client share. Cloning it is cheap; clones share the token and the connections.
#[derive(Clone)]
pub struct Core {
    shared: Arc<Shared>,
}

struct Shared {
    api: &'static Api,
    base: Base,
    transport: Arc<dyn Transport>,
    token: Option<TokenCell>,
    timeout: Duration,
    deadline: Duration,
    retry: RetryPolicy,
    budget: Budget,
    max_body: usize,
    user_agent: String,
    listener: Option<Listener>,
    watcher: Option<Watcher>,
}

/// Puts a [`Core`] together.
pub struct Builder {
    api: &'static Api,
    url: String,
    trusted: Vec<Vec<u8>>,
    transport: Option<Arc<dyn Transport>>,
    authenticator: Option<Arc<dyn Authenticator>>,
    store: Option<Arc<dyn TokenStore>>,
    timeout: Duration,
    deadline: Option<Duration>,
    retry: RetryPolicy,
    max_body: usize,
    product: String,
    listener: Option<Listener>,
    watcher: Option<Watcher>,
}

/// Long enough for a slow mobile network, short enough that a dead server is noticed.
const TIMEOUT: Duration = Duration::from_secs(30);

/// 16 MiB: far above any answer that such APIs give, far below what hurts.
const MAX_BODY: usize = 16 << 20;

const OURS: &str = concat!("endpointc-runtime/", env!("CARGO_PKG_VERSION"));

impl Builder {
    /// A client of this API, on the server with this URL.
    pub fn new(api: &'static Api, url: impl Into<String>) -> Self {
        Self {
            api,
            url: url.into(),
            trusted: Vec::new(),
            transport: None,
            authenticator: None,
            store: None,
            timeout: TIMEOUT,
            deadline: None,
            retry: RetryPolicy::default(),
            max_body: MAX_BODY,
            product: String::new(),
            listener: None,
            watcher: None,
        }
    }

    /// How to sign in.
    pub fn authenticator(&mut self, authenticator: Arc<dyn Authenticator>) {
        self.authenticator = Some(authenticator);
    }

    /// How requests travel, instead of the built-in way.
    pub fn transport(&mut self, transport: Arc<dyn Transport>) {
        self.transport = Some(transport);
    }

    /// Trusts the certificates in this PEM beside those of the platform: a private authority, or a proxy that opens TLS.
    pub fn root_certificate(&mut self, pem: &[u8]) {
        self.trusted.push(pem.to_vec());
    }

    /// How long one attempt may take. 30 s unless told otherwise.
    pub fn timeout(&mut self, timeout: Duration) {
        self.timeout = timeout;
    }

    /// Where the token is kept beside the client, to be shared with others.
    pub fn token_store(&mut self, store: Arc<dyn TokenStore>) {
        self.store = Some(store);
    }

    /// How long a call may take in all: waiting for a token, every attempt, and the pauses between them. Unless told
    /// otherwise two and a half times as long as one attempt, which leaves room for two that run into their timeout.
    pub fn deadline(&mut self, deadline: Duration) {
        self.deadline = Some(deadline);
    }

    /// When failed calls are tried again.
    pub fn retry(&mut self, policy: RetryPolicy) {
        self.retry = policy;
    }

    /// The largest answer to accept, in bytes. 16 MiB unless told otherwise.
    pub fn max_body(&mut self, bytes: usize) {
        self.max_body = bytes;
    }

    /// The caller's product (`acme-fleet/2.1`); it comes first in the user agent.
    pub fn user_agent(&mut self, product: &str) {
        product.clone_into(&mut self.product);
    }

    /// Whom to tell what the wire held and the description did not.
    pub fn on_drift(&mut self, listener: Arc<dyn Fn(&Drift) + Send + Sync>) {
        self.listener = Some(listener);
    }

    /// Whom to show every attempt as it was on the wire, without secrets.
    pub fn on_exchange(&mut self, watcher: Arc<dyn Fn(&Exchange) + Send + Sync>) {
        self.watcher = Some(watcher);
    }

    /// Checks everything and builds the client. No connection is made.
    ///
    /// # Errors
    ///
    /// The URL is not `https` (plain `http` is for loopback hosts), or holds a user, a query or a fragment; the user
    /// agent is no header value; TLS cannot be set up; a root certificate is no PEM, or there is a transport of one's own,
    /// which has to know by itself whom it trusts.
    pub fn build(self) -> Result<Core, Error> {
        let base = Base::parse(&self.url).map_err(|reason| Error::setup(reason, None))?;
        let user_agent = user_agent(&self.product)?;
        let transport = match self.transport {
            Some(_) if !self.trusted.is_empty() => {
                return Err(Error::setup("root certificates are for the built-in transport", None));
            }
            Some(transport) => transport,
            None => built_in(&base, &self.trusted)?,
        };
        let shared = Shared {
            api: self.api,
            base,
            transport,
            token: self.authenticator.map(|how| TokenCell::new(how, self.store)),
            timeout: self.timeout,
            deadline: self.deadline.unwrap_or(self.timeout.saturating_mul(5) / 2),
            budget: Budget::of(&self.retry),
            retry: self.retry,
            max_body: self.max_body,
            user_agent,
            listener: self.listener,
            watcher: self.watcher,
        };
        Ok(Core { shared: Arc::new(shared) })
    }
}

fn user_agent(product: &str) -> Result<String, Error> {
    if product.is_empty() {
        return Ok(OURS.to_owned());
    }
    if product.chars().all(|c| c == ' ' || c.is_ascii_graphic()) {
        return Ok(format!("{product} {OURS}"));
    }
    Err(Error::setup("the user agent holds something else than visible ASCII", None))
}

#[cfg(feature = "reqwest")]
fn built_in(base: &Base, trusted: &[Vec<u8>]) -> Result<Arc<dyn Transport>, Error> {
    crate::transport::reqwest::transport(base, trusted)
}

#[cfg(not(feature = "reqwest"))]
fn built_in(_: &Base, _: &[Vec<u8>]) -> Result<Arc<dyn Transport>, Error> {
    Err(Error::setup(
        "no transport: give the builder one, or switch on the feature `reqwest`",
        None,
    ))
}

impl Core {
    /// Renews the token now, whatever its age, or joins whoever is renewing it.
    ///
    /// # Errors
    ///
    /// Signing in failed (the old token stays in use while it lives), or the client has no authenticator.
    pub async fn renew_token(&self) -> Result<(), Error> {
        match &self.shared.token {
            Some(cell) => cell.renew(self).await.map_err(|cause| Error::sign_in(None, cause)),
            None => Err(Error::setup("the client has no authenticator", None)),
        }
    }

    pub(crate) fn token_cell(&self) -> Option<&TokenCell> {
        self.shared.token.as_ref()
    }

    pub(crate) fn base(&self) -> &Base {
        &self.shared.base
    }

    pub(crate) fn transport(&self) -> &dyn Transport {
        &*self.shared.transport
    }

    pub(crate) fn timeout(&self) -> Duration {
        self.shared.timeout
    }

    pub(crate) fn deadline(&self) -> Duration {
        self.shared.deadline
    }

    pub(crate) fn retry(&self) -> &RetryPolicy {
        &self.shared.retry
    }

    pub(crate) fn budget(&self) -> &Budget {
        &self.shared.budget
    }

    pub(crate) fn watcher(&self) -> Option<&Watcher> {
        self.shared.watcher.as_ref()
    }

    pub(crate) fn max_body(&self) -> usize {
        self.shared.max_body
    }

    pub(crate) fn user_agent(&self) -> &str {
        &self.shared.user_agent
    }

    pub(crate) fn listener(&self) -> Option<&Listener> {
        self.shared.listener.as_ref()
    }
}

impl fmt::Debug for Core {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Core")
            .field("api", &self.shared.api.name)
            .field("server", &self.shared.base.as_str())
            .field("authenticator", &self.shared.token.is_some())
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Builder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Builder")
            .field("api", &self.api.name)
            .field("authenticator", &self.authenticator.is_some())
            .field("timeout", &self.timeout)
            .finish_non_exhaustive()
    }
}
