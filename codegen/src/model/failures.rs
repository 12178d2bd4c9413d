//! The failures of an API: what its codes mean, and which endpoints return them.

use std::collections::BTreeMap;

use super::{Api, Endpoint, ErrorCode};

/// A failure of an API, and the endpoints that return it.
#[derive(Debug)]
pub struct Failure<'a> {
    /// The code with its meaning.
    pub error: &'a ErrorCode,
    /// The endpoints that list it, directly or through a set.
    pub endpoints: Vec<&'a Endpoint>,
}

impl Api {
    /// The failures with a code. Endpoints can give the same code different meanings, so there may
    /// be several.
    pub fn failures(&self, code: i64) -> Vec<Failure<'_>> {
        self.all_failures().remove(&code).unwrap_or_default()
    }

    /// All failures by code, in ascending order.
    pub fn all_failures(&self) -> BTreeMap<i64, Vec<Failure<'_>>> {
        let mut all: BTreeMap<i64, Vec<Failure<'_>>> = BTreeMap::new();
        for endpoint in self.endpoints() {
            for error in &endpoint.errors {
                entry(all.entry(error.code).or_default(), error).endpoints.push(endpoint);
            }
        }
        for error in self.error_sets.values().flatten().chain(&self.catalogue) {
            entry(all.entry(error.code).or_default(), error);
        }
        all
    }
}

/// The failure with the meaning of an error, which is added if it is new.
fn entry<'a, 'b>(failures: &'b mut Vec<Failure<'a>>, error: &'a ErrorCode) -> &'b mut Failure<'a> {
    let index = failures.iter().position(|one| one.error.same_meaning(error));
    let index = index.unwrap_or_else(|| {
        failures.push(Failure { error, endpoints: Vec::new() });
        failures.len() - 1
    });
    &mut failures[index]
}
