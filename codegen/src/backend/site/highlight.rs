//! Syntax highlighting: code as tokens with classes.

use ordered_json::Value;
use proc_macro2::{Delimiter, TokenStream, TokenTree};
use serde::Serialize;

/// A part of a piece of code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Token {
    /// Class in the style sheet. Plain code has none.
    class: Option<&'static str>,
    text: String,
}

/// Keywords: `let`.
const KEYWORD: &str = "k";
/// Names of types.
const TYPE: &str = "t";
/// Names of functions.
const CALL: &str = "f";
/// Strings.
const TEXT: &str = "s";
/// Numbers, and `true`.
const NUMBER: &str = "n";
/// Names of JSON members.
const MEMBER: &str = "m";
/// Options of a command.
const OPTION: &str = "o";

impl Token {
    pub(super) fn plain(text: impl Into<String>) -> Self {
        Self { class: None, text: text.into() }
    }

    fn new(class: &'static str, text: impl Into<String>) -> Self {
        Self { class: Some(class), text: text.into() }
    }

    pub(super) fn call(text: impl Into<String>) -> Self {
        Self::new(CALL, text)
    }

    pub(super) fn text(text: impl Into<String>) -> Self {
        Self::new(TEXT, text)
    }

    pub(super) fn option(text: impl Into<String>) -> Self {
        Self::new(OPTION, text)
    }
}

/// Highlights Rust. Text that is not Rust is plain.
pub(super) fn rust(text: &str) -> Vec<Token> {
    let Ok(tokens) = text.parse::<TokenStream>() else { return vec![Token::plain(text)] };
    let mut found = Vec::new();
    walk(tokens, &mut found);
    let mut parts = Vec::new();
    let mut end = 0;
    for (class, range) in found {
        let (Some(between), Some(own)) = (text.get(end..range.start), text.get(range.clone()))
        else {
            return vec![Token::plain(text)];
        };
        push(&mut parts, Token::plain(between));
        push(&mut parts, Token::new(class, own));
        end = range.end;
    }
    push(&mut parts, Token::plain(&text[end..]));
    parts
}

type Found = (&'static str, std::ops::Range<usize>);

fn walk(tokens: TokenStream, found: &mut Vec<Found>) {
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Group(group) => walk(group.stream(), found),
            TokenTree::Ident(ident) => {
                let class = ident_class(&ident.to_string(), tokens.peek());
                found.extend(class.map(|class| (class, ident.span().byte_range())));
            }
            TokenTree::Literal(literal) => {
                let is_text = literal.to_string().ends_with(['"', '\'', '#']);
                let class = if is_text { TEXT } else { NUMBER };
                found.push((class, literal.span().byte_range()));
            }
            TokenTree::Punct(_) => {}
        }
    }
}

fn ident_class(name: &str, next: Option<&TokenTree>) -> Option<&'static str> {
    const KEYWORDS: [&str; 12] =
        ["use", "let", "match", "if", "else", "mut", "async", "await", "fn", "for", "in", "while"];
    let is_called = match next {
        Some(TokenTree::Group(group)) => group.delimiter() == Delimiter::Parenthesis,
        Some(TokenTree::Punct(punct)) => punct.as_char() == '!',
        _ => false,
    };
    match name {
        _ if KEYWORDS.contains(&name) => Some(KEYWORD),
        "true" | "false" => Some(NUMBER),
        _ if name.starts_with(char::is_uppercase) => Some(TYPE),
        _ if is_called => Some(CALL),
        _ => None,
    }
}

/// Highlights JSON, one member per line.
pub(super) fn json(value: &Value) -> Vec<Token> {
    let mut parts = Vec::new();
    write_json(value, 0, &mut parts);
    parts
}

/// Width up to which a value stays on one line.
const WIDTH: usize = 72;

fn write_json(value: &Value, depth: usize, parts: &mut Vec<Token>) {
    let members: Vec<(Option<&String>, &Value)> = match value {
        Value::Array(items) => items.iter().map(|item| (None, item)).collect(),
        Value::Object(members) => members.iter().map(|(name, it)| (Some(name), it)).collect(),
        Value::String(text) => {
            return push(parts, Token::text(Value::from(text.as_str()).to_string()));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {
            return push(parts, Token::new(NUMBER, value.to_string()));
        }
    };
    let (open, close) = if value.is_array() { ("[", "]") } else { ("{", "}") };
    // Short lists and objects of scalars are most readable on one line.
    let is_flat = depth > 0
        && members.iter().all(|(_, one)| !one.is_array() && !one.is_object())
        && value.to_string().chars().count() + 2 * depth < WIDTH;
    let line = |depth: usize| format!("\n{}", "  ".repeat(depth));
    let (before, between, after) = match (members.is_empty(), is_flat) {
        (true, _) => (String::new(), String::new(), String::new()),
        (false, true) if value.is_array() => (String::new(), " ".to_owned(), String::new()),
        (false, true) => (" ".to_owned(), " ".to_owned(), " ".to_owned()),
        (false, false) => (line(depth + 1), line(depth + 1), line(depth)),
    };
    push(parts, Token::plain(format!("{open}{before}")));
    for (index, (name, value)) in members.into_iter().enumerate() {
        if index > 0 {
            push(parts, Token::plain(format!(",{between}")));
        }
        if let Some(name) = name {
            push(parts, Token::new(MEMBER, Value::from(name.as_str()).to_string()));
            push(parts, Token::plain(": "));
        }
        write_json(value, depth + 1, parts);
    }
    push(parts, Token::plain(format!("{after}{close}")));
}

/// Adds a token. Adjacent plain tokens are joined.
fn push(parts: &mut Vec<Token>, part: Token) {
    match parts.last_mut() {
        _ if part.text.is_empty() => {}
        Some(last) if last.class.is_none() && part.class.is_none() => last.text += &part.text,
        Some(_) | None => parts.push(part),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(parts: &[Token]) -> String {
        let part = |part: &Token| match part.class {
            Some(class) => format!("<{class}:{}>", part.text),
            None => part.text.clone(),
        };
        parts.iter().map(part).collect()
    }

    #[test]
    fn rust_is_told_apart_by_its_tokens() {
        let text = "let a = client.b(\"c 中\", 1).await?;\nprintln!(\"{a:?}\");";
        let expected = "<k:let> a = client.<f:b>(<s:\"c 中\">, <n:1>).<k:await>?;\n<f:println>!(<s:\"{a:?}\">);";
        assert_eq!(shown(&rust(text)), expected);
        assert_eq!(shown(&rust("no \"rust")), "no \"rust");
    }

    #[test]
    fn json_keeps_its_text() {
        let value = ordered_json::json!({ "a": [1, "<b>"], "c": {}, "d": [{ "e": null }] });
        let parts = json(&value);
        let text: String = parts.iter().map(|part| part.text.as_str()).collect();
        assert_eq!(serde_json::from_str::<Value>(&text).ok(), Some(value));
        assert!(shown(&parts).starts_with("{\n  <m:\"a\">: [<n:1>, <s:\"<b>\">],\n"), "{text}");
    }
}
