//! Unique names for operations and for schemas that the description does not name.

use std::collections::{BTreeMap, BTreeSet};

use heck::ToUpperCamelCase;

use crate::model::{Api, Endpoint};

/// Names of operations and of the schemas that are made for them.
pub(super) struct Names {
    operations: BTreeMap<String, String>,
    requests: BTreeMap<String, String>,
    answers: BTreeMap<String, String>,
    failures: BTreeMap<String, String>,
}

impl Names {
    /// Assigns names in the order of the description. Types keep their own names.
    pub(super) fn new(api: &Api) -> Self {
        let mut ids = BTreeSet::new();
        let mut types: BTreeSet<String> = api.types.iter().map(|one| one.name.clone()).collect();
        let mut names = Self {
            operations: BTreeMap::new(),
            requests: BTreeMap::new(),
            answers: BTreeMap::new(),
            failures: BTreeMap::new(),
        };
        for endpoint in api.endpoints() {
            let full = endpoint.full_name();
            let id = free(&mut ids, format!("{}_{}", endpoint.group, endpoint.name));
            let camel = id.to_upper_camel_case();
            names.requests.insert(full.clone(), free(&mut types, format!("{camel}Request")));
            names.answers.insert(full.clone(), free(&mut types, format!("{camel}Answer")));
            names.operations.insert(full, id);
        }
        for name in api.envelopes.keys() {
            let failure = format!("{}Failure", name.to_upper_camel_case());
            names.failures.insert(name.clone(), free(&mut types, failure));
        }
        names
    }

    /// `devices_list`
    pub(super) fn operation(&self, endpoint: &Endpoint) -> &str {
        of(&self.operations, &endpoint.full_name())
    }

    /// `DevicesListRequest`
    pub(super) fn request(&self, endpoint: &Endpoint) -> &str {
        of(&self.requests, &endpoint.full_name())
    }

    /// `DevicesListAnswer`
    pub(super) fn answer(&self, endpoint: &Endpoint) -> &str {
        of(&self.answers, &endpoint.full_name())
    }

    /// `DeviceFailure`, after the envelope: the schema of a failure with a failing HTTP status.
    pub(super) fn failure(&self, endpoint: &Endpoint) -> &str {
        of(&self.failures, &endpoint.envelope.name)
    }
}

/// Looks up an assigned name. Every endpoint and every envelope has one.
fn of<'a>(names: &'a BTreeMap<String, String>, key: &str) -> &'a str {
    names.get(key).map(String::as_str).unwrap_or_default()
}

/// The name, or the name with the first number that makes it unique.
fn free(taken: &mut BTreeSet<String>, name: String) -> String {
    let numbered = (2..).map(|number| format!("{name}{number}"));
    let found = [name.clone()].into_iter().chain(numbered).find(|one| !taken.contains(one));
    let found = found.unwrap_or(name);
    taken.insert(found.clone());
    found
}
