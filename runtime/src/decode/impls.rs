//! [`Decode`] for the types of the standard library and of this crate.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{Decode, Destination, List, Map, Optional};
use crate::value::{Delimited, JsonString, Secret, Timestamp};

impl Decode for bool {
    fn destination(&mut self) -> Destination<'_> {
        Destination::Bool(self)
    }
}

impl Decode for i64 {
    fn destination(&mut self) -> Destination<'_> {
        Destination::Int(self)
    }
}

impl Decode for u64 {
    fn destination(&mut self) -> Destination<'_> {
        Destination::Uint(self)
    }
}

impl Decode for f64 {
    fn destination(&mut self) -> Destination<'_> {
        Destination::Float(self)
    }
}

impl Decode for String {
    fn destination(&mut self) -> Destination<'_> {
        Destination::Text(self)
    }
}

impl Decode for Secret {
    fn destination(&mut self) -> Destination<'_> {
        Destination::Secret(&mut self.0)
    }
}

impl Decode for Timestamp {
    fn destination(&mut self) -> Destination<'_> {
        Destination::Timestamp(&mut self.0)
    }
}

impl Decode for Value {
    fn destination(&mut self) -> Destination<'_> {
        Destination::Json(self)
    }
}

impl Decode for () {
    fn destination(&mut self) -> Destination<'_> {
        Destination::Nothing
    }
}

impl<T: Decode + ?Sized> Decode for Box<T> {
    fn destination(&mut self) -> Destination<'_> {
        (**self).destination()
    }

    fn present(&mut self) -> Destination<'_> {
        (**self).present()
    }
}

impl<T: Decode + Default> Decode for Option<T> {
    fn destination(&mut self) -> Destination<'_> {
        Destination::Optional(self)
    }

    fn present(&mut self) -> Destination<'_> {
        self.set(true);
        match self {
            Some(value) => value.destination(),
            None => Destination::Nothing,
        }
    }
}

impl<T: Decode + Default> Decode for Vec<T> {
    fn destination(&mut self) -> Destination<'_> {
        Destination::List(self)
    }
}

impl<T: Decode + Default> Decode for BTreeMap<String, T> {
    fn destination(&mut self) -> Destination<'_> {
        Destination::Map(self)
    }
}

impl<T: Decode + Default> Optional for Option<T> {
    fn set(&mut self, present: bool) -> Option<&mut dyn Decode> {
        *self = if present { Some(T::default()) } else { None };
        match self {
            Some(value) => Some(value),
            None => None,
        }
    }
}

impl<T: Decode + Default> List for Vec<T> {
    fn clear(&mut self) {
        Vec::clear(self);
    }

    fn push(&mut self) -> &mut dyn Decode {
        self.push_mut(T::default())
    }
}

impl<T: Decode + Default> Map for BTreeMap<String, T> {
    fn clear(&mut self) {
        BTreeMap::clear(self);
    }

    fn entry(&mut self, key: &str) -> &mut dyn Decode {
        BTreeMap::entry(self, key.to_owned()).insert_entry(T::default()).into_mut()
    }
}

impl<T: Decode> Decode for JsonString<T> {
    fn destination(&mut self) -> Destination<'_> {
        Destination::JsonString(&mut self.0)
    }
}

impl<T: Decode + Default, const SEPARATOR: char> Decode for Delimited<T, SEPARATOR> {
    fn destination(&mut self) -> Destination<'_> {
        Destination::Delimited(&mut self.0, SEPARATOR)
    }
}
