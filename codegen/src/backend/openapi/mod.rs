//! The described API as an OpenAPI document, for viewers and for generators of other languages.
//!
//! In goes a [`model::Api`](crate::model::Api), out comes JSON in which everything stands in the
//! order of the description, so the same description gives the same bytes.
//!
//! # What stands where
//!
//! OpenAPI knows no failure under `200 OK`. So the schema of an answer is the envelope of success
//! and of failure, of which only the code is required, and the codes are told in words and in
//! extensions. Texts are English; Chinese stands beside each in `x-zh`, under the same key.
//!
//! | extension | at | what it says |
//! |---|---|---|
//! | `x-zh` | whatever has a text | the same text in Chinese: `{ description: … }` |
//! | `x-error-codes` | operation | what the endpoint documents: code, name, kind, whether a retry may help, meaning and remedy in `en` and `zh` |
//! | `x-error-catalogue` | document | every code of the API once, in the same form |
//! | `x-success` | `code` | the codes that mean success |
//! | `x-alternatives` | operation, or a type that is a choice | which parameters go together, where one of several ways must be chosen |
//! | `x-paging` | operation | the parameters that ask for a page, and the fields that tell about it |
//! | `x-item` | schema | how an item of a batch says how it went |
//! | `x-quirks` | operation | where documentation and wire differ, in `en` and `zh` |
//! | `x-idempotent`, `x-since`, `x-deprecated` | operation | as in the description |
//! | `x-values` | schema | listed values of an enum, each with name and texts; `x-extensible-enum` has the values alone |
//! | `x-joined` | schema | a list in one text: the character between the items, and their schema |
//! | `x-json` | schema | in 3.0: the schema of JSON inside of a text |
//! | `x-timestamp` | schema | a moment in epoch milliseconds |
//! | `x-request-limits` | schema | limits of requests, in a type that answers have, too |
//! | `x-renew-on` | way to sign in | which statuses and codes say that the token is refused |
//! | `x-payload` | answer | a payload without known fields, which stand beside the code |
//! | `x-hand-written` | schema | the type that programs have for it |
//! | `x-source` | operation | the page that documents it, if that is no address |
//! | `x-name`, `x-undocumented` | parameter, field | a better name for programs; that the vendor says nothing about it |
//!
//! # Choices
//!
//! * Enums are open, so their schema is that of any text or integer. Generators make a text or an
//!   integer of it, and a validator takes values that were added later.
//! * A field of an answer that is not required may be null, as it may be missing.
//! * The wire is right: where an example of an answer holds something else than is declared, such
//!   as 1 for a boolean, the schema takes both.
//! * Alternatives are a `oneOf` in a body. In a query they are optional parameters, because
//!   OpenAPI has no word for them; [`Options::flat`] does the same in bodies. progenitor is one of
//!   the generators that need it.
//!
//! # Limits
//!
//! A description has no version, so `info.version` says `0.0.0`. An example with a key `$ref` is
//! left out, since readers would follow it, and a pattern that JavaScript does not know stands in
//! `x-pattern`.

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

use serde_json::{Map, Value, json};

use crate::model::{Api, Auth, Group, Server};
use names::Names;
use observed_types::ObservedTypes;
use schemas::Schemas;
use text::{Prose, one_line};

/// A JSON object while it is made.
type Object = Map<String, Value>;

/// The name of the one way to sign in.
const TOKEN: &str = "token";

/// A version of OpenAPI.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Version {
    /// 3.0.3, for readers that know no later one.
    V3_0,
    /// 3.1.0, whose schemas are JSON Schema.
    #[default]
    V3_1,
}

/// What kind of document is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Options {
    /// The version of OpenAPI.
    pub version: Version,
    /// Whether alternatives of a body are optional fields, and no schema says what must not be: for
    /// generators that make nothing of `oneOf` and `not`.
    pub flat: bool,
}

/// All that the parts of a document are made from.
struct Context<'a> {
    api: &'a Api,
    names: Names,
    schemas: Schemas<'a>,
}

/// The OpenAPI document of a described API.
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

/// What operations refer to: schemas made for them, types in the order of the description, and the
/// way to sign in.
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

/// The names of the schemas that are referred to, from somewhere in the paths or from each other.
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
