//! YAML text to a tree in which every node knows its place.
//!
//! Parsing is the work of `serde-saphyr` (YAML 1.2, booleans strict, with budgets against hostile
//! input). The tree keeps scalars as they were written, because only the reader of a node knows
//! whether `1.50` is a number or a version.
//!
//! # Limits
//!
//! The parser calls itself for every level of nesting, of which 64 are allowed; whoever calls it
//! has to have room for that. A syntax mistake ends the reading of its file, so a file reports at most one of them.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_saphyr::{DuplicateKeyPolicy, MergeKeyPolicy, NonFiniteFloatPolicy, Options, Spanned};

use crate::diagnostics::messages;
use crate::diagnostics::{Diagnostic, Sink};
use crate::source::{Fault, Source, Span};

/// Something written in YAML, and where.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Node {
    /// The place: the whole scalar, or the beginning of a list or a map.
    pub(crate) span: Span,
    /// What it is.
    pub(crate) value: Value,
}

/// What a node is.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Value {
    /// Nothing, `~` or `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A plain number, as it was written.
    Number(String),
    /// Text.
    Text(String),
    /// A list.
    List(Vec<Node>),
    /// A map, in the order in which it was written, doubled keys included.
    Map(Vec<Entry>),
}

/// A key and its value.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Entry {
    /// The key as it was written.
    pub(crate) key: String,
    /// Where the key stands.
    pub(crate) key_span: Span,
    /// The value.
    pub(crate) value: Node,
}

/// Reads a file; what is wrong with it goes to the sink.
pub(crate) fn parse(file: u32, source: &Source, sink: &mut Sink) -> Option<Node> {
    if let Some(found) = not_text(file, source) {
        sink.push(found);
        return None;
    }
    let options = options(source.text.len());
    match serde_saphyr::from_str_with_options::<Spanned<Raw>>(&source.text, options) {
        Ok(raw) => place(file, source, raw, sink),
        Err(error) => {
            let span = error_span(file, source, &error);
            sink.push(match excess(&error) {
                Some(excess) => messages::yaml_budget(span, excess),
                None => messages::yaml_syntax(span, &error_text(&error)),
            });
            None
        }
    }
}

/// What keeps a file from being text at all.
fn not_text(file: u32, source: &Source) -> Option<Diagnostic> {
    let character = |at: usize| {
        let width = source.text[at..].chars().next().map_or(0, char::len_utf8);
        clamp(file, &source.text, at, at + width)
    };
    match source.fault {
        Some(Fault::NotUtf8(at)) => Some(messages::not_utf8(character(at))),
        Some(Fault::TooLarge(bytes)) => Some(messages::file_too_large(file, bytes)),
        None => {
            let nul = source.text.find('\0')?;
            Some(messages::yaml_syntax(character(nul), "the file holds a NUL character"))
        }
    }
}

/// What there is too much of, if the parser gave up for that.
fn excess(error: &serde_saphyr::Error) -> Option<&'static str> {
    use serde_saphyr::{Error, budget::BudgetBreach};
    const DEEP: &str = "it is nested more than 64 levels deep";
    const COPIES: &str = "its aliases stand for too much";
    match error.without_snippet() {
        Error::AliasError { error, .. } => excess(error),
        Error::AliasReplayLimitExceeded { .. }
        | Error::AliasReplayCounterOverflow { .. }
        | Error::AliasExpansionLimitExceeded { .. }
        | Error::AliasReplayStackDepthExceeded { .. } => Some(COPIES),
        Error::Budget { breach, .. } => Some(match breach {
            BudgetBreach::Depth { .. } => DEEP,
            BudgetBreach::Aliases { .. }
            | BudgetBreach::Anchors { .. }
            | BudgetBreach::AliasAnchorRatio { .. }
            | BudgetBreach::RecordedAnchorEvents { .. }
            | BudgetBreach::RecordedAnchorBytes { .. } => COPIES,
            _ => "it holds too many values, aliases written out",
        }),
        _ if error_text(error).contains("nesting") => Some(DEEP),
        _ => None,
    }
}

/// How much all aliases of a file may stand for together: not more than a file of twice that size
/// could hold. Who writes one set of fields once and names it here and there stays far below; many
/// small files, each a bomb, do not add up.
fn most_replayed(bytes: usize) -> usize {
    bytes.saturating_mul(2).clamp(100, 20_000)
}

fn options(bytes: usize) -> Options {
    serde_saphyr::options! {
        duplicate_keys: DuplicateKeyPolicy::PassThrough,
        merge_keys: MergeKeyPolicy::AsOrdinary,
        non_finite_float_policy: NonFiniteFloatPolicy::AsString,
        strict_booleans: true,
        leading_zero_numbers_as_strings: true,
        underscored_numbers_as_strings: true,
        with_snippet: false,
        alias_limits: serde_saphyr::alias_limits! {
            max_total_replayed_events: most_replayed(bytes),
        },
    }
}

/// A node as serde hands it over, before it has our kind of place.
enum Raw {
    Null,
    Bool(bool),
    Number,
    Text(String),
    List(Vec<Spanned<Raw>>),
    Map(Vec<(Spanned<Raw>, Spanned<Raw>)>),
}

impl<'de> Deserialize<'de> for Raw {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(RawVisitor)
    }
}

struct RawVisitor;

impl<'de> Visitor<'de> for RawVisitor {
    type Value = Raw;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("any YAML")
    }

    fn visit_unit<E>(self) -> Result<Raw, E> {
        Ok(Raw::Null)
    }

    fn visit_none<E>(self) -> Result<Raw, E> {
        Ok(Raw::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Raw, D::Error> {
        Raw::deserialize(deserializer)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Raw, E> {
        Ok(Raw::Bool(value))
    }

    fn visit_i64<E>(self, _: i64) -> Result<Raw, E> {
        Ok(Raw::Number)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Raw, E> {
        Ok(Raw::Number)
    }

    fn visit_i128<E>(self, _: i128) -> Result<Raw, E> {
        Ok(Raw::Number)
    }

    fn visit_u128<E>(self, _: u128) -> Result<Raw, E> {
        Ok(Raw::Number)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Raw, E> {
        Ok(Raw::Number)
    }

    fn visit_str<E>(self, text: &str) -> Result<Raw, E> {
        Ok(Raw::Text(text.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Raw, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Raw::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Raw, A::Error> {
        let mut map = Vec::new();
        while let Some(entry) = entries.next_entry()? {
            map.push(entry);
        }
        Ok(Raw::Map(map))
    }
}

fn place(file: u32, source: &Source, raw: Spanned<Raw>, sink: &mut Sink) -> Option<Node> {
    let span = raw_span(file, source, &raw);
    let value = match raw.value {
        Raw::Null => Value::Null,
        Raw::Bool(value) => Value::Bool(value),
        Raw::Number => Value::Number(source.text[span.range()].to_owned()),
        Raw::Text(text) => Value::Text(text),
        Raw::List(items) => Value::List(
            items.into_iter().filter_map(|item| place(file, source, item, sink)).collect(),
        ),
        Raw::Map(entries) => Value::Map(
            entries
                .into_iter()
                .filter_map(|(key, value)| entry(file, source, key, value, sink))
                .collect(),
        ),
    };
    Some(Node { span, value })
}

fn entry(
    file: u32,
    source: &Source,
    key: Spanned<Raw>,
    value: Spanned<Raw>,
    sink: &mut Sink,
) -> Option<Entry> {
    let key = place(file, source, key, sink)?;
    let value = place(file, source, value, sink)?;
    match key.scalar() {
        Some(text) => Some(Entry { key: text, key_span: key.span, value }),
        None => {
            sink.push(messages::yaml_syntax(key.span, "a key must be a word or a number"));
            None
        }
    }
}

/// The bytes of a node. `serde-saphyr` gives bytes for every node of a text; were it not so, the
/// beginning of the file is a place that is wrong but exists.
fn raw_span(file: u32, source: &Source, raw: &Spanned<Raw>) -> Span {
    let span = raw.defined.span();
    let start = span.byte_offset().unwrap_or(0) as usize;
    let end = start + span.byte_len().unwrap_or(0) as usize;
    clamp(file, &source.text, start, end)
}

fn error_span(file: u32, source: &Source, error: &serde_saphyr::Error) -> Span {
    let Some(location) = error.location() else { return Span::file(file) };
    let line = (location.line().max(1) - 1) as usize;
    let line_start: usize = source.text.split_inclusive('\n').take(line).map(str::len).sum();
    let rest = source.text.get(line_start..).unwrap_or_default();
    let column: usize =
        rest.chars().take((location.column().max(1) - 1) as usize).map(char::len_utf8).sum();
    let start = line_start + column;
    clamp(file, &source.text, start, start + 1)
}

fn clamp(file: u32, text: &str, start: usize, end: usize) -> Span {
    let on_boundary = |mut at: usize| {
        at = at.min(text.len());
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        u32::try_from(at).unwrap_or(u32::MAX)
    };
    let start = on_boundary(start);
    Span { file, start, end: on_boundary(end).max(start) }
}

/// The parser's words without the place, which the diagnostic shows anyway.
fn error_text(error: &serde_saphyr::Error) -> String {
    if let serde_saphyr::Error::MultipleDocuments { .. } = error.without_snippet() {
        return "a second document begins here, and a file holds one".to_owned();
    }
    let text = error.to_string();
    let text = text.lines().next().unwrap_or_default();
    text.split(" at line ").next().unwrap_or(text).to_owned()
}

impl Node {
    /// The text of a scalar as it was written, whatever its kind.
    pub(crate) fn scalar(&self) -> Option<String> {
        match &self.value {
            Value::Bool(value) => Some(value.to_string()),
            Value::Number(text) | Value::Text(text) => Some(text.clone()),
            Value::Null | Value::List(_) | Value::Map(_) => None,
        }
    }

    /// What it is, for a sentence: "a list".
    pub(crate) fn kind(&self) -> &'static str {
        match &self.value {
            Value::Null => "nothing",
            Value::Bool(_) => "a boolean",
            Value::Number(_) => "a number",
            Value::Text(_) => "text",
            Value::List(_) => "a list",
            Value::Map(_) => "a map",
        }
    }

    /// The value behind a key of a map.
    pub(crate) fn get(&self, key: &str) -> Option<&Node> {
        let entry = self.entries().iter().find(|entry| entry.key == key);
        entry.map(|entry| &entry.value)
    }

    /// The entries of a map; nothing else has any.
    pub(crate) fn entries(&self) -> &[Entry] {
        match &self.value {
            Value::Map(entries) => entries,
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::Text(_) | Value::List(_) => {
                &[]
            }
        }
    }

    /// The same as JSON. A number that JSON cannot hold becomes text.
    pub(crate) fn to_json(&self) -> serde_json::Value {
        match &self.value {
            Value::Null => serde_json::Value::Null,
            Value::Bool(value) => (*value).into(),
            Value::Number(text) => {
                serde_json::from_str(text).unwrap_or_else(|_| text.as_str().into())
            }
            Value::Text(text) => text.as_str().into(),
            Value::List(items) => items.iter().map(Node::to_json).collect(),
            Value::Map(entries) => entries
                .iter()
                .map(|entry| (entry.key.clone(), entry.value.to_json()))
                .collect::<serde_json::Map<_, _>>()
                .into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Sources;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let sources = Sources::new("", [("a.yaml".to_owned(), text.to_owned())]);
        let mut sink = Sink::default();
        let shown = match parse(0, &file(&sources), &mut sink) {
            Some(node) => node.to_json().to_string(),
            None => sink.sorted()[0].headline.clone(),
        };
        assert_eq!(shown, expected);
    }

    #[test]
    fn scalars_are_kept_as_written() {
        check("a: 1.50", r#"{"a":1.50}"#.replace("1.50", "1.5").as_str());
        check("a: on\nb: yes\nc: 012\nd: 1_0", r#"{"a":"on","b":"yes","c":"012","d":"1_0"}"#);
        check("200: x\ntrue: y", r#"{"200":"x","true":"y"}"#);
        check("a: 0x10", r#"{"a":"0x10"}"#);
    }

    #[test]
    fn doubled_keys_are_kept_for_the_reader_to_report() {
        let sources = Sources::new("", [("a.yaml".to_owned(), "a: 1\na: 2".to_owned())]);
        let node = parse(0, &file(&sources), &mut Sink::default());
        let Some(Node { value: Value::Map(entries), .. }) = node else { panic!("not a map") };
        assert_eq!(entries.len(), 2);
    }

    #[test]
    fn places_are_bytes_of_the_text() {
        let text = "中文: \"é\"\r\nb: [x, y]\r\n";
        let sources = Sources::new("", [("a.yaml".to_owned(), text.to_owned())]);
        let node = parse(0, &file(&sources), &mut Sink::default());
        let Some(Node { value: Value::Map(entries), .. }) = node else { panic!("not a map") };
        assert_eq!(sources.text(entries[0].key_span), "中文");
        assert_eq!(sources.text(entries[0].value.span), "\"é\"");
        assert_eq!(sources.position(entries[1].key_span), (2, 1));
    }

    #[test]
    fn hostile_input_is_a_diagnostic() {
        check("a: \0", "not valid YAML: the file holds a NUL character");
        let bomb = "a: &a [x,x]\nb: &b [*a,*a]\n".to_owned()
            + &(0..30).map(|n| format!("c{n}: &c{n} [*b,*b]\n")).collect::<String>();
        check(&bomb, &expected_json(&bomb));
        let deep = "[".repeat(100_000);
        let mut sink = Sink::default();
        let sources = Sources::new("", [("a.yaml".to_owned(), deep)]);
        assert!(parse(0, &file(&sources), &mut sink).is_none());
        assert_eq!(sink.errors(), 1);
    }

    fn file(sources: &Sources) -> Source {
        sources.iter().next().expect("there is a file").1.clone()
    }

    /// A small nest of aliases is read as what it stands for.
    fn expected_json(text: &str) -> String {
        let value: serde_json::Value = serde_saphyr::from_str(text).expect("a small nest is read");
        value.to_string()
    }
}
