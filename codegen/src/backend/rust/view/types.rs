//! Named types: structs, open enums, choices of the caller, unions; and what each needs for the
//! directions in which it travels.

use std::collections::HashMap;

use minijinja::value::Value;
use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::endpoint::{constant, limit};
use super::facts::shared_codes;
use super::features::{Features, Presence};
use super::given::{self, Given};
use super::ident;
use super::prose::{field_doc, wire_doc};
use crate::Options;
use crate::backend::rust::code::Code;
use crate::backend::rust::docs::{Doc, code_span};
use crate::backend::rust::names::{self, Scope};
use crate::backend::rust::types::{self, From};
use crate::diagnostics::Sink;
use crate::model::{
    Alternative, Api, Endpoint, EnumValue, ErrorCode, Field, Home, Item, Shape, Type, TypeDef,
    TypeId, Union, Variant, Wire,
};

views! {
    /// `types.rs`: the types that live with the whole API.
    pub(super) struct TypesView {
        uses: Vec<Code>,
        types: TypeViews,
    }

    /// The types of one file, by kind.
    pub(super) struct TypeViews {
        structs: Vec<StructView>,
        enums: Vec<EnumView>,
        choices: Vec<ChoiceView>,
        unions: Vec<UnionView>,
        /// The attribute in front of serde's traits; absent: they are not implemented.
        serde: Option<Code>,
        /// The types that implement them.
        serde_names: Vec<SerdeView>,
    }
}

/// Types that implement serde's traits, and are there with the same features.
struct SerdeView {
    presence: Presence,
    cfg: Code,
    names: Vec<Code>,
}

impl Given for SerdeView {
    fn given(self) -> Value {
        given::fields([("cfg", self.cfg.given()), ("names", self.names.given())])
    }
}

views! {
    /// What stands in front of the code for each direction: nothing, or the `serde` feature; absent:
    /// none is made.
    struct Directions {
        encodes: Option<Code>,
        decodes: Option<Code>,
    }

    /// A struct.
    struct StructView {
        doc: Code,
        /// The attribute that says with which features it is there.
        cfg: Code,
        name: Code,
        fields: Vec<FieldView>,
        /// Whether there is one field, so that nothing is to be chosen by its index.
        has_one_field: bool,
        /// Name of the argument with that index.
        index: Code,
        directions: Directions,
        /// `new` for a type that callers build.
        constructor: Option<ConstructorView>,
        /// Whether `Default` is derived, or written because some field has a described default.
        derives_default: bool,
        /// What is read: wire names, with indices of those that must be there and of those that have
        /// a default.
        read_names: Vec<String>,
        required: Vec<u64>,
        defaulted: Vec<u64>,
        sent: MembersView,
        item: Option<ItemView>,
    }

    struct FieldView {
        doc: Code,
        name: Code,
        ty: Code,
        /// The pattern of its index in a `match`: the last one is `_`.
        pattern: Code,
        default: Code,
    }

    /// What is sent: wire names with expressions for their values, and their limits.
    struct MembersView {
        names: Vec<String>,
        values: Vec<MemberView>,
        /// Whether there is one, so that nothing is to be chosen by its index.
        has_one: bool,
        /// Name of the argument with that index.
        index: Code,
        /// Pairs of an index and its limits.
        limits: Vec<Code>,
    }

    struct MemberView {
        pattern: Code,
        value: Code,
    }

    struct ConstructorView {
        arguments: Vec<Code>,
        fields: Vec<FieldValueView>,
        /// Whether there are fields that it leaves out.
        leaves_out: bool,
    }

    struct FieldValueView {
        name: Code,
        /// Absent: the argument of that name, as it is.
        value: Option<Code>,
    }

    /// How an item of a batch says how it went.
    struct ItemView {
        success: Vec<i64>,
        /// Expressions of type `Option<i64>` and `Option<&str>`.
        code: Code,
        message: Code,
    }

    /// An open enum.
    struct EnumView {
        doc: Code,
        /// The attribute that says with which features it is there.
        cfg: Code,
        name: Code,
        values: Vec<EnumValueView>,
        /// `&str` or `i64`: what a value of this enum can be made from.
        from: Code,
        directions: Directions,
    }

    struct EnumValueView {
        doc: Code,
        variant: Code,
        /// An expression of type `rt::Scalar`.
        wire: Code,
        /// Whether it is what `Default` gives.
        first: bool,
    }

    /// A choice of the caller.
    struct ChoiceView {
        doc: Code,
        /// The attribute that says with which features it is there.
        cfg: Code,
        name: Code,
        ways: Vec<WayView>,
        /// Name of the argument with the index of a member.
        index: Code,
        has_limits: bool,
    }

    struct WayView {
        doc: Code,
        variant: Code,
        /// The function that makes it.
        make: Code,
        make_doc: Code,
        /// What a caller gives; constants are not among it.
        fields: Vec<FieldView>,
        constructor: ConstructorView,
        /// Fields that a caller may set afterwards.
        left_out: Vec<Code>,
        sent: MembersView,
    }

    /// One of several types.
    struct UnionView {
        doc: Code,
        /// The attribute that says with which features it is there.
        cfg: Code,
        name: Code,
        /// An expression of type `Option<&'static str>`.
        tag: Code,
        is_tagged: bool,
        variants: Vec<VariantView>,
        directions: Directions,
    }

    struct VariantView {
        doc: Code,
        variant: Code,
        ty: Code,
        /// A pattern of type `rt::Scalar`, or of its position.
        pattern: Code,
    }
}

/// The file of the types that live with the whole API.
pub(super) fn shared_types(
    api: &Api,
    shared: &TypesOf<'_>,
    features: &Features<'_>,
    options: &Options,
    sink: &mut Sink,
) -> TypesView {
    let mut scope = Scope::default();
    shared.ids().for_each(|id| claim_type(api, id, &mut scope, sink));
    let at_hand = |home: &Home| *home == Home::Api;
    let with_users = |id| {
        let users = shared.ids().filter(|user| TypesOf { ids: &[*user] }.uses(api).contains(&id));
        features.any(users).attribute()
    };
    TypesView {
        uses: uses(api, shared.uses(api), From::Types, at_hand, &with_users, &mut scope, sink),
        types: shared.views(api, features, options, sink),
    }
}

/// `use` lines for the types that are not at hand in a file, each behind its `cfg`; `scope` holds
/// what the file has already.
pub(super) fn uses(
    api: &Api,
    mut used: Vec<TypeId>,
    from: From<'_>,
    at_hand: impl Fn(&Home) -> bool,
    cfg: &dyn Fn(TypeId) -> TokenStream,
    scope: &mut Scope,
    sink: &mut Sink,
) -> Vec<Code> {
    used.sort();
    used.dedup();
    let elsewhere = |id: &TypeId| {
        let definition = api.type_def(*id);
        !at_hand(&definition.home) && !matches!(definition.shape, Shape::Rust(_))
    };
    used.into_iter()
        .filter(elsewhere)
        .map(|id| {
            claim_type(api, id, scope, sink);
            let (module, name) = (types::module(api, id, from), types::name(api, id));
            let cfg = cfg(id);
            quote!(#cfg use #module::#name;).into()
        })
        .collect()
}

/// Takes the name of a type in a file.
pub(super) fn claim_type(api: &Api, id: TypeId, scope: &mut Scope, sink: &mut Sink) {
    let definition = api.type_def(id);
    let name = Some(types::name(api, id));
    scope.claim_item(name, &definition.name, definition.span, sink);
}

/// Which types live where, and the codes of the API as a whole: looked through once.
pub(super) struct Homes<'a> {
    codes: Vec<&'a ErrorCode>,
    shared: Vec<TypeId>,
    /// By group and endpoint.
    beside: HashMap<(&'a str, &'a str), Vec<TypeId>>,
}

impl<'a> Homes<'a> {
    pub(super) fn new(api: &'a Api) -> Self {
        let codes = shared_codes(api);
        let mut homes = Self { codes, shared: Vec::new(), beside: HashMap::new() };
        for (index, definition) in api.types.iter().enumerate() {
            let list = match &definition.home {
                _ if matches!(definition.shape, Shape::Rust(_)) => continue,
                Home::Api => &mut homes.shared,
                Home::Endpoint { group, endpoint } => {
                    homes.beside.entry((group, endpoint)).or_default()
                }
            };
            list.push(TypeId(index));
        }
        homes
    }

    /// The codes of all sets, in ascending order.
    pub(super) fn codes(&self) -> &[&'a ErrorCode] {
        &self.codes
    }

    /// Those of the whole API.
    pub(super) fn shared(&self) -> TypesOf<'_> {
        TypesOf { ids: &self.shared }
    }

    /// Those declared beside an endpoint.
    pub(super) fn beside(&self, endpoint: &'a Endpoint) -> TypesOf<'_> {
        let place = (endpoint.group.as_str(), endpoint.name.as_str());
        TypesOf { ids: self.beside.get(&place).map_or(&[], Vec::as_slice) }
    }
}

/// Whether a type lives with the whole API.
pub(super) fn is_shared(definition: &TypeDef) -> bool {
    definition.home == Home::Api && !matches!(definition.shape, Shape::Rust(_))
}

/// The types that live in one place.
#[derive(Clone, Copy)]
pub(super) struct TypesOf<'a> {
    ids: &'a [TypeId],
}

impl<'a> TypesOf<'a> {
    pub(super) fn ids(self) -> impl Iterator<Item = TypeId> + use<'a> {
        self.ids.iter().copied()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }

    /// Named types that stand in these.
    pub(super) fn uses(&self, api: &Api) -> Vec<TypeId> {
        let mut used = Vec::new();
        for id in self.ids {
            api.type_def(*id).shape.types().for_each(|ty| types::named_in(ty, &mut used));
            if let Shape::Struct(fields) = &api.type_def(*id).shape {
                default_choices(api, fields, &mut used);
            }
        }
        used
    }

    pub(super) fn views(
        &self,
        api: &Api,
        features: &Features<'_>,
        options: &Options,
        sink: &mut Sink,
    ) -> TypeViews {
        let mut views = TypeViews {
            structs: Vec::new(),
            enums: Vec::new(),
            choices: Vec::new(),
            unions: Vec::new(),
            serde: super::serde_attribute(options).map(Code::from),
            serde_names: Vec::new(),
        };
        for &id in self.ids {
            let presence = features.ty(id);
            let cfg = Code::from(presence.attribute());
            if !api.type_def(id).holds_choice {
                views.implement_serde(presence, types::name(api, id).into());
            }
            match &api.type_def(id).shape {
                Shape::Struct(fields) => {
                    views.structs.push(struct_view(api, id, fields, cfg, options, sink));
                }
                Shape::Enum(values) => {
                    views.enums.push(enum_view(api, id, values, cfg, options, sink))
                }
                Shape::OneOf(ways) => views.choices.push(choice_view(api, id, ways, cfg, sink)),
                Shape::Union(union) => {
                    views.unions.push(union_view(api, id, union, cfg, options, sink))
                }
                Shape::Rust(_) => {}
            }
        }
        views
    }
}

impl TypeViews {
    fn implement_serde(&mut self, presence: Presence, name: Code) {
        match self.serde_names.iter_mut().find(|list| list.presence == presence) {
            Some(list) => list.names.push(name),
            None => self.serde_names.push(SerdeView {
                cfg: presence.attribute().into(),
                names: vec![name],
                presence,
            }),
        }
    }
}

fn directions(api: &Api, id: TypeId, options: &Options) -> Directions {
    let definition = api.type_def(id);
    let decodes = definition.in_results || !definition.in_requests;
    Directions {
        encodes: direction(definition.in_requests, options),
        decodes: direction(decodes, options).filter(|_| !definition.holds_choice),
    }
}

fn direction(needed: bool, options: &Options) -> Option<Code> {
    match needed {
        true => Some(Code::from(TokenStream::new())),
        false => super::serde_attribute(options).map(Code::from),
    }
}

fn struct_view(
    api: &Api,
    id: TypeId,
    fields: &[Field],
    cfg: Code,
    options: &Options,
    sink: &mut Sink,
) -> StructView {
    let definition = api.type_def(id);
    let read: Vec<&Field> = fields.iter().filter(|field| field.constant.is_none()).collect();
    let indices = |wanted: &dyn Fn(&Field) -> bool| {
        (0u64..).zip(&read).filter(|(_, field)| wanted(field)).map(|(index, _)| index).collect()
    };
    StructView {
        doc: Doc::default().text(&definition.doc).code(),
        cfg,
        name: types::name(api, id).into(),
        fields: field_views(api, id, &read, field_name, sink),
        has_one_field: read.len() == 1,
        index: index_name(read.len() == 1),
        directions: directions(api, id, options),
        constructor: definition.in_requests.then(|| constructor(api, id, &read, field_name)),
        derives_default: read.iter().all(|field| has_own_default(api, id, field)),
        read_names: read.iter().map(|field| field.wire.clone()).collect(),
        required: indices(&|field| field.required),
        defaulted: indices(&|field| reads_default(definition, field)),
        sent: members(fields, field_name, |name| quote!(&self.#name)),
        item: definition.item.as_ref().map(|item| item_view(api, id, item, fields)),
    }
}

/// How fields are called: those of an alternative are variables, too.
type Naming = fn(&Field) -> Option<proc_macro2::Ident>;

fn field_views(
    api: &Api,
    id: TypeId,
    fields: &[&Field],
    naming: Naming,
    sink: &mut Sink,
) -> Vec<FieldView> {
    let mut scope = Scope::default();
    let field = |(index, field): (usize, &&Field)| {
        let name = scope.claim(naming(field), &field.wire, field.span, sink);
        let doc = field_doc(field, api.type_def(id).in_requests);
        FieldView {
            doc: doc.found_by(&name, [&field.wire]).code(),
            name: name.into(),
            ty: types::field(api, id, field).into(),
            pattern: position(index, fields.len()),
            default: default(api, id, field).into(),
        }
    };
    fields.iter().enumerate().map(field).collect()
}

/// Whether a field is what its type is by default: none is described, and it need not be a choice,
/// which has none.
fn has_own_default(api: &Api, holder: TypeId, field: &Field) -> bool {
    !reads_default(api.type_def(holder), field) && required_choice(api, field).is_none()
}

/// Whether an answer that leaves a field out means its described default.
fn reads_default(holder: &TypeDef, field: &Field) -> bool {
    field.default.is_some() && (holder.in_results || !holder.in_requests)
}

/// The choice that a field must hold.
fn required_choice<'a>(api: &'a Api, field: &Field) -> Option<(TypeId, &'a [Alternative])> {
    let id = field.ty.directly().filter(|_| field.required && !field.nullable)?;
    match &api.type_def(id).shape {
        Shape::OneOf(ways) => Some((id, ways)),
        Shape::Struct(_) | Shape::Enum(_) | Shape::Union(_) | Shape::Rust(_) => None,
    }
}

fn field_name(field: &Field) -> Option<proc_macro2::Ident> {
    names::field(&field.wire, field.name.as_deref())
}

fn way_field_name(field: &Field) -> Option<proc_macro2::Ident> {
    names::way_field(&field.wire, field.name.as_deref())
}

/// The pattern of an index in a `match`: the last one takes the rest.
fn position(index: usize, count: usize) -> Code {
    let literal = Literal::usize_unsuffixed(index);
    if index + 1 == count { quote!(_) } else { quote!(#literal) }.into()
}

/// What a field is in a `Default` that is written.
fn default(api: &Api, holder: TypeId, field: &Field) -> TokenStream {
    if let Some((id, ways)) = required_choice(api, field) {
        let choice = default_choice(api, id, ways);
        let choice = match &field.ty {
            Type::JsonText(_) => quote!(rt::JsonString::new(#choice)),
            _ => choice,
        };
        let boxed = types::needs_box(api, holder, &field.ty);
        return if boxed { quote!(Box::new(#choice)) } else { choice };
    }
    let described = field.default.as_ref().filter(|_| reads_default(api.type_def(holder), field));
    let Some(default) = described else { return quote!(Default::default()) };
    let value = described_default(api, field, default);
    match types::assumes_default(api, holder, field) {
        true => value,
        false => quote!(Some(#value)),
    }
}

fn described_default(api: &Api, field: &Field, default: &serde_json::Value) -> TokenStream {
    match (&field.ty, default) {
        (Type::Named(id), serde_json::Value::String(text)) => {
            let name = types::name(api, *id);
            quote!(#name::from(#text))
        }
        (Type::Named(id), other) => {
            let (name, number) = (types::name(api, *id), other.as_i64().unwrap_or_default());
            let number = Literal::i64_unsuffixed(number);
            quote!(#name::from(#number))
        }
        (Type::Float, number) => {
            let number = Literal::f64_unsuffixed(number.as_f64().unwrap_or_default());
            quote!(#number)
        }
        (_, serde_json::Value::String(text)) => quote!(#text.to_owned()),
        (_, serde_json::Value::Bool(value)) => quote!(#value),
        (_, number) => number.to_string().parse().unwrap_or_else(|_| quote!(Default::default())),
    }
}

/// What stands for a choice until the caller makes it.
fn default_choice(api: &Api, id: TypeId, ways: &[Alternative]) -> TokenStream {
    let Some(way) = ways.iter().find(|way| way.is_default).or(ways.first()) else {
        return quote!(Default::default());
    };
    let (name, variant) = (types::name(api, id), ident(names::variant(&way.name)));
    let given = way.fields.iter().filter(|field| field.constant.is_none());
    let values = given.map(|field| {
        let (name, value) = (ident(way_field_name(field)), default(api, id, field));
        quote!(#name: #value)
    });
    quote!(#name::#variant { #(#values),* })
}

/// What must be there although it may be null is sent as null, and not left out.
fn or_null(field: &Field, value: TokenStream) -> TokenStream {
    match field.nullable {
        true => quote!(match #value {
            Some(value) => value,
            None => &rt::Json::Null,
        }),
        false => value,
    }
}

/// The choices that are named where defaults are written, those inside choices included.
fn default_choices(api: &Api, fields: &[Field], used: &mut Vec<TypeId>) {
    for (id, ways) in fields.iter().filter_map(|field| required_choice(api, field)) {
        used.push(id);
        if let Some(way) = ways.iter().find(|way| way.is_default) {
            default_choices(api, &way.fields, used);
        }
    }
}

/// An index that is not asked for has no name.
fn index_name(unused: bool) -> Code {
    if unused { quote!(_) } else { quote!(index) }.into()
}

fn members(
    fields: &[Field],
    naming: Naming,
    value: impl Fn(&proc_macro2::Ident) -> TokenStream,
) -> MembersView {
    let member = |(index, field): (usize, &Field)| MemberView {
        pattern: position(index, fields.len()),
        value: match &field.constant {
            Some(json) => {
                let json = constant(json);
                quote!(&#json)
            }
            None => or_null(field, value(&ident(naming(field)))),
        }
        .into(),
    };
    let limits = |(index, field): (usize, &Field)| {
        let index = Literal::usize_unsuffixed(index);
        let limits: Vec<TokenStream> = field.limits.iter().map(limit).collect();
        (!limits.is_empty()).then(|| quote!((#index, &[#(#limits),*])).into())
    };
    MembersView {
        names: fields.iter().map(|field| field.wire.clone()).collect(),
        values: fields.iter().enumerate().map(member).collect(),
        has_one: fields.len() == 1,
        index: index_name(fields.len() == 1),
        limits: fields.iter().enumerate().filter_map(limits).collect(),
    }
}

/// Arguments for what must be given, and how they are taken.
fn constructor(api: &Api, id: TypeId, fields: &[&Field], naming: Naming) -> ConstructorView {
    let definition = api.type_def(id);
    let required = || fields.iter().filter(|field| field.required);
    let argument = |field: &&Field| {
        let (name, ty) = (ident(naming(field)), types::argument(api, &field.ty));
        Code::from(quote!(#name: #ty))
    };
    let value = |field: &&Field| {
        let name = ident(naming(field));
        let as_it_is = quote!(#name).to_string();
        let taken = types::take(api, &field.ty, &name);
        let taken =
            if types::needs_box(api, id, &field.ty) { quote!(Box::new(#taken)) } else { taken };
        let taken = if field.nullable { quote!(Some(#taken)) } else { taken };
        let value = (taken.to_string() != as_it_is).then(|| taken.into());
        FieldValueView { name: name.into(), value }
    };
    // What an answer assumes must not travel unless it is set.
    let assumed = || {
        let is_struct = matches!(definition.shape, Shape::Struct(_));
        fields.iter().filter(move |field| is_struct && reads_default(definition, field))
    };
    let unset = |field: &&Field| FieldValueView {
        name: ident(naming(field)).into(),
        value: Some(quote!(None).into()),
    };
    ConstructorView {
        arguments: required().map(argument).collect(),
        fields: required().map(value).chain(assumed().map(unset)).collect(),
        leaves_out: required().chain(assumed()).count() < fields.len(),
    }
}

fn item_view(api: &Api, id: TypeId, item: &Item, fields: &[Field]) -> ItemView {
    let is_option = |field: &Field| is_option(api, id, field);
    let field = |wire: &str| fields.iter().find(|field| field.wire == wire);
    let code = field(&item.code).map(|field| (ident(field_name(field)), is_option(field)));
    let message = item.message.as_deref().and_then(field);
    let message = message.map(|field| (ident(field_name(field)), is_option(field)));
    ItemView {
        success: item.success.clone(),
        code: match code {
            Some((name, true)) => quote!(self.#name),
            Some((name, false)) => quote!(Some(self.#name)),
            None => quote!(None),
        }
        .into(),
        message: match message {
            Some((name, true)) => quote!(self.#name.as_deref()),
            Some((name, false)) => quote!(Some(self.#name.as_str())),
            None => quote!(None),
        }
        .into(),
    }
}

/// Whether a scalar field is an `Option` in Rust; see [`types::field`].
fn is_option(api: &Api, holder: TypeId, field: &Field) -> bool {
    field.nullable || !(field.required || types::assumes_default(api, holder, field))
}

fn enum_view(
    api: &Api,
    id: TypeId,
    values: &[EnumValue],
    cfg: Code,
    options: &Options,
    sink: &mut Sink,
) -> EnumView {
    let definition = api.type_def(id);
    let mut scope = Scope::default();
    let integers = values.iter().all(|value| matches!(value.wire, Wire::Int(_)));
    let value = |(index, value): (usize, &EnumValue)| {
        let variant = scope.claim(names::variant(&value.name), &value.name, value.span, sink);
        let doc = Doc::default().text(&value.doc).markdown(wire_doc(&value.wire));
        EnumValueView {
            doc: doc.found_by(&variant, wire_text(&value.wire)).code(),
            variant: variant.into(),
            wire: wire(&value.wire).into(),
            first: index == 0,
        }
    };
    EnumView {
        doc: Doc::default().text(&definition.doc).code(),
        cfg,
        name: types::name(api, id).into(),
        values: values.iter().enumerate().map(value).collect(),
        from: if integers { quote!(i64) } else { quote!(&str) }.into(),
        directions: directions(api, id, options),
    }
}

/// A number alone says nothing; nobody searches for it.
fn wire_text(wire: &Wire) -> Option<&str> {
    match wire {
        Wire::Text(text) => Some(text),
        Wire::Int(_) => None,
    }
}

fn choice_view(
    api: &Api,
    id: TypeId,
    ways: &[Alternative],
    cfg: Code,
    sink: &mut Sink,
) -> ChoiceView {
    let mut scope = Scope::default();
    let way = |way: &Alternative| {
        let given: Vec<&Field> = way.fields.iter().filter(|one| one.constant.is_none()).collect();
        let names: Vec<String> = given.iter().map(|field| code_span(&field.wire)).collect();
        let shown = if names.is_empty() { "nothing more".to_owned() } else { names.join(" and ") };
        let variant = scope.claim(names::variant(&way.name), &way.name, way.span, sink);
        WayView {
            doc: Doc::default().markdown(format!("By {shown}.")).code(),
            make_doc: Doc::default().markdown(format!("[`Self::{variant}`]: by {shown}.")).code(),
            variant: variant.into(),
            make: ident(names::maker(&way.name)).into(),
            fields: field_views(api, id, &given, way_field_name, sink),
            constructor: constructor(api, id, &given, way_field_name),
            left_out: given
                .iter()
                .filter(|field| !field.required)
                .map(|field| ident(way_field_name(field)).into())
                .collect(),
            sent: members(&way.fields, way_field_name, |name| quote!(#name)),
        }
    };
    let ways: Vec<WayView> = ways.iter().map(way).collect();
    ChoiceView {
        doc: Doc::default().text(&api.type_def(id).doc).code(),
        cfg,
        name: types::name(api, id).into(),
        has_limits: ways.iter().any(|way| !way.sent.limits.is_empty()),
        index: index_name(ways.iter().all(|way| way.sent.has_one)),
        ways,
    }
}

fn union_view(
    api: &Api,
    id: TypeId,
    union: &Union,
    cfg: Code,
    options: &Options,
    sink: &mut Sink,
) -> UnionView {
    let mut scope = Scope::default();
    let variant = |(index, variant): (usize, &Variant)| {
        let owned = types::owned(api, &variant.ty);
        let boxed = types::needs_box(api, id, &variant.ty);
        let index = Literal::usize_unsuffixed(index);
        VariantView {
            doc: variant_doc(union, variant).code(),
            variant: scope
                .claim(names::variant(&variant.name), &variant.name, variant.span, sink)
                .into(),
            ty: if boxed { quote!(Box<#owned>) } else { owned }.into(),
            pattern: variant.tag.as_ref().map_or_else(|| quote!(#index), wire).into(),
        }
    };
    let tag = &union.tag;
    UnionView {
        doc: Doc::default().text(&api.type_def(id).doc).code(),
        cfg,
        name: types::name(api, id).into(),
        tag: tag.as_ref().map_or_else(|| quote!(None), |tag| quote!(Some(#tag))).into(),
        is_tagged: tag.is_some(),
        variants: union.variants.iter().enumerate().map(variant).collect(),
        directions: directions(api, id, options),
    }
}

fn variant_doc(union: &Union, variant: &Variant) -> Doc {
    match (&union.tag, &variant.tag) {
        (Some(tag), Some(Wire::Text(text))) => {
            let (tag, text) = (code_span(tag), code_span(text));
            Doc::default().markdown(format!("If {tag} is {text}."))
        }
        (Some(tag), Some(Wire::Int(number))) => {
            Doc::default().markdown(format!("If {} is {number}.", code_span(tag)))
        }
        _ => Doc::default().markdown("By its shape."),
    }
}

fn wire(wire: &Wire) -> TokenStream {
    match wire {
        Wire::Int(number) => {
            let number = Literal::i64_unsuffixed(*number);
            quote!(rt::Scalar::Int(#number))
        }
        Wire::Text(text) => quote!(rt::Scalar::Text(#text)),
    }
}
