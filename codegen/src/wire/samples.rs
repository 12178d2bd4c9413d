//! Values made up from types, where the description has no example.

#[cfg(feature = "docs")]
use heck::ToShoutySnakeCase;
use ordered_json::{Map, Value};

use super::alternatives;
use super::values::{scalar, text};
#[cfg(feature = "mock")]
use crate::model::Endpoint;
use crate::model::{Api, Field, Shape, Type, TypeId, Union};

/// The depth of nested structs. Deeper, lists and maps are empty, and a struct is made up only if it is required and
/// not inside itself.
const DEPTH: usize = 4;

/// The number of structs in one sample. It is limited because types that hold each other twice multiply.
const MOST: usize = 256;

/// 2024-01-01 in UTC: a moment that looks like one.
const MOMENT: i64 = 1_704_067_200_000;

/// A value to be sent, with nothing that can be left out. Texts are placeholders: `PRODUCT_KEY`.
#[cfg(feature = "docs")]
pub(crate) fn to_send(api: &Api, ty: &Type, name: &str) -> Value {
    let text = |name: &str| name.to_shouty_snake_case();
    let mut sampler = Sampler { api, only_needed: true, text, inside: Vec::new(), made: 0 };
    sampler.value(ty, name).unwrap_or_else(|| text(name).into())
}

/// A plausible payload with all fields; `null` if nothing is returned. Texts are the names of their fields.
#[cfg(feature = "mock")]
pub(crate) fn payload(api: &Api, endpoint: &Endpoint) -> Value {
    let (text, inside) = (str::to_owned, Vec::new());
    let mut sampler = Sampler { api, only_needed: false, text, inside, made: 0 };
    let returns = endpoint.returns.as_ref();
    returns.and_then(|ty| sampler.value(ty, &endpoint.name)).unwrap_or_default()
}

struct Sampler<'a> {
    api: &'a Api,
    /// True if fields and entries that need not be there are left out.
    only_needed: bool,
    /// Makes the text for a value with a name.
    text: fn(&str) -> String,
    /// The structs around the present value, outermost first.
    inside: Vec<TypeId>,
    made: usize,
}

impl Sampler<'_> {
    /// A value of this type, unless it would be too deep.
    fn value(&mut self, ty: &Type, name: &str) -> Option<Value> {
        Some(match ty {
            Type::Bool => Value::Bool(true),
            Type::Int | Type::Uint => Value::from(1),
            Type::Float => Value::from(1.5),
            Type::Text | Type::Secret => Value::from((self.text)(name)),
            Type::Timestamp => Value::from(MOMENT),
            Type::Json => Value::Object(Map::new()),
            Type::List(_) if self.is_deep() => Value::Array(Vec::new()),
            Type::List(item) => self.value(item, name).into_iter().collect(),
            Type::Map(_) if self.only_needed || self.is_deep() => Value::Object(Map::new()),
            Type::Map(item) => {
                self.value(item, name).map(|value| ("key".to_owned(), value)).into_iter().collect()
            }
            Type::JsonString(inside) => Value::from(self.value(inside, name)?.to_string()),
            Type::Delimited(item, _) => Value::from(text(&self.value(item, name)?)),
            Type::Named(id) => return self.named(*id, name),
        })
    }

    fn named(&mut self, id: TypeId, name: &str) -> Option<Value> {
        let shape = &self.api.type_def(id).shape;
        match shape {
            Shape::Enum(values) => values.first().map(|value| scalar(&value.scalar)),
            Shape::Union(union) => self.union(union),
            Shape::Struct(_) | Shape::OneOf(_) => {
                if self.made == MOST || self.is_deep() && self.inside.contains(&id) {
                    return None;
                }
                let set = alternatives::usual(&shape.field_sets())?;
                self.made += 1;
                self.inside.push(id);
                let members = set.fields.iter().filter_map(|field| self.member(field)).collect();
                self.inside.pop();
                Some(Value::Object(members))
            }
            // The values of a hand-written type are unknown, so the name of the parameter or field is shown.
            Shape::External(_) => self.only_needed.then(|| (self.text)(name).into()),
        }
    }

    /// The first type of a union, with its tag if the union has one.
    fn union(&mut self, union: &Union) -> Option<Value> {
        let first = union.variants.first()?;
        let mut value = self.value(&first.ty, &first.name)?;
        if let (Some(tag), Some(wire), Some(members)) =
            (&union.tag, &first.tag, value.as_object_mut())
        {
            members.insert(tag.clone(), scalar(wire));
        }
        Some(value)
    }

    fn member(&mut self, field: &Field) -> Option<(String, Value)> {
        let can_be_left_out = self.is_deep() && matches!(field.ty, Type::Named(_));
        if (self.only_needed || can_be_left_out) && !field.is_always_sent() {
            return None;
        }
        let value = match &field.constant {
            Some(constant) => constant.clone(),
            None => self.value(&field.ty, &field.wire_name)?,
        };
        Some((field.wire_name.clone(), value))
    }

    fn is_deep(&self) -> bool {
        self.inside.len() >= DEPTH
    }
}
