//! Types, parameters, fields and results.

use ordered_json::Value;
use serde::Serialize;

use super::page::PageContext;
use crate::backend::rust::names::{self, paths};
use crate::backend::site::i18n::fill;
use crate::backend::site::rich_text::{Line, RichText, Span, is_wide, limit};
use crate::backend::site::urls::{Anchors, in_type};
use crate::model::{
    EnumValue, Field, ListStyle, Parameter, ParameterLocation, Presence, Scalar, Shape, Type,
    TypeId,
};

/// A type as words and links.
pub(super) type TypeView = Vec<TypePart>;

#[derive(Debug, Clone, Serialize)]
pub(super) struct TypePart {
    text: String,
    /// URL of a named type.
    href: Option<String>,
}

/// A value of an enum.
#[derive(Debug, Clone, Serialize)]
pub(super) struct ValueView {
    pub(super) anchor: String,
    wire: String,
    /// Name in Rust.
    name: String,
    doc: RichText,
}

/// A parameter or a field.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Row {
    anchor: String,
    wire: String,
    /// Name and type in Rust, if callers use it.
    rust: Option<String>,
    /// Location of a parameter; `None` for fields.
    place: Option<&'static str>,
    ty: TypeView,
    /// `required`, `optional` or `constant` in the language of the page; `None` in results.
    presence: Option<&'static str>,
    is_required: bool,
    /// The constant value.
    constant: Option<String>,
    default: Option<String>,
    limits: Vec<Line>,
    doc: RichText,
    /// Further notes.
    notes: Vec<RichText>,
    badges: Vec<&'static str>,
    deprecated: Option<RichText>,
    values: Vec<ValueView>,
    /// True if the list of values is collapsed.
    has_many_values: bool,
    /// Fields of the type, to the depth that this page shows.
    children: Vec<Row>,
}

/// Number of values that are shown without collapsing.
const FEW_VALUES: usize = 6;

pub(super) fn type_view(context: &PageContext<'_>, ty: &Type) -> TypeView {
    let words = context.words;
    let word = |word: &str| vec![TypePart { text: word.to_owned(), href: None }];
    match ty {
        Type::Bool => word(words.boolean),
        Type::Int => word(words.integer),
        Type::Uint => word(words.unsigned),
        Type::Float => word(words.float),
        Type::Text => word(words.string),
        Type::Secret => word(words.secret_text),
        Type::Timestamp => word(words.timestamp),
        Type::Json => word(words.any_json),
        Type::List(item) => around(context.words.list_of, type_view(context, item)),
        Type::Map(value) => around(context.words.map_of, type_view(context, value)),
        Type::JsonString(inside) => around(context.words.json_text_of, type_view(context, inside)),
        Type::Delimited(item, by) => {
            let list = around(context.words.list_of, type_view(context, item));
            let joined = format!(" ({})", fill(context.words.joined_by, format!("“{by}”")));
            list.into_iter().chain([TypePart { text: joined, href: None }]).collect()
        }
        Type::Named(id) => {
            let link = context.of_type(*id);
            vec![TypePart { text: link.text, href: Some(link.href) }]
        }
    }
}

/// Inserts a type into the `{}` of a phrase.
fn around(phrase: &str, inside: TypeView) -> TypeView {
    let (before, after) = phrase.split_once("{}").unwrap_or((phrase, ""));
    // Chinese has no spaces between words.
    let last = inside.last().and_then(|part| part.text.chars().next_back());
    let after = if last.is_some_and(is_wide) { after.trim_start() } else { after };
    let part =
        |text: &str| (!text.is_empty()).then(|| TypePart { text: text.to_owned(), href: None });
    part(before).into_iter().chain(inside).chain(part(after)).collect()
}

/// Returns the values of an enum, with their anchors.
pub(super) fn values(
    context: &PageContext<'_>,
    shape: &Shape,
    anchors: &[String],
) -> Vec<ValueView> {
    let Shape::Enum(values) = shape else { return Vec::new() };
    let value = |(value, anchor): (&EnumValue, &String)| ValueView {
        anchor: anchor.clone(),
        wire: shown_wire(&value.scalar),
        name: paths::variant(&value.name),
        doc: RichText::new(&value.doc, context.lang),
    };
    values.iter().zip(anchors).map(value).collect()
}

/// Prints a value as sent. Blank text is quoted to be visible.
pub(in crate::backend::site) fn shown_wire(wire: &Scalar) -> String {
    match wire {
        Scalar::Int(number) => number.to_string(),
        Scalar::Text(text) if text.trim().is_empty() => format!("\"{text}\""),
        Scalar::Text(text) => text.clone(),
    }
}

fn shown_value(value: &Value) -> String {
    match value.as_str() {
        Some(text) if !text.trim().is_empty() => text.to_owned(),
        Some(_) | None => value.to_string(),
    }
}

fn values_of(context: &PageContext<'_>, ty: &Type) -> Vec<ValueView> {
    let Some(id) = ty.innermost() else { return Vec::new() };
    let shape = &context.api().type_def(id).shape;
    values(context, shape, &in_type(shape))
}

pub(super) fn place(context: &PageContext<'_>, place: ParameterLocation) -> &'static str {
    match place {
        ParameterLocation::Path => context.words.in_path,
        ParameterLocation::Query => context.words.in_query,
        ParameterLocation::Header => context.words.in_header,
        ParameterLocation::Body => context.words.in_body,
        ParameterLocation::Form => context.words.in_form,
    }
}

/// Returns the row of a parameter that is not sent as separate fields.
pub(super) fn parameter(
    context: &PageContext<'_>,
    parameter: &Parameter,
    anchor: String,
    rust: Option<String>,
) -> Row {
    let words = context.words;
    let (presence, is_required, constant, default) = match &parameter.presence {
        Presence::Required => (words.required, true, None, None),
        Presence::Optional { default } => (words.optional, false, None, default.as_ref()),
        Presence::Constant(value) => (words.constant, false, Some(value), None),
    };
    let values = if constant.is_some() { Vec::new() } else { values_of(context, &parameter.ty) };
    Row {
        anchor,
        wire: parameter.wire_name.clone(),
        rust,
        place: Some(place(context, parameter.place)),
        ty: type_view(context, &parameter.ty),
        presence: Some(presence),
        is_required,
        constant: constant.map(shown_value),
        default: default.map(shown_value),
        limits: parameter.limits.iter().map(|one| limit(one, context.lang)).collect(),
        doc: RichText::new(&parameter.doc, context.lang),
        notes: list_note(context, parameter)
            .into_iter()
            .chain(undocumented(context, parameter.undocumented))
            .collect(),
        badges: parameter.secret.then_some(context.words.secret).into_iter().collect(),
        deprecated: None,
        has_many_values: values.len() > FEW_VALUES,
        values,
        children: Vec::new(),
    }
}

fn list_note(context: &PageContext<'_>, parameter: &Parameter) -> Option<RichText> {
    let is_text = matches!(
        parameter.place,
        ParameterLocation::Query
            | ParameterLocation::Form
            | ParameterLocation::Path
            | ParameterLocation::Header
    );
    let is_list = matches!(parameter.ty, Type::List(_)) && is_text;
    match parameter.list {
        ListStyle::Comma if is_list => Some(RichText::own(context.words.comma_list)),
        ListStyle::Brackets if is_list => {
            let said = context.words.brackets_list.replace("{}", &parameter.wire_name);
            Some(RichText::own(&said))
        }
        ListStyle::Comma | ListStyle::Brackets | ListStyle::Repeat => None,
    }
}

fn undocumented(context: &PageContext<'_>, is_undocumented: bool) -> Option<RichText> {
    is_undocumented.then(|| RichText::own(context.words.undocumented))
}

/// Returns the row of a field in requests.
pub(super) fn given_field(
    context: &PageContext<'_>,
    field: &Field,
    anchor: String,
    rust: Option<String>,
) -> Row {
    let presence = match (&field.constant, field.required) {
        (Some(_), _) => context.words.constant,
        (None, true) => context.words.required,
        (None, false) => context.words.optional,
    };
    Row {
        presence: Some(presence),
        is_required: field.required && field.constant.is_none(),
        ..read_field(context, field, anchor, rust)
    }
}

impl Row {
    /// Adds the location of a field that is sent as a separate parameter.
    pub(super) fn at(self, place: &'static str) -> Self {
        Self { place: Some(place), ..self }
    }
}

/// Returns the row of a field in responses.
pub(super) fn read_field(
    context: &PageContext<'_>,
    field: &Field,
    anchor: String,
    rust: Option<String>,
) -> Row {
    let values = if field.constant.is_some() { Vec::new() } else { values_of(context, &field.ty) };
    let deprecated = field.deprecated.as_ref();
    Row {
        anchor,
        wire: field.wire_name.clone(),
        rust,
        place: None,
        ty: type_view(context, &field.ty),
        presence: None,
        is_required: false,
        constant: field.constant.as_ref().map(shown_value),
        default: field.default.as_ref().map(shown_value),
        limits: field.limits.iter().map(|one| limit(one, context.lang)).collect(),
        doc: RichText::new(&field.doc, context.lang),
        notes: undocumented(context, field.undocumented).into_iter().collect(),
        badges: field.nullable.then_some(context.words.nullable).into_iter().collect(),
        deprecated: deprecated.map(|why| RichText::new(why, context.lang)),
        has_many_values: values.len() > FEW_VALUES,
        values,
        children: Vec::new(),
    }
}

/// Returns name and type of a field in Rust.
pub(super) fn rust_field(
    context: &PageContext<'_>,
    holder: TypeId,
    field: &Field,
) -> Option<String> {
    let api = context.api();
    let ty = || names::from_outside(&paths::field_type(api, holder, field), &api.name);
    field.constant.is_none().then(|| format!("{}: {}", paths::field(field), ty()))
}

/// Depth to which results are expanded, and number of their fields. The pages of the types show the rest.
const DEPTH: usize = 3;
const MOST_FIELDS: usize = 120;

/// Returns the fields of a result as a tree.
pub(super) fn tree(context: &PageContext<'_>, ty: &Type) -> Vec<Row> {
    let mut tree =
        Tree { context, anchors: Anchors::default(), around: Vec::new(), left: MOST_FIELDS };
    tree.below(ty, "")
}

struct Tree<'a, 'b> {
    context: &'b PageContext<'a>,
    anchors: Anchors,
    /// Types that contain the present one, to stop at recursion.
    around: Vec<TypeId>,
    left: usize,
}

impl Tree<'_, '_> {
    fn below(&mut self, ty: &Type, path: &str) -> Vec<Row> {
        let Some(id) = ty.innermost() else { return Vec::new() };
        let context = *self.context;
        let Shape::Struct(fields) = &context.site.api.type_def(id).shape else { return Vec::new() };
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
        let path = if path.is_empty() {
            field.wire_name.clone()
        } else {
            format!("{path}-{}", field.wire_name)
        };
        let anchor = self.anchors.claim("result", &path);
        let children = self.below(&field.ty, &path);
        let rust = rust_field(self.context, holder, field);
        Row { children, ..read_field(self.context, field, anchor, rust) }
    }
}

/// Inserts a value as code into a phrase.
pub(super) fn sentence(phrase: &str, code: &str) -> RichText {
    RichText::line(around_code(phrase, code))
}

fn around_code(phrase: &str, code: &str) -> Line {
    let (before, after) = phrase.split_once("`{}`").unwrap_or((phrase, ""));
    vec![Span::plain(before), Span::code(code), Span::plain(after)]
}
