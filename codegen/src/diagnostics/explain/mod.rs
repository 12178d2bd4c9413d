//! Explanations of diagnostics: one Markdown page for each code.
//!
//! A page begins with the meaning. The sections "Wrong" and "Right" contain a description in a
//! fenced block, with each file after a line `# <path>`. Tests compile both.

use super::Code;

/// The explanation of a diagnostic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    /// The explained code.
    pub code: Code,
    /// The meaning, in one paragraph.
    pub meaning: String,
    /// Files of a description with the mistake, each after a line `# <path>`. Empty if a page
    /// cannot show the mistake.
    pub wrong: &'static str,
    /// The files without the mistake.
    pub right: &'static str,
}

/// Explains all codes.
pub fn diagnostics() -> impl Iterator<Item = Explanation> {
    Code::ALL.iter().map(|code| diagnostic(*code))
}

/// Explains a code.
pub fn diagnostic(code: Code) -> Explanation {
    let page = code.page();
    let meaning = page.split("\n## ").next().unwrap_or_default();
    Explanation {
        code,
        meaning: meaning.split_whitespace().collect::<Vec<_>>().join(" "),
        wrong: example(page, "Wrong"),
        right: example(page, "Right"),
    }
}

/// The fenced block of a section; empty if there is none.
fn example(page: &'static str, section: &str) -> &'static str {
    let heading = format!("\n## {section}\n");
    let block = page
        .split_once(&heading)
        .and_then(|(_, rest)| rest.split_once("```yaml\n"))
        .and_then(|(_, rest)| rest.split_once("```"));
    block.map_or("", |(example, _)| example)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_taken_apart() {
        let one = diagnostic(Code::MissingRoute);
        assert_eq!(one.meaning, "An endpoint has one method and one path.");
        assert_eq!(one.wrong, "# things/get.yaml\nsummary: Get a thing.\n");
        assert_eq!(one.right, "# things/get.yaml\nsummary: Get a thing.\nget: /things\n");
        assert_eq!(diagnostic(Code::NotUtf8).wrong, "");
    }
}
