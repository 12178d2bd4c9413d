//! Wrong calls do not compile, and right ones do.
//!
//! A wrong one is `tests/ui/<name>.rs`; the errors of the compiler are beside it in `<name>.stderr`.
//! `BLESS=1 cargo test --test it compile` writes it. The right ones are modules here.
//!
//! Cargo checks the wrong ones as examples of a package below `target/tmp`, in the target folder of this workspace and
//! without an HTTP client, so that little else is checked for them.

mod first_call;
mod messages;
mod ways_to_call;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::support;

/// Cases of the compiler whose output wrong calls are made of.
const OUTPUTS: [&str; 2] = ["batches", "choices"];

#[test]
fn wrong_calls_do_not_compile() {
    let package = Path::new(env!("CARGO_TARGET_TMPDIR")).join("wrong_calls");
    write_package(&package);
    let found = check(&package);
    let mut wrong = Vec::new();
    for case in cases() {
        let found = found.get(&name(&case)).cloned().unwrap_or_default();
        assert!(!found.is_empty(), "{} compiles", case.display());
        let expected = case.with_extension("stderr");
        if support::blessing() {
            fs::write(&expected, &found).expect("it can be written");
        }
        if fs::read_to_string(&expected).unwrap_or_default() != found {
            wrong.push(format!("{}:\n{found}", expected.display()));
        }
    }
    assert!(wrong.is_empty(), "not as expected (see BLESS above):\n{}", wrong.join("\n"));
}

#[test]
fn right_calls_compile_and_nothing_is_sent_before_they_are_awaited() {
    first_call::main().expect("a client can be built");
    ways_to_call::main().expect("a client can be built");
}

#[test]
fn every_message_has_its_case() {
    let names = |extension| files(extension).iter().map(|file| name(file)).collect::<BTreeSet<_>>();
    assert!(names("rs").len() >= 5, "the cases are found");
    assert_eq!(names("stderr"), names("rs"));
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

fn write_package(package: &Path) {
    let root = support::path("");
    let mut manifest = format!(
        "[package]\nname = \"wrong_calls\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n\
         [profile.dev]\ndebug = \"line-tables-only\"\n\n[dependencies]\n\
         quectel-openapi = {{ path = {root:?}, default-features = false, features = [\"groups\"] }}\n\
         endpointc-runtime = {{ path = {:?}, default-features = false }}\n",
        root.join("runtime")
    );
    for case in cases() {
        manifest += &format!("\n[[example]]\nname = {:?}\npath = {case:?}\n", name(&case));
    }
    let outputs = OUTPUTS.map(|case| {
        let path = root.join("codegen/tests/emit").join(case).join("output/mod.rs");
        format!("pub mod {case} {{ include!({path:?}); }}\n")
    });
    fs::create_dir_all(package.join("src")).expect("it can be made");
    let lock = fs::read_to_string(root.join("Cargo.lock")).expect("the workspace has one");
    let library = outputs.concat();
    for (file, text) in [("Cargo.toml", manifest), ("Cargo.lock", lock), ("src/lib.rs", library)] {
        fs::write(package.join(file), text).expect("it can be written");
    }
}

/// Errors of the compiler, by case.
fn check(package: &Path) -> BTreeMap<String, String> {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().expect("it is inside");
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["check", "--examples", "--keep-going", "--offline", "--message-format", "json"]);
    cargo.arg("--target-dir").arg(target).current_dir(package).stdin(Stdio::null());
    // Set by the cargo that runs this test; build scripts of dependencies would run again because of them.
    for (name, _) in std::env::vars_os() {
        let text = name.to_string_lossy();
        if text.starts_with("CARGO_PKG_") || text.starts_with("CARGO_MANIFEST_") {
            cargo.env_remove(name);
        }
    }
    let output = cargo.env_remove("RUSTFLAGS").output().expect("cargo can be run");
    let found = messages::of_targets(&String::from_utf8_lossy(&output.stdout));
    assert!(!found.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    found
}

fn cases() -> Vec<PathBuf> {
    files("rs")
}

fn name(file: &Path) -> String {
    file.file_stem().expect("a case has a name").to_string_lossy().into_owned()
}

/// Files of the cases with this extension, sorted.
fn files(extension: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(support::path("tests/ui")).expect("the cases are there");
    let mut files: Vec<PathBuf> =
        entries.map(|entry| entry.expect("it can be listed").path()).collect();
    files.retain(|file| file.extension().is_some_and(|found| found == extension));
    files.sort();
    files
}
