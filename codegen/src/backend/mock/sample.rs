//! A payload made up from the declared types, for endpoints without an example.

use serde_json::{Map, Value};

use crate::model::{Api, Endpoint, Field, Scalar, Shape, Type, TypeId};

/// How many structs stand inside each other. Further in, lists and maps are empty and a struct is
/// made up only where it must be there and is not inside itself.
const DEPTH: usize = 4;

/// How many structs are made up in all, because types that hold each other twice multiply.
const MOST: usize = 256;

/// 2024-01-01 in UTC: a moment that looks like one.
const MOMENT: i64 = 1_704_067_200_000;

/// A plausible payload; `null` where nothing is returned.
pub(super) fn payload(api: &Api, endpoint: &Endpoint) -> Value {
    let sample = |ty| Sampler { api, inside: Vec::new(), made: 0 }.value(ty, &endpoint.name);
    endpoint.returns.as_ref().and_then(sample).unwrap_or_default()
}

struct Sampler<'a> {
    api: &'a Api,
    /// The structs around the present value, outermost first.
    inside: Vec<TypeId>,
    made: usize,
}

impl Sampler<'_> {
    /// A value of this type, unless it would be too deep. Texts say what they stand for.
    fn value(&mut self, ty: &Type, name: &str) -> Option<Value> {
        Some(match ty {
            Type::Bool => Value::Bool(true),
            Type::Int | Type::Uint => Value::from(1),
            Type::Float => Value::from(1.5),
            Type::Text | Type::Secret => Value::from(name),
            Type::Timestamp => Value::from(MOMENT),
            Type::Json => Value::Object(Map::new()),
            Type::List(_) if self.is_deep() => Value::Array(Vec::new()),
            Type::List(item) => self.value(item, name).into_iter().collect(),
            Type::Map(_) if self.is_deep() => Value::Object(Map::new()),
            Type::Map(item) => {
                self.value(item, name).map(|value| ("key".to_owned(), value)).into_iter().collect()
            }
            Type::JsonString(inside) => Value::from(self.value(inside, name)?.to_string()),
            Type::Delimited(item, _) => match self.value(item, name)? {
                Value::String(text) => Value::from(text),
                other => Value::from(other.to_string()),
            },
            Type::Named(id) => return self.named(*id),
        })
    }

    fn named(&mut self, id: TypeId) -> Option<Value> {
        match &self.api.type_def(id).shape {
            Shape::Enum(values) => values.first().map(|value| scalar(&value.wire)),
            // The first type of a union, with its tag where the type says so itself.
            Shape::Union(union) => {
                let first = union.variants.first()?;
                let mut value = self.value(&first.ty, &first.name)?;
                if let (Some(tag), Some(wire), Some(members)) =
                    (&union.tag, &first.tag, value.as_object_mut())
                {
                    members.insert(tag.clone(), scalar(wire));
                }
                Some(value)
            }
            Shape::OneOf(_) | Shape::External(_) => None,
            Shape::Struct(fields) => {
                if self.made == MOST || self.is_deep() && self.inside.contains(&id) {
                    return None;
                }
                self.made += 1;
                self.inside.push(id);
                let members = fields.iter().filter_map(|field| self.member(field)).collect();
                self.inside.pop();
                Some(Value::Object(members))
            }
        }
    }

    fn member(&mut self, field: &Field) -> Option<(String, Value)> {
        if self.is_deep() && !field.required && matches!(field.ty, Type::Named(_)) {
            return None;
        }
        let value = self.value(&field.ty, &field.wire)?;
        Some((field.wire.clone(), value))
    }

    fn is_deep(&self) -> bool {
        self.inside.len() >= DEPTH
    }
}

fn scalar(wire: &Scalar) -> Value {
    match wire {
        Scalar::Int(value) => Value::from(*value),
        Scalar::Text(value) => Value::from(value.as_str()),
    }
}
