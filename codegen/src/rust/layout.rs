//! Blank lines between items.
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

/// A block whose direct children are items.
struct Container {
    indent: usize,
    before: Option<Kind>,
}

/// What an item is, as far as blank lines care.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Something short and without attributes that stands together with its like.
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
}
