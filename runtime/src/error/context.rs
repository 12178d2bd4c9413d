//! What else is known of a failure than what it is: how often the call was tried, what the server said about it in its
//! headers, and what a person can do.

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use crate::call::retry::GaveUp;
use crate::error::{CallError, Error, ErrorKind};
use crate::observe::redact::Mask;
use crate::observe::trace;
use crate::transport::{Response, TransportErrorKind};
use crate::value::Timestamp;

/// What else is known of a failure.
#[derive(Clone, Default)]
pub(crate) struct Circumstances {
    /// How often the call was tried; 0 if it never was.
    pub(crate) attempts: u32,
    /// Why it was not tried again, although that might have helped.
    pub(crate) gave_up: Option<GaveUp>,
    retry_after: Option<Duration>,
    request_id: Option<Arc<str>>,
    server_time: Option<Timestamp>,
}

impl Circumstances {
    /// What an answer's headers say.
    pub(crate) fn of(response: &Response, mask: &dyn Fn() -> Mask) -> Self {
        let date = response.header("date").and_then(|date| httpdate::parse_http_date(date).ok());
        let now = date.unwrap_or_else(SystemTime::now);
        let retry_after = response.header("retry-after");
        Self {
            retry_after: retry_after.and_then(|value| wait_of(value.trim(), now)),
            request_id: trace::request_id(response, mask).map(Arc::from),
            server_time: date.map(Timestamp::from),
            ..Self::default()
        }
    }

    /// After the description of the failure itself.
    pub(crate) fn write(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.attempts > 1 {
            write!(f, " ({} attempts)", self.attempts)?;
        }
        if !f.alternate() {
            return Ok(());
        }
        if let Some(request_id) = &self.request_id {
            write!(f, "; request id: {request_id:?}")?;
        }
        match self.gave_up {
            Some(gave_up) => write!(f, "; not tried again: {}", reason(gave_up)),
            None => Ok(()),
        }
    }
}

/// `Retry-After` in both of its forms, the date by the clock that wrote it.
fn wait_of(value: &str, now: SystemTime) -> Option<Duration> {
    if let Ok(seconds) = value.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let at = httpdate::parse_http_date(value).ok()?;
    Some(at.duration_since(now).unwrap_or_default())
}

fn reason(gave_up: GaveUp) -> &'static str {
    match gave_up {
        GaveUp::NotRepeatable => "the call is not safe to repeat; look whether it took effect",
        GaveUp::Attempts => "all attempts are made",
        GaveUp::Deadline => "the call's deadline would be over",
        GaveUp::Token => "a new token was refused, too; the next sign-in waits for a moment",
        GaveUp::Budget => "too many calls fail, and the client's retry budget is spent",
    }
}

/// What a person can do about a failure that the description has no remedy for, in English and Chinese.
pub(crate) fn advice(kind: ErrorKind) -> Option<[&'static str; 2]> {
    Some(match kind {
        ErrorKind::SignIn => [
            "Check the credentials, that they belong to this server, and the clock of this machine.",
            "请核对密钥、密钥所属的数据中心以及本机时钟。",
        ],
        ErrorKind::Permission => {
            ["Check what this account may do, in the console.", "请在控制台核对该账号的权限。"]
        }
        ErrorKind::Quota => ["Call less often, or raise the quota.", "请降低调用频率或提升配额。"],
        ErrorKind::Server => [
            "Try again later; if it stays, ask the vendor and name the time and the request id.",
            "请稍后重试；若持续出现，请联系厂商并提供时间与请求 id。",
        ],
        // Only an answer comes here: a gateway that had no time.
        ErrorKind::Timeout => ADVICE_ON_TIME,
        ErrorKind::Transport => ADVICE_ON_NETWORK,
        ErrorKind::Decode => [
            "The service has changed or something stands before it: look at the body, and report it.",
            "服务端可能已变更，或中间存在网关：请查看响应内容并反馈。",
        ],
        ErrorKind::NotFound => [
            "Check the keys and ids of the call, and that they belong to this server.",
            "请核对调用中的 key 与 id，以及它们是否属于该服务器。",
        ],
        ErrorKind::BadInput => [
            "Check the parameters of the call against the endpoint's documentation.",
            "请对照接口文档核对调用参数。",
        ],
        ErrorKind::Conflict => [
            "Look at the present state of what the call changes, then decide whether to repeat it.",
            "请先查看所操作对象的当前状态，再决定是否重试。",
        ],
        ErrorKind::Device => [
            "Check that the device is online and answers, then try again.",
            "请确认设备在线且有响应，然后重试。",
        ],
        ErrorKind::Refused => [
            "The description does not know this: ask the vendor, and name the time and the request id.",
            "接口描述中没有该情况：请联系厂商并提供时间与请求 id。",
        ],
        // What is wrong with the call says what to do about it.
        ErrorKind::InvalidRequest => return None,
    })
}

const ADVICE_ON_NETWORK: [&str; 2] = [
    "Check the server's address, the network, the proxy and TLS.",
    "请检查服务器地址、网络、代理与 TLS。",
];

const ADVICE_ON_TIME: [&str; 2] = [
    "Check the network and the server's state, or allow more time (`timeout`, `deadline`).",
    "请检查网络与服务器状态，或放宽超时时间（`timeout`、`deadline`）。",
];

/// Another token did not help.
pub(crate) const ADVICE_ON_TOKEN: [&str; 2] = [
    "Check that this account may make this call, and that its credentials belong to this server.",
    "请确认该账号有权调用此接口，且密钥属于该数据中心。",
];

/// A redirect is answered by nobody: it may lead to another host.
pub(crate) const ADVICE_ON_REDIRECT: [&str; 2] = [
    "The server sends the call elsewhere, and a token does not go there: check the server's address.",
    "服务器要求重定向，而 token 不会随之转发：请核对服务器地址。",
];

/// What a person can do when no answer came.
pub(crate) fn advice_on_transport(kind: TransportErrorKind) -> [&'static str; 2] {
    match kind {
        TransportErrorKind::Connect | TransportErrorKind::Other => ADVICE_ON_NETWORK,
        TransportErrorKind::Timeout => ADVICE_ON_TIME,
        TransportErrorKind::Untrusted => [
            "Check the server's address and this machine's clock; a private authority, or a proxy that opens TLS, is \
             trusted with `root_certificate`.",
            "请检查服务器地址与本机时钟；私有 CA 或解密 TLS 的代理，请用 `root_certificate` 添加信任。",
        ],
        TransportErrorKind::BodyTooLarge => [
            "Ask for less at once, such as smaller pages, or raise `max_body`.",
            "请减少单次请求的数据量（例如减小分页），或调大 `max_body`。",
        ],
    }
}

macro_rules! questions {
    ($(impl<$($case:ident)?> $error:ty;)*) => {$(
        impl<$($case)?> $error {
            /// How often the call was tried, the replay after a refused token left out; 0 if it was never sent.
            pub fn attempts(&self) -> u32 {
                self.circumstances().attempts
            }

            /// How long the server asks to wait, in either form of `Retry-After`.
            pub fn retry_after(&self) -> Option<Duration> {
                self.circumstances().retry_after
            }

            /// The id under which the server knows the request, if it sent one (`x-request-id` and its kin).
            pub fn request_id(&self) -> Option<&str> {
                self.circumstances().request_id.as_deref()
            }

            /// When the server answered by its own clock, to the second.
            pub fn server_time(&self) -> Option<Timestamp> {
                self.circumstances().server_time
            }
        }
    )*};
}

questions! {
    impl<> Error;
    impl<E> CallError<E>;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(headers: &[(&str, &str)], seconds: Option<u64>) {
        let headers = headers.iter().map(|(name, value)| ((*name).into(), (*value).into()));
        let response = Response { headers: headers.collect(), ..Response::default() };
        let found = Circumstances::of(&response, &Mask::default).retry_after;
        assert_eq!(found, seconds.map(Duration::from_secs));
    }

    #[test]
    fn retry_after_is_understood_in_both_forms() {
        let date = ("Date", "Sun, 06 Nov 1994 08:49:37 GMT");
        check(&[], None);
        check(&[("Retry-After", "120")], Some(120));
        check(&[("retry-after", " 0 ")], Some(0));
        check(&[("retry-after", "-1")], None);
        check(&[("retry-after", "soon")], None);
        // By the clock of the server, whatever ours says.
        check(&[date, ("retry-after", "Sun, 06 Nov 1994 08:50:07 GMT")], Some(30));
        check(&[date, ("retry-after", "Sun, 06 Nov 1994 08:00:00 GMT")], Some(0));
    }
}
