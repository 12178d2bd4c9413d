//! YAML text as a tree whose nodes have places.
//!
//! `serde-saphyr` parses (YAML 1.2, strict booleans, with budgets against hostile input). The tree
//! keeps scalars as they were written, because only the reader of a node knows if `1.50` is a number
//! or a version.
//!
//! # Limits
//!
//! The parser recurses for each of up to 64 levels of nesting, so the stack must have room for that.
//! A syntax error ends the parsing of its file, so a file has at most one.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_saphyr::{DuplicateKeyPolicy, MergeKeyPolicy, NonFiniteFloatPolicy, Options, Spanned};

use crate::source::{Fault, Source, Span};

/// A YAML value with its place.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Node {
    /// The place: the whole scalar, or the beginning of a list or a map.
    pub(crate) span: Span,
    /// The value.
    pub(crate) value: Value,
}

/// The value of a node.
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
    /// A map in the order in which it was written, duplicate keys included.
    Map(Vec<Entry>),
}

/// A key and its value.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Entry {
    /// The key as it was written.
    pub(crate) key: String,
    /// The place of the key.
    pub(crate) key_span: Span,
    /// The value.
    pub(crate) value: Node,
}

/// A reason for which a file, or a part of it, was not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Problem {
    /// The place.
    pub(crate) span: Span,
    /// The reason.
    pub(crate) reason: Reason,
}

/// The kinds of a [`Problem`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Reason {
    /// The file is not UTF-8.
    NotUtf8,
    /// The file has so many bytes, which is too many.
    TooLarge(u64),
    /// The file is valid YAML that exceeds a budget.
    Budget(&'static str),
    /// The file is not valid YAML.
    Syntax(String),
}

/// Parses a file. Returns the tree, if there is one, and all problems.
pub(crate) fn parse(file: u32, source: &Source) -> (Option<Node>, Vec<Problem>) {
    if let Some(problem) = not_text(file, source) {
        return (None, vec![problem]);
    }
    let options = options(source.text.len());
    match serde_saphyr::from_str_with_options::<Spanned<Raw>>(&source.text, options) {
        Ok(raw) => {
            let mut placer = Placer { file, text: &source.text, problems: Vec::new() };
            let node = placer.node(raw);
            (Some(node), placer.problems)
        }
        Err(error) => (None, vec![refused(file, source, &error)]),
    }
}

/// The problem of a file that is not text.
fn not_text(file: u32, source: &Source) -> Option<Problem> {
    let character = |at: usize| {
        let width = source.text[at..].chars().next().map_or(0, char::len_utf8);
        clamp(file, &source.text, at, at + width)
    };
    match source.fault {
        Some(Fault::NotUtf8(at)) => Some(Problem { span: character(at), reason: Reason::NotUtf8 }),
        Some(Fault::TooLarge(bytes)) => {
            Some(Problem { span: Span::file(file), reason: Reason::TooLarge(bytes) })
        }
        None => {
            let span = character(source.text.find('\0')?);
            let reason = Reason::Syntax("the file contains a NUL character".to_owned());
            Some(Problem { span, reason })
        }
    }
}

/// The problem for which the parser refused a file.
fn refused(file: u32, source: &Source, error: &serde_saphyr::Error) -> Problem {
    let syntax = || Reason::Syntax(error_text(error));
    Problem {
        span: error_span(file, source, error),
        reason: excess(error).map_or_else(syntax, Reason::Budget),
    }
}

/// The exceeded budget, if that is the error.
fn excess(error: &serde_saphyr::Error) -> Option<&'static str> {
    use serde_saphyr::{Error, budget::BudgetBreach};
    const DEEP: &str = "more than 64 levels of nesting";
    const COPIES: &str = "its aliases expand to too many values";
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
            _ => "too many values, expanded aliases included",
        }),
        _ if error_text(error).contains("nesting") => Some(DEEP),
        _ => None,
    }
}

/// The number of events that all aliases of a file may expand to: about what a file of twice the size
/// could contain. Shared sets of fields stay far below, and many small files with alias bombs do not
/// add up.
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

/// A node from serde, without a [`Span`].
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

/// Makes nodes of raw ones.
struct Placer<'a> {
    file: u32,
    text: &'a str,
    problems: Vec<Problem>,
}

impl Placer<'_> {
    fn node(&mut self, raw: Spanned<Raw>) -> Node {
        let span = self.span(&raw);
        let value = match raw.value {
            Raw::Null => Value::Null,
            Raw::Bool(value) => Value::Bool(value),
            Raw::Number => Value::Number(self.text[span.range()].to_owned()),
            Raw::Text(text) => Value::Text(text),
            Raw::List(items) => {
                Value::List(items.into_iter().map(|item| self.node(item)).collect())
            }
            Raw::Map(entries) => Value::Map(
                entries.into_iter().filter_map(|(key, value)| self.entry(key, value)).collect(),
            ),
        };
        Node { span, value }
    }

    fn entry(&mut self, key: Spanned<Raw>, value: Spanned<Raw>) -> Option<Entry> {
        let key = self.node(key);
        let value = self.node(value);
        let Some(text) = key.scalar() else {
            let reason = Reason::Syntax("a key must be text or a number".to_owned());
            self.problems.push(Problem { span: key.span, reason });
            return None;
        };
        Some(Entry { key: text, key_span: key.span, value })
    }

    /// The bytes of a node. `serde-saphyr` has them for all nodes of a text; the beginning of the file
    /// is a fallback that exists in every file.
    fn span(&self, raw: &Spanned<Raw>) -> Span {
        let span = raw.defined.span();
        let start = span.byte_offset().unwrap_or(0) as usize;
        let end = start + span.byte_len().unwrap_or(0) as usize;
        clamp(self.file, self.text, start, end)
    }
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

/// The parser's message without the place, which the diagnostic shows.
fn error_text(error: &serde_saphyr::Error) -> String {
    if let serde_saphyr::Error::MultipleDocuments { .. } = error.without_snippet() {
        return "a second document begins here, but a file contains only one".to_owned();
    }
    let text = error.to_string();
    let text = text.lines().next().unwrap_or_default();
    text.split(" at line ").next().unwrap_or(text).to_owned()
}

impl Node {
    /// The text of a scalar of any kind, as it was written.
    pub(crate) fn scalar(&self) -> Option<String> {
        match &self.value {
            Value::Bool(value) => Some(value.to_string()),
            Value::Number(text) | Value::Text(text) => Some(text.clone()),
            Value::Null | Value::List(_) | Value::Map(_) => None,
        }
    }

    /// The kind with its article: "a list".
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

    /// The entries of a map; empty for all other kinds.
    pub(crate) fn entries(&self) -> &[Entry] {
        match &self.value {
            Value::Map(entries) => entries,
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::Text(_) | Value::List(_) => {
                &[]
            }
        }
    }

    /// Converts to JSON. A number that JSON cannot represent becomes text.
    pub(crate) fn to_json(&self) -> ordered_json::Value {
        match &self.value {
            Value::Null => ordered_json::Value::Null,
            Value::Bool(value) => (*value).into(),
            Value::Number(text) => {
                serde_json::from_str(text).unwrap_or_else(|_| text.as_str().into())
            }
            Value::Text(text) => text.as_str().into(),
            Value::List(items) => items.iter().map(Node::to_json).collect(),
            Value::Map(entries) => entries
                .iter()
                .map(|entry| (entry.key.clone(), entry.value.to_json()))
                .collect::<ordered_json::Map<_, _>>()
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
        let shown = match parse(0, &file(&sources)) {
            (Some(node), _) => node.to_json().to_string(),
            (None, problems) => format!("{:?}", problems[0].reason),
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
    fn duplicate_keys_are_kept_for_validation() {
        let sources = Sources::new("", [("a.yaml".to_owned(), "a: 1\na: 2".to_owned())]);
        let node = parse(0, &file(&sources)).0;
        let Some(Node { value: Value::Map(entries), .. }) = node else { panic!("not a map") };
        assert_eq!(entries.len(), 2);
    }

    #[test]
    fn places_are_bytes_of_the_text() {
        let text = "中文: \"é\"\r\nb: [x, y]\r\n";
        let sources = Sources::new("", [("a.yaml".to_owned(), text.to_owned())]);
        let node = parse(0, &file(&sources)).0;
        let Some(Node { value: Value::Map(entries), .. }) = node else { panic!("not a map") };
        assert_eq!(sources.text(entries[0].key_span), "中文");
        assert_eq!(sources.text(entries[0].value.span), "\"é\"");
        assert_eq!(sources.position(entries[1].key_span), (2, 1));
    }

    #[test]
    fn hostile_input_is_a_diagnostic() {
        check("a: \0", "Syntax(\"the file contains a NUL character\")");
        let bomb = "a: &a [x,x]\nb: &b [*a,*a]\n".to_owned()
            + &(0..30).map(|n| format!("c{n}: &c{n} [*b,*b]\n")).collect::<String>();
        check(&bomb, &expected_json(&bomb));
        let deep = "[".repeat(100_000);
        let sources = Sources::new("", [("a.yaml".to_owned(), deep)]);
        let (node, problems) = parse(0, &file(&sources));
        assert_eq!((node, problems.len()), (None, 1));
    }

    fn file(sources: &Sources) -> Source {
        sources.iter().next().expect("there is a file").1.clone()
    }

    /// Aliases within the budget are expanded.
    fn expected_json(text: &str) -> String {
        let value: ordered_json::Value =
            serde_saphyr::from_str(text).expect("a small nest is read");
        value.to_string()
    }
}
