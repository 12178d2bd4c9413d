//! Slack: which scalar is taken for which, what stands for nothing, and how all that is said.

use serde::Deserializer;
use serde_json::Value;

use super::union::{holds_union, takes_empty_text};
use super::visit::{OddMap, Seen};
use super::{Reader, SHOWN, Seed, Step, Stopped};
use crate::decode::drift;
use crate::decode::{Decode, EnumSlot, Keys, Object, Optional, Target};
use crate::value::Wire;

/// A JSON value that is not a container.
#[derive(Clone, Copy)]
pub(super) enum Scalar<'a> {
    Null,
    Bool(bool),
    Int(i64),
    /// Beyond `i64`.
    Uint(u64),
    /// Its digits as written are no longer known.
    Float(f64),
    /// A number as it is written.
    Digits(&'a str),
    Text(&'a str),
}

/// Slack on scalars, and on containers that stand for nothing.
impl Reader<'_> {
    /// Puts a scalar where it belongs. What comes as described ends here; the way is short, because every field of
    /// every answer takes it.
    #[inline(always)]
    pub(super) fn put(&mut self, place: &mut dyn Decode, value: Scalar<'_>) -> Result<(), Stopped> {
        let done = match value {
            Scalar::Null | Scalar::Text("") => match (place.target(), value) {
                (Target::Optional(optional), Scalar::Null) => {
                    optional.clear();
                    true
                }
                (Target::Optional(optional), _) => return self.empty_text(optional),
                (target, value) => as_described(target, value),
            },
            value => as_described(place.present(), value),
        };
        if done { Ok(()) } else { self.put_otherwise(place, value) }
    }

    /// What is no plain value, or comes otherwise than described.
    #[inline(never)]
    fn put_otherwise(&mut self, place: &mut dyn Decode, value: Scalar<'_>) -> Result<(), Stopped> {
        match (place.target(), value) {
            (Target::Optional(optional), Scalar::Text(text))
                if matches!(text.trim(), "" | "null") =>
            {
                return self.empty_inside(optional, text);
            }
            (Target::Optional(optional), value) => return self.put(optional.fill(), value),
            (Target::Union(union), value) => return self.scalar_union(union, value),
            (Target::JsonText(inside), value) => return self.json_text(inside, value),
            (Target::Joined(list, by), value) => return self.joined(list, by, value),
            (Target::Enum(slot), value) => return self.enumerated(slot, value),
            (Target::Uint(place), value) => return self.unsigned(place, value),
            (Target::Json(place), value) => *place = json(value),
            (Target::Nothing, _) => {}
            (Target::List(list), Scalar::Null | Scalar::Text("")) => list.clear(),
            (Target::Map(map), Scalar::Null | Scalar::Text("")) => map.clear(),
            (Target::Object(object), Scalar::Null | Scalar::Text("")) => {
                return self.require(object, &Seen::default());
            }
            (_, value) => return self.coerce(place, value),
        }
        Ok(())
    }

    /// A value of another kind than described.
    #[cold]
    fn coerce(&mut self, place: &mut dyn Decode, value: Scalar<'_>) -> Result<(), Stopped> {
        let accepted = match (place.target(), value) {
            (Target::Text(text), value) => return self.text(text, value, Target::Text),
            (Target::Secret(text), value) => return self.text(text, value, Target::Secret),
            (_, Scalar::Digits(text)) => return self.put(place, parsed(text)),
            (Target::Bool(_), value) => truth(value).map(Scalar::Bool),
            (Target::Int(_) | Target::Timestamp(_), value) => integer(value).map(Scalar::Int),
            (Target::Float(_), value) => number(value).map(Scalar::Float),
            _ => None,
        };
        let target = place.target();
        match accepted {
            Some(accepted) => {
                self.coerced(&target, value);
                self.put(place, accepted)
            }
            None => Err(self.refuse(&target, || shown(&target, value))),
        }
    }

    /// A scalar that lands in text although it is none.
    fn text<'t>(
        &mut self,
        place: &'t mut String,
        value: Scalar<'_>,
        target: impl FnOnce(&'t mut String) -> Target<'t>,
    ) -> Result<(), Stopped> {
        match value {
            Scalar::Text(text) => text.clone_into(place),
            Scalar::Digits(digits) => {
                digits.clone_into(place);
                self.digits_lost |= may_differ(digits);
            }
            Scalar::Bool(value) => *place = value.to_string(),
            Scalar::Int(value) => *place = value.to_string(),
            Scalar::Uint(value) => *place = value.to_string(),
            Scalar::Float(value) => {
                *place = value.to_string();
                self.digits_lost = true;
            }
            Scalar::Null => return Err(self.refuse(&target(place), || "null".to_owned())),
        }
        self.coerced(&target(place), value);
        Ok(())
    }

    fn unsigned(&mut self, place: &mut u64, value: Scalar<'_>) -> Result<(), Stopped> {
        let found = match value {
            Scalar::Int(value) => u64::try_from(value).ok(),
            Scalar::Uint(value) => Some(value),
            Scalar::Digits(text) => return self.unsigned(place, parsed(text)),
            other => unsigned(other),
        };
        match found {
            Some(found) => *place = found,
            None => {
                let target = Target::Uint(place);
                return Err(self.refuse(&target, || shown(&target, value)));
            }
        }
        if !matches!(value, Scalar::Int(_) | Scalar::Uint(_)) {
            self.coerced(&Target::Uint(place), value);
        }
        Ok(())
    }

    /// Any scalar but null: an enum keeps what it does not list.
    fn enumerated(&mut self, slot: &mut dyn EnumSlot, value: Scalar<'_>) -> Result<(), Stopped> {
        let written;
        let wire = match value {
            Scalar::Text(text) => Wire::Text(text),
            Scalar::Int(value) => Wire::Int(value),
            Scalar::Digits(text) => {
                self.digits_lost |= may_differ(text);
                text.parse().map_or(Wire::Text(text), Wire::Int)
            }
            Scalar::Null => return Err(self.refuse(&Target::Enum(slot), || "null".to_owned())),
            Scalar::Bool(_) | Scalar::Uint(_) | Scalar::Float(_) => {
                self.digits_lost |= matches!(value, Scalar::Float(_));
                written = plain(value);
                Wire::Text(&written)
            }
        };
        if !slot.set(wire) {
            self.unlisted(|| Some(drift::cut(&wire.to_string(), SHOWN)));
        }
        Ok(())
    }

    /// `""` is nothing, unless the inside takes text; an enum takes it only if it is one of its values.
    fn empty_text(&mut self, optional: &mut dyn Optional) -> Result<(), Stopped> {
        let taken = match optional.present() {
            Target::Text(_) | Target::Secret(_) | Target::Json(_) | Target::Optional(_) => {
                return self.put(optional.fill(), Scalar::Text(""));
            }
            Target::Enum(slot) => slot.lists(Wire::Text("")) && slot.set(Wire::Text("")),
            Target::Union(union) => {
                if takes_empty_text(union) {
                    return self.put(optional.fill(), Scalar::Text(""));
                }
                false
            }
            _ => false,
        };
        if !taken {
            optional.clear();
        }
        Ok(())
    }

    /// A list where none was expected.
    pub(super) fn odd_list(&mut self, place: &mut dyn Decode, empty: bool) -> Result<(), Stopped> {
        match place.target() {
            Target::Optional(optional) if empty => optional.clear(),
            Target::Optional(optional) => {
                return Err(self.refuse(&optional.present(), || "a list".to_owned()));
            }
            Target::Map(map) if empty => map.clear(),
            Target::Object(object) if empty => return self.require(object, &Seen::default()),
            other => return Err(self.refuse(&other, || "a list".to_owned())),
        }
        Ok(())
    }

    /// A map where none was expected.
    pub(super) fn odd_map(&mut self, place: &mut dyn Decode, odd: OddMap) -> Result<(), Stopped> {
        match (place.target(), odd) {
            (_, OddMap::Number(digits)) => return self.put(place, Scalar::Digits(&digits)),
            (Target::Optional(optional), OddMap::Empty) => optional.clear(),
            (Target::Optional(optional), OddMap::Full) => {
                return Err(self.refuse(&optional.present(), || "an object".to_owned()));
            }
            (Target::List(list) | Target::Joined(list, _), OddMap::Empty) => list.clear(),
            (other, OddMap::Empty | OddMap::Full) => {
                return Err(self.refuse(&other, || "an object".to_owned()));
            }
        }
        Ok(())
    }

    /// The JSON text of a value that may land in text or in a union.
    pub(super) fn raw(&mut self, place: &mut dyn Decode, raw: &str) -> Result<(), String> {
        if raw.starts_with(|first: char| first == '-' || first.is_ascii_digit()) {
            return self
                .put(place, Scalar::Digits(raw))
                .map_err(|Stopped| "a value does not fit".to_owned());
        }
        if raw.starts_with(['{', '[']) && holds_union(place.target()) {
            return self.whole(place, raw).map_err(|Stopped| "a value does not fit".to_owned());
        }
        let mut deserializer = serde_json::Deserializer::from_str(raw);
        deserializer
            .deserialize_any(&mut Seed { reader: self, place })
            .map_err(|error| error.to_string())
    }

    /// Refuses an object that lacks a required key.
    pub(super) fn require(&mut self, object: &mut dyn Object, seen: &Seen) -> Result<(), Stopped> {
        let Keys { names, required } = object.keys();
        match required.iter().map(|index| usize::from(*index)).find(|index| !seen.has(*index)) {
            None => Ok(()),
            Some(index) => {
                self.enter(Step::Key(names[index]));
                Err(self.refuse(&object.at(index).target(), || "nothing".to_owned()))
            }
        }
    }
}

/// A place with a default that stays if nothing comes: an optional whose absence changes nothing.
pub(super) struct OrDefault<'t>(pub(super) &'t mut dyn Decode);

impl Decode for OrDefault<'_> {
    fn target(&mut self) -> Target<'_> {
        Target::Optional(self)
    }

    fn present(&mut self) -> Target<'_> {
        self.0.present()
    }
}

impl Optional for OrDefault<'_> {
    fn set(&mut self, _present: bool) -> Option<&mut dyn Decode> {
        Some(self.0)
    }
}

/// Stores a plain value that comes as described; `false` if it is another one.
#[inline(always)]
fn as_described(target: Target<'_>, value: Scalar<'_>) -> bool {
    match (target, value) {
        // Not `clone_into`, which would make room for more text than there is.
        (Target::Text(place) | Target::Secret(place), Scalar::Text(text)) => {
            *place = text.to_owned()
        }
        // What is not listed is stored once more, by those who tell of it.
        (Target::Enum(slot), Scalar::Text(text)) => return slot.set(Wire::Text(text)),
        (Target::Int(place) | Target::Timestamp(place), Scalar::Int(value)) => *place = value,
        (Target::Uint(place), Scalar::Int(value)) if value >= 0 => *place = value.cast_unsigned(),
        (Target::Float(place), Scalar::Float(value)) => *place = value,
        (Target::Float(place), Scalar::Int(value)) => *place = value as f64,
        (Target::Bool(place), Scalar::Bool(value)) => *place = value,
        _ => return false,
    }
    true
}

#[derive(Clone, Copy, PartialEq)]
pub(super) enum Container {
    List,
    Map,
}

/// Where a container lands inside an optional, if that is for its inside to judge.
pub(super) fn opened(optional: &mut dyn Optional, container: Container) -> Option<&mut dyn Decode> {
    opens(optional.present(), container).then(|| optional.fill())
}

fn opens(target: Target<'_>, container: Container) -> bool {
    match target {
        Target::List(_) | Target::Json(_) | Target::Nothing | Target::Optional(_) => true,
        Target::Object(_) | Target::Map(_) => container == Container::Map,
        Target::Joined(..) => container == Container::List,
        Target::JsonText(inside) => opens(inside.target(), container),
        // It is read whole before anyone knows.
        Target::Union(_) => false,
        Target::Bool(_) | Target::Int(_) | Target::Uint(_) | Target::Float(_) => false,
        Target::Timestamp(_) => false,
        Target::Text(_) | Target::Secret(_) | Target::Enum(_) => false,
    }
}

/// Whether a number that arrives here must keep its digits, or one inside it may have to.
pub(super) fn takes_raw(target: Target<'_>) -> bool {
    match target {
        Target::Text(_) | Target::Secret(_) | Target::Enum(_) | Target::Joined(..) => true,
        Target::Union(_) => true,
        Target::Optional(optional) => takes_raw(optional.present()),
        Target::JsonText(inside) => takes_raw(inside.target()),
        _ => false,
    }
}

/// Whether digits may be written otherwise than they came: `arbitrary_precision` has its own way with exponents, and a
/// union that was buffered has been a float.
fn may_differ(digits: &str) -> bool {
    digits.contains(['.', 'e', 'E'])
}

fn truth(value: Scalar<'_>) -> Option<bool> {
    match value {
        Scalar::Int(0) => Some(false),
        Scalar::Int(1) => Some(true),
        Scalar::Text(text) => match text.trim() {
            "0" => Some(false),
            "1" => Some(true),
            word if word.eq_ignore_ascii_case("false") => Some(false),
            word if word.eq_ignore_ascii_case("true") => Some(true),
            _ => None,
        },
        _ => None,
    }
}

fn integer(value: Scalar<'_>) -> Option<i64> {
    match value {
        Scalar::Int(value) => Some(value),
        Scalar::Bool(value) => Some(value.into()),
        // The bounds are exact in f64, the upper one is the first value out of range.
        Scalar::Float(value) if value.fract() == 0.0 && (-TWO_63..TWO_63).contains(&value) => {
            Some(value as i64)
        }
        Scalar::Text(text) => {
            text.trim().parse().ok().or_else(|| integer(Scalar::Float(finite(text)?)))
        }
        _ => None,
    }
}

fn unsigned(value: Scalar<'_>) -> Option<u64> {
    match value {
        Scalar::Bool(value) => Some(value.into()),
        Scalar::Float(value) if value.fract() == 0.0 && (0.0..2.0 * TWO_63).contains(&value) => {
            Some(value as u64)
        }
        Scalar::Text(text) => {
            text.trim().parse().ok().or_else(|| unsigned(Scalar::Float(finite(text)?)))
        }
        _ => None,
    }
}

const TWO_63: f64 = 9_223_372_036_854_775_808.0;

fn number(value: Scalar<'_>) -> Option<f64> {
    match value {
        Scalar::Int(value) => Some(value as f64),
        Scalar::Uint(value) => Some(value as f64),
        Scalar::Float(value) => Some(value),
        Scalar::Text(text) => finite(text),
        _ => None,
    }
}

fn finite(text: &str) -> Option<f64> {
    text.trim().parse().ok().filter(|value: &f64| value.is_finite())
}

/// A number as it is written, as the parser would have presented it.
fn parsed(digits: &str) -> Scalar<'_> {
    let whole = digits.parse().map(Scalar::Int).or_else(|_| digits.parse().map(Scalar::Uint));
    whole.unwrap_or_else(|_| finite(digits).map_or(Scalar::Text(digits), Scalar::Float))
}

pub(super) fn json(value: Scalar<'_>) -> Value {
    match value {
        Scalar::Null => Value::Null,
        Scalar::Bool(value) => value.into(),
        Scalar::Int(value) => value.into(),
        Scalar::Uint(value) => value.into(),
        Scalar::Float(value) => value.into(),
        Scalar::Digits(text) => serde_json::from_str(text).unwrap_or_else(|_| text.into()),
        Scalar::Text(text) => text.into(),
    }
}

/// Whether a value comes in a form that descriptions have no word for.
pub(super) fn is_usual(target: &Target<'_>, value: Scalar<'_>) -> bool {
    match target {
        Target::Bool(_) => matches!(value, Scalar::Int(0 | 1)),
        Target::Timestamp(_) => matches!(value, Scalar::Text(_)),
        _ => false,
    }
}

pub(super) fn expected(target: &Target<'_>) -> &'static str {
    match target {
        Target::Bool(_) => "a boolean",
        Target::Int(_) => "an integer",
        Target::Uint(_) => "an integer that is not negative",
        Target::Float(_) => "a number",
        Target::Timestamp(_) => "epoch milliseconds",
        Target::Text(_) | Target::Secret(_) => "a string",
        Target::Enum(_) => "a string or an integer",
        Target::Optional(_) => "a value or null",
        Target::List(_) => "a list",
        Target::Map(_) | Target::Object(_) => "an object",
        Target::Union(_) => "one of several types",
        Target::JsonText(_) => "a string that holds JSON",
        Target::Joined(..) => "a string that holds a list",
        Target::Json(_) | Target::Nothing => "any value",
    }
}

pub(super) fn kind(value: Scalar<'_>) -> &'static str {
    match value {
        Scalar::Null => "null",
        Scalar::Bool(_) => "a boolean",
        Scalar::Int(_) | Scalar::Uint(_) | Scalar::Float(_) | Scalar::Digits(_) => "a number",
        Scalar::Text(_) => "a string",
    }
}

pub(super) fn plain(value: Scalar<'_>) -> String {
    match value {
        Scalar::Null => "null".to_owned(),
        Scalar::Bool(value) => value.to_string(),
        Scalar::Int(value) => value.to_string(),
        Scalar::Uint(value) => value.to_string(),
        Scalar::Float(value) => value.to_string(),
        Scalar::Digits(text) | Scalar::Text(text) => text.to_owned(),
    }
}

/// A scalar as a mismatch shows it.
fn shown(target: &Target<'_>, value: Scalar<'_>) -> String {
    match value {
        _ if matches!(target, Target::Secret(_)) => kind(value).to_owned(),
        Scalar::Null => "null".to_owned(),
        Scalar::Text(text) => format!("the string {:?}", drift::cut(text, SHOWN)),
        Scalar::Bool(_) => format!("the boolean {}", plain(value)),
        Scalar::Int(_) | Scalar::Uint(_) | Scalar::Float(_) | Scalar::Digits(_) => {
            format!("the number {}", drift::cut(&plain(value), SHOWN))
        }
    }
}
