//! JSON types in example responses that differ from the declared type.
//!
//! Generated clients accept a boolean that is sent as 1, but a validator does not. The schema must list both types, or the
//! examples of the document would be invalid.

use std::collections::{BTreeMap, BTreeSet};

use ordered_json::Value;

use crate::model::{Api, Endpoint, Example, Field, Scalar, Shape, Type, TypeId, Union, Variant};
use crate::wire::success::{Outcome, outcome};

/// A type of JSON values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum JsonType {
    Null,
    Boolean,
    Integer,
    Number,
    String,
    Array,
    Object,
}

/// A location with a schema of its own.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum SchemaLocation {
    /// A field of a type.
    Field(TypeId, String),
    /// The type of a union with this index.
    Variant(TypeId, usize),
    /// The payload of an endpoint, by its full name.
    Payload(String),
    /// A field of an envelope or a counter of a page in it, by the names of envelope and field.
    Envelope(String, String),
}

/// Unexpected JSON types by location, and by the number of lists and maps around the value.
#[derive(Debug, Default)]
pub(super) struct ObservedTypes(BTreeMap<(SchemaLocation, usize), BTreeSet<JsonType>>);

impl ObservedTypes {
    /// Collects the types from the responses of all examples.
    pub(super) fn in_examples(api: &Api) -> Self {
        let mut walk = Walk { api, observed: Self::default() };
        for endpoint in api.endpoints() {
            for example in &endpoint.examples {
                walk.answer(endpoint, example);
            }
        }
        walk.observed
    }

    /// The unexpected types at a location.
    pub(super) fn at(&self, location: &SchemaLocation, depth: usize) -> BTreeSet<JsonType> {
        self.0.get(&(location.clone(), depth)).cloned().unwrap_or_default()
    }

    fn add(&mut self, location: &SchemaLocation, depth: usize, kind: JsonType) {
        self.0.entry((location.clone(), depth)).or_default().insert(kind);
    }
}

struct Walk<'a> {
    api: &'a Api,
    observed: ObservedTypes,
}

impl Walk<'_> {
    fn answer(&mut self, endpoint: &Endpoint, example: &Example) {
        let Some(response) = &example.response else { return };
        self.outcome(endpoint, response);
        let location = SchemaLocation::Payload(endpoint.full_name());
        let envelope = &endpoint.envelope;
        let payload = match (&envelope.data, &envelope.code) {
            (Some(data), _) => response.get(data),
            (None, Some(_)) => return self.beside(endpoint, response),
            (None, None) => Some(response),
        };
        match (payload, &endpoint.returns) {
            (None, _) | (_, None) => {}
            (Some(payload), Some(ty))
                if outcome(envelope, example.status, response) == Outcome::Success =>
            {
                self.payload(endpoint, ty, payload, &location);
            }
            // A failure may hold anything in place of the payload.
            (Some(payload), Some(_)) => self.foreign(payload, &location),
        }
    }

    fn outcome(&mut self, endpoint: &Endpoint, response: &Value) {
        let envelope = &endpoint.envelope;
        let location =
            |wire: &String| SchemaLocation::Envelope(envelope.name.clone(), wire.clone());
        let pages = endpoint.paging.iter().flat_map(|one| [&one.number, &one.total, &one.pages]);
        for wire in pages.flatten() {
            let inside = envelope.data.as_ref().and_then(|data| response.get(data)?.get(wire));
            for value in response.get(wire).into_iter().chain(inside) {
                self.value(&Type::Int, value, &location(wire), 0);
            }
        }
        let named = [(&envelope.code, Type::Int), (&envelope.message, Type::Text)];
        for (wire, ty) in named.iter().filter_map(|(wire, ty)| Some((wire.as_ref()?, ty))) {
            if let Some(value) = response.get(wire) {
                self.value(ty, value, &location(wire), 0);
            }
        }
    }

    /// Walks a payload whose fields are beside the code.
    fn beside(&mut self, endpoint: &Endpoint, response: &Value) {
        if let Some(Type::Named(id)) = &endpoint.returns
            && let Shape::Struct(fields) = &self.api.type_def(*id).shape
        {
            self.fields(*id, fields, response);
        }
    }

    fn payload(
        &mut self,
        endpoint: &Endpoint,
        ty: &Type,
        payload: &Value,
        location: &SchemaLocation,
    ) {
        let rows = endpoint.paging.as_ref().and_then(|paging| paging.rows.as_ref());
        match rows {
            None => self.value(ty, payload, location, 0),
            Some(rows) => {
                if let Some(rows) = payload.get(rows) {
                    self.value(ty, rows, location, 0);
                }
                if !payload.is_object() {
                    self.foreign(payload, location);
                }
            }
        }
    }

    /// Records a value in place of the payload that is no payload.
    fn foreign(&mut self, payload: &Value, location: &SchemaLocation) {
        self.observed.add(location, FOREIGN, JsonType::of(payload));
    }

    fn value(&mut self, ty: &Type, value: &Value, location: &SchemaLocation, depth: usize) {
        let kind = JsonType::of(value);
        if !expected(self.api, ty, kind) {
            return self.observed.add(location, depth, kind);
        }
        match (ty, value) {
            (Type::List(item), Value::Array(items)) => {
                items.iter().for_each(|value| self.value(item, value, location, depth + 1));
            }
            (Type::Map(item), Value::Object(members)) => {
                members.values().for_each(|value| self.value(item, value, location, depth + 1));
            }
            (Type::Named(id), _) => match &self.api.type_def(*id).shape {
                Shape::Struct(fields) => self.fields(*id, fields, value),
                Shape::Union(union) => self.union(*id, union, value),
                Shape::Enum(_) | Shape::OneOf(_) | Shape::External(_) => {}
            },
            (_, _) => {}
        }
    }

    fn fields(&mut self, id: TypeId, fields: &[Field], value: &Value) {
        for field in fields {
            if let Some(value) = value.get(&field.wire_name) {
                self.value(
                    &field.ty,
                    value,
                    &SchemaLocation::Field(id, field.wire_name.clone()),
                    0,
                );
            }
        }
    }

    /// Walks the variant that the tag selects. Without a tag the schema accepts every value.
    fn union(&mut self, id: TypeId, union: &Union, value: &Value) {
        let Some(tag) = union.tag.as_ref().and_then(|tag| value.get(tag)) else { return };
        let meant = |variant: &Variant| variant.tag.as_ref().is_some_and(|wire| is(wire, tag));
        if let Some(index) = union.variants.iter().position(meant) {
            self.value(&union.variants[index].ty, value, &SchemaLocation::Variant(id, index), 0);
        }
    }
}

/// A depth that no value has; it marks values in place of the whole payload.
pub(super) const FOREIGN: usize = usize::MAX;

fn is(wire: &Scalar, value: &Value) -> bool {
    match wire {
        Scalar::Int(number) => value.as_i64() == Some(*number),
        Scalar::Text(text) => value.as_str() == Some(text),
    }
}

/// Returns whether the schema of a type accepts values of a JSON type without widening.
fn expected(api: &Api, ty: &Type, kind: JsonType) -> bool {
    match ty {
        Type::Json => true,
        Type::Bool => kind == JsonType::Boolean,
        Type::Int | Type::Uint | Type::Timestamp => kind == JsonType::Integer,
        Type::Float => matches!(kind, JsonType::Integer | JsonType::Number),
        Type::Text | Type::Secret | Type::JsonString(_) | Type::Delimited(..) => {
            kind == JsonType::String
        }
        Type::List(_) => kind == JsonType::Array,
        Type::Map(_) => kind == JsonType::Object,
        Type::Named(id) => match &api.type_def(*id).shape {
            Shape::Struct(_) | Shape::OneOf(_) => kind == JsonType::Object,
            Shape::Union(union) => union.tag.is_none() || kind == JsonType::Object,
            Shape::External(_) => true,
            Shape::Enum(values) => {
                let (text, int) = (JsonType::String, JsonType::Integer);
                let kinds = values.iter().map(|value| match value.scalar {
                    Scalar::Int(_) => int,
                    Scalar::Text(_) => text,
                });
                kinds.into_iter().any(|one| one == kind)
            }
        },
    }
}

impl JsonType {
    /// The type of a value.
    pub(super) fn of(value: &Value) -> Self {
        match value {
            Value::Null => Self::Null,
            Value::Bool(_) => Self::Boolean,
            Value::Number(number) if number.is_f64() => match number.as_f64() {
                Some(number) if number.fract() == 0.0 => Self::Integer,
                Some(_) | None => Self::Number,
            },
            Value::Number(_) => Self::Integer,
            Value::String(_) => Self::String,
            Value::Array(_) => Self::Array,
            Value::Object(_) => Self::Object,
        }
    }

    /// Its name in a schema.
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Boolean => "boolean",
            Self::Integer => "integer",
            Self::Number => "number",
            Self::String => "string",
            Self::Array => "array",
            Self::Object => "object",
        }
    }

    /// Returns whether its schema needs more than the name of the type.
    pub(super) fn is_container(self) -> bool {
        matches!(self, Self::Array | Self::Object)
    }
}
