//! Texts of a description, as a page shows them in one language.

use serde::Serialize;

use super::i18n::{Lang, fill};
use crate::markup::text::{self, Piece};
use crate::model::{Constraint, LocalizedText};

/// A text on a page.
#[derive(Debug, Default, Clone, Serialize)]
pub(super) struct RichText {
    /// Language tag, if the text exists only in the other language.
    lang: Option<&'static str>,
    /// The same as a note for readers.
    lang_note: Option<String>,
    paragraphs: Vec<Line>,
}

/// A paragraph or heading as a list of spans.
pub(super) type Line = Vec<Span>;

/// A part of a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Span {
    text: String,
    is_code: bool,
    /// An address that can be followed.
    is_link: bool,
}

impl Span {
    pub(super) fn plain(text: impl Into<String>) -> Self {
        Self { text: text.into(), is_code: false, is_link: false }
    }

    pub(super) fn code(text: impl Into<String>) -> Self {
        Self { text: text.into(), is_code: true, is_link: false }
    }

    fn link(text: &str) -> Self {
        Self { text: text.to_owned(), is_code: false, is_link: true }
    }
}

impl RichText {
    /// Takes a text in a language, or else in the other one.
    pub(super) fn new(text: &LocalizedText, lang: Lang) -> Self {
        let Some((written, own)) = in_language(text, lang) else { return Self::default() };
        let other = (!own).then(|| lang.other());
        Self {
            lang: other.map(Lang::tag),
            lang_note: other.map(|other| fill(lang.words().only_in, other.own_name())),
            paragraphs: text::paragraphs(written).map(paragraph).collect(),
        }
    }

    /// Makes a heading: one line without a full stop, or `otherwise` if there is no text.
    pub(super) fn heading(text: &LocalizedText, lang: Lang, otherwise: &str) -> Self {
        let mut text = Self::new(text, lang);
        let line = text.paragraphs.drain(..).reduce(joined).unwrap_or_default();
        // Headings are used as link texts, and links cannot be nested.
        let line = line.into_iter().map(|span| Span { is_link: false, ..span }).collect::<Line>();
        let line = if line.is_empty() { vec![Span::plain(otherwise)] } else { without_stop(line) };
        Self { paragraphs: vec![line], ..text }
    }

    /// Makes a text from a phrase of the site. Backticks mark code.
    pub(super) fn own(sentence: &str) -> Self {
        Self { paragraphs: vec![spans(sentence)], ..Self::default() }
    }

    /// Makes a text from a name, without markup.
    pub(super) fn name(name: &str) -> Self {
        Self::line(vec![Span::plain(name)])
    }

    pub(super) fn line(line: Line) -> Self {
        Self { paragraphs: vec![line], ..Self::default() }
    }

    /// Returns plain text, for titles and for the search.
    pub(super) fn bare(&self) -> String {
        let line = |line: &Line| line.iter().map(|span| span.text.as_str()).collect::<String>();
        self.paragraphs.iter().map(line).collect::<Vec<_>>().join(" ")
    }
}

/// Returns the text and whether it is in the requested language.
fn in_language(text: &LocalizedText, lang: Lang) -> Option<(&str, bool)> {
    let (own, other) = match lang {
        Lang::En => (&text.en, &text.zh),
        Lang::Zh => (&text.zh, &text.en),
    };
    let own = own.as_deref().map(|text| (text, true));
    own.or(other.as_deref().map(|text| (text, false)))
}

/// Returns a text as one plain line, empty if there is none.
pub(super) fn bare(text: Option<&str>) -> String {
    let text = RichText {
        paragraphs: text::paragraphs(text.unwrap_or_default()).map(paragraph).collect(),
        ..RichText::default()
    };
    text.bare()
}

fn paragraph(lines: Vec<&str>) -> Line {
    lines.into_iter().map(spans).reduce(joined).unwrap_or_default()
}

/// Joins two lines. Chinese has no spaces between words, so none is added between Chinese lines.
fn joined(mut one: Line, other: Line) -> Line {
    let last = one.last().and_then(|span| span.text.chars().next_back());
    let first = other.first().and_then(|span| span.text.chars().next());
    if !(last.is_some_and(is_wide) && first.is_some_and(is_wide)) {
        one.push(Span::plain(" "));
    }
    one.extend(other);
    one
}

/// Returns whether a character belongs to a script without spaces between words.
pub(super) fn is_wide(c: char) -> bool {
    c >= '\u{2e80}'
}

fn without_stop(mut line: Line) -> Line {
    if let Some(last) = line.last_mut().filter(|last| !last.is_code && !last.text.ends_with("..")) {
        let text = last.text.trim_end();
        let text = text.strip_suffix(['.', '。']).unwrap_or(text);
        last.text.truncate(text.len());
    }
    line
}

/// Splits a line into spans. Addresses become links.
pub(super) fn spans(line: &str) -> Line {
    let span = |piece: Piece<'_>| match piece {
        Piece::Plain(text) => addresses(text),
        Piece::Code(code) => vec![Span::code(code)],
    };
    text::pieces(line).into_iter().flat_map(span).collect()
}

fn addresses(text: &str) -> Vec<Span> {
    let mut spans: Vec<Span> = Vec::new();
    for (index, word) in text.split(' ').enumerate() {
        let blank = if index == 0 { "" } else { " " };
        match (text::is_address(word), spans.last_mut()) {
            (true, _) => spans.extend([Span::plain(blank), Span::link(word)]),
            (false, Some(last)) if !last.is_link => last.text.push_str(&format!("{blank}{word}")),
            (false, _) => spans.push(Span::plain(format!("{blank}{word}"))),
        }
    }
    spans.retain(|span| !span.text.is_empty());
    spans
}

/// Describes a limit.
pub(super) fn limit(limit: &Constraint, lang: Lang) -> Line {
    let said = match limit {
        Constraint::MinLength(1) => lang.words().not_empty.to_owned(),
        Constraint::MinLength(count) => fill(lang.words().at_least_characters, count),
        Constraint::MaxLength(count) => fill(lang.words().at_most_characters, count),
        Constraint::Min(least) => fill(lang.words().not_less, least),
        Constraint::Max(most) => fill(lang.words().not_more, most),
        Constraint::MinItems(1) => lang.words().at_least_one_item.to_owned(),
        Constraint::MinItems(count) => fill(lang.words().at_least_items, count),
        Constraint::MaxItems(count) => fill(lang.words().at_most_items, count),
        Constraint::Pattern(pattern) => {
            let said = Span::plain(format!("{} ", lang.words().matches));
            return vec![said, Span::code(pattern)];
        }
    };
    vec![Span::plain(said)]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(en: Option<&str>, zh: Option<&str>) -> LocalizedText {
        LocalizedText { en: en.map(Into::into), zh: zh.map(Into::into) }
    }

    #[test]
    fn a_text_that_is_in_one_language_only_says_so() {
        let shown = RichText::new(&text(Some("A thing."), None), Lang::Zh);
        assert_eq!((shown.lang, shown.lang_note.as_deref()), (Some("en"), Some("仅有English")));
        assert_eq!(RichText::new(&text(Some("A."), Some("甲。")), Lang::Zh).lang, None);
    }

    #[test]
    fn a_heading_has_no_full_stop() {
        let heading = |en| RichText::heading(&text(Some(en), None), Lang::En, "list").bare();
        assert_eq!(heading("List things."), "List things");
        assert_eq!(heading("And so on..."), "And so on...");
        assert_eq!(heading("See `a.b`"), "See a.b");
        assert_eq!(heading(""), "list");
    }

    #[test]
    fn only_addresses_are_links() {
        let links = |line| {
            let spans = spans(line);
            spans.into_iter().filter(|span| span.is_link).map(|span| span.text).collect::<Vec<_>>()
        };
        assert_eq!(links("see https://a.example/b now"), ["https://a.example/b"]);
        assert!(links("javascript:alert(1) `https://a.example` data:text/html,x").is_empty());
    }

    #[test]
    fn chinese_lines_are_joined_without_a_blank() {
        assert_eq!(bare(Some("一\n二")), "一二");
        assert_eq!(bare(Some("one\ntwo")), "one two");
    }
}
