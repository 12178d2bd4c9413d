//! Lowers nodes into the structs of `syntax`.
//!
//! The functions for whole files validate their node first, which reports all mistakes. Invalid
//! values are left out. Nothing depends on them, because errors end the run after this stage.

use super::grammar;
use super::map::{Map, local_text};
use super::table::Table;
use super::text_spans::{self, Written};
use super::validate;
use super::{
    AlternativeDecl, ApiFile, AuthDecl, CatalogueFile, EndpointFile, EndpointPlace, EnumValueDecl,
    EnvelopeDecl, ErrorDecl, ExampleDecl, FieldDecl, GroupDecl, ItemDecl, PagingDecl,
    ParameterDecl, ServerDecl, ShapeDecl, Spanned, TypeDecl, TypeExpr, UnionDecl,
};
use crate::diagnostics::Sink;
use crate::model::{Constraint, LocalizedText, Method, ParameterLocation};
use crate::source::yaml::{Entry, Node, Value};

/// `api.yaml`.
pub(super) fn api(node: &Node, sink: &mut Sink) -> Option<ApiFile> {
    validate::table(node, &grammar::API, sink);
    let map = Map::new(node, &grammar::API)?;
    Some(ApiFile {
        version: map.integer("endpointc")?,
        name: map.text("name")?,
        title: map.local_text("title"),
        doc: map.local_text("doc"),
        servers: map.entries("servers").filter_map(server).collect(),
        auth: map.get("auth").and_then(auth),
        exhaustive: map.text("error_enums").is_some_and(|word| word.value == "exhaustive"),
        envelopes: map.entries("envelopes").filter_map(envelope).collect(),
        paging: map.entries("paging").filter_map(paging).collect(),
        errors: map.entries("errors").map(error_set).collect(),
        groups: map.entries("groups").filter_map(group).collect(),
        types: map.entries("types").filter_map(type_decl).collect(),
        allow: map.texts("allow"),
        texts: texts_in(node, &grammar::API),
    })
}

/// `codes.yaml`.
pub(super) fn catalogue(node: &Node, sink: &mut Sink) -> Option<CatalogueFile> {
    validate::table(node, &grammar::CATALOGUE, sink);
    let map = Map::new(node, &grammar::CATALOGUE)?;
    Some(CatalogueFile {
        codes: map.get("codes").map(errors).unwrap_or_default(),
        allow: map.texts("allow"),
        texts: texts_in(node, &grammar::CATALOGUE),
    })
}

/// A file that describes an endpoint.
pub(super) fn endpoint(
    node: &Node,
    place: &EndpointPlace<'_>,
    sink: &mut Sink,
) -> Option<EndpointFile> {
    validate::table(node, &grammar::ENDPOINT, sink);
    let map = Map::new(node, &grammar::ENDPOINT)?;
    Some(EndpointFile {
        file: place.file,
        group: place.group.to_owned(),
        name: place.name.to_owned(),
        path: place.path.to_owned(),
        summary: map.local_text("summary"),
        doc: map.local_text("doc"),
        routes: map
            .given(METHODS)
            .filter_map(|(key, method)| Some((method, map.text(key)?)))
            .collect(),
        source: map.text("source").map(|text| text.value),
        since: map.text("since").map(|text| text.value),
        deprecated: map.get("deprecated").map(local_text),
        without_auth: map.get("auth").is_some(),
        idempotent: map.bool("idempotent"),
        envelope: map.text("envelope"),
        parameters: parameters(&map),
        returns: map.get("returns").and_then(type_expression),
        paging: map.text("paging"),
        error_sets: map.get("error_sets").map(|_| map.texts("error_sets")),
        errors: map.get("errors").map(errors).unwrap_or_default(),
        types: map.entries("types").filter_map(type_decl).collect(),
        examples: map.items("examples").filter_map(example).collect(),
        quirks: map.items("quirks").map(local_text).collect(),
        allow: map.texts("allow"),
        texts: texts_in(node, &grammar::ENDPOINT),
    })
}

fn texts_in(node: &Node, table: &'static Table) -> Vec<Written> {
    let mut found = Vec::new();
    text_spans::in_table(node, table, &mut found);
    found
}

const METHODS: [(&str, Method); 5] = [
    ("get", Method::Get),
    ("post", Method::Post),
    ("put", Method::Put),
    ("patch", Method::Patch),
    ("delete", Method::Delete),
];

const PLACES: [(&str, ParameterLocation); 5] = [
    ("path", ParameterLocation::Path),
    ("query", ParameterLocation::Query),
    ("header", ParameterLocation::Header),
    ("body", ParameterLocation::Body),
    ("form", ParameterLocation::Form),
];

fn server(entry: &Entry) -> Option<ServerDecl> {
    let map = Map::new(&entry.value, &grammar::SERVER)?;
    Some(ServerDecl { name: key(entry), url: map.text("url")?, doc: map.local_text("doc") })
}

fn auth(node: &Node) -> Option<AuthDecl> {
    let map = Map::new(node, &grammar::AUTH)?;
    let renew_on = map.get("renew_on").and_then(|node| Map::new(node, &grammar::RENEW_ON));
    let integers = |name| renew_on.as_ref().map_or_else(Vec::new, |map| map.integers(name));
    Some(AuthDecl {
        header: map.text("header")?,
        statuses: integers("status"),
        codes: integers("codes"),
        doc: map.local_text("doc"),
        example: map.text("example"),
    })
}

fn envelope(entry: &Entry) -> Option<EnvelopeDecl> {
    let map = Map::new(&entry.value, &grammar::ENVELOPE)?;
    Some(EnvelopeDecl {
        name: key(entry),
        code: map.text("code"),
        success: map.integers("success"),
        message: map.text("message"),
        data: map.text("data"),
        others: map.texts("others"),
    })
}

fn paging(entry: &Entry) -> Option<PagingDecl> {
    let map = Map::new(&entry.value, &grammar::PAGING)?;
    Some(PagingDecl {
        name: key(entry),
        in_body: map.text("in").is_some_and(|word| word.value == "body"),
        page: map.text("page")?,
        size: map.text("size"),
        default_size: map.integer("default_size"),
        max_size: map.integer("max_size"),
        rows: map.text("rows"),
        number: map.text("number"),
        total: map.text("total"),
        pages: map.text("pages"),
        others: map.texts("others"),
    })
}

fn error_set(entry: &Entry) -> (Spanned<String>, Vec<ErrorDecl>) {
    (key(entry), errors(&entry.value))
}

/// Codes alone, or codes with descriptions.
fn errors(node: &Node) -> Vec<ErrorDecl> {
    match &node.value {
        Value::List(items) => items.iter().filter_map(listed).collect(),
        Value::Map(entries) => entries.iter().filter_map(error).collect(),
        _ => Vec::new(),
    }
}

fn listed(node: &Node) -> Option<ErrorDecl> {
    Some(ErrorDecl {
        code: Spanned { value: validate::integer(node)?, span: node.span },
        name: None,
        kind: None,
        retry: None,
        doc: LocalizedText::default(),
        remedy: LocalizedText::default(),
    })
}

fn error(entry: &Entry) -> Option<ErrorDecl> {
    let map = Map::new(&entry.value, &grammar::ERROR)?;
    let code = entry.key.parse().ok()?;
    Some(ErrorDecl {
        code: Spanned { value: code, span: entry.key_span },
        name: map.text("name"),
        kind: map.text("kind").map(|word| word.value),
        retry: map.bool("retry"),
        doc: map.local_text("doc"),
        remedy: map.local_text("remedy"),
    })
}

fn group(entry: &Entry) -> Option<GroupDecl> {
    let map = Map::new(&entry.value, &grammar::GROUP)?;
    Some(GroupDecl {
        name: key(entry),
        title: map.local_text("title"),
        doc: map.local_text("doc"),
        envelope: map.text("envelope"),
        error_sets: map.texts("errors"),
        feature: map.text("feature"),
    })
}

fn type_decl(entry: &Entry) -> Option<TypeDecl> {
    let map = Map::new(&entry.value, &grammar::TYPE)?;
    Some(TypeDecl {
        name: key(entry),
        doc: map.local_text("doc"),
        shape: shape(&map),
        rust: map.text("rust"),
        sample: map.text("sample"),
        item: map.get("item").and_then(item),
    })
}

fn shape(map: &Map<'_>) -> ShapeDecl {
    ShapeDecl {
        fields: map.get("fields").map(|_| map.entries("fields").filter_map(field).collect()),
        values: map.get("enum").map(|_| map.entries("enum").filter_map(enum_value).collect()),
        one_of: map.get("one_of").map(|_| map.entries("one_of").map(alternative).collect()),
        union: map.get("union").and_then(union),
    }
}

fn alternative(entry: &Entry) -> AlternativeDecl {
    let fields = entry.value.entries().iter().filter_map(field).collect();
    AlternativeDecl { name: key(entry), fields }
}

fn union(node: &Node) -> Option<UnionDecl> {
    let map = Map::new(node, &grammar::UNION)?;
    let types = |name| {
        map.entries(name)
            .filter_map(|entry| Some((key(entry), type_expression(&entry.value)?)))
            .collect()
    };
    Some(UnionDecl {
        span: map.first_key().unwrap_or(node.span),
        tag: map.text("tag"),
        types: types("types"),
        shapes: types("shapes"),
    })
}

fn item(node: &Node) -> Option<ItemDecl> {
    let map = Map::new(node, &grammar::ITEM)?;
    Some(ItemDecl {
        code: map.text("code")?,
        success: map.integers("success"),
        message: map.text("message"),
    })
}

fn field(entry: &Entry) -> Option<FieldDecl> {
    let short = |ty| FieldDecl {
        wire_name: key(entry),
        ty,
        constant: None,
        required: None,
        nullable: false,
        default: None,
        name: None,
        secret: false,
        limits: Vec::new(),
        deprecated: None,
        undocumented: false,
        doc: LocalizedText::default(),
    };
    if let Some(ty) = type_expression(&entry.value) {
        return Some(short(Some(ty)));
    }
    let map = Map::new(&entry.value, &grammar::FIELD)?;
    Some(FieldDecl {
        constant: map.json("const"),
        required: map.bool("required"),
        nullable: map.bool("nullable").unwrap_or(false),
        default: map.json("default"),
        name: map.text("name"),
        secret: map.bool("secret").unwrap_or(false),
        limits: limits(&map),
        deprecated: map.get("deprecated").map(local_text),
        undocumented: map.bool("undocumented").unwrap_or(false),
        doc: map.local_text("doc"),
        ..short(map.get("type").and_then(type_expression))
    })
}

fn enum_value(entry: &Entry) -> Option<EnumValueDecl> {
    if let Some(name) = entry.value.scalar() {
        let name = Spanned { value: name, span: entry.value.span };
        return Some(EnumValueDecl { scalar: key(entry), name, doc: LocalizedText::default() });
    }
    let map = Map::new(&entry.value, &grammar::ENUM_VALUE)?;
    Some(EnumValueDecl { scalar: key(entry), name: map.text("name")?, doc: map.local_text("doc") })
}

/// Parameters of all places in the order in which they were written, which is the order of
/// arguments.
fn parameters(map: &Map<'_>) -> Vec<ParameterDecl> {
    map.given(PLACES)
        .flat_map(|(key, place)| map.entries(key).filter_map(move |entry| parameter(entry, place)))
        .collect()
}

fn parameter(entry: &Entry, place: ParameterLocation) -> Option<ParameterDecl> {
    let short = |ty| ParameterDecl {
        wire_name: key(entry),
        place,
        ty,
        spread: None,
        constant: None,
        required: false,
        list: None,
        default: None,
        name: None,
        secret: false,
        limits: Vec::new(),
        undocumented: false,
        doc: LocalizedText::default(),
    };
    if let Some(ty) = type_expression(&entry.value) {
        return Some(short(Some(ty)));
    }
    let map = Map::new(&entry.value, &grammar::PARAMETER)?;
    Some(ParameterDecl {
        spread: map.get("spread").and_then(type_expression),
        constant: map.json("const"),
        required: map.bool("required").unwrap_or(false),
        list: map.text("list").map(|word| word.value),
        default: map.json("default"),
        name: map.text("name"),
        secret: map.bool("secret").unwrap_or(false),
        limits: limits(&map),
        undocumented: map.bool("undocumented").unwrap_or(false),
        doc: map.local_text("doc"),
        ..short(map.get("type").and_then(type_expression))
    })
}

fn limits(map: &Map<'_>) -> Vec<Spanned<Constraint>> {
    let count = |value: i64| u64::try_from(value).unwrap_or(0);
    let makers: [(&str, &dyn Fn(i64) -> Constraint); 6] = [
        ("min_length", &|value| Constraint::MinLength(count(value))),
        ("max_length", &|value| Constraint::MaxLength(count(value))),
        ("min", &Constraint::Min),
        ("max", &Constraint::Max),
        ("min_items", &|value| Constraint::MinItems(count(value))),
        ("max_items", &|value| Constraint::MaxItems(count(value))),
    ];
    let numbers = makers.into_iter().filter_map(|(key, make)| {
        let number = map.integer(key)?;
        Some(Spanned { value: make(number.value), span: number.span })
    });
    let pattern = map
        .text("pattern")
        .map(|text| Spanned { value: Constraint::Pattern(text.value), span: text.span });
    numbers.chain(pattern).collect()
}

fn example(node: &Node) -> Option<ExampleDecl> {
    let map = Map::new(node, &grammar::EXAMPLE)?;
    let mut parameters = Vec::new();
    for (name, place) in map.given(PLACES) {
        let values = map.entries(name);
        parameters.extend(values.map(|entry| (place, key(entry), entry.value.clone())));
    }
    Some(ExampleDecl {
        span: map.first_key().unwrap_or(node.span),
        parameters,
        status: map.integer("status"),
        response: map.get("response").cloned(),
    })
}

/// A type expression; `None` for a map that describes a parameter or a field.
fn type_expression(node: &Node) -> Option<TypeExpr> {
    match &node.value {
        Value::Text(name) => Some(TypeExpr::Name(Spanned { value: name.clone(), span: node.span })),
        Value::List(items) => Some(TypeExpr::List(Box::new(type_expression(items.first()?)?))),
        Value::Map(_) => map_expression(node),
        Value::Null | Value::Bool(_) | Value::Number(_) => None,
    }
}

fn map_expression(node: &Node) -> Option<TypeExpr> {
    let kind = validate::type_key(node)?;
    let map = Map::new(node, &grammar::TYPE_EXPRESSION)?;
    let inside = || Some(Box::new(map.get(kind).and_then(type_expression)?));
    match kind {
        "map" => Some(TypeExpr::Map(inside()?)),
        "json_text" => Some(TypeExpr::JsonText(inside()?)),
        "joined" => Some(TypeExpr::Joined(inside()?, map.text("by"))),
        _ => Some(TypeExpr::Inline(map.first_key()?, Box::new(shape(&map)))),
    }
}

fn key(entry: &Entry) -> Spanned<String> {
    Spanned { value: entry.key.clone(), span: entry.key_span }
}
