//! Types: declarations, type expressions, and the direction in which each type is sent.

use std::collections::BTreeMap;

use heck::ToUpperCamelCase;

use super::checks::{self, CheckKind, DeferredCheck, check_limits, constant_type};
use super::shapes::{
    check_field, check_item, check_way_field, enum_values, external, resolve_item, variant_name,
    wire_of,
};
use super::{check_name, recursion};
use crate::diagnostics::Sink;
use crate::diagnostics::messages;
use crate::model::{
    Alternative, DeclaredIn, Field, Group, LocalizedText, Parameter, Presence, Shape, Type,
    TypeDef, TypeId, Union, Variant, named_in,
};
use crate::source::Span;
use crate::syntax::grammar::TYPE_KEYWORDS;
use crate::syntax::{
    AlternativeDecl, Description, FieldDecl, ShapeDecl, Spanned, TypeDecl, TypeExpr, UnionDecl,
};

/// All named types of a description.
#[derive(Debug, Default)]
pub(super) struct Types {
    ids: BTreeMap<String, TypeId>,
    /// Those declared under `types`, then inline types.
    definitions: Vec<TypeDef>,
    /// The number of declared types; the others are added while shapes are resolved.
    declared: usize,
    inline: Vec<TypeDef>,
    /// Checks for when all types are known.
    claims: Vec<DeferredCheck>,
}

/// The meaning of a field without `required`.
#[derive(Clone, Copy, PartialEq)]
enum Required {
    /// Optional, because responses may omit fields.
    IfSaid,
    /// Required, because an alternative needs all its fields.
    UnlessSaid,
}

/// The maximum length of a type's name, in bytes. The names of inline types contain those of the
/// surrounding types and fields.
const LONGEST_NAME: usize = 1000;

/// The surroundings of a type expression, which give an inline type its name and home.
#[derive(Debug, Clone)]
pub(super) struct Context {
    pub(super) home: DeclaredIn,
    /// `UpperCamelCase`.
    pub(super) name: String,
}

impl Context {
    /// Cuts a name that is too long. It is reported, and the names of inner types stay short.
    pub(super) fn new(home: DeclaredIn, name: &str) -> Self {
        Self { home, name: name.chars().take(LONGEST_NAME + 1).collect() }
    }

    /// The context of an inner part, such as a field.
    pub(super) fn inside(&self, part: &str) -> Self {
        let name = format!("{}{}", self.name, part.to_upper_camel_case());
        Self::new(self.home.clone(), &name)
    }

    /// The context of an item: an inline type in the list `devices` is named `Device`.
    fn item(&self) -> Self {
        let one = self.name.strip_suffix('s').filter(|one| one.len() > 2 && !one.ends_with('s'));
        Self { home: self.home.clone(), name: one.unwrap_or(&self.name).to_owned() }
    }
}

/// Declares all types, then resolves their shapes, because a type may be used before its declaration.
pub(super) fn declare(files: &Description, sink: &mut Sink) -> Types {
    let declared: Vec<(&TypeDecl, DeclaredIn)> = declarations(files).collect();
    let ids = ids(&declared, sink);
    let mut types = Types { ids, declared: declared.len(), ..Types::default() };
    for (decl, home) in declared {
        let context = Context::new(home, &decl.name.value);
        let definition = types.definition(decl, &context, sink);
        types.definitions.push(definition);
    }
    types
}

fn declarations(files: &Description) -> impl Iterator<Item = (&TypeDecl, DeclaredIn)> {
    let shared = files.api.types.iter().map(|decl| (decl, DeclaredIn::Api));
    let beside = files.endpoints.iter().flat_map(|file| {
        let home = DeclaredIn::Endpoint { group: file.group.clone(), endpoint: file.name.clone() };
        file.types.iter().map(move |decl| (decl, home.clone()))
    });
    shared.chain(beside)
}

fn ids(declared: &[(&TypeDecl, DeclaredIn)], sink: &mut Sink) -> BTreeMap<String, TypeId> {
    let mut ids: BTreeMap<String, TypeId> = BTreeMap::new();
    for (index, (decl, _)) in declared.iter().enumerate() {
        check_type_name(&decl.name, sink);
        match ids.get(&decl.name.value) {
            Some(first) => {
                let first = declared[first.0].0.name.span;
                sink.push(messages::duplicate_type(&decl.name, first));
            }
            None => drop(ids.insert(decl.name.value.clone(), TypeId(index))),
        }
    }
    ids
}

fn check_type_name(name: &Spanned<String>, sink: &mut Sink) {
    if name.value.len() > LONGEST_NAME {
        return sink.push(messages::long_name(name, LONGEST_NAME));
    }
    let better = name.value.to_upper_camel_case();
    let ascii = name.value.chars().all(|c| c.is_ascii_alphanumeric());
    let begins_well = name.value.starts_with(|first: char| first.is_ascii_uppercase());
    if is_word(&name.value) {
        sink.push(messages::reserved_type(name, "the description language"));
    } else if !ascii || !begins_well {
        sink.push(messages::bad_type_name(name, &better));
    }
}

fn is_word(name: &str) -> bool {
    TYPE_KEYWORDS.iter().any(|(word, ..)| *word == name)
}

impl Types {
    fn definition(&mut self, decl: &TypeDecl, context: &Context, sink: &mut Sink) -> TypeDef {
        let mut definition = self.unshaped(decl.name.span, decl.doc.clone(), context);
        definition.shape = match &decl.rust {
            Some(path) => Shape::External(external(decl, path, sink)),
            None => {
                let needless = decl.sample.iter().map(messages::redundant_sample);
                needless.for_each(|found| sink.push(found));
                self.shape(&decl.shape, &decl.name, context, sink)
            }
        };
        definition.item = decl.item.as_ref().and_then(|item| {
            let fits = check_item(item, &definition.shape, &decl.name, sink);
            fits.then(|| resolve_item(item))
        });
        definition
    }

    fn unshaped(&self, span: Span, doc: LocalizedText, context: &Context) -> TypeDef {
        TypeDef {
            name: context.name.clone(),
            doc,
            home: context.home.clone(),
            shape: Shape::Struct(Vec::new()),
            item: None,
            recursion_group: None,
            holds_choice: false,
            in_requests: false,
            in_results: false,
            span,
        }
    }

    fn shape(
        &mut self,
        decl: &ShapeDecl,
        name: &Spanned<String>,
        context: &Context,
        sink: &mut Sink,
    ) -> Shape {
        match decl {
            ShapeDecl { fields: Some(fields), values: None, one_of: None, union: None }
                if fields.iter().any(|field| field.constant.is_none()) =>
            {
                Shape::Struct(self.fields(fields, context, sink))
            }
            ShapeDecl { fields: None, values: Some(values), one_of: None, union: None }
                if !values.is_empty() =>
            {
                Shape::Enum(enum_values(name, values, sink))
            }
            ShapeDecl { fields: None, values: None, one_of: Some(ways), union: None }
                if !ways.is_empty() && ways.iter().all(|way| !way.fields.is_empty()) =>
            {
                Shape::OneOf(self.alternatives(ways, context, sink))
            }
            ShapeDecl { fields: None, values: None, one_of: None, union: Some(union) } => {
                Shape::Union(self.union(union, context, sink))
            }
            _ => {
                sink.push(messages::bad_shape(name));
                Shape::Struct(Vec::new())
            }
        }
    }

    fn alternatives(
        &mut self,
        ways: &[AlternativeDecl],
        context: &Context,
        sink: &mut Sink,
    ) -> Vec<Alternative> {
        ways.iter()
            .map(|way| {
                check_name("an alternative", &way.name, sink);
                way.fields.iter().for_each(|decl| check_way_field(decl, sink));
                let context = context.inside(&way.name.value);
                let field = |decl| self.field(decl, Required::UnlessSaid, &context, sink);
                Alternative {
                    name: way.name.value.clone(),
                    fields: way.fields.iter().map(field).collect(),
                    is_default: false,
                    span: way.name.span,
                }
            })
            .collect()
    }

    fn union(&mut self, decl: &UnionDecl, context: &Context, sink: &mut Sink) -> Union {
        let tag = decl.tag.as_ref().map(|tag| tag.value.clone());
        let variants = if tag.is_some() { &decl.types } else { &decl.shapes };
        let misplaced = if tag.is_some() { &decl.shapes } else { &decl.types };
        if variants.is_empty() || !misplaced.is_empty() {
            sink.push(messages::ambiguous_union(decl.span));
        }
        let is_tagged = tag.is_some();
        let variant = |one| self.variant(one, is_tagged, context, sink);
        Union { variants: variants.iter().map(variant).collect(), tag }
    }

    fn variant(
        &mut self,
        (written, ty): &(Spanned<String>, TypeExpr),
        is_tagged: bool,
        context: &Context,
        sink: &mut Sink,
    ) -> Variant {
        let name = variant_name(&written.value, ty);
        let resolved = self.resolve(ty, &context.inside(&name), sink);
        if is_tagged {
            self.claim(ty.span(), &resolved, CheckKind::Tagged);
        }
        Variant {
            ty: resolved,
            tag: is_tagged.then(|| wire_of(&written.value)),
            name,
            span: written.span,
        }
    }

    /// Checks a constant, and defers the comparison with its type.
    pub(super) fn claim_constant(
        &mut self,
        constant: &Spanned<ordered_json::Value>,
        ty: &Type,
        sink: &mut Sink,
    ) {
        let before = sink.errors();
        constant_type(constant, sink);
        if sink.errors() == before {
            self.claim(constant.span, ty, CheckKind::Constant(constant.value.clone()));
        }
    }

    /// Defers a check until all types are known.
    pub(super) fn claim(&mut self, span: Span, ty: &Type, what: CheckKind) {
        self.claims.push(DeferredCheck { span, ty: ty.clone(), what });
    }

    fn fields(&mut self, fields: &[FieldDecl], context: &Context, sink: &mut Sink) -> Vec<Field> {
        fields.iter().map(|decl| self.field(decl, Required::IfSaid, context, sink)).collect()
    }

    fn field(
        &mut self,
        decl: &FieldDecl,
        unsaid: Required,
        context: &Context,
        sink: &mut Sink,
    ) -> Field {
        if let Some(name) = &decl.name {
            check_name("a field", name, sink);
        }
        let ty = self.field_type(decl, context, sink);
        check_limits(&decl.limits, &ty, sink);
        check_field(decl, sink);
        self.claim_values(decl, &ty, sink);
        let by_default = unsaid == Required::UnlessSaid && decl.constant.is_none();
        Field {
            ty,
            wire_name: decl.wire_name.value.clone(),
            name: decl.name.as_ref().map(|name| name.value.clone()),
            required: decl.required.unwrap_or(by_default),
            nullable: decl.nullable,
            default: decl.default.as_ref().map(|json| json.value.clone()),
            constant: decl.constant.as_ref().map(|json| json.value.clone()),
            limits: decl.limits.iter().map(|limit| limit.value.clone()).collect(),
            deprecated: decl.deprecated.clone(),
            undocumented: decl.undocumented,
            doc: decl.doc.clone(),
            span: decl.wire_name.span,
        }
    }

    /// The declared type, or that of the constant.
    fn field_type(&mut self, decl: &FieldDecl, context: &Context, sink: &mut Sink) -> Type {
        let name = decl.name.as_ref().unwrap_or(&decl.wire_name);
        let ty = match (&decl.ty, &decl.constant) {
            (Some(ty), _) => self.resolve(ty, &context.inside(&name.value), sink),
            (None, Some(constant)) => constant_type(constant, sink),
            (None, None) => {
                sink.push(messages::missing_type("field", &decl.wire_name));
                Type::Text
            }
        };
        secret(ty, decl.secret, &decl.wire_name, sink)
    }

    /// Checks the constant and the default of a field against its type.
    fn claim_values(&mut self, decl: &FieldDecl, ty: &Type, sink: &mut Sink) {
        if let (Some(_), Some(constant)) = (&decl.ty, &decl.constant) {
            self.claim_constant(constant, ty, sink);
        }
        if let Some(default) = &decl.default {
            self.claim(default.span, ty, CheckKind::FieldDefault(default.value.clone()));
        }
    }
}

/// The type of a field or parameter with `secret`. Reports types other than text.
pub(super) fn secret(ty: Type, secret: bool, wire: &Spanned<String>, sink: &mut Sink) -> Type {
    match ty {
        Type::Text if secret => Type::Secret,
        other if secret => {
            sink.push(messages::secret_not_text(wire.span, &wire.value));
            other
        }
        other => other,
    }
}

impl Types {
    /// Resolves a type expression.
    pub(super) fn resolve(
        &mut self,
        expression: &TypeExpr,
        context: &Context,
        sink: &mut Sink,
    ) -> Type {
        match expression {
            TypeExpr::Name(name) => self.named(name, sink),
            TypeExpr::List(item) => Type::List(Box::new(self.resolve(item, &context.item(), sink))),
            TypeExpr::Map(value) => Type::Map(Box::new(self.resolve(value, context, sink))),
            TypeExpr::JsonText(inside) => {
                Type::JsonString(Box::new(self.resolve(inside, context, sink)))
            }
            TypeExpr::Joined(item, by) => {
                let ty = self.resolve(item, &context.item(), sink);
                self.claim(item.span(), &ty, CheckKind::Joined);
                Type::Delimited(Box::new(ty), separator(by.as_ref(), sink))
            }
            TypeExpr::Inline(span, shape) => self.inline(*span, shape, context, sink),
        }
    }

    fn named(&self, name: &Spanned<String>, sink: &mut Sink) -> Type {
        if let Some((_, ty, _)) = TYPE_KEYWORDS.iter().find(|(word, ..)| *word == name.value) {
            return ty.clone();
        }
        if let Some(id) = self.ids.get(&name.value) {
            return Type::Named(*id);
        }
        if sink.is_full() {
            return Type::Json;
        }
        let mut known: Vec<&str> = self.ids.keys().map(String::as_str).collect();
        known.extend(TYPE_KEYWORDS.iter().map(|(word, ..)| *word));
        sink.push(messages::unknown_name("type", name, &known));
        Type::Json
    }

    /// Declares an inline type, whose name is made from its context. Reports a name that is in use.
    fn inline(
        &mut self,
        span: Span,
        shape: &ShapeDecl,
        context: &Context,
        sink: &mut Sink,
    ) -> Type {
        let name = Spanned { value: context.name.clone(), span };
        if context.name.is_ascii() {
            check_type_name(&name, sink);
        } else {
            sink.push(messages::bad_rust_name_of_inline_type(&name));
        }
        let index = self.inline.len();
        let definition = self.unshaped(span, LocalizedText::default(), context);
        self.inline.push(definition);
        let id = TypeId(self.declared + index);
        if let Some(first) = self.ids.insert(context.name.clone(), id) {
            let first = self.definition_span(first);
            sink.push(messages::duplicate_inline_type(&name, first));
        }
        let shape = self.shape(shape, &name, context, sink);
        self.inline[index].shape = shape;
        Type::Named(id)
    }

    fn definition_span(&self, id: TypeId) -> Span {
        let inline = id.0.checked_sub(self.declared).and_then(|index| self.inline.get(index));
        let definition = inline.or_else(|| self.definitions.get(id.0));
        definition.map_or(Span::file(0), |one| one.span)
    }

    /// All types, once every expression has been resolved.
    pub(super) fn finish(mut self, groups: &[Group], sink: &mut Sink) -> Vec<TypeDef> {
        self.definitions.append(&mut self.inline);
        self.claims.iter().for_each(|claim| checks::check(claim, &self.definitions, sink));
        recursion::mark(&mut self.definitions, sink);
        mark_uses(groups, &mut self.definitions);
        self.definitions
    }

    /// The shape of a type, if it is known already.
    pub(super) fn shape_of(&self, id: TypeId) -> Option<&Shape> {
        let inline = id.0.checked_sub(self.declared).and_then(|index| self.inline.get(index));
        inline.or_else(|| self.definitions.get(id.0)).map(|one| &one.shape)
    }
}

fn separator(by: Option<&Spanned<String>>, sink: &mut Sink) -> char {
    let Some(by) = by else { return ',' };
    let mut characters = by.value.chars();
    match (characters.next(), characters.next()) {
        (Some(one), None) => one,
        _ => {
            sink.push(messages::bad_separator(by));
            ','
        }
    }
}

/// Marks types that are sent and types that are received, inner types included.
fn mark_uses(groups: &[Group], definitions: &mut [TypeDef]) {
    let endpoints = || groups.iter().flat_map(|group| &group.endpoints);
    let is_given = |one: &&Parameter| !matches!(one.presence, Presence::Constant(_));
    let given = endpoints().flat_map(|one| &one.parameters).filter(is_given).map(|one| &one.ty);
    for id in named_in(given, definitions) {
        definitions[id.0].in_requests = true;
    }
    let results = endpoints().filter_map(|endpoint| endpoint.returns.as_ref());
    for id in named_in(results, definitions) {
        definitions[id.0].in_results = true;
    }
}
