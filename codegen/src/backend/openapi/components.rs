//! Types with names as components that others refer to.

use ordered_json::{Value, json};

use super::Object;
use super::alternatives::{Alternatives, is_needed};
use super::descriptions::item_prose;
use super::keywords::{PREFIX, number, reference, require, with, without};
use super::observed_types::{JsonType, SchemaLocation};
use super::properties::merged;
use super::schemas::Schemas;
use super::text::{Prose, code, code_of, inline};
use super::version::of_type;
use crate::model::{EnumValue, Field, Scalar, Shape, Type, TypeDef, TypeId, Union, Variant};
use crate::wire::values::scalar;

impl Schemas<'_> {
    /// The components of all types.
    pub(super) fn of_types(&self) -> Object {
        let mut schemas = Object::new();
        for (index, definition) in self.api.types.iter().enumerate() {
            let id = TypeId(index);
            schemas.insert(definition.name.clone(), self.component(id, definition).into());
            if let Shape::Union(union) = &definition.shape {
                schemas.extend(self.tagged_variants(id, definition, union));
            }
        }
        schemas
    }

    fn component(&self, id: TypeId, definition: &TypeDef) -> Object {
        let prose = Prose::of(&definition.doc);
        match &definition.shape {
            Shape::Struct(fields) => self.structure(id, definition, fields),
            Shape::Enum(values) => enumeration(values, prose),
            Shape::OneOf(_) => {
                let alternatives = Alternatives::of(self.api, id);
                let schema = if self.options.flat {
                    self.flat(&alternatives)
                } else {
                    self.one_of(&alternatives)
                };
                described(schema, alternatives.explained(prose, true))
            }
            Shape::Union(union) => described(self.union(definition, union), prose),
            Shape::External(external) => {
                described(with(Object::new(), "x-hand-written", external.path.text.as_str()), prose)
            }
        }
    }

    fn structure(&self, id: TypeId, definition: &TypeDef, fields: &[Field]) -> Object {
        let constants_come = !definition.in_results;
        let is_required =
            |field: &&Field| field.required || (field.constant.is_some() && constants_come);
        let properties = fields
            .iter()
            .map(|field| (field.wire_name.clone(), self.member(id, definition, field)));
        let mut schema = of_type(JsonType::Object);
        schema.insert("properties".to_owned(), Value::Object(properties.collect()));
        require(&mut schema, fields.iter().filter(is_required).map(|field| &field.wire_name));
        let mut prose = Prose::of(&definition.doc);
        if let Some(item) = &definition.item {
            prose = item_prose(prose, item);
            let outcome =
                json!({ "code": item.code, "success": item.success, "message": item.message });
            schema.insert("x-item".to_owned(), outcome);
        }
        described(schema, prose)
    }

    fn member(&self, id: TypeId, definition: &TypeDef, field: &Field) -> Value {
        let location = SchemaLocation::Field(id, field.wire_name.clone());
        self.field(field, definition.in_requests, definition.in_results.then_some(&location)).into()
    }

    /// One of several alternatives; each refuses the fields of the others, so that exactly one fits.
    fn one_of(&self, alternatives: &Alternatives<'_>) -> Object {
        let schemas = alternatives.iter().map(|(name, fields)| {
            let mut schema = of_type(JsonType::Object);
            schema.insert("title".to_owned(), name.into());
            let properties = fields
                .iter()
                .map(|field| (field.wire_name.clone(), self.field(field, true, None).into()));
            schema.insert("properties".to_owned(), Value::Object(properties.collect()));
            require(&mut schema, fields.iter().filter(is_needed).map(|field| &field.wire_name));
            let foreign =
                alternatives.names().filter(|wire| fields.iter().all(|one| one.wire_name != *wire));
            schema.extend(without(foreign));
            schema
        });
        let keyword = if alternatives.are_distinct() { "oneOf" } else { "anyOf" };
        let schemas: Value = schemas.map(Value::Object).collect();
        Object::from_iter([(keyword.to_owned(), schemas)])
    }

    /// All alternatives in one object. A field that is not in each of them is optional.
    fn flat(&self, alternatives: &Alternatives<'_>) -> Object {
        let fields = merged(self, alternatives, true);
        let mut schema = of_type(JsonType::Object);
        require(&mut schema, fields.iter().filter(|one| one.required).map(|one| &one.wire));
        let properties = fields
            .into_iter()
            .map(|one| (one.wire.clone(), one.into_schema(self.version()).into()));
        schema.insert("properties".to_owned(), Value::Object(properties.collect()));
        schema.insert("x-alternatives".to_owned(), alternatives.as_json());
        schema
    }

    /// The variants of a union. A value that fits none of them is accepted: with a tag, if the tag is unknown.
    fn union(&self, definition: &TypeDef, union: &Union) -> Object {
        let Some(tag) = &union.tag else {
            let shapes = union.variants.iter().map(|variant| {
                with(self.titled(&variant.ty), "title", variant.name.as_str()).into()
            });
            let others = [json!({ "title": "others" })];
            return Object::from_iter([(
                "anyOf".to_owned(),
                shapes.chain(others).collect::<Value>(),
            )]);
        };
        let name = |variant: &Variant| variant_name(definition, variant);
        let variants = union.variants.iter().map(|variant| Value::from(reference(&name(variant))));
        let (keyword, others) = if self.options.flat {
            ("anyOf", json!({ "title": "others" }))
        } else {
            ("oneOf", others(tag, union))
        };
        let mapping = union.variants.iter().map(|variant| {
            let value = variant.tag.as_ref().map(scalar).unwrap_or_default();
            let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            (value, format!("{PREFIX}{}", name(variant)).into())
        });
        let discriminator =
            json!({ "propertyName": tag, "mapping": Value::Object(mapping.collect()) });
        Object::from_iter([
            (keyword.to_owned(), variants.chain([others]).collect()),
            ("discriminator".to_owned(), discriminator),
        ])
    }

    /// A schema to which a title can be added; a reference is wrapped.
    fn titled(&self, ty: &Type) -> Object {
        let schema = self.of(ty);
        if schema.contains_key("$ref") {
            Object::from_iter([("allOf".to_owned(), json!([schema]))])
        } else {
            schema
        }
    }

    /// The types of a union, each with the tag that means it: a discriminator names components.
    fn tagged_variants(&self, id: TypeId, definition: &TypeDef, union: &Union) -> Object {
        let Some(tag) = &union.tag else { return Object::new() };
        let made = union.variants.iter().enumerate().filter_map(|(index, variant)| {
            let value = scalar(variant.tag.as_ref()?);
            let ty = self.at(&variant.ty, &SchemaLocation::Variant(id, index));
            let named = json!({
                "type": "object",
                "required": [tag],
                "properties": { tag: { "enum": [value] } },
            });
            Some((variant_name(definition, variant), json!({ "allOf": [ty, named] })))
        });
        made.collect()
    }
}

fn enumeration(values: &[EnumValue], prose: Prose) -> Object {
    let is_text = |value: &EnumValue| matches!(value.scalar, Scalar::Text(_));
    // An open enum of mixed values may hold both, and clients read integers from either.
    let mut schema = match (values.iter().any(is_text), values.iter().all(is_text)) {
        (true, true) => of_type(JsonType::String),
        (false, _) if !values.is_empty() => number("integer", "int64"),
        (_, _) => Object::new(),
    };
    let wires: Value = values.iter().map(|value| scalar(&value.scalar)).collect();
    schema.insert("x-extensible-enum".to_owned(), wires);
    schema.insert("x-values".to_owned(), values.iter().map(listed).collect());
    let line = |value: &EnumValue| {
        let head = format!("{} {}", code_of(&scalar(&value.scalar)), code(&value.name));
        let (en, zh) = inline(&value.doc);
        if en.is_empty() {
            (head.clone(), head)
        } else {
            (format!("{head}: {en}"), format!("{head}：{zh}"))
        }
    };
    let prose =
        prose.list(values.iter().map(line)).and("Other values may be added.", "可能新增其他取值。");
    described(schema, prose)
}

fn listed(value: &EnumValue) -> Value {
    let mut object = Object::new();
    object.insert("value".to_owned(), scalar(&value.scalar));
    object.insert("name".to_owned(), value.name.as_str().into());
    Prose::of(&value.doc).write(&mut object);
    object.into()
}

/// Objects whose tag is not listed.
fn others(tag: &str, union: &Union) -> Value {
    let known = union.variants.iter().filter_map(|variant| variant.tag.as_ref()).map(scalar);
    let known: Value = known.collect();
    json!({
        "title": "others",
        "type": "object",
        "not": { "required": [tag], "properties": { tag: { "enum": known } } },
    })
}

/// The name of a tagged variant. Names of types have no underscore, so it is unique.
fn variant_name(definition: &TypeDef, variant: &Variant) -> String {
    format!("{}_{}", definition.name, variant.name)
}

fn described(mut schema: Object, prose: Prose) -> Object {
    prose.write(&mut schema);
    schema
}
