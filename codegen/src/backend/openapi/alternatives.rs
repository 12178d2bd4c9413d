//! Alternatives: which fields go together, in words and as data.

use ordered_json::{Value, json};

use super::text::{Prose, code, code_of};
use crate::model::{Api, Field, FieldSet, Parameter, TypeId};

/// The field sets of a type of which a caller gives one: a single one of a struct, or one for each alternative.
pub(super) struct Alternatives<'a>(Vec<FieldSet<'a>>);

impl<'a> Alternatives<'a> {
    /// The field sets of a type; none of a type without fields.
    pub(super) fn of(api: &'a Api, id: TypeId) -> Self {
        Self(api.type_def(id).shape.field_sets())
    }

    /// Those of a parameter whose fields travel in its place.
    pub(super) fn spread(api: &'a Api, parameter: &Parameter) -> Option<Self> {
        api.field_sets(parameter).map(Self)
    }

    /// The number of alternatives.
    pub(super) fn count(&self) -> usize {
        self.0.len()
    }

    /// Each with its name; the fields of a struct are called `all`.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&'a str, &'a [Field])> {
        self.0.iter().map(|set| (set.name.unwrap_or("all"), set.fields))
    }

    /// Every wire name once, in order.
    pub(super) fn names(&self) -> impl Iterator<Item = &'a str> {
        let names =
            self.iter().flat_map(|(_, fields)| fields).map(|field| field.wire_name.as_str());
        each_once(names.collect()).into_iter()
    }

    /// Returns whether no request could mean two alternatives.
    pub(super) fn are_distinct(&self) -> bool {
        let differ = |one: &[Field], other: &[Field]| {
            let of_its_own =
                |field: &&Field| other.iter().all(|known| known.wire_name != field.wire_name);
            let other_value = |field: &Field| {
                let same = other.iter().find(|known| known.wire_name == field.wire_name);
                let constants =
                    same.and_then(|same| Some((&field.constant, same.constant.as_ref()?)));
                constants.is_some_and(|(one, other)| one.as_ref().is_some_and(|one| one != other))
            };
            one.iter().filter(is_needed).any(|field| of_its_own(&field) || other_value(field))
        };
        let pairs = (0..self.0.len()).flat_map(|one| (0..one).map(move |other| (one, other)));
        pairs
            .map(|(one, other)| (self.0[one].fields, self.0[other].fields))
            .all(|(one, other)| differ(one, other) || differ(other, one))
    }

    /// Adds which fields must be given together.
    pub(super) fn explained(&self, prose: Prose, required: bool) -> Prose {
        let (en, zh) = match (self.0.len(), required) {
            (0, _) | (1, true) => return prose,
            (1, false) => ("Give these together, or none of them:", "以下须同时提供，或均不提供："),
            (_, true) => ("Give one of these:", "以下任选其一："),
            (_, false) => ("Give one of these, or none:", "以下至多选一："),
        };
        let lines =
            self.iter().map(|(_, fields)| (together(fields, " and "), together(fields, " 与 ")));
        prose.and(en, zh).list(lines)
    }

    /// The same as data for programs.
    pub(super) fn as_json(&self) -> Value {
        let names = |fields: &mut dyn Iterator<Item = &'a Field>| -> Value {
            fields.map(|field| field.wire_name.as_str()).collect()
        };
        let alternative = |(name, fields): (&str, &'a [Field])| {
            let constants = fields
                .iter()
                .filter_map(|field| Some((field.wire_name.clone(), field.constant.clone()?)));
            json!({
                "name": name,
                "required": names(&mut fields.iter().filter(is_needed)),
                "optional": names(&mut fields.iter().filter(|field| !is_needed(field))),
                "constants": Value::Object(constants.collect()),
            })
        };
        self.iter().map(alternative).collect()
    }
}

fn together(fields: &[Field], and: &str) -> String {
    let shown = fields.iter().map(|field| match (&field.constant, field.required) {
        (Some(value), _) => format!("{} = {}", code(&field.wire_name), code_of(value)),
        (None, true) => code(&field.wire_name),
        (None, false) => format!("({})", code(&field.wire_name)),
    });
    shown.collect::<Vec<_>>().join(and)
}

/// Returns whether a field travels whenever its alternative is chosen.
pub(super) fn is_needed(field: &&Field) -> bool {
    field.is_always_sent()
}

/// The items without repetitions, in order.
pub(super) fn each_once<T: PartialEq>(items: Vec<T>) -> Vec<T> {
    items.into_iter().fold(Vec::new(), |mut once, item| {
        if !once.contains(&item) {
            once.push(item);
        }
        once
    })
}
