//! Type coercion: the scalars that each destination accepts, values that count as absent, and their descriptions.

use serde::Deserializer;

use super::json_scalar::{JsonScalar, integer, json, kind, number, parsed, plain, truth, unsigned};
use super::union::{holds_union, takes_empty_text};
use super::visit::{Seen, UnexpectedMap};
use super::{MAX_SHOWN, Reader, Seed, Step, Stopped};
use crate::decode::drift::truncated;
use crate::decode::{Decode, Destination, EnumSlot, Keys, Object, Optional};
use crate::value::Scalar;

/// Coercion of scalars, and of containers that count as absent.
impl Reader<'_> {
    /// Stores a scalar. The path for values as described is short, because each field of each response takes it.
    #[inline(always)]
    pub(super) fn put(
        &mut self,
        place: &mut dyn Decode,
        value: JsonScalar<'_>,
    ) -> Result<(), Stopped> {
        let done = match value {
            JsonScalar::Null | JsonScalar::Text("") => match (place.destination(), value) {
                (Destination::Optional(optional), JsonScalar::Null) => {
                    optional.clear();
                    true
                }
                (Destination::Optional(optional), _) => return self.empty_text(optional),
                (target, value) => as_described(target, value),
            },
            value => as_described(place.present(), value),
        };
        if done { Ok(()) } else { self.put_otherwise(place, value) }
    }

    /// Stores a scalar that needs more than a plain assignment.
    #[inline(never)]
    fn put_otherwise(
        &mut self,
        place: &mut dyn Decode,
        value: JsonScalar<'_>,
    ) -> Result<(), Stopped> {
        match (place.destination(), value) {
            (Destination::Optional(optional), JsonScalar::Text(text))
                if matches!(text.trim(), "" | "null") =>
            {
                return self.empty_inside(optional, text);
            }
            (Destination::Optional(optional), value) => return self.put(optional.fill(), value),
            (Destination::Union(union), value) => return self.scalar_union(union, value),
            (Destination::JsonString(inside), value) => return self.json_string(inside, value),
            (Destination::Delimited(list, separator), value) => {
                return self.delimited(list, separator, value);
            }
            (Destination::Enum(slot), value) => return self.enumerated(slot, value),
            (Destination::Uint(place), value) => return self.unsigned(place, value),
            (Destination::Json(place), value) => *place = json(value),
            (Destination::Nothing, _) => {}
            (Destination::List(list), JsonScalar::Null | JsonScalar::Text("")) => list.clear(),
            (Destination::Map(map), JsonScalar::Null | JsonScalar::Text("")) => map.clear(),
            (Destination::Object(object), JsonScalar::Null | JsonScalar::Text("")) => {
                return self.require(object, &Seen::default());
            }
            (_, value) => return self.coerce(place, value),
        }
        Ok(())
    }

    /// Converts a value of another type than described.
    #[cold]
    fn coerce(&mut self, place: &mut dyn Decode, value: JsonScalar<'_>) -> Result<(), Stopped> {
        let accepted = match (place.destination(), value) {
            (Destination::Text(text), value) => return self.text(text, value, Destination::Text),
            (Destination::Secret(text), value) => {
                return self.text(text, value, Destination::Secret);
            }
            (_, JsonScalar::Digits(text)) => return self.put(place, parsed(text)),
            (Destination::Bool(_), value) => truth(value).map(JsonScalar::Bool),
            (Destination::Int(_) | Destination::Timestamp(_), value) => {
                integer(value).map(JsonScalar::Int)
            }
            (Destination::Float(_), value) => number(value).map(JsonScalar::Float),
            _ => None,
        };
        let target = place.destination();
        match accepted {
            Some(accepted) => {
                self.note_coercion(&target, value);
                self.put(place, accepted)
            }
            None => Err(self.refuse(&target, || shown(&target, value))),
        }
    }

    /// Stores any scalar in a string.
    fn text<'t>(
        &mut self,
        place: &'t mut String,
        value: JsonScalar<'_>,
        target: impl FnOnce(&'t mut String) -> Destination<'t>,
    ) -> Result<(), Stopped> {
        match value {
            JsonScalar::Text(text) => text.clone_into(place),
            JsonScalar::Digits(digits) => {
                digits.clone_into(place);
                self.digits_lost |= may_differ(digits);
            }
            JsonScalar::Bool(value) => *place = value.to_string(),
            JsonScalar::Int(value) => *place = value.to_string(),
            JsonScalar::Uint(value) => *place = value.to_string(),
            JsonScalar::Float(value) => {
                *place = value.to_string();
                self.digits_lost = true;
            }
            JsonScalar::Null => return Err(self.refuse(&target(place), || "null".to_owned())),
        }
        self.note_coercion(&target(place), value);
        Ok(())
    }

    fn unsigned(&mut self, place: &mut u64, value: JsonScalar<'_>) -> Result<(), Stopped> {
        let found = match value {
            JsonScalar::Int(value) => u64::try_from(value).ok(),
            JsonScalar::Uint(value) => Some(value),
            JsonScalar::Digits(text) => return self.unsigned(place, parsed(text)),
            other => unsigned(other),
        };
        match found {
            Some(found) => *place = found,
            None => {
                let target = Destination::Uint(place);
                return Err(self.refuse(&target, || shown(&target, value)));
            }
        }
        if !matches!(value, JsonScalar::Int(_) | JsonScalar::Uint(_)) {
            self.note_coercion(&Destination::Uint(place), value);
        }
        Ok(())
    }

    /// Stores any scalar but null in an enum, which keeps unlisted values.
    fn enumerated(
        &mut self,
        slot: &mut dyn EnumSlot,
        value: JsonScalar<'_>,
    ) -> Result<(), Stopped> {
        let written;
        let scalar = match value {
            JsonScalar::Text(text) => Scalar::Text(text),
            JsonScalar::Int(value) => Scalar::Int(value),
            JsonScalar::Digits(text) => {
                self.digits_lost |= may_differ(text);
                text.parse().map_or(Scalar::Text(text), Scalar::Int)
            }
            JsonScalar::Null => {
                return Err(self.refuse(&Destination::Enum(slot), || "null".to_owned()));
            }
            JsonScalar::Bool(_) | JsonScalar::Uint(_) | JsonScalar::Float(_) => {
                self.digits_lost |= matches!(value, JsonScalar::Float(_));
                written = plain(value);
                Scalar::Text(&written)
            }
        };
        if !slot.set(scalar) {
            self.unlisted(|| Some(truncated(&scalar.to_string(), MAX_SHOWN)));
        }
        Ok(())
    }

    /// Stores `""` in an optional: absent, unless the inner type accepts strings. An enum accepts it only if it is listed.
    fn empty_text(&mut self, optional: &mut dyn Optional) -> Result<(), Stopped> {
        let taken = match optional.present() {
            Destination::Text(_)
            | Destination::Secret(_)
            | Destination::Json(_)
            | Destination::Optional(_) => {
                return self.put(optional.fill(), JsonScalar::Text(""));
            }
            Destination::Enum(slot) => slot.lists(Scalar::Text("")) && slot.set(Scalar::Text("")),
            Destination::Union(union) => {
                if takes_empty_text(union) {
                    return self.put(optional.fill(), JsonScalar::Text(""));
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

    /// Handles a list where none was expected.
    pub(super) fn unexpected_list(
        &mut self,
        place: &mut dyn Decode,
        empty: bool,
    ) -> Result<(), Stopped> {
        match place.destination() {
            Destination::Optional(optional) if empty => optional.clear(),
            Destination::Optional(optional) => {
                return Err(self.refuse(&optional.present(), || "a list".to_owned()));
            }
            Destination::Map(map) if empty => map.clear(),
            Destination::Object(object) if empty => return self.require(object, &Seen::default()),
            other => return Err(self.refuse(&other, || "a list".to_owned())),
        }
        Ok(())
    }

    /// Handles a map where none was expected.
    pub(super) fn unexpected_map(
        &mut self,
        place: &mut dyn Decode,
        map: UnexpectedMap,
    ) -> Result<(), Stopped> {
        match (place.destination(), map) {
            (_, UnexpectedMap::Number(digits)) => {
                return self.put(place, JsonScalar::Digits(&digits));
            }
            (Destination::Optional(optional), UnexpectedMap::Empty) => optional.clear(),
            (Destination::Optional(optional), UnexpectedMap::NotEmpty) => {
                return Err(self.refuse(&optional.present(), || "an object".to_owned()));
            }
            (Destination::List(list) | Destination::Delimited(list, _), UnexpectedMap::Empty) => {
                list.clear()
            }
            (other, UnexpectedMap::Empty | UnexpectedMap::NotEmpty) => {
                return Err(self.refuse(&other, || "an object".to_owned()));
            }
        }
        Ok(())
    }

    /// Reads the raw JSON of a value for a destination that may be a string or a union.
    pub(super) fn raw(&mut self, place: &mut dyn Decode, raw: &str) -> Result<(), String> {
        if raw.starts_with(|first: char| first == '-' || first.is_ascii_digit()) {
            return self
                .put(place, JsonScalar::Digits(raw))
                .map_err(|Stopped| "a value does not fit".to_owned());
        }
        if raw.starts_with(['{', '[']) && holds_union(place.destination()) {
            return self.whole(place, raw).map_err(|Stopped| "a value does not fit".to_owned());
        }
        let mut deserializer = serde_json::Deserializer::from_str(raw);
        deserializer
            .deserialize_any(&mut Seed { reader: self, place })
            .map_err(|error| error.to_string())
    }

    /// Rejects an object that lacks a required key.
    pub(super) fn require(&mut self, object: &mut dyn Object, seen: &Seen) -> Result<(), Stopped> {
        let Keys { names, required } = object.keys();
        match required.iter().map(|index| usize::from(*index)).find(|index| !seen.has(*index)) {
            None => Ok(()),
            Some(index) => {
                self.enter(Step::Key(names[index]));
                Err(self.refuse(&object.at(index).destination(), || "nothing".to_owned()))
            }
        }
    }
}

/// The destination of a field with a default: an optional whose default stays if the value is absent.
pub(super) struct OrDefault<'t>(pub(super) &'t mut dyn Decode);

impl Decode for OrDefault<'_> {
    fn destination(&mut self) -> Destination<'_> {
        Destination::Optional(self)
    }

    fn present(&mut self) -> Destination<'_> {
        self.0.present()
    }
}

impl Optional for OrDefault<'_> {
    fn set(&mut self, _present: bool) -> Option<&mut dyn Decode> {
        Some(self.0)
    }
}

/// Stores a plain value of the described type. Returns `false` for any other value.
#[inline(always)]
fn as_described(target: Destination<'_>, value: JsonScalar<'_>) -> bool {
    match (target, value) {
        // `clone_into` would allocate more than the text needs.
        (Destination::Text(place) | Destination::Secret(place), JsonScalar::Text(text)) => {
            *place = text.to_owned()
        }
        // An unlisted value is stored again by `enumerated`, which reports it.
        (Destination::Enum(slot), JsonScalar::Text(text)) => return slot.set(Scalar::Text(text)),
        (Destination::Int(place) | Destination::Timestamp(place), JsonScalar::Int(value)) => {
            *place = value
        }
        (Destination::Uint(place), JsonScalar::Int(value)) if value >= 0 => {
            *place = value.cast_unsigned()
        }
        (Destination::Float(place), JsonScalar::Float(value)) => *place = value,
        (Destination::Float(place), JsonScalar::Int(value)) => *place = value as f64,
        (Destination::Bool(place), JsonScalar::Bool(value)) => *place = value,
        _ => return false,
    }
    true
}

#[derive(Clone, Copy, PartialEq)]
pub(super) enum Container {
    List,
    Map,
}

/// Returns the destination of a container inside an optional, if the inner type handles such containers.
pub(super) fn opened(optional: &mut dyn Optional, container: Container) -> Option<&mut dyn Decode> {
    opens(optional.present(), container).then(|| optional.fill())
}

fn opens(target: Destination<'_>, container: Container) -> bool {
    match target {
        Destination::List(_)
        | Destination::Json(_)
        | Destination::Nothing
        | Destination::Optional(_) => true,
        Destination::Object(_) | Destination::Map(_) => container == Container::Map,
        Destination::Delimited(..) => container == Container::List,
        Destination::JsonString(inside) => opens(inside.destination(), container),
        // Unions are buffered first.
        Destination::Union(_) => false,
        Destination::Bool(_)
        | Destination::Int(_)
        | Destination::Uint(_)
        | Destination::Float(_) => false,
        Destination::Timestamp(_) => false,
        Destination::Text(_) | Destination::Secret(_) | Destination::Enum(_) => false,
    }
}

/// Returns whether a number stored here, or in a value inside, may have to keep its digits.
pub(super) fn takes_raw(target: Destination<'_>) -> bool {
    match target {
        Destination::Text(_)
        | Destination::Secret(_)
        | Destination::Enum(_)
        | Destination::Delimited(..) => true,
        Destination::Union(_) => true,
        Destination::Optional(optional) => takes_raw(optional.present()),
        Destination::JsonString(inside) => takes_raw(inside.destination()),
        _ => false,
    }
}

/// Returns whether digits may differ from those on the wire. `arbitrary_precision` rewrites exponents, and a buffered
/// union has been parsed as a float.
fn may_differ(digits: &str) -> bool {
    digits.contains(['.', 'e', 'E'])
}

/// Returns whether descriptions have no notation for the form of the value, so that it is no drift.
pub(super) fn is_usual(target: &Destination<'_>, value: JsonScalar<'_>) -> bool {
    match target {
        Destination::Bool(_) => matches!(value, JsonScalar::Int(0 | 1)),
        Destination::Timestamp(_) => matches!(value, JsonScalar::Text(_)),
        _ => false,
    }
}

pub(super) fn expected(target: &Destination<'_>) -> &'static str {
    match target {
        Destination::Bool(_) => "a boolean",
        Destination::Int(_) => "an integer",
        Destination::Uint(_) => "an integer that is not negative",
        Destination::Float(_) => "a number",
        Destination::Timestamp(_) => "epoch milliseconds",
        Destination::Text(_) | Destination::Secret(_) => "a string",
        Destination::Enum(_) => "a string or an integer",
        Destination::Optional(_) => "a value or null",
        Destination::List(_) => "a list",
        Destination::Map(_) | Destination::Object(_) => "an object",
        Destination::Union(_) => "one of several types",
        Destination::JsonString(_) => "a string that holds JSON",
        Destination::Delimited(..) => "a string that holds a list",
        Destination::Json(_) | Destination::Nothing => "any value",
    }
}

/// Describes a scalar for a mismatch.
fn shown(target: &Destination<'_>, value: JsonScalar<'_>) -> String {
    match value {
        _ if matches!(target, Destination::Secret(_)) => kind(value).to_owned(),
        JsonScalar::Null => "null".to_owned(),
        JsonScalar::Text(text) => format!("the string {:?}", truncated(text, MAX_SHOWN)),
        JsonScalar::Bool(_) => format!("the boolean {}", plain(value)),
        JsonScalar::Int(_) | JsonScalar::Uint(_) | JsonScalar::Float(_) | JsonScalar::Digits(_) => {
            format!("the number {}", truncated(&plain(value), MAX_SHOWN))
        }
    }
}
