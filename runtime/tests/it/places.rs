//! Injection attempts in parameter values, in every location of a parameter.

use crate::support::*;
use endpointc_runtime::codegen as rt;
use endpointc_runtime::{ErrorKind, Request};

const GOOD: &str = r#"{"code":200,"data":{"name":"n"}}"#;

/// Line breaks, and characters that end texts, paths or queries.
const HOSTILE: [&str; 8] = [
    "a\r\nx-evil: 1",
    "a\nb",
    "a\0b",
    "a%0d%0ab",
    "../../admin",
    "a%2f..%2fb",
    "a?b=c&d#e",
    "a\";b",
];

/// Returns the request with a value in one location; `None` if it was rejected before it was sent.
async fn sent(index: usize, value: &str) -> Option<Request> {
    let fake = Fake::answering(200, GOOD);
    let mut call = call(&core(&fake));
    call.set(index, value.to_owned());
    match call.send::<Thing, GetError>().await {
        Ok(_) => Some(fake.last()),
        Err(error) => {
            assert_eq!((error.kind(), fake.count()), (ErrorKind::InvalidRequest, 0), "{error}");
            None
        }
    }
}

/// Decodes a part of a URL like a server.
fn decoded(text: &str) -> String {
    percent_encoding::percent_decode_str(text).decode_utf8().unwrap().into_owned()
}

#[tokio::test]
async fn a_value_in_a_path_stays_one_segment() {
    for value in HOSTILE {
        let url = sent(ID, value).await.unwrap().url;
        let path = url.split('?').next().unwrap();
        let segments: Vec<&str> = path.split('/').skip(3).collect();
        assert_eq!(segments.len(), 5, "{path}");
        assert_eq!(decoded(segments[3]), value);
        assert!(path.bytes().all(|byte| byte.is_ascii_graphic()), "{path}");
        // The URL type of the HTTP library leaves the URL unchanged.
        assert_eq!(url::Url::parse(&url).unwrap().as_str(), url);
    }
    assert!(sent(ID, "..").await.is_none() && sent(ID, ".").await.is_none());
}

#[tokio::test]
async fn a_value_in_a_query_stays_one_value() {
    for value in HOSTILE {
        let url = sent(QUERY, value).await.unwrap().url;
        let (_, query) = url.split_once('?').unwrap();
        let pairs: Vec<(&str, &str)> =
            query.split('&').filter_map(|pair| pair.split_once('=')).collect();
        assert_eq!(pairs.len(), 2, "{query}");
        assert_eq!((pairs[0].0, decoded(pairs[0].1).as_str()), ("q", value));
        assert!(query.bytes().all(|byte| byte.is_ascii_graphic()), "{query}");
    }
}

#[tokio::test]
async fn a_value_in_a_header_stays_in_its_line() {
    for value in HOSTILE {
        match sent(HEADER, value).await {
            Some(request) => assert_eq!(header(&request, "x-trace"), Some(value)),
            None => assert!(value.contains(['\r', '\n', '\0']), "{value}"),
        }
    }
}

#[tokio::test]
async fn a_value_in_a_body_stays_a_string() {
    for value in HOSTILE {
        let body = sent(NAME, value).await.unwrap().body.unwrap();
        let body: rt::Json = serde_json::from_slice(&body).unwrap();
        assert_eq!(body, serde_json::json!({ "name": value }));
    }
}

#[tokio::test]
async fn a_value_in_a_form_stays_one_value() {
    for value in HOSTILE {
        let fake = Fake::answering(200, r#"{"code":200}"#);
        let mut call = rt::Call::new(&core(&fake), &FORM);
        call.set(0, value.to_owned());
        call.send::<(), GetError>().await.unwrap();
        let form = String::from_utf8(fake.last().body.unwrap()).unwrap();
        let first = form.strip_suffix("&n=7").and_then(|form| form.strip_prefix("a=")).unwrap();
        assert!(first.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'&'), "{form}");
        assert_eq!(decoded(first), value);
    }
}
