//! Retries of calls. The tests use paused time, so that pauses are measured exactly.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use crate::support::*;
use endpointc_runtime::codegen as rt;
use endpointc_runtime::{
    Core, ErrorKind, Response, RetryPolicy, Token, TransportError, TransportErrorKind,
};
use tokio::time::Instant;

const GOOD: &str = r#"{"code":200,"data":7}"#;
const BUSY: &str = r#"{"code":5000}"#;

/// Codes of a permanently and of a temporarily exhausted quota.
static QUOTA: rt::Endpoint = rt::Endpoint {
    codes: &[quota(61006, "quota_used_up", false), quota(61007, "too_frequent", true)],
    name: "things.tell",
    authenticated: false,
    ..WITH_TOKEN
};

const fn quota(code: i64, name: &'static str, retryable: bool) -> rt::CodeFact {
    rt::CodeFact { code, name, kind: rt::ErrorKind::Quota, retryable }
}

/// Builds a client without tokens whose server gives these responses, and then repeats the last one.
fn client(answers: &'static [&'static str], policy: RetryPolicy) -> (Core, Fake) {
    let next = AtomicUsize::new(0);
    let fake = Fake::new(move |_| {
        let index = next.fetch_add(1, Ordering::SeqCst);
        ok(answers[index.min(answers.len() - 1)])
    });
    let mut builder = builder(fake.clone());
    builder.retry(policy);
    (builder.build().unwrap(), fake)
}

async fn send(core: &Core) -> Result<i64, rt::CallError<GetError>> {
    rt::Call::new(core, &QUOTA).send().await
}

#[tokio::test(start_paused = true)]
async fn pauses_double_and_vary() {
    let mut pauses = Vec::new();
    for _ in 0..20 {
        let (core, fake) = client(&[BUSY, BUSY, GOOD], RetryPolicy::default());
        let began = Instant::now();
        assert_eq!(send(&core).await.unwrap(), 7);
        assert_eq!(fake.count(), 3);
        pauses.push(began.elapsed().as_millis());
    }
    // Pauses of 200 and 400 ms, each with a jitter of up to the same time.
    assert!(pauses.iter().all(|pause| (600..=1210).contains(pause)), "{pauses:?}");
    pauses.dedup();
    assert!(pauses.len() > 1, "chance has a say");
}

#[tokio::test(start_paused = true)]
async fn quotas_are_given_more_time() {
    let (core, fake) = client(&[r#"{"code":61007}"#, GOOD], RetryPolicy::default());
    let began = Instant::now();
    assert_eq!(send(&core).await.unwrap(), 7);
    assert!((2000..=4010).contains(&began.elapsed().as_millis()), "{:?}", began.elapsed());
    assert_eq!(fake.count(), 2);

    let (core, fake) = client(&[r#"{"code":61006}"#], RetryPolicy::default());
    let error = send(&core).await.unwrap_err();
    assert_eq!((error.kind(), error.attempts(), fake.count()), (ErrorKind::Quota, 1, 1));
}

#[tokio::test(start_paused = true)]
async fn pauses_have_a_longest_one() {
    let policy = RetryPolicy::default().attempts(8).max_delay(Duration::from_secs(1));
    let (core, fake) = client(&[BUSY], policy);
    let began = Instant::now();
    send(&core).await.unwrap_err();
    // Pauses of 0.2, 0.4, 0.8 and four times one second.
    assert!((5400..=10_810).contains(&began.elapsed().as_millis()), "{:?}", began.elapsed());
    assert_eq!(fake.count(), 8);
}

#[tokio::test(start_paused = true)]
async fn a_storm_spends_the_budget_and_calm_earns_it_back() {
    let (core, fake) = client(&[BUSY], RetryPolicy::default().budget(50));
    for _ in 0..100 {
        send(&core).await.unwrap_err();
    }
    assert_eq!(fake.count(), 110, "ten further attempts for a hundred calls");
    let message = format!("{:#}", send(&core).await.unwrap_err());
    assert!(message.contains("retry budget is spent"), "{message}");

    let answers: &[&str] = &[BUSY, BUSY, GOOD, GOOD, GOOD, GOOD, GOOD, BUSY, GOOD];
    let (core, fake) = client(answers, RetryPolicy::default().budget(5));
    send(&core).await.unwrap_err();
    for _ in 0..5 {
        send(&core).await.unwrap();
    }
    assert_eq!(fake.count(), 7);
    send(&core).await.unwrap();
    assert_eq!(fake.count(), 9, "five successes have earned another attempt");
}

/// Transport that never responds and counts the requests.
fn silent() -> Silent {
    Silent { asked: Arc::default() }
}

#[derive(Clone)]
struct Silent {
    asked: Arc<AtomicUsize>,
}

impl endpointc_runtime::Transport for Silent {
    fn send(
        &self,
        _: endpointc_runtime::Request,
    ) -> endpointc_runtime::BoxFuture<'_, Result<Response, TransportError>> {
        self.asked.fetch_add(1, Ordering::SeqCst);
        Box::pin(std::future::pending())
    }
}

#[tokio::test(start_paused = true)]
async fn a_transport_without_a_clock_is_given_up_after_the_timeout_and_the_deadline() {
    let transport = silent();
    let mut builder = rt::Builder::new(&API, "https://host");
    builder.transport(Arc::new(transport.clone()));
    let core = builder.build().unwrap();
    let began = Instant::now();
    let error = send(&core).await.unwrap_err();
    assert!(error.is_timeout());
    assert_eq!((error.attempts(), transport.asked.load(Ordering::SeqCst)), (3, 3));
    assert_eq!(
        began.elapsed().as_secs(),
        75,
        "thirty seconds for each, and the deadline before the third"
    );
}

#[tokio::test(start_paused = true)]
async fn the_deadline_ends_an_attempt_that_has_more_time() {
    let transport = silent();
    let mut builder = rt::Builder::new(&API, "https://host");
    builder.transport(Arc::new(transport.clone()));
    builder.deadline(Duration::from_secs(7));
    let seen = Arc::new(Mutex::new(Vec::new()));
    let sink = Arc::clone(&seen);
    builder.on_exchange(Arc::new(move |exchange| {
        sink.lock().unwrap().push((exchange.latency.as_secs(), exchange.answer.is_err()));
    }));
    let error = send(&builder.build().unwrap()).await.unwrap_err();
    assert!(error.is_timeout());
    assert_eq!(error.attempts(), 1);
    assert!(format!("{error:#}").contains("deadline"), "{error:#}");
    assert_eq!(*seen.lock().unwrap(), [(7, true)], "whoever watches sees that one, too");
}

#[tokio::test(start_paused = true)]
async fn waiting_for_a_token_counts_for_the_deadline() {
    let authenticator = FakeAuthenticator::new(|_| Ok(Token::new("t")));
    let mut builder = builder(Fake::answering(200, GOOD));
    builder.authenticator(Arc::new(authenticator.clone()));
    builder.deadline(Duration::from_millis(10));
    let core = builder.build().unwrap();
    let error = count(&core).await.unwrap_err();
    assert!(error.is_timeout(), "signing in takes 20 ms: {error:?}");
    assert_eq!(
        (error.attempts(), authenticator.sign_ins()),
        (0, 1),
        "the call itself was never sent"
    );
    assert!(format!("{error:#}").contains("deadline"), "{error:#}");
}

#[tokio::test(start_paused = true)]
async fn what_can_pass_is_tried_again_and_nothing_else() {
    use TransportErrorKind::{BodyTooLarge, Connect, Other, Timeout};
    for (kind, attempts) in [(Connect, 3), (Timeout, 3), (Other, 3), (BodyTooLarge, 1)] {
        let fake = Fake::new(move |_| Err(TransportError::new(kind)));
        let mut builder = builder(fake.clone());
        builder.retry(RetryPolicy::default());
        let error = send(&builder.build().unwrap()).await.unwrap_err();
        assert_eq!((error.attempts(), fake.count()), (attempts, attempts as usize), "{kind:?}");
    }
}
