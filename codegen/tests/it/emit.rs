//! Small descriptions, each compared with its complete expected output.
//!
//! A case is `tests/emit/<name>/spec`; its output is in `tests/emit/<name>/output`.
//! `BLESS=1 cargo test -p endpointc --test emit` updates it.
//!
//! The other tests compile the outputs. This is a separate program, so that outputs can be updated when the old ones no
//! longer compile.

mod cases;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use endpointc::{FileSet, Options, Sink, Sources, diagnostics, source};

#[test]
fn outputs_are_what_they_were() {
    let mut differences = Vec::new();
    for case in cases() {
        let generated = generate(&read(&case));
        let output = case.join("output");
        if cases::blessing() {
            generated.write(&output).expect("it can be written");
        }
        let found = generated.compare(&output).expect("it can be read");
        differences
            .extend(found.into_iter().map(|one| format!("{}: {one:#?}", cases::name(&case))));
    }
    assert!(differences.is_empty(), "see BLESS above:\n{}", differences.join("\n"));
}

#[test]
fn every_case_is_compiled() {
    let source = include_str!("support/outputs.rs");
    let (_, listed) = source.split_once("outputs! {\n").expect("the list begins");
    let (listed, _) = listed.split_once('}').expect("the list ends");
    let compiled: BTreeSet<&str> = listed.split_whitespace().collect();
    for case in cases() {
        let name = cases::name(&case);
        assert!(compiled.contains(&*name), "`{name}` is not in tests/it/support/outputs.rs");
    }
}

#[test]
fn the_order_of_files_and_of_keys_means_nothing() {
    for case in cases() {
        let sources = read(&case);
        let turned: Vec<(String, String)> =
            files(&sources).into_iter().rev().map(|(path, text)| (path, turn(&text))).collect();
        let turned = generate(&Sources::new("spec", turned));
        assert_eq!(turned, generate(&sources), "{}", cases::name(&case));
    }
}

#[test]
fn a_second_run_gives_the_same_bytes() {
    for case in cases() {
        let sources = read(&case);
        assert_eq!(generate(&sources), generate(&sources));
    }
}

fn cases() -> Vec<PathBuf> {
    cases::entries(&cases::folder("emit"))
}

fn read(case: &Path) -> Sources {
    source::read(&case.join("spec")).expect("the description can be read")
}

fn files(sources: &Sources) -> BTreeMap<String, String> {
    sources.iter().map(|(_, source)| (source.path.clone(), source.text.clone())).collect()
}

/// Reverses the top-level blocks of a YAML file, except for the parameters, whose order is that of
/// the arguments.
fn turn(text: &str) -> String {
    let starts: Vec<usize> = text
        .match_indices('\n')
        .map(|(index, _)| index + 1)
        .filter(|start| text[*start..].starts_with(|c: char| c.is_ascii_lowercase()))
        .chain([0, text.len()])
        .collect();
    let mut starts = starts;
    starts.sort_unstable();
    let mut blocks: Vec<&str> = starts.windows(2).map(|pair| &text[pair[0]..pair[1]]).collect();
    let places = ["path:", "query:", "header:", "body:", "form:"];
    let fixed = |block: &&str| places.iter().any(|place| block.starts_with(place));
    let parameters: Vec<&str> = blocks.iter().copied().filter(fixed).collect();
    blocks.retain(|block| !fixed(block));
    blocks.reverse();
    blocks.extend(parameters);
    blocks.iter().map(|block| format!("{}\n", block.trim_end())).collect()
}

fn generate(sources: &Sources) -> FileSet {
    let mut sink = Sink::default();
    let generated = endpointc::generate(sources, &Options::default(), &mut sink);
    generated.unwrap_or_else(|_| panic!("{}", diagnostics::render(sources, &sink.sorted(), false)))
}

#[test]
fn generated_code_holds_no_path_of_the_machine() {
    for case in cases() {
        for (path, text) in generate(&read(&case)).files() {
            assert!(!text.contains(env!("CARGO_MANIFEST_DIR")), "{path}");
        }
    }
    let left = fs::read_dir(cases::folder("emit")).expect("it is there").count();
    assert!(left >= 5, "the cases are found");
}
