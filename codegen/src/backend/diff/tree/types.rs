//! Nodes of named types and their parts.

use ordered_json::Value;

use crate::backend::diff::change::Label;
use crate::backend::diff::node::{Aspect, Impact, Node, NodeKind, Order};
use crate::backend::rust::names::paths;
use crate::model::{
    Alternative, Api, EnumValue, Field, Scalar, Shape, Type, TypeDef, TypeId, Union, Variant,
};

/// Returns the nodes of all types, except hand-written ones, which have no items in the surface.
pub(super) fn nodes(api: &Api, has_serde: bool) -> impl Iterator<Item = Node> {
    let ours =
        |(_, definition): &(usize, &TypeDef)| !matches!(definition.shape, Shape::External(_));
    let types = api.types.iter().enumerate().filter(ours);
    types.map(move |(index, _)| node(api, TypeId(index), has_serde))
}

fn node(api: &Api, id: TypeId, has_serde: bool) -> Node {
    let definition = api.type_def(id);
    let path = paths::type_path(api, id);
    let mut node = Node::item(NodeKind::Type, path.clone(), definition.span);
    node.text("text", &definition.doc);
    if has_serde {
        let serde = if definition.holds_choice { "without serde" } else { "with serde" };
        node.fact(
            Aspect::State("serde"),
            serde,
            Impact::growth(vec![format!("{path}: Serialize")]),
        );
    }
    let shape = match &definition.shape {
        Shape::Struct(fields) => structure(&mut node, api, id, fields),
        Shape::Enum(values) => enumeration(&mut node, definition, values),
        Shape::OneOf(ways) => choice(&mut node, api, id, ways),
        Shape::Union(union) => self::union(&mut node, api, union),
        Shape::External(_) => "a type written by hand",
    };
    node.wire = fingerprint(shape, &node.children);
    node.fact(Aspect::State("shape"), shape, Impact::surface(vec![path]));
    node
}

/// Identifies a type by its parts, so that it is matched under another name.
fn fingerprint(shape: &str, parts: &[Node]) -> String {
    let parts: Vec<&str> = parts.iter().map(|part| part.wire.as_str()).collect();
    format!("{shape}: {}", parts.join(", "))
}

fn structure(node: &mut Node, api: &Api, id: TypeId, fields: &[Field]) -> &'static str {
    let definition = api.type_def(id);
    let new = format!("{}::new", node.path);
    let holder = Holder { api, id, definition, path: node.path.clone(), maker: new.clone() };
    if let Some(item) = &definition.item {
        let success: Vec<String> = item.success.iter().map(ToString::to_string).collect();
        let what = Aspect::Property("outcome of an item".to_owned());
        let shown = format!("`{}` is one of `[{}]`", item.code, success.join(", "));
        node.fact(what, shown, Impact::of(Label::Behaviour));
    }
    let sent = if definition.in_requests { "sent in requests" } else { "not sent in requests" };
    node.fact(Aspect::State("requests"), sent, Impact::growth(vec![new]));
    node.orders.extend(holder.order(fields, paths::field).filter(|_| definition.in_requests));
    node.children = fields.iter().map(|one| holder.field(one, paths::field)).collect();
    "a struct"
}

/// The struct or alternative that contains fields.
struct Holder<'a> {
    api: &'a Api,
    id: TypeId,
    definition: &'a TypeDef,
    /// Path of the struct or the variant.
    path: String,
    /// Path of the constructor.
    maker: String,
}

impl Holder<'_> {
    fn field(&self, field: &Field, name: fn(&Field) -> String) -> Node {
        let path = format!("{}.{}", self.path, name(field));
        let subject = format!("field `{}` of `{}`", name(field), self.path);
        let mut node = Node::new(NodeKind::Field, subject, path.clone(), field.span);
        node.wire = field.wire_name.clone();
        node.keys = vec![path, self.path.clone()];
        if field.required && field.constant.is_none() {
            node.keys.push(self.maker.clone());
        }
        // A response without the new field is an error; a new constant changes requests.
        let notices = field.constant.is_some() || (field.required && self.definition.in_results);
        node.added = if notices { Label::Behaviour } else { Label::Compatible };
        node.removed = Label::Behaviour;
        node.behaviour("name on the wire", format!("`{}`", field.wire_name));
        self.given(&mut node, field);
        node.limits(if self.definition.in_requests { &field.limits } else { &[] });
        node.deprecated(field.deprecated.as_ref(), Label::Docs);
        node.note("text", format!("{:?} {}", field.doc, field.undocumented));
        node
    }

    /// Adds presence and type.
    fn given(&self, node: &mut Node, field: &Field) {
        let keys = node.keys.clone();
        if let Some(value) = &field.constant {
            let shown = format!("always sent as `{}`", plain(value));
            node.fact(Aspect::State("presence"), shown, Impact::surface(keys));
            return;
        }
        let ty = paths::field_type(self.api, self.id, field);
        let presence = match (field.required, field.nullable, &field.default) {
            (true, false, _) => "required".to_owned(),
            (true, true, _) => "required, but may be null,".to_owned(),
            (false, _, Some(default)) => format!("`{}` by default", plain(default)),
            (false, _, None) => "optional".to_owned(),
        };
        let shown = format!("{presence} (`{ty}`)");
        node.fact_as(Aspect::State("presence"), shown, presence, Impact::surface(keys.clone()));
        let (what, id) = (Aspect::Property("type".to_owned()), type_id(self.api, &field.ty));
        node.fact_as(what, format!("`{ty}`"), id, Impact::surface(keys));
    }

    fn order(&self, fields: &[Field], name: fn(&Field) -> String) -> Option<Order> {
        let required = fields.iter().filter(|one| one.required && one.constant.is_none());
        let paths = required.map(|one| format!("{}.{}", self.path, name(one))).collect();
        Some(Order { verb: "takes its arguments", paths, key: Some(self.maker.clone()) })
    }
}

fn enumeration(node: &mut Node, definition: &TypeDef, values: &[EnumValue]) -> &'static str {
    let path = node.path.clone();
    if let Some(first) = values.first() {
        node.behaviour("`Default`", format!("`{}`", paths::variant(&first.name)));
    }
    let integers = values.iter().all(|value| matches!(value.scalar, Scalar::Int(_)));
    let (from, key) = if integers { ("integers", "i64") } else { ("text", "&str") };
    let what = Aspect::State("wire");
    node.fact(what, format!("made from {from}"), Impact::surface(from_keys(&path, key)));
    let value = |value: &EnumValue| {
        let path = format!("{path}::{}", paths::variant(&value.name));
        let mut node = Node::item(NodeKind::Value, path, value.span);
        node.wire = wire(&value.scalar);
        // The value was `Unlisted` before.
        node.added = if definition.in_results { Label::Behaviour } else { Label::Compatible };
        node.behaviour("value on the wire", format!("`{}`", wire(&value.scalar)));
        node.text("text", &value.doc);
        node
    };
    node.children = values.iter().map(value).collect();
    "an enum"
}

fn from_keys(path: &str, from: &str) -> Vec<String> {
    vec![format!("{path}: From<{from}>")]
}

fn choice(node: &mut Node, api: &Api, id: TypeId, ways: &[Alternative]) -> &'static str {
    let path = node.path.clone();
    if let Some(way) = ways.iter().find(|way| way.is_default).or(ways.first()) {
        node.behaviour("default", format!("`{}`", paths::variant(&way.name)));
    }
    node.children = ways.iter().map(|one| way(api, id, &path, one)).collect();
    "a choice"
}

fn way(api: &Api, id: TypeId, choice: &str, way: &Alternative) -> Node {
    let path = format!("{choice}::{}", paths::variant(&way.name));
    let maker = format!("{choice}::{}", paths::maker(way));
    let mut node = Node::item(NodeKind::Alternative, path.clone(), way.span);
    node.keys.push(maker.clone());
    let holder = Holder { api, id, definition: api.type_def(id), path, maker };
    node.orders.extend(holder.order(&way.fields, paths::way_field));
    node.children = way.fields.iter().map(|one| holder.field(one, paths::way_field)).collect();
    node.wire = fingerprint("alternative", &node.children);
    node
}

fn union(node: &mut Node, api: &Api, union: &Union) -> &'static str {
    let path = node.path.clone();
    union.tag.iter().for_each(|tag| node.behaviour("tag", format!("`{tag}`")));
    let variant_path = |variant: &Variant| format!("{path}::{}", paths::variant(&variant.name));
    if union.tag.is_none() {
        let paths = union.variants.iter().map(variant_path).collect();
        node.orders.push(Order { verb: "tries its shapes", paths, key: None });
    }
    let variant = |variant: &Variant| {
        let path = variant_path(variant);
        let mut node = Node::item(NodeKind::Variant, path.clone(), variant.span);
        (node.added, node.removed) = (Label::Behaviour, Label::Behaviour);
        node.wire = variant.tag.as_ref().map_or_else(|| type_id(api, &variant.ty), wire);
        if let Some(tag) = &variant.tag {
            node.behaviour("value of the tag", format!("`{}`", wire(tag)));
        }
        let shown = format!("`{}`", paths::owned_type(api, &variant.ty));
        let (what, id) = (Aspect::Property("type".to_owned()), type_id(api, &variant.ty));
        node.fact_as(what, shown, id, Impact::surface(vec![path]));
        node
    };
    node.children = union.variants.iter().map(variant).collect();
    "a union"
}

/// Identifies a type by its shape on the wire, and by paths, which can be renamed.
pub(super) fn type_id(api: &Api, ty: &Type) -> String {
    let inside = |ty: &Type| type_id(api, ty);
    match ty {
        Type::Bool | Type::Int | Type::Uint | Type::Float => format!("{ty:?}"),
        Type::Text | Type::Secret | Type::Timestamp | Type::Json => format!("{ty:?}"),
        Type::List(item) => format!("[{}]", inside(item)),
        Type::Map(value) => format!("map<{}>", inside(value)),
        Type::JsonString(of) => format!("json_text<{}>", inside(of)),
        Type::Delimited(item, by) => format!("joined<{}, {by:?}>", inside(item)),
        Type::Named(id) => match &api.type_def(*id).shape {
            Shape::External(external) => external.path.text.clone(),
            Shape::Struct(_) if api.type_def(*id).item.is_some() => {
                format!("item {}", paths::type_path(api, *id))
            }
            Shape::Struct(_) | Shape::Enum(_) | Shape::OneOf(_) | Shape::Union(_) => {
                paths::type_path(api, *id)
            }
        },
    }
}

fn wire(wire: &Scalar) -> String {
    match wire {
        Scalar::Int(number) => number.to_string(),
        Scalar::Text(text) => text.clone(),
    }
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
