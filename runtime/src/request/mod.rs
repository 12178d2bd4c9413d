//! Requests: the arguments of a call, their validation, and the encoding into URL, headers and body.

mod arguments;
mod body;
mod headers;
mod url;
mod validate;

use std::time::Duration;

pub(crate) use self::arguments::Arguments;
pub(crate) use self::headers::{is_header_value, set_header};
pub(crate) use self::url::ENCODED;
pub(crate) use self::validate::validate;
use crate::error::Error;
use crate::transport::{BaseUrl, Request};

/// The settings of a client that its requests depend on.
pub(crate) struct Settings<'a> {
    pub(crate) base: &'a BaseUrl,
    pub(crate) user_agent: &'a str,
    pub(crate) timeout: Duration,
    pub(crate) max_body: usize,
}

/// Builds the request of a call, without its token. The request is boxed because futures would otherwise reserve space for
/// it at each await point: allocations beyond a kilobyte are no longer cheap.
pub(crate) fn build(call: &Arguments, settings: &Settings<'_>) -> Result<Box<Request>, Error> {
    let body = body::build(call)?;
    let content_type = body.as_ref().map(|(content_type, _)| *content_type);
    Ok(Box::new(Request {
        method: call.endpoint().method,
        headers: headers::build(call, settings.user_agent, content_type)?,
        url: url::url(settings.base, call)?,
        body: body.map(|(_, bytes)| bytes),
        timeout: settings.timeout,
        max_body: settings.max_body,
    }))
}
