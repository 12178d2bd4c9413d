//! From what was written to what it means.
//!
//! Names become what they stand for, paths are split, the errors of sets come to the endpoints
//! that take them in. Every mistake that can be found without knowing Rust is found here; names
//! that collide only in Rust are the business of `rust::names`.

mod endpoint;
mod errors;
mod examples;
mod types;

use indexmap::IndexMap;

use crate::diagnostic::Sink;
use crate::model::{Api, Auth, Endpoint, Envelope, Group, Growth, Server, Shape, TypeDef};
use crate::sources::Span;
use crate::syntax::{ApiFile, EnvelopeDecl, Files, GroupDecl, ServerDecl, Spanned};
use crate::wording;

use self::types::Types;

/// Resolves a whole description. What comes back is only of use if the sink has no errors.
pub(crate) fn api(files: &Files, sink: &mut Sink) -> Api {
    let file = &files.api;
    check_version(&file.version, sink);
    check_name("an API", &file.name, sink);
    let mut types = types::declare(files, sink);
    let envelopes = envelopes(file, sink);
    let error_sets = errors::sets(&file.errors, sink);
    let scope = Scope { file, envelopes: &envelopes, error_sets: &error_sets };
    let groups = groups(files, &scope, &mut types, sink);
    check_routes(&groups, sink);
    let types = types.finish(&groups);
    check_results(&groups, &types, sink);
    let api = Api {
        name: file.name.value.clone(),
        title: file.title.clone(),
        doc: file.doc.clone(),
        servers: file.servers.iter().map(|server| self::server(server, sink)).collect(),
        auth: file.auth.as_ref().map(|auth| Auth {
            header: auth.header.value.clone(),
            renew_on_status: auth
                .statuses
                .iter()
                .filter_map(|s| u16::try_from(s.value).ok())
                .collect(),
            renew_on_codes: auth.codes.iter().map(|code| code.value).collect(),
        }),
        growth: if file.exhaustive { Growth::Exhaustive } else { Growth::Open },
        error_sets,
        groups,
        types,
        envelopes,
    };
    examples::check(&api, files, sink);
    api
}

/// What names can stand for while endpoints are resolved.
struct Scope<'a> {
    file: &'a ApiFile,
    envelopes: &'a IndexMap<String, Envelope>,
    error_sets: &'a IndexMap<String, Vec<crate::model::ErrorCode>>,
}

fn check_version(version: &Spanned<i64>, sink: &mut Sink) {
    if version.value != 1 {
        sink.push(wording::unknown_version(version));
    }
}

/// Names that become parts of Rust names are `snake_case` from the start.
fn check_name(what: &str, name: &Spanned<String>, sink: &mut Sink) {
    if !is_snake_case(&name.value) {
        sink.push(wording::bad_name(what, name.span, &name.value));
    }
}

fn is_snake_case(name: &str) -> bool {
    let begins_well = name.starts_with(|first: char| first.is_ascii_lowercase());
    let goes_on = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    begins_well && name.chars().all(goes_on)
}

fn server(server: &ServerDecl, sink: &mut Sink) -> Server {
    check_name("a server", &server.name, sink);
    if let Err(reason) = check_url(&server.url.value) {
        sink.push(wording::bad_url(&server.url, reason));
    }
    Server {
        name: server.name.value.clone(),
        url: server.url.value.trim_end_matches('/').to_owned(),
        doc: server.doc.clone(),
    }
}

fn check_url(url: &str) -> Result<(), &'static str> {
    let rest = url.strip_prefix("https://").ok_or("it does not begin with `https://`")?;
    let host = rest.split('/').next().unwrap_or_default();
    match () {
        () if host.is_empty() => Err("it names no host"),
        () if host.contains('@') => Err("it holds credentials"),
        () if rest.contains(['?', '#']) => Err("it holds a query or a fragment"),
        () if !url.chars().all(|c| c.is_ascii_graphic()) => {
            Err("it holds a character that must be encoded")
        }
        () => Ok(()),
    }
}

fn envelopes(file: &ApiFile, sink: &mut Sink) -> IndexMap<String, Envelope> {
    let named = |decl: &EnvelopeDecl| (decl.name.value.clone(), envelope(decl, sink));
    file.envelopes.iter().map(named).collect()
}

fn envelope(decl: &EnvelopeDecl, sink: &mut Sink) -> Envelope {
    check_name("an envelope", &decl.name, sink);
    if let Some(code) = &decl.code
        && decl.success.is_empty()
    {
        sink.push(wording::success_without_code(code.span, &decl.name.value));
    }
    let text = |name: &Option<Spanned<String>>| name.as_ref().map(|name| name.value.clone());
    Envelope {
        name: decl.name.value.clone(),
        code: text(&decl.code),
        success: decl.success.iter().map(|code| code.value).collect(),
        message: text(&decl.message),
        data: text(&decl.data),
        others: decl.others.iter().map(|name| name.value.clone()).collect(),
    }
}

fn groups(files: &Files, scope: &Scope<'_>, types: &mut Types, sink: &mut Sink) -> Vec<Group> {
    let known: Vec<&str> = files.api.groups.iter().map(|group| group.name.value.as_str()).collect();
    for file in &files.endpoints {
        if !known.contains(&file.group.as_str()) {
            sink.push(wording::unknown_group(file.file, &file.group, &known));
        }
    }
    files.api.groups.iter().map(|group| self::group(group, files, scope, types, sink)).collect()
}

fn group(
    decl: &GroupDecl,
    files: &Files,
    scope: &Scope<'_>,
    types: &mut Types,
    sink: &mut Sink,
) -> Group {
    check_name("a group", &decl.name, sink);
    let mine = files.endpoints.iter().filter(|file| file.group == decl.name.value);
    Group {
        name: decl.name.value.clone(),
        title: decl.title.clone(),
        doc: decl.doc.clone(),
        endpoints: mine
            .filter_map(|file| endpoint::resolve(file, decl, scope, types, sink))
            .collect(),
    }
}

/// Two endpoints with one method and path would be one operation under two names.
fn check_routes(groups: &[Group], sink: &mut Sink) {
    let mut seen: IndexMap<String, Span> = IndexMap::new();
    for endpoint in groups.iter().flat_map(|group| &group.endpoints) {
        let route = route(endpoint);
        match seen.get(&route) {
            Some(first) => sink.push(wording::same_route(endpoint.span, *first, &route)),
            None => drop(seen.insert(route, endpoint.span)),
        }
    }
}

/// A choice of the caller cannot be read: it does not say which one was taken.
fn check_results(groups: &[Group], types: &[TypeDef], sink: &mut Sink) {
    for endpoint in groups.iter().flat_map(|group| &group.endpoints) {
        let Some(returned) = &endpoint.returns else { continue };
        let mut seen = Vec::new();
        returned.named(types, &mut seen);
        for definition in seen.into_iter().map(|id| &types[id.0]) {
            if let Shape::OneOf(_) = definition.shape {
                let name = &endpoint.full_name();
                sink.push(wording::one_of_in_result(definition.span, &definition.name, name));
            }
        }
    }
}

fn route(endpoint: &Endpoint) -> String {
    format!("{} {}", endpoint.method.as_str(), endpoint.path_template())
}

/// Looks a name up and reports it if nothing is called so.
fn look_up<'a, T>(
    what: &str,
    name: &Spanned<String>,
    map: &'a IndexMap<String, T>,
    sink: &mut Sink,
) -> Option<&'a T> {
    let found = map.get(&name.value);
    if found.is_none() {
        let known: Vec<&str> = map.keys().map(String::as_str).collect();
        sink.push(wording::unknown_name(what, name, &known));
    }
    found
}
