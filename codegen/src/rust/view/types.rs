//! Named types: structs and open enums, and what each needs for its directions.

use proc_macro2::{Literal, TokenStream};
use quote::quote;
use serde::Serialize;

use super::ident;
use super::prose::{field_doc, wire_doc};
use crate::Options;
use crate::diagnostic::Sink;
use crate::model::{Api, EnumValue, Field, Home, Shape, TypeDef, TypeId, Wire};
use crate::rust::code::Code;
use crate::rust::docs::Doc;
use crate::rust::names::{self, Scope};
use crate::rust::types;

/// `types.rs`: the types that live with the whole API.
#[derive(Serialize)]
pub(super) struct TypesView {
    uses: Vec<Code>,
    structs: Vec<StructView>,
    enums: Vec<EnumView>,
    serde: Option<Code>,
    has_serde: bool,
}

#[derive(Serialize)]
pub(super) struct StructView {
    doc: Code,
    name: Code,
    fields: Vec<FieldView>,
    names: Vec<String>,
    /// Indices of the fields that must be there.
    required: Vec<u64>,
    /// `new` for a type that callers build: its arguments and how they are taken.
    constructor: Option<ConstructorView>,
    /// What stands in front of encoding: nothing, or the `serde` feature; absent: none is made.
    encodes: Option<Code>,
    /// What stands in front of decoding, likewise.
    decodes: Option<Code>,
}

#[derive(Serialize)]
pub(super) struct FieldView {
    doc: Code,
    name: Code,
    ty: Code,
    /// The pattern of its index in a `match`: the last one is `_`.
    pattern: Code,
}

#[derive(Serialize)]
pub(super) struct ConstructorView {
    arguments: Vec<Code>,
    fields: Vec<FieldValueView>,
}

#[derive(Serialize)]
pub(super) struct FieldValueView {
    name: Code,
    value: Code,
}

#[derive(Serialize)]
pub(super) struct EnumView {
    doc: Code,
    name: Code,
    values: Vec<EnumValueView>,
    /// `&str` or `i64`: what a value of this enum can be made from.
    from: Code,
    /// What stands in front of encoding: nothing, or the `serde` feature; absent: none is made.
    encodes: Option<Code>,
    /// What stands in front of decoding, likewise.
    decodes: Option<Code>,
}

#[derive(Serialize)]
pub(super) struct EnumValueView {
    doc: Code,
    variant: Code,
    /// An expression of type `rt::Wire`.
    wire: Code,
    /// Whether it is what `Default` gives.
    first: bool,
}

pub(super) fn shared_types(
    api: &Api,
    shared: TypesOf,
    options: &Options,
    sink: &mut Sink,
) -> TypesView {
    TypesView {
        uses: uses(api, shared.uses(api), &Home::Api, None),
        structs: shared.structs(api, options, sink),
        enums: shared.enums(api, options, sink),
        serde: options.serde_attribute().map(Code::from),
        has_serde: options.serde_feature.is_some(),
    }
}

/// `use` lines for the types that live in another file.
pub(super) fn uses(
    api: &Api,
    mut used: Vec<TypeId>,
    home: &Home,
    group: Option<&str>,
) -> Vec<Code> {
    used.sort();
    used.dedup();
    used.into_iter()
        .filter(|id| api.type_def(*id).home != *home)
        .map(|id| {
            let (module, name) = (types::module(api, id, group), types::name(api, id));
            quote!(use #module::#name;).into()
        })
        .collect()
}

/// The types that live in one place.
pub(super) struct TypesOf {
    ids: Vec<TypeId>,
}

impl TypesOf {
    pub(super) fn home(api: &Api, home: &Home) -> Self {
        let here = |(_, definition): &(usize, &TypeDef)| definition.home == *home;
        Self { ids: api.types.iter().enumerate().filter(here).map(|(id, _)| TypeId(id)).collect() }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }

    /// Named types that the fields of these hold.
    pub(super) fn uses(&self, api: &Api) -> Vec<TypeId> {
        let mut used = Vec::new();
        for id in &self.ids {
            if let Shape::Struct(fields) = &api.type_def(*id).shape {
                fields.iter().for_each(|field| types::named_in(&field.ty, &mut used));
            }
        }
        used
    }

    pub(super) fn structs(&self, api: &Api, options: &Options, sink: &mut Sink) -> Vec<StructView> {
        self.ids
            .iter()
            .filter_map(|id| match &api.type_def(*id).shape {
                Shape::Struct(fields) => Some(struct_view(api, *id, fields, options, sink)),
                Shape::Enum(_) => None,
            })
            .collect()
    }

    pub(super) fn enums(&self, api: &Api, options: &Options, sink: &mut Sink) -> Vec<EnumView> {
        self.ids
            .iter()
            .filter_map(|id| match &api.type_def(*id).shape {
                Shape::Enum(values) => Some(enum_view(api, *id, values, options, sink)),
                Shape::Struct(_) => None,
            })
            .collect()
    }
}

pub(super) fn struct_view(
    api: &Api,
    id: TypeId,
    fields: &[Field],
    options: &Options,
    sink: &mut Sink,
) -> StructView {
    let definition = api.type_def(id);
    let mut scope = Scope::default();
    let last = fields.len().saturating_sub(1);
    let field = |(index, field): (usize, &Field)| {
        let name = names::field(&field.wire, field.name.as_deref());
        let literal = Literal::usize_unsuffixed(index);
        let boxed = types::needs_box(api, id, &field.ty);
        FieldView {
            doc: field_doc(field).code(),
            name: scope.claim(name, &field.wire, field.span, sink).into(),
            ty: types::field(api, &field.ty, field.required, boxed).into(),
            pattern: if index == last { quote!(_) } else { quote!(#literal) }.into(),
        }
    };
    let required = |(index, field): (usize, &Field)| field.required.then_some(index as u64);
    StructView {
        doc: Doc::default().text(&definition.doc).code(),
        name: types::name(api, id).into(),
        fields: fields.iter().enumerate().map(field).collect(),
        names: fields.iter().map(|field| field.wire.clone()).collect(),
        required: fields.iter().enumerate().filter_map(required).collect(),
        constructor: definition.in_requests.then(|| constructor(api, id, fields)),
        encodes: direction(definition.in_requests, options),
        decodes: direction(definition.in_results || !definition.in_requests, options),
    }
}

pub(super) fn constructor(api: &Api, id: TypeId, fields: &[Field]) -> ConstructorView {
    let name = |field: &Field| ident(names::field(&field.wire, field.name.as_deref()));
    let argument = |field: &Field| {
        let (name, ty) = (name(field), types::argument(api, &field.ty));
        Code::from(quote!(#name: #ty))
    };
    let value = |field: &Field| {
        let taken = types::take(&field.ty, &name(field));
        let boxed = types::needs_box(api, id, &field.ty);
        FieldValueView {
            name: name(field).into(),
            value: if boxed { quote!(Box::new(#taken)) } else { taken }.into(),
        }
    };
    let required = || fields.iter().filter(|field| field.required);
    ConstructorView {
        arguments: required().map(argument).collect(),
        fields: required().map(value).collect(),
    }
}

pub(super) fn enum_view(
    api: &Api,
    id: TypeId,
    values: &[EnumValue],
    options: &Options,
    sink: &mut Sink,
) -> EnumView {
    let definition = api.type_def(id);
    let mut scope = Scope::default();
    let integers = values.iter().all(|value| matches!(value.wire, Wire::Int(_)));
    let value = |(index, value): (usize, &EnumValue)| EnumValueView {
        doc: Doc::default().text(&value.doc).markdown(wire_doc(&value.wire)).code(),
        variant: scope.claim(names::variant(&value.name), &value.name, value.span, sink).into(),
        wire: wire(&value.wire).into(),
        first: index == 0,
    };
    EnumView {
        doc: Doc::default().text(&definition.doc).code(),
        name: types::name(api, id).into(),
        values: values.iter().enumerate().map(value).collect(),
        from: if integers { quote!(i64) } else { quote!(&str) }.into(),
        encodes: direction(definition.in_requests, options),
        decodes: direction(definition.in_results || !definition.in_requests, options),
    }
}

pub(super) fn wire(wire: &Wire) -> TokenStream {
    match wire {
        Wire::Int(number) => {
            let number = Literal::i64_unsuffixed(*number);
            quote!(rt::Wire::Int(#number))
        }
        Wire::Text(text) => quote!(rt::Wire::Text(#text)),
    }
}

/// What stands in front of the code for one direction: nothing where calls need it, else the
/// feature that does.
pub(super) fn direction(needed: bool, options: &Options) -> Option<Code> {
    match needed {
        true => Some(Code::from(TokenStream::new())),
        false => options.serde_attribute().map(Code::from),
    }
}
