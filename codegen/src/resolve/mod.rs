//! Resolves the files of a description into the model.
//!
//! Names are replaced by their definitions, paths are split, and errors of sets are copied to the
//! endpoints that include them. Mistakes that do not depend on the language of a client are reported
//! here. A back end reports those that depend on its language.

mod budget;
mod checks;
mod endpoint;
mod errors;
mod examples;
mod paging;
mod recursion;
mod shapes;
mod types;
mod wire_names;

use std::collections::HashMap;

use indexmap::IndexMap;
use indexmap::map::Entry;

use crate::diagnostics::Sink;
use crate::diagnostics::messages;
use crate::model::{
    Api, Auth, Endpoint, Envelope, ErrorCode, Exhaustiveness, Group, Paging, Server, Shape,
    Snippet, TypeDef, named_in,
};
use crate::source::Span;
use crate::syntax::{
    ApiFile, AuthDecl, Description, EndpointFile, EnvelopeDecl, GroupDecl, ServerDecl, Spanned,
};

use self::types::Types;

/// Resolves a description. The result is valid only if the sink has no errors.
pub(crate) fn api(files: &Description, sink: &mut Sink) -> Api {
    let file = &files.api;
    budget::check(files, sink);
    check_version(&file.version, sink);
    check_name("an API", &file.name, sink);
    let mut types = types::declare(files, sink);
    let envelopes = envelopes(file, sink);
    let paging = paging::styles(file, sink);
    let catalogue = errors::catalogue(&files.catalogue.codes, sink);
    let error_sets = errors::sets(&file.errors, &catalogue, sink);
    let scope = Scope {
        file,
        envelopes: &envelopes,
        paging: &paging,
        catalogue: &catalogue,
        error_sets: &error_sets,
    };
    let groups = groups(files, &scope, &mut types, sink);
    check_routes(&groups, sink);
    let types = types.finish(&groups, sink);
    check_results(&groups, &types, sink);
    let mut catalogue: Vec<ErrorCode> = catalogue.into_values().collect();
    catalogue.sort_by_key(|error| error.code);
    let api = Api {
        name: file.name.value.clone(),
        title: file.title.clone(),
        doc: file.doc.clone(),
        servers: file.servers.iter().map(|server| self::server(server, sink)).collect(),
        auth: file.auth.as_ref().map(|decl| auth(decl, sink)),
        exhaustiveness: if file.exhaustive {
            Exhaustiveness::Exhaustive
        } else {
            Exhaustiveness::Open
        },
        catalogue,
        error_sets,
        groups,
        types,
        envelopes,
        paging,
    };
    // With invalid types, correct examples would be reported, too.
    if sink.errors() == 0 {
        examples::check(&api, files, sink);
    }
    api
}

fn auth(decl: &AuthDecl, sink: &mut Sink) -> Auth {
    wire_names::check_header(&decl.header, None, sink);
    Auth {
        header: decl.header.value.clone(),
        renew_on_status: decl.statuses.iter().map(|status| http_status(status, sink)).collect(),
        renew_on_codes: decl.codes.iter().map(|code| code.value).collect(),
        doc: decl.doc.clone(),
        example: decl.example.as_ref().map(snippet),
    }
}

/// A snippet of code, which the back end checks.
fn snippet(written: &Spanned<String>) -> Snippet {
    Snippet { text: written.value.trim().to_owned(), span: written.span }
}

/// The status of an example, 200 by default. Reports numbers that are no HTTP status.
fn http_status(status: &Spanned<i64>, sink: &mut Sink) -> u16 {
    match u16::try_from(status.value) {
        Ok(known @ 100..=599) => known,
        _ => {
            sink.push(messages::bad_status(status));
            200
        }
    }
}

/// The declarations that endpoints refer to by name.
struct Scope<'a> {
    file: &'a ApiFile,
    envelopes: &'a IndexMap<String, Envelope>,
    paging: &'a IndexMap<String, Paging>,
    catalogue: &'a errors::Catalogue,
    error_sets: &'a IndexMap<String, Vec<ErrorCode>>,
}

fn check_version(version: &Spanned<i64>, sink: &mut Sink) {
    if version.value != 1 {
        sink.push(messages::unknown_version(version));
    }
}

/// Reports names that are not in `snake_case`, from which each back end derives its own style.
fn check_name(what: &str, name: &Spanned<String>, sink: &mut Sink) {
    if !is_snake_case(&name.value) {
        sink.push(messages::bad_name(what, name.span, &name.value));
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
        sink.push(messages::bad_url(&server.url, reason));
    }
    Server {
        name: server.name.value.clone(),
        url: server.url.value.trim_end_matches('/').to_owned(),
        doc: server.doc.clone(),
        span: server.name.span,
    }
}

fn check_url(url: &str) -> Result<(), &'static str> {
    let rest = url.strip_prefix("https://").ok_or("it does not begin with `https://`")?;
    let host = rest.split('/').next().unwrap_or_default();
    let in_host = |c: char| c.is_ascii_alphanumeric() || "-.:[]".contains(c);
    if host.is_empty() {
        Err("it has no host")
    } else if host.contains('@') {
        Err("it contains credentials")
    } else if rest.contains(['?', '#']) {
        Err("it contains a query or a fragment")
    } else if !url.chars().all(|c| c.is_ascii_graphic()) {
        Err("it contains a character that must be percent-encoded")
    } else if !host.chars().all(in_host) {
        Err("the host contains an invalid character")
    } else {
        Ok(())
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
        sink.push(messages::missing_success_codes(code.span, &decl.name.value));
    }
    if let (None, Some(first)) = (&decl.code, decl.success.first()) {
        sink.push(messages::missing_code_field(first.span, &decl.name.value));
    }
    check_envelope_fields(decl, sink);
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

/// Reports a field that an envelope names twice.
fn check_envelope_fields(decl: &EnvelopeDecl, sink: &mut Sink) {
    let mut first: IndexMap<&str, Span> = IndexMap::new();
    let named = [&decl.code, &decl.message, &decl.data].into_iter().flatten();
    for field in named.chain(&decl.others) {
        if let Some(before) = first.insert(&field.value, field.span) {
            sink.push(messages::duplicate_envelope_field(field, before));
        }
    }
}

fn groups(
    files: &Description,
    scope: &Scope<'_>,
    types: &mut Types,
    sink: &mut Sink,
) -> Vec<Group> {
    let known: Vec<&str> = files.api.groups.iter().map(|group| group.name.value.as_str()).collect();
    let mut by_group: HashMap<&str, Vec<&EndpointFile>> =
        known.iter().map(|name| (*name, Vec::new())).collect();
    for file in &files.endpoints {
        match by_group.get_mut(file.group.as_str()) {
            Some(files) => files.push(file),
            None if sink.is_full() => {}
            None => sink.push(messages::unknown_group(file.file, &file.group, &known)),
        }
    }
    let mut groups = Vec::new();
    for decl in &files.api.groups {
        let mine = by_group.remove(decl.name.value.as_str()).unwrap_or_default();
        groups.push(group(decl, &mine, scope, types, sink));
    }
    groups
}

fn group(
    decl: &GroupDecl,
    files: &[&EndpointFile],
    scope: &Scope<'_>,
    types: &mut Types,
    sink: &mut Sink,
) -> Group {
    check_name("a group", &decl.name, sink);
    decl.feature.iter().for_each(|feature| check_name("a feature", feature, sink));
    Group {
        name: decl.name.value.clone(),
        title: decl.title.clone(),
        doc: decl.doc.clone(),
        feature: decl.feature.as_ref().map(|feature| feature.value.clone()),
        endpoints: files
            .iter()
            .filter_map(|file| endpoint::resolve(file, decl, scope, types, sink))
            .collect(),
        span: decl.name.span,
    }
}

/// Reports endpoints with the same method and path.
fn check_routes(groups: &[Group], sink: &mut Sink) {
    let mut seen: IndexMap<String, Span> = IndexMap::new();
    for endpoint in groups.iter().flat_map(|group| &group.endpoints) {
        let shown = format!("{} {}", endpoint.method.as_str(), endpoint.path_template());
        match seen.entry(route(endpoint)) {
            Entry::Occupied(first) => {
                sink.push(messages::duplicate_route(endpoint.span, *first.get(), &shown));
            }
            Entry::Vacant(new) => drop(new.insert(endpoint.span)),
        }
    }
}

/// Reports results with a `one_of` type. It cannot be decoded, because no field names the alternative.
fn check_results(groups: &[Group], types: &[TypeDef], sink: &mut Sink) {
    for endpoint in groups.iter().flat_map(|group| &group.endpoints) {
        let Some(returned) = &endpoint.returns else { continue };
        for definition in named_in([returned], types).into_iter().map(|id| &types[id.0]) {
            if let Shape::OneOf(_) = definition.shape {
                let name = &endpoint.full_name();
                sink.push(messages::one_of_in_result(definition.span, &definition.name, name));
            }
        }
    }
}

/// Method and path as a server distinguishes them: without the names of parameters, with the values
/// of constants.
fn route(endpoint: &Endpoint) -> String {
    endpoint.route_with(|_| "{}".to_owned())
}

/// Looks up a name, and reports it if it is unknown.
fn look_up<'a, T>(
    what: &str,
    name: &Spanned<String>,
    map: &'a IndexMap<String, T>,
    sink: &mut Sink,
) -> Option<&'a T> {
    let found = map.get(&name.value);
    if found.is_none() {
        let known: Vec<&str> = map.keys().map(String::as_str).collect();
        sink.push(messages::unknown_name(what, name, &known));
    }
    found
}
