//! Types: scalars, containers, and the shapes of named types.

use ordered_json::Value;

use super::{BatchItem, Constraint, LocalizedText, Snippet};
use crate::source::Span;

/// The type of a parameter, a field or a payload.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Type {
    /// `true` or `false`.
    Bool,
    /// A signed 64-bit integer.
    Int,
    /// An unsigned 64-bit integer.
    Uint,
    /// A 64-bit floating-point number.
    Float,
    /// Text.
    Text,
    /// Text that is redacted in logs and debug output.
    Secret,
    /// A point in time, sent as epoch milliseconds.
    Timestamp,
    /// Any JSON value.
    Json,
    /// A list.
    List(Box<Type>),
    /// A map with arbitrary keys.
    Map(Box<Type>),
    /// A string that contains JSON of a type.
    JsonString(Box<Type>),
    /// A list in one string, separated by this character.
    Delimited(Box<Type>, char),
    /// A named type.
    Named(TypeId),
}

impl Type {
    /// The named type that a value of this type contains directly, outside of lists and maps.
    pub fn directly(&self) -> Option<TypeId> {
        match self {
            Self::Named(id) => Some(*id),
            Self::JsonString(inside) => inside.directly(),
            Self::List(_) | Self::Map(_) | Self::Delimited(..) => None,
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

    /// The named type inside of this type: `Device` for a list of maps of `Device`.
    pub fn innermost(&self) -> Option<TypeId> {
        match self {
            Self::List(inside)
            | Self::Map(inside)
            | Self::JsonString(inside)
            | Self::Delimited(inside, _) => inside.innermost(),
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

/// An index into [`Api::types`](super::Api::types).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TypeId(pub usize);

/// A named type.
#[derive(Debug, Clone)]
pub struct TypeDef {
    /// Name in `UpperCamelCase`, unique in the API.
    pub name: String,
    /// Its documentation.
    pub doc: LocalizedText,
    /// The file that declares it.
    pub home: DeclaredIn,
    /// Its shape.
    pub shape: Shape,
    /// Its result fields, if it is an item of a batch.
    pub item: Option<BatchItem>,
    /// Its recursion group, if any. The types of a group contain each other.
    pub recursion_group: Option<usize>,
    /// True if it contains a `one_of` type, so that it cannot be part of a response.
    pub holds_choice: bool,
    /// True if a request contains it.
    pub in_requests: bool,
    /// True if a result contains it.
    pub in_results: bool,
    /// Its place in the description.
    pub span: Span,
}

/// The place where a type is declared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DeclaredIn {
    /// Declared in `api.yaml`.
    Api,
    /// Declared in the file of an endpoint.
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
    /// An object with fields.
    Struct(Vec<Field>),
    /// An enum; values that are not listed are accepted.
    Enum(Vec<EnumValue>),
    /// Alternatives, of which a caller provides exactly one.
    OneOf(Vec<Alternative>),
    /// A union of types.
    Union(Union),
    /// A hand-written type.
    External(External),
}

impl Shape {
    /// The types of its fields or variants.
    pub fn types(&self) -> Box<dyn Iterator<Item = &Type> + '_> {
        match self {
            Self::Struct(fields) => Box::new(fields.iter().map(|field| &field.ty)),
            Self::OneOf(ways) => {
                Box::new(ways.iter().flat_map(|way| &way.fields).map(|field| &field.ty))
            }
            Self::Union(union) => Box::new(union.variants.iter().map(|variant| &variant.ty)),
            Self::Enum(_) | Self::External(_) => Box::new(std::iter::empty()),
        }
    }
}

/// A hand-written type in the language of the client.
#[derive(Debug, Clone)]
pub struct External {
    /// Its path in the crate of the client.
    pub path: Snippet,
    /// An expression with a value of it, for examples. It refers to the type by its last name.
    pub sample: Option<Snippet>,
}

/// One alternative of a `one_of` type.
#[derive(Debug, Clone)]
pub struct Alternative {
    /// Its name, in `snake_case`.
    pub name: String,
    /// Its fields, constants included.
    pub fields: Vec<Field>,
    /// True if it is the default of the type.
    pub is_default: bool,
    /// Its place in the description.
    pub span: Span,
}

/// A union of types.
#[derive(Debug, Clone)]
pub struct Union {
    /// The field whose value selects the type. Without one, the first type that matches is selected.
    pub tag: Option<String>,
    /// The types, in the order in which they are tried.
    pub variants: Vec<Variant>,
}

/// A type of a union.
#[derive(Debug, Clone)]
pub struct Variant {
    /// Its name, in `snake_case`.
    pub name: String,
    /// The value of the tag that selects it; `None` in a union without a tag.
    pub tag: Option<Scalar>,
    /// Its type.
    pub ty: Type,
    /// Its place in the description.
    pub span: Span,
}

/// A field of an object.
#[derive(Debug, Clone)]
pub struct Field {
    /// Name on the wire.
    pub wire_name: String,
    /// Name in programs, if it differs from the one on the wire.
    pub name: Option<String>,
    /// Its type.
    pub ty: Type,
    /// True if a response without it is an error.
    pub required: bool,
    /// True if it is required and can be null.
    pub nullable: bool,
    /// Its default: assumed in responses, never sent.
    pub default: Option<Value>,
    /// A constant, sent with every request and not exposed to callers.
    pub constant: Option<Value>,
    /// Constraints that are checked before sending.
    pub limits: Vec<Constraint>,
    /// Reason for the deprecation, and the replacement.
    pub deprecated: Option<LocalizedText>,
    /// True if the vendor does not document it.
    pub undocumented: bool,
    /// Its documentation.
    pub doc: LocalizedText,
    /// Its place in the description.
    pub span: Span,
}

/// A listed value of an enum.
#[derive(Debug, Clone)]
pub struct EnumValue {
    /// The value on the wire.
    pub scalar: Scalar,
    /// Its name in programs, in `snake_case`.
    pub name: String,
    /// Its documentation.
    pub doc: LocalizedText,
    /// Its place in the description.
    pub span: Span,
}

/// A scalar on the wire.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Scalar {
    /// An integer.
    Int(i64),
    /// Text.
    Text(String),
}

/// The named types inside of some types, recursively, each once.
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
