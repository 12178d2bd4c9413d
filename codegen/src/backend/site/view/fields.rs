//! Types, and what has one: parameters, fields, results.

use serde::Serialize;
use serde_json::Value;

use super::Here;
use crate::backend::rust::{names, paths};
use crate::backend::site::urls::{Anchors, in_type};
use crate::backend::site::rich_text::{Line, Prose, Span, is_wide, limit};
use crate::model::{
    EnumValue, Field, ListStyle, Parameter, Place, Presence, Shape, Type, TypeId, Wire,
};

/// A type as a reader sees it: words, and names that lead to their pages.
pub(super) type TypeView = Vec<TypePart>;

#[derive(Debug, Clone, Serialize)]
pub(super) struct TypePart {
    text: String,
    /// The page of a type with a name.
    href: Option<String>,
}

/// A value that is listed.
#[derive(Debug, Clone, Serialize)]
pub(super) struct ValueView {
    pub(super) anchor: String,
    wire: String,
    /// In Rust.
    name: String,
    doc: Prose,
}

/// Something with a name on the wire.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Row {
    anchor: String,
    wire: String,
    /// How a program calls it, if it does.
    rust: Option<String>,
    /// Where it travels; of fields nothing.
    place: Option<&'static str>,
    ty: TypeView,
    /// `required`, `optional`, `constant`, in the page's language; of results nothing.
    presence: Option<&'static str>,
    is_required: bool,
    /// What is always sent.
    constant: Option<String>,
    default: Option<String>,
    limits: Vec<Line>,
    doc: Prose,
    /// What else is to be known, a sentence each.
    notes: Vec<Prose>,
    badges: Vec<&'static str>,
    deprecated: Option<Prose>,
    values: Vec<ValueView>,
    /// Whether the values are so many that they are better folded up.
    has_many_values: bool,
    /// What is inside, as far as it is shown here.
    children: Vec<Row>,
}

/// So many values are shown at once.
const FEW_VALUES: usize = 6;

pub(super) fn type_view(here: &Here<'_>, ty: &Type) -> TypeView {
    let word = |name: &str| vec![TypePart { text: here.lang.word(name).to_owned(), href: None }];
    match ty {
        Type::Bool => word("boolean"),
        Type::Int => word("integer"),
        Type::Uint => word("unsigned"),
        Type::Float => word("float"),
        Type::Text => word("string"),
        Type::Secret => word("secret_text"),
        Type::Timestamp => word("timestamp"),
        Type::Json => word("any_json"),
        Type::List(item) => around(here.lang.word("list_of"), type_view(here, item)),
        Type::Map(value) => around(here.lang.word("map_of"), type_view(here, value)),
        Type::JsonText(inside) => around(here.lang.word("json_text_of"), type_view(here, inside)),
        Type::Joined(item, by) => {
            let list = around(here.lang.word("list_of"), type_view(here, item));
            let joined = format!(" ({})", here.lang.say("joined_by", format!("“{by}”")));
            list.into_iter().chain([TypePart { text: joined, href: None }]).collect()
        }
        Type::Named(id) => {
            let link = here.of_type(*id);
            vec![TypePart { text: link.text, href: Some(link.href) }]
        }
    }
}

/// A phrase with a type in place of its `{}`.
fn around(phrase: &str, inside: TypeView) -> TypeView {
    let (before, after) = phrase.split_once("{}").unwrap_or((phrase, ""));
    // Between Chinese words there is no blank.
    let last = inside.last().and_then(|part| part.text.chars().next_back());
    let after = if last.is_some_and(is_wide) { after.trim_start() } else { after };
    let part =
        |text: &str| (!text.is_empty()).then(|| TypePart { text: text.to_owned(), href: None });
    part(before).into_iter().chain(inside).chain(part(after)).collect()
}

/// The values of an enum, with the anchors that they have on its page.
pub(super) fn values(here: &Here<'_>, shape: &Shape, anchors: &[String]) -> Vec<ValueView> {
    let Shape::Enum(values) = shape else { return Vec::new() };
    let value = |(value, anchor): (&EnumValue, &String)| ValueView {
        anchor: anchor.clone(),
        wire: shown_wire(&value.wire),
        name: paths::variant(&value.name),
        doc: Prose::new(&value.doc, here.lang),
    };
    values.iter().zip(anchors).map(value).collect()
}

/// A value on the wire; an empty text with its quotes, so that something is to be seen.
pub(in crate::backend::site) fn shown_wire(wire: &Wire) -> String {
    match wire {
        Wire::Int(number) => number.to_string(),
        Wire::Text(text) if text.trim().is_empty() => format!("\"{text}\""),
        Wire::Text(text) => text.clone(),
    }
}

fn shown_value(value: &Value) -> String {
    match value.as_str() {
        Some(text) if !text.trim().is_empty() => text.to_owned(),
        Some(_) | None => value.to_string(),
    }
}

fn values_of(here: &Here<'_>, ty: &Type) -> Vec<ValueView> {
    let Some(id) = ty.innermost() else { return Vec::new() };
    let shape = &here.api().type_def(id).shape;
    values(here, shape, &in_type(shape))
}

pub(super) fn place(here: &Here<'_>, place: Place) -> &'static str {
    here.lang.word(match place {
        Place::Path => "in_path",
        Place::Query => "in_query",
        Place::Header => "in_header",
        Place::Body => "in_body",
        Place::Form => "in_form",
    })
}

/// A parameter that is sent under its own name.
pub(super) fn parameter(
    here: &Here<'_>,
    parameter: &Parameter,
    anchor: String,
    rust: Option<String>,
) -> Row {
    let (presence, is_required, constant, default) = match &parameter.presence {
        Presence::Required => ("required", true, None, None),
        Presence::Optional { default } => ("optional", false, None, default.as_ref()),
        Presence::Constant(value) => ("constant", false, Some(value), None),
    };
    let values = if constant.is_some() { Vec::new() } else { values_of(here, &parameter.ty) };
    Row {
        anchor,
        wire: parameter.wire.clone(),
        rust,
        place: Some(place(here, parameter.place)),
        ty: type_view(here, &parameter.ty),
        presence: Some(here.lang.word(presence)),
        is_required,
        constant: constant.map(shown_value),
        default: default.map(shown_value),
        limits: parameter.limits.iter().map(|one| limit(one, here.lang)).collect(),
        doc: Prose::new(&parameter.doc, here.lang),
        notes: list_note(here, parameter)
            .into_iter()
            .chain(undocumented(here, parameter.undocumented))
            .collect(),
        badges: parameter.secret.then(|| here.lang.word("secret")).into_iter().collect(),
        deprecated: None,
        has_many_values: values.len() > FEW_VALUES,
        values,
        children: Vec::new(),
    }
}

fn list_note(here: &Here<'_>, parameter: &Parameter) -> Option<Prose> {
    let is_text =
        matches!(parameter.place, Place::Query | Place::Form | Place::Path | Place::Header);
    let is_list = matches!(parameter.ty, Type::List(_)) && is_text;
    match parameter.list {
        ListStyle::Comma if is_list => Some(Prose::own(here.lang.word("comma_list"))),
        ListStyle::Brackets if is_list => {
            let said = here.lang.word("brackets_list").replace("{}", &parameter.wire);
            Some(Prose::own(&said))
        }
        ListStyle::Comma | ListStyle::Brackets | ListStyle::Repeat => None,
    }
}

fn undocumented(here: &Here<'_>, is_undocumented: bool) -> Option<Prose> {
    is_undocumented.then(|| Prose::own(here.lang.word("undocumented")))
}

/// A field that a caller gives.
pub(super) fn given_field(
    here: &Here<'_>,
    field: &Field,
    anchor: String,
    rust: Option<String>,
) -> Row {
    let presence = match (&field.constant, field.required) {
        (Some(_), _) => "constant",
        (None, true) => "required",
        (None, false) => "optional",
    };
    Row {
        presence: Some(here.lang.word(presence)),
        is_required: field.required && field.constant.is_none(),
        ..read_field(here, field, anchor, rust)
    }
}

impl Row {
    /// The same as something that travels by itself.
    pub(super) fn at(self, place: &'static str) -> Self {
        Self { place: Some(place), ..self }
    }
}

/// A field that an answer has.
pub(super) fn read_field(
    here: &Here<'_>,
    field: &Field,
    anchor: String,
    rust: Option<String>,
) -> Row {
    let values = if field.constant.is_some() { Vec::new() } else { values_of(here, &field.ty) };
    let deprecated = field.deprecated.as_ref();
    Row {
        anchor,
        wire: field.wire.clone(),
        rust,
        place: None,
        ty: type_view(here, &field.ty),
        presence: None,
        is_required: false,
        constant: field.constant.as_ref().map(shown_value),
        default: field.default.as_ref().map(shown_value),
        limits: field.limits.iter().map(|one| limit(one, here.lang)).collect(),
        doc: Prose::new(&field.doc, here.lang),
        notes: undocumented(here, field.undocumented).into_iter().collect(),
        badges: field.nullable.then(|| here.lang.word("nullable")).into_iter().collect(),
        deprecated: deprecated.map(|why| Prose::new(why, here.lang)),
        has_many_values: values.len() > FEW_VALUES,
        values,
        children: Vec::new(),
    }
}

/// What holds the field of a type, for its name and its type in Rust.
pub(super) fn rust_field(here: &Here<'_>, holder: TypeId, field: &Field) -> Option<String> {
    let api = here.api();
    let ty = || names::from_outside(&paths::field_type(api, holder, field), &api.name);
    field.constant.is_none().then(|| format!("{}: {}", paths::field(field), ty()))
}

/// How deep a result is shown where it is returned, and how many fields of it; the rest is on the pages of its types.
const DEPTH: usize = 3;
const MOST_FIELDS: usize = 120;

/// The fields of a result, with those inside of them.
pub(super) fn tree(here: &Here<'_>, ty: &Type) -> Vec<Row> {
    let mut tree =
        Tree { here, anchors: Anchors::default(), around: Vec::new(), left: MOST_FIELDS };
    tree.below(ty, "")
}

struct Tree<'a, 'b> {
    here: &'b Here<'a>,
    anchors: Anchors,
    /// The types around the present one, so that none is shown inside of itself.
    around: Vec<TypeId>,
    left: usize,
}

impl Tree<'_, '_> {
    fn below(&mut self, ty: &Type, path: &str) -> Vec<Row> {
        let Some(id) = ty.innermost() else { return Vec::new() };
        let here = *self.here;
        let Shape::Struct(fields) = &here.book.api.type_def(id).shape else { return Vec::new() };
        let is_shown = self.around.len() < DEPTH && fields.len() <= self.left;
        if !is_shown || self.around.contains(&id) {
            return Vec::new();
        }
        self.left -= fields.len();
        self.around.push(id);
        let rows = fields.iter().map(|field| self.row(id, field, path)).collect();
        self.around.pop();
        rows
    }

    fn row(&mut self, holder: TypeId, field: &Field, path: &str) -> Row {
        let path =
            if path.is_empty() { field.wire.clone() } else { format!("{path}-{}", field.wire) };
        let anchor = self.anchors.claim("result", &path);
        let children = self.below(&field.ty, &path);
        let rust = rust_field(self.here, holder, field);
        Row { children, ..read_field(self.here, field, anchor, rust) }
    }
}

/// A sentence of the site's own in which something stands as code.
pub(super) fn sentence(here: &Here<'_>, word: &str, code: &str) -> Prose {
    Prose::line(around_code(here.lang.word(word), code))
}

fn around_code(phrase: &str, code: &str) -> Line {
    let (before, after) = phrase.split_once("`{}`").unwrap_or((phrase, ""));
    vec![Span::plain(before), Span::code(code), Span::plain(after)]
}
