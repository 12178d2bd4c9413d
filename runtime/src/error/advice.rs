//! Advice for failures without a documented remedy, in English and Chinese.

use super::{ErrorKind, TransportErrorKind};

/// A text in English and in Chinese.
pub(super) type Advice = [&'static str; 2];

/// Returns advice for a kind of failure.
pub(super) fn on_kind(kind: ErrorKind) -> Option<Advice> {
    Some(match kind {
        ErrorKind::SignIn => [
            "Check the credentials, that they belong to this server, and this machine's clock.",
            "请核对密钥、密钥所属的数据中心以及本机时钟。",
        ],
        ErrorKind::Permission => [
            "Check the permissions of this account in the console.",
            "请在控制台核对该账号的权限。",
        ],
        ErrorKind::Quota => ["Call less often, or raise the quota.", "请降低调用频率或提升配额。"],
        ErrorKind::Server => [
            "Try again later. If the error persists, contact the vendor with the time and the request id.",
            "请稍后重试；若持续出现，请联系厂商并提供时间与请求 id。",
        ],
        // Only a response has this kind here: a gateway timed out.
        ErrorKind::Timeout => ON_TIMEOUT,
        ErrorKind::Transport => ON_NETWORK,
        ErrorKind::Decode => [
            "The service may have changed, or a proxy may have answered. Inspect the body and report it.",
            "服务端可能已变更，或中间存在网关：请查看响应内容并反馈。",
        ],
        ErrorKind::NotFound => [
            "Check the keys and ids in the call, and that they belong to this server.",
            "请核对调用中的 key 与 id，以及它们是否属于该服务器。",
        ],
        ErrorKind::BadInput => [
            "Check the parameters of the call against the endpoint's documentation.",
            "请对照接口文档核对调用参数。",
        ],
        ErrorKind::Conflict => [
            "Check the current state of the resource, then decide whether to repeat the call.",
            "请先查看所操作对象的当前状态，再决定是否重试。",
        ],
        ErrorKind::Device => [
            "Check that the device is online and responds, then try again.",
            "请确认设备在线且有响应，然后重试。",
        ],
        ErrorKind::Refused => [
            "The description does not list this code. Contact the vendor with the time and the request id.",
            "接口描述中没有该情况：请联系厂商并提供时间与请求 id。",
        ],
        // The reason says what to change.
        ErrorKind::InvalidRequest => return None,
    })
}

const ON_NETWORK: Advice = [
    "Check the server's address, the network, the proxy and TLS.",
    "请检查服务器地址、网络、代理与 TLS。",
];

const ON_TIMEOUT: Advice = [
    "Check the network and the server's state, or increase the `timeout` or the `deadline`.",
    "请检查网络与服务器状态，或放宽超时时间（`timeout`、`deadline`）。",
];

/// Advice if a new token is rejected, too.
pub(super) const ON_TOKEN: Advice = [
    "Check that this account may make this call, and that its credentials belong to this server.",
    "请确认该账号有权调用此接口，且密钥属于该数据中心。",
];

/// Advice for a redirect, which is not followed because it may lead to another host.
pub(super) const ON_REDIRECT: Advice = [
    "The server redirects the call. Redirects are not followed, to protect the token. Check the server's address.",
    "服务器要求重定向，而 token 不会随之转发：请核对服务器地址。",
];

/// Returns advice for a call without a response.
pub(super) fn on_transport(kind: TransportErrorKind) -> Advice {
    match kind {
        TransportErrorKind::Connect | TransportErrorKind::Other => ON_NETWORK,
        TransportErrorKind::Timeout => ON_TIMEOUT,
        TransportErrorKind::Untrusted => [
            "Check the server's address and this machine's clock. To trust a private certificate authority or a proxy \
             that intercepts TLS, add its certificate with `root_certificate`.",
            "请检查服务器地址与本机时钟；私有 CA 或解密 TLS 的代理，请用 `root_certificate` 添加信任。",
        ],
        TransportErrorKind::BodyTooLarge => [
            "Request less data at once, for example smaller pages, or raise `max_body`.",
            "请减少单次请求的数据量（例如减小分页），或调大 `max_body`。",
        ],
    }
}
