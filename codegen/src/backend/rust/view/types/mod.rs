//! Named types: structs, open enums, choices of the caller, unions; and the code that each needs for the directions in
//! which it travels.

mod choices;
mod defaults;
mod enums;
mod fields;
mod structs;
mod unions;

use minijinja::value::Value;
use proc_macro2::TokenStream;

use self::choices::{ChoiceView, choice_view};
use self::enums::{EnumView, enum_view};
use self::structs::{StructView, struct_view};
use self::unions::{UnionView, union_view};
use super::context::ClientView;
use super::features::{Features, Presence};
use super::to_value::{self, ToValue};
use crate::backend::rust::names;
use crate::backend::rust::rust_source::RustSource;
use crate::backend::rust::type_index::{Location, used_by_types};
use crate::model::{Shape, TypeId};

views! {
    /// `types.rs`: the types that live with the whole API.
    pub(super) struct TypesView {
        uses: Vec<RustSource>,
        types: TypeViews,
    }

    /// The types of one file, by kind.
    pub(super) struct TypeViews {
        structs: Vec<StructView>,
        enums: Vec<EnumView>,
        choices: Vec<ChoiceView>,
        unions: Vec<UnionView>,
        /// The attribute in front of serde's traits; absent: they are not implemented.
        serde: Option<RustSource>,
        /// The types that implement them.
        serde_names: Vec<SerdeView>,
    }

    /// The attribute in front of the code for each direction: nothing, or the `serde` feature; absent:
    /// no code for it.
    pub(super) struct Directions {
        encodes: Option<RustSource>,
        decodes: Option<RustSource>,
    }
}

/// Types that implement serde's traits, and are there with the same features.
struct SerdeView {
    presence: Presence,
    cfg: RustSource,
    names: Vec<RustSource>,
}

impl ToValue for SerdeView {
    fn to_value(self) -> Value {
        to_value::fields([("cfg", self.cfg.to_value()), ("names", self.names.to_value())])
    }
}

/// A type that is being generated.
#[derive(Clone, Copy)]
struct Target<'v, 'a> {
    view: &'v ClientView<'a>,
    id: TypeId,
}

/// The file of the types that live with the whole API.
pub(super) fn shared_types(view: &ClientView<'_>) -> TypesView {
    let shared = view.index.shared();
    let with_users = |id: TypeId| {
        let uses = |user: &TypeId| used_by_types(view.api, &[*user]).contains(&id);
        view.features.any(shared.iter().copied().filter(uses)).attribute()
    };
    TypesView {
        uses: view.uses(Location::Types, &with_users),
        types: type_views(view, shared, &view.features),
    }
}

/// The views of some types.
pub(super) fn type_views(
    view: &ClientView<'_>,
    ids: &[TypeId],
    features: &Features<'_>,
) -> TypeViews {
    let mut views = TypeViews {
        structs: Vec::new(),
        enums: Vec::new(),
        choices: Vec::new(),
        unions: Vec::new(),
        serde: view.serde_attribute().map(RustSource::from),
        serde_names: Vec::new(),
    };
    for &id in ids {
        views.add(Target { view, id }, features.ty(id));
    }
    views
}

impl TypeViews {
    fn add(&mut self, target: Target<'_, '_>, presence: Presence) {
        let (definition, cfg) = (target.view.api.type_def(target.id), presence.attribute().into());
        match &definition.shape {
            Shape::Struct(fields) => self.structs.push(struct_view(target, fields, cfg)),
            Shape::Enum(values) => self.enums.push(enum_view(target, values, cfg)),
            Shape::OneOf(ways) => self.choices.push(choice_view(target, ways, cfg)),
            Shape::Union(union) => self.unions.push(union_view(target, union, cfg)),
            Shape::External(_) => {}
        }
        if !definition.holds_choice {
            self.implement_serde(presence, names::named_type(target.view.api, target.id).into());
        }
    }

    fn implement_serde(&mut self, presence: Presence, name: RustSource) {
        match self.serde_names.iter_mut().find(|list| list.presence == presence) {
            Some(list) => list.names.push(name),
            None => self.serde_names.push(SerdeView {
                cfg: presence.attribute().into(),
                names: vec![name],
                presence,
            }),
        }
    }
}

fn directions(Target { view, id }: Target<'_, '_>) -> Directions {
    let definition = view.api.type_def(id);
    let decodes = definition.in_results || !definition.in_requests;
    Directions {
        encodes: direction(definition.in_requests, view),
        decodes: direction(decodes, view).filter(|_| !definition.holds_choice),
    }
}

fn direction(needed: bool, view: &ClientView<'_>) -> Option<RustSource> {
    if needed {
        Some(RustSource::from(TokenStream::new()))
    } else {
        view.serde_attribute().map(RustSource::from)
    }
}
