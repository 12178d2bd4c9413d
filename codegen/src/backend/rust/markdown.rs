//! Texts of a description as documentation.
//!
//! A text is plain paragraphs with backticks; everything else that Markdown or HTML would read in
//! it is escaped, so that no text breaks `cargo doc -D warnings` or shows as something else.

use proc_macro2::Ident;

use super::names;
use super::rust_source::RustSource;
use crate::markup::text::{self, Piece, printable};
use crate::model::LocalizedText;

/// Lines of documentation, growing paragraph by paragraph; and what else the item is known by.
#[derive(Debug, Default, Clone)]
pub(super) struct Doc {
    lines: Vec<String>,
    aliases: Vec<String>,
}

impl Doc {
    /// A paragraph in each language that the text has.
    pub(super) fn text(mut self, text: &LocalizedText) -> Self {
        for written in [&text.en, &text.zh].into_iter().flatten() {
            for lines in text::paragraphs(written) {
                let lines = lines.into_iter().map(escape);
                self = self.paragraph(lines.filter(|line| !line.is_empty()));
            }
        }
        self
    }

    /// A paragraph of finished Markdown.
    pub(super) fn markdown(self, line: impl Into<String>) -> Self {
        self.paragraph([line.into()])
    }

    /// A heading with a list below it, unless the list is empty.
    pub(super) fn list(self, heading: &str, items: Vec<String>) -> Self {
        if items.is_empty() {
            return self;
        }
        let items = items.into_iter().map(|item| format!("* {item}"));
        self.markdown(format!("# {heading}")).paragraph(items)
    }

    /// Adds lines as a paragraph, after an empty line.
    pub(super) fn paragraph(mut self, lines: impl IntoIterator<Item = String>) -> Self {
        let mut lines = lines.into_iter().peekable();
        if lines.peek().is_some() && !self.lines.is_empty() {
            self.lines.push(String::new());
        }
        self.lines.extend(lines);
        self
    }

    /// Adds search aliases for the item called `name`: wire names, paths, codes.
    ///
    /// Aliases that rustdoc rejects are left out.
    pub(super) fn found_by(
        mut self,
        name: &Ident,
        aliases: impl IntoIterator<Item = impl AsRef<str>>,
    ) -> Self {
        let name = names::bare(name);
        for alias in aliases {
            let alias = alias.as_ref();
            if is_alias(alias) && alias != name && !self.aliases.iter().any(|one| one == alias) {
                self.aliases.push(alias.to_owned());
            }
        }
        self
    }

    /// The comments and the `#[doc]` attributes.
    pub(super) fn code(&self) -> RustSource {
        RustSource::documented(&self.lines, &self.aliases)
    }
}

/// rustdoc refuses blanks and quotes in an alias.
fn is_alias(text: &str) -> bool {
    let refused = |c: char| c.is_whitespace() || c == '"' || c == '\'' || printable(c) != c;
    !text.is_empty() && !text.contains(refused)
}

/// Both languages in one line, for a place in a list.
pub(super) fn inline(text: &LocalizedText) -> String {
    let one_line = |text: &String| text.lines().map(escape).collect::<Vec<_>>().join(" ");
    let parts: Vec<String> = [&text.en, &text.zh].into_iter().flatten().map(one_line).collect();
    parts.join(" / ")
}

/// The reason of a `#[deprecated]`. The compiler prints it unchanged, rustdoc renders it as Markdown.
/// Characters with a meaning in Markdown are escaped, except underscores, which mostly occur in names.
pub(super) fn note(text: &str) -> String {
    let line = |line: &str| {
        let plain: String = line.trim().chars().map(printable).collect();
        let escaped = escape(line);
        if escaped.replace("\\_", "_") == plain { plain } else { escaped }
    };
    text.lines().map(line).collect::<Vec<_>>().join(" ")
}

/// One line of text; an address becomes a link.
pub(super) fn plain(line: &str) -> String {
    escape(line)
}

/// A code span with any text.
pub(super) fn code_span(text: &str) -> String {
    text::fenced(&text.chars().map(printable).collect::<String>())
}

/// A line of text as Markdown that shows that line.
fn escape(line: &str) -> String {
    let line: String = line.trim().chars().map(printable).collect();
    let piece = |(index, piece): (usize, Piece<'_>)| match piece {
        Piece::Plain(text) => escape_plain(text, index == 0),
        Piece::Code(code) => format!("`{code}`"),
    };
    text::pieces(&line).into_iter().enumerate().map(piece).collect()
}

/// A piece of a line without code; what begins a line may begin a list or a heading.
fn escape_plain(text: &str, begins_line: bool) -> String {
    let mut words = Vec::new();
    for (index, word) in text.split(' ').enumerate() {
        let is_address = text::is_address(word);
        let escaped = || escape_word(word, begins_line && index == 0);
        words.push(if is_address { format!("<{word}>") } else { escaped() });
    }
    words.join(" ")
}

/// Escapes everything that Markdown or HTML reads; `:` so that no bare address is left.
fn escape_word(word: &str, begins_line: bool) -> String {
    let address = word.contains("://");
    let mut only_digits = begins_line;
    let mut escaped = String::new();
    for (index, c) in word.chars().enumerate() {
        let begins_list = (begins_line && index == 0 && "+-=".contains(c))
            || (only_digits && index > 0 && ".)".contains(c));
        if "\\`*_[]<>&|~!$#^{}".contains(c) || (c == ':' && address) || begins_list {
            escaped.push('\\');
        }
        only_digits &= c.is_ascii_digit();
        escaped.push(c);
    }
    escaped
}

/// Returns true if source code can contain the text without escapes.
pub(super) fn is_printable(text: &str) -> bool {
    text.chars().all(|c| printable(c) == c)
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
    }

    #[test]
    fn markdown_and_html_are_shown_as_written() {
        check("a*b*_c_ [x] <b>", "a\\*b\\*\\_c\\_ \\[x\\] \\<b\\>");
        check("# no heading", "\\# no heading");
        check("1. no list", "1\\. no list");
        check("- no list", "\\- no list");
        check("*/ }} {{", "\\*/ \\}\\} \\{\\{");
    }

    #[test]
    fn what_follows_code_begins_no_list() {
        check("see `a`. - or `b`-c 1. d", "see `a`. - or `b`-c 1. d");
    }

    #[test]
    fn addresses_are_links() {
        check("see https://example.com/a_b now", "see <https://example.com/a_b> now");
        check("(https://example.com)", "(https\\://example.com)");
    }

    #[test]
    fn marks_that_turn_text_around_are_taken_out() {
        check("a\u{202e}b\u{0}c", "a\u{fffd}b\u{fffd}c");
    }

    #[test]
    fn a_note_is_escaped_only_where_rustdoc_would_read_it() {
        assert_eq!(note("Use `b_c`, not b_d.\nPlease."), "Use `b_c`, not b_d. Please.");
        assert_eq!(note("Use b_c[0] <now>."), "Use b\\_c\\[0\\] \\<now\\>.");
    }

    #[test]
    fn a_code_span_can_hold_backticks() {
        assert_eq!(code_span("a`b"), "`` a`b ``");
        assert_eq!(code_span("pageNum"), "`pageNum`");
        assert_eq!(code_span(""), "`  `");
    }
}
