//! Views as templates get them: a struct becomes a map from the names of its fields.
//!
//! serde would do it, too. But a build script would compile serde's derive first, and what it makes: six processor seconds
//! of thirty, for what is one line a field here.

use std::collections::BTreeMap;
use std::mem;

use minijinja::value::Value;

use crate::backend::rust::code::Code;

/// What a template gets of something.
pub(in crate::backend::rust) trait Given {
    fn given(self) -> Value;
}

/// Structs that are [`Given`], field by field.
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

        impl $crate::backend::rust::view::given::Given for $name {
            fn given(self) -> minijinja::value::Value {
                $crate::backend::rust::view::given::fields([
                    $((stringify!($field), $crate::backend::rust::view::given::Given::given(self.$field)),)*
                ])
            }
        }
    )*};
}

/// A map with these entries. It is made once for each struct and length, so what it does is done elsewhere.
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

impl Given for Code {
    fn given(self) -> Value {
        self.into_value()
    }
}

impl Given for String {
    fn given(self) -> Value {
        Value::from(self)
    }
}

impl Given for bool {
    fn given(self) -> Value {
        Value::from(self)
    }
}

impl Given for i64 {
    fn given(self) -> Value {
        Value::from(self)
    }
}

impl Given for u64 {
    fn given(self) -> Value {
        Value::from(self)
    }
}

impl<T: Given> Given for Option<T> {
    fn given(self) -> Value {
        self.map_or(Value::from(()), T::given)
    }
}

impl<T: Given> Given for Vec<T> {
    /// A loop, for adapters of iterators would be compiled for each type.
    fn given(self) -> Value {
        let mut values = Vec::with_capacity(self.len());
        for one in self {
            values.push(one.given());
        }
        list(values)
    }
}
