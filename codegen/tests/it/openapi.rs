//! Documents are valid OpenAPI, cover the whole description, and accept its examples.
//!
//! The expected items are counted in the description. Independent parsers and the document's own schemas verify the
//! document.

use std::collections::BTreeSet;
use std::path::Path;

use endpointc::json::{Map, Value, json};
use endpointc::model::{Api, Endpoint, Parameter, ParameterLocation, Shape, Type};
use endpointc::openapi::{self, Options, Version};
use endpointc::{Sink, Sources, diagnostics, source};
use jsonschema::Validator;

use crate::cases;
use crate::support::{case, plain};

const ALL: [Options; 4] = [
    Options { version: Version::V3_0, flat: false },
    Options { version: Version::V3_0, flat: true },
    Options { version: Version::V3_1, flat: false },
    Options { version: Version::V3_1, flat: true },
];

const NEWEST: Options = Options { version: Version::V3_1, flat: false };

#[test]
fn documents_are_read_by_others() {
    for_all(|name, _, options, document| read_by_others(name, options, document));
    let nothing = json!({ "openapi": "3.1.0" });
    let says = |version| others_say(Options { version, flat: false }, &nothing);
    assert!(says(Version::V3_1).is_err() && says(Version::V3_0).is_err());
}

/// The examples of explanations use each key of the language.
#[test]
fn documents_of_small_descriptions_are_read_by_others() {
    for one in endpointc::diagnostics::explain::diagnostics().filter(|one| !one.right.is_empty()) {
        let (sources, _) = case::compile(case::files(one.right, "# "));
        let api = described(&sources);
        for options in ALL {
            read_by_others(one.code.as_str(), options, &openapi::document(&api, options));
        }
    }
}

#[track_caller]
fn read_by_others(name: &str, options: Options, document: &Value) {
    assert_eq!(others_say(options, document), Ok(()), "{name} {options:?}");
}

/// Parses a document with an independent OpenAPI library, and returns its error.
fn others_say(options: Options, document: &Value) -> Result<(), String> {
    let text = document.to_string();
    match options.version {
        Version::V3_0 => serde_json::from_str::<openapiv3::OpenAPI>(&text)
            .map(drop)
            .map_err(|error| error.to_string()),
        Version::V3_1 => oas3::from_json(&text).map(drop).map_err(|error| error.to_string()),
    }
}

#[test]
fn schemas_are_json_schemas() {
    for_all(|name, _, _, document| {
        for (schema, _) in components(document) {
            let definition = standalone(document, &json!({ "$ref": pointer(schema) }));
            assert!(jsonschema::meta::is_valid(&plain(&definition)), "{name}: {schema}");
        }
    });
}

#[test]
fn references_lead_somewhere() {
    for_all(|name, _, _, document| {
        let mut found = BTreeSet::new();
        references(document, &mut found);
        for reference in &found {
            let place = reference.strip_prefix('#').expect("it is of this document");
            assert!(document.pointer(place).is_some(), "{name}: {reference}");
        }
        let wanted: BTreeSet<String> =
            components(document).map(|(name, _)| pointer(name)).collect();
        assert_eq!(found, wanted, "{name}: what nobody refers to is left out");
    });
}

#[test]
fn answers_of_examples_fit_their_schemas() {
    let mut count = 0;
    for_all(|name, api, _, document| {
        for endpoint in api.endpoints() {
            for example in &endpoint.examples {
                let Some(response) = &example.response else { continue };
                let place = format!("/responses/{}", example.status);
                let schema = operation(document, endpoint).pointer(&place);
                let schema =
                    schema.and_then(|one| one.pointer("/content/application~1json/schema"));
                let schema = schema.unwrap_or_else(|| panic!("{name}: {}", endpoint.full_name()));
                let validator = validator(document, schema);
                let found = mistakes(&validator, response);
                assert_eq!(found, Vec::<String>::new(), "{name}: {}", endpoint.full_name());
                count += 1;
            }
        }
    });
    assert!(count > 100, "{count}");
}

#[test]
fn examples_in_the_document_fit_their_schemas() {
    let mut count = 0;
    for_all(|name, _, _, document| {
        for place in holders(document) {
            let validator = validator(document, &place["schema"]);
            for (_, example) in object(&place["examples"]) {
                let found = mistakes(&validator, &example["value"]);
                assert_eq!(found, Vec::<String>::new(), "{name}: {example}");
                count += 1;
            }
        }
    });
    assert!(count > 400, "{count}");
}

#[test]
fn everything_that_is_described_is_there() {
    for_all(|name, api, options, document| {
        let paths = object(&document["paths"]);
        let operations: usize = paths.map(|(_, item)| object(item).count()).sum();
        assert_eq!(operations, api.endpoints().count(), "{name}");
        for endpoint in api.endpoints() {
            let name = format!("{name}: {}", endpoint.full_name());
            parameters_are_there(api, options, document, endpoint, &name);
            codes_are_there(document, endpoint, &name);
            let operation = operation(document, endpoint);
            assert_eq!(list(&operation["x-quirks"]).len(), endpoint.quirks.len(), "{name}");
            assert_eq!(operation["x-idempotent"], endpoint.idempotent, "{name}");
            assert_eq!(operation["tags"], json!([endpoint.group]), "{name}");
            let is_open = operation["security"] == json!([]);
            assert_eq!(is_open, api.auth.is_some() && !endpoint.authenticated, "{name}");
        }
        let catalogue = list(&document["x-error-catalogue"]).iter().map(|one| &one["code"]);
        let codes: Vec<i64> = api.codes().iter().map(|error| error.code).collect();
        assert_eq!(catalogue.cloned().collect::<Value>(), json!(codes), "{name}");
        let servers: Vec<&str> = api.servers.iter().map(|one| one.url.as_str()).collect();
        let found = list(&document["servers"]).iter().map(|one| one["url"].clone());
        assert_eq!(found.collect::<Value>(), json!(servers), "{name}");
    });
}

fn parameters_are_there(
    api: &Api,
    options: Options,
    document: &Value,
    endpoint: &Endpoint,
    name: &str,
) {
    let operation = operation(document, endpoint);
    let listed = list(&operation["parameters"]).iter();
    let mut found: BTreeSet<(String, String)> =
        listed.map(|one| (text(&one["in"]), text(&one["name"]))).collect();
    for (media, place) in
        [("application/json", "body"), ("application/x-www-form-urlencoded", "form")]
    {
        let schema = &operation["requestBody"]["content"][media]["schema"];
        let mut fields = BTreeSet::new();
        properties(document, schema, &mut fields);
        found.extend(fields.into_iter().map(|field| (place.to_owned(), field)));
    }
    let wanted: BTreeSet<(String, String)> =
        endpoint.parameters.iter().flat_map(|one| on_the_wire(api, one)).collect();
    assert_eq!(found, wanted, "{name} {options:?}");
}

/// Returns location and name of each value that a parameter sends.
fn on_the_wire(api: &Api, parameter: &Parameter) -> Vec<(String, String)> {
    let place = match parameter.place {
        ParameterLocation::Path => "path",
        ParameterLocation::Query => "query",
        ParameterLocation::Header => "header",
        ParameterLocation::Body => "body",
        ParameterLocation::Form => "form",
    };
    let brackets = parameter.list == endpointc::model::ListStyle::Brackets;
    let names = match &parameter.ty {
        Type::Named(id) if parameter.spread => match &api.type_def(*id).shape {
            Shape::Struct(fields) => fields.iter().map(|field| field.wire_name.clone()).collect(),
            Shape::OneOf(ways) => ways
                .iter()
                .flat_map(|way| &way.fields)
                .map(|field| field.wire_name.clone())
                .collect(),
            Shape::Enum(_) | Shape::Union(_) | Shape::External(_) => Vec::new(),
        },
        _ => vec![format!("{}{}", parameter.wire_name, if brackets { "[]" } else { "" })],
    };
    names.into_iter().map(|name| (place.to_owned(), name)).collect()
}

/// Returns the fields of a body, including those of alternatives.
fn properties(document: &Value, schema: &Value, found: &mut BTreeSet<String>) {
    if let Some(reference) = schema["$ref"].as_str() {
        let place = reference.trim_start_matches('#');
        return properties(document, document.pointer(place).expect("it is there"), found);
    }
    found.extend(object(&schema["properties"]).map(|(name, _)| name.clone()));
    for keyword in ["allOf", "oneOf", "anyOf"] {
        list(&schema[keyword]).iter().for_each(|schema| properties(document, schema, found));
    }
}

fn codes_are_there(document: &Value, endpoint: &Endpoint, name: &str) {
    let operation = operation(document, endpoint);
    let entries = list(&operation["x-error-codes"]);
    assert_eq!(entries.len(), endpoint.errors.len(), "{name}");
    let said: String = object(&operation["responses"])
        .map(|(status, response)| format!("{status} {}", response["description"]))
        .collect();
    for (error, entry) in endpoint.errors.iter().zip(entries) {
        assert_eq!(entry["code"], error.code, "{name}");
        assert_eq!(entry["name"], error.name, "{name}");
        assert_eq!(entry["kind"], error.kind.as_str(), "{name}");
        assert_eq!(entry["retryable"], error.retryable, "{name}");
        for (key, written) in [("meaning", &error.doc), ("remedy", &error.remedy)] {
            for (language, written) in [("en", &written.en), ("zh", &written.zh)] {
                let trimmed = written.as_ref().map(|text| text.trim());
                assert_eq!(entry[key][language].as_str(), trimmed, "{name}");
            }
        }
        assert!(said.contains(&error.code.to_string()), "{name}: {}", error.code);
        assert!(said.contains(&error.name), "{name}: {}", error.name);
    }
}

#[test]
fn operations_have_names_of_their_own() {
    for_all(|name, api, _, document| {
        let ids: BTreeSet<String> = api
            .endpoints()
            .map(|endpoint| text(&operation(document, endpoint)["operationId"]))
            .collect();
        assert_eq!(ids.len(), api.endpoints().count(), "{name}");
    });
    let (_, document) = made(&[("a_b/c.yaml", "summary: C.\nget: /c\n"), ("a/b_c.yaml", GET)]);
    let ids: Vec<&Value> = operations(&document).map(|one| &one["operationId"]).collect();
    assert_eq!(ids, ["a_b_c", "a_b_c2"]);
}

/// Texts in both languages are in the document.
#[test]
fn the_api_of_this_repository_is_there_in_both_languages() {
    let api = api(&spec());
    let document = openapi::document(&api, NEWEST);
    assert_eq!(operations(&document).count(), api.endpoints().count());
    for operation in operations(&document) {
        let id = &operation["operationId"];
        assert!(operation["x-zh"]["summary"].is_string(), "{id}");
        for described in list(&operation["parameters"])
            .iter()
            .chain(object(&operation["responses"]).map(|(_, response)| response))
            .filter(|one| one["description"].is_string())
        {
            assert!(described["x-zh"]["description"].is_string(), "{id}: {described}");
        }
    }
    for (name, schema) in components(&document) {
        assert!(schema["x-zh"]["description"].is_string(), "{name}");
    }
}

#[test]
fn the_order_of_files_means_nothing() {
    let sources = source::read(&spec()).expect("it can be read");
    let files = sources.iter().map(|(_, one)| (one.path.clone(), one.text.clone()));
    let turned: Vec<(String, String)> = files.collect::<Vec<_>>().into_iter().rev().collect();
    let turned = described(&Sources::new("spec", turned));
    let text = |api| openapi::document(api, NEWEST).to_string();
    assert_eq!(text(&turned), text(&described(&sources)));
}

const API: &str = "\
endpointc: 1
name: demo
servers: { main: { url: https://demo.example } }
envelopes:
  plain: { code: code, success: [0], message: msg, data: data }
  bare: {}
groups: { a: { envelope: plain }, a_b: { envelope: plain } }
";

const GET: &str = "summary: Get.\nget: /get\n";

#[test]
fn constants_and_null_are_written_as_the_version_wants() {
    let text = "summary: Get.\nget: /get\nquery: { mode: { const: fast } }\n\
                returns: { fields: { name: string, part: Part } }\n\
                types: { Part: { fields: { id: { type: int, required: true } } } }\n";
    let answer = "/components/schemas/GetAnswer/properties";
    let (old, new) = made(&[("a/get.yaml", text)]);
    check(
        &new,
        "/paths/~1get/get/parameters/0/schema",
        r#"{"type":"string","const":"fast","default":"fast"}"#,
    );
    check(
        &old,
        "/paths/~1get/get/parameters/0/schema",
        r#"{"type":"string","enum":["fast"],"default":"fast"}"#,
    );
    check(&new, &format!("{answer}/name"), r#"{"type":["string","null"]}"#);
    check(&old, &format!("{answer}/name"), r#"{"type":"string","nullable":true}"#);
    let part = r##"{"$ref":"#/components/schemas/Part"}"##;
    check(&new, &format!("{answer}/part"), &format!(r#"{{"anyOf":[{part},{{"type":"null"}}]}}"#));
    check(&old, &format!("{answer}/part"), &format!(r#"{{"anyOf":[{part},{{"enum":[null]}}]}}"#));
}

#[test]
fn what_examples_hold_is_taken() {
    let text = "summary: Get.\nget: /get\n\
                returns: { fields: { on: { type: bool, required: true }, at: { type: timestamp, required: true } } }\n\
                examples: [ { response: { code: 0, data: { on: 1, at: '' } } } ]\n";
    let (old, new) = made(&[("a/get.yaml", text)]);
    let on = "/components/schemas/GetAnswer/properties/on";
    check(&new, on, r#"{"type":["boolean","integer"]}"#);
    check(&old, on, r#"{"anyOf":[{"type":"boolean"},{"type":"integer"}]}"#);
    let at = new.pointer("/components/schemas/GetAnswer/properties/at/type");
    assert_eq!(at, Some(&json!(["integer", "string"])));
}

/// Exactly one alternative is valid; a body that mixes them is rejected.
#[test]
fn alternatives_of_a_body_exclude_each_other() {
    let text = "summary: Add.\npost: /add\nbody:\n  name: string\n  cache: { spread: Cache }\n\
                types: { Cache: { one_of: { off: { on: { const: false } }, on: { on: { const: true } }, \
                long: { on: { const: true }, seconds: int } } } }\n";
    for options in [NEWEST, Options { version: Version::V3_0, ..NEWEST }] {
        let document = document(&[("a/add.yaml", text)], options);
        let validator = validator(&document, &json!({ "$ref": pointer("AAddRequest") }));
        for good in
            [json!({}), json!({ "on": false }), json!({ "name": "n", "on": true, "seconds": 3 })]
        {
            assert_eq!(mistakes(&validator, &good), Vec::<String>::new(), "{good}");
        }
        for bad in [json!({ "seconds": 3 }), json!({ "on": false, "seconds": 3 })] {
            assert!(!validator.is_valid(&plain(&bad)), "{bad}");
        }
    }
}

#[test]
fn alternatives_of_a_query_are_optional_and_told() {
    let text = "summary: Get.\nget: /get\nquery: { thing: { spread: Ref, required: true } }\n\
                types: { Ref: { one_of: { id: { group: int, id: int }, key: { group: int, key: string } } } }\n";
    let (_, new) = made(&[("a/get.yaml", text)]);
    let get = &new["paths"]["/get"]["get"];
    let required: Vec<&Value> =
        list(&get["parameters"]).iter().filter(|one| one["required"] == true).collect();
    assert_eq!(required.len(), 1, "what is in all of them is required");
    assert_eq!(required[0]["name"], "group");
    let told = "Give one of these:\n\n* `group` and `id`\n* `group` and `key`";
    assert_eq!(get["description"], told);
    assert_eq!(get["x-alternatives"]["thing"]["ways"][1]["required"], json!(["group", "key"]));
}

#[test]
fn a_tag_decides_and_another_one_is_taken() {
    let text = "summary: Get.\nget: /get\nreturns: [Part]\n\
                types:\n  Part: { union: { tag: kind, types: { A: Round, B: Square } } }\n  \
                Round: { fields: { kind: string, radius: { type: int, required: true } } }\n  \
                Square: { fields: { side: { type: int, required: true }, parts: [Part] } }\n";
    for options in [NEWEST, Options { version: Version::V3_0, ..NEWEST }] {
        let document = document(&[("a/get.yaml", text)], options);
        let validator = validator(&document, &json!({ "$ref": pointer("Part") }));
        let inside = json!({ "kind": "B", "side": 1, "parts": [{ "kind": "A", "radius": 1 }] });
        for good in [json!({ "kind": "A", "radius": 1 }), inside, json!({ "kind": "C" })] {
            assert_eq!(mistakes(&validator, &good), Vec::<String>::new(), "{good}");
        }
        assert!(!validator.is_valid(&plain(&json!({ "kind": "B", "radius": 1 }))));
        let mapping = document.pointer("/components/schemas/Part/discriminator/mapping");
        assert_eq!(mapping, Some(&json!({ "A": pointer("Part_a"), "B": pointer("Part_b") })));
    }
}

#[test]
fn json_in_text_has_the_schema_of_the_json() {
    let text = "summary: Add.\npost: /add\nbody: { data: { json_text: [int] }, ids: { joined: int, by: ';' } }\n";
    let (old, new) = made(&[("a/add.yaml", text)]);
    let field = |document: &Value, name: &str| {
        let mut field =
            document["components"]["schemas"]["AAddRequest"]["properties"][name].clone();
        let members = field.as_object_mut().expect("it is a schema");
        members.retain(|key, _| !matches!(key.as_str(), "description" | "x-zh"));
        field
    };
    let inside = json!({ "type": "array", "items": { "type": "integer", "format": "int64" } });
    assert_eq!(
        field(&new, "data"),
        json!({ "type": "string", "contentMediaType": "application/json", "contentSchema": inside })
    );
    assert_eq!(field(&old, "data"), json!({ "type": "string", "x-json": inside }));
    let items = json!({ "type": "integer", "format": "int64" });
    let joined = json!({ "type": "string", "x-joined": { "by": ";", "items": items } });
    assert_eq!(field(&new, "ids"), joined);
}

/// Some generators reject a schema with `not`.
#[test]
fn a_flat_document_excludes_nothing() {
    for_all(|name, _, options, document| {
        let schemas = document["components"]["schemas"].to_string();
        assert!(!options.flat || !schemas.contains(r#""not":"#), "{name}");
    });
}

/// Paths that differ only in names of parameters are equal on the wire, so they share one path item.
#[test]
fn paths_that_differ_in_names_or_constants_are_told_apart() {
    let version = |number: &str| {
        format!("summary: Get.\nget: /v{{v}}/x\npath: {{ v: {{ const: r{number} }} }}\n")
    };
    let path = "path: { KEY: { type: string, required: true } }\n";
    let get = format!("summary: Get.\nget: /x/{{id}}\n{}", path.replace("KEY", "id"));
    let put = format!("summary: Put.\nput: /x/{{key}}\n{}", path.replace("KEY", "key"));
    let (_, new) = made(&[
        ("a/one.yaml", &version("1")),
        ("a/two.yaml", &version("2")),
        ("a/get.yaml", &get),
        ("a/put.yaml", &put),
    ]);
    let paths: Vec<&String> = object(&new["paths"]).map(|(path, _)| path).collect();
    assert_eq!(paths, ["/x/{id}", "/vr1/x", "/vr2/x"]);
    assert_eq!(new["paths"]["/x/{id}"]["put"]["parameters"][0]["name"], "id");
}

/// Parsers would resolve it as a reference and fail.
#[test]
fn an_example_that_looks_like_a_reference_is_left_out() {
    let text = "summary: Get.\nget: /get\nreturns: json\nexamples:\n\
                - response: { code: 0, data: { $ref: '#/nowhere' } }\n- response: { code: 0, data: 1 }\n";
    let (_, new) = made(&[("a/get.yaml", text)]);
    let media = new.pointer("/paths/~1get/get/responses/200/content/application~1json");
    let examples = &media.expect("there is an answer")["examples"];
    assert_eq!(examples, &json!({ "example_2": { "value": { "code": 0, "data": 1 } } }));
}

#[test]
fn without_an_envelope_the_status_decides() {
    let text = "summary: Get.\nget: /get\nenvelope: bare\nreturns: [int]\n\
                errors: { 404: { name: not_there, doc: It is not there. } }\n\
                examples: [ { response: [1] }, { status: 404, response: { why: gone } } ]\n";
    let (_, new) = made(&[("a/get.yaml", text)]);
    let responses = &new["paths"]["/get"]["get"]["responses"];
    assert_eq!(responses["200"]["content"]["application/json"]["schema"]["type"], "array");
    assert_eq!(responses["404"]["description"], "`not_there`: It is not there.");
    assert_eq!(responses["404"]["content"]["application/json"]["schema"], json!({}));
}

#[track_caller]
fn check(document: &Value, place: &str, expected: &str) {
    let found = document.pointer(place).map(Value::to_string);
    assert_eq!(found.as_deref(), Some(expected), "{place}");
}

/// Returns the document of a small description, in both versions.
fn made(files: &[(&str, &str)]) -> (Value, Value) {
    (document(files, Options { version: Version::V3_0, ..NEWEST }), document(files, NEWEST))
}

fn document(files: &[(&str, &str)], options: Options) -> Value {
    let files = files.iter().chain([&("api.yaml", API)]);
    let files = files.map(|(path, text)| ((*path).to_owned(), (*text).to_owned()));
    openapi::document(&described(&Sources::new("spec", files)), options)
}

/// Returns documents of every kind of all descriptions in this repository.
fn for_all(mut check: impl FnMut(&str, &Api, Options, &Value)) {
    let cases = cases::entries(&cases::folder("emit"));
    for folder in cases.iter().map(|case| case.join("spec")).chain([spec()]) {
        let api = api(&folder);
        for options in ALL {
            check(&api.name, &api, options, &openapi::document(&api, options));
        }
    }
}

fn spec() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec")
}

fn api(folder: &Path) -> Api {
    described(&source::read(folder).expect("it can be read"))
}

fn described(sources: &Sources) -> Api {
    let mut sink = Sink::default();
    let api = endpointc::describe(sources, &mut sink);
    api.unwrap_or_else(|_| panic!("{}", diagnostics::render(sources, &sink.sorted(), false)))
}

/// Returns the operation of an endpoint, found by path and method.
fn operation<'a>(document: &'a Value, endpoint: &Endpoint) -> &'a Value {
    let item = &document["paths"][endpoint.path_template()];
    let found = &item[endpoint.method.as_str().to_lowercase()];
    assert!(found.is_object(), "{}", endpoint.full_name());
    found
}

fn operations(document: &Value) -> impl Iterator<Item = &Value> {
    object(&document["paths"]).flat_map(|(_, item)| object(item)).map(|(_, operation)| operation)
}

fn components(document: &Value) -> impl Iterator<Item = (&String, &Value)> {
    object(&document["components"]["schemas"])
}

fn pointer(schema: &str) -> String {
    format!("#/components/schemas/{schema}")
}

/// Returns the objects with a schema and examples.
fn holders(value: &Value) -> Vec<&Value> {
    let inside: Vec<&Value> = match value {
        Value::Array(items) => items.iter().collect(),
        Value::Object(members) => members.values().collect(),
        _ => Vec::new(),
    };
    let own = (value["examples"].is_object() && value["schema"].is_object()).then_some(value);
    own.into_iter().chain(inside.into_iter().flat_map(holders)).collect()
}

fn references(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| references(item, found)),
        Value::Object(members) => {
            for (key, value) in members {
                match value {
                    Value::String(to) if key == "$ref" => drop(found.insert(to.clone())),
                    other => references(other, found),
                }
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn validator(document: &Value, schema: &Value) -> Validator {
    jsonschema::draft202012::new(&plain(&standalone(document, schema))).expect("it is a schema")
}

/// Returns a self-contained schema with the referenced components.
fn standalone(document: &Value, schema: &Value) -> Value {
    let mut alone = as_json_schema(schema);
    let mut wanted = BTreeSet::new();
    references(schema, &mut wanted);
    let mut next: Vec<String> = wanted.iter().cloned().collect();
    while let Some(reference) = next.pop() {
        let name = reference.trim_start_matches(&pointer(""));
        let component = &document["components"]["schemas"][name];
        alone["components"]["schemas"][name] = as_json_schema(component);
        let mut found = BTreeSet::new();
        references(component, &mut found);
        next.extend(found.into_iter().filter(|one| wanted.insert(one.clone())));
    }
    alone
}

/// Converts the keywords specific to OpenAPI 3.0 to JSON Schema.
fn as_json_schema(schema: &Value) -> Value {
    match schema {
        Value::Array(items) => items.iter().map(as_json_schema).collect(),
        Value::Object(members) => {
            let plain = members.iter().filter(|(key, _)| *key != "nullable");
            let plain: Map<String, Value> =
                plain.map(|(key, value)| (key.clone(), as_json_schema(value))).collect();
            if members.get("nullable") == Some(&Value::Bool(true)) {
                json!({ "anyOf": [plain, { "type": "null" }] })
            } else {
                plain.into()
            }
        }
        other => other.clone(),
    }
}

fn mistakes(validator: &Validator, instance: &Value) -> Vec<String> {
    let shown = |text: String| text.chars().take(300).collect::<String>();
    validator
        .iter_errors(&plain(instance))
        .map(|error| shown(format!("{}: {error}", error.instance_path())))
        .collect()
}

fn object(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flatten()
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map(Vec::as_slice).unwrap_or_default()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}
