//! Paths as OpenAPI tells them apart.
//!
//! A path is a key there, so endpoints share one if they differ in the method only, whatever their
//! parameters are called; then the names of the first of them stand. Endpoints that differ in a
//! constant of the path would be one operation, so theirs is written out.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::model::{Api, Endpoint, Parameter, PathPart, Presence};

/// The path of an endpoint.
pub(super) struct Route<'a> {
    pub(super) endpoint: &'a Endpoint,
    /// `/users/{id}`
    pub(super) template: String,
    /// The parameters in it, with the names they have there.
    pub(super) parameters: Vec<(String, &'a Parameter)>,
}

/// The routes of all endpoints, in order.
pub(super) fn routes(api: &Api) -> Vec<Route<'_>> {
    let mut shared: BTreeMap<(&str, String), usize> = BTreeMap::new();
    for endpoint in api.endpoints() {
        *shared.entry((endpoint.method.as_str(), shape(&parts(endpoint, false)))).or_default() += 1;
    }
    let mut names: BTreeMap<String, Vec<String>> = BTreeMap::new();
    api.endpoints()
        .map(|endpoint| {
            let key = (endpoint.method.as_str(), shape(&parts(endpoint, false)));
            let parts = parts(endpoint, shared.get(&key).is_some_and(|count| *count > 1));
            let own = parts.iter().filter_map(|part| part.as_ref().err());
            let own = own.map(|parameter| parameter.wire.clone()).collect();
            let names = names.entry(shape(&parts)).or_insert(own);
            route(endpoint, &parts, names)
        })
        .collect()
}

fn route<'a>(
    endpoint: &'a Endpoint,
    parts: &[Result<String, &'a Parameter>],
    names: &[String],
) -> Route<'a> {
    let mut names = names.iter();
    let mut parameters = Vec::new();
    let mut template = String::new();
    for part in parts {
        match part {
            Ok(text) => template.push_str(text),
            Err(parameter) => {
                let name = names.next().unwrap_or(&parameter.wire).clone();
                template.push_str(&format!("{{{name}}}"));
                parameters.push((name, *parameter));
            }
        }
    }
    Route { endpoint, template, parameters }
}

/// Texts and parameters of a path; a constant may be written out as a text.
fn parts(endpoint: &Endpoint, written_out: bool) -> Vec<Result<String, &Parameter>> {
    let part = |part: &PathPart| match part {
        PathPart::Text(text) => Ok(text.clone()),
        PathPart::Parameter(index) => {
            let parameter = &endpoint.parameters[*index];
            match &parameter.presence {
                Presence::Constant(Value::String(text)) if written_out => Ok(text.clone()),
                Presence::Constant(value) if written_out => Ok(value.to_string()),
                _ => Err(parameter),
            }
        }
    };
    endpoint.path.iter().map(part).collect()
}

fn shape(parts: &[Result<String, &Parameter>]) -> String {
    parts.iter().map(|part| part.as_deref().unwrap_or("{}")).collect()
}
