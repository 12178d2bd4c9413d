//! Hostile texts and names at every place that takes one: clients of accepted ones compile, and
//! `cargo doc -D warnings` reports nothing.
//!
//! All clients are modules of one crate below `target/tmp`, which is checked and documented.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use endpointc::diagnostics::Severity;
use endpointc::{FileSet, Options, Sink, diagnostics};
use heck::{ToSnakeCase, ToUpperCamelCase};

use crate::support::cargo::Workspace;
use crate::support::hostile;
use crate::support::yaml::{self, Files, Yaml, list, map, ordered, plain, text};

/// Kinds of places for a text; each accepts other texts.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Slot {
    /// Sentences.
    Prose,
    /// A wire name, with `name:` beside it.
    Wire,
    /// The name of a header.
    Header,
    /// The name of a parameter in a path.
    PathName,
    /// Literal text around parameters in a path.
    PathText,
    /// A listed value.
    Value,
    /// A constant or a default value.
    Constant,
    Pattern,
    Separator,
    /// A text in an example of a request or a response.
    Answer,
}

const SLOTS: [Slot; 10] = [
    Slot::Prose,
    Slot::Wire,
    Slot::Header,
    Slot::PathName,
    Slot::PathText,
    Slot::Value,
    Slot::Constant,
    Slot::Pattern,
    Slot::Separator,
    Slot::Answer,
];

/// Kinds of names that become part of a Rust name.
#[derive(Debug, Clone, Copy, PartialEq)]
enum NameSlot {
    Server,
    Envelope,
    Paging,
    ErrorSet,
    Error,
    Code,
    Group,
    Endpoint,
    Argument,
    Setter,
    Field,
    Value,
    Alternative,
    Variant,
    Type,
}

const NAME_SLOTS: [NameSlot; 15] = [
    NameSlot::Server,
    NameSlot::Envelope,
    NameSlot::Paging,
    NameSlot::ErrorSet,
    NameSlot::Error,
    NameSlot::Code,
    NameSlot::Group,
    NameSlot::Endpoint,
    NameSlot::Argument,
    NameSlot::Setter,
    NameSlot::Field,
    NameSlot::Value,
    NameSlot::Alternative,
    NameSlot::Variant,
    NameSlot::Type,
];

#[test]
fn whatever_is_accepted_compiles_and_is_documented_without_a_warning() {
    let workspace = Workspace::new("hostile", &["clients"]);
    workspace.member("clients", "2024", "\n[dev-dependencies]\nserde_json = \"1\"\n");
    let mut clients = BTreeMap::new();
    for (index, texts) in hostile::texts().chunks(3).enumerate() {
        clients.insert(format!("texts_{index}"), accepted_texts(texts));
    }
    for slot in NAME_SLOTS {
        clients.insert(format!("names_{slot:?}").to_lowercase(), accepted_names(slot));
    }
    write(&workspace, &clients);
    cargo(&workspace, &["check", "--all-targets", "--all-features"]);
    cargo(&workspace, &["doc", "--no-deps"]);
}

/// Every kind of place accepts some texts; otherwise it would not be tested.
#[test]
fn every_place_takes_some_of_the_texts() {
    let texts = hostile::texts();
    for slot in SLOTS {
        let is_taken = |text: &&String| {
            generate(&full(std::slice::from_ref(*text), |one| one == slot)).is_ok()
        };
        assert!(texts.iter().any(|text| is_taken(&text)), "{slot:?} takes none");
    }
}

/// Returns the client of a description with these texts wherever they are accepted.
fn accepted_texts(texts: &[String]) -> FileSet {
    let all = || generate(&full(texts, |_| true)).ok();
    // Few texts are valid regular expressions, so their rejection is expected.
    let no_pattern = || generate(&full(texts, |slot| slot != Slot::Pattern)).ok();
    let fitting = || {
        let alone = |slot: &Slot| generate(&full(texts, |one| one == *slot)).is_ok();
        let fitting: Vec<Slot> = SLOTS.into_iter().filter(alone).collect();
        assert!(fitting.contains(&Slot::Prose), "prose is free: {texts:?}");
        generate(&full(texts, |slot| fitting.contains(&slot))).ok()
    };
    all().or_else(no_pattern).or_else(fitting).expect("one place does not mind another")
}

/// Returns the client of a description that uses all accepted names in a kind of place. Names
/// that cause diagnostics are removed until there are none.
fn accepted_names(slot: NameSlot) -> FileSet {
    let mut names: Vec<&str> = match slot {
        NameSlot::Type => hostile::TYPE_NAMES.to_vec(),
        _ => hostile::WORDS.to_vec(),
    };
    let least = names.len() / 2;
    loop {
        let complaints = match generate(&named(slot, &names)) {
            Ok(generated) => {
                println!("{slot:?}: {} names", names.len());
                assert!(names.len() > least, "most names are accepted as {slot:?}: {names:?}");
                return generated;
            }
            Err(complaints) => complaints,
        };
        let before = names.len();
        for (headline, place) in &complaints {
            // Of two names that are equal in Rust, one is kept.
            let is_meant = |name: &&str| {
                let in_rust = [name.to_snake_case(), name.to_upper_camel_case()];
                let said = |word: &str| headline.replace("_`", "`").contains(&format!("`{word}`"));
                place == name || said(name) || in_rust.iter().any(|word| said(word))
            };
            let last = names.iter().rposition(is_meant);
            last.map(|last| names.remove(last));
        }
        assert!(names.len() < before, "no complaint about {slot:?} names one: {complaints:#?}");
    }
}

/// Returns the client, or the messages of errors, each with the text at its span.
fn generate(files: &Files) -> Result<FileSet, Vec<(String, String)>> {
    let sources = yaml::sources(files);
    let mut sink = Sink::default();
    let options = Options::for_crate("hostile");
    let generated = endpointc::generate(&sources, &options, &mut sink).ok();
    assert_eq!(generated.is_some(), sink.errors() == 0, "an output or errors, never both");
    let found = sink.sorted();
    let shown = diagnostics::render(&sources, &found, true);
    assert!(!shown.contains("internal error"), "{shown}");
    let said = |one: &&diagnostics::Diagnostic| {
        (one.headline.clone(), sources.text(one.labels[0].span).to_owned())
    };
    let errors = found.iter().filter(|one| one.severity() == Severity::Error);
    generated.ok_or_else(|| errors.map(said).collect())
}

/// Returns a description with hostile texts in the selected places and harmless ones elsewhere.
fn full(texts: &[String], wanted: impl Fn(Slot) -> bool) -> Files {
    // Names that occur in two places must be equal in both; prose uses the texts in turn.
    let turn = Cell::new(0);
    let fill = |slot: Slot, harmless: &str| {
        turn.set(turn.get() + 1);
        let index = if slot == Slot::Prose { turn.get() } else { harmless.len() + slot as usize };
        if wanted(slot) { texts[index % texts.len()].clone() } else { harmless.to_owned() }
    };
    let prose = || fill(Slot::Prose, "Harmless.");
    let both = || map([("en", text(prose())), ("zh", text(prose()))]);
    let wire = |harmless: &str| fill(Slot::Wire, harmless);
    let constant = || text(fill(Slot::Constant, "constant"));
    let pattern = || text(fill(Slot::Pattern, "[a-z]*"));
    let scalar = |name: &str, more: Vec<(&str, Yaml)>| {
        let common = [("type", text("string")), ("name", text(name)), ("doc", both())];
        map(common.into_iter().chain(more))
    };
    let values = || {
        ordered([
            (fill(Slot::Value, "a"), map([("name", text("first")), ("doc", both())])),
            (format!("{}2", fill(Slot::Value, "b")), text("second")),
        ])
    };
    let error = |name: &str| {
        map([("name", text(name)), ("doc", both()), ("remedy", both()), ("retry", plain(true))])
    };
    let envelope = map([
        ("code", text(wire("code"))),
        ("success", list([plain(0)])),
        ("message", text(wire("msg") + "1")),
        ("data", text(wire("data") + "2")),
        ("others", list([text(wire("other") + "3")])),
    ]);
    let server = map([("url", text("https://x.example")), ("doc", both())]);
    let api = map([
        ("endpointc", plain(1)),
        ("name", text("hostile")),
        ("title", both()),
        ("doc", both()),
        ("servers", ordered([("main", server)])),
        ("auth", map([("header", text(fill(Slot::Header, "Authorization")))])),
        ("paging", paging(&wire)),
        ("envelopes", ordered([("plain", envelope)])),
        (
            "errors",
            ordered([("set", ordered([("1", error("one")), ("2", map([("name", text("two"))]))]))]),
        ),
        (
            "groups",
            ordered([(
                "things",
                map([
                    ("title", both()),
                    ("doc", both()),
                    ("envelope", text("plain")),
                    ("errors", list([text("set")])),
                ]),
            )]),
        ),
        (
            "types",
            ordered([(
                "Shared",
                map([
                    ("doc", both()),
                    ("fields", ordered([(wire("x") + "9", scalar("x", vec![]))])),
                ]),
            )]),
        ),
    ]);
    let item_code = wire("code");
    let fields = ordered([
        (
            wire("plain"),
            scalar("plain_field", vec![("required", plain(true)), ("secret", plain(true))]),
        ),
        (wire("deprecated") + "2", scalar("deprecated_field", vec![("deprecated", both())])),
        (wire("limited") + "3", scalar("limited_field", vec![("pattern", pattern())])),
        (wire("defaulted") + "4", scalar("defaulted_field", vec![("default", constant())])),
        (wire("constant") + "5", map([("const", constant()), ("name", text("constant_field"))])),
        (
            wire("undocumented") + "6",
            map([("type", text("Kind")), ("name", text("undocumented_field"))]),
        ),
        (
            wire("joined") + "7",
            map([
                (
                    "type",
                    map([
                        ("joined", text("string")),
                        (
                            "by",
                            text(fill(Slot::Separator, ";").chars().take(1).collect::<String>()),
                        ),
                    ]),
                ),
                ("name", text("joined_field")),
            ]),
        ),
        (
            wire("kind") + "8",
            map([
                ("type", text("Kind")),
                ("name", text("kind_field")),
                ("default", text(fill(Slot::Value, "a"))),
            ]),
        ),
    ]);
    let one_of = ordered([
        ("one", ordered([(wire("one"), scalar("one_field", vec![]))])),
        (
            "two",
            ordered([
                (wire("two"), scalar("two_field", vec![("pattern", pattern())])),
                (wire("three") + "3", map([("const", constant()), ("name", text("three_field"))])),
            ]),
        ),
    ]);
    let union = map([
        ("tag", text(wire("tag"))),
        (
            "types",
            ordered([
                (fill(Slot::Value, "thing"), text("Thing")),
                ("other".to_owned(), text("Shared")),
            ]),
        ),
    ]);
    let item = map([
        ("code", text(item_code.clone())),
        ("success", list([plain(0)])),
        ("message", text(wire("m") + "2")),
    ]);
    let types = ordered([
        ("Thing", map([("doc", both()), ("fields", fields)])),
        ("Kind", map([("doc", both()), ("enum", values())])),
        ("Choice", map([("doc", both()), ("one_of", one_of)])),
        ("Either", map([("doc", both()), ("union", union)])),
        (
            "Receipt",
            map([
                ("doc", both()),
                ("item", item),
                (
                    "fields",
                    ordered([
                        (item_code, map([("type", text("int")), ("name", text("code"))])),
                        (
                            wire("m") + "2",
                            map([("type", text("string")), ("name", text("message"))]),
                        ),
                        (
                            wire("either") + "3",
                            map([("type", text("Either")), ("name", text("either"))]),
                        ),
                    ]),
                ),
            ]),
        ),
    ]);
    let answer = map([
        (wire("code"), plain(0)),
        (wire("data") + "2", list([map([(wire("m") + "2", text(fill(Slot::Answer, "fine")))])])),
    ]);
    let refusal =
        map([(wire("code"), plain(1)), (wire("msg") + "1", text(fill(Slot::Answer, "refused")))]);
    let common = || {
        vec![
            ("summary", both()),
            ("doc", both()),
            ("source", text(prose())),
            ("since", text(prose())),
            ("deprecated", both()),
            ("quirks", list([both(), text(prose())])),
            (
                "errors",
                ordered([
                    ("3", error("three")),
                    ("-4", error("four")),
                    ("70", map::<&str>([])),
                    ("71", map([("doc", both()), ("remedy", both())])),
                ]),
            ),
        ]
    };
    let body = ordered([
        (
            wire("required"),
            scalar("required_parameter", vec![("required", plain(true)), ("secret", plain(true))]),
        ),
        (
            wire("optional") + "2",
            scalar("optional_parameter", vec![("pattern", pattern()), ("default", constant())]),
        ),
        (wire("constant") + "3", map([("const", constant())])),
        (
            wire("things") + "4",
            map([("type", list([text("Thing")])), ("name", text("things")), ("doc", both())]),
        ),
        (
            wire("choice") + "5",
            map([("type", text("Choice")), ("required", plain(true)), ("name", text("choice"))]),
        ),
        (wire("spread") + "6", map([("spread", text("Shared")), ("name", text("spread"))])),
    ]);
    let post = common().into_iter().chain([
        ("post", text("/things")),
        ("body", body),
        ("returns", list([text("Receipt")])),
        ("types", types),
        ("examples", list([map([("response", answer)]), map([("response", refusal)])])),
    ]);
    let id = fill(Slot::PathName, "id");
    let search = common().into_iter().chain([
        ("get", text(format!("/{}/%7B%7D/{{{id}}}", fill(Slot::PathText, "things")))),
        ("path", ordered([(id, scalar("id", vec![("required", plain(true))]))])),
        (
            "query",
            ordered([
                (wire("q"), scalar("q", vec![("required", plain(true))])),
                (
                    wire("list") + "2",
                    map([
                        ("type", list([text("string")])),
                        ("name", text("list")),
                        ("list", text("brackets")),
                        ("doc", both()),
                    ]),
                ),
            ]),
        ),
        ("header", ordered([(fill(Slot::Header, "X-Trace") + "2", scalar("trace", vec![]))])),
        ("returns", text("Either")),
    ]);
    let form = common().into_iter().chain([
        ("put", text("/form")),
        (
            "form",
            ordered([
                (wire("words"), scalar("words", vec![("required", plain(true))])),
                (wire("constant") + "2", map([("const", constant())])),
                (
                    wire("undocumented") + "3",
                    scalar("undocumented", vec![("undocumented", plain(true))]),
                ),
            ]),
        ),
        (
            "examples",
            list([map([("form", map([(wire("words"), text(fill(Slot::Answer, "bolt")))]))])]),
        ),
    ]);
    let pages = |style: &str, way: &'static str| {
        common().into_iter().chain([
            (way, text(format!("/{style}"))),
            ("returns", list([text("Shared")])),
            ("paging", text(style)),
        ])
    };
    let codes = ordered([("70", error("seventy")), ("71", error("seventy_one"))]);
    Files::from([
        ("api.yaml".to_owned(), api),
        ("codes.yaml".to_owned(), map([("codes", codes)])),
        ("things/fill_in.yaml".to_owned(), map(form)),
        ("things/flat.yaml".to_owned(), map(pages("flat", "get"))),
        ("things/nested.yaml".to_owned(), map(pages("nested", "post"))),
        ("things/add.yaml".to_owned(), map(post)),
        ("things/search.yaml".to_owned(), map(search)),
    ])
}

/// Returns endpoints of both styles of paging, with these names.
fn paging(wire: &dyn Fn(&str) -> String) -> Yaml {
    let names = || {
        vec![
            ("page", text(wire("page") + "4")),
            ("size", text(wire("size") + "5")),
            ("number", text(wire("number") + "6")),
            ("total", text(wire("total") + "7")),
            ("pages", text(wire("pages") + "8")),
            ("others", list([text(wire("more") + "9")])),
        ]
    };
    let nested = [("in", text("body")), ("rows", text(wire("rows")))];
    ordered([("flat", map(names())), ("nested", map(names().into_iter().chain(nested)))])
}

/// Returns a small description with these names in one kind of place.
fn named(slot: NameSlot, names: &[&str]) -> Files {
    let pick = |one: NameSlot, harmless: &'static str| -> Vec<String> {
        if one == slot {
            names.iter().map(|name| (*name).to_owned()).collect()
        } else {
            vec![harmless.to_owned()]
        }
    };
    let each = |slot, harmless, value: &dyn Fn(usize, &str) -> Yaml| {
        let names = pick(slot, harmless).into_iter().enumerate();
        ordered(names.map(|(index, name)| (name.clone(), value(index, &name))))
    };
    let coded = |slot, harmless, first: usize| {
        let names = pick(slot, harmless).into_iter().enumerate();
        ordered(
            names.map(|(index, name)| ((first + index).to_string(), map([("name", text(name))]))),
        )
    };
    let wired = |slot, harmless, ty: &str, required: bool| {
        let names = pick(slot, harmless).into_iter();
        ordered(names.map(|name| (name, map([("type", text(ty)), ("required", plain(required))]))))
    };
    let envelope =
        || map([("code", text("code")), ("success", list([plain(0)])), ("data", text("data"))]);
    let group = map([
        ("envelope", text(pick(NameSlot::Envelope, "plain").remove(0))),
        ("errors", list(pick(NameSlot::ErrorSet, "set").into_iter().map(text))),
    ]);
    let set = |index: usize, _: &str| {
        ordered(
            [(500 + index, format!("failed_{index}"))]
                .map(|(code, name)| (code.to_string(), map([("name", text(name))]))),
        )
    };
    let api = map([
        ("endpointc", plain(1)),
        ("name", text("hostile")),
        (
            "servers",
            each(NameSlot::Server, "main", &|_, _| map([("url", text("https://x.example"))])),
        ),
        ("envelopes", each(NameSlot::Envelope, "plain", &|_, _| envelope())),
        ("paging", each(NameSlot::Paging, "pages", &|_, _| map([("page", text("page"))]))),
        ("errors", each(NameSlot::ErrorSet, "set", &set)),
        ("groups", each(NameSlot::Group, "things", &|_, _| group.clone())),
    ]);
    let codes = map([("codes", coded(NameSlot::Code, "unknown", 5000))]);
    let mut files = Files::from([("api.yaml".to_owned(), api), ("codes.yaml".to_owned(), codes)]);
    for (index, group) in pick(NameSlot::Group, "things").iter().enumerate() {
        for (number, endpoint) in pick(NameSlot::Endpoint, "list").iter().enumerate() {
            let tree = map([
                ("summary", text("Harmless.")),
                ("get", text(format!("/{index}/{number}"))),
                (
                    "query",
                    ordered([(
                        "map",
                        map([
                            ("type", map([("json_text", map([("map", text("int"))]))])),
                            ("required", plain(true)),
                        ]),
                    )]),
                ),
                ("returns", list([map([("map", text("int"))])])),
                ("paging", text(pick(NameSlot::Paging, "pages").remove(0))),
            ]);
            files.insert(format!("{group}/{endpoint}.yaml"), tree);
        }
        if index > 0 {
            continue;
        }
        let each_type = each(NameSlot::Type, "Thing", &|index, _| match index % 3 {
            0 => map([(
                "fields",
                ordered([
                    ("a", text("int")),
                    ("b", map([("type", text("string")), ("default", text("x"))])),
                ]),
            )]),
            1 => map([("enum", ordered([("1", text("one")), ("2", text("two"))]))]),
            _ => map([(
                "union",
                map([("shapes", ordered([("a", text("int")), ("b", list([text("string")]))]))]),
            )]),
        });
        let holders = pick(NameSlot::Type, "Thing").into_iter().enumerate();
        let holder = ordered(holders.map(|(index, name)| (format!("f{index}"), text(name))));
        let own = match each_type {
            Yaml::Ordered(entries) => entries,
            _ => Vec::new(),
        };
        let types = own.into_iter().chain([
            ("HolderOfAll".to_owned(), map([("fields", holder.clone())])),
            (
                "HolderOfFields".to_owned(),
                map([("fields", wired(NameSlot::Field, "field", "string", true))]),
            ),
            (
                "HolderOfInts".to_owned(),
                map([("fields", wired(NameSlot::Field, "field", "int", false))]),
            ),
            (
                "ChosenKind".to_owned(),
                map([("enum", each(NameSlot::Value, "one", &|_, name| text(name)))]),
            ),
            (
                "ChosenWay".to_owned(),
                map([(
                    "one_of",
                    each(NameSlot::Alternative, "one", &|_, name| {
                        ordered([
                            (name, text("int")),
                            ("index", text("int")),
                            ("names_", text("string")),
                        ])
                    }),
                )]),
            ),
            (
                "ChosenFields".to_owned(),
                map([("one_of", ordered([("all", wired(NameSlot::Field, "field", "int", true))]))]),
            ),
            (
                "ChosenType".to_owned(),
                map([(
                    "union",
                    map([("shapes", each(NameSlot::Variant, "one", &|_, _| text("int")))]),
                )]),
            ),
        ]);
        let body = ordered([
            ("holder", text("HolderOfAll")),
            ("fields", text("HolderOfFields")),
            ("kind", text("ChosenKind")),
            ("way", text("ChosenWay")),
            ("chosen", text("ChosenFields")),
            ("union", text("ChosenType")),
        ]);
        let arguments = map([
            ("summary", text("Harmless.")),
            ("post", text("/arguments")),
            ("body", wired(NameSlot::Argument, "argument", "string", true)),
        ]);
        let setters = map([
            ("summary", text("Harmless.")),
            ("post", text("/setters")),
            ("body", wired(NameSlot::Setter, "setter", "int", false)),
        ]);
        let rest = map([
            ("summary", text("Harmless.")),
            ("post", text("/rest")),
            ("body", body),
            ("errors", coded(NameSlot::Error, "failed", 1000)),
            ("types", ordered(types)),
            (
                "returns",
                map([(
                    "fields",
                    ordered([
                        ("all", text("HolderOfAll")),
                        ("ints", text("HolderOfInts")),
                        ("kind", text("ChosenKind")),
                        ("union", text("ChosenType")),
                    ]),
                )]),
            ),
        ]);
        files.insert(format!("{group}/arguments.yaml"), arguments);
        files.insert(format!("{group}/setters.yaml"), setters);
        files.insert(format!("{group}/rest.yaml"), rest);
    }
    files
}

/// Writes the crate.
fn write(workspace: &Workspace, clients: &BTreeMap<String, FileSet>) {
    let folder = workspace.path("clients/src");
    let mut root = String::from("//! Clients of hostile descriptions.\n");
    for (name, generated) in clients {
        root.push_str(&format!("/// One of them.\npub mod {name};\n"));
        generated.write(&folder.join(name)).expect("a client can be written");
    }
    remove_others(&folder, clients);
    workspace.write("clients/src/lib.rs", &root);
}

/// Removes clients of texts that are no longer in the list.
fn remove_others(folder: &Path, clients: &BTreeMap<String, FileSet>) {
    let there: Vec<PathBuf> = fs::read_dir(folder)
        .expect("it is there")
        .map(|entry| entry.expect("it is listed").path())
        .collect();
    for path in there.into_iter().filter(|path| path.is_dir()) {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if !clients.contains_key(&name) {
            fs::remove_dir_all(path).expect("it is ours");
        }
    }
}

#[track_caller]
fn cargo(workspace: &Workspace, arguments: &[&str]) {
    let output = workspace.cargo(&[arguments, &["--quiet"]].concat());
    let said = String::from_utf8_lossy(&output.stderr);
    let mistakes: Vec<&str> =
        said.split("\n\n").filter(|part| part.contains("error")).take(40).collect();
    assert!(output.status.success(), "cargo {}:\n{}", arguments.join(" "), mistakes.join("\n\n"));
}
