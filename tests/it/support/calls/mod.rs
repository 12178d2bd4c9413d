//! Calls of every endpoint by group, so that tests can make them by name.
//!
//! A case named like its endpoint, `devices.list`, sends all parameters. Other cases have a suffix, `devices.list: required
//! only`. The expected requests are in `tests/requests/`.

mod devices;
mod end_users;
mod messages;
mod products;
mod subscriptions;
mod thing_model;
mod token;

use std::fmt::Debug;
use std::sync::Arc;

use endpointc_runtime::codegen::{Encode, ErrorCase, serialize};
use quectel_openapi::{BoxFuture, CallError, Client};
use serde_json::Value;

use super::{Failure, trap};

/// A call with its arguments.
pub(crate) struct Case {
    /// Name: the endpoint, and a suffix unless the case sends all parameters.
    pub(crate) name: &'static str,
    make: Box<dyn Fn(&Client) -> Outcome + Send + Sync>,
    show: Box<dyn Fn(&Client) -> String + Send + Sync>,
}

/// Future of a call.
type Outcome = BoxFuture<'static, Result<Answer, Failure>>;

/// Result of a call, without its type.
#[derive(Debug)]
pub(crate) struct Answer {
    /// `Debug` output.
    pub(crate) shown: String,
    /// Re-encoded result.
    pub(crate) json: Value,
}

impl Case {
    /// Full name of its endpoint.
    pub(crate) fn endpoint(&self) -> &'static str {
        self.name.split_once(": ").map_or(self.name, |(endpoint, _)| endpoint)
    }

    /// Makes the call.
    pub(crate) fn call(&self, client: &Client) -> Outcome {
        trap::search("a call", format_args!("{}", self.shown(client)));
        (self.make)(client)
    }

    /// Returns the `Debug` output of the call before it is made.
    pub(crate) fn shown(&self, client: &Client) -> String {
        (self.show)(client)
    }
}

/// All cases, group by group.
pub(crate) fn all() -> Vec<Case> {
    let groups = [
        token::cases(),
        products::cases(),
        thing_model::cases(),
        devices::cases(),
        messages::cases(),
        subscriptions::cases(),
        end_users::cases(),
    ];
    groups.into_iter().flatten().collect()
}

/// Returns the case that sends all parameters of an endpoint.
///
/// # Panics
///
/// Panics for an endpoint of the description that has no case yet.
pub(crate) fn of(endpoint: &str) -> Case {
    let case = all().into_iter().find(|case| case.name == endpoint);
    case.unwrap_or_else(|| {
        panic!("call `{endpoint}` in tests/it/support/calls/, as the others are called")
    })
}

fn case<C, T, E>(name: &'static str, call: impl Fn(&Client) -> C + Send + Sync + 'static) -> Case
where
    C: IntoFuture<Output = Result<T, CallError<E>>> + Debug,
    C::IntoFuture: Send + 'static,
    T: Encode + Debug,
    E: ErrorCase + Debug,
{
    let call = Arc::new(call);
    let show = Arc::clone(&call);
    let show = move |client: &Client| {
        let call = show(client);
        format!("{call:?} {call:#?}")
    };
    let make = move |client: &Client| {
        let sent = call(client).into_future();
        Box::pin(async move { Ok(Answer::of(&sent.await?)) }) as Outcome
    };
    Case { name, make: Box::new(make), show: Box::new(show) }
}

impl Answer {
    fn of<T: Encode + Debug>(value: &T) -> Self {
        let json = serialize(value, serde_json::value::Serializer).expect("results can be written");
        trap::search("an answer", format_args!("{value:?} {value:#?}"));
        Self { shown: format!("{value:?}"), json }
    }
}
