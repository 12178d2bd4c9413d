//! URLs and forms of calls. This is the only code that percent-encodes.
//!
//! All but the unreserved characters of RFC 3986 are encoded: a space is `%20` and a plus is `%2B`. URL parsers leave the
//! result unchanged.

use std::mem;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::Arguments;
use crate::descriptor::{ParameterLocation, PathPart};
use crate::error::Error;
use crate::transport::BaseUrl;

/// All but the unreserved characters of RFC 3986.
pub(crate) const ENCODED: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Builds the whole URL of a call.
pub(super) fn url(base: &BaseUrl, call: &Arguments) -> Result<String, Error> {
    let base = base.as_str();
    let mut url = String::with_capacity(base.len() + CAPACITY);
    url.push_str(base);
    push_path(call, &mut url)?;
    push_pairs(call, ParameterLocation::Query, "?", &mut url)?;
    Ok(url)
}

/// The initial capacity for a path and query, in bytes. It suffices for most calls.
const CAPACITY: usize = 128;

/// Writes the path. Each path parameter is one segment; segments that URL parsers would remove are rejected.
fn push_path(call: &Arguments, url: &mut String) -> Result<(), Error> {
    let endpoint = call.endpoint();
    for part in endpoint.path {
        match part {
            PathPart::Text(text) => url.push_str(text),
            PathPart::Parameter(index) => {
                let value = call.text(*index)?.unwrap_or_default();
                if value.is_empty() {
                    return Err(call.invalid(*index, "is empty, which a path cannot express"));
                }
                url.extend(utf8_percent_encode(&value, ENCODED));
                if url.rsplit('/').next().is_some_and(is_dots) {
                    let reason = "`.` and `..` have a special meaning in a path";
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

/// Builds a URL-encoded form.
pub(super) fn form(call: &Arguments) -> Result<String, Error> {
    let mut form = String::with_capacity(CAPACITY);
    push_pairs(call, ParameterLocation::Form, "", &mut form)?;
    Ok(form)
}

/// Writes pairs in the order of the parameters. `before` precedes the first pair.
fn push_pairs(
    call: &Arguments,
    location: ParameterLocation,
    mut before: &'static str,
    to: &mut String,
) -> Result<(), Error> {
    for sent in call.sent(location) {
        let brackets = if sent.takes_brackets() { "[]" } else { "" };
        let pair = |value: &str| {
            to.push_str(mem::replace(&mut before, "&"));
            to.extend(utf8_percent_encode(sent.wire_name, ENCODED));
            to.extend(utf8_percent_encode(brackets, ENCODED));
            to.push('=');
            to.extend(utf8_percent_encode(value, ENCODED));
        };
        sent.each_text(pair).map_err(|reason| sent.invalid(call, reason))?;
    }
    Ok(())
}
