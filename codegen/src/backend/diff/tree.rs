//! Conversion of an API to a tree of nodes.

mod endpoint;
mod types;

use super::node::{Aspect, Impact, Node, NodeKind};
use crate::backend::rust::names::paths;
use crate::model::{Api, Auth, Envelope, ErrorCode, Exhaustiveness, Group, Paging, Server};
use crate::source::Span;

/// Returns the tree of an API. Endpoints and types are children of the root, not of groups, so that they are matched
/// after a move.
pub(super) fn tree(api: &Api, has_serde: bool) -> Node {
    let mut root = Node::new(NodeKind::Api, "the API", "", Span::NOWHERE);
    root.behaviour("name", format!("`{}`", api.name));
    root.text("title", &api.title);
    root.text("text", &api.doc);
    let what = Aspect::Property("`error_enums`".to_owned());
    root.fact(what, exhaustiveness(api.exhaustiveness), Impact::growth(matches(api)));
    api.auth.iter().for_each(|auth| self::auth(&mut root, auth));
    let children = &mut root.children;
    children.extend(api.groups.iter().map(group));
    children.extend(api.servers.iter().map(server));
    children.extend(api.envelopes.values().map(envelope));
    children.extend(api.paging.values().map(paging));
    children.extend(api.catalogue.iter().map(code));
    children.extend(types::nodes(api, has_serde));
    children.extend(api.endpoints().map(|one| endpoint::node(api, one)));
    root
}

fn exhaustiveness(value: Exhaustiveness) -> &'static str {
    match value {
        Exhaustiveness::Open => "`open`",
        Exhaustiveness::Exhaustive => "`exhaustive`",
    }
}

/// Items of the surface that show which enums can be matched exhaustively.
fn matches(api: &Api) -> Vec<String> {
    api.endpoints().map(|one| format!("match {}", paths::case(one))).collect()
}

fn auth(root: &mut Node, auth: &Auth) {
    root.behaviour("header of the token", format!("`{}`", auth.header));
    for (what, shown) in [
        ("list of statuses that renew the token", listed(&auth.renew_on_status)),
        ("list of codes that renew the token", listed(&auth.renew_on_codes)),
    ] {
        root.behaviour(what, shown);
    }
    root.text("text about signing in", &auth.doc);
}

fn group(group: &Group) -> Node {
    let subject = format!(
        "group `{}()`",
        paths::group(&group.name).replacen("Client", "client", 1).replace("::", ".")
    );
    let mut node = Node::new(NodeKind::Group, subject, paths::module(&group.name), group.span);
    node.keys = vec![paths::group(&group.name), paths::handle(&group.name)];
    let routes = group.endpoints.iter().map(|one| one.route());
    node.wire = routes.collect::<Vec<_>>().join("\n");
    let feature = group.feature.as_deref().map_or("nothing".to_owned(), |name| format!("`{name}`"));
    node.behaviour("cargo feature", feature);
    node.text("title", &group.title);
    node.text("text", &group.doc);
    node
}

fn server(server: &Server) -> Node {
    let mut node = Node::item(NodeKind::Server, paths::server(&server.name), server.span);
    node.wire = server.url.clone();
    node.behaviour("address", format!("`{}`", server.url));
    node.text("text", &server.doc);
    node
}

/// Returns the node of an envelope. An added or removed envelope has no effect by itself.
fn envelope(envelope: &Envelope) -> Node {
    let name = &envelope.name;
    let path = format!("envelope {name}");
    let mut node = Node::new(NodeKind::Envelope, format!("envelope `{name}`"), path, Span::NOWHERE);
    let named =
        [("code", &envelope.code), ("message", &envelope.message), ("data", &envelope.data)];
    for (what, field) in named {
        field.iter().for_each(|field| node.behaviour(&format!("`{what}`"), format!("`{field}`")));
    }
    node.behaviour("`success`", listed(&envelope.success));
    node.behaviour("`others`", listed(&envelope.others));
    node
}

fn paging(paging: &Paging) -> Node {
    let name = &paging.name;
    let path = format!("paging {name}");
    let mut node = Node::new(NodeKind::Paging, format!("paging style `{name}`"), path, paging.span);
    let named = [
        ("rows", &paging.rows),
        ("number", &paging.number),
        ("total", &paging.total),
        ("pages", &paging.pages),
    ];
    for (what, field) in named {
        field.iter().for_each(|field| node.behaviour(&format!("`{what}`"), format!("`{field}`")));
    }
    node.behaviour("`others`", listed(&paging.others));
    node
}

/// Returns the node of a code of the catalogue.
fn code(error: &ErrorCode) -> Node {
    let subject = format!("code {} of the catalogue", error.code);
    let mut node = Node::new(NodeKind::Code, subject, format!("code {}", error.code), error.span);
    node.behaviour("name", format!("`{}`", error.name));
    node.meaning(error);
    node
}

fn listed<T: ToString>(values: &[T]) -> String {
    let values: Vec<String> = values.iter().map(ToString::to_string).collect();
    format!("`[{}]`", values.join(", "))
}
