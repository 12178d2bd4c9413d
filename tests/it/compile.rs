//! Wrong calls do not compile, and right ones do.
//!
//! A case is `tests/ui/<name>.rs`; what the compiler says of a wrong one stands beside it in
//! `<name>.stderr`. `TRYBUILD=overwrite cargo test --test compile` writes it.
//!
//! The right ones are modules here: as cases that pass they would let `trybuild` build every
//! dependency a second time instead of only checking it, which doubles the time of a first run.

use std::fs;
use std::path::{Path, PathBuf};

#[path = "ui/first_call.rs"]
mod first_call;
#[path = "ui/ways_to_call.rs"]
mod ways_to_call;

#[test]
fn wrong_calls_do_not_compile() {
    let cases = trybuild::TestCases::new();
    for case in wrong_cases() {
        cases.compile_fail(case);
    }
}

#[test]
fn right_calls_compile_and_nothing_is_sent_before_they_are_awaited() {
    first_call::main().expect("a client can be built");
    ways_to_call::main().expect("a client can be built");
}

#[test]
fn every_case_is_right_or_has_its_message() {
    assert!(wrong_cases().len() >= 5, "the cases are found");
    for case in wrong_cases() {
        let message = case.with_extension("stderr");
        assert!(message.exists(), "{} is not there: see above", message.display());
    }
    for message in files("stderr") {
        let case = message.with_extension("rs");
        assert!(case.exists(), "{} has lost its case", message.display());
    }
}

#[test]
fn messages_hold_no_path_of_the_machine() {
    for message in files("stderr") {
        let text = fs::read_to_string(&message).expect("it is there");
        for path in [env!("CARGO_MANIFEST_DIR"), "/home/", "/root/", "/tmp/", "/rustc/", "C:\\"] {
            assert!(!text.contains(path), "`{path}` is in {}", message.display());
        }
    }
}

/// All cases but those that are modules here.
fn wrong_cases() -> Vec<PathBuf> {
    let source = include_str!("compile.rs");
    let is_module = |case: &PathBuf| {
        let name = case.file_name().expect("a case has a name").to_string_lossy();
        source.contains(&format!("#[path = \"ui/{name}\"]"))
    };
    files("rs").into_iter().filter(|case| !is_module(case)).collect()
}

/// Files of the cases with this extension, relative to the package and sorted.
fn files(extension: &str) -> Vec<PathBuf> {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    let entries = fs::read_dir(package.join("tests/ui")).expect("the cases are there");
    let names = entries.map(|entry| entry.expect("it can be listed").file_name());
    let mut files: Vec<PathBuf> = names.map(|name| Path::new("tests/ui").join(name)).collect();
    files.retain(|file| file.extension().is_some_and(|found| found == extension));
    files.sort();
    files
}
