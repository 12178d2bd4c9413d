//! Warnings: what is right, but not good.
//!
//! A description that means something is looked over for what nobody uses, what nobody explained
//! and what is said in one language only. `allow: [code]` in a file silences the warnings of that
//! code in the file; one that silences nothing is a warning itself, so that none outlives its
//! reason. Warnings that only `resolve` can give (a mixed enum, an example with an undeclared
//! field) are silenced here, too.
//!
//! # Limits
//!
//! Nothing is looked for in a description with mistakes: what is unused or untold may be so
//! because of them. Silences hold all the same.

use std::collections::{HashMap, HashSet};

use crate::diagnostics::messages;
use crate::diagnostics::{Diagnostic, Sink};
use crate::model::{Api, LocalizedText, Parameter, Presence, Type, TypeId};
use crate::source::Span;
use crate::syntax::{EndpointFile, ErrorDecl, Files, GroupDecl, Spanned, TypeDecl, Written};

/// Looks for warnings, unless there are errors, and takes out what is not to be heard.
pub(crate) fn check(files: &Files, api: &Api, sink: &mut Sink) {
    check_allowed(files, sink);
    let is_right = sink.errors() == 0;
    if is_right {
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
    let used = silence(files, sink);
    if is_right {
        unused_allows(files, &used, sink);
    }
}

// What nobody uses

fn unused_types(files: &Files, api: &Api, sink: &mut Sink) {
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

fn type_decls(files: &Files) -> impl Iterator<Item = &TypeDecl> {
    files.api.types.iter().chain(files.endpoints.iter().flat_map(|file| &file.types))
}

/// Every type that some call takes or gives, constants of that type included.
fn used_types(api: &Api) -> HashSet<TypeId> {
    let parameters = api.endpoints().flat_map(|one| &one.parameters).map(|one| &one.ty);
    let results = api.endpoints().filter_map(|one| one.returns.as_ref());
    api.named_in(parameters.chain(results)).into_iter().collect()
}

fn unused_envelopes(files: &Files, sink: &mut Sink) {
    let groups = files.api.groups.iter().filter_map(|group| group.envelope.as_ref());
    let endpoints = files.endpoints.iter().filter_map(|file| file.envelope.as_ref());
    let used: HashSet<&str> = groups.chain(endpoints).map(|name| name.value.as_str()).collect();
    for envelope in &files.api.envelopes {
        if !used.contains(envelope.name.value.as_str()) {
            sink.push(messages::unused_envelope(&envelope.name));
        }
    }
}

fn unused_error_sets(files: &Files, sink: &mut Sink) {
    let groups = files.api.groups.iter().flat_map(|group: &GroupDecl| &group.error_sets);
    let endpoints = files.endpoints.iter().filter_map(|file| file.error_sets.as_ref()).flatten();
    let used: HashSet<&str> = groups.chain(endpoints).map(|name| name.value.as_str()).collect();
    for (name, _) in &files.api.errors {
        if !used.contains(name.value.as_str()) {
            sink.push(messages::unused_error_set(name));
        }
    }
}

fn unused_paging(files: &Files, sink: &mut Sink) {
    let named = files.endpoints.iter().filter_map(|file| file.paging.as_ref());
    let used: HashSet<&str> = named.map(|name| name.value.as_str()).collect();
    for style in &files.api.paging {
        if !used.contains(style.name.value.as_str()) {
            sink.push(messages::unused_paging(&style.name));
        }
    }
}

fn unused_groups(files: &Files, api: &Api, sink: &mut Sink) {
    for (decl, group) in files.api.groups.iter().zip(&api.groups) {
        if group.endpoints.is_empty() {
            sink.push(messages::unused_group(&decl.name));
        }
    }
}

// What nobody explained

fn undocumented_parameters(api: &Api, sink: &mut Sink) {
    for parameter in api.endpoints().flat_map(|endpoint| &endpoint.parameters) {
        if !is_explained(api, parameter) {
            sink.push(messages::undocumented_parameter(parameter.span, &parameter.wire));
        }
    }
}

/// Callers never see a constant; a type may explain what is of that type.
fn is_explained(api: &Api, parameter: &Parameter) -> bool {
    let by_type = match &parameter.ty {
        Type::Named(id) => !api.type_def(*id).doc.is_empty(),
        _ => false,
    };
    by_type
        || parameter.undocumented
        || !parameter.doc.is_empty()
        || matches!(parameter.presence, Presence::Constant(_))
}

fn undocumented_codes(files: &Files, sink: &mut Sink) {
    let explained: HashSet<i64> =
        files.catalogue.codes.iter().map(|error| error.code.value).collect();
    let all = files.catalogue.codes.iter();
    let own = error_decls(files).filter(|error| !explained.contains(&error.code.value));
    for error in all.chain(own).filter(|error| error.doc.is_empty()) {
        sink.push(messages::undocumented_code(error.code.span, error.code.value));
    }
}

/// Those of sets and endpoints: the catalogue is what they may differ from.
fn error_decls(files: &Files) -> impl Iterator<Item = &ErrorDecl> {
    let own = files.endpoints.iter().flat_map(|file: &EndpointFile| &file.errors);
    files.api.errors.iter().flat_map(|(_, errors)| errors).chain(own)
}

/// Only where the API as a whole speaks two languages: one of them alone is a choice.
fn missing_translations(files: &Files, sink: &mut Sink) {
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

/// A code that is said twice should say the same twice; who has no words says nothing else.
fn differing_texts(files: &Files, sink: &mut Sink) {
    let mut first: HashMap<i64, &ErrorDecl> = HashMap::new();
    for error in error_decls(files) {
        let known = *first.entry(error.code.value).or_insert(error);
        if differ(&known.doc, &error.doc) || differ(&known.remedy, &error.remedy) {
            let code = error.code.value;
            sink.push(messages::code_texts_differ(code, error.code.span, known.code.span));
        }
    }
}

fn differ(one: &LocalizedText, other: &LocalizedText) -> bool {
    !one.is_empty() && !other.is_empty() && one != other
}

// What is not to be heard

/// A silence must name a warning.
fn check_allowed(files: &Files, sink: &mut Sink) {
    for (_, code) in files.allowed() {
        if messages::ERRORS.contains(&code.value.as_str()) {
            sink.push(messages::not_a_warning(code));
        } else if code.value == messages::UNUSED_ALLOW {
            sink.push(messages::unsilenceable(code));
        } else if !messages::WARNINGS.contains(&code.value.as_str()) {
            sink.push(messages::unknown_warning(code));
        }
    }
}

/// Takes out the warnings whose main place is in a file that allows them; gives back which
/// silences were of use. Of two alike in a file only the first is.
fn silence(files: &Files, sink: &mut Sink) -> HashSet<Span> {
    let mut allowed: HashMap<(u32, &str), Span> = HashMap::new();
    for (file, code) in files.allowed() {
        allowed.entry((file, &code.value)).or_insert(code.span);
    }
    let mut used = HashSet::new();
    sink.silence(|warning: &Diagnostic| {
        let by = allowed.get(&(warning.labels[0].span.file, warning.code));
        used.extend(by);
        by.is_some()
    });
    used
}

fn unused_allows(files: &Files, used: &HashSet<Span>, sink: &mut Sink) {
    let unused = |code: &&Spanned<String>| !used.contains(&code.span);
    for code in files.allowed().map(|(_, code)| code).filter(unused) {
        sink.push(messages::unused_allow(code));
    }
}
