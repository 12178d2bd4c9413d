//! Requests: parameters, and bodies of JSON or a form.

use ordered_json::{Value, json};

use super::alternatives::Alternatives;
use super::descriptions::deprecated;
use super::keywords::{reference, require, without};
use super::properties::{Property, merged};
use super::routes::Route;
use super::text::Prose;
use super::{Context, Object, examples};
use crate::model::{Api, Endpoint, ListStyle, Parameter, ParameterLocation, Presence, Type};

/// The parameters outside of the body.
pub(super) fn parameters(context: &Context<'_>, route: &Route<'_>) -> Vec<Value> {
    let api = context.api;
    let endpoint = route.endpoint;
    let path = route.parameters.iter().map(|(name, parameter)| {
        let mut property = Property::of(&context.schemas, parameter);
        property.required = true;
        let mut value = self::parameter(property, api, endpoint, (ParameterLocation::Path, "path"));
        value["name"] = name.as_str().into();
        value
    });
    let others = endpoint.parameters.iter().filter_map(|one| Some((one, place(one.place)?)));
    let others = others.flat_map(|(parameter, place)| {
        let properties = properties(context, parameter).into_iter();
        properties.map(move |one| self::parameter(one, api, endpoint, (parameter.place, place)))
    });
    path.chain(others).collect()
}

/// A property outside of the body.
fn parameter(
    mut property: Property<'_>,
    api: &Api,
    endpoint: &Endpoint,
    (place, word): (ParameterLocation, &str),
) -> Value {
    let mut object = Object::new();
    let wire = property.wire.trim_end_matches("[]");
    let examples = examples::of_parameter(api, endpoint, (place, wire), property.ty);
    object.insert("name".to_owned(), property.wire.into());
    object.insert("in".to_owned(), word.into());
    object.insert("required".to_owned(), property.required.into());
    property.prose.write(&mut object);
    if matches!(property.ty, Type::List(_)) {
        object.insert("style".to_owned(), "form".into());
        object.insert("explode".to_owned(), (property.list != ListStyle::Comma).into());
    }
    object.insert("schema".to_owned(), property.schema.into());
    if !examples.is_empty() {
        object.insert("examples".to_owned(), examples.into());
    }
    // `writeOnly` is defined for properties only.
    property.notes.remove("writeOnly");
    object.extend(property.notes);
    object.into()
}

/// The `in` of a parameter that is neither in the path nor in the body.
fn place(place: ParameterLocation) -> Option<&'static str> {
    match place {
        ParameterLocation::Query => Some("query"),
        ParameterLocation::Header => Some("header"),
        ParameterLocation::Path | ParameterLocation::Body | ParameterLocation::Form => None,
    }
}

/// The properties that a parameter sends.
fn properties<'a>(context: &Context<'a>, parameter: &'a Parameter) -> Vec<Property<'a>> {
    match Alternatives::spread(context.api, parameter) {
        None => vec![Property::of(&context.schemas, parameter)],
        Some(alternatives) => {
            merged(&context.schemas, &alternatives, parameter.presence == Presence::Required)
        }
    }
}

/// Adds which parameters must be given together, if the schema cannot express it: as prose and as data.
pub(super) fn alternatives(
    context: &Context<'_>,
    endpoint: &Endpoint,
    prose: Prose,
) -> (Prose, Value) {
    let mut prose = prose;
    let mut data = Object::new();
    for parameter in &endpoint.parameters {
        let Some(alternatives) = Alternatives::spread(context.api, parameter) else { continue };
        let required = parameter.presence == Presence::Required;
        let is_said = match alternatives.count() {
            0 => true,
            1 => required,
            _ => is_one_of(context, parameter),
        };
        if !is_said {
            let name = parameter.name.as_ref().unwrap_or(&parameter.wire_name);
            data.insert(
                name.clone(),
                json!({ "required": required, "ways": alternatives.as_json() }),
            );
            prose = alternatives.explained(prose.text(&parameter.doc), required);
        }
    }
    (prose, data.into())
}

/// Returns whether a parameter becomes a `oneOf` of the body.
fn is_one_of(context: &Context<'_>, parameter: &Parameter) -> bool {
    let in_body = matches!(parameter.place, ParameterLocation::Body | ParameterLocation::Form);
    let several = Alternatives::spread(context.api, parameter)
        .is_some_and(|alternatives| alternatives.count() > 1);
    in_body && several && !context.schemas.options.flat
}

/// The body, and the schema that it refers to.
pub(super) fn body(context: &Context<'_>, endpoint: &Endpoint) -> Option<(Value, Object)> {
    let in_body =
        |one: &&Parameter| matches!(one.place, ParameterLocation::Body | ParameterLocation::Form);
    let parameters: Vec<&Parameter> = endpoint.parameters.iter().filter(in_body).collect();
    let (one_ofs, plain): (Vec<_>, Vec<_>) =
        parameters.iter().copied().partition(|one| is_one_of(context, one));
    let fields: Vec<Property<'_>> =
        plain.into_iter().flat_map(|one| properties(context, one)).collect();
    let place = parameters.first()?.place;
    let is_form = place == ParameterLocation::Form;
    let required = fields.iter().any(|one| one.required)
        || one_ofs.iter().any(|one| one.presence == Presence::Required);
    let media = if is_form { "application/x-www-form-urlencoded" } else { "application/json" };
    let mut content = Object::new();
    content.insert("schema".to_owned(), reference(context.names.request(endpoint)).into());
    let encoding = encoding(&fields);
    if is_form && !encoding.is_empty() {
        content.insert("encoding".to_owned(), encoding.into());
    }
    let sent = parameters.iter().flat_map(|one| context.api.sent_by(one));
    let types: Vec<_> = sent.map(|one| (one.wire_name(), one.ty())).collect();
    let examples = examples::of_body(context.api, endpoint, place, &types);
    if !examples.is_empty() {
        content.insert("examples".to_owned(), examples.into());
    }
    let schema = body_schema(context, endpoint, fields, &one_ofs);
    Some((json!({ "required": required, "content": { media: content } }), schema))
}

fn body_schema(
    context: &Context<'_>,
    endpoint: &Endpoint,
    fields: Vec<Property<'_>>,
    one_ofs: &[&Parameter],
) -> Object {
    let version = context.schemas.version();
    let mut schema = Object::new();
    schema.insert("type".to_owned(), "object".into());
    require(&mut schema, fields.iter().filter(|one| one.required).map(|one| &one.wire));
    let properties =
        fields.into_iter().map(|one| (one.wire.clone(), one.into_schema(version).into()));
    schema.insert("properties".to_owned(), Value::Object(properties.collect()));
    if !one_ofs.is_empty() {
        let one_ofs = one_ofs.iter().filter_map(|one| one_of(context, one));
        schema.insert("allOf".to_owned(), one_ofs.collect());
    }
    Prose::of(&endpoint.summary).write(&mut schema);
    schema
}

/// One of the alternatives of a parameter, or none of their fields.
fn one_of(context: &Context<'_>, parameter: &Parameter) -> Option<Value> {
    let Type::Named(id) = parameter.ty else { return None };
    let one = reference(&context.api.type_def(id).name);
    if parameter.presence == Presence::Required {
        return Some(one.into());
    }
    let mut none = without(Alternatives::of(context.api, id).names());
    none.insert("title".to_owned(), "none".into());
    Some(json!({ "anyOf": [one, none] }))
}

/// Lists whose items do not repeat the name.
fn encoding(fields: &[Property<'_>]) -> Object {
    let commas = fields.iter().filter(|one| one.list == ListStyle::Comma);
    commas.map(|one| (one.wire.clone(), json!({ "style": "form", "explode": false }))).collect()
}

/// Adds the reason if an operation is deprecated.
pub(super) fn deprecation(prose: Prose, endpoint: &Endpoint) -> Prose {
    match &endpoint.deprecated {
        Some(why) => deprecated(prose, why),
        None => prose,
    }
}
