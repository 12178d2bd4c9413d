//! Small pieces of schemas: references, keywords, limits.

use ordered_json::{Value, json};

use super::Object;
use crate::model::Constraint;

/// The beginning of a reference to a component.
pub(super) const PREFIX: &str = "#/components/schemas/";

/// A reference to a component.
pub(super) fn reference(name: &str) -> Object {
    Object::from_iter([("$ref".to_owned(), format!("{PREFIX}{name}").into())])
}

/// The component that a reference names.
pub(super) fn name_in(reference: &str) -> Option<String> {
    reference.strip_prefix(PREFIX).map(str::to_owned)
}

pub(super) fn number(kind: &str, format: &str) -> Object {
    let mut schema = Object::new();
    schema.insert("type".to_owned(), kind.into());
    schema.insert("format".to_owned(), format.into());
    schema
}

pub(super) fn with(mut schema: Object, key: &str, value: impl Into<Value>) -> Object {
    schema.insert(key.to_owned(), value.into());
    schema
}

/// A schema that accepts objects without these properties.
pub(super) fn without<'a>(names: impl Iterator<Item = &'a str>) -> Object {
    let absent: Vec<Value> = names.map(|name| json!({ "required": [name] })).collect();
    match absent.as_slice() {
        [] => Object::new(),
        [one] => Object::from_iter([("not".to_owned(), one.clone())]),
        _ => Object::from_iter([("not".to_owned(), json!({ "anyOf": absent }))]),
    }
}

/// Marks properties as required.
pub(super) fn require<'a>(schema: &mut Object, names: impl Iterator<Item = &'a String>) {
    let names: Vec<&String> = names.collect();
    if !names.is_empty() {
        schema.insert("required".to_owned(), names.into_iter().map(String::as_str).collect());
    }
}

/// Limits as keywords of JSON Schema.
pub(super) fn limits(limits: &[Constraint]) -> Object {
    let keyword = |limit: &Constraint| match limit {
        Constraint::MinLength(count) => ("minLength", Value::from(*count)),
        Constraint::MaxLength(count) => ("maxLength", Value::from(*count)),
        Constraint::Min(least) => ("minimum", Value::from(*least)),
        Constraint::Max(most) => ("maximum", Value::from(*most)),
        Constraint::MinItems(count) => ("minItems", Value::from(*count)),
        Constraint::MaxItems(count) => ("maxItems", Value::from(*count)),
        Constraint::Pattern(pattern) if is_portable(pattern) => {
            ("pattern", format!("^(?:{pattern})$").into())
        }
        Constraint::Pattern(pattern) => ("x-pattern", pattern.as_str().into()),
    };
    limits.iter().map(keyword).map(|(key, value)| (key.to_owned(), value)).collect()
}

/// Returns whether a pattern means the same in JavaScript, whose dialect JSON Schema uses.
fn is_portable(pattern: &str) -> bool {
    let foreign = ["(?", "[[:", "\\A", "\\z", "\\x{", "\\u{", "\\U", "\\a", "\\<", "\\>"];
    let plain = pattern.replace("(?:", "");
    !foreign.iter().any(|one| plain.contains(one))
}

/// Adds the name for programs and the mark of undocumented parts.
pub(super) fn marks(notes: &mut Object, name: Option<&str>, undocumented: bool) {
    if let Some(name) = name {
        notes.insert("x-name".to_owned(), name.into());
    }
    if undocumented {
        notes.insert("x-undocumented".to_owned(), true.into());
    }
}
