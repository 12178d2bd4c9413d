//! Differences between the versions of OpenAPI: null, constants, references, JSON in text.

use std::collections::BTreeSet;

use ordered_json::{Value, json};

use super::observed_types::JsonType;
use super::{Object, Version};

impl Version {
    /// A schema that also accepts null. In 3.0, `nullable` needs a `type` in the same schema.
    pub(super) fn nullable(self, mut schema: Object) -> Object {
        match (self, schema.contains_key("type")) {
            (_, false) if schema.is_empty() => {}
            (Self::V3_0, true) => drop(schema.insert("nullable".to_owned(), true.into())),
            (Self::V3_0, false) => schema = either(schema, [json!({ "enum": [null] })]),
            (Self::V3_1, true) => add_type(&mut schema, JsonType::Null),
            (Self::V3_1, false) => schema = either(schema, [of_type(JsonType::Null).into()]),
        }
        schema
    }

    /// A schema that also accepts values of other types.
    pub(super) fn widened(self, mut schema: Object, kinds: &BTreeSet<JsonType>) -> Object {
        let null = kinds.contains(&JsonType::Null);
        let others: Vec<JsonType> =
            kinds.iter().copied().filter(|kind| *kind != JsonType::Null).collect();
        if !others.is_empty() && !schema.is_empty() {
            let one_type = self == Self::V3_1 && schema.contains_key("type");
            if one_type && others.iter().all(|kind| !kind.is_container()) {
                others.into_iter().for_each(|kind| add_type(&mut schema, kind));
            } else {
                let others = others.into_iter().map(|kind| of_type(kind).into());
                schema = either(schema, others);
            }
        }
        if null { self.nullable(schema) } else { schema }
    }

    /// A schema with further keywords. 3.0 ignores keywords beside a reference, so the reference is wrapped.
    pub(super) fn annotated(self, schema: Object, with: Object) -> Object {
        let mut schema = match self {
            Self::V3_0 if !with.is_empty() => without_reference(schema),
            Self::V3_0 | Self::V3_1 => schema,
        };
        schema.extend(with);
        schema
    }

    /// The schema of a constant.
    pub(super) fn constant(self, mut schema: Object, value: &Value) -> Object {
        // A reference allows all values of its type, not only this one.
        if !schema.contains_key("type") {
            schema = of_type(JsonType::of(value));
        }
        match self {
            Self::V3_0 => schema.insert("enum".to_owned(), json!([value])),
            Self::V3_1 => schema.insert("const".to_owned(), value.clone()),
        };
        schema.insert("default".to_owned(), value.clone());
        schema
    }

    /// The schema of a text that holds JSON.
    pub(super) fn json_text(self, inside: Object) -> Object {
        let mut schema = of_type(JsonType::String);
        match self {
            Self::V3_0 => schema.insert("x-json".to_owned(), inside.into()),
            Self::V3_1 => {
                schema.insert("contentMediaType".to_owned(), "application/json".into());
                schema.insert("contentSchema".to_owned(), inside.into())
            }
        };
        schema
    }
}

/// A schema that accepts every value of a JSON type.
pub(super) fn of_type(kind: JsonType) -> Object {
    let mut schema = Object::new();
    schema.insert("type".to_owned(), kind.as_str().into());
    if kind == JsonType::Array {
        schema.insert("items".to_owned(), json!({}));
    }
    schema
}

fn add_type(schema: &mut Object, kind: JsonType) {
    let known = match schema.get("type") {
        Some(Value::Array(known)) => known.clone(),
        Some(one) => vec![one.clone()],
        None => Vec::new(),
    };
    let new = Value::from(kind.as_str());
    if !known.contains(&new) {
        schema.insert("type".to_owned(), known.into_iter().chain([new]).collect());
    }
}

/// A schema that accepts values of any of several schemas.
fn either(schema: Object, others: impl IntoIterator<Item = Value>) -> Object {
    let schemas = match schema.get("anyOf") {
        Some(Value::Array(schemas)) if schema.len() == 1 => schemas.clone(),
        _ => vec![schema.into()],
    };
    let news: Vec<Value> = others.into_iter().filter(|one| !schemas.contains(one)).collect();
    Object::from_iter([("anyOf".to_owned(), schemas.into_iter().chain(news).collect())])
}

fn without_reference(schema: Object) -> Object {
    if schema.contains_key("$ref") {
        Object::from_iter([("allOf".to_owned(), json!([schema]))])
    } else {
        schema
    }
}
