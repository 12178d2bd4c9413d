//! Public API: a custom transport takes a few lines, and the HTTP library is not exposed.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::server::{Server, whole};
use crate::support::*;
use endpointc_runtime::codegen as rt;
use endpointc_runtime::{
    BoxFuture, Request, Response, Transport, TransportError, TransportErrorKind,
};

/// Complete custom transport: HTTP/1.0 over a plain socket.
struct Plain;

impl Transport for Plain {
    fn send(&self, request: Request) -> BoxFuture<'_, Result<Response, TransportError>> {
        Box::pin(async move {
            let failed = |error: std::io::Error| {
                TransportError::with_source(TransportErrorKind::Other, error)
            };
            let exchange = tokio::task::spawn_blocking(move || exchange(&request));
            exchange.await.expect("it does not panic").map_err(failed)
        })
    }
}

fn exchange(request: &Request) -> std::io::Result<Response> {
    use std::io::{Read, Write};
    let (host, path) = request.url["http://".len()..].split_once('/').unwrap_or_default();
    let body = request.body.as_deref().unwrap_or_default();
    let mut head = format!("{} /{path} HTTP/1.0\r\nhost: {host}\r\n", request.method.as_str());
    for (name, value) in &request.headers {
        head += &format!("{name}: {value}\r\n");
    }
    head += &format!("content-length: {}\r\n\r\n", body.len());
    let mut stream = std::net::TcpStream::connect(host)?;
    stream.write_all(&[head.as_bytes(), body].concat())?;
    let mut answer = Vec::new();
    stream.take(request.max_body as u64).read_to_end(&mut answer)?;
    let (head, body) = std::str::from_utf8(&answer)
        .ok()
        .and_then(|text| text.split_once("\r\n\r\n"))
        .unwrap_or_default();
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or_default();
    Ok(Response { status, body: body.into(), ..Response::default() })
}

#[tokio::test]
async fn a_transport_of_ones_own_is_thirty_lines() {
    let server = Server::plain(whole("200 OK", r#"{"code":200,"data":{"name":"n"}}"#.to_owned()));
    let mut builder = rt::Builder::new(&API, &server.url);
    builder.transport(Arc::new(Plain));
    let mut call = call(&builder.build().unwrap());
    call.set(NAME, "移".to_owned());
    assert_eq!(call.send::<Thing, GetError>().await.unwrap().name, "n");
    let request = server.request();
    assert!(request.starts_with("POST /v2/things/p1/detail?"), "{request}");
    assert!(request.ends_with("{\"name\":\"移\"}"), "{request}");
}

/// Returns every source file below a folder.
fn sources(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { sources(&path) } else { vec![path] }).collect()
}

/// A single private file uses the HTTP library and TLS. Its interface consists of our own types, so neither library can
/// appear in a public signature.
#[test]
fn the_http_library_is_in_no_signature() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut seen = 0;
    for path in sources(&folder) {
        let text = fs::read_to_string(&path).unwrap();
        let code: Vec<&str> =
            text.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
        if path.ends_with("reqwest.rs") {
            seen += 1;
            let public = code.iter().find(|line| {
                line.trim_start().starts_with("pub ") || line.contains("macro_export")
            });
            assert_eq!(public, None, "visible outside of the crate");
            continue;
        }
        for name in ["reqwest::", "rustls", "hyper::", "http::"] {
            let named =
                code.iter().find(|line| line.contains(name) && !line.contains("self::reqwest::"));
            assert_eq!(named, None, "{} names `{name}`", path.display());
        }
    }
    assert_eq!(seen, 1);
    let lib = fs::read_to_string(folder.join("lib.rs")).unwrap();
    let transport = fs::read_to_string(folder.join("transport/mod.rs")).unwrap();
    assert!(lib.contains("\nmod transport;") && !lib.contains("reqwest::transport"));
    assert!(transport.contains("\nmod reqwest;") && !transport.contains("pub use self::reqwest"));
}
