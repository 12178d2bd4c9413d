//! P9: a token is renewed once. Time stands still unless everyone waits, so that no order of events depends on the load.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use crate::support::*;
use endpointc_runtime::{Error, ErrorKind, Response, Token};

const GOOD: &str = r#"{"code":200,"data":7}"#;
const REFUSED: &str = r#"{"code":91001,"msg":"The token does not exist.","data":{}}"#;
const HOUR: Duration = Duration::from_secs(3600);

fn numbered(number: usize) -> Result<Token, Error> {
    Ok(Token::new(format!("t{number}")).lives_for(HOUR))
}

/// Accepts all tokens but these.
fn refusing(tokens: &'static [&'static str]) -> Fake {
    Fake::new(move |request| {
        let token = header(request, "authorization").unwrap_or_default();
        ok(if tokens.contains(&token) { REFUSED } else { GOOD })
    })
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thousand_callers_on_an_expired_token_sign_in_once() {
    let fake = refusing(&[]);
    let desk = Desk::new(|number| {
        let token = Token::new(format!("t{number}"));
        Ok(if number == 1 { token.lives_for(Duration::ZERO) } else { token.lives_for(HOUR) })
    });
    let core = signed_in(&fake, &desk);
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
    assert_eq!((desk.sign_ins(), desk.renewals(), fake.count()), (2, 0, 1001));
    assert_eq!(header(&fake.last(), "authorization"), Some("t2"));
}

#[tokio::test(start_paused = true)]
async fn a_cancelled_caller_does_not_cancel_the_renewal_for_others() {
    let desk = Desk::new(numbered);
    let core = signed_in(&refusing(&[]), &desk);
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
    assert_eq!(desk.sign_ins(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_renewal_that_nobody_waits_for_ends_and_the_next_caller_starts_anew() {
    let desk = Desk::new(numbered);
    let core = signed_in(&refusing(&[]), &desk);
    let gone = tokio::time::timeout(Duration::from_millis(1), count(&core)).await;
    assert!(gone.is_err());
    assert_eq!(count(&core).await.unwrap(), 7);
    assert_eq!(desk.sign_ins(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_refused_token_is_replaced_and_the_call_replayed_once() {
    let fake = refusing(&["t1"]);
    let desk = Desk::new(numbered);
    assert_eq!(count(&signed_in(&fake, &desk)).await.unwrap(), 7);
    assert_eq!((desk.sign_ins(), desk.renewals(), fake.count()), (2, 0, 2));
}

#[tokio::test(start_paused = true)]
async fn a_call_is_replayed_only_once() {
    let fake = refusing(&["t1", "t2", "t3"]);
    let desk = Desk::new(numbered);
    let error = count(&signed_in(&fake, &desk)).await.unwrap_err();
    assert_eq!((error.code(), error.kind()), (Some(91001), ErrorKind::SignIn));
    assert_eq!((desk.sign_ins(), fake.count()), (2, 2));
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
    let desk = Desk::new(numbered);
    assert_eq!(count(&signed_in(&fake, &desk)).await.unwrap(), 7);
    assert_eq!((desk.sign_ins(), fake.count()), (2, 2));
}

#[tokio::test(start_paused = true)]
async fn other_refusals_cost_no_token() {
    let fake = Fake::answering(200, r#"{"code":5000}"#);
    let desk = Desk::new(numbered);
    let core = signed_in(&fake, &desk);
    assert_eq!(count(&core).await.unwrap_err().code(), Some(5000));
    assert_eq!(count(&core).await.unwrap_err().code(), Some(5000));
    assert_eq!((desk.sign_ins(), fake.count()), (1, 2));
}

/// Holds the answer to the first request back until it is told to go on.
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

#[tokio::test(start_paused = true)]
async fn a_late_refusal_of_an_old_token_does_not_cost_the_fresh_one() {
    let fake = refusing(&["t1"]);
    let desk = Desk::new(numbered);
    let go = Arc::new(tokio::sync::Notify::new());
    let mut builder = builder(fake.clone());
    builder.authenticator(Arc::new(desk.clone()));
    builder.transport(Arc::new(Held {
        inner: fake.clone(),
        sent: AtomicUsize::new(0),
        go: Arc::clone(&go),
    }));
    let core = builder.build().unwrap();

    let late = tokio::spawn({
        let core = core.clone();
        async move { count(&core).await }
    });
    tokio::time::sleep(Duration::from_millis(60)).await;
    // Refused with t1, signs in, succeeds with t2.
    assert_eq!(count(&core).await.unwrap(), 7);
    assert_eq!(desk.sign_ins(), 2);
    go.notify_one();
    assert_eq!(late.await.unwrap().unwrap(), 7);
    assert_eq!(desk.sign_ins(), 2);
}

#[tokio::test(start_paused = true)]
async fn an_early_renewal_is_one_callers_business() {
    let fake = refusing(&[]);
    let early = |text: &str| Token::new(text).lives_for(HOUR).renew_after(Duration::ZERO);
    let desk = Desk::new(move |_| Ok(early("old"))).renewing(|current| {
        assert_eq!(current.secret().expose(), "old");
        Ok(Token::new("new").lives_for(HOUR))
    });
    let core = signed_in(&fake, &desk);
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
    assert_eq!((desk.sign_ins(), desk.renewals()), (1, 1));
}

#[tokio::test(start_paused = true)]
async fn a_failed_early_renewal_keeps_the_old_token() {
    let fake = refusing(&[]);
    let desk = Desk::new(|_| Ok(Token::new("old").lives_for(HOUR).renew_after(Duration::ZERO)));
    let core = signed_in(&fake, &desk);
    for _ in 0..5 {
        assert_eq!(count(&core).await.unwrap(), 7);
    }
    assert_eq!(header(&fake.last(), "authorization"), Some("old"));
    assert_eq!((desk.sign_ins(), desk.renewals()), (1, 1), "a failure is not repeated at once");
}

#[tokio::test(start_paused = true)]
async fn a_refusal_during_an_early_renewal_signs_in() {
    // The renewal would hand out the refused token once more.
    let fake = refusing(&["t1"]);
    let desk = Desk::new(|number| {
        Ok(Token::new(format!("t{number}")).lives_for(HOUR).renew_after(Duration::ZERO))
    });
    let desk = desk.renewing(|_| Ok(Token::new("t1").lives_for(HOUR)));
    let core = signed_in(&fake, &desk);
    let callers: Vec<_> = (0..10)
        .map(|_| {
            let core = core.clone();
            tokio::spawn(async move { count(&core).await })
        })
        .collect();
    for caller in callers {
        assert_eq!(caller.await.unwrap().unwrap(), 7);
    }
    assert_eq!(desk.sign_ins(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_failed_sign_in_is_everyones_error() {
    let fake = refusing(&[]);
    let desk = Desk::new(|_| Err(Error::custom(ErrorKind::Permission, "no such user")));
    let core = signed_in(&fake, &desk);
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
    assert_eq!((desk.sign_ins(), fake.count()), (1, 0));
    // The failure is not remembered: the next call tries again.
    count(&core).await.unwrap_err();
    assert_eq!(desk.sign_ins(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_renewal_can_be_forced() {
    let desk = Desk::new(numbered).renewing(|_| Ok(Token::new("forced")));
    let fake = refusing(&[]);
    let core = signed_in(&fake, &desk);
    core.renew_token().await.unwrap();
    assert_eq!((desk.sign_ins(), desk.renewals()), (1, 0));
    core.renew_token().await.unwrap();
    assert_eq!((desk.sign_ins(), desk.renewals()), (1, 1));
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
    // The refusal carries fields that the good answer lacks, before its code.
    let fake = Fake::new(|request| {
        let stale = header(request, "authorization") == Some("t1");
        ok(if stale {
            r#"{"data":{"name":"stale","count":1},"code":91001}"#
        } else {
            r#"{"data":{"name":"n"},"code":200}"#
        })
    });
    let core = signed_in(&fake, &Desk::new(numbered));
    let thing: Thing = endpointc_runtime::codegen::Call::new(&core, &WITH_TOKEN)
        .send::<_, GetError>()
        .await
        .unwrap();
    assert_eq!(thing, Thing { name: "n".to_owned(), ..Thing::default() });
}
