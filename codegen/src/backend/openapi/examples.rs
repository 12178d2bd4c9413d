//! Examples of the description as those of the document.
//!
//! A request and its answer have one name. Answers are shown as they came; requests as a client
//! sends them, whose values have the declared types.

use serde_json::{Value, json};

use super::Object;
use crate::model::{Api, Endpoint, ParameterLocation, Scalar, Shape, Type};

/// The values that examples give to a parameter.
pub(super) fn of_parameter(
    api: &Api,
    endpoint: &Endpoint,
    (place, wire): (ParameterLocation, &str),
    ty: &Type,
) -> Object {
    let key = (place, wire.to_owned());
    let value = |(index, value): (usize, Option<Value>)| Some((name(index), shown(value?)));
    let given = endpoint.examples.iter().map(|example| {
        let value = example.request.get(&key).filter(|value| !value.is_null());
        value.map(|value| typed(api, ty, value)).filter(|value| !refers(value))
    });
    given.enumerate().filter_map(value).collect()
}

/// The bodies of examples, which travel in a place; `types` are those of their fields.
pub(super) fn of_body(
    api: &Api,
    endpoint: &Endpoint,
    place: ParameterLocation,
    types: &[(&str, &Type)],
) -> Object {
    let bodies = endpoint.examples.iter().map(|example| {
        let given = example.request.iter().filter(|((there, _), _)| *there == place);
        let fields = given.filter_map(|((_, wire), value)| {
            let (_, ty) = types.iter().find(|(known, _)| known == wire)?;
            Some((wire.clone(), typed(api, ty, value)))
        });
        Value::Object(fields.collect())
    });
    let is_some = |body: &Value| body.as_object().is_some_and(|fields| !fields.is_empty());
    let bodies = bodies.enumerate().filter(|(_, body)| is_some(body) && !refers(body));
    bodies.map(|(index, body)| (name(index), shown(body))).collect()
}

/// The answers of examples that came with a status.
pub(super) fn of_answers(endpoint: &Endpoint, status: u16) -> Object {
    let answer = |(index, example): (usize, &crate::model::Example)| {
        let response = example.response.as_ref().filter(|_| example.status == status)?;
        Some((name(index), shown(response.clone()))).filter(|_| !refers(response))
    };
    endpoint.examples.iter().enumerate().filter_map(answer).collect()
}

fn name(index: usize) -> String {
    format!("example_{}", index + 1)
}

fn shown(value: Value) -> Value {
    json!({ "value": value })
}

/// Readers follow a `$ref` wherever it stands.
fn refers(value: &Value) -> bool {
    match value {
        Value::Array(items) => items.iter().any(refers),
        Value::Object(members) => members.contains_key("$ref") || members.values().any(refers),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
    }
}

/// A value as a client sends it that knows its type.
pub(super) fn typed(api: &Api, ty: &Type, value: &Value) -> Value {
    let found = match (ty, value) {
        (Type::List(item), Value::Array(items)) => {
            Some(items.iter().map(|value| typed(api, item, value)).collect())
        }
        (Type::List(item), Value::String(text)) => {
            Some(text.split(',').map(|text| typed(api, item, &text.into())).collect())
        }
        (Type::Map(item), Value::Object(members)) => {
            let typed = |(key, value): (&String, &Value)| (key.clone(), typed(api, item, value));
            Some(Value::Object(members.iter().map(typed).collect()))
        }
        (Type::JsonString(_), other) if !other.is_string() => Some(other.to_string().into()),
        (Type::Delimited(_, by), Value::Array(items)) => {
            let items: Vec<String> = items.iter().map(text).collect();
            Some(items.join(&by.to_string()).into())
        }
        (Type::Named(id), _) => named(api, &api.type_def(*id).shape, value),
        (_, _) => scalar(ty, value),
    };
    found.unwrap_or_else(|| value.clone())
}

fn named(api: &Api, shape: &Shape, value: &Value) -> Option<Value> {
    match (shape, value) {
        (Shape::Struct(fields), Value::Object(members)) => {
            let member = |(wire, value): (&String, &Value)| {
                let field = fields.iter().find(|field| field.wire == *wire);
                let value = field.map_or_else(|| value.clone(), |one| typed(api, &one.ty, value));
                (wire.clone(), value)
            };
            Some(Value::Object(members.iter().map(member).collect()))
        }
        (Shape::Enum(values), _) => {
            let is_text = |wire: &Scalar| matches!(wire, Scalar::Text(_));
            match (value, values.iter().any(|value| is_text(&value.wire))) {
                (Value::String(_), false) => scalar(&Type::Int, value),
                (Value::Number(_), true) if values.iter().all(|value| is_text(&value.wire)) => {
                    scalar(&Type::Text, value)
                }
                (_, _) => None,
            }
        }
        (_, _) => None,
    }
}

fn scalar(ty: &Type, value: &Value) -> Option<Value> {
    match (ty, value) {
        (Type::Bool, Value::String(text)) => text.trim().parse::<bool>().ok().map(Value::from),
        (Type::Bool, Value::Number(number)) => match number.as_i64() {
            Some(number @ 0..=1) => Some((number == 1).into()),
            Some(_) | None => None,
        },
        (Type::Int | Type::Timestamp, Value::String(text)) => {
            text.trim().parse::<i64>().ok().map(Value::from)
        }
        (Type::Uint, Value::String(text)) => text.trim().parse::<u64>().ok().map(Value::from),
        (Type::Float, Value::String(text)) => text.trim().parse::<f64>().ok().map(Value::from),
        (Type::Text | Type::Secret | Type::Delimited(..), Value::Number(_) | Value::Bool(_)) => {
            Some(text(value).into())
        }
        (_, _) => None,
    }
}

fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
