//! Finds the line of a template whose output is not valid Rust.
//!
//! The template is rendered again with a comment at the beginning of each line that contains the number of the line.
//! Comments do not change the tokens, so `syn` reports the same error, and the comment before it names the line.

use minijinja::value::Value;

use crate::markup::templates::Templates;

/// Template and line, as in `struct.rs.j2:12`, of the text that `syn` rejects; `None` if it cannot be found.
pub(super) fn line(templates: &Templates<'_>, template: &str, context: &Value) -> Option<String> {
    let mut marked = templates.environment().clone();
    for (name, text) in templates.texts() {
        marked.add_template_owned(name.clone(), mark(name, text)).ok()?;
    }
    let rendered = marked.get_template(template).ok()?.render(context.clone()).ok()?;
    let refused = syn::parse_file(&rendered).err()?.span().start();
    let before = up_to(&rendered, refused.line, refused.column);
    let place = before.rsplit_once(BEGIN)?.1;
    Some(place.split_once(END)?.0.to_owned())
}

const BEGIN: &str = "/*@";
const END: &str = "@*/";

/// The text before a line (from 1) and column (in characters, from 0).
fn up_to(text: &str, line: usize, column: usize) -> String {
    let whole = text.split_inclusive('\n').take(line.saturating_sub(1));
    let part = text.split('\n').nth(line.saturating_sub(1)).unwrap_or_default();
    whole.collect::<String>() + &part.chars().take(column).collect::<String>()
}

/// A template with a comment before each line that does not begin inside of a tag.
fn mark(name: &str, text: &str) -> String {
    let mut marked = String::new();
    let mut closes: Option<&str> = None;
    for (number, line) in (1..).zip(text.split_inclusive('\n')) {
        if closes.is_none() {
            marked.push_str(&format!("{BEGIN}{name}:{number}{END}"));
        }
        marked.push_str(line);
        closes = open_tag(line, closes);
    }
    marked
}

/// Returns the closing mark of the tag that is open at the end of a line, given that of the one open at its beginning.
fn open_tag(line: &str, mut closes: Option<&'static str>) -> Option<&'static str> {
    const TAGS: [(&str, &str); 3] = [("{#", "#}"), ("{%", "%}"), ("{{", "}}")];
    let mut rest = line;
    loop {
        match closes {
            Some(end) => match rest.split_once(end) {
                Some((_, after)) => (rest, closes) = (after, None),
                None => return closes,
            },
            None => {
                let first = TAGS.iter().filter_map(|tag| Some((rest.find(tag.0)?, *tag))).min();
                let (at, (begin, end)) = first?;
                (rest, closes) = (&rest[at + begin.len()..], Some(end));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use minijinja::{AutoEscape, Output, State, context};

    use crate::markup::overrides::Overrides;
    use crate::markup::templates;

    #[track_caller]
    fn check(text: &str, expected: Option<&str>) {
        let print = |output: &mut Output<'_>, _: &mut State<'_, '_>, value: &Value| {
            templates::written(output.write_str(&value.to_string()))
        };
        let environment = templates::environment(AutoEscape::None, print).expect("it is made");
        let overrides = Overrides::default();
        let templates = Templates::new(environment, "", &[("a.rs.j2", text)], &overrides);
        let templates = templates.unwrap_or_else(|fault| panic!("{fault:?}"));
        let found = line(&templates, "a.rs.j2", &context!(names => ["a", "b c"]));
        assert_eq!(found.as_deref(), expected);
    }

    #[test]
    fn the_line_of_the_template_is_found() {
        check("fn a() {}\nfn fn\n", Some("a.rs.j2:2"));
        check(
            "{# two\nlines #}\nfn a() {}\n{% for n in names %}\nfn {{ n }}() {}\n{% endfor %}\n",
            Some("a.rs.j2:5"),
        );
        check("fn a(\n    {{\n    names[1]\n    }}: u8\n) {}\n", Some("a.rs.j2:2"));
    }

    #[test]
    fn what_is_rust_blames_nobody() {
        check("fn a() {}\n", None);
    }
}
