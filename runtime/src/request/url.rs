//! URLs: which servers are fit to carry a token, and the one place where anything is percent-encoded.
//!
//! Everything but the unreserved characters of RFC 3986 is encoded, so a blank is `%20` and a plus is `%2B`, and no URL
//! parser after us finds anything to change.

use std::mem;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use url::{Host, Url};

use crate::call::Call;
use crate::descriptor::{PathPart, Place};
use crate::error::Error;

/// The URL of a server, without a slash at its end.
pub(crate) struct Base {
    url: String,
    host: String,
    port: u16,
    #[cfg(feature = "reqwest")]
    server: Url,
    #[cfg(feature = "reqwest")]
    is_loopback: bool,
}

/// All but the unreserved characters of RFC 3986.
pub(crate) const ENCODED: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

impl Base {
    /// Checks a server's URL. What is wrong is said without the URL itself, which may hold a password.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let url =
            Url::parse(text).map_err(|error| format!("the server's URL is not a URL: {error}"))?;
        if !url.username().is_empty() || url.password().is_some() {
            return Err("the server's URL holds a user or a password".to_owned());
        }
        if url.query().is_some() || url.fragment().is_some() {
            return Err("the server's URL holds a query or a fragment".to_owned());
        }
        let is_loopback = is_loopback(&url);
        match url.scheme() {
            "https" => {}
            "http" if is_loopback => {}
            "http" => {
                return Err(
                    "the server's URL is plain http, which is for loopback hosts only: use https"
                        .to_owned(),
                );
            }
            scheme => {
                return Err(format!(
                    "the server's URL begins with `{scheme}:` instead of `https:`"
                ));
            }
        }
        Ok(Self {
            url: url.as_str().trim_end_matches('/').to_owned(),
            host: url.host_str().unwrap_or_default().to_owned(),
            port: url.port_or_known_default().unwrap_or_default(),
            #[cfg(feature = "reqwest")]
            is_loopback,
            #[cfg(feature = "reqwest")]
            server: without_path(url),
        })
    }

    pub(crate) fn host(&self) -> &str {
        &self.host
    }

    pub(crate) fn port(&self) -> u16 {
        self.port
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.url
    }

    #[cfg(feature = "reqwest")]
    pub(crate) fn is_loopback(&self) -> bool {
        self.is_loopback
    }

    /// The server alone, without a path.
    #[cfg(feature = "reqwest")]
    pub(crate) fn server(&self) -> Url {
        self.server.clone()
    }

    #[cfg(feature = "reqwest")]
    pub(crate) fn is_https(&self) -> bool {
        self.url.starts_with("https:")
    }
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        Some(Host::Domain(name)) => name == "localhost",
        None => false,
    }
}

#[cfg(feature = "reqwest")]
fn without_path(mut url: Url) -> Url {
    url.set_path("");
    url
}

/// The whole URL of a call.
pub(crate) fn of_call(call: &Call) -> Result<String, Error> {
    let base = call.core().base().as_str();
    let mut url = String::with_capacity(base.len() + ROOM);
    url.push_str(base);
    push_path(call, &mut url)?;
    push_pairs(call, Place::Query, "?", &mut url)?;
    Ok(url)
}

/// Most paths and queries fit in so many bytes.
const ROOM: usize = 128;

/// Path parameters become one segment each; a segment that a URL parser would drop is refused.
fn push_path(call: &Call, url: &mut String) -> Result<(), Error> {
    let endpoint = call.endpoint();
    for part in endpoint.path {
        match part {
            PathPart::Text(text) => url.push_str(text),
            PathPart::Parameter(index) => {
                let value = call.text(*index)?.unwrap_or_default();
                if value.is_empty() {
                    return Err(call.invalid(*index, "is empty, and a path has no room for that"));
                }
                url.extend(utf8_percent_encode(&value, ENCODED));
                if url.rsplit('/').next().is_some_and(is_dots) {
                    let reason = "`.` and `..` mean something else in a path";
                    return Err(call.invalid(*index, reason));
                }
            }
        }
    }
    Ok(())
}

fn is_dots(segment: &str) -> bool {
    matches!(segment, "." | "..")
}

/// The pairs of a form.
pub(crate) fn form(call: &Call) -> Result<String, Error> {
    let mut form = String::with_capacity(ROOM);
    push_pairs(call, Place::Form, "", &mut form)?;
    Ok(form)
}

/// Writes pairs in the order of the parameters. `before` stands before the first of them.
fn push_pairs(
    call: &Call,
    place: Place,
    mut before: &'static str,
    to: &mut String,
) -> Result<(), Error> {
    for sent in call.sent(place) {
        let brackets = if sent.takes_brackets() { "[]" } else { "" };
        let pair = |value: &str| {
            to.push_str(mem::replace(&mut before, "&"));
            to.extend(utf8_percent_encode(sent.wire, ENCODED));
            to.extend(utf8_percent_encode(brackets, ENCODED));
            to.push('=');
            to.extend(utf8_percent_encode(value, ENCODED));
        };
        sent.each_text(pair).map_err(|reason| sent.invalid(call, reason))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(url: &str, expected: Result<&str, &str>) {
        let found = Base::parse(url).map(|base| base.as_str().to_owned());
        match (found, expected) {
            (Ok(found), Ok(expected)) => assert_eq!(found, expected),
            (Err(found), Err(expected)) => assert!(found.contains(expected), "{found}"),
            (found, expected) => panic!("{url}: {found:?} instead of {expected:?}"),
        }
    }

    #[test]
    fn a_base_path_is_kept() {
        check("https://host/api/v2/", Ok("https://host/api/v2"));
        check("https://host", Ok("https://host"));
        check("https://host:8443/", Ok("https://host:8443"));
    }

    #[test]
    fn plain_http_is_for_loopback() {
        check("http://127.0.0.1:80", Ok("http://127.0.0.1"));
        check("http://127.9.9.9:8080", Ok("http://127.9.9.9:8080"));
        check("http://[::1]:8080", Ok("http://[::1]:8080"));
        check("http://LOCALHOST:8080", Ok("http://localhost:8080"));
        check("http://localhost.evil.example", Err("plain http"));
        check("http://10.0.0.1", Err("plain http"));
        check("http://0.0.0.0", Err("plain http"));
    }

    #[test]
    fn anything_that_could_leak_or_mislead_is_refused() {
        check("https://user:SENTINEL@host", Err("user or a password"));
        check("https://host/?a=b", Err("query or a fragment"));
        check("https://host/#a", Err("query or a fragment"));
        check("ftp://host", Err("`ftp:`"));
        check("host", Err("not a URL"));
        assert!(!Base::parse("https://user:SENTINEL@host").err().unwrap().contains("SENTINEL"));
    }
}
