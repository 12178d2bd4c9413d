//! The sentences of the documentation.

use proc_macro2::Ident;

use super::endpoint::{argument_name, builder, case, handle_of, request_name, setter_name};
use super::ident;
use crate::backend::rust::docs::{Doc, code_span, inline, plain};
use crate::backend::rust::names;
use crate::model::{Endpoint, ErrorCode, Field, Group, Limit, Parameter, Presence, Wire};

/// Of what is told although the vendor says nothing.
const INFERRED: &str = "The vendor does not document it. / 厂商文档未说明。";

pub(super) fn group_doc(group: &Group) -> Doc {
    let feature = group.feature.iter();
    let feature = feature.map(|name| format!("Behind the cargo feature {}.", code_span(name)));
    Doc::default().text(&group.title).text(&group.doc).paragraph(feature)
}

/// What a call does, for whoever looks at the method or at the builder.
pub(super) fn call_doc(endpoint: &Endpoint) -> Doc {
    let builder = builder(endpoint);
    let parameter = |(_, parameter): (usize, &Parameter)| {
        let name = setter_name(endpoint, parameter);
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
        .found_by(&ident(names::method(&endpoint.name)), call_aliases(endpoint))
}

/// The path and what stands last in it; the parameters that have no item of their own.
fn call_aliases(endpoint: &Endpoint) -> Vec<String> {
    let route = endpoint.route();
    let path = route.split_once(' ').map_or("", |(_, path)| path);
    let last = path.rsplit('/').next().filter(|segment| !segment.starts_with('{'));
    let positional =
        endpoint.required().filter(|(_, one)| !endpoint.takes_request() && !one.spread);
    let wires = positional.map(|(_, parameter)| parameter.wire.as_str());
    [path].into_iter().chain(last).chain(wires).map(str::to_owned).collect()
}

/// An argument, or the field that stands for it.
fn required_name(endpoint: &Endpoint, parameter: &Parameter) -> String {
    let name = argument_name(parameter);
    match endpoint.takes_request() {
        true => {
            format!("[`{name}`]({}::{})", request_name(endpoint), names::bare(&name))
        }
        false => format!("`{name}`"),
    }
}

/// What the builder says: the method says the rest.
pub(super) fn builder_doc(endpoint: &Endpoint) -> Doc {
    let (handle, method) = (handle_of(endpoint), ident(names::method(&endpoint.name)));
    let method = names::bare(&method);
    Doc::default()
        .text(&endpoint.summary)
        .markdown(format!("A call of [`{method}`](super::{handle}::{method})."))
}

pub(super) fn error_line(endpoint: &Endpoint, error: &ErrorCode) -> String {
    let (case, variant) = (case(endpoint), ident(names::variant(&error.name)));
    format!("{} [`{variant}`]({case}::{variant}){}", error.code, meaning(error))
}

/// What a code means, after the code.
pub(super) fn meaning(error: &ErrorCode) -> String {
    match error.doc.is_empty() {
        true => ".".to_owned(),
        false => format!(": {}", inline(&error.doc)),
    }
}

/// What the setter or the field of a parameter says; `name` is the Rust name of either.
pub(super) fn parameter_doc(parameter: &Parameter, name: &Ident) -> Doc {
    let doc = Doc::default().text(&parameter.doc).markdown(rules(parameter));
    doc.found_by(name, (!parameter.spread).then_some(parameter.wire.as_str()))
}

/// Wire name, limits and default of a parameter, in a sentence or two.
fn rules(parameter: &Parameter) -> String {
    let mut rules = vec![match parameter.spread {
        true => "Its fields are sent as parameters of their own.".to_owned(),
        false => format!("Sent as {}.", code_span(&parameter.wire)),
    }];
    rules.extend(parameter.limits.iter().map(limit_sentence));
    if let Presence::Optional { default: Some(default) } = &parameter.presence {
        rules.push(default_sentence(default));
    }
    rules.join(" ")
}

fn default_sentence(default: &serde_json::Value) -> String {
    let default = default.as_str().map_or_else(|| default.to_string(), str::to_owned);
    format!("Left out, the server takes {}.", code_span(&default))
}

pub(super) fn limit_sentence(limit: &Limit) -> String {
    match limit {
        Limit::MinLength(1) => "Not empty.".to_owned(),
        Limit::MinLength(count) => format!("At least {count} characters."),
        Limit::MaxLength(count) => format!("At most {count} characters."),
        Limit::Min(least) => format!("Not less than {least}."),
        Limit::Max(most) => format!("Not more than {most}."),
        Limit::MinItems(1) => "At least one item.".to_owned(),
        Limit::MinItems(count) => format!("At least {count} items."),
        Limit::MaxItems(count) => format!("At most {count} items."),
        Limit::Pattern(pattern) => format!("Matches {}.", code_span(pattern)),
    }
}

pub(super) fn case_doc(endpoint: &Endpoint) -> Doc {
    let (group, builder) = (handle_of(endpoint), builder(endpoint));
    Doc::default()
        .markdown(format!("Why [`{builder}`] was refused."))
        .markdown(format!("What [`CallError::case`](rt::CallError::case) of a call of [`{group}`](super::{group}) gives."))
}

/// What it means, or its wire name where nobody says anything. An answer holds its default, so only
/// where it is sent there is something to say about it.
pub(super) fn field_doc(field: &Field, is_sent: bool) -> Doc {
    let doc = match (field.doc.is_empty(), field.undocumented) {
        (true, _) => Doc::default().markdown(format!("{}, undocumented.", code_span(&field.wire))),
        (false, true) => Doc::default().text(&field.doc).markdown(INFERRED),
        (false, false) => Doc::default().text(&field.doc),
    };
    let default = field.default.iter().filter(|_| is_sent).map(default_sentence);
    let rules: Vec<String> = field.limits.iter().map(limit_sentence).chain(default).collect();
    let deprecated = field.deprecated.iter().map(|why| format!("Deprecated: {}", inline(why)));
    doc.paragraph((!rules.is_empty()).then(|| rules.join(" "))).paragraph(deprecated)
}

pub(super) fn wire_doc(wire: &Wire) -> String {
    match wire {
        Wire::Int(number) => format!("`{number}` on the wire."),
        Wire::Text(text) => format!("{} on the wire.", code_span(text)),
    }
}
