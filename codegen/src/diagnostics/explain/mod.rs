//! What a code means: that of a diagnostic, or one that the API answers with.
//!
//! In goes a code, out comes what is known about it; how it is shown is left to the command line.

mod entries;

use std::collections::BTreeMap;

use crate::model::{Api, Endpoint, ErrorCode};

/// What a diagnostic means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Explanation {
    /// The code of the diagnostic: `unknown-key`.
    pub code: &'static str,
    /// What it means and why it is one, in a few sentences.
    pub meaning: &'static str,
    /// Files of a description that has the mistake, each after a line `# <path>`. Empty if no
    /// description can have it.
    pub wrong: &'static str,
    /// The same without it.
    pub right: &'static str,
}

/// A failure of the API, and the endpoints that answer with it.
#[derive(Debug)]
pub struct Failure<'a> {
    /// What is known about it.
    pub error: &'a ErrorCode,
    /// Those that list it, themselves or by a set.
    pub endpoints: Vec<&'a Endpoint>,
}

/// All explanations of diagnostics, sorted by code.
pub fn diagnostics() -> &'static [Explanation] {
    &entries::EXPLANATIONS
}

/// Explains a diagnostic.
pub fn diagnostic(code: &str) -> Option<&'static Explanation> {
    let index = diagnostics().binary_search_by_key(&code, |one| one.code);
    index.ok().map(|index| &diagnostics()[index])
}

/// Explains a code of an API. Endpoints may mean different things by it, so there may be several.
pub fn failures(api: &Api, code: i64) -> Vec<Failure<'_>> {
    let mut failures: Vec<Failure<'_>> = Vec::new();
    for endpoint in api.endpoints() {
        for error in with_code(&endpoint.errors, code) {
            failure(&mut failures, error).endpoints.push(endpoint);
        }
    }
    let sets = api.error_sets.values().flat_map(|set| with_code(set, code));
    for error in sets.chain(with_code(&api.catalogue, code)) {
        failure(&mut failures, error);
    }
    failures
}

/// Explains every code of an API, in ascending order.
pub fn all_failures(api: &Api) -> BTreeMap<i64, Vec<Failure<'_>>> {
    let mut all: BTreeMap<i64, Vec<Failure<'_>>> = BTreeMap::new();
    for endpoint in api.endpoints() {
        for error in &endpoint.errors {
            failure(all.entry(error.code).or_default(), error).endpoints.push(endpoint);
        }
    }
    for error in api.error_sets.values().flatten().chain(&api.catalogue) {
        failure(all.entry(error.code).or_default(), error);
    }
    all
}

fn with_code(errors: &[ErrorCode], code: i64) -> impl Iterator<Item = &ErrorCode> {
    errors.iter().filter(move |error| error.code == code)
}

/// The failure that an error is, which is a new one if nothing like it was found before.
fn failure<'a, 'b>(
    failures: &'b mut Vec<Failure<'a>>,
    error: &'a ErrorCode,
) -> &'b mut Failure<'a> {
    let index = failures.iter().position(|one| one.error.same_meaning(error));
    let index = index.unwrap_or_else(|| {
        failures.push(Failure { error, endpoints: Vec::new() });
        failures.len() - 1
    });
    &mut failures[index]
}
