//! The executor: everything that happens between a call and its result. Not generic, so compiled once.
//!
//! check → request → (token → transport → envelope), and the bracket again: once with a new token when the answer says
//! that the old one is no longer good, and as often as the policy allows when the failure may pass. All of it happens
//! within the call's deadline.

use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use tokio::time::Instant;
use tracing::Instrument;

use crate::auth::{Held, TokenCell};
use crate::call::Call;
use crate::call::retry::{GaveUp, Retries};
use crate::decode::drift::{Drift, DriftKind};
use crate::descriptor::{Auth, Endpoint, Place};
use crate::encode;
use crate::error::context::Circumstances;
use crate::error::{Answer, Error, Refusal};
use crate::observe::exchange;
use crate::observe::redact::Mask;
use crate::observe::trace;
use crate::request::url;
use crate::request::validate;
use crate::response::envelope::{self, Verdict};
use crate::response::receiver::Slot;
use crate::transport::timeout::within;
use crate::transport::{Request, Response, TransportError, TransportErrorKind};

/// Makes the call; the payload ends up in the slot.
pub(crate) async fn execute(call: &Call, slot: &mut dyn Slot) -> Result<(), Error> {
    let span = trace::call(call.endpoint());
    let outcome = run(call, slot).instrument(span.clone()).await;
    trace::ended(&span, &outcome);
    outcome
}

/// Tries until there is nothing to gain by it. The request is made again when it is sent again: most are not, and a copy
/// for the case costs each call a tenth of its allocations.
async fn run(call: &Call, slot: &mut dyn Slot) -> Result<(), Error> {
    validate::check(call)?;
    let mut first = Some(request(call)?);
    let core = call.core();
    let mut retries = Retries::new(core.retry(), core.budget(), core.deadline());
    // When a token was refused and the call replayed with another one.
    let mut refused = None;
    loop {
        let attempt = Attempt::new(call, &retries).await.map_err(|error| {
            let sent = retries.made() - u32::from(refused.is_none());
            error.with(|circumstances| circumstances.attempts = sent)
        })?;
        let next = first.take().map_or_else(|| request(call), Ok)?;
        let Err(error) = attempt.make(next, slot).await else {
            retries.succeeded();
            return Ok(());
        };
        if refused.is_none() && attempt.ends_token(&error) {
            refused = Some(Instant::now());
            continue;
        }
        let useless = attempt.doubts_token(&error, refused);
        let delay = retries.again(call.endpoint(), &error).map_err(|gave_up| {
            error.clone().with(|circumstances| {
                circumstances.attempts = retries.made();
                circumstances.gave_up = useless.or(gave_up);
            })
        })?;
        trace::trying_again(call, retries.made(), delay, &error);
        core.transport().sleep(delay).await;
    }
}

/// One request and its answer.
struct Attempt<'a> {
    call: &'a Call,
    number: u32,
    /// When the call's time is over.
    deadline: Option<Instant>,
    token: Option<Signature<'a>>,
}

/// What makes an attempt the client's own.
struct Signature<'a> {
    auth: &'static Auth,
    cell: &'a TokenCell,
    held: Arc<Held>,
}

impl<'a> Attempt<'a> {
    /// Gets a token, if the call needs one. A sign-in that fails has been tried often enough.
    async fn new(call: &'a Call, retries: &Retries<'_>) -> Result<Self, Error> {
        let (number, deadline) = (retries.made(), retries.deadline());
        let token = match call.endpoint().auth() {
            Some(auth) => {
                let patience = left(deadline, Instant::now());
                let signature = pin!(Signature::new(call, auth));
                let signature = within(call.core().transport(), patience, signature).await;
                Some(signature.unwrap_or_else(|| Err(too_late(call.endpoint())))?)
            }
            None => None,
        };
        Ok(Self { call, number, deadline, token })
    }

    async fn make(&self, mut request: Box<Request>, slot: &mut dyn Slot) -> Result<(), Error> {
        if let Some(signature) = &self.token {
            signature.sign(self.call, &mut request)?;
        }
        let span = trace::attempt(self.call, self.number - 1);
        let answer = self.exchange(request).instrument(span).await;
        let outcome = match answer {
            Ok(response) => receive(self.call, response, &|| self.mask(), slot),
            Err(error) => Err(Error::transport(self.call.endpoint(), error)),
        };
        if let Some(signature) = &self.token
            && outcome.as_ref().err().is_none_or(|error| signature.is_accepted(error))
        {
            signature.cell.accepted(&signature.held, self.call.endpoint().name);
        }
        outcome
    }

    async fn exchange(&self, mut request: Box<Request>) -> Result<Response, TransportError> {
        let (call, core) = (self.call, self.call.core());
        let began = Instant::now();
        let limit = request.timeout.min(left(self.deadline, began));
        request.timeout = limit;
        let sent = core.watcher().map(|_| request.clone());
        let answer = within(core.transport(), limit, core.transport().send(*request)).await;
        let late = || Err(TransportError::new(TransportErrorKind::Timeout));
        let answer = answer.unwrap_or_else(late);
        let latency = began.elapsed();
        trace::answered(call, self.number, answer.as_ref(), latency, &|| self.mask());
        if let (Some(watcher), Some(sent)) = (core.watcher(), sent) {
            let mask = self.mask();
            watcher(&exchange::record(call, self.number, &sent, answer.as_ref(), latency, mask));
        }
        answer
    }

    /// Whether an answer is about the token, and another token may help.
    fn ends_token(&self, error: &Error) -> bool {
        let Some(signature) = &self.token else { return false };
        if !signature.is_refused(error) {
            return false;
        }
        let endpoint = self.call.endpoint().name;
        let again = signature.cell.refused(&signature.held, endpoint);
        tracing::info!(endpoint, again, "the token was refused");
        again
    }

    /// Why another token does not help, if an answer is about the token. `refused` is when an earlier one was.
    fn doubts_token(&self, error: &Error, refused: Option<Instant>) -> Option<GaveUp> {
        let signature = self.token.as_ref().filter(|signature| signature.is_refused(error))?;
        if let Some(since) = refused {
            signature.cell.refused_again(&signature.held, self.call.endpoint().name, since);
        }
        Some(GaveUp::Token)
    }

    /// Hides the token of this attempt, and the client's present one, which a sign-in does not carry.
    fn mask(&self) -> Mask {
        let present = self.call.core().token_cell().and_then(TokenCell::present);
        let ours = self.token.as_ref().map(|signature| Arc::clone(&signature.held));
        let mut mask = Mask::new(self.call);
        for held in ours.into_iter().chain(present) {
            mask.hide(held.token.secret().expose());
        }
        mask
    }
}

impl<'a> Signature<'a> {
    async fn new(call: &'a Call, auth: &'static Auth) -> Result<Self, Error> {
        let endpoint = call.endpoint();
        let missing =
            "the call needs a token and the client has no authenticator: give its builder one";
        let cell = call.core().token_cell();
        let cell = cell.ok_or_else(|| Error::invalid(endpoint, None, missing))?;
        let held = cell.get(call.core()).await;
        let held = held.map_err(|cause| Error::sign_in(Some(endpoint.name), cause))?;
        Ok(Self { auth, cell, held })
    }

    fn sign(&self, call: &Call, request: &mut Request) -> Result<(), Error> {
        let token = self.held.token.secret().expose();
        if !is_header_value(token) {
            let reason = "the token holds control characters";
            return Err(Error::invalid(call.endpoint(), None, reason));
        }
        let name = self.auth.header.to_ascii_lowercase();
        request.headers.push((name.into(), token.to_owned().into()));
        Ok(())
    }

    /// Whether the answer asks for a new token. A success never does.
    fn is_refused(&self, error: &Error) -> bool {
        let by_status =
            error.status().is_some_and(|status| self.auth.renew_on_status.contains(&status));
        by_status || error.code().is_some_and(|code| self.auth.renew_on_codes.contains(&code))
    }

    /// Whether the service looked beyond the token.
    fn is_accepted(&self, error: &Error) -> bool {
        error.is_in_band() && !self.is_refused(error)
    }
}

/// What is left of a call's time.
fn left(deadline: Option<Instant>, now: Instant) -> Duration {
    deadline.map_or(Duration::MAX, |deadline| deadline.saturating_duration_since(now))
}

/// The call's time was over before there was a token.
fn too_late(endpoint: &Endpoint) -> Error {
    let error = Error::transport(endpoint, TransportError::new(TransportErrorKind::Timeout));
    error.with(|circumstances| circumstances.gave_up = Some(GaveUp::Deadline))
}

/// Judges an answer and tells whoever listens what it held and the description did not.
fn receive(
    call: &Call,
    response: Response,
    mask: &dyn Fn() -> Mask,
    slot: &mut dyn Slot,
) -> Result<(), Error> {
    let endpoint = call.endpoint();
    let mut drift = call.core().listener().map(|_| Vec::new());
    let outcome = judge(endpoint, response, mask, slot, drift.as_mut());
    match &outcome {
        Ok(()) => tell(call, mask, drift.unwrap_or_default()),
        Err(error) => {
            let code = error.undocumented_code();
            tell(call, mask, code.map(|code| unlisted(endpoint, code)).into_iter().collect());
        }
    }
    outcome
}

/// What an answer means: the payload in its slot, or an error without secrets. They are looked up only when there is
/// something to take them out of.
pub(crate) fn judge(
    endpoint: &'static Endpoint,
    response: Response,
    mask: &dyn Fn() -> Mask,
    slot: &mut dyn Slot,
    drift: Option<&mut Vec<Drift>>,
) -> Result<(), Error> {
    let verdict = envelope::read(endpoint.envelope, response.status, &response.body, slot, drift);
    let circumstances = || Circumstances::of(&response, mask);
    let (circumstances, error) = match verdict {
        Verdict::Success => return Ok(()),
        Verdict::Refused { code, is_status, message } => {
            let fact = endpoint.fact(code);
            let message = message.map(|message| mask().apply(&message).into_owned());
            let refusal = Refusal { code, is_status, message, fact };
            (circumstances(), Error::refused(endpoint, refusal, answer(response)))
        }
        Verdict::Unreadable(mut mismatch) => {
            mismatch.found = mask().apply(&mismatch.found).into_owned();
            (circumstances(), Error::decode(endpoint, mismatch, answer(response)))
        }
    };
    Err(error.with(|known| *known = circumstances))
}

fn answer(response: Response) -> Answer {
    Answer { status: response.status, body: response.body.into() }
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

fn tell(call: &Call, mask: &dyn Fn() -> Mask, drift: Vec<Drift>) {
    let Some(listener) = call.core().listener().filter(|_| !drift.is_empty()) else { return };
    let mask = mask();
    for found in drift {
        let path = mask.apply(&found.path).into_owned();
        let value = found.value.as_ref().map(|value| mask.apply(value).into_owned());
        listener(&Drift { endpoint: call.endpoint().name, path, value, ..found });
    }
}

/// Most requests have no more headers: what is accepted, who asks, the kind of body, the token.
const HEADERS: usize = 4;

/// It stays in a box on its way through futures, which would else have room for it at every stop: beyond a kilobyte an
/// allocation is no longer cheap.
fn request(call: &Call) -> Result<Box<Request>, Error> {
    let core = call.core();
    let mut headers = Vec::with_capacity(HEADERS);
    headers.push(("accept".into(), "application/json".into()));
    headers.push(("user-agent".into(), core.user_agent().to_owned().into()));
    let body = body(call)?;
    if let Some((kind, _)) = &body {
        headers.push(("content-type".into(), (*kind).into()));
    }
    for sent in call.sent(Place::Header) {
        let text = sent.text().map_err(|reason| sent.invalid(call, reason))?;
        let Some(value) = text else { continue };
        if !is_header_value(&value) {
            return Err(sent.invalid(call, "holds control characters, which a header cannot"));
        }
        headers.push((sent.wire.to_ascii_lowercase().into(), value.into_owned().into()));
    }
    Ok(Box::new(Request {
        method: call.endpoint().method,
        url: url::of_call(call)?,
        headers,
        body: body.map(|(_, bytes)| bytes),
        timeout: core.timeout(),
        max_body: core.max_body(),
    }))
}

/// Most bodies fit in so many bytes.
const BODY: usize = 256;

/// The body and its content type.
fn body(call: &Call) -> Result<Option<(&'static str, Vec<u8>)>, Error> {
    let declares =
        |place| call.endpoint().parameters.iter().any(|parameter| parameter.place == place);
    if declares(Place::Form) {
        let form = url::form(call)?;
        return Ok(Some(("application/x-www-form-urlencoded", form.into_bytes())));
    }
    if !declares(Place::Body) {
        return Ok(None);
    }
    let members = call.sent(Place::Body).map(|sent| (sent.wire, sent.value));
    let mut bytes = Vec::with_capacity(BODY);
    encode::map(members, &mut serde_json::Serializer::new(&mut bytes))
        .map_err(|error| Error::invalid(call.endpoint(), None, error.to_string()))?;
    Ok(Some(("application/json", bytes)))
}

/// A header that holds a line break would be two headers.
fn is_header_value(text: &str) -> bool {
    text.chars().all(|c| c == '\t' || !c.is_control())
}
