//! What a description means: the one value that every back end reads.
//!
//! `resolve` makes an [`Api`] from what was written; the Rust client, the mock server and every
//! later back end (docs site, OpenAPI, `diff`) are functions of it. Nothing here is text that
//! still has to be understood: a path is already split, a type is already resolved, every code
//! is a number, and an endpoint already holds the errors of the sets it takes in. Order is the
//! order in which things were written, except for files, which are sorted by path.

use std::collections::BTreeSet;

use indexmap::IndexMap;
use serde_json::Value;

use crate::source::Span;

mod sent_fields;

pub use sent_fields::{FieldSet, SentField};

/// A described API.
#[derive(Debug, Clone)]
pub struct Api {
    /// Identifier of the API as a whole, in `snake_case`: `quectel_openapi`.
    pub name: String,
    /// What people call it.
    pub title: Text,
    /// A longer text about it.
    pub doc: Text,
    /// Where it can be reached, in the order in which it was written.
    pub servers: Vec<Server>,
    /// How a token travels, unless no endpoint needs one.
    pub auth: Option<Auth>,
    /// Whether error enums may grow without breaking callers.
    pub growth: Growth,
    /// The ways in which answers are wrapped, by name.
    pub envelopes: IndexMap<String, Envelope>,
    /// The ways in which lists come in pages, by name.
    pub paging: IndexMap<String, Paging>,
    /// Every code that is explained once for the whole API, in ascending order.
    pub catalogue: Vec<ErrorCode>,
    /// Named sets of errors that groups and endpoints take in.
    pub error_sets: IndexMap<String, Vec<ErrorCode>>,
    /// Groups, each with its endpoints.
    pub groups: Vec<Group>,
    /// Every named type; a [`TypeId`] is an index into this list.
    pub types: Vec<TypeDef>,
}

/// A text in the languages of the documentation; either may be missing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Text {
    /// English.
    pub en: Option<String>,
    /// Chinese.
    pub zh: Option<String>,
}

/// One place where the API is served.
#[derive(Debug, Clone)]
pub struct Server {
    /// Its name in the description: `europe`.
    pub name: String,
    /// Scheme, host and optional base path, without a trailing slash.
    pub url: String,
    /// Whom it is for.
    pub doc: Text,
    /// Where it is described.
    pub span: Span,
}

/// How a token travels and which answers ask for a new one.
#[derive(Debug, Clone)]
pub struct Auth {
    /// The header that carries the token as it was received.
    pub header: String,
    /// HTTP statuses that say the token is refused.
    pub renew_on_status: Vec<u16>,
    /// Codes in the envelope that say the token is refused.
    pub renew_on_codes: Vec<i64>,
    /// How a token is had.
    pub doc: Text,
    /// What a program calls on the client's builder to sign in, as an expression without the builder:
    /// `access_key("my key", "my secret")`.
    pub example: Option<String>,
}

/// Whether a `match` over an error enum survives a code that is added later.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Growth {
    /// Error enums are `#[non_exhaustive]`.
    Open,
    /// Error enums are exhaustive: a new code stops the build of every caller.
    Exhaustive,
}

/// How answers are wrapped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Envelope {
    /// Its name in the description.
    pub name: String,
    /// Wire name of the outcome; without one the HTTP status decides.
    pub code: Option<String>,
    /// Values of `code` that mean success.
    pub success: Vec<i64>,
    /// Wire name of the server's text.
    pub message: Option<String>,
    /// Wire name of the payload; without one the payload's fields stand beside `code`.
    pub data: Option<String>,
    /// Further wire names that may stand in the envelope and carry no payload.
    pub others: Vec<String>,
}

/// How a list comes in pages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paging {
    /// Its name in the description.
    pub name: String,
    /// Where page and size travel.
    pub place: Place,
    /// Wire name of the parameter with the number of the page, from 1.
    pub page: String,
    /// Wire name of the parameter with the number of rows a page.
    pub size: Option<String>,
    /// How many rows a page has if nothing is said.
    pub default_size: Option<i64>,
    /// How many rows a page can have.
    pub max_size: Option<i64>,
    /// Wire name of the rows inside the payload; without it the payload is the rows, and what is
    /// said about the page stands beside it.
    pub rows: Option<String>,
    /// Wire name of the number of the page.
    pub number: Option<String>,
    /// Wire name of the number of all rows.
    pub total: Option<String>,
    /// Wire name of the number of all pages.
    pub pages: Option<String>,
    /// Wire names beside the rows that say nothing more.
    pub others: Vec<String>,
    /// Where it is described.
    pub span: Span,
}

/// A group of endpoints, such as all that concern devices.
#[derive(Debug, Clone)]
pub struct Group {
    /// Name in `snake_case`; also the folder of its files.
    pub name: String,
    /// What people call it.
    pub title: Text,
    /// A longer text about it.
    pub doc: Text,
    /// The cargo feature that it is behind; `None`: it is always there.
    pub feature: Option<String>,
    /// Its endpoints, sorted by file name.
    pub endpoints: Vec<Endpoint>,
    /// Where it is declared.
    pub span: Span,
}

/// One operation: a method and a path, what goes in, what comes out, what may go wrong.
#[derive(Debug, Clone)]
pub struct Endpoint {
    /// Name in `snake_case`, from the file name.
    pub name: String,
    /// Name of its group.
    pub group: String,
    /// The file that describes it, relative to the description's folder.
    pub file: String,
    /// One line about what it does.
    pub summary: Text,
    /// More about what it does.
    pub doc: Text,
    /// HTTP method.
    pub method: Method,
    /// Path, split where parameters stand.
    pub path: Vec<PathPart>,
    /// All parameters, constants included, in the order in which they are sent.
    pub parameters: Vec<Parameter>,
    /// The payload on success; `None` when there is nothing to return.
    pub returns: Option<Type>,
    /// How its list comes in pages, if it does; its parameters are among the others.
    pub paging: Option<Paging>,
    /// How the answer is wrapped.
    pub envelope: Envelope,
    /// Whether the call carries a token.
    pub authenticated: bool,
    /// Whether sending it twice does no more than sending it once.
    pub idempotent: bool,
    /// Every documented failure, the endpoint's own first, then those of its sets.
    pub errors: Vec<ErrorCode>,
    /// Requests and answers as the vendor or we write them.
    pub examples: Vec<Example>,
    /// Where the vendor's documentation and the wire differ.
    pub quirks: Vec<Text>,
    /// The page that documents it.
    pub source: Option<String>,
    /// Why it should not be used any more.
    pub deprecated: Option<Text>,
    /// Since which version of the API it exists.
    pub since: Option<String>,
    /// Where it is described.
    pub span: Span,
}

/// HTTP methods that an endpoint can have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// `GET`
    Get,
    /// `POST`
    Post,
    /// `PUT`
    Put,
    /// `PATCH`
    Patch,
    /// `DELETE`
    Delete,
}

/// A piece of a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PathPart {
    /// Text that is always the same, slashes included.
    Text(String),
    /// A parameter, as an index into [`Endpoint::parameters`].
    Parameter(usize),
}

/// Something the caller or the description gives to a call.
#[derive(Debug, Clone)]
pub struct Parameter {
    /// Name on the wire.
    pub wire: String,
    /// A better name for programs, if the wire's will not do.
    pub name: Option<String>,
    /// Where it travels.
    pub place: Place,
    /// Its type.
    pub ty: Type,
    /// Whether it must be given.
    pub presence: Presence,
    /// Whether the fields of its type are sent as if they were parameters; then its own name is
    /// not sent.
    pub spread: bool,
    /// How a list stands in a query or a form.
    pub list: ListStyle,
    /// What is checked before sending.
    pub limits: Vec<Limit>,
    /// Whether it must never be printed.
    pub secret: bool,
    /// Whether the vendor says nothing about it.
    pub undocumented: bool,
    /// What it means.
    pub doc: Text,
    /// Where it is described.
    pub span: Span,
}

/// Where a parameter travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Place {
    /// In a segment of the path.
    Path,
    /// In the query string.
    Query,
    /// In a header.
    Header,
    /// In the JSON object of the body.
    Body,
    /// In the URL-encoded body.
    Form,
}

/// How a list stands in a query or a form.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum ListStyle {
    /// `a=1&a=2`
    #[default]
    Repeat,
    /// `a=1,2`
    Comma,
    /// `a[]=1&a[]=2`
    Brackets,
}

/// Whether a parameter must be given.
#[derive(Debug, Clone, PartialEq)]
pub enum Presence {
    /// An argument of the method.
    Required,
    /// A setter; the value that the server assumes, if documented, is never sent.
    Optional {
        /// What the server assumes.
        default: Option<Value>,
    },
    /// Always sent with this value, never asked for.
    Constant(Value),
}

/// A rule for a parameter's value that is checked before sending.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Limit {
    /// At least so many characters.
    MinLength(u64),
    /// At most so many characters.
    MaxLength(u64),
    /// Not less than this.
    Min(i64),
    /// Not more than this.
    Max(i64),
    /// At least so many items.
    MinItems(u64),
    /// At most so many items.
    MaxItems(u64),
    /// A regular expression that the whole text must match.
    Pattern(String),
}

/// The type of a parameter, a field or a payload.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Type {
    /// `true` or `false`.
    Bool,
    /// An integer of 64 bits, signed.
    Int,
    /// An integer of 64 bits, unsigned.
    Uint,
    /// A number with a fraction.
    Float,
    /// Text.
    Text,
    /// Text that must never be printed.
    Secret,
    /// A moment, as epoch milliseconds on the wire.
    Timestamp,
    /// Any JSON.
    Json,
    /// Items of one type.
    List(Box<Type>),
    /// Values of one type under names that are not known beforehand.
    Map(Box<Type>),
    /// Text that holds JSON of a type.
    JsonText(Box<Type>),
    /// Items of one type in one text, with this character between them.
    Joined(Box<Type>, char),
    /// A type with a name.
    Named(TypeId),
}

/// Which of [`Api::types`] is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TypeId(pub usize);

/// A type with a name.
#[derive(Debug, Clone)]
pub struct TypeDef {
    /// Name in `UpperCamelCase`, unique in the API.
    pub name: String,
    /// What it stands for.
    pub doc: Text,
    /// Where it lives: with a group, or with the whole API.
    pub home: Home,
    /// Its shape.
    pub shape: Shape,
    /// A value of it, if it is written by hand: an expression of Rust that calls the type by its own name.
    pub sample: Option<String>,
    /// How it says how it went, if it is an item of a batch.
    pub item: Option<Item>,
    /// Which ring of types it is in, if any: those of one ring hold each other.
    pub ring: Option<usize>,
    /// Whether a choice of the caller is somewhere in it, so that it can be sent but not read.
    pub holds_choice: bool,
    /// Whether some request holds it.
    pub in_requests: bool,
    /// Whether some result holds it.
    pub in_results: bool,
    /// Where it is described.
    pub span: Span,
}

/// Where a type lives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Home {
    /// Declared in `api.yaml`, for all.
    Api,
    /// Declared beside an endpoint.
    Endpoint {
        /// Name of the endpoint's group.
        group: String,
        /// Name of the endpoint.
        endpoint: String,
    },
}

/// The shape of a named type.
#[derive(Debug, Clone)]
pub enum Shape {
    /// Named fields.
    Struct(Vec<Field>),
    /// Listed values, open for others.
    Enum(Vec<EnumValue>),
    /// Alternatives of which a caller gives one.
    OneOf(Vec<Alternative>),
    /// One of several types.
    Union(Union),
    /// A type that is written by hand: a path in the crate that holds the client.
    Rust(String),
}

/// One of several ways to give something.
#[derive(Debug, Clone)]
pub struct Alternative {
    /// Its name, in `snake_case`.
    pub name: String,
    /// What a caller gives for it, and constants that go with it.
    pub fields: Vec<Field>,
    /// Whether it is the one that stands for the type where there must be something.
    pub is_default: bool,
    /// Where it is described.
    pub span: Span,
}

/// One of several types.
#[derive(Debug, Clone)]
pub struct Union {
    /// The field that tells which; without one, the shape does.
    pub tag: Option<String>,
    /// The types in the order in which they are tried.
    pub variants: Vec<Variant>,
}

/// A type that a union can be.
#[derive(Debug, Clone)]
pub struct Variant {
    /// Its name, in `snake_case`.
    pub name: String,
    /// The value of the tag that means it; nothing where the shape tells.
    pub tag: Option<Wire>,
    /// What it holds.
    pub ty: Type,
    /// Where it is described.
    pub span: Span,
}

/// How an item of a batch says how it went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Wire name of the field with its code.
    pub code: String,
    /// Codes that mean success.
    pub success: Vec<i64>,
    /// Wire name of the field with the server's text.
    pub message: Option<String>,
}

/// A field of a struct.
#[derive(Debug, Clone)]
pub struct Field {
    /// Name on the wire.
    pub wire: String,
    /// A better name for programs, if the wire's will not do.
    pub name: Option<String>,
    /// Its type.
    pub ty: Type,
    /// Whether an answer without it is an error.
    pub required: bool,
    /// Whether it may be null although it is required.
    pub nullable: bool,
    /// What it is when it is left out: assumed of answers, never sent.
    pub default: Option<Value>,
    /// Always sent with this value, never asked for.
    pub constant: Option<Value>,
    /// What is checked before sending.
    pub limits: Vec<Limit>,
    /// Why it should not be used any more.
    pub deprecated: Option<Text>,
    /// Whether the vendor says nothing about it.
    pub undocumented: bool,
    /// What it means.
    pub doc: Text,
    /// Where it is described.
    pub span: Span,
}

/// A listed value of an enum.
#[derive(Debug, Clone)]
pub struct EnumValue {
    /// The value on the wire.
    pub wire: Wire,
    /// Its name in programs, in `snake_case`.
    pub name: String,
    /// What it means.
    pub doc: Text,
    /// Where it is described.
    pub span: Span,
}

/// A scalar on the wire.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Wire {
    /// An integer.
    Int(i64),
    /// Text.
    Text(String),
}

/// A documented failure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ErrorCode {
    /// The number in the envelope, or the HTTP status.
    pub code: i64,
    /// Its name in programs, in `snake_case`.
    pub name: String,
    /// What sort of failure it is.
    pub kind: Kind,
    /// Whether the same call may succeed later.
    pub retryable: bool,
    /// What it means.
    pub doc: Text,
    /// What helps against it.
    pub remedy: Text,
    /// The named set it comes from; `None` when the endpoint itself declares it.
    pub set: Option<String>,
    /// Where it is described.
    pub span: Span,
}

/// What sort of failure a code stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The token or the credentials are not accepted.
    SignIn,
    /// The caller may not do this.
    Permission,
    /// Too much or too often.
    Quota,
    /// What the call names does not exist.
    NotFound,
    /// The call is wrong.
    BadInput,
    /// The call does not fit the present state.
    Conflict,
    /// The device cannot do it.
    Device,
    /// The server has a fault.
    Server,
    /// None of these.
    Refused,
}

/// A request and its answer.
#[derive(Debug, Clone)]
pub struct Example {
    /// Parameters as the wire holds them, by place and wire name: one name may stand in two places.
    pub request: IndexMap<(Place, String), Value>,
    /// The whole answer, envelope included.
    pub response: Option<Value>,
    /// HTTP status of the answer.
    pub status: u16,
    /// Where it is written.
    pub span: Span,
}

impl Api {
    /// Looks a named type up.
    pub fn type_def(&self, id: TypeId) -> &TypeDef {
        &self.types[id.0]
    }

    /// Wire names under which results hold what must never be printed, in alphabetical order.
    pub fn secrets_in_results(&self) -> BTreeSet<&str> {
        let read = self.types.iter().filter(|def| def.in_results);
        let fields = read.flat_map(|def| match &def.shape {
            Shape::Struct(fields) => fields.as_slice(),
            // A choice is never read, and the others have no fields of their own.
            Shape::OneOf(_) | Shape::Enum(_) | Shape::Union(_) | Shape::Rust(_) => &[],
        });
        fields.filter(|field| field.ty == Type::Secret).map(|field| field.wire.as_str()).collect()
    }

    /// The types with names that some types are made of, each once, types inside types included.
    pub fn named_in<'a>(&'a self, of: impl IntoIterator<Item = &'a Type>) -> Vec<TypeId> {
        named_in(of, &self.types)
    }

    /// All endpoints, group by group.
    pub fn endpoints(&self) -> impl Iterator<Item = &Endpoint> {
        self.groups.iter().flat_map(|group| &group.endpoints)
    }

    /// The endpoint with this full name: `thing_model.export_tsl`.
    pub fn endpoint(&self, full_name: &str) -> Option<&Endpoint> {
        self.endpoints().find(|endpoint| endpoint.full_name() == full_name)
    }

    /// Every code of the API once, in ascending order.
    pub fn codes(&self) -> Vec<&ErrorCode> {
        let mut codes: Vec<&ErrorCode> = self
            .catalogue
            .iter()
            .chain(self.error_sets.values().flatten())
            .chain(self.endpoints().flat_map(|endpoint| &endpoint.errors))
            .collect();
        codes.sort_by_key(|error| error.code);
        codes.dedup_by_key(|error| error.code);
        codes
    }
}

impl Endpoint {
    /// Group and name: `thing_model.export_tsl`.
    pub fn full_name(&self) -> String {
        format!("{}.{}", self.group, self.name)
    }

    /// The path as it is written in documentation: `/users/{id}`.
    pub fn path_template(&self) -> String {
        let part = |part: &PathPart| match part {
            PathPart::Text(text) => text.clone(),
            PathPart::Parameter(index) => format!("{{{}}}", self.parameters[*index].wire),
        };
        self.path.iter().map(part).collect()
    }

    /// Method and path as they are sent, as far as nobody has to say more: `GET /v1/users/{id}`, with
    /// constants as they are.
    pub fn route(&self) -> String {
        self.route_with(|open| format!("{{{}}}", open.wire))
    }

    /// The same with something else in place of the parameters that are not constant.
    pub(crate) fn route_with(&self, open: impl Fn(&Parameter) -> String) -> String {
        let parameter = |parameter: &Parameter| match &parameter.presence {
            Presence::Constant(Value::String(text)) => text.clone(),
            Presence::Constant(value) => value.to_string(),
            Presence::Required | Presence::Optional { .. } => open(parameter),
        };
        let part = |part: &PathPart| match part {
            PathPart::Text(text) => text.clone(),
            PathPart::Parameter(index) => parameter(&self.parameters[*index]),
        };
        let path: String = self.path.iter().map(part).collect();
        format!("{} {path}", self.method.as_str())
    }

    /// Parameters that the caller must give, in order.
    pub fn required(&self) -> impl Iterator<Item = (usize, &Parameter)> {
        self.with_presence(|presence| matches!(presence, Presence::Required))
    }

    /// Whether there are too many of them for arguments, of which nobody could tell the order.
    pub fn takes_request(&self) -> bool {
        self.required().count() > 3
    }

    /// Parameters that the caller may give, in order.
    pub fn optional(&self) -> impl Iterator<Item = (usize, &Parameter)> {
        self.with_presence(|presence| matches!(presence, Presence::Optional { .. }))
    }

    fn with_presence(
        &self,
        wanted: impl Fn(&Presence) -> bool,
    ) -> impl Iterator<Item = (usize, &Parameter)> {
        self.parameters.iter().enumerate().filter(move |(_, parameter)| wanted(&parameter.presence))
    }
}

impl Method {
    /// The method as it is sent: `GET`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::SignIn,
        Self::Permission,
        Self::Quota,
        Self::NotFound,
        Self::BadInput,
        Self::Conflict,
        Self::Device,
        Self::Server,
        Self::Refused,
    ];

    /// Its word in the description: `not_found`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::SignIn => "sign_in",
            Self::Permission => "permission",
            Self::Quota => "quota",
            Self::NotFound => "not_found",
            Self::BadInput => "bad_input",
            Self::Conflict => "conflict",
            Self::Device => "device",
            Self::Server => "server",
            Self::Refused => "refused",
        }
    }
}

impl Envelope {
    /// Every wire name that belongs to the envelope and not to the payload.
    pub fn own_names(&self) -> impl Iterator<Item = &str> {
        [&self.code, &self.message].into_iter().flatten().chain(&self.others).map(String::as_str)
    }
}

impl Paging {
    /// Every wire name that says something about the page, beside or around the rows.
    pub fn own_names(&self) -> impl Iterator<Item = &str> {
        let named = [&self.number, &self.total, &self.pages].into_iter().flatten();
        named.chain(&self.others).map(String::as_str)
    }
}

impl ErrorCode {
    /// Whether another entry says the same about the same code, wherever it stands.
    pub fn says_the_same(&self, other: &Self) -> bool {
        let facts = |one: &Self| (one.code, one.kind, one.retryable);
        facts(self) == facts(other)
            && self.name == other.name
            && self.doc == other.doc
            && self.remedy == other.remedy
    }
}

impl Text {
    /// Whether there is nothing in either language.
    pub fn is_empty(&self) -> bool {
        self.en.is_none() && self.zh.is_none()
    }

    /// The English text, or the Chinese one where there is no English.
    pub fn first(&self) -> &str {
        self.en.as_deref().or(self.zh.as_deref()).unwrap_or_default()
    }
}

impl Limit {
    /// What it is called in a description.
    pub fn key(&self) -> &'static str {
        match self {
            Self::MinLength(_) => "min_length",
            Self::MaxLength(_) => "max_length",
            Self::Min(_) => "min",
            Self::Max(_) => "max",
            Self::MinItems(_) => "min_items",
            Self::MaxItems(_) => "max_items",
            Self::Pattern(_) => "pattern",
        }
    }
}

impl Shape {
    /// Every type that stands directly in it.
    pub fn types(&self) -> Box<dyn Iterator<Item = &Type> + '_> {
        match self {
            Self::Struct(fields) => Box::new(fields.iter().map(|field| &field.ty)),
            Self::OneOf(ways) => {
                Box::new(ways.iter().flat_map(|way| &way.fields).map(|field| &field.ty))
            }
            Self::Union(union) => Box::new(union.variants.iter().map(|variant| &variant.ty)),
            Self::Enum(_) | Self::Rust(_) => Box::new(std::iter::empty()),
        }
    }
}

impl Type {
    /// The type with a name that a value of this type holds without an indirection.
    pub fn directly(&self) -> Option<TypeId> {
        match self {
            Self::Named(id) => Some(*id),
            Self::JsonText(inside) => inside.directly(),
            Self::List(_) | Self::Map(_) | Self::Joined(..) => None,
            Self::Bool
            | Self::Int
            | Self::Uint
            | Self::Float
            | Self::Text
            | Self::Secret
            | Self::Timestamp
            | Self::Json => None,
        }
    }

    /// The type with a name that this one is or is made of: a `Device` for a list of maps of it.
    pub fn innermost(&self) -> Option<TypeId> {
        match self {
            Self::List(inside)
            | Self::Map(inside)
            | Self::JsonText(inside)
            | Self::Joined(inside, _) => inside.innermost(),
            Self::Named(id) => Some(*id),
            Self::Bool
            | Self::Int
            | Self::Uint
            | Self::Float
            | Self::Text
            | Self::Secret
            | Self::Timestamp
            | Self::Json => None,
        }
    }
}

/// The types with names that some types are made of, each once, types inside types included.
pub fn named_in<'a>(of: impl IntoIterator<Item = &'a Type>, types: &'a [TypeDef]) -> Vec<TypeId> {
    let mut found: Vec<TypeId> = Vec::new();
    let mut seen = vec![false; types.len()];
    let mut take = |ty: &Type, found: &mut Vec<TypeId>| {
        let Some(id) = ty.innermost() else { return };
        let news = seen.get_mut(id.0).is_some_and(|seen| !std::mem::replace(seen, true));
        found.extend(news.then_some(id));
    };
    of.into_iter().for_each(|ty| take(ty, &mut found));
    let mut next = 0;
    while let Some(id) = found.get(next).copied() {
        types[id.0].shape.types().for_each(|ty| take(ty, &mut found));
        next += 1;
    }
    found
}
