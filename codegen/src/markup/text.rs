//! Parsed texts of a description.
//!
//! A text consists of paragraphs in which backticks mark code. It is parsed here alone; back ends print the result as
//! rustdoc, CommonMark or HTML.

/// A piece of a line; never empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Piece<'a> {
    /// Plain text.
    Plain(&'a str),
    /// Text between backticks.
    Code(&'a str),
}

/// Splits a text into paragraphs of trimmed, non-empty lines.
pub(crate) fn paragraphs(text: &str) -> impl Iterator<Item = Vec<&str>> {
    let lines = text.split("\n\n").map(|paragraph| {
        let lines = paragraph.lines().map(str::trim);
        lines.filter(|line| !line.is_empty()).collect::<Vec<_>>()
    });
    lines.filter(|lines| !lines.is_empty())
}

/// Splits a line into pieces. An unpaired backtick is plain text.
pub(crate) fn pieces(line: &str) -> Vec<Piece<'_>> {
    let line = line.trim();
    if !line.matches('`').count().is_multiple_of(2) {
        return vec![Piece::Plain(line)];
    }
    let parts = line.split('`').enumerate().filter(|(_, part)| !part.is_empty());
    parts
        .map(|(index, part)| match index % 2 {
            0 => Piece::Plain(part),
            _ => Piece::Code(part),
        })
        .collect()
}

/// Returns whether a word is a URL, so that it can be a link.
pub(crate) fn is_address(word: &str) -> bool {
    let begins = word.starts_with("https://") || word.starts_with("http://");
    begins && word.chars().all(|c| c.is_ascii_graphic() && !"<>`\"".contains(c))
}

/// Encloses code in backticks, as CommonMark requires.
pub(crate) fn fenced(code: &str) -> String {
    let longest = code.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    if code.trim().is_empty() || code.contains('`') {
        format!("{fence} {code} {fence}")
    } else {
        format!("{fence}{code}{fence}")
    }
}

/// Replaces control characters and bidirectional marks, which rustc refuses in source code and pages should not
/// contain.
pub(crate) fn printable(c: char) -> char {
    match c {
        '\t' => ' ',
        '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => '\u{fffd}',
        c if c.is_control() => '\u{fffd}',
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn backticks_mark_code() {
        use Piece::{Code, Plain};
        assert_eq!(pieces(" Give `a_b` now. "), [Plain("Give "), Code("a_b"), Plain(" now.")]);
        assert_eq!(pieces("``- a"), [Plain("- a")]);
        assert_eq!(pieces("one ` alone"), [Plain("one ` alone")]);
        assert_eq!(pieces("  "), []);
    }

    #[test]
    fn paragraphs_are_lines_between_empty_ones() {
        let found: Vec<_> = paragraphs("\n\n a\n b\n\n\nc \n\n  \n").collect();
        assert_eq!(found, [vec!["a", "b"], vec!["c"]]);
    }

    #[test]
    fn an_address_is_a_whole_word() {
        assert!(is_address("https://example.com/a_b"));
        assert!(!is_address("(https://example.com)"));
        assert!(!is_address("javascript:alert(1)"));
        assert!(!is_address("https://example.com/\""));
    }

    #[test]
    fn code_can_hold_backticks() {
        assert_eq!(fenced("a`b"), "`` a`b ``");
        assert_eq!(fenced("pageNum"), "`pageNum`");
        assert_eq!(fenced(""), "`  `");
    }
}
