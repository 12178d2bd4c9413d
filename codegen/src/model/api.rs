//! An API with its servers, groups and shared declarations.

use std::collections::BTreeSet;

use indexmap::IndexMap;

use super::{
    Auth, Endpoint, Envelope, ErrorCode, LocalizedText, Paging, Shape, Type, TypeDef, TypeId,
    named_in,
};
use crate::source::Span;

/// A described API.
#[derive(Debug, Clone)]
pub struct Api {
    /// Identifier of the API as a whole, in `snake_case`: `quectel_openapi`.
    pub name: String,
    /// Its display name.
    pub title: LocalizedText,
    /// Its description.
    pub doc: LocalizedText,
    /// Its servers, in the order of the description.
    pub servers: Vec<Server>,
    /// Its authentication; `None` if no endpoint needs a token.
    pub auth: Option<Auth>,
    /// The treatment of codes that are added later.
    pub exhaustiveness: Exhaustiveness,
    /// Envelopes of responses, by name.
    pub envelopes: IndexMap<String, Envelope>,
    /// Paging styles, by name.
    pub paging: IndexMap<String, Paging>,
    /// The catalogue of codes, in ascending order.
    pub catalogue: Vec<ErrorCode>,
    /// Error sets, which groups and endpoints refer to, by name.
    pub error_sets: IndexMap<String, Vec<ErrorCode>>,
    /// Groups, each with its endpoints.
    pub groups: Vec<Group>,
    /// Every named type; a [`TypeId`] is an index into this list.
    pub types: Vec<TypeDef>,
}

/// A server of the API.
#[derive(Debug, Clone)]
pub struct Server {
    /// Its name in the description: `europe`.
    pub name: String,
    /// Scheme, host and optional base path, without a trailing slash.
    pub url: String,
    /// Its purpose, such as its region.
    pub doc: LocalizedText,
    /// Its place in the description.
    pub span: Span,
}

/// A group of endpoints, such as those for devices.
#[derive(Debug, Clone)]
pub struct Group {
    /// Name in `snake_case`; also the folder of its files.
    pub name: String,
    /// Its display name.
    pub title: LocalizedText,
    /// Its description.
    pub doc: LocalizedText,
    /// Name of the feature that enables it; `None` if every client has it.
    pub feature: Option<String>,
    /// Its endpoints, sorted by file name.
    pub endpoints: Vec<Endpoint>,
    /// Its place in the description.
    pub span: Span,
}

/// The treatment of codes that are added later.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exhaustiveness {
    /// Callers must provide for codes that are added later.
    Open,
    /// Callers list every code, so a new one is a breaking change.
    Exhaustive,
}

impl Api {
    /// Returns a named type.
    pub fn type_def(&self, id: TypeId) -> &TypeDef {
        &self.types[id.0]
    }

    /// Wire names of secrets in results, in alphabetical order.
    pub fn secrets_in_results(&self) -> BTreeSet<&str> {
        let read = self.types.iter().filter(|def| def.in_results);
        let fields = read.flat_map(|def| match &def.shape {
            Shape::Struct(fields) => fields.as_slice(),
            // A `one_of` type is never part of a result, and the other shapes have no fields.
            Shape::OneOf(_) | Shape::Enum(_) | Shape::Union(_) | Shape::External(_) => &[],
        });
        fields
            .filter(|field| field.ty == Type::Secret)
            .map(|field| field.wire_name.as_str())
            .collect()
    }

    /// The named types inside of some types, recursively, each once.
    pub fn named_in<'a>(&'a self, of: impl IntoIterator<Item = &'a Type>) -> Vec<TypeId> {
        named_in(of, &self.types)
    }

    /// All endpoints, group by group.
    pub fn endpoints(&self) -> impl Iterator<Item = &Endpoint> {
        self.groups.iter().flat_map(|group| &group.endpoints)
    }

    /// The endpoint with this full name: `thing_model.export_tsl`.
    pub fn endpoint(&self, full_name: &str) -> Option<&Endpoint> {
        self.endpoints().find(|endpoint| endpoint.full_name() == full_name)
    }

    /// All codes of the API, each once, in ascending order.
    pub fn codes(&self) -> Vec<&ErrorCode> {
        let mut codes: Vec<&ErrorCode> = self
            .catalogue
            .iter()
            .chain(self.error_sets.values().flatten())
            .chain(self.endpoints().flat_map(|endpoint| &endpoint.errors))
            .collect();
        codes.sort_by_key(|error| error.code);
        codes.dedup_by_key(|error| error.code);
        codes
    }
}
