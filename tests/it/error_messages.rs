//! Each kind of failure as `{:#}` prints it, in `tests/error_messages.txt`. `BLESS=1 cargo test --test it error_messages`
//! updates the file; review it before a commit.

use crate::support;
use std::fmt::Write;
use std::net::TcpListener;
use std::time::Duration;

use crate::support::{EXPORT, LOGIN, Platform, wait};
use quectel_openapi::mock::{Fault, Reply};
use quectel_openapi::{Error, RetryPolicy};
use serde_json::json;

/// Returns the error of a call to the thing model's endpoint.
fn failure(reply: Reply) -> Error {
    let platform = Platform::with(|builder| builder.timeout(Duration::from_millis(300)));
    platform.confirm_token();
    platform.reply(EXPORT, reply);
    platform.fail(EXPORT).error
}

/// Returns the error of a sign-in.
fn sign_in_failure(reply: Reply) -> Error {
    let platform = Platform::start();
    platform.reply(LOGIN, reply);
    platform.fail(EXPORT).error
}

/// Returns the error of a call whose token is rejected, as is the next one.
fn refused_again() -> Error {
    let platform = Platform::signed_in();
    platform.confirm_token();
    platform.reply(EXPORT, Reply::code(91_001));
    platform.reply(EXPORT, Reply::code(91_001));
    platform.fail(EXPORT).error
}

fn after_retries() -> Error {
    let policy = RetryPolicy::default().first_delay(Duration::from_millis(1));
    let platform = Platform::with(|builder| builder.retry(policy));
    platform.confirm_token();
    for _ in 0..3 {
        platform.reply(EXPORT, Reply::status(502).with_header("x-request-id", "4f2a-17"));
    }
    platform.fail(EXPORT).error
}

fn not_repeated() -> Error {
    let platform = Platform::signed_in();
    platform.reply("devices.create", Reply::example().with_fault(Fault::NoAnswer));
    platform.fail("devices.create").error
}

/// Returns the error of a call to a server that is not running.
fn nobody() -> Error {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port can be had");
    let url = format!("http://{}", listener.local_addr().expect("it has an address"));
    drop(listener);
    let builder = support::builder(&url).retry(RetryPolicy::never());
    let client = builder.build().expect("the client is built");
    wait(client.token().refresh_token("a token")).expect_err("nobody answers").into()
}

fn too_large() -> Error {
    let platform = Platform::with(|builder| builder.max_body(100));
    let login = support::signed_login();
    let call = platform.client.token().access_key_login(&login.username, login.password.expose());
    wait(call).expect_err("a token is longer").into()
}

fn unknown_server() -> Error {
    support::builder("http://iot.example").build().expect_err("it is not this machine")
}

fn without_key() -> Error {
    let platform = Platform::start();
    let client = support::builder(platform.mock.url()).build().expect("the client is built");
    wait(client.thing_model().export_tsl("p")).expect_err("it cannot sign in").into()
}

fn bad_parameter() -> Error {
    let platform = Platform::start();
    let call = platform.client.token().access_key_login("ver=1", "no hash");
    wait(call).expect_err("it is not sent").into()
}

fn failures() -> Vec<(&'static str, Error)> {
    let json = |body| Reply::json(body);
    vec![
        ("a documented code with a remedy", failure(Reply::code(70_017))),
        ("a code of the platform", failure(Reply::code(50_000))),
        ("a code that nobody documented", failure(json(json!({ "code": 4_711, "msg": "Nix." })))),
        ("a gateway's page", failure(Reply::raw(502, "text/html", "<html>Bad gateway</html>"))),
        ("a page with 200", failure(Reply::raw(200, "text/html", "<html>Hello</html>"))),
        ("a path that is not there", failure(Reply::status(404))),
        ("no permission", failure(Reply::status(403))),
        ("too often", failure(Reply::status(429).with_header("retry-after", "7"))),
        ("another shape", failure(json(json!({ "code": 200, "data": { "properties": 7 } })))),
        ("a redirect", failure(Reply::status(302).with_header("location", "http://localhost/"))),
        ("silence", failure(Reply::example().after(Duration::from_secs(600)))),
        ("a broken connection", failure(Reply::example().with_fault(Fault::NoAnswer))),
        ("what is not HTTP", failure(Reply::example().with_fault(Fault::NotHttp))),
        ("three attempts", after_retries()),
        ("a write without an answer", not_repeated()),
        ("a refused token, twice", refused_again()),
        ("an unknown access key", sign_in_failure(Reply::code(90_047))),
        ("a wrong secret or clock", sign_in_failure(Reply::code(50_005))),
        ("a sign-in without an answer", sign_in_failure(Reply::status(503))),
        ("nobody listens", nobody()),
        ("an answer beyond the cap", too_large()),
        ("plain http", unknown_server()),
        ("no access key", without_key()),
        ("a parameter", bad_parameter()),
    ]
}

/// Removes the system's error number, which differs between systems.
fn message_of(error: &Error) -> String {
    let message = format!("{error:#}");
    match message.split_once(" (os error ") {
        Some((before, after)) => {
            before.to_owned() + after.split_once(')').map_or("", |(_, rest)| rest)
        }
        None => message,
    }
}

#[test]
fn every_failure_says_what_to_do() {
    let mut all = String::new();
    for (name, error) in failures() {
        let message = message_of(&error);
        let sentences = ["what to do: ", "not sent: ", "the server's URL"];
        assert!(sentences.iter().any(|sentence| message.contains(sentence)), "{name}: {message}");
        assert!(message.matches("what to do: ").count() <= 1, "{name}: {message}");
        write!(all, "{name}\n    {message}\n\n").expect("a text can be written to");
    }
    support::check_file("error_messages.txt", &all);
}
