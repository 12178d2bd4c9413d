//! Blank lines between items, and types in macros.
//!
//! `prettyplease` prints items without a blank line between them. This puts one there, between
//! items of files, `impl` blocks and modules, and nowhere else. It looks at the printed text,
//! where every item begins at the indentation of its container; `emit` proves that the tokens
//! stay what they were.

/// Puts a blank line between items.
pub(super) fn space_items(printed: &str) -> String {
    let mut spaced = String::with_capacity(printed.len() + printed.len() / 16);
    let mut containers: Vec<Container> = vec![Container { indent: 0, before: None }];
    let mut item: Option<Kind> = None;
    for line in printed.lines() {
        let indent = line.len() - line.trim_start().len();
        let text = line.trim_start();
        if text.starts_with('}') && containers.len() > 1 {
            let inside = containers.last().is_some_and(|container| indent < container.indent);
            if inside {
                containers.pop();
                item = Some(Kind::Block);
            }
        }
        let Some(container) = containers.last_mut() else { break };
        if indent == container.indent && item.is_none() && begins_item(text) {
            let kind = Kind::of(text);
            if container.before.is_some_and(|before| before.apart_from(kind)) {
                spaced.push('\n');
            }
            item = Some(kind);
        }
        spaced.push_str(line);
        spaced.push('\n');
        if indent == container.indent && ends_item(text) && item.is_some() {
            container.before = item.take();
        } else if indent == container.indent && opens_container(text) {
            containers.push(Container { indent: indent + 4, before: None });
            item = None;
        }
    }
    spaced
}

/// Prints types in the arguments of a macro as they are printed everywhere else.
pub(super) fn close_generics(printed: &str) -> String {
    let mut closed = String::with_capacity(printed.len());
    let mut is_inside = false;
    for line in printed.split_inclusive('\n') {
        is_inside |= line.trim_start().starts_with(TAKES_TYPES);
        if is_inside {
            closed.push_str(&line.replace(" < ", "<").replace(" >", ">"));
        } else {
            closed.push_str(line);
        }
        is_inside &= !line.trim_end().ends_with(");");
    }
    closed
}

const TAKES_TYPES: &str = "rt::send_blocking!(";

/// A block whose direct children are items.
struct Container {
    indent: usize,
    before: Option<Kind>,
}

/// The kinds of items that blank lines separate.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// A short item without attributes, which is grouped with others of its keyword.
    Line(&'static str),
    /// Anything else.
    Block,
}

impl Kind {
    fn of(text: &str) -> Self {
        let word = text.trim_start_matches("pub(crate) ").trim_start_matches("pub(super) ");
        let word = word.trim_start_matches("pub ");
        ["use ", "mod ", "type "]
            .into_iter()
            .find(|start| word.starts_with(start) && text.ends_with(';'))
            .map_or(Self::Block, Self::Line)
    }

    fn apart_from(self, next: Self) -> bool {
        self != next || self == Self::Block
    }
}

fn begins_item(text: &str) -> bool {
    !text.is_empty() && !text.starts_with(['}', ')', ']'])
}

fn is_attribute(text: &str) -> bool {
    text.starts_with("#[") || text.starts_with("///") || text.starts_with(")]")
}

fn ends_item(text: &str) -> bool {
    !is_attribute(text) && (text.ends_with('}') || text.ends_with(';'))
}

fn opens_container(text: &str) -> bool {
    let word = text.trim_start_matches("pub ");
    text.ends_with('{') && (word.starts_with("impl") || word.starts_with("mod "))
}

/// Returns true if no token spans several lines, so that a blank line can follow each line. Returns false in doubt.
pub(super) fn lines_are_whole(printed: &str) -> bool {
    printed.lines().all(|line| is_whole(line.as_bytes()))
}

/// Returns whether a line that begins between tokens ends between tokens.
fn is_whole(line: &[u8]) -> bool {
    // Most lines have nothing to look at, which is soon seen.
    let has_marks = [b'"', b'\'', b'/'].iter().any(|mark| line.contains(mark));
    let mut at = if has_marks { 0 } else { line.len() };
    while let Some(byte) = line.get(at) {
        at = match byte {
            b'"' => match closing_quote(line, at) {
                Some(end) => end,
                None => return false,
            },
            b'\'' => match after_apostrophe(line, at) {
                Some(end) => end,
                None => return false,
            },
            b'/' if line[at..].starts_with(b"//") => return true,
            b'/' if line[at..].starts_with(b"/*") => return false,
            _ => at + 1,
        };
    }
    true
}

/// Returns the index of the end of a string literal, raw or not, or `None` if it continues in the next line. `quote` is
/// its opening quote.
fn closing_quote(line: &[u8], quote: usize) -> Option<usize> {
    let hashes = line[..quote].iter().rev().take_while(|byte| **byte == b'#').count();
    let raw = line[..quote - hashes].ends_with(b"r");
    let mut at = quote + 1;
    loop {
        match line.get(at)? {
            b'\\' if !raw => at += 2,
            b'"' if !raw => return Some(at + 1),
            b'"' if line[at + 1..].iter().take_while(|byte| **byte == b'#').count() >= hashes => {
                return Some(at + 1 + hashes);
            }
            _ => at += 1,
        }
    }
}

/// Returns the rest after the apostrophe at this place: behind a character, or where the name of a lifetime begins; nothing if the
/// character is the end of the line.
fn after_apostrophe(line: &[u8], at: usize) -> Option<usize> {
    let rest = &line[at + 1..];
    // A character has up to four bytes; an escape may be longer, and its end is an apostrophe, too.
    let length = match rest {
        [b'\\', _, more @ ..] => more.iter().position(|byte| *byte == b'\'').map(|end| end + 2),
        [b'\\'] | [] => return None,
        [first, ..] => Some(width(*first)).filter(|end| rest.get(*end) == Some(&b'\'')),
    };
    Some(length.map_or(at + 1, |length| at + 1 + length + 1))
}

/// Returns the length in bytes of the character that begins with this byte.
fn width(first: u8) -> usize {
    match first {
        0..0x80 => 1,
        0x80..0xe0 => 2,
        0xe0..0xf0 => 3,
        _ => 4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(printed: &str, expected: &str) {
        assert_eq!(space_items(printed), expected);
    }

    #[test]
    fn items_are_kept_apart_and_uses_together() {
        check(
            "use a;\nuse b;\nmod c;\n/// D.\n#[x]\nstruct D;\nstruct E {\n    f: u8,\n}\nfn g() {}\n",
            "use a;\nuse b;\n\nmod c;\n\n/// D.\n#[x]\nstruct D;\n\nstruct E {\n    f: u8,\n}\n\nfn g() {}\n",
        );
    }

    #[test]
    fn methods_are_kept_apart_but_not_their_statements() {
        check(
            "impl A {\n    const B: u8 = 1;\n    /// C.\n    fn c() {\n        if d {\n            e();\n        }\n        f();\n    }\n    fn g() {}\n}\nfn h() {\n    if i {\n    }\n    j();\n}\n",
            "impl A {\n    const B: u8 = 1;\n\n    /// C.\n    fn c() {\n        if d {\n            e();\n        }\n        f();\n    }\n\n    fn g() {}\n}\n\nfn h() {\n    if i {\n    }\n    j();\n}\n",
        );
    }

    #[test]
    fn types_in_a_macro_look_like_types() {
        let printed = "f(a < b);\nrt::send_blocking!(Vec < rt::Page < A > >, B);\nrt::send_blocking!(\n    C < D, ',' >, E\n);\nf(a > b);\n";
        let closed = "f(a < b);\nrt::send_blocking!(Vec<rt::Page<A>>, B);\nrt::send_blocking!(\n    C<D, ','>, E\n);\nf(a > b);\n";
        assert_eq!(close_generics(printed), closed);
    }

    #[track_caller]
    fn check_whole(text: &str, expected: bool) {
        assert_eq!(lines_are_whole(text), expected, "{text}");
    }

    #[test]
    fn whole_lines_are_told_from_texts_that_go_on() {
        for text in [
            "let a = \"b\";",
            r#"a("\"", "//", '"', b"\\", '\'', '\u{22}')"#,
            r###"a(r"\", r#"""#, br##""#"##)"###,
            "fn a<'a>(b: &'a str) { '字'; 'é' }",
            "// it's \"here\n/// and \"there",
            "#[doc = \" a\"]\n#[x]",
        ] {
            check_whole(text, true);
        }
        for text in [
            "a(\"b\nc\")",
            "a(\"b\\\nc\")",
            "r#\"a\"\n\"#",
            "/* a\n */",
            "'a'; \"",
            "<'a, \"",
            "'\\''; \"",
        ] {
            check_whole(text, false);
        }
    }

    /// Text that the scanner calls whole reads the same with a blank line between any two lines.
    #[test]
    fn a_blank_line_between_whole_lines_is_no_token() {
        let pieces = ["\"", "'", "a", "r", "#", "\\", "/", "\n", " ", "b'x'", "字", "*"];
        let (mut random, mut seen) = (fastrand::Rng::with_seed(7), 0);
        for _ in 0..20_000 {
            let length = random.usize(1..9);
            let text: String = (0..length).map(|_| pieces[random.usize(..pieces.len())]).collect();
            let read = |text: &str| {
                text.parse::<proc_macro2::TokenStream>().map(|tokens| tokens.to_string())
            };
            let (Ok(one), true) = (read(&text), lines_are_whole(&text)) else { continue };
            assert_eq!(read(&text.replace('\n', "\n\n")).ok(), Some(one), "{text:?}");
            seen += 1;
        }
        assert!(seen > 1_000, "{seen}");
    }
}
