//! Types, their fields and values.

use crate::diagnostics::suggest::suggestion;
use crate::diagnostics::{Code, Diagnostic};
use crate::source::{Span, Spanned};

pub(crate) fn duplicate_type(name: &Spanned<String>, first: Span) -> Diagnostic {
    Diagnostic::new(Code::DuplicateType, name.span, format!("duplicate type `{}`", name.value))
        .label("declared again here")
        .and(first, "first declared here")
        .help("rename one of them, or declare the type once, under `types` in `api.yaml`")
}

/// `by` names the owner of the reserved name: "the description language".
pub(crate) fn reserved_type(name: &Spanned<String>, by: &str) -> Diagnostic {
    let headline = format!("the type name `{}` is reserved by {by}", name.value);
    Diagnostic::new(Code::ReservedType, name.span, headline).help("rename the type")
}

pub(crate) fn bad_shape(name: &Spanned<String>) -> Diagnostic {
    let headline = format!("the type `{}` must have exactly one shape", name.value);
    Diagnostic::new(Code::BadShape, name.span, headline)
        .help("write one of `fields`, `enum`, `one_of`, `union` and `rust`, with content")
}

pub(crate) fn mixed_enum(name: &Spanned<String>, text: Span) -> Diagnostic {
    let headline = format!("the enum `{}` mixes integers and text", name.value);
    Diagnostic::new(Code::MixedEnum, name.span, headline)
        .and(text, "first text value")
        .help("all values are read as text")
}

pub(crate) fn duplicate_inline_type(name: &Spanned<String>, first: Span) -> Diagnostic {
    let headline = format!("the name `{}` of this inline type is in use", name.value);
    Diagnostic::new(Code::DuplicateInlineType, name.span, headline)
        .label(format!("this type is named `{}` after its place", name.value))
        .and(first, format!("another type `{}`", name.value))
        .help("declare one of them under `types`, with its own name")
}

pub(crate) fn ambiguous_union(span: Span) -> Diagnostic {
    let headline = "the union does not say how its types are distinguished";
    Diagnostic::new(Code::AmbiguousUnion, span, headline)
        .help("write `tag` and `types` (by value of that field), or `shapes` (tried in order)")
}

pub(crate) fn bad_rust_path(path: &Spanned<String>) -> Diagnostic {
    let headline = format!("`{}` is not the path of a Rust type", path.value);
    Diagnostic::new(Code::BadRustPath, path.span, headline)
        .help("write the full path without generics, such as `crate::Downlink`")
}

pub(crate) fn bad_sample(sample: &Spanned<String>) -> Diagnostic {
    let headline = "`sample` is not a Rust expression in one line";
    Diagnostic::new(Code::BadSample, sample.span, headline)
        .help("write an expression such as `Downlink::new().set(\"switch\", true)`")
}

pub(crate) fn redundant_sample(sample: &Spanned<String>) -> Diagnostic {
    let headline = "`sample` is allowed only beside `rust`";
    Diagnostic::new(Code::BadSample, sample.span, headline)
        .help("remove `sample`; sample values are made from the described type")
}

pub(crate) fn item_without_fields(name: &Spanned<String>) -> Diagnostic {
    let headline = format!("the batch item `{}` has no fields", name.value);
    Diagnostic::new(Code::ItemWithoutFields, name.span, headline).help("describe its `fields`")
}

pub(crate) fn missing_item_field(field: &Spanned<String>, ty: &str) -> Diagnostic {
    let headline = format!("the batch item has no field `{}` of type `{ty}`", field.value);
    Diagnostic::new(Code::MissingItemField, field.span, headline)
        .help(format!("add `{}: {ty}` to its `fields`", field.value))
}

pub(crate) fn bad_separator(by: &Spanned<String>) -> Diagnostic {
    let headline = format!("the separator `{}` is not one character", by.value);
    Diagnostic::new(Code::BadSeparator, by.span, headline)
        .help("write one character, such as `\";\"`")
}

/// A constant or a default that its enum does not list.
pub(crate) fn unlisted_value(span: Span, value: &str, name: &str, known: &[&str]) -> Diagnostic {
    let headline = format!("`{value}` is not a value of the enum `{name}`");
    Diagnostic::new(Code::UnlistedValue, span, headline).help(suggestion(value, known))
}

pub(crate) fn default_of_alternative(span: Span) -> Diagnostic {
    let headline = "a field of an alternative cannot have a default";
    Diagnostic::new(Code::MismatchedDefault, span, headline)
        .help("remove `default`, and describe in `doc` the value that the server assumes")
}

pub(crate) fn mismatched_default(span: Span, ty: &str) -> Diagnostic {
    let headline = format!("the default does not match the type: expected {ty}");
    Diagnostic::new(Code::MismatchedDefault, span, headline)
        .help("only text, numbers, booleans and enums can have a default, of their own type")
}

pub(crate) fn mismatched_constant(span: Span, ty: &str) -> Diagnostic {
    let headline = format!("the constant does not match the type: expected {ty}");
    Diagnostic::new(Code::MismatchedConstant, span, headline)
        .help("write a value of that type, or remove `type`")
}

pub(crate) fn redundant_nullable(name: &Spanned<String>) -> Diagnostic {
    let headline = format!("`nullable` has no effect on the optional field `{}`", name.value);
    Diagnostic::new(Code::RedundantNullable, name.span, headline)
        .help("remove `nullable`, or add `required: true`; optional fields may always be null")
}

pub(crate) fn one_of_in_result(span: Span, name: &str, endpoint: &str) -> Diagnostic {
    let headline = format!("the `one_of` type `{name}` cannot be part of a result");
    Diagnostic::new(Code::OneOfInResult, span, headline)
        .help(format!("`{endpoint}` returns it; describe the result with `fields` or `union`"))
}

pub(crate) fn infinite_type(span: Span, name: &str) -> Diagnostic {
    Diagnostic::new(Code::InfiniteType, span, format!("type `{name}` is infinitely recursive"))
        .help("make a field of the cycle optional, nullable, a list or a map")
}

pub(crate) fn infinite_union(span: Span, name: &str) -> Diagnostic {
    Diagnostic::new(Code::InfiniteType, span, format!("union `{name}` contains itself"))
        .help("remove it from its own types; a field of one of them may contain it")
}

pub(crate) fn bad_joined_item(span: Span, ty: &str) -> Diagnostic {
    let headline = format!("a joined list cannot contain {ty}");
    Diagnostic::new(Code::BadJoinedItem, span, headline)
        .help("items must be text, numbers, booleans, timestamps or values of an enum")
}

pub(crate) fn variant_without_fields(span: Span, ty: &str) -> Diagnostic {
    let headline = format!("expected a type with fields for the tag of the union, found {ty}");
    Diagnostic::new(Code::VariantWithoutFields, span, headline)
        .help("describe the type with `fields`, or write `shapes` in place of `tag` and `types`")
}

pub(crate) fn secret_not_text(span: Span, name: &str) -> Diagnostic {
    let headline = format!("the secret `{name}` is not of type `string`");
    Diagnostic::new(Code::SecretNotText, span, headline)
        .help("write `type: string`, or remove `secret`")
}

pub(crate) fn missing_type(what: &str, name: &Spanned<String>) -> Diagnostic {
    let headline = format!("the {what} `{}` requires a `type` or a `const`", name.value);
    Diagnostic::new(Code::MissingType, name.span, headline)
}

pub(crate) fn conflicting_constant(what: &str, name: &Spanned<String>, other: &str) -> Diagnostic {
    let headline = format!("the {what} `{}` has both `const` and `{other}`", name.value);
    Diagnostic::new(Code::ConflictingConstant, name.span, headline)
        .help(format!("remove `{other}`; a constant is always sent with its value"))
}

pub(crate) fn bad_constant(constant: Span) -> Diagnostic {
    let headline = "a constant must be text, an integer or a boolean";
    Diagnostic::new(Code::BadConstant, constant, headline)
}

pub(crate) fn required_with_default(what: &str, name: &Spanned<String>) -> Diagnostic {
    let headline = format!("the {what} `{}` is required and has a default", name.value);
    Diagnostic::new(Code::RequiredWithDefault, name.span, headline)
        .help("remove `default` or `required`; a default applies only to what can be left out")
}

pub(crate) fn mismatched_limit(span: Span, ty: &str) -> Diagnostic {
    Diagnostic::new(Code::MismatchedLimit, span, format!("the limit does not apply to {ty}"))
}

pub(crate) fn conflicting_limits(least: Span, most: Span) -> Diagnostic {
    let headline = "the lower limit is greater than the upper limit";
    Diagnostic::new(Code::ConflictingLimits, most, headline)
        .label("upper limit")
        .and(least, "lower limit")
        .help("swap the limits, or correct one of them")
}

pub(crate) fn bad_pattern(span: Span, reason: &str) -> Diagnostic {
    let reason = reason.lines().last().unwrap_or_default().trim().trim_start_matches("error: ");
    let (headline, help) = if reason.contains("size limit") {
        ("the pattern compiles to too large a program".to_owned(), "lower its repetition counts")
    } else {
        let help = "look-around and back-references are not supported";
        (format!("invalid regular expression: {reason}"), help)
    };
    Diagnostic::new(Code::BadPattern, span, headline).help(help)
}
