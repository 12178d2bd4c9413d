//! What became of each node, and what that means for the surface.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::node::{Fact, Kind, Node, Order, Weight, What};
use super::matching::{self, pairs};
use super::surface::Surface;
use super::{Action, Change, Label};
use crate::source::Span;

/// A change whose sentence still lacks what it is about, since that may be many things.
struct Finding {
    label: Label,
    kind: Kind,
    action: Action,
    /// With `{}` for the subject.
    sentence: String,
    subject: String,
    old: Option<Span>,
    new: Option<Span>,
}

/// What is compared, and what was found so far.
struct Comparison<'a> {
    old: &'a Surface,
    /// In which everything is called as it was before.
    new: &'a Surface,
    findings: Vec<Finding>,
    /// Items of the surface that some finding is about.
    said: HashSet<String>,
    /// The same, with all that is inside of them.
    said_whole: HashSet<String>,
}

/// The tree of a description and its surface.
type Side<'a> = (&'a Node, &'a Surface);

/// All changes from one description to the other, which is in the words of the first.
pub(super) fn changes(old: Side<'_>, new: Side<'_>) -> Vec<Change> {
    let mut comparison = Comparison {
        old: old.1,
        new: new.1,
        findings: Vec::new(),
        said: HashSet::new(),
        said_whole: HashSet::new(),
    };
    comparison.both(old.0, new.0);
    comparison.rest(old.0, new.0);
    merged(comparison.findings)
}

impl Comparison<'_> {
    /// A node that is in both descriptions.
    fn both(&mut self, old: &Node, new: &Node) {
        if new.is_renamed || old.path != new.path {
            self.renamed(old, new);
        }
        if let (Some(was), Some(is)) = (shape(old), shape(new))
            && was.id != is.id
        {
            self.say_whole(new);
            self.say_whole(old);
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

    /// What other things are named by is compared under its old name, so its own items look
    /// unchanged here.
    fn renamed(&mut self, old: &Node, new: &Node) {
        let label = match matching::is_named_by_others(old.kind) {
            true => Label::Breaking,
            false => self.label(&old.keys, Label::Docs),
        };
        old.keys.iter().chain(&new.keys).for_each(|key| self.say(key));
        self.say_whole(new);
        let sentence = format!("{} was renamed to {}", placeholder(old.kind), name(new));
        self.find(label, Action::Renamed, sentence, (Some(old), Some(new)));
    }

    fn added(&mut self, new: &Node) {
        let label = self.label(&new.keys, new.added);
        self.say_whole(new);
        let sentence = match new.kind {
            Kind::Error => format!("code {} is now listed as {{}}", new.wire),
            Kind::Envelope | Kind::Paging => return,
            _ => "{} was added".to_owned(),
        };
        self.find(label, Action::Added, sentence, (None, Some(new)));
    }

    fn removed(&mut self, old: &Node) {
        let label = self.label(&old.keys, old.removed);
        self.say_whole(old);
        let sentence = match old.kind {
            Kind::Error => format!("code {} is no longer listed as {{}}", old.wire),
            Kind::Envelope | Kind::Paging => return,
            _ => "{} was removed".to_owned(),
        };
        self.find(label, Action::Removed, sentence, (Some(old), None));
    }

    fn fact(&mut self, was: Option<&Fact>, is: Option<&Fact>, old: &Node, new: &Node) {
        let Some(any) = is.or(was) else { return };
        let Weight { otherwise, .. } = any.weight;
        let keys: Vec<String> =
            was.iter().chain(&is).flat_map(|fact| fact.weight.keys.clone()).collect();
        let label = self.label(&keys, otherwise);
        keys.iter().for_each(|key| self.say(key));
        let sentence = sentence(&any.what, was, is);
        self.find(label, Action::Changed, sentence, (Some(old), Some(new)));
    }

    /// Only what is in both lists has changed its place.
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
        keys.iter().for_each(|key| self.say(key));
        let (before, now) = (last_words(&before), last_words(&now));
        let sentence = format!("{{}} {} in the order {now} instead of {before}", is.verb);
        self.find(label, Action::Changed, sentence, (Some(old), Some(new)));
    }

    /// Breaking if an item is not as it was.
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

    fn say(&mut self, key: &str) {
        self.said.insert(key.to_owned());
    }

    fn say_whole(&mut self, node: &Node) {
        self.said_whole.extend(node.keys.iter().cloned());
        node.children.iter().for_each(|child| self.say_whole(child));
    }

    /// What differs in the surface and was not said of any node.
    fn rest(&mut self, old: &Node, new: &Node) {
        let (olds, news) = (places(old), places(new));
        let (before, after) = (self.old, self.new);
        let gone = before.iter().filter(|(key, was)| after.get(key) != Some(was));
        let fresh = after.iter().filter(|(key, _)| before.get(key).is_none());
        for (key, _) in gone.chain(fresh).filter(|(key, _)| !self.is_said(key)).collect::<Vec<_>>()
        {
            let (was, is) = (before.get(key), after.get(key));
            let label = if was.is_some() { Label::Breaking } else { Label::Compatible };
            let (action, sentence) = remark(was, is);
            let place = |places: &BTreeMap<String, Span>| owner(places, key);
            self.findings.push(Finding {
                label,
                kind: Kind::Api,
                action,
                sentence,
                subject: format!("`{key}`"),
                old: place(&olds),
                new: place(&news),
            });
        }
    }

    fn is_said(&self, key: &str) -> bool {
        self.said.contains(key) || holders(key).any(|holder| self.said_whole.contains(holder))
    }
}

/// An item and all that it is in: `things::Part.name`, `things::Part`, `things`. What stands before
/// a blank is about the item after it.
fn holders(key: &str) -> impl Iterator<Item = &str> {
    let item = key.strip_prefix("match ").or(key.strip_prefix("literal ")).unwrap_or(key);
    let ends = item.char_indices().filter(|(_, c)| matches!(c, ':' | '.')).map(|(at, _)| at);
    std::iter::once(key).chain(std::iter::once(item)).chain(ends.map(|end| &item[..end]))
}

/// The place of the nearest holder that is described.
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

/// Facts of two nodes by what they are about, in the order of the new one, then what is gone.
fn facts<'a>(old: &'a Node, new: &'a Node) -> Vec<(Option<&'a Fact>, Option<&'a Fact>)> {
    let find = |node: &'a Node, what: &What| node.facts.iter().find(|fact| fact.what == *what);
    let both = new.facts.iter().map(|fact| (find(old, &fact.what), Some(fact)));
    let gone = old.facts.iter().filter(|fact| find(new, &fact.what).is_none());
    both.chain(gone.map(|fact| (Some(fact), None))).collect()
}

/// An envelope of the same name that is another one now is a change of the envelope.
fn only_renamed(was: Option<&Fact>, is: Option<&Fact>) -> bool {
    let is_style = |fact: &Fact| matches!(&fact.what, What::Property(what) if what == "envelope");
    was.zip(is).is_some_and(|(was, is)| is_style(is) && was.shown == is.shown)
}

fn shape(node: &Node) -> Option<&Fact> {
    node.facts.iter().find(|fact| fact.what == What::State("shape"))
}

fn sentence(what: &What, was: Option<&Fact>, is: Option<&Fact>) -> String {
    let shown = |fact: &Fact| fact.shown.clone();
    match (what, was.map(shown), is.map(shown)) {
        (What::Text("examples"), ..) => "examples of {} changed".to_owned(),
        (What::Text("quirks"), ..) => "quirks of {} changed".to_owned(),
        (What::Text(what), ..) => format!("{what} of {{}} changed"),
        (What::State(_), Some(was), Some(is)) => format!("{{}} is now {is} instead of {was}"),
        (What::State(_), was, is) => {
            format!("{{}} is now {}", is.or(was).unwrap_or_default())
        }
        (What::Property(what), Some(was), Some(is)) => {
            format!("{what} of {{}} is now {is} instead of {was}")
        }
        (What::Property(what), None, is) => {
            format!("{what} of {{}} is now {}", is.unwrap_or_default())
        }
        (What::Property(what), was, None) => {
            format!("{what} of {{}} is gone; it was {}", was.unwrap_or_default())
        }
    }
}

/// The names of some paths, in parentheses: `(product_key, device_key)`.
fn last_words(paths: &[String]) -> String {
    let word = |path: &String| path.rsplit([' ', '.', ':']).next().unwrap_or_default().to_owned();
    format!("`({})`", paths.iter().map(word).collect::<Vec<_>>().join(", "))
}

/// Errors are named alone, so that many fit into a sentence; the rest says what it is.
fn bare(node: &Node) -> String {
    match node.kind {
        Kind::Error => format!("`{}`", node.path),
        _ => node.subject.clone(),
    }
}

fn placeholder(kind: Kind) -> &'static str {
    match kind {
        Kind::Error => "error {}",
        _ => "{}",
    }
}

/// What it is called now, without what it is.
fn name(node: &Node) -> String {
    let quoted = node.subject.split('`').nth(1).unwrap_or_default();
    match node.kind {
        Kind::Error | Kind::Value | Kind::Alternative | Kind::Variant => {
            format!("`{}`", quoted.rsplit("::").next().unwrap_or_default())
        }
        _ => format!("`{quoted}`"),
    }
}

fn place(node: &Node) -> Option<Span> {
    (node.span != Span::NOWHERE).then_some(node.span)
}

/// A set that 44 endpoints take in is one place, and a change of it one change.
fn merged(findings: Vec<Finding>) -> Vec<Change> {
    let mut order: Vec<(Finding, Vec<String>)> = Vec::new();
    let mut index: HashMap<(Label, String, Option<Span>, Option<Span>), usize> = HashMap::new();
    for finding in findings {
        let key = (finding.label, finding.sentence.clone(), finding.old, finding.new);
        let is_error = finding.kind == Kind::Error;
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

/// Values of a description can hold line breaks and worse.
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
