//! Every endpoint of the API as calls, by group; with them a test reaches all of them by name.
//!
//! A case is named like its endpoint, `devices.list`, and then it sends everything that the endpoint takes; or it has a
//! word more, `devices.list: required only`. What each of them must put on the wire stands in `tests/requests/`.

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
    /// What it is called: its endpoint, and what is special about it.
    pub(crate) name: &'static str,
    make: Box<dyn Fn(&Client) -> Outcome + Send + Sync>,
    show: Box<dyn Fn(&Client) -> String + Send + Sync>,
}

/// What becomes of a call.
type Outcome = BoxFuture<'static, Result<Answer, Failure>>;

/// What a call gave, without its type.
#[derive(Debug)]
pub(crate) struct Answer {
    /// As its `Debug` shows it.
    pub(crate) shown: String,
    /// Encoded again.
    pub(crate) json: Value,
}

impl Case {
    /// Full name of its endpoint.
    pub(crate) fn endpoint(&self) -> &'static str {
        self.name.split_once(": ").map_or(self.name, |(endpoint, _)| endpoint)
    }

    /// Makes the call.
    pub(crate) fn call(&self, client: &Client) -> Outcome {
        trap::hear("a call", format_args!("{}", self.shown(client)));
        (self.make)(client)
    }

    /// The call before it is made, as its `Debug` shows it.
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

/// The case that sends everything that an endpoint takes.
///
/// An endpoint that is new in the description stops the tests here until they know how to call it.
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
        trap::hear("an answer", format_args!("{value:?} {value:#?}"));
        Self { shown: format!("{value:?}"), json }
    }
}
