//! Incorrect calls do not compile.
//!
//! A program is `cases/<name>.rs`; the errors of the compiler are in `<name>.stderr`.
//! `TRYBUILD=overwrite cargo test -p wrong-calls` updates them.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

#[test]
fn wrong_calls_do_not_compile() {
    trybuild::TestCases::new().compile_fail("cases/*.rs");
}

#[test]
fn every_message_has_its_case() {
    let names = |extension| -> BTreeSet<PathBuf> {
        files(extension).into_iter().map(|file| file.with_extension("")).collect()
    };
    assert!(names("rs").len() >= 5, "the cases are found");
    assert_eq!(names("stderr"), names("rs"));
}

#[test]
fn messages_hold_no_path_of_the_machine() {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    let repository = package.ancestors().nth(2).expect("the package is inside of it");
    let repository = repository.to_str().expect("a path that is text");
    for message in files("stderr") {
        let text = fs::read_to_string(&message).expect("it is there");
        for path in [repository, "/home/", "/root/", "/tmp/", "/rustc/", "C:\\"] {
            assert!(!text.contains(path), "`{path}` is in {}", message.display());
        }
    }
}

/// Files of the cases with this extension.
fn files(extension: &str) -> Vec<PathBuf> {
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("cases");
    let entries = fs::read_dir(cases).expect("the cases are there");
    let files = entries.map(|entry| entry.expect("it can be listed").path());
    files.filter(|file| file.extension().is_some_and(|found| found == extension)).collect()
}
