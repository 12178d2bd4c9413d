//! Types: who declares them, what a type expression means, and in which direction each travels.

use std::collections::HashMap;

use heck::ToUpperCamelCase;

use super::check_name;
use crate::diagnostic::Sink;
use crate::model::{EnumValue, Field, Group, Home, Presence, Shape, Type, TypeDef, TypeId, Wire};
use crate::syntax::{EnumValueDecl, FieldDecl, Files, Spanned, TypeDecl, TypeExpr};
use crate::wording;

/// Words of the language for types.
const WORDS: [(&str, Type); 7] = [
    ("string", Type::Text),
    ("int", Type::Int),
    ("uint", Type::Uint),
    ("float", Type::Float),
    ("bool", Type::Bool),
    ("timestamp", Type::Timestamp),
    ("json", Type::Json),
];

/// Names that generated code needs for itself.
const RESERVED: [&str; 12] = [
    "Option",
    "Result",
    "Vec",
    "String",
    "Box",
    "Self",
    "Default",
    "Client",
    "ClientBuilder",
    "Server",
    "Some",
    "None",
];

/// All named types of a description.
#[derive(Debug)]
pub(super) struct Types {
    ids: HashMap<String, TypeId>,
    definitions: Vec<TypeDef>,
}

/// In which directions a type travels.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Use {
    in_requests: bool,
    in_results: bool,
}

/// Declares every type first, so that they may be used before they are written, then gives each
/// its shape.
pub(super) fn declare(files: &Files, sink: &mut Sink) -> Types {
    let declared: Vec<(&TypeDecl, Home)> = declarations(files).collect();
    let ids = ids(&declared, sink);
    let mut types = Types { ids, definitions: Vec::new() };
    for (decl, home) in declared {
        let definition = TypeDef {
            name: decl.name.value.clone(),
            doc: decl.doc.clone(),
            home,
            shape: shape(decl, &types, sink),
            in_requests: false,
            in_results: false,
            span: decl.name.span,
        };
        types.definitions.push(definition);
    }
    types
}

fn declarations(files: &Files) -> impl Iterator<Item = (&TypeDecl, Home)> {
    let shared = files.api.types.iter().map(|decl| (decl, Home::Api));
    let beside = files.endpoints.iter().flat_map(|file| {
        let home = Home::Endpoint { group: file.group.clone(), endpoint: file.name.clone() };
        file.types.iter().map(move |decl| (decl, home.clone()))
    });
    shared.chain(beside)
}

fn ids(declared: &[(&TypeDecl, Home)], sink: &mut Sink) -> HashMap<String, TypeId> {
    let mut ids: HashMap<String, TypeId> = HashMap::new();
    for (index, (decl, _)) in declared.iter().enumerate() {
        check_type_name(&decl.name, sink);
        match ids.get(&decl.name.value) {
            Some(first) => {
                let first = declared[first.0].0.name.span;
                sink.push(wording::duplicate_type(&decl.name, first));
            }
            None => drop(ids.insert(decl.name.value.clone(), TypeId(index))),
        }
    }
    ids
}

fn check_type_name(name: &Spanned<String>, sink: &mut Sink) {
    let better = name.value.to_upper_camel_case();
    let ascii = name.value.chars().all(|c| c.is_ascii_alphanumeric());
    let begins_well = name.value.starts_with(|first: char| first.is_ascii_uppercase());
    if RESERVED.contains(&name.value.as_str()) || is_word(&name.value) {
        sink.push(wording::reserved_type(name));
    } else if !ascii || !begins_well {
        sink.push(wording::bad_type_name(name, &better));
    }
}

fn is_word(name: &str) -> bool {
    WORDS.iter().any(|(word, _)| *word == name)
}

fn shape(decl: &TypeDecl, types: &Types, sink: &mut Sink) -> Shape {
    match (&decl.fields, &decl.values) {
        (None, Some(values)) if values.is_empty() => {
            sink.push(wording::shapeless_type(&decl.name));
            Shape::Enum(Vec::new())
        }
        (Some(fields), None) => {
            Shape::Struct(fields.iter().map(|decl| field(decl, types, sink)).collect())
        }
        (None, Some(values)) => Shape::Enum(enum_values(decl, values, sink)),
        (None, None) | (Some(_), Some(_)) => {
            sink.push(wording::shapeless_type(&decl.name));
            Shape::Struct(Vec::new())
        }
    }
}

fn field(decl: &FieldDecl, types: &Types, sink: &mut Sink) -> Field {
    if let Some(name) = &decl.name {
        check_name("a field", name, sink);
    }
    let ty = types.resolve(&decl.ty, sink);
    Field {
        ty: secret(ty, decl.secret, &decl.wire, sink),
        wire: decl.wire.value.clone(),
        name: decl.name.as_ref().map(|name| name.value.clone()),
        required: decl.required,
        doc: decl.doc.clone(),
        span: decl.wire.span,
    }
}

/// Text that must never be printed has a type of its own.
pub(super) fn secret(ty: Type, secret: bool, wire: &Spanned<String>, sink: &mut Sink) -> Type {
    match ty {
        Type::Text if secret => Type::Secret,
        other if secret => {
            sink.push(wording::secret_not_text(wire.span, &wire.value));
            other
        }
        other => other,
    }
}

/// Values are integers only if all are; else all are text, as they were written.
fn enum_values(decl: &TypeDecl, values: &[EnumValueDecl], sink: &mut Sink) -> Vec<EnumValue> {
    // `+1` and `007` are texts that the wire would not hold as numbers.
    let number = |value: &EnumValueDecl| {
        let number = value.wire.value.parse::<i64>().ok();
        number.filter(|number| number.to_string() == value.wire.value)
    };
    let text = values.iter().find(|value| number(value).is_none());
    let integers = text.is_none();
    if let Some(text) = text
        && values.iter().any(|value| number(value).is_some())
    {
        sink.push(wording::mixed_enum(&decl.name, text.wire.span));
    }
    let wire = |value: &EnumValueDecl| match number(value) {
        Some(number) if integers => Wire::Int(number),
        _ => Wire::Text(value.wire.value.clone()),
    };
    values
        .iter()
        .map(|value| {
            check_name("an enum value", &value.name, sink);
            EnumValue {
                wire: wire(value),
                name: value.name.value.clone(),
                doc: value.doc.clone(),
                span: value.wire.span,
            }
        })
        .collect()
}

impl Types {
    /// What a type expression means.
    pub(super) fn resolve(&self, expression: &TypeExpr, sink: &mut Sink) -> Type {
        match expression {
            TypeExpr::Name(name) => self.named(name, sink),
            TypeExpr::List(item) => Type::List(Box::new(self.resolve(item, sink))),
            TypeExpr::Map(value) => Type::Map(Box::new(self.resolve(value, sink))),
        }
    }

    fn named(&self, name: &Spanned<String>, sink: &mut Sink) -> Type {
        if let Some((_, ty)) = WORDS.iter().find(|(word, _)| *word == name.value) {
            return ty.clone();
        }
        if let Some(id) = self.ids.get(&name.value) {
            return Type::Named(*id);
        }
        let mut known: Vec<&str> = self.ids.keys().map(String::as_str).collect();
        known.sort_unstable();
        known.extend(WORDS.iter().map(|(word, _)| *word));
        sink.push(wording::unknown_name("type", name, &known));
        Type::Json
    }

    pub(super) fn definitions(&self) -> &[TypeDef] {
        &self.definitions
    }

    /// The finished list.
    pub(super) fn take(&mut self, uses: Vec<Use>) -> Vec<TypeDef> {
        let mut definitions = std::mem::take(&mut self.definitions);
        for (definition, used) in definitions.iter_mut().zip(uses) {
            definition.in_requests = used.in_requests;
            definition.in_results = used.in_results;
        }
        definitions
    }
}

/// In which directions each type travels, following types into types.
pub(super) fn uses(groups: &[Group], definitions: &[TypeDef]) -> Vec<Use> {
    let mut uses = vec![Use::default(); definitions.len()];
    for endpoint in groups.iter().flat_map(|group| &group.endpoints) {
        for parameter in &endpoint.parameters {
            if !matches!(parameter.presence, Presence::Constant(_)) {
                mark(
                    &parameter.ty,
                    Use { in_requests: true, in_results: false },
                    definitions,
                    &mut uses,
                );
            }
        }
        if let Some(ty) = &endpoint.returns {
            mark(ty, Use { in_requests: false, in_results: true }, definitions, &mut uses);
        }
    }
    uses
}

fn mark(ty: &Type, used: Use, definitions: &[TypeDef], uses: &mut [Use]) {
    let id = match ty {
        Type::Named(id) => *id,
        Type::List(inside) | Type::Map(inside) => return mark(inside, used, definitions, uses),
        Type::Bool
        | Type::Int
        | Type::Uint
        | Type::Float
        | Type::Text
        | Type::Secret
        | Type::Timestamp
        | Type::Json => return,
    };
    let Some(known) = uses.get_mut(id.0) else { return };
    let news = (used.in_requests && !known.in_requests) || (used.in_results && !known.in_results);
    known.in_requests |= used.in_requests;
    known.in_results |= used.in_results;
    if let (true, Shape::Struct(fields)) = (news, &definitions[id.0].shape) {
        fields.iter().for_each(|field| mark(&field.ty, used, definitions, uses));
    }
}
