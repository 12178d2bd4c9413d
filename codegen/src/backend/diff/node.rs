//! Nodes of a description, by which two descriptions are compared.
//!
//! A [`Node`] has a name in Rust, an identity on the wire, the items of the [surface] that belong to it, and further
//! facts. A [`Fact`] has the label of its change, unless the surface shows that the change is breaking.
//!
//! [surface]: super::surface

use super::change::Label;
use crate::model::{Constraint, ErrorCode, LocalizedText};
use crate::source::Span;

/// A described item.
#[derive(Debug, Clone)]
pub(super) struct Node {
    pub(super) kind: NodeKind,
    /// Name in messages: ``field `name` of `things::Part` ``.
    pub(super) subject: String,
    /// Path in Rust, by which the node is matched.
    pub(super) path: String,
    /// True if the name changed, although `path` is the old one.
    pub(super) is_renamed: bool,
    /// Identity on the wire, by which a renamed node is matched.
    pub(super) wire: String,
    /// Items of the surface that belong to the node.
    pub(super) keys: Vec<String>,
    /// Minimum label if the node is new.
    pub(super) added: Label,
    pub(super) removed: Label,
    pub(super) facts: Vec<Fact>,
    /// Lists of children whose order matters.
    pub(super) orders: Vec<Order>,
    pub(super) span: Span,
    pub(super) children: Vec<Node>,
}

/// Kind of a node.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum NodeKind {
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

/// A property of a node.
#[derive(Debug, Clone)]
pub(super) struct Fact {
    pub(super) aspect: Aspect,
    /// Value in messages.
    pub(super) shown: String,
    /// Value for the comparison.
    pub(super) id: String,
    pub(super) impact: Impact,
}

/// Aspect that a fact is about, which decides about the sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Aspect {
    /// "`limit` of X is now 2 instead of 1".
    Property(String),
    /// "X is now optional instead of required".
    State(&'static str),
    /// A text, whose value is not shown.
    Text(&'static str),
}

/// Effect of a changed fact: breaking if one of these items of the surface is missing or different, or else another
/// label.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Impact {
    pub(super) keys: Vec<String>,
    pub(super) otherwise: Label,
}

impl Impact {
    pub(super) fn of(label: Label) -> Self {
        Self { keys: Vec::new(), otherwise: label }
    }

    /// A change that the surface does not show is a change of behaviour.
    pub(super) fn surface(keys: Vec<String>) -> Self {
        Self { keys, otherwise: Label::Behaviour }
    }

    /// A change that the surface does not show is compatible.
    pub(super) fn growth(keys: Vec<String>) -> Self {
        Self { keys, otherwise: Label::Compatible }
    }
}

/// Children whose order matters.
#[derive(Debug, Clone)]
pub(super) struct Order {
    /// Verb in messages: ``takes its arguments``.
    pub(super) verb: &'static str,
    /// Paths of the children.
    pub(super) paths: Vec<String>,
    /// Item of the surface that shows whether callers are affected.
    pub(super) key: Option<String>,
}

impl NodeKind {
    /// Returns the name in JSON.
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
    pub(super) fn new(
        kind: NodeKind,
        subject: impl Into<String>,
        path: impl Into<String>,
        span: Span,
    ) -> Self {
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

    /// Creates a node whose path is an item of the surface.
    pub(super) fn item(kind: NodeKind, path: String, span: Span) -> Self {
        let keys = vec![path.clone()];
        Self { keys, ..Self::new(kind, format!("{} `{path}`", kind.as_str()), path, span) }
    }

    pub(super) fn fact(&mut self, aspect: Aspect, shown: impl Into<String>, impact: Impact) {
        let shown = shown.into();
        self.facts.push(Fact { aspect, id: shown.clone(), shown, impact });
    }

    /// Adds a fact that affects behaviour only.
    pub(super) fn behaviour(&mut self, what: &str, shown: impl Into<String>) {
        let impact = Impact::of(Label::Behaviour);
        self.fact(Aspect::Property(what.to_owned()), shown, impact);
    }

    /// Adds a fact with different values for comparison and messages.
    pub(super) fn fact_as(&mut self, aspect: Aspect, shown: String, id: String, impact: Impact) {
        self.facts.push(Fact { aspect, shown, id, impact });
    }

    pub(super) fn text(&mut self, what: &'static str, text: &LocalizedText) {
        if !text.is_empty() {
            self.fact(Aspect::Text(what), format!("{text:?}"), Impact::of(Label::Docs));
        }
    }

    /// Adds a fact that affects docs only.
    pub(super) fn note(&mut self, what: &'static str, text: impl Into<String>) {
        self.fact(Aspect::Text(what), text, Impact::of(Label::Docs));
    }

    pub(super) fn deprecated(&mut self, why: Option<&LocalizedText>, label: Label) {
        if let Some(why) = why {
            let what = Aspect::Property("deprecation".to_owned());
            self.fact(what, format!("“{}”", why.first()), Impact::of(label));
        }
    }

    pub(super) fn limits(&mut self, limits: &[Constraint]) {
        for limit in limits {
            self.behaviour(&format!("`{}`", limit.key()), format!("`{}`", bound(limit)));
        }
    }

    /// Adds the facts of a code.
    pub(super) fn meaning(&mut self, error: &ErrorCode) {
        self.behaviour("kind", format!("`{}`", error.kind.as_str()));
        self.behaviour("`retry`", format!("`{}`", error.retryable));
        self.text("text", &error.doc);
        self.text("remedy", &error.remedy);
    }
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
