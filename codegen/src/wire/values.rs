//! Values as they are written outside of JSON.

use std::borrow::Cow;

use ordered_json::Value;

#[cfg(any(feature = "docs", feature = "mock", feature = "openapi"))]
use crate::model::Scalar;

/// A value as it is written where there is no JSON; commas join the items of a list.
pub(crate) fn text(value: &Value) -> Cow<'_, str> {
    match value {
        Value::String(text) => Cow::Borrowed(text),
        Value::Array(items) => Cow::Owned(items.iter().map(text).collect::<Vec<_>>().join(",")),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Object(_) => {
            Cow::Owned(value.to_string())
        }
    }
}

/// Returns whether two values are equal apart from how scalars are typed: `5` equals `"5"`.
pub(crate) fn same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| same(one, other))
        }
        (Value::Object(one), Value::Object(other)) => {
            let in_other = |(name, value)| other.get(name).is_some_and(|other| same(value, other));
            one.len() == other.len() && one.iter().all(in_other)
        }
        _ => text(one) == text(other),
    }
}

/// A listed scalar as JSON.
#[cfg(any(feature = "docs", feature = "mock", feature = "openapi"))]
pub(crate) fn scalar(wire: &Scalar) -> Value {
    match wire {
        Scalar::Int(number) => Value::from(*number),
        Scalar::Text(text) => Value::from(text.as_str()),
    }
}

#[cfg(test)]
mod tests {
    use ordered_json::json;

    use super::*;

    #[test]
    fn scalars_are_the_same_however_they_are_typed() {
        assert!(same(&json!(5), &json!("5")));
        assert!(same(&json!(["a", 1]), &json!("a,1")));
        assert!(same(&json!({ "a": [true] }), &json!({ "a": ["true"] })));
        assert!(!same(&json!({ "a": 1 }), &json!({ "a": 1, "b": 2 })));
        assert!(!same(&json!(5), &json!(50)));
    }
}
