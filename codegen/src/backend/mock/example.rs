//! Answers from examples of the description.

use ordered_json::Value;

use super::values::Values;
use super::{Reply, paging};
use crate::model::{Api, Endpoint, Example, ParameterLocation};
use crate::wire::samples;
use crate::wire::success::{Outcome, outcome};
use crate::wire::values::same;

/// Returns the example that fits the call best, else the first success, else a success made up from the types.
pub(super) fn reply(api: &Api, endpoint: &Endpoint, values: &Values) -> Reply {
    let answered = || {
        endpoint
            .examples
            .iter()
            .filter_map(|example| example.response.as_ref().map(|response| (example, response)))
    };
    // Of equals the first wins, so an author sets the preference by order.
    let fitting = answered()
        .filter(|(example, _)| fits(example, values))
        .reduce(|best, other| if says_more(other.0, best.0) { other } else { best });
    let is_success = |(example, response): &(&Example, &Value)| {
        outcome(&endpoint.envelope, example.status, response) == Outcome::Success
    };
    let found = fitting.or_else(|| answered().find(is_success));
    match found {
        Some((example, response)) => Reply::json(response.clone()).with_status(example.status),
        None => made_up(api, endpoint, values),
    }
}

fn made_up(api: &Api, endpoint: &Endpoint, values: &Values) -> Reply {
    let payload = samples::payload(api, endpoint);
    match (&endpoint.paging, payload) {
        (Some(paging), Value::Array(rows)) => {
            Reply::beside_code(paging::page(&endpoint.envelope, paging, &rows, values))
        }
        (_, payload) => Reply::success(payload),
    }
}

/// Returns whether an example shows the answer to this call. An example without request values fits no call, because it
/// may show a failure.
fn fits(example: &Example, values: &Values) -> bool {
    let agrees = |((place, name), expected): (&(ParameterLocation, String), &Value)| match values
        .at(*place, name)
    {
        Some(given) => same(expected, given),
        None => expected.is_null(),
    };
    !example.request.is_empty() && example.request.iter().all(agrees)
}

fn says_more(one: &Example, other: &Example) -> bool {
    one.request.len() > other.request.len()
}
