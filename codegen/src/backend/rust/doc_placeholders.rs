//! Placeholders for doc comments, which speed up parsing and printing.
//!
//! Two fifths of the output are docs. `syn` would parse each line as a literal, and `prettyplease` would print it as a
//! comment again. Each comment is replaced by a number, so that its position is still verified but its text is neither
//! parsed nor printed.

use super::blank_lines;

/// A text with a number in place of each comment, on as many lines; and the comments. Each may have several lines.
pub(super) fn take_out(text: &str) -> (String, Vec<&str>) {
    if !blank_lines::lines_are_whole(text) {
        // A line that looks like a comment may be part of a literal.
        return (text.to_owned(), Vec::new());
    }
    let mut code = String::with_capacity(text.len());
    let mut comments = Vec::new();
    let (mut at, mut begins) = (0, None);
    for line in text.split_inclusive('\n') {
        match (is_doc(line), begins) {
            (true, None) => {
                code.push_str(&format!("{DOC}{}\n", comments.len()));
                begins = Some(at);
            }
            (true, Some(_)) => code.push('\n'),
            (false, _) => {
                comments.extend(begins.take().map(|begin| &text[begin..at]));
                code.push_str(line);
            }
        }
        at += line.len();
    }
    comments.extend(begins.map(|begin| &text[begin..]));
    (code, comments)
}

/// The comments in place of their numbers, as far in as these are; nothing unless every one has found its place.
pub(super) fn put_back(printed: &str, comments: &[&str]) -> Option<String> {
    let lengths: usize = comments.iter().map(|comment| comment.len()).sum();
    let mut whole = String::with_capacity(printed.len() + lengths * 3 / 2);
    let mut next = 0;
    for line in printed.split_inclusive('\n') {
        match comments.get(next).filter(|_| number(line) == Some(next)) {
            Some(comment) => {
                let indent = &line[..line.len() - line.trim_start().len()];
                for line in comment.lines() {
                    whole.extend([indent, line.trim(), "\n"]);
                }
                next += 1;
            }
            None => whole.push_str(line),
        }
    }
    (next == comments.len()).then_some(whole)
}

const DOC: &str = "///";

/// A fourth slash makes a comment that documents nothing.
fn is_doc(line: &str) -> bool {
    line.trim_start().strip_prefix(DOC).is_some_and(|rest| !rest.starts_with('/'))
}

fn number(line: &str) -> Option<usize> {
    line.trim().strip_prefix(DOC)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_stand_for_comments_on_as_many_lines() {
        let text = "/// A.\n///\n/// B.\nstruct A {\n  /// C.\n  c: u8,\n  //// no doc\n}\n/// end";
        let (code, comments) = take_out(text);
        assert_eq!(code, "///0\n\n\nstruct A {\n///1\n  c: u8,\n  //// no doc\n}\n///2\n");
        assert_eq!(comments, ["/// A.\n///\n/// B.\n", "  /// C.\n", "/// end"]);
    }

    #[test]
    fn comments_come_back_where_their_numbers_are() {
        let comments = ["/// A.\n///\n/// B.\n", "  /// C.\n"];
        let printed = "///0\nstruct A {\n    ///1\n    c: u8,\n}\n";
        let whole = "/// A.\n///\n/// B.\nstruct A {\n    /// C.\n    c: u8,\n}\n";
        assert_eq!(put_back(printed, &comments).as_deref(), Some(whole));
    }

    #[test]
    fn a_comment_without_its_place_is_told() {
        assert_eq!(put_back("#[doc = \"0\"]\n", &["/// A.\n"]), None);
        assert_eq!(put_back("///1\n///0\n", &["/// A.\n", "/// B.\n"]), None);
    }

    #[test]
    fn a_literal_over_several_lines_is_left_alone() {
        let text = "const A: &str = \"\n/// B.\n\";\n/// C.\nstruct C;\n";
        assert_eq!(take_out(text), (text.to_owned(), Vec::new()));
    }
}
