//! The executor: everything that happens between a call and its result. Not generic, so compiled once.
//!
//! check → token → request → transport → envelope; and when the answer says that the token is no longer good, once more
//! with a new one.

use std::sync::Arc;

use crate::call::Call;
use crate::decode::Optional;
use crate::drift::{Drift, DriftKind};
use crate::encode;
use crate::endpoint::{Auth, Endpoint, Place};
use crate::envelope::{self, Verdict};
use crate::error::{Answer, Error, Refusal};
use crate::limits;
use crate::token::{Held, TokenCell};
use crate::transport::{BoxFuture, Request, Response};
use crate::url;

/// Makes the call; the payload ends up in the slot.
pub(crate) fn execute<'a>(
    call: &'a Call,
    slot: &'a mut dyn Optional,
) -> BoxFuture<'a, Result<(), Error>> {
    Box::pin(run(call, slot))
}

async fn run(call: &Call, slot: &mut dyn Optional) -> Result<(), Error> {
    limits::check(call)?;
    let request = request(call)?;
    let Some(auth) = call.endpoint().auth() else {
        return attempt(call, request, slot).await.outcome;
    };
    let cell = cell(call)?;
    let held = token(call, cell).await?;
    let first = attempt(call, signed(call, request.clone(), auth, &held)?, slot).await;
    if !first.refuses_token(auth) {
        return first.outcome;
    }
    cell.refused(held.generation);
    let held = token(call, cell).await?;
    attempt(call, signed(call, request, auth, &held)?, slot).await.outcome
}

fn cell(call: &Call) -> Result<&TokenCell, Error> {
    let missing = || {
        Error::invalid(
            call.endpoint(),
            None,
            "the call needs a token and the client has no authenticator",
        )
    };
    call.core().token_cell().ok_or_else(missing)
}

async fn token(call: &Call, cell: &TokenCell) -> Result<Arc<Held>, Error> {
    let held = cell.get(call.core()).await;
    held.map_err(|cause| Error::sign_in(Some(call.endpoint().name), cause))
}

fn signed(call: &Call, mut request: Request, auth: &Auth, held: &Held) -> Result<Request, Error> {
    let token = held.token.secret().expose();
    if !is_header_value(token) {
        return Err(Error::invalid(call.endpoint(), None, "the token holds control characters"));
    }
    request.headers.push((auth.header.to_ascii_lowercase(), token.to_owned()));
    Ok(request)
}

/// What came of one attempt.
struct Attempt {
    status: Option<u16>,
    outcome: Result<(), Error>,
}

impl Attempt {
    /// Whether the answer asks for a new token. A success never does.
    fn refuses_token(&self, auth: &Auth) -> bool {
        let Err(error) = &self.outcome else { return false };
        let by_status = self.status.is_some_and(|status| auth.renew_on_status.contains(&status));
        by_status || error.code().is_some_and(|code| auth.renew_on_codes.contains(&code))
    }
}

async fn attempt(call: &Call, request: Request, slot: &mut dyn Optional) -> Attempt {
    match call.core().transport().send(request).await {
        Ok(response) => {
            Attempt { status: Some(response.status), outcome: receive(call, response, slot) }
        }
        Err(error) => {
            Attempt { status: None, outcome: Err(Error::transport(call.endpoint(), error)) }
        }
    }
}

/// Judges an answer and tells whoever listens what it held and the description did not.
fn receive(call: &Call, response: Response, slot: &mut dyn Optional) -> Result<(), Error> {
    let endpoint = call.endpoint();
    let mut drift = call.core().listener().map(|_| Vec::new());
    let outcome = judge(endpoint, response, slot, drift.as_mut());
    match &outcome {
        Ok(()) => tell(call, drift.unwrap_or_default()),
        Err(error) => {
            let code = error.undocumented_code();
            tell(call, code.map(|code| unlisted(endpoint, code)).into_iter().collect());
        }
    }
    outcome
}

/// What an answer means: the payload in its slot, or an error.
pub(crate) fn judge(
    endpoint: &'static Endpoint,
    response: Response,
    slot: &mut dyn Optional,
    drift: Option<&mut Vec<Drift>>,
) -> Result<(), Error> {
    let verdict = envelope::read(endpoint.envelope, response.status, &response.body, slot, drift);
    let answer = || Answer { status: response.status, body: response.body.into() };
    match verdict {
        Verdict::Success => Ok(()),
        Verdict::Refused { code, is_status, message } => {
            let fact = endpoint.fact(code);
            Err(Error::refused(endpoint, Refusal { code, is_status, message, fact }, answer()))
        }
        Verdict::Unreadable(mismatch) => Err(Error::decode(endpoint, mismatch, answer())),
    }
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

fn tell(call: &Call, drift: Vec<Drift>) {
    if let Some(listener) = call.core().listener() {
        for found in drift {
            listener(&Drift { endpoint: call.endpoint().name, ..found });
        }
    }
}

fn request(call: &Call) -> Result<Request, Error> {
    let core = call.core();
    let mut headers = vec![
        ("accept".to_owned(), "application/json".to_owned()),
        ("user-agent".to_owned(), core.user_agent().to_owned()),
    ];
    let body = body(call)?;
    if let Some((kind, _)) = &body {
        headers.push(("content-type".to_owned(), (*kind).to_owned()));
    }
    for sent in call.sent(Place::Header) {
        let text = sent.text().map_err(|reason| sent.invalid(call, reason))?;
        let Some(value) = text else { continue };
        if !is_header_value(&value) {
            return Err(sent.invalid(call, "holds control characters, which a header cannot"));
        }
        headers.push((sent.wire.to_ascii_lowercase(), value));
    }
    Ok(Request {
        method: call.endpoint().method,
        url: url::of_call(call)?,
        headers,
        body: body.map(|(_, bytes)| bytes),
        timeout: core.timeout(),
        max_body: core.max_body(),
    })
}

/// The body and its content type.
fn body(call: &Call) -> Result<Option<(&'static str, Vec<u8>)>, Error> {
    let declares =
        |place| call.endpoint().parameters.iter().any(|parameter| parameter.place == place);
    if declares(Place::Form) {
        let form = url::pairs(call, Place::Form)?;
        return Ok(Some(("application/x-www-form-urlencoded", form.into_bytes())));
    }
    if !declares(Place::Body) {
        return Ok(None);
    }
    let members = call.sent(Place::Body);
    let members = members.iter().map(|sent| (sent.wire, sent.value));
    let mut bytes = Vec::new();
    encode::map(members, &mut serde_json::Serializer::new(&mut bytes))
        .map_err(|error| Error::invalid(call.endpoint(), None, error.to_string()))?;
    Ok(Some(("application/json", bytes)))
}

/// A header that holds a line break would be two headers.
fn is_header_value(text: &str) -> bool {
    text.chars().all(|c| c == '\t' || !c.is_control())
}
