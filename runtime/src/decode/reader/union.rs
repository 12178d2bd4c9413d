//! Unions: a value is taken whole, as text, and then read into the variant that it is.

use std::collections::BTreeMap;

use serde::de::DeserializeSeed;
use serde_json::Value;
use serde_json::value::RawValue;

use super::coercion::{Scalar, json};
use super::visit::{DEPTH, NUMBER_KEY};
use super::{Reader, SHOWN, Seed, Step, Stopped, push_key};
use crate::decode::drift::{self, DriftKind};
use crate::decode::{Decode, Target, Union};
use crate::value::Wire;

/// A whole value on the way to its place.
#[derive(Clone, Copy)]
enum Whole<'a> {
    Scalar(Scalar<'a>),
    /// A list or an object, as JSON.
    Container(&'a str),
}

/// How a variant took a value; less is better.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Oddity {
    left_over: usize,
    bent: bool,
}

const PERFECT: Oddity = Oddity { left_over: 0, bent: false };

/// What came of trying all variants.
enum Found {
    /// One took the value as it is, and holds it.
    InPlace,
    /// This one took it best.
    Best(usize),
    Nothing,
}

/// What an attempt changes and a failed one must not.
struct Mark {
    path: usize,
    entries: usize,
    nested: usize,
    bent: usize,
    unknown: usize,
    digits_lost: bool,
}

/// On average the variants of the unions inside an outermost one may be read so many times over, all together. Trying
/// variants within variants would else cost a power of the depth.
const ATTEMPTS: usize = 16;

/// What a union's first variant is tried for costs this part of it: most often it fits, and then each depth is read once.
const FIRST: usize = 16;

/// An attempt costs at least as much as reading so many characters.
const EFFORT: usize = 64;

/// A small answer costs nobody time.
pub(super) const SMALL: usize = 100_000;

impl Reader<'_> {
    /// A list or an object, read without its text, for a place that holds a union.
    pub(super) fn buffered(
        &mut self,
        place: &mut dyn Decode,
        value: &Value,
    ) -> Result<(), Stopped> {
        let text = value.to_string();
        match value {
            Value::Number(_) => self.put(place, Scalar::Digits(&text)),
            value => match number(value) {
                Some(digits) => self.put(place, Scalar::Digits(digits)),
                None => self.whole(place, &text),
            },
        }
    }

    /// A list or an object for a place that holds a union.
    pub(super) fn whole(&mut self, place: &mut dyn Decode, text: &str) -> Result<(), Stopped> {
        match place.target() {
            Target::Union(union) => self.union(union, Whole::Container(text)),
            Target::Optional(optional) => {
                if text == "[]" && is_tagged(optional.present()) {
                    optional.clear();
                    return Ok(());
                }
                self.whole(optional.fill(), text)
            }
            Target::JsonText(inside) => {
                let found = if text.starts_with('[') { "a list" } else { "an object" };
                self.unwrapped(&Target::JsonText(inside), found);
                self.whole(inside, text)
            }
            _ => self.read(place, Whole::Container(text)),
        }
    }

    pub(super) fn scalar_union(
        &mut self,
        union: &mut dyn Union,
        value: Scalar<'_>,
    ) -> Result<(), Stopped> {
        match value {
            Scalar::Null => Err(self.refuse(&Target::Union(union), || "null".to_owned())),
            value => self.union(union, Whole::Scalar(value)),
        }
    }

    fn union(&mut self, union: &mut dyn Union, whole: Whole<'_>) -> Result<(), Stopped> {
        let known = match union.tag() {
            Some(tag) => self.by_tag(union, tag, whole)?,
            None => self.by_shape(union, whole)?,
        };
        if !known {
            let kept = match whole {
                Whole::Scalar(value) => Ok(json(value)),
                Whole::Container(text) => serde_json::from_str(text),
            };
            union.keep(kept.map_err(|error| self.not_json(&error))?);
        }
        Ok(())
    }

    /// Whether the tag is listed, so that the value is in its place.
    fn by_tag(
        &mut self,
        union: &mut dyn Union,
        tag: &'static str,
        whole: Whole<'_>,
    ) -> Result<bool, Stopped> {
        let found = tag_of(whole, tag);
        let wires = found.as_ref().map(|(text, is_text)| ways(text, *is_text));
        let wire = wires.into_iter().flatten().find(|wire| union.select(*wire).is_some());
        let Some(place) = wire.and_then(|wire| union.select(wire)) else {
            self.enter(Step::Key(tag));
            self.unlisted(|| found.map(|(text, _)| drift::cut(&text, SHOWN)));
            self.leave();
            return Ok(false);
        };
        let knows_tag = knows(place, tag);
        let told = self.drift.as_ref().map_or(0, |found| found.len());
        self.read(place, whole)?;
        if !knows_tag {
            self.forget_tag(tag, told);
        }
        Ok(true)
    }

    /// A variant need not know the tag that led to it.
    fn forget_tag(&mut self, tag: &str, told: usize) {
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
            index <= told || drift.kind != DriftKind::UnknownField || drift.path != path
        });
    }

    /// Whether a variant takes the value, which then is in its place.
    fn by_shape(&mut self, union: &mut dyn Union, whole: Whole<'_>) -> Result<bool, Stopped> {
        let is_outermost = !std::mem::replace(&mut self.in_union, true);
        if is_outermost {
            self.budget = self.budget.saturating_add(ATTEMPTS * whole.cost());
        }
        let taken = match self.best(union, whole, is_outermost) {
            Ok(Found::InPlace) => Ok(true),
            Ok(Found::Nothing) => Ok(false),
            // Once more, and this time what is odd about it is told.
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

    /// Looks for the variant that takes the value best.
    fn best(
        &mut self,
        union: &mut dyn Union,
        whole: Whole<'_>,
        is_outermost: bool,
    ) -> Result<Found, Stopped> {
        let before = self.mark();
        let mut best: Option<(Oddity, usize)> = None;
        for index in 0.. {
            let Some(place) = union.attempt(index) else { break };
            if never_fits(place.target(), whole) {
                continue;
            }
            if !is_outermost {
                let part = if index == 0 { FIRST } else { 1 };
                self.spend(place, whole.cost() / part)?;
            }
            match self.attempt(place, whole, &before)? {
                Some(PERFECT) => return Ok(Found::InPlace),
                Some(oddity) if best.is_none_or(|(least, _)| oddity < least) => {
                    best = Some((oddity, index));
                }
                Some(_) | None => {}
            }
            self.rewind(&before);
        }
        Ok(best.map_or(Found::Nothing, |(_, index)| Found::Best(index)))
    }

    /// How a variant takes a value; `None` if it does not.
    fn attempt(
        &mut self,
        place: &mut dyn Decode,
        whole: Whole<'_>,
        before: &Mark,
    ) -> Result<Option<Oddity>, Stopped> {
        let fits = fits(place.target(), whole);
        let trying = std::mem::replace(&mut self.trying, true);
        let read = self.read(place, whole);
        self.trying = trying;
        if read.is_err() && self.budget == 0 {
            return Err(Stopped);
        }
        Ok(read.ok().map(|()| Oddity {
            left_over: self.unknown - before.unknown,
            bent: !fits || self.bent > before.bent,
        }))
    }

    fn spend(&mut self, place: &mut dyn Decode, cost: usize) -> Result<(), Stopped> {
        self.budget = self.budget.saturating_sub(cost);
        if self.budget > 0 {
            return Ok(());
        }
        self.trying = false;
        Err(self.refuse(&place.target(), || "a value that can be read in too many ways".to_owned()))
    }

    /// Reads a value that may have been read before.
    fn read(&mut self, place: &mut dyn Decode, whole: Whole<'_>) -> Result<(), Stopped> {
        // Only a union that holds itself comes here without having gone deeper into the value.
        if self.nested >= DEPTH {
            return Err(self.refuse(&place.target(), || format!("nesting deeper than {DEPTH}")));
        }
        self.nested += 1;
        match whole {
            Whole::Scalar(value) => self.put(place, value)?,
            Whole::Container(text) => {
                let asking = std::mem::replace(&mut self.asking, true);
                let mut deserializer = serde_json::Deserializer::from_str(text);
                let read = Seed { reader: self, place }.deserialize(&mut deserializer);
                self.asking = asking;
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
            bent: self.bent,
            unknown: self.unknown,
            digits_lost: self.digits_lost,
        }
    }

    fn rewind(&mut self, mark: &Mark) {
        self.path.truncate(mark.path);
        self.entries.truncate(mark.entries);
        self.nested = mark.nested;
        self.bent = mark.bent;
        self.unknown = mark.unknown;
        self.digits_lost = mark.digits_lost;
        self.piece = false;
        self.mismatch = None;
    }
}

impl Whole<'_> {
    fn cost(self) -> usize {
        match self {
            Self::Scalar(Scalar::Text(text)) | Self::Container(text) => EFFORT + text.len(),
            Self::Scalar(_) => EFFORT,
        }
    }
}

/// Whether a value that arrives here is read whole first.
pub(super) fn holds_union(target: Target<'_>) -> bool {
    match target {
        Target::Union(_) => true,
        Target::Optional(optional) => holds_union(optional.present()),
        Target::JsonText(inside) => holds_union(inside.target()),
        _ => false,
    }
}

/// Whether `""` may be a value of a union rather than nothing.
pub(super) fn takes_empty_text(union: &mut dyn Union) -> bool {
    let takes = |place: &mut dyn Decode| matches!(place.target(), Target::Text(_));
    union.tag().is_none() && (0..).map_while(|index| union.attempt(index).map(takes)).any(|it| it)
}

fn is_tagged(target: Target<'_>) -> bool {
    matches!(target, Target::Union(union) if union.tag().is_some())
}

/// Whether the tag is one of the keys of an object, or can be no unknown one.
fn knows(place: &mut dyn Decode, tag: &str) -> bool {
    match place.target() {
        Target::Object(object) => object.keys().names.contains(&tag),
        _ => true,
    }
}

/// A number that came as a map, under `arbitrary_precision`.
fn number(value: &Value) -> Option<&str> {
    value.as_object().filter(|map| map.len() == 1)?.get(NUMBER_KEY)?.as_str()
}

/// The tag of an object, and whether it is a text; `None` if there is none, or one that can be no tag.
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

/// The ways to take a tag, the one as it came first: `2` is `"2"`.
fn ways(text: &str, is_text: bool) -> [Wire<'_>; 2] {
    let as_text = Wire::Text(text);
    let as_int = text.trim().parse().map(Wire::Int).ok().filter(|int| as_text.means(*int));
    let as_int = as_int.unwrap_or(as_text);
    if is_text { [as_text, as_int] } else { [as_int, as_text] }
}

/// Whether a value is of a kind that no slack takes here, so that trying is a waste.
fn never_fits(target: Target<'_>, whole: Whole<'_>) -> bool {
    match (target, whole) {
        (Target::List(_), Whole::Container(text)) => text.starts_with('{') && text != "{}",
        (Target::Object(_) | Target::Map(_), Whole::Container(text)) => {
            text.starts_with('[') && text != "[]"
        }
        (Target::List(_) | Target::Object(_) | Target::Map(_), Whole::Scalar(value)) => {
            !matches!(value, Scalar::Null | Scalar::Text(""))
        }
        (Target::Bool(_) | Target::Int(_) | Target::Uint(_) | Target::Float(_), whole)
        | (Target::Text(_) | Target::Secret(_) | Target::Enum(_), whole) => {
            matches!(whole, Whole::Container(_))
        }
        _ => false,
    }
}

/// Whether a value is of the kind that belongs here, without slack.
fn fits(target: Target<'_>, whole: Whole<'_>) -> bool {
    match (target, whole) {
        (Target::Json(_) | Target::Nothing | Target::Union(_), _) => true,
        (Target::Optional(optional), whole) => fits(optional.present(), whole),
        (Target::List(_), Whole::Container(text)) => text.starts_with('['),
        (Target::Object(_) | Target::Map(_), Whole::Container(text)) => text.starts_with('{'),
        (target, Whole::Scalar(value)) => scalar_fits(target, value),
        _ => false,
    }
}

fn scalar_fits(target: Target<'_>, value: Scalar<'_>) -> bool {
    match (target, value) {
        (Target::Bool(_), Scalar::Bool(_)) => true,
        (Target::Int(_), Scalar::Int(_)) => true,
        (Target::Int(_), Scalar::Digits(digits)) => digits.parse::<i64>().is_ok(),
        (Target::Uint(_), Scalar::Int(value)) => value >= 0,
        (Target::Uint(_), Scalar::Uint(_)) => true,
        (Target::Uint(_), Scalar::Digits(digits)) => digits.parse::<u64>().is_ok(),
        (Target::Float(_) | Target::Enum(_), Scalar::Int(_) | Scalar::Uint(_)) => true,
        (Target::Float(_) | Target::Enum(_), Scalar::Float(_) | Scalar::Digits(_)) => true,
        (Target::Text(_) | Target::Secret(_) | Target::Enum(_), Scalar::Text(_)) => true,
        (Target::JsonText(_) | Target::Joined(..), Scalar::Text(_)) => true,
        _ => false,
    }
}
