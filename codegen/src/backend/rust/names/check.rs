//! Reports names that cannot be had in Rust: those that nothing can be called, those that generated code needs, and two
//! that would be one. Nothing is rendered afterwards, so back ends that show Rust run this first.

use std::collections::{HashMap, HashSet};

use heck::ToUpperCamelCase;
use proc_macro2::Ident;
use syn::parse::Parser;

use super::identifier::UNNAMEABLE;
use super::{items, reserved};
use crate::backend::rust::type_index::{Location, TypeIndex};
use crate::diagnostics::Sink;
use crate::diagnostics::messages::{self, Named};
use crate::model::{Alternative, Api, Endpoint, Field, Group, Shape, Snippet, TypeDef, TypeId};
use crate::source::Span;
use crate::syntax::Spanned;

/// Checks the code of a description, and its types' names against those of the language: every back end refuses these.
pub(crate) fn check_snippets(api: &Api, sink: &mut Sink) {
    if let Some(example) = api.auth.iter().find_map(|auth| auth.example.as_ref())
        && !is_method_call(&example.text)
    {
        sink.push(messages::bad_auth_example(&spanned(example)));
    }
    for definition in &api.types {
        check_external(definition, sink);
        let name = &definition.name;
        let is_reserved =
            [name, &name.to_upper_camel_case()].iter().any(|name| reserved::is_reserved_type(name));
        if is_reserved && is_type_name(name) {
            let name = Spanned { value: name.clone(), span: definition.span };
            sink.push(messages::reserved_type(&name, "Rust or the client"));
        }
    }
}

/// Returns whether the description may call a type so, Rust aside; if not, that has been reported.
fn is_type_name(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_uppercase())
        && name.chars().all(|c| c.is_ascii_alphanumeric())
}

fn spanned(snippet: &Snippet) -> Spanned<String> {
    Spanned { value: snippet.text.clone(), span: snippet.span }
}

/// Returns whether methods are called on the builder, with any arguments: the example is shown, and never run.
fn is_method_call(example: &str) -> bool {
    let called = syn::parse_str::<syn::ExprMethodCall>(&format!("builder.{example}"));
    let Ok(called) = called else { return false };
    let mut receiver = *called.receiver;
    while let syn::Expr::MethodCall(call) = receiver {
        receiver = *call.receiver;
    }
    matches!(receiver, syn::Expr::Path(_))
}

fn check_external(definition: &TypeDef, sink: &mut Sink) {
    let Shape::External(external) = &definition.shape else { return };
    if !is_path(&external.path.text) {
        sink.push(messages::bad_rust_path(&spanned(&external.path)));
    }
    if let Some(sample) = external.sample.as_ref().filter(|sample| !is_one_line(&sample.text)) {
        sink.push(messages::bad_sample(&spanned(sample)));
    }
}

/// Names and `::` only, and beginning where it means the same in every file.
fn is_path(path: &str) -> bool {
    let Ok(path) = syn::Path::parse_mod_style.parse_str(path) else { return false };
    let first = path.segments.first().map(|first| first.ident.to_string());
    let is_relative = matches!(first.as_deref(), Some("self" | "super" | "Self") | None);
    path.segments.len() > 1 && !is_relative
}

/// Returns whether it is an expression on one line, as examples need it.
fn is_one_line(sample: &str) -> bool {
    !sample.contains(char::is_control) && syn::parse_str::<syn::Expr>(sample).is_ok()
}

/// Checks every name of a client.
pub(crate) fn check(api: &Api, sink: &mut Sink) {
    let (index, mut names) = (TypeIndex::new(api), Names { reported: HashSet::new(), sink });
    names.root(api);
    names.types_file(api, &index);
    for group in &api.groups {
        names.group_file(api, group, &index);
        for endpoint in &group.endpoints {
            names.endpoint_file(api, endpoint, &index);
            names.parameters(endpoint);
            names.cases(endpoint);
        }
    }
    api.types.iter().for_each(|definition| names.members(definition));
}

/// Names that must differ from each other, with what has each and where that is described.
type Scope = HashMap<String, (Named, Span)>;

/// An item that needs a Rust name.
struct Claim<'a> {
    named: Named,
    /// The name in the description.
    written: &'a str,
    span: Span,
}

impl<'a> Claim<'a> {
    /// A parameter, a field or a value.
    fn member(written: &'a str, span: Span) -> Self {
        Self { named: Named::Member, written, span }
    }

    /// A type, a group or a server.
    fn item(written: &'a str, span: Span) -> Self {
        Self { named: Named::Item, written, span }
    }
}

struct Names<'s> {
    /// A name is claimed in several files; a collision is reported once.
    reported: HashSet<(Span, Span)>,
    sink: &'s mut Sink,
}

impl Names<'_> {
    /// Takes a name, or reports why that is not possible.
    fn claim(&mut self, scope: &mut Scope, name: &Ident, claim: Claim<'_>) -> bool {
        let Claim { named, written, span } = claim;
        if *name == UNNAMEABLE {
            if self.reported.insert((span, span)) {
                self.sink.push(messages::bad_rust_name(written, span));
            }
            return false;
        }
        let name = name.to_string();
        let first = scope.insert(name.clone(), (named.clone(), span));
        let Some((first, first_span)) = first else { return true };
        if self.reported.insert((span, first_span)) {
            let collision = messages::name_collision(&name, (&named, span), (&first, first_span));
            self.sink.push(collision);
        }
        false
    }

    /// Modules and methods of the client, and its servers.
    fn root(&mut self, api: &Api) {
        let mut scope = Scope::new();
        for group in &api.groups {
            if reserved::GROUPS.contains(&group.name.as_str()) {
                self.sink.push(messages::reserved_group(group.span, &group.name));
            }
            self.claim(
                &mut scope,
                &items::group(&group.name),
                Claim::item(&group.name, group.span),
            );
        }
        let mut scope = Scope::new();
        for server in &api.servers {
            self.claim(
                &mut scope,
                &items::server(&server.name),
                Claim::item(&server.name, server.span),
            );
        }
    }

    fn types_file(&mut self, api: &Api, index: &TypeIndex<'_>) {
        let mut scope = Scope::new();
        self.types(api, index.shared(), &mut scope);
        self.types(api, &index.imports(Location::Types), &mut scope);
    }

    /// Names in the module of a group: its handle, its types, and its calls with their errors.
    fn group_file<'a>(&mut self, api: &Api, group: &'a Group, index: &TypeIndex<'a>) {
        let mut scope = Scope::new();
        self.claim(&mut scope, &items::handle(&group.name), Claim::item(&group.name, group.span));
        for endpoint in &group.endpoints {
            self.types(api, index.beside(endpoint), &mut scope);
        }
        for endpoint in &group.endpoints {
            self.call(endpoint, &mut scope);
        }
        self.types(api, &index.imports(Location::Group(group)), &mut scope);
    }

    fn endpoint_file<'a>(&mut self, api: &Api, endpoint: &'a Endpoint, index: &TypeIndex<'a>) {
        let mut scope = Scope::new();
        self.types(api, index.beside(endpoint), &mut scope);
        self.call(endpoint, &mut scope);
        self.types(api, &index.imports(Location::Endpoint(endpoint)), &mut scope);
    }

    fn types(&mut self, api: &Api, ids: &[TypeId], scope: &mut Scope) {
        for id in ids {
            let definition = api.type_def(*id);
            let name = items::named_type(api, *id);
            self.claim(scope, &name, Claim::item(&definition.name, definition.span));
        }
    }

    /// The request builder of an endpoint, its errors and its request struct.
    fn call(&mut self, endpoint: &Endpoint, scope: &mut Scope) {
        let name = || endpoint.name.clone();
        let request = items::takes_request(endpoint)
            .then(|| (items::request(endpoint), Named::RequestOf(name())));
        let names = [
            (items::builder(endpoint), Named::Endpoint(name())),
            (items::case(endpoint), Named::ErrorsOf(name())),
        ];
        for (name, named) in names.into_iter().chain(request) {
            // If two are called the same, so are their errors.
            let claim = Claim { named, written: &endpoint.name, span: endpoint.span };
            if !self.claim(scope, &name, claim) {
                return;
            }
        }
    }

    /// Arguments and setters could share names, but their documentation could not be told apart.
    fn parameters(&mut self, endpoint: &Endpoint) {
        let mut scope = Scope::new();
        for (_, parameter) in endpoint.required() {
            let name = items::argument(parameter);
            self.claim(&mut scope, &name, Claim::member(&parameter.wire_name, parameter.span));
        }
        for (_, parameter) in endpoint.optional() {
            let name = items::setter(endpoint, parameter);
            self.claim(&mut scope, &name, Claim::member(&parameter.wire_name, parameter.span));
        }
    }

    fn cases(&mut self, endpoint: &Endpoint) {
        let mut scope = Scope::new();
        for error in &endpoint.errors {
            self.claim(
                &mut scope,
                &items::variant(&error.name),
                Claim::member(&error.name, error.span),
            );
        }
    }

    /// The fields or variants of a type.
    fn members(&mut self, definition: &TypeDef) {
        let mut scope = Scope::new();
        match &definition.shape {
            Shape::Struct(fields) => self.fields(fields, items::field),
            Shape::Enum(values) => {
                for value in values {
                    let name = items::variant(&value.name);
                    self.claim(&mut scope, &name, Claim::member(&value.name, value.span));
                }
            }
            Shape::OneOf(alternatives) => self.alternatives(alternatives),
            Shape::Union(union) => {
                for variant in &union.variants {
                    let name = items::variant(&variant.name);
                    self.claim(&mut scope, &name, Claim::member(&variant.name, variant.span));
                }
            }
            Shape::External(_) => {}
        }
    }

    fn alternatives(&mut self, alternatives: &[Alternative]) {
        let mut scope = Scope::new();
        for one in alternatives {
            self.claim(&mut scope, &items::variant(&one.name), Claim::member(&one.name, one.span));
            self.fields(&one.fields, items::alternative_field);
        }
    }

    /// Constants are never asked for, so they have no name in Rust.
    fn fields(&mut self, fields: &[Field], name: fn(&Field) -> Ident) {
        let mut scope = Scope::new();
        for field in fields.iter().filter(|field| field.constant.is_none()) {
            self.claim(&mut scope, &name(field), Claim::member(&field.wire_name, field.span));
        }
    }
}
