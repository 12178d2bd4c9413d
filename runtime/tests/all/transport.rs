//! The built-in transport against a socket on this machine.

use std::error::Error as _;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use crate::support::*;
use endpointc_runtime::codegen as rt;
use endpointc_runtime::{Core, ErrorKind};

/// Answers every connection with the same bytes, and says what it was sent.
pub(crate) fn server(
    answer: impl Fn(&mut TcpStream) + Send + 'static,
) -> (String, Receiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let (sender, receiver) = channel();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let Ok(mut stream) = stream else { return };
            let request = request(&mut stream);
            if sender.send(request).is_err() {
                return;
            }
            answer(&mut stream);
        }
    });
    (url, receiver)
}

/// Head and body of one request.
fn request(stream: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    let mut buffer = [0; 4096];
    loop {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
            if body.len() >= length.map_or(0, |length| length.parse().unwrap()) {
                return text;
            }
        }
        match stream.read(&mut buffer) {
            Ok(0) | Err(_) => return text,
            Ok(read) => bytes.extend_from_slice(&buffer[..read]),
        }
    }
}

pub(crate) fn plain(
    status: &'static str,
    body: String,
) -> impl Fn(&mut TcpStream) + Send + 'static {
    move |stream| {
        let length = body.len();
        let _ = write!(
            stream,
            "HTTP/1.1 {status}\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{body}"
        );
    }
}

fn client(url: &str, change: impl FnOnce(&mut rt::Builder)) -> Core {
    let mut builder = rt::Builder::new(&API, url);
    builder.timeout(Duration::from_secs(20));
    builder.retry(rt::RetryPolicy::never());
    change(&mut builder);
    builder.build().unwrap()
}

#[tokio::test]
async fn a_call_reaches_the_wire_and_comes_back() {
    let (url, requests) = server(plain("200 OK", r#"{"code":200,"data":{"name":"n"}}"#.to_owned()));
    let mut call = call(&client(&format!("{url}/base/"), |_| {}));
    call.set(QUERY, "a b+c".to_owned());
    call.set(NAME, "移".to_owned());
    assert_eq!(call.send::<Thing, GetError>().await.unwrap().name, "n");
    let request = requests.recv().unwrap();
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

async fn check_too_large(answer: impl Fn(&mut TcpStream) + Send + 'static) {
    let (url, _requests) = server(answer);
    let core = client(&url, |builder| builder.max_body(1000));
    let error = call(&core).send::<Thing, GetError>().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Transport);
    assert_eq!(error.to_string(), "things.get: the answer's body is larger than allowed");
}

#[tokio::test]
async fn bodies_are_capped_whether_announced_or_not() {
    check_too_large(plain("200 OK", "x".repeat(1001))).await;
    check_too_large(|stream| {
        let _ =
            write!(stream, "HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n{}", "x".repeat(100_000));
    })
    .await;
}

#[tokio::test]
async fn redirects_are_not_followed() {
    let (elsewhere, visits) =
        server(plain("200 OK", r#"{"code":200,"data":{"name":"n"}}"#.to_owned()));
    let (url, _requests) = server(move |stream| {
        let _ = write!(
            stream,
            "HTTP/1.1 302 Found\r\nlocation: {elsewhere}/\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
        );
    });
    let error = call(&client(&url, |_| {})).send::<Thing, GetError>().await.unwrap_err();
    assert_eq!(error.status(), Some(302));
    assert!(visits.try_recv().is_err());
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
    let (url, _requests) = server(|_| std::thread::sleep(Duration::from_secs(20)));
    let core = client(&url, |builder| builder.timeout(Duration::from_millis(50)));
    let error = call(&core).send::<Thing, GetError>().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert!(error.is_timeout() && error.is_retryable());
}

#[tokio::test]
async fn a_body_that_breaks_off_is_a_transport_failure() {
    let (url, _requests) = server(|stream| {
        let _ = write!(
            stream,
            "HTTP/1.1 200 OK\r\ncontent-length: 100\r\nconnection: close\r\n\r\n{{\"code\":200"
        );
    });
    let error = call(&client(&url, |_| {})).send::<Thing, GetError>().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Transport);
}

#[test]
fn clients_for_https_build_where_there_are_certificates() {
    // A machine without any certificates gets an error, not a panic.
    match rt::Builder::new(&API, "https://host").build() {
        Ok(core) => assert!(format!("{core:?}").contains("https://host")),
        Err(error) => assert_eq!(error.kind(), ErrorKind::InvalidRequest),
    }
}

/// A small answer in gzip that would be a hundred kilobytes: what is not unpacked is no bomb. The feature of the HTTP
/// library that would unpack it is switched on in these tests, as any other crate may do.
#[tokio::test]
async fn nothing_is_unpacked() {
    let bytes: Vec<u8> = (0..BOMB.len() / 2)
        .map(|index| u8::from_str_radix(&BOMB[2 * index..2 * index + 2], 16).unwrap())
        .collect();
    let length = bytes.len();
    let (url, requests) = server(move |stream| {
        let head = format!(
            "HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: {length}\r\n\r\n"
        );
        let _ = stream.write_all(&[head.as_bytes(), &bytes].concat());
    });
    let core = client(&url, |builder| builder.max_body(1000));
    let error = call(&core).send::<Thing, GetError>().await.unwrap_err();
    assert_eq!((error.kind(), error.body().map(<[u8]>::len)), (ErrorKind::Decode, Some(length)));
    assert!(!requests.recv().unwrap().contains("accept-encoding"));
}

const BOMB: &str = "1f8b0800000000000203edc8a10d80300004c055c86b4483ec360d202906d77477180371276f64bf8f33752b65cdd19e963a\
    d2dbf5557ae65c00000000000000000000000000000000000000000000000000000000000000000000000000000000000000\
    0000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000\
    00000080df7a017820ba34c0860100";
