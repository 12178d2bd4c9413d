//! Scripted transport, for tests of responses that need no server.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use quectel_openapi::{
    Authenticator, BoxFuture, Client, Core, Error, Request, Response, RetryPolicy, Server, Token,
    Transport, TransportError,
};

use super::{builder, trap};

/// Function from a request to its response.
type Script = Box<dyn FnMut(&Request) -> BoxFuture<'static, Response> + Send>;

/// Transport that responds from a script and records the requests.
#[derive(Clone)]
pub(crate) struct Scripted {
    script: Arc<Mutex<Script>>,
    requests: Arc<Mutex<Vec<Request>>>,
}

impl Scripted {
    /// Creates a transport whose responses come from this function.
    pub(crate) fn new(mut answer: impl FnMut(&Request) -> Response + Send + 'static) -> Self {
        Self::slow(move |request| {
            let response = answer(request);
            Box::pin(async move { response })
        })
    }

    /// Creates a transport whose responses come from this asynchronous function.
    pub(crate) fn slow(
        answer: impl FnMut(&Request) -> BoxFuture<'static, Response> + Send + 'static,
    ) -> Self {
        Self { script: Arc::new(Mutex::new(Box::new(answer))), requests: Arc::default() }
    }

    /// Returns a signed-in client with this transport and without retries.
    pub(crate) fn client(&self) -> Client {
        trap::register(TOKEN);
        let builder = builder(Server::Europe.url()).authenticator(SignedIn);
        let builder = builder.transport(self.clone()).retry(RetryPolicy::never());
        builder.build().expect("it is built")
    }

    /// Returns the requests so far.
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

/// Returns a response with HTTP 200 and this body.
pub(crate) fn ok(body: impl ToString) -> Response {
    Response { status: 200, headers: Vec::new(), body: body.to_string().into_bytes() }
}

const TOKEN: &str = "QJWT a.b.scripted";

/// Authenticator with a fixed token, so that only the call itself is sent.
struct SignedIn;

impl Authenticator for SignedIn {
    fn sign_in<'a>(&'a self, _: &'a Core) -> BoxFuture<'a, Result<Token, Error>> {
        Box::pin(async { Ok(Token::new(TOKEN)) })
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
