//! Random valid descriptions with all features of the language.
//!
//! A [`Recipe`] is generated and shrunk; it consists of choices only. Names are derived from
//! positions, so that they stay unique after parts are removed.

use std::fmt;

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

use crate::support::yaml::{Files, Yaml, list, map, ordered, plain, sources, text};

/// A whole description.
#[derive(Clone)]
pub(crate) struct Recipe {
    exhaustive: bool,
    auth: Option<bool>,
    prose: Prose,
    shared_types: Vec<Shape>,
    set_errors: Vec<Fault>,
    /// Codes in `codes.yaml`; the file is omitted if there are none.
    catalogue: Vec<Fault>,
    endpoints: Vec<Endpoint>,
}

#[derive(Debug, Clone)]
struct Endpoint {
    group: usize,
    method: usize,
    envelope: usize,
    prose: Prose,
    says_more: bool,
    parameters: Vec<Parameter>,
    errors: Vec<Fault>,
    listed: Listed,
    returns: Option<Returned>,
    paging: Option<usize>,
    example: bool,
}

/// Ways in which an endpoint includes codes of the catalogue.
#[derive(Debug, Clone, Copy)]
enum Listed {
    /// Not at all.
    No,
    /// As a list of codes, without errors of its own.
    List,
    /// In a map, beside its own errors.
    Map,
    /// In a map that overrides the meaning of one code.
    Otherwise,
}

/// Text, in none, one or both languages.
#[derive(Debug, Clone, Copy)]
enum Prose {
    English,
    Chinese,
    Both,
    None,
}

#[derive(Debug, Clone)]
struct Fault {
    kind: usize,
    retry: Option<bool>,
    prose: Prose,
}

#[derive(Debug, Clone)]
struct Parameter {
    place: usize,
    prose: Prose,
    renamed: bool,
    undocumented: bool,
    what: Sent,
}

/// Type of a parameter.
#[derive(Debug, Clone)]
enum Sent {
    Constant(usize),
    Scalar { scalar: Scalar, presence: Presence },
    List { scalar: Scalar, style: usize, limited: bool, required: bool },
    Choice { ways: usize, spread: bool, required: bool },
    Spread { fields: Vec<Scalar>, required: bool },
    Shape { shape: Shape, required: bool },
    Shared { index: usize, required: bool },
}

#[derive(Debug, Clone, Copy)]
enum Presence {
    Required,
    Optional,
    Default,
}

/// Scalar type, which is allowed everywhere.
#[derive(Debug, Clone, Copy)]
enum Scalar {
    Text,
    LimitedText,
    Secret,
    Int,
    LimitedInt,
    Uint,
    Float,
    Bool,
    Timestamp,
    Joined,
    JoinedBy,
    Numbers,
    Words,
}

#[derive(Debug, Clone)]
enum Shape {
    Scalar(Scalar),
    Json,
    List(Box<Shape>),
    Map(Box<Shape>),
    JsonText(Box<Shape>),
    Fields(Vec<Field>),
    Tagged(Vec<Field>),
    Shapes(Vec<Field>),
}

#[derive(Debug, Clone)]
struct Field {
    shape: Shape,
    presence: FieldPresence,
    prose: Prose,
    renamed: bool,
    deprecated: bool,
    undocumented: bool,
}

#[derive(Debug, Clone, Copy)]
enum FieldPresence {
    Required,
    Nullable,
    Optional,
    Default,
    Constant,
}

#[derive(Debug, Clone)]
enum Returned {
    Shape(Shape),
    Shared(usize),
    Batch(Vec<Field>),
}

// Generation

pub(crate) fn recipe() -> impl Strategy<Value = Recipe> {
    let types = vec(fields(), 0..3);
    let parts = (any::<bool>(), any::<Option<bool>>(), prose(), types, vec(fault(), 0..3));
    (parts, vec(fault(), 0..4), vec(endpoint(), 1..4)).prop_map(|(parts, catalogue, endpoints)| {
        let (exhaustive, auth, prose, shared_types, set_errors) = parts;
        Recipe { exhaustive, auth, prose, shared_types, set_errors, catalogue, endpoints }
    })
}

fn endpoint() -> impl Strategy<Value = Endpoint> {
    let said = (0..2usize, 0..5usize, 0..3usize, prose(), any::<bool>());
    let listed =
        prop::sample::select(vec![Listed::No, Listed::List, Listed::Map, Listed::Otherwise]);
    let paging = option::of(0..PAGING.len());
    let answered = (vec(fault(), 0..3), listed, option::of(returned()), paging, any::<bool>());
    (said, parameters(), answered).prop_map(|(said, parameters, answered)| {
        let (group, method, envelope, prose, says_more) = said;
        let (errors, listed, returns, paging, example) = answered;
        Endpoint {
            group,
            method,
            envelope,
            prose,
            says_more,
            parameters,
            errors,
            listed,
            returns,
            paging,
            example,
        }
    })
}

/// Generates parameters, sometimes with so many required ones that they become fields of a struct.
fn parameters() -> impl Strategy<Value = Vec<Parameter>> {
    let required = (parameter(), scalar()).prop_map(|(parameter, scalar)| Parameter {
        what: Sent::Scalar { scalar, presence: Presence::Required },
        ..parameter
    });
    prop_oneof![
        3 => vec(parameter(), 0..6),
        1 => (vec(parameter(), 0..3), vec(required, 4..6))
            .prop_map(|(some, required)| [some, required].concat()),
    ]
}

fn prose() -> impl Strategy<Value = Prose> {
    prop_oneof![Just(Prose::None), Just(Prose::English), Just(Prose::Chinese), Just(Prose::Both)]
}

fn fault() -> impl Strategy<Value = Fault> {
    (0..9usize, any::<Option<bool>>(), prose()).prop_map(|(kind, retry, prose)| Fault {
        kind,
        retry,
        prose,
    })
}

fn parameter() -> impl Strategy<Value = Parameter> {
    let parts = (0..4usize, prose(), any::<bool>(), any::<bool>(), sent());
    parts.prop_map(|(place, prose, renamed, undocumented, what)| Parameter {
        place,
        prose,
        renamed,
        undocumented,
        what,
    })
}

fn sent() -> impl Strategy<Value = Sent> {
    let presence =
        prop_oneof![Just(Presence::Optional), Just(Presence::Required), Just(Presence::Default)];
    prop_oneof![
        (0..3usize).prop_map(Sent::Constant),
        (scalar(), presence).prop_map(|(scalar, presence)| Sent::Scalar { scalar, presence }),
        (scalar(), 0..4usize, any::<bool>(), any::<bool>()).prop_map(
            |(scalar, style, limited, required)| Sent::List { scalar, style, limited, required }
        ),
        (1..4usize, any::<bool>(), any::<bool>())
            .prop_map(|(ways, spread, required)| Sent::Choice { ways, spread, required }),
        (vec(scalar(), 1..4), any::<bool>())
            .prop_map(|(fields, required)| Sent::Spread { fields, required }),
        (shape(), any::<bool>()).prop_map(|(shape, required)| Sent::Shape { shape, required }),
        (0..3usize, any::<bool>()).prop_map(|(index, required)| Sent::Shared { index, required }),
    ]
}

fn scalar() -> impl Strategy<Value = Scalar> {
    prop::sample::select(vec![
        Scalar::Text,
        Scalar::LimitedText,
        Scalar::Secret,
        Scalar::Int,
        Scalar::LimitedInt,
        Scalar::Uint,
        Scalar::Float,
        Scalar::Bool,
        Scalar::Timestamp,
        Scalar::Joined,
        Scalar::JoinedBy,
        Scalar::Numbers,
        Scalar::Words,
    ])
}

fn shape() -> impl Strategy<Value = Shape> {
    let leaf = prop_oneof![4 => scalar().prop_map(Shape::Scalar), 1 => Just(Shape::Json)];
    leaf.prop_recursive(3, 12, 3, |inside| {
        let field = || vec(field(inside.clone()), 1..4);
        prop_oneof![
            inside.clone().prop_map(|shape| Shape::List(Box::new(shape))),
            inside.clone().prop_map(|shape| Shape::Map(Box::new(shape))),
            inside.clone().prop_map(|shape| Shape::JsonText(Box::new(shape))),
            field().prop_map(Shape::Fields),
            field().prop_map(Shape::Tagged),
            field().prop_map(Shape::Shapes),
        ]
    })
}

/// Generates a shape that another file can refer to.
fn fields() -> impl Strategy<Value = Shape> {
    prop_oneof![
        vec(field(shape()), 1..4).prop_map(Shape::Fields),
        Just(Shape::Scalar(Scalar::Numbers)),
        Just(Shape::Scalar(Scalar::Words)),
        vec(field(shape()), 1..3).prop_map(Shape::Tagged),
    ]
}

fn field(shape: impl Strategy<Value = Shape>) -> impl Strategy<Value = Field> {
    let presence = prop_oneof![
        Just(FieldPresence::Optional),
        Just(FieldPresence::Required),
        Just(FieldPresence::Nullable),
        Just(FieldPresence::Default),
        Just(FieldPresence::Constant),
    ];
    let said = (any::<bool>(), any::<bool>(), any::<bool>());
    (shape, presence, prose(), said).prop_map(|(shape, presence, prose, said)| {
        let (renamed, deprecated, undocumented) = said;
        Field { shape, presence, prose, renamed, deprecated, undocumented }
    })
}

fn returned() -> impl Strategy<Value = Returned> {
    prop_oneof![
        2 => shape().prop_map(Returned::Shape),
        1 => (0..3usize).prop_map(Returned::Shared),
        1 => vec(field(shape()), 0..3).prop_map(Returned::Batch),
    ]
}

// Output as YAML

type Entries = Vec<(String, Yaml)>;

impl Recipe {
    pub(crate) fn files(&self) -> Files {
        let mut files = Files::from([("api.yaml".to_owned(), self.api())]);
        if !self.catalogue.is_empty() {
            let codes = faults(LISTED, "listed", &self.catalogue);
            files.insert("codes.yaml".to_owned(), map([("codes", codes)]));
        }
        for (index, endpoint) in self.endpoints.iter().enumerate() {
            let path = format!("{}/call_{index}.yaml", GROUPS[endpoint.group]);
            files.insert(path, self.endpoint(index, endpoint));
        }
        files
    }

    fn api(&self) -> Yaml {
        let server = |host: &str| {
            let mut server = entries([("url", text(format!("https://{host}.example/base")))]);
            self.prose.put("doc", &mut server);
            Yaml::Map(server)
        };
        let envelope = |data: bool| {
            let mut envelope = entries([
                ("code", text("code")),
                ("success", list([plain(0), plain(200)])),
                ("message", text("msg")),
                ("others", list([text("total")])),
            ]);
            envelope.extend(data.then(|| ("data".to_owned(), text("data"))));
            Yaml::Map(envelope)
        };
        // A set includes the first code of the catalogue, endpoints the others.
        let set = list(self.catalogue.first().map(|_| plain(LISTED)));
        let sets = || list([text("common"), text("listed")]);
        let group = || {
            let mut group = entries([("envelope", text("plain")), ("errors", sets())]);
            self.prose.put("title", &mut group);
            Yaml::Map(group)
        };
        let mut api = entries([
            ("endpointc", plain(1)),
            ("name", text("made_up")),
            ("servers", ordered([("main", server("main")), ("other", server("other"))])),
            (
                "envelopes",
                map([
                    ("plain", envelope(true)),
                    ("beside", envelope(false)),
                    ("bare", map::<&str>([])),
                ]),
            ),
            ("groups", ordered(GROUPS.map(|name| (name, group())))),
            (
                "errors",
                map([("common", faults(1000, "common", &self.set_errors)), ("listed", set)]),
            ),
            ("paging", map(PAGING.into_iter().zip([flat(), nested()]))),
            ("error_enums", text(if self.exhaustive { "exhaustive" } else { "open" })),
        ]);
        self.prose.put("title", &mut api);
        self.prose.put("doc", &mut api);
        api.extend(self.auth.map(|renews| ("auth".to_owned(), auth(renews))));
        let mut types = Vec::new();
        for (index, shape) in self.shared_types.iter().enumerate() {
            let name = format!("Shared{index}");
            let written = shape.write(&name, &mut types);
            types.push((name, written));
        }
        api.push(("types".to_owned(), Yaml::Ordered(types)));
        Yaml::Map(api)
    }

    fn endpoint(&self, index: usize, endpoint: &Endpoint) -> Yaml {
        let mut types = Vec::new();
        let mut path = format!("/v1/call_{index}");
        let mut places: Vec<Entries> = vec![Vec::new(); PLACES.len()];
        for (number, parameter) in endpoint.parameters.iter().enumerate() {
            let place = endpoint.place(parameter);
            let wire = format!("p{number}");
            if place == PATH {
                path += &format!("/{{{wire}}}");
            }
            let name = format!("Call{index}P{number}");
            let written = self.parameter(place, parameter, number, &name, &mut types);
            places[place].push((wire, written));
        }
        let mut written = entries([
            ("summary", endpoint.prose.text("Does something.").unwrap_or_else(|| text("Does."))),
            (METHODS[endpoint.method], text(path)),
            ("errors", self.errors(endpoint)),
        ]);
        for (name, place) in PLACES.iter().zip(places) {
            written.extend((!place.is_empty()).then(|| ((*name).to_owned(), Yaml::Ordered(place))));
        }
        if endpoint.says_more {
            endpoint.say_more(&mut written);
        }
        let returned = self.returned(endpoint, &format!("Call{index}Result"), &mut types);
        let style = endpoint.paging_style().filter(|_| returned.is_some());
        let returned = returned.map(|one| if style.is_some() { list([one]) } else { one });
        written.extend(style.map(|style| ("paging".to_owned(), text(style))));
        written.extend(returned.map(|returned| ("returns".to_owned(), returned)));
        written.extend(endpoint.envelope().map(|name| ("envelope".to_owned(), text(name))));
        if endpoint.example {
            // Responses are unaffected.
            let refusal = ordered([("code", plain(2000)), ("msg", text("It is refused."))]);
            let refused = map([("response", refusal)]);
            let is_listed = endpoint.has_own_errors(&self.catalogue)
                && !endpoint.errors.is_empty()
                && endpoint.envelope() != Some("bare");
            written.extend(is_listed.then(|| ("examples".to_owned(), list([refused]))));
        }
        written.push(("types".to_owned(), Yaml::Ordered(types)));
        Yaml::Map(written)
    }

    /// Returns its own errors, and the included ones of the catalogue.
    fn errors(&self, endpoint: &Endpoint) -> Yaml {
        let taken = (LISTED..).zip(&self.catalogue).skip(1).map(|(code, _)| code);
        if !endpoint.has_own_errors(&self.catalogue) {
            return list(taken.map(plain));
        }
        let Yaml::Ordered(mut errors) = faults(2000, "own", &endpoint.errors) else {
            unreachable!("errors are a map")
        };
        let here =
            || map([("doc", endpoint.prose.text("Not here.").unwrap_or_else(|| text("No.")))]);
        match endpoint.listed {
            Listed::No | Listed::List => {}
            Listed::Map => errors.extend(taken.map(|code| (code.to_string(), map::<&str>([])))),
            Listed::Otherwise => errors.extend(taken.map(|code| (code.to_string(), here()))),
        }
        Yaml::Ordered(errors)
    }

    fn parameter(
        &self,
        place: usize,
        parameter: &Parameter,
        number: usize,
        name: &str,
        types: &mut Entries,
    ) -> Yaml {
        let mut written = Vec::new();
        parameter.prose.put("doc", &mut written);
        if parameter.renamed {
            written.push(("name".to_owned(), text(format!("renamed_{number}"))));
        }
        if parameter.undocumented && !matches!(parameter.what, Sent::Constant(_)) {
            written.push(("undocumented".to_owned(), plain(true)));
        }
        let required = |required: bool| plain(required || place == PATH);
        let sent = match &parameter.what {
            Sent::Constant(which) => entries([("const", CONSTANTS[*which]())]),
            Sent::Scalar { scalar, presence } => scalar.parameter(*presence, place == PATH),
            Sent::List { scalar, style, limited, required } if place != PATH && place != HEADER => {
                write_list(*scalar, *style, *limited, *required, place)
            }
            Sent::List { scalar, required: is, .. } => {
                entries([("type", scalar.ty()), ("required", required(*is))])
            }
            Sent::Choice { ways, spread, required: is } => {
                let choice = choice(*ways, *spread, number);
                match (place, spread) {
                    (PATH, _) => entries([("type", text("int")), ("required", plain(true))]),
                    (BODY, false) => entries([("type", choice), ("required", plain(is))]),
                    _ => entries([("spread", choice), ("required", plain(is))]),
                }
            }
            Sent::Spread { required: is, .. } if place == PATH => {
                entries([("type", text("timestamp")), ("required", required(*is))])
            }
            Sent::Spread { fields, required } => {
                let field = |(index, scalar): (usize, &Scalar)| {
                    let entries = entries([("type", scalar.ty()), ("required", plain(index == 0))]);
                    (format!("s{number}_{index}"), Yaml::Map(entries))
                };
                let fields = ordered(fields.iter().enumerate().map(field));
                entries([("spread", map([("fields", fields)])), ("required", plain(required))])
            }
            Sent::Shape { shape, required } if place == BODY => {
                entries([("type", shape.write(name, types)), ("required", plain(required))])
            }
            Sent::Shared { index, required }
                if place == BODY && *index < self.shared_types.len() =>
            {
                let ty = text(format!("Shared{index}"));
                entries([("type", ty), ("required", plain(required))])
            }
            Sent::Shape { required: is, .. } | Sent::Shared { required: is, .. } => {
                entries([("type", text("string")), ("required", required(*is))])
            }
        };
        written.extend(sent);
        Yaml::Map(written)
    }

    /// Without `data` in the envelope, only fields can be returned.
    fn returned(&self, endpoint: &Endpoint, name: &str, types: &mut Entries) -> Option<Yaml> {
        let beside = endpoint.envelope() == Some("beside");
        Some(match endpoint.returns.as_ref()? {
            Returned::Shape(Shape::Fields(fields)) => {
                Shape::Fields(fields.clone()).write(name, types)
            }
            Returned::Shape(shape) if !beside => shape.write(name, types),
            Returned::Shared(index) if *index < self.shared_types.len() && !beside => {
                text(format!("Shared{index}"))
            }
            Returned::Batch(fields) if !beside => {
                let item = batch_item(fields, name, types);
                types.push((format!("{name}Receipt"), item));
                list([text(format!("{name}Receipt"))])
            }
            Returned::Shape(_) | Returned::Shared(_) | Returned::Batch(_) => {
                map([("fields", ordered([("amount", text("int"))]))])
            }
        })
    }
}

const GROUPS: [&str; 2] = ["things", "others"];
const METHODS: [&str; 5] = ["get", "post", "put", "patch", "delete"];
const KINDS: [&str; 9] = [
    "sign_in",
    "permission",
    "quota",
    "not_found",
    "bad_input",
    "conflict",
    "device",
    "server",
    "refused",
];
const PLACES: [&str; 5] = ["path", "query", "header", "body", "form"];
/// The first code of the catalogue.
const LISTED: usize = 3000;
/// Styles of paging: counters beside the rows, and a page in an object.
const PAGING: [&str; 2] = ["flat", "nested"];
const PATH: usize = 0;
const HEADER: usize = 2;
const BODY: usize = 3;
const FORM: usize = 4;
const CONSTANTS: [fn() -> Yaml; 3] = [|| text("fixed"), || plain(7), || plain(true)];

/// Returns true if a key of an endpoint contains parameters.
pub(crate) fn is_place(key: &str) -> bool {
    PLACES.contains(&key)
}

impl Endpoint {
    /// Returns the location of a parameter: a GET has no body, and other methods have one of a single kind.
    fn place(&self, parameter: &Parameter) -> usize {
        match (parameter.place, METHODS[self.method]) {
            (BODY, "get") => 1,
            (BODY, "put") => FORM,
            (place, _) => place,
        }
    }

    fn envelope(&self) -> Option<&'static str> {
        [None, Some("beside"), Some("bare")][self.envelope]
    }

    /// Returns true if errors are described in a map; a list can contain only codes of the catalogue.
    fn has_own_errors(&self, catalogue: &[Fault]) -> bool {
        !matches!(self.listed, Listed::List) || catalogue.is_empty()
    }

    /// Counters are beside `data`, and paging in a body needs a body.
    fn paging_style(&self) -> Option<&'static str> {
        let has_body = !["get", "put"].contains(&METHODS[self.method]);
        let is_batch = matches!(self.returns, Some(Returned::Batch(_)));
        let style = self.paging.filter(|_| self.envelope().is_none() && !is_batch)?;
        Some(if has_body { PAGING[style] } else { "flat" })
    }

    fn say_more(&self, written: &mut Entries) {
        self.prose.put("doc", written);
        self.prose.put("deprecated", written);
        written.extend(entries([
            ("source", text("https://docs.example/page")),
            ("since", text("2.1")),
            ("auth", text("none")),
            ("idempotent", plain(false)),
            ("quirks", list([text("It `lies`.")])),
        ]));
    }
}

impl Prose {
    fn text(self, english: &str) -> Option<Yaml> {
        match self {
            Self::None => None,
            Self::English => Some(text(english)),
            Self::Chinese => Some(map([("zh", text("中文。"))])),
            Self::Both => Some(map([("en", text(english)), ("zh", text("中文。"))])),
        }
    }

    fn put(self, key: &str, entries: &mut Entries) {
        entries.extend(self.text("A text.").map(|text| (key.to_owned(), text)));
    }
}

impl Scalar {
    fn ty(self) -> Yaml {
        match self {
            Self::Text | Self::LimitedText | Self::Secret => text("string"),
            Self::Int | Self::LimitedInt => text("int"),
            Self::Uint => text("uint"),
            Self::Float => text("float"),
            Self::Bool => text("bool"),
            Self::Timestamp => text("timestamp"),
            Self::Joined => map([("joined", text("int"))]),
            Self::JoinedBy => map([("joined", text("string")), ("by", text(";"))]),
            Self::Numbers => map([(
                "enum",
                ordered([
                    ("0", map([("name", text("off")), ("doc", text("It is off."))])),
                    ("1", text("on")),
                ]),
            )]),
            Self::Words => map([("enum", ordered([("red", text("red")), ("+1", text("more"))]))]),
        }
    }

    /// Returns the constraints of a text or a number.
    fn limits(self) -> Entries {
        match self {
            Self::LimitedText => entries([
                ("min_length", plain(1)),
                ("max_length", plain(9)),
                ("pattern", text("[a-z]*")),
            ]),
            Self::LimitedInt => entries([("min", plain(-5)), ("max", plain(5))]),
            Self::Secret => entries([("secret", plain(true))]),
            _ => Vec::new(),
        }
    }

    fn default(self) -> Option<Yaml> {
        match self {
            Self::Text | Self::LimitedText => Some(text("abc")),
            Self::Int | Self::LimitedInt | Self::Uint | Self::Numbers => Some(plain(1)),
            Self::Float => Some(plain(1.5)),
            Self::Bool => Some(plain(true)),
            Self::Words => Some(text("red")),
            Self::Secret | Self::Timestamp | Self::Joined | Self::JoinedBy => None,
        }
    }

    fn parameter(self, presence: Presence, must: bool) -> Entries {
        let mut written = entries([("type", self.ty())]);
        written.extend(self.limits());
        match presence {
            _ if must => written.push(("required".to_owned(), plain(true))),
            Presence::Required => written.push(("required".to_owned(), plain(true))),
            Presence::Optional => {}
            Presence::Default => {
                written.extend(self.default().map(|value| ("default".to_owned(), value)));
            }
        }
        written
    }
}

impl Shape {
    fn write(&self, name: &str, types: &mut Entries) -> Yaml {
        match self {
            Self::Scalar(scalar) => scalar.ty(),
            Self::Json => text("json"),
            Self::List(item) => list([item.write(&format!("{name}L"), types)]),
            Self::Map(value) => map([("map", value.write(&format!("{name}M"), types))]),
            Self::JsonText(inside) => {
                map([("json_text", inside.write(&format!("{name}J"), types))])
            }
            Self::Fields(fields) => map([("fields", write_fields(fields, name, types))]),
            Self::Tagged(fields) => tagged(fields, name, types),
            Self::Shapes(fields) => {
                let point = format!("{name}Point");
                let entry = (point.clone(), map([("fields", write_fields(fields, &point, types))]));
                types.push(entry);
                let shapes = [("number", text("int")), ("texts", list([text("string")]))];
                let shapes = shapes.into_iter().chain([("point", text(point))]);
                map([("union", map([("shapes", ordered(shapes))]))])
            }
        }
    }
}

/// Returns a union of two types with a discriminator field.
fn tagged(fields: &[Field], name: &str, types: &mut Entries) -> Yaml {
    let names = [format!("{name}One"), format!("{name}Two")];
    for (name, fields) in names.iter().zip([fields, &fields[..1]]) {
        let written = write_fields(fields, name, types);
        types.push((name.clone(), map([("fields", written)])));
    }
    let [one, two] = names;
    let variants = ordered([("ONE", text(one)), ("TWO", text(two))]);
    map([("union", map([("tag", text("kind")), ("types", variants)]))])
}

fn write_fields(fields: &[Field], name: &str, types: &mut Entries) -> Yaml {
    // A type with only constants has no shape, so one field is not a constant.
    let mut written = entries([("first", text("string"))]);
    for (index, field) in fields.iter().enumerate() {
        let inside = format!("{name}F{index}");
        written.push((format!("f{index}"), field.write(index, &inside, types)));
    }
    Yaml::Ordered(written)
}

impl Field {
    fn write(&self, index: usize, name: &str, types: &mut Entries) -> Yaml {
        let mut written = Vec::new();
        self.prose.put("doc", &mut written);
        if self.renamed {
            written.push(("name".to_owned(), text(format!("renamed_{index}"))));
        }
        if let FieldPresence::Constant = self.presence {
            written.push(("const".to_owned(), CONSTANTS[index % CONSTANTS.len()]()));
            return Yaml::Map(written);
        }
        if self.undocumented {
            written.push(("undocumented".to_owned(), plain(true)));
        }
        if self.deprecated {
            written.push(("deprecated".to_owned(), text("It lies.")));
        }
        let scalar = match &self.shape {
            Shape::Scalar(scalar) => Some(*scalar),
            _ => None,
        };
        written.extend(scalar.into_iter().flat_map(Scalar::limits));
        written.push(("type".to_owned(), self.shape.write(name, types)));
        match self.presence {
            FieldPresence::Required => written.push(("required".to_owned(), plain(true))),
            FieldPresence::Nullable => {
                let both = [("required", plain(true)), ("nullable", plain(true))];
                written.extend(entries(both));
            }
            FieldPresence::Default => {
                let default = scalar.and_then(Scalar::default);
                written.extend(default.map(|value| ("default".to_owned(), value)));
            }
            FieldPresence::Optional | FieldPresence::Constant => {}
        }
        Yaml::Map(written)
    }
}

/// Returns an item of a batch, with fields beside its code.
fn batch_item(fields: &[Field], name: &str, types: &mut Entries) -> Yaml {
    let mut written = entries([("code", text("int")), ("message", text("string"))]);
    for (index, field) in fields.iter().enumerate() {
        let inside = format!("{name}F{index}");
        written.push((format!("f{index}"), field.write(index, &inside, types)));
    }
    let item = map([
        ("code", text("code")),
        ("success", list([plain(200)])),
        ("message", text("message")),
    ]);
    map([("item", item), ("fields", Yaml::Ordered(written))])
}

/// Returns a choice of alternatives, each with its own constant.
fn choice(ways: usize, spread: bool, number: usize) -> Yaml {
    let way = |index: usize| {
        let fields = ordered([
            (format!("c{number}_kind"), map([("const", plain(index))])),
            (format!("c{number}_{index}"), text("string")),
            (
                format!("c{number}_{index}_note"),
                map([("type", text("int")), ("required", plain(spread))]),
            ),
        ]);
        (format!("way_{index}"), fields)
    };
    map([("one_of", ordered((0..ways).map(way)))])
}

fn write_list(
    scalar: Scalar,
    style: usize,
    limited: bool,
    required: bool,
    place: usize,
) -> Entries {
    let mut written = entries([("type", list([scalar.ty()])), ("required", plain(required))]);
    if limited {
        written.extend(entries([("min_items", plain(1)), ("max_items", plain(3))]));
    }
    let styles = ["repeat", "comma", "brackets"];
    if let (Some(style), false) = (styles.get(style), place == BODY) {
        written.push(("list".to_owned(), text(*style)));
    }
    written
}

/// Returns errors with consecutive codes.
fn faults(first: usize, name: &str, faults: &[Fault]) -> Yaml {
    let written = faults.iter().enumerate().map(|(index, fault)| {
        let mut written =
            entries([("name", text(format!("{name}_{index}"))), ("kind", text(KINDS[fault.kind]))]);
        fault.prose.put("doc", &mut written);
        fault.prose.put("remedy", &mut written);
        written.extend(fault.retry.map(|retry| ("retry".to_owned(), plain(retry))));
        ((first + index).to_string(), Yaml::Map(written))
    });
    ordered(written)
}

fn flat() -> Yaml {
    map([
        ("page", text("pageNum")),
        ("size", text("pageSize")),
        ("default_size", plain(10)),
        ("number", text("pageNum")),
        ("total", text("count")),
        ("pages", text("pages")),
    ])
}

fn nested() -> Yaml {
    map([
        ("in", text("body")),
        ("page", text("page")),
        ("size", text("size")),
        ("max_size", plain(50)),
        ("rows", text("list")),
        ("total", text("count")),
        ("others", list([text("hasNext")])),
    ])
}

fn auth(renews: bool) -> Yaml {
    let mut auth = entries([("header", text("X-Token"))]);
    let on = map([("status", list([plain(401)])), ("codes", list([plain(9), plain(8)]))]);
    auth.extend(renews.then(|| ("renew_on".to_owned(), on)));
    Yaml::Map(auth)
}

fn entries<const N: usize>(entries: [(&str, Yaml); N]) -> Entries {
    entries.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
}

/// Prints a failing recipe as the description, to reproduce the failure.
impl fmt::Debug for Recipe {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (_, source) in sources(&self.files()).iter() {
            write!(formatter, "\n=== {}\n{}", source.path, source.text)?;
        }
        Ok(())
    }
}
