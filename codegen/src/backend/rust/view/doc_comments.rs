//! Doc comments of generated items.

use proc_macro2::Ident;

use crate::backend::rust::markdown::{Doc, code_span, inline, plain};
use crate::backend::rust::names;
use crate::model::{Constraint, Endpoint, ErrorCode, Field, Group, Parameter, Presence, Scalar};

/// A note on fields that the vendor does not document.
const INFERRED: &str = "Not documented by the vendor. / 厂商文档未说明。";

pub(super) fn group_doc(group: &Group) -> Doc {
    let feature = group.feature.iter();
    let feature = feature.map(|name| format!("Requires the cargo feature {}.", code_span(name)));
    Doc::default().text(&group.title).text(&group.doc).paragraph(feature)
}

/// The docs of the method.
pub(super) fn call_doc(endpoint: &Endpoint) -> Doc {
    let builder = names::builder(endpoint);
    let parameter = |(_, parameter): (usize, &Parameter)| {
        let name = names::setter(endpoint, parameter);
        let shown = match parameter.presence {
            Presence::Required => required_name(endpoint, parameter),
            _ => format!("[`{name}`]({builder}::{}) (optional)", names::bare(&name)),
        };
        let (doc, rules) = (inline(&parameter.doc), rules(parameter));
        format!("{shown}: {}", [doc, rules].join(" ").trim())
    };
    let quirks = endpoint.quirks.iter().map(inline).collect();
    let errors = endpoint.errors.iter().map(|error| error_line(endpoint, error)).collect();
    let since = endpoint.since.iter().map(|since| format!("Since {}.", code_span(since)));
    let source = endpoint.source.iter().map(|page| format!("Documented at {}", plain(page)));
    Doc::default()
        .text(&endpoint.summary)
        .text(&endpoint.doc)
        .markdown(code_span(&endpoint.route()))
        .list("Parameters", endpoint.required().chain(endpoint.optional()).map(parameter).collect())
        .list("Errors", errors)
        .list("Quirks", quirks)
        .paragraph(since.chain(source))
        .found_by(&names::method(endpoint), call_aliases(endpoint))
}

/// Search aliases of a call: the path, its last segment, and the parameters without an item of their own.
fn call_aliases(endpoint: &Endpoint) -> Vec<String> {
    let route = endpoint.route();
    let path = route.split_once(' ').map_or("", |(_, path)| path);
    let last = path.rsplit('/').next().filter(|segment| !segment.starts_with('{'));
    let positional =
        endpoint.required().filter(|(_, one)| !names::takes_request(endpoint) && !one.spread);
    let wires = positional.map(|(_, parameter)| parameter.wire_name.as_str());
    [path].into_iter().chain(last).chain(wires).map(str::to_owned).collect()
}

/// An argument, or the field of the request struct.
fn required_name(endpoint: &Endpoint, parameter: &Parameter) -> String {
    let name = names::argument(parameter);
    if names::takes_request(endpoint) {
        format!("[`{name}`]({}::{})", names::request(endpoint), names::bare(&name))
    } else {
        format!("`{name}`")
    }
}

/// The docs of the builder, short, for the method has the rest.
pub(super) fn builder_doc(endpoint: &Endpoint) -> Doc {
    Doc::default()
        .text(&endpoint.summary)
        .markdown(format!("Request builder for {}.", method_link(endpoint)))
}

/// The docs of the struct with the required parameters.
pub(super) fn request_doc(endpoint: &Endpoint) -> Doc {
    Doc::default().markdown(format!("Required parameters of {}.", method_link(endpoint)))
}

/// A link to the method, from the module of its group.
fn method_link(endpoint: &Endpoint) -> String {
    let (handle, method) = (names::handle(&endpoint.group), names::method(endpoint));
    let method = names::bare(&method);
    format!("[`{method}`](super::{handle}::{method})")
}

fn error_line(endpoint: &Endpoint, error: &ErrorCode) -> String {
    let (case, variant) = (names::case(endpoint), names::variant(&error.name));
    format!("{} [`{variant}`]({case}::{variant}){}", error.code, meaning(error))
}

/// The meaning of a code, to be put after the code.
pub(super) fn meaning(error: &ErrorCode) -> String {
    if error.doc.is_empty() { ".".to_owned() } else { format!(": {}", inline(&error.doc)) }
}

/// The docs of the setter or field of a parameter; `name` is the Rust name of either.
pub(super) fn parameter_doc(parameter: &Parameter, name: &Ident) -> Doc {
    let doc = Doc::default().text(&parameter.doc).markdown(rules(parameter));
    doc.found_by(name, (!parameter.spread).then_some(parameter.wire_name.as_str()))
}

/// Wire name, limits and default of a parameter, in a sentence or two.
fn rules(parameter: &Parameter) -> String {
    let mut rules = vec![if parameter.spread {
        "Its fields are sent as separate parameters.".to_owned()
    } else {
        format!("Sent as {}.", code_span(&parameter.wire_name))
    }];
    rules.extend(parameter.limits.iter().map(limit_sentence));
    if let Presence::Optional { default: Some(default) } = &parameter.presence {
        rules.push(default_sentence(default));
    }
    rules.join(" ")
}

fn default_sentence(default: &ordered_json::Value) -> String {
    let default = default.as_str().map_or_else(|| default.to_string(), str::to_owned);
    format!("Default on the server: {}.", code_span(&default))
}

fn limit_sentence(limit: &Constraint) -> String {
    match limit {
        Constraint::MinLength(1) => "Must not be empty.".to_owned(),
        Constraint::MinLength(count) => format!("At least {count} characters."),
        Constraint::MaxLength(count) => format!("At most {count} characters."),
        Constraint::Min(least) => format!("Minimum: {least}."),
        Constraint::Max(most) => format!("Maximum: {most}."),
        Constraint::MinItems(1) => "At least one item.".to_owned(),
        Constraint::MinItems(count) => format!("At least {count} items."),
        Constraint::MaxItems(count) => format!("At most {count} items."),
        Constraint::Pattern(pattern) => format!("Must match {}.", code_span(pattern)),
    }
}

/// The docs of the error enum.
pub(super) fn case_doc(endpoint: &Endpoint) -> Doc {
    Doc::default()
        .markdown(format!("Reasons why [`{}`] fails.", names::builder(endpoint)))
        .markdown("Returned by [`CallError::case`](rt::CallError::case).")
}

/// The docs of a field, or its wire name if it has none. A response holds its default, so the default is mentioned only
/// where the field is sent.
pub(super) fn field_doc(field: &Field, is_sent: bool) -> Doc {
    let doc = match (field.doc.is_empty(), field.undocumented) {
        (true, _) => {
            Doc::default().markdown(format!("{}, undocumented.", code_span(&field.wire_name)))
        }
        (false, true) => Doc::default().text(&field.doc).markdown(INFERRED),
        (false, false) => Doc::default().text(&field.doc),
    };
    let default = field.default.iter().filter(|_| is_sent).map(default_sentence);
    let rules: Vec<String> = field.limits.iter().map(limit_sentence).chain(default).collect();
    let deprecated = field.deprecated.iter().map(|why| format!("Deprecated: {}", inline(why)));
    doc.paragraph((!rules.is_empty()).then(|| rules.join(" "))).paragraph(deprecated)
}

pub(super) fn wire_doc(wire: &Scalar) -> String {
    match wire {
        Scalar::Int(number) => format!("Wire value: `{number}`."),
        Scalar::Text(text) => format!("Wire value: {}.", code_span(text)),
    }
}
