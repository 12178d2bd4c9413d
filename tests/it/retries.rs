//! Table of retry guarantees: each case of `retries.json` runs with the real client against the mock, async and
//! blocking.

use crate::support;
use std::collections::BTreeMap;
use std::fs;
use std::time::Duration;

use crate::support::{EXPORT, LOGIN, wait};
use quectel_openapi::messages::{RawPayload, RawTarget, SendRaw};
use quectel_openapi::mock::{Fault, Mock, PRODUCT_KEY, Reply};
use quectel_openapi::{Client, Error, RetryPolicy};
use serde::Deserialize;
use serde_json::json;

/// One case of the table.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    call: Endpoint,
    #[serde(default)]
    policy: Policy,
    /// Responses of the server, in order.
    answers: Vec<Answer>,
    /// Number of times the call is made in sequence, each with the same outcome.
    #[serde(default = "one")]
    calls: usize,
    /// Total number of requests.
    requests: usize,
    /// Minimum time between consecutive requests.
    #[serde(default)]
    delays_ms: Vec<u64>,
    #[serde(default = "one")]
    sign_ins: usize,
    /// Expected outcome; success by default.
    error: Option<Failure>,
}

/// Idempotency of the call according to its description.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Endpoint {
    Read,
    Write,
    Message,
    Domains,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Policy {
    attempts: Option<u32>,
    budget: Option<u32>,
    deadline_ms: Option<u64>,
}

/// Response of the server; a success by default.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Answer {
    status: Option<u16>,
    code: Option<i64>,
    body: Option<String>,
    fault: Option<String>,
    after_ms: Option<u64>,
    #[serde(default)]
    headers: BTreeMap<String, String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Failure {
    kind: String,
    code: Option<i64>,
    attempts: u32,
    /// Text that `{:#}` contains.
    says: Option<String>,
}

fn message(client: &Client) -> SendRaw {
    client.messages().send_raw(vec![RawTarget::new("p", "d")], RawPayload::text("on"))
}

fn one() -> usize {
    1
}

impl Endpoint {
    fn name(self) -> &'static str {
        match self {
            Self::Read => EXPORT,
            Self::Write => "devices.create",
            Self::Message => "messages.send_raw",
            Self::Domains => "end_users.domains",
        }
    }

    async fn call(self, client: &Client) -> Result<(), Error> {
        match self {
            Self::Read => drop(client.thing_model().export_tsl(PRODUCT_KEY).await?),
            Self::Write => drop(client.devices().create("p", "d").await?),
            Self::Message => drop(message(client).await?),
            Self::Domains => drop(client.end_users().domains().await?),
        }
        Ok(())
    }

    fn call_blocking(self, client: &Client) -> Result<(), Error> {
        match self {
            Self::Read => drop(client.thing_model().export_tsl(PRODUCT_KEY).send_blocking()?),
            Self::Write => drop(client.devices().create("p", "d").send_blocking()?),
            Self::Message => drop(message(client).send_blocking()?),
            Self::Domains => drop(client.end_users().domains().send_blocking()?),
        }
        Ok(())
    }
}

impl Answer {
    fn reply(&self) -> Reply {
        let mut reply = match (self.code, self.status, &self.body) {
            (Some(code), _, _) => Reply::code(code),
            (None, _, Some(body)) => Reply::raw(200, "text/plain", body.as_str()),
            (None, Some(status), None) => Reply::status(status),
            (None, None, None) => Reply::example(),
        };
        if let Some(status) = self.status {
            reply = reply.with_status(status);
        }
        if let Some(fault) = &self.fault {
            reply = reply.with_fault(fault.parse::<Fault>().expect("the table names a fault"));
        }
        for (name, value) in &self.headers {
            reply = reply.with_header(name, value);
        }
        reply.after(Duration::from_millis(self.after_ms.unwrap_or_default()))
    }
}

impl Case {
    /// Client with short pauses that is signed in and has made a successful call.
    fn client(&self, mock: &Mock) -> Client {
        let Policy { attempts, budget, deadline_ms } = self.policy;
        let policy = RetryPolicy::default()
            .attempts(attempts.unwrap_or(3))
            .budget(budget.unwrap_or(500))
            .first_delay(Duration::from_millis(40))
            .first_quota_delay(Duration::from_millis(90));
        let builder =
            support::client_builder(mock).retry(policy).timeout(Duration::from_millis(500));
        let builder = builder.deadline(Duration::from_millis(deadline_ms.unwrap_or(10_000)));
        let client = builder.build().expect("the client is built");
        client.thing_model().export_tsl(PRODUCT_KEY).send_blocking().expect("it is let in");
        client
    }

    fn check(&self, call: impl Fn(&Client) -> Result<(), Error>) {
        let mock = support::mock();
        let client = self.client(&mock);
        let endpoint = self.call.name();
        let before = mock.server().calls(endpoint);
        for answer in &self.answers {
            mock.server().reply(endpoint, answer.reply());
        }
        (0..self.calls).for_each(|_| self.check_outcome(call(&client)));
        let requests = mock.server().calls(endpoint) - before;
        assert_eq!(requests, self.requests, "{}: requests", self.name);
        assert_eq!(mock.server().calls(LOGIN), self.sign_ins, "{}: sign-ins", self.name);
        self.check_delays(&mock, before);
    }

    fn check_outcome(&self, outcome: Result<(), Error>) {
        let name = &self.name;
        match (&self.error, outcome) {
            (None, outcome) => outcome.unwrap_or_else(|error| panic!("{name}: {error:#}")),
            (Some(expected), Ok(())) => panic!("{name}: a success instead of {expected:?}"),
            (Some(expected), Err(error)) => {
                let message = format!("{error:#}");
                assert_eq!(format!("{:?}", error.kind()), expected.kind, "{name}: {message}");
                assert_eq!(error.code(), expected.code, "{name}: {message}");
                assert_eq!(error.attempts(), expected.attempts, "{name}: {message}");
                let says = expected.says.as_deref().unwrap_or_default();
                assert!(message.contains(says), "{name}: {message}");
            }
        }
    }

    fn check_delays(&self, mock: &Mock, before: usize) {
        let requests = mock.server().requests();
        let ours = |endpoint: &Option<String>| endpoint.as_deref() == Some(self.call.name());
        let arrived = requests.iter().filter(|request| ours(&request.endpoint));
        let arrived: Vec<_> = arrived.skip(before).map(|request| request.arrived).collect();
        for (pair, least) in arrived.windows(2).zip(&self.delays_ms) {
            // A pause begins with the response, which is later than the request, so it needs no tolerance; a timeout
            // begins slightly before the request.
            let delay = pair[1] - pair[0];
            assert!(delay >= Duration::from_millis(*least), "{}: {delay:?}", self.name);
        }
    }
}

fn cases() -> Vec<Case> {
    let table = fs::read_to_string(support::path("tests/retries.json")).expect("it is there");
    serde_json::from_str(&table).expect("the table is well-formed")
}

#[test]
fn what_is_promised_holds_for_async_calls() {
    for case in cases() {
        case.check(|client| wait(case.call.call(client)));
    }
}

#[test]
fn what_is_promised_holds_for_blocking_calls() {
    for case in cases() {
        case.check(|client| case.call.call_blocking(client));
    }
}

#[test]
fn a_blocking_call_inside_a_runtime_is_an_error_and_no_panic() {
    let mock = support::mock();
    let client = support::client_builder(&mock).build().expect("the client is built");
    let call = client.thing_model().export_tsl(PRODUCT_KEY);
    let error = wait(async { call.send_blocking() }).expect_err("it would stop the runtime");
    assert!(error.to_string().contains("use `.await`"), "{error}");
    assert!(mock.server().requests().is_empty());
}

#[test]
fn pages_are_read_without_a_runtime() {
    let server = support::lenient_server();
    let client = support::client_of(&server).build().expect("the client is built");
    let page = |rows: &[&str]| {
        let rows: Vec<_> = rows.iter().map(|key| json!({ "deviceKey": key })).collect();
        let body = json!({ "code": 200, "data": rows, "pageNum": 1, "pageSize": 2, "pages": 2, "total": 3 });
        server.reply("devices.list", Reply::json(body));
    };
    page(&["a", "b"]);
    page(&["c"]);
    let mut rows = client.devices().list("p").page_size(2).rows();
    let mut keys = Vec::new();
    while let Some(row) = rows.next_blocking() {
        keys.extend(row.expect("it is answered").device_key);
    }
    assert_eq!(keys, ["a", "b", "c"]);
    let mut rows = client.devices().list("p").rows();
    let error = wait(async { rows.next_blocking() }).expect("an outcome").expect_err("an error");
    assert!(error.to_string().contains("use `.await`"), "{error}");
}

#[test]
fn blocking_calls_of_many_threads_share_one_token() {
    let mock = support::mock();
    let client = support::client_builder(&mock).build().expect("the client is built");
    std::thread::scope(|scope| {
        for _ in 0..16 {
            scope.spawn(|| {
                client.thing_model().export_tsl(PRODUCT_KEY).send_blocking().expect("it succeeds")
            });
        }
    });
    assert_eq!((mock.server().calls(LOGIN), mock.server().calls(EXPORT)), (1, 16));
}
