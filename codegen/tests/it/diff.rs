//! `endpointc diff`: edits of a description, verified by compiling callers.
//!
//! `diff/base` is a description, `diff/table.rs` a list of edits of it, each with its impact and an
//! affected caller. All clients are generated into one crate, and one run of cargo checks all
//! callers: those that must still compile are in one crate, each of the others is a separate
//! target, so that no error hides another.

mod table;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock};

use endpointc::diff::render::{self, Both};
use endpointc::diff::{self, Bump, Change, Changes, Label, Snapshot};
use endpointc::{FileSet, Options, Sink, Sources, diagnostics, source};
use serde_json::Value;

use crate::support::cargo::Workspace;
use table::{EDITS, Edit, Replace};

type Files = BTreeMap<String, String>;

#[test]
fn every_edit_has_the_label_and_the_sentence_that_the_table_says() {
    let mut wrong = Vec::new();
    for edit in EDITS {
        let changes = compared(&before(edit), &edited(edit));
        let worst = changes.worst();
        let is_said = changes.of(edit.label).any(|change| change.sentence.contains(edit.says));
        if worst != Some(edit.label) || !is_said {
            wrong.push(format!("{}: {worst:?}, {}", edit.name, listed(&changes)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_table_is_large_and_each_name_is_one() {
    let names: BTreeSet<&str> = EDITS.iter().map(|edit| edit.name).collect();
    assert_eq!(names.len(), EDITS.len());
    for label in Label::ALL {
        let count = EDITS.iter().filter(|edit| edit.label == label).count();
        assert!(count >= 5, "{count} {label:?}");
    }
}

/// Verifies the labels by compiling callers.
#[test]
fn the_compiler_agrees_with_every_label() {
    let errors = check(&crates());
    let breaking = |edit: &&Edit| edit.label == Label::Breaking;
    let broken: BTreeSet<&str> = EDITS.iter().filter(breaking).map(|edit| edit.name).collect();
    for (target, said) in &errors {
        assert!(broken.contains(&**target), "`{target}` must compile:\n{}", said.join("\n"));
    }
    let quiet: Vec<&&str> = broken.iter().filter(|name| !errors.contains_key(**name)).collect();
    assert!(quiet.is_empty(), "compile, although they are called breaking: {quiet:?}");
}

/// The reverse of an edit is reported, too: each added place is a removed one in the other direction.
#[test]
fn every_edit_is_noticed_in_the_other_direction_too() {
    for edit in EDITS {
        let (there, back) =
            (compared(&before(edit), &edited(edit)), compared(&edited(edit), &before(edit)));
        assert!(!back.list.is_empty(), "{}", edit.name);
        let places = |changes: &Changes, new: bool| {
            let place = |one: &Change| if new { one.new } else { one.old };
            changes.list.iter().filter_map(place).count()
        };
        assert_eq!(places(&there, true), places(&back, false), "{}", edit.name);
    }
}

#[test]
fn the_same_description_has_no_changes() {
    for edit in EDITS {
        let files = edited(edit);
        let changes = compared(&files, &files);
        assert_eq!(changes, Changes::default(), "{}", edit.name);
    }
    let changes = Changes::default();
    assert_eq!((changes.bump_before_1(), changes.bump_from_1()), (Bump::None, Bump::None));
}

#[test]
fn every_change_of_the_table_has_a_place() {
    // The API as a whole and envelopes have no place in the model.
    let placeless = ["api", "envelope"];
    for edit in EDITS {
        for change in compared(&before(edit), &edited(edit)).list {
            let has_place = change.old.is_some() || change.new.is_some();
            assert!(has_place || placeless.contains(&change.kind), "{}: {change:?}", edit.name);
        }
    }
}

#[test]
fn the_step_follows_from_the_worst_change() {
    let steps = |name: &str| {
        let edit = EDITS.iter().find(|edit| edit.name == name).expect("it is in the table");
        let changes = compared(&before(edit), &edited(edit));
        (changes.bump_before_1(), changes.bump_from_1())
    };
    assert_eq!(steps("endpoint_removed"), (Bump::Minor, Bump::Major));
    assert_eq!(steps("arguments_swapped"), (Bump::Minor, Bump::Minor));
    assert_eq!(steps("endpoint_added"), (Bump::Patch, Bump::Minor));
    assert_eq!(steps("summary_changed"), (Bump::Patch, Bump::Patch));
}

/// Compares the report of many edits as text, Markdown and JSON with the expected files.
/// `BLESS=1 cargo test -p endpointc --test it diff` updates them.
#[test]
fn what_is_shown_is_what_it_was() {
    let names = [
        "endpoint_removed",
        "parameter_made_required",
        "type_of_a_field_changed",
        "code_added_to_a_set",
        "limit_of_a_field_changed",
        "server_added",
        "meaning_changed",
    ];
    let mut files = base();
    for edit in EDITS.iter().filter(|edit| names.contains(&edit.name)) {
        replace(&mut files, edit.edit, edit.name);
    }
    let (old, new) = (made(&base()), made(&files));
    let changes = diff::diff(&old.edition, &new.edition);
    let sources = Both { old: &old.sources, new: &new.sources };
    shown("human.txt", &render::human(&changes, sources, false));
    shown("note.md", &render::markdown(&changes));
    shown("changes.jsonl", &render::json(&changes, sources));
}

#[track_caller]
fn shown(name: &str, text: &str) {
    let path = fixtures().join("shown").join(name);
    if std::env::var_os("BLESS").is_some() {
        fs::write(&path, format!("{text}\n")).expect("it can be written");
    }
    let expected = fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(expected, format!("{text}\n"), "see BLESS above");
}

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/diff")
}

fn base() -> Files {
    let sources = source::read(&fixtures().join("base")).expect("it can be read");
    sources.iter().map(|(_, source)| (source.path.clone(), source.text.clone())).collect()
}

fn before(edit: &Edit) -> Files {
    let mut files = base();
    replace(&mut files, edit.before, edit.name);
    files
}

fn edited(edit: &Edit) -> Files {
    let mut files = before(edit);
    replace(&mut files, edit.edit, edit.name);
    files
}

#[track_caller]
fn replace(files: &mut Files, replaces: &[Replace], name: &str) {
    for (path, from, to) in replaces {
        match *from {
            "" => drop(files.insert((*path).to_owned(), (*to).to_owned())),
            "*" => drop(files.remove(*path)),
            _ => {
                let text = files.get_mut(*path).expect("the file is in the base");
                assert!(text.contains(from), "{name}: `{from}` is in {path}");
                *text = text.replacen(from, to, 1);
            }
        }
    }
}

/// A description and its client.
struct Made {
    sources: Sources,
    client: FileSet,
    edition: Snapshot,
}

/// All edits, computed once because most tests use them and generating the clients is expensive.
fn made(files: &Files) -> Arc<Made> {
    static MADE: Mutex<BTreeMap<Files, Arc<OnceLock<Arc<Made>>>>> = Mutex::new(BTreeMap::new());
    let place =
        MADE.lock().expect("nobody panics with it").entry(files.clone()).or_default().clone();
    place.get_or_init(|| Arc::new(make(files))).clone()
}

fn make(files: &Files) -> Made {
    let sources = Sources::new("spec", files.clone());
    let (mut sink, options) = (Sink::default(), Options::for_crate("demo"));
    let client = endpointc::describe(&sources, &mut sink)
        .and_then(|api| Ok((endpointc::compile(&api, &options, &mut sink)?, api)));
    let (client, api) = client
        .unwrap_or_else(|_| panic!("{}", diagnostics::render(&sources, &sink.sorted(), false)));
    let edition = Snapshot::new(&api, &client, &options).expect("the client is Rust");
    Made { sources, client, edition }
}

fn compared(old: &Files, new: &Files) -> Changes {
    diff::diff(&made(old).edition, &made(new).edition)
}

fn listed(changes: &Changes) -> String {
    let line = |change: &Change| format!("\n    {}: {}", change.label.as_str(), change.sentence);
    changes.list.iter().map(line).collect()
}

/// Writes a workspace: `clients` contains the base and every edited client, `stays` the callers that
/// must compile, and `breaks` those that must not.
fn crates() -> Workspace {
    let workspace = Workspace::new("diff", &["clients", "stays", "breaks"]);
    let user = "clients = { path = \"../clients\" }\n";
    workspace.member("clients", "2024", "");
    workspace.member("stays", "2024", user);
    workspace.member("breaks", "2024", user);
    workspace.write("breaks/src/lib.rs", "");
    write_clients(&workspace);
    write_callers(&workspace);
    workspace
}

fn write_clients(workspace: &Workspace) {
    let mut modules = String::new();
    let mut add = |name: &str, files: &Files| {
        let folder = workspace.path("clients/src").join(name);
        made(files).client.write(&folder).expect("it can be written");
        modules += &format!("pub mod {name};\n");
    };
    for (index, (before, _)) in bases().iter().enumerate() {
        add(&format!("base_{index}"), before);
    }
    EDITS.iter().for_each(|edit| add(edit.name, &edited(edit)));
    workspace.write("clients/src/lib.rs", &modules);
}

/// Returns the distinct starting descriptions, each with its edits.
fn bases() -> Vec<(Files, Vec<&'static Edit>)> {
    let mut bases: Vec<(Files, Vec<&Edit>)> = Vec::new();
    for edit in EDITS {
        let files = before(edit);
        match bases.iter_mut().find(|(known, _)| *known == files) {
            Some((_, edits)) => edits.push(edit),
            None => bases.push((files, vec![edit])),
        }
    }
    bases
}

fn write_callers(workspace: &Workspace) {
    let mut stays = String::new();
    for (index, (_, edits)) in bases().iter().enumerate() {
        for edit in edits {
            let name = format!("before_{}", edit.name);
            stays += &module(&name, &caller(edit, &format!("base_{index}")));
        }
    }
    // Remove files of a run with another table.
    let _ = fs::remove_dir_all(workspace.path("breaks/examples"));
    for edit in EDITS {
        let caller = caller(edit, edit.name);
        match edit.label {
            Label::Breaking => {
                let path = format!("breaks/examples/{}.rs", edit.name);
                workspace.write(&path, &format!("fn main() {{}}\n\n{caller}"));
            }
            Label::Behaviour | Label::Compatible | Label::Docs => {
                stays += &module(edit.name, &caller)
            }
        }
    }
    workspace.write("stays/src/lib.rs", &stays);
}

fn module(name: &str, text: &str) -> String {
    format!("pub mod {name} {{\n{text}}}\n")
}

fn caller(edit: &Edit, client: &str) -> String {
    format!(
        "use clients::{client} as api;\n\
         #[allow(deprecated, unused)]\n\
         pub async fn caller(client: api::Client) {{\n    {}\n}}\n",
        edit.caller
    )
}

/// Returns the compiler's errors by target.
fn check(workspace: &Workspace) -> BTreeMap<String, Vec<String>> {
    let check = ["check", "--lib", "--examples", "--keep-going", "--message-format", "json"];
    let output = workspace.cargo(&check);
    let said = String::from_utf8_lossy(&output.stdout);
    let messages: Vec<Value> =
        said.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
    let done =
        |one: &Value| one["reason"] == "compiler-artifact" && one["target"]["name"] == "stays";
    let is_error = |one: &&Value| one["message"]["level"] == "error";
    let mut errors: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for message in messages.iter().filter(is_error) {
        let target = message["target"]["name"].as_str().unwrap_or_default().to_owned();
        let text = message["message"]["rendered"].as_str().unwrap_or_default().to_owned();
        errors.entry(target).or_default().push(text);
    }
    let ran = messages.iter().any(done) || !errors.is_empty();
    assert!(ran, "{}", String::from_utf8_lossy(&output.stderr));
    errors
}
