//! Warnings about valid descriptions: unused declarations, missing documentation and translations.
//!
//! `allow: [code]` in a file suppresses the warnings with that code in the file, including those from
//! `resolve`. An entry without effect is a warning, so that entries are removed in time.
//!
//! # Limits
//!
//! A description with errors gets no warnings from here, because an error can be the reason why
//! something is unused. `allow` applies all the same.

use std::collections::{HashMap, HashSet};

use crate::diagnostics::{Code, Diagnostic, Severity, Sink, messages};
use crate::model::{Api, LocalizedText, Parameter, Presence, Type, TypeId};
use crate::source::Span;
use crate::syntax::{Description, EndpointFile, ErrorDecl, GroupDecl, Spanned, TypeDecl, Written};

/// Reports warnings, unless there are errors, and suppresses those that files allow.
pub(crate) fn check(files: &Description, api: &Api, sink: &mut Sink) {
    check_allowed(files, sink);
    let is_valid = sink.errors() == 0;
    if is_valid {
        unused_types(files, api, sink);
        unused_envelopes(files, sink);
        unused_error_sets(files, sink);
        unused_paging(files, sink);
        unused_groups(files, api, sink);
        undocumented_parameters(api, sink);
        undocumented_codes(files, sink);
        missing_translations(files, sink);
        differing_texts(files, sink);
    }
    let used = suppress(files, sink);
    if is_valid {
        unused_allows(files, &used, sink);
    }
}

// Unused declarations

fn unused_types(files: &Description, api: &Api, sink: &mut Sink) {
    let used = used_types(api);
    let declared: HashMap<Span, TypeId> =
        api.types.iter().enumerate().map(|(id, one)| (one.span, TypeId(id))).collect();
    for decl in type_decls(files) {
        let id = declared.get(&decl.name.span);
        if id.is_none_or(|id| !used.contains(id)) {
            sink.push(messages::unused_type(&decl.name));
        }
    }
}

fn type_decls(files: &Description) -> impl Iterator<Item = &TypeDecl> {
    files.api.types.iter().chain(files.endpoints.iter().flat_map(|file| &file.types))
}

/// The types of all parameters and results, constants included.
fn used_types(api: &Api) -> HashSet<TypeId> {
    let parameters = api.endpoints().flat_map(|one| &one.parameters).map(|one| &one.ty);
    let results = api.endpoints().filter_map(|one| one.returns.as_ref());
    api.named_in(parameters.chain(results)).into_iter().collect()
}

fn unused_envelopes(files: &Description, sink: &mut Sink) {
    let groups = files.api.groups.iter().filter_map(|group| group.envelope.as_ref());
    let endpoints = files.endpoints.iter().filter_map(|file| file.envelope.as_ref());
    let used: HashSet<&str> = groups.chain(endpoints).map(|name| name.value.as_str()).collect();
    for envelope in &files.api.envelopes {
        if !used.contains(envelope.name.value.as_str()) {
            sink.push(messages::unused_envelope(&envelope.name));
        }
    }
}

fn unused_error_sets(files: &Description, sink: &mut Sink) {
    let groups = files.api.groups.iter().flat_map(|group: &GroupDecl| &group.error_sets);
    let endpoints = files.endpoints.iter().filter_map(|file| file.error_sets.as_ref()).flatten();
    let used: HashSet<&str> = groups.chain(endpoints).map(|name| name.value.as_str()).collect();
    for (name, _) in &files.api.errors {
        if !used.contains(name.value.as_str()) {
            sink.push(messages::unused_error_set(name));
        }
    }
}

fn unused_paging(files: &Description, sink: &mut Sink) {
    let named = files.endpoints.iter().filter_map(|file| file.paging.as_ref());
    let used: HashSet<&str> = named.map(|name| name.value.as_str()).collect();
    for style in &files.api.paging {
        if !used.contains(style.name.value.as_str()) {
            sink.push(messages::unused_paging(&style.name));
        }
    }
}

fn unused_groups(files: &Description, api: &Api, sink: &mut Sink) {
    for (decl, group) in files.api.groups.iter().zip(&api.groups) {
        if group.endpoints.is_empty() {
            sink.push(messages::unused_group(&decl.name));
        }
    }
}

// Missing documentation

fn undocumented_parameters(api: &Api, sink: &mut Sink) {
    for parameter in api.endpoints().flat_map(|endpoint| &endpoint.parameters) {
        if !is_documented(api, parameter) {
            sink.push(messages::undocumented_parameter(parameter.span, &parameter.wire_name));
        }
    }
}

/// Returns true for constants, which callers never see, and for parameters whose type has
/// documentation.
fn is_documented(api: &Api, parameter: &Parameter) -> bool {
    let by_type = match &parameter.ty {
        Type::Named(id) => !api.type_def(*id).doc.is_empty(),
        _ => false,
    };
    by_type
        || parameter.undocumented
        || !parameter.doc.is_empty()
        || matches!(parameter.presence, Presence::Constant(_))
}

fn undocumented_codes(files: &Description, sink: &mut Sink) {
    let explained: HashSet<i64> =
        files.catalogue.codes.iter().map(|error| error.code.value).collect();
    let all = files.catalogue.codes.iter();
    let own = error_decls(files).filter(|error| !explained.contains(&error.code.value));
    for error in all.chain(own).filter(|error| error.doc.is_empty()) {
        sink.push(messages::undocumented_code(error.code.span, error.code.value));
    }
}

/// The errors of sets and endpoints, which may differ from the catalogue.
fn error_decls(files: &Description) -> impl Iterator<Item = &ErrorDecl> {
    let own = files.endpoints.iter().flat_map(|file: &EndpointFile| &file.errors);
    files.api.errors.iter().flat_map(|(_, errors)| errors).chain(own)
}

/// Reports texts in one language, if `api.yaml` has texts in two.
fn missing_translations(files: &Description, sink: &mut Sink) {
    let is_whole = |text: &Written| text.en.is_some() && text.zh.is_some();
    if !files.api.texts.iter().any(is_whole) {
        return;
    }
    let texts = files.endpoints.iter().flat_map(|file| &file.texts);
    for text in files.api.texts.iter().chain(&files.catalogue.texts).chain(texts) {
        match (text.en, text.zh) {
            (Some(english), None) => sink.push(messages::missing_translation(english, "Chinese")),
            (None, Some(chinese)) => sink.push(messages::missing_translation(chinese, "English")),
            (Some(_), Some(_)) | (None, None) => {}
        }
    }
}

/// Reports codes with different texts. A missing text does not count.
fn differing_texts(files: &Description, sink: &mut Sink) {
    let mut first: HashMap<i64, &ErrorDecl> = HashMap::new();
    for error in error_decls(files) {
        let known = *first.entry(error.code.value).or_insert(error);
        if differ(&known.doc, &error.doc) || differ(&known.remedy, &error.remedy) {
            let code = error.code.value;
            sink.push(messages::conflicting_code_docs(code, error.code.span, known.code.span));
        }
    }
}

fn differ(one: &LocalizedText, other: &LocalizedText) -> bool {
    !one.is_empty() && !other.is_empty() && one != other
}

// Suppressing warnings

/// Reports entries of `allow` that name no warning.
fn check_allowed(files: &Description, sink: &mut Sink) {
    for (_, allowed) in files.allowed() {
        match Code::parse(&allowed.value) {
            Some(code) if code.can_be_allowed() => {}
            Some(code) if code.severity() == Severity::Error => {
                sink.push(messages::not_a_warning(allowed));
            }
            Some(_) => sink.push(messages::unsuppressible(allowed)),
            None => sink.push(messages::unknown_warning(allowed)),
        }
    }
}

/// Removes the warnings whose main place is in a file that allows them. Returns the entries that had
/// an effect; of equal ones in a file, the first.
fn suppress(files: &Description, sink: &mut Sink) -> HashSet<Span> {
    let mut allowed: HashMap<(u32, &str), Span> = HashMap::new();
    for (file, code) in files.allowed() {
        allowed.entry((file, &code.value)).or_insert(code.span);
    }
    let mut used = HashSet::new();
    sink.suppress(|warning: &Diagnostic| {
        let by = allowed.get(&(warning.labels[0].span.file, warning.code.as_str()));
        used.extend(by);
        by.is_some()
    });
    used
}

fn unused_allows(files: &Description, used: &HashSet<Span>, sink: &mut Sink) {
    let unused = |code: &&Spanned<String>| !used.contains(&code.span);
    for code in files.allowed().map(|(_, code)| code).filter(unused) {
        sink.push(messages::unused_allow(code));
    }
}
