//! JSON Schema of the description language, for completion, hover texts and validation in editors.
//!
//! It is made from the grammar, which also drives validation. `$defs` has one definition for each
//! table, with the name of the table.
//!
//! # Limits
//!
//! A schema describes the shape of one file. It cannot resolve names or check keys against each
//! other. Every valid description matches the schema, but the compiler may reject a file that matches.

use ordered_json::{Map, Value, json};

use crate::syntax::grammar;
use crate::syntax::table::{Key, Table, ValueKind};

/// The kinds of files that have a schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Document {
    /// `api.yaml`.
    Api,
    /// `codes.yaml`.
    Catalogue,
    /// A file that describes an endpoint.
    Endpoint,
}

/// The schema of some files, in draft 2020-12.
pub fn schema(document: Document) -> Value {
    let (title, table) = match document {
        Document::Api => ("api.yaml of endpointc", &grammar::API),
        Document::Catalogue => ("codes.yaml of endpointc", &grammar::CATALOGUE),
        Document::Endpoint => ("An endpoint of endpointc", &grammar::ENDPOINT),
    };
    let mut definitions = Definitions::default();
    let mut schema = Map::new();
    schema.insert("$schema".to_owned(), "https://json-schema.org/draft/2020-12/schema".into());
    schema.insert("title".to_owned(), title.into());
    schema.extend(object(table, &mut definitions));
    schema.insert("$defs".to_owned(), definitions.sorted());
    schema.into()
}

/// Definitions that are referred to by name.
#[derive(Default)]
struct Definitions(Map<String, Value>);

impl Definitions {
    /// Refers to a definition, which is made when it is first referred to. Its name is taken
    /// before it is made, because types hold types.
    fn refer(&mut self, name: &str, make: impl FnOnce(&mut Self) -> Value) -> Value {
        if !self.0.contains_key(name) {
            self.0.insert(name.to_owned(), Value::Null);
            let definition = make(self);
            self.0.insert(name.to_owned(), definition);
        }
        json!({ "$ref": format!("#/$defs/{name}") })
    }

    fn sorted(mut self) -> Value {
        self.0.sort_keys();
        self.0.into()
    }
}

fn table(table: &'static Table, definitions: &mut Definitions) -> Value {
    definitions.refer(&name(table), |definitions| object(table, definitions).into())
}

/// The name of a definition: `enum_value` for "an enum value".
fn name(table: &Table) -> String {
    let name = table.name.strip_prefix("an ").or_else(|| table.name.strip_prefix("a "));
    name.unwrap_or(table.name).replace(' ', "_")
}

fn object(table: &'static Table, definitions: &mut Definitions) -> Map<String, Value> {
    let mut object = Map::new();
    object.insert("type".to_owned(), "object".into());
    let properties = table.keys.iter().map(|key| (key.name.to_owned(), property(key, definitions)));
    object.insert("properties".to_owned(), properties.collect::<Map<_, _>>().into());
    object.insert("additionalProperties".to_owned(), false.into());
    let required: Vec<&str> =
        table.keys.iter().filter(|key| key.required).map(|key| key.name).collect();
    if !required.is_empty() {
        object.insert("required".to_owned(), required.into());
    }
    object
}

fn property(key: &'static Key, definitions: &mut Definitions) -> Value {
    let mut property = Map::new();
    property.insert("description".to_owned(), key.doc.into());
    if let Value::Object(holds) = holds(&key.holds, definitions) {
        property.extend(holds);
    }
    property.into()
}

fn holds(expected: &'static ValueKind, definitions: &mut Definitions) -> Value {
    match expected {
        ValueKind::Text => scalar(),
        ValueKind::LocalText => definitions.refer("local_text", local_text),
        ValueKind::Bool => json!({ "type": "boolean" }),
        ValueKind::Integer => {
            json!({ "type": "integer", "minimum": i64::MIN, "maximum": i64::MAX })
        }
        ValueKind::Count => json!({ "type": "integer", "minimum": 0, "maximum": i64::MAX }),
        ValueKind::Keyword(words) => json!({ "enum": words }),
        ValueKind::List(item) => json!({ "type": "array", "items": holds(item, definitions) }),
        ValueKind::Names(value) => {
            json!({ "type": "object", "additionalProperties": holds(value, definitions) })
        }
        ValueKind::Numbers(value) => numbers(value, definitions),
        ValueKind::NumbersOr(value) => {
            let list = json!({ "type": "array", "items": holds(&ValueKind::Integer, definitions) });
            json!({ "anyOf": [list, numbers(value, definitions)] })
        }
        ValueKind::Table(inner) => table(inner, definitions),
        ValueKind::Type => definitions.refer("type_or_name", type_or_name),
        ValueKind::TypeOr(inner) => {
            let ty = definitions.refer("type_or_name", type_or_name);
            json!({ "anyOf": [ty, table(inner, definitions)] })
        }
        ValueKind::TextOr(inner) => json!({ "anyOf": [scalar(), table(inner, definitions)] }),
        ValueKind::Json => json!({}),
    }
}

fn numbers(value: &'static ValueKind, definitions: &mut Definitions) -> Value {
    json!({
        "type": "object",
        "propertyNames": { "pattern": "^(0|-?[1-9][0-9]*)$" },
        "additionalProperties": holds(value, definitions),
    })
}

/// Any scalar, because text needs no quotes: `since: 2.1`.
fn scalar() -> Value {
    json!({ "type": ["string", "number", "boolean"] })
}

fn local_text(definitions: &mut Definitions) -> Value {
    json!({ "anyOf": [scalar(), table(&grammar::LOCAL_TEXT, definitions)] })
}

/// Lists the keywords one by one, so that an editor completes and explains them.
fn type_or_name(definitions: &mut Definitions) -> Value {
    let word = |(word, _, doc): &grammar::TypeKeyword| json!({ "const": word, "description": doc });
    let mut ways: Vec<Value> = grammar::TYPE_KEYWORDS.iter().map(word).collect();
    ways.push(json!({
        "type": "string",
        "pattern": "^[A-Z][A-Za-z0-9]*$",
        "description": "A type under `types`, of any file.",
    }));
    ways.push(json!({
        "type": "array",
        "items": { "$ref": "#/$defs/type_or_name" },
        "minItems": 1,
        "maxItems": 1,
        "description": "A list: `[string]`.",
    }));
    ways.push(definitions.refer(&name(&grammar::TYPE_EXPRESSION), type_expression));
    json!({ "anyOf": ways })
}

/// A map with exactly one of the keys that determine a type.
fn type_expression(definitions: &mut Definitions) -> Value {
    let mut expression = object(&grammar::TYPE_EXPRESSION, definitions);
    let one: Vec<Value> = grammar::type_keys().map(|key| json!({ "required": [key] })).collect();
    expression.insert("oneOf".to_owned(), one.into());
    expression.insert("dependentRequired".to_owned(), json!({ "by": ["joined"] }));
    expression.into()
}
