//! `spec/README.md` documents the whole language, and every description in it compiles.
//!
//! A block of YAML is a file, named by a comment before it. The blocks below one heading form one
//! description; missing top-level keys of `api.yaml` are taken from a valid one. A comment
//! `<!-- keys: … -->` before a table names the table of the language that it documents.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use endpointc::diagnostics;
use endpointc::schema::{self, Document};
use serde_json::Value;

use crate::support::{case, plain};

const DOCUMENTS: [Document; 3] = [Document::Api, Document::Catalogue, Document::Endpoint];

#[test]
fn every_description_in_it_compiles() {
    let mut compiled = 0;
    for section in readme().split("\n#").filter(|section| section.contains("```yaml")) {
        let blocks = blocks(section);
        compiled += blocks.len();
        let (sources, sink) = case::compile(description(blocks));
        let heading = section.lines().next().unwrap_or_default();
        let said = diagnostics::render(&sources, &sink.sorted(), false);
        assert_eq!(sink.errors(), 0, "{heading}\n{said}");
    }
    assert_eq!(compiled, readme().matches("```yaml").count(), "every block was found");
}

#[test]
fn it_documents_every_key_of_every_table() {
    for (table, keys) in tables() {
        assert_eq!(first_column(&format!("<!-- keys: {table} -->")), keys, "{table}");
    }
}

#[test]
fn it_documents_no_table_that_is_none() {
    let tables = tables();
    for rest in readme().split("<!-- keys: ").skip(1) {
        let table = rest.split(" -->").next().unwrap_or_default();
        assert!(tables.contains_key(table), "{table}");
    }
}

#[test]
fn it_documents_every_word() {
    let schemas = DOCUMENTS.map(|document| plain(&schema::schema(document)));
    let mut words = BTreeSet::new();
    schemas.iter().for_each(|schema| collect_words(schema, &mut words));
    assert!(words.contains("not_found") && words.contains("uint"), "they are found: {words:?}");
    let readme = readme();
    let missing: Vec<_> =
        words.iter().filter(|word| !readme.contains(&format!("`{word}`"))).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn the_description_in_the_readme_of_the_crate_compiles() {
    let blocks = blocks(&read("README.md"));
    assert_eq!(blocks.len(), 2, "every block was found");
    let (sources, sink) = case::compile(blocks.into_iter().collect());
    let said = diagnostics::render(&sources, &sink.sorted(), false);
    assert_eq!(said, "", "it has neither errors nor warnings");
}

fn readme() -> String {
    read("../spec/README.md")
}

/// Reads a file whose path is relative to the package.
fn read(file: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
    std::fs::read_to_string(path).expect("it can be read")
}

/// Returns paths and texts of the files of a section.
fn blocks(section: &str) -> Vec<(String, String)> {
    let block = |part: &str| {
        let (path, rest) = part.split_once(" -->\n```yaml\n")?;
        Some((path.to_owned(), rest.split("```").next()?.to_owned()))
    };
    section.split("<!-- ").filter_map(block).collect()
}

/// Merges the files of a section with those that it may omit.
fn description(blocks: Vec<(String, String)>) -> BTreeMap<String, String> {
    let mut files = case::files("=== things/get.yaml\n-", "=== ");
    for (path, text) in blocks {
        let text = match files.get(&path) {
            Some(below) => over(&text, below),
            None => text,
        };
        files.insert(path, text);
    }
    files
}

/// Merges the top-level keys of a file with those of a base file.
fn over(text: &str, below: &str) -> String {
    let own: BTreeSet<&str> = keys(text).collect();
    let kept = below.lines().filter(|line| keys(line).all(|key| !own.contains(key)));
    kept.map(|line| format!("{line}\n")).collect::<String>() + text
}

/// Returns the top-level keys.
fn keys(text: &str) -> impl Iterator<Item = &str> {
    let begins = |line: &&str| line.starts_with(|first: char| first.is_ascii_lowercase());
    text.lines().filter(begins).filter_map(|line| Some(line.split_once(':')?.0))
}

/// Returns the tables of the language and their keys, from the schema.
fn tables() -> BTreeMap<String, BTreeSet<String>> {
    let mut tables = BTreeMap::new();
    for (document, name) in DOCUMENTS.into_iter().zip(["api", "catalogue", "endpoint"]) {
        let schema = schema::schema(document);
        let definitions = schema["$defs"].as_object().expect("there are some");
        let inside = definitions.iter().map(|(name, table)| (name.as_str(), table));
        for (name, table) in inside.chain([(name, &schema)]) {
            if let Some(properties) = table["properties"].as_object() {
                tables.insert(name.to_owned(), properties.keys().cloned().collect());
            }
        }
    }
    tables
}

/// Returns the texts in backticks in the first column of the table after a mark.
fn first_column(mark: &str) -> BTreeSet<String> {
    let readme = readme();
    let after = readme.split(mark).nth(1).unwrap_or_default();
    let rows = after.trim_start().lines().skip(2).take_while(|line| line.starts_with('|'));
    rows.filter_map(|row| row.split('|').nth(1)).flat_map(code_spans).collect()
}

fn code_spans(text: &str) -> Vec<String> {
    text.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

/// Returns the keywords that the schema lists for a place.
fn collect_words(schema: &Value, words: &mut BTreeSet<String>) {
    match schema {
        Value::Object(members) => {
            let listed = members.get("enum").and_then(Value::as_array).into_iter().flatten();
            let listed = listed.chain(members.get("const"));
            words.extend(listed.filter_map(Value::as_str).map(str::to_owned));
            members.values().for_each(|inside| collect_words(inside, words));
        }
        Value::Array(items) => items.iter().for_each(|inside| collect_words(inside, words)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
