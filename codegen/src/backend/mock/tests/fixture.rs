//! A small API in which everything occurs once.

use indexmap::IndexMap;
use ordered_json::{Value, json};

use crate::model::{
    Api, Auth, Constraint, DeclaredIn, Endpoint, EnumValue, Envelope, ErrorCode, ErrorKind,
    Example, Exhaustiveness, Field, Group, ListStyle, LocalizedText, Method, Parameter,
    ParameterLocation, PathPart, Presence, Scalar, Shape, Type, TypeDef, TypeId,
};
use crate::source::Span;

const SPAN: Span = Span { file: 0, start: 0, end: 0 };

const LANGUAGE: TypeId = TypeId(0);
const LEVEL: TypeId = TypeId(1);
const NODE: TypeId = TypeId(2);
const SPOT: TypeId = TypeId(3);

pub(super) fn api() -> Api {
    let groups = [("things", things()), ("tokens", tokens()), ("users", users())];
    Api {
        name: "fixture".to_owned(),
        title: LocalizedText::default(),
        doc: LocalizedText::default(),
        servers: Vec::new(),
        auth: Some(Auth {
            header: "Authorization".to_owned(),
            renew_on_status: vec![401],
            renew_on_codes: Vec::new(),
            doc: LocalizedText::default(),
            example: None,
        }),
        exhaustiveness: Exhaustiveness::Open,
        envelopes: IndexMap::new(),
        paging: IndexMap::new(),
        catalogue: Vec::new(),
        error_sets: IndexMap::new(),
        groups: groups.into_iter().map(|(name, endpoints)| group(name, endpoints)).collect(),
        types: types(),
    }
}

fn things() -> Vec<Endpoint> {
    let show = Endpoint {
        parameters: vec![
            Parameter {
                limits: vec![Constraint::MinLength(2), Constraint::MaxLength(6)],
                ..required("key", ParameterLocation::Query, Type::Text)
            },
            optional("language", ParameterLocation::Query, Type::Named(LANGUAGE)),
        ],
        envelope: wrapped(),
        authenticated: true,
        errors: vec![error(70017, "There is no such thing.")],
        examples: vec![
            example(json!({ "key": "gone" }), 200, json!({ "code": 70017, "msg": "gone" })),
            example(json!({}), 200, json!({ "code": 70017, "msg": "who knows" })),
            example(json!({}), 502, json!({ "code": 200, "msg": "gateway" })),
            example(json!({}), 200, json!({ "code": "200", "msg": "OK", "data": "any" })),
            example(json!({ "key": 77 }), 200, json!({ "code": 200, "data": "number" })),
            example(
                json!({ "key": 77, "language": "EN" }),
                201,
                json!({ "code": 200, "data": "both" }),
            ),
        ],
        ..endpoint("show", Method::Get, "/things")
    };
    let create = Endpoint {
        parameters: vec![
            required("name", ParameterLocation::Body, Type::Text),
            Parameter {
                limits: vec![Constraint::Min(1), Constraint::Max(10)],
                ..optional("count", ParameterLocation::Body, Type::Int)
            },
            Parameter {
                limits: vec![
                    Constraint::MinItems(1),
                    Constraint::MaxItems(2),
                    Constraint::MaxLength(3),
                ],
                ..optional("tags", ParameterLocation::Body, list(Type::Text))
            },
            optional("spots", ParameterLocation::Body, list(Type::Named(SPOT))),
            optional("by_name", ParameterLocation::Body, Type::Map(Box::new(Type::Float))),
            optional("level", ParameterLocation::Body, Type::Named(LEVEL)),
            constant("version", ParameterLocation::Body, json!(2)),
        ],
        returns: Some(Type::Named(NODE)),
        ..endpoint("create", Method::Post, "/things")
    };
    let search = Endpoint {
        parameters: vec![
            optional("int", ParameterLocation::Query, Type::Int),
            optional("uint", ParameterLocation::Query, Type::Uint),
            optional("float", ParameterLocation::Query, Type::Float),
            optional("bool", ParameterLocation::Query, Type::Bool),
            optional("at", ParameterLocation::Query, Type::Timestamp),
            optional("level", ParameterLocation::Query, Type::Named(LEVEL)),
            Parameter {
                limits: vec![Constraint::MaxItems(3), Constraint::Max(9)],
                ..optional("ids", ParameterLocation::Query, list(Type::Int))
            },
            optional("X-Trace", ParameterLocation::Header, Type::Uint),
        ],
        returns: Some(list(Type::Text)),
        envelope: wrapped(),
        ..endpoint("search", Method::Get, "/things/search")
    };
    vec![show, create, search]
}

fn tokens() -> Vec<Endpoint> {
    let grant = |name: &str, grant: &str, parameter: &str| Endpoint {
        parameters: vec![
            constant("grant_type", ParameterLocation::Query, json!(grant)),
            required(parameter, ParameterLocation::Query, Type::Text),
        ],
        returns: Some(Type::Named(SPOT)),
        envelope: Envelope { data: None, ..wrapped() },
        ..endpoint(name, Method::Get, "/token")
    };
    let form = Endpoint {
        parameters: vec![
            required("user", ParameterLocation::Form, Type::Text),
            required("password", ParameterLocation::Form, Type::Secret),
        ],
        envelope: wrapped(),
        ..endpoint("form", Method::Post, "/token")
    };
    vec![form, grant("login", "password", "username"), grant("refresh", "refresh_token", "token")]
}

fn users() -> Vec<Endpoint> {
    let by_id = |name: &str, method, ty| Endpoint {
        path: vec![PathPart::Text("/users/".to_owned()), PathPart::Parameter(0)],
        parameters: vec![required("id", ParameterLocation::Path, ty)],
        authenticated: name == "rename",
        ..endpoint(name, method, "")
    };
    let me = endpoint("me", Method::Get, "/users/me");
    let picture = Endpoint {
        path: vec![
            PathPart::Text("/users/".to_owned()),
            PathPart::Parameter(0),
            PathPart::Text("/v".to_owned()),
            PathPart::Parameter(1),
            PathPart::Text(".png".to_owned()),
        ],
        parameters: vec![
            required("id", ParameterLocation::Path, Type::Text),
            required("version", ParameterLocation::Path, Type::Int),
        ],
        ..endpoint("picture", Method::Get, "")
    };
    vec![
        by_id("delete", Method::Delete, Type::Text),
        me,
        picture,
        by_id("rename", Method::Put, Type::Text),
        by_id("show", Method::Get, Type::Text),
    ]
}

fn types() -> Vec<TypeDef> {
    let spot = vec![field("x", Type::Float, true), field("note", Type::Text, false)];
    let node = vec![
        field("kind", Type::Named(LEVEL), true),
        field("at", Type::Timestamp, false),
        field("next", Type::Named(NODE), false),
        field("all", list(Type::Named(NODE)), true),
    ];
    vec![
        type_def("Language", Shape::Enum(vec![value(Scalar::Text("CN".to_owned()))])),
        type_def("Level", Shape::Enum(vec![value(Scalar::Int(3)), value(Scalar::Int(4))])),
        type_def("Node", Shape::Struct(node)),
        type_def("Spot", Shape::Struct(spot)),
    ]
}

/// Code, message and payload, each in its place.
fn wrapped() -> Envelope {
    Envelope {
        name: "wrapped".to_owned(),
        code: Some("code".to_owned()),
        success: vec![200, 0],
        message: Some("msg".to_owned()),
        data: Some("data".to_owned()),
        others: Vec::new(),
    }
}

/// The status decides, and the payload is the body.
fn bare() -> Envelope {
    Envelope {
        name: "bare".to_owned(),
        code: None,
        success: Vec::new(),
        message: None,
        data: None,
        others: Vec::new(),
    }
}

fn group(name: &str, mut endpoints: Vec<Endpoint>) -> Group {
    endpoints.iter_mut().for_each(|endpoint| endpoint.group = name.to_owned());
    Group {
        feature: None,
        name: name.to_owned(),
        title: LocalizedText::default(),
        doc: LocalizedText::default(),
        endpoints,
        span: SPAN,
    }
}

fn endpoint(name: &str, method: Method, path: &str) -> Endpoint {
    Endpoint {
        name: name.to_owned(),
        group: String::new(),
        file: String::new(),
        summary: LocalizedText::default(),
        doc: LocalizedText::default(),
        method,
        path: vec![PathPart::Text(path.to_owned())],
        parameters: Vec::new(),
        returns: None,
        paging: None,
        envelope: bare(),
        authenticated: false,
        idempotent: method == Method::Get,
        errors: Vec::new(),
        examples: Vec::new(),
        quirks: Vec::new(),
        source: None,
        deprecated: None,
        since: None,
        span: SPAN,
    }
}

fn required(wire: &str, place: ParameterLocation, ty: Type) -> Parameter {
    Parameter {
        wire_name: wire.to_owned(),
        name: None,
        place,
        ty,
        presence: Presence::Required,
        spread: false,
        list: ListStyle::default(),
        limits: Vec::new(),
        secret: false,
        undocumented: false,
        doc: LocalizedText::default(),
        span: SPAN,
    }
}

fn optional(wire: &str, place: ParameterLocation, ty: Type) -> Parameter {
    Parameter { presence: Presence::Optional { default: None }, ..required(wire, place, ty) }
}

fn constant(wire: &str, place: ParameterLocation, value: Value) -> Parameter {
    Parameter { presence: Presence::Constant(value), ..required(wire, place, Type::Text) }
}

fn list(item: Type) -> Type {
    Type::List(Box::new(item))
}

fn error(code: i64, meaning: &str) -> ErrorCode {
    ErrorCode {
        code,
        name: "thing_not_found".to_owned(),
        kind: ErrorKind::NotFound,
        retryable: false,
        doc: LocalizedText { en: Some(meaning.to_owned()), zh: None },
        remedy: LocalizedText::default(),
        set: None,
        span: SPAN,
    }
}

fn example(query: Value, status: u16, response: Value) -> Example {
    let given = query.as_object().cloned().unwrap_or_default().into_iter();
    let request = given.map(|(name, value)| ((ParameterLocation::Query, name), value)).collect();
    Example { request, response: Some(response), status, span: SPAN }
}

fn type_def(name: &str, shape: Shape) -> TypeDef {
    TypeDef {
        name: name.to_owned(),
        doc: LocalizedText::default(),
        home: DeclaredIn::Api,
        shape,
        item: None,
        recursion_group: None,
        holds_choice: false,
        in_requests: true,
        in_results: true,
        span: SPAN,
    }
}

fn field(wire: &str, ty: Type, required: bool) -> Field {
    Field {
        wire_name: wire.to_owned(),
        name: None,
        ty,
        required,
        nullable: false,
        default: None,
        constant: None,
        limits: Vec::new(),
        deprecated: None,
        undocumented: false,
        doc: LocalizedText::default(),
        span: SPAN,
    }
}

fn value(wire: Scalar) -> EnumValue {
    EnumValue { scalar: wire, name: "value".to_owned(), doc: LocalizedText::default(), span: SPAN }
}
