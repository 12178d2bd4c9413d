//! Secrets stay secret (P10): sentinels stand in for access secret, token and everything that the description calls
//! secret; the client is used in all ways, also against a server that repeats whatever it is sent; and whatever can be
//! read of it is searched: traces and logs at the lowest level, `Debug` and `Display` of everything, exchanges, drift.
//!
//! What is heard is heard of the whole process, so the one test about that checks what all tests here make heard.

mod support;

use std::error::Error as StdError;
use std::fmt::{self, Debug, Write as _};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use quectel_openapi::mock::{Fault, Mock, PRODUCT_KEY, Reply};
use quectel_openapi::{AccessKey, Client, Error, RetryPolicy, Secret, Timestamp};
use serde_json::{Value, json};
use support::{EXPORT, LOGIN, REFRESH, client_of, lenient_server, token_reply, wait};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

/// In every secret; nothing else looks like it.
const SENTINEL: &str = "SeNtInEl";

/// A token of the platform's shape.
const TOKEN: &str = "QJWT eyJSeNtInEl.SeNtInElSeNtInEl.SeNtInEl";

/// Everything that was traced or logged.
static HEARD: Mutex<String> = Mutex::new(String::new());

fn hear(text: fmt::Arguments<'_>) {
    let mut heard = HEARD.lock().unwrap_or_else(PoisonError::into_inner);
    writeln!(heard, "{text}").expect("a text can be written to");
}

/// Hears everything.
struct Ear;

struct Heard;

impl Visit for Heard {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        hear(format_args!("{field}={value:?}"));
    }
}

impl Subscriber for Ear {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        hear(format_args!("span {}", span.metadata().name()));
        span.record(&mut Heard);
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, values: &Record<'_>) {
        values.record(&mut Heard);
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        hear(format_args!("event {} {}", event.metadata().target(), event.metadata().level()));
        event.record(&mut Heard);
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

/// The HTTP library logs by way of `log`.
impl log::Log for Ear {
    fn enabled(&self, _: &log::Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &log::Record<'_>) {
        hear(format_args!("log {} {}", record.target(), record.args()));
    }

    fn flush(&self) {}
}

#[track_caller]
fn check_hidden(what: &str, shown: &str) {
    if let Some(at) = shown.find(SENTINEL) {
        let around = &shown[shown.floor_char_boundary(at.saturating_sub(200))..];
        let around = &around[..around.floor_char_boundary(400)];
        panic!("{what} shows a secret: {around}");
    }
}

/// Everything that can be read of a failure without asking for its body.
fn shown(error: &(dyn StdError + 'static)) -> String {
    let each = support::chain(error).map(|error| format!("{error} {error:#} {error:?} {error:#?}"));
    each.collect::<Vec<_>>().join("\n")
}

/// A client whose every secret is a sentinel, and that tells all it can.
fn client(server: &endpointc::mock::Mock) -> Client {
    let builder = client_of(server).access_key("key", &format!("{SENTINEL}-access-secret"));
    let quick = RetryPolicy::default().attempts(2).first_delay(Duration::from_millis(1));
    let builder = builder.retry(quick).timeout(Duration::from_millis(400));
    let builder = builder.on_exchange(|exchange| hear(format_args!("{exchange} {exchange:?}")));
    let builder = builder.on_drift(|drift| hear(format_args!("{drift} {drift:?}")));
    builder.build().expect("the client is built")
}

/// The answers that a server may give to a call that carries secrets, and some of them with the secrets inside.
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

/// Calls all that carries a secret while the server answers with this, and checks each failure.
fn call_everything(reply: &Reply) {
    let server = lenient_server();
    server.reply(LOGIN, token_reply(TOKEN));
    let client = client(&server);
    wait(client.renew_token()).expect("it signs in");
    check_hidden("the client", &format!("{client:?}"));
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
            Ok(answer) => check_hidden("an answer", &answer),
            Err(error) => check_hidden("an error", &shown(&error)),
        }
    }
    check_hidden("a call", &format!("{:?}", client.token().refresh_token(TOKEN)));
    check_hidden("a call", &format!("{:?}", client.token().access_key_login("ver=1", &password)));
}

#[test]
fn secrets_are_in_nothing_that_can_be_read() {
    tracing::subscriber::set_global_default(Ear).expect("there is no other");
    log::set_logger(&Ear).expect("there is no other");
    log::set_max_level(log::LevelFilter::Trace);

    let key = AccessKey::new("key", SENTINEL);
    check_hidden("a key", &format!("{key:?} {:?}", key.sign(Timestamp::from_millis(1))));
    for answer in answers() {
        call_everything(&answer);
    }

    let mock = Mock::start().expect("the mock starts");
    mock.set_clock_ahead(86_400);
    let client = mock.client().build().expect("the client is built");
    wait(client.thing_model().export_tsl(PRODUCT_KEY)).expect("the clock is corrected");

    let heard = HEARD.lock().unwrap_or_else(PoisonError::into_inner);
    check_hidden("what is heard", &heard);
    // It was really listened to: our own spans and events, the HTTP library, exchanges with URL and answer.
    for part in
        ["span call", "span attempt", "url.template=", "event endpointc_runtime", "log reqwest"]
    {
        assert!(heard.contains(part), "nothing was heard of `{part}`");
    }
    assert!(heard.contains("refresh_token=…&grant_type=refresh_token"), "exchanges were watched");
    assert!(heard.contains("\"expires_in\":86400"), "exchanges show what is no secret");
    assert!(heard.contains("this machine's clock is wrong"), "a wrong clock is told");
}

// What the description calls secret

/// A client of a server whose next answer to this endpoint is a list with one row.
fn client_with_row(endpoint: &str, row: Value) -> (endpointc::mock::Mock, Client) {
    let server = lenient_server();
    server.reply(
        endpoint,
        Reply::json(json!({ "code": 200, "data": { "list": [row], "total": 1 } })),
    );
    let client = client(&server);
    (server, client)
}

#[test]
fn secrets_in_answers_are_there_and_not_shown() {
    let row = json!({ "userDomain": "shown", "userDomainSecret": SENTINEL });
    let (_server, client) = client_with_row("end_users.domains", row);
    let domains = wait(client.end_users().domains()).expect("it is answered");
    assert_eq!(domains.rows[0].user_domain_secret.as_ref().map(Secret::expose), Some(SENTINEL));
    let shown = format!("{domains:?} {domains:#?}");
    assert!(shown.contains("shown"), "{shown}");
    check_hidden("a user domain", &shown);

    let keys = ["authKey", "authCode", "bindingCode", "btPwd", "shareCode"];
    let mut row = json!({ "deviceKey": "shown" });
    keys.iter().for_each(|key| row[*key] = SENTINEL.into());
    let (_server, client) = client_with_row("end_users.devices", row);
    let devices = wait(client.end_users().devices("u")).expect("it is answered");
    assert_eq!(devices.rows[0].auth_key.as_ref().map(Secret::expose), Some(SENTINEL));
    check_hidden("a device", &format!("{devices:?} {devices:#?}"));
}

#[test]
fn secrets_in_parameters_are_sent_and_not_shown() {
    let server = lenient_server();
    let client = client(&server);
    let create = client.devices().create("p", "d").psk(SENTINEL);
    let verify = client.end_users().verify_binding_code("p", "d", SENTINEL);
    check_hidden("a call", &format!("{create:?} {create:#?} {verify:?} {verify:#?}"));
    let echo = Reply::json(json!({ "code": 4_711, "msg": format!("bad key {SENTINEL}") }));
    server.reply("devices.create", echo.clone());
    server.reply("end_users.verify_binding_code", echo);
    let errors = [
        Error::from(wait(create).expect_err("it is refused")),
        Error::from(wait(verify).expect_err("it is refused")),
    ];
    for error in errors {
        assert_eq!(error.message(), Some("bad key …"));
        check_hidden("an error", &shown(&error));
    }
    let sent = server
        .requests()
        .iter()
        .filter(|sent| sent.text().contains(SENTINEL) || sent.target.contains(SENTINEL))
        .count();
    assert_eq!(sent, 2);
}
