//! Secrets are never exposed (P10).

use std::error::Error as _;
use std::fmt::Debug;

use crate::support::*;
use endpointc_runtime::codegen as rt;
use endpointc_runtime::{Error, ErrorKind, Secret, Token};

#[track_caller]
fn check(shown: &dyn Debug) {
    for text in [format!("{shown:?}"), format!("{shown:#?}")] {
        assert!(!text.contains(SENTINEL), "{text}");
    }
}

fn secretive(core: &endpointc_runtime::Core) -> rt::Call {
    let mut call = call(core);
    call.set(PASSWORD, SENTINEL.to_owned());
    call.set(NAME, vec![Some(Secret::new(SENTINEL))]);
    call
}

#[tokio::test]
async fn nothing_that_holds_a_secret_shows_it() {
    let fake = Fake::answering(200, r#"{"code":200,"data":{"name":"n"}}"#);
    let authenticator = FakeAuthenticator::new(|_| Ok(Token::new(SENTINEL)));
    let core = signed_in(&fake, &authenticator);
    check(&Secret::new(SENTINEL));
    check(&Token::new(SENTINEL));
    check(&secretive(&core));
    secretive(&core).send::<Thing, GetError>().await.unwrap();
    count(&core).await.unwrap_err();
    for request in fake.requests.lock().unwrap().iter() {
        assert!(
            request.url.contains(SENTINEL) || header(request, "authorization") == Some(SENTINEL)
        );
        check(request);
    }
    check(&core);
}

#[test]
fn a_call_shows_what_is_no_secret() {
    let core = core(&Fake::answering(200, ""));
    let shown = format!("{:?}", secretive(&core));
    assert_eq!(
        shown,
        r#"Call { endpoint: "things.get", id: "p1", grant type: "pass word", password: "…", name: "…" }"#
    );
}

#[tokio::test]
async fn errors_show_neither_bodies_nor_parameters() {
    let bodies = [
        (200, format!(r#"{{"code":200,"data":{{"name":"n","count":{{"token":"{SENTINEL}"}}}}}}"#)),
        (200, format!(r#"{{"code":70017,"data":"{SENTINEL}"}}"#)),
        (200, SENTINEL.to_owned()),
        (200, format!("\"{SENTINEL}\"")),
        (500, SENTINEL.to_owned()),
    ];
    for (status, body) in bodies {
        let core = core(&Fake::answering(status, &body));
        let error = secretive(&core).send::<Thing, GetError>().await.unwrap_err();
        assert!(error.body().is_some());
        check(&error);
        check(&error.to_string());
        check(&Error::from(error));
    }
    let error = {
        let mut call = call(&core(&Fake::answering(200, "")));
        call.set(PASSWORD, format!("{SENTINEL} and more"));
        call.send::<Thing, GetError>().await.unwrap_err()
    };
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    check(&error);
    check(&error.to_string());
}

#[tokio::test]
async fn a_token_that_is_no_header_value_is_not_shown() {
    let authenticator = FakeAuthenticator::new(|_| Ok(Token::new(format!("{SENTINEL}\r\n"))));
    let error = count(&signed_in(&Fake::answering(200, ""), &authenticator)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    check(&error);
    check(&error.to_string());
}

#[test]
fn builders_refuse_urls_without_showing_them() {
    let error =
        rt::Builder::new(&API, format!("https://user:{SENTINEL}@host")).build().unwrap_err();
    check(&error);
    check(&error.to_string());
    assert!(error.source().is_none());
}
