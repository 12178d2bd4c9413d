//! Validates a node against the grammar.
//!
//! Lowering may skip what does not fit, because it has been reported here, and the run stops before
//! anything depends on it.

use std::collections::HashMap;

use super::grammar::{self, LOCAL_TEXT, TYPE_EXPRESSION};
use super::table::{Key, Table, ValueKind};
use crate::diagnostics::{Sink, messages, nearest};
use crate::source::Span;
use crate::source::yaml::{Entry, Node, Value};

/// Validates a map with known keys.
pub(crate) fn table(node: &Node, table: &'static Table, sink: &mut Sink) {
    let Value::Map(entries) = &node.value else { return wrong_kind(node, table.name, sink) };
    duplicate_keys(entries, sink);
    for entry in entries {
        match table.key(&entry.key) {
            Some(key) => holds(&entry.value, &key.holds, sink),
            None => unknown_key(entry, table, sink),
        }
    }
    let is_missing =
        |key: &&Key| key.required && !entries.iter().any(|entry| is_meant(entry, key, table));
    for key in table.keys.iter().filter(is_missing) {
        sink.push(messages::missing_key(place_of(node, entries), table.name, key.name));
    }
}

fn unknown_key(entry: &Entry, table: &'static Table, sink: &mut Sink) {
    let known: Vec<&str> = table.names().collect();
    sink.push(messages::unknown_key(entry.key_span, &entry.key, table.name, &known));
}

/// Returns true if an entry has the key, or a misspelling of it.
fn is_meant(entry: &Entry, key: &Key, table: &'static Table) -> bool {
    let mistyped =
        || table.key(&entry.key).is_none() && nearest(&entry.key, table.names()) == Some(key.name);
    entry.key == key.name || mistyped()
}

/// Validates one value.
fn holds(node: &Node, expected: &ValueKind, sink: &mut Sink) {
    match expected {
        ValueKind::Text => scalar(node, "text", sink),
        ValueKind::LocalText => local_text(node, sink),
        ValueKind::Bool => {
            kind(node, matches!(node.value, Value::Bool(_)), "`true` or `false`", sink)
        }
        ValueKind::Integer => kind(node, integer(node).is_some(), "a 64-bit integer", sink),
        ValueKind::Count => match integer(node) {
            Some(count) if count < 0 => sink.push(messages::negative_count(node.span)),
            count => kind(node, count.is_some(), "a 64-bit integer", sink),
        },
        ValueKind::Keyword(words) => word(node, words, sink),
        ValueKind::List(item) => list(node, item, sink),
        ValueKind::Names(value) => map(node, value, sink),
        ValueKind::Numbers(value) => numbers(node, value, sink),
        ValueKind::NumbersOr(value) => match &node.value {
            Value::List(_) => list(node, &ValueKind::Integer, sink),
            Value::Map(_) => numbers(node, value, sink),
            _ => wrong_kind(node, "a list of codes or a map with codes as keys", sink),
        },
        ValueKind::Table(inner) => table(node, inner, sink),
        ValueKind::Type => type_expression(node, sink),
        ValueKind::TypeOr(inner) if is_table(node) => table(node, inner, sink),
        ValueKind::TypeOr(_) => type_expression(node, sink),
        ValueKind::TextOr(inner) => match &node.value {
            Value::Map(_) => table(node, inner, sink),
            _ => scalar(node, "text", sink),
        },
        ValueKind::Json => {}
    }
}

/// Reads an integer: decimal, 64 bits.
pub(crate) fn integer(node: &Node) -> Option<i64> {
    match &node.value {
        Value::Number(text) => text.parse().ok(),
        _ => None,
    }
}

fn kind(node: &Node, is_valid: bool, expected: &str, sink: &mut Sink) {
    if !is_valid {
        wrong_kind(node, expected, sink);
    }
}

fn wrong_kind(node: &Node, expected: &str, sink: &mut Sink) {
    sink.push(messages::wrong_kind(node.span, expected, node.kind()));
}

fn scalar(node: &Node, expected: &str, sink: &mut Sink) {
    kind(node, node.scalar().is_some(), expected, sink);
}

fn local_text(node: &Node, sink: &mut Sink) {
    match &node.value {
        Value::Map(_) => table(node, &LOCAL_TEXT, sink),
        _ => scalar(node, "text or a map with `en` and `zh`", sink),
    }
}

fn word(node: &Node, words: &'static [&'static str], sink: &mut Sink) {
    match node.scalar() {
        Some(text) if words.contains(&text.as_str()) => {}
        Some(text) => sink.push(messages::unknown_keyword(node.span, &text, words)),
        None => wrong_kind(node, "one word", sink),
    }
}

fn list(node: &Node, item: &ValueKind, sink: &mut Sink) {
    match &node.value {
        Value::List(items) => items.iter().for_each(|one| holds(one, item, sink)),
        _ => wrong_kind(node, "a list", sink),
    }
}

fn map(node: &Node, value: &ValueKind, sink: &mut Sink) {
    match &node.value {
        Value::Map(entries) => {
            duplicate_keys(entries, sink);
            entries.iter().for_each(|entry| holds(&entry.value, value, sink));
        }
        _ => wrong_kind(node, "a map", sink),
    }
}

fn numbers(node: &Node, value: &ValueKind, sink: &mut Sink) {
    map(node, value, sink);
    if let Value::Map(entries) = &node.value {
        // `+7` and `007` are invalid, because they would be a second 7.
        let is_code = |text: &str| text.parse::<i64>().is_ok_and(|code| code.to_string() == text);
        for entry in entries.iter().filter(|entry| !is_code(&entry.key)) {
            sink.push(messages::bad_error_code(entry.key_span, &entry.key));
        }
    }
}

/// Returns true for a map that describes a parameter or a field, and not a type such as
/// `{ map: int }`.
pub(super) fn is_table(node: &Node) -> bool {
    matches!(node.value, Value::Map(_)) && type_key(node).is_none()
}

/// Finds the key that makes a map a type expression.
pub(super) fn type_key(node: &Node) -> Option<&'static str> {
    grammar::type_keys().find(|name| node.get(name).is_some())
}

fn type_expression(node: &Node, sink: &mut Sink) {
    match &node.value {
        Value::Text(_) => {}
        Value::List(items) if items.len() == 1 => type_expression(&items[0], sink),
        Value::Map(_) if type_key(node).is_some() => {
            table(node, &TYPE_EXPRESSION, sink);
            one_kind(node, sink);
        }
        _ => wrong_kind(node, "a type, such as `string`, `[Device]` or `{ map: int }`", sink),
    }
}

/// Reports a wrapper beside another type. Two shapes are reported by `resolve`.
fn one_kind(node: &Node, sink: &mut Sink) {
    const WRAPPERS: [&str; 3] = ["map", "json_text", "joined"];
    let is_kind = |entry: &&Entry| entry.key != "by" && TYPE_EXPRESSION.key(&entry.key).is_some();
    let kinds: Vec<&Entry> = node.entries().iter().filter(is_kind).collect();
    if let [first, second, ..] = kinds.as_slice()
        && first.key != second.key
        && kinds.iter().any(|entry| WRAPPERS.contains(&entry.key.as_str()))
    {
        sink.push(messages::multiple_types(
            second.key_span,
            &second.key,
            first.key_span,
            &first.key,
        ));
    }
    let by = node.entries().iter().find(|entry| entry.key == "by");
    if let Some(by) = by.filter(|_| node.get("joined").is_none()) {
        sink.push(messages::separator_without_list(by.key_span));
    }
}

fn duplicate_keys(entries: &[Entry], sink: &mut Sink) {
    let mut first: HashMap<&str, Span> = HashMap::new();
    for entry in entries {
        if let Some(before) = first.insert(&entry.key, entry.key_span) {
            sink.push(messages::duplicate_key(entry.key_span, &entry.key, before));
        }
    }
}

/// The place at which a missing key is reported: the first key, since a map has no text of its own.
fn place_of(node: &Node, entries: &[Entry]) -> Span {
    entries.first().map_or(node.span, |entry| entry.key_span)
}
