//! Custom templates: capabilities and error messages.

use std::fs;
use std::path::Path;

use endpointc::{FileSet, Options, Sink, Sources, diagnostics};
use tempfile::TempDir;

/// A description with a struct.
fn sources() -> Sources {
    let api = "endpointc: 1\nname: demo\nservers: { main: { url: https://demo.example } }\n\
               envelopes: { plain: { data: data } }\ngroups: { things: { envelope: plain } }\n";
    let get = "summary: Get a thing\nget: /things\nreturns: { fields: { name: string } }\n";
    let files = [("api.yaml", api), ("things/get.yaml", get)];
    Sources::new("spec", files.map(|(path, text)| (path.to_owned(), text.to_owned())))
}

fn folder(name: &str, text: &str) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let path = folder.path().join(name);
    fs::create_dir_all(path.parent().expect("it has one")).expect("it can be made");
    fs::write(path, text).expect("it can be written");
    folder
}

fn generate(templates: &Path) -> Result<FileSet, String> {
    let overrides = endpointc::read_templates(templates).map_err(|error| error.to_string())?;
    let (options, mut sink) = (Options::default().with_templates(overrides), Sink::default());
    let generated = endpointc::generate(&sources(), &options, &mut sink);
    generated.map_err(|_| diagnostics::render(&sources(), &sink.sorted(), false))
}

#[track_caller]
fn check(name: &str, text: &str, expected: &[&str]) {
    let folder = folder(name, text);
    let said = generate(folder.path()).map(drop).expect_err("it cannot be used");
    for part in expected {
        assert!(said.contains(part), "`{part}` is not said:\n{said}");
    }
    assert!(!said.contains("internal error"), "it is not ours:\n{said}");
}

#[test]
fn one_stands_in_place_of_ours() {
    let folder = folder(
        "group/mod.rs.j2",
        &format!(
            "{}\npub const MINE: u8 = 1;\n",
            include_str!("../../templates/rust/group/mod.rs.j2")
        ),
    );
    let generated = generate(folder.path()).expect("it is Rust");
    let text = |path: &str| {
        generated.files().find(|(found, _)| *found == path).map(|(_, text)| text.to_owned())
    };
    assert!(text("things/mod.rs").is_some_and(|text| text.contains("pub const MINE: u8 = 1;")));
    assert!(text("mod.rs").is_some_and(|text| !text.contains("MINE")), "the others are ours");
}

#[test]
fn output_that_is_not_rust_is_told_with_the_line_of_the_template() {
    let bad = "{#- a note\n   of two lines -#}\npub struct {{ struct.name }} {\n    {% for field in struct.fields %}\n    pub fn {{ field.name }},\n    {% endfor %}\n}\n";
    check(
        "struct.rs.j2",
        bad,
        &["error[bad-template]", "struct.rs.j2:5", "the whole output is in"],
    );
}

#[test]
fn what_it_does_not_get_is_told_with_the_line() {
    check("struct.rs.j2", "// one\n{{ nothing }}\n", &["struct.rs.j2:2", "undefined value"]);
    check("struct.rs.j2", "{% if %}\n", &["struct.rs.j2:1", "syntax error"]);
}

#[test]
fn a_name_that_no_template_has_is_refused() {
    check("strct.rs.j2", "", &["strct.rs.j2", "did you mean `struct.rs.j2`?"]);
}

#[test]
fn a_folder_that_is_not_there_is_told() {
    let said = generate(Path::new("no/such/folder")).expect_err("it is not there");
    assert_eq!(said, "no/such/folder: there is no such folder");
}
