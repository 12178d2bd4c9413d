//! Paging: the named styles, and the parameters that a style adds to an endpoint.

use indexmap::IndexMap;

use super::{Scope, check_name, look_up};
use crate::diagnostics::Sink;
use crate::diagnostics::messages;
use crate::model::{
    Constraint, Envelope, ListStyle, LocalizedText, Method, Paging, Parameter, ParameterLocation,
    Presence, Type,
};
use crate::source::Span;
use crate::syntax::{ApiFile, EndpointFile, PagingDecl, Spanned};

/// The named styles of `api.yaml`.
pub(super) fn styles(file: &ApiFile, sink: &mut Sink) -> IndexMap<String, Paging> {
    let named = |decl: &PagingDecl| (decl.name.value.clone(), style(decl, sink));
    file.paging.iter().map(named).collect()
}

fn style(decl: &PagingDecl, sink: &mut Sink) -> Paging {
    check_name("a paging style", &decl.name, sink);
    check_sizes(decl, sink);
    check_names(decl, sink);
    let text = |name: &Option<Spanned<String>>| name.as_ref().map(|name| name.value.clone());
    let number = |count: &Option<Spanned<i64>>| count.as_ref().map(|count| count.value);
    Paging {
        name: decl.name.value.clone(),
        place: if decl.in_body { ParameterLocation::Body } else { ParameterLocation::Query },
        page: decl.page.value.clone(),
        size: text(&decl.size),
        default_size: number(&decl.default_size),
        max_size: number(&decl.max_size),
        rows: text(&decl.rows),
        number: text(&decl.number),
        total: text(&decl.total),
        pages: text(&decl.pages),
        others: decl.others.iter().map(|name| name.value.clone()).collect(),
        span: decl.name.span,
    }
}

/// Reports a default or maximum size without a parameter for the size.
fn check_sizes(decl: &PagingDecl, sink: &mut Sink) {
    let said = decl.default_size.as_ref().or(decl.max_size.as_ref());
    if let (None, Some(said)) = (&decl.size, said) {
        sink.push(messages::bad_paging(said.span, "this key requires `size`"));
    }
}

/// Reports fields of a response and parameters that are named twice.
fn check_names(decl: &PagingDecl, sink: &mut Sink) {
    let fields = [&decl.rows, &decl.number, &decl.total, &decl.pages];
    one_meaning(fields.into_iter().flatten().chain(&decl.others), sink);
    one_meaning([&decl.page].into_iter().chain(&decl.size), sink);
}

fn one_meaning<'a>(names: impl Iterator<Item = &'a Spanned<String>>, sink: &mut Sink) {
    let mut first: IndexMap<&str, Span> = IndexMap::new();
    for name in names {
        if let Some(before) = first.insert(&name.value, name.span) {
            sink.push(messages::duplicate_envelope_field(name, before));
        }
    }
}

/// The paging style that an endpoint names. Reports a style that does not apply to the response.
pub(super) fn of_endpoint(
    file: &EndpointFile,
    returns: Option<&Type>,
    envelope: Option<&Envelope>,
    scope: &Scope<'_>,
    sink: &mut Sink,
) -> Option<Paging> {
    let name = file.paging.as_ref()?;
    let paging = look_up("paging style", name, scope.paging, sink)?;
    let method = file.routes.first().map(|(method, _)| *method);
    let misfit = match (returns, envelope) {
        (Some(Type::List(_)), Some(envelope)) if envelope.data.is_none() => {
            Some("paging requires an envelope with `data`")
        }
        (Some(Type::List(_)), _)
            if method == Some(Method::Get) && paging.place == ParameterLocation::Body =>
        {
            Some("a GET request has no body for the page number")
        }
        (Some(Type::List(_)), _) => None,
        (Some(_) | None, _) => {
            Some("paging requires that the endpoint returns a list: `returns: [Row]`")
        }
    };
    if let Some(reason) = misfit {
        sink.push(messages::bad_paging(name.span, reason));
    }
    Some(paging.clone())
}

/// The parameters that a style adds to a call: page number and page size.
pub(super) fn parameters(paging: &Paging, span: Span) -> Vec<Parameter> {
    let page = Parameter {
        name: Some("page".to_owned()),
        limits: vec![Constraint::Min(1)],
        doc: text("Page number, starting at 1.", "页码，从 1 开始。"),
        ..parameter(paging, &paging.page, Some(1), span)
    };
    let size = paging.size.as_ref().map(|wire| Parameter {
        name: Some("page_size".to_owned()),
        limits: [Some(Constraint::Min(1)), paging.max_size.map(Constraint::Max)]
            .into_iter()
            .flatten()
            .collect(),
        doc: text("Rows per page.", "每页条数。"),
        ..parameter(paging, wire, paging.default_size, span)
    });
    [page].into_iter().chain(size).collect()
}

fn parameter(paging: &Paging, wire: &str, default: Option<i64>, span: Span) -> Parameter {
    Parameter {
        wire_name: wire.to_owned(),
        name: None,
        place: paging.place,
        ty: Type::Int,
        presence: Presence::Optional { default: default.map(Into::into) },
        spread: false,
        list: ListStyle::Repeat,
        limits: Vec::new(),
        secret: false,
        undocumented: false,
        doc: LocalizedText::default(),
        span,
    }
}

fn text(en: &str, zh: &str) -> LocalizedText {
    LocalizedText { en: Some(en.to_owned()), zh: Some(zh.to_owned()) }
}
