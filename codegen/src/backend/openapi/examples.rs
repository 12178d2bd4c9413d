//! Examples of the description, as examples of the document.
//!
//! A request and its response have the same name. Responses are shown as they are in the description. Values of requests
//! have the declared types, as a client sends them.

use ordered_json::{Value, json};

use super::Object;
use crate::model::{Api, Endpoint, ParameterLocation, Type};
use crate::wire::typed::typed;

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

/// The request bodies of examples. `place` distinguishes JSON from forms; `types` has the types of the fields.
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

/// The responses of examples with this status.
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

/// Returns whether a value holds the key `$ref`, which readers of the document would follow.
fn refers(value: &Value) -> bool {
    match value {
        Value::Array(items) => items.iter().any(refers),
        Value::Object(members) => members.contains_key("$ref") || members.values().any(refers),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
    }
}
