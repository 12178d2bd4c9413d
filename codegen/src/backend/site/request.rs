//! What a call puts on the wire: that of an example, or one that is made up from what must be given.

use heck::ToShoutySnakeCase;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Map, Value};

use crate::backend::openapi;
use crate::model::{
    Alternative, Api, Endpoint, Example, Field, ListStyle, Parameter, PathPart, Place, Presence,
    Shape, Type, TypeId, Wire,
};

/// A request.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Sent {
    pub(super) method: &'static str,
    /// Encoded, with the query.
    pub(super) target: String,
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: Option<Body>,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Body {
    Json(Value),
    /// Encoded.
    Form(String),
}

/// What stands under a name.
struct Given {
    place: Place,
    wire: String,
    list: ListStyle,
    value: Value,
}

/// The request of an example; without one, of a call that gives no more than it must.
pub(super) fn request(api: &Api, endpoint: &Endpoint, example: Option<&Example>) -> Sent {
    let given: Vec<Given> =
        endpoint.parameters.iter().flat_map(|one| given(api, one, example)).collect();
    let at = |place: Place| given.iter().filter(move |one| one.place == place);
    let (path, query) = (path(endpoint, &given), pairs(at(Place::Query)));
    let has = |place: Place| endpoint.parameters.iter().any(|one| one.place == place);
    let members = at(Place::Body).map(|one| (one.wire.clone(), one.value.clone()));
    Sent {
        method: endpoint.method.as_str(),
        target: if query.is_empty() { path } else { format!("{path}?{query}") },
        headers: at(Place::Header).map(|one| (one.wire.clone(), text(&one.value))).collect(),
        body: match (has(Place::Body), has(Place::Form)) {
            (true, _) => Some(Body::Json(Value::Object(members.collect()))),
            (false, true) => Some(Body::Form(pairs(at(Place::Form)))),
            (false, false) => None,
        },
    }
}

fn given(api: &Api, parameter: &Parameter, example: Option<&Example>) -> Vec<Given> {
    let shown = |wire: &str| example?.request.get(&(parameter.place, wire.to_owned()));
    let given = |wire: &str, value: Value| Given {
        place: parameter.place,
        wire: wire.to_owned(),
        list: parameter.list,
        value,
    };
    let sent = |ty: &Type, value: &Value| openapi::as_sent(api, ty, value);
    if let (true, Type::Named(id)) = (parameter.spread, &parameter.ty) {
        let is_needed = matches!(parameter.presence, Presence::Required);
        let field = |field: &Field| {
            let value = match shown(&field.wire) {
                Some(value) => sent(&field.ty, value),
                None => needed(api, field, 0).filter(|_| example.is_none() && is_needed)?,
            };
            Some(given(&field.wire, value))
        };
        let is_shown = |wire: &str| shown(wire).is_some();
        return spread(api, *id, &is_shown).into_iter().filter_map(field).collect();
    }
    let value = match (&parameter.presence, shown(&parameter.wire)) {
        (Presence::Constant(value), _) => Some(value.clone()),
        (_, Some(value)) => Some(sent(&parameter.ty, value)),
        (Presence::Required, None) => Some(placeholder(api, &parameter.ty, &parameter.wire, 0)),
        (Presence::Optional { .. }, None) => None,
    };
    value.map(|value| given(&parameter.wire, value)).into_iter().collect()
}

/// The fields that are sent in place of a parameter: those of an alternative of which an example shows something, else of
/// the one that stands for all.
fn spread<'a>(api: &'a Api, id: TypeId, is_shown: &dyn Fn(&str) -> bool) -> Vec<&'a Field> {
    match &api.type_def(id).shape {
        Shape::Struct(fields) => fields.iter().collect(),
        Shape::OneOf(ways) => {
            let fits = |way: &&Alternative| {
                let shown = |field: &Field| is_shown(&field.wire);
                way.fields.iter().any(shown)
                    && way.fields.iter().all(|one| shown(one) || !one.required)
            };
            let way = ways.iter().find(fits).or_else(|| usual(ways));
            way.into_iter().flat_map(|way| &way.fields).collect()
        }
        Shape::Enum(_) | Shape::Union(_) | Shape::Rust(_) => Vec::new(),
    }
}

fn usual(ways: &[Alternative]) -> Option<&Alternative> {
    ways.iter().find(|way| way.is_default).or(ways.first())
}

/// A value for a field that cannot be left out.
fn needed(api: &Api, field: &Field, depth: usize) -> Option<Value> {
    match &field.constant {
        Some(constant) => Some(constant.clone()),
        None => field.required.then(|| placeholder(api, &field.ty, &field.wire, depth)),
    }
}

/// How many objects stand inside each other before no more is made up.
const DEPTH: usize = 4;

/// A value that says what belongs there: `PRODUCT_KEY`.
fn placeholder(api: &Api, ty: &Type, wire: &str, depth: usize) -> Value {
    match ty {
        Type::Bool => true.into(),
        Type::Int | Type::Uint => 1.into(),
        Type::Float => 1.5.into(),
        Type::Timestamp => 1_704_067_200_000_i64.into(),
        Type::Text | Type::Secret => wire.to_shouty_snake_case().into(),
        Type::Json | Type::Map(_) => Value::Object(Map::new()),
        Type::List(_) if depth > DEPTH => Value::Array(Vec::new()),
        Type::List(item) => vec![placeholder(api, item, wire, depth + 1)].into(),
        Type::Joined(item, _) => text(&placeholder(api, item, wire, depth)).into(),
        Type::JsonText(inside) => placeholder(api, inside, wire, depth).to_string().into(),
        Type::Named(id) => named(api, *id, wire, depth),
    }
}

fn named(api: &Api, id: TypeId, wire: &str, depth: usize) -> Value {
    let object = |fields: &[Field]| {
        let deep = depth > DEPTH;
        let members = fields
            .iter()
            .filter(|_| !deep)
            .filter_map(|field| Some((field.wire.clone(), needed(api, field, depth + 1)?)));
        Value::Object(members.collect())
    };
    match &api.type_def(id).shape {
        Shape::Struct(fields) => object(fields),
        Shape::OneOf(ways) => usual(ways).map_or(Value::Null, |way| object(&way.fields)),
        Shape::Enum(values) => values.first().map_or(Value::Null, |value| match &value.wire {
            Wire::Int(number) => (*number).into(),
            Wire::Text(text) => text.as_str().into(),
        }),
        Shape::Union(_) | Shape::Rust(_) => wire.to_shouty_snake_case().into(),
    }
}

fn path(endpoint: &Endpoint, given: &[Given]) -> String {
    let value = |parameter: &Parameter| {
        let is_it = |one: &&Given| one.place == Place::Path && one.wire == parameter.wire;
        encoded(&given.iter().find(is_it).map(|one| text(&one.value)).unwrap_or_default())
    };
    let part = |part: &PathPart| match part {
        PathPart::Text(text) => text.clone(),
        PathPart::Parameter(index) => value(&endpoint.parameters[*index]),
    };
    endpoint.path.iter().map(part).collect()
}

/// `a=1&b=2`
fn pairs<'a>(given: impl Iterator<Item = &'a Given>) -> String {
    let pairs = given.flat_map(|one| {
        let Value::Array(items) = &one.value else {
            return vec![format!("{}={}", encoded(&one.wire), encoded(&text(&one.value)))];
        };
        let items = items.iter().map(|item| encoded(&text(item)));
        let name = encoded(&one.wire);
        match one.list {
            ListStyle::Repeat => items.map(|item| format!("{name}={item}")).collect(),
            ListStyle::Brackets => items.map(|item| format!("{name}%5B%5D={item}")).collect(),
            ListStyle::Comma => vec![format!("{name}={}", items.collect::<Vec<_>>().join(","))],
        }
    });
    pairs.collect::<Vec<_>>().join("&")
}

fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn encoded(text: &str) -> String {
    /// What is itself in every part of an address.
    const KEPT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');
    utf8_percent_encode(text, KEPT).to_string()
}
