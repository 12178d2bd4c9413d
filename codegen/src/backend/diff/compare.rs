//! Comparison of two trees and their surfaces.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::change::{Action, Change, Label};
use super::matching::{self, pairs};
use super::node::{Aspect, Fact, Impact, Node, NodeKind, Order};
use super::surface::Surface;
use crate::source::Span;

/// A change. Several with the same sentence are merged into one with several subjects.
struct Finding {
    label: Label,
    kind: NodeKind,
    action: Action,
    /// Sentence with `{}` in place of the subject.
    sentence: String,
    subject: String,
    old: Option<Span>,
    new: Option<Span>,
}

/// The compared surfaces, and the changes found so far.
struct Comparison<'a> {
    old: &'a Surface,
    /// With old names.
    new: &'a Surface,
    findings: Vec<Finding>,
    /// Items of the surface that a finding covers.
    covered: HashSet<String>,
    /// Items that a finding covers with all that they contain.
    covered_whole: HashSet<String>,
}

/// A tree and its surface.
type Side<'a> = (&'a Node, &'a Surface);

/// Returns all changes. The new side has old names.
pub(super) fn changes(old: Side<'_>, new: Side<'_>) -> Vec<Change> {
    let mut comparison = Comparison {
        old: old.1,
        new: new.1,
        findings: Vec::new(),
        covered: HashSet::new(),
        covered_whole: HashSet::new(),
    };
    comparison.both(old.0, new.0);
    comparison.rest(old.0, new.0);
    merged(comparison.findings)
}

impl Comparison<'_> {
    /// Compares a node of both trees.
    fn both(&mut self, old: &Node, new: &Node) {
        if new.is_renamed || old.path != new.path {
            self.renamed(old, new);
        }
        if let (Some(was), Some(is)) = (shape(old), shape(new))
            && was.id != is.id
        {
            self.cover_whole(new);
            self.cover_whole(old);
            return self.fact(Some(was), Some(is), old, new);
        }
        for (was, is) in facts(old, new) {
            if was.map(|fact| &fact.id) != is.map(|fact| &fact.id) && !only_renamed(was, is) {
                self.fact(was, is, old, new);
            }
        }
        for (was, is) in old.orders.iter().zip(&new.orders) {
            self.order(was, is, old, new);
        }
        for pair in pairs(&old.children, &new.children) {
            match pair {
                (Some(old), Some(new)) => self.both(old, new),
                (Some(old), None) => self.removed(old),
                (None, Some(new)) => self.added(new),
                (None, None) => {}
            }
        }
    }

    /// Reports a new name. A node that gives its name to others is compared under the old name, so the surface does not
    /// show the change.
    fn renamed(&mut self, old: &Node, new: &Node) {
        let label = if matching::is_named_by_others(old.kind) {
            Label::Breaking
        } else {
            self.label(&old.keys, Label::Docs)
        };
        old.keys.iter().chain(&new.keys).for_each(|key| self.cover(key));
        self.cover_whole(new);
        let sentence = format!("{} was renamed to {}", placeholder(old.kind), name(new));
        self.find(label, Action::Renamed, sentence, (Some(old), Some(new)));
    }

    fn added(&mut self, new: &Node) {
        let label = self.label(&new.keys, new.added);
        self.cover_whole(new);
        let sentence = match new.kind {
            NodeKind::Error => format!("code {} is now listed as {{}}", new.wire),
            NodeKind::Envelope | NodeKind::Paging => return,
            _ => "{} was added".to_owned(),
        };
        self.find(label, Action::Added, sentence, (None, Some(new)));
    }

    fn removed(&mut self, old: &Node) {
        let label = self.label(&old.keys, old.removed);
        self.cover_whole(old);
        let sentence = match old.kind {
            NodeKind::Error => format!("code {} is no longer listed as {{}}", old.wire),
            NodeKind::Envelope | NodeKind::Paging => return,
            _ => "{} was removed".to_owned(),
        };
        self.find(label, Action::Removed, sentence, (Some(old), None));
    }

    fn fact(&mut self, was: Option<&Fact>, is: Option<&Fact>, old: &Node, new: &Node) {
        let Some(any) = is.or(was) else { return };
        let Impact { otherwise, .. } = any.impact;
        let keys: Vec<String> =
            was.iter().chain(&is).flat_map(|fact| fact.impact.keys.clone()).collect();
        let label = self.label(&keys, otherwise);
        keys.iter().for_each(|key| self.cover(key));
        let sentence = sentence(&any.aspect, was, is);
        self.find(label, Action::Changed, sentence, (Some(old), Some(new)));
    }

    /// Compares the order of the items that are in both lists.
    fn order(&mut self, was: &Order, is: &Order, old: &Node, new: &Node) {
        let common = |list: &[String], other: &[String]| -> Vec<String> {
            list.iter().filter(|one| other.contains(one)).cloned().collect()
        };
        let (before, now) = (common(&was.paths, &is.paths), common(&is.paths, &was.paths));
        if before == now {
            return;
        }
        let keys: Vec<String> = was.key.iter().chain(&is.key).cloned().collect();
        let label = self.label(&keys, Label::Behaviour);
        keys.iter().for_each(|key| self.cover(key));
        let (before, now) = (last_words(&before), last_words(&now));
        let sentence = format!("{{}} {} in the order {now} instead of {before}", is.verb);
        self.find(label, Action::Changed, sentence, (Some(old), Some(new)));
    }

    /// Returns `Breaking` if an item is missing or different, or else another label.
    fn label(&self, keys: &[String], otherwise: Label) -> Label {
        let is_broken = |key: &String| {
            self.old.get(key).is_some_and(|before| self.new.get(key) != Some(before))
        };
        if keys.iter().any(is_broken) { Label::Breaking } else { otherwise }
    }

    fn find(
        &mut self,
        label: Label,
        action: Action,
        sentence: String,
        (old, new): (Option<&Node>, Option<&Node>),
    ) {
        let Some(node) = old.or(new) else { return };
        self.findings.push(Finding {
            label,
            kind: node.kind,
            action,
            sentence,
            subject: bare(node),
            old: old.and_then(place),
            new: new.and_then(place),
        });
    }

    fn cover(&mut self, key: &str) {
        self.covered.insert(key.to_owned());
    }

    fn cover_whole(&mut self, node: &Node) {
        self.covered_whole.extend(node.keys.iter().cloned());
        node.children.iter().for_each(|child| self.cover_whole(child));
    }

    /// Reports differences of the surface that no finding covers.
    fn rest(&mut self, old: &Node, new: &Node) {
        let (olds, news) = (places(old), places(new));
        let (before, after) = (self.old, self.new);
        let gone = before.iter().filter(|(key, was)| after.get(key) != Some(was));
        let fresh = after.iter().filter(|(key, _)| before.get(key).is_none());
        for (key, _) in
            gone.chain(fresh).filter(|(key, _)| !self.is_covered(key)).collect::<Vec<_>>()
        {
            let (was, is) = (before.get(key), after.get(key));
            let label = if was.is_some() { Label::Breaking } else { Label::Compatible };
            let (action, sentence) = remark(was, is);
            let place = |places: &BTreeMap<String, Span>| owner(places, key);
            self.findings.push(Finding {
                label,
                kind: NodeKind::Api,
                action,
                sentence,
                subject: format!("`{key}`"),
                old: place(&olds),
                new: place(&news),
            });
        }
    }

    fn is_covered(&self, key: &str) -> bool {
        self.covered.contains(key) || holders(key).any(|holder| self.covered_whole.contains(holder))
    }
}

/// Iterates over an item and all that contain it: `things::Part.name`, `things::Part`, `things`. A prefix such as
/// `match ` belongs to the item after it.
fn holders(key: &str) -> impl Iterator<Item = &str> {
    let item = key.strip_prefix("match ").or(key.strip_prefix("literal ")).unwrap_or(key);
    let ends = item.char_indices().filter(|(_, c)| matches!(c, ':' | '.')).map(|(at, _)| at);
    std::iter::once(key).chain(std::iter::once(item)).chain(ends.map(|end| &item[..end]))
}

/// Returns the place of the nearest containing item that has one.
fn owner(places: &BTreeMap<String, Span>, key: &str) -> Option<Span> {
    let mut holders: Vec<&str> = holders(key).collect();
    holders.sort_by_key(|holder| std::cmp::Reverse(holder.len()));
    holders.into_iter().find_map(|holder| places.get(holder)).copied()
}

fn places(node: &Node) -> BTreeMap<String, Span> {
    let mut places = BTreeMap::new();
    let mut nodes = vec![node];
    while let Some(node) = nodes.pop() {
        if let Some(span) = place(node) {
            for key in &node.keys {
                places.entry(key.clone()).or_insert(span);
            }
        }
        nodes.extend(&node.children);
    }
    places
}

fn remark(was: Option<&str>, is: Option<&str>) -> (Action, String) {
    match (was, is) {
        (Some(was), Some(is)) => {
            (Action::Changed, format!("{{}} is now `{is}` instead of `{was}`"))
        }
        (Some(_), None) => (Action::Removed, "{} was removed".to_owned()),
        (None, _) => (Action::Added, "{} was added".to_owned()),
    }
}

/// Pairs the facts of two nodes, in the order of the new one. Facts that are gone follow.
fn facts<'a>(old: &'a Node, new: &'a Node) -> Vec<(Option<&'a Fact>, Option<&'a Fact>)> {
    let find = |node: &'a Node, what: &Aspect| node.facts.iter().find(|fact| fact.aspect == *what);
    let both = new.facts.iter().map(|fact| (find(old, &fact.aspect), Some(fact)));
    let gone = old.facts.iter().filter(|fact| find(new, &fact.aspect).is_none());
    both.chain(gone.map(|fact| (Some(fact), None))).collect()
}

/// Returns whether only the name of the envelope changed. Changes inside of an envelope are reported for the envelope.
fn only_renamed(was: Option<&Fact>, is: Option<&Fact>) -> bool {
    let is_style =
        |fact: &Fact| matches!(&fact.aspect, Aspect::Property(what) if what == "envelope");
    was.zip(is).is_some_and(|(was, is)| is_style(is) && was.shown == is.shown)
}

fn shape(node: &Node) -> Option<&Fact> {
    node.facts.iter().find(|fact| fact.aspect == Aspect::State("shape"))
}

fn sentence(what: &Aspect, was: Option<&Fact>, is: Option<&Fact>) -> String {
    let shown = |fact: &Fact| fact.shown.clone();
    match (what, was.map(shown), is.map(shown)) {
        (Aspect::Text("examples"), ..) => "examples of {} changed".to_owned(),
        (Aspect::Text("quirks"), ..) => "quirks of {} changed".to_owned(),
        (Aspect::Text(what), ..) => format!("{what} of {{}} changed"),
        (Aspect::State(_), Some(was), Some(is)) => format!("{{}} is now {is} instead of {was}"),
        (Aspect::State(_), was, is) => {
            format!("{{}} is now {}", is.or(was).unwrap_or_default())
        }
        (Aspect::Property(what), Some(was), Some(is)) => {
            format!("{what} of {{}} is now {is} instead of {was}")
        }
        (Aspect::Property(what), None, is) => {
            format!("{what} of {{}} is now {}", is.unwrap_or_default())
        }
        (Aspect::Property(what), was, None) => {
            format!("{what} of {{}} is gone; it was {}", was.unwrap_or_default())
        }
    }
}

/// Prints the last names of paths: `(product_key, device_key)`.
fn last_words(paths: &[String]) -> String {
    let word = |path: &String| path.rsplit([' ', '.', ':']).next().unwrap_or_default().to_owned();
    format!("`({})`", paths.iter().map(word).collect::<Vec<_>>().join(", "))
}

/// Returns the subject. Errors have a short one, because many can share a sentence.
fn bare(node: &Node) -> String {
    match node.kind {
        NodeKind::Error => format!("`{}`", node.path),
        _ => node.subject.clone(),
    }
}

fn placeholder(kind: NodeKind) -> &'static str {
    match kind {
        NodeKind::Error => "error {}",
        _ => "{}",
    }
}

/// Returns the new name without the kind.
fn name(node: &Node) -> String {
    let quoted = node.subject.split('`').nth(1).unwrap_or_default();
    match node.kind {
        NodeKind::Error | NodeKind::Value | NodeKind::Alternative | NodeKind::Variant => {
            format!("`{}`", quoted.rsplit("::").next().unwrap_or_default())
        }
        _ => format!("`{quoted}`"),
    }
}

fn place(node: &Node) -> Option<Span> {
    (node.span != Span::NOWHERE).then_some(node.span)
}

/// Merges equal findings: a change in an error set, which many endpoints use, is one change.
fn merged(findings: Vec<Finding>) -> Vec<Change> {
    let mut order: Vec<(Finding, Vec<String>)> = Vec::new();
    let mut index: HashMap<(Label, String, Option<Span>, Option<Span>), usize> = HashMap::new();
    for finding in findings {
        let key = (finding.label, finding.sentence.clone(), finding.old, finding.new);
        let is_error = finding.kind == NodeKind::Error;
        match index.get(&key).copied().filter(|_| is_error) {
            Some(at) => order[at].1.push(finding.subject),
            None => {
                index.insert(key, order.len());
                let subjects = vec![finding.subject.clone()];
                order.push((finding, subjects));
            }
        }
    }
    order.into_iter().map(|(finding, subjects)| change(finding, &subjects)).collect()
}

fn change(finding: Finding, subjects: &[String]) -> Change {
    Change {
        label: finding.label,
        kind: finding.kind.as_str(),
        action: finding.action,
        sentence: on_one_line(&finding.sentence.replacen("{}", &enumerated(subjects), 1)),
        old: finding.old,
        new: finding.new,
    }
}

/// Replaces control characters, which values of a description may contain.
fn on_one_line(sentence: &str) -> String {
    sentence.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// `a`, `b`, `c` and 41 more
fn enumerated(subjects: &[String]) -> String {
    match subjects {
        [one] => one.clone(),
        [one, other] => format!("{one} and {other}"),
        [one, other, third] => format!("{one}, {other} and {third}"),
        [one, other, third, rest @ ..] => {
            format!("{one}, {other}, {third} and {} more", rest.len())
        }
        [] => String::new(),
    }
}
