//! Nodes of endpoints, parameters and errors.

use ordered_json::Value;

use super::types::type_id;
use crate::backend::diff::change::Label;
use crate::backend::diff::node::{Aspect, Impact, Node, NodeKind, Order};
use crate::backend::rust::names::{paths, takes_request};
use crate::model::{
    Api, Endpoint, Envelope, ErrorCode, ListStyle, Paging, Parameter, ParameterLocation, PathPart,
    Presence, Type,
};

pub(super) fn node(api: &Api, endpoint: &Endpoint) -> Node {
    let (method, call) = (paths::method(endpoint), paths::call(endpoint));
    let subject = format!("endpoint {}", shown(endpoint));
    let mut node = Node::new(NodeKind::Endpoint, subject, call.clone(), endpoint.span);
    node.wire = endpoint.route();
    let request = paths::request(endpoint);
    node.keys = vec![method.clone(), call, paths::case(endpoint)];
    if takes_request(endpoint) {
        node.keys.push(request);
    }
    sending(&mut node, endpoint);
    answer(&mut node, api, endpoint);
    docs(&mut node, endpoint);
    let with = if takes_request(endpoint) { "a struct" } else { "arguments" };
    let called = Impact::surface(vec![method.clone()]);
    node.fact(Aspect::State("request"), format!("called with {with}"), called);
    node.orders.extend(order(endpoint, method));
    node.children = endpoint.parameters.iter().map(|one| parameter(api, endpoint, one)).collect();
    node.children.extend(endpoint.errors.iter().map(|error| self::error(api, endpoint, error)));
    node
}

/// Returns the call as callers write it: `things().get`.
fn shown(endpoint: &Endpoint) -> String {
    let (group, method) = (paths::group(&endpoint.group), paths::method(endpoint));
    let name = |path: &str| path.rsplit("::").next().unwrap_or_default().to_owned();
    format!("`{}().{}`", name(&group), name(&method))
}

/// Adds the facts of the request, except parameters.
fn sending(node: &mut Node, endpoint: &Endpoint) {
    let (shown, id) = (format!("`{}`", endpoint.route()), nameless_route(endpoint));
    node.fact_as(property("route"), shown, id, Impact::of(Label::Behaviour));
    let token = if endpoint.authenticated { "with a token" } else { "without a token" };
    let state = |node: &mut Node, of, shown: &str| {
        node.fact(Aspect::State(of), shown, Impact::of(Label::Behaviour));
    };
    state(node, "authentication", &format!("sent {token}"));
    let safe = if endpoint.idempotent { "idempotent" } else { "not idempotent" };
    state(node, "idempotence", &format!("{safe}{}", retried(endpoint)));
}

fn retried(endpoint: &Endpoint) -> &'static str {
    if endpoint.idempotent { " (retried after failures)" } else { " (never retried)" }
}

/// Names of parameters in the path are not sent.
fn nameless_route(endpoint: &Endpoint) -> String {
    let part = |part: &PathPart| match part {
        PathPart::Text(text) => text.clone(),
        PathPart::Parameter(index) => match &endpoint.parameters[*index].presence {
            Presence::Constant(value) => plain(value),
            Presence::Required | Presence::Optional { .. } => "{}".to_owned(),
        },
    };
    let path: String = endpoint.path.iter().map(part).collect();
    format!("{} {path}", endpoint.method.as_str())
}

/// Adds the facts of the response. Names of envelopes and paging styles are not compared.
fn answer(node: &mut Node, api: &Api, endpoint: &Endpoint) {
    let call = paths::call(endpoint);
    let output = ["::send", ": IntoFuture", "::rows", "::pages"];
    let output = || Impact::surface(output.iter().map(|one| format!("{call}{one}")).collect());
    let (shown, id) = match &endpoint.returns {
        Some(ty) => (paths::owned_type(api, ty), type_id(api, ty)),
        None => ("()".to_owned(), String::new()),
    };
    node.fact_as(property("result"), format!("`{shown}`"), id, output());
    if let Some(paging) = &endpoint.paging {
        let shown = format!("`{}`", paging.name);
        node.fact_as(property("paging"), shown, style(paging), output());
    }
    let shown = format!("`{}`", endpoint.envelope.name);
    let id = wrapping(&endpoint.envelope);
    node.fact_as(property("envelope"), shown, id, Impact::of(Label::Behaviour));
}

fn wrapping(envelope: &Envelope) -> String {
    let parts = [&envelope.code, &envelope.message, &envelope.data];
    format!("{parts:?} {:?} {:?}", envelope.success, envelope.others)
}

fn property(what: &str) -> Aspect {
    Aspect::Property(what.to_owned())
}

fn style(paging: &Paging) -> String {
    let parts = [&paging.rows, &paging.number, &paging.total, &paging.pages];
    format!("{:?} {} {:?} {parts:?} {:?}", paging.place, paging.page, paging.size, paging.others)
}

fn docs(node: &mut Node, endpoint: &Endpoint) {
    node.deprecated(endpoint.deprecated.as_ref(), Label::Compatible);
    node.text("summary", &endpoint.summary);
    node.text("text", &endpoint.doc);
    node.note("quirks", format!("{:?}", endpoint.quirks));
    node.note("source", format!("{:?} {:?}", endpoint.source, endpoint.since));
    let examples = endpoint.examples.iter().map(|one| {
        let answer = one.response.as_ref().map(Value::to_string).unwrap_or_default();
        format!("{:?} {} {answer}", one.request, one.status)
    });
    node.note("examples", examples.collect::<Vec<_>>().join("\n"));
}

/// Positional arguments are distinguished by their order only.
fn order(endpoint: &Endpoint, method: String) -> Option<Order> {
    let paths = endpoint.required().map(|(_, one)| path(endpoint, one)).collect();
    let verb = "takes its arguments";
    (!takes_request(endpoint)).then_some(Order { verb, paths, key: Some(method) })
}

/// Returns the same path for arguments, setters and constants, so that a change from one to another is found.
fn path(endpoint: &Endpoint, parameter: &Parameter) -> String {
    format!("{} parameter {}", paths::call(endpoint), name(parameter))
}

fn name(parameter: &Parameter) -> String {
    paths::argument(parameter).trim_end_matches('_').to_owned()
}

fn parameter(api: &Api, endpoint: &Endpoint, parameter: &Parameter) -> Node {
    let subject = format!("parameter `{}` of {}", name(parameter), shown(endpoint));
    let path = path(endpoint, parameter);
    let mut node = Node::new(NodeKind::Parameter, subject, path, parameter.span);
    node.wire = match parameter.place {
        ParameterLocation::Path => place_in_path(endpoint, parameter),
        _ if parameter.spread => format!("{:?} {}", parameter.place, type_id(api, &parameter.ty)),
        place => format!("{place:?} {}", parameter.wire_name),
    };
    node.keys = given_by(endpoint, parameter);
    (node.added, node.removed) = match parameter.presence {
        Presence::Optional { .. } => (Label::Compatible, Label::Behaviour),
        Presence::Required | Presence::Constant(_) => (Label::Behaviour, Label::Behaviour),
    };
    given(&mut node, api, parameter);
    travelling(&mut node, endpoint, parameter);
    node.limits(&parameter.limits);
    if let Presence::Optional { default: Some(default) } = &parameter.presence {
        node.fact(
            property("documented default"),
            format!("`{}`", plain(default)),
            Impact::of(Label::Docs),
        );
    }
    node.note("text", format!("{:?} {}", parameter.doc, parameter.undocumented));
    node
}

/// Items of the surface through which callers pass the parameter.
fn given_by(endpoint: &Endpoint, parameter: &Parameter) -> Vec<String> {
    match parameter.presence {
        Presence::Constant(_) => Vec::new(),
        Presence::Optional { .. } => {
            vec![format!("{}::{}", paths::call(endpoint), paths::setter(endpoint, parameter))]
        }
        Presence::Required if takes_request(endpoint) => {
            let request = paths::request(endpoint);
            let field = format!("{request}.{}", paths::argument(parameter));
            vec![field, format!("literal {request}"), paths::method(endpoint)]
        }
        Presence::Required => vec![paths::method(endpoint)],
    }
}

/// Adds presence, type and secrecy.
fn given(node: &mut Node, api: &Api, parameter: &Parameter) {
    let keys = node.keys.clone();
    let (presence, is_given) = match &parameter.presence {
        Presence::Required => ("required".to_owned(), true),
        Presence::Optional { .. } => ("optional".to_owned(), true),
        Presence::Constant(value) => (format!("always sent as `{}`", plain(value)), false),
    };
    node.fact(Aspect::State("presence"), presence, Impact::surface(keys.clone()));
    if is_given {
        let shown = format!("`{}`", paths::argument_type(api, &parameter.ty));
        let id = type_id(api, &parameter.ty);
        node.fact_as(property("type"), shown, id, Impact::surface(keys.clone()));
    }
    let is_secret = parameter.secret || parameter.ty == Type::Secret;
    let secret = if is_secret { "secret" } else { "not secret" };
    node.fact(Aspect::State("secrecy"), secret, Impact::surface(keys));
}

/// Adds location and name on the wire.
fn travelling(node: &mut Node, endpoint: &Endpoint, parameter: &Parameter) {
    let place = match parameter.place {
        ParameterLocation::Path => place_in_path(endpoint, parameter),
        ParameterLocation::Query => "the query".to_owned(),
        ParameterLocation::Header => "the headers".to_owned(),
        ParameterLocation::Body => "the body".to_owned(),
        ParameterLocation::Form => "the form".to_owned(),
    };
    node.behaviour("place", place);
    match (parameter.place, parameter.spread) {
        // The name of a parameter in the path is not sent.
        (ParameterLocation::Path, _) => node.note("name in the path", parameter.wire_name.clone()),
        (_, true) => node.behaviour("name on the wire", "those of its fields"),
        (_, false) => node.behaviour("name on the wire", format!("`{}`", parameter.wire_name)),
    }
    let list = match parameter.list {
        ListStyle::Repeat => "`repeat`",
        ListStyle::Comma => "`comma`",
        ListStyle::Brackets => "`brackets`",
    };
    node.behaviour("way to send lists", list);
}

fn place_in_path(endpoint: &Endpoint, parameter: &Parameter) -> String {
    let here = |part: &&PathPart| matches!(part, PathPart::Parameter(_));
    let parameters = endpoint.path.iter().filter(here).map(|part| match part {
        PathPart::Parameter(index) => endpoint.parameters[*index].wire_name == parameter.wire_name,
        PathPart::Text(_) => false,
    });
    let index = parameters.take_while(|is_it| !is_it).count();
    format!("the path (parameter {})", index + 1)
}

/// Returns the node of an error. Facts that are the same in the catalogue are not repeated.
fn error(api: &Api, endpoint: &Endpoint, error: &ErrorCode) -> Node {
    let case = paths::case(endpoint);
    let path = format!("{case}::{}", paths::variant(&error.name));
    let mut node = Node::item(NodeKind::Error, path, error.span);
    node.keys.push(format!("match {case}"));
    node.wire = error.code.to_string();
    (node.added, node.removed) = (Label::Behaviour, Label::Behaviour);
    node.behaviour("code", error.code.to_string());
    let explained = api.catalogue.iter().any(|known| known.same_meaning(error));
    if !explained {
        node.meaning(error);
    }
    node
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
