//! The executor of calls. It is not generic, so it is compiled once.
//!
//! A call is validated and its request built. Then come the attempts: token, transport, envelope. An attempt is replayed
//! once with a new token if the service rejects the token, and retried as often as the policy allows if the failure may be
//! temporary. All of this happens within the call's deadline.

use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use tokio::time::Instant;
use tracing::Instrument;

use super::retry::Retries;
use super::{Call, Core};
use crate::auth::{IssuedToken, TokenCache};
use crate::decode::{Drift, DriftKind};
use crate::descriptor::{Auth, Endpoint};
use crate::error::{Error, RetryStop, TransportError, TransportErrorKind};
use crate::observe::{self, Redactor, trace};
use crate::request::{self, is_header_value, set_header};
use crate::response::{Receiver, judge};
use crate::transport::{Request, Response, within};

/// Executes a call. The payload is stored in the receiver.
pub(super) async fn execute(call: &Call, receiver: &mut dyn Receiver) -> Result<(), Error> {
    let span = trace::call(call.endpoint());
    let outcome = run(call, receiver).instrument(span.clone()).await;
    trace::call_ended(&span, &outcome);
    outcome
}

/// Makes attempts until one succeeds or a retry is not allowed. The request is built again for a retry. Most calls need
/// none, and a copy in advance would cost each call a tenth of its allocations.
async fn run(call: &Call, receiver: &mut dyn Receiver) -> Result<(), Error> {
    request::validate(call.arguments())?;
    let mut first = Some(build(call)?);
    let core = call.core();
    let mut retries = Retries::new(core.retry(), core.budget(), core.deadline());
    // The time at which a token was rejected and the call replayed with another one.
    let mut rejected = None;
    loop {
        let attempt = Attempt::new(call, &retries).await.map_err(|error| {
            let sent = retries.made() - u32::from(rejected.is_none());
            error.with(|context| context.attempts = sent)
        })?;
        let next = first.take().map_or_else(|| build(call), Ok)?;
        let Err(error) = attempt.send(next, receiver).await else {
            retries.succeeded();
            return Ok(());
        };
        if rejected.is_none() && attempt.needs_new_token(&error) {
            rejected = Some(Instant::now());
            continue;
        }
        let token_stop = attempt.token_stop(&error, rejected);
        let delay = retries.again(call.endpoint(), &error).map_err(|stop| {
            error.clone().with(|context| {
                context.attempts = retries.made();
                context.retry_stop = token_stop.or(stop);
            })
        })?;
        trace::retrying(call.endpoint(), retries.made(), delay, &error);
        core.transport().sleep(delay).await;
    }
}

fn build(call: &Call) -> Result<Box<Request>, Error> {
    request::build(call.arguments(), &call.core().settings())
}

/// One request and its response.
struct Attempt<'a> {
    call: &'a Call,
    number: u32,
    /// The deadline of the call.
    deadline: Option<Instant>,
    signature: Option<Signature<'a>>,
}

/// The authentication of an attempt.
struct Signature<'a> {
    auth: &'static Auth,
    cache: &'a TokenCache,
    issued: Arc<IssuedToken>,
}

impl<'a> Attempt<'a> {
    /// Gets a token, if the call needs one. A failed sign-in has already been retried by itself.
    async fn new(call: &'a Call, retries: &Retries<'_>) -> Result<Self, Error> {
        let (number, deadline) = (retries.made(), retries.deadline());
        let signature = match call.endpoint().auth() {
            Some(auth) => {
                let limit = remaining(deadline, Instant::now());
                let signature = pin!(Signature::new(call, auth));
                let signature = within(call.core().transport(), limit, signature).await;
                Some(signature.unwrap_or_else(|| Err(deadline_exceeded(call.endpoint())))?)
            }
            None => None,
        };
        Ok(Self { call, number, deadline, signature })
    }

    async fn send(
        &self,
        mut request: Box<Request>,
        receiver: &mut dyn Receiver,
    ) -> Result<(), Error> {
        if let Some(signature) = &self.signature {
            signature.sign(self.call, &mut request)?;
        }
        let span = trace::attempt(self.call.endpoint(), self.call.core().base(), self.number - 1);
        let result = self.exchange(request).instrument(span).await;
        let outcome = match result {
            Ok(response) => receive(self.call, response, &|| self.redactor(), receiver),
            Err(error) => Err(Error::transport(self.call.endpoint(), error)),
        };
        if let Some(signature) = &self.signature
            && outcome.as_ref().err().is_none_or(|error| signature.is_accepted(error))
        {
            signature.cache.accepted(&signature.issued, self.call.endpoint().name);
        }
        outcome
    }

    async fn exchange(&self, mut request: Box<Request>) -> Result<Response, TransportError> {
        let (endpoint, core) = (self.call.endpoint(), self.call.core());
        let began = Instant::now();
        let limit = request.timeout.min(remaining(self.deadline, began));
        request.timeout = limit;
        let recorded = core.on_exchange().map(|hook| (hook, request.clone()));
        let result = within(core.transport(), limit, core.transport().send(*request)).await;
        let timed_out = || Err(TransportError::new(TransportErrorKind::Timeout));
        let result = result.unwrap_or_else(timed_out);
        let latency = began.elapsed();
        let redactor = || self.redactor();
        trace::attempt_ended(endpoint, self.number, result.as_ref(), latency, &redactor);
        if let Some((hook, request)) = recorded {
            let attempt = (self.number, latency);
            hook(&observe::record(endpoint, &request, result.as_ref(), redactor(), attempt));
        }
        result
    }

    /// Returns whether the service rejected the token and another one may help.
    fn needs_new_token(&self, error: &Error) -> bool {
        let Some(signature) = &self.signature else { return false };
        if !signature.is_rejected(error) {
            return false;
        }
        let endpoint = self.call.endpoint().name;
        let again = signature.cache.rejected(&signature.issued, endpoint);
        tracing::info!(endpoint, again, "the token was rejected");
        again
    }

    /// Returns [`RetryStop::Token`] if the service rejected the token again. `rejected` is the time of the first rejection.
    fn token_stop(&self, error: &Error, rejected: Option<Instant>) -> Option<RetryStop> {
        let signature = self.signature.as_ref().filter(|signature| signature.is_rejected(error))?;
        if let Some(since) = rejected {
            let endpoint = self.call.endpoint().name;
            signature.cache.rejected_again(&signature.issued, endpoint, since);
        }
        Some(RetryStop::Token)
    }

    /// Creates a redactor that also hides the token of this attempt and the client's latest one, which the call of a
    /// sign-in does not carry itself.
    fn redactor(&self) -> Redactor {
        let latest = self.call.core().token_cache().and_then(TokenCache::latest);
        let own = self.signature.as_ref().map(|signature| Arc::clone(&signature.issued));
        let mut redactor = Redactor::new(self.call.arguments());
        for issued in own.into_iter().chain(latest) {
            redactor.hide(issued.token.secret().expose());
        }
        redactor
    }
}

impl<'a> Signature<'a> {
    async fn new(call: &'a Call, auth: &'static Auth) -> Result<Self, Error> {
        let endpoint = call.endpoint();
        let core: &Core = call.core();
        let missing = "the call needs a token and the client has no authenticator: set one";
        let cache = core.token_cache();
        let cache = cache.ok_or_else(|| Error::invalid(endpoint, None, missing))?;
        let issued = cache.get(core).await;
        let issued = issued.map_err(|cause| Error::sign_in(Some(endpoint.name), cause))?;
        Ok(Self { auth, cache, issued })
    }

    fn sign(&self, call: &Call, request: &mut Request) -> Result<(), Error> {
        let token = self.issued.token.secret().expose();
        if !is_header_value(token) {
            let reason = "the token holds control characters";
            return Err(Error::invalid(call.endpoint(), None, reason));
        }
        set_header(&mut request.headers, self.auth.header, token.to_owned());
        Ok(())
    }

    /// Returns whether a failure means that the token is no longer accepted.
    fn is_rejected(&self, error: &Error) -> bool {
        let by_status =
            error.status().is_some_and(|status| self.auth.renew_on_status.contains(&status));
        by_status || error.code().is_some_and(|code| self.auth.renew_on_codes.contains(&code))
    }

    /// Returns whether the service accepted the token although the call failed.
    fn is_accepted(&self, error: &Error) -> bool {
        error.is_in_band() && !self.is_rejected(error)
    }
}

/// Returns the time until the deadline.
fn remaining(deadline: Option<Instant>, now: Instant) -> Duration {
    deadline.map_or(Duration::MAX, |deadline| deadline.saturating_duration_since(now))
}

/// The error if the deadline passes before there is a token.
fn deadline_exceeded(endpoint: &Endpoint) -> Error {
    let error = Error::transport(endpoint, TransportError::new(TransportErrorKind::Timeout));
    error.with(|context| context.retry_stop = Some(RetryStop::Deadline))
}

/// Judges a response and reports its drift.
fn receive(
    call: &Call,
    response: Response,
    redactor: &dyn Fn() -> Redactor,
    receiver: &mut dyn Receiver,
) -> Result<(), Error> {
    let endpoint = call.endpoint();
    let mut drift = call.core().on_drift().map(|_| Vec::new());
    let outcome = judge(endpoint, response, redactor, receiver, drift.as_mut());
    match &outcome {
        Ok(()) => report(call, redactor, drift.unwrap_or_default()),
        Err(error) => {
            let code = error.undocumented_code();
            report(call, redactor, code.map(|code| unlisted(endpoint, code)).into_iter().collect());
        }
    }
    outcome
}

fn unlisted(endpoint: &Endpoint, code: i64) -> Drift {
    let path = format!("$.{}", endpoint.envelope.code.unwrap_or_default());
    Drift {
        endpoint: endpoint.name,
        path,
        kind: DriftKind::UnlistedCode,
        value: None,
        code: Some(code),
    }
}

fn report(call: &Call, redactor: &dyn Fn() -> Redactor, drift: Vec<Drift>) {
    let Some(hook) = call.core().on_drift().filter(|_| !drift.is_empty()) else { return };
    let redactor = redactor();
    for found in drift {
        let path = redactor.apply(&found.path).into_owned();
        let value = found.value.as_ref().map(|value| redactor.apply(value).into_owned());
        hook(&Drift { endpoint: call.endpoint().name, path, value, ..found });
    }
}
