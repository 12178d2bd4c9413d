//! What is described, as a tree of nodes that two descriptions can be compared by.
//!
//! A [`Node`] says what callers call it and what the wire does, which items of the [surface] it
//! gives, and what else is true of it. How much a changed [`Fact`] weighs stands with the fact:
//! that it breaks callers is for the surface to say.
//!
//! [surface]: super::surface

mod endpoint;
mod types;

use super::Label;
use crate::backend::rust::names::paths;
use crate::model::{
    Api, Auth, Constraint, Envelope, ErrorCode, Exhaustiveness, Group, LocalizedText, Paging,
    Server,
};
use crate::source::Span;

/// Something that is described.
#[derive(Debug, Clone)]
pub(super) struct Node {
    pub(super) kind: Kind,
    /// What it is called in sentences: ``field `name` of `things::Part` ``.
    pub(super) subject: String,
    /// Its path in Rust, by which it is found again.
    pub(super) path: String,
    /// Whether it had another name, although its path is the old one.
    pub(super) is_renamed: bool,
    /// What it is on the wire, by which it is found again under another name.
    pub(super) wire: String,
    /// The items of the surface that are there because of it.
    pub(super) keys: Vec<String>,
    /// What it weighs at least that it is new, or gone.
    pub(super) added: Label,
    pub(super) removed: Label,
    pub(super) facts: Vec<Fact>,
    /// Lists of parts whose order matters.
    pub(super) orders: Vec<Order>,
    pub(super) span: Span,
    pub(super) children: Vec<Node>,
}

/// What sort of thing a node is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Kind {
    Api,
    Server,
    Envelope,
    Paging,
    Code,
    Group,
    Endpoint,
    Parameter,
    Error,
    Type,
    Field,
    Value,
    Alternative,
    Variant,
}

/// Something that is true of a node.
#[derive(Debug, Clone)]
pub(super) struct Fact {
    pub(super) what: What,
    /// Its value as sentences show it.
    pub(super) shown: String,
    /// Its value as it is compared, where that is not what is shown.
    pub(super) id: String,
    pub(super) weight: Weight,
}

/// How a sentence about a fact goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum What {
    /// The limit of it was this and is that.
    Property(String),
    /// It was this and is that.
    State(&'static str),
    /// A text, which is not shown.
    Text(&'static str),
}

/// What it weighs that a fact has changed: breaking if one of these items of the surface is not as
/// it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Weight {
    pub(super) keys: Vec<String>,
    pub(super) otherwise: Label,
}

impl Weight {
    fn of(label: Label) -> Self {
        Self { keys: Vec::new(), otherwise: label }
    }

    /// What does not show in the surface acts differently.
    fn surface(keys: Vec<String>) -> Self {
        Self { keys, otherwise: Label::Behaviour }
    }

    /// What does not show in the surface is only more than there was.
    fn growth(keys: Vec<String>) -> Self {
        Self { keys, otherwise: Label::Compatible }
    }
}

/// Parts whose order matters.
#[derive(Debug, Clone)]
pub(super) struct Order {
    /// ``takes its arguments``
    pub(super) verb: &'static str,
    /// Paths of the children.
    pub(super) paths: Vec<String>,
    /// The item of the surface that says whether callers notice.
    pub(super) key: Option<String>,
}

impl Kind {
    /// Its word in messages for programs.
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Api => "api",
            Self::Server => "server",
            Self::Envelope => "envelope",
            Self::Paging => "paging",
            Self::Code => "code",
            Self::Group => "group",
            Self::Endpoint => "endpoint",
            Self::Parameter => "parameter",
            Self::Error => "error",
            Self::Type => "type",
            Self::Field => "field",
            Self::Value => "value",
            Self::Alternative => "alternative",
            Self::Variant => "variant",
        }
    }
}

impl Node {
    fn new(kind: Kind, subject: impl Into<String>, path: impl Into<String>, span: Span) -> Self {
        let (subject, path) = (subject.into(), path.into());
        Self {
            kind,
            subject,
            wire: path.clone(),
            is_renamed: false,
            keys: Vec::new(),
            path,
            added: Label::Compatible,
            removed: Label::Compatible,
            facts: Vec::new(),
            orders: Vec::new(),
            span,
            children: Vec::new(),
        }
    }

    /// A type or a variant whose path stands in the surface.
    fn item(kind: Kind, path: String, span: Span) -> Self {
        let keys = vec![path.clone()];
        Self { keys, ..Self::new(kind, format!("{} `{path}`", kind.as_str()), path, span) }
    }

    fn fact(&mut self, what: What, shown: impl Into<String>, weight: Weight) {
        let shown = shown.into();
        self.facts.push(Fact { what, id: shown.clone(), shown, weight });
    }

    /// A fact that callers do not write, but notice.
    fn behaviour(&mut self, what: &str, shown: impl Into<String>) {
        let weight = Weight::of(Label::Behaviour);
        self.fact(What::Property(what.to_owned()), shown, weight);
    }

    /// A fact that is not compared by what is shown.
    fn fact_as(&mut self, what: What, shown: String, id: String, weight: Weight) {
        self.facts.push(Fact { what, shown, id, weight });
    }

    fn text(&mut self, what: &'static str, text: &LocalizedText) {
        if !text.is_empty() {
            self.fact(What::Text(what), format!("{text:?}"), Weight::of(Label::Docs));
        }
    }

    /// A fact that only the docs tell.
    fn note(&mut self, what: &'static str, text: impl Into<String>) {
        self.fact(What::Text(what), text, Weight::of(Label::Docs));
    }

    fn deprecated(&mut self, why: Option<&LocalizedText>, label: Label) {
        if let Some(why) = why {
            let what = What::Property("deprecation".to_owned());
            self.fact(what, format!("“{}”", why.first()), Weight::of(label));
        }
    }

    fn limits(&mut self, limits: &[Constraint]) {
        for limit in limits {
            self.behaviour(&format!("`{}`", limit.key()), format!("`{}`", bound(limit)));
        }
    }
}

/// The tree of a whole API. Endpoints and types stand beside groups, not in them, so that what
/// moved to another group is found again.
pub(super) fn tree(api: &Api, has_serde: bool) -> Node {
    let mut root = Node::new(Kind::Api, "the API", "", Span::NOWHERE);
    root.behaviour("name", format!("`{}`", api.name));
    root.text("title", &api.title);
    root.text("text", &api.doc);
    let what = What::Property("`error_enums`".to_owned());
    root.fact(what, growth(api.growth), Weight::growth(matches(api)));
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

fn growth(growth: Exhaustiveness) -> &'static str {
    match growth {
        Exhaustiveness::Open => "`open`",
        Exhaustiveness::Exhaustive => "`exhaustive`",
    }
}

/// The items of the surface that say which enums can be matched without a rest.
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
    let mut node = Node::new(Kind::Group, subject, paths::module(&group.name), group.span);
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
    let mut node = Node::item(Kind::Server, paths::server(&server.name), server.span);
    node.wire = server.url.clone();
    node.behaviour("address", format!("`{}`", server.url));
    node.text("text", &server.doc);
    node
}

/// Adding or removing one alone changes nothing: endpoints say which they use.
fn envelope(envelope: &Envelope) -> Node {
    let name = &envelope.name;
    let path = format!("envelope {name}");
    let mut node = Node::new(Kind::Envelope, format!("envelope `{name}`"), path, Span::NOWHERE);
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
    let mut node = Node::new(Kind::Paging, format!("paging style `{name}`"), path, paging.span);
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

/// A code that is explained for the API as a whole.
fn code(error: &ErrorCode) -> Node {
    let subject = format!("code {} of the catalogue", error.code);
    let mut node = Node::new(Kind::Code, subject, format!("code {}", error.code), error.span);
    node.behaviour("name", format!("`{}`", error.name));
    meaning(&mut node, error);
    node
}

fn meaning(node: &mut Node, error: &ErrorCode) {
    node.behaviour("kind", format!("`{}`", error.kind.as_str()));
    node.behaviour("`retry`", format!("`{}`", error.retryable));
    node.text("text", &error.doc);
    node.text("remedy", &error.remedy);
}

fn listed<T: ToString>(values: &[T]) -> String {
    let values: Vec<String> = values.iter().map(ToString::to_string).collect();
    format!("`[{}]`", values.join(", "))
}

fn bound(limit: &Constraint) -> String {
    match limit {
        Constraint::MinLength(count)
        | Constraint::MaxLength(count)
        | Constraint::MinItems(count)
        | Constraint::MaxItems(count) => count.to_string(),
        Constraint::Min(bound) | Constraint::Max(bound) => bound.to_string(),
        Constraint::Pattern(pattern) => pattern.clone(),
    }
}
