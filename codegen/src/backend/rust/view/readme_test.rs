//! `templates/README.md` lists what each template gets. Here that is compared with what the templates do get: the fields of
//! the views of a description that has something of everything.

use std::collections::{BTreeMap, BTreeSet};

use minijinja::value::{Value, ValueKind};

use super::{ClientView, FileView};
use crate::backend::rust::rust_source::RustSource;
use crate::{Options, Sink, Sources, diagnostics};

const PAGE: &str = include_str!("../../../../templates/README.md");

const API: &str = "\
endpointc: 1
name: fullest
servers: { main: { url: https://fullest.example } }
envelopes: { plain: { code: code, success: [0], message: msg, data: data } }
paging: { flat: { page: page, size: size, total: total } }
errors: { usual: { 500: { name: broken, doc: It broke., remedy: Wait. } } }
groups: { things: { envelope: plain, errors: [usual] } }
types: { Colour: { enum: { RED: red, BLUE: blue } } }
";

const THINGS: [(&str, &str); 5] = [
    (
        "list",
        "\
summary: List things.
get: /things/{plant}
path: { plant: { type: string, required: true } }
query: { colour: Colour }
returns: [Thing]
paging: flat
deprecated: Use another.
errors: { 404: { name: lost, doc: Not there. } }
types:
  Thing: { fields: { name: { type: string, required: true }, size: { type: int, default: 3 } } }
examples:
  - path: { plant: a }
    response: { code: 0, data: [{ name: nut }], total: 1 }
  - path: { plant: b }
    response: { code: 404, msg: gone }
",
    ),
    (
        "make",
        "\
summary: Make a thing.
post: /make
body:
  a: { type: string, required: true }
  b: { type: string, required: true }
  c: { type: string, required: true }
  part: { type: Part, required: true }
types:
  Part: { fields: { key: { type: string, required: true, min_length: 1 }, note: string } }
",
    ),
    (
        "locate",
        "\
summary: Locate a thing.
post: /locate
body:
  target:
    type:
      one_of:
        id: { kind: { const: 1 }, id: { type: int, min: 1 }, note: { type: string, required: false } }
        key: { key: string }
    required: true
",
    ),
    (
        "read",
        "\
summary: Read a value.
get: /value
returns: Value
types:
  Value: { union: { tag: type, types: { A: One, B: Two } } }
  One: { fields: { type: string, x: int } }
  Two: { fields: { type: string, y: int } }
",
    ),
    (
        "write",
        "\
summary: Write values.
post: /write
returns: [Receipt]
types:
  Receipt: { item: { code: code, success: [0], message: msg }, fields: { code: int, msg: string } }
",
    ),
];

/// Templates that others include, and where in the context of those their part is.
const PARTS: [(&str, &str, &str); 7] = [
    ("choice.rs.j2", "types.choices[].", "choice."),
    ("codes.rs.j2", "codes[].", "codes[]."),
    ("enum.rs.j2", "types.enums[].", "enum."),
    ("group/examples.rs.j2", "examples[].", "examples[]."),
    ("struct.rs.j2", "types.structs[].", "struct."),
    ("union.rs.j2", "types.unions[].", "union."),
    ("described.rs.j2", "types.", "types."),
];

/// By template, the names that it gets.
type Names = BTreeMap<String, BTreeSet<String>>;

#[test]
fn the_page_lists_what_templates_get() {
    let (listed, given) = (flat(listed()), flat(given()));
    let lacking: Vec<_> = given.difference(&listed).collect();
    let stale: Vec<_> = listed.difference(&given).collect();
    assert!(
        lacking.is_empty() && stale.is_empty(),
        "templates/README.md lacks {lacking:#?}, and has too much: {stale:#?}"
    );
}

/// Pairs of a template and a name.
fn flat(names: Names) -> BTreeSet<(String, String)> {
    let pairs = |(template, names): (String, BTreeSet<String>)| {
        names.into_iter().map(move |name| (template.clone(), name))
    };
    names.into_iter().flat_map(pairs).collect()
}

/// The names that the page lists: in the section of a template, the code in front of each line of a table.
fn listed() -> Names {
    let mut names = Names::new();
    let mut template = String::new();
    for line in PAGE.lines() {
        if let Some(title) = line.strip_prefix("## `") {
            template = title.trim_end_matches('`').to_owned();
        }
        if let Some((cell, _)) = line.strip_prefix("| `").and_then(|row| row.split_once(" | ")) {
            let row = cell.split(", ").map(|name| name.trim_matches('`').to_owned());
            names.entry(template.clone()).or_default().extend(row);
        }
    }
    names
}

/// The names that the views hold.
fn given() -> Names {
    let mut all: Vec<(&str, BTreeSet<String>)> = Vec::new();
    for file in fullest() {
        let mut found = BTreeSet::new();
        fields(&file.context, "", &mut found);
        all.push((file.template, found));
    }
    let known: BTreeSet<String> = all.iter().flat_map(|(_, found)| found).cloned().collect();
    let mut names = Names::new();
    for (template, found) in all {
        for name in found.into_iter().filter(|name| !has_fields(name, &known)) {
            let (template, name) = part(&name).unwrap_or((template, name.clone()));
            names.entry(template.to_owned()).or_default().insert(name);
        }
    }
    names
}

/// Returns whether it is a view elsewhere: here it is absent, or a list of them is empty.
fn has_fields(name: &str, known: &BTreeSet<String>) -> bool {
    known
        .iter()
        .any(|other| other.strip_prefix(name).is_some_and(|rest| rest.starts_with(['.', '['])))
}

/// The template of a part, if the name belongs to one, and its name in that template.
fn part(name: &str) -> Option<(&'static str, String)> {
    let (template, inside, own) = PARTS.iter().find(|(_, inside, _)| name.starts_with(inside))?;
    Some((template, name.replacen(inside, own, 1)))
}

fn fullest() -> Vec<FileView> {
    let things = THINGS.map(|(name, text)| (format!("things/{name}.yaml"), text.to_owned()));
    let files = things.into_iter().chain([("api.yaml".to_owned(), API.to_owned())]);
    let (sources, mut sink) = (Sources::new("spec", files), Sink::default());
    let Ok(api) = crate::describe(&sources, &mut sink) else {
        panic!("{}", diagnostics::render(&sources, &sink.sorted(), false))
    };
    let options = Options::for_crate("fullest");
    let view = ClientView::new(&api, &options);
    view.parts().iter().map(|part| view.file(part)).collect()
}

/// The paths of all that can be printed or asked for: `groups[].doc`.
fn fields(value: &Value, path: &str, found: &mut BTreeSet<String>) {
    let is_code = RustSource::text(value).is_some();
    match value.kind() {
        ValueKind::Map if !is_code => {
            for key in value.try_iter().expect("a map has keys") {
                let field = value.get_item(&key).expect("the key is there");
                let dot = if path.is_empty() { "" } else { "." };
                fields(&field, &format!("{path}{dot}{key}"), found);
            }
        }
        ValueKind::Seq => {
            let items: Vec<Value> = value.try_iter().expect("it has items").collect();
            let are_views =
                |item: &Value| item.kind() == ValueKind::Map && RustSource::text(item).is_none();
            if items.iter().any(are_views) {
                items.iter().for_each(|item| fields(item, &format!("{path}[]"), found));
            } else {
                found.insert(format!("{path}[]"));
            }
        }
        _ => drop(found.insert(path.to_owned())),
    }
}
