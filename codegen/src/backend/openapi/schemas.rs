//! Types and fields as schemas. A type with a name is a reference, so types may hold each other.

use ordered_json::json;

use super::descriptions::field_prose;
use super::keywords::{limits, marks, number, reference, with};
use super::observed_types::{JsonType, ObservedTypes, SchemaLocation};
use super::version::of_type;
use super::{Object, Options, Version};
use crate::model::{Api, Field, Type};

/// Converts types and fields into schemas.
pub(super) struct Schemas<'a> {
    pub(super) api: &'a Api,
    pub(super) options: Options,
    observed: ObservedTypes,
}

impl<'a> Schemas<'a> {
    pub(super) fn new(api: &'a Api, options: Options, observed: ObservedTypes) -> Self {
        Self { api, options, observed }
    }

    pub(super) fn version(&self) -> Version {
        self.options.version
    }

    /// A type as it is declared, for requests.
    pub(super) fn of(&self, ty: &Type) -> Object {
        self.within(ty, &|_, schema| schema, 0)
    }

    /// A type at a location of responses, widened by the values of examples.
    pub(super) fn at(&self, ty: &Type, location: &SchemaLocation) -> Object {
        let widened = |depth, schema| self.widened(schema, location, depth);
        self.within(ty, &widened, 0)
    }

    /// A schema that also accepts the values of examples at a location.
    pub(super) fn widened(
        &self,
        schema: Object,
        location: &SchemaLocation,
        depth: usize,
    ) -> Object {
        self.version().widened(schema, &self.observed.at(location, depth))
    }

    fn within(&self, ty: &Type, widen: &dyn Fn(usize, Object) -> Object, depth: usize) -> Object {
        let inside = |ty: &Type| self.within(ty, widen, depth + 1);
        let schema = match ty {
            Type::Bool => of_type(JsonType::Boolean),
            Type::Int => number("integer", "int64"),
            Type::Uint => with(number("integer", "uint64"), "minimum", 0),
            Type::Float => number("number", "double"),
            Type::Text => of_type(JsonType::String),
            Type::Secret => with(of_type(JsonType::String), "format", "password"),
            Type::Timestamp => {
                with(number("integer", "int64"), "x-timestamp", "epoch-milliseconds")
            }
            Type::Json => Object::new(),
            Type::List(item) => with(of_type(JsonType::Array), "items", inside(item)),
            Type::Map(item) => {
                with(of_type(JsonType::Object), "additionalProperties", inside(item))
            }
            Type::JsonString(inside) => self.version().json_text(self.of(inside)),
            Type::Delimited(item, by) => {
                let joined = json!({ "by": by, "items": self.of(item) });
                with(of_type(JsonType::String), "x-joined", joined)
            }
            Type::Named(id) => reference(&self.api.type_def(*id).name),
        };
        widen(depth, schema)
    }

    /// A field with its annotations; `location` is `None` for a field that only requests have.
    pub(super) fn field(
        &self,
        field: &Field,
        in_requests: bool,
        location: Option<&SchemaLocation>,
    ) -> Object {
        let version = self.version();
        let mut schema = match (&field.constant, location) {
            (Some(constant), None) => version.constant(self.of(&field.ty), constant),
            (_, None) => self.of(&field.ty),
            (_, Some(location)) => self.at(&field.ty, location),
        };
        if location.is_some() && (!field.required || field.nullable) {
            schema = version.nullable(schema);
        }
        let mut notes = Object::new();
        match location {
            None => notes.extend(limits(&field.limits)),
            Some(_) if field.limits.is_empty() => {}
            Some(_) => {
                notes.insert("x-request-limits".to_owned(), limits(&field.limits).into());
            }
        }
        if let Some(default) = &field.default {
            notes.insert("default".to_owned(), default.clone());
        }
        if field.ty == Type::Secret && in_requests && location.is_none() {
            notes.insert("writeOnly".to_owned(), true.into());
        }
        if field.deprecated.is_some() {
            notes.insert("deprecated".to_owned(), true.into());
        }
        field_prose(field).write(&mut notes);
        marks(&mut notes, field.name.as_deref(), field.undocumented);
        version.annotated(schema, notes)
    }
}
