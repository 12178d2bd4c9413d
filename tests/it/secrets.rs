//! Secrets are never exposed (P10). Sentinels replace the access secret, the token and every value that the description
//! marks as secret. The client is used in all ways, also against a server that echoes its input, and all observable output
//! is searched: traces and logs at the lowest level, `Debug` and `Display` of all values, exchanges, drift.
//!
//! The trap that searches (`support/trap.rs`) is active in all other tests, too. These tests prove that it works.

use crate::support;
use std::collections::BTreeSet;
use std::fs;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use crate::support::{
    EXPORT, Failure, LOGIN, REFRESH, calls, client_of, lenient_server, process, secrets,
    token_reply, trap, wait,
};
use endpointc::json::{Value, json};
use endpointc::model::{Api, Endpoint};
use quectel_openapi::mock::{Call, Fault, PRODUCT_KEY, Reply};
use quectel_openapi::{AccessKey, Client, Error, RetryPolicy, Timestamp};

/// Sentinel inside every secret; no other text contains it.
const SENTINEL: &str = "SeNtInEl";

/// Token in the platform's format.
const TOKEN: &str = "QJWT eyJSeNtInEl.SeNtInElSeNtInEl.SeNtInEl";

/// Client whose secrets are all sentinels, with all hooks enabled.
fn client(server: &endpointc::mock::Mock) -> Client {
    trap::register(SENTINEL);
    let builder = client_of(server).access_key("key", &format!("{SENTINEL}-access-secret"));
    let quick = RetryPolicy::default().attempts(2).first_delay(Duration::from_millis(1));
    let builder = builder.retry(quick).timeout(Duration::from_millis(400));
    builder.build().expect("the client is built")
}

/// Responses to a call that carries secrets; some of them contain the secrets.
fn answers() -> Vec<Reply> {
    let echo = |code: i64, text: &str| {
        Reply::json(json!({ "code": code, "msg": format!("what is {text}?"), "data": text }))
    };
    let mut answers = vec![
        Reply::example(),
        Reply::status(401),
        Reply::code(91_001),
        Reply::code(50_000).with_header("x-request-id", TOKEN),
        Reply::status(302)
            .with_header("location", &format!("https://elsewhere.example/?t={TOKEN}")),
        Reply::example().after(Duration::from_secs(60)),
    ];
    for text in [TOKEN, TOKEN.trim_start_matches("QJWT "), &TOKEN.replace(' ', "%20")] {
        answers.extend([echo(50_005, text), echo(4_711, text), echo(200, text)]);
        answers.push(Reply::json(
            json!({ "code": 200, "access_token": [text], "userDomainSecret": text }),
        ));
        answers.push(Reply::json(json!({ "code": text, "authKey": text })));
        answers
            .push(Reply::json(json!({ "code": 200, "access_token": TOKEN, "expires_in": text })));
        answers.push(Reply::raw(502, "text/html", format!("<html>token={text}</html>")));
        answers.push(Reply::raw(200, "text/plain", text));
        answers.push(Reply::raw(
            200,
            "application/json",
            format!("{{\"code\":200,\"token\":\"{text}"),
        ));
    }
    let faults = [Fault::ResetBeforeHead, Fault::ResetInBody, Fault::NotHttp, Fault::InvalidChunk];
    answers.extend(faults.map(|fault| Reply::example().with_fault(fault)));
    answers
}

/// Makes every call that carries a secret, each with this response.
fn call_everything(reply: &Reply) {
    let server = lenient_server();
    server.reply(LOGIN, token_reply(TOKEN));
    let client = client(&server);
    wait(client.renew_token()).expect("it signs in");
    trap::search("the client", format_args!("{client:?} {client:#?}"));
    let password = SENTINEL.repeat(8);
    for endpoint in [LOGIN, REFRESH, EXPORT] {
        for _ in 0..2 {
            server.reply(endpoint, reply.clone());
        }
        let token = client.token();
        let outcome: Result<String, Error> = wait(async {
            Ok(match endpoint {
                LOGIN => format!("{:?}", token.access_key_login("ver=1", &password).await?),
                REFRESH => format!("{:?}", token.refresh_token(TOKEN).await?),
                _ => format!("{:?}", client.thing_model().export_tsl(PRODUCT_KEY).await.err()),
            })
        });
        match outcome {
            Ok(answer) => trap::search("an answer", format_args!("{answer}")),
            Err(error) => trap::search_error(&error),
        }
    }
    let login = client.token().access_key_login("ver=1", &password);
    let refresh = client.token().refresh_token(TOKEN);
    trap::search("a call", format_args!("{login:?} {login:#?} {refresh:?} {refresh:#?}"));
}

/// Runs in a process of its own, so that it records the output of this test only.
#[test]
fn secrets_are_in_nothing_that_can_be_read() {
    if !process::is_alone("secrets::secrets_are_in_nothing_that_can_be_read") {
        return;
    }
    trap::set();
    trap::register(SENTINEL);
    trap::record();
    let key = AccessKey::new("key", SENTINEL);
    let login = key.sign(Timestamp::from_millis(1));
    trap::search("a key", format_args!("{key:?} {key:#?} {login:?} {login:#?}"));
    for answer in answers() {
        call_everything(&answer);
    }

    let mock = support::mock();
    mock.set_clock_ahead(86_400);
    let client = support::client_builder(&mock).build().expect("the client is built");
    wait(client.thing_model().export_tsl(PRODUCT_KEY)).expect("the clock is corrected");

    // The record contains our own spans and events, those of the HTTP library, and exchanges with URL and response.
    let recorded = trap::recorded();
    for part in [
        "a span: call",
        "a span: attempt",
        "url.template=",
        "an event: endpointc_runtime",
        "a log: reqwest",
    ] {
        assert!(recorded.contains(part), "nothing was recorded of `{part}`");
    }
    assert!(
        recorded.contains("refresh_token=…&grant_type=refresh_token"),
        "exchanges were watched"
    );
    assert!(recorded.contains("\"expires_in\":86400"), "exchanges show what is no secret");
    assert!(recorded.contains("this machine's clock is wrong"), "a wrong clock is reported");
}

// Values that the description marks as secret

/// Without examples the mock synthesizes responses: all fields are present, and a text's value is the name of its field.
fn server_that_makes_answers_up() -> endpointc::mock::Mock {
    let mut api = support::api();
    let endpoints = api.groups.iter_mut().flat_map(|group| &mut group.endpoints);
    endpoints.for_each(|endpoint| endpoint.examples.clear());
    endpointc::mock::Mock::builder(api).start().expect("the mock starts")
}

#[test]
fn every_secret_of_every_result_is_there_and_not_shown() {
    let (api, server) = (support::api(), server_that_makes_answers_up());
    let client = client(&server);
    let mut seen = BTreeSet::new();
    for endpoint in api.endpoints() {
        let name = endpoint.full_name();
        let described = secrets::in_result(&api, endpoint);
        if described.is_empty() {
            continue;
        }
        // The first case of a list requests the second page, which is empty.
        let mut cases = calls::all();
        cases.retain(|case| case.endpoint() == name);
        let answer = wait(cases.pop().expect("the tests know how to call it").call(&client));
        let answer = answer.unwrap_or_else(|Failure { error, .. }| panic!("{name}: {error:#}"));
        for secret in &described {
            let value = json!(secret).to_string();
            assert!(
                answer.json.to_string().contains(&format!("{value}:{value}")),
                "{name}: {secret}"
            );
            assert!(!answer.shown.contains(&value), "{name} shows {secret}: {}", answer.shown);
        }
        seen.extend(described);
    }
    let all: BTreeSet<&str> = seen.iter().map(String::as_str).collect();
    assert_eq!(all, api.secrets_in_results());
    assert!(all.contains("authKey") && all.contains("userDomainSecret"), "{all:?}");
}

/// Server that echoes the secrets that an endpoint receives.
fn echo(api: &Api, endpoint: &Endpoint) -> (endpointc::mock::Mock, Arc<Mutex<BTreeSet<String>>>) {
    let seen = Arc::new(Mutex::new(BTreeSet::new()));
    let (into, names) = (Arc::clone(&seen), secrets::in_request(api, endpoint));
    let parameters: Vec<_> = endpoint.parameters.iter().map(|one| one.wire_name.clone()).collect();
    let repeat = move |call: &Call| {
        let value = |name: &String| Some((name.clone(), call.value(name)?.clone()));
        let sent = Value::Object(parameters.iter().filter_map(value).collect());
        let found = secrets::under(&sent, &names);
        let echoed = found.iter().map(String::as_str).collect::<Vec<_>>().join(" ");
        into.lock().expect("nobody panics").extend(found);
        Reply::json(json!({ "code": 4_711, "msg": echoed }))
    };
    let builder = endpointc::mock::Mock::builder(support::api());
    (builder.handle(&endpoint.full_name(), repeat).start().expect("it starts"), seen)
}

#[test]
fn every_secret_of_every_request_is_sent_and_not_shown() {
    let (api, mut count) = (support::api(), 0);
    for endpoint in api.endpoints() {
        let (name, described) = (endpoint.full_name(), secrets::in_request(&api, endpoint));
        if described.is_empty() {
            continue;
        }
        let (server, seen) = echo(&api, endpoint);
        let (client, case) = (client(&server), calls::of(&name));
        let error = wait(case.call(&client)).expect_err("it is refused").error;
        let secrets = seen.lock().expect("nobody panics").clone();
        assert_eq!(secrets.len(), described.len(), "{name} sends {secrets:?} of {described:?}");
        check_hidden(&format!("{name}: a call"), &secrets, &case.shown(&client));
        let shown = support::chain(&error).map(|error| format!("{error:#} {error:?} {error:#?}"));
        check_hidden(&format!("{name}: an error"), &secrets, &shown.collect::<String>());
        assert!(error.message().is_some_and(|message| message.contains('…')), "{error:?}");
        count += secrets.len();
    }
    assert!(count >= 5, "the description has {count} secrets in requests");
}

#[track_caller]
fn check_hidden(what: &str, secrets: &BTreeSet<String>, shown: &str) {
    for secret in secrets {
        assert!(!shown.contains(secret), "{what} shows `{secret}`: {shown}");
    }
}

// The trap itself

/// Ways to expose a secret, each in a separate process.
fn give_away(way: &str) {
    trap::set();
    trap::register(SENTINEL);
    match way {
        "nothing" => tracing::error!("nothing to see"),
        "event" => tracing::trace!(token = TOKEN),
        "message" => tracing::trace!("the token is {TOKEN}"),
        "span" => drop(tracing::trace_span!("call", token = TOKEN)),
        "log" => log::trace!("the token is {TOKEN}"),
        "error" => trap::search_error(&Error::custom(quectel_openapi::ErrorKind::Server, TOKEN)),
        "password" => tracing::trace!(url = format!("/login?password={}", "0a".repeat(32))),
        "thread" => {
            // A panic in a thread is not reported, as in the mock.
            let thread = std::thread::spawn(|| tracing::trace!(token = TOKEN));
            drop(thread.join());
        }
        other => panic!("there is no way `{other}`"),
    }
}

#[test]
fn a_secret_that_is_shown_ends_the_process() {
    if let Some(way) = process::task() {
        return give_away(&way);
    }
    let walk_into_it = |way| process::run("secrets::a_secret_that_is_shown_ends_the_process", way);
    assert_eq!(walk_into_it("nothing").status.code(), Some(0));
    for way in ["event", "message", "span", "log", "error", "password", "thread"] {
        let output = walk_into_it(way);
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(trap::EXIT_CODE), "{way}: {said}");
        assert!(said.contains("shows the secret `"), "{way}: {said}");
    }
}

/// Tests start mocks and build clients through `support` only, which sets the trap first.
#[test]
fn the_trap_lies_under_all_tests() {
    let folder = fs::read_dir(support::path("tests/it")).expect("it can be read");
    let files = folder.map(|entry| entry.expect("it can be read").path());
    let tests = files.filter(|path| path.extension().is_some_and(|extension| extension == "rs"));
    let mut seen = 0;
    for path in tests.filter(|path| !path.ends_with(file!())) {
        let text = fs::read_to_string(&path).expect("it can be read");
        for way_around in ["Mock::start(", "Client::builder(", ".client().", "set_global_default"] {
            assert!(!text.contains(way_around), "{}: `{way_around}`", path.display());
        }
        seen += usize::from(text.contains("use crate::support"));
    }
    assert!(seen >= 8, "{seen} files use `support`");
}
