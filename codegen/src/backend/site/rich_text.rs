//! Texts of a description for a page of one language.

use serde::Serialize;

use super::i18n::Lang;
use crate::markup::text::{self, Piece};
use crate::model::{Limit, Text};

/// A text on a page.
#[derive(Debug, Default, Clone, Serialize)]
pub(super) struct Prose {
    /// If it is only there in another language than the page's: which, as browsers call it.
    lang: Option<&'static str>,
    /// The same as readers are told it.
    lang_note: Option<String>,
    paragraphs: Vec<Line>,
}

/// Text that stands in one line, as far as it fits.
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

impl Prose {
    /// What a text says in a language, or else in the other one.
    pub(super) fn new(text: &Text, lang: Lang) -> Self {
        let Some((written, own)) = in_language(text, lang) else { return Self::default() };
        let other = (!own).then(|| lang.other());
        Self {
            lang: other.map(Lang::tag),
            lang_note: other.map(|other| lang.say("only_in", other.own_name())),
            paragraphs: text::paragraphs(written).map(paragraph).collect(),
        }
    }

    /// The same in one line without a full stop, as a heading; something else where there is no text.
    pub(super) fn heading(text: &Text, lang: Lang, otherwise: &str) -> Self {
        let mut prose = Self::new(text, lang);
        let line = prose.paragraphs.drain(..).reduce(joined).unwrap_or_default();
        // A heading is a link itself, and no link can be in another.
        let line = line.into_iter().map(|span| Span { is_link: false, ..span }).collect::<Line>();
        let line = if line.is_empty() { vec![Span::plain(otherwise)] } else { without_stop(line) };
        Self { paragraphs: vec![line], ..prose }
    }

    /// A sentence of the site's own, with backticks as in texts.
    pub(super) fn own(sentence: &str) -> Self {
        Self { paragraphs: vec![spans(sentence)], ..Self::default() }
    }

    /// A name, which is no text of anybody's.
    pub(super) fn name(name: &str) -> Self {
        Self::line(vec![Span::plain(name)])
    }

    pub(super) fn line(line: Line) -> Self {
        Self { paragraphs: vec![line], ..Self::default() }
    }

    /// Without marks, for titles and for the search.
    pub(super) fn bare(&self) -> String {
        let line = |line: &Line| line.iter().map(|span| span.text.as_str()).collect::<String>();
        self.paragraphs.iter().map(line).collect::<Vec<_>>().join(" ")
    }
}

/// What a text says, and whether that is in the language that was asked for.
fn in_language(text: &Text, lang: Lang) -> Option<(&str, bool)> {
    let (own, other) = match lang {
        Lang::En => (&text.en, &text.zh),
        Lang::Zh => (&text.zh, &text.en),
    };
    let own = own.as_deref().map(|text| (text, true));
    own.or(other.as_deref().map(|text| (text, false)))
}

/// A text in one language without marks, in one line; empty if there is none in it.
pub(super) fn bare(text: Option<&str>) -> String {
    let prose = Prose {
        paragraphs: text::paragraphs(text.unwrap_or_default()).map(paragraph).collect(),
        ..Prose::default()
    };
    prose.bare()
}

fn paragraph(lines: Vec<&str>) -> Line {
    lines.into_iter().map(spans).reduce(joined).unwrap_or_default()
}

/// Two lines as one. Chinese has no blanks between words, so there is none between its lines either.
fn joined(mut one: Line, other: Line) -> Line {
    let last = one.last().and_then(|span| span.text.chars().next_back());
    let first = other.first().and_then(|span| span.text.chars().next());
    if !(last.is_some_and(is_wide) && first.is_some_and(is_wide)) {
        one.push(Span::plain(" "));
    }
    one.extend(other);
    one
}

/// Whether a character is of a script that has no blanks between words.
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

/// What a line holds; addresses in it are links.
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

/// What a limit asks for.
pub(super) fn limit(limit: &Limit, lang: Lang) -> Line {
    let said = match limit {
        Limit::MinLength(1) => lang.word("not_empty").to_owned(),
        Limit::MinLength(count) => lang.say("at_least_characters", count),
        Limit::MaxLength(count) => lang.say("at_most_characters", count),
        Limit::Min(least) => lang.say("not_less", least),
        Limit::Max(most) => lang.say("not_more", most),
        Limit::MinItems(1) => lang.word("at_least_one_item").to_owned(),
        Limit::MinItems(count) => lang.say("at_least_items", count),
        Limit::MaxItems(count) => lang.say("at_most_items", count),
        Limit::Pattern(pattern) => {
            let said = Span::plain(format!("{} ", lang.word("matches")));
            return vec![said, Span::code(pattern)];
        }
    };
    vec![Span::plain(said)]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(en: Option<&str>, zh: Option<&str>) -> Text {
        Text { en: en.map(Into::into), zh: zh.map(Into::into) }
    }

    #[test]
    fn a_text_that_is_in_one_language_only_says_so() {
        let prose = Prose::new(&text(Some("A thing."), None), Lang::Zh);
        assert_eq!((prose.lang, prose.lang_note.as_deref()), (Some("en"), Some("仅有English")));
        assert_eq!(Prose::new(&text(Some("A."), Some("甲。")), Lang::Zh).lang, None);
    }

    #[test]
    fn a_heading_has_no_full_stop() {
        let heading = |en| Prose::heading(&text(Some(en), None), Lang::En, "list").bare();
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
