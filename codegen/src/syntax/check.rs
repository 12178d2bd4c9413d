//! Checks a node against the table of keys and reports whatever does not fit.
//!
//! After this, reading may take what it finds: a node of the wrong kind has been reported, and
//! the run stops before anyone relies on it.

use std::collections::HashMap;

use super::keys::{self, Holds, Key, LOCAL_TEXT, TYPE_EXPRESSION, Table};
use crate::diagnostics::messages;
use crate::diagnostics::{Sink, nearest};
use crate::source::Span;
use crate::source::yaml::{Entry, Node, Value};

/// Checks a map with known keys.
pub(crate) fn table(node: &Node, table: &'static Table, sink: &mut Sink) {
    let Value::Map(entries) = &node.value else {
        sink.push(messages::wrong_kind(node, table.name));
        return;
    };
    doubled(entries, sink);
    for entry in entries {
        match table.key(&entry.key) {
            Some(key) => holds(&entry.value, &key.holds, sink),
            None => sink.push(messages::unknown_key(entry, table)),
        }
    }
    let missing =
        |key: &&Key| key.required && !entries.iter().any(|entry| is_meant(entry, key, table));
    for key in table.keys.iter().filter(missing) {
        sink.push(messages::missing_key(place_of(node, entries), table.name, key.name));
    }
}

/// Whether an entry is that of a key, or would be if it were not mistyped.
fn is_meant(entry: &Entry, key: &Key, table: &'static Table) -> bool {
    let mistyped =
        || table.key(&entry.key).is_none() && nearest(&entry.key, table.names()) == Some(key.name);
    entry.key == key.name || mistyped()
}

/// Checks one value.
fn holds(node: &Node, expected: &Holds, sink: &mut Sink) {
    match expected {
        Holds::Text => scalar(node, "text", sink),
        Holds::LocalText => local_text(node, sink),
        Holds::Bool => kind(node, matches!(node.value, Value::Bool(_)), "`true` or `false`", sink),
        Holds::Integer => kind(node, integer(node).is_some(), "an integer of 64 bits", sink),
        Holds::Count => match integer(node) {
            Some(count) if count < 0 => sink.push(messages::negative_count(node.span)),
            count => kind(node, count.is_some(), "an integer of 64 bits", sink),
        },
        Holds::Word(words) => word(node, words, sink),
        Holds::List(item) => list(node, item, sink),
        Holds::Names(value) => map(node, value, sink),
        Holds::Numbers(value) => numbers(node, value, sink),
        Holds::NumbersOr(value) => match &node.value {
            Value::List(_) => list(node, &Holds::Integer, sink),
            Value::Map(_) => numbers(node, value, sink),
            _ => sink.push(messages::wrong_kind(node, "a list of codes, or a map by code")),
        },
        Holds::Table(inner) => table(node, inner, sink),
        Holds::Type => type_expression(node, sink),
        Holds::TypeOr(inner) => match is_table(node) {
            true => table(node, inner, sink),
            false => type_expression(node, sink),
        },
        Holds::TextOr(inner) => match &node.value {
            Value::Map(_) => table(node, inner, sink),
            _ => scalar(node, "text", sink),
        },
        Holds::Json => {}
    }
}

/// An integer as the language writes it: decimal, within 64 bits.
pub(crate) fn integer(node: &Node) -> Option<i64> {
    match &node.value {
        Value::Number(text) => text.parse().ok(),
        _ => None,
    }
}

fn kind(node: &Node, fits: bool, expected: &str, sink: &mut Sink) {
    if !fits {
        sink.push(messages::wrong_kind(node, expected));
    }
}

fn scalar(node: &Node, expected: &str, sink: &mut Sink) {
    kind(node, node.scalar().is_some(), expected, sink);
}

fn local_text(node: &Node, sink: &mut Sink) {
    match &node.value {
        Value::Map(_) => table(node, &LOCAL_TEXT, sink),
        _ => scalar(node, "text, or a map of `en` and `zh`", sink),
    }
}

fn word(node: &Node, words: &'static [&'static str], sink: &mut Sink) {
    match node.scalar() {
        Some(text) if words.contains(&text.as_str()) => {}
        Some(text) => sink.push(messages::unknown_word(node.span, &text, words)),
        None => sink.push(messages::wrong_kind(node, "a word")),
    }
}

fn list(node: &Node, item: &Holds, sink: &mut Sink) {
    match &node.value {
        Value::List(items) => items.iter().for_each(|one| holds(one, item, sink)),
        _ => sink.push(messages::wrong_kind(node, "a list")),
    }
}

fn map(node: &Node, value: &Holds, sink: &mut Sink) {
    match &node.value {
        Value::Map(entries) => {
            doubled(entries, sink);
            entries.iter().for_each(|entry| holds(&entry.value, value, sink));
        }
        _ => sink.push(messages::wrong_kind(node, "a map")),
    }
}

fn numbers(node: &Node, value: &Holds, sink: &mut Sink) {
    map(node, value, sink);
    if let Value::Map(entries) = &node.value {
        // `+7` and `007` are refused, too: they would be a second 7.
        let is_code = |text: &str| text.parse::<i64>().is_ok_and(|code| code.to_string() == text);
        for entry in entries.iter().filter(|entry| !is_code(&entry.key)) {
            sink.push(messages::not_a_code(entry));
        }
    }
}

/// `{ map: int }` is a type; a map without any of those keys describes a parameter or a field.
pub(super) fn is_table(node: &Node) -> bool {
    matches!(node.value, Value::Map(_)) && type_key(node).is_none()
}

/// The key that makes a map a type expression.
pub(super) fn type_key(node: &Node) -> Option<&'static str> {
    keys::type_keys().find(|name| node.get(name).is_some())
}

fn type_expression(node: &Node, sink: &mut Sink) {
    match &node.value {
        Value::Text(_) => {}
        Value::List(items) if items.len() == 1 => type_expression(&items[0], sink),
        Value::Map(_) if type_key(node).is_some() => {
            table(node, &TYPE_EXPRESSION, sink);
            one_kind(node, sink);
        }
        _ => sink.push(messages::wrong_kind(
            node,
            "a type, such as `string`, `[Device]` or `{ map: int }`",
        )),
    }
}

/// A type is one thing; shapes beside each other are for `resolve` to report.
fn one_kind(node: &Node, sink: &mut Sink) {
    const WRAPPERS: [&str; 3] = ["map", "json_text", "joined"];
    let is_kind = |entry: &&Entry| entry.key != "by" && TYPE_EXPRESSION.key(&entry.key).is_some();
    let kinds: Vec<&Entry> = node.entries().iter().filter(is_kind).collect();
    if let [first, second, ..] = kinds.as_slice()
        && first.key != second.key
        && kinds.iter().any(|entry| WRAPPERS.contains(&entry.key.as_str()))
    {
        sink.push(messages::two_types(second, first));
    }
    let by = node.entries().iter().find(|entry| entry.key == "by");
    if let Some(by) = by.filter(|_| node.get("joined").is_none()) {
        sink.push(messages::separator_of_nothing(by));
    }
}

fn doubled(entries: &[Entry], sink: &mut Sink) {
    let mut first: HashMap<&str, Span> = HashMap::new();
    for entry in entries {
        if let Some(before) = first.insert(&entry.key, entry.key_span) {
            sink.push(messages::duplicate_key(entry, before));
        }
    }
}

/// Where to say that something is missing: the first key, since a map has no words of its own.
fn place_of(node: &Node, entries: &[Entry]) -> Span {
    entries.first().map_or(node.span, |entry| entry.key_span)
}
