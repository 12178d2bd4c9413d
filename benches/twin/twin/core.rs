//! What stands once in the twin: transport, envelope, errors, one generic call. No less and no more than a lean client
//! has: no slack, no JSON paths, no token renewal, no drift.

use std::error::Error as StdError;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use serde::Deserialize;
use serde::de::DeserializeOwned;

pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

pub trait Transport: Send + Sync + 'static {
    fn get(&self, url: String, token: Option<&str>) -> BoxFuture<'_, Result<Response, Error>>;
}

pub struct Response {
    pub status: u16,
    pub body: Vec<u8>,
}

#[derive(Clone)]
pub struct Client {
    base: String,
    token: String,
    transport: Arc<dyn Transport>,
}

/// `{code, msg, data}`.
#[derive(Debug, Clone, Deserialize)]
pub struct Envelope<T> {
    pub code: i64,
    pub msg: Option<String>,
    pub data: Option<T>,
}

/// The same without `data`: the payload stands beside the code.
#[derive(Debug, Clone, Deserialize)]
struct Head {
    code: i64,
    msg: Option<String>,
}

/// An error enum of an endpoint.
pub trait ErrorCode: Copy + fmt::Debug {
    fn from_code(code: i64) -> Self;
}

#[derive(Debug)]
pub enum CallError<E> {
    Refused { case: E, code: i64, message: Option<String> },
    Failed(Error),
}

/// Any failure of any call.
#[derive(Debug)]
pub enum Error {
    Refused { code: i64, message: Option<String> },
    Status(u16),
    Transport(String),
    Decode(serde_json::Error),
    Utf8(std::string::FromUtf8Error),
}

impl Client {
    pub fn new(base: &str, token: &str, transport: impl Transport) -> Self {
        Self { base: base.to_owned(), token: token.to_owned(), transport: Arc::new(transport) }
    }

    /// A call whose payload is under `data`.
    pub(crate) async fn call<T: DeserializeOwned, E: ErrorCode>(
        &self,
        path: &str,
        query: &[(&str, &str)],
    ) -> Result<T, CallError<E>> {
        let body = self.fetch(path, query, Some(&self.token)).await?;
        let envelope: Envelope<T> = serde_json::from_str(&body).map_err(Error::Decode)?;
        match envelope.data {
            Some(data) if envelope.code == 200 => Ok(data),
            _ => Err(refused(envelope.code, envelope.msg)),
        }
    }

    /// A call whose payload is at the top, and which needs no token.
    pub(crate) async fn call_flat<T: DeserializeOwned, E: ErrorCode>(
        &self,
        path: &str,
        query: &[(&str, &str)],
    ) -> Result<T, CallError<E>> {
        let body = self.fetch(path, query, None).await?;
        let head: Head = serde_json::from_str(&body).map_err(Error::Decode)?;
        if head.code != 200 {
            return Err(refused(head.code, head.msg));
        }
        Ok(serde_json::from_str(&body).map_err(Error::Decode)?)
    }

    async fn fetch(
        &self,
        path: &str,
        query: &[(&str, &str)],
        token: Option<&str>,
    ) -> Result<String, Error> {
        let mut url = format!("{}{path}", self.base);
        for (index, (name, value)) in query.iter().enumerate() {
            url.push(if index == 0 { '?' } else { '&' });
            url.push_str(name);
            url.push('=');
            encode(value, &mut url);
        }
        let response = self.transport.get(url, token).await?;
        if !(200..300).contains(&response.status) {
            return Err(Error::Status(response.status));
        }
        String::from_utf8(response.body).map_err(Error::Utf8)
    }
}

fn refused<E: ErrorCode>(code: i64, message: Option<String>) -> CallError<E> {
    CallError::Refused { case: E::from_code(code), code, message }
}

fn encode(value: &str, url: &mut String) {
    for byte in value.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                url.push(byte.into())
            }
            _ => url.push_str(&format!("%{byte:02X}")),
        }
    }
}

impl<E> From<Error> for CallError<E> {
    fn from(error: Error) -> Self {
        Self::Failed(error)
    }
}

impl<E> From<CallError<E>> for Error {
    fn from(error: CallError<E>) -> Self {
        match error {
            CallError::Refused { code, message, .. } => Self::Refused { code, message },
            CallError::Failed(error) => error,
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused { code, message } => {
                write!(f, "refused with {code}: {}", message.as_deref().unwrap_or_default())
            }
            Self::Status(status) => write!(f, "HTTP status {status}"),
            Self::Transport(reason) => f.write_str(reason),
            Self::Decode(error) => write!(f, "the answer is not what was described: {error}"),
            Self::Utf8(error) => write!(f, "the answer is not UTF-8: {error}"),
        }
    }
}

impl StdError for Error {}

impl<E: fmt::Debug> fmt::Display for CallError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused { case, code, message } => {
                write!(f, "{case:?} ({code}): {}", message.as_deref().unwrap_or_default())
            }
            Self::Failed(error) => error.fmt(f),
        }
    }
}

impl<E: fmt::Debug> StdError for CallError<E> {}
