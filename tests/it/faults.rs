//! Faults between client and server result in a precise error, are retried where that is safe, and leak nothing: neither
//! a task nor a connection that fails the next call.

use crate::support;
use std::future::poll_fn;
use std::net::TcpListener;
use std::pin::pin;
use std::task::Poll;
use std::time::{Duration, Instant};

use crate::support::EXPORT;
use quectel_openapi::mock::{Fault, Mock, PRODUCT_KEY, Reply};
use quectel_openapi::{Client, Error, ErrorKind, RetryPolicy};
use serde_json::json;
use tokio::runtime::{self, Runtime};

/// Policy of two attempts without a pause.
fn twice() -> RetryPolicy {
    RetryPolicy::default()
        .attempts(2)
        .first_delay(Duration::from_millis(1))
        .first_quota_delay(Duration::from_millis(1))
}

/// Timeout that is long enough for any response on loopback and short enough for a test.
const PATIENCE: Duration = Duration::from_millis(700);

fn client(mock: &Mock) -> Client {
    let builder = support::client_builder(mock).retry(twice()).timeout(PATIENCE);
    builder.max_body(1_000_000).build().expect("the client is built")
}

/// Returns a new runtime, so that the tasks that a client leaves behind can be counted.
fn runtime() -> Runtime {
    runtime::Builder::new_current_thread().enable_all().build().expect("a runtime can be had")
}

/// Makes the next two responses fail; checks the error, the number of attempts, that the next call succeeds, and that no
/// task outlives the client.
#[track_caller]
fn check(reply: Reply, kind: ErrorKind, attempts: usize) -> Error {
    let mock = support::mock();
    let runtime = runtime();
    let client = client(&mock);
    runtime.block_on(client.renew_token()).expect("it signs in");
    for _ in 0..attempts {
        mock.server().reply(EXPORT, reply.clone());
    }
    let call = || client.thing_model().export_tsl(PRODUCT_KEY);
    let error = Error::from(runtime.block_on(call().send()).expect_err("the answer is spoilt"));
    assert_eq!((error.kind(), error.attempts() as usize), (kind, attempts), "{error:?}");
    assert_eq!(mock.server().calls(EXPORT), attempts);
    runtime.block_on(call().send()).expect("the next call succeeds");
    drop(client);
    check_no_tasks(&runtime);
    check_blocking(&mock, reply, attempts, &error);
    error
}

/// The same without an async runtime.
#[track_caller]
fn check_blocking(mock: &Mock, reply: Reply, attempts: usize, expected: &Error) {
    let client = client(mock);
    let call = || client.thing_model().export_tsl(PRODUCT_KEY);
    call().send_blocking().expect("it signs in");
    for _ in 0..attempts {
        mock.server().reply(EXPORT, reply.clone());
    }
    let error = call().send_blocking().expect_err("the answer is spoilt");
    assert_eq!(error.to_string(), expected.to_string());
    call().send_blocking().expect("the next call succeeds");
}

/// Waits until no task is left: those that drive connections end shortly after the client.
#[track_caller]
fn check_no_tasks(runtime: &Runtime) {
    let began = Instant::now();
    while runtime.metrics().num_alive_tasks() > 0 {
        let left = runtime.metrics().num_alive_tasks();
        assert!(began.elapsed() < Duration::from_secs(20), "{left} tasks are left");
        runtime.block_on(async { tokio::time::sleep(Duration::from_millis(5)).await });
    }
}

fn example_with(fault: Fault) -> Reply {
    Reply::example().with_fault(fault)
}

#[test]
fn resets_are_tried_again() {
    for fault in [Fault::ResetBeforeHead, Fault::ResetAfterHead, Fault::ResetInBody] {
        check(example_with(fault), ErrorKind::Transport, 2);
    }
}

#[test]
fn answers_that_break_off_are_tried_again() {
    for fault in [Fault::NoAnswer, Fault::Truncated, Fault::InvalidChunk, Fault::NotHttp] {
        check(example_with(fault), ErrorKind::Transport, 2);
    }
}

#[test]
fn slow_answers_are_timeouts_and_tried_again() {
    let slow = Duration::from_millis(100);
    for fault in [Fault::SlowHead(slow), Fault::SlowBody(slow)] {
        assert!(check(example_with(fault), ErrorKind::Timeout, 2).is_timeout());
    }
    check(Reply::example().after(Duration::from_secs(600)), ErrorKind::Timeout, 2);
}

#[test]
fn an_endless_body_ends_at_the_cap_and_is_not_tried_again() {
    let error = check(example_with(Fault::EndlessBody), ErrorKind::Transport, 1);
    assert!(error.to_string().contains("larger than allowed"), "{error}");
}

#[test]
fn endless_headers_end_at_a_cap() {
    check(example_with(Fault::EndlessHead), ErrorKind::Transport, 2);
}

#[test]
fn a_body_that_is_longer_than_it_says_is_unreadable_and_spoils_no_other_answer() {
    check(example_with(Fault::WrongLength), ErrorKind::Decode, 1);
}

#[test]
fn pages_of_a_gateway_are_no_answers() {
    let page = |status| Reply::raw(status, "text/html", "<html>Bad gateway</html>");
    let error = check(page(200), ErrorKind::Decode, 1);
    assert_eq!(error.body(), Some(b"<html>Bad gateway</html>".as_slice()));
    let error = check(page(502), ErrorKind::Server, 2);
    assert_eq!((error.code(), error.status()), (Some(502), Some(502)));
}

#[test]
fn what_cannot_be_read_is_not_tried_again() {
    let raw = |body: &[u8]| Reply::raw(200, "application/json", body);
    let deep = format!(r#"{{"code":200,"data":{}"#, "[".repeat(100_000));
    for body in [
        b"".as_slice(),
        b"\xff\xfe\x00",
        b"{\"code\":200,\"data\":{\"profile\":\"\xff\"}}",
        b"{\"code\":200,",
        b"[]",
        deep.as_bytes(),
        deep.replace('[', "{\"a\":").as_bytes(),
    ] {
        check(raw(body), ErrorKind::Decode, 1);
    }
}

#[test]
fn refusals_are_what_they_are_with_and_without_an_envelope() {
    let bare = |status| Reply::raw(status, "text/plain", "no");
    let message = |status| Reply::json(json!({ "code": 4_711, "msg": "no" })).with_status(status);
    for (status, kind, attempts) in [
        (403, ErrorKind::Permission, 1),
        (429, ErrorKind::Quota, 2),
        (501, ErrorKind::Server, 1),
        (503, ErrorKind::Server, 2),
    ] {
        assert_eq!(check(bare(status), kind, attempts).code(), Some(status.into()));
        let error = check(message(status), kind, attempts);
        assert_eq!((error.code(), error.message()), (Some(4_711), Some("no")));
    }
}

/// A rejected token is not a transient failure: it is replaced, and the call is replayed once.
#[test]
fn a_refused_token_costs_one_sign_in_and_one_replay() {
    for reply in [Reply::status(401), Reply::code(91_001).with_status(401)] {
        let mock = support::mock();
        let (runtime, client) = (runtime(), client(&mock));
        runtime.block_on(client.thing_model().export_tsl(PRODUCT_KEY).send()).expect("it signs in");
        for _ in 0..2 {
            mock.server().reply(EXPORT, reply.clone());
        }
        let error = runtime.block_on(client.thing_model().export_tsl(PRODUCT_KEY).send());
        let error = error.expect_err("both are refused");
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::SignIn, 1));
        assert_eq!((mock.server().calls(EXPORT), mock.server().calls(support::LOGIN)), (3, 2));
    }
}

#[test]
fn a_redirect_to_itself_is_not_followed() {
    let mock = support::mock();
    let here = format!("{}/v2/quectsl/openapi/product/export/tslFile", mock.url());
    drop(mock);
    let redirect = Reply::status(302).with_header("location", &here);
    let error = check(redirect, ErrorKind::Refused, 1);
    assert_eq!(error.status(), Some(302));
}

/// A stopped server closes its connections; a non-idempotent write is not sent on a closed one.
#[test]
fn a_server_that_came_back_is_called_on_a_new_connection() {
    let start = |port| endpointc::mock::Mock::builder(support::api()).port(port).start();
    let server = start(0).expect("the mock starts");
    let port = server.url().rsplit(':').next().and_then(|port| port.parse().ok());
    let client = support::client_of(&server).build().expect("the client is built");
    let (runtime, write) = (runtime(), || client.devices().create("p", "d").send());
    for _ in 0..3 {
        runtime.block_on(write()).expect("it is written");
    }
    drop(server);
    let server = start(port.expect("it has a port")).expect("the port is free again");
    // A single-threaded runtime runs nothing between two calls; this lets it notice that the connection is closed.
    runtime.block_on(async { tokio::time::sleep(Duration::from_millis(100)).await });
    runtime.block_on(write()).expect("it is written");
    assert_eq!(server.calls("devices.create"), 1);
}

// Cancelled calls

/// Drops a call after this many polls, each of which followed a wake-up. Returns true if the call had completed before.
async fn dropped_after(polls: usize, call: impl IntoFuture) -> bool {
    let mut call = pin!(call.into_future());
    let mut left = polls;
    poll_fn(|context| {
        if left == 0 {
            return Poll::Ready(false);
        }
        left -= 1;
        match call.as_mut().poll(context) {
            Poll::Ready(_) => Poll::Ready(true),
            Poll::Pending if left == 0 => Poll::Ready(false),
            Poll::Pending => Poll::Pending,
        }
    })
    .await
}

/// The call signs in, is rejected, signs in again, meets an unavailable server, waits and succeeds. It is cancelled once at
/// each point of this sequence.
#[test]
fn a_call_may_be_dropped_at_every_await_point() {
    let mut polls = 0;
    loop {
        let (mock, runtime) = (support::mock(), runtime());
        let client = client(&mock);
        for reply in [Reply::code(91_001), Reply::status(503)] {
            mock.server().reply(EXPORT, reply);
        }
        let call = || client.thing_model().export_tsl(PRODUCT_KEY);
        let ended = runtime.block_on(dropped_after(polls, call()));
        // These calls meet the faults that the first one did not reach.
        for _ in 0..2 {
            let outcome = runtime.block_on(call().send());
            outcome.unwrap_or_else(|error| panic!("after {polls} polls: {error:#}"));
        }
        // Two are needed, unless the cancelled call received the rejection; one more may have been cancelled with it.
        let sign_ins = mock.server().calls(support::LOGIN);
        assert!((1..=3).contains(&sign_ins), "{sign_ins} sign-ins after {polls} polls");
        drop(client);
        check_no_tasks(&runtime);
        if ended {
            break;
        }
        polls += 1;
    }
    assert!(polls >= 6, "there are {polls} points to stop at");
}

// Failures to connect

/// Checks a client whose server cannot be reached, without retries of the sign-in in between.
#[track_caller]
fn check_unreachable(url: &str) -> Error {
    let runtime = runtime();
    let builder = support::builder(url).retry(twice()).timeout(PATIENCE);
    let client = builder.build().expect("the client is built");
    let outcome = runtime.block_on(client.token().refresh_token("a token").send());
    let error = Error::from(outcome.expect_err("nobody answers"));
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Transport, 2), "{error:?}");
    assert!(error.to_string().contains("no connection to the server"), "{error}");
    drop(client);
    check_no_tasks(&runtime);
    error
}

#[test]
fn a_refused_connection_is_tried_again() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port can be had");
    let url = format!("http://{}", listener.local_addr().expect("it has an address"));
    drop(listener);
    let error = check_unreachable(&url);
    let message = format!("{error:#}");
    assert!(message.contains("refused") && message.contains("what to do"), "{message}");
}

#[test]
fn a_server_that_does_not_speak_tls_is_no_connection() {
    let mock = support::mock();
    let url = mock.url().replace("http:", "https:");
    // On a machine without certificates, building such a client fails with an error.
    match support::builder(&url).build() {
        Ok(_) => drop(check_unreachable(&url)),
        Err(error) => assert_eq!(error.kind(), ErrorKind::InvalidRequest),
    }
    assert!(mock.server().requests().is_empty());
}
