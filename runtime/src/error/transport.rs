//! Failures to get a response.

use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;

/// A failure of a transport to get a response.
#[derive(Debug, Clone)]
pub struct TransportError {
    kind: TransportErrorKind,
    source: Option<Arc<dyn StdError + Send + Sync>>,
}

/// The kind of a [`TransportError`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TransportErrorKind {
    /// No connection could be established: name resolution, network or TLS failed.
    Connect,
    /// The server's certificate is not trusted: its issuer is unknown, its name differs, or it has expired.
    Untrusted,
    /// The request timed out.
    Timeout,
    /// The body is larger than allowed.
    BodyTooLarge,
    /// Any other failure: the connection was lost, or the response is not HTTP.
    Other,
}

impl TransportError {
    /// Creates an error without a source.
    pub fn new(kind: TransportErrorKind) -> Self {
        Self { kind, source: None }
    }

    /// Creates an error with a source. The source must not show the URL, which may contain credentials.
    pub fn with_source(
        kind: TransportErrorKind,
        source: impl Into<Box<dyn StdError + Send + Sync>>,
    ) -> Self {
        Self { kind, source: Some(Arc::from(source.into())) }
    }

    /// Returns the kind of the failure.
    pub fn kind(&self) -> TransportErrorKind {
        self.kind
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.kind {
            TransportErrorKind::Connect => "no connection to the server",
            TransportErrorKind::Untrusted => "the server's certificate is not trusted",
            TransportErrorKind::Timeout => "the request timed out",
            TransportErrorKind::BodyTooLarge => "the response body is larger than allowed",
            TransportErrorKind::Other => "the exchange with the server failed",
        })
    }
}

impl StdError for TransportError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.source.as_ref().map(|source| &**source as &(dyn StdError + 'static))
    }
}
