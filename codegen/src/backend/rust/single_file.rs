//! The client in one file, with nested modules.
//!
//! The files are formatted already. Each is inserted in place of its `mod` item, with more indentation. Lines inside of
//! literals are not indented, because that would change the literal. The tokens are compared before and after.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{TokenStream, TokenTree};
use syn::Item;

use super::blank_lines;
use super::verify::same_tokens;
use crate::output::manifest;
use crate::output::{CLIENT, FileSet, MARKER};

/// The file that holds all others then.
const ROOT: &str = "mod.rs";

/// Puts all files into the first.
///
/// # Errors
///
/// An internal error.
pub(super) fn nest(tree: &FileSet) -> Result<FileSet, String> {
    let nested = text(&module(tree, "")?);
    let spaced = blank_lines::space_items(&nested);
    if !same_tokens(&nested, &spaced) {
        return Err("blank lines changed the meaning of the output".to_owned());
    }
    let text = format!("{MARKER} from the whole description. Edit that instead.\n\n{spaced}");
    let mut one = FileSet::new(&CLIENT);
    let rendered = manifest::hash(text.as_bytes());
    one.insert(ROOT, text, Some(rendered));
    Ok(one)
}

/// A line of the output.
struct Line {
    text: String,
    /// True if the line begins inside of a literal, so that it cannot be indented.
    is_inside: bool,
}

/// The lines of the file of a module, with those of the modules in it. `folder` is where the latter are: empty, or with
/// a `/` at its end.
fn module(tree: &FileSet, folder: &str) -> Result<Vec<Line>, String> {
    let source = tree.text(&format!("{folder}{ROOT}"));
    file(tree, folder, source.ok_or_else(|| format!("there is no {folder}{ROOT}"))?)
}

fn file(tree: &FileSet, folder: &str, source: &str) -> Result<Vec<Line>, String> {
    let modules = modules(source)?;
    let inside = lines_inside_of_texts(source)?;
    let mut lines = Vec::new();
    for (index, text) in source.lines().enumerate() {
        match modules.get(&index) {
            Some(name) => lines.extend(with_module(tree, folder, text, name)?),
            None if text.starts_with(MARKER) || text.is_empty() && !inside.contains(&index) => {}
            None => lines.push(Line { text: text.to_owned(), is_inside: inside.contains(&index) }),
        }
    }
    Ok(lines)
}

/// The modules whose files are named, by the line on which that ends.
fn modules(source: &str) -> Result<BTreeMap<usize, String>, String> {
    // Most files name none, and reading one costs more than all the rest.
    if !source.lines().any(|line| line.contains("mod ") && line.ends_with(';')) {
        return Ok(BTreeMap::new());
    }
    let parsed = syn::parse_file(source).map_err(|error| error.to_string())?;
    Ok(parsed.items.iter().filter_map(named).collect())
}

fn named(item: &Item) -> Option<(usize, String)> {
    let Item::Mod(module) = item else { return None };
    let line = module.semi.as_ref()?.span.end().line - 1;
    Some((line, super::names::bare(&module.ident)))
}

/// `pub mod name;`, with the file in place of the semicolon. A module without a generated file is left unchanged.
fn with_module(tree: &FileSet, folder: &str, text: &str, name: &str) -> Result<Vec<Line>, String> {
    let here = |text: String| Line { text, is_inside: false };
    let lines = match tree.text(&format!("{folder}{name}.rs")) {
        Some(source) => file(tree, folder, source)?,
        None if tree.text(&format!("{folder}{name}/{ROOT}")).is_some() => {
            module(tree, &format!("{folder}{name}/"))?
        }
        None => return Ok(vec![here(text.to_owned())]),
    };
    let mut nested = vec![here(format!("{} {{", text.trim_end_matches(';')))];
    nested.extend(lines.into_iter().map(further_in));
    nested.push(here("}".to_owned()));
    Ok(nested)
}

fn further_in(line: Line) -> Line {
    if line.is_inside { line } else { Line { text: format!("    {}", line.text), ..line } }
}

fn text(lines: &[Line]) -> String {
    lines.iter().flat_map(|line| [line.text.as_str(), "\n"]).collect()
}

/// Lines that begin inside of a literal or of a comment that documents something.
fn lines_inside_of_texts(source: &str) -> Result<BTreeSet<usize>, String> {
    if blank_lines::lines_are_whole(source) {
        return Ok(BTreeSet::new());
    }
    let tokens: TokenStream = source.parse().map_err(|_| "it gives no Rust".to_owned())?;
    let mut lines = BTreeSet::new();
    let mut streams = vec![tokens];
    while let Some(stream) = streams.pop() {
        for token in stream {
            match token {
                TokenTree::Group(group) => streams.push(group.stream()),
                TokenTree::Literal(literal) => {
                    let span = literal.span();
                    lines.extend(span.start().line..span.end().line);
                }
                TokenTree::Ident(_) | TokenTree::Punct(_) => {}
            }
        }
    }
    Ok(lines)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(files: &[(&str, &str)], expected: &str) {
        let mut tree = FileSet::new(&CLIENT);
        for (path, text) in files {
            tree.insert(path, format!("{MARKER} from a.yaml.\n\n{text}"), None);
        }
        let one = nest(&tree).expect("it is Rust");
        let [(path, text)] = one.files().collect::<Vec<_>>()[..] else { panic!("{one:?}") };
        assert_eq!(path, "mod.rs");
        let (first, text) = text.split_once("\n\n").expect("a first line");
        assert!(first.starts_with(MARKER), "{first}");
        assert_eq!(text, expected);
    }

    #[test]
    fn a_file_stands_where_it_was_named() {
        check(
            &[
                ("mod.rs", "/// A.\npub mod a;\nmod r#type;\n\npub use self::a::B;\n"),
                ("a/mod.rs", "mod b;\n\npub use self::b::*;\n"),
                ("a/b.rs", "use c::D;\n\npub struct B;\n"),
                ("type.rs", "fn e() {\n    f();\n}\n"),
            ],
            "/// A.\npub mod a {\n    mod b {\n        use c::D;\n\n        pub struct B;\n    }\n\n    \
             pub use self::b::*;\n}\n\nmod r#type {\n    fn e() {\n        f();\n    }\n}\n\n\
             pub use self::a::B;\n",
        );
    }

    #[test]
    fn a_text_of_several_lines_stays_as_it_is() {
        check(
            &[
                ("mod.rs", "mod a;\n"),
                ("a.rs", "/** One\n\ntwo. */\nconst A: &str = r#\"one\n\n  mod b;\n\"#;\n"),
                ("b.rs", ""),
            ],
            "mod a {\n    /** One\n\ntwo. */\n    const A: &str = r#\"one\n\n  mod b;\n\"#;\n}\n",
        );
    }

    #[test]
    fn a_file_of_somebody_else_stays_a_file() {
        check(&[("mod.rs", "mod mine;\n")], "mod mine;\n");
    }
}
