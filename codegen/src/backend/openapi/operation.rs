//! Operations, one for each endpoint.

use ordered_json::{Value, json};

use super::routes::{Route, routes};
use super::text::{self, Prose, languages, one_line};
use super::{Context, Object, errors, requests, responses};
use crate::model::{Endpoint, Paging, ParameterLocation};

/// All paths, and the schemas that were made for them.
pub(super) fn paths(context: &Context<'_>) -> (Value, Object) {
    let mut paths = Object::new();
    let mut made = Object::new();
    for route in routes(context.api) {
        let operation = operation(context, &route, &mut made);
        let path = paths.entry(route.template).or_insert_with(|| Object::new().into());
        path[route.endpoint.method.as_str().to_lowercase()] = operation;
    }
    (paths.into(), made)
}

fn operation(context: &Context<'_>, route: &Route<'_>, made: &mut Object) -> Value {
    let endpoint = route.endpoint;
    let mut operation = Object::new();
    operation.insert("operationId".to_owned(), context.names.operation(endpoint).into());
    operation.insert("tags".to_owned(), json!([endpoint.group]));
    let alternatives = texts(context, endpoint, &mut operation);
    if endpoint.deprecated.is_some() {
        operation.insert("deprecated".to_owned(), true.into());
    }
    page(endpoint, &mut operation);
    let parameters = requests::parameters(context, route);
    if !parameters.is_empty() {
        operation.insert("parameters".to_owned(), parameters.into());
    }
    if let Some((body, schema)) = requests::body(context, endpoint) {
        operation.insert("requestBody".to_owned(), body);
        made.insert(context.names.request(endpoint).to_owned(), schema.into());
    }
    let (responses, schemas) = responses::responses(context, endpoint);
    operation.insert("responses".to_owned(), responses);
    made.extend(schemas);
    if context.api.auth.is_some() && !endpoint.authenticated {
        operation.insert("security".to_owned(), json!([]));
    }
    operation.extend(alternatives);
    extensions(endpoint, &mut operation);
    operation.into()
}

/// Writes summary and description; returns the extension about alternatives.
fn texts(context: &Context<'_>, endpoint: &Endpoint, operation: &mut Object) -> Object {
    let summary = one_line(&endpoint.summary).unwrap_or_default();
    operation.insert("summary".to_owned(), summary.into());
    let (prose, alternatives) = requests::alternatives(context, endpoint, Prose::of(&endpoint.doc));
    requests::deprecation(prose, endpoint).write(operation);
    let zh = endpoint.summary.zh.as_deref().map(text::joined);
    text::insert_zh(operation, "summary", zh.as_deref());
    let some = alternatives.as_object().is_some_and(|said| !said.is_empty());
    some.then(|| ("x-alternatives".to_owned(), alternatives)).into_iter().collect()
}

/// Writes a link to the page that documents the endpoint, or its name if it is no URL.
fn page(endpoint: &Endpoint, operation: &mut Object) {
    let Some(source) = &endpoint.source else { return };
    let is_plain = |c: char| c.is_ascii_graphic() && !"<>\"{}|\\^`".contains(c);
    let is_address = source.starts_with("https://") || source.starts_with("http://");
    if is_address && source.chars().all(is_plain) {
        operation.insert("externalDocs".to_owned(), json!({ "url": source }))
    } else {
        operation.insert("x-source".to_owned(), source.as_str().into())
    };
}

fn extensions(endpoint: &Endpoint, operation: &mut Object) {
    operation.insert("x-idempotent".to_owned(), endpoint.idempotent.into());
    if let Some(since) = &endpoint.since {
        operation.insert("x-since".to_owned(), since.as_str().into());
    }
    if let Some(why) = &endpoint.deprecated {
        operation.insert("x-deprecated".to_owned(), languages(why));
    }
    if let Some(paging) = &endpoint.paging {
        operation.insert("x-paging".to_owned(), paged(paging));
    }
    if !endpoint.quirks.is_empty() {
        let quirks = endpoint.quirks.iter().map(languages);
        operation.insert("x-quirks".to_owned(), quirks.collect());
    }
    if !endpoint.errors.is_empty() {
        let codes = endpoint.errors.iter().map(errors::entry);
        operation.insert("x-error-codes".to_owned(), codes.collect());
    }
}

fn paged(paging: &Paging) -> Value {
    json!({
        "style": paging.name,
        "in": if paging.place == ParameterLocation::Body { "body" } else { "query" },
        "page": paging.page,
        "size": paging.size,
        "rows": paging.rows,
        "number": paging.number,
        "total": paging.total,
        "pages": paging.pages,
    })
}
