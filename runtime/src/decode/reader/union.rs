//! Unions: a value is buffered as text, and then read into its variant.

use std::collections::BTreeMap;

use serde::de::DeserializeSeed;
use serde_json::Value;
use serde_json::value::RawValue;

use super::json_scalar::{JsonScalar, json};
use super::visit::{DEPTH, NUMBER_KEY};
use super::{MAX_SHOWN, Reader, Seed, Step, Stopped, push_key};
use crate::decode::drift::{DriftKind, truncated};
use crate::decode::{Decode, Destination, Union};
use crate::value::Scalar;

/// A buffered value.
#[derive(Clone, Copy)]
enum Whole<'a> {
    JsonScalar(JsonScalar<'a>),
    /// A list or an object, as JSON.
    Container(&'a str),
}

/// The fit of a variant; less is better.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct MatchScore {
    unknown: usize,
    coerced: bool,
}

const PERFECT: MatchScore = MatchScore { unknown: 0, coerced: false };

/// The result of trying all variants.
enum Found {
    /// A variant accepted the value unchanged and contains it.
    InPlace,
    /// The variant with this index fits best.
    Best(usize),
    Nothing,
}

/// The state that a failed attempt must restore.
struct Mark {
    path: usize,
    entries: usize,
    nested: usize,
    coerced: usize,
    unknown: usize,
    digits_lost: bool,
}

/// The number of times that variants of nested unions may be read, relative to the size of the outermost union. Without
/// a limit, the cost of nested attempts would be exponential in the depth.
const ATTEMPTS: usize = 16;

/// The divisor of the cost of a first variant. It usually fits, and then each level is read once.
const FIRST_VARIANT: usize = 16;

/// The least cost of an attempt, in bytes read.
const MIN_COST: usize = 64;

/// The initial effort, in bytes read: enough for any small response.
pub(super) const INITIAL_BUDGET: usize = 100_000;

impl Reader<'_> {
    /// Reads a parsed list or object into a destination that contains a union.
    pub(super) fn buffered(
        &mut self,
        place: &mut dyn Decode,
        value: &Value,
    ) -> Result<(), Stopped> {
        let text = value.to_string();
        match value {
            Value::Number(_) => self.put(place, JsonScalar::Digits(&text)),
            value => match number(value) {
                Some(digits) => self.put(place, JsonScalar::Digits(digits)),
                None => self.whole(place, &text),
            },
        }
    }

    /// Reads a list or an object into a destination that contains a union.
    pub(super) fn whole(&mut self, place: &mut dyn Decode, text: &str) -> Result<(), Stopped> {
        match place.destination() {
            Destination::Union(union) => self.union(union, Whole::Container(text)),
            Destination::Optional(optional) => {
                if text == "[]" && is_tagged(optional.present()) {
                    optional.clear();
                    return Ok(());
                }
                self.whole(optional.fill(), text)
            }
            Destination::JsonString(inside) => {
                let found = if text.starts_with('[') { "a list" } else { "an object" };
                self.unwrapped(&Destination::JsonString(inside), found);
                self.whole(inside, text)
            }
            _ => self.read(place, Whole::Container(text)),
        }
    }

    pub(super) fn scalar_union(
        &mut self,
        union: &mut dyn Union,
        value: JsonScalar<'_>,
    ) -> Result<(), Stopped> {
        match value {
            JsonScalar::Null => Err(self.refuse(&Destination::Union(union), || "null".to_owned())),
            value => self.union(union, Whole::JsonScalar(value)),
        }
    }

    fn union(&mut self, union: &mut dyn Union, whole: Whole<'_>) -> Result<(), Stopped> {
        let known = match union.tag() {
            Some(tag) => self.by_tag(union, tag, whole)?,
            None => self.by_shape(union, whole)?,
        };
        if !known {
            let kept = match whole {
                Whole::JsonScalar(value) => Ok(json(value)),
                Whole::Container(text) => serde_json::from_str(text),
            };
            union.keep(kept.map_err(|error| self.not_json(&error))?);
        }
        Ok(())
    }

    /// Reads the value into the variant of its tag. Returns whether the tag is listed.
    fn by_tag(
        &mut self,
        union: &mut dyn Union,
        tag: &'static str,
        whole: Whole<'_>,
    ) -> Result<bool, Stopped> {
        let found = tag_of(whole, tag);
        let candidates = found.as_ref().map(|(text, is_string)| tag_candidates(text, *is_string));
        let candidate =
            candidates.into_iter().flatten().find(|scalar| union.select(*scalar).is_some());
        let Some(place) = candidate.and_then(|scalar| union.select(scalar)) else {
            self.enter(Step::Key(tag));
            self.unlisted(|| found.map(|(text, _)| truncated(&text, MAX_SHOWN)));
            self.leave();
            return Ok(false);
        };
        let knows_tag = knows(place, tag);
        let reported = self.drift.as_ref().map_or(0, |found| found.len());
        self.read(place, whole)?;
        if !knows_tag {
            self.forget_tag(tag, reported);
        }
        Ok(true)
    }

    /// Removes drift about the tag itself, which a variant need not list.
    fn forget_tag(&mut self, tag: &str, reported: usize) {
        self.unknown = self.unknown.saturating_sub(1);
        if !self.listening() {
            return;
        }
        let mut path = self.path();
        push_key(&mut path, tag);
        let Some(found) = &mut self.drift else { return };
        let mut index = 0;
        found.retain(|drift| {
            index += 1;
            index <= reported || drift.kind != DriftKind::UnknownField || drift.path != path
        });
    }

    /// Reads the value into the variant that fits best. Returns whether one fits.
    fn by_shape(&mut self, union: &mut dyn Union, whole: Whole<'_>) -> Result<bool, Stopped> {
        let is_outermost = !std::mem::replace(&mut self.in_union, true);
        if is_outermost {
            self.budget = self.budget.saturating_add(ATTEMPTS * whole.cost());
        }
        let taken = match self.best(union, whole, is_outermost) {
            Ok(Found::InPlace) => Ok(true),
            Ok(Found::Nothing) => Ok(false),
            // Read again, with mismatches and drift.
            Ok(Found::Best(index)) => match union.attempt(index) {
                Some(place) => self.read(place, whole).map(|()| true),
                None => Ok(false),
            },
            Err(Stopped) => Err(Stopped),
        };
        self.in_union = !is_outermost;
        if let Ok(false) = taken {
            self.unlisted(|| None);
        }
        taken
    }

    /// Finds the variant that fits best.
    fn best(
        &mut self,
        union: &mut dyn Union,
        whole: Whole<'_>,
        is_outermost: bool,
    ) -> Result<Found, Stopped> {
        let before = self.mark();
        let mut best: Option<(MatchScore, usize)> = None;
        for index in 0.. {
            let Some(place) = union.attempt(index) else { break };
            if never_fits(place.destination(), whole) {
                continue;
            }
            if !is_outermost {
                let part = if index == 0 { FIRST_VARIANT } else { 1 };
                self.spend(place, whole.cost() / part)?;
            }
            match self.attempt(place, whole, &before)? {
                Some(PERFECT) => return Ok(Found::InPlace),
                Some(score) if best.is_none_or(|(least, _)| score < least) => {
                    best = Some((score, index));
                }
                Some(_) | None => {}
            }
            self.rewind(&before);
        }
        Ok(best.map_or(Found::Nothing, |(_, index)| Found::Best(index)))
    }

    /// Returns the fit of a variant; `None` if it does not accept the value.
    fn attempt(
        &mut self,
        place: &mut dyn Decode,
        whole: Whole<'_>,
        before: &Mark,
    ) -> Result<Option<MatchScore>, Stopped> {
        let fits = fits(place.destination(), whole);
        let trying = std::mem::replace(&mut self.trying, true);
        let read = self.read(place, whole);
        self.trying = trying;
        if read.is_err() && self.budget == 0 {
            return Err(Stopped);
        }
        Ok(read.ok().map(|()| MatchScore {
            unknown: self.unknown - before.unknown,
            coerced: !fits || self.coerced > before.coerced,
        }))
    }

    fn spend(&mut self, place: &mut dyn Decode, cost: usize) -> Result<(), Stopped> {
        self.budget = self.budget.saturating_sub(cost);
        if self.budget > 0 {
            return Ok(());
        }
        self.trying = false;
        Err(self.refuse(&place.destination(), || {
            "a value that can be read in too many ways".to_owned()
        }))
    }

    /// Reads a buffered value.
    fn read(&mut self, place: &mut dyn Decode, whole: Whole<'_>) -> Result<(), Stopped> {
        // A union that contains itself reaches this limit without descending into the value.
        if self.nested >= DEPTH {
            return Err(
                self.refuse(&place.destination(), || format!("nesting deeper than {DEPTH}"))
            );
        }
        self.nested += 1;
        match whole {
            Whole::JsonScalar(value) => self.put(place, value)?,
            Whole::Container(text) => {
                let inspecting = std::mem::replace(&mut self.inspecting, true);
                let mut deserializer = serde_json::Deserializer::from_str(text);
                let read = Seed { reader: self, place }.deserialize(&mut deserializer);
                self.inspecting = inspecting;
                read.map_err(|error| self.not_json(&error))?;
            }
        }
        self.nested -= 1;
        Ok(())
    }

    fn mark(&self) -> Mark {
        Mark {
            path: self.path.len(),
            entries: self.entries.len(),
            nested: self.nested,
            coerced: self.coerced,
            unknown: self.unknown,
            digits_lost: self.digits_lost,
        }
    }

    fn rewind(&mut self, mark: &Mark) {
        self.path.truncate(mark.path);
        self.entries.truncate(mark.entries);
        self.nested = mark.nested;
        self.coerced = mark.coerced;
        self.unknown = mark.unknown;
        self.digits_lost = mark.digits_lost;
        self.in_delimited = false;
        self.mismatch = None;
    }
}

impl Whole<'_> {
    fn cost(self) -> usize {
        match self {
            Self::JsonScalar(JsonScalar::Text(text)) | Self::Container(text) => {
                MIN_COST + text.len()
            }
            Self::JsonScalar(_) => MIN_COST,
        }
    }
}

/// Returns whether values for this destination are buffered first.
pub(super) fn holds_union(target: Destination<'_>) -> bool {
    match target {
        Destination::Union(_) => true,
        Destination::Optional(optional) => holds_union(optional.present()),
        Destination::JsonString(inside) => holds_union(inside.destination()),
        _ => false,
    }
}

/// Returns whether `""` is a value of the union rather than absent.
pub(super) fn takes_empty_text(union: &mut dyn Union) -> bool {
    let takes = |place: &mut dyn Decode| matches!(place.destination(), Destination::Text(_));
    union.tag().is_none() && (0..).map_while(|index| union.attempt(index).map(takes)).any(|it| it)
}

fn is_tagged(target: Destination<'_>) -> bool {
    matches!(target, Destination::Union(union) if union.tag().is_some())
}

/// Returns whether the variant lists the tag among its keys.
fn knows(place: &mut dyn Decode, tag: &str) -> bool {
    match place.destination() {
        Destination::Object(object) => object.keys().names.contains(&tag),
        _ => true,
    }
}

/// The digits of a number that `arbitrary_precision` presents as a map.
fn number(value: &Value) -> Option<&str> {
    value.as_object().filter(|map| map.len() == 1)?.get(NUMBER_KEY)?.as_str()
}

/// Returns the tag of an object, and whether it is a string; `None` if there is no valid tag.
fn tag_of(whole: Whole<'_>, tag: &str) -> Option<(String, bool)> {
    let Whole::Container(text) = whole else { return None };
    let members: BTreeMap<String, &RawValue> = serde_json::from_str(text).ok()?;
    let raw = members.get(tag)?.get();
    match raw.as_bytes().first()? {
        b'"' => Some((serde_json::from_str(raw).ok()?, true)),
        b'{' | b'[' | b'n' => None,
        _ => Some((raw.to_owned(), false)),
    }
}

/// Returns the interpretations of a tag, the type on the wire first: `2` equals `"2"`.
fn tag_candidates(text: &str, is_string: bool) -> [Scalar<'_>; 2] {
    let as_text = Scalar::Text(text);
    let as_int =
        text.trim().parse().map(Scalar::Int).ok().filter(|int| as_text.is_written_like(*int));
    let as_int = as_int.unwrap_or(as_text);
    if is_string { [as_text, as_int] } else { [as_int, as_text] }
}

/// Returns whether no coercion accepts a value of this type, so that an attempt is pointless.
fn never_fits(target: Destination<'_>, whole: Whole<'_>) -> bool {
    match (target, whole) {
        (Destination::List(_), Whole::Container(text)) => text.starts_with('{') && text != "{}",
        (Destination::Object(_) | Destination::Map(_), Whole::Container(text)) => {
            text.starts_with('[') && text != "[]"
        }
        (
            Destination::List(_) | Destination::Object(_) | Destination::Map(_),
            Whole::JsonScalar(value),
        ) => !matches!(value, JsonScalar::Null | JsonScalar::Text("")),
        (
            Destination::Bool(_)
            | Destination::Int(_)
            | Destination::Uint(_)
            | Destination::Float(_),
            whole,
        )
        | (Destination::Text(_) | Destination::Secret(_) | Destination::Enum(_), whole) => {
            matches!(whole, Whole::Container(_))
        }
        _ => false,
    }
}

/// Returns whether the value has the described type, without coercion.
fn fits(target: Destination<'_>, whole: Whole<'_>) -> bool {
    match (target, whole) {
        (Destination::Json(_) | Destination::Nothing | Destination::Union(_), _) => true,
        (Destination::Optional(optional), whole) => fits(optional.present(), whole),
        (Destination::List(_), Whole::Container(text)) => text.starts_with('['),
        (Destination::Object(_) | Destination::Map(_), Whole::Container(text)) => {
            text.starts_with('{')
        }
        (target, Whole::JsonScalar(value)) => scalar_fits(target, value),
        _ => false,
    }
}

fn scalar_fits(target: Destination<'_>, value: JsonScalar<'_>) -> bool {
    match (target, value) {
        (Destination::Bool(_), JsonScalar::Bool(_)) => true,
        (Destination::Int(_), JsonScalar::Int(_)) => true,
        (Destination::Int(_), JsonScalar::Digits(digits)) => digits.parse::<i64>().is_ok(),
        (Destination::Uint(_), JsonScalar::Int(value)) => value >= 0,
        (Destination::Uint(_), JsonScalar::Uint(_)) => true,
        (Destination::Uint(_), JsonScalar::Digits(digits)) => digits.parse::<u64>().is_ok(),
        (
            Destination::Float(_) | Destination::Enum(_),
            JsonScalar::Int(_) | JsonScalar::Uint(_),
        ) => true,
        (
            Destination::Float(_) | Destination::Enum(_),
            JsonScalar::Float(_) | JsonScalar::Digits(_),
        ) => true,
        (
            Destination::Text(_) | Destination::Secret(_) | Destination::Enum(_),
            JsonScalar::Text(_),
        ) => true,
        (Destination::JsonString(_) | Destination::Delimited(..), JsonScalar::Text(_)) => true,
        _ => false,
    }
}
