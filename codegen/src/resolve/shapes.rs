//! Parts of a type's shape: hand-written types, items of batches, values of enums, and keys that contradict each other.

use heck::ToSnakeCase;

use super::{check_name, snippet};
use crate::diagnostics::Sink;
use crate::diagnostics::messages;
use crate::model::{BatchItem, EnumValue, External, Scalar, Shape, Type};
use crate::syntax::{EnumValueDecl, FieldDecl, ItemDecl, ShapeDecl, Spanned, TypeDecl, TypeExpr};

/// The path and the sample of a hand-written type. Reports a shape beside them.
pub(super) fn external(decl: &TypeDecl, path: &Spanned<String>, sink: &mut Sink) -> External {
    let ShapeDecl { fields, values, one_of, union } = &decl.shape;
    if fields.is_some() || values.is_some() || one_of.is_some() || union.is_some() {
        sink.push(messages::bad_shape(&decl.name));
    }
    External { path: snippet(path), sample: decl.sample.as_ref().map(snippet) }
}

pub(super) fn resolve_item(item: &ItemDecl) -> BatchItem {
    BatchItem {
        code: item.code.value.clone(),
        success: item.success.iter().map(|code| code.value).collect(),
        message: item.message.as_ref().map(|name| name.value.clone()),
    }
}

/// Reports result fields of a batch item that are missing or have another type.
pub(super) fn check_item(
    item: &ItemDecl,
    shape: &Shape,
    name: &Spanned<String>,
    sink: &mut Sink,
) -> bool {
    let Shape::Struct(fields) = shape else {
        sink.push(messages::item_without_fields(name));
        return false;
    };
    let holds = |wire: &str, ty: &Type| {
        fields.iter().any(|one| one.wire_name == wire && one.ty == *ty && one.constant.is_none())
    };
    let mut fits = true;
    if !holds(&item.code.value, &Type::Int) {
        sink.push(messages::missing_item_field(&item.code, "int"));
        fits = false;
    }
    if let Some(message) = item.message.as_ref().filter(|name| !holds(&name.value, &Type::Text)) {
        sink.push(messages::missing_item_field(message, "string"));
        fits = false;
    }
    fits
}

/// Reports keys of a field that contradict each other.
pub(super) fn check_field(decl: &FieldDecl, sink: &mut Sink) {
    let clash = if decl.constant.is_none() {
        None
    } else if decl.required == Some(true) {
        Some("required")
    } else if decl.default.is_some() {
        Some("default")
    } else {
        decl.limits.first().map(|limit| limit.value.key())
    };
    if let Some(other) = clash {
        sink.push(messages::conflicting_constant("field", &decl.wire_name, other));
    } else if decl.default.is_some() && decl.required == Some(true) {
        sink.push(messages::required_with_default("field", &decl.wire_name));
    }
    if decl.nullable && decl.required != Some(true) {
        sink.push(messages::redundant_nullable(&decl.wire_name));
    }
}

/// Reports defaults of alternatives. An omitted field is not sent, so its default would have no effect.
pub(super) fn check_way_field(decl: &FieldDecl, sink: &mut Sink) {
    if let Some(default) = decl.default.as_ref().filter(|_| decl.constant.is_none()) {
        sink.push(messages::default_of_alternative(default.span));
    }
}

/// A tag or an enum value on the wire. `+1` and `007` are text, because they are not JSON numbers.
pub(super) fn wire_of(written: &str) -> Scalar {
    let number = written.parse::<i64>().ok().filter(|number| number.to_string() == written);
    number.map_or_else(|| Scalar::Text(written.to_owned()), Scalar::Int)
}

/// The values of an enum: integers if all are integers, otherwise text.
pub(super) fn enum_values(
    name: &Spanned<String>,
    values: &[EnumValueDecl],
    sink: &mut Sink,
) -> Vec<EnumValue> {
    let is_text = |value: &&EnumValueDecl| matches!(wire_of(&value.scalar.value), Scalar::Text(_));
    let text = values.iter().find(is_text);
    if let Some(text) = text.filter(|_| !values.iter().all(|value| is_text(&value))) {
        sink.push(messages::mixed_enum(name, text.scalar.span));
    }
    let value = |value: &EnumValueDecl| {
        check_name("an enum value", &value.name, sink);
        EnumValue {
            scalar: match text {
                Some(_) => Scalar::Text(value.scalar.value.clone()),
                None => wire_of(&value.scalar.value),
            },
            name: value.name.value.clone(),
            doc: value.doc.clone(),
            span: value.scalar.span,
        }
    };
    values.iter().map(value).collect()
}

/// The name of a variant: the value of its tag, or its type if the value is no valid name.
pub(super) fn variant_name(written: &str, ty: &TypeExpr) -> String {
    let name = written.to_snake_case();
    match ty {
        TypeExpr::Name(ty) if name.is_empty() || !name.is_ascii() => ty.value.to_snake_case(),
        _ => name,
    }
}
