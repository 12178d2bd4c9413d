//! The platform on loopback, for tests without network and credentials.
//!
//! It serves the description that this client was made from over real HTTP: it checks parameters,
//! verifies signatures, hands out tokens and asks for them, and answers with the examples of the
//! vendor's documentation. Any documented failure can be asked for, and so can connections that
//! break and answers that are no HTTP ([`Fault`]).
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

/// The access key that the mock knows.
pub const ACCESS_KEY: &str = "mock-access-key";

/// Its secret.
pub const ACCESS_SECRET: &str = "mock-access-secret";

/// The product that the mock knows. It has [`DEVICES`] devices, from `DK00001` on; what is written to them stands in
/// their history, but for [`OFFLINE_DEVICE`].
pub const PRODUCT_KEY: &str = "p11v14";

/// The folder of the description, as it is in the package.
static SPEC: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/spec");

/// The platform's clock rule: a timestamp may be this much off.
const CLOCK_TOLERANCE: Duration = Duration::from_secs(10 * 60);

/// Up to this age a token is handed back when it is renewed.
const YOUNG: Duration = Duration::from_secs(30 * 60);

/// The platform on loopback; it stops when this is dropped.
#[derive(Debug)]
pub struct Mock {
    server: endpointc::mock::Mock,
    tokens: Tokens,
}

/// The tokens that were handed out and are still good.
#[derive(Debug, Clone, Default)]
struct Tokens {
    state: Arc<Mutex<TokenState>>,
}

#[derive(Debug, Default)]
struct TokenState {
    handed_out: u64,
    /// Those that are still good, and their age at the moment at which it was written down.
    good: BTreeMap<String, (Instant, Duration)>,
    lifetime: Option<Duration>,
    /// How far the mock's clock is ahead of the machine's, in milliseconds.
    ahead: i64,
}

impl Mock {
    /// Starts it on a free port.
    ///
    /// # Errors
    ///
    /// No port can be had on this machine.
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

    /// A client's builder for this server, with the access key that it knows. A client tries again
    /// what may pass: to see every failure, switch that off with
    /// [`RetryPolicy::never`](crate::RetryPolicy::never).
    pub fn client(&self) -> ClientBuilder {
        Client::builder(Server::custom(self.url())).access_key(ACCESS_KEY, ACCESS_SECRET)
    }

    /// Where it listens: `http://127.0.0.1:…`.
    pub fn url(&self) -> &str {
        self.server.url()
    }

    /// The server itself: what it was asked, and what it shall answer next.
    pub fn server(&self) -> &endpointc::mock::Mock {
        &self.server
    }

    /// Lets tokens end after this time, whatever they say of themselves. They live for a day at first.
    pub fn tokens_live_for(&self, lifetime: Duration) {
        self.tokens.lock().lifetime = Some(lifetime);
    }

    /// Makes all tokens older, as if this time had passed: one that is younger than 30 minutes is handed back as it is when
    /// it is renewed.
    pub fn let_pass(&self, time: Duration) {
        self.tokens.lock().good.values_mut().for_each(|(_, before)| *before += time);
    }

    /// Sets the platform's clock this many seconds ahead of the machine's; behind it, if negative.
    pub fn set_clock_ahead(&self, seconds: i64) {
        self.tokens.lock().ahead = seconds.saturating_mul(1000);
    }

    /// Withdraws every token, as if all had expired.
    pub fn withdraw_tokens(&self) {
        self.tokens.lock().good.clear();
    }
}

/// Read once: a program may start many mocks.
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

/// Paths and texts of the descriptions in a folder and below it.
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
    match expected.username == username && expected.password.expose() == password {
        true => tokens.hand_out(),
        false => tokens.dated(Reply::code(50005)),
    }
}

/// Hands back a young token as it is, and a new one for an older one.
fn renew(call: &Call, tokens: &Tokens) -> Reply {
    let given = call.parameter("refresh_token").unwrap_or_default();
    match tokens.age(given) {
        Some(age) if age < YOUNG => reply(given),
        Some(_) => tokens.hand_out(),
        None => Reply::code(401),
    }
}

/// Products other than the known one do not exist; for that one the description's example answers.
fn export_tsl(call: &Call) -> Reply {
    match call.parameter("productKey") {
        Some(PRODUCT_KEY) => Reply::example(),
        _ => Reply::code(70017),
    }
}

impl Tokens {
    fn hand_out(&self) -> Reply {
        let mut state = self.lock();
        state.handed_out += 1;
        let token = token(state.handed_out);
        state.good.insert(token.clone(), (Instant::now(), Duration::ZERO));
        reply(&token)
    }

    /// How long ago a token was handed out, if it is still good.
    fn age(&self, token: &str) -> Option<Duration> {
        let state = self.lock();
        let (moment, before) = state.good.get(token)?;
        let age = moment.elapsed() + *before;
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
        Timestamp::from_millis(ours.saturating_add(self.lock().ahead))
    }

    fn is_near(&self, millis: i64) -> bool {
        u128::from(self.now().as_millis().abs_diff(millis)) <= CLOCK_TOLERANCE.as_millis()
    }

    /// A reply that says what time it is by the platform's clock.
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

/// The answer of a sign-in or a renewal.
fn reply(token: &str) -> Reply {
    Reply::success(json!({
        "access_token": token,
        "scope": "",
        "token_type": "jwt",
        "expires_in": 86_400,
    }))
}

/// A token of the platform's shape; the number makes it differ from others.
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
