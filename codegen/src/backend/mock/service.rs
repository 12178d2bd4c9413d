//! The service: chooses the answer to a request, in the order that the module's documentation lists.

use std::collections::BTreeMap;
use std::iter;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use http_body_util::Full;
use hyper::Response;
use hyper::body::Bytes;

use super::call::Call;
use super::fault_rule::ActiveRule;
use super::journal::Journal;
use super::router::{Candidate, Found, Router};
use super::values::{Values, names};
use super::{Fault, Recorded, Reply, example, validate};
use crate::model::{Api, Endpoint};

/// Checks the value of the API's header; an error is the code of the refusal.
pub(super) type Authorize = Box<dyn Fn(Option<&str>) -> Result<(), i64> + Send + Sync>;

/// Answers the calls to one endpoint.
pub(super) type Handler = Box<dyn Fn(&Call) -> Reply + Send + Sync>;

/// State of a mock, shared by the server's thread and the handle.
pub(super) struct Service {
    pub(super) api: Arc<Api>,
    pub(super) router: Router,
    pub(super) authorize: Option<Authorize>,
    pub(super) handlers: BTreeMap<String, Handler>,
    pub(super) rules: Vec<ActiveRule>,
    pub(super) journal: Mutex<Journal>,
}

/// A response with its delay and its fault.
pub(super) struct Answer {
    pub(super) response: Response<Full<Bytes>>,
    pub(super) delay: Duration,
    pub(super) fault: Option<Fault>,
}

impl Answer {
    /// An answer that belongs to no endpoint.
    pub(super) fn plain(reply: Reply) -> Self {
        Self::new(reply, None)
    }

    fn new(reply: Reply, endpoint: Option<&Endpoint>) -> Self {
        let (delay, fault) = (reply.delay(), reply.fault());
        Self { delay, fault, response: reply.into_response(endpoint) }
    }
}

impl Service {
    /// Locks the journal. The lock is never held while a handler runs, so a handler may use the mock.
    pub(super) fn journal(&self) -> MutexGuard<'_, Journal> {
        self.journal.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Records a request and answers it.
    pub(super) fn answer(&self, request: Recorded) -> Answer {
        match self.router.find(&self.api, &request.method, request.path()) {
            Found::Endpoints(first, others) => self.answer_call(first, others, request),
            Found::OtherMethod(methods) => {
                self.journal().record(Arc::new(request));
                let allow = methods.join(", ");
                let reply = Reply::text(405, &format!("this path takes {allow}"));
                Answer::plain(reply.with_header("allow", &allow))
            }
            Found::Nothing => {
                self.journal().record(Arc::new(request));
                Answer::plain(Reply::text(404, "no endpoint has this path"))
            }
        }
    }

    /// Records a request whose body is too large, and refuses it.
    pub(super) fn refuse_too_large(&self, request: Recorded) -> Answer {
        self.journal().record(Arc::new(request));
        Answer::plain(Reply::text(413, "the body is larger than 1 MiB"))
    }

    fn answer_call(
        &self,
        first: Candidate<'_>,
        others: Vec<Candidate<'_>>,
        mut request: Recorded,
    ) -> Answer {
        let (endpoint, values) = self.choose(first, others, &request);
        request.reached(endpoint, &names(&self.api, endpoint));
        let request = Arc::new(request);
        let number = self.journal().record(Arc::clone(&request));
        let reply = self.decide(endpoint, &Call::new(endpoint, request, values, number));
        let apply = |reply, rule: &ActiveRule| rule.apply(endpoint, reply);
        Answer::new(self.rules.iter().fold(reply, apply), Some(endpoint))
    }

    /// Chooses between endpoints that share method and path: the first that the request fits, else the first whose
    /// constants it has, else the first. So a refusal names parameters of the right endpoint.
    fn choose<'a>(
        &self,
        first: Candidate<'a>,
        others: Vec<Candidate<'a>>,
        request: &Recorded,
    ) -> (&'a Endpoint, Values) {
        let read = |(endpoint, captures): Candidate<'a>| {
            (endpoint, Values::read(&self.api, endpoint, &captures, request))
        };
        let fits = |(endpoint, values): &(&Endpoint, Values)| {
            validate::call(&self.api, endpoint, values).is_ok()
        };
        let is_meant =
            |(endpoint, values): &(&Endpoint, Values)| validate::has_constants(endpoint, values);
        let mut all: Vec<_> = iter::once(first).chain(others).map(read).collect();
        let chosen = match all.len() {
            // A single endpoint needs no check here; it is validated later.
            1 => None,
            _ => all.iter().position(fits).or_else(|| all.iter().position(is_meant)),
        };
        all.swap_remove(chosen.unwrap_or(0))
    }

    fn decide(&self, endpoint: &Endpoint, call: &Call) -> Reply {
        let handled = || self.handlers.get(call.endpoint()).map(|handler| handler(call));
        let example = || example::reply(&self.api, endpoint, call.values());
        self.unauthorized(endpoint, call)
            .or_else(|| self.ill_formed(endpoint, call))
            .or_else(|| self.journal().queued(call.endpoint()))
            .or_else(|| asked_for(call))
            .or_else(handled)
            .map_or_else(example, |reply| reply.or_example(example))
    }

    fn unauthorized(&self, endpoint: &Endpoint, call: &Call) -> Option<Reply> {
        let auth = self.api.auth.as_ref().filter(|_| endpoint.authenticated)?;
        let token = call.header(&auth.header);
        match &self.authorize {
            Some(authorize) => {
                let code = authorize(token).err()?;
                Some(Reply::code(code).with_status(status_of_refusal(endpoint, code)))
            }
            None if token.is_some_and(|token| !token.is_empty()) => None,
            None => {
                let message = format!("the header `{}` is missing", auth.header);
                Some(Reply::refusal(401, message).with_status(401))
            }
        }
    }

    fn ill_formed(&self, endpoint: &Endpoint, call: &Call) -> Option<Reply> {
        let problem = validate::call(&self.api, endpoint, call.values()).err()?;
        Some(Reply::refusal(400, problem).with_status(400))
    }
}

/// The status of a refused token: 401, or the code itself if the envelope cannot carry it.
fn status_of_refusal(endpoint: &Endpoint, code: i64) -> u16 {
    match (&endpoint.envelope.code, u16::try_from(code)) {
        (None, Ok(status @ 400..=599)) => status,
        _ => 401,
    }
}

/// The answer that headers of the request ask for.
fn asked_for(call: &Call) -> Option<Reply> {
    let code = call.header("mock-code").map(|code| code.trim().parse::<i64>());
    let status = call.header("mock-status").map(|status| status.trim().parse::<u16>());
    match call.header("mock-fault").map(str::parse::<Fault>) {
        Some(Ok(fault)) => return Some(Reply::example().with_fault(fault)),
        Some(Err(reason)) => return Some(Reply::text(400, &reason)),
        None => {}
    }
    match (code, status) {
        (None, None) => None,
        (Some(Ok(code)), None) => Some(Reply::code(code)),
        (None, Some(Ok(status @ 200..=599))) => Some(Reply::status(status)),
        (Some(Ok(code)), Some(Ok(status @ 200..=599))) => {
            Some(Reply::code(code).with_status(status))
        }
        (Some(Err(_)), _) => Some(Reply::text(400, "`mock-code` is not an integer")),
        (_, Some(_)) => Some(Reply::text(400, "`mock-status` is not from 200 to 599")),
    }
}
