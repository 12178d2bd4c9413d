//! Rejected descriptions, each compared with its rendered message.
//!
//! A case is `tests/ui/<code>/<name>.case` (see `support/files.rs`). The message is in `<name>.stderr`;
//! `BLESS=1 cargo test -p endpointc --test it ui` updates it. The examples of explanations are cases, too
//! (see `explain.rs`); the cases here cover variants that they do not show.

use std::fs;
use std::path::{Path, PathBuf};

use endpointc::diagnostics::{self, Code, Severity};
use endpointc::{Options, Sink, Sources, source};

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
            wrong.push(format!("{}:\n{found}", case.display()));
        }
    }
    assert!(wrong.is_empty(), "not as expected (see BLESS above):\n{}", wrong.join("\n"));
}

/// The incorrect examples of explanations are cases, too: see `explain.rs`.
#[test]
fn every_code_has_a_case() {
    // Descriptions cannot cause template errors; `templates.rs` covers those.
    let of_templates = [Code::BadTemplate, Code::InternalError];
    for code in Code::ALL.iter().filter(|code| !of_templates.contains(code)) {
        let folder = cases::folder("ui").join(code.as_str());
        assert!(folder.is_dir(), "no case shows `{code}`");
    }
}

#[test]
fn cases_show_the_code_of_their_folder() {
    for case in cases() {
        let folder = cases::name(case.parent().expect("it is in a folder"));
        let (_, sink) = compile(&parse(&text(&case)));
        let shows = sink.sorted().iter().any(|one| one.code.as_str() == folder);
        assert!(shows, "{}", case.display());
    }
}

#[test]
fn as_many_errors_are_counted_as_are_shown() {
    for case in cases() {
        let (_, sink) = compile(&parse(&text(&case)));
        let errors = sink.sorted().iter().filter(|one| one.severity() == Severity::Error).count();
        let all_shown = sink.errors() == errors || errors == 1000;
        assert!(all_shown, "{}: {} are counted", case.display(), sink.errors());
    }
}

/// A type with the name of a call, its errors or its request is reported once.
#[test]
fn a_type_named_like_its_endpoint_is_one_error() {
    let described = "=== things/list.yaml\nsummary: List\nget: /list\nreturns: [List]\n\
                     types: { List: { fields: { id: int } } }\n";
    let (sources, sink) = compile(&parse(described));
    let said = diagnostics::render(&sources, &sink.sorted(), false);
    assert_eq!((sink.errors(), sink.sorted().len()), (1, 1), "{said}");
    assert!(said.contains("the endpoint `list` is also named `List`"), "{said}");
    assert!(said.contains("help: rename the file of the endpoint"), "{said}");
}

#[test]
fn the_same_is_said_in_json() {
    let described = "=== things/get.yaml\nsummary: Get\nget: /a\n\nsummary: Get it\n";
    let (sources, sink) = compile(&parse(described));
    let said = diagnostics::render_json(&sources, &sink.sorted());
    let said: serde_json::Value = serde_json::from_str(&said).expect("a JSON object a line");
    assert_eq!(said["code"], "duplicate-key");
    assert_eq!(said["severity"], "error");
    assert_eq!(said["message"], "duplicate key `summary`");
    assert_eq!(said["places"][0]["line"], 4);
    assert_eq!(said["places"][0]["column"], 1);
    assert_eq!(said["places"][1]["label"], "first defined here");
    assert_eq!(said["help"], "remove one of them");
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
        sink.sorted().iter().map(|one| one.code.as_str()).collect::<Vec<_>>()
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

/// Returns the text of a file; empty if it is missing.
fn text(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_default()
}
/// Returns the cases, each in the folder of its code, sorted by path.
pub(crate) fn cases() -> Vec<PathBuf> {
    let folders = cases::entries(&cases::folder("ui")).into_iter();
    let files = folders.flat_map(|folder| cases::entries(&folder));
    files.filter(|path| path.extension().is_some_and(|extension| extension == "case")).collect()
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
