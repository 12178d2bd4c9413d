//! Types: scalars, containers, and the shapes of named types.

use ordered_json::Value;

use super::{BatchItem, Constraint, LocalizedText, Snippet};
use crate::source::Span;

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
    JsonString(Box<Type>),
    /// Items of one type in one text, with this character between them.
    Delimited(Box<Type>, char),
    /// A type with a name.
    Named(TypeId),
}

impl Type {
    /// The type with a name that a value of this type holds without an indirection.
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

    /// The type with a name that this one is or is made of: a `Device` for a list of maps of it.
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

/// An index into [`Api::types`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TypeId(pub usize);

/// A type with a name.
#[derive(Debug, Clone)]
pub struct TypeDef {
    /// Name in `UpperCamelCase`, unique in the API.
    pub name: String,
    /// Its documentation.
    pub doc: LocalizedText,
    /// Its declaration: beside an endpoint, or for the whole API.
    pub home: DeclaredIn,
    /// Its shape.
    pub shape: Shape,
    /// Its outcome fields, if it is an item of a batch.
    pub item: Option<BatchItem>,
    /// Its recursion group, if any: the types of one group hold each other.
    pub recursion_group: Option<usize>,
    /// True if a choice of the caller is somewhere in it, so that it can be sent but not read.
    pub holds_choice: bool,
    /// True if some request holds it.
    pub in_requests: bool,
    /// True if some result holds it.
    pub in_results: bool,
    /// Its place in the description.
    pub span: Span,
}

/// The place where a type is declared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DeclaredIn {
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
    /// A type that is written by hand.
    External(External),
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
            Self::Enum(_) | Self::External(_) => Box::new(std::iter::empty()),
        }
    }
}

/// A type that is written by hand, in the language of the client.
#[derive(Debug, Clone)]
pub struct External {
    /// Its path in the crate that holds the client.
    pub path: Snippet,
    /// An expression that makes a value of it, for examples; it calls the type by its own name.
    pub sample: Option<Snippet>,
}

/// One of several ways to give something.
#[derive(Debug, Clone)]
pub struct Alternative {
    /// Its name, in `snake_case`.
    pub name: String,
    /// The fields that a caller gives, and constants that go with them.
    pub fields: Vec<Field>,
    /// True if it is the default where a value is required.
    pub is_default: bool,
    /// Its place in the description.
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
    pub tag: Option<Scalar>,
    /// Its content.
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
    /// True if an answer without it is an error.
    pub required: bool,
    /// True if it may be null although it is required.
    pub nullable: bool,
    /// Its default: assumed in responses, never sent.
    pub default: Option<Value>,
    /// Always sent with this value, never asked for.
    pub constant: Option<Value>,
    /// Constraints that are checked before sending.
    pub limits: Vec<Constraint>,
    /// Why it should not be used any more.
    pub deprecated: Option<LocalizedText>,
    /// True if the vendor says nothing about it.
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
