//! Small handwritten API in the generator's format, and fake transports and authenticators.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use endpointc_runtime::codegen as rt;
use endpointc_runtime::{
    Authenticator, BoxFuture, CallError, Core, Error, Request, Response, Token, Transport,
    TransportError,
};

pub(crate) const SENTINEL: &str = "SENTINEL";

pub(crate) static API: rt::Api = rt::Api {
    name: "test",
    auth: Some(rt::Auth {
        header: "Authorization",
        renew_on_status: &[401],
        renew_on_codes: &[91001],
    }),
    codes: &[
        rt::CodeFact {
            code: 401,
            name: "unauthorized",
            kind: rt::ErrorKind::SignIn,
            retryable: false,
        },
        rt::CodeFact { code: 5000, name: "busy", kind: rt::ErrorKind::Server, retryable: true },
        rt::CodeFact {
            code: 91001,
            name: "token_not_found",
            kind: rt::ErrorKind::SignIn,
            retryable: false,
        },
    ],
    secrets: &["pairing"],
};

static MEANINGS: &[rt::Meaning] = &[rt::Meaning {
    code: 70017,
    en: "The product does not exist.",
    zh: "产品不存在。",
    remedy_en: "Check the product key.",
    remedy_zh: "",
}];

static API_MEANINGS: &[rt::Meaning] =
    &[rt::Meaning {
        code: 5000, en: "", zh: "系统忙。", remedy_en: "Try again.", remedy_zh: ""
    }];

pub(crate) static ENVELOPE: rt::Envelope = rt::Envelope {
    code: Some("code"),
    success: &[200],
    message: Some("msg"),
    data: Some("data"),
    others: &[],
};

/// Endpoint with a parameter in every location.
pub(crate) static ENDPOINT: rt::Endpoint = rt::Endpoint {
    api: &API,
    name: "things.get",
    method: rt::Method::Post,
    path: &[
        rt::PathPart::Text("/v2/things/"),
        rt::PathPart::Parameter(ID),
        rt::PathPart::Text("/detail"),
    ],
    parameters: &[
        rt::Parameter {
            location: rt::ParameterLocation::Path,
            wire_name: "id",
            ..rt::Parameter::REQUIRED
        },
        rt::Parameter {
            location: rt::ParameterLocation::Query,
            wire_name: "q",
            ..rt::Parameter::OPTIONAL
        },
        rt::Parameter {
            location: rt::ParameterLocation::Query,
            wire_name: "grant type",
            constant: Some(rt::Constant::Text("pass word")),
            ..rt::Parameter::CONSTANT
        },
        rt::Parameter {
            location: rt::ParameterLocation::Query,
            wire_name: "password",
            secret: true,
            constraints: &[rt::Constraint::MinLength(2), rt::Constraint::MaxLength(10)],
            ..rt::Parameter::OPTIONAL
        },
        rt::Parameter {
            location: rt::ParameterLocation::Header,
            wire_name: "X-Trace",
            ..rt::Parameter::OPTIONAL
        },
        rt::Parameter {
            location: rt::ParameterLocation::Body,
            wire_name: "name",
            ..rt::Parameter::OPTIONAL
        },
        rt::Parameter {
            location: rt::ParameterLocation::Body,
            wire_name: "ids",
            constraints: &[
                rt::Constraint::MaxItems(2),
                rt::Constraint::Min(1),
                rt::Constraint::Max(100),
            ],
            ..rt::Parameter::OPTIONAL
        },
    ],
    paging: None,
    envelope: &ENVELOPE,
    authenticated: false,
    idempotent: true,
    codes: &[rt::CodeFact {
        code: 70017,
        name: "product_not_found",
        kind: rt::ErrorKind::NotFound,
        retryable: false,
    }],
};

pub(crate) const ID: usize = 0;
pub(crate) const QUERY: usize = 1;
pub(crate) const PASSWORD: usize = 3;
pub(crate) const HEADER: usize = 4;
pub(crate) const NAME: usize = 5;
pub(crate) const IDS: usize = 6;

/// The smallest call that carries a token.
pub(crate) static WITH_TOKEN: rt::Endpoint = rt::Endpoint {
    api: &API,
    name: "things.count",
    method: rt::Method::Get,
    path: &[rt::PathPart::Text("/count")],
    parameters: &[],
    paging: None,
    envelope: &ENVELOPE,
    authenticated: true,
    idempotent: true,
    codes: &[],
};

/// A form with a constant.
pub(crate) static FORM: rt::Endpoint = rt::Endpoint {
    api: &API,
    name: "things.submit",
    method: rt::Method::Post,
    path: &[rt::PathPart::Text("/submit")],
    parameters: &[
        rt::Parameter {
            location: rt::ParameterLocation::Form,
            wire_name: "a",
            ..rt::Parameter::OPTIONAL
        },
        rt::Parameter {
            location: rt::ParameterLocation::Form,
            wire_name: "n",
            constant: Some(rt::Constant::Int(7)),
            ..rt::Parameter::CONSTANT
        },
    ],
    paging: None,
    envelope: &ENVELOPE,
    authenticated: false,
    idempotent: false,
    codes: &[],
};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum GetError {
    Unauthorized,
    Busy,
    ProductNotFound,
    Unlisted,
}

impl rt::ErrorCase for GetError {
    const CODES: &'static [(i64, Self)] =
        &[(401, Self::Unauthorized), (5000, Self::Busy), (70017, Self::ProductNotFound)];

    const UNLISTED: Self = Self::Unlisted;

    fn meanings() -> [&'static [rt::Meaning]; 2] {
        [MEANINGS, API_MEANINGS]
    }

    fn facts() -> [&'static [rt::CodeFact]; 2] {
        [ENDPOINT.codes, API.codes]
    }
}

#[derive(Debug, Default, PartialEq)]
pub(crate) struct Thing {
    pub(crate) name: String,
    pub(crate) count: Option<i64>,
    pub(crate) extra: BTreeMap<String, String>,
}

impl rt::Decode for Thing {
    fn destination(&mut self) -> rt::Destination<'_> {
        rt::Destination::Object(self)
    }
}

impl rt::Object for Thing {
    fn keys(&self) -> &'static rt::Keys {
        &rt::Keys { names: &["name", "count", "extra"], required: &[0] }
    }

    fn at(&mut self, index: usize) -> &mut dyn rt::Decode {
        match index {
            0 => &mut self.name,
            1 => &mut self.count,
            _ => &mut self.extra,
        }
    }
}

type Answer = dyn Fn(&Request) -> Result<Response, TransportError> + Send + Sync;

/// Transport that records every request and computes the response with a function.
#[derive(Clone)]
pub(crate) struct Fake {
    pub(crate) requests: Arc<Mutex<Vec<Request>>>,
    answer: Arc<Answer>,
}

impl Fake {
    pub(crate) fn new(
        answer: impl Fn(&Request) -> Result<Response, TransportError> + Send + Sync + 'static,
    ) -> Self {
        Self { requests: Arc::default(), answer: Arc::new(answer) }
    }

    /// Creates a transport with a constant response.
    pub(crate) fn answering(status: u16, body: &str) -> Self {
        let body = body.as_bytes().to_vec();
        Self::new(move |_| Ok(Response { status, body: body.clone(), ..Response::default() }))
    }

    pub(crate) fn count(&self) -> usize {
        self.requests.lock().unwrap().len()
    }

    pub(crate) fn last(&self) -> Request {
        self.requests.lock().unwrap().last().unwrap().clone()
    }
}

impl Transport for Fake {
    fn send(&self, request: Request) -> BoxFuture<'_, Result<Response, TransportError>> {
        let answer = (self.answer)(&request);
        self.requests.lock().unwrap().push(request);
        Box::pin(async move {
            tokio::task::yield_now().await;
            answer
        })
    }
}

pub(crate) fn ok(body: &str) -> Result<Response, TransportError> {
    Ok(Response { status: 200, body: body.as_bytes().to_vec(), ..Response::default() })
}

pub(crate) fn header<'a>(request: &'a Request, name: &str) -> Option<&'a str> {
    request.headers.iter().find(|(found, _)| found == name).map(|(_, value)| &**value)
}

/// Builds a core without retries; the tests of retries enable them.
pub(crate) fn builder(transport: Fake) -> rt::Builder {
    let mut builder = rt::Builder::new(&API, "https://host/base");
    builder.retry(rt::RetryPolicy::never());
    builder.transport(Arc::new(transport));
    builder
}

pub(crate) fn core(transport: &Fake) -> Core {
    builder(transport.clone()).build().unwrap()
}

/// A call with its required parameter.
pub(crate) fn call(core: &Core) -> rt::Call {
    let mut call = rt::Call::new(core, &ENDPOINT);
    call.set(ID, "p1".to_owned());
    call
}

/// Returns the outcome of a call with this response.
pub(crate) async fn outcome(status: u16, body: &str) -> Result<Thing, CallError<GetError>> {
    call(&core(&Fake::answering(status, body))).send().await
}

pub(crate) async fn count(core: &Core) -> Result<i64, CallError<GetError>> {
    rt::Call::new(core, &WITH_TOKEN).send().await
}

type Renew = dyn Fn(&Token) -> Result<Token, Error> + Send + Sync;

/// Authenticator that computes tokens from the number of the sign-in, and counts the sign-ins.
#[derive(Clone)]
pub(crate) struct FakeAuthenticator {
    pub(crate) sign_ins: Arc<AtomicUsize>,
    pub(crate) renewals: Arc<AtomicUsize>,
    token: Arc<dyn Fn(usize) -> Result<Token, Error> + Send + Sync>,
    renew: Arc<Renew>,
}

impl FakeAuthenticator {
    pub(crate) fn new(
        token: impl Fn(usize) -> Result<Token, Error> + Send + Sync + 'static,
    ) -> Self {
        let renew =
            Arc::new(|_: &Token| Err(Error::custom(rt::ErrorKind::Server, "no renewals today")));
        Self { sign_ins: Arc::default(), renewals: Arc::default(), token: Arc::new(token), renew }
    }

    pub(crate) fn renewing(
        mut self,
        renew: impl Fn(&Token) -> Result<Token, Error> + Send + Sync + 'static,
    ) -> Self {
        self.renew = Arc::new(renew);
        self
    }

    pub(crate) fn sign_ins(&self) -> usize {
        self.sign_ins.load(Ordering::SeqCst)
    }

    pub(crate) fn renewals(&self) -> usize {
        self.renewals.load(Ordering::SeqCst)
    }
}

impl Authenticator for FakeAuthenticator {
    fn sign_in<'a>(&'a self, _: &'a Core) -> BoxFuture<'a, Result<Token, Error>> {
        Box::pin(async move {
            let number = self.sign_ins.fetch_add(1, Ordering::SeqCst) + 1;
            // The delay lets other calls arrive meanwhile.
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
            (self.token)(number)
        })
    }

    fn renew<'a>(&'a self, _: &'a Core, current: &'a Token) -> BoxFuture<'a, Result<Token, Error>> {
        Box::pin(async move {
            self.renewals.fetch_add(1, Ordering::SeqCst);
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
            (self.renew)(current)
        })
    }
}

pub(crate) fn signed_in(transport: &Fake, authenticator: &FakeAuthenticator) -> Core {
    let mut builder = builder(transport.clone());
    builder.authenticator(Arc::new(authenticator.clone()));
    builder.build().unwrap()
}
