//! Rejected descriptions, each beside its rendered message.
//!
//! A case is `tests/ui/<name>.case` (see `support/files.rs`). What the compiler says stands in
//! `<name>.stderr`; `BLESS=1 cargo test -p endpointc --test it ui` writes it.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use endpointc::{Options, Sink, Sources, diagnostics, source};

use crate::cases;
use crate::support::files::{self, Files, parse};

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
        if cases::blessing() {
            fs::write(&expected, &found).expect("it can be written");
        } else if text(&expected) != found {
            wrong.push(format!("{}:\n{found}", cases::name(&case)));
        }
    }
    assert!(wrong.is_empty(), "not as expected (see BLESS above):\n{}", wrong.join("\n"));
}

/// Codes are found in the one file that words them, so that none can be forgotten here.
#[test]
fn every_diagnostic_code_has_a_case() {
    let wording = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/diagnostics/messages.rs");
    let wording = text(&wording);
    let said: BTreeSet<&str> = wording
        .split("Diagnostic::")
        .skip(1)
        .filter_map(|call| call.split('"').nth(1))
        // Descriptions cannot bring about what templates do wrong: see `templates.rs`.
        .filter(|code| code.contains('-') && !code.ends_with("-template"))
        .collect();
    let shown: String = cases().iter().map(|case| text(&case.with_extension("stderr"))).collect();
    let missing: Vec<&&str> =
        said.iter().filter(|code| !shown.contains(&format!("[{code}]"))).collect();
    assert!(said.len() > 30, "the codes are found: {said:?}");
    assert!(missing.is_empty(), "no case shows {missing:?}");
}

#[test]
fn the_same_is_said_in_json() {
    let case = cases::folder("ui").join("duplicate_key.case");
    let (sources, sink) = compile(&parse(&text(&case)));
    let said = diagnostics::render_json(&sources, &sink.sorted());
    let said: serde_json::Value = serde_json::from_str(&said).expect("a JSON object a line");
    assert_eq!(said["code"], "duplicate-key");
    assert_eq!(said["places"][0]["line"], 4);
    assert_eq!(said["places"][0]["column"], 1);
    assert_eq!(said["places"][1]["label"], "first given here");
}

#[test]
fn columns_count_characters_whatever_their_width() {
    let found = |text: &str| {
        let (sources, sink) = compile(&parse(&format!("=== things/get.yaml\n{text}")));
        sources.position(sink.sorted()[0].labels[0].span)
    };
    assert_eq!(found("summary: { en: Get, zh: 查询, 说明: 无 }\nget: /a\n"), (1, 29));
    assert_eq!(found("summary: Get\nget: /a\nquery: {\ta:\tstrin }\n"), (3, 13));
    assert_eq!(found("summary: Get\r\nget: /a\r\nreturns: strin\r\n"), (3, 10));
}

#[test]
fn a_thousand_errors_are_shown_and_all_are_counted() {
    let case =
        "=== things/get.yaml\nsummary: Get\nget: /a\n=== things/get.yaml times 1200\nx%: 1\n";
    let (_, sink) = compile(&parse(case));
    assert_eq!((sink.errors(), sink.sorted().len()), (1200, 1000));
}

#[test]
fn what_a_file_allows_is_not_heard() {
    let heard = |allow: &str| {
        let case =
            format!("=== things/get.yaml\nsummary: Get\nget: /a\nquery: {{ id: int }}\n{allow}");
        let (_, sink) = compile(&parse(&case));
        sink.sorted().iter().map(|one| one.code).collect::<Vec<_>>()
    };
    assert_eq!(heard(""), ["undocumented-parameter"]);
    assert!(heard("allow: [undocumented-parameter]\n").is_empty());
    assert_eq!(heard("allow: [unused-type]\n"), ["undocumented-parameter", "unused-allow"]);
}

#[test]
fn the_description_in_the_repository_gives_no_warnings() {
    let spec = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec");
    let sources = source::read(&spec).expect("it can be read");
    let mut sink = Sink::default();
    let described = endpointc::describe(&sources, &mut sink);
    let said = diagnostics::render(&sources, &sink.sorted(), false);
    assert!(described.is_ok() && said.is_empty(), "{said}");
}

/// The text of a file; a missing one is empty.
fn text(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_default()
}

fn cases() -> Vec<PathBuf> {
    let paths = cases::entries(&cases::folder("ui")).into_iter();
    paths.filter(|path| path.extension().is_some_and(|extension| extension == "case")).collect()
}

fn message(case: &Path) -> String {
    let (sources, sink) = compile(&parse(&text(case)));
    diagnostics::render(&sources, &sink.sorted(), false) + "\n"
}

fn compile(files: &Files) -> (Sources, Sink) {
    let sources = files::sources(files);
    let mut sink = Sink::default();
    let generated = endpointc::generate(&sources, &Options::default(), &mut sink);
    assert_eq!(generated.is_ok(), sink.errors() == 0, "an output or errors, never both");
    (sources, sink)
}
