//! Values of examples, converted to their types as a client sends them.

use ordered_json::Value;

use super::values::text;
use crate::model::{Api, Scalar, Shape, Type};

/// A value in its declared type: a number in a text becomes a number, a list becomes the text that it travels as. What
/// does not fit the type stays as it is.
pub(crate) fn typed(api: &Api, ty: &Type, value: &Value) -> Value {
    let found = match (ty, value) {
        (Type::List(item), Value::Array(items)) => {
            Some(items.iter().map(|value| typed(api, item, value)).collect())
        }
        (Type::List(item), Value::String(text)) => {
            Some(text.split(',').map(|text| typed(api, item, &text.into())).collect())
        }
        (Type::Map(item), Value::Object(members)) => {
            let typed = |(key, value): (&String, &Value)| (key.clone(), typed(api, item, value));
            Some(Value::Object(members.iter().map(typed).collect()))
        }
        (Type::JsonString(_), other) if !other.is_string() => Some(other.to_string().into()),
        (Type::Delimited(_, by), Value::Array(items)) => {
            let items: Vec<_> = items.iter().map(text).collect();
            Some(items.join(&by.to_string()).into())
        }
        (Type::Named(id), _) => named(api, &api.type_def(*id).shape, value),
        (_, _) => scalar(ty, value),
    };
    found.unwrap_or_else(|| value.clone())
}

fn named(api: &Api, shape: &Shape, value: &Value) -> Option<Value> {
    match (shape, value) {
        (Shape::Struct(fields), Value::Object(members)) => {
            let member = |(wire, value): (&String, &Value)| {
                let field = fields.iter().find(|field| field.wire_name == *wire);
                let value = field.map_or_else(|| value.clone(), |one| typed(api, &one.ty, value));
                (wire.clone(), value)
            };
            Some(Value::Object(members.iter().map(member).collect()))
        }
        (Shape::Enum(values), _) => {
            let is_text = |wire: &Scalar| matches!(wire, Scalar::Text(_));
            match (value, values.iter().any(|value| is_text(&value.scalar))) {
                (Value::String(_), false) => scalar(&Type::Int, value),
                (Value::Number(_), true) if values.iter().all(|value| is_text(&value.scalar)) => {
                    scalar(&Type::Text, value)
                }
                (_, _) => None,
            }
        }
        (_, _) => None,
    }
}

fn scalar(ty: &Type, value: &Value) -> Option<Value> {
    match (ty, value) {
        (Type::Bool, Value::String(text)) => text.trim().parse::<bool>().ok().map(Value::from),
        (Type::Bool, Value::Number(number)) => match number.as_i64() {
            Some(number @ 0..=1) => Some((number == 1).into()),
            Some(_) | None => None,
        },
        (Type::Int | Type::Timestamp, Value::String(text)) => {
            text.trim().parse::<i64>().ok().map(Value::from)
        }
        (Type::Uint, Value::String(text)) => text.trim().parse::<u64>().ok().map(Value::from),
        (Type::Float, Value::String(text)) => text.trim().parse::<f64>().ok().map(Value::from),
        (Type::Text | Type::Secret | Type::Delimited(..), Value::Number(_) | Value::Bool(_)) => {
            Some(text(value).into())
        }
        (_, _) => None,
    }
}
