//! The arguments of a call: the values of an endpoint's parameters.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use crate::descriptor::{Endpoint, ListStyle, Parameter, ParameterLocation};
use crate::encode::{self, Encode, Items, Plain, ValueRef};
use crate::error::Error;

/// An endpoint and the values of its parameters.
#[derive(Clone)]
pub(crate) struct Arguments {
    endpoint: &'static Endpoint,
    values: Vec<Option<Value>>,
}

/// The value of a parameter. Most are strings, which need no trait object.
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

impl Arguments {
    /// Creates arguments without any value.
    pub(crate) fn new(endpoint: &'static Endpoint) -> Self {
        Self { endpoint, values: vec![None; endpoint.parameters.len()] }
    }

    /// Sets the parameter with this index into [`Endpoint::parameters`].
    pub(crate) fn set(&mut self, index: usize, value: Arc<dyn Encode>) {
        self.values[index] = Some(Value::Other(value));
    }

    /// Sets a string parameter.
    pub(crate) fn set_text(&mut self, index: usize, text: &str) {
        self.values[index] = Some(Value::Text(text.into()));
    }

    /// Returns the value of a parameter, if it is an integer from 0.
    pub(crate) fn integer(&self, index: usize) -> Option<u64> {
        match self.value(index)?.as_value() {
            ValueRef::Int(value) => u64::try_from(value).ok(),
            ValueRef::Uint(value) => Some(value),
            _ => None,
        }
    }

    pub(crate) fn endpoint(&self) -> &'static Endpoint {
        self.endpoint
    }

    /// Returns the value that is sent for a parameter: its constant, or the value that was set.
    pub(crate) fn value(&self, index: usize) -> Option<&dyn Encode> {
        let constant = self.endpoint.parameters[index].constant.as_ref();
        let set = self.values[index].as_ref();
        let value = constant.map(|constant| constant as &dyn Encode).or(set.map(Value::as_encode));
        value.filter(|value| !matches!(value.as_value(), ValueRef::Absent))
    }

    /// Formats the value that is sent for a parameter.
    pub(crate) fn text(&self, index: usize) -> Result<Option<Cow<'_, str>>, Error> {
        let Some(value) = self.value(index) else { return Ok(None) };
        let parameter = &self.endpoint.parameters[index];
        let sent = Sent { wire_name: parameter.wire_name, value, list: parameter.list };
        sent.text().map_err(|reason| sent.invalid(self, reason))
    }

    /// Returns the names and values that are sent in a location, in the order of the parameters.
    pub(crate) fn sent(&self, location: ParameterLocation) -> impl Iterator<Item = Sent<'_>> {
        let parameters = self.endpoint.parameters.iter().enumerate();
        let there = parameters.filter(move |(_, parameter)| parameter.location == location);
        there.filter_map(|(index, parameter)| Some((parameter, self.value(index)?))).flat_map(
            |(parameter, value)| {
                let list = parameter.list;
                parts(parameter, value).map(move |(wire_name, value)| Sent {
                    wire_name,
                    value,
                    list,
                })
            },
        )
    }

    pub(crate) fn invalid(&self, index: usize, reason: impl Into<String>) -> Error {
        Error::invalid(self.endpoint, Some(self.endpoint.parameters[index].wire_name), reason)
    }
}

/// A name and a value: a parameter, or a member of a spread parameter.
pub(crate) struct Sent<'a> {
    pub(crate) wire_name: &'a str,
    pub(crate) value: &'a dyn Encode,
    list: ListStyle,
}

impl<'a> Sent<'a> {
    /// Formats the value.
    pub(crate) fn text(&self) -> Result<Option<Cow<'a, str>>, String> {
        match (self.value.as_value(), self.list) {
            (ValueRef::List(items), ListStyle::Comma) if items.is_empty() => Ok(None),
            (ValueRef::List(items), ListStyle::Comma) => {
                encode::delimited(items, ',').map(Cow::Owned).map(Some)
            }
            _ => encode::text(self.value),
        }
    }

    /// Formats the value of each pair in a query or a form.
    pub(crate) fn each_text(&self, mut each: impl FnMut(&str)) -> Result<(), String> {
        match (self.value.as_value(), self.list) {
            (ValueRef::List(items), ListStyle::Repeat | ListStyle::Brackets) => {
                encode::texts(items)?.iter().for_each(|text| each(text));
            }
            _ => self.text()?.iter().for_each(|text| each(text)),
        }
        Ok(())
    }

    /// Returns whether the name is followed by brackets.
    pub(crate) fn takes_brackets(&self) -> bool {
        self.list == ListStyle::Brackets && matches!(self.value.as_value(), ValueRef::List(_))
    }

    pub(crate) fn invalid(&self, call: &Arguments, reason: impl Into<String>) -> Error {
        Error::invalid(call.endpoint, Some(self.wire_name), reason)
    }
}

/// Returns the names and values that a parameter is sent as: itself, or its members if it is spread.
fn parts<'a>(
    parameter: &'static Parameter,
    value: &'a dyn Encode,
) -> impl Iterator<Item = (&'a str, &'a dyn Encode)> {
    let (members, itself) = match value.as_value() {
        ValueRef::Object(members) if parameter.spread => (Some(members), None),
        _ => (None, Some((parameter.wire_name, value))),
    };
    let members = members.into_iter().flat_map(encode::members_of);
    itself
        .into_iter()
        .chain(members.filter(|(_, value)| !matches!(value.as_value(), ValueRef::Absent)))
}

impl fmt::Debug for Arguments {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("Call");
        debug.field("endpoint", &self.endpoint.name);
        for (index, parameter) in self.endpoint.parameters.iter().enumerate() {
            if let Some(value) = self.value(index) {
                for (wire_name, value) in parts(parameter, value) {
                    debug.field(wire_name, &format_args!("{}", shown(parameter, value)));
                }
            }
        }
        debug.finish()
    }
}

fn shown(parameter: &Parameter, value: &dyn Encode) -> String {
    if parameter.secret || has_secret(value.as_value()) {
        return "\"…\"".to_owned();
    }
    serde_json::to_string(&Plain(value.as_value())).unwrap_or_else(|error| error.to_string())
}

/// Returns whether the value contains a secret. The whole value is then hidden.
fn has_secret(shape: ValueRef<'_>) -> bool {
    let any =
        |items: &dyn Items| (0..items.len()).any(|index| has_secret(items.get(index).as_value()));
    match shape {
        ValueRef::Secret(_) => true,
        ValueRef::List(items) | ValueRef::Delimited(items, _) => any(items),
        ValueRef::JsonString(inside) => has_secret(inside.as_value()),
        ValueRef::Map(entries) => entries.iter().any(|(_, value)| has_secret(value.as_value())),
        ValueRef::Object(members) => {
            (0..members.names().len()).any(|index| has_secret(members.get(index).as_value()))
        }
        ValueRef::Absent
        | ValueRef::Bool(_)
        | ValueRef::Int(_)
        | ValueRef::Uint(_)
        | ValueRef::Float(_) => false,
        ValueRef::Text(_) | ValueRef::Json(_) => false,
    }
}
