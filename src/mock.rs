//! The platform on loopback, for tests without network and credentials.
//!
//! It serves the description that this client was made from over real HTTP: it checks parameters,
//! verifies signatures, hands out tokens and asks for them, and answers with the examples of the
//! vendor's documentation. Any documented failure can be asked for.
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

use std::collections::BTreeSet;
use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
pub use endpointc::mock::{Call, Recorded, Reply};
use endpointc::{Sink, Sources};
use endpointc_runtime::Timestamp;
use serde_json::json;

use crate::{AccessKey, Client, ClientBuilder, Server};

/// The access key that the mock knows.
pub const ACCESS_KEY: &str = "mock-access-key";

/// Its secret.
pub const ACCESS_SECRET: &str = "mock-access-secret";

/// The product that the mock knows.
pub const PRODUCT_KEY: &str = "p11v14";

/// The files of the description, as they are in the package.
macro_rules! description {
    ($($file:literal),* $(,)?) => {
        [$(($file, include_str!(concat!("../spec/", $file)))),*]
    };
}

/// A test finds what is missing here.
#[rustfmt::skip]
const DESCRIPTION: &[(&str, &str)] = &description![
    "api.yaml",
    "codes.yaml",
    "devices/create.yaml",
    "devices/create_batch.yaml",
    "devices/delete.yaml",
    "devices/detail.yaml",
    "devices/gateway_of.yaml",
    "devices/list.yaml",
    "devices/resources.yaml",
    "devices/sub_devices.yaml",
    "devices/unbind_from_gateway.yaml",
    "devices/update.yaml",
    "devices/update_batch.yaml",
    "end_users/detail.yaml",
    "end_users/devices.yaml",
    "end_users/domains.yaml",
    "end_users/list.yaml",
    "end_users/set_status.yaml",
    "end_users/verify_binding_code.yaml",
    "end_users/with_devices.yaml",
    "messages/call_service.yaml",
    "messages/data_history.yaml",
    "messages/event_history.yaml",
    "messages/location.yaml",
    "messages/read_properties.yaml",
    "messages/send_raw.yaml",
    "messages/write_properties.yaml",
    "products/detail.yaml",
    "products/list.yaml",
    "subscriptions/clear_queue.yaml",
    "subscriptions/create_for_devices.yaml",
    "subscriptions/create_for_end_users.yaml",
    "subscriptions/create_for_saas.yaml",
    "subscriptions/create_queue.yaml",
    "subscriptions/delete.yaml",
    "subscriptions/delete_queue.yaml",
    "subscriptions/detail.yaml",
    "subscriptions/get_queue.yaml",
    "subscriptions/list.yaml",
    "subscriptions/list_queues.yaml",
    "subscriptions/start.yaml",
    "subscriptions/stop.yaml",
    "subscriptions/update.yaml",
    "thing_model/export_tsl.yaml",
    "token/access_key_login.yaml",
    "token/refresh_token.yaml",
];

/// The platform's clock rule: a timestamp may be this much off.
const CLOCK_TOLERANCE: Duration = Duration::from_secs(10 * 60);

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
    good: BTreeSet<String>,
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
        let server = endpointc::mock::Mock::builder(description()?)
            .handle("token.access_key_login", move |call| log_in(call, &login))
            .handle("token.refresh_token", move |call| renew(call, &refresh))
            .handle("thing_model.export_tsl", export_tsl)
            .authorize(move |header| authorize.check(header))
            .start()?;
        Ok(Self { server, tokens })
    }

    /// A client's builder for this server, with the access key that it knows.
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

    /// Withdraws every token, as if all had expired.
    pub fn withdraw_tokens(&self) {
        self.tokens.lock().good.clear();
    }
}

fn description() -> io::Result<endpointc::model::Api> {
    let files = DESCRIPTION.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned()));
    let (sources, mut sink) = (Sources::new("spec", files), Sink::default());
    endpointc::describe(&sources, &mut sink).map_err(|_| {
        let found = endpointc::diagnostic::render(&sources, &sink.sorted(), false);
        io::Error::new(io::ErrorKind::InvalidData, found)
    })
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
    let Some(at) = field("timestamp").and_then(|text| text.parse().ok()).filter(is_near) else {
        return Reply::code(50005);
    };
    let expected = AccessKey::new(ACCESS_KEY, ACCESS_SECRET).sign(Timestamp::from_millis(at));
    match expected.username == username && expected.password.expose() == password {
        true => tokens.hand_out(),
        false => Reply::code(50005),
    }
}

fn is_near(millis: &i64) -> bool {
    let now = Timestamp::from(SystemTime::now()).as_millis();
    u128::from(now.abs_diff(*millis)) <= CLOCK_TOLERANCE.as_millis()
}

fn renew(call: &Call, tokens: &Tokens) -> Reply {
    match tokens.check(call.parameter("refresh_token")) {
        Ok(()) => tokens.hand_out(),
        Err(_) => Reply::code(401),
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
        state.good.insert(token.clone());
        Reply::success(json!({
            "access_token": token,
            "scope": "",
            "token_type": "jwt",
            "expires_in": 86_400,
        }))
    }

    fn check(&self, token: Option<&str>) -> Result<(), i64> {
        match token {
            Some(token) if self.lock().good.contains(token) => Ok(()),
            Some(_) | None => Err(91001),
        }
    }

    fn lock(&self) -> MutexGuard<'_, TokenState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A token of the platform's shape; the number makes it differ from others.
fn token(number: u64) -> String {
    let encode = |claims: serde_json::Value| URL_SAFE_NO_PAD.encode(claims.to_string());
    let header = encode(json!({ "alg": "HS256" }));
    let claims = encode(json!({ "sub": "mock", "jti": number, "iat": 0, "exp": 86_400 }));
    format!("QJWT {header}.{claims}.mock")
}
