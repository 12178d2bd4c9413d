//! Pages of types, and the list of types.

use serde::Serialize;

use super::endpoint::maker;
use super::fields::{self, Row, TypeView, ValueView};
use super::page::{Link, Page, PageContext};
use crate::backend::rust::names::paths;
use crate::backend::site::context::SiteContext;
use crate::backend::site::i18n::Lang;
use crate::backend::site::rich_text::RichText;
use crate::backend::site::urls;
use crate::model::{
    Alternative, DeclaredIn, Endpoint, Field, Scalar, Shape, Type, TypeDef, TypeId, Union, Variant,
};

#[derive(Serialize)]
struct TypeDefView {
    name: String,
    title: RichText,
    doc: RichText,
    /// Path in Rust: `quectel_openapi::devices::Device`.
    rust: String,
    notes: Vec<RichText>,
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
    /// Value of the tag that selects the variant.
    tag: Option<String>,
    ty: TypeView,
}

/// A use of a type.
#[derive(Serialize)]
struct UseView {
    link: Link,
    /// Kind of use: result, or names of parameters or fields.
    r#as: Vec<String>,
}

/// `types.html`: all types, by the group that declares them.
#[derive(Serialize)]
struct TypesView {
    sections: Vec<TypesSection>,
}

#[derive(Serialize)]
struct TypesSection {
    title: RichText,
    types: Vec<TypeLine>,
}

#[derive(Serialize)]
struct TypeLine {
    link: Link,
    doc: RichText,
}

pub(super) fn page(site: &SiteContext<'_>, id: TypeId, lang: Lang) -> Page {
    let context = PageContext::new(site, lang, site.urls.of_type(id));
    let def = site.api.type_def(id);
    let group = match &def.home {
        DeclaredIn::Api => None,
        DeclaredIn::Endpoint { group, .. } => Some(group.as_str()),
    };
    let title = RichText::name(&def.name);
    context.page("type.html.j2", group, &title, view(&context, id, def))
}

/// Returns the page of all types.
pub(super) fn index(site: &SiteContext<'_>, lang: Lang) -> Page {
    let context = PageContext::new(site, lang, urls::TYPES);
    let of_home = |wanted: Option<&str>| {
        let is_there = |(_, def): &(usize, &TypeDef)| match &def.home {
            DeclaredIn::Api => wanted.is_none(),
            DeclaredIn::Endpoint { group, .. } => wanted == Some(group.as_str()),
        };
        let types = site.api.types.iter().enumerate().filter(is_there);
        let line = |(index, def): (usize, &TypeDef)| TypeLine {
            link: context.of_type(TypeId(index)),
            doc: RichText::heading(&def.doc, lang, ""),
        };
        types.map(line).collect::<Vec<_>>()
    };
    let shared =
        TypesSection { title: RichText::own(lang.words().types_of_all), types: of_home(None) };
    let of_groups = site.api.groups.iter().map(|group| TypesSection {
        title: context.group_title(group),
        types: of_home(Some(&group.name)),
    });
    let sections = std::iter::once(shared).chain(of_groups);
    let sections = sections.filter(|section| !section.types.is_empty()).collect();
    context.page("types.html.j2", None, &RichText::own(lang.words().types), TypesView { sections })
}

fn view(context: &PageContext<'_>, id: TypeId, def: &TypeDef) -> TypeDefView {
    let anchors = urls::in_type(&def.shape);
    let fields = match &def.shape {
        Shape::Struct(fields) => fields.as_slice(),
        Shape::Enum(_) | Shape::OneOf(_) | Shape::Union(_) | Shape::External(_) => &[],
    };
    let field = |(field, anchor): (&Field, &String)| {
        let rust = fields::rust_field(context, id, field);
        if def.in_requests {
            fields::given_field(context, field, anchor.clone(), rust)
        } else {
            fields::read_field(context, field, anchor.clone(), rust)
        }
    };
    let ways = match &def.shape {
        Shape::OneOf(ways) => self::ways(context, id, def, ways, &anchors),
        Shape::Struct(_) | Shape::Enum(_) | Shape::Union(_) | Shape::External(_) => Vec::new(),
    };
    let variants = match &def.shape {
        Shape::Union(union) => variants(context, union, &anchors),
        Shape::Struct(_) | Shape::Enum(_) | Shape::OneOf(_) | Shape::External(_) => Vec::new(),
    };
    TypeDefView {
        name: def.name.clone(),
        title: RichText::name(&def.name),
        doc: RichText::new(&def.doc, context.lang),
        rust: format!("{}::{}", context.api().name, paths::type_path(context.api(), id)),
        notes: notes(context, def),
        fields: fields.iter().zip(&anchors).map(field).collect(),
        values: fields::values(context, &def.shape, &anchors),
        is_open: matches!(def.shape, Shape::Enum(_)),
        ways,
        variants,
        used_by: used_by(context, id),
    }
}

/// Notes about the shape of a type.
fn notes(context: &PageContext<'_>, def: &TypeDef) -> Vec<RichText> {
    let shape = match &def.shape {
        Shape::Union(Union { tag: Some(tag), .. }) => {
            Some(fields::sentence(context.words.selected_by_tag, tag))
        }
        Shape::Union(_) => Some(RichText::own(context.words.selected_by_shape)),
        Shape::OneOf(_) => Some(RichText::own(context.words.one_of)),
        Shape::External(external) => {
            Some(fields::sentence(context.words.hand_written, &external.path.text))
        }
        Shape::Struct(_) | Shape::Enum(_) => None,
    };
    let item = def.item.as_ref().map(|item| fields::sentence(context.words.batch_note, &item.code));
    shape.into_iter().chain(item).collect()
}

fn ways(
    context: &PageContext<'_>,
    id: TypeId,
    def: &TypeDef,
    ways: &[Alternative],
    anchors: &[String],
) -> Vec<TypeWayView> {
    let mut anchors = anchors.iter();
    let way = |(index, way): (usize, &Alternative)| TypeWayView {
        label: if index == 0 { context.words.either } else { context.words.or },
        rust: maker(&def.name, way),
        rows: way
            .fields
            .iter()
            .zip(anchors.by_ref())
            .map(|(field, anchor)| {
                let rust = fields::rust_field(context, id, field);
                fields::given_field(context, field, anchor.clone(), rust)
            })
            .collect(),
    };
    ways.iter().enumerate().map(way).collect()
}

fn variants(context: &PageContext<'_>, union: &Union, anchors: &[String]) -> Vec<VariantView> {
    let tag = |tag: &Scalar| fields::shown_wire(tag);
    let variant = |(variant, anchor): (&Variant, &String)| VariantView {
        anchor: anchor.clone(),
        name: paths::variant(&variant.name),
        tag: variant.tag.as_ref().map(tag),
        ty: fields::type_view(context, &variant.ty),
    };
    union.variants.iter().zip(anchors).map(variant).collect()
}

/// Returns the endpoints that use a type, then the types that contain it.
fn used_by(context: &PageContext<'_>, id: TypeId) -> Vec<UseView> {
    let is_it = |ty: &Type| ty.innermost() == Some(id);
    let endpoint = |endpoint: &Endpoint| {
        let result = endpoint.returns.iter().filter(|ty| is_it(ty));
        let result = result.map(|_| context.words.used_in_result.to_owned());
        let names = endpoint.parameters.iter().filter(|one| is_it(&one.ty));
        let uses: Vec<String> = names.map(|one| one.wire_name.clone()).chain(result).collect();
        (!uses.is_empty()).then(|| UseView { link: context.endpoint(endpoint), r#as: uses })
    };
    let holder = |(index, def): (usize, &TypeDef)| {
        let uses = names_of(&def.shape, is_it);
        (!uses.is_empty()).then(|| UseView { link: context.of_type(TypeId(index)), r#as: uses })
    };
    let endpoints = context.api().endpoints().filter_map(endpoint);
    endpoints.chain(context.api().types.iter().enumerate().filter_map(holder)).collect()
}

/// Names of the fields and variants whose type matches.
fn names_of(shape: &Shape, is_it: impl Fn(&Type) -> bool) -> Vec<String> {
    let named: Vec<(&str, &Type)> = match shape {
        Shape::Struct(fields) => {
            fields.iter().map(|one| (one.wire_name.as_str(), &one.ty)).collect()
        }
        Shape::OneOf(ways) => ways
            .iter()
            .flat_map(|way| &way.fields)
            .map(|one| (one.wire_name.as_str(), &one.ty))
            .collect(),
        Shape::Union(union) => {
            union.variants.iter().map(|one| (one.name.as_str(), &one.ty)).collect()
        }
        Shape::Enum(_) | Shape::External(_) => Vec::new(),
    };
    let found = named.into_iter().filter(|(_, ty)| is_it(ty));
    found.map(|(name, _)| name.to_owned()).collect()
}
