//! One attempt as it was on the wire, for whoever asks, without its secrets.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;

use crate::call::Call;
use crate::descriptor::{Api, Endpoint};
use crate::observe::redact::Mask;
use crate::transport::{Request, Response, TransportError};

/// One attempt of a call as it was on the wire: what was sent, and what came back.
///
/// Secrets are removed: the token, parameters that the description calls secret, whatever stands in an answer under a
/// key that the description calls secret or that sounds like one (`access_token`, `password`), and headers that carry
/// credentials. It still holds the caller's data, so it belongs where that may go. `Display` writes all of it.
#[derive(Clone)]
#[non_exhaustive]
pub struct Exchange {
    /// `group.endpoint`.
    pub endpoint: &'static str,
    /// Which attempt of its call, from 1.
    pub attempt: u32,
    /// `GET`.
    pub method: &'static str,
    /// The whole URL.
    pub url: String,
    /// Header names and values that were sent, apart from those that the transport adds.
    pub headers: Vec<(String, String)>,
    /// The body that was sent.
    pub body: Option<String>,
    /// What came back, or why nothing did.
    pub answer: Result<ExchangeAnswer, String>,
    /// From the beginning of the attempt to the end of the answer.
    pub latency: Duration,
}

/// The answer of an [`Exchange`].
#[derive(Clone)]
#[non_exhaustive]
pub struct ExchangeAnswer {
    /// The HTTP status.
    pub status: u16,
    /// Header names and values.
    pub headers: Vec<(String, String)>,
    /// The body; only its size if it may hold secrets and cannot be read, so that nobody can tell where they are.
    pub body: String,
}

/// Whoever wants to see exchanges.
pub(crate) type Watcher = Arc<dyn Fn(&Exchange) + Send + Sync>;

/// Headers that carry credentials, whatever the description says.
const CREDENTIALS: [&str; 4] = ["authorization", "cookie", "proxy-authorization", "set-cookie"];

/// Parts of keys whose values are secrets, also where the description does not know the key.
const TELLTALE: [&str; 8] =
    ["token", "secret", "password", "passwd", "pwd", "psk", "credential", "authkey"];

/// Sets an exchange down.
pub(crate) fn record(
    call: &Call,
    attempt: u32,
    request: &Request,
    answer: Result<&Response, &TransportError>,
    latency: Duration,
    mut mask: Mask,
) -> Exchange {
    let endpoint = call.endpoint();
    let body = request.body.as_ref().map(|body| String::from_utf8_lossy(body));
    let answer = match answer {
        Ok(response) => Ok(answered(endpoint, response, &mut mask)),
        Err(error) => Err(error.to_string()),
    };
    Exchange {
        endpoint: endpoint.name,
        attempt,
        method: endpoint.method.as_str(),
        url: mask.apply(&request.url).into_owned(),
        headers: headers(endpoint, &request.headers, &mask),
        body: body.map(|body| mask.apply(&body).into_owned()),
        answer,
        latency,
    }
}

fn answered(endpoint: &Endpoint, response: &Response, mask: &mut Mask) -> ExchangeAnswer {
    let body = match serde_json::from_slice::<Value>(&response.body) {
        Ok(value) => {
            hide_inside(endpoint.api, &value, false, mask);
            mask.apply(&String::from_utf8_lossy(&response.body)).into_owned()
        }
        Err(_) => unreadable(endpoint, &response.body, mask),
    };
    let headers = headers(endpoint, &response.headers, mask);
    ExchangeAnswer { status: response.status, headers, body }
}

/// A page of a gateway may be shown; what may be the rest of an answer with secrets may not.
fn unreadable(endpoint: &Endpoint, body: &[u8], mask: &Mask) -> String {
    let text = String::from_utf8_lossy(body);
    let lower = text.to_ascii_lowercase();
    if may_hold_secret(endpoint.api, &lower)
        || endpoint.parameters.iter().any(|parameter| parameter.secret)
    {
        return format!("({} bytes, which are no JSON)", body.len());
    }
    mask.apply(&text).into_owned()
}

fn headers<T: AsRef<str>>(
    endpoint: &Endpoint,
    headers: &[(T, T)],
    mask: &Mask,
) -> Vec<(String, String)> {
    let token = endpoint.auth().map(|auth| auth.header);
    let is_secret = |name: &str| {
        let known = CREDENTIALS.iter().copied().chain(token);
        known.into_iter().any(|secret| secret.eq_ignore_ascii_case(name))
    };
    let shown = |(name, value): &(T, T)| {
        let (name, value) = (name.as_ref(), value.as_ref());
        let value = if is_secret(name) { "…".into() } else { mask.apply(value) };
        (name.to_owned(), value.into_owned())
    };
    headers.iter().map(shown).collect()
}

/// Hides every scalar that stands, however deep, under a key whose value is a secret.
fn hide_inside(api: &Api, value: &Value, secret: bool, mask: &mut Mask) {
    match value {
        Value::String(text) if secret => mask.hide(text),
        Value::String(text) => {
            // Some services put JSON into a text.
            if let Ok(inside @ (Value::Array(_) | Value::Object(_))) = serde_json::from_str(text) {
                hide_inside(api, &inside, secret, mask);
            }
        }
        Value::Number(number) if secret => mask.hide(&number.to_string()),
        Value::Array(items) => items.iter().for_each(|item| hide_inside(api, item, secret, mask)),
        Value::Object(fields) => fields.iter().for_each(|(key, value)| {
            let secret = secret || is_secret(api, &key.to_ascii_lowercase());
            hide_inside(api, value, secret, mask);
        }),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// Whether a key, in lower case, has a value that must not be shown.
fn is_secret(api: &Api, key: &str) -> bool {
    let described = api.secrets.iter().any(|secret| secret.eq_ignore_ascii_case(key));
    described || TELLTALE.iter().any(|part| key.contains(part))
}

/// Whether a text, in lower case, may hold such a key.
fn may_hold_secret(api: &Api, text: &str) -> bool {
    let described = api.secrets.iter().any(|secret| text.contains(&secret.to_ascii_lowercase()));
    described || TELLTALE.iter().any(|part| text.contains(part))
}

impl fmt::Display for Exchange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}, attempt {}, {:?}", self.endpoint, self.attempt, self.latency)?;
        writeln!(f, "> {} {}", self.method, self.url)?;
        write_headers(f, ">", &self.headers)?;
        if let Some(body) = &self.body {
            writeln!(f, "> {body}")?;
        }
        match &self.answer {
            Ok(answer) => {
                writeln!(f, "< {}", answer.status)?;
                write_headers(f, "<", &answer.headers)?;
                write!(f, "< {}", answer.body)
            }
            Err(reason) => write!(f, "< ({reason})"),
        }
    }
}

fn write_headers(
    f: &mut fmt::Formatter<'_>,
    direction: &str,
    headers: &[(String, String)],
) -> fmt::Result {
    headers.iter().try_for_each(|(name, value)| writeln!(f, "{direction} {name}: {value}"))
}

impl fmt::Debug for Exchange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Exchange")
            .field("endpoint", &self.endpoint)
            .field("attempt", &self.attempt)
            .field("url", &self.url)
            .field("status", &self.answer.as_ref().map(|answer| answer.status))
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for ExchangeAnswer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ExchangeAnswer").field("status", &self.status).finish_non_exhaustive()
    }
}
