//! Shared helpers of the client's tests: the description, the mock platform, and failures without
//! endpoint-specific types.

pub(crate) mod calls;
pub(crate) mod process;
pub(crate) mod scripted;
pub(crate) mod secrets;
pub(crate) mod trap;
pub(crate) mod wire;

use std::error::Error as StdError;
use std::fmt::Debug;
use std::fs;
use std::iter;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use std::time::SystemTime;

use endpointc::model::Api;
use endpointc::{Sink, Sources, diagnostics, source};
use endpointc_runtime::codegen::ErrorCase;
use quectel_openapi::mock::{self, Mock, Recorded, Reply};
use quectel_openapi::{
    AccessKey, CallError, Client, ClientBuilder, Error, RetryPolicy, Server, SignedLogin, Timestamp,
};
use serde_json::{Value, json};
use tokio::runtime::{Builder, Runtime};

/// Name of an endpoint that needs a token.
pub(crate) const EXPORT: &str = "thing_model.export_tsl";

/// Name of the sign-in endpoint.
pub(crate) const LOGIN: &str = "token.access_key_login";

/// Name of the renewal endpoint.
pub(crate) const REFRESH: &str = "token.refresh_token";

/// Access key of the guide's worked example (Chinese edition).
pub(crate) const GUIDE_KEY: &str = "24b9zicjuns41H6MDg71AMnP";

/// Secret of [`GUIDE_KEY`], as the guide shows it.
pub(crate) const GUIDE_SECRET: &str = "6AE3p2SnA9ShP7ofigrccoeeks8DDoteJ1jUUTEz";

/// Timestamp of the guide's worked example, in epoch milliseconds.
pub(crate) const GUIDE_MOMENT: i64 = 1_743_059_249_391;

/// Runtime of all tests. A single one, because a client's connections must not outlive their runtime.
static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| {
    let mut builder = Builder::new_multi_thread();
    builder.worker_threads(2).enable_all().build().expect("a runtime can be had")
});

/// Blocks on a future, so that a `check` function can stay synchronous and use `#[track_caller]`.
pub(crate) fn wait<F: IntoFuture>(future: F) -> F::Output {
    RUNTIME.block_on(future.into_future())
}

/// A path below the package.
pub(crate) fn path(inside: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(inside)
}

/// Returns true if expected files are updated instead of compared: `BLESS=1 cargo test --test it`.
pub(crate) fn blessing() -> bool {
    std::env::var_os("BLESS").is_some()
}

/// Compares a text with a file below `tests/`.
#[track_caller]
pub(crate) fn check_file(file: &str, found: &str) {
    let path = path("tests").join(file);
    if blessing() {
        fs::write(&path, found).expect("it can be written");
    }
    let expected = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        found == expected,
        "tests/{file} holds:\n{expected}\nfound:\n{found}\n\
         If that follows from a change of spec/, let `BLESS=1 cargo test --test it` write it, and look at the difference"
    );
}

/// The files of the description.
pub(crate) fn sources() -> Sources {
    source::read(&path("spec")).expect("the description can be read")
}

/// Returns the resolved description, which is read once because that is slow in an unoptimised build.
pub(crate) fn api() -> Api {
    static DESCRIBED: LazyLock<Api> = LazyLock::new(|| {
        let (sources, mut sink) = (sources(), Sink::default());
        let api = endpointc::describe(&sources, &mut sink);
        api.unwrap_or_else(|_| panic!("{}", diagnostics::render(&sources, &sink.sorted(), false)))
    });
    DESCRIBED.clone()
}

/// The platform on loopback.
pub(crate) fn mock() -> Mock {
    trap::set();
    Mock::start().expect("the mock starts")
}

/// Client builder with the access key that the mock accepts.
pub(crate) fn client_builder(mock: &Mock) -> ClientBuilder {
    trap::observed(mock.client())
}

/// Client builder for a server at this address.
pub(crate) fn builder(url: &str) -> ClientBuilder {
    trap::observed(Client::builder(Server::custom(url)))
}

/// A client and the platform that it talks to.
pub(crate) struct Platform {
    pub(crate) mock: Mock,
    pub(crate) client: Client,
}

impl Platform {
    /// Starts the mock, with a client that has a valid access key.
    pub(crate) fn start() -> Self {
        Self::with(|builder| builder)
    }

    /// Starts the mock with a configured client. Retries are disabled, so that each requested failure is visible; the tests
    /// of retries enable them.
    pub(crate) fn with(settings: impl FnOnce(ClientBuilder) -> ClientBuilder) -> Self {
        let mock = mock();
        let once = client_builder(&mock).retry(RetryPolicy::never());
        let client = settings(once).build().expect("the client is built");
        Self { mock, client }
    }

    /// Starts the mock with a client that is signed in.
    pub(crate) fn signed_in() -> Self {
        let platform = Self::start();
        wait(platform.client.renew_token()).expect("the mock lets it sign in");
        platform
    }

    /// Makes a successful call. The client knows then that its token was valid, and after a rejection signs in at once.
    #[track_caller]
    pub(crate) fn confirm_token(&self) {
        self.call(EXPORT).expect("the mock lets it in");
    }

    /// Makes an endpoint reject a call for another reason than the token. The client then believes that endpoint's
    /// rejections of tokens, also just after one of a new token.
    #[track_caller]
    pub(crate) fn confirm_rejections(&self, endpoint: &str) {
        self.reply(endpoint, Reply::code(4_711));
        assert_eq!(self.fail(endpoint).error.code(), Some(4_711));
    }

    /// Sets the response to the next call of an endpoint.
    #[track_caller]
    pub(crate) fn reply(&self, endpoint: &str, reply: Reply) {
        self.mock.server().reply(endpoint, reply);
    }

    /// Returns the number of requests to an endpoint.
    #[track_caller]
    pub(crate) fn calls(&self, endpoint: &str) -> usize {
        self.mock.server().calls(endpoint)
    }

    /// Returns the requests to an endpoint.
    pub(crate) fn requests(&self, endpoint: &str) -> Vec<Recorded> {
        let mut requests = self.mock.server().requests();
        requests.retain(|request| request.endpoint.as_deref() == Some(endpoint));
        requests
    }

    /// Calls an endpoint with valid arguments.
    pub(crate) fn call(&self, endpoint: &str) -> Result<String, Failure> {
        wait(call(&self.client, endpoint))
    }

    /// Calls an endpoint that is expected to fail.
    #[track_caller]
    pub(crate) fn fail(&self, endpoint: &str) -> Failure {
        self.call(endpoint).expect_err("the call fails")
    }
}

/// A failed call, without the type of its cases.
#[derive(Debug)]
pub(crate) struct Failure {
    /// Name of the variant; `None` if the service did not reject the call.
    pub(crate) case: Option<String>,
    /// Error that `?` converts the failure to.
    pub(crate) error: Error,
}

impl<E: ErrorCase + Debug> From<CallError<E>> for Failure {
    fn from(error: CallError<E>) -> Self {
        trap::search_call_error(&error);
        let case = error.case().map(|case| format!("{case:?}"));
        let error = Error::from(error);
        trap::search_error(&error);
        Self { case, error }
    }
}

/// Calls an endpoint by name with valid arguments, and returns the `Debug` output of the result.
pub(crate) async fn call(client: &Client, endpoint: &str) -> Result<String, Failure> {
    if endpoint == LOGIN {
        // The signature of the guide's example is too old for the mock.
        let login = signed_login();
        let call = client.token().access_key_login(&login.username, login.password.expose());
        return Ok(format!("{:?}", call.await?));
    }
    Ok(calls::of(endpoint).call(client).await?.shown)
}

/// Returns user name and password that the mock currently accepts.
pub(crate) fn signed_login() -> SignedLogin {
    let key = AccessKey::new(mock::ACCESS_KEY, mock::ACCESS_SECRET);
    key.sign(Timestamp::from(SystemTime::now()))
}

/// Starts a server that accepts any token and any signature and responds with the examples.
pub(crate) fn lenient_server() -> endpointc::mock::Mock {
    endpointc::mock::Mock::builder(api()).start().expect("the mock starts")
}

/// Client builder for that server.
pub(crate) fn client_of(server: &endpointc::mock::Mock) -> ClientBuilder {
    let builder = builder(server.url());
    builder.access_key(GUIDE_KEY, GUIDE_SECRET).retry(RetryPolicy::never())
}

/// Response of a sign-in that issues this token.
pub(crate) fn token_reply(token: &str) -> Reply {
    trap::register(token);
    Reply::success(json!({ "access_token": token, "token_type": "jwt", "expires_in": 86_400 }))
}

/// Successful response of the thing model's endpoint with this payload.
pub(crate) fn tsl_reply(data: Value) -> Reply {
    Reply::json(json!({ "code": 200, "msg": "OK", "data": data }))
}

/// Returns an error and all its sources, outermost first.
pub(crate) fn chain<'a>(
    error: &'a (dyn StdError + 'static),
) -> impl Iterator<Item = &'a (dyn StdError + 'static)> {
    iter::successors(Some(error), |&error| error.source())
}
