//! TLS: trusted certificates, and errors of calls to untrusted servers.

use std::net::TcpStream;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, LazyLock};
use std::time::Duration;

use crate::server::{Server, Wire, redirect, whole};
use crate::support::*;
use crate::transport::{GOOD, client};
use endpointc_runtime::codegen as rt;
use endpointc_runtime::{CallError, Core, ErrorKind, RetryPolicy};
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair};
use rustls::crypto::aws_lc_rs;
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};

/// Certificate authority.
type Authority = CertifiedIssuer<'static, KeyPair>;

/// Authority of the test servers' certificates.
static OURS: LazyLock<Authority> = LazyLock::new(|| authority("ours"));

/// Another authority.
static THEIRS: LazyLock<Authority> = LazyLock::new(|| authority("theirs"));

fn authority(name: &str) -> Authority {
    let mut params = CertificateParams::new(Vec::new()).unwrap();
    params.distinguished_name.push(DnType::CommonName, name);
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap()
}

/// Creates a certificate of our authority for this name.
fn params(name: &str) -> CertificateParams {
    CertificateParams::new(vec![name.to_owned()]).unwrap()
}

fn config(params: CertificateParams) -> Arc<ServerConfig> {
    let key = KeyPair::generate().unwrap();
    let certificate = params.signed_by(&key, &OURS).unwrap();
    let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(key.serialize_der()));
    let builder = ServerConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()));
    let builder = builder.with_safe_default_protocol_versions().unwrap().with_no_client_auth();
    let chain = vec![certificate.der().clone()];
    Arc::new(builder.with_single_cert(chain, key).unwrap())
}

fn behind(config: &Arc<ServerConfig>, stream: TcpStream) -> Option<Box<dyn Wire>> {
    let connection = ServerConnection::new(Arc::clone(config)).unwrap();
    Some(Box::new(StreamOwned::new(connection, stream)))
}

fn server(params: CertificateParams, answer: impl Fn(&mut dyn Wire) + Send + 'static) -> Server {
    let config = config(params);
    Server::start("https", move |stream| behind(&config, stream), answer)
}

fn good() -> impl Fn(&mut dyn Wire) + Send + 'static {
    whole("200 OK", GOOD.to_owned())
}

/// Builds a client that trusts this authority and makes up to three attempts.
fn trusting(authority: &Authority, url: &str) -> Core {
    client(url, |builder| {
        builder.retry(RetryPolicy::default().first_delay(Duration::from_millis(1)));
        builder.root_certificate(authority.pem().as_bytes());
    })
}

async fn get(core: &Core) -> Result<Thing, CallError<GetError>> {
    call(core).send().await
}

/// A call that is not safe to repeat.
async fn submit(core: &Core) -> Result<Thing, CallError<GetError>> {
    rt::Call::new(core, &FORM).send().await
}

/// The certificate is rejected before a request is sent, and is not retried because another attempt would fail as well.
#[track_caller]
fn check_untrusted<T: std::fmt::Debug>(outcome: Result<T, CallError<GetError>>, why: &str) {
    let error = outcome.unwrap_err();
    assert_eq!((error.kind(), error.is_retryable()), (ErrorKind::Transport, false), "{error:?}");
    assert_eq!(error.attempts(), 1);
    let message = format!("{error:#}");
    assert!(message.contains("the server's certificate is not trusted"), "{message}");
    assert!(message.contains(why) && message.contains("root_certificate"), "{message}");
}

#[tokio::test]
async fn a_private_authority_can_be_trusted() {
    let server = server(params("127.0.0.1"), good());
    let core = trusting(&OURS, &server.url);
    assert_eq!(get(&core).await.unwrap().name, "n");
    assert_eq!(submit(&core).await.unwrap().name, "n");
    assert!(server.request().starts_with("POST /v2/things/p1/detail"));
}

#[tokio::test]
async fn a_certificate_of_an_unknown_authority_is_refused_and_nothing_is_sent() {
    let server = server(params("127.0.0.1"), good());
    let core = trusting(&THEIRS, &server.url);
    check_untrusted(get(&core).await, "UnknownIssuer");
    check_untrusted(submit(&core).await, "UnknownIssuer");
    assert_eq!((server.connections(), server.requests()), (2, 0), "each was tried once");
    assert_eq!(get(&trusting(&OURS, &server.url)).await.unwrap().name, "n");
}

#[tokio::test]
async fn a_certificate_for_another_name_is_refused() {
    let server = server(params("localhost"), good());
    check_untrusted(get(&trusting(&OURS, &server.url)).await, "not valid for name");
    assert_eq!(server.requests(), 0);
    let by_name = format!("https://localhost:{}", server.port());
    assert_eq!(get(&trusting(&OURS, &by_name)).await.unwrap().name, "n");
}

#[tokio::test]
async fn a_certificate_that_has_expired_is_refused() {
    let mut params = params("127.0.0.1");
    params.not_before = rcgen::date_time_ymd(2020, 1, 1);
    params.not_after = rcgen::date_time_ymd(2021, 1, 1);
    let server = server(params, good());
    check_untrusted(get(&trusting(&OURS, &server.url)).await, "expired");
    assert_eq!(server.requests(), 0);
}

#[tokio::test]
async fn a_redirect_away_from_tls_is_not_followed() {
    let plain = Server::plain(good());
    let server = server(params("127.0.0.1"), redirect(plain.url.clone()));
    let error = get(&trusting(&OURS, &server.url)).await.unwrap_err();
    assert_eq!((error.kind(), error.status()), (ErrorKind::Refused, Some(302)));
    assert_eq!((server.connections(), plain.connections()), (1, 0));
}

/// Closes the first connections after the client's hello.
fn hanging_up(times: usize) -> Server {
    let config = config(params("127.0.0.1"));
    let seen = AtomicUsize::new(0);
    let open = move |mut stream: TcpStream| {
        if seen.fetch_add(1, Ordering::SeqCst) < times {
            std::io::Read::read(&mut stream, &mut [0; 64]).unwrap();
            return None;
        }
        behind(&config, stream)
    };
    Server::start("https", open, good())
}

#[tokio::test]
async fn a_handshake_that_breaks_off_is_tried_again_if_the_call_is_safe_to_repeat() {
    let server = hanging_up(2);
    assert_eq!(get(&trusting(&OURS, &server.url)).await.unwrap().name, "n");
    assert_eq!((server.connections(), server.requests()), (3, 1));

    let server = hanging_up(1);
    let core = trusting(&OURS, &server.url);
    let error = submit(&core).await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Transport, 1));
    assert!(error.to_string().contains("no connection to the server"), "{error}");
    assert_eq!((server.connections(), server.requests()), (1, 0));
    assert_eq!(submit(&core).await.unwrap().name, "n", "the client is usable afterwards");
}

#[tokio::test]
async fn a_server_without_tls_is_no_connection() {
    let open = |mut stream: TcpStream| {
        std::io::Read::read(&mut stream, &mut [0; 64]).unwrap();
        good()(&mut stream);
        None
    };
    let server = Server::start("https", open, good());
    let error = get(&trusting(&OURS, &server.url)).await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Transport, 3));
    assert!(error.to_string().contains("no connection to the server"), "{error}");
    assert_eq!((server.connections(), server.requests()), (3, 0));
}

#[test]
fn what_is_no_certificate_is_refused_when_the_client_is_built() {
    let broken = "-----BEGIN CERTIFICATE-----\n!\n-----END CERTIFICATE-----\n";
    for pem in ["", "no certificate", broken] {
        let mut builder = rt::Builder::new(&API, "https://host");
        builder.root_certificate(pem.as_bytes());
        let error = builder.build().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidRequest);
        assert_eq!(error.to_string(), "a root certificate is not in PEM");
    }
    let mut builder = builder(Fake::answering(200, ""));
    builder.root_certificate(OURS.pem().as_bytes());
    let error = builder.build().unwrap_err();
    assert!(error.to_string().contains("for the built-in transport"), "{error}");
}
