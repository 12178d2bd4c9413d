//! Where the values of ordinary types land.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{Decode, List, Map, Optional, Target};
use crate::value::{Secret, Timestamp};

impl Decode for bool {
    fn target(&mut self) -> Target<'_> {
        Target::Bool(self)
    }
}

impl Decode for i64 {
    fn target(&mut self) -> Target<'_> {
        Target::Int(self)
    }
}

impl Decode for u64 {
    fn target(&mut self) -> Target<'_> {
        Target::Uint(self)
    }
}

impl Decode for f64 {
    fn target(&mut self) -> Target<'_> {
        Target::Float(self)
    }
}

impl Decode for String {
    fn target(&mut self) -> Target<'_> {
        Target::Text(self)
    }
}

impl Decode for Secret {
    fn target(&mut self) -> Target<'_> {
        Target::Secret(&mut self.0)
    }
}

impl Decode for Timestamp {
    fn target(&mut self) -> Target<'_> {
        Target::Timestamp(&mut self.0)
    }
}

impl Decode for Value {
    fn target(&mut self) -> Target<'_> {
        Target::Json(self)
    }
}

impl Decode for () {
    fn target(&mut self) -> Target<'_> {
        Target::Nothing
    }
}

impl<T: Decode + ?Sized> Decode for Box<T> {
    fn target(&mut self) -> Target<'_> {
        (**self).target()
    }

    fn present(&mut self) -> Target<'_> {
        (**self).present()
    }
}

impl<T: Decode + Default> Decode for Option<T> {
    fn target(&mut self) -> Target<'_> {
        Target::Optional(self)
    }

    fn present(&mut self) -> Target<'_> {
        self.set(true);
        match self {
            Some(value) => value.target(),
            None => Target::Nothing,
        }
    }
}

impl<T: Decode + Default> Decode for Vec<T> {
    fn target(&mut self) -> Target<'_> {
        Target::List(self)
    }
}

impl<T: Decode + Default> Decode for BTreeMap<String, T> {
    fn target(&mut self) -> Target<'_> {
        Target::Map(self)
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
