//! Tokens: one sign-in, one renewal and one replay at a time, and no exposure.

use crate::support;
use std::error::Error as StdError;
use std::fmt::Debug;
use std::future::{Future, poll_fn};
use std::sync::{Arc, Mutex};
use std::task::Poll;
use std::time::{Duration, Instant};

use crate::support::{
    EXPORT, Failure, LOGIN, Platform, REFRESH, call, chain, client_of, lenient_server, token_reply,
    wait,
};
use quectel_openapi::mock::{ACCESS_KEY, ACCESS_SECRET, PRODUCT_KEY, Reply};
use quectel_openapi::{AccessKey, Client, Error, ErrorKind, RetryPolicy, Timestamp};
use serde_json::json;
use tokio::task::JoinSet;

// One sign-in

#[test]
fn the_first_call_signs_in_and_the_others_do_not() {
    let platform = Platform::start();
    assert!(platform.mock.server().requests().is_empty(), "building a client sends nothing");
    for _ in 0..3 {
        platform.call(EXPORT).expect("it succeeds");
    }
    check_calls(&platform, [1, 0, 3]);
}

#[test]
fn a_clone_shares_the_token() {
    let platform = Platform::signed_in();
    let clone = platform.client.clone();
    drop(platform.client);
    wait(call(&clone, EXPORT)).expect("it succeeds");
    assert_eq!(platform.mock.server().calls(LOGIN), 1);
}

/// Checks the numbers of sign-ins, renewals and calls with a token.
#[track_caller]
fn check_calls(platform: &Platform, expected: [usize; 3]) {
    assert_eq!([LOGIN, REFRESH, EXPORT].map(|endpoint| platform.calls(endpoint)), expected);
}

/// Number of concurrent calls in a busy service.
const CALLERS: usize = 100;

/// Makes many concurrent calls and returns the number of successes.
fn succeed_at_once(client: &Client) -> usize {
    wait(async {
        let mut tasks = JoinSet::new();
        for _ in 0..CALLERS {
            let call = client.thing_model().export_tsl(PRODUCT_KEY);
            tasks.spawn(call.into_future());
        }
        tasks.join_all().await.iter().filter(|answer| answer.is_ok()).count()
    })
}

#[test]
fn many_callers_without_a_token_cause_one_sign_in() {
    let platform = Platform::start();
    assert_eq!(succeed_at_once(&platform.client), CALLERS);
    check_calls(&platform, [1, 0, CALLERS]);
}

#[test]
fn many_callers_with_a_withdrawn_token_cause_one_more_sign_in() {
    let platform = Platform::signed_in();
    platform.mock.withdraw_tokens();
    assert_eq!(succeed_at_once(&platform.client), CALLERS);
    assert_eq!((platform.calls(LOGIN), platform.calls(REFRESH)), (2, 0));
    let calls = platform.calls(EXPORT);
    assert!((CALLERS + 1..=2 * CALLERS).contains(&calls), "each is replayed at most once: {calls}");
}

#[test]
fn a_caller_who_leaves_does_not_take_the_sign_in_from_the_others() {
    let server = lenient_server();
    let client = client_of(&server).build().expect("it is built");
    // The delay lets the second call join before the response to the first arrives.
    server.reply(LOGIN, token_reply("t").after(Duration::from_millis(80)));
    let outcome = wait(async {
        let mut first = Box::pin(call(&client, EXPORT));
        let mut second = Box::pin(call(&client, EXPORT));
        // Each is polled once: the first starts the sign-in, the second joins it.
        let begun = poll_fn(|context| {
            let first = first.as_mut().poll(context).is_pending();
            let second = second.as_mut().poll(context).is_pending();
            Poll::Ready(first && second)
        });
        assert!(begun.await, "both wait for the sign-in");
        drop(first);
        second.await
    });
    outcome.expect("it succeeds");
    assert_eq!((server.calls(LOGIN), server.calls(EXPORT)), (1, 1));
}

// Rejected tokens

/// Gives one call this response, and checks that it is replayed once with a new token.
#[track_caller]
fn check_replay(reply: Reply) {
    let platform = Platform::signed_in();
    platform.reply(EXPORT, reply);
    platform.call(EXPORT).expect("the second attempt succeeds");
    // The client signs in again, because the renewal of a rejected token may return the same token.
    check_calls(&platform, [2, 0, 2]);
    let requests = platform.requests(EXPORT);
    assert_eq!(requests[0].target, requests[1].target, "it is the same call");
    let token = |index: usize| requests[index].header("authorization").map(str::to_owned);
    assert!(token(0).is_some() && token(1).is_some());
    assert_ne!(token(0), token(1), "the token is another one");
}

#[test]
fn a_refused_token_is_renewed_and_the_call_replayed_once() {
    check_replay(Reply::status(401));
    check_replay(Reply::code(401).with_status(401));
    check_replay(Reply::code(91_001));
    check_replay(Reply::code(91_004));
    check_replay(Reply::code(91_001).with_status(401));
    check_replay(Reply::code(91_004).with_status(500));
}

#[test]
fn a_withdrawn_token_is_renewed_and_the_call_replayed_once() {
    let platform = Platform::signed_in();
    platform.mock.withdraw_tokens();
    platform.call(EXPORT).expect("the second attempt succeeds");
    check_calls(&platform, [2, 0, 2]);
}

#[track_caller]
fn check_second_refusal(reply: Reply, case: &str) {
    let platform = Platform::signed_in();
    for _ in 0..2 {
        platform.reply(EXPORT, reply.clone());
    }
    let failure = platform.fail(EXPORT);
    assert_eq!(failure.case.as_deref(), Some(case));
    assert_eq!(failure.error.kind(), ErrorKind::SignIn);
    assert_eq!(failure.error.endpoint(), Some(EXPORT));
    check_calls(&platform, [2, 0, 2]);
    platform.call(EXPORT).expect("the next call is another matter");
}

#[test]
fn a_second_refusal_is_the_callers_error() {
    check_second_refusal(Reply::status(401), "Unauthorized");
    check_second_refusal(Reply::code(91_001), "TokenNotFound");
    check_second_refusal(Reply::code(91_004), "TokenInvalid");
    check_second_refusal(Reply::code(91_004).with_status(401), "TokenInvalid");
}

/// Checks that a response unrelated to the token causes neither a sign-in nor a second attempt.
#[track_caller]
fn check_not_replayed(reply: Reply) {
    let platform = Platform::signed_in();
    platform.reply(EXPORT, reply);
    platform.fail(EXPORT);
    check_calls(&platform, [1, 0, 1]);
}

#[test]
fn what_is_not_about_the_token_is_not_replayed() {
    check_not_replayed(Reply::code(91_005));
    check_not_replayed(Reply::code(70_017));
    check_not_replayed(Reply::code(50_000));
    check_not_replayed(Reply::status(403));
    check_not_replayed(Reply::status(503));
    check_not_replayed(Reply::raw(200, "text/html", "<html>"));
}

// Failed sign-ins

/// Checks that a client with this key is rejected with a code after a single request.
#[track_caller]
fn check_refused_sign_in(key: &str, secret: &str, code: i64) {
    let mock = support::mock();
    let client = support::builder(mock.url()).access_key(key, secret).build().expect("it is built");
    for _ in 0..20 {
        let Failure { case, error } = wait(call(&client, EXPORT)).expect_err("it cannot sign in");
        check_sign_in_error(&error, code);
        assert_eq!((case, error.endpoint()), (None, Some(EXPORT)));
    }
    let sign_ins = mock.server().calls(LOGIN);
    assert!(sign_ins <= 5, "calls do not hammer the platform: {sign_ins} sign-ins");
    let error = wait(client.renew_token()).expect_err("it cannot sign in");
    check_sign_in_error(&error, code);
    assert_eq!(mock.server().calls(LOGIN), sign_ins + 1, "who asks for it does not wait");
    assert_eq!(mock.server().calls(EXPORT), 0);
}

#[track_caller]
fn check_sign_in_error(error: &Error, code: i64) {
    assert_eq!((error.kind(), error.is_retryable()), (ErrorKind::SignIn, false));
    assert_eq!(error.code(), None, "the call itself was not refused");
    let source = error.source().and_then(|source| source.downcast_ref::<Error>());
    let source = source.expect("the sign-in's error is the source");
    assert_eq!((source.code(), source.endpoint()), (Some(code), Some(LOGIN)));
    assert!(source.to_string().contains(&code.to_string()), "{source}");
}

#[test]
fn a_wrong_secret_is_a_sign_in_error_with_the_code_behind_it() {
    check_refused_sign_in(ACCESS_KEY, "wrong", 50_005);
}

#[test]
fn a_wrong_key_is_a_sign_in_error_with_the_code_behind_it() {
    check_refused_sign_in("wrong", ACCESS_SECRET, 90_047);
}

#[test]
fn a_sign_in_that_fails_for_a_moment_may_be_tried_again() {
    let platform = Platform::start();
    platform.mock.server().fail(LOGIN, 70_000);
    let error = platform.fail(EXPORT).error;
    assert_eq!((error.kind(), error.is_retryable()), (ErrorKind::SignIn, true));
    let began = Instant::now();
    while platform.call(EXPORT).is_err() {
        assert!(began.elapsed() < Duration::from_secs(60), "it signs in after a pause");
        std::thread::sleep(Duration::from_millis(50));
    }
    check_calls(&platform, [2, 0, 1]);
}

#[test]
fn a_sign_in_is_tried_again_like_any_call_and_not_once_more_by_the_call_that_needs_it() {
    let quick = RetryPolicy::default().first_delay(Duration::from_millis(1));
    let platform = Platform::with(|builder| builder.retry(quick));
    for _ in 0..9 {
        platform.mock.server().fail(LOGIN, 70_000);
    }
    let error = platform.fail(EXPORT).error;
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::SignIn, 0));
    check_calls(&platform, [3, 0, 0]);
}

// Renewal

#[test]
fn a_renewal_asks_the_refresh_endpoint() {
    let platform = Platform::signed_in();
    platform.call(EXPORT).expect("it succeeds");
    platform.mock.age_tokens(Duration::from_secs(3600));
    wait(platform.client.renew_token()).expect("the token lives");
    platform.call(EXPORT).expect("the new token is good");
    check_calls(&platform, [1, 1, 2]);

    let used: Vec<String> = platform
        .requests(EXPORT)
        .iter()
        .filter_map(|request| request.header("authorization").map(str::to_owned))
        .collect();
    assert_ne!(used[0], used[1], "the renewed token is used");
    let renewal = &platform.requests(REFRESH)[0].target;
    let old = used[0].replace(' ', "%20");
    assert!(renewal.contains(&format!("refresh_token={old}&")), "the old one was renewed");
}

#[test]
fn a_renewal_of_a_young_token_hands_back_the_same() {
    let platform = Platform::signed_in();
    platform.confirm_token();
    wait(platform.client.renew_token()).expect("the token lives");
    platform.call(EXPORT).expect("the token is good");
    let used = platform.requests(EXPORT);
    assert_eq!(used[0].header("authorization"), used[1].header("authorization"));
    // The client also treats it as the same token: after a rejection it requests another one.
    platform.mock.withdraw_tokens();
    platform.call(EXPORT).expect("it signs in anew");
    check_calls(&platform, [2, 1, 4]);
}

#[test]
fn a_clock_that_is_wrong_is_corrected_once_and_stays_corrected() {
    for seconds in [86_400, -86_400, 1_200] {
        let platform = Platform::start();
        platform.mock.set_clock_ahead(seconds);
        platform.call(EXPORT).expect("it signs in by the platform's clock");
        check_calls(&platform, [2, 0, 1]);
        platform.mock.withdraw_tokens();
        platform.call(EXPORT).expect("it signs in by the platform's clock");
        check_calls(&platform, [3, 0, 3]);
        // The clock is corrected meanwhile.
        platform.mock.set_clock_ahead(0);
        platform.mock.withdraw_tokens();
        platform.call(EXPORT).expect("it signs in by the platform's clock");
        check_calls(&platform, [5, 0, 5]);
    }
}

#[test]
fn a_refusal_is_not_blamed_on_a_clock_that_is_right() {
    for seconds in [0, 120, -120] {
        let platform = Platform::start();
        platform.mock.set_clock_ahead(seconds);
        platform.mock.server().fail(LOGIN, 50_005);
        platform.fail(EXPORT);
        check_calls(&platform, [1, 0, 0]);
    }
}

#[test]
fn a_renewal_without_a_token_signs_in() {
    let platform = Platform::start();
    wait(platform.client.renew_token()).expect("the key is good");
    check_calls(&platform, [1, 0, 0]);
}

#[test]
fn a_renewal_that_is_refused_signs_in() {
    let platform = Platform::signed_in();
    platform.mock.withdraw_tokens();
    wait(platform.client.renew_token()).expect("the key is good");
    platform.call(EXPORT).expect("the new token is good");
    check_calls(&platform, [2, 1, 1]);
}

#[test]
fn a_renewal_that_fails_altogether_keeps_the_token() {
    let platform = Platform::signed_in();
    for endpoint in [REFRESH, LOGIN] {
        platform.mock.server().fail(endpoint, 50_000);
    }
    let error = wait(platform.client.renew_token()).expect_err("neither way works");
    assert_eq!((error.kind(), error.is_retryable()), (ErrorKind::SignIn, true));
    platform.call(EXPORT).expect("the old token still lives");
    check_calls(&platform, [2, 1, 1]);
}

#[test]
fn many_renewals_at_once_are_one() {
    let platform = Platform::signed_in();
    // The delay lets all calls start before the first response.
    platform.reply(REFRESH, token_reply("QJWT x.y.z").after(Duration::from_millis(80)));
    let renewals = (0..CALLERS).map(|_| platform.client.renew_token());
    assert!(wait(at_once(renewals)).iter().all(Result::is_ok));
    check_calls(&platform, [1, 1, 0]);
}

/// Drives all futures in one task, so that all have started before any continues.
async fn at_once<F: Future>(futures: impl Iterator<Item = F>) -> Vec<F::Output> {
    let mut running: Vec<_> = futures.map(Box::pin).collect();
    let mut done = Vec::new();
    poll_fn(move |context| {
        running.retain_mut(|future| match future.as_mut().poll(context) {
            Poll::Ready(output) => {
                done.push(output);
                false
            }
            Poll::Pending => true,
        });
        if running.is_empty() { Poll::Ready(std::mem::take(&mut done)) } else { Poll::Pending }
    })
    .await
}

#[test]
fn without_an_access_key_there_is_nothing_to_renew() {
    let mock = support::mock();
    let client = support::builder(mock.url()).build().expect("it is built");
    let error = wait(client.renew_token()).expect_err("it has no key");
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    assert!(mock.server().requests().is_empty());
}

// Secrets

/// Sentinel inside every secret of these tests. A space or a dot would be encoded on the wire.
const SENTINEL: &str = "SENTINEL";

/// A password of the right length.
fn sentinel_password() -> String {
    SENTINEL.repeat(8)
}

/// Token with the sentinel in each part.
const SENTINEL_TOKEN: &str = "QJWT SENTINEL.SENTINEL.SENTINEL";

/// Server that accepts every signature, and a client whose secrets contain the sentinel.
fn with_sentinels() -> (endpointc::mock::Mock, Client) {
    let server = lenient_server();
    let client = client_of(&server).access_key("key", SENTINEL);
    server.reply(LOGIN, token_reply(SENTINEL_TOKEN));
    (server, client.build().expect("it is built"))
}

/// Checks that the output contains neither the sentinel nor a password derived from it.
#[track_caller]
fn check_hidden(what: &str, shown: &str) {
    assert!(!shown.is_empty());
    assert!(!shown.contains(SENTINEL), "{what}: {shown}");
}

/// Formats an error and its sources in all ways.
fn shown(error: &(dyn StdError + 'static)) -> String {
    chain(error).map(|one| format!("{one} {one:#} {one:?} {one:#?}\n")).collect()
}

#[track_caller]
fn check_debug(what: &str, value: &dyn Debug) {
    check_hidden(what, &format!("{value:?} {value:#?}"));
}

#[test]
fn secrets_are_not_in_builders_clients_and_calls() {
    let (server, client) = with_sentinels();
    check_debug("builder", &client_of(&server).access_key("key", SENTINEL));
    check_debug("access key", &AccessKey::new("key", SENTINEL));
    wait(client.thing_model().export_tsl("p")).expect("it succeeds");
    check_debug("client with a token", &client);
    check_debug("group", &client.token());
    check_debug("sign-in", &client.token().access_key_login("ver=1", &sentinel_password()));
    check_debug("renewal", &client.token().refresh_token(SENTINEL_TOKEN).scope("s"));
    let used = server.requests().into_iter().next_back().expect("a call was made");
    assert_eq!(used.header("authorization"), Some(SENTINEL_TOKEN), "the token is in use");
}

#[test]
fn the_signed_password_is_hidden() {
    let login = AccessKey::new("key", SENTINEL).sign(Timestamp::from_millis(1));
    let shown = format!("{login:?}");
    assert!(!shown.contains(login.password.expose()), "{shown}");
}

#[test]
fn secrets_are_not_in_answers() {
    let (server, client) = with_sentinels();
    let token = wait(client.token().access_key_login("ver=1", &sentinel_password()));
    check_debug("answer of a sign-in", &token.as_ref().expect("it succeeds"));
    assert_eq!(token.expect("it succeeds").access_token.expose(), SENTINEL_TOKEN);
    server.reply(REFRESH, token_reply(SENTINEL_TOKEN));
    let token = wait(client.token().refresh_token(SENTINEL_TOKEN)).expect("it succeeds");
    check_debug("answer of a renewal", &token);
}

/// Calls both token endpoints with secrets and this response, and checks the errors.
#[track_caller]
fn check_errors(what: &str, reply: &Reply) {
    let (server, client) = with_sentinels();
    // The response that is already queued makes the sign-in succeed.
    wait(client.renew_token()).expect("it signs in");
    for endpoint in [LOGIN, REFRESH] {
        server.reply(endpoint, reply.clone());
    }
    check_failure(what, wait(client.token().access_key_login("ver=1", &sentinel_password())));
    check_failure(what, wait(client.token().refresh_token(SENTINEL_TOKEN)));
    // Two responses, because a rejected token causes a second attempt.
    for _ in 0..2 {
        server.reply(EXPORT, reply.clone());
    }
    check_failure(what, wait(client.thing_model().export_tsl("p")));
}

/// Checks the error of a call, and its conversion by `?`.
#[track_caller]
fn check_failure<T: Debug, E>(what: &str, outcome: Result<T, E>)
where
    E: StdError + Clone + Into<Error> + 'static,
{
    let error = outcome.expect_err(what);
    check_hidden(what, &shown(&error));
    let error: Error = error.into();
    check_hidden(what, &shown(&error));
}

#[test]
fn secrets_are_not_in_errors_of_refusals() {
    check_errors("documented", &Reply::code(50_005));
    check_errors("unlisted", &Reply::code(99_999));
    check_errors("status", &Reply::status(401));
    check_errors("page", &Reply::raw(502, "text/html", format!("<html>{SENTINEL}</html>")));
}

#[test]
fn secrets_are_not_in_errors_of_unreadable_answers() {
    let body = |token: serde_json::Value| {
        Reply::json(json!({ "code": 200, "access_token": token, "data": 7 }))
    };
    check_errors("token in a list", &body(json!([SENTINEL_TOKEN])));
    check_errors("token in an object", &body(json!({ "token": SENTINEL_TOKEN })));
    let beside =
        json!({ "code": 200, "access_token": SENTINEL_TOKEN, "expires_in": { "a": 1 }, "data": 7 });
    check_errors("another field", &Reply::json(beside.clone()));
    let mut broken = beside.to_string();
    broken.truncate(broken.find("expires_in").expect("it is there"));
    check_errors("broken off", &Reply::raw(200, "application/json", broken));
    check_errors("no JSON", &Reply::raw(200, "text/plain", SENTINEL_TOKEN));
    check_errors("a text and no object", &Reply::json(json!(SENTINEL_TOKEN)));
    check_errors("a list and no object", &Reply::json(json!([SENTINEL_TOKEN])));
    check_errors(
        "another name",
        &Reply::json(json!({ "code": 200, "accessToken": SENTINEL_TOKEN, "data": 7 })),
    );
}

#[test]
fn secrets_are_not_in_errors_of_transport() {
    let (server, client) = with_sentinels();
    wait(client.renew_token()).expect("it signs in");
    drop(server);
    check_failure("gone", wait(client.token().access_key_login("ver=1", &sentinel_password())));
    check_failure("gone", wait(client.token().refresh_token(SENTINEL_TOKEN)));
    check_failure("gone", wait(client.thing_model().export_tsl("p")));
}

#[test]
fn secrets_are_not_in_errors_of_answers_that_come_too_late() {
    let server = lenient_server();
    let client = client_of(&server).timeout(Duration::from_millis(50)).build();
    let token = client.expect("it is built").token();
    for endpoint in [LOGIN, REFRESH] {
        // Dropping the server ends the wait.
        server.reply(endpoint, Reply::example().after(Duration::from_secs(60)));
    }
    check_failure("slow", wait(token.access_key_login("ver=1", &sentinel_password())));
    check_failure("slow", wait(token.refresh_token(SENTINEL_TOKEN)));
}

#[test]
fn secrets_are_not_in_errors_of_calls_that_were_not_sent() {
    let (_server, client) = with_sentinels();
    let short = &sentinel_password()[1..];
    check_failure("too short", wait(client.token().access_key_login("ver=1", short)));
}

#[test]
fn secrets_are_not_in_errors_of_sign_ins() {
    let replies = [
        ("refused", Reply::code(50_005)),
        ("broken", Reply::raw(200, "application/json", SENTINEL_TOKEN)),
        ("unreadable", Reply::json(json!({ "code": 200, "access_token": [SENTINEL_TOKEN] }))),
        ("page", Reply::raw(502, "text/html", "<html>")),
    ];
    for (what, reply) in replies {
        let server = lenient_server();
        let client = client_of(&server).access_key("key", SENTINEL).build().expect("it is built");
        server.reply(LOGIN, reply);
        let failed = wait(client.thing_model().export_tsl("p"));
        check_failure(what, failed.clone());
        let password = password(&server);
        let shown = shown(&failed.expect_err("it cannot sign in"));
        assert!(!shown.contains(&password), "{what}: {shown}");
    }
}

/// The password of the first sign-in, as it was on the wire.
fn password(server: &endpointc::mock::Mock) -> String {
    let target = server.requests()[0].target.clone();
    let (_, password) = target.split_once("&password=").expect("a sign-in was sent");
    assert_eq!(password.len(), 64, "{target}");
    password.to_owned()
}

#[test]
fn secrets_are_not_in_drift() {
    let server = lenient_server();
    let reported: Arc<Mutex<String>> = Arc::default();
    let sink = Arc::clone(&reported);
    let listen = move |drift: &quectel_openapi::Drift| {
        sink.lock().expect("nobody panics").push_str(&format!("{drift} {drift:?}\n"));
    };
    let client = client_of(&server).on_drift(listen).build().expect("it is built");
    let body = json!({ "code": 200, "access_token": 8_888_888, "other": "8888888" });
    server.reply(REFRESH, Reply::json(body));
    wait(client.token().refresh_token("t")).expect("a number is taken for a text");
    let reported = reported.lock().expect("nobody panics").clone();
    assert!(reported.contains("$.access_token") && reported.contains("$.other"), "{reported}");
    assert!(!reported.contains("8888888"), "{reported}");
}

/// Calls and their futures can be sent to another thread and outlive the client.
#[test]
fn a_call_outlives_its_client() {
    fn on_any_thread<F: Future + Send + 'static>(future: F) -> F {
        future
    }
    let platform = Platform::start();
    let call = platform.client.thing_model().export_tsl(PRODUCT_KEY);
    drop(platform.client);
    assert!(wait(on_any_thread(call.into_future())).is_ok());
}
