//! What a call sends: parameters, and bodies of JSON or a form.

use serde_json::{Value, json};

use super::routes::Route;
use super::schemas::{
    Schemas, deprecated, field_prose, is_sent, limits, marks, reference, require, type_prose,
    undocumented, without,
};
use super::text::{Prose, code, code_of, inline};
use super::{Book, Object, Version, examples};
use crate::model::{
    Api, Endpoint, Field, ListStyle, Parameter, ParameterLocation, Presence, Shape, Type, TypeId,
};

/// One name on the wire.
pub(super) struct Sent<'a> {
    pub(super) wire: String,
    pub(super) required: bool,
    ty: &'a Type,
    schema: Object,
    list: ListStyle,
    prose: Prose,
    /// A better name, secrecy and the like.
    notes: Object,
}

/// The ways in which the fields of a type can be given: one of a struct, several of a choice.
pub(super) struct Ways<'a>(Vec<(&'a str, &'a [Field])>);

impl<'a> Ways<'a> {
    /// The ways of a type with fields; none of another one.
    pub(super) fn of(api: &'a Api, id: TypeId) -> Self {
        Self(match &api.type_def(id).shape {
            Shape::Struct(fields) => vec![("all", fields)],
            Shape::OneOf(ways) => {
                ways.iter().map(|way| (way.name.as_str(), way.fields.as_slice())).collect()
            }
            Shape::Enum(_) | Shape::Union(_) | Shape::External(_) => Vec::new(),
        })
    }

    /// The ways of a parameter whose fields travel as parameters.
    fn spread(api: &'a Api, parameter: &Parameter) -> Option<Self> {
        match &parameter.ty {
            Type::Named(id) if parameter.spread => Some(Self::of(api, *id)),
            _ => None,
        }
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (&'a str, &'a [Field])> {
        self.0.iter().copied()
    }

    /// Every wire name once, in order.
    pub(super) fn names(&self) -> impl Iterator<Item = &'a str> {
        let names = self.iter().flat_map(|(_, fields)| fields).map(|field| field.wire.as_str());
        each_once(names.collect()).into_iter()
    }

    /// Whether nothing that is sent could be meant in two ways.
    pub(super) fn are_distinct(&self) -> bool {
        let differ = |one: &[Field], other: &[Field]| {
            let of_its_own = |field: &&Field| other.iter().all(|known| known.wire != field.wire);
            let other_value = |field: &Field| {
                let same = other.iter().find(|known| known.wire == field.wire);
                let constants =
                    same.and_then(|same| Some((&field.constant, same.constant.as_ref()?)));
                constants.is_some_and(|(one, other)| one.as_ref().is_some_and(|one| one != other))
            };
            one.iter().filter(is_sent).any(|field| of_its_own(&field) || other_value(field))
        };
        let pairs = (0..self.0.len()).flat_map(|one| (0..one).map(move |other| (one, other)));
        pairs
            .map(|(one, other)| (self.0[one].1, self.0[other].1))
            .all(|(one, other)| differ(one, other) || differ(other, one))
    }

    /// What must be chosen, in words.
    pub(super) fn explained(&self, prose: Prose, required: bool) -> Prose {
        let (en, zh) = match (self.0.len(), required) {
            (0, _) | (1, true) => return prose,
            (1, false) => ("Give these together, or none of them:", "以下须同时提供，或均不提供："),
            (_, true) => ("Give one of these:", "以下任选其一："),
            (_, false) => ("Give one of these, or none:", "以下至多选一："),
        };
        let ways =
            self.iter().map(|(_, fields)| (together(fields, " and "), together(fields, " 与 ")));
        prose.and(en, zh).list(ways)
    }

    /// What goes together, for programs.
    pub(super) fn as_json(&self) -> Value {
        let names = |fields: &mut dyn Iterator<Item = &'a Field>| -> Value {
            fields.map(|field| field.wire.as_str()).collect()
        };
        let way = |(name, fields): (&str, &'a [Field])| {
            let constants = fields
                .iter()
                .filter_map(|field| Some((field.wire.clone(), field.constant.clone()?)));
            json!({
                "name": name,
                "required": names(&mut fields.iter().filter(is_sent)),
                "optional": names(&mut fields.iter().filter(|field| !is_sent(field))),
                "constants": Value::Object(constants.collect()),
            })
        };
        self.iter().map(way).collect()
    }
}

fn together(fields: &[Field], and: &str) -> String {
    let shown = fields.iter().map(|field| match (&field.constant, field.required) {
        (Some(value), _) => format!("{} = {}", code(&field.wire), code_of(value)),
        (None, true) => code(&field.wire),
        (None, false) => format!("({})", code(&field.wire)),
    });
    shown.collect::<Vec<_>>().join(and)
}

/// What all ways send, each name once; what is not in each of them is optional.
pub(super) fn merged<'a>(schemas: &Schemas<'_>, ways: &Ways<'a>, required: bool) -> Vec<Sent<'a>> {
    ways.names().filter_map(|wire| merge(schemas, ways, wire, required)).collect()
}

fn merge<'a>(
    schemas: &Schemas<'_>,
    ways: &Ways<'a>,
    wire: &str,
    required: bool,
) -> Option<Sent<'a>> {
    let found: Vec<&'a Field> =
        ways.iter().filter_map(|(_, fields)| fields.iter().find(|one| one.wire == wire)).collect();
    let first = *found.first()?;
    let mut notes = Object::new();
    marks(&mut notes, first.name.as_deref(), found.iter().all(|field| field.undocumented));
    if found.iter().any(|field| field.ty == Type::Secret) {
        notes.insert("writeOnly".to_owned(), true.into());
    }
    Some(Sent {
        wire: wire.to_owned(),
        required: required && found.len() == ways.0.len() && found.iter().all(is_sent),
        ty: &first.ty,
        schema: merged_schema(schemas, &found),
        list: ListStyle::Repeat,
        prose: merged_prose(&found),
        notes,
    })
}

/// One schema for all; where they differ, the type that they have in common.
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

fn each_once<T: PartialEq>(items: Vec<T>) -> Vec<T> {
    items.into_iter().fold(Vec::new(), |mut once, item| {
        if !once.contains(&item) {
            once.push(item);
        }
        once
    })
}

fn sendable(schemas: &Schemas<'_>, field: &Field) -> Object {
    let schema = schemas.of(&field.ty);
    let version = schemas.version();
    match &field.constant {
        Some(constant) => version.constant(schema, constant),
        None => version.annotated(schema, limits(&field.limits)),
    }
}

/// Texts of constants with their values, other texts one after another.
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
    match en.is_empty() {
        true => (value.clone(), value),
        false => (format!("{value}: {en}"), format!("{value}：{zh}")),
    }
}

impl<'a> Sent<'a> {
    fn of(schemas: &Schemas<'_>, parameter: &'a Parameter) -> Self {
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
            wire: format!("{}{}", parameter.wire, if brackets { "[]" } else { "" }),
            required: !matches!(parameter.presence, Presence::Optional { .. }),
            ty: &parameter.ty,
            schema: version.annotated(schema, keywords),
            list: parameter.list,
            prose,
            notes,
        }
    }

    /// As a field of a body.
    pub(super) fn property(self, version: Version) -> Object {
        let mut notes = Object::new();
        self.prose.write(&mut notes);
        notes.extend(self.notes);
        version.annotated(self.schema, notes)
    }

    fn parameter(
        mut self,
        api: &Api,
        endpoint: &Endpoint,
        (place, word): (ParameterLocation, &str),
    ) -> Value {
        let mut object = Object::new();
        let wire = self.wire.trim_end_matches("[]");
        let examples = examples::of_parameter(api, endpoint, (place, wire), self.ty);
        object.insert("name".to_owned(), self.wire.into());
        object.insert("in".to_owned(), word.into());
        object.insert("required".to_owned(), self.required.into());
        self.prose.write(&mut object);
        if matches!(self.ty, Type::List(_)) {
            object.insert("style".to_owned(), "form".into());
            object.insert("explode".to_owned(), (self.list != ListStyle::Comma).into());
        }
        object.insert("schema".to_owned(), self.schema.into());
        if !examples.is_empty() {
            object.insert("examples".to_owned(), examples.into());
        }
        // Only a property can be said to be written.
        self.notes.remove("writeOnly");
        object.extend(self.notes);
        object.into()
    }
}

/// The parameters outside of the body.
pub(super) fn parameters(book: &Book<'_>, route: &Route<'_>) -> Vec<Value> {
    let api = book.api;
    let endpoint = route.endpoint;
    let path = route.parameters.iter().map(|(name, parameter)| {
        let mut sent = Sent::of(&book.schemas, parameter);
        sent.required = true;
        let mut value = sent.parameter(api, endpoint, (ParameterLocation::Path, "path"));
        value["name"] = name.as_str().into();
        value
    });
    let others = endpoint.parameters.iter().filter_map(|one| Some((one, place(one.place)?)));
    let others = others.flat_map(|(parameter, place)| {
        let sent = all(book, parameter).into_iter();
        sent.map(move |one| one.parameter(api, endpoint, (parameter.place, place)))
    });
    path.chain(others).collect()
}

/// The place of a parameter that is neither in the path nor in the body.
fn place(place: ParameterLocation) -> Option<&'static str> {
    match place {
        ParameterLocation::Query => Some("query"),
        ParameterLocation::Header => Some("header"),
        ParameterLocation::Path | ParameterLocation::Body | ParameterLocation::Form => None,
    }
}

/// What a parameter puts on the wire.
fn all<'a>(book: &Book<'a>, parameter: &'a Parameter) -> Vec<Sent<'a>> {
    match Ways::spread(book.api, parameter) {
        None => vec![Sent::of(&book.schemas, parameter)],
        Some(ways) => merged(&book.schemas, &ways, parameter.presence == Presence::Required),
    }
}

/// Says in words and as data which parameters go together, where the schema cannot.
pub(super) fn alternatives(book: &Book<'_>, endpoint: &Endpoint, prose: Prose) -> (Prose, Value) {
    let mut prose = prose;
    let mut data = Object::new();
    for parameter in &endpoint.parameters {
        let Some(ways) = Ways::spread(book.api, parameter) else { continue };
        let required = parameter.presence == Presence::Required;
        let is_said = match ways.0.len() {
            0 => true,
            1 => required,
            _ => is_choice(book, parameter),
        };
        if !is_said {
            let name = parameter.name.as_ref().unwrap_or(&parameter.wire);
            data.insert(name.clone(), json!({ "required": required, "ways": ways.as_json() }));
            prose = ways.explained(prose.text(&parameter.doc), required);
        }
    }
    (prose, data.into())
}

/// Whether a parameter becomes a `oneOf` of the body.
fn is_choice(book: &Book<'_>, parameter: &Parameter) -> bool {
    let in_body = matches!(parameter.place, ParameterLocation::Body | ParameterLocation::Form);
    let several = Ways::spread(book.api, parameter).is_some_and(|ways| ways.0.len() > 1);
    in_body && several && !book.schemas.options.flat
}

/// The body, and the schema that it refers to.
pub(super) fn body(book: &Book<'_>, endpoint: &Endpoint) -> Option<(Value, Object)> {
    let in_body =
        |one: &&Parameter| matches!(one.place, ParameterLocation::Body | ParameterLocation::Form);
    let parameters: Vec<&Parameter> = endpoint.parameters.iter().filter(in_body).collect();
    let (choices, plain): (Vec<_>, Vec<_>) =
        parameters.iter().copied().partition(|one| is_choice(book, one));
    let fields: Vec<Sent<'_>> = plain.into_iter().flat_map(|one| all(book, one)).collect();
    let place = parameters.first()?.place;
    let is_form = place == ParameterLocation::Form;
    let required = fields.iter().any(|one| one.required)
        || choices.iter().any(|one| one.presence == Presence::Required);
    let media = if is_form { "application/x-www-form-urlencoded" } else { "application/json" };
    let mut content = Object::new();
    content.insert("schema".to_owned(), reference(book.names.request(endpoint)).into());
    let encoding = encoding(&fields);
    if is_form && !encoding.is_empty() {
        content.insert("encoding".to_owned(), encoding.into());
    }
    let examples = examples::of_body(book.api, endpoint, place, &types(book.api, &parameters));
    if !examples.is_empty() {
        content.insert("examples".to_owned(), examples.into());
    }
    let schema = body_schema(book, endpoint, fields, &choices);
    Some((json!({ "required": required, "content": { media: content } }), schema))
}

fn body_schema(
    book: &Book<'_>,
    endpoint: &Endpoint,
    fields: Vec<Sent<'_>>,
    choices: &[&Parameter],
) -> Object {
    let version = book.schemas.version();
    let mut schema = Object::new();
    schema.insert("type".to_owned(), "object".into());
    require(&mut schema, fields.iter().filter(|one| one.required).map(|one| &one.wire));
    let properties = fields.into_iter().map(|one| (one.wire.clone(), one.property(version).into()));
    schema.insert("properties".to_owned(), Value::Object(properties.collect()));
    if !choices.is_empty() {
        let choices = choices.iter().filter_map(|one| choice(book, one));
        schema.insert("allOf".to_owned(), choices.collect());
    }
    Prose::of(&endpoint.summary).write(&mut schema);
    schema
}

/// One of the ways, or none of what they send.
fn choice(book: &Book<'_>, parameter: &Parameter) -> Option<Value> {
    let Type::Named(id) = parameter.ty else { return None };
    let one = reference(&book.api.type_def(id).name);
    if parameter.presence == Presence::Required {
        return Some(one.into());
    }
    let mut none = without(Ways::of(book.api, id).names());
    none.insert("title".to_owned(), "none".into());
    Some(json!({ "anyOf": [one, none] }))
}

/// Lists whose items do not repeat the name.
fn encoding(fields: &[Sent<'_>]) -> Object {
    let commas = fields.iter().filter(|one| one.list == ListStyle::Comma);
    commas.map(|one| (one.wire.clone(), json!({ "style": "form", "explode": false }))).collect()
}

/// The types of what parameters put on the wire, by wire name.
fn types<'a>(api: &'a Api, parameters: &[&'a Parameter]) -> Vec<(&'a str, &'a Type)> {
    let of = |parameter: &&'a Parameter| match Ways::spread(api, parameter) {
        None => vec![(parameter.wire.as_str(), &parameter.ty)],
        Some(ways) => {
            let fields = ways.iter().flat_map(|(_, fields)| fields);
            fields.map(|field| (field.wire.as_str(), &field.ty)).collect()
        }
    };
    parameters.iter().flat_map(of).collect()
}

/// Why an operation should not be used any more, if so.
pub(super) fn farewell(prose: Prose, endpoint: &Endpoint) -> Prose {
    match &endpoint.deprecated {
        Some(why) => deprecated(prose, why),
        None => prose,
    }
}
