//! The JSON Schema is up to date, and accepts and rejects the same files as the compiler.
//!
//! The validator is independent. `BLESS=1 cargo test -p endpointc --test it schema` updates the
//! schema in `spec/schema/`, which the first line of each description refers an editor to.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use endpointc::diagnostics::{Code, explain};
use endpointc::schema::{self, Document};
use endpointc::{Sources, source};
use jsonschema::Validator;
use serde_json::Value;

use crate::cases;
use crate::support::{case, plain};

/// Codes of structural errors, which a schema can detect.
const SHAPE: [Code; 6] = [
    Code::BadErrorCode,
    Code::MissingKey,
    Code::NegativeCount,
    Code::UnknownKey,
    Code::UnknownKeyword,
    Code::WrongKind,
];

const DOCUMENTS: [(Document, &str); 3] = [
    (Document::Api, "api.schema.json"),
    (Document::Catalogue, "codes.schema.json"),
    (Document::Endpoint, "endpoint.schema.json"),
];

#[test]
fn the_schema_in_spec_is_current() {
    for (document, name) in DOCUMENTS {
        let path = spec().join("schema").join(name);
        let made = format!("{:#}\n", schema::schema(document));
        if cases::blessing() {
            fs::write(&path, &made).expect("it can be written");
        }
        let found = fs::read_to_string(&path).unwrap_or_default();
        assert!(found == made, "spec/schema/{name} is stale (see BLESS above)");
    }
}

#[test]
fn the_first_line_of_each_description_points_an_editor_at_its_schema() {
    for (_, source) in source::read(&spec()).expect("it can be read").iter() {
        let first = source.text.lines().next().unwrap_or_default();
        let found = first.strip_prefix("# yaml-language-server: $schema=").unwrap_or_default();
        let folder = if source.path.contains('/') { "../schema" } else { "schema" };
        let (_, name) =
            DOCUMENTS.iter().find(|(one, _)| *one == document(&source.path)).expect("one of them");
        assert_eq!(found, format!("{folder}/{name}"), "{}", source.shown);
    }
}

#[test]
fn what_compiles_fits_the_schema() {
    let validators = Validators::new();
    let cases = cases::entries(&cases::folder("emit"));
    for folder in cases.iter().map(|case| case.join("spec")).chain([spec()]) {
        for (path, text) in files(&source::read(&folder).expect("it can be read")) {
            let mistakes = validators.mistakes(&path, &text);
            assert!(mistakes.is_empty(), "{}/{path}: {mistakes:#?}", folder.display());
        }
    }
}

/// The schema rejects exactly the file in which the compiler reports the error.
#[test]
fn what_the_compiler_refuses_for_its_shape_the_schema_refuses() {
    let validators = Validators::new();
    let mut codes: Vec<Code> = Vec::new();
    for (name, files) in wrong_descriptions() {
        let (sources, sink) = case::compile(files);
        for found in sink.sorted().into_iter().filter(|one| SHAPE.contains(&one.code)) {
            let source = sources.file(found.labels[0].span.file).expect("it points at a file");
            let mistakes = validators.mistakes(&source.path, &source.text);
            assert!(!mistakes.is_empty(), "{name}: {}", found.headline);
            codes.push(found.code);
        }
    }
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(codes, SHAPE, "every code was tried");
}

/// Returns the cases of `tests/ui` and the incorrect examples of explanations, by name.
fn wrong_descriptions() -> impl Iterator<Item = (String, BTreeMap<String, String>)> {
    let cases = crate::ui::cases().into_iter().map(|case| (cases::name(&case), read(&case)));
    // Files with escaped bytes test reading, not structure.
    let is_given = |line: &str| line.starts_with("=== ") && line.contains(".yaml ");
    let cases = cases.filter(move |(_, text)| !text.lines().any(is_given));
    let cases = cases.map(|(name, text)| (name, case::files(&text, "=== ")));
    let explained = explain::diagnostics().filter(|one| !one.wrong.is_empty());
    cases.chain(explained.map(|one| (one.code.to_string(), case::files(one.wrong, "# "))))
}

#[test]
fn the_schema_is_a_schema() {
    for (document, name) in DOCUMENTS {
        assert!(jsonschema::meta::is_valid(&plain(&schema::schema(document))), "{name}");
    }
}

/// One for each document.
struct Validators {
    api: Validator,
    catalogue: Validator,
    endpoint: Validator,
}

impl Validators {
    fn new() -> Self {
        let validator = |document| {
            jsonschema::draft202012::new(&plain(&schema::schema(document))).expect("it is a schema")
        };
        Self {
            api: validator(Document::Api),
            catalogue: validator(Document::Catalogue),
            endpoint: validator(Document::Endpoint),
        }
    }

    fn mistakes(&self, path: &str, text: &str) -> Vec<String> {
        let validator = match document(path) {
            Document::Api => &self.api,
            Document::Catalogue => &self.catalogue,
            Document::Endpoint => &self.endpoint,
        };
        let value = json(text);
        validator
            .iter_errors(&value)
            .map(|error| format!("{}: {error}", error.instance_path()))
            .collect()
    }
}

fn document(path: &str) -> Document {
    match path {
        "api.yaml" => Document::Api,
        "codes.yaml" => Document::Catalogue,
        _ => Document::Endpoint,
    }
}

/// Parses YAML like an editor.
fn json(text: &str) -> Value {
    let options = serde_saphyr::options! {
        strict_booleans: true,
        leading_zero_numbers_as_strings: true,
    };
    serde_saphyr::from_str_with_options(text, options).expect("it is YAML")
}

fn files(sources: &Sources) -> BTreeMap<String, String> {
    sources.iter().map(|(_, source)| (source.path.clone(), source.text.clone())).collect()
}

fn spec() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec")
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).expect("it can be read")
}
