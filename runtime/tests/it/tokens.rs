//! Tokens are renewed once (P9). The tests use paused time, so that the order of events is independent of the machine's load.

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::task::Poll;
use std::time::Duration;

use crate::support::*;
use endpointc_runtime::codegen as rt;
use endpointc_runtime::{
    Authenticator, BoxFuture, CallError, Core, Error, ErrorKind, Response, RetryPolicy, Token,
    TokenStore,
};
use tokio::time::Instant;

const GOOD: &str = r#"{"code":200,"data":7}"#;
const REFUSED: &str = r#"{"code":91001,"msg":"The token does not exist.","data":{}}"#;
const HOUR: Duration = Duration::from_secs(3600);

fn numbered(number: usize) -> Result<Token, Error> {
    Ok(Token::new(format!("t{number}")).lives_for(HOUR))
}

/// Transport that accepts all tokens except for these.
fn refusing(tokens: &'static [&'static str]) -> Fake {
    Fake::new(move |request| {
        let token = header(request, "authorization").unwrap_or_default();
        ok(if tokens.contains(&token) { REFUSED } else { GOOD })
    })
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thousand_callers_on_an_expired_token_sign_in_once() {
    let fake = refusing(&[]);
    let authenticator = FakeAuthenticator::new(|number| {
        let token = Token::new(format!("t{number}"));
        Ok(if number == 1 { token.lives_for(Duration::ZERO) } else { token.lives_for(HOUR) })
    });
    let core = signed_in(&fake, &authenticator);
    assert_eq!(count(&core).await.unwrap(), 7);
    let callers: Vec<_> = (0..1000)
        .map(|_| {
            let core = core.clone();
            tokio::spawn(async move { count(&core).await.unwrap() })
        })
        .collect();
    for caller in callers {
        assert_eq!(caller.await.unwrap(), 7);
    }
    assert_eq!((authenticator.sign_ins(), authenticator.renewals(), fake.count()), (2, 0, 1001));
    assert_eq!(header(&fake.last(), "authorization"), Some("t2"));
}

#[tokio::test(start_paused = true)]
async fn a_cancelled_caller_does_not_cancel_the_renewal_for_others() {
    let authenticator = FakeAuthenticator::new(numbered);
    let core = signed_in(&refusing(&[]), &authenticator);
    let first = tokio::spawn({
        let core = core.clone();
        async move { count(&core).await }
    });
    tokio::time::sleep(Duration::from_millis(5)).await;
    let second = tokio::spawn({
        let core = core.clone();
        async move { count(&core).await }
    });
    tokio::task::yield_now().await;
    first.abort();
    assert_eq!(second.await.unwrap().unwrap(), 7);
    assert_eq!(authenticator.sign_ins(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_renewal_that_nobody_waits_for_ends_and_the_next_caller_starts_anew() {
    let authenticator = FakeAuthenticator::new(numbered);
    let core = signed_in(&refusing(&[]), &authenticator);
    let gone = tokio::time::timeout(Duration::from_millis(1), count(&core)).await;
    assert!(gone.is_err());
    assert_eq!(count(&core).await.unwrap(), 7);
    assert_eq!(authenticator.sign_ins(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_refused_token_is_replaced_and_the_call_replayed_once() {
    let fake = refusing(&["t1"]);
    let authenticator = FakeAuthenticator::new(numbered);
    assert_eq!(count(&signed_in(&fake, &authenticator)).await.unwrap(), 7);
    assert_eq!((authenticator.sign_ins(), authenticator.renewals(), fake.count()), (2, 0, 2));
}

#[tokio::test(start_paused = true)]
async fn a_call_is_replayed_only_once() {
    let fake = refusing(&["t1", "t2", "t3"]);
    let authenticator = FakeAuthenticator::new(numbered);
    let error = count(&signed_in(&fake, &authenticator)).await.unwrap_err();
    assert_eq!((error.code(), error.kind()), (Some(91001), ErrorKind::SignIn));
    assert_eq!((authenticator.sign_ins(), fake.count()), (2, 2));
}

#[tokio::test(start_paused = true)]
async fn a_status_can_refuse_a_token_too() {
    let fake = Fake::new(|request| {
        let stale = header(request, "authorization") == Some("t1");
        Ok(Response {
            status: if stale { 401 } else { 200 },
            body: GOOD.into(),
            ..Response::default()
        })
    });
    let authenticator = FakeAuthenticator::new(numbered);
    assert_eq!(count(&signed_in(&fake, &authenticator)).await.unwrap(), 7);
    assert_eq!((authenticator.sign_ins(), fake.count()), (2, 2));
}

#[tokio::test(start_paused = true)]
async fn other_refusals_cost_no_token() {
    let fake = Fake::answering(200, r#"{"code":5000}"#);
    let authenticator = FakeAuthenticator::new(numbered);
    let core = signed_in(&fake, &authenticator);
    assert_eq!(count(&core).await.unwrap_err().code(), Some(5000));
    assert_eq!(count(&core).await.unwrap_err().code(), Some(5000));
    assert_eq!((authenticator.sign_ins(), fake.count()), (1, 2));
}

/// Transport that delays the response to the first request until it is released.
struct Held {
    inner: Fake,
    sent: AtomicUsize,
    go: Arc<tokio::sync::Notify>,
}

impl endpointc_runtime::Transport for Held {
    fn send(
        &self,
        request: endpointc_runtime::Request,
    ) -> endpointc_runtime::BoxFuture<'_, Result<Response, endpointc_runtime::TransportError>> {
        let first = self.sent.fetch_add(1, Ordering::SeqCst) == 0;
        Box::pin(async move {
            if first {
                self.go.notified().await;
            }
            self.inner.send(request).await
        })
    }
}

/// Builds a client whose first request waits until it is released.
fn held_back(
    fake: &Fake,
    authenticator: &FakeAuthenticator,
    go: &Arc<tokio::sync::Notify>,
) -> Core {
    let mut builder = builder(fake.clone());
    builder.authenticator(Arc::new(authenticator.clone()));
    builder.transport(Arc::new(Held {
        inner: fake.clone(),
        sent: AtomicUsize::new(0),
        go: Arc::clone(go),
    }));
    builder.build().unwrap()
}

#[tokio::test(start_paused = true)]
async fn a_late_refusal_of_an_old_token_does_not_cost_the_fresh_one() {
    let fake = refusing(&["t1"]);
    let authenticator = FakeAuthenticator::new(numbered);
    let go = Arc::new(tokio::sync::Notify::new());
    let core = held_back(&fake, &authenticator, &go);
    let late = tokio::spawn({
        let core = core.clone();
        async move { count(&core).await }
    });
    tokio::time::sleep(Duration::from_millis(60)).await;
    // The call is rejected with t1, signs in, and succeeds with t2.
    assert_eq!(count(&core).await.unwrap(), 7);
    assert_eq!(authenticator.sign_ins(), 2);
    go.notify_one();
    assert_eq!(late.await.unwrap().unwrap(), 7);
    assert_eq!(authenticator.sign_ins(), 2);
}

#[tokio::test(start_paused = true)]
async fn an_early_renewal_is_one_callers_business() {
    let fake = refusing(&[]);
    let early = |text: &str| Token::new(text).lives_for(HOUR).renew_after(Duration::ZERO);
    let authenticator = FakeAuthenticator::new(move |_| Ok(early("old"))).renewing(|current| {
        assert_eq!(current.secret().expose(), "old");
        Ok(Token::new("new").lives_for(HOUR))
    });
    let core = signed_in(&fake, &authenticator);
    count(&core).await.unwrap();

    let starter = tokio::spawn({
        let core = core.clone();
        async move { count(&core).await }
    });
    tokio::time::sleep(Duration::from_millis(5)).await;
    count(&core).await.unwrap();
    assert_eq!(
        header(&fake.last(), "authorization"),
        Some("old"),
        "who did not start the renewal does not wait for it"
    );
    starter.await.unwrap().unwrap();
    assert_eq!(header(&fake.last(), "authorization"), Some("new"));
    assert_eq!((authenticator.sign_ins(), authenticator.renewals()), (1, 1));
}

#[tokio::test(start_paused = true)]
async fn a_failed_early_renewal_keeps_the_old_token() {
    let fake = refusing(&[]);
    let authenticator = FakeAuthenticator::new(|_| {
        Ok(Token::new("old").lives_for(HOUR).renew_after(Duration::ZERO))
    });
    let core = signed_in(&fake, &authenticator);
    for _ in 0..5 {
        assert_eq!(count(&core).await.unwrap(), 7);
    }
    assert_eq!(header(&fake.last(), "authorization"), Some("old"));
    assert_eq!(
        (authenticator.sign_ins(), authenticator.renewals()),
        (1, 1),
        "a failure is not repeated at once"
    );
}

#[tokio::test(start_paused = true)]
async fn a_refusal_during_an_early_renewal_signs_in() {
    // A renewal would return the rejected token again.
    let fake = refusing(&["t1"]);
    let authenticator = FakeAuthenticator::new(|number| {
        Ok(Token::new(format!("t{number}")).lives_for(HOUR).renew_after(Duration::ZERO))
    });
    let authenticator = authenticator.renewing(|_| Ok(Token::new("t1").lives_for(HOUR)));
    let core = signed_in(&fake, &authenticator);
    let callers: Vec<_> = (0..10)
        .map(|_| {
            let core = core.clone();
            tokio::spawn(async move { count(&core).await })
        })
        .collect();
    for caller in callers {
        assert_eq!(caller.await.unwrap().unwrap(), 7);
    }
    assert_eq!(authenticator.sign_ins(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_failed_sign_in_is_everyones_error() {
    let fake = refusing(&[]);
    let authenticator =
        FakeAuthenticator::new(|_| Err(Error::custom(ErrorKind::Permission, "no such user")));
    let core = signed_in(&fake, &authenticator);
    let callers: Vec<_> = (0..10)
        .map(|_| {
            let core = core.clone();
            tokio::spawn(async move { count(&core).await })
        })
        .collect();
    for caller in callers {
        let error = caller.await.unwrap().unwrap_err();
        assert_eq!(
            (error.kind(), error.case(), error.to_string().as_str()),
            (ErrorKind::SignIn, None, "things.count: signing in failed")
        );
        assert_eq!(std::error::Error::source(&error).unwrap().to_string(), "no such user");
    }
    assert_eq!((authenticator.sign_ins(), fake.count()), (1, 0));
}

#[tokio::test(start_paused = true)]
async fn sign_ins_that_fail_are_further_and_further_apart() {
    let authenticator =
        FakeAuthenticator::new(|_| Err(Error::custom(ErrorKind::Permission, "no such user")));
    let core = signed_in(&refusing(&[]), &authenticator);
    let began = Instant::now();
    let mut moments = Vec::new();
    while began.elapsed() < HOUR {
        let before = authenticator.sign_ins();
        assert_eq!(count(&core).await.unwrap_err().kind(), ErrorKind::SignIn);
        if authenticator.sign_ins() > before {
            moments.push(Instant::now());
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    let pauses: Vec<f64> = moments.windows(2).map(|two| (two[1] - two[0]).as_secs_f64()).collect();
    for (pause, at_least) in pauses.iter().zip([1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 120.0]) {
        assert!((at_least..2.0 * at_least + 0.2).contains(pause), "{pauses:?}");
    }
    assert!(pauses.iter().all(|pause| *pause < 240.2), "{pauses:?}");
    assert!((15..=40).contains(&moments.len()), "{} sign-ins in an hour", moments.len());
}

#[tokio::test(start_paused = true)]
async fn a_success_after_failed_sign_ins_begins_anew() {
    let authenticator = FakeAuthenticator::new(|number| match number % 3 {
        0 => Ok(Token::new("t").lives_for(Duration::from_secs(5))),
        _ => Err(Error::custom(ErrorKind::Server, "down")),
    });
    let core = signed_in(&refusing(&[]), &authenticator);
    for _ in 0..4 {
        let began = Instant::now();
        while count(&core).await.is_err() {
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        assert!(began.elapsed() < Duration::from_secs(7), "{:?}", began.elapsed());
        tokio::time::sleep(Duration::from_secs(6)).await;
    }
    assert_eq!(authenticator.sign_ins(), 12);
}

#[tokio::test(start_paused = true)]
async fn an_explicit_renewal_does_not_wait_for_the_pause_to_end() {
    let authenticator = FakeAuthenticator::new(|number| match number {
        1 => Err(Error::custom(ErrorKind::Permission, "the wrong secret, until now")),
        _ => numbered(number),
    });
    let core = signed_in(&refusing(&[]), &authenticator);
    count(&core).await.unwrap_err();
    count(&core).await.unwrap_err();
    assert_eq!(authenticator.sign_ins(), 1);
    core.renew_token().await.unwrap();
    assert_eq!(count(&core).await.unwrap(), 7);
}

#[tokio::test(start_paused = true)]
async fn a_server_that_refuses_every_token_is_not_asked_for_one_with_every_call() {
    let fake = Fake::answering(200, REFUSED);
    let authenticator = FakeAuthenticator::new(numbered);
    let core = signed_in(&fake, &authenticator);
    for _ in 0..100 {
        assert_eq!(count(&core).await.unwrap_err().code(), Some(91001));
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    // Ten seconds: the first token, the second at once, and after pauses of 1, 2 and 4 seconds or up to twice that.
    assert!((3..=5).contains(&authenticator.sign_ins()), "{}", authenticator.sign_ins());
}

/// Second endpoint beside [`WITH_TOKEN`], which rejects every token until it is switched off.
static FORBIDDEN: rt::Endpoint = rt::Endpoint {
    api: &API,
    name: "things.forbidden",
    method: rt::Method::Get,
    path: &[rt::PathPart::Text("/forbidden")],
    parameters: &[],
    paging: None,
    envelope: &ENVELOPE,
    authenticated: true,
    idempotent: true,
    codes: &[],
};

async fn forbidden(core: &Core) -> Result<i64, CallError<GetError>> {
    rt::Call::new(core, &FORBIDDEN).send().await
}

/// Transport that rejects every token at one endpoint while the switch is on, and revoked tokens everywhere.
fn forbidding(on: &Arc<AtomicBool>, withdrawn: &'static str) -> Fake {
    let on = Arc::clone(on);
    Fake::new(move |request| {
        let forbidden = request.url.ends_with("/forbidden") && on.load(Ordering::SeqCst);
        let stale = header(request, "authorization") == Some(withdrawn);
        ok(if forbidden || stale { REFUSED } else { GOOD })
    })
}

#[tokio::test(start_paused = true)]
async fn an_endpoint_that_refuses_every_token_costs_sign_ins_further_and_further_apart() {
    let fake = forbidding(&Arc::new(AtomicBool::new(true)), "");
    let authenticator = FakeAuthenticator::new(|number| Ok(Token::new(format!("t{number}"))));
    let core = signed_in(&fake, &authenticator);
    let began = Instant::now();
    let mut moments = Vec::new();
    while began.elapsed() < HOUR {
        // Every rejected token was accepted before.
        assert_eq!(count(&core).await.unwrap(), 7);
        let before = authenticator.sign_ins();
        let error = forbidden(&core).await.unwrap_err();
        assert_eq!((error.code(), error.kind()), (Some(91001), ErrorKind::SignIn));
        let told = format!("{error:#}");
        assert!(told.contains("not retried: the service also rejected a new token"), "{told}");
        if authenticator.sign_ins() > before {
            moments.push(Instant::now());
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    let pauses: Vec<f64> = moments.windows(2).map(|two| (two[1] - two[0]).as_secs_f64()).collect();
    for (pause, at_least) in pauses.iter().zip([1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 120.0]) {
        assert!((at_least..2.0 * at_least + 0.3).contains(pause), "{pauses:?}");
    }
    assert!((15..=40).contains(&moments.len()), "{} sign-ins in an hour", moments.len());
}

#[tokio::test(start_paused = true)]
async fn an_endpoint_that_is_doubted_holds_up_no_other_and_is_trusted_when_it_accepts() {
    let on = Arc::new(AtomicBool::new(true));
    let (fake, authenticator) = (forbidding(&on, "t2"), FakeAuthenticator::new(numbered));
    let core = signed_in(&fake, &authenticator);
    forbidden(&core).await.unwrap_err();
    assert_eq!((authenticator.sign_ins(), fake.count()), (2, 2));
    forbidden(&core).await.unwrap_err();
    assert_eq!((authenticator.sign_ins(), fake.count()), (2, 3), "its pause has begun");
    tokio::time::sleep(Duration::from_secs(2)).await;
    // A rejection by the other endpoint causes a sign-in at once.
    assert_eq!(count(&core).await.unwrap(), 7);
    assert_eq!((authenticator.sign_ins(), fake.count()), (3, 5));
    on.store(false, Ordering::SeqCst);
    assert_eq!(forbidden(&core).await.unwrap(), 7);
    on.store(true, Ordering::SeqCst);
    forbidden(&core).await.unwrap_err();
    assert_eq!(authenticator.sign_ins(), 4, "it accepted a token since");
}

#[tokio::test(start_paused = true)]
async fn many_callers_of_an_endpoint_that_refuses_every_token_sign_in_once() {
    let fake = forbidding(&Arc::new(AtomicBool::new(true)), "");
    let authenticator = FakeAuthenticator::new(numbered);
    let core = signed_in(&fake, &authenticator);
    count(&core).await.unwrap();
    for (rounds, sign_ins) in [(1, 2), (2, 2)] {
        let callers: Vec<_> = (0..100)
            .map(|_| {
                let core = core.clone();
                tokio::spawn(async move { forbidden(&core).await.unwrap_err() })
            })
            .collect();
        for caller in callers {
            assert_eq!(caller.await.unwrap().code(), Some(91001));
        }
        assert_eq!(authenticator.sign_ins(), sign_ins, "after {rounds} rounds");
    }
}

#[tokio::test(start_paused = true)]
async fn the_same_token_again_lives_no_longer_and_keeps_its_generation() {
    let fake = Fake::answering(200, GOOD);
    let lives = || Token::new("t").lives_for(HOUR);
    let authenticator = FakeAuthenticator::new(move |_| Ok(lives())).renewing(move |_| Ok(lives()));
    let core = signed_in(&fake, &authenticator);
    let began = Instant::now();
    while began.elapsed() < HOUR - Duration::from_secs(2) {
        assert_eq!(count(&core).await.unwrap(), 7);
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
    // Each renewal follows half of the remaining lifetime, so there are at most a dozen.
    assert!((2..=12).contains(&authenticator.renewals()), "{}", authenticator.renewals());
    assert_eq!(authenticator.sign_ins(), 1);
    tokio::time::sleep(Duration::from_secs(3)).await;
    assert_eq!(count(&core).await.unwrap(), 7);
    assert_eq!(authenticator.sign_ins(), 2, "it ended when it would have ended");
}

#[tokio::test(start_paused = true)]
async fn a_late_refusal_ends_a_token_that_was_handed_out_again_meanwhile() {
    let go = Arc::new(tokio::sync::Notify::new());
    let fake = refusing(&["t1"]);
    let authenticator =
        FakeAuthenticator::new(numbered).renewing(|_| Ok(Token::new("t1").lives_for(HOUR)));
    let core = held_back(&fake, &authenticator, &go);
    let late = tokio::spawn({
        let core = core.clone();
        async move { count(&core).await }
    });
    tokio::time::sleep(Duration::from_millis(60)).await;
    core.renew_token().await.unwrap();
    go.notify_one();
    assert_eq!(late.await.unwrap().unwrap(), 7, "it signs in anew, although t1 was renewed");
    assert_eq!((authenticator.sign_ins(), authenticator.renewals()), (2, 1));
}

#[tokio::test(start_paused = true)]
async fn renewals_that_fail_are_spread_over_the_life_that_is_left() {
    let authenticator =
        FakeAuthenticator::new(|_| Ok(Token::new("old").lives_for(Duration::from_secs(8))));
    let core = signed_in(&refusing(&[]), &authenticator);
    let began = Instant::now();
    while began.elapsed() < Duration::from_millis(7500) {
        assert_eq!(count(&core).await.unwrap(), 7);
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    assert!((1..=2).contains(&authenticator.renewals()), "{}", authenticator.renewals());
    assert_eq!(authenticator.sign_ins(), 1, "the old one is kept while it lives");
}

/// Authenticator whose sign-in is immediate and whose renewal never completes.
struct Stuck;

impl Authenticator for Stuck {
    fn sign_in<'a>(&'a self, _: &'a Core) -> BoxFuture<'a, Result<Token, Error>> {
        Box::pin(async { Ok(Token::new("old").lives_for(HOUR).renew_after(Duration::ZERO)) })
    }

    fn renew<'a>(&'a self, _: &'a Core, _: &'a Token) -> BoxFuture<'a, Result<Token, Error>> {
        Box::pin(std::future::pending())
    }
}

#[tokio::test(start_paused = true)]
async fn a_renewal_that_hangs_holds_up_one_call_for_a_moment() {
    let mut builder = builder(refusing(&[]));
    builder.authenticator(Arc::new(Stuck));
    let core = builder.build().unwrap();
    count(&core).await.unwrap();
    let began = Instant::now();
    assert_eq!(count(&core).await.unwrap(), 7, "the old token is good");
    assert_eq!(began.elapsed().as_secs(), 5);
    for _ in 0..100 {
        assert_eq!(count(&core).await.unwrap(), 7);
    }
    assert_eq!(began.elapsed().as_secs(), 5, "the next renewal is put off");
}

// Shared token stores

/// Store of one token, like a file or a database.
#[derive(Clone, Default)]
struct Shelf {
    kept: Arc<Mutex<Option<Token>>>,
}

impl TokenStore for Shelf {
    fn load<'a>(&'a self, _: Option<&'a Token>) -> BoxFuture<'a, Option<Token>> {
        Box::pin(async move { self.kept.lock().unwrap().clone() })
    }

    fn save<'a>(&'a self, token: &'a Token) -> BoxFuture<'a, ()> {
        Box::pin(async move { *self.kept.lock().unwrap() = Some(token.clone()) })
    }
}

fn sharing(fake: &Fake, authenticator: &FakeAuthenticator, shelf: &Shelf) -> Core {
    let mut builder = builder(fake.clone());
    builder.authenticator(Arc::new(authenticator.clone()));
    builder.token_store(Arc::new(shelf.clone()));
    builder.build().unwrap()
}

#[tokio::test(start_paused = true)]
async fn clients_with_one_store_sign_in_once() {
    let (fake, authenticator, shelf) =
        (refusing(&[]), FakeAuthenticator::new(numbered), Shelf::default());
    for _ in 0..3 {
        assert_eq!(count(&sharing(&fake, &authenticator, &shelf)).await.unwrap(), 7);
    }
    assert_eq!((authenticator.sign_ins(), fake.count()), (1, 3));
}

#[tokio::test(start_paused = true)]
async fn a_refused_token_is_not_taken_from_the_store_again() {
    let (authenticator, shelf) = (FakeAuthenticator::new(numbered), Shelf::default());
    *shelf.kept.lock().unwrap() = Some(Token::new("stale").lives_for(HOUR));
    let core = sharing(&refusing(&["stale"]), &authenticator, &shelf);
    assert_eq!(count(&core).await.unwrap(), 7);
    assert_eq!(authenticator.sign_ins(), 1);
    assert_eq!(shelf.kept.lock().unwrap().as_ref().unwrap().secret().expose(), "t1");
}

// Cancellation

/// Drops a call after this many polls. Returns true if it had completed before.
async fn cancelled_after(polls: usize, core: &Core) -> bool {
    let mut call = pin!(count(core));
    for _ in 0..polls {
        let ended = poll_fn(|context| Poll::Ready(call.as_mut().poll(context).is_ready())).await;
        if ended {
            return true;
        }
        tokio::time::sleep(Duration::from_millis(7)).await;
    }
    false
}

#[tokio::test(start_paused = true)]
async fn a_call_may_be_dropped_at_every_await_point() {
    let mut points = 0;
    loop {
        // The call signs in, is rejected, signs in again, meets a busy server, waits and succeeds.
        let busy = AtomicBool::new(true);
        let fake = Fake::new(move |request| match header(request, "authorization") {
            Some("t1") => ok(REFUSED),
            _ if busy.swap(false, Ordering::SeqCst) => ok(r#"{"code":5000}"#),
            _ => ok(GOOD),
        });
        let authenticator = FakeAuthenticator::new(numbered);
        let mut builder = builder(fake);
        builder.authenticator(Arc::new(authenticator.clone()));
        builder.retry(RetryPolicy::default().first_delay(Duration::from_millis(30)));
        let core = builder.build().unwrap();

        let ended = cancelled_after(points, &core).await;
        let (first, second) = tokio::join!(count(&core), count(&core));
        assert_eq!((first.unwrap(), second.unwrap()), (7, 7), "after {points} polls");
        // Two are needed, and at most one more was cancelled with the call.
        assert!(
            (2..=3).contains(&authenticator.sign_ins()),
            "{} after {points}",
            authenticator.sign_ins()
        );
        if ended {
            break;
        }
        points += 1;
    }
    assert!(points >= 8, "there are {points} points to stop at");
}

#[tokio::test(start_paused = true)]
async fn a_call_that_renews_early_may_be_dropped_at_every_await_point() {
    let mut points = 0;
    loop {
        let authenticator = FakeAuthenticator::new(|_| {
            Ok(Token::new("old").lives_for(HOUR).renew_after(Duration::ZERO))
        });
        let authenticator = authenticator.renewing(|_| Ok(Token::new("new").lives_for(HOUR)));
        let fake = refusing(&[]);
        let core = signed_in(&fake, &authenticator);
        count(&core).await.unwrap();
        let ended = cancelled_after(points, &core).await;
        let (first, second) = tokio::join!(count(&core), count(&core));
        assert_eq!((first.unwrap(), second.unwrap()), (7, 7), "after {points} polls");
        count(&core).await.unwrap();
        assert_eq!(header(&fake.last(), "authorization"), Some("new"), "after {points} polls");
        assert_eq!(authenticator.sign_ins(), 1);
        assert!(
            (1..=2).contains(&authenticator.renewals()),
            "{} after {points}",
            authenticator.renewals()
        );
        if ended {
            break;
        }
        points += 1;
    }
    assert!(points >= 3, "there are {points} points to stop at");
}

#[tokio::test(start_paused = true)]
async fn a_renewal_can_be_forced() {
    let authenticator = FakeAuthenticator::new(numbered).renewing(|_| Ok(Token::new("forced")));
    let fake = refusing(&[]);
    let core = signed_in(&fake, &authenticator);
    core.renew_token().await.unwrap();
    assert_eq!((authenticator.sign_ins(), authenticator.renewals()), (1, 0));
    core.renew_token().await.unwrap();
    assert_eq!((authenticator.sign_ins(), authenticator.renewals()), (1, 1));
    count(&core).await.unwrap();
    assert_eq!(header(&fake.last(), "authorization"), Some("forced"));
}

#[tokio::test(start_paused = true)]
async fn without_an_authenticator_nothing_is_sent() {
    let fake = refusing(&[]);
    let error = count(&core(&fake)).await.unwrap_err();
    assert_eq!((error.kind(), fake.count()), (ErrorKind::InvalidRequest, 0));
    assert!(error.to_string().contains("no authenticator"), "{error}");
}

#[tokio::test(start_paused = true)]
async fn a_replay_starts_with_an_empty_result() {
    // The rejection has fields before its code that the successful response lacks.
    let fake = Fake::new(|request| {
        let stale = header(request, "authorization") == Some("t1");
        ok(if stale {
            r#"{"data":{"name":"stale","count":1},"code":91001}"#
        } else {
            r#"{"data":{"name":"n"},"code":200}"#
        })
    });
    let core = signed_in(&fake, &FakeAuthenticator::new(numbered));
    let thing: Thing = endpointc_runtime::codegen::Call::new(&core, &WITH_TOKEN)
        .send::<_, GetError>()
        .await
        .unwrap();
    assert_eq!(thing, Thing { name: "n".to_owned(), ..Thing::default() });
}
