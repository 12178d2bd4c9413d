//! Paths as keys of the document.
//!
//! OpenAPI ignores the names of parameters when it compares paths. Endpoints that differ only in the method share the path
//! of the first one, with its names. Endpoints that differ in a constant of the path would be one operation, so the
//! constant is part of their path.

use std::collections::BTreeMap;

use crate::model::{Api, Endpoint, Parameter};
use crate::wire::routes::{Constants, Piece, anonymous, pieces};

/// The path of an endpoint.
pub(super) struct Route<'a> {
    pub(super) endpoint: &'a Endpoint,
    /// `/users/{id}`
    pub(super) template: String,
    /// The parameters in the path, with their names in the template.
    pub(super) parameters: Vec<(String, &'a Parameter)>,
}

/// The routes of all endpoints, in order.
pub(super) fn routes(api: &Api) -> Vec<Route<'_>> {
    let named = |endpoint| anonymous(&pieces(endpoint, Constants::Named));
    let mut shared: BTreeMap<(&str, String), usize> = BTreeMap::new();
    for endpoint in api.endpoints() {
        *shared.entry((endpoint.method.as_str(), named(endpoint))).or_default() += 1;
    }
    let mut names: BTreeMap<String, Vec<String>> = BTreeMap::new();
    api.endpoints()
        .map(|endpoint| {
            let key = (endpoint.method.as_str(), named(endpoint));
            let is_shared = shared.get(&key).is_some_and(|count| *count > 1);
            let constants = if is_shared { Constants::WrittenOut } else { Constants::Named };
            let pieces = pieces(endpoint, constants);
            let names = names.entry(anonymous(&pieces)).or_insert_with(|| own_names(&pieces));
            route(endpoint, pieces, names)
        })
        .collect()
}

fn own_names(pieces: &[Piece<'_>]) -> Vec<String> {
    let name = |piece: &Piece<'_>| match piece {
        Piece::Text(_) => None,
        Piece::Parameter(parameter) => Some(parameter.wire_name.clone()),
    };
    pieces.iter().filter_map(name).collect()
}

fn route<'a>(endpoint: &'a Endpoint, pieces: Vec<Piece<'a>>, names: &[String]) -> Route<'a> {
    let mut names = names.iter();
    let mut parameters = Vec::new();
    let mut template = String::new();
    for piece in pieces {
        match piece {
            Piece::Text(text) => template.push_str(&text),
            Piece::Parameter(parameter) => {
                let name = names.next().unwrap_or(&parameter.wire_name).clone();
                template.push_str(&format!("{{{name}}}"));
                parameters.push((name, parameter));
            }
        }
    }
    Route { endpoint, template, parameters }
}
