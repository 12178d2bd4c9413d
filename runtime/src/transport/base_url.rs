//! The URL of a server, checked to be safe for a token.

use url::{Host, Url};

/// The URL of a server, without a trailing slash.
pub(crate) struct BaseUrl {
    url: String,
    host: String,
    port: u16,
    #[cfg(feature = "reqwest")]
    server: Url,
    #[cfg(feature = "reqwest")]
    is_loopback: bool,
}

impl BaseUrl {
    /// Checks a server's URL. The error does not show the URL, which may contain a password.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let url =
            Url::parse(text).map_err(|error| format!("the server's URL is not a URL: {error}"))?;
        if !url.username().is_empty() || url.password().is_some() {
            return Err("the server's URL contains a user or a password".to_owned());
        }
        if url.query().is_some() || url.fragment().is_some() {
            return Err("the server's URL contains a query or a fragment".to_owned());
        }
        let is_loopback = is_loopback(&url);
        match url.scheme() {
            "https" => {}
            "http" if is_loopback => {}
            "http" => {
                let reason =
                    "the server's URL is plain http, which is for loopback hosts only: use https";
                return Err(reason.to_owned());
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

    /// The server without a path.
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

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(url: &str, expected: Result<&str, &str>) {
        let found = BaseUrl::parse(url).map(|base| base.as_str().to_owned());
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
        assert!(!BaseUrl::parse("https://user:SENTINEL@host").err().unwrap().contains("SENTINEL"));
    }
}
