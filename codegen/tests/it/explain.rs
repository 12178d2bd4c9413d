//! Explanations of diagnostics: each code has one, and its examples show what it says.

use std::collections::{BTreeMap, BTreeSet};

use endpointc::diagnostics::explain::{self, Explanation};
use endpointc::{Sink, Sources, diagnostics};

use crate::support::case;

/// Codes are found in the one file that words them, so that none can be forgotten here.
#[test]
fn every_code_is_explained_and_every_explanation_has_a_code() {
    let wording = include_str!("../../src/diagnostics/messages.rs");
    let worded: BTreeSet<&str> = ["Diagnostic::error(", "Diagnostic::warning("]
        .into_iter()
        .flat_map(|call| wording.split(call).skip(1))
        .filter_map(|rest| rest.trim_start().strip_prefix('"')?.split('"').next())
        .collect();
    let explained: BTreeSet<&str> = explain::diagnostics().iter().map(|one| one.code).collect();
    assert_eq!(worded, explained);
}

/// They are looked up by bisection.
#[test]
fn explanations_are_sorted() {
    let codes: Vec<&str> = explain::diagnostics().iter().map(|one| one.code).collect();
    assert!(codes.is_sorted());
    assert!(
        codes.iter().all(|code| explain::diagnostic(code).is_some_and(|one| one.code == *code))
    );
    assert_eq!(explain::diagnostic("no-such-code"), None);
}

#[test]
fn wrong_examples_are_wrong() {
    for one in explain::diagnostics().iter().filter(|one| has_examples(one)) {
        let (sources, sink) = case::compile(wrong(one));
        assert!(codes(&sink).contains(one.code), "{}: {}", one.code, said(&sources, &sink));
    }
}

#[test]
fn right_examples_are_right() {
    for one in explain::diagnostics().iter().filter(|one| has_examples(one)) {
        let (sources, sink) = case::compile(case::files(one.right, "# "));
        let right = sink.errors() == 0 && !codes(&sink).contains(one.code);
        assert!(right, "{}: {}", one.code, said(&sources, &sink));
    }
}

/// What cannot be shown on a page: a fault of ours, which no description has, bytes that are no
/// text, and a file of megabytes.
#[test]
fn only_what_cannot_be_shown_has_no_example() {
    let unshowable = ["bad-template", "file-too-large", "internal-template", "not-utf8"];
    for one in explain::diagnostics() {
        assert_eq!(has_examples(one), !unshowable.contains(&one.code), "{}", one.code);
        assert_eq!(one.wrong.is_empty(), one.right.is_empty(), "{}", one.code);
    }
}

fn has_examples(one: &Explanation) -> bool {
    !one.wrong.is_empty()
}

/// What is missing cannot be written down.
fn wrong(one: &Explanation) -> BTreeMap<String, String> {
    let mut files = case::files(one.wrong, "# ");
    if one.code == "no-api-file" {
        files.remove("api.yaml");
    }
    files
}

fn codes(sink: &Sink) -> BTreeSet<&'static str> {
    sink.sorted().into_iter().map(|one| one.code).collect()
}

fn said(sources: &Sources, sink: &Sink) -> String {
    diagnostics::render(sources, &sink.sorted(), false)
}
