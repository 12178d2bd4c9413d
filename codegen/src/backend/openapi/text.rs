//! Texts of a description as CommonMark, in two languages.

use ordered_json::Value;

use super::Object;
use crate::markup::text::{self, Piece};
use crate::model::LocalizedText;

/// Paragraphs of Markdown in both languages.
#[derive(Debug, Default, Clone)]
pub(super) struct Prose {
    en: Vec<String>,
    zh: Vec<String>,
    /// True if some text has no Chinese version; then no Chinese is written, because only generated sentences would be left.
    without_zh: bool,
}

impl Prose {
    /// The paragraphs of a text.
    pub(super) fn of(text: &LocalizedText) -> Self {
        Self::default().text(text)
    }

    /// Appends the paragraphs of a text. Chinese replaces missing English.
    pub(super) fn text(mut self, text: &LocalizedText) -> Self {
        self.en.extend(
            text.en.as_ref().or(text.zh.as_ref()).into_iter().flat_map(|text| paragraphs(text)),
        );
        self.zh.extend(text.zh.iter().flat_map(|text| paragraphs(text)));
        self.without_zh |= text.en.is_some() && text.zh.is_none();
        self
    }

    /// Appends a paragraph of Markdown.
    pub(super) fn and(mut self, en: impl Into<String>, zh: impl Into<String>) -> Self {
        self.en.push(en.into());
        self.zh.push(zh.into());
        self
    }

    /// Appends a list, unless it is empty.
    pub(super) fn list(self, items: impl Iterator<Item = (String, String)>) -> Self {
        let (en, zh): (Vec<_>, Vec<_>) =
            items.map(|(en, zh)| (format!("* {en}"), format!("* {zh}"))).unzip();
        if en.is_empty() { self } else { self.and(en.join("\n"), zh.join("\n")) }
    }

    /// Appends the paragraphs of another text that are not there yet.
    pub(super) fn chain(mut self, other: Self) -> Self {
        let news = |said: &[String], more: Vec<String>| -> Vec<String> {
            more.into_iter().filter(|paragraph| !said.contains(paragraph)).collect()
        };
        let (en, zh) = (news(&self.en, other.en), news(&self.zh, other.zh));
        self.en.extend(en);
        self.zh.extend(zh);
        self.without_zh |= other.without_zh;
        self
    }

    /// Writes it into an object as `description`.
    pub(super) fn write(self, object: &mut Object) {
        if !self.en.is_empty() {
            object.insert("description".to_owned(), self.en.join("\n\n").into());
        }
        if !self.zh.is_empty() && !self.without_zh {
            insert_zh(object, "description", Some(&self.zh.join("\n\n")));
        }
    }
}

/// Inserts a Chinese text under `x-zh`.
pub(super) fn insert_zh(object: &mut Object, key: &str, text: Option<&str>) {
    let Some(text) = text else { return };
    let zh = object.entry("x-zh").or_insert_with(|| Object::new().into());
    if let Some(zh) = zh.as_object_mut() {
        zh.insert(key.to_owned(), text.into());
    }
}

/// A text as it was written, under the names of its languages.
pub(super) fn languages(text: &LocalizedText) -> Value {
    let languages = [("en", &text.en), ("zh", &text.zh)];
    let written = languages
        .into_iter()
        .filter_map(|(name, text)| Some((name.to_owned(), text.as_ref()?.trim().into())));
    Value::Object(written.collect())
}

/// A text as one line without Markdown, for titles.
pub(super) fn one_line(text: &LocalizedText) -> Option<String> {
    text.en.as_ref().or(text.zh.as_ref()).map(|text| joined(text))
}

/// A text of several lines as one.
pub(super) fn joined(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A text in each language, in one line of Markdown; a missing Chinese text is replaced by the English one.
pub(super) fn inline(text: &LocalizedText) -> (String, String) {
    let [en, zh] = [&text.en, &text.zh].map(|text| text.as_deref().map(joined));
    let first = en.or_else(|| zh.clone()).unwrap_or_default();
    (escape(&first), escape(zh.as_deref().unwrap_or(&first)))
}

/// Any text as inline code.
pub(super) fn code(text: &str) -> String {
    text::fenced(&text.replace(['\n', '\r'], " "))
}

/// A scalar as inline code, as it is on the wire.
pub(super) fn code_of(value: &Value) -> String {
    value.as_str().map_or_else(|| code(&value.to_string()), code)
}

fn paragraphs(text: &str) -> Vec<String> {
    let paragraph = |lines: Vec<&str>| {
        let lines = lines.into_iter().map(escape).filter(|line| !line.is_empty());
        lines.collect::<Vec<_>>().join("\n")
    };
    text::paragraphs(text).map(paragraph).filter(|text| !text.is_empty()).collect()
}

/// A line as Markdown that renders as the same line; backticks mark code.
fn escape(line: &str) -> String {
    let piece = |piece: Piece<'_>| match piece {
        Piece::Plain(text) => plain(text),
        Piece::Code(code) => format!("`{code}`"),
    };
    begin(&text::pieces(line).into_iter().map(piece).collect::<String>())
}

/// Escapes characters that are special in Markdown or HTML. An underscore inside a word is not.
fn plain(text: &str) -> String {
    let mut escaped = String::new();
    let mut before = ' ';
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        let inside = before.is_alphanumeric() && rest.peek().is_some_and(|c| c.is_alphanumeric());
        if "\\`*[]<>&|~".contains(c) || (c == '_' && !inside) {
            escaped.push('\\');
        }
        escaped.push(c);
        before = c;
    }
    escaped
}

/// Escapes the beginning of a line that would start a list or a heading.
fn begin(line: &str) -> String {
    let digits = line.chars().take_while(char::is_ascii_digit).count();
    match line[digits..].chars().next() {
        Some('#' | '+' | '-' | '=') if digits == 0 => format!("\\{line}"),
        Some('.' | ')') if digits > 0 => format!("{}\\{}", &line[..digits], &line[digits..]),
        Some(_) | None => line.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(escape(text), expected);
    }

    #[test]
    fn backticks_are_code() {
        check("Give `a_b` or `*`.", "Give `a_b` or `*`.");
        check("one ` alone_", "one \\` alone\\_");
        assert_eq!(code("a`b"), "`` a`b ``");
    }

    #[test]
    fn markdown_and_html_are_shown_as_written() {
        check("a*b*_c_ [x] <b>", "a\\*b\\*\\_c\\_ \\[x\\] \\<b\\>");
        check("access_key and a & b", "access_key and a \\& b");
        check("# no heading", "\\# no heading");
        check("1. no list", "1\\. no list");
        check("- no list", "\\- no list");
    }

    #[test]
    fn sentences_of_ours_follow_a_text_in_its_languages_only() {
        let text = |en: &str, zh: Option<&str>| LocalizedText {
            en: Some(en.into()),
            zh: zh.map(Into::into),
        };
        let written = |text: LocalizedText| {
            let mut object = Object::new();
            Prose::of(&text).and("More.", "还有。").write(&mut object);
            Value::Object(object).to_string()
        };
        assert_eq!(written(text("A.", None)), r#"{"description":"A.\n\nMore."}"#);
        assert_eq!(
            written(text("A.", Some("甲。"))),
            r#"{"description":"A.\n\nMore.","x-zh":{"description":"甲。\n\n还有。"}}"#
        );
    }
}
