//! Recording of attempts as they were on the wire, without their secrets.

use std::fmt;
use std::time::Duration;

use serde_json::Value;

use crate::descriptor::{Api, Endpoint};
use crate::error::TransportError;
use crate::observe::Redactor;
use crate::transport::{Request, Response};

/// One attempt of a call as it was on the wire: the request, and the response or the failure.
///
/// Secrets are removed: the token, secret parameters, response fields that the description marks as secret or whose keys
/// suggest one (`access_token`, `password`), and headers that carry credentials. The caller's data stays, so an exchange
/// must be stored as carefully as that data. `Display` writes the whole exchange.
#[derive(Clone)]
#[non_exhaustive]
pub struct Exchange {
    /// `group.endpoint`.
    pub endpoint: &'static str,
    /// The number of the attempt, from 1.
    pub attempt: u32,
    /// The HTTP method: `GET`.
    pub method: &'static str,
    /// The whole URL.
    pub url: String,
    /// The names and values of the request headers, except those that the transport adds.
    pub headers: Vec<(String, String)>,
    /// The request body.
    pub body: Option<String>,
    /// The response, or the reason why there is none.
    pub answer: Result<ExchangeAnswer, String>,
    /// The time from the beginning of the attempt to the end of the response.
    pub latency: Duration,
}

/// The response of an [`Exchange`].
#[derive(Clone)]
#[non_exhaustive]
pub struct ExchangeAnswer {
    /// The HTTP status.
    pub status: u16,
    /// The names and values of the headers.
    pub headers: Vec<(String, String)>,
    /// The body. If it may contain secrets and is not JSON, only its size, because the secrets cannot be located.
    pub body: String,
}

/// Headers that always carry credentials.
const CREDENTIALS: [&str; 4] = ["authorization", "cookie", "proxy-authorization", "set-cookie"];

/// Parts of keys that suggest a secret value, even if the description does not list the key.
const SENSITIVE_KEYS: [&str; 8] =
    ["token", "secret", "password", "passwd", "pwd", "psk", "credential", "authkey"];

/// Creates the exchange of one attempt.
pub(crate) fn record(
    endpoint: &Endpoint,
    request: &Request,
    result: Result<&Response, &TransportError>,
    mut redactor: Redactor,
    (attempt, latency): (u32, Duration),
) -> Exchange {
    let body = request.body.as_ref().map(|body| String::from_utf8_lossy(body));
    let answer = match result {
        Ok(response) => Ok(response_of(endpoint, response, &mut redactor)),
        Err(error) => Err(error.to_string()),
    };
    Exchange {
        endpoint: endpoint.name,
        attempt,
        method: endpoint.method.as_str(),
        url: redactor.apply(&request.url).into_owned(),
        headers: headers(endpoint, &request.headers, &redactor),
        body: body.map(|body| redactor.apply(&body).into_owned()),
        answer,
        latency,
    }
}

fn response_of(
    endpoint: &Endpoint,
    response: &Response,
    redactor: &mut Redactor,
) -> ExchangeAnswer {
    let body = match serde_json::from_slice::<Value>(&response.body) {
        Ok(value) => {
            hide_inside(endpoint.api, &value, false, redactor);
            redactor.apply(&String::from_utf8_lossy(&response.body)).into_owned()
        }
        Err(_) => not_json(endpoint, &response.body, redactor),
    };
    let headers = headers(endpoint, &response.headers, redactor);
    ExchangeAnswer { status: response.status, headers, body }
}

/// Shows a body that is not JSON, such as a gateway's page, unless it may contain secrets.
fn not_json(endpoint: &Endpoint, body: &[u8], redactor: &Redactor) -> String {
    let text = String::from_utf8_lossy(body);
    let lower = text.to_ascii_lowercase();
    if may_hold_secret(endpoint.api, &lower)
        || endpoint.parameters.iter().any(|parameter| parameter.secret)
    {
        return format!("({} bytes that are not JSON)", body.len());
    }
    redactor.apply(&text).into_owned()
}

fn headers<T: AsRef<str>>(
    endpoint: &Endpoint,
    headers: &[(T, T)],
    redactor: &Redactor,
) -> Vec<(String, String)> {
    let token = endpoint.auth().map(|auth| auth.header);
    let is_secret = |name: &str| {
        let known = CREDENTIALS.iter().copied().chain(token);
        known.into_iter().any(|secret| secret.eq_ignore_ascii_case(name))
    };
    let shown = |(name, value): &(T, T)| {
        let (name, value) = (name.as_ref(), value.as_ref());
        let value = if is_secret(name) { "…".into() } else { redactor.apply(value) };
        (name.to_owned(), value.into_owned())
    };
    headers.iter().map(shown).collect()
}

/// Hides each scalar under a secret key, at any depth.
fn hide_inside(api: &Api, value: &Value, secret: bool, redactor: &mut Redactor) {
    match value {
        Value::String(text) if secret => redactor.hide(text),
        Value::String(text) => {
            // Some services encode JSON in strings.
            if let Ok(inside @ (Value::Array(_) | Value::Object(_))) = serde_json::from_str(text) {
                hide_inside(api, &inside, secret, redactor);
            }
        }
        Value::Number(number) if secret => redactor.hide(&number.to_string()),
        Value::Array(items) => {
            items.iter().for_each(|item| hide_inside(api, item, secret, redactor))
        }
        Value::Object(fields) => fields.iter().for_each(|(key, value)| {
            let secret = secret || is_secret(api, &key.to_ascii_lowercase());
            hide_inside(api, value, secret, redactor);
        }),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// Returns whether the value of a key, in lower case, must be hidden.
fn is_secret(api: &Api, key: &str) -> bool {
    let described = api.secrets.iter().any(|secret| secret.eq_ignore_ascii_case(key));
    described || SENSITIVE_KEYS.iter().any(|part| key.contains(part))
}

/// Returns whether a text, in lower case, may contain such a key.
fn may_hold_secret(api: &Api, text: &str) -> bool {
    let described = api.secrets.iter().any(|secret| text.contains(&secret.to_ascii_lowercase()));
    described || SENSITIVE_KEYS.iter().any(|part| text.contains(part))
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
