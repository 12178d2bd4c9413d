//! A call on its way: the values of an endpoint's parameters, and the future that makes it happen.
//!
//! What is generic here is compiled once per endpoint, so it is a few lines around `execute`, which is compiled once.

#[cfg(feature = "blocking")]
pub(crate) mod blocking;
pub(crate) mod client;
pub(crate) mod executor;
pub(crate) mod pages;
pub(crate) mod retry;

use std::borrow::Cow;
use std::fmt;
use std::future::Future;
use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use crate::call::client::Core;
use crate::call::executor::execute;
use crate::call::pages::{Counters, Page, PageSlot, Pages, Rows};
use crate::decode::Decode;
use crate::descriptor::{Endpoint, ListStyle, Paging, Parameter, Place};
use crate::encode::{self, Encode, Items, Plain, Shape};
use crate::error::{CallError, Error, ErrorCase};
use crate::response::receiver::{Make, Payload, Whole, make, take};
use crate::transport::BoxFuture;

/// The future of a call.
///
/// It is the same future for all of them, and knows only at its end what it gives.
#[must_use = "futures do nothing unless polled"]
pub struct Sending<T, E> {
    answer: Answered,
    finish: fn(&mut Landed) -> T,
    case: PhantomData<fn() -> E>,
}

/// The future of a call, before anyone says which type it gives.
pub(crate) type Answered = BoxFuture<'static, Result<Landed, Error>>;

/// What came of a call, before anyone says which type it is.
pub(crate) struct Landed {
    payload: Box<dyn Payload>,
    /// What the answer says about other pages.
    counters: Counters,
}

/// A call that has not been sent. Cloning it is cheap.
#[derive(Clone)]
pub struct Call {
    core: Core,
    endpoint: &'static Endpoint,
    values: Vec<Option<Value>>,
}

/// What a parameter was set to. Most are texts, which need no box of their own.
#[derive(Clone)]
enum Value {
    Text(Arc<str>),
    Other(Arc<dyn Encode>),
}

impl Value {
    fn as_encode(&self) -> &dyn Encode {
        match self {
            Self::Text(text) => text,
            Self::Other(value) => &**value,
        }
    }
}

impl Call {
    /// A call without any of its parameters.
    pub fn new(core: &Core, endpoint: &'static Endpoint) -> Self {
        Self { core: core.clone(), endpoint, values: vec![None; endpoint.parameters.len()] }
    }

    /// Sets the parameter with this index into [`Endpoint::parameters`].
    pub fn set(&mut self, index: usize, value: impl Encode + 'static) {
        self.put(index, Value::Other(Arc::new(value)));
    }

    /// Sets a text.
    pub fn set_text(&mut self, index: usize, text: &str) {
        self.put(index, Value::Text(text.into()));
    }

    /// The same with one parameter set.
    #[must_use]
    pub fn with(mut self, index: usize, value: impl Encode + 'static) -> Self {
        self.put(index, Value::Other(Arc::new(value)));
        self
    }

    /// The same with one text set.
    #[must_use]
    pub fn with_text(mut self, index: usize, text: &str) -> Self {
        self.set_text(index, text);
        self
    }

    fn put(&mut self, index: usize, value: Value) {
        self.values[index] = Some(value);
    }

    /// Makes the call when polled.
    pub fn send<T: Decode + Default + 'static, E: ErrorCase>(self) -> Sending<T, E> {
        Sending::new(self.whole(make::<T>), Landed::whole)
    }

    /// Makes the call when polled, and takes one page of what it gives.
    pub fn send_page<T: Decode + Default + 'static, E: ErrorCase>(self) -> Sending<Page<T>, E> {
        Sending::new(self.page(make::<Vec<T>>), Landed::page)
    }

    fn whole(self, make: Make) -> Answered {
        Box::pin(async move {
            let mut slot = Whole::new(make);
            execute(&self, &mut slot).await?;
            Ok(Landed { payload: slot.into_payload(), counters: Counters::default() })
        })
    }

    fn page(self, make: Make) -> Answered {
        Box::pin(async move {
            let Some(paging) = self.paging() else {
                return Ok(Landed { payload: make(), counters: Counters::default() });
            };
            // Three counters, each of which may be any JSON, would be a fifth of the future.
            let mut slot = Box::new(PageSlot::new(paging, make));
            execute(&self, &mut *slot).await?;
            let (payload, counters) = slot.into_parts();
            Ok(Landed { payload, counters })
        })
    }

    /// One call after another, page by page.
    pub fn pages<T, E: ErrorCase>(self) -> Pages<T, E>
    where
        T: Decode + Clone + PartialEq + Default + Unpin + 'static,
    {
        Pages::new(self)
    }

    /// One call after another, row by row.
    pub fn rows<T, E: ErrorCase>(self) -> Rows<T, E>
    where
        T: Decode + Clone + PartialEq + Default + Unpin + 'static,
    {
        Rows::new(self)
    }

    pub(crate) fn paging(&self) -> Option<&'static Paging> {
        self.endpoint.paging
    }

    /// A parameter's value, if it is a whole number from 0.
    pub(crate) fn integer(&self, index: usize) -> Option<u64> {
        match self.value(index)?.shape() {
            Shape::Int(value) => u64::try_from(value).ok(),
            Shape::Uint(value) => Some(value),
            _ => None,
        }
    }

    pub(crate) fn core(&self) -> &Core {
        &self.core
    }

    pub(crate) fn endpoint(&self) -> &'static Endpoint {
        self.endpoint
    }

    /// What is sent for a parameter: its constant, or what was set.
    pub(crate) fn value(&self, index: usize) -> Option<&dyn Encode> {
        let constant = self.endpoint.parameters[index].constant.as_ref();
        let set = self.values[index].as_ref();
        let value = constant.map(|constant| constant as &dyn Encode).or(set.map(Value::as_encode));
        value.filter(|value| !matches!(value.shape(), Shape::Absent))
    }

    /// What is sent for a parameter, as one text.
    pub(crate) fn text(&self, index: usize) -> Result<Option<Cow<'_, str>>, Error> {
        let Some(value) = self.value(index) else { return Ok(None) };
        let parameter = &self.endpoint.parameters[index];
        let sent = Sent { wire: parameter.wire, value, list: parameter.list };
        sent.text().map_err(|reason| sent.invalid(self, reason))
    }

    /// What is sent in a place, in the order of the parameters.
    pub(crate) fn sent(&self, place: Place) -> impl Iterator<Item = Sent<'_>> {
        let parameters = self.endpoint.parameters.iter().enumerate();
        let there = parameters.filter(move |(_, parameter)| parameter.place == place);
        there.filter_map(|(index, parameter)| Some((parameter, self.value(index)?))).flat_map(
            |(parameter, value)| {
                let list = parameter.list;
                parts(parameter, value).map(move |(wire, value)| Sent { wire, value, list })
            },
        )
    }

    pub(crate) fn invalid(&self, index: usize, reason: impl Into<String>) -> Error {
        Error::invalid(self.endpoint, Some(self.endpoint.parameters[index].wire), reason)
    }
}

impl Landed {
    fn whole<T: Default + 'static>(&mut self) -> T {
        take(&mut *self.payload)
    }

    fn page<T: 'static>(&mut self) -> Page<T> {
        Page::new(take(&mut *self.payload), &self.counters)
    }
}

impl<T, E> Sending<T, E> {
    fn new(answer: Answered, finish: fn(&mut Landed) -> T) -> Self {
        Self { answer, finish, case: PhantomData }
    }

    #[cfg(feature = "blocking")]
    pub(crate) fn wait_by(
        self,
        wait: fn(Answered) -> Result<Landed, Error>,
    ) -> Result<T, CallError<E>>
    where
        E: ErrorCase,
    {
        match wait(self.answer) {
            Ok(mut landed) => Ok((self.finish)(&mut landed)),
            Err(error) => Err(CallError::new(error)),
        }
    }
}

impl<T, E: ErrorCase> Future for Sending<T, E> {
    type Output = Result<T, CallError<E>>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        Poll::Ready(match ready!(self.answer.as_mut().poll(context)) {
            Ok(mut landed) => Ok((self.finish)(&mut landed)),
            Err(error) => Err(CallError::new(error)),
        })
    }
}

impl<T, E> fmt::Debug for Sending<T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sending").finish_non_exhaustive()
    }
}

/// What travels under one name: a parameter, or a member of a spread one.
pub(crate) struct Sent<'a> {
    pub(crate) wire: &'a str,
    pub(crate) value: &'a dyn Encode,
    list: ListStyle,
}

impl<'a> Sent<'a> {
    /// As one text.
    pub(crate) fn text(&self) -> Result<Option<Cow<'a, str>>, String> {
        match (self.value.shape(), self.list) {
            (Shape::List(items), ListStyle::Comma) if items.is_empty() => Ok(None),
            (Shape::List(items), ListStyle::Comma) => {
                encode::joined(items, ',').map(Cow::Owned).map(Some)
            }
            _ => encode::text(self.value),
        }
    }

    /// One text after the other, for each pair of a query or a form.
    pub(crate) fn each_text(&self, mut each: impl FnMut(&str)) -> Result<(), String> {
        match (self.value.shape(), self.list) {
            (Shape::List(items), ListStyle::Repeat | ListStyle::Brackets) => {
                encode::texts(items)?.iter().for_each(|text| each(text));
            }
            _ => self.text()?.iter().for_each(|text| each(text)),
        }
        Ok(())
    }

    /// Whether its name is followed by brackets.
    pub(crate) fn takes_brackets(&self) -> bool {
        self.list == ListStyle::Brackets && matches!(self.value.shape(), Shape::List(_))
    }

    pub(crate) fn invalid(&self, call: &Call, reason: impl Into<String>) -> Error {
        Error::invalid(call.endpoint, Some(self.wire), reason)
    }
}

/// What a parameter's value consists of: itself, or the members that stand in its stead.
fn parts<'a>(
    parameter: &'static Parameter,
    value: &'a dyn Encode,
) -> impl Iterator<Item = (&'a str, &'a dyn Encode)> {
    let (members, itself) = match value.shape() {
        Shape::Object(members) if parameter.spread => (Some(members), None),
        _ => (None, Some((parameter.wire, value))),
    };
    let members = members.into_iter().flat_map(encode::members_of);
    itself.into_iter().chain(members.filter(|(_, value)| !matches!(value.shape(), Shape::Absent)))
}

impl fmt::Debug for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("Call");
        debug.field("endpoint", &self.endpoint.name);
        for (index, parameter) in self.endpoint.parameters.iter().enumerate() {
            if let Some(value) = self.value(index) {
                for (wire, value) in parts(parameter, value) {
                    debug.field(wire, &format_args!("{}", shown(parameter, value)));
                }
            }
        }
        debug.finish()
    }
}

fn shown(parameter: &Parameter, value: &dyn Encode) -> String {
    if parameter.secret || has_secret(value.shape()) {
        return "\"…\"".to_owned();
    }
    serde_json::to_string(&Plain(value.shape())).unwrap_or_else(|error| error.to_string())
}

/// Whether there is a secret anywhere inside: then the whole value is hidden.
fn has_secret(shape: Shape<'_>) -> bool {
    let any =
        |items: &dyn Items| (0..items.len()).any(|index| has_secret(items.get(index).shape()));
    match shape {
        Shape::Secret(_) => true,
        Shape::List(items) | Shape::Joined(items, _) => any(items),
        Shape::JsonText(inside) => has_secret(inside.shape()),
        Shape::Map(entries) => entries.iter().any(|(_, value)| has_secret(value.shape())),
        Shape::Object(members) => {
            (0..members.names().len()).any(|index| has_secret(members.get(index).shape()))
        }
        Shape::Absent | Shape::Bool(_) | Shape::Int(_) | Shape::Uint(_) | Shape::Float(_) => false,
        Shape::Text(_) | Shape::Json(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::call::client::Builder;
    use crate::descriptor::{Api, Envelope, Method, PathPart};
    use crate::transport::{Request, Response, Transport, TransportError};

    static API: Api = Api { name: "a", auth: None, codes: &[], secrets: &[] };
    static ENVELOPE: Envelope =
        Envelope { code: None, success: &[], message: None, data: None, others: &[] };
    static ENDPOINT: Endpoint = Endpoint {
        api: &API,
        name: "group.endpoint",
        method: Method::Get,
        path: &[PathPart::Text("/")],
        parameters: &[],
        paging: None,
        envelope: &ENVELOPE,
        authenticated: false,
        idempotent: true,
        codes: &[],
    };

    struct Silent;

    impl Transport for Silent {
        fn send(&self, _: Request) -> BoxFuture<'_, Result<Response, TransportError>> {
            Box::pin(std::future::pending())
        }
    }

    /// Beyond that, allocators keep nothing at hand: a call would take thousands of instructions more.
    #[test]
    fn the_future_of_a_call_is_below_a_kilobyte() {
        let mut builder = Builder::new(&API, "https://host");
        builder.transport(Arc::new(Silent));
        let call = Call::new(&builder.build().unwrap(), &ENDPOINT);
        let whole = size_of_val(&*call.clone().whole(make::<i64>));
        let page = size_of_val(&*call.page(make::<Vec<i64>>));
        assert!(whole <= 1024 && page <= 1024, "{whole} and {page} bytes");
    }
}
