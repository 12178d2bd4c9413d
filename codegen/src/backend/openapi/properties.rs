//! Names on the wire, each with a schema: parameters, and the fields of alternatives merged by name.

use ordered_json::{Value, json};

use super::alternatives::{Alternatives, each_once, is_needed};
use super::descriptions::{field_prose, type_prose, undocumented};
use super::keywords::{limits, marks};
use super::schemas::Schemas;
use super::text::{Prose, code_of, inline};
use super::{Object, Version};
use crate::model::{Field, ListStyle, Parameter, Presence, Type};

/// A name on the wire, and its schema.
pub(super) struct Property<'a> {
    pub(super) wire: String,
    pub(super) required: bool,
    pub(super) ty: &'a Type,
    pub(super) schema: Object,
    pub(super) list: ListStyle,
    pub(super) prose: Prose,
    /// Extensions and annotations.
    pub(super) notes: Object,
}

/// The properties of all alternatives, each name once; those that are not in each alternative are optional.
pub(super) fn merged<'a>(
    schemas: &Schemas<'_>,
    alternatives: &Alternatives<'a>,
    required: bool,
) -> Vec<Property<'a>> {
    alternatives.names().filter_map(|wire| merge(schemas, alternatives, wire, required)).collect()
}

fn merge<'a>(
    schemas: &Schemas<'_>,
    alternatives: &Alternatives<'a>,
    wire: &str,
    required: bool,
) -> Option<Property<'a>> {
    let found: Vec<&'a Field> = alternatives
        .iter()
        .filter_map(|(_, fields)| fields.iter().find(|one| one.wire_name == wire))
        .collect();
    let first = *found.first()?;
    let mut notes = Object::new();
    marks(&mut notes, first.name.as_deref(), found.iter().all(|field| field.undocumented));
    if found.iter().any(|field| field.ty == Type::Secret) {
        notes.insert("writeOnly".to_owned(), true.into());
    }
    Some(Property {
        wire: wire.to_owned(),
        required: required && found.len() == alternatives.count() && found.iter().all(is_needed),
        ty: &first.ty,
        schema: merged_schema(schemas, &found),
        list: ListStyle::Repeat,
        prose: merged_prose(&found),
        notes,
    })
}

/// One schema for fields of one name: the common one, else the common type, else any of them.
fn merged_schema(schemas: &Schemas<'_>, fields: &[&Field]) -> Object {
    let each: Vec<Object> = fields.iter().map(|field| sendable(schemas, field)).collect();
    let constants: Vec<&Value> =
        fields.iter().filter_map(|field| field.constant.as_ref()).collect();
    let all_constant = constants.len() == fields.len();
    let constants = each_once(constants);
    let types: Vec<Object> = fields.iter().map(|field| schemas.of(&field.ty)).collect();
    match each.as_slice() {
        [first, rest @ ..] if rest.iter().all(|one| one == first) => first.clone(),
        [..] if types.windows(2).all(|pair| pair[0] == pair[1]) => {
            let mut schema = types.into_iter().next().unwrap_or_default();
            if all_constant && schema.contains_key("type") {
                schema.insert("enum".to_owned(), json!(constants));
            }
            schema
        }
        _ => Object::from_iter([("anyOf".to_owned(), each.into_iter().map(Value::from).collect())]),
    }
}

fn sendable(schemas: &Schemas<'_>, field: &Field) -> Object {
    let schema = schemas.of(&field.ty);
    let version = schemas.version();
    match &field.constant {
        Some(constant) => version.constant(schema, constant),
        None => version.annotated(schema, limits(&field.limits)),
    }
}

/// A list of constants with their texts, or the texts one after another.
fn merged_prose(fields: &[&Field]) -> Prose {
    if fields.len() > 1 && fields.iter().all(|field| field.constant.is_some()) {
        let lines = fields.iter().map(|field| constant_line(field)).collect();
        return Prose::default().list(each_once(lines).into_iter());
    }
    fields.iter().map(|field| field_prose(field)).fold(Prose::default(), Prose::chain)
}

fn constant_line(field: &Field) -> (String, String) {
    let value = code_of(field.constant.as_ref().unwrap_or(&Value::Null));
    let (en, zh) = inline(&field.doc);
    if en.is_empty() {
        (value.clone(), value)
    } else {
        (format!("{value}: {en}"), format!("{value}：{zh}"))
    }
}

impl<'a> Property<'a> {
    /// The property of a parameter that is sent itself.
    pub(super) fn of(schemas: &Schemas<'_>, parameter: &'a Parameter) -> Self {
        let version = schemas.version();
        let mut schema = schemas.of(&parameter.ty);
        let mut keywords = limits(&parameter.limits);
        match &parameter.presence {
            Presence::Constant(constant) => schema = version.constant(schema, constant),
            Presence::Optional { default: Some(default) } => {
                keywords.insert("default".to_owned(), default.clone());
            }
            Presence::Required | Presence::Optional { default: None } => {}
        }
        if parameter.secret {
            keywords.insert("format".to_owned(), "password".into());
        }
        let mut notes = Object::new();
        marks(&mut notes, parameter.name.as_deref(), parameter.undocumented);
        if parameter.secret {
            notes.insert("writeOnly".to_owned(), true.into());
        }
        let mut prose = type_prose(Prose::of(&parameter.doc), &parameter.ty);
        if parameter.undocumented {
            prose = undocumented(prose);
        }
        let brackets = parameter.list == ListStyle::Brackets;
        Self {
            wire: format!("{}{}", parameter.wire_name, if brackets { "[]" } else { "" }),
            required: !matches!(parameter.presence, Presence::Optional { .. }),
            ty: &parameter.ty,
            schema: version.annotated(schema, keywords),
            list: parameter.list,
            prose,
            notes,
        }
    }

    /// Its schema, with all notes.
    pub(super) fn into_schema(self, version: Version) -> Object {
        let mut notes = Object::new();
        self.prose.write(&mut notes);
        notes.extend(self.notes);
        version.annotated(self.schema, notes)
    }
}
