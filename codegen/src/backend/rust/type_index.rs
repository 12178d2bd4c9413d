//! Named types by the file that they are generated into, and the types that each file imports.

use std::collections::HashMap;

use crate::model::{Alternative, Api, DeclaredIn, Endpoint, Field, Group, Shape, Type, TypeId};

/// A file of the client.
#[derive(Clone, Copy)]
pub(super) enum Location<'a> {
    /// `types.rs`.
    Types,
    /// `<group>/mod.rs`.
    Group(&'a Group),
    /// `<group>/<endpoint>.rs`.
    Endpoint(&'a Endpoint),
}

/// The named types of a client by file.
pub(super) struct TypeIndex<'a> {
    api: &'a Api,
    shared: Vec<TypeId>,
    /// By group and endpoint.
    beside: HashMap<(&'a str, &'a str), Vec<TypeId>>,
}

impl<'a> TypeIndex<'a> {
    pub(super) fn new(api: &'a Api) -> Self {
        let mut index = Self { api, shared: Vec::new(), beside: HashMap::new() };
        for (id, definition) in api.types.iter().enumerate() {
            if !matches!(definition.shape, Shape::External(_)) {
                index.list(&definition.home).push(TypeId(id));
            }
        }
        index
    }

    fn list(&mut self, home: &'a DeclaredIn) -> &mut Vec<TypeId> {
        match home {
            DeclaredIn::Api => &mut self.shared,
            DeclaredIn::Endpoint { group, endpoint } => {
                self.beside.entry((group, endpoint)).or_default()
            }
        }
    }

    /// Those of the whole API.
    pub(super) fn shared(&self) -> &[TypeId] {
        &self.shared
    }

    /// Those declared beside an endpoint.
    pub(super) fn beside(&self, endpoint: &'a Endpoint) -> &[TypeId] {
        let place = (endpoint.group.as_str(), endpoint.name.as_str());
        self.beside.get(&place).map_or(&[], Vec::as_slice)
    }

    /// The types that a file imports, in the order in which they are described.
    pub(super) fn imports(&self, file: Location<'a>) -> Vec<TypeId> {
        let mut used = match file {
            Location::Types => used_by_types(self.api, &self.shared),
            Location::Group(group) => used_by_group(group),
            Location::Endpoint(endpoint) => self.used_by_endpoint(endpoint),
        };
        used.sort();
        used.dedup();
        used.retain(|id| {
            let definition = self.api.type_def(*id);
            !is_at_hand(file, &definition.home) && !matches!(definition.shape, Shape::External(_))
        });
        used
    }

    fn used_by_endpoint(&self, endpoint: &'a Endpoint) -> Vec<TypeId> {
        let mut used = used_by_types(self.api, self.beside(endpoint));
        let given = endpoint.required().chain(endpoint.optional());
        used.extend(given.filter_map(|(_, one)| one.ty.innermost()));
        used.extend(endpoint.returns.as_ref().and_then(Type::innermost));
        used
    }
}

/// The types that a method of the group's handle takes.
fn used_by_group(group: &Group) -> Vec<TypeId> {
    let required = group.endpoints.iter().flat_map(Endpoint::required);
    required.filter_map(|(_, parameter)| parameter.ty.innermost()).collect()
}

/// The types that the definitions of some types name, defaults included.
pub(super) fn used_by_types(api: &Api, ids: &[TypeId]) -> Vec<TypeId> {
    let mut used = Vec::new();
    for shape in ids.iter().map(|id| &api.type_def(*id).shape) {
        used.extend(shape.types().filter_map(Type::innermost));
        if let Shape::Struct(fields) = shape {
            default_choices(api, fields, &mut used);
        }
    }
    used
}

/// Returns whether a file declares the types of a home, or sees them without an import.
fn is_at_hand(file: Location<'_>, home: &DeclaredIn) -> bool {
    match (file, home) {
        (Location::Types, DeclaredIn::Api) => true,
        (Location::Group(here), DeclaredIn::Endpoint { group, .. }) => here.name == *group,
        (Location::Endpoint(here), DeclaredIn::Endpoint { group, endpoint }) => {
            here.group == *group && here.name == *endpoint
        }
        (Location::Types, DeclaredIn::Endpoint { .. })
        | (Location::Group(_) | Location::Endpoint(_), DeclaredIn::Api) => false,
    }
}

/// The choice that a field must hold.
pub(super) fn required_choice<'a>(
    api: &'a Api,
    field: &Field,
) -> Option<(TypeId, &'a [Alternative])> {
    let id = field.ty.directly().filter(|_| field.required && !field.nullable)?;
    match &api.type_def(id).shape {
        Shape::OneOf(alternatives) => Some((id, alternatives)),
        Shape::Struct(_) | Shape::Enum(_) | Shape::Union(_) | Shape::External(_) => None,
    }
}

/// The choices that are named where defaults are written, those inside choices included.
fn default_choices(api: &Api, fields: &[Field], used: &mut Vec<TypeId>) {
    for (id, alternatives) in fields.iter().filter_map(|field| required_choice(api, field)) {
        used.push(id);
        if let Some(default) = alternatives.iter().find(|one| one.is_default) {
            default_choices(api, &default.fields, used);
        }
    }
}
