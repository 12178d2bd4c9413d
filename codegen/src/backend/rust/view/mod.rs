//! The contexts of the templates: every decision made, every name found, every text escaped.
//!
//! A view is plain: names and types are [`RustSource`], texts are texts (and become literals), flags are
//! named for the decision. Templates only arrange. Names have been checked before ([`names::check`]), so a view cannot
//! fail.

#[macro_use]
mod to_value;

mod api;
mod context;
mod doc_comments;
mod endpoint;
mod features;
mod literals;
#[cfg(test)]
mod readme_test;
mod types;

use std::iter;

use minijinja::value::Value;
use proc_macro2::TokenStream;
use quote::quote;

pub(crate) use self::context::ClientView;
use self::endpoint::arguments;
use self::to_value::ToValue;
use super::markdown::{Doc, code_span, note};
use super::names::{self, usage_example};
use super::rust_source::RustSource;
use super::type_index::Location;
use crate::model::{Endpoint, Group, Parameter, Server};
use crate::options::Layout;

/// One file of the client.
#[derive(Debug)]
pub(super) struct FileView {
    /// Path below the output folder.
    pub(super) path: String,
    /// Its template.
    pub(super) template: &'static str,
    /// The context of the template.
    pub(super) context: Value,
}

views! {
    /// `mod.rs`: the modules and the public items of the root.
    struct RootView {
        groups: Vec<ModuleView>,
        has_types: bool,
        /// The attribute in front of the module of shared types.
        types_cfg: RustSource,
    }

    struct ModuleView {
        doc: RustSource,
        /// The `cfg` attribute of its features.
        cfg: RustSource,
        module: RustSource,
    }

    /// `client.rs`: the client, its builder and the servers.
    struct ClientFileView {
        doc: RustSource,
        servers: Vec<ServerView>,
        groups: Vec<GroupMethodView>,
    }

    struct ServerView {
        doc: RustSource,
        /// Name of the variant.
        variant: RustSource,
        url: String,
    }

    struct GroupMethodView {
        doc: RustSource,
        /// The `cfg` attribute of its features.
        cfg: RustSource,
        /// Name of the method on the client, and of the module.
        method: RustSource,
        /// Name of the type that it returns.
        handle: RustSource,
    }

    /// `<group>/mod.rs`: the handle of a group.
    struct GroupView {
        doc: RustSource,
        /// Types of arguments that live outside of the group.
        uses: Vec<RustSource>,
        handle: RustSource,
        endpoints: Vec<MethodView>,
    }

    /// A method of a group's handle.
    struct MethodView {
        doc: RustSource,
        /// Reason for the deprecation.
        deprecated: Option<String>,
        /// Module of the endpoint's file, and name of the method.
        method: RustSource,
        builder: RustSource,
        /// `product_key: &str, …`
        arguments: Vec<RustSource>,
        /// `product_key, …`
        passed: Vec<RustSource>,
    }
}

impl<'a> ClientView<'a> {
    /// Returns the layout of the files on disk.
    pub(super) fn layout(&self) -> Layout {
        self.options.layout
    }

    /// Every file of the client.
    pub(super) fn parts(&self) -> Vec<OutputFile<'a>> {
        let with_endpoints = |group: &'a Group| {
            let of = move |endpoint| OutputFile::Endpoint(group, endpoint);
            iter::once(OutputFile::Group(group)).chain(group.endpoints.iter().map(of))
        };
        let mut parts =
            vec![OutputFile::Root, OutputFile::Client, OutputFile::Api, OutputFile::Catalogue];
        if !self.index.shared().is_empty() {
            parts.push(OutputFile::Types);
        }
        parts.extend(self.api.groups.iter().flat_map(with_endpoints));
        parts
    }

    /// The view of a file.
    pub(super) fn file(&self, part: &OutputFile<'a>) -> FileView {
        FileView { path: part.path(), template: part.template(), context: self.context(part) }
    }

    fn context(&self, part: &OutputFile<'a>) -> Value {
        match part {
            OutputFile::Root => root(self).to_value(),
            OutputFile::Client => client(self).to_value(),
            OutputFile::Api => api::api(self.api, &self.features).to_value(),
            OutputFile::Catalogue => api::catalogue(&self.codes).to_value(),
            OutputFile::Types => types::shared_types(self).to_value(),
            OutputFile::Group(one) => group(self, one).to_value(),
            OutputFile::Endpoint(_, one) => endpoint::endpoint(self, one).to_value(),
        }
    }
}

/// A file of the client, by its content.
#[derive(Debug, Clone, Copy)]
pub(super) enum OutputFile<'a> {
    Root,
    Client,
    Api,
    Catalogue,
    Types,
    Group(&'a Group),
    Endpoint(&'a Group, &'a Endpoint),
}

impl OutputFile<'_> {
    /// Its template.
    pub(super) fn template(&self) -> &'static str {
        match self {
            Self::Root => "mod.rs.j2",
            Self::Client => "client.rs.j2",
            Self::Api => "api.rs.j2",
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
            Self::Api => "api.rs".to_owned(),
            Self::Catalogue => "codes.rs".to_owned(),
            Self::Types => "types.rs".to_owned(),
            Self::Group(group) => format!("{}/mod.rs", folder(group)),
            Self::Endpoint(group, endpoint) => {
                format!("{}/{}.rs", folder(group), names::bare(&names::method(endpoint)))
            }
        }
    }

    /// The file of the description that it is made from, for its first line.
    pub(super) fn from(&self) -> &str {
        match self {
            Self::Endpoint(_, endpoint) => &endpoint.file,
            Self::Root
            | Self::Client
            | Self::Api
            | Self::Catalogue
            | Self::Types
            | Self::Group(_) => "api.yaml",
        }
    }
}

/// The folder of a group's files.
fn folder(group: &Group) -> String {
    names::bare(&names::group(&group.name))
}

fn root(view: &ClientView<'_>) -> RootView {
    let module = |group: &Group| ModuleView {
        doc: doc_comments::group_doc(group).code(),
        cfg: view.features.group(&group.name).attribute().into(),
        module: names::group(&group.name).into(),
    };
    let shared = view.index.shared();
    RootView {
        groups: view.api.groups.iter().map(module).collect(),
        has_types: !shared.is_empty(),
        types_cfg: view.features.any(shared.iter().copied()).attribute().into(),
    }
}

/// The end of every client's docs.
const MADE_BY: &str =
    "Built with [`Client::builder`]. Clones are cheap and share connections and the token.";

fn client(view: &ClientView<'_>) -> ClientFileView {
    let server = |server: &Server| ServerView {
        doc: Doc::default().text(&server.doc).markdown(code_span(&server.url)).code(),
        variant: names::server(&server.name).into(),
        url: server.url.clone(),
    };
    let group = |group: &Group| GroupMethodView {
        doc: doc_comments::group_doc(group).code(),
        cfg: view.features.group(&group.name).attribute().into(),
        method: names::group(&group.name).into(),
        handle: names::handle(&group.name).into(),
    };
    let api = view.api;
    ClientFileView {
        doc: Doc::default().text(&api.title).text(&api.doc).markdown(MADE_BY).code(),
        servers: api.servers.iter().map(server).collect(),
        groups: api.groups.iter().map(group).collect(),
    }
}

fn group<'a>(view: &ClientView<'a>, group: &'a Group) -> GroupView {
    GroupView {
        doc: doc_comments::group_doc(group).code(),
        uses: view.uses(Location::Group(group), &|_| TokenStream::new()),
        handle: names::handle(&group.name).into(),
        endpoints: group.endpoints.iter().map(|one| method(view, one)).collect(),
    }
}

fn method(view: &ClientView<'_>, endpoint: &Endpoint) -> MethodView {
    let example = usage_example::sample(view.api, endpoint, view.options);
    MethodView {
        doc: doc_comments::call_doc(endpoint).paragraph(example).code(),
        deprecated: endpoint.deprecated.as_ref().map(|why| note(why.first())),
        method: names::method(endpoint).into(),
        builder: names::builder(endpoint).into(),
        arguments: arguments(view.api, endpoint),
        passed: passed(endpoint),
    }
}

/// The arguments of a method as it passes them on.
fn passed(endpoint: &Endpoint) -> Vec<RustSource> {
    if names::takes_request(endpoint) {
        return vec![RustSource::from(quote!(request))];
    }
    let name = |(_, parameter): (usize, &Parameter)| names::argument(parameter).into();
    endpoint.required().map(name).collect()
}
