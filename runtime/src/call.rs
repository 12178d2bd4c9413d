//! A call on its way: the values of an endpoint's parameters, and the future that makes it happen.
//!
//! What is generic here is compiled once per endpoint, so it is a few lines around `execute`, which is compiled once.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use crate::client::Core;
use crate::decode::Decode;
use crate::encode::{Encode, Items, Plain, Shape};
use crate::endpoint::{Endpoint, Parameter};
use crate::error::{CallError, Error, ErrorCase};
use crate::execute::execute;
use crate::url;

/// The future of a call.
pub type Sending<T, E> = Pin<Box<dyn Future<Output = Result<T, CallError<E>>> + Send>>;

/// A call that has not been sent. Cloning it is cheap.
#[derive(Clone)]
pub struct Call {
    core: Core,
    endpoint: &'static Endpoint,
    values: Vec<Option<Arc<dyn Encode>>>,
}

impl Call {
    /// A call without any of its parameters.
    pub fn new(core: &Core, endpoint: &'static Endpoint) -> Self {
        Self { core: core.clone(), endpoint, values: vec![None; endpoint.parameters.len()] }
    }

    /// Sets the parameter with this index into [`Endpoint::parameters`].
    pub fn set(&mut self, index: usize, value: impl Encode + 'static) {
        self.values[index] = Some(Arc::new(value));
    }

    /// The same with one parameter set.
    #[must_use]
    pub fn with(mut self, index: usize, value: impl Encode + 'static) -> Self {
        self.set(index, value);
        self
    }

    /// Makes the call when polled. Each `T` and `E` compiles this much and no more.
    pub fn send<T: Decode + Default + 'static, E: ErrorCase>(self) -> Sending<T, E> {
        Box::pin(async move {
            let mut value: Option<T> = None;
            match execute(&self, &mut value).await {
                Ok(()) => Ok(value.unwrap_or_default()),
                Err(error) => Err(CallError::new(error)),
            }
        })
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
        let value =
            constant.map(|constant| constant as &dyn Encode).or(self.values[index].as_deref());
        value.filter(|value| !matches!(value.shape(), Shape::Absent))
    }

    /// What is sent for a parameter, as one text.
    pub(crate) fn text(&self, index: usize) -> Result<Option<String>, Error> {
        let Some(value) = self.value(index) else { return Ok(None) };
        url::text(value).map_err(|reason| self.invalid(index, reason))
    }

    /// What is sent for a parameter, as one text for each item.
    pub(crate) fn texts(&self, index: usize) -> Result<Vec<String>, Error> {
        match self.value(index).map(|value| value.shape()) {
            Some(Shape::List(items)) => {
                let texts = (0..items.len()).map(|item| url::text(items.get(item)));
                texts
                    .filter_map(Result::transpose)
                    .collect::<Result<_, _>>()
                    .map_err(|reason| self.invalid(index, reason))
            }
            _ => Ok(self.text(index)?.into_iter().collect()),
        }
    }

    pub(crate) fn invalid(&self, index: usize, reason: impl Into<String>) -> Error {
        Error::invalid(self.endpoint, Some(self.endpoint.parameters[index].wire), reason)
    }
}

impl fmt::Debug for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("Call");
        debug.field("endpoint", &self.endpoint.name);
        for (index, parameter) in self.endpoint.parameters.iter().enumerate() {
            if let Some(value) = self.value(index) {
                debug.field(parameter.wire, &format_args!("{}", shown(parameter, value)));
            }
        }
        debug.finish()
    }
}

fn shown(parameter: &Parameter, value: &dyn Encode) -> String {
    if parameter.secret || has_secret(value.shape()) {
        return "\"…\"".to_owned();
    }
    serde_json::to_string(&Plain(value)).unwrap_or_else(|error| error.to_string())
}

/// Whether there is a secret anywhere inside: then the whole value is hidden.
fn has_secret(shape: Shape<'_>) -> bool {
    let any =
        |items: &dyn Items| (0..items.len()).any(|index| has_secret(items.get(index).shape()));
    match shape {
        Shape::Secret(_) => true,
        Shape::List(items) => any(items),
        Shape::Map(entries) => entries.iter().any(|(_, value)| has_secret(value.shape())),
        Shape::Object(members) => {
            (0..members.names().len()).any(|index| has_secret(members.get(index).shape()))
        }
        Shape::Absent | Shape::Bool(_) | Shape::Int(_) | Shape::Uint(_) | Shape::Float(_) => false,
        Shape::Text(_) | Shape::Json(_) => false,
    }
}
