//! A transport that answers from a script, for tests of answers that no server needs to send.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use quectel_openapi::{
    Authenticator, BoxFuture, Client, Core, Error, Request, Response, RetryPolicy, Server, Token,
    Transport, TransportError,
};

use super::{builder, trap};

/// What a call answers to a request.
type Script = Box<dyn FnMut(&Request) -> BoxFuture<'static, Response> + Send>;

/// Answers from a script and remembers what it was asked.
#[derive(Clone)]
pub(crate) struct Scripted {
    script: Arc<Mutex<Script>>,
    requests: Arc<Mutex<Vec<Request>>>,
}

impl Scripted {
    /// Answers every request with what this gives.
    pub(crate) fn new(mut answer: impl FnMut(&Request) -> Response + Send + 'static) -> Self {
        Self::slow(move |request| {
            let response = answer(request);
            Box::pin(async move { response })
        })
    }

    /// The same with answers that may take their time.
    pub(crate) fn slow(
        answer: impl FnMut(&Request) -> BoxFuture<'static, Response> + Send + 'static,
    ) -> Self {
        Self { script: Arc::new(Mutex::new(Box::new(answer))), requests: Arc::default() }
    }

    /// A client that is signed in and sends to it, each call once.
    pub(crate) fn client(&self) -> Client {
        trap::plant(TOKEN);
        let builder = builder(Server::Europe.url()).authenticator(SignedIn);
        let builder = builder.transport(self.clone()).retry(RetryPolicy::never());
        builder.build().expect("it is built")
    }

    /// What it was asked so far.
    pub(crate) fn requests(&self) -> Vec<Request> {
        lock(&self.requests).clone()
    }
}

impl Transport for Scripted {
    fn send(&self, request: Request) -> BoxFuture<'_, Result<Response, TransportError>> {
        lock(&self.requests).push(request.clone());
        let answer = lock(&self.script)(&request);
        Box::pin(async move { Ok(answer.await) })
    }
}

/// A success in JSON, or whatever this text is.
pub(crate) fn ok(body: impl ToString) -> Response {
    Response { status: 200, headers: Vec::new(), body: body.to_string().into_bytes() }
}

const TOKEN: &str = "QJWT a.b.scripted";

/// Has a token, so that nothing but the call itself is sent.
struct SignedIn;

impl Authenticator for SignedIn {
    fn sign_in<'a>(&'a self, _: &'a Core) -> BoxFuture<'a, Result<Token, Error>> {
        Box::pin(async { Ok(Token::new(TOKEN)) })
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
