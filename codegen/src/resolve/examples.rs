//! Examples are tests: each must fit what the description declares.
//!
//! The rules are those of the runtime's decoding, with its tolerance: a number in a string is
//! accepted, an object in place of a list is not. An undeclared field is a warning, because the
//! description should declare the fields that the server sends.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::fmt;
use std::ops::Range;
use std::rc::Rc;

use indexmap::IndexMap;

use super::http_status;
use crate::diagnostics::Sink;
use crate::diagnostics::messages;
use crate::model::{
    Api, Endpoint, Envelope, Example, Field, Paging, ParameterLocation, Presence, Scalar,
    SentField, Shape, Type, TypeId, Union, Variant,
};
use crate::source::yaml::{Node, Value};
use crate::syntax::{Description, EndpointFile, ExampleDecl};
use crate::wire::success::{Outcome, outcome};

/// The examples of a file. They are checked when all types are known.
pub(super) fn resolve(file: &EndpointFile, sink: &mut Sink) -> Vec<Example> {
    let resolve = |decl: &ExampleDecl| Example {
        request: request(decl),
        response: decl.response.as_ref().map(Node::to_json),
        status: decl.status.as_ref().map_or(200, |status| http_status(status, sink)),
        span: decl.span,
    };
    file.examples.iter().map(resolve).collect()
}

fn request(decl: &ExampleDecl) -> IndexMap<(ParameterLocation, String), ordered_json::Value> {
    let given = decl.parameters.iter();
    given.map(|(place, name, value)| ((*place, name.value.clone()), value.to_json())).collect()
}

/// Checks all examples of all endpoints.
pub(super) fn check(api: &Api, files: &Description, sink: &mut Sink) {
    let by_path: HashMap<&str, &EndpointFile> =
        files.endpoints.iter().map(|file| (file.path.as_str(), file)).collect();
    let index = Index::new(api);
    for endpoint in api.endpoints() {
        let Some(file) = by_path.get(endpoint.file.as_str()) else { continue };
        let request = Request::new(api, endpoint);
        for (decl, example) in file.examples.iter().zip(&endpoint.examples) {
            check_request(&index, &request, decl, sink);
            check_response(&index, endpoint, (decl, example), sink);
        }
    }
}

/// The values that an endpoint sends, in the order of its parameters and by name.
struct Request<'a> {
    sent: Vec<SentField<'a>>,
    by_name: HashMap<(ParameterLocation, &'a str), Vec<usize>>,
    /// Wire names of required parameters, each with its range of `sent`.
    required: Vec<(&'a str, Range<usize>)>,
}

impl<'a> Request<'a> {
    fn new(api: &'a Api, endpoint: &'a Endpoint) -> Self {
        let mut request = Self { sent: Vec::new(), by_name: HashMap::new(), required: Vec::new() };
        for parameter in &endpoint.parameters {
            let first = request.sent.len();
            request.sent.extend(api.sent_by(parameter));
            if parameter.presence == Presence::Required {
                request.required.push((&parameter.wire_name, first..request.sent.len()));
            }
        }
        for (at, one) in request.sent.iter().enumerate() {
            request.by_name.entry((one.place(), one.wire_name())).or_default().push(at);
        }
        request
    }

    fn known(&self, place: ParameterLocation) -> Vec<&'a str> {
        let sent = self.sent.iter().filter(|one| one.place() == place);
        sent.map(|one| one.wire_name()).collect()
    }
}

/// Checks the parameters of an example. An example without parameters documents only a response.
fn check_request(index: &Index<'_>, request: &Request<'_>, decl: &ExampleDecl, sink: &mut Sink) {
    let mut given = HashSet::new();
    for (place, name, value) in &decl.parameters {
        let named = (*place, name.value.as_str());
        given.insert(named);
        match request.by_name.get(&named) {
            Some(meant) => {
                let meant: Vec<_> = meant.iter().map(|at| request.sent[*at]).collect();
                check_value(index, &meant, value, sink);
            }
            None if sink.is_full() => return,
            None => sink.push(messages::example_unknown_parameter(name, &request.known(*place))),
        }
    }
    let is_given = |one: &SentField<'_>| given.contains(&(one.place(), one.wire_name()));
    for (wire, part) in &request.required {
        if sink.is_full() {
            return;
        }
        if !decl.parameters.is_empty() && !request.sent[part.clone()].iter().any(is_given) {
            sink.push(messages::example_missing_parameter(decl.span, wire));
        }
    }
}

/// Checks a value against the types that are sent under its name. Alternatives may have fields with
/// the same name and different types.
fn check_value(index: &Index<'_>, meant: &[SentField<'_>], value: &Node, sink: &mut Sink) {
    let mut first = None;
    for sent in meant {
        let mut found = Sink::default();
        // Outside of a body, a list may be written as the string that is sent.
        let is_text = sent.place() != ParameterLocation::Body && value.scalar().is_some();
        if !(is_text && matches!(sent.ty(), Type::List(_))) {
            let path = Path::Root.key(sent.wire_name());
            Fit { index, sink: &mut found }.value(sent.ty(), value, &path);
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

fn check_response(
    index: &Index<'_>,
    endpoint: &Endpoint,
    (decl, example): (&ExampleDecl, &Example),
    sink: &mut Sink,
) {
    let (Some(response), Some(body)) = (&decl.response, &example.response) else { return };
    let name = endpoint.envelope.code.as_ref();
    let code = name.and_then(|name| response.get(name));
    let mut fit = Fit { index, sink };
    match outcome(&endpoint.envelope, example.status, body) {
        Outcome::Success => fit.payload(endpoint, response),
        Outcome::Failure(number) if endpoint.errors.iter().any(|one| one.code == number) => {}
        Outcome::Failure(number) => {
            let is_it =
                |code: &&Node| code.scalar().is_some_and(|text| text.trim() == number.to_string());
            let span = code.filter(is_it).map(|code| code.span);
            let span = span.or(decl.status.as_ref().map(|status| status.span));
            fit.sink.push(messages::example_unlisted_code(span.unwrap_or(response.span), number));
        }
        Outcome::Unreadable => {
            let path = name.map_or(Path::Root, |name| Path::Root.key(name));
            match code {
                Some(code) => fit.misfit("an integer", code, &path),
                None => fit.misfit("a code", response, &path),
            }
        }
    }
}

/// A path in a response. It is formatted only for a diagnostic.
enum Path<'a> {
    Root,
    Key(&'a Path<'a>, &'a str),
    Item(&'a Path<'a>, usize),
}

impl Path<'_> {
    fn key<'a>(&'a self, name: &'a str) -> Path<'a> {
        Path::Key(self, name)
    }
}

impl fmt::Display for Path<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Root => formatter.write_str("$"),
            Self::Key(holder, name) => write!(formatter, "{holder}.{name}"),
            Self::Item(holder, index) => write!(formatter, "{holder}[{index}]"),
        }
    }
}

/// The fields of structs and the types of unions by name, cached for all objects of the examples.
struct Index<'a> {
    api: &'a Api,
    fields: RefCell<HashMap<TypeId, Rc<Fields<'a>>>>,
    variants: RefCell<HashMap<TypeId, Rc<Tagged<'a>>>>,
}

/// The fields of an object.
struct Fields<'a> {
    by_wire: HashMap<&'a str, &'a Field>,
    required: Vec<&'a Field>,
}

/// The types of a union by tag.
type Tagged<'a> = HashMap<String, &'a Type>;

impl<'a> Index<'a> {
    fn new(api: &'a Api) -> Self {
        Self { api, fields: RefCell::default(), variants: RefCell::default() }
    }

    fn fields(&self, id: TypeId, fields: &'a [Field]) -> Rc<Fields<'a>> {
        let make = || Fields {
            by_wire: fields.iter().map(|field| (field.wire_name.as_str(), field)).collect(),
            required: fields.iter().filter(|field| field.required).collect(),
        };
        Rc::clone(self.fields.borrow_mut().entry(id).or_insert_with(|| Rc::new(make())))
    }

    fn variants(&self, id: TypeId, union: &'a Union) -> Rc<Tagged<'a>> {
        let tag = |variant: &'a Variant| match variant.tag.as_ref()? {
            Scalar::Text(text) => Some((text.clone(), &variant.ty)),
            Scalar::Int(number) => Some((number.to_string(), &variant.ty)),
        };
        // The first type with a tag wins, so it is inserted last.
        let make = || union.variants.iter().rev().filter_map(tag).collect();
        Rc::clone(self.variants.borrow_mut().entry(id).or_insert_with(|| Rc::new(make())))
    }
}

/// The field of the payload with the rows, if the payload is a page.
fn rows_in(endpoint: &Endpoint) -> Option<(&Paging, &str)> {
    let paging = endpoint.paging.as_ref()?;
    Some((paging, paging.rows.as_deref()?))
}

/// Compares a response with the declared types.
struct Fit<'f, 'a> {
    index: &'f Index<'a>,
    sink: &'f mut Sink,
}

impl Fit<'_, '_> {
    fn payload(&mut self, endpoint: &Endpoint, response: &Node) {
        let envelope = &endpoint.envelope;
        match (&envelope.data, &endpoint.returns) {
            (Some(data), returns) => {
                let path = Path::Root.key(data);
                let beside = endpoint.paging.as_ref().filter(|paging| paging.rows.is_none());
                let is_beside = |key: &str| beside.is_some_and(|one| is_of_page(one, key));
                let known = |key: &str| key == data || is_own(envelope, key) || is_beside(key);
                self.undeclared(response, known, &Path::Root);
                match (returns, response.get(data)) {
                    (Some(ty), Some(page)) if let Some(style) = rows_in(endpoint) => {
                        self.page(style, ty, page, &path);
                    }
                    (Some(ty), Some(value)) => self.value(ty, value, &path),
                    (Some(ty), None) => self.absent(ty, response, &path),
                    (None, _) => {}
                }
            }
            (None, Some(ty)) => self.beside_envelope(ty, response, envelope),
            (None, None) if envelope.code.is_none() => {}
            (None, None) => self.undeclared(response, |key| is_own(envelope, key), &Path::Root),
        }
    }

    /// Checks a page: its rows, and the fields beside them.
    fn page(&mut self, (paging, rows): (&Paging, &str), ty: &Type, page: &Node, path: &Path<'_>) {
        self.undeclared(page, |key| key == rows || is_of_page(paging, key), path);
        if !matches!(page.value, Value::Map(_)) && !is_nothing(page) {
            return self.misfit("a map", page, path);
        }
        if let Some(value) = page.get(rows) {
            self.value(ty, value, &path.key(rows));
        }
    }

    fn value(&mut self, ty: &Type, value: &Node, path: &Path<'_>) {
        if self.sink.is_full() {
            return;
        }
        let index = self.index;
        match ty {
            Type::Json => {}
            Type::List(item) => self.list(item, value, path),
            Type::Map(inside) => self.map(inside, value, path),
            Type::Named(id) => match &index.api.type_def(*id).shape {
                Shape::Struct(fields) => self.object(&index.fields(*id, fields), value, path),
                Shape::Enum(_) => self.scalar("a value of the enum", value, path, |_| true),
                Shape::Union(union) => {
                    self.union(union.tag.as_deref(), &index.variants(*id, union), value, path);
                }
                Shape::OneOf(_) | Shape::External(_) => {}
            },
            Type::JsonString(inside) => self.json_text(inside, value, path),
            Type::Delimited(item, _) => match &value.value {
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

    fn scalar(
        &mut self,
        expected: &str,
        value: &Node,
        path: &Path<'_>,
        fits: impl Fn(&str) -> bool,
    ) {
        let fits = match value.scalar() {
            Some(text) => text.is_empty() || fits(text.trim()),
            None => value.value == Value::Null,
        };
        if !fits {
            self.misfit(expected, value, path);
        }
    }

    /// Checks a union against the type that its tag selects, if the tag is listed.
    fn union(&mut self, tag: Option<&str>, types: &Tagged<'_>, value: &Node, path: &Path<'_>) {
        let tag = tag.and_then(|tag| value.get(tag)?.scalar());
        if let Some(ty) = tag.and_then(|tag| types.get(&tag)) {
            self.value(ty, value, path);
        }
    }

    /// Checks a string that contains JSON. The JSON inside is not compared, because it has no spans.
    fn json_text(&mut self, inside: &Type, value: &Node, path: &Path<'_>) {
        match value.scalar() {
            Some(text) if !text.is_empty() => {
                if serde_json::from_str::<ordered_json::Value>(&text).is_err() {
                    self.misfit("text that holds JSON", value, path);
                }
            }
            Some(_) => {}
            None => self.value(inside, value, path),
        }
    }

    fn list(&mut self, item: &Type, value: &Node, path: &Path<'_>) {
        match &value.value {
            Value::List(items) => {
                for (index, value) in items.iter().enumerate() {
                    self.value(item, value, &Path::Item(path, index));
                }
            }
            _ if is_nothing(value) => {}
            _ => self.misfit("a list", value, path),
        }
    }

    fn map(&mut self, inside: &Type, value: &Node, path: &Path<'_>) {
        if !matches!(value.value, Value::Map(_)) && !is_nothing(value) {
            self.misfit("a map", value, path);
        }
        for entry in value.entries() {
            self.value(inside, &entry.value, &path.key(&entry.key));
        }
    }

    fn object(&mut self, fields: &Fields<'_>, value: &Node, path: &Path<'_>) {
        self.undeclared(value, |key| fields.by_wire.contains_key(key), path);
        self.fields(fields, value, path);
    }

    /// Checks a payload whose fields are beside the code.
    fn beside_envelope(&mut self, ty: &Type, response: &Node, envelope: &Envelope) {
        let index = self.index;
        let Type::Named(id) = ty else { return self.value(ty, response, &Path::Root) };
        let Shape::Struct(fields) = &index.api.type_def(*id).shape else { return };
        let fields = index.fields(*id, fields);
        let known = |key: &str| fields.by_wire.contains_key(key) || is_own(envelope, key);
        self.undeclared(response, known, &Path::Root);
        self.fields(&fields, response, &Path::Root);
    }

    fn fields(&mut self, fields: &Fields<'_>, value: &Node, path: &Path<'_>) {
        if !matches!(value.value, Value::Map(_)) && !is_nothing(value) {
            return self.misfit("a map", value, path);
        }
        let given: HashMap<&str, &Node> =
            value.entries().iter().map(|entry| (entry.key.as_str(), &entry.value)).collect();
        for field in &fields.required {
            if self.sink.is_full() {
                return;
            }
            match given.get(field.wire_name.as_str()) {
                None => self.missing(value, &path.key(&field.wire_name)),
                Some(inside) if !field.nullable && inside.value == Value::Null => {
                    self.missing(inside, &path.key(&field.wire_name));
                }
                Some(_) => {}
            }
        }
        for entry in value.entries() {
            let Some(field) = fields.by_wire.get(entry.key.as_str()) else { continue };
            let is_missing = field.required && !field.nullable && entry.value.value == Value::Null;
            if !is_missing {
                self.value(&field.ty, &entry.value, &path.key(&field.wire_name));
            }
        }
    }

    /// Checks a missing payload. It counts as an empty one, so only required fields are reported.
    fn absent(&mut self, ty: &Type, response: &Node, path: &Path<'_>) {
        if let Type::Named(id) = ty
            && let Shape::Struct(fields) = &self.index.api.type_def(*id).shape
            && fields.iter().any(|field| field.required)
        {
            self.missing(response, path);
        }
    }

    fn undeclared(&mut self, value: &Node, known: impl Fn(&str) -> bool, path: &Path<'_>) {
        for entry in value.entries().iter().filter(|entry| !known(&entry.key)) {
            let path = path.key(&entry.key).to_string();
            self.sink.push(messages::example_undeclared_field(entry.key_span, &path));
        }
    }

    fn missing(&mut self, place: &Node, path: &Path<'_>) {
        self.sink.push(messages::example_missing_field(place.span, &path.to_string()));
    }

    fn misfit(&mut self, expected: &str, found: &Node, path: &Path<'_>) {
        self.sink.push(messages::example_mismatch(
            found.span,
            &path.to_string(),
            expected,
            found.kind(),
        ));
    }
}

fn is_of_page(paging: &Paging, key: &str) -> bool {
    paging.own_names().any(|name| name == key)
}

fn is_own(envelope: &Envelope, key: &str) -> bool {
    envelope.own_names().any(|name| name == key)
}

/// Returns true if the runtime decodes a value as an absent container.
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
