//! Checks names on the wire: unique in each location, and headers that can be sent.

use std::collections::HashMap;

use super::types::Types;
use crate::diagnostics::Sink;
use crate::diagnostics::messages;
use crate::model::{Parameter, ParameterLocation, Presence};
use crate::source::Span;
use crate::syntax::Spanned;

/// Headers of the connection and of the body's length, which only the client sets. A parameter may replace its other
/// headers: `Accept`, `Content-Type`, `User-Agent`.
const TRANSPORT_HEADERS: [&str; 9] = [
    "connection",
    "content-length",
    "expect",
    "host",
    "keep-alive",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
];

/// Checks the names that an endpoint sends; `token` is the header of its token, if it carries one.
pub(super) fn check(parameters: &[Parameter], token: Option<&str>, types: &Types, sink: &mut Sink) {
    let mut first: HashMap<(ParameterLocation, String), Span> = HashMap::new();
    for parameter in parameters {
        for (name, span) in names(parameter, types) {
            let key = if parameter.place == ParameterLocation::Header {
                name.to_lowercase()
            } else {
                name.clone()
            };
            if let Some(before) = first.insert((parameter.place, key), span) {
                sink.push(messages::duplicate_parameter(&name, span, before));
            }
            if parameter.place == ParameterLocation::Header {
                check_header(&Spanned { value: name, span }, token, sink);
            }
        }
        check_constant(parameter, sink);
    }
}

/// The wire names of a parameter, each once: its own, or those of the fields of a spread one.
fn names(parameter: &Parameter, types: &Types) -> Vec<(String, Span)> {
    let spread = parameter.spread_type().and_then(|id| types.shape_of(id));
    let sent = parameter.sent_fields(spread).into_iter();
    let mut names: Vec<String> = sent.map(|one| one.wire_name().to_owned()).collect();
    names.sort();
    names.dedup();
    names.into_iter().map(|name| (name, parameter.span)).collect()
}

/// Reports names that are invalid as a header or that the client sets itself.
pub(super) fn check_header(name: &Spanned<String>, token: Option<&str>, sink: &mut Sink) {
    let is_token = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c);
    let lower = name.value.to_lowercase();
    if name.value.is_empty() || !name.value.chars().all(is_token) {
        sink.push(messages::bad_header(name));
    } else if TRANSPORT_HEADERS.contains(&lower.as_str()) {
        sink.push(messages::reserved_header(name, "it belongs to the connection"));
    } else if token.is_some_and(|token| token.to_lowercase() == lower) {
        sink.push(messages::reserved_header(name, "it carries the token"));
    }
}

/// Reports a constant text that cannot be sent in its location.
fn check_constant(parameter: &Parameter, sink: &mut Sink) {
    let Presence::Constant(ordered_json::Value::String(text)) = &parameter.presence else { return };
    let cannot = match parameter.place {
        ParameterLocation::Path if matches!(text.as_str(), "" | "." | "..") => {
            Some("a segment of a path")
        }
        ParameterLocation::Header if text.chars().any(|c| c.is_control() || !c.is_ascii()) => {
            Some("a header")
        }
        ParameterLocation::Path
        | ParameterLocation::Header
        | ParameterLocation::Query
        | ParameterLocation::Body
        | ParameterLocation::Form => None,
    };
    if let Some(place) = cannot {
        sink.push(messages::bad_constant_in(parameter.span, &parameter.wire_name, place));
    }
}
