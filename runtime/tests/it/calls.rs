//! Encoding of calls, and decoding of responses to results or errors.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use crate::support::*;
use endpointc_runtime::codegen as rt;
use endpointc_runtime::{Error, ErrorKind, Lang, TransportError, TransportErrorKind};

const GOOD: &str = r#"{"code":200,"msg":"OK","data":{"name":"n"}}"#;

async fn sent(set: impl FnOnce(&mut rt::Call)) -> Result<endpointc_runtime::Request, Error> {
    let fake = Fake::answering(200, GOOD);
    let mut call = call(&core(&fake));
    set(&mut call);
    call.send::<Thing, GetError>().await?;
    Ok(fake.last())
}

async fn check_url(set: impl FnOnce(&mut rt::Call), expected: &str) {
    assert_eq!(sent(set).await.unwrap().url, format!("https://host/base/v2/things/{expected}"));
}

#[tokio::test]
async fn urls_are_encoded_once_and_completely() {
    check_url(|_| {}, "p1/detail?grant%20type=pass%20word").await;
    for (value, encoded) in [
        (" ", "%20"),
        ("+", "%2B"),
        ("&=?#", "%26%3D%3F%23"),
        ("100%", "100%25"),
        ("%20", "%2520"),
        ("移远", "%E7%A7%BB%E8%BF%9C"),
        ("a/b", "a%2Fb"),
        ("-._~", "-._~"),
        ("!*'();:@,[]", "%21%2A%27%28%29%3B%3A%40%2C%5B%5D"),
    ] {
        let query = format!("p1/detail?q={encoded}&grant%20type=pass%20word");
        check_url(|call| call.set(QUERY, value.to_owned()), &query).await;
        let path = format!("{encoded}/detail?grant%20type=pass%20word");
        check_url(|call| call.set(ID, value.to_owned()), &path).await;
    }
}

#[tokio::test]
async fn lists_in_a_query_repeat_the_key_and_absent_values_are_not_sent() {
    let expected = "p1/detail?q=a&q=2%203&grant%20type=pass%20word";
    check_url(|call| call.set(QUERY, vec!["a".to_owned(), "2 3".to_owned()]), expected).await;
    check_url(
        |call| call.set(QUERY, vec![Some(7_i64), None]),
        "p1/detail?q=7&grant%20type=pass%20word",
    )
    .await;
    check_url(|call| call.set(QUERY, None::<i64>), "p1/detail?grant%20type=pass%20word").await;
    check_url(|call| call.set(QUERY, true), "p1/detail?q=true&grant%20type=pass%20word").await;
}

async fn check_refused(set: impl FnOnce(&mut rt::Call), parameter: &str, reason: &str) {
    let error = sent(set).await.unwrap_err();
    assert_eq!((error.kind(), error.parameter()), (ErrorKind::InvalidRequest, Some(parameter)));
    assert_eq!(
        error.to_string(),
        format!("things.get: not sent: parameter `{parameter}`: {reason}")
    );
}

#[tokio::test]
async fn path_segments_that_a_parser_would_drop_are_refused() {
    for dots in [".", ".."] {
        check_refused(
            |call| call.set(ID, dots.to_owned()),
            "id",
            "`.` and `..` have a special meaning in a path",
        )
        .await;
    }
    check_refused(
        |call| call.set(ID, String::new()),
        "id",
        "is empty, which a path cannot express",
    )
    .await;
    check_url(|call| call.set(ID, "...".to_owned()), ".../detail?grant%20type=pass%20word").await;
}

#[tokio::test]
async fn headers_cannot_be_split() {
    for value in ["a\r\nb: c", "a\nb", "a\0"] {
        let reason = "holds control characters, which a header cannot";
        check_refused(|call| call.set(HEADER, value.to_owned()), "X-Trace", reason).await;
    }
    let request = sent(|call| call.set(HEADER, "a b".to_owned())).await.unwrap();
    assert_eq!(header(&request, "x-trace"), Some("a b"));
}

#[tokio::test]
async fn limits_are_checked_before_sending_and_show_no_value() {
    let long = || rt::Secret::new("x".repeat(11));
    check_refused(
        |call| call.set(PASSWORD, long()),
        "password",
        "has 11 characters, at most 10 are allowed",
    )
    .await;
    check_refused(
        |call| call.set(PASSWORD, "移".to_owned()),
        "password",
        "has 1 characters, at least 2 are needed",
    )
    .await;
    check_refused(
        |call| call.set(IDS, vec![1_i64, 2, 3]),
        "ids",
        "holds 3 items, at most 2 are allowed",
    )
    .await;
    check_refused(|call| call.set(IDS, vec![0_i64]), "ids[0]", "is less than 1").await;
    check_refused(|call| call.set(IDS, vec![101_u64]), "ids[0]", "is more than 100").await;
    check_refused(|call| call.set(QUERY, f64::NAN), "q", "is not a finite number").await;
}

#[tokio::test]
async fn required_parameters_are_required() {
    let fake = Fake::answering(200, GOOD);
    let error = rt::Call::new(&core(&fake), &ENDPOINT).send::<Thing, GetError>().await.unwrap_err();
    assert_eq!((error.parameter(), fake.count()), (Some("id"), 0));
}

#[tokio::test]
async fn bodies_hold_what_is_set_in_declared_order() {
    let request = sent(|call| {
        call.set(IDS, vec![2_i64, 1]);
        call.set(NAME, "a\"移".to_owned());
    });
    let request = request.await.unwrap();
    assert_eq!(
        String::from_utf8(request.body.clone().unwrap()).unwrap(),
        r#"{"name":"a\"移","ids":[2,1]}"#
    );
    assert_eq!(header(&request, "content-type"), Some("application/json"));
    assert_eq!(header(&request, "accept"), Some("application/json"));
    let request = sent(|_| {}).await.unwrap();
    assert_eq!(request.body.as_deref(), Some(b"{}".as_slice()));
}

#[tokio::test]
async fn forms_are_encoded_like_queries() {
    let fake = Fake::answering(200, r#"{"code":200}"#);
    let mut call = rt::Call::new(&core(&fake), &FORM);
    call.set(0, "a b&c".to_owned());
    call.send::<(), GetError>().await.unwrap();
    assert_eq!(fake.last().body.as_deref(), Some(b"a=a%20b%26c&n=7".as_slice()));
    assert_eq!(header(&fake.last(), "content-type"), Some("application/x-www-form-urlencoded"));
}

#[tokio::test]
async fn the_user_agent_names_the_product_first() {
    let fake = Fake::answering(200, GOOD);
    let mut builder = builder(fake.clone());
    builder.user_agent("acme-fleet/2.1");
    builder.timeout(Duration::from_secs(5));
    call(&builder.build().unwrap()).send::<Thing, GetError>().await.unwrap();
    let agent = header(&fake.last(), "user-agent").unwrap().to_owned();
    assert!(agent.starts_with("acme-fleet/2.1 endpointc-runtime/"), "{agent}");
    assert_eq!(fake.last().timeout, Duration::from_secs(5));

    let mut builder = crate::support::builder(fake);
    builder.user_agent("a\r\nb");
    assert_eq!(builder.build().unwrap_err().kind(), ErrorKind::InvalidRequest);
}

#[tokio::test]
async fn a_good_answer_is_decoded() {
    let thing =
        outcome(200, r#"{"data":{"count":"3","extra":{"a":1.10},"name":"n"},"code":"200"}"#)
            .await
            .unwrap();
    assert_eq!(
        (thing.name.as_str(), thing.count, thing.extra["a"].as_str()),
        ("n", Some(3), "1.10")
    );
}

#[tokio::test]
async fn refusals_say_endpoint_code_meaning_and_the_vendors_message() {
    let error = outcome(200, r#"{"code":70017,"msg":"Product does not exist.","data":"x"}"#)
        .await
        .unwrap_err();
    let plain = "things.get: refused with 70017 product_not_found: The product does not exist. \
                 (server: \"Product does not exist.\")";
    let full = "things.get: refused with 70017 product_not_found: The product does not exist. 产品不存在。 \
                (server: \"Product does not exist.\"); what to do: Check the product key.";
    assert_eq!((error.to_string(), format!("{error:#}")), (plain.to_owned(), full.to_owned()));
    assert_eq!(error.case(), Some(GetError::ProductNotFound));
    assert_eq!((error.code(), error.name()), (Some(70017), Some("product_not_found")));
    assert_eq!(error.message(), Some("Product does not exist."));
    assert_eq!(
        (error.kind(), error.is_retryable(), error.status()),
        (ErrorKind::NotFound, false, Some(200))
    );
    assert_eq!((error.meaning(Lang::Zh), error.remedy(Lang::Zh)), (Some("产品不存在。"), None));
    assert!(error.body().unwrap().starts_with(b"{\"code\":70017"));

    let error = Error::from(error);
    assert_eq!((error.to_string(), format!("{error:#}")), (plain.to_owned(), full.to_owned()));
    assert_eq!(error.remedy(Lang::En), Some("Check the product key."));
}

#[tokio::test]
async fn codes_of_the_api_and_codes_of_nobody_are_told_apart() {
    let error = outcome(200, r#"{"code":5000,"msg":""}"#).await.unwrap_err();
    assert_eq!(error.to_string(), "things.get: refused with 5000 busy: 系统忙。");
    assert_eq!((error.case(), error.is_retryable()), (Some(GetError::Busy), true));

    let error = outcome(200, r#"{"code":1234,"msg":"line\nbreak"}"#).await.unwrap_err();
    assert_eq!(error.to_string(), r#"things.get: refused with 1234 (server: "line\nbreak")"#);
    assert_eq!((error.case(), error.code()), (Some(GetError::Unlisted), Some(1234)));
    assert_eq!((error.kind(), error.meaning(Lang::En)), (ErrorKind::Refused, None));
}

#[tokio::test]
async fn statuses_have_the_kinds_that_http_gives_them() {
    for (status, kind, retryable) in [
        (400, ErrorKind::BadInput, false),
        (401, ErrorKind::SignIn, false),
        (403, ErrorKind::Permission, false),
        (404, ErrorKind::NotFound, false),
        (408, ErrorKind::Timeout, false),
        (409, ErrorKind::Conflict, false),
        (429, ErrorKind::Quota, true),
        (500, ErrorKind::Server, false),
        (502, ErrorKind::Server, true),
        (503, ErrorKind::Server, true),
        (504, ErrorKind::Timeout, true),
        (302, ErrorKind::Refused, false),
    ] {
        let error = outcome(status, "<html>gateway</html>").await.unwrap_err();
        assert_eq!((error.kind(), error.is_retryable()), (kind, retryable), "{status}");
        assert_eq!((error.code(), error.status()), (Some(status.into()), Some(status)));
        assert_eq!(error.body(), Some(b"<html>gateway</html>".as_slice()));
    }
    let error = outcome(502, "<html>").await.unwrap_err();
    assert_eq!(error.to_string(), "things.get: refused with HTTP status 502");
}

#[tokio::test]
async fn decode_errors_have_a_path_and_keep_the_body() {
    let error =
        outcome(200, r#"{"code":200,"data":{"name":"n","count":"many"}}"#).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.decode_path(), error.case()),
        (ErrorKind::Decode, Some("$.data.count"), None)
    );
    let expected = "things.get: the response could not be decoded: \
                    expected an integer at $.data.count, found the string \"many\"";
    assert_eq!(error.to_string(), expected);
    assert!(error.body().is_some());
}

#[tokio::test]
async fn transport_failures_are_no_cases() {
    for (kind, expected, retryable) in [
        (TransportErrorKind::Connect, ErrorKind::Transport, true),
        (TransportErrorKind::Timeout, ErrorKind::Timeout, true),
        (TransportErrorKind::BodyTooLarge, ErrorKind::Transport, false),
        (TransportErrorKind::Other, ErrorKind::Transport, true),
    ] {
        let fake = Fake::new(move |_| Err(TransportError::with_source(kind, "the cause")));
        let error = call(&core(&fake)).send::<Thing, GetError>().await.unwrap_err();
        assert_eq!((error.kind(), error.is_retryable(), error.case()), (expected, retryable, None));
        assert_eq!(error.is_timeout(), kind == TransportErrorKind::Timeout);
        let source = std::error::Error::source(&error).unwrap().to_string();
        assert!(source == "the cause" && !error.to_string().contains(&source));
    }
}

#[test]
fn errors_are_one_pointer_wide_and_travel() {
    fn travels<T: std::error::Error + Send + Sync + Clone + 'static>() {}
    travels::<Error>();
    travels::<endpointc_runtime::CallError<GetError>>();
    assert_eq!(size_of::<Error>(), size_of::<usize>());
    assert_eq!(size_of::<endpointc_runtime::CallError<GetError>>(), size_of::<usize>());
    assert_eq!(size_of::<Result<(), Error>>(), size_of::<usize>());
}

#[tokio::test]
async fn drift_is_told_with_its_endpoint() {
    let reported = Arc::new(Mutex::new(Vec::new()));
    for body in [
        r#"{"code":200,"data":{"name":7,"new":1}}"#,
        r#"{"code":4711}"#,
        r#"{"code":70017,"odd":1}"#,
        "<html>",
    ] {
        let mut builder = builder(Fake::answering(200, body));
        let into = Arc::clone(&reported);
        builder.on_drift(Arc::new(move |drift| into.lock().unwrap().push(drift.to_string())));
        let _ = call(&builder.build().unwrap()).send::<Thing, GetError>().await;
    }
    let expected = [
        "things.get: a number instead of a string at $.data.name: \"7\"",
        "things.get: unknown field at $.data.new",
        "things.get: unlisted code 4711",
    ];
    assert_eq!(*reported.lock().unwrap(), expected);
}
