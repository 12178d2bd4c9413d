//! One endpoint: its call, its errors, its examples.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

use super::facts::{CodeView, code, envelope_ident};
use super::features::Features;
use super::prose::{builder_doc, case_doc, meaning, parameter_doc};
use super::types::{Homes, TypeViews, claim_type, uses};
use super::{claim_call, ident};
use crate::Options;
use crate::backend::rust::code::Code;
use crate::backend::rust::docs::{Doc, is_printable};
use crate::backend::rust::names::{self, Scope};
use crate::backend::rust::types::{self, From};
use crate::diagnostics::Sink;
use crate::model::{
    Api, Endpoint, ErrorCode, Example, Growth, Home, Limit, ListStyle, Method, Paging, Parameter,
    PathPart, Place, Presence, Type, TypeId,
};
use crate::wire::success::outcome;

views! {
    /// `<group>/<endpoint>.rs`: the call, its errors and its types.
    pub(super) struct EndpointView {
        doc: Code,
        /// Types that live elsewhere.
        uses: Vec<Code>,
        builder: Code,
        case: Code,
        output: Code,
        /// The struct that stands for arguments, where there are too many.
        request: Option<RequestView>,
        arguments: Vec<Code>,
        required: Vec<SetView>,
        optional: Vec<SetterView>,
        name: String,
        method: Code,
        path: Vec<Code>,
        parameters: Vec<Code>,
        paging: Option<PagingView>,
        /// Names of functions that differ for lists in pages.
        send: Code,
        read_example: Code,
        envelope: Code,
        authenticated: Code,
        idempotent: Code,
        case_doc: Code,
        open_cases: bool,
        is_batch: bool,
        cases: Vec<CaseView>,
        /// Codes that this endpoint explains itself.
        codes: Vec<CodeView>,
        types: TypeViews,
        /// The attribute in front of what only the `serde` feature needs; absent: such code is left
        /// out.
        serde: Option<Code>,
        examples: Vec<ExampleView>,
    }

    /// The required parameters of a call, by name.
    pub(super) struct RequestView {
        doc: Code,
        name: Code,
        fields: Vec<RequestFieldView>,
    }

    pub(super) struct RequestFieldView {
        doc: Code,
        name: Code,
        ty: Code,
    }

    /// How a list comes in pages.
    pub(super) struct PagingView {
        /// Type of a row.
        row: Code,
        /// An expression of type `rt::Paging`.
        table: Code,
    }

    /// Puts a value into a call.
    pub(super) struct SetView {
        /// Method of the call that takes the value: texts have one of their own, which is compiled once.
        with: Code,
        index: u64,
        value: Code,
    }

    pub(super) struct SetterView {
        doc: Code,
        name: Code,
        argument: Code,
        ty: Code,
        /// Method of the call that takes the value.
        set: Code,
        index: u64,
        value: Code,
    }

    /// A variant of an error enum.
    pub(super) struct CaseView {
        doc: Code,
        variant: Code,
        code: i64,
    }

    pub(super) struct ExampleView {
        /// Name of the test.
        test: Code,
        status: u64,
        body: Code,
        /// The code of a failure; absent for a success.
        refused: Option<i64>,
    }
}

pub(super) fn flag(value: bool) -> Code {
    quote!(#value).into()
}

pub(super) fn builder(endpoint: &Endpoint) -> Ident {
    ident(names::type_name(&endpoint.name))
}

pub(super) fn case(endpoint: &Endpoint) -> Ident {
    ident(names::type_name(&format!("{}_error", endpoint.name)))
}

pub(super) fn argument_name(parameter: &Parameter) -> Ident {
    ident(names::argument(&parameter.wire, parameter.name.as_deref()))
}

/// The struct that stands for the arguments of a call, where there are too many.
pub(super) fn request_name(endpoint: &Endpoint) -> Ident {
    ident(names::type_name(&format!("{}_request", endpoint.name)))
}

pub(super) fn setter_name(endpoint: &Endpoint, parameter: &Parameter) -> Ident {
    let is_paged = endpoint.paging.is_some();
    ident(names::setter(&parameter.wire, parameter.name.as_deref(), is_paged))
}

pub(super) fn arguments(api: &Api, endpoint: &Endpoint) -> Vec<Code> {
    if endpoint.takes_request() {
        let name = request_name(endpoint);
        return vec![quote!(request: #name).into()];
    }
    let argument = |(_, parameter): (usize, &Parameter)| {
        let (name, ty) = (argument_name(parameter), types::argument(api, &parameter.ty));
        quote!(#name: #ty).into()
    };
    endpoint.required().map(argument).collect()
}

pub(super) fn endpoint(
    api: &Api,
    endpoint: &Endpoint,
    homes: &Homes<'_>,
    options: &Options,
    sink: &mut Sink,
) -> EndpointView {
    let own = homes.beside(endpoint);
    let uses = imports(api, endpoint, homes, sink);
    // Arguments and setters could share names, but nobody could tell their documentation apart.
    let mut scope = Scope::default();
    for (_, parameter) in endpoint.required() {
        let name = names::argument(&parameter.wire, parameter.name.as_deref());
        scope.claim(name, &parameter.wire, parameter.span, sink);
    }
    EndpointView {
        doc: builder_doc(endpoint).code(),
        uses,
        builder: builder(endpoint).into(),
        case: case(endpoint).into(),
        output: output(api, endpoint).into(),
        request: endpoint.takes_request().then(|| request(api, endpoint)),
        arguments: arguments(api, endpoint),
        required: endpoint.required().map(|one| set(api, endpoint, one)).collect(),
        optional: endpoint
            .optional()
            .map(|one| setter(api, endpoint, one, &mut scope, sink))
            .collect(),
        name: endpoint.full_name(),
        method: http_method(endpoint.method).into(),
        path: endpoint.path.iter().map(path_part).collect(),
        parameters: endpoint.parameters.iter().map(parameter).collect(),
        paging: endpoint.paging.as_ref().map(|one| paging(api, endpoint, one)),
        send: if endpoint.paging.is_some() { quote!(send_page) } else { quote!(send) }.into(),
        read_example: match endpoint.paging {
            Some(_) => quote!(read_page_example),
            None => quote!(read_example),
        }
        .into(),
        envelope: envelope_ident(&endpoint.envelope).into(),
        authenticated: flag(endpoint.authenticated),
        idempotent: flag(endpoint.idempotent),
        case_doc: case_doc(endpoint).code(),
        open_cases: api.growth == Growth::Open,
        is_batch: batch_item(api, endpoint).is_some(),
        cases: cases(endpoint, sink),
        codes: own_codes(homes.codes(), endpoint),
        types: own.views(api, &Features::default(), options, sink),
        serde: super::serde_attribute(options).map(Code::from),
        examples: endpoint
            .examples
            .iter()
            .enumerate()
            .filter_map(|one| example(endpoint, one))
            .collect(),
    }
}

/// Types from elsewhere, beside what the file has itself.
fn imports(api: &Api, endpoint: &Endpoint, homes: &Homes<'_>, sink: &mut Sink) -> Vec<Code> {
    let own = homes.beside(endpoint);
    let mut scope = Scope::default();
    own.ids().for_each(|id| claim_type(api, id, &mut scope, sink));
    claim_call(endpoint, &mut scope, sink);
    let mut used = own.uses(api);
    let given = endpoint.required().chain(endpoint.optional());
    given.for_each(|(_, one)| types::named_in(&one.ty, &mut used));
    endpoint.returns.iter().for_each(|ty| types::named_in(ty, &mut used));
    let at_hand = |home: &Home| {
        matches!(home, Home::Endpoint { group, endpoint: name }
            if *group == endpoint.group && *name == endpoint.name)
    };
    uses(
        api,
        used,
        From::Endpoint(&endpoint.group),
        at_hand,
        &|_| TokenStream::new(),
        &mut scope,
        sink,
    )
}

pub(super) fn output(api: &Api, endpoint: &Endpoint) -> TokenStream {
    let Some(ty) = &endpoint.returns else { return quote!(()) };
    if endpoint.paging.is_some() {
        let row = row(api, ty);
        return quote!(rt::Page<#row>);
    }
    match batch_item(api, endpoint) {
        Some(id) => {
            let (item, case) = (types::name(api, id), case(endpoint));
            quote!(rt::Batch<#item, #case>)
        }
        None => types::owned(api, ty),
    }
}

/// The item of the batch that an endpoint returns, if it returns one.
fn batch_item(api: &Api, endpoint: &Endpoint) -> Option<TypeId> {
    match endpoint.returns.as_ref().filter(|_| endpoint.paging.is_none())? {
        Type::List(item) => match **item {
            Type::Named(id) => api.type_def(id).item.is_some().then_some(id),
            _ => None,
        },
        _ => None,
    }
}

/// The type of the items of a list.
fn row(api: &Api, list: &Type) -> TokenStream {
    match list {
        Type::List(item) => types::owned(api, item),
        other => types::owned(api, other),
    }
}

fn paging(api: &Api, endpoint: &Endpoint, paging: &Paging) -> PagingView {
    let is_page = |one: &Parameter| one.place == paging.place && one.wire == paging.page;
    let page = endpoint.parameters.iter().position(is_page).unwrap_or_default();
    let page = Literal::usize_unsuffixed(page);
    let is_payload = paging.rows.is_some();
    let (names, parts): (Vec<&str>, Vec<TokenStream>) = page_parts(paging).into_iter().unzip();
    PagingView {
        row: endpoint.returns.as_ref().map_or_else(|| quote!(()), |list| row(api, list)).into(),
        table: quote!(rt::Paging {
            page: #page,
            is_payload: #is_payload,
            keys: &rt::Keys { names: &[#(#names),*], required: &[] },
            parts: &[#(rt::PagePart::#parts),*],
        })
        .into(),
    }
}

/// Wire names of all that belongs to a page, and what stands there.
fn page_parts(paging: &Paging) -> Vec<(&str, TokenStream)> {
    let parts = [
        (&paging.rows, quote!(Rows)),
        (&paging.number, quote!(Number)),
        (&paging.total, quote!(Total)),
        (&paging.pages, quote!(Pages)),
    ];
    let named = parts.into_iter().filter_map(|(name, part)| Some((name.as_deref()?, part)));
    named.chain(paging.others.iter().map(|name| (name.as_str(), quote!(Other)))).collect()
}

fn request(api: &Api, endpoint: &Endpoint) -> RequestView {
    let method = names::bare(&ident(names::method(&endpoint.name)));
    let handle = handle_of(endpoint);
    let field = |(_, parameter): (usize, &Parameter)| RequestFieldView {
        doc: parameter_doc(parameter, &argument_name(parameter)).code(),
        name: argument_name(parameter).into(),
        ty: types::request_field(api, parameter).into(),
    };
    RequestView {
        doc: Doc::default()
            .markdown(format!("What [`{method}`](super::{handle}::{method}) must be given."))
            .code(),
        name: request_name(endpoint).into(),
        fields: endpoint.required().map(field).collect(),
    }
}

pub(super) fn set(
    api: &Api,
    endpoint: &Endpoint,
    (index, parameter): (usize, &Parameter),
) -> SetView {
    let name = argument_name(parameter);
    let (with, value) = match (&parameter.ty, endpoint.takes_request()) {
        (ty, true) => (quote!(with), types::take_field(api, ty, &quote!(request.#name))),
        (Type::Text, false) => (quote!(with_text), quote!(#name)),
        (ty, false) => (quote!(with), types::take(api, ty, &name)),
    };
    SetView { with: with.into(), index: index as u64, value: value.into() }
}

pub(super) fn setter(
    api: &Api,
    endpoint: &Endpoint,
    (index, parameter): (usize, &Parameter),
    scope: &mut Scope,
    sink: &mut Sink,
) -> SetterView {
    let is_paged = endpoint.paging.is_some();
    let name = names::setter(&parameter.wire, parameter.name.as_deref(), is_paged);
    let argument = argument_name(parameter);
    let name = scope.claim(name, &parameter.wire, parameter.span, sink);
    let (set, value) = match &parameter.ty {
        Type::Text => (quote!(set_text), quote!(#argument)),
        ty => (quote!(set), types::take(api, ty, &argument)),
    };
    SetterView {
        doc: parameter_doc(parameter, &name).code(),
        name: name.into(),
        argument: argument.into(),
        ty: types::argument(api, &parameter.ty).into(),
        set: set.into(),
        index: index as u64,
        value: value.into(),
    }
}

pub(super) fn http_method(method: Method) -> TokenStream {
    match method {
        Method::Get => quote!(Get),
        Method::Post => quote!(Post),
        Method::Put => quote!(Put),
        Method::Patch => quote!(Patch),
        Method::Delete => quote!(Delete),
    }
}

pub(super) fn path_part(part: &PathPart) -> Code {
    match part {
        PathPart::Text(text) => quote!(rt::PathPart::Text(#text)),
        PathPart::Parameter(index) => {
            let index = Literal::usize_unsuffixed(*index);
            quote!(rt::PathPart::Parameter(#index))
        }
    }
    .into()
}

pub(super) fn parameter(parameter: &Parameter) -> Code {
    let wire = parameter.wire.as_str();
    let place = match parameter.place {
        Place::Path => quote!(Path),
        Place::Query => quote!(Query),
        Place::Header => quote!(Header),
        Place::Body => quote!(Body),
        Place::Form => quote!(Form),
    };
    let secret = parameter.secret.then(|| quote!(secret: true,));
    let spread = parameter.spread.then(|| quote!(spread: true,));
    let list = list_style(parameter.list);
    let wire = if parameter.spread { "" } else { wire };
    let limits: Vec<TokenStream> = parameter.limits.iter().map(limit).collect();
    let limits = (!limits.is_empty()).then(|| quote!(limits: &[#(#limits),*],));
    let (constant, base) = match &parameter.presence {
        Presence::Required => (None, quote!(REQUIRED)),
        Presence::Optional { .. } => (None, quote!(OPTIONAL)),
        Presence::Constant(value) => {
            let value = constant(value);
            (Some(quote!(constant: Some(#value),)), quote!(CONSTANT))
        }
    };
    quote!(rt::Parameter {
        place: rt::Place::#place,
        wire: #wire,
        #constant #secret #spread #list #limits
        ..rt::Parameter::#base
    })
    .into()
}

fn list_style(style: ListStyle) -> Option<TokenStream> {
    match style {
        ListStyle::Repeat => None,
        ListStyle::Comma => Some(quote!(list: rt::ListStyle::Comma,)),
        ListStyle::Brackets => Some(quote!(list: rt::ListStyle::Brackets,)),
    }
}

pub(super) fn constant(value: &serde_json::Value) -> TokenStream {
    match value {
        serde_json::Value::Bool(value) => quote!(rt::Constant::Bool(#value)),
        serde_json::Value::Number(number) if number.is_i64() => {
            let number = Literal::i64_unsuffixed(number.as_i64().unwrap_or_default());
            quote!(rt::Constant::Int(#number))
        }
        other => {
            let text = other.as_str().unwrap_or_default();
            quote!(rt::Constant::Text(#text))
        }
    }
}

pub(super) fn limit(limit: &Limit) -> TokenStream {
    let count = |count: &u64| Literal::u64_unsuffixed(*count);
    let bound = |bound: &i64| Literal::i64_unsuffixed(*bound);
    match limit {
        Limit::MinLength(least) => {
            let least = count(least);
            quote!(rt::Limit::MinLength(#least))
        }
        Limit::MaxLength(most) => {
            let most = count(most);
            quote!(rt::Limit::MaxLength(#most))
        }
        Limit::Min(least) => {
            let least = bound(least);
            quote!(rt::Limit::Min(#least))
        }
        Limit::Max(most) => {
            let most = bound(most);
            quote!(rt::Limit::Max(#most))
        }
        Limit::MinItems(least) => {
            let least = count(least);
            quote!(rt::Limit::MinItems(#least))
        }
        Limit::MaxItems(most) => {
            let most = count(most);
            quote!(rt::Limit::MaxItems(#most))
        }
        Limit::Pattern(pattern) => quote!(rt::Limit::Pattern(#pattern)),
    }
}

pub(super) fn handle_of(endpoint: &Endpoint) -> Ident {
    ident(names::type_name(&format!("{}_api", endpoint.group)))
}

pub(super) fn cases(endpoint: &Endpoint, sink: &mut Sink) -> Vec<CaseView> {
    let mut scope = Scope::default();
    let case = |error: &ErrorCode| {
        let variant = scope.claim(names::variant(&error.name), &error.name, error.span, sink);
        let doc = Doc::default().markdown(code_and_meaning(error)).text(&error.remedy);
        CaseView {
            doc: doc.found_by(&variant, [error.code.to_string()]).code(),
            variant: variant.into(),
            code: error.code,
        }
    };
    endpoint.errors.iter().map(case).collect()
}

/// A number with nothing but a full stop behind it would begin a list.
fn code_and_meaning(error: &ErrorCode) -> String {
    match error.doc.is_empty() {
        true => format!("Code {}.", error.code),
        false => format!("{}{}", error.code, meaning(error)),
    }
}

/// What the endpoint explains otherwise than the API does as a whole, or alone; in ascending order.
pub(super) fn own_codes(shared: &[&ErrorCode], endpoint: &Endpoint) -> Vec<CodeView> {
    let is_shared = |error: &ErrorCode| {
        let at = shared.binary_search_by_key(&error.code, |known| known.code);
        at.is_ok_and(|at| shared[at].says_the_same(error))
    };
    let mut own: Vec<&ErrorCode> =
        endpoint.errors.iter().filter(|error| !is_shared(error)).collect();
    own.sort_by_key(|error| error.code);
    own.into_iter().map(code).collect()
}

pub(super) fn example(
    endpoint: &Endpoint,
    (index, example): (usize, &Example),
) -> Option<ExampleView> {
    let response = example.response.as_ref()?;
    let refused = outcome(&endpoint.envelope, example.status, response).failure();
    let test = format!("example_{}_is_read_as_declared", index + 1);
    Some(ExampleView {
        test: Ident::new(&test, proc_macro2::Span::call_site()).into(),
        status: u64::from(example.status),
        body: raw_text(&response.to_string()).into(),
        refused,
    })
}

/// A literal in which quotes stay readable, unless there is something in the text that must not
/// stand in source code as it is.
pub(super) fn raw_text(text: &str) -> TokenStream {
    if !is_printable(text) {
        return quote!(#text);
    }
    let hashes =
        (1..8).map(|count| "#".repeat(count)).find(|hashes| !text.contains(&format!("\"{hashes}")));
    hashes
        .and_then(|hashes| format!("r{hashes}\"{text}\"{hashes}").parse().ok())
        .unwrap_or_else(|| quote!(#text))
}
