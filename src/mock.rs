//! Mock of the platform on loopback, for tests without network and credentials.
//!
//! The server speaks real HTTP and follows the description that this client is generated from: it
//! validates parameters, verifies signatures, issues and requires tokens, and responds with the
//! examples of the vendor's documentation. Tests can make it respond with any documented failure,
//! break connections and send invalid HTTP ([`Fault`]).
//!
//! ```
//! use quectel_openapi::mock::Mock;
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let mock = Mock::start()?;
//! let quectel = mock.client().build()?;
//! mock.server().fail("thing_model.export_tsl", 70089);
//! let error = quectel.thing_model().export_tsl("p11v14").await.unwrap_err();
//! assert_eq!(error.code(), Some(70089));
//! # Ok(())
//! # }
//! ```

use std::collections::BTreeMap;
use std::io;
use std::sync::{Arc, LazyLock, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant, SystemTime};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use endpointc::json::json;
pub use endpointc::mock::{Call, Fault, Recorded, Reply};
use endpointc::{Sink, Sources};
use endpointc_runtime::Timestamp;
use include_dir::{Dir, File, include_dir};

mod devices;

pub use self::devices::{DEVICES, OFFLINE_DEVICE};
use crate::{AccessKey, Client, ClientBuilder, Server};

/// Access key that the mock accepts.
pub const ACCESS_KEY: &str = "mock-access-key";

/// Secret of [`ACCESS_KEY`].
pub const ACCESS_SECRET: &str = "mock-access-secret";

/// Product that exists in the mock, with [`DEVICES`] devices numbered from `DK00001`. Values written to a device appear
/// in its history, except for [`OFFLINE_DEVICE`].
pub const PRODUCT_KEY: &str = "p11v14";

/// Description folder, embedded as it is in the package.
static SPEC: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/spec");

/// Largest difference from the platform's clock at which a sign-in's timestamp is accepted.
const CLOCK_TOLERANCE: Duration = Duration::from_secs(10 * 60);

/// Age below which a renewal returns the token unchanged.
const MIN_RENEWAL_AGE: Duration = Duration::from_secs(30 * 60);

/// Mock server on loopback; it stops when this is dropped.
#[derive(Debug)]
pub struct Mock {
    server: endpointc::mock::Mock,
    tokens: Tokens,
}

/// Issued tokens that are still valid.
#[derive(Debug, Clone, Default)]
struct Tokens {
    state: Arc<Mutex<TokenState>>,
}

#[derive(Debug, Default)]
struct TokenState {
    issued: u64,
    /// Valid tokens, each with an instant and its age at that instant.
    valid: BTreeMap<String, (Instant, Duration)>,
    lifetime: Option<Duration>,
    /// Offset of the mock's clock from the machine's, in milliseconds.
    clock_offset: i64,
}

impl Mock {
    /// Starts the server on a free port.
    ///
    /// # Errors
    ///
    /// Fails if no port can be bound on this machine.
    pub fn start() -> io::Result<Self> {
        let tokens = Tokens::default();
        let (login, refresh, authorize) = (tokens.clone(), tokens.clone(), tokens.clone());
        let server = devices::install(endpointc::mock::Mock::builder(description()?))
            .handle("token.access_key_login", move |call| log_in(call, &login))
            .handle("token.refresh_token", move |call| renew(call, &refresh))
            .handle("thing_model.export_tsl", export_tsl)
            .authorize(move |header| authorize.check(header))
            .start()?;
        Ok(Self { server, tokens })
    }

    /// Returns a client builder for this server, with the access key that it accepts. Clients retry
    /// transient failures; disable that with [`RetryPolicy::never`](crate::RetryPolicy::never) to
    /// observe each failure.
    pub fn client(&self) -> ClientBuilder {
        Client::builder(Server::custom(self.url())).access_key(ACCESS_KEY, ACCESS_SECRET)
    }

    /// Returns the base URL: `http://127.0.0.1:…`.
    pub fn url(&self) -> &str {
        self.server.url()
    }

    /// Returns the underlying server, to inspect requests and to set the next responses.
    pub fn server(&self) -> &endpointc::mock::Mock {
        &self.server
    }

    /// Sets the lifetime of all tokens, regardless of their claims. The default is one day.
    pub fn set_token_lifetime(&self, lifetime: Duration) {
        self.tokens.lock().lifetime = Some(lifetime);
    }

    /// Increases the age of all tokens by this time. A renewal returns a token younger than 30 minutes unchanged.
    pub fn age_tokens(&self, time: Duration) {
        self.tokens.lock().valid.values_mut().for_each(|(_, age)| *age += time);
    }

    /// Sets the offset of the platform's clock from the machine's, in seconds; a negative one is behind it.
    pub fn set_clock_ahead(&self, seconds: i64) {
        self.tokens.lock().clock_offset = seconds.saturating_mul(1000);
    }

    /// Revokes every token, as if all had expired.
    pub fn withdraw_tokens(&self) {
        self.tokens.lock().valid.clear();
    }
}

/// Returns the description, which is read only once because a program may start many mocks.
fn description() -> io::Result<Arc<endpointc::model::Api>> {
    static DESCRIBED: LazyLock<Result<Arc<endpointc::model::Api>, String>> =
        LazyLock::new(describe);
    DESCRIBED.clone().map_err(|found| io::Error::new(io::ErrorKind::InvalidData, found))
}

fn describe() -> Result<Arc<endpointc::model::Api>, String> {
    let (sources, mut sink) = (Sources::new("spec", files(&SPEC)), Sink::default());
    let api = endpointc::describe(&sources, &mut sink);
    api.map(Arc::new).map_err(|_| endpointc::diagnostics::render(&sources, &sink.sorted(), false))
}

/// Paths and texts of the description files in a folder and below it.
fn files(folder: &Dir<'_>) -> Vec<(String, String)> {
    let is_description =
        |file: &&File<'_>| file.path().extension().is_some_and(|one| one == "yaml" || one == "yml");
    let own = folder.files().filter(is_description).filter_map(|file| {
        Some((file.path().to_string_lossy().replace('\\', "/"), file.contents_utf8()?.to_owned()))
    });
    own.chain(folder.dirs().flat_map(files)).collect()
}

/// Verifies the signature as the platform does.
fn log_in(call: &Call, tokens: &Tokens) -> Reply {
    let given = |name| call.parameter(name).unwrap_or_default();
    let (username, password) = (given("username"), given("password"));
    let field = |name: &str| {
        let mut fields = username.split('&').filter_map(|field| field.split_once('='));
        fields.find(|(key, _)| *key == name).map(|(_, value)| value)
    };
    if field("access_key") != Some(ACCESS_KEY) {
        return Reply::code(90047);
    }
    let at = field("timestamp").and_then(|text| text.parse().ok());
    let Some(at) = at.filter(|at| tokens.is_near(*at)) else {
        return tokens.dated(Reply::code(50005));
    };
    let expected = AccessKey::new(ACCESS_KEY, ACCESS_SECRET).sign(Timestamp::from_millis(at));
    if expected.username == username && expected.password.expose() == password {
        tokens.issue()
    } else {
        tokens.dated(Reply::code(50005))
    }
}

/// Returns a recently issued token unchanged, and a new token for an older one.
fn renew(call: &Call, tokens: &Tokens) -> Reply {
    let given = call.parameter("refresh_token").unwrap_or_default();
    match tokens.age(given) {
        Some(age) if age < MIN_RENEWAL_AGE => reply(given),
        Some(_) => tokens.issue(),
        None => Reply::code(401),
    }
}

/// Responds with the description's example for [`PRODUCT_KEY`]; other products do not exist.
fn export_tsl(call: &Call) -> Reply {
    match call.parameter("productKey") {
        Some(PRODUCT_KEY) => Reply::example(),
        _ => Reply::code(70017),
    }
}

impl Tokens {
    fn issue(&self) -> Reply {
        let mut state = self.lock();
        state.issued += 1;
        let token = token(state.issued);
        state.valid.insert(token.clone(), (Instant::now(), Duration::ZERO));
        reply(&token)
    }

    /// Returns the age of a token, if it is still valid.
    fn age(&self, token: &str) -> Option<Duration> {
        let state = self.lock();
        let (instant, age) = state.valid.get(token)?;
        let age = *age + instant.elapsed();
        state.lifetime.is_none_or(|lifetime| age < lifetime).then_some(age)
    }

    fn check(&self, token: Option<&str>) -> Result<(), i64> {
        match token.and_then(|token| self.age(token)) {
            Some(_) => Ok(()),
            None => Err(91001),
        }
    }

    fn now(&self) -> Timestamp {
        let ours = Timestamp::from(SystemTime::now()).as_millis();
        Timestamp::from_millis(ours.saturating_add(self.lock().clock_offset))
    }

    fn is_near(&self, millis: i64) -> bool {
        u128::from(self.now().as_millis().abs_diff(millis)) <= CLOCK_TOLERANCE.as_millis()
    }

    /// Adds a `date` header with the time of the platform's clock.
    fn dated(&self, reply: Reply) -> Reply {
        match self.now().to_system_time() {
            Some(now) => reply.with_header("date", &httpdate::fmt_http_date(now)),
            None => reply,
        }
    }

    fn lock(&self) -> MutexGuard<'_, TokenState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Response of a sign-in or a renewal.
fn reply(token: &str) -> Reply {
    Reply::success(json!({
        "access_token": token,
        "scope": "",
        "token_type": "jwt",
        "expires_in": 86_400,
    }))
}

/// Returns a token in the platform's format; the number makes it unique.
fn token(number: u64) -> String {
    let encode = |claims: endpointc::json::Value| URL_SAFE_NO_PAD.encode(claims.to_string());
    let header = encode(json!({ "alg": "HS256" }));
    let claims = encode(json!({ "sub": "mock", "jti": number, "iat": 0, "exp": 86_400 }));
    format!("QJWT {header}.{claims}.mock")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::path::Path;

    use super::{SPEC, files};

    #[test]
    fn the_whole_description_is_inside() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("spec");
        let sources = endpointc::source::read(&folder).expect("it can be read");
        let there: BTreeMap<String, String> =
            sources.iter().map(|(_, source)| (source.path.clone(), source.text.clone())).collect();
        let inside: BTreeMap<String, String> = files(&SPEC).into_iter().collect();
        assert_eq!(inside, there);
    }
}
