//! Checks that limits, constants and defaults fit their types.
//!
//! Shapes are known only when all types have been resolved, so a check that needs one is kept as a [`DeferredCheck`]
//! until then.

use ordered_json::Value as Json;
use regex_lite::RegexBuilder;

use crate::diagnostics::Sink;
use crate::diagnostics::messages;
use crate::model::{Constraint, EnumValue, Scalar, Shape, Type, TypeDef};
use crate::source::Span;
use crate::syntax::Spanned;

/// A requirement on a type, checked when all types are known.
#[derive(Debug)]
pub(super) struct DeferredCheck {
    pub(super) span: Span,
    pub(super) ty: Type,
    pub(super) what: CheckKind,
}

/// A requirement on a type.
#[derive(Debug)]
pub(super) enum CheckKind {
    /// It has this constant value.
    Constant(Json),
    /// It is a scalar with this default.
    FieldDefault(Json),
    /// The server assumes this value if the parameter is omitted. It is only documented.
    ParameterDefault(Json),
    /// It can be an item of a joined list.
    Joined,
    /// It can have the tag of a union.
    Tagged,
    /// Its fields can be siblings of a code.
    BesideCode,
}

/// Checks a requirement when all types are known.
pub(super) fn check(claim: &DeferredCheck, types: &[TypeDef], sink: &mut Sink) {
    let (span, ty) = (claim.span, &claim.ty);
    match &claim.what {
        CheckKind::Constant(value) if matches!(fit(value, ty, types), Fit::No) => {
            sink.push(messages::mismatched_constant(span, kind_of(ty)));
        }
        CheckKind::FieldDefault(_) if !has_defaults(ty, types) => {
            sink.push(messages::mismatched_default(span, kind_of(ty)));
        }
        CheckKind::Constant(value)
        | CheckKind::FieldDefault(value)
        | CheckKind::ParameterDefault(value) => match fit(value, ty, types) {
            Fit::Yes => {}
            Fit::No => sink.push(messages::mismatched_default(span, kind_of(ty))),
            Fit::Unlisted(name, values) => unlisted(span, value, name, values, sink),
        },
        CheckKind::Joined if !is_joinable(ty, types) => {
            sink.push(messages::bad_joined_item(span, kind_of(ty)));
        }
        CheckKind::Tagged if !has_fields(ty, types) => {
            sink.push(messages::variant_without_fields(span, kind_of(ty)));
        }
        CheckKind::BesideCode if !has_fields(ty, types) => {
            sink.push(messages::mismatched_payload(span, kind_of(ty)));
        }
        CheckKind::Joined | CheckKind::Tagged | CheckKind::BesideCode => {}
    }
}

/// The result of comparing a value with a type.
enum Fit<'a> {
    Yes,
    No,
    /// The type is an enum of this name that does not list it.
    Unlisted(&'a str, &'a [EnumValue]),
}

fn fit<'a>(value: &Json, ty: &Type, types: &'a [TypeDef]) -> Fit<'a> {
    let fits = match ty {
        Type::Bool => value.is_boolean(),
        Type::Int | Type::Timestamp => value.is_i64(),
        Type::Uint => value.is_u64(),
        Type::Float => value.is_number(),
        Type::Text | Type::Secret => value.is_string(),
        Type::Named(id) => return fit_named(value, &types[id.0]),
        Type::Json | Type::List(_) | Type::Map(_) | Type::JsonString(_) | Type::Delimited(..) => {
            true
        }
    };
    if fits { Fit::Yes } else { Fit::No }
}

fn fit_named<'a>(value: &Json, definition: &'a TypeDef) -> Fit<'a> {
    match &definition.shape {
        Shape::Enum(values) => {
            let is_listed = values.iter().any(|known| is_wire(value, &known.scalar));
            if is_listed { Fit::Yes } else { Fit::Unlisted(&definition.name, values) }
        }
        // The shape of a hand-written type is unknown.
        Shape::External(_) => Fit::Yes,
        Shape::Struct(_) | Shape::OneOf(_) | Shape::Union(_) => Fit::No,
    }
}

fn is_wire(value: &Json, wire: &Scalar) -> bool {
    match wire {
        Scalar::Int(number) => value.as_i64() == Some(*number),
        Scalar::Text(text) => value.as_str() == Some(text),
    }
}

fn unlisted(span: Span, value: &Json, name: &str, values: &[EnumValue], sink: &mut Sink) {
    let text = |wire: &Scalar| match wire {
        Scalar::Int(number) => number.to_string(),
        Scalar::Text(text) => text.clone(),
    };
    let known: Vec<String> = values.iter().map(|value| text(&value.scalar)).collect();
    let known: Vec<&str> = known.iter().map(String::as_str).collect();
    // Quotes distinguish text from a listed number.
    let shown = match value.as_str() {
        Some(text) if !known.contains(&text) => text.to_owned(),
        _ => value.to_string(),
    };
    sink.push(messages::unlisted_value(span, &shown, name, &known));
}

/// Returns true if values of the type can be written as a default.
fn has_defaults(ty: &Type, types: &[TypeDef]) -> bool {
    match ty {
        Type::Bool | Type::Int | Type::Uint | Type::Float | Type::Text => true,
        Type::Named(id) => matches!(types[id.0].shape, Shape::Enum(_)),
        Type::Secret
        | Type::Timestamp
        | Type::Json
        | Type::List(_)
        | Type::Map(_)
        | Type::JsonString(_)
        | Type::Delimited(..) => false,
    }
}

/// Returns true for scalars. Other items would need a separator of their own.
fn is_joinable(ty: &Type, types: &[TypeDef]) -> bool {
    match ty {
        Type::Bool | Type::Int | Type::Uint | Type::Float | Type::Text | Type::Timestamp => true,
        Type::Named(id) => matches!(types[id.0].shape, Shape::Enum(_) | Shape::External(_)),
        Type::Secret
        | Type::Json
        | Type::List(_)
        | Type::Map(_)
        | Type::JsonString(_)
        | Type::Delimited(..) => false,
    }
}

fn has_fields(ty: &Type, types: &[TypeDef]) -> bool {
    match ty {
        Type::Json | Type::Map(_) => true,
        Type::Named(id) => !matches!(types[id.0].shape, Shape::Enum(_)),
        Type::Bool
        | Type::Int
        | Type::Uint
        | Type::Float
        | Type::Text
        | Type::Secret
        | Type::Timestamp
        | Type::List(_)
        | Type::JsonString(_)
        | Type::Delimited(..) => false,
    }
}

/// The type of a constant without one of its own.
pub(super) fn constant_type(constant: &Spanned<Json>, sink: &mut Sink) -> Type {
    match &constant.value {
        Json::Bool(_) => Type::Bool,
        Json::Number(number) if number.is_i64() => Type::Int,
        Json::String(_) => Type::Text,
        _ => {
            sink.push(messages::bad_constant(constant.span));
            Type::Text
        }
    }
}

/// The maximum size of a compiled pattern, in bytes. It is below the limit of the runtime, because a
/// short pattern can take long to compile.
const LARGEST_PATTERN: usize = 128 * 1024;

/// Reports limits that do not apply to the type or contradict each other.
pub(super) fn check_limits(limits: &[Spanned<Constraint>], ty: &Type, sink: &mut Sink) {
    for limit in limits {
        if let Constraint::Pattern(pattern) = &limit.value
            && !sink.is_full()
            && let Err(error) = RegexBuilder::new(pattern).size_limit(LARGEST_PATTERN).build()
        {
            sink.push(messages::bad_pattern(limit.span, &error.to_string()));
        }
        if !limits_type(&limit.value, ty) {
            sink.push(messages::mismatched_limit(limit.span, kind_of(ty)));
        }
    }
    for (least, most) in pairs(limits) {
        sink.push(messages::conflicting_limits(least.span, most.span));
    }
}

fn limits_type(limit: &Constraint, ty: &Type) -> bool {
    match limit {
        Constraint::MinLength(_) | Constraint::MaxLength(_) | Constraint::Pattern(_) => {
            matches!(ty, Type::Text | Type::Secret)
        }
        Constraint::Min(_) | Constraint::Max(_) => matches!(ty, Type::Int | Type::Uint),
        Constraint::MinItems(_) | Constraint::MaxItems(_) => {
            matches!(ty, Type::List(_) | Type::Delimited(..))
        }
    }
}

/// The pairs of a lower limit and a smaller upper limit.
fn pairs(limits: &[Spanned<Constraint>]) -> Vec<(&Spanned<Constraint>, &Spanned<Constraint>)> {
    let contradict = |least: &Constraint, most: &Constraint| match (least, most) {
        (Constraint::MinLength(least), Constraint::MaxLength(most))
        | (Constraint::MinItems(least), Constraint::MaxItems(most)) => least > most,
        (Constraint::Min(least), Constraint::Max(most)) => least > most,
        _ => false,
    };
    let with = |least| limits.iter().map(move |most| (least, most));
    let all = limits.iter().flat_map(with);
    all.filter(|(least, most)| contradict(&least.value, &most.value)).collect()
}

pub(super) fn kind_of(ty: &Type) -> &'static str {
    match ty {
        Type::Bool => "a boolean",
        Type::Int | Type::Uint => "an integer",
        Type::Float => "a number",
        Type::Text | Type::Secret => "text",
        Type::Timestamp => "a timestamp",
        Type::Json => "any JSON",
        Type::List(_) | Type::Delimited(..) => "a list",
        Type::Map(_) => "a map",
        Type::JsonString(_) => "JSON in text",
        Type::Named(_) => "a declared type",
    }
}
