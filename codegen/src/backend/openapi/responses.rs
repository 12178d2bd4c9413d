//! Responses: the envelope around the payload, for success and for failure.

use std::collections::BTreeSet;

use ordered_json::{Value, json};

use super::descriptions::codes;
use super::keywords::{reference, require};
use super::observed_types::{FOREIGN, JsonType, SchemaLocation};
use super::text::{Prose, code};
use super::version::of_type;
use super::{Context, Object, errors, examples};
use crate::model::{Endpoint, Envelope, ErrorCode, Paging, Shape, Type};

/// The status of most responses, failures included.
const OK: u16 = 200;

/// The responses by status, and the schemas that they refer to.
pub(super) fn responses(context: &Context<'_>, endpoint: &Endpoint) -> (Value, Object) {
    let mut made = Object::new();
    let mut responses = Object::new();
    for status in statuses(endpoint) {
        let schema = if (200..300).contains(&status) {
            success(context, endpoint, &mut made)
        } else {
            failure(context, endpoint, &mut made)
        };
        let response = response(endpoint, status, schema);
        responses.insert(status.to_string(), response);
    }
    (responses.into(), made)
}

/// 200, the statuses of examples, and the error codes that are HTTP statuses.
fn statuses(endpoint: &Endpoint) -> BTreeSet<u16> {
    let shown = endpoint.examples.iter().filter(|one| one.response.is_some());
    let listed = endpoint.errors.iter().filter_map(as_status);
    [OK].into_iter().chain(shown.map(|example| example.status)).chain(listed).collect()
}

/// The HTTP status that a code is equal to, if any.
fn as_status(error: &ErrorCode) -> Option<u16> {
    u16::try_from(error.code).ok().filter(|code| (400..600).contains(code))
}

fn response(endpoint: &Endpoint, status: u16, schema: Option<Object>) -> Value {
    let examples = examples::of_answers(endpoint, status);
    let mut response = Object::new();
    described(endpoint, status).write(&mut response);
    let shown = schema.or_else(|| (!examples.is_empty()).then(Object::new));
    if let Some(schema) = shown {
        let mut media = Object::new();
        media.insert("schema".to_owned(), schema.into());
        if !examples.is_empty() {
            media.insert("examples".to_owned(), examples.into());
        }
        response.insert("content".to_owned(), json!({ "application/json": media }));
    }
    response.into()
}

fn described(endpoint: &Endpoint, status: u16) -> Prose {
    if !(200..300).contains(&status) {
        let known = endpoint.errors.iter().find(|error| as_status(error) == Some(status));
        return match known {
            Some(error) => errors::status(error),
            None => Prose::default().and("A failure.", "失败。"),
        };
    }
    let envelope = &endpoint.envelope;
    let prose = match &envelope.code {
        Some(name) => outcome_prose(name, envelope),
        None => Prose::default().and("Success.", "成功。"),
    };
    let in_band = |error: &&ErrorCode| envelope.code.is_some() || as_status(error).is_none();
    let mut listed = endpoint.errors.iter().filter(in_band).peekable();
    match listed.peek() {
        Some(_) => errors::list(prose.and("It fails with:", "失败时的错误码："), listed),
        None => prose,
    }
}

fn outcome_prose(name: &str, envelope: &Envelope) -> Prose {
    let (name, (en, zh)) = (code(name), codes(&envelope.success));
    Prose::default().and(
        format!("Success if {name} is {en}, else a failure."),
        format!("{name} 为 {zh} 表示成功，否则失败。"),
    )
}

/// The schema of a response with a 2xx status; `None` if nothing is returned.
fn success(context: &Context<'_>, endpoint: &Endpoint, made: &mut Object) -> Option<Object> {
    let envelope = &endpoint.envelope;
    if envelope.code.is_none() && envelope.data.is_none() {
        let location = SchemaLocation::Payload(endpoint.full_name());
        return endpoint.returns.as_ref().map(|ty| context.schemas.at(ty, &location));
    }
    let name = context.names.answer(endpoint);
    made.insert(name.to_owned(), answer(context, endpoint).into());
    Some(reference(name))
}

/// The schema of a response with another status: the envelope without its payload, if there is one.
fn failure(context: &Context<'_>, endpoint: &Endpoint, made: &mut Object) -> Option<Object> {
    let envelope = &endpoint.envelope;
    envelope.code.as_ref()?;
    let mut properties = Object::new();
    outcome(context, envelope, &mut properties);
    others(envelope.data.iter().chain(&envelope.others), &mut properties);
    let mut schema = of_type(JsonType::Object);
    schema.insert("properties".to_owned(), properties.into());
    Prose::default()
        .and(
            "A refusal under an HTTP status. A gateway may answer something else.",
            "以 HTTP 状态码返回的失败；网关可能返回其他内容。",
        )
        .write(&mut schema);
    let name = context.names.failure(endpoint);
    made.insert(name.to_owned(), schema.into());
    Some(reference(name))
}

/// The schema of the envelope with its payload. Only the code is required, because failures leave out the rest.
fn answer(context: &Context<'_>, endpoint: &Endpoint) -> Object {
    let envelope = &endpoint.envelope;
    let mut properties = Object::new();
    let mut schema = of_type(JsonType::Object);
    outcome(context, envelope, &mut properties);
    match (&envelope.data, &endpoint.returns) {
        (Some(data), Some(ty)) => {
            properties.insert(data.clone(), payload(context, endpoint, ty).into());
        }
        (None, Some(ty)) => beside(context, endpoint, ty, &mut schema, &mut properties),
        (Some(data), None) => others([data].into_iter(), &mut properties),
        (None, None) => {}
    }
    if let Some(paging) = endpoint.paging.as_ref().filter(|paging| paging.rows.is_none()) {
        counters(context, envelope, paging, &mut properties);
    }
    others(envelope.others.iter(), &mut properties);
    schema.insert("properties".to_owned(), properties.into());
    require(&mut schema, envelope.code.iter());
    Prose::of(&endpoint.summary).write(&mut schema);
    schema
}

/// Inserts the code and the server's message.
fn outcome(context: &Context<'_>, envelope: &Envelope, properties: &mut Object) {
    let field = |wire: &String, ty: &Type| {
        context.schemas.at(ty, &SchemaLocation::Envelope(envelope.name.clone(), wire.clone()))
    };
    if let Some(wire) = &envelope.code {
        let mut code = field(wire, &Type::Int);
        code.insert("x-success".to_owned(), json!(envelope.success));
        let (en, zh) = codes(&envelope.success);
        Prose::default()
            .and(format!("How it went: {en} is success."), format!("结果码，{zh} 表示成功。"))
            .write(&mut code);
        properties.insert(wire.clone(), code.into());
    }
    if let Some(wire) = &envelope.message {
        let mut message = context.schemas.version().nullable(field(wire, &Type::Text));
        Prose::default().and("The server's text.", "服务器返回的文本。").write(&mut message);
        properties.insert(wire.clone(), message.into());
    }
}

/// The schema of the payload in the envelope; nullable, because a failure has none.
fn payload(context: &Context<'_>, endpoint: &Endpoint, ty: &Type) -> Object {
    let location = SchemaLocation::Payload(endpoint.full_name());
    let rows = endpoint.paging.as_ref().filter(|paging| paging.rows.is_some());
    let schema = match rows {
        Some(paging) => page(context, endpoint, paging, ty),
        None => context.schemas.at(ty, &location),
    };
    let schema = context.schemas.widened(schema, &location, FOREIGN);
    context.schemas.version().nullable(schema)
}

/// A page: the rows and the counters around them.
fn page(context: &Context<'_>, endpoint: &Endpoint, paging: &Paging, ty: &Type) -> Object {
    let location = SchemaLocation::Payload(endpoint.full_name());
    let rows = context.schemas.version().nullable(context.schemas.at(ty, &location));
    let rows = paging.rows.iter().map(|wire| (wire.clone(), rows.clone().into()));
    let mut properties: Object = rows.collect();
    counters(context, &endpoint.envelope, paging, &mut properties);
    let mut schema = of_type(JsonType::Object);
    schema.insert("properties".to_owned(), properties.into());
    schema
}

/// Inserts the fields of a payload that are beside the code. They are optional, because a failure has none of them.
fn beside(
    context: &Context<'_>,
    endpoint: &Endpoint,
    ty: &Type,
    schema: &mut Object,
    properties: &mut Object,
) {
    let fields = match ty {
        Type::Named(id) => match &context.api.type_def(*id).shape {
            Shape::Struct(fields) => Some((id, fields)),
            Shape::Enum(_) | Shape::OneOf(_) | Shape::Union(_) | Shape::External(_) => None,
        },
        _ => None,
    };
    let Some((id, fields)) = fields else {
        let payload = context.schemas.at(ty, &SchemaLocation::Payload(endpoint.full_name()));
        schema.insert("x-payload".to_owned(), payload.into());
        return;
    };
    for field in fields {
        let location = SchemaLocation::Field(*id, field.wire_name.clone());
        let schema = context.schemas.field(field, false, Some(&location));
        properties.entry(field.wire_name.clone()).or_insert_with(|| schema.into());
    }
}

/// Inserts the counters of a page.
fn counters(context: &Context<'_>, envelope: &Envelope, paging: &Paging, properties: &mut Object) {
    let named = [
        (&paging.number, "Which page this is, from 1.", "页码，从 1 开始。"),
        (&paging.total, "How many rows there are in all.", "总行数。"),
        (&paging.pages, "How many pages there are.", "总页数。"),
    ];
    for (wire, en, zh) in named {
        let Some(wire) = wire else { continue };
        let location = SchemaLocation::Envelope(envelope.name.clone(), wire.clone());
        let schema = context.schemas.at(&Type::Int, &location);
        let mut counter = context.schemas.version().nullable(schema);
        Prose::default().and(en, zh).write(&mut counter);
        properties.entry(wire.clone()).or_insert_with(|| counter.into());
    }
    others(paging.others.iter(), properties);
}

/// Inserts fields without a known type.
fn others<'a>(wires: impl Iterator<Item = &'a String>, properties: &mut Object) {
    for wire in wires {
        let mut any = Object::new();
        Prose::default().and("It says nothing more.", "无其他含义。").write(&mut any);
        properties.entry(wire.clone()).or_insert_with(|| any.into());
    }
}
