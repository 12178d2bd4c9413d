//! Built-in transport against a loopback server.

use std::error::Error as _;
use std::net::TcpListener;
use std::sync::Arc;
use std::time::Duration;

use crate::server::{Server, Wire, redirect, silence, whole};
use crate::support::*;
use endpointc_runtime::codegen as rt;
use endpointc_runtime::{Core, ErrorKind, Token};

pub(crate) const GOOD: &str = r#"{"code":200,"data":{"name":"n"}}"#;

pub(crate) fn client(url: &str, change: impl FnOnce(&mut rt::Builder)) -> Core {
    let mut builder = rt::Builder::new(&API, url);
    builder.timeout(Duration::from_secs(20));
    builder.retry(rt::RetryPolicy::never());
    change(&mut builder);
    builder.build().unwrap()
}

#[tokio::test]
async fn a_call_reaches_the_wire_and_comes_back() {
    let server = Server::plain(whole("200 OK", GOOD.to_owned()));
    let mut call = call(&client(&format!("{}/base/", server.url), |_| {}));
    call.set(QUERY, "a b+c".to_owned());
    call.set(NAME, "移".to_owned());
    assert_eq!(call.send::<Thing, GetError>().await.unwrap().name, "n");
    let request = server.request();
    assert!(
        request.starts_with(
            "POST /base/v2/things/p1/detail?q=a%20b%2Bc&grant%20type=pass%20word HTTP/1.1\r\n"
        ),
        "{request}"
    );
    assert!(
        request.contains("\r\naccept: application/json\r\n")
            && request.contains("\r\nuser-agent: endpointc-runtime/")
    );
    assert!(request.ends_with("\r\n\r\n{\"name\":\"移\"}"), "{request}");
}

static OWN_HEADERS: rt::Endpoint = rt::Endpoint {
    path: &[rt::PathPart::Text("/headers")],
    parameters: &[
        rt::Parameter {
            location: rt::ParameterLocation::Header,
            wire_name: "Accept",
            constant: Some(rt::Constant::Text("application/vnd.demo+json")),
            ..rt::Parameter::CONSTANT
        },
        rt::Parameter {
            location: rt::ParameterLocation::Header,
            wire_name: "User-Agent",
            ..rt::Parameter::OPTIONAL
        },
        rt::Parameter {
            location: rt::ParameterLocation::Header,
            wire_name: "Content-Type",
            ..rt::Parameter::OPTIONAL
        },
        rt::Parameter {
            location: rt::ParameterLocation::Body,
            wire_name: "name",
            ..rt::Parameter::OPTIONAL
        },
    ],
    ..ENDPOINT
};

/// Returns the headers of one request, without those that concern the connection.
async fn sent_headers(change: impl FnOnce(&mut rt::Call)) -> Vec<String> {
    let server = Server::plain(whole("200 OK", GOOD.to_owned()));
    let mut call = rt::Call::new(&client(&server.url, |_| {}), &OWN_HEADERS);
    change(&mut call);
    call.send::<Thing, GetError>().await.unwrap();
    let request = server.request();
    let (head, _) = request.split_once("\r\n\r\n").unwrap();
    let connection = |line: &&str| line.starts_with("host: ") || line.starts_with("content-length");
    let mut lines: Vec<_> = head.lines().skip(1).filter(|line| !connection(line)).collect();
    lines.sort_unstable();
    lines.into_iter().map(str::to_owned).collect()
}

#[tokio::test]
async fn a_header_parameter_replaces_the_header_of_the_client() {
    let ours = concat!("user-agent: endpointc-runtime/", env!("CARGO_PKG_VERSION"));
    let accept = "accept: application/vnd.demo+json";
    let headers = sent_headers(|_| {}).await;
    assert_eq!(headers, [accept, "content-type: application/json", ours]);

    let headers = sent_headers(|call| {
        call.set_text(1, "acme/1");
        call.set_text(2, "application/merge-patch+json");
    });
    let expected = [accept, "content-type: application/merge-patch+json", "user-agent: acme/1"];
    assert_eq!(headers.await, expected);
}

async fn check_too_large(answer: impl Fn(&mut dyn Wire) + Send + 'static) {
    let server = Server::plain(answer);
    let core = client(&server.url, |builder| builder.max_body(1000));
    let error = call(&core).send::<Thing, GetError>().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Transport);
    assert_eq!(error.to_string(), "things.get: the response body is larger than allowed");
}

#[tokio::test]
async fn bodies_are_capped_whether_announced_or_not() {
    check_too_large(whole("200 OK", "x".repeat(1001))).await;
    check_too_large(|wire| {
        let _ = write!(wire, "HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n{}", "x".repeat(100_000));
    })
    .await;
}

#[tokio::test]
async fn redirects_are_not_followed_with_a_token_or_without() {
    let elsewhere = Server::plain(whole("200 OK", GOOD.to_owned()));
    let server = Server::plain(redirect(elsewhere.url.clone()));
    let authenticator = FakeAuthenticator::new(|_| Ok(Token::new(SENTINEL)));
    let core = client(&server.url, |builder| builder.authenticator(Arc::new(authenticator)));
    assert_eq!(call(&core).send::<Thing, GetError>().await.unwrap_err().status(), Some(302));
    assert!(!server.request().contains(SENTINEL));
    assert_eq!(count(&core).await.unwrap_err().status(), Some(302));
    assert!(server.request().contains(&format!("authorization: {SENTINEL}")));
    assert_eq!((server.connections(), elsewhere.connections()), (2, 0));
}

#[tokio::test]
async fn a_refused_connection_is_a_transport_failure_without_the_url() {
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let mut call = call(&client(&format!("http://127.0.0.1:{port}"), |_| {}));
    call.set(PASSWORD, SENTINEL.to_owned());
    let error = call.send::<Thing, GetError>().await.unwrap_err();
    assert_eq!((error.kind(), error.is_retryable()), (ErrorKind::Transport, true));
    assert_eq!(error.to_string(), "things.get: no connection to the server");
    let mut shown = format!("{error:?}");
    let mut source = error.source();
    while let Some(cause) = source {
        shown = format!("{shown} {cause} {cause:?}");
        source = cause.source();
    }
    assert!(!shown.contains(SENTINEL), "{shown}");
}

#[tokio::test]
async fn silence_is_a_timeout() {
    let server = Server::plain(silence);
    let core = client(&server.url, |builder| builder.timeout(Duration::from_millis(50)));
    let error = call(&core).send::<Thing, GetError>().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert!(error.is_timeout() && error.is_retryable());
}

#[tokio::test]
async fn a_body_that_breaks_off_is_a_transport_failure() {
    let server = Server::plain(|wire| {
        let _ = write!(
            wire,
            "HTTP/1.1 200 OK\r\ncontent-length: 100\r\nconnection: close\r\n\r\n{{\"code\":200"
        );
    });
    let error = call(&client(&server.url, |_| {})).send::<Thing, GetError>().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Transport);
}

#[test]
fn clients_for_https_build_where_there_are_certificates() {
    // Without certificates on the machine this is an error, not a panic.
    match rt::Builder::new(&API, "https://host").build() {
        Ok(core) => assert!(format!("{core:?}").contains("https://host")),
        Err(error) => assert_eq!(error.kind(), ErrorKind::InvalidRequest),
    }
}

/// A small gzip response that would expand to a hundred kilobytes is not decompressed, which prevents decompression bombs.
/// These tests enable the HTTP library's feature for decompression, as any other crate might.
#[tokio::test]
async fn nothing_is_unpacked() {
    let bytes: Vec<u8> = (0..BOMB.len() / 2)
        .map(|index| u8::from_str_radix(&BOMB[2 * index..2 * index + 2], 16).unwrap())
        .collect();
    let length = bytes.len();
    let server = Server::plain(move |wire| {
        let head = format!(
            "HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: {length}\r\n\r\n"
        );
        let _ = wire.write_all(&[head.as_bytes(), &bytes].concat());
    });
    let core = client(&server.url, |builder| builder.max_body(1000));
    let error = call(&core).send::<Thing, GetError>().await.unwrap_err();
    assert_eq!((error.kind(), error.body().map(<[u8]>::len)), (ErrorKind::Decode, Some(length)));
    assert!(!server.request().contains("accept-encoding"));
}

const BOMB: &str = "1f8b0800000000000203edc8a10d80300004c055c86b4483ec360d202906d77477180371276f64bf8f33752b65cdd19e963a\
    d2dbf5557ae65c00000000000000000000000000000000000000000000000000000000000000000000000000000000000000\
    0000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000\
    00000080df7a017820ba34c0860100";
