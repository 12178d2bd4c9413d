//! Validation of a call before it is sent: required parameters, and the constraints of values and of values inside them.
//!
//! The error names the wire path (`devices[3].deviceName`) and the constraint. It never shows the value, which may be a
//! secret.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use regex_lite::Regex;

use super::Arguments;
use crate::decode::push_key;
use crate::descriptor::Constraint;
use crate::encode::{self, Items, Members, ValueRef};
use crate::error::Error;

/// Rejects a call that lacks a required parameter or violates a constraint.
pub(crate) fn validate(call: &Arguments) -> Result<(), Error> {
    for (index, parameter) in call.endpoint().parameters.iter().enumerate() {
        let Some(value) = call.value(index) else {
            if parameter.required {
                return Err(call.invalid(index, "is required and was not set"));
            }
            continue;
        };
        let checked = match value.as_value() {
            ValueRef::Object(members) if parameter.spread => object(members, &Trail::Spread),
            _ if parameter.spread => Err(violation(&Trail::Spread, "has no members to send")),
            shape => value_of(shape, parameter.constraints, &Trail::Parameter(parameter.wire_name)),
        };
        checked.map_err(|Violation { path, reason }| {
            let path = Some(path).filter(|path| !path.is_empty());
            Error::invalid(call.endpoint(), path.as_deref(), reason)
        })?;
    }
    Ok(())
}

/// The path from a parameter to a value, which is formatted only for an error.
enum Trail<'a> {
    Parameter(&'a str),
    /// A spread parameter, whose members have no prefix.
    Spread,
    Key(&'a Trail<'a>, &'a str),
    Item(&'a Trail<'a>, usize),
}

impl Trail<'_> {
    fn path(&self) -> String {
        match self {
            Self::Parameter(name) | Self::Key(Self::Spread, name) => (*name).to_owned(),
            Self::Spread => String::new(),
            Self::Key(before, key) => {
                let mut path = before.path();
                push_key(&mut path, key);
                path
            }
            Self::Item(before, index) => format!("{}[{index}]", before.path()),
        }
    }
}

/// A violated constraint.
struct Violation {
    path: String,
    reason: String,
}

#[cold]
fn violation(trail: &Trail<'_>, reason: impl Into<String>) -> Violation {
    Violation { path: trail.path(), reason: reason.into() }
}

fn value_of(
    shape: ValueRef<'_>,
    constraints: &'static [Constraint],
    trail: &Trail<'_>,
) -> Result<(), Violation> {
    match shape {
        ValueRef::List(items) => list(items, constraints, trail),
        ValueRef::Delimited(items, separator) => {
            list(items, constraints, trail)?;
            encode::delimited(items, separator).map(drop).map_err(|reason| violation(trail, reason))
        }
        ValueRef::JsonString(inside) => {
            value_of(inside.as_value(), &[], trail)?;
            let text = encode::json(inside).map_err(|reason| violation(trail, reason))?;
            scalar(ValueRef::Text(&text), constraints, trail)
        }
        ValueRef::Map(entries) => entries
            .iter()
            .try_for_each(|(key, value)| value_of(value.as_value(), &[], &Trail::Key(trail, key))),
        ValueRef::Object(members) => object(members, trail),
        ValueRef::Float(value) if !value.is_finite() => {
            Err(violation(trail, "is not a finite number"))
        }
        ValueRef::Absent
        | ValueRef::Bool(_)
        | ValueRef::Int(_)
        | ValueRef::Uint(_)
        | ValueRef::Float(_) => scalar(shape, constraints, trail),
        ValueRef::Text(_) | ValueRef::Secret(_) | ValueRef::Json(_) => {
            scalar(shape, constraints, trail)
        }
    }
}

fn object(members: &dyn Members, trail: &Trail<'_>) -> Result<(), Violation> {
    let constraints = members.constraints();
    for (index, (name, value)) in encode::members_of(members).enumerate() {
        let own = constraints.iter().find(|(constrained, _)| *constrained == index);
        let own = own.map_or(&[] as &[Constraint], |(_, constraints)| constraints);
        value_of(value.as_value(), own, &Trail::Key(trail, name))?;
    }
    Ok(())
}

fn list(
    items: &dyn Items,
    constraints: &'static [Constraint],
    trail: &Trail<'_>,
) -> Result<(), Violation> {
    // In a list of lists, only the outer items are counted.
    if !matches!(trail, Trail::Item(..)) {
        let wrong = constraints.iter().find_map(|constraint| wrong_count(items.len(), *constraint));
        wrong.map_or(Ok(()), |reason| Err(violation(trail, reason)))?;
    }
    (0..items.len()).try_for_each(|index| {
        value_of(items.get(index).as_value(), constraints, &Trail::Item(trail, index))
    })
}

fn scalar(
    shape: ValueRef<'_>,
    constraints: &'static [Constraint],
    trail: &Trail<'_>,
) -> Result<(), Violation> {
    let wrong = constraints.iter().find_map(|constraint| match shape {
        ValueRef::Text(text) | ValueRef::Secret(text) => wrong_text(text, *constraint),
        ValueRef::Int(value) => out_of_range(value.into(), *constraint),
        ValueRef::Uint(value) => out_of_range(value.into(), *constraint),
        ValueRef::Float(value) => out_of_bounds(value, *constraint),
        _ => None,
    });
    wrong.map_or(Ok(()), |reason| Err(violation(trail, reason)))
}

fn wrong_count(count: usize, constraint: Constraint) -> Option<String> {
    match constraint {
        Constraint::MinItems(least) if count < least => {
            Some(format!("holds {count} items, at least {least} are needed"))
        }
        Constraint::MaxItems(most) if count > most => {
            Some(format!("holds {count} items, at most {most} are allowed"))
        }
        _ => None,
    }
}

fn wrong_text(text: &str, constraint: Constraint) -> Option<String> {
    match constraint {
        Constraint::MinLength(least) => {
            let length = text.chars().count();
            (length < least)
                .then(|| format!("has {length} characters, at least {least} are needed"))
        }
        Constraint::MaxLength(most) => {
            let length = text.chars().count();
            (length > most).then(|| format!("has {length} characters, at most {most} are allowed"))
        }
        Constraint::Pattern(pattern) => match compiled(pattern) {
            Some(regex) if regex.is_match(text) => None,
            Some(_) => Some(format!("does not match the pattern `{pattern}`")),
            None => Some(format!("cannot be checked: the pattern `{pattern}` is invalid")),
        },
        _ => None,
    }
}

fn out_of_range(value: i128, constraint: Constraint) -> Option<String> {
    match constraint {
        Constraint::Min(least) if value < least.into() => Some(format!("is less than {least}")),
        Constraint::Max(most) if value > most.into() => Some(format!("is more than {most}")),
        _ => None,
    }
}

fn out_of_bounds(value: f64, constraint: Constraint) -> Option<String> {
    match constraint {
        Constraint::Min(least) if value < least as f64 => Some(format!("is less than {least}")),
        Constraint::Max(most) if value > most as f64 => Some(format!("is more than {most}")),
        _ => None,
    }
}

/// Compiles a pattern to match the whole text; `None` if it is invalid. Patterns come from descriptions, so their number
/// is bounded and they are cached.
fn compiled(pattern: &'static str) -> Option<Arc<Regex>> {
    static KEPT: Mutex<BTreeMap<&'static str, Option<Arc<Regex>>>> = Mutex::new(BTreeMap::new());
    let mut kept = KEPT.lock().unwrap_or_else(PoisonError::into_inner);
    let anchored = || Regex::new(&format!(r"\A(?:{pattern})\z")).ok().map(Arc::new);
    kept.entry(pattern).or_insert_with(anchored).clone()
}
