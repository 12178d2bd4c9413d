//! OpenAPI documents of a described API, for viewers and for generators of other languages.
//!
//! [`document`] converts a [`model::Api`](crate::model::Api) into JSON. Everything keeps the order of the description, so
//! the same description gives the same bytes.
//!
//! # Extensions
//!
//! OpenAPI cannot describe a failure under `200 OK`. The schema of such a response is an envelope for success and failure,
//! in which only the code is required; error codes are listed in descriptions and extensions. Texts are English, and
//! Chinese texts are in `x-zh` under the same key.
//!
//! | extension | location | content |
//! |---|---|---|
//! | `x-zh` | objects with a text | the same text in Chinese: `{ description: … }` |
//! | `x-error-codes` | operation | error codes of the endpoint: code, name, kind, whether a retry may help, meaning and remedy in `en` and `zh` |
//! | `x-error-catalogue` | document | every code of the API once, in the same form |
//! | `x-success` | `code` | the codes that mean success |
//! | `x-alternatives` | operation or type | parameters that must be given together, for each alternative |
//! | `x-paging` | operation | the parameters that select a page, and the fields that describe it |
//! | `x-item` | schema | the fields with the outcome of a batch item |
//! | `x-quirks` | operation | differences between documentation and wire, in `en` and `zh` |
//! | `x-idempotent`, `x-since`, `x-deprecated` | operation | as in the description |
//! | `x-values` | schema | listed values of an enum, each with name and texts; `x-extensible-enum` has the values alone |
//! | `x-joined` | schema | a list in one text: the character between the items, and their schema |
//! | `x-json` | schema | in 3.0: the schema of JSON inside of a text |
//! | `x-timestamp` | schema | a moment in epoch milliseconds |
//! | `x-request-limits` | schema | limits for requests, in a type that responses use, too |
//! | `x-renew-on` | security scheme | statuses and codes that reject the token |
//! | `x-payload` | response | a payload beside the code whose fields are not known |
//! | `x-hand-written` | schema | the path of the hand-written Rust type |
//! | `x-source` | operation | the page that documents it, if that is no URL |
//! | `x-name`, `x-undocumented` | parameter, field | a name for programs; the mark of parts that the vendor does not document |
//!
//! # Choices
//!
//! * Enums are open, so their schema accepts any text or integer. Generators make a string or an integer of it, and
//!   validators accept values that are added later.
//! * A field of a response that is not required may also be null.
//! * If the vendor's example of a response differs from the declared type, such as 1 for a boolean, the schema accepts
//!   both.
//! * Alternatives are a `oneOf` in a body. In a query they are optional parameters, because OpenAPI has no keyword for
//!   them; [`Options::flat`] does the same in bodies, which generators such as progenitor need.
//!
//! # Limits
//!
//! A description has no version, so `info.version` is `0.0.0`. Examples with a key `$ref` are left out, because readers
//! would follow it. A pattern that JavaScript does not support is written as `x-pattern`.

mod alternatives;
mod components;
mod descriptions;
mod errors;
mod examples;
mod keywords;
mod names;
mod observed_types;
mod operation;
mod properties;
mod requests;
mod responses;
mod routes;
mod schemas;
mod text;
mod version;

use std::collections::BTreeSet;

use ordered_json::{Map, Value, json};

use crate::model::{Api, Auth, Group, Server};
use names::Names;
use observed_types::ObservedTypes;
use schemas::Schemas;
use text::{Prose, one_line};

/// A JSON object under construction.
type Object = Map<String, Value>;

/// The name of the security scheme.
const TOKEN: &str = "token";

/// A version of OpenAPI.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Version {
    /// 3.0.3, for tools without support for 3.1.
    V3_0,
    /// 3.1.0, whose schemas are JSON Schema 2020-12.
    #[default]
    V3_1,
}

/// Options of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Options {
    /// The version of OpenAPI.
    pub version: Version,
    /// True if alternatives of a body become optional fields, without `oneOf` and `not`: for generators that do not support
    /// these keywords.
    pub flat: bool,
}

/// Data shared by the parts of a document.
struct Context<'a> {
    api: &'a Api,
    names: Names,
    schemas: Schemas<'a>,
}

/// Returns the OpenAPI document of a described API.
pub fn document(api: &Api, options: Options) -> Value {
    let schemas = Schemas::new(api, options, ObservedTypes::in_examples(api));
    let context = Context { api, names: Names::new(api), schemas };
    let mut document = Object::new();
    let version = match options.version {
        Version::V3_0 => "3.0.3",
        Version::V3_1 => "3.1.0",
    };
    document.insert("openapi".to_owned(), version.into());
    document.insert("info".to_owned(), info(api));
    if !api.servers.is_empty() {
        document.insert("servers".to_owned(), api.servers.iter().map(server).collect());
    }
    if api.auth.is_some() {
        document.insert("security".to_owned(), json!([{ TOKEN: [] }]));
    }
    document.insert("tags".to_owned(), api.groups.iter().map(tag).collect());
    let (paths, made) = operation::paths(&context);
    let components = components(&context, &paths, made);
    document.insert("paths".to_owned(), paths);
    document.insert("components".to_owned(), components);
    let catalogue = api.codes().into_iter().map(errors::entry);
    document.insert("x-error-catalogue".to_owned(), catalogue.collect());
    document.into()
}

fn info(api: &Api) -> Value {
    let mut info = Object::new();
    let title = one_line(&api.title).unwrap_or_else(|| api.name.clone());
    info.insert("title".to_owned(), title.into());
    info.insert("version".to_owned(), "0.0.0".into());
    Prose::of(&api.doc).write(&mut info);
    text::insert_zh(&mut info, "title", api.title.zh.as_deref());
    info.insert("x-name".to_owned(), api.name.as_str().into());
    info.into()
}

fn server(server: &Server) -> Value {
    let mut object = Object::new();
    object.insert("url".to_owned(), server.url.as_str().into());
    Prose::of(&server.doc).write(&mut object);
    object.insert("x-name".to_owned(), server.name.as_str().into());
    object.into()
}

fn tag(group: &Group) -> Value {
    let mut tag = Object::new();
    tag.insert("name".to_owned(), group.name.as_str().into());
    Prose::of(&group.title).text(&group.doc).write(&mut tag);
    tag.into()
}

/// The components: schemas of types in the order of the description, schemas made for operations, and the security
/// scheme.
fn components(context: &Context<'_>, paths: &Value, made: Object) -> Value {
    let mut schemas = context.schemas.of_types();
    schemas.extend(made);
    let wanted = reachable(paths, &schemas);
    schemas.retain(|name, _| wanted.contains(name));
    let mut components = Object::new();
    components.insert("schemas".to_owned(), schemas.into());
    if let Some(auth) = &context.api.auth {
        components.insert("securitySchemes".to_owned(), json!({ TOKEN: security(auth) }));
    }
    components.into()
}

/// The names of the schemas that paths refer to, directly or through other schemas.
fn reachable(paths: &Value, schemas: &Object) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut next = referred(paths);
    while let Some(name) = next.pop() {
        if found.insert(name.clone()) {
            next.extend(schemas.get(&name).map(referred).unwrap_or_default());
        }
    }
    found
}

fn referred(value: &Value) -> Vec<String> {
    match value {
        Value::Array(items) => items.iter().flat_map(referred).collect(),
        Value::Object(members) => members
            .iter()
            .flat_map(|(key, value)| match value {
                Value::String(to) if key == "$ref" => keywords::name_in(to).into_iter().collect(),
                other => referred(other),
            })
            .collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => Vec::new(),
    }
}

fn security(auth: &Auth) -> Value {
    let mut scheme = Object::new();
    scheme.insert("type".to_owned(), "apiKey".into());
    scheme.insert("in".to_owned(), "header".into());
    scheme.insert("name".to_owned(), auth.header.as_str().into());
    Prose::default()
        .and(
            "The token as it was received, without a prefix of ours.",
            "原样发送收到的 token，不另加前缀。",
        )
        .write(&mut scheme);
    let renew_on = json!({ "status": auth.renew_on_status, "codes": auth.renew_on_codes });
    scheme.insert("x-renew-on".to_owned(), renew_on);
    scheme.into()
}
