//! Secrets according to the description, so that tests cover new ones automatically.

use std::collections::BTreeSet;

use endpointc::json::Value;
use endpointc::model::{Api, Endpoint, Shape, Type};

/// Returns wire names of the secrets in an endpoint's result, on any level.
pub(crate) fn in_result(api: &Api, endpoint: &Endpoint) -> BTreeSet<String> {
    below(api, endpoint.returns.as_ref())
}

/// Returns wire names of the secrets in an endpoint's request: parameters and fields inside them.
pub(crate) fn in_request(api: &Api, endpoint: &Endpoint) -> BTreeSet<String> {
    let parameters = &endpoint.parameters;
    let own = parameters.iter().filter(|parameter| parameter.secret);
    let own = own.map(|parameter| parameter.wire_name.clone());
    own.chain(below(api, parameters.iter().map(|parameter| &parameter.ty))).collect()
}

fn below<'a>(api: &'a Api, types: impl IntoIterator<Item = &'a Type>) -> BTreeSet<String> {
    let shapes = api.named_in(types).into_iter().map(|id| &api.type_def(id).shape);
    let fields = shapes.flat_map(|shape| match shape {
        Shape::Struct(fields) => fields.iter().collect(),
        Shape::OneOf(ways) => ways.iter().flat_map(|way| &way.fields).collect(),
        Shape::Enum(_) | Shape::Union(_) | Shape::External(_) => Vec::new(),
    });
    fields.filter(|field| field.ty == Type::Secret).map(|field| field.wire_name.clone()).collect()
}

/// Returns the secrets in the description's examples.
pub(crate) fn in_examples(api: &Api) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for endpoint in api.endpoints() {
        let (sent, read) = (in_request(api, endpoint), in_result(api, endpoint));
        for example in &endpoint.examples {
            for ((_, name), value) in &example.request {
                collect(value, &sent, sent.contains(name), &mut found);
            }
            example.response.iter().for_each(|answer| collect(answer, &read, false, &mut found));
        }
    }
    found
}

/// Returns the texts under these keys.
pub(crate) fn under(value: &Value, keys: &BTreeSet<String>) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    collect(value, keys, false, &mut found);
    found
}

fn collect(value: &Value, keys: &BTreeSet<String>, secret: bool, found: &mut BTreeSet<String>) {
    match value {
        Value::String(text) if secret => drop(found.insert(text.clone())),
        Value::Array(items) => items.iter().for_each(|item| collect(item, keys, secret, found)),
        Value::Object(fields) => fields
            .iter()
            .for_each(|(key, value)| collect(value, keys, secret || keys.contains(key), found)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
