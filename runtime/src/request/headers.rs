//! Headers: those that the client sends by itself, and those of parameters.

use std::borrow::Cow;

use super::Arguments;
use crate::descriptor::ParameterLocation;
use crate::error::Error;

type Header = (Cow<'static, str>, Cow<'static, str>);

/// The initial capacity for headers: accepted types, user agent, content type and token suffice for most calls.
const CAPACITY: usize = 4;

/// Builds the headers of a call, without its token. A header parameter replaces the client's own header of that name.
pub(super) fn build(
    call: &Arguments,
    user_agent: &str,
    content_type: Option<&'static str>,
) -> Result<Vec<Header>, Error> {
    let mut headers: Vec<Header> = Vec::with_capacity(CAPACITY);
    headers.push(("accept".into(), "application/json".into()));
    headers.push(("user-agent".into(), user_agent.to_owned().into()));
    if let Some(content_type) = content_type {
        headers.push(("content-type".into(), content_type.into()));
    }
    for sent in call.sent(ParameterLocation::Header) {
        let text = sent.text().map_err(|reason| sent.invalid(call, reason))?;
        let Some(value) = text else { continue };
        if !is_header_value(&value) {
            return Err(sent.invalid(call, "holds control characters, which a header cannot"));
        }
        set_header(&mut headers, sent.wire_name, value.into_owned());
    }
    Ok(headers)
}

/// Sets a header, which replaces one of the same name.
pub(crate) fn set_header(headers: &mut Vec<Header>, name: &str, value: String) {
    let name = name.to_ascii_lowercase();
    match headers.iter_mut().find(|(known, _)| *known == name) {
        Some((_, known)) => *known = value.into(),
        None => headers.push((name.into(), value.into())),
    }
}

/// Returns whether a text can be the value of a header. A line break would begin another header.
pub(crate) fn is_header_value(text: &str) -> bool {
    text.chars().all(|c| c == '\t' || !c.is_control())
}
