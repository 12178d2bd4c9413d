//! What the description already calls wrong is refused before it is sent: a missing parameter, a limit broken by a value
//! or by anything inside it.
//!
//! The refusal names the place by its wire path (`devices[3].deviceName`) and the limit, never the value, which may be a
//! secret.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use regex_lite::Regex;

use crate::call::Call;
use crate::decode::push_key;
use crate::descriptor::Limit;
use crate::encode::{self, Items, Members, Shape};
use crate::error::Error;

/// Refuses a call that breaks its description.
pub(crate) fn check(call: &Call) -> Result<(), Error> {
    for (index, parameter) in call.endpoint().parameters.iter().enumerate() {
        let Some(value) = call.value(index) else {
            if parameter.required {
                return Err(call.invalid(index, "is required and was not set"));
            }
            continue;
        };
        let checked = match value.shape() {
            Shape::Object(members) if parameter.spread => object(members, &Trail::Spread),
            _ if parameter.spread => Err(broken(&Trail::Spread, "has no members to send")),
            shape => value_of(shape, parameter.limits, &Trail::Parameter(parameter.wire)),
        };
        checked.map_err(|Broken { path, reason }| {
            let path = Some(path).filter(|path| !path.is_empty());
            Error::invalid(call.endpoint(), path.as_deref(), reason)
        })?;
    }
    Ok(())
}

/// The way from a parameter to the value that is looked at, written out only if something is wrong there.
enum Trail<'a> {
    Parameter(&'a str),
    /// A parameter whose members stand in its stead.
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

/// A limit that does not hold.
struct Broken {
    path: String,
    reason: String,
}

#[cold]
fn broken(trail: &Trail<'_>, reason: impl Into<String>) -> Broken {
    Broken { path: trail.path(), reason: reason.into() }
}

fn value_of(shape: Shape<'_>, limits: &'static [Limit], trail: &Trail<'_>) -> Result<(), Broken> {
    match shape {
        Shape::List(items) => list(items, limits, trail),
        Shape::Joined(items, by) => {
            list(items, limits, trail)?;
            encode::joined(items, by).map(drop).map_err(|reason| broken(trail, reason))
        }
        Shape::JsonText(inside) => {
            value_of(inside.shape(), &[], trail)?;
            let text = encode::json(inside).map_err(|reason| broken(trail, reason))?;
            scalar(Shape::Text(&text), limits, trail)
        }
        Shape::Map(entries) => entries
            .iter()
            .try_for_each(|(key, value)| value_of(value.shape(), &[], &Trail::Key(trail, key))),
        Shape::Object(members) => object(members, trail),
        Shape::Float(value) if !value.is_finite() => Err(broken(trail, "is not a finite number")),
        Shape::Absent | Shape::Bool(_) | Shape::Int(_) | Shape::Uint(_) | Shape::Float(_) => {
            scalar(shape, limits, trail)
        }
        Shape::Text(_) | Shape::Secret(_) | Shape::Json(_) => scalar(shape, limits, trail),
    }
}

fn object(members: &dyn Members, trail: &Trail<'_>) -> Result<(), Broken> {
    let limits = members.limits();
    for (index, (name, value)) in encode::members_of(members).enumerate() {
        let own = limits.iter().find(|(limited, _)| *limited == index);
        let own = own.map_or(&[] as &[Limit], |(_, limits)| limits);
        value_of(value.shape(), own, &Trail::Key(trail, name))?;
    }
    Ok(())
}

fn list(items: &dyn Items, limits: &'static [Limit], trail: &Trail<'_>) -> Result<(), Broken> {
    // A list of lists has its items counted, not the items of its items.
    if !matches!(trail, Trail::Item(..)) {
        let wrong = limits.iter().find_map(|limit| wrong_count(items.len(), *limit));
        wrong.map_or(Ok(()), |reason| Err(broken(trail, reason)))?;
    }
    (0..items.len()).try_for_each(|index| {
        value_of(items.get(index).shape(), limits, &Trail::Item(trail, index))
    })
}

fn scalar(shape: Shape<'_>, limits: &'static [Limit], trail: &Trail<'_>) -> Result<(), Broken> {
    let wrong = limits.iter().find_map(|limit| match shape {
        Shape::Text(text) | Shape::Secret(text) => wrong_text(text, *limit),
        Shape::Int(value) => out_of_range(value.into(), *limit),
        Shape::Uint(value) => out_of_range(value.into(), *limit),
        Shape::Float(value) => out_of_bounds(value, *limit),
        _ => None,
    });
    wrong.map_or(Ok(()), |reason| Err(broken(trail, reason)))
}

fn wrong_count(count: usize, limit: Limit) -> Option<String> {
    match limit {
        Limit::MinItems(least) if count < least => {
            Some(format!("holds {count} items, at least {least} are needed"))
        }
        Limit::MaxItems(most) if count > most => {
            Some(format!("holds {count} items, at most {most} are allowed"))
        }
        _ => None,
    }
}

fn wrong_text(text: &str, limit: Limit) -> Option<String> {
    match limit {
        Limit::MinLength(least) => {
            let length = text.chars().count();
            (length < least)
                .then(|| format!("has {length} characters, at least {least} are needed"))
        }
        Limit::MaxLength(most) => {
            let length = text.chars().count();
            (length > most).then(|| format!("has {length} characters, at most {most} are allowed"))
        }
        Limit::Pattern(pattern) => match compiled(pattern) {
            Some(regex) if regex.is_match(text) => None,
            Some(_) => Some(format!("does not match the pattern `{pattern}`")),
            None => Some(format!("cannot be checked: the pattern `{pattern}` is broken")),
        },
        _ => None,
    }
}

fn out_of_range(value: i128, limit: Limit) -> Option<String> {
    match limit {
        Limit::Min(least) if value < least.into() => Some(format!("is less than {least}")),
        Limit::Max(most) if value > most.into() => Some(format!("is more than {most}")),
        _ => None,
    }
}

fn out_of_bounds(value: f64, limit: Limit) -> Option<String> {
    match limit {
        Limit::Min(least) if value < least as f64 => Some(format!("is less than {least}")),
        Limit::Max(most) if value > most as f64 => Some(format!("is more than {most}")),
        _ => None,
    }
}

/// A pattern that the whole text must match; `None` if it is no pattern. There are as many as descriptions hold, so they
/// are compiled once and kept.
fn compiled(pattern: &'static str) -> Option<Arc<Regex>> {
    static KEPT: Mutex<BTreeMap<&'static str, Option<Arc<Regex>>>> = Mutex::new(BTreeMap::new());
    let mut kept = KEPT.lock().unwrap_or_else(PoisonError::into_inner);
    let anchored = || Regex::new(&format!(r"\A(?:{pattern})\z")).ok().map(Arc::new);
    kept.entry(pattern).or_insert_with(anchored).clone()
}
