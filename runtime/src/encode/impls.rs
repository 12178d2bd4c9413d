//! [`Encode`] for the types of the standard library and of this crate.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::Value;

use super::{Encode, Entries, Items, ValueRef};
use crate::descriptor::Constant;
use crate::value::{Delimited, JsonString, Secret, Timestamp, Unlisted};

impl Encode for bool {
    fn as_value(&self) -> ValueRef<'_> {
        ValueRef::Bool(*self)
    }
}

impl Encode for i64 {
    fn as_value(&self) -> ValueRef<'_> {
        ValueRef::Int(*self)
    }
}

impl Encode for u64 {
    fn as_value(&self) -> ValueRef<'_> {
        ValueRef::Uint(*self)
    }
}

impl Encode for f64 {
    fn as_value(&self) -> ValueRef<'_> {
        ValueRef::Float(*self)
    }
}

impl Encode for String {
    fn as_value(&self) -> ValueRef<'_> {
        ValueRef::Text(self)
    }
}

impl Encode for Arc<str> {
    fn as_value(&self) -> ValueRef<'_> {
        ValueRef::Text(self)
    }
}

impl Encode for &'static str {
    fn as_value(&self) -> ValueRef<'_> {
        ValueRef::Text(self)
    }
}

impl Encode for Constant {
    fn as_value(&self) -> ValueRef<'_> {
        match self {
            Self::Text(text) => ValueRef::Text(text),
            Self::Int(value) => ValueRef::Int(*value),
            Self::Float(value) => ValueRef::Float(*value),
            Self::Bool(value) => ValueRef::Bool(*value),
        }
    }
}

impl Encode for Secret {
    fn as_value(&self) -> ValueRef<'_> {
        ValueRef::Secret(&self.0)
    }
}

impl Encode for Timestamp {
    fn as_value(&self) -> ValueRef<'_> {
        ValueRef::Int(self.0)
    }
}

impl Encode for Unlisted {
    fn as_value(&self) -> ValueRef<'_> {
        self.scalar().into()
    }
}

impl Encode for Value {
    fn as_value(&self) -> ValueRef<'_> {
        ValueRef::Json(self)
    }
}

impl Encode for () {
    fn as_value(&self) -> ValueRef<'_> {
        ValueRef::Absent
    }
}

impl<T: Encode + ?Sized> Encode for Box<T> {
    fn as_value(&self) -> ValueRef<'_> {
        (**self).as_value()
    }
}

impl<T: Encode> Encode for Option<T> {
    fn as_value(&self) -> ValueRef<'_> {
        self.as_ref().map_or(ValueRef::Absent, T::as_value)
    }
}

impl<T: Encode> Encode for Vec<T> {
    fn as_value(&self) -> ValueRef<'_> {
        ValueRef::List(self)
    }
}

impl<T: Encode> Encode for BTreeMap<String, T> {
    fn as_value(&self) -> ValueRef<'_> {
        ValueRef::Map(self)
    }
}

impl<T: Encode> Items for Vec<T> {
    fn len(&self) -> usize {
        Vec::len(self)
    }

    fn get(&self, index: usize) -> &dyn Encode {
        &self[index]
    }
}

impl<T: Encode> Entries for BTreeMap<String, T> {
    fn iter(&self) -> Box<dyn Iterator<Item = (&str, &dyn Encode)> + '_> {
        Box::new(BTreeMap::iter(self).map(|(key, value)| (key.as_str(), value as &dyn Encode)))
    }
}

impl<T: Encode> Encode for JsonString<T> {
    fn as_value(&self) -> ValueRef<'_> {
        match self.0.as_value() {
            ValueRef::Absent => ValueRef::Absent,
            _ => ValueRef::JsonString(&self.0),
        }
    }
}

impl<T: Encode, const SEPARATOR: char> Encode for Delimited<T, SEPARATOR> {
    fn as_value(&self) -> ValueRef<'_> {
        ValueRef::Delimited(&self.0, SEPARATOR)
    }
}
