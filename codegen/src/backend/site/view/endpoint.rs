//! The page of an endpoint.

use serde::Serialize;

use super::fields::{self, Row, TypeView, ValueView};
use super::page::{Link, Page, PageContext};
use super::samples::{self, ExampleView, SampleView};
use crate::backend::rust::names::{self, paths, takes_request};
use crate::backend::site::context::SiteContext;
use crate::backend::site::i18n::{Lang, fill};
use crate::backend::site::rich_text::RichText;
use crate::backend::site::urls;
use crate::markup::text;
use crate::model::{
    Alternative, Endpoint, ErrorCode, Field, Parameter, PathPart, Presence, Shape, Type, TypeDef,
};

#[derive(Serialize)]
struct EndpointView {
    group: Link,
    title: RichText,
    /// Call in Rust: `client.devices().list(product_key)`.
    call: String,
    name: String,
    doc: RichText,
    method: &'static str,
    path: Vec<PathView>,
    /// Method and path, for copying.
    route: String,
    badges: Vec<&'static str>,
    /// Notes about the request.
    notes: Vec<RichText>,
    deprecated: Option<RichText>,
    since: Option<String>,
    source: Option<SourceView>,
    has_parameters: bool,
    parameters: Vec<ParametersView>,
    result: Option<ResultView>,
    envelope: EnvelopeView,
    /// Name of the error in Rust: `ListError`.
    case: String,
    errors_intro: RichText,
    errors: Vec<ErrorView>,
    samples: Vec<SampleView>,
    examples: Vec<ExampleView>,
    quirks: Vec<RichText>,
}

/// A part of the path.
#[derive(Serialize)]
struct PathView {
    text: String,
    /// Link to the parameter in this part.
    href: Option<String>,
}

#[derive(Serialize)]
struct SourceView {
    text: String,
    /// True if the text is a URL.
    is_link: bool,
}

/// A group of parameters: independent ones, or one that is sent as several.
#[derive(Serialize)]
struct ParametersView {
    choice: Option<ChoiceView>,
    ways: Vec<WayView>,
}

/// A parameter whose fields are sent as separate parameters.
#[derive(Serialize)]
struct ChoiceView {
    anchor: String,
    name: String,
    rust: Option<String>,
    ty: TypeView,
    presence: &'static str,
    is_required: bool,
    doc: RichText,
    /// Note whether all fields are sent, or those of one alternative.
    how: &'static str,
}

#[derive(Serialize)]
struct WayView {
    /// `either` or `or`, for alternatives.
    label: Option<&'static str>,
    rust: Option<String>,
    rows: Vec<Row>,
}

#[derive(Serialize)]
struct ResultView {
    ty: TypeView,
    doc: RichText,
    notes: Vec<RichText>,
    rows: Vec<Row>,
    values: Vec<ValueView>,
}

/// The envelope, as a list of its parts.
#[derive(Serialize)]
struct EnvelopeView {
    parts: Vec<RichText>,
}

#[derive(Serialize)]
struct ErrorView {
    code: i64,
    href: String,
    variant: String,
    kind: &'static str,
    kind_id: &'static str,
    is_retryable: bool,
    doc: RichText,
    remedy: RichText,
}

pub(super) fn page(site: &SiteContext<'_>, endpoint: &Endpoint, lang: Lang) -> Page {
    let context = PageContext::new(site, lang, site.urls.endpoint(endpoint));
    let title = context.endpoint_title(endpoint);
    context.page("endpoint.html.j2", Some(&endpoint.group), &title, view(&context, endpoint))
}

fn view(context: &PageContext<'_>, endpoint: &Endpoint) -> EndpointView {
    let groups = &context.api().groups;
    let group = groups.iter().find(|group| group.name == endpoint.group);
    let parameters = parameters(context, endpoint);
    EndpointView {
        group: Link {
            text: group.map_or_else(String::new, |group| context.group_title(group).bare()),
            href: context.to(context.site.urls.group(&endpoint.group)),
        },
        title: context.endpoint_title(endpoint),
        call: call(endpoint),
        name: endpoint.full_name(),
        doc: RichText::new(&endpoint.doc, context.lang),
        method: endpoint.method.as_str(),
        path: path(context, endpoint),
        route: endpoint.route(),
        badges: badges(context, endpoint),
        notes: notes(context, endpoint),
        deprecated: endpoint.deprecated.as_ref().map(|why| RichText::new(why, context.lang)),
        since: endpoint.since.clone(),
        source: endpoint.source.as_deref().map(source),
        has_parameters: !parameters.is_empty(),
        parameters,
        result: endpoint.returns.as_ref().map(|ty| result(context, endpoint, ty)),
        envelope: envelope(context, endpoint),
        case: last(&paths::case(endpoint)),
        errors_intro: RichText::own(context.words.errors_intro),
        errors: endpoint.errors.iter().map(|one| error(context, one)).collect(),
        samples: samples::samples(context, endpoint),
        examples: samples::examples(context, endpoint),
        quirks: endpoint.quirks.iter().map(|one| RichText::new(one, context.lang)).collect(),
    }
}

/// Returns the last segment of a path.
fn last(path: &str) -> String {
    path.rsplit("::").next().unwrap_or(path).to_owned()
}

pub(super) fn call(endpoint: &Endpoint) -> String {
    let group = last(&paths::group(&endpoint.group));
    let method = last(&paths::method(endpoint));
    let arguments = if takes_request(endpoint) {
        "request".to_owned()
    } else {
        let names = endpoint.required().map(|(_, one)| paths::argument(one));
        names.collect::<Vec<_>>().join(", ")
    };
    format!("client.{group}().{method}({arguments})")
}

fn path(context: &PageContext<'_>, endpoint: &Endpoint) -> Vec<PathView> {
    let anchors = urls::of_parameters(context.api(), endpoint);
    let parameter = |index: usize| {
        let parameter = &endpoint.parameters[index];
        let text = match &parameter.presence {
            Presence::Constant(value) => {
                value.as_str().map_or_else(|| value.to_string(), str::to_owned)
            }
            Presence::Required | Presence::Optional { .. } => {
                format!("{{{}}}", parameter.wire_name)
            }
        };
        PathView { text, href: Some(format!("#{}", anchors[index].0)) }
    };
    let part = |part: &PathPart| match part {
        PathPart::Text(text) => PathView { text: text.clone(), href: None },
        PathPart::Parameter(index) => parameter(*index),
    };
    endpoint.path.iter().map(part).collect()
}

pub(super) fn badges(context: &PageContext<'_>, endpoint: &Endpoint) -> Vec<&'static str> {
    let without_token = context.api().auth.is_some() && !endpoint.authenticated;
    let badges = [
        (endpoint.deprecated.is_some(), context.words.deprecated),
        (without_token, context.words.no_token_short),
        (endpoint.paging.is_some(), context.words.paging_short),
    ];
    badges.into_iter().filter(|(holds, _)| *holds).map(|(_, word)| word).collect()
}

fn notes(context: &PageContext<'_>, endpoint: &Endpoint) -> Vec<RichText> {
    let words = context.words;
    let retries = if endpoint.idempotent { words.idempotent } else { words.not_idempotent };
    let without_token = context.api().auth.is_some() && !endpoint.authenticated;
    let notes = [without_token.then_some(words.no_token), Some(retries)];
    notes.into_iter().flatten().map(RichText::own).collect()
}

/// Only http addresses become links: the text may be anything, such as `javascript:`.
fn source(page: &str) -> SourceView {
    SourceView { text: page.to_owned(), is_link: text::is_address(page) }
}

// Parameters

fn parameters(context: &PageContext<'_>, endpoint: &Endpoint) -> Vec<ParametersView> {
    let mut sections: Vec<ParametersView> = Vec::new();
    let anchors = urls::of_parameters(context.api(), endpoint);
    for (parameter, (own, inside)) in endpoint.parameters.iter().zip(anchors) {
        if let (true, Type::Named(id)) = (parameter.spread, &parameter.ty) {
            let rust = rust_name(context, endpoint, parameter);
            sections.push(choice(
                context,
                parameter,
                rust,
                context.api().type_def(*id),
                (own, inside),
            ));
            continue;
        }
        let row =
            fields::parameter(context, parameter, own, rust_name(context, endpoint, parameter));
        match sections.last_mut().filter(|section| section.choice.is_none()) {
            Some(section) => section.ways[0].rows.push(row),
            None => {
                let way = WayView { label: None, rust: None, rows: vec![row] };
                sections.push(ParametersView { choice: None, ways: vec![way] });
            }
        }
    }
    sections
}

/// Returns `product_key: &str` for an argument, `.language(Language)` for a setter.
fn rust_name(
    context: &PageContext<'_>,
    endpoint: &Endpoint,
    parameter: &Parameter,
) -> Option<String> {
    let api = context.api();
    let ty = || names::from_outside(&paths::argument_type(api, &parameter.ty), &api.name);
    match &parameter.presence {
        Presence::Constant(_) => None,
        Presence::Required => Some(format!("{}: {}", paths::argument(parameter), ty())),
        Presence::Optional { .. } => {
            Some(format!(".{}({})", paths::setter(endpoint, parameter), ty()))
        }
    }
}

fn choice(
    context: &PageContext<'_>,
    parameter: &Parameter,
    rust: Option<String>,
    def: &TypeDef,
    (anchor, inside): (String, Vec<String>),
) -> ParametersView {
    let is_required = matches!(parameter.presence, Presence::Required);
    let is_choice = matches!(def.shape, Shape::OneOf(_));
    let words = context.words;
    ParametersView {
        choice: Some(ChoiceView {
            anchor,
            name: parameter.wire_name.clone(),
            rust,
            ty: fields::type_view(context, &parameter.ty),
            presence: if is_required { words.required } else { words.optional },
            is_required,
            doc: RichText::new(&parameter.doc, context.lang),
            how: if is_choice { words.one_of } else { words.spread },
        }),
        ways: match &def.shape {
            Shape::OneOf(ways) => alternatives(context, parameter, &def.name, ways, inside),
            Shape::Struct(fields) => {
                let rows = rows(context, parameter, fields, &mut inside.into_iter());
                vec![WayView { label: None, rust: None, rows }]
            }
            Shape::Enum(_) | Shape::Union(_) | Shape::External(_) => Vec::new(),
        },
    }
}

fn alternatives(
    context: &PageContext<'_>,
    parameter: &Parameter,
    name: &str,
    ways: &[Alternative],
    anchors: Vec<String>,
) -> Vec<WayView> {
    let mut anchors = anchors.into_iter();
    let way = |(index, way): (usize, &Alternative)| WayView {
        label: Some(if index == 0 { context.words.either } else { context.words.or }),
        rust: Some(maker(name, way)),
        rows: rows(context, parameter, &way.fields, &mut anchors),
    };
    ways.iter().enumerate().map(way).collect()
}

/// Returns the constructor call of an alternative: `DeviceRef::key(product_key, device_key)`.
pub(super) fn maker(name: &str, way: &Alternative) -> String {
    let given = way.fields.iter().filter(|field| field.required && field.constant.is_none());
    let names: Vec<String> = given.map(paths::way_field).collect();
    format!("{name}::{}({})", paths::maker(way), names.join(", "))
}

fn rows(
    context: &PageContext<'_>,
    parameter: &Parameter,
    given: &[Field],
    anchors: &mut impl Iterator<Item = String>,
) -> Vec<Row> {
    let place = fields::place(context, parameter.place);
    let row = |(field, anchor): (&Field, String)| {
        fields::given_field(context, field, anchor, None).at(place)
    };
    given.iter().zip(anchors).map(row).collect()
}

// Result

fn result(context: &PageContext<'_>, endpoint: &Endpoint, ty: &Type) -> ResultView {
    let def = ty.innermost().map(|id| context.api().type_def(id));
    let item = def.and_then(|def| def.item.as_ref()).filter(|_| matches!(ty, Type::List(_)));
    let paging = endpoint.paging.as_ref();
    let notes = [
        paging.map(|_| RichText::own(context.words.paging_note)),
        item.map(|item| fields::sentence(context.words.batch_note, &item.code)),
    ];
    let is_type = |shape: &Shape| !matches!(shape, Shape::Struct(_));
    ResultView {
        ty: fields::type_view(context, ty),
        doc: def.map(|def| RichText::new(&def.doc, context.lang)).unwrap_or_default(),
        notes: notes.into_iter().flatten().collect(),
        rows: fields::tree(context, ty),
        values: def
            .filter(|def| is_type(&def.shape))
            .map(|def| fields::values(context, &def.shape, &urls::in_type(&def.shape)))
            .unwrap_or_default(),
    }
}

/// Describes the envelope, such as: code in `code`, 200 means success, payload in `data`.
fn envelope(context: &PageContext<'_>, endpoint: &Endpoint) -> EnvelopeView {
    let envelope = &endpoint.envelope;
    let Some(code) = &envelope.code else {
        let payload =
            envelope.data.iter().map(|name| fields::sentence(context.words.payload_in, name));
        return EnvelopeView { parts: payload.collect() };
    };
    let success: Vec<String> = envelope.success.iter().map(i64::to_string).collect();
    let success = fill(context.words.success_codes, success.join(", "));
    let payload = match &envelope.data {
        Some(name) => fields::sentence(context.words.payload_in, name),
        None => RichText::own(context.words.payload_beside),
    };
    let message =
        envelope.message.iter().map(|name| fields::sentence(context.words.message_in, name));
    let parts = [fields::sentence(context.words.code_of, code), RichText::own(&success)];
    EnvelopeView { parts: parts.into_iter().chain(message).chain([payload]).collect() }
}

fn error(context: &PageContext<'_>, error: &ErrorCode) -> ErrorView {
    ErrorView {
        code: error.code,
        href: context.code(error.code),
        variant: paths::variant(&error.name),
        kind: context.kind(error.kind),
        kind_id: error.kind.as_str(),
        is_retryable: error.retryable,
        doc: RichText::new(&error.doc, context.lang),
        remedy: RichText::new(&error.remedy, context.lang),
    }
}
