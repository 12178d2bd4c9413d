//! What the templates get: every decision made, every name found, every text escaped.
//!
//! A view is plain: names and types are [`Code`], texts are texts (and become literals), flags are
//! named for the decision. Templates only arrange.

#[macro_use]
mod given;

#[cfg(test)]
mod documented;
mod endpoint;
mod facts;
mod features;
mod prose;
pub(crate) mod sample;
mod types;

use std::iter;

use minijinja::value::Value;
use proc_macro2::{Ident, TokenStream};
use quote::quote;

use self::endpoint::{argument_name, arguments, builder};
use self::features::Features;
use self::given::Given;
use self::types::{Homes, claim_type};
use super::code::Code;
use super::docs::{Doc, code_span, note};
use super::names::{self, Claim, Scope};
use super::types as rust_types;
use crate::Options;
use crate::diagnostics::Sink;
use crate::diagnostics::messages::{self, Named};
use crate::model::{Api, Endpoint, Group, Home, Parameter, Server};
use crate::options::Layout;
#[cfg(feature = "docs")]
use crate::parallel;

/// What will be rendered.
///
/// A file is decided about when its turn has come, and what was decided is forgotten when it is rendered: of thousands of
/// endpoints it would be most of the memory of a run.
pub(crate) struct View<'a> {
    api: &'a Api,
    options: &'a Options,
    homes: Homes<'a>,
    features: Features<'a>,
}

/// One file of the client.
#[derive(Debug)]
pub(super) struct FileView {
    /// Path below the output folder.
    pub(super) path: String,
    /// Which template makes it.
    pub(super) template: &'static str,
    /// What the template gets.
    pub(super) context: Value,
}

views! {
    /// `mod.rs`: the modules and what is public at the root.
    struct RootView {
        groups: Vec<ModuleView>,
        has_types: bool,
        /// The attribute in front of the module of shared types.
        types_cfg: Code,
    }

    struct ModuleView {
        doc: Code,
        /// The attribute that says with which features it is there.
        cfg: Code,
        module: Code,
    }

    /// `client.rs`: the client, its builder and the servers.
    struct ClientView {
        doc: Code,
        servers: Vec<ServerView>,
        groups: Vec<GroupMethodView>,
    }

    struct ServerView {
        doc: Code,
        /// Name of the variant.
        variant: Code,
        url: String,
    }

    struct GroupMethodView {
        doc: Code,
        /// The attribute that says with which features it is there.
        cfg: Code,
        /// Name of the method on the client, and of the module.
        method: Code,
        /// Name of the type that it returns.
        handle: Code,
    }

    /// `<group>/mod.rs`: the handle of a group.
    struct GroupView {
        doc: Code,
        /// Types of arguments that live outside of the group.
        uses: Vec<Code>,
        handle: Code,
        endpoints: Vec<MethodView>,
    }

    /// A method of a group's handle.
    struct MethodView {
        doc: Code,
        /// Why it should not be used any more.
        deprecated: Option<String>,
        /// Module of the endpoint's file, and name of the method.
        method: Code,
        builder: Code,
        /// `product_key: &str, …`
        arguments: Vec<Code>,
        /// `product_key, …`
        passed: Vec<Code>,
    }
}

impl<'a> View<'a> {
    pub(crate) fn new(api: &'a Api, options: &'a Options) -> Self {
        Self { api, options, homes: Homes::new(api), features: Features::new(api) }
    }

    /// How the files are laid out on disk.
    pub(super) fn layout(&self) -> Layout {
        self.options.layout
    }

    /// What there is a file of.
    pub(super) fn parts(&self) -> Vec<Part<'a>> {
        let with_endpoints = |group: &'a Group| {
            let of = move |endpoint| Part::Endpoint(group, endpoint);
            iter::once(Part::Group(group)).chain(group.endpoints.iter().map(of))
        };
        let mut parts = vec![Part::Root, Part::Client, Part::Facts, Part::Catalogue];
        if !self.homes.shared().is_empty() {
            parts.push(Part::Types);
        }
        parts.extend(self.api.groups.iter().flat_map(with_endpoints));
        parts
    }

    /// Decides everything, for what is wrong alone.
    #[cfg(feature = "docs")]
    pub(crate) fn check(&self, sink: &mut Sink) {
        for found in parallel::map(&self.parts(), |part| self.file(part).1) {
            sink.merge(found.expect("a thread that decides about a file has panicked"));
        }
    }

    /// The file of a part, and what is wrong with it.
    pub(super) fn file(&self, part: &Part<'_>) -> (FileView, Sink) {
        let mut sink = Sink::default();
        let file = FileView {
            path: part.path(),
            template: part.template(),
            context: self.context(part, &mut sink),
        };
        (file, sink)
    }

    fn context(&self, part: &Part<'_>, sink: &mut Sink) -> Value {
        let Self { api, options, homes, features } = self;
        match part {
            Part::Root => {
                claim_root(api, sink);
                root(api, homes, features).given()
            }
            Part::Client => client(api, features, sink).given(),
            Part::Facts => facts::facts(api, features).given(),
            Part::Catalogue => facts::catalogue(api).given(),
            Part::Types => {
                types::shared_types(api, &homes.shared(), features, options, sink).given()
            }
            Part::Group(one) => {
                let mut scope = claim_group(api, one, homes, sink);
                group(api, one, options, &mut scope, sink).given()
            }
            Part::Endpoint(_, one) => endpoint::endpoint(api, one, homes, options, sink).given(),
        }
    }
}

/// What a file is of.
#[derive(Debug, Clone, Copy)]
pub(super) enum Part<'a> {
    Root,
    Client,
    Facts,
    Catalogue,
    Types,
    Group(&'a Group),
    Endpoint(&'a Group, &'a Endpoint),
}

impl Part<'_> {
    /// Which template makes it.
    pub(super) fn template(&self) -> &'static str {
        match self {
            Self::Root => "mod.rs.j2",
            Self::Client => "client.rs.j2",
            Self::Facts => "api.rs.j2",
            Self::Catalogue => "catalogue.rs.j2",
            Self::Types => "types.rs.j2",
            Self::Group(_) => "group/mod.rs.j2",
            Self::Endpoint(..) => "group/endpoint.rs.j2",
        }
    }

    fn path(&self) -> String {
        match self {
            Self::Root => "mod.rs".to_owned(),
            Self::Client => "client.rs".to_owned(),
            Self::Facts => "api.rs".to_owned(),
            Self::Catalogue => "codes.rs".to_owned(),
            Self::Types => "types.rs".to_owned(),
            Self::Group(group) => format!("{}/mod.rs", folder(group)),
            Self::Endpoint(group, endpoint) => {
                let module = ident(names::method(&endpoint.name));
                format!("{}/{}.rs", folder(group), names::bare(&module))
            }
        }
    }

    /// The file of the description that it is made from, for its first line.
    pub(super) fn from(&self) -> &str {
        match self {
            Self::Endpoint(_, endpoint) => &endpoint.file,
            _ => "api.yaml",
        }
    }
}

/// Where the files of a group are.
fn folder(group: &Group) -> String {
    names::bare(&ident(names::group(&group.name)))
}

/// Modules and names at the root of the client.
fn claim_root(api: &Api, sink: &mut Sink) {
    let mut scope = Scope::default();
    for group in &api.groups {
        let span = group.span;
        if matches!(group.name.as_str(), "types" | "client" | "api" | "codes") {
            sink.push(messages::reserved_group(span, &group.name));
        }
        scope.claim_item(names::group(&group.name), &group.name, span, sink);
    }
}

/// Names in the module of a group: its handle, its types, and its calls with their errors.
fn claim_group(api: &Api, group: &Group, homes: &Homes<'_>, sink: &mut Sink) -> Scope {
    let mut scope = Scope::default();
    scope.claim_item(Some(handle(group)), &group.name, group.span, sink);
    let types = group.endpoints.iter().flat_map(|endpoint| homes.beside(endpoint).ids());
    types.for_each(|id| claim_type(api, id, &mut scope, sink));
    group.endpoints.iter().for_each(|endpoint| claim_call(endpoint, &mut scope, sink));
    scope
}

/// The call of an endpoint, its errors and its request.
fn claim_call(endpoint: &Endpoint, scope: &mut Scope, sink: &mut Sink) {
    let name = &endpoint.name;
    let request = endpoint.takes_request().then(|| Named::RequestOf(name.clone()));
    let call = [Named::Endpoint(name.clone()), Named::ErrorsOf(name.clone())];
    for named in call.into_iter().chain(request) {
        let written = named.written();
        let claim = Claim { named, written: &written, span: endpoint.span };
        // After a collision the other names of the call collide for the same reason.
        if !scope.claim_as(names::type_name(&written), claim, sink).1 {
            return;
        }
    }
}

fn root(api: &Api, homes: &Homes<'_>, features: &Features<'_>) -> RootView {
    let module = |group: &Group| ModuleView {
        doc: prose::group_doc(group).code(),
        cfg: features.group(&group.name).attribute().into(),
        module: ident(names::group(&group.name)).into(),
    };
    RootView {
        groups: api.groups.iter().map(module).collect(),
        has_types: api.types.iter().any(types::is_shared),
        types_cfg: features.any(homes.shared().ids()).attribute().into(),
    }
}

/// What is the same for every client.
const MADE_BY: &str =
    "Made by [`Client::builder`]. A clone is cheap and shares connections and token.";

fn client(api: &Api, features: &Features<'_>, sink: &mut Sink) -> ClientView {
    let mut scope = Scope::default();
    let mut server = |server: &Server| ServerView {
        doc: Doc::default().text(&server.doc).markdown(code_span(&server.url)).code(),
        variant: scope
            .claim_item(names::server(&server.name), &server.name, server.span, sink)
            .into(),
        url: server.url.clone(),
    };
    let servers = api.servers.iter().map(&mut server).collect();
    let group = |group: &Group| GroupMethodView {
        doc: prose::group_doc(group).code(),
        cfg: features.group(&group.name).attribute().into(),
        method: ident(names::group(&group.name)).into(),
        handle: handle(group).into(),
    };
    ClientView {
        doc: Doc::default().text(&api.title).text(&api.doc).markdown(MADE_BY).code(),
        servers,
        groups: api.groups.iter().map(group).collect(),
    }
}

fn handle(group: &Group) -> Ident {
    ident(names::type_name(&format!("{}_api", group.name)))
}

/// A name that was claimed before, so that one that cannot be had has been reported.
fn ident(name: Option<Ident>) -> Ident {
    name.unwrap_or_else(|| Ident::new("unnameable", proc_macro2::Span::call_site()))
}

fn group(
    api: &Api,
    group: &Group,
    options: &Options,
    scope: &mut Scope,
    sink: &mut Sink,
) -> GroupView {
    GroupView {
        doc: prose::group_doc(group).code(),
        uses: argument_types(api, group, scope, sink),
        handle: handle(group).into(),
        endpoints: group.endpoints.iter().map(|one| method(api, one, options)).collect(),
    }
}

fn argument_types(api: &Api, group: &Group, scope: &mut Scope, sink: &mut Sink) -> Vec<Code> {
    let mut used = Vec::new();
    for (_, parameter) in group.endpoints.iter().flat_map(Endpoint::required) {
        rust_types::named_in(&parameter.ty, &mut used);
    }
    let inside =
        |home: &Home| matches!(home, Home::Endpoint { group: other, .. } if *other == group.name);
    types::uses(
        api,
        used,
        rust_types::From::Group(&group.name),
        inside,
        &|_| TokenStream::new(),
        scope,
        sink,
    )
}

fn method(api: &Api, endpoint: &Endpoint, options: &Options) -> MethodView {
    let name = |parameter: &Parameter| argument_name(parameter);
    MethodView {
        doc: prose::call_doc(endpoint).paragraph(sample::sample(api, endpoint, options)).code(),
        deprecated: endpoint.deprecated.as_ref().map(|why| note(why.first())),
        method: ident(names::method(&endpoint.name)).into(),
        builder: builder(endpoint).into(),
        arguments: arguments(api, endpoint),
        passed: match endpoint.takes_request() {
            true => vec![Code::from(quote!(request))],
            false => endpoint.required().map(|(_, parameter)| name(parameter).into()).collect(),
        },
    }
}

/// The attribute that puts an implementation of serde's traits behind their cargo feature.
fn serde_attribute(options: &Options) -> Option<TokenStream> {
    let feature = options.serde_feature.as_ref()?;
    Some(quote!(#[cfg(feature = #feature)]))
}
