//! The built-in transport: the one file that names the HTTP library.
//!
//! TLS is rustls, handed over ready-made so that nothing is installed process-wide. Its provider is aws-lc, as in reqwest's
//! own defaults, or ring if the feature `ring` asks for it (`docs/decisions/guest.md`). Certificates are checked by the
//! platform's verifier.

use std::borrow::Cow;
use std::error::Error as StdError;
use std::io;
use std::iter;
use std::sync::Arc;
use std::time::Duration;

use reqwest::Client;
use reqwest::header::{CONTENT_LENGTH, HeaderName, HeaderValue, InvalidHeaderValue};
use reqwest::redirect::Policy;
use rustls::ClientConfig;
use rustls::crypto::CryptoProvider;
#[cfg(not(feature = "ring"))]
use rustls::crypto::aws_lc_rs as crypto;
#[cfg(feature = "ring")]
use rustls::crypto::ring as crypto;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls_platform_verifier::Verifier;
use url::{ParseError, Url};

use super::{BaseUrl, BoxFuture, Request, Response, Transport};
use crate::descriptor::Method;
use crate::error::{Error, TransportError, TransportErrorKind};

/// Timeout of connecting. It leaves time for another attempt within the deadline of a call.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// Maximum idle time of a connection. It is shorter than that of gateways (60 s and more), because a write fails if the
/// server closes the connection at the same time, and a write must not be repeated.
const IDLE: Duration = Duration::from_secs(30);

/// Interval of pings over HTTP/2. All calls share one connection, so a dead one must be detected, or all attempts would
/// time out on it.
const PING: Duration = Duration::from_secs(15);

/// Creates a transport for one server. It trusts the given certificates, in PEM, and those of the platform.
pub(crate) fn transport(base: &BaseUrl, trusted: &[Vec<u8>]) -> Result<Arc<dyn Transport>, Error> {
    let trusted = certificates(trusted)?;
    let tls = tls(base, trusted)
        .map_err(|error| Error::setup("TLS cannot be set up", Some(Arc::new(error))))?;
    let mut builder = Client::builder()
        .redirect(Policy::none())
        .referer(false)
        .connect_timeout(CONNECT_TIMEOUT)
        .pool_idle_timeout(IDLE)
        .http2_keep_alive_interval(PING)
        .http2_keep_alive_timeout(CONNECT_TIMEOUT)
        // Other crates may enable decompression in reqwest. It stays off, because a small body could expand without limit.
        .no_gzip()
        .no_brotli()
        .no_zstd()
        .no_deflate()
        .tls_backend_preconfigured(tls);
    if base.is_loopback() {
        // A proxy would send the token to another machine.
        builder = builder.no_proxy();
    }
    match builder.build() {
        Ok(client) => Ok(Arc::new(Reqwest { client, server: base.server() })),
        Err(error) => Err(Error::setup(
            "the HTTP client cannot be set up",
            Some(Arc::new(error.without_url())),
        )),
    }
}

/// Reads certificates. A file may contain several.
fn certificates(files: &[Vec<u8>]) -> Result<Vec<CertificateDer<'static>>, Error> {
    let mut found = Vec::new();
    for file in files {
        let read: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(file).collect();
        match read {
            Ok(certificates) if !certificates.is_empty() => found.extend(certificates),
            Ok(_) => return Err(Error::setup("a root certificate is not in PEM", None)),
            Err(error) => {
                let reason = "a root certificate is not in PEM";
                return Err(Error::setup(reason, Some(Arc::new(error))));
            }
        }
    }
    Ok(found)
}

/// The TLS settings. Plain HTTP to loopback needs no certificates, so it works on machines without any.
fn tls(
    base: &BaseUrl,
    trusted: Vec<CertificateDer<'static>>,
) -> Result<ClientConfig, rustls::Error> {
    let provider = Arc::new(crypto::default_provider());
    let builder = ClientConfig::builder_with_provider(Arc::clone(&provider));
    let builder = builder.with_safe_default_protocol_versions()?;
    let builder = if base.is_https() {
        let verifier = Arc::new(verifier(trusted, provider)?);
        builder.dangerous().with_custom_certificate_verifier(verifier)
    } else {
        builder.with_root_certificates(rustls::RootCertStore::empty())
    };
    let mut config = builder.with_no_client_auth();
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(config)
}

/// The platform's verifier.
#[cfg(not(target_os = "android"))]
fn verifier(
    trusted: Vec<CertificateDer<'static>>,
    provider: Arc<CryptoProvider>,
) -> Result<Verifier, rustls::Error> {
    Verifier::new_with_extra_roots(trusted, provider)
}

/// The platform's verifier. Android does not accept further root certificates.
#[cfg(target_os = "android")]
fn verifier(
    trusted: Vec<CertificateDer<'static>>,
    provider: Arc<CryptoProvider>,
) -> Result<Verifier, rustls::Error> {
    if !trusted.is_empty() {
        let reason = "Android takes root certificates in its settings only";
        return Err(rustls::Error::General(reason.into()));
    }
    Verifier::new(provider)
}

struct Reqwest {
    client: Client,
    /// The server alone, without a path.
    server: Url,
}

impl Transport for Reqwest {
    fn send(&self, request: Request) -> BoxFuture<'_, Result<Response, TransportError>> {
        Box::pin(self.exchange(request))
    }
}

impl Reqwest {
    async fn exchange(&self, request: Request) -> Result<Response, TransportError> {
        let max_body = request.max_body;
        let request = self.request(request)?;
        let response = self.client.execute(request).await.map_err(failure)?;
        let status = response.status().as_u16();
        let headers = headers(&response);
        Ok(Response { status, headers, body: body(response, max_body).await? })
    }

    fn request(&self, request: Request) -> Result<reqwest::Request, TransportError> {
        let url = self.url(&request.url).map_err(impossible)?;
        let mut ready = reqwest::Request::new(method(request.method), url);
        let headers = ready.headers_mut();
        for (name, value) in request.headers {
            let name = HeaderName::from_bytes(name.as_bytes()).map_err(impossible)?;
            headers.append(name, header_value(value).map_err(impossible)?);
        }
        match (request.body, request.method) {
            (Some(body), _) => *ready.body_mut() = Some(body.into()),
            // Some gateways reject a POST without `Content-Length` (411), and hyper omits it for an empty body in HTTP/1.1.
            (None, Method::Post | Method::Put | Method::Patch) => {
                headers.insert(CONTENT_LENGTH, HeaderValue::from_static("0"));
            }
            (None, _) => {}
        }
        Ok(ready)
    }

    /// Joins the URL of the server with the target. Parsing the whole URL again would take twice as long.
    fn url(&self, text: &str) -> Result<Url, ParseError> {
        let Some(rest) = text.strip_prefix(self.server.as_str()) else { return Url::parse(text) };
        let (path, query) = rest.split_once('?').map_or((rest, None), |(p, q)| (p, Some(q)));
        let mut url = self.server.clone();
        url.set_path(path);
        url.set_query(query);
        Ok(url)
    }
}

/// The most frequent value of `Accept` and `Content-Type`.
static JSON: HeaderValue = HeaderValue::from_static("application/json");

fn header_value(value: Cow<'static, str>) -> Result<HeaderValue, InvalidHeaderValue> {
    match value {
        Cow::Borrowed("application/json") => Ok(JSON.clone()),
        value => HeaderValue::try_from(value.into_owned()),
    }
}

/// The error of a request that HTTP cannot represent. The message contains no part of the request.
fn impossible(error: impl StdError + Send + Sync + 'static) -> TransportError {
    TransportError::with_source(TransportErrorKind::Other, error)
}

/// Reads the body by chunks, so that a body over the limit is rejected before it is in memory.
async fn body(mut response: reqwest::Response, max_body: usize) -> Result<Vec<u8>, TransportError> {
    let too_large = || TransportError::new(TransportErrorKind::BodyTooLarge);
    let announced =
        usize::try_from(response.content_length().unwrap_or_default()).map_err(|_| too_large())?;
    if announced > max_body {
        return Err(too_large());
    }
    let mut body = Vec::with_capacity(announced);
    while let Some(chunk) = response.chunk().await.map_err(failure)? {
        if body.len() + chunk.len() > max_body {
            return Err(too_large());
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

fn headers(response: &reqwest::Response) -> Vec<(String, String)> {
    let text = |value: &HeaderValue| match value.to_str() {
        Ok(text) => text.to_owned(),
        Err(_) => String::from_utf8_lossy(value.as_bytes()).into_owned(),
    };
    response.headers().iter().map(|(name, value)| (name.as_str().to_owned(), text(value))).collect()
}

fn failure(error: reqwest::Error) -> TransportError {
    let kind = match &error {
        error if error.is_timeout() => TransportErrorKind::Timeout,
        error if is_distrust(error) => TransportErrorKind::Untrusted,
        error if error.is_connect() => TransportErrorKind::Connect,
        _ => TransportErrorKind::Other,
    };
    TransportError::with_source(kind, error.without_url())
}

/// Returns true if the server's certificate was rejected. The error may be inside of an I/O error.
fn is_distrust(error: &reqwest::Error) -> bool {
    let mut causes =
        iter::successors(error.source(), |&error| match error.downcast_ref::<io::Error>() {
            Some(error) => error.get_ref().map(|inner| inner as &(dyn StdError + 'static)),
            None => error.source(),
        });
    causes.any(|cause| matches!(cause.downcast_ref(), Some(rustls::Error::InvalidCertificate(_))))
}

fn method(method: Method) -> reqwest::Method {
    match method {
        Method::Get => reqwest::Method::GET,
        Method::Head => reqwest::Method::HEAD,
        Method::Post => reqwest::Method::POST,
        Method::Put => reqwest::Method::PUT,
        Method::Patch => reqwest::Method::PATCH,
        Method::Delete => reqwest::Method::DELETE,
        Method::Options => reqwest::Method::OPTIONS,
    }
}
