//! Converts views into values for templates: a struct becomes a map from the names of its fields.
//!
//! serde is not used, because build scripts would have to compile its derive macro and the derived code: six of thirty
//! processor seconds.

use std::collections::BTreeMap;
use std::mem;

use minijinja::value::Value;

use crate::backend::rust::rust_source::RustSource;

/// A value as templates get it.
pub(in crate::backend::rust) trait ToValue {
    fn to_value(self) -> Value;
}

/// Structs that are [`ToValue`], field by field.
macro_rules! views {
    ($(
        $(#[$doc:meta])*
        $visible:vis struct $name:ident {
            $($(#[$field_doc:meta])* $field:ident: $ty:ty,)*
        }
    )*) => {$(
        $(#[$doc])*
        $visible struct $name {
            $($(#[$field_doc])* $field: $ty,)*
        }

        impl $crate::backend::rust::view::to_value::ToValue for $name {
            fn to_value(self) -> minijinja::value::Value {
                $crate::backend::rust::view::to_value::fields([
                    $((stringify!($field), $crate::backend::rust::view::to_value::ToValue::to_value(self.$field)),)*
                ])
            }
        }
    )*};
}

/// A map with these entries. The function is instantiated for each length, so its work is done in another one.
pub(super) fn fields<const N: usize>(mut fields: [(&'static str, Value); N]) -> Value {
    map(&mut fields)
}

fn map(fields: &mut [(&'static str, Value)]) -> Value {
    let take = |(name, value): &mut (&'static str, Value)| (*name, mem::take(value));
    Value::from(fields.iter_mut().map(take).collect::<BTreeMap<_, _>>())
}

fn list(values: Vec<Value>) -> Value {
    values.into_iter().collect()
}

impl ToValue for RustSource {
    fn to_value(self) -> Value {
        self.into_value()
    }
}

impl ToValue for String {
    fn to_value(self) -> Value {
        Value::from(self)
    }
}

impl ToValue for bool {
    fn to_value(self) -> Value {
        Value::from(self)
    }
}

impl ToValue for i64 {
    fn to_value(self) -> Value {
        Value::from(self)
    }
}

impl ToValue for u64 {
    fn to_value(self) -> Value {
        Value::from(self)
    }
}

impl<T: ToValue> ToValue for Option<T> {
    fn to_value(self) -> Value {
        self.map_or(Value::from(()), T::to_value)
    }
}

impl<T: ToValue> ToValue for Vec<T> {
    /// A loop, for adapters of iterators would be compiled for each type.
    fn to_value(self) -> Value {
        let mut values = Vec::with_capacity(self.len());
        for one in self {
            values.push(one.to_value());
        }
        list(values)
    }
}
