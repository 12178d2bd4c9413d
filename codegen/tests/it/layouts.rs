//! Layouts of a client, a tree of files and a single file: both have the same items, in crates of both editions and with
//! both ways to include them.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use endpointc::{Build, FileSet, Layout, Options, source};
use tempfile::TempDir;

use crate::support::cargo::Workspace;

/// Descriptions that together cover most of the output: groups, shared types, texts of many kinds, examples.
const CASES: [&str; 6] = ["hostile", "exhaustive", "paging", "choices", "texts", "unions_by_tag"];

fn spec(case: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/emit").join(case).join("spec")
}

fn compiled(case: &str, layout: Layout, folder: &Path) -> FileSet {
    let single = matches!(layout, Layout::SingleFile);
    Build::new(spec(case)).single_file(single).compile_into(folder).expect("it is valid")
}

#[test]
fn one_file_is_one_file_and_a_tree_is_made_of_it_again() {
    for case in CASES {
        let folder = tempfile::tempdir().expect("a folder for the test");
        let tree = compiled(case, Layout::Tree, folder.path());
        let one = compiled(case, Layout::SingleFile, folder.path());
        let files = |generated: &FileSet| generated.files().count();
        assert!(files(&tree) > 1);
        assert_eq!((files(&one), rust_files(folder.path())), (1, 1), "the others are gone");
        assert_eq!(compiled(case, Layout::Tree, folder.path()), tree);
        assert_eq!(rust_files(folder.path()), files(&tree));
    }
}

fn rust_files(folder: &Path) -> usize {
    let count = |entry: fs::DirEntry| match entry.path() {
        path if path.is_dir() => rust_files(&path),
        path => usize::from(path.extension().is_some_and(|ending| ending == "rs")),
    };
    fs::read_dir(folder).expect("it is there").map(|entry| count(entry.expect("listed"))).sum()
}

/// A second run with the same layout writes nothing; one with another layout does.
#[test]
fn a_layout_is_among_what_a_run_remembers() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    compiled("minimal", Layout::SingleFile, folder.path());
    let sources = source::read(&spec("minimal")).expect("it can be read");
    let manifest = endpointc::Manifest::read(folder.path());
    let single = Options::default().with_layout(Layout::SingleFile);
    assert!(manifest.is_current(&sources, &single));
    assert!(!manifest.is_current(&sources, &Options::default()));
}

#[test]
fn both_layouts_compile_in_both_editions_however_they_are_mounted() {
    let workspace = workspace();
    let output = workspace.cargo(&["check", "--all-targets"]);
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
}

fn workspace() -> Workspace {
    let workspace = Workspace::new("layouts", &["e2021", "e2024"]);
    let clients = workspace.path("clients");
    for case in CASES {
        compiled(case, Layout::Tree, &clients.join("tree").join(case));
        compiled(case, Layout::SingleFile, &clients.join("one").join(case));
    }
    for edition in ["2021", "2024"] {
        let member = format!("e{edition}");
        workspace.member(&member, edition, "\n[lints.rust]\nwarnings = \"deny\"\n");
        workspace.write(&format!("{member}/src/lib.rs"), &mounted(&clients));
    }
    workspace
}

/// Includes the client with `include!`, like `include_client!`, and with `#[path]`, like crates with a committed client.
fn mounted(clients: &Path) -> String {
    let mut source = "//! Clients.\n".to_owned();
    for layout in ["tree", "one"] {
        for case in CASES {
            let path = clients.join(layout).join(case).join("mod.rs");
            let path = format!("{:?}", path.display().to_string());
            let _ = write!(
                source,
                "pub mod {layout}_{case}_included {{ include!({path}); }}\n\
                 #[path = {path}]\npub mod {layout}_{case};\n"
            );
        }
    }
    source
}

/// A multi-line text from a template is the same in a single file.
#[test]
fn a_text_of_several_lines_is_the_same_in_one_file() {
    let templates: TempDir = tempfile::tempdir().expect("a folder for the test");
    let text = "const LINES: &str = r#\"one\n\n  two\n\"#;\n";
    let mine = format!("{}\npub {text}", include_str!("../../templates/rust/group/mod.rs.j2"));
    fs::create_dir(templates.path().join("group")).expect("it can be made");
    fs::write(templates.path().join("group/mod.rs.j2"), mine).expect("it can be written");
    let build = Build::new(spec("exhaustive")).templates(templates.path());
    let folder = tempfile::tempdir().expect("a folder for the test");
    let one = build.single_file(true).compile_into(folder.path()).expect("it is valid");
    let (_, one) = one.files().next().expect("there is a file");
    assert!(one.contains(&format!("    pub {text}")), "{one}");
}
