//! Uses `reqwest` with its default features, then with a provider of its own, beside all features of ours but `ring`.

use quectel_openapi::mock::{Mock, PRODUCT_KEY};
use quectel_openapi::{Client, ErrorKind, RetryPolicy, Server};
use rustls::crypto::{CryptoProvider, ring};
use strangers::serve_once;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    our_calls().await;
    assert!(CryptoProvider::get_default().is_none(), "our client installs nothing");

    their_call().await;
    assert!(CryptoProvider::get_default().is_none(), "reqwest installs nothing");

    ring::default_provider().install_default().expect("the program may still install a provider");
    their_call().await;
    our_calls().await;
}

/// Calls the mock in plain HTTP, and a server without TLS by https.
async fn our_calls() {
    let mock = Mock::start().expect("the mock starts");
    let client = mock.client().build().expect("a client is built");
    client.thing_model().export_tsl(PRODUCT_KEY).await.expect("the mock answers");

    let server = Server::Custom(format!("https://{}", serve_once()));
    let client =
        Client::builder(server).access_key("key", "secret").retry(RetryPolicy::never()).build();
    let result = client.expect("a client is built").thing_model().export_tsl(PRODUCT_KEY).await;
    // The first request is the sign-in.
    assert_eq!(result.expect_err("there is no TLS").kind(), ErrorKind::SignIn);
}

async fn their_call() {
    let client = reqwest::Client::builder().no_proxy().build().expect("a client is built");
    let result = client.get(format!("https://{}/", serve_once())).send().await;
    assert!(result.expect_err("there is no TLS").is_connect());
}
