//! Types as schemas. What has a name is a component that others refer to, so types may hold each
//! other.

use serde_json::{Value, json};

use super::dialect::kind_alone;
use super::seen::{Kind, Seen, Spot};
use super::sent::{self, Ways};
use super::text::{Prose, code, code_of, inline};
use super::{Object, Options, Version};
use crate::model::{
    Api, BatchItem, Constraint, EnumValue, Field, Scalar, Shape, Type, TypeDef, TypeId, Union,
    Variant,
};

const PREFIX: &str = "#/components/schemas/";

/// Makes schemas.
pub(super) struct Schemas<'a> {
    pub(super) api: &'a Api,
    pub(super) options: Options,
    seen: Seen,
}

/// A reference to a component.
pub(super) fn reference(name: &str) -> Object {
    Object::from_iter([("$ref".to_owned(), format!("{PREFIX}{name}").into())])
}

/// The component that a reference names.
pub(super) fn name_in(reference: &str) -> Option<String> {
    reference.strip_prefix(PREFIX).map(str::to_owned)
}

impl<'a> Schemas<'a> {
    pub(super) fn new(api: &'a Api, options: Options, seen: Seen) -> Self {
        Self { api, options, seen }
    }

    pub(super) fn version(&self) -> Version {
        self.options.version
    }

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

    /// A type as it is declared, for requests.
    pub(super) fn of(&self, ty: &Type) -> Object {
        self.within(ty, &|_, schema| schema, 0)
    }

    /// A type in a place of an answer, with what examples hold there.
    pub(super) fn at(&self, ty: &Type, spot: &Spot) -> Object {
        let widened = |depth, schema| self.widened(schema, spot, depth);
        self.within(ty, &widened, 0)
    }

    /// A schema that also takes what examples hold in a place.
    pub(super) fn widened(&self, schema: Object, spot: &Spot, depth: usize) -> Object {
        self.version().widened(schema, &self.seen.at(spot, depth))
    }

    fn within(&self, ty: &Type, widen: &dyn Fn(usize, Object) -> Object, depth: usize) -> Object {
        let inside = |ty: &Type| self.within(ty, widen, depth + 1);
        let schema = match ty {
            Type::Bool => kind_alone(Kind::Boolean),
            Type::Int => number("integer", "int64"),
            Type::Uint => with(number("integer", "uint64"), "minimum", 0),
            Type::Float => number("number", "double"),
            Type::Text => kind_alone(Kind::String),
            Type::Secret => with(kind_alone(Kind::String), "format", "password"),
            Type::Timestamp => {
                with(number("integer", "int64"), "x-timestamp", "epoch-milliseconds")
            }
            Type::Json => Object::new(),
            Type::List(item) => with(kind_alone(Kind::Array), "items", inside(item)),
            Type::Map(item) => with(kind_alone(Kind::Object), "additionalProperties", inside(item)),
            Type::JsonString(inside) => self.version().json_text(self.of(inside)),
            Type::Delimited(item, by) => {
                let joined = json!({ "by": by, "items": self.of(item) });
                with(kind_alone(Kind::String), "x-joined", joined)
            }
            Type::Named(id) => reference(&self.api.type_def(*id).name),
        };
        widen(depth, schema)
    }

    fn component(&self, id: TypeId, definition: &TypeDef) -> Object {
        let prose = Prose::of(&definition.doc);
        match &definition.shape {
            Shape::Struct(fields) => self.structure(id, definition, fields),
            Shape::Enum(values) => enumeration(values, prose),
            Shape::OneOf(_) => {
                let ways = Ways::of(self.api, id);
                let schema = match self.options.flat {
                    true => self.flat(&ways),
                    false => self.choice(&ways),
                };
                described(schema, ways.explained(prose, true))
            }
            Shape::Union(union) => described(self.union(definition, union), prose),
            Shape::External(external) => {
                let path = external.path.text.as_str();
                described(with(Object::new(), "x-hand-written", path), prose)
            }
        }
    }

    fn structure(&self, id: TypeId, definition: &TypeDef, fields: &[Field]) -> Object {
        let constants_come = !definition.in_results;
        let is_required =
            |field: &&Field| field.required || (field.constant.is_some() && constants_come);
        let properties =
            fields.iter().map(|field| (field.wire.clone(), self.member(id, definition, field)));
        let mut schema = kind_alone(Kind::Object);
        schema.insert("properties".to_owned(), Value::Object(properties.collect()));
        require(&mut schema, fields.iter().filter(is_required).map(|field| &field.wire));
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
        let spot = Spot::Field(id, field.wire.clone());
        self.field(field, definition.in_requests, definition.in_results.then_some(&spot)).into()
    }

    /// A field with all that is said about it; `spot` is its place in answers, if it has one.
    pub(super) fn field(&self, field: &Field, in_requests: bool, spot: Option<&Spot>) -> Object {
        let version = self.version();
        let mut schema = match (&field.constant, spot) {
            (Some(constant), None) => version.constant(self.of(&field.ty), constant),
            (_, None) => self.of(&field.ty),
            (_, Some(spot)) => self.at(&field.ty, spot),
        };
        if spot.is_some() && (!field.required || field.nullable) {
            schema = version.nullable(schema);
        }
        let mut notes = Object::new();
        match spot {
            None => notes.extend(limits(&field.limits)),
            Some(_) if field.limits.is_empty() => {}
            Some(_) => {
                notes.insert("x-request-limits".to_owned(), limits(&field.limits).into());
            }
        }
        if let Some(default) = &field.default {
            notes.insert("default".to_owned(), default.clone());
        }
        if field.ty == Type::Secret && in_requests && spot.is_none() {
            notes.insert("writeOnly".to_owned(), true.into());
        }
        if field.deprecated.is_some() {
            notes.insert("deprecated".to_owned(), true.into());
        }
        field_prose(field).write(&mut notes);
        marks(&mut notes, field.name.as_deref(), field.undocumented);
        version.annotated(schema, notes)
    }

    /// One of several ways; each refuses what only others have, so that one of them fits.
    pub(super) fn choice(&self, ways: &Ways<'_>) -> Object {
        let schemas = ways.iter().map(|(name, fields)| {
            let mut schema = kind_alone(Kind::Object);
            schema.insert("title".to_owned(), name.into());
            let properties = fields
                .iter()
                .map(|field| (field.wire.clone(), self.field(field, true, None).into()));
            schema.insert("properties".to_owned(), Value::Object(properties.collect()));
            require(&mut schema, fields.iter().filter(is_sent).map(|field| &field.wire));
            let foreign = ways.names().filter(|wire| fields.iter().all(|one| one.wire != *wire));
            schema.extend(without(foreign));
            schema
        });
        let keyword = if ways.are_distinct() { "oneOf" } else { "anyOf" };
        let schemas: Value = schemas.map(Value::Object).collect();
        Object::from_iter([(keyword.to_owned(), schemas)])
    }

    /// All ways in one object, whose fields are optional if they are not in each.
    fn flat(&self, ways: &Ways<'_>) -> Object {
        let fields = sent::merged(self, ways, true);
        let mut schema = kind_alone(Kind::Object);
        require(&mut schema, fields.iter().filter(|one| one.required).map(|one| &one.wire));
        let properties =
            fields.into_iter().map(|one| (one.wire.clone(), one.property(self.version()).into()));
        schema.insert("properties".to_owned(), Value::Object(properties.collect()));
        schema.insert("x-alternatives".to_owned(), ways.as_json());
        schema
    }

    /// With a tag, a value of another one is kept as it is; without, whatever fits no shape is.
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
        let ways = union.variants.iter().map(|variant| Value::from(reference(&name(variant))));
        let (keyword, others) = match self.options.flat {
            true => ("anyOf", json!({ "title": "others" })),
            false => ("oneOf", others(tag, union)),
        };
        let mapping = union.variants.iter().map(|variant| {
            let value = variant.tag.as_ref().map(scalar).unwrap_or_default();
            let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            (value, format!("{PREFIX}{}", name(variant)).into())
        });
        let discriminator =
            json!({ "propertyName": tag, "mapping": Value::Object(mapping.collect()) });
        Object::from_iter([
            (keyword.to_owned(), ways.chain([others]).collect()),
            ("discriminator".to_owned(), discriminator),
        ])
    }

    /// A schema that can have a title of its own.
    fn titled(&self, ty: &Type) -> Object {
        let schema = self.of(ty);
        match schema.contains_key("$ref") {
            true => Object::from_iter([("allOf".to_owned(), json!([schema]))]),
            false => schema,
        }
    }

    /// The types of a union, each with the tag that means it: a discriminator names components.
    fn tagged_variants(&self, id: TypeId, definition: &TypeDef, union: &Union) -> Object {
        let Some(tag) = &union.tag else { return Object::new() };
        let made = union.variants.iter().enumerate().filter_map(|(index, variant)| {
            let value = scalar(variant.tag.as_ref()?);
            let ty = self.at(&variant.ty, &Spot::Variant(id, index));
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

/// Nothing of these names is there.
pub(super) fn without<'a>(names: impl Iterator<Item = &'a str>) -> Object {
    let absent: Vec<Value> = names.map(|name| json!({ "required": [name] })).collect();
    match absent.as_slice() {
        [] => Object::new(),
        [one] => Object::from_iter([("not".to_owned(), one.clone())]),
        _ => Object::from_iter([("not".to_owned(), json!({ "anyOf": absent }))]),
    }
}

/// Says which properties must be there, if any.
pub(super) fn require<'a>(schema: &mut Object, names: impl Iterator<Item = &'a String>) {
    let names: Vec<&String> = names.collect();
    if !names.is_empty() {
        schema.insert("required".to_owned(), names.into_iter().map(String::as_str).collect());
    }
}

/// Limits as keywords; those of a list in one text are told in words.
pub(super) fn limits(limits: &[Constraint]) -> Object {
    let keyword = |limit: &Constraint| match limit {
        Constraint::MinLength(count) => ("minLength", Value::from(*count)),
        Constraint::MaxLength(count) => ("maxLength", Value::from(*count)),
        Constraint::Min(least) => ("minimum", Value::from(*least)),
        Constraint::Max(most) => ("maximum", Value::from(*most)),
        Constraint::MinItems(count) => ("minItems", Value::from(*count)),
        Constraint::MaxItems(count) => ("maxItems", Value::from(*count)),
        Constraint::Pattern(pattern) if is_portable(pattern) => {
            ("pattern", format!("^(?:{pattern})$").into())
        }
        Constraint::Pattern(pattern) => ("x-pattern", pattern.as_str().into()),
    };
    limits.iter().map(keyword).map(|(key, value)| (key.to_owned(), value)).collect()
}

/// Whether JavaScript, whose patterns a schema has, reads a pattern as we do.
fn is_portable(pattern: &str) -> bool {
    let foreign = ["(?", "[[:", "\\A", "\\z", "\\x{", "\\u{", "\\U", "\\a", "\\<", "\\>"];
    let plain = pattern.replace("(?:", "");
    !foreign.iter().any(|one| plain.contains(one))
}

/// A better name, and that nobody says anything about it.
pub(super) fn marks(notes: &mut Object, name: Option<&str>, undocumented: bool) {
    if let Some(name) = name {
        notes.insert("x-name".to_owned(), name.into());
    }
    if undocumented {
        notes.insert("x-undocumented".to_owned(), true.into());
    }
}

/// What a field means, and what its schema cannot say.
pub(super) fn field_prose(field: &Field) -> Prose {
    let mut prose = type_prose(Prose::of(&field.doc), &field.ty);
    if let Some(why) = &field.deprecated {
        prose = deprecated(prose, why);
    }
    if field.undocumented { undocumented(prose) } else { prose }
}

/// What the schema of a type does not say in words.
pub(super) fn type_prose(prose: Prose, ty: &Type) -> Prose {
    match ty {
        Type::Timestamp => prose.and("Epoch milliseconds.", "毫秒时间戳。"),
        Type::JsonString(_) => prose.and("Text that holds JSON.", "内容为 JSON 的字符串。"),
        Type::Delimited(_, by) => {
            let by = code(&by.to_string());
            prose.and(
                format!("A list in one text, with {by} between the items."),
                format!("以 {by} 分隔的列表字符串。"),
            )
        }
        _ => prose,
    }
}

/// Why something should not be used any more.
pub(super) fn deprecated(prose: Prose, why: &crate::model::LocalizedText) -> Prose {
    let (en, zh) = inline(why);
    prose.and(format!("Deprecated: {en}"), format!("已弃用：{zh}"))
}

/// That what is said was found out.
pub(super) fn undocumented(prose: Prose) -> Prose {
    prose.and("The vendor does not document it.", "厂商文档未说明。")
}

/// Whether a field of an alternative goes along with it.
pub(super) fn is_sent(field: &&Field) -> bool {
    field.required || field.constant.is_some()
}

fn item_prose(prose: Prose, item: &BatchItem) -> Prose {
    let (code, success) = (code(&item.code), codes(&item.success));
    prose.and(
        format!("Each item has an outcome of its own: it failed unless {code} is {}.", success.0),
        format!("每一项的结果相互独立：{code} 为 {} 表示该项成功，否则失败。", success.1),
    )
}

/// Codes in a sentence.
pub(super) fn codes(codes: &[i64]) -> (String, String) {
    let shown: Vec<String> = codes.iter().map(|one| code(&one.to_string())).collect();
    (shown.join(" or "), shown.join(" 或 "))
}

fn enumeration(values: &[EnumValue], prose: Prose) -> Object {
    let is_text = |value: &EnumValue| matches!(value.wire, Scalar::Text(_));
    // One for both kinds, each of which an open enum of mixed values may have.
    let mut schema = match (values.iter().any(is_text), values.iter().all(is_text)) {
        (true, true) => kind_alone(Kind::String),
        (false, _) if !values.is_empty() => number("integer", "int64"),
        (_, _) => Object::new(),
    };
    let wires: Value = values.iter().map(|value| scalar(&value.wire)).collect();
    schema.insert("x-extensible-enum".to_owned(), wires);
    schema.insert("x-values".to_owned(), values.iter().map(listed).collect());
    let line = |value: &EnumValue| {
        let head = format!("{} {}", code_of(&scalar(&value.wire)), code(&value.name));
        let (en, zh) = inline(&value.doc);
        match en.is_empty() {
            true => (head.clone(), head),
            false => (format!("{head}: {en}"), format!("{head}：{zh}")),
        }
    };
    let prose =
        prose.list(values.iter().map(line)).and("Other values may be added.", "可能新增其他取值。");
    described(schema, prose)
}

fn listed(value: &EnumValue) -> Value {
    let mut object = Object::new();
    object.insert("value".to_owned(), scalar(&value.wire));
    object.insert("name".to_owned(), value.name.as_str().into());
    Prose::of(&value.doc).write(&mut object);
    object.into()
}

/// Objects with no tag that is known.
fn others(tag: &str, union: &Union) -> Value {
    let known = union.variants.iter().filter_map(|variant| variant.tag.as_ref()).map(scalar);
    let known: Value = known.collect();
    json!({
        "title": "others",
        "type": "object",
        "not": { "required": [tag], "properties": { tag: { "enum": known } } },
    })
}

/// No type has a name with an underscore, so this is one of its own.
fn variant_name(definition: &TypeDef, variant: &Variant) -> String {
    format!("{}_{}", definition.name, variant.name)
}

fn scalar(wire: &Scalar) -> Value {
    match wire {
        Scalar::Int(number) => (*number).into(),
        Scalar::Text(text) => text.as_str().into(),
    }
}

fn number(kind: &str, format: &str) -> Object {
    let mut schema = Object::new();
    schema.insert("type".to_owned(), kind.into());
    schema.insert("format".to_owned(), format.into());
    schema
}

fn with(mut schema: Object, key: &str, value: impl Into<Value>) -> Object {
    schema.insert(key.to_owned(), value.into());
    schema
}

fn described(mut schema: Object, prose: Prose) -> Object {
    prose.write(&mut schema);
    schema
}
