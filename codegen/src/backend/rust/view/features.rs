//! The cargo features that each part of a client needs.
//!
//! A group may have a feature. Shared types and envelopes have the features of the groups that use them. If a group uses
//! the types of another group, they are compiled with either feature, so that each feature compiles alone.

use std::collections::{BTreeSet, HashMap, HashSet};

use proc_macro2::TokenStream;
use quote::quote;

use crate::model::{Api, DeclaredIn, Endpoint, Group, Type, TypeId};

/// With which features something is there: always, or with any of these.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Presence {
    always: bool,
    features: BTreeSet<String>,
}

/// The presence of everything that may not be there.
#[derive(Default)]
pub(super) struct Features<'a> {
    groups: HashMap<&'a str, Presence>,
    types: HashMap<TypeId, Presence>,
    envelopes: HashMap<&'a str, Presence>,
}

impl Presence {
    /// The `cfg` attribute of the features; empty for items without features.
    pub(super) fn attribute(&self) -> TokenStream {
        let features: Vec<&str> = self.features.iter().map(String::as_str).collect();
        match (self.always, features.len()) {
            (true, _) | (false, 0) => TokenStream::new(),
            (false, 1) => quote!(#[cfg(#(feature = #features)*)]),
            (false, _) => quote!(#[cfg(any(#(feature = #features),*))]),
        }
    }

    fn add(&mut self, feature: Option<&str>) {
        self.always |= feature.is_none();
        self.features.extend(feature.map(str::to_owned));
    }

    fn join(&mut self, other: &Self) {
        self.always |= other.always || other.features.is_empty();
        self.features.extend(other.features.iter().cloned());
    }
}

impl<'a> Features<'a> {
    pub(super) fn new(api: &'a Api) -> Self {
        let mut features = Self::default();
        for group in &api.groups {
            features.reach(api, group);
        }
        for group in &api.groups {
            for endpoint in &group.endpoints {
                let presence = features.group(&group.name);
                features.envelopes.entry(&endpoint.envelope.name).or_default().join(&presence);
            }
        }
        features
    }

    pub(super) fn group(&self, name: &str) -> Presence {
        self.groups.get(name).cloned().unwrap_or_default()
    }

    pub(super) fn envelope(&self, name: &str) -> Presence {
        self.envelopes.get(name).cloned().unwrap_or_default()
    }

    /// That of a shared type.
    pub(super) fn ty(&self, id: TypeId) -> Presence {
        self.types.get(&id).cloned().unwrap_or_default()
    }

    /// That of any of these.
    pub(super) fn any(&self, ids: impl Iterator<Item = TypeId>) -> Presence {
        let mut presence = Presence::default();
        ids.for_each(|id| presence.join(&self.ty(id)));
        presence
    }

    /// Notes the feature of a group on all that the group needs, itself included.
    fn reach(&mut self, api: &'a Api, group: &'a Group) {
        let feature = group.feature.as_deref();
        let (mut groups, mut types) = (HashSet::new(), HashSet::new());
        let mut waiting = own_types(api, group);
        groups.insert(group.name.as_str());
        while let Some(id) = waiting.pop() {
            if !types.insert(id) {
                continue;
            }
            let definition = api.type_def(id);
            waiting.extend(definition.shape.types().filter_map(Type::innermost));
            if let DeclaredIn::Endpoint { group, .. } = &definition.home
                && groups.insert(group)
            {
                let other = api.groups.iter().find(|other| other.name == *group);
                waiting.extend(other.into_iter().flat_map(|other| own_types(api, other)));
            }
        }
        groups.into_iter().for_each(|name| self.groups.entry(name).or_default().add(feature));
        types.into_iter().for_each(|id| self.types.entry(id).or_default().add(feature));
    }
}

/// The types that are compiled with a group: declared beside its endpoints, or named by them.
fn own_types(api: &Api, group: &Group) -> Vec<TypeId> {
    let is_beside = |home: &DeclaredIn| matches!(home, DeclaredIn::Endpoint { group: other, .. } if *other == group.name);
    let ids = (0..api.types.len()).map(TypeId);
    let mut named: Vec<TypeId> = ids.filter(|id| is_beside(&api.type_def(*id).home)).collect();
    for endpoint in &group.endpoints {
        types_of(endpoint, &mut named);
    }
    named
}

fn types_of(endpoint: &Endpoint, named: &mut Vec<TypeId>) {
    named.extend(endpoint.parameters.iter().filter_map(|one| one.ty.innermost()));
    named.extend(endpoint.returns.iter().filter_map(Type::innermost));
}
