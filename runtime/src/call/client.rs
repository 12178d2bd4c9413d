//! The core that generated clients wrap, and its builder.

use std::fmt;
use std::future::ready;
use std::sync::Arc;
use std::time::Duration;

use super::Authenticator;
use super::retry::{Budget, RetryPolicy};
use crate::auth::{Token, TokenCache, TokenSource, TokenStore};
use crate::decode::Drift;
use crate::descriptor::Api;
use crate::error::{Error, ErrorKind};
use crate::observe::Exchange;
use crate::request::Settings;
use crate::transport::{BaseUrl, BoxFuture, Transport};

/// The state that all calls of a client share. Cloning it is cheap; clones share the token and the connections.
#[derive(Clone)]
pub struct Core {
    shared: Arc<Shared>,
}

struct Shared {
    api: &'static Api,
    base: BaseUrl,
    transport: Arc<dyn Transport>,
    authentication: Option<Authentication>,
    timeout: Duration,
    deadline: Duration,
    retry: RetryPolicy,
    budget: Budget,
    max_body: usize,
    user_agent: String,
    on_drift: Option<DriftHook>,
    on_exchange: Option<ExchangeHook>,
}

/// The authenticator of a client and the cache of its token.
struct Authentication {
    authenticator: Arc<dyn Authenticator>,
    cache: TokenCache,
}

/// A function that is called for each difference between a response and its description.
pub(super) type DriftHook = Arc<dyn Fn(&Drift) + Send + Sync>;

/// A function that is called for each attempt.
pub(super) type ExchangeHook = Arc<dyn Fn(&Exchange) + Send + Sync>;

/// Builds a [`Core`].
pub struct Builder {
    api: &'static Api,
    url: String,
    root_certificates: Vec<Vec<u8>>,
    transport: Option<Arc<dyn Transport>>,
    authenticator: Option<Arc<dyn Authenticator>>,
    store: Option<Arc<dyn TokenStore>>,
    timeout: Duration,
    deadline: Option<Duration>,
    retry: RetryPolicy,
    max_body: usize,
    product: String,
    on_drift: Option<DriftHook>,
    on_exchange: Option<ExchangeHook>,
}

/// The default timeout: enough for a slow mobile network, and short enough to notice a dead server.
const TIMEOUT: Duration = Duration::from_secs(30);

/// The default limit of a response body: far above usual responses, and far below available memory.
const MAX_BODY: usize = 16 << 20;

const PRODUCT: &str = concat!("endpointc-runtime/", env!("CARGO_PKG_VERSION"));

impl Builder {
    /// Creates a builder for a client of this API on the server with this URL.
    pub fn new(api: &'static Api, url: impl Into<String>) -> Self {
        Self {
            api,
            url: url.into(),
            root_certificates: Vec::new(),
            transport: None,
            authenticator: None,
            store: None,
            timeout: TIMEOUT,
            deadline: None,
            retry: RetryPolicy::default(),
            max_body: MAX_BODY,
            product: String::new(),
            on_drift: None,
            on_exchange: None,
        }
    }

    /// Sets the authenticator.
    pub fn authenticator(&mut self, authenticator: Arc<dyn Authenticator>) {
        self.authenticator = Some(authenticator);
    }

    /// Replaces the built-in transport.
    pub fn transport(&mut self, transport: Arc<dyn Transport>) {
        self.transport = Some(transport);
    }

    /// Trusts the certificates in this PEM file in addition to those of the platform, for a private certificate authority or
    /// a proxy that intercepts TLS.
    pub fn root_certificate(&mut self, pem: &[u8]) {
        self.root_certificates.push(pem.to_vec());
    }

    /// Sets the time limit of one attempt. The default is 30 s.
    pub fn timeout(&mut self, timeout: Duration) {
        self.timeout = timeout;
    }

    /// Sets a store that shares the token with other clients.
    pub fn token_store(&mut self, store: Arc<dyn TokenStore>) {
        self.store = Some(store);
    }

    /// Sets the time limit of a whole call: the wait for a token, all attempts and the delays between them. The default is
    /// 2.5 times the timeout of one attempt, which allows two attempts to time out.
    pub fn deadline(&mut self, deadline: Duration) {
        self.deadline = Some(deadline);
    }

    /// Sets the retry policy.
    pub fn retry(&mut self, policy: RetryPolicy) {
        self.retry = policy;
    }

    /// Sets the largest response body to accept, in bytes. The default is 16 MiB.
    pub fn max_body(&mut self, bytes: usize) {
        self.max_body = bytes;
    }

    /// Sets the caller's product (`acme-fleet/2.1`), which becomes the first part of the user agent.
    pub fn user_agent(&mut self, product: &str) {
        product.clone_into(&mut self.product);
    }

    /// Calls `hook` for each difference between a response and the description.
    pub fn on_drift(&mut self, hook: Arc<dyn Fn(&Drift) + Send + Sync>) {
        self.on_drift = Some(hook);
    }

    /// Calls `hook` with each attempt as it was on the wire, without secrets.
    pub fn on_exchange(&mut self, hook: Arc<dyn Fn(&Exchange) + Send + Sync>) {
        self.on_exchange = Some(hook);
    }

    /// Checks the settings and builds the client. No connection is opened.
    ///
    /// # Errors
    ///
    /// Fails if
    /// * the URL is not `https` (plain `http` is for loopback hosts only), or has a user, a query or a fragment,
    /// * the user agent is not a valid header value,
    /// * TLS cannot be set up, or a root certificate is not in PEM,
    /// * root certificates are set together with a transport, which must configure its own trust.
    pub fn build(self) -> Result<Core, Error> {
        let base = BaseUrl::parse(&self.url).map_err(|reason| Error::setup(reason, None))?;
        let user_agent = user_agent(&self.product)?;
        let transport = match self.transport {
            Some(_) if !self.root_certificates.is_empty() => {
                return Err(Error::setup("root certificates are for the built-in transport", None));
            }
            Some(transport) => transport,
            None => built_in(&base, &self.root_certificates)?,
        };
        let cache = TokenCache::new(self.store);
        let authentication =
            self.authenticator.map(|authenticator| Authentication { authenticator, cache });
        let shared = Shared {
            api: self.api,
            base,
            transport,
            authentication,
            timeout: self.timeout,
            deadline: self.deadline.unwrap_or(self.timeout.saturating_mul(5) / 2),
            budget: Budget::of(&self.retry),
            retry: self.retry,
            max_body: self.max_body,
            user_agent,
            on_drift: self.on_drift,
            on_exchange: self.on_exchange,
        };
        Ok(Core { shared: Arc::new(shared) })
    }
}

fn user_agent(product: &str) -> Result<String, Error> {
    if product.is_empty() {
        return Ok(PRODUCT.to_owned());
    }
    if product.chars().all(|c| c == ' ' || c.is_ascii_graphic()) {
        return Ok(format!("{product} {PRODUCT}"));
    }
    Err(Error::setup("the user agent contains characters other than visible ASCII", None))
}

#[cfg(feature = "reqwest")]
fn built_in(base: &BaseUrl, trusted: &[Vec<u8>]) -> Result<Arc<dyn Transport>, Error> {
    crate::transport::built_in(base, trusted)
}

#[cfg(not(feature = "reqwest"))]
fn built_in(_: &BaseUrl, _: &[Vec<u8>]) -> Result<Arc<dyn Transport>, Error> {
    Err(Error::setup("no transport: set one, or enable the feature `reqwest`", None))
}

impl Core {
    /// Renews the token regardless of its age, or waits for the running renewal.
    ///
    /// # Errors
    ///
    /// Fails if the sign-in fails, or if the client has no authenticator. The current token stays in use until it expires.
    pub async fn renew_token(&self) -> Result<(), Error> {
        match self.token_cache() {
            Some(cache) => cache.renew(self).await.map_err(|cause| Error::sign_in(None, cause)),
            None => Err(Error::setup("the client has no authenticator", None)),
        }
    }

    pub(super) fn token_cache(&self) -> Option<&TokenCache> {
        self.shared.authentication.as_ref().map(|found| &found.cache)
    }

    pub(super) fn base(&self) -> &BaseUrl {
        &self.shared.base
    }

    pub(super) fn settings(&self) -> Settings<'_> {
        let Shared { base, user_agent, timeout, max_body, .. } = &*self.shared;
        Settings { base, user_agent, timeout: *timeout, max_body: *max_body }
    }

    pub(super) fn transport(&self) -> &dyn Transport {
        &*self.shared.transport
    }

    pub(super) fn deadline(&self) -> Duration {
        self.shared.deadline
    }

    pub(super) fn retry(&self) -> &RetryPolicy {
        &self.shared.retry
    }

    pub(super) fn budget(&self) -> &Budget {
        &self.shared.budget
    }

    pub(super) fn on_exchange(&self) -> Option<&ExchangeHook> {
        self.shared.on_exchange.as_ref()
    }

    pub(super) fn on_drift(&self) -> Option<&DriftHook> {
        self.shared.on_drift.as_ref()
    }
}

impl TokenSource for Core {
    fn cache(&self) -> Option<&TokenCache> {
        self.token_cache()
    }

    fn transport(&self) -> &dyn Transport {
        &*self.shared.transport
    }

    fn sign_in(&self) -> BoxFuture<'_, Result<Token, Error>> {
        match &self.shared.authentication {
            Some(found) => found.authenticator.sign_in(self),
            None => Box::pin(ready(Err(no_authenticator()))),
        }
    }

    fn renew<'a>(&'a self, current: &'a Token) -> BoxFuture<'a, Result<Token, Error>> {
        match &self.shared.authentication {
            Some(found) => found.authenticator.renew(self, current),
            None => Box::pin(ready(Err(no_authenticator()))),
        }
    }
}

fn no_authenticator() -> Error {
    Error::custom(ErrorKind::SignIn, "the client has no authenticator")
}

impl fmt::Debug for Core {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Core")
            .field("api", &self.shared.api.name)
            .field("server", &self.shared.base.as_str())
            .field("authenticator", &self.shared.authentication.is_some())
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
