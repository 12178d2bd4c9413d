//! Loopback server for the benchmark of calls. It prints its address, and ends when its standard input closes.

use std::collections::HashMap;
use std::convert::Infallible;
use std::io::Read;
use std::sync::Arc;

use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper::header::CONTENT_TYPE;
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use tokio::net::TcpListener;

/// Rows in a page of messages, and pages.
const ROWS: usize = 1_000;
const PAGES: usize = 1_000;

/// Bodies by path.
type Bodies = HashMap<String, Bytes>;

#[tokio::main(flavor = "current_thread")]
async fn main() -> std::io::Result<()> {
    // Arguments: pairs of a path and the file with its response body.
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let mut bodies = Bodies::new();
    for pair in arguments.chunks_exact(2) {
        bodies.insert(pair[0].clone(), std::fs::read(&pair[1])?.into());
    }
    std::thread::spawn(|| {
        let _ = std::io::stdin().read_to_end(&mut Vec::new());
        std::process::exit(0)
    });
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    println!("http://{}", listener.local_addr()?);
    let bodies = Arc::new(bodies);
    loop {
        let (stream, _) = listener.accept().await?;
        stream.set_nodelay(true)?;
        let bodies = bodies.clone();
        tokio::spawn(async move {
            let service = service_fn(|request| answer(request, &bodies));
            let connection = hyper::server::conn::http1::Builder::new();
            // A disconnected client is not an error.
            let _ = connection.serve_connection(TokioIo::new(stream), service).await;
        });
    }
}

async fn answer(request: Request<Incoming>, bodies: &Bodies) -> Result<Response<Full<Bytes>>, Infallible> {
    let (head, body) = request.into_parts();
    let _ = body.collect().await;
    let found = match head.uri.path() {
        "/v1/messages" => Some(messages(page(head.uri.query().unwrap_or_default()))),
        path => bodies.get(path).cloned(),
    };
    let status = if found.is_some() { 200 } else { 404 };
    let response = Response::builder().status(status).header(CONTENT_TYPE, "application/json");
    Ok(response.body(Full::new(found.unwrap_or_default())).unwrap_or_default())
}

fn page(query: &str) -> usize {
    let number = query.split('&').find_map(|pair| pair.strip_prefix("pageNum="));
    number.and_then(|number| number.parse().ok()).unwrap_or(1)
}

fn messages(page: usize) -> Bytes {
    let first = (page - 1) * ROWS;
    let rows = if page > PAGES { 0 } else { ROWS };
    let rows: Vec<String> =
        (first..first + rows).map(|id| format!(r#"{{"id":{id},"text":"message {id}"}}"#)).collect();
    let total = ROWS * PAGES;
    format!(
        r#"{{"code":200,"msg":"OK","data":[{}],"pageNum":{page},"pageSize":{ROWS},"pages":{PAGES},"total":{total}}}"#,
        rows.join(",")
    )
    .into()
}
