//! The pages of types, and the list of them.

use serde::Serialize;

use super::endpoint::maker;
use super::fields::{self, Row, TypeView, ValueView};
use super::{Book, Here, Link, Page};
use crate::backend::rust::paths;
use crate::backend::site::urls;
use crate::backend::site::rich_text::Prose;
use crate::backend::site::i18n::Lang;
use crate::model::{
    Alternative, Endpoint, Field, Home, Shape, Type, TypeDef, TypeId, Union, Variant, Wire,
};

#[derive(Serialize)]
struct TypeDefView {
    name: String,
    title: Prose,
    doc: Prose,
    /// In Rust: `quectel_openapi::devices::Device`.
    rust: String,
    notes: Vec<Prose>,
    fields: Vec<Row>,
    values: Vec<ValueView>,
    is_open: bool,
    ways: Vec<TypeWayView>,
    variants: Vec<VariantView>,
    used_by: Vec<UseView>,
}

#[derive(Serialize)]
struct TypeWayView {
    label: &'static str,
    rust: String,
    rows: Vec<Row>,
}

#[derive(Serialize)]
struct VariantView {
    anchor: String,
    name: String,
    /// The value of the tag that means it.
    tag: Option<String>,
    ty: TypeView,
}

/// What has a type in it.
#[derive(Serialize)]
struct UseView {
    link: Link,
    /// As what: a result, or under which names.
    r#as: Vec<String>,
}

/// `types.html`: all types, by where they are at home.
#[derive(Serialize)]
struct TypesView {
    sections: Vec<TypesSection>,
}

#[derive(Serialize)]
struct TypesSection {
    title: Prose,
    types: Vec<TypeLine>,
}

#[derive(Serialize)]
struct TypeLine {
    link: Link,
    doc: Prose,
}

pub(super) fn page(book: &Book<'_>, id: TypeId, lang: Lang) -> Page {
    let here = Here::new(book, lang, book.places.of_type(id));
    let def = book.api.type_def(id);
    let group = match &def.home {
        Home::Api => None,
        Home::Endpoint { group, .. } => Some(group.as_str()),
    };
    let title = Prose::name(&def.name);
    here.page("type.html.j2", group, &title, view(&here, id, def))
}

/// The list of all types.
pub(super) fn index(book: &Book<'_>, lang: Lang) -> Page {
    let here = Here::new(book, lang, urls::TYPES);
    let of_home = |wanted: Option<&str>| {
        let is_there = |(_, def): &(usize, &TypeDef)| match &def.home {
            Home::Api => wanted.is_none(),
            Home::Endpoint { group, .. } => wanted == Some(group.as_str()),
        };
        let types = book.api.types.iter().enumerate().filter(is_there);
        let line = |(index, def): (usize, &TypeDef)| TypeLine {
            link: here.of_type(TypeId(index)),
            doc: Prose::heading(&def.doc, lang, ""),
        };
        types.map(line).collect::<Vec<_>>()
    };
    let shared =
        TypesSection { title: Prose::own(lang.word("types_of_all")), types: of_home(None) };
    let of_groups = book.api.groups.iter().map(|group| TypesSection {
        title: here.group_title(group),
        types: of_home(Some(&group.name)),
    });
    let sections = std::iter::once(shared).chain(of_groups);
    let sections = sections.filter(|section| !section.types.is_empty()).collect();
    here.page("types.html.j2", None, &Prose::own(lang.word("types")), TypesView { sections })
}

fn view(here: &Here<'_>, id: TypeId, def: &TypeDef) -> TypeDefView {
    let anchors = urls::in_type(&def.shape);
    let fields = match &def.shape {
        Shape::Struct(fields) => fields.as_slice(),
        Shape::Enum(_) | Shape::OneOf(_) | Shape::Union(_) | Shape::Rust(_) => &[],
    };
    let field = |(field, anchor): (&Field, &String)| {
        let rust = fields::rust_field(here, id, field);
        match def.in_requests {
            true => fields::given_field(here, field, anchor.clone(), rust),
            false => fields::read_field(here, field, anchor.clone(), rust),
        }
    };
    let ways = match &def.shape {
        Shape::OneOf(ways) => self::ways(here, id, def, ways, &anchors),
        Shape::Struct(_) | Shape::Enum(_) | Shape::Union(_) | Shape::Rust(_) => Vec::new(),
    };
    let variants = match &def.shape {
        Shape::Union(union) => variants(here, union, &anchors),
        Shape::Struct(_) | Shape::Enum(_) | Shape::OneOf(_) | Shape::Rust(_) => Vec::new(),
    };
    TypeDefView {
        name: def.name.clone(),
        title: Prose::name(&def.name),
        doc: Prose::new(&def.doc, here.lang),
        rust: format!("{}::{}", here.api().name, paths::type_path(here.api(), id)),
        notes: notes(here, def),
        fields: fields.iter().zip(&anchors).map(field).collect(),
        values: fields::values(here, &def.shape, &anchors),
        is_open: matches!(def.shape, Shape::Enum(_)),
        ways,
        variants,
        used_by: used_by(here, id),
    }
}

/// What a shape does not say by itself.
fn notes(here: &Here<'_>, def: &TypeDef) -> Vec<Prose> {
    let shape = match &def.shape {
        Shape::Union(Union { tag: Some(tag), .. }) => {
            Some(fields::sentence(here, "tag_tells", tag))
        }
        Shape::Union(_) => Some(Prose::own(here.lang.word("shape_tells"))),
        Shape::OneOf(_) => Some(Prose::own(here.lang.word("one_of"))),
        Shape::Rust(path) => Some(fields::sentence(here, "hand_written", path)),
        Shape::Struct(_) | Shape::Enum(_) => None,
    };
    let item = def.item.as_ref().map(|item| fields::sentence(here, "batch_note", &item.code));
    shape.into_iter().chain(item).collect()
}

fn ways(
    here: &Here<'_>,
    id: TypeId,
    def: &TypeDef,
    ways: &[Alternative],
    anchors: &[String],
) -> Vec<TypeWayView> {
    let mut anchors = anchors.iter();
    let way = |(index, way): (usize, &Alternative)| TypeWayView {
        label: here.lang.word(if index == 0 { "either" } else { "or" }),
        rust: maker(&def.name, way),
        rows: way
            .fields
            .iter()
            .zip(anchors.by_ref())
            .map(|(field, anchor)| {
                let rust = fields::rust_field(here, id, field);
                fields::given_field(here, field, anchor.clone(), rust)
            })
            .collect(),
    };
    ways.iter().enumerate().map(way).collect()
}

fn variants(here: &Here<'_>, union: &Union, anchors: &[String]) -> Vec<VariantView> {
    let tag = |tag: &Wire| fields::shown_wire(tag);
    let variant = |(variant, anchor): (&Variant, &String)| VariantView {
        anchor: anchor.clone(),
        name: paths::variant(&variant.name),
        tag: variant.tag.as_ref().map(tag),
        ty: fields::type_view(here, &variant.ty),
    };
    union.variants.iter().zip(anchors).map(variant).collect()
}

/// Endpoints that take or give a type, then types that hold it.
fn used_by(here: &Here<'_>, id: TypeId) -> Vec<UseView> {
    let is_it = |ty: &Type| ty.innermost() == Some(id);
    let endpoint = |endpoint: &Endpoint| {
        let result = endpoint.returns.iter().filter(|ty| is_it(ty));
        let result = result.map(|_| here.lang.word("used_in_result").to_owned());
        let names = endpoint.parameters.iter().filter(|one| is_it(&one.ty));
        let uses: Vec<String> = names.map(|one| one.wire.clone()).chain(result).collect();
        (!uses.is_empty()).then(|| UseView { link: here.endpoint(endpoint), r#as: uses })
    };
    let holder = |(index, def): (usize, &TypeDef)| {
        let uses = names_of(&def.shape, is_it);
        (!uses.is_empty()).then(|| UseView { link: here.of_type(TypeId(index)), r#as: uses })
    };
    let endpoints = here.api().endpoints().filter_map(endpoint);
    endpoints.chain(here.api().types.iter().enumerate().filter_map(holder)).collect()
}

/// Under which names some types stand in a shape.
fn names_of(shape: &Shape, is_it: impl Fn(&Type) -> bool) -> Vec<String> {
    let named: Vec<(&str, &Type)> = match shape {
        Shape::Struct(fields) => fields.iter().map(|one| (one.wire.as_str(), &one.ty)).collect(),
        Shape::OneOf(ways) => ways
            .iter()
            .flat_map(|way| &way.fields)
            .map(|one| (one.wire.as_str(), &one.ty))
            .collect(),
        Shape::Union(union) => {
            union.variants.iter().map(|one| (one.name.as_str(), &one.ty)).collect()
        }
        Shape::Enum(_) | Shape::Rust(_) => Vec::new(),
    };
    let found = named.into_iter().filter(|(_, ty)| is_it(ty));
    found.map(|(name, _)| name.to_owned()).collect()
}
