//! Reads values from maps with known keys.

use super::table::Table;
use super::{Spanned, grammar, validate};
use crate::model::LocalizedText;
use crate::source::Span;
use crate::source::yaml::{Entry, Node, Value};

/// A map with known keys.
pub(super) struct Map<'a> {
    entries: &'a [Entry],
    table: &'static Table,
}

impl<'a> Map<'a> {
    pub(super) fn new(node: &'a Node, table: &'static Table) -> Option<Self> {
        match &node.value {
            Value::Map(entries) => Some(Self { entries, table }),
            _ => None,
        }
    }

    pub(super) fn get(&self, key: &str) -> Option<&'a Node> {
        debug_assert!(self.table.key(key).is_some(), "`{key}` is not in the table");
        self.entries.iter().find(|entry| entry.key == key).map(|entry| &entry.value)
    }

    pub(super) fn text(&self, key: &str) -> Option<Spanned<String>> {
        let node = self.get(key)?;
        Some(Spanned { value: node.scalar()?, span: node.span })
    }

    pub(super) fn local_text(&self, key: &str) -> LocalizedText {
        self.get(key).map(local_text).unwrap_or_default()
    }

    pub(super) fn bool(&self, key: &str) -> Option<bool> {
        match self.get(key)?.value {
            Value::Bool(value) => Some(value),
            _ => None,
        }
    }

    pub(super) fn integer(&self, key: &str) -> Option<Spanned<i64>> {
        let node = self.get(key)?;
        Some(Spanned { value: validate::integer(node)?, span: node.span })
    }

    pub(super) fn json(&self, key: &str) -> Option<Spanned<ordered_json::Value>> {
        let node = self.get(key)?;
        Some(Spanned { value: node.to_json(), span: node.span })
    }

    pub(super) fn items(&self, key: &str) -> impl Iterator<Item = &'a Node> {
        match self.get(key).map(|node| &node.value) {
            Some(Value::List(items)) => items.iter(),
            _ => [].iter(),
        }
    }

    pub(super) fn texts(&self, key: &str) -> Vec<Spanned<String>> {
        self.items(key)
            .filter_map(|node| Some(Spanned { value: node.scalar()?, span: node.span }))
            .collect()
    }

    pub(super) fn integers(&self, key: &str) -> Vec<Spanned<i64>> {
        self.items(key)
            .filter_map(|node| Some(Spanned { value: validate::integer(node)?, span: node.span }))
            .collect()
    }

    pub(super) fn entries(&self, key: &str) -> impl Iterator<Item = &'a Entry> {
        match self.get(key).map(|node| &node.value) {
            Some(Value::Map(entries)) => entries.iter(),
            _ => [].iter(),
        }
    }

    /// The present ones of some keys, in the order in which they were written, each with its meaning.
    pub(super) fn given<T: Copy, const N: usize>(
        &self,
        keys: [(&'static str, T); N],
    ) -> impl Iterator<Item = (&'static str, T)> + use<'a, T, N> {
        self.entries
            .iter()
            .filter_map(move |entry| keys.iter().find(|(key, _)| *key == entry.key).copied())
    }

    pub(super) fn first_key(&self) -> Option<Span> {
        self.entries.first().map(|entry| entry.key_span)
    }
}

/// Reads a text in one or two languages; a plain string is English.
pub(super) fn local_text(node: &Node) -> LocalizedText {
    match Map::new(node, &grammar::LOCAL_TEXT) {
        Some(map) => LocalizedText {
            en: map.text("en").and_then(filled),
            zh: map.text("zh").and_then(filled),
        },
        None => LocalizedText { en: node.scalar().map(|text| text.trim().to_owned()), zh: None },
    }
}

fn filled(text: Spanned<String>) -> Option<String> {
    let text = text.value.trim();
    (!text.is_empty()).then(|| text.to_owned())
}
