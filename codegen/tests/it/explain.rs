//! Explanations of diagnostics: each code has one, and its examples demonstrate it.
//!
//! The message of a wrong example is in `tests/ui/<code>/explained.stderr`;
//! `BLESS=1 cargo test -p endpointc --test it explain` updates it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use endpointc::diagnostics::explain::{self, Explanation};
use endpointc::diagnostics::{self, Code};
use endpointc::{Sink, Sources};

use crate::cases;
use crate::support::case;

#[test]
fn wrong_examples_raise_their_code_alone() {
    let differing = with_examples().filter_map(|one| {
        let (sources, sink) = case::compile(wrong(&one));
        let is_alone = codes(&sink) == BTreeSet::from([one.code]);
        (!is_alone).then(|| format!("{}:\n{}", one.code, said(&sources, &sink)))
    });
    let differing: Vec<String> = differing.collect();
    assert!(differing.is_empty(), "{}", differing.join("\n"));
}

#[test]
fn wrong_examples_are_rendered_as_blessed() {
    let mut differing = Vec::new();
    for one in with_examples() {
        let (sources, sink) = case::compile(wrong(&one));
        let found = said(&sources, &sink) + "\n";
        let folder = cases::folder("ui").join(one.code.as_str());
        let path = folder.join("explained.stderr");
        if cases::blessing() {
            fs::create_dir_all(&folder).expect("it can be made");
            fs::write(&path, &found).expect("it can be written");
        } else if fs::read_to_string(&path).unwrap_or_default() != found {
            differing.push(found);
        }
    }
    assert!(differing.is_empty(), "not as expected (see BLESS above):\n{}", differing.join("\n"));
}

#[test]
fn right_examples_compile_without_diagnostics() {
    let differing = with_examples().filter_map(|one| {
        let (sources, sink) = case::compile(case::files(one.right, "# "));
        let found = said(&sources, &sink);
        (!found.is_empty()).then(|| format!("{}:\n{found}", one.code))
    });
    let differing: Vec<String> = differing.collect();
    assert!(differing.is_empty(), "{}", differing.join("\n"));
}

/// Codes without an example: a page cannot show template errors, invalid UTF-8 and files of megabytes.
#[test]
fn all_other_codes_have_examples() {
    let without = [Code::BadTemplate, Code::FileTooLarge, Code::InternalError, Code::NotUtf8];
    for one in explain::diagnostics() {
        assert_eq!(one.wrong.is_empty(), without.contains(&one.code), "{}", one.code);
        assert_eq!(one.wrong.is_empty(), one.right.is_empty(), "{}", one.code);
        assert!(one.meaning.ends_with('.'), "{}", one.code);
    }
}

fn with_examples() -> impl Iterator<Item = Explanation> {
    explain::diagnostics().filter(|one| !one.wrong.is_empty())
}

/// Returns the files of the incorrect example. An example cannot show that a file is missing.
fn wrong(one: &Explanation) -> BTreeMap<String, String> {
    let mut files = case::files(one.wrong, "# ");
    if one.code == Code::MissingApiFile {
        files.remove("api.yaml");
    }
    files
}

fn codes(sink: &Sink) -> BTreeSet<Code> {
    sink.sorted().into_iter().map(|one| one.code).collect()
}

fn said(sources: &Sources, sink: &Sink) -> String {
    diagnostics::render(sources, &sink.sorted(), false)
}
