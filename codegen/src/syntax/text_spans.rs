//! The places of all texts that can be in two languages.
//!
//! The lowered structs have texts without places. The places are taken from the nodes, with the help of
//! the grammar, which determines the keys that have texts.

use super::grammar::TYPE_EXPRESSION;
use super::table::{Table, ValueKind};
use super::validate::is_table;
use crate::source::Span;
use crate::source::yaml::{Node, Value};

/// The places of a text, one for each language with words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Written {
    pub(crate) en: Option<Span>,
    pub(crate) zh: Option<Span>,
}

/// Finds all texts in a map with known keys, in order.
pub(crate) fn in_table(node: &Node, table: &'static Table, found: &mut Vec<Written>) {
    for entry in node.entries() {
        if let Some(key) = table.key(&entry.key) {
            texts(&entry.value, &key.holds, found);
        }
    }
}

fn texts(node: &Node, holds: &ValueKind, found: &mut Vec<Written>) {
    match holds {
        ValueKind::LocalText => found.push(written(node)),
        ValueKind::List(item) => items(node).iter().for_each(|one| texts(one, item, found)),
        ValueKind::Names(value) | ValueKind::Numbers(value) | ValueKind::NumbersOr(value) => {
            node.entries().iter().for_each(|entry| texts(&entry.value, value, found));
        }
        ValueKind::Table(table) => in_table(node, table, found),
        ValueKind::TypeOr(table) if is_table(node) => in_table(node, table, found),
        ValueKind::Type | ValueKind::TypeOr(_) => type_expression(node, found),
        ValueKind::TextOr(table) => in_table(node, table, found),
        ValueKind::Text
        | ValueKind::Bool
        | ValueKind::Integer
        | ValueKind::Count
        | ValueKind::Keyword(_)
        | ValueKind::Json => {}
    }
}

fn type_expression(node: &Node, found: &mut Vec<Written>) {
    items(node).iter().for_each(|item| type_expression(item, found));
    in_table(node, &TYPE_EXPRESSION, found);
}

fn written(node: &Node) -> Written {
    let language = |language| node.get(language).and_then(filled);
    match &node.value {
        Value::Map(_) => Written { en: language("en"), zh: language("zh") },
        _ => Written { en: filled(node), zh: None },
    }
}

fn filled(node: &Node) -> Option<Span> {
    let has_words = node.scalar().is_some_and(|text| !text.trim().is_empty());
    has_words.then_some(node.span)
}

fn items(node: &Node) -> &[Node] {
    match &node.value {
        Value::List(items) => items,
        _ => &[],
    }
}
