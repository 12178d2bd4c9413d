//! Examples are tests: each must fit what the description declares.
//!
//! The rules are those of the runtime's decoding, slack included: a number in a text is fine, an
//! object in place of a list is not. A field that no type declares is a warning, because the wire
//! may hold more than the vendor says, and then the description should say it.

use std::collections::HashSet;

use indexmap::IndexMap;

use super::http_status;
use crate::diagnostic::Sink;
use crate::model::{
    Api, Endpoint, Envelope, Example, Field, Paging, Parameter, Place, Shape, Type, Union, Variant,
    Wire,
};
use crate::syntax::{EndpointFile, ExampleDecl, Files};
use crate::wording;
use crate::yaml::{Node, Value};

/// Takes the examples of a file; they are checked once all types are known.
pub(super) fn resolve(file: &EndpointFile, sink: &mut Sink) -> Vec<Example> {
    let resolve = |decl: &ExampleDecl| Example {
        request: request(decl),
        response: decl.response.as_ref().map(Node::to_json),
        status: decl.status.as_ref().map_or(200, |status| http_status(status, sink)),
        span: decl.span,
    };
    file.examples.iter().map(resolve).collect()
}

fn request(decl: &ExampleDecl) -> IndexMap<String, serde_json::Value> {
    decl.parameters.iter().map(|(_, name, value)| (name.value.clone(), value.to_json())).collect()
}

/// Checks all examples of all endpoints.
pub(super) fn check(api: &Api, files: &Files, sink: &mut Sink) {
    for endpoint in api.endpoints() {
        let file = files.endpoints.iter().find(|file| file.path == endpoint.file);
        for decl in file.into_iter().flat_map(|file| &file.examples) {
            check_request(api, endpoint, decl, sink);
            check_response(api, endpoint, decl, sink);
        }
    }
}

/// An example without any parameter shows an answer only.
fn check_request(api: &Api, endpoint: &Endpoint, decl: &ExampleDecl, sink: &mut Sink) {
    let sent: Vec<Sent<'_>> =
        endpoint.parameters.iter().flat_map(|parameter| sent(api, parameter)).collect();
    for (place, name, value) in &decl.parameters {
        let here = || sent.iter().filter(|one| one.place == *place);
        let found: Vec<&Sent<'_>> = here().filter(|one| one.wire == name.value).collect();
        if found.is_empty() {
            let known: Vec<&str> = here().map(|one| one.wire).collect();
            sink.push(wording::example_parameter(name, &known));
        } else {
            check_value(api, &found, value, sink);
        }
    }
    for (_, parameter) in endpoint.required() {
        let is_meant = |one: &Sent<'_>, place, wire: &str| one.place == place && one.wire == wire;
        let given = |one: Sent<'_>| {
            decl.parameters.iter().any(|(place, name, _)| is_meant(&one, *place, &name.value))
        };
        if !decl.parameters.is_empty() && !self::sent(api, parameter).into_iter().any(given) {
            sink.push(wording::example_without(decl.span, &parameter.wire));
        }
    }
}

/// A value that an example gives must fit one of those that travel under its name: alternatives
/// may have fields of one name with types of their own.
fn check_value(api: &Api, meant: &[&Sent<'_>], value: &Node, sink: &mut Sink) {
    let mut first = None;
    for sent in meant {
        let mut found = Sink::default();
        let path = format!("$.{}", sent.wire);
        // Outside of a body a list may stand as the one text that it becomes.
        let is_text = sent.place != Place::Body && value.scalar().is_some();
        if !(is_text && matches!(sent.ty, Type::List(_))) {
            Fit { api, sink: &mut found }.value(sent.ty, value, &path);
        }
        if found.errors() == 0 {
            return;
        }
        first.get_or_insert(found);
    }
    for found in first.iter().flat_map(Sink::sorted) {
        sink.push(found.clone());
    }
}

/// What stands on the wire for a parameter.
struct Sent<'a> {
    place: Place,
    wire: &'a str,
    ty: &'a Type,
}

/// A parameter itself, or the fields it is spread to.
fn sent<'a>(api: &'a Api, parameter: &'a Parameter) -> Vec<Sent<'a>> {
    let place = parameter.place;
    let fields: Vec<&Field> = match &parameter.ty {
        Type::Named(id) if parameter.spread => match &api.type_def(*id).shape {
            Shape::Struct(fields) => fields.iter().collect(),
            Shape::OneOf(ways) => ways.iter().flat_map(|way| &way.fields).collect(),
            Shape::Enum(_) | Shape::Union(_) | Shape::Rust(_) => Vec::new(),
        },
        ty => return vec![Sent { place, wire: &parameter.wire, ty }],
    };
    fields.into_iter().map(|field| Sent { place, wire: &field.wire, ty: &field.ty }).collect()
}

fn check_response(api: &Api, endpoint: &Endpoint, decl: &ExampleDecl, sink: &mut Sink) {
    let Some(response) = &decl.response else { return };
    let mut fit = Fit { api, sink };
    let lists = |number: i64| endpoint.errors.iter().any(|error| error.code == number);
    let Some(name) = &endpoint.envelope.code else {
        return match decl.status.as_ref().filter(|status| !(200..300).contains(&status.value)) {
            Some(status) if lists(status.value) => {}
            Some(status) => fit.sink.push(wording::example_code(status.span, status.value)),
            None => fit.payload(endpoint, response),
        };
    };
    let Some(code) = response.get(name) else {
        return fit.misfit("a code", response, &format!("$.{name}"));
    };
    match code.scalar().and_then(|text| text.parse::<i64>().ok()) {
        Some(number) if endpoint.envelope.success.contains(&number) => {
            fit.payload(endpoint, response);
        }
        Some(number) if lists(number) => {}
        Some(number) => fit.sink.push(wording::example_code(code.span, number)),
        None => fit.misfit("an integer", code, &format!("$.{name}")),
    }
}

/// The field of the payload with the rows, if the payload is a page.
fn rows_in(endpoint: &Endpoint) -> Option<&str> {
    endpoint.paging.as_ref()?.rows.as_deref()
}

/// Walks an answer along the declared types.
struct Fit<'a> {
    api: &'a Api,
    sink: &'a mut Sink,
}

impl Fit<'_> {
    fn payload(&mut self, endpoint: &Endpoint, response: &Node) {
        let envelope = &endpoint.envelope;
        match (&envelope.data, &endpoint.returns) {
            (Some(data), returns) => {
                let beside = endpoint.paging.iter().filter(|paging| paging.rows.is_none());
                let mut known = names(envelope, [data]);
                known.extend(beside.flat_map(Paging::own_names));
                self.undeclared(response, &known, "$");
                let path = format!("$.{data}");
                match (returns, response.get(data)) {
                    (Some(ty), Some(page)) if let Some(rows) = rows_in(endpoint) => {
                        self.page(endpoint.paging.as_ref(), rows, ty, page, &path);
                    }
                    (Some(ty), Some(value)) => self.value(ty, value, &path),
                    (Some(ty), None) => self.absent(ty, response, &path),
                    (None, _) => {}
                }
            }
            (None, Some(ty)) => self.beside_envelope(ty, response, envelope),
            (None, None) if envelope.code.is_none() => {}
            (None, None) => self.undeclared(response, &names(envelope, []), "$"),
        }
    }

    /// Rows, and what is said about the page around them.
    fn page(&mut self, paging: Option<&Paging>, rows: &str, ty: &Type, page: &Node, path: &str) {
        let mut known: HashSet<&str> = paging.into_iter().flat_map(Paging::own_names).collect();
        known.insert(rows);
        self.undeclared(page, &known, path);
        if !matches!(page.value, Value::Map(_)) && !is_nothing(page) {
            return self.misfit("a map", page, path);
        }
        if let Some(value) = page.get(rows) {
            self.value(ty, value, &format!("{path}.{rows}"));
        }
    }

    fn value(&mut self, ty: &Type, value: &Node, path: &str) {
        match ty {
            Type::Json => {}
            Type::List(item) => self.list(item, value, path),
            Type::Map(inside) => self.map(inside, value, path),
            Type::Named(id) => match &self.api.type_def(*id).shape {
                Shape::Struct(fields) => self.object(fields, value, path),
                Shape::Enum(_) => self.scalar("a value of the enum", value, path, |_| true),
                Shape::Union(union) => self.union(union, value, path),
                Shape::OneOf(_) | Shape::Rust(_) => {}
            },
            Type::JsonText(inside) => self.json_text(inside, value, path),
            Type::Joined(item, _) => match &value.value {
                Value::List(_) => self.list(item, value, path),
                _ => self.scalar("a joined list", value, path, |_| true),
            },
            Type::Bool => self.scalar("a boolean", value, path, is_boolean),
            Type::Int | Type::Uint | Type::Timestamp => {
                self.scalar("an integer", value, path, is_integer);
            }
            Type::Float => self.scalar("a number", value, path, is_number),
            Type::Text | Type::Secret => self.scalar("text", value, path, |_| true),
        }
    }

    fn scalar(&mut self, expected: &str, value: &Node, path: &str, fits: impl Fn(&str) -> bool) {
        let fits = match value.scalar() {
            Some(text) => text.is_empty() || fits(text.trim()),
            None => value.value == Value::Null,
        };
        if !fits {
            self.misfit(expected, value, path);
        }
    }

    /// The type that the tag means, or nothing that could be held against it.
    fn union(&mut self, union: &Union, value: &Node, path: &str) {
        let tag = union.tag.as_ref().and_then(|tag| value.get(tag)?.scalar());
        let meant = |variant: &&Variant| match &variant.tag {
            Some(Wire::Text(text)) => tag.as_ref() == Some(text),
            Some(Wire::Int(number)) => tag.as_ref() == Some(&number.to_string()),
            None => false,
        };
        if let Some(variant) = union.variants.iter().find(meant) {
            self.value(&variant.ty, value, path);
        }
    }

    /// The JSON inside is not walked: it has no places of its own.
    fn json_text(&mut self, inside: &Type, value: &Node, path: &str) {
        match value.scalar() {
            Some(text) if !text.is_empty() => {
                if serde_json::from_str::<serde_json::Value>(&text).is_err() {
                    self.misfit("text that holds JSON", value, path);
                }
            }
            Some(_) => {}
            None => self.value(inside, value, path),
        }
    }

    fn list(&mut self, item: &Type, value: &Node, path: &str) {
        match &value.value {
            Value::List(items) => {
                for (index, value) in items.iter().enumerate() {
                    self.value(item, value, &format!("{path}[{index}]"));
                }
            }
            _ if is_nothing(value) => {}
            _ => self.misfit("a list", value, path),
        }
    }

    fn map(&mut self, inside: &Type, value: &Node, path: &str) {
        if !matches!(value.value, Value::Map(_)) && !is_nothing(value) {
            self.misfit("a map", value, path);
        }
        for entry in value.entries() {
            self.value(inside, &entry.value, &format!("{path}.{}", entry.key));
        }
    }

    fn object(&mut self, fields: &[Field], value: &Node, path: &str) {
        let declared = fields.iter().map(|field| field.wire.as_str()).collect();
        self.undeclared(value, &declared, path);
        self.fields(fields, value, path);
    }

    /// A payload whose fields stand beside the code.
    fn beside_envelope(&mut self, ty: &Type, response: &Node, envelope: &Envelope) {
        let Type::Named(id) = ty else { return self.value(ty, response, "$") };
        let Shape::Struct(fields) = &self.api.type_def(*id).shape else { return };
        let declared = names(envelope, fields.iter().map(|field| &field.wire));
        self.undeclared(response, &declared, "$");
        self.fields(fields, response, "$");
    }

    fn fields(&mut self, fields: &[Field], value: &Node, path: &str) {
        if !matches!(value.value, Value::Map(_)) && !is_nothing(value) {
            return self.misfit("a map", value, path);
        }
        for field in fields {
            let path = format!("{path}.{}", field.wire);
            match value.get(&field.wire) {
                None if field.required => self.missing(value, &path),
                Some(inside)
                    if field.required && !field.nullable && inside.value == Value::Null =>
                {
                    self.missing(inside, &path);
                }
                Some(inside) => self.value(&field.ty, inside, &path),
                None => {}
            }
        }
    }

    /// A payload that is not there is an empty one, so only required fields can be missed.
    fn absent(&mut self, ty: &Type, response: &Node, path: &str) {
        if let Type::Named(id) = ty
            && let Shape::Struct(fields) = &self.api.type_def(*id).shape
            && fields.iter().any(|field| field.required)
        {
            self.missing(response, path);
        }
    }

    fn undeclared(&mut self, value: &Node, declared: &HashSet<&str>, path: &str) {
        for entry in value.entries() {
            if !declared.contains(entry.key.as_str()) {
                let path = format!("{path}.{}", entry.key);
                self.sink.push(wording::example_undeclared(entry.key_span, &path));
            }
        }
    }

    fn missing(&mut self, place: &Node, path: &str) {
        self.sink.push(wording::example_missing(place.span, path));
    }

    fn misfit(&mut self, expected: &str, found: &Node, path: &str) {
        self.sink.push(wording::example_misfit(found, path, expected));
    }
}

fn names<'a>(
    envelope: &'a Envelope,
    others: impl IntoIterator<Item = &'a String>,
) -> HashSet<&'a str> {
    envelope.own_names().chain(others.into_iter().map(String::as_str)).collect()
}

/// What stands for an absent container on this kind of wire.
fn is_nothing(value: &Node) -> bool {
    match &value.value {
        Value::Null => true,
        Value::Text(text) => text.is_empty(),
        Value::List(items) => items.is_empty(),
        Value::Map(entries) => entries.is_empty(),
        Value::Bool(_) | Value::Number(_) => false,
    }
}

fn is_boolean(text: &str) -> bool {
    matches!(text, "true" | "false" | "0" | "1")
}

fn is_integer(text: &str) -> bool {
    let whole = |number: f64| number.is_finite() && number.fract() == 0.0;
    text.parse::<i64>().is_ok()
        || text.parse::<u64>().is_ok()
        || matches!(text, "true" | "false")
        || text.parse().is_ok_and(whole)
}

fn is_number(text: &str) -> bool {
    text.parse().is_ok_and(f64::is_finite)
}
