//! Rejected descriptions, each beside its rendered message.
//!
//! A case is `tests/ui/<name>.case`: files of a description, each after a line `=== <path>`. Files
//! that it does not give are taken from a small description that is valid. What the compiler says
//! stands in `<name>.stderr`; `BLESS=1 cargo test -p endpointc --test ui` writes it.

#[path = "support/base.rs"]
mod base;
mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use endpointc::{Options, Sink, Sources, diagnostic};

use base::BASE;

#[test]
fn the_base_of_the_cases_is_valid() {
    let (_, sink) = compile(&parse(""));
    assert_eq!(sink.errors() + sink.warnings(), 0);
}

#[test]
fn rejected_descriptions_are_explained() {
    let mut wrong = Vec::new();
    for case in cases() {
        let found = message(&case);
        let expected = case.with_extension("stderr");
        if support::blessing() {
            fs::write(&expected, &found).expect("it can be written");
        } else if text(&expected) != found {
            wrong.push(format!("{}:\n{found}", support::name(&case)));
        }
    }
    assert!(wrong.is_empty(), "not as expected (see BLESS above):\n{}", wrong.join("\n"));
}

/// Codes are found in the one file that words them, so that none can be forgotten here.
#[test]
fn every_diagnostic_code_has_a_case() {
    let wording = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/wording.rs");
    let wording = text(&wording);
    let said: BTreeSet<&str> = wording
        .split("Diagnostic::")
        .skip(1)
        .filter_map(|call| call.split('"').nth(1))
        .filter(|code| code.contains('-') && !code.starts_with("internal-"))
        .collect();
    let shown: String = cases().iter().map(|case| text(&case.with_extension("stderr"))).collect();
    let missing: Vec<&&str> =
        said.iter().filter(|code| !shown.contains(&format!("[{code}]"))).collect();
    assert!(said.len() > 30, "the codes are found: {said:?}");
    assert!(missing.is_empty(), "no case shows {missing:?}");
}

#[test]
fn the_same_is_said_in_json() {
    let case = support::cases("ui").join("duplicate_key.case");
    let (sources, sink) = compile(&parse(&text(&case)));
    let said = diagnostic::render_json(&sources, &sink.sorted());
    let said: serde_json::Value = serde_json::from_str(&said).expect("a JSON object a line");
    assert_eq!(said["code"], "duplicate-key");
    assert_eq!(said["places"][0]["line"], 4);
    assert_eq!(said["places"][0]["column"], 1);
    assert_eq!(said["places"][1]["label"], "first given here");
}

/// The text of a file; a missing one is empty.
fn text(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_default()
}

fn cases() -> Vec<PathBuf> {
    let paths = support::entries(&support::cases("ui")).into_iter();
    paths.filter(|path| path.extension().is_some_and(|extension| extension == "case")).collect()
}

fn message(case: &Path) -> String {
    let (sources, sink) = compile(&parse(&text(case)));
    diagnostic::render(&sources, &sink.sorted(), false) + "\n"
}

/// The files of a case, over those of the base. A file that is given as `-` is left out.
fn parse(case: &str) -> BTreeMap<String, String> {
    let mut files: BTreeMap<String, String> =
        BASE.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect();
    for part in case.split("=== ").skip(1) {
        let (path, text) = part.split_once('\n').expect("a path stands in a line of its own");
        files.insert(path.to_owned(), text.to_owned());
    }
    files.retain(|_, text| text.trim() != "-");
    files
}

fn compile(files: &BTreeMap<String, String>) -> (Sources, Sink) {
    let sources = Sources::new("spec", files.clone());
    let mut sink = Sink::default();
    let generated = endpointc::generate(&sources, &Options::default(), &mut sink);
    assert_eq!(generated.is_ok(), sink.errors() == 0, "an output or errors, never both");
    (sources, sink)
}
