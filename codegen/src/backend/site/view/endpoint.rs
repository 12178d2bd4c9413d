//! The page of an endpoint.

use serde::Serialize;

use super::fields::{self, Row, TypeView, ValueView};
use super::samples::{self, ExampleView, SampleView};
use super::{Book, Here, Link, Page};
use crate::backend::rust::{names, paths};
use crate::backend::site::urls;
use crate::backend::site::rich_text::Prose;
use crate::backend::site::i18n::Lang;
use crate::markup::text;
use crate::model::{
    Alternative, Endpoint, ErrorCode, Field, Parameter, PathPart, Presence, Shape, Type, TypeId,
};

#[derive(Serialize)]
struct EndpointView {
    group: Link,
    title: Prose,
    /// In Rust: `client.devices().list(product_key)`.
    call: String,
    name: String,
    doc: Prose,
    method: &'static str,
    path: Vec<PathView>,
    /// Method and path as text, to copy.
    route: String,
    badges: Vec<&'static str>,
    /// What is to be known about sending it, a sentence each.
    notes: Vec<Prose>,
    deprecated: Option<Prose>,
    since: Option<String>,
    source: Option<SourceView>,
    has_parameters: bool,
    parameters: Vec<ParametersView>,
    result: Option<ResultView>,
    envelope: EnvelopeView,
    /// In Rust: `ListError`.
    case: String,
    errors_intro: Prose,
    errors: Vec<ErrorView>,
    samples: Vec<SampleView>,
    examples: Vec<ExampleView>,
    quirks: Vec<Prose>,
}

/// A piece of the path.
#[derive(Serialize)]
struct PathView {
    text: String,
    /// Where the parameter is told that stands there.
    href: Option<String>,
}

#[derive(Serialize)]
struct SourceView {
    text: String,
    /// Whether it is an address that can be followed.
    is_link: bool,
}

/// Parameters that belong together: several that have nothing to do with each other, or a choice.
#[derive(Serialize)]
struct ParametersView {
    choice: Option<ChoiceView>,
    ways: Vec<WayView>,
}

/// Parameters in whose place others are sent.
#[derive(Serialize)]
struct ChoiceView {
    anchor: String,
    name: String,
    rust: Option<String>,
    ty: TypeView,
    presence: &'static str,
    is_required: bool,
    doc: Prose,
    /// Which of them are sent: all, or those of one way.
    how: &'static str,
}

#[derive(Serialize)]
struct WayView {
    /// `either` or `or`, if it is one of several.
    label: Option<&'static str>,
    rust: Option<String>,
    rows: Vec<Row>,
}

#[derive(Serialize)]
struct ResultView {
    ty: TypeView,
    doc: Prose,
    notes: Vec<Prose>,
    rows: Vec<Row>,
    values: Vec<ValueView>,
}

/// How the answer is wrapped, a part each.
#[derive(Serialize)]
struct EnvelopeView {
    parts: Vec<Prose>,
}

#[derive(Serialize)]
struct ErrorView {
    code: i64,
    href: String,
    variant: String,
    kind: &'static str,
    kind_id: &'static str,
    is_retryable: bool,
    doc: Prose,
    remedy: Prose,
}

pub(super) fn page(book: &Book<'_>, endpoint: &Endpoint, lang: Lang) -> Page {
    let here = Here::new(book, lang, book.places.endpoint(endpoint));
    let title = here.endpoint_title(endpoint);
    here.page("endpoint.html.j2", Some(&endpoint.group), &title, view(&here, endpoint))
}

fn view(here: &Here<'_>, endpoint: &Endpoint) -> EndpointView {
    let groups = &here.api().groups;
    let group = groups.iter().find(|group| group.name == endpoint.group);
    let parameters = parameters(here, endpoint);
    EndpointView {
        group: Link {
            text: group.map_or_else(String::new, |group| here.group_title(group).bare()),
            href: here.to(here.book.places.group(&endpoint.group)),
        },
        title: here.endpoint_title(endpoint),
        call: call(endpoint),
        name: endpoint.full_name(),
        doc: Prose::new(&endpoint.doc, here.lang),
        method: endpoint.method.as_str(),
        path: path(here, endpoint),
        route: endpoint.route(),
        badges: badges(here, endpoint),
        notes: notes(here, endpoint),
        deprecated: endpoint.deprecated.as_ref().map(|why| Prose::new(why, here.lang)),
        since: endpoint.since.clone(),
        source: endpoint.source.as_deref().map(source),
        has_parameters: !parameters.is_empty(),
        parameters,
        result: endpoint.returns.as_ref().map(|ty| result(here, endpoint, ty)),
        envelope: envelope(here, endpoint),
        case: last(&paths::case(endpoint)),
        errors_intro: Prose::own(here.lang.word("errors_intro")),
        errors: endpoint.errors.iter().map(|one| error(here, one)).collect(),
        samples: samples::samples(here, endpoint),
        examples: samples::examples(here, endpoint),
        quirks: endpoint.quirks.iter().map(|one| Prose::new(one, here.lang)).collect(),
    }
}

/// The last name of a path.
fn last(path: &str) -> String {
    path.rsplit("::").next().unwrap_or(path).to_owned()
}

pub(super) fn call(endpoint: &Endpoint) -> String {
    let group = last(&paths::group(&endpoint.group));
    let method = last(&paths::method(endpoint));
    let arguments = match endpoint.takes_request() {
        true => "request".to_owned(),
        false => {
            let names = endpoint.required().map(|(_, one)| paths::argument(one));
            names.collect::<Vec<_>>().join(", ")
        }
    };
    format!("client.{group}().{method}({arguments})")
}

fn path(here: &Here<'_>, endpoint: &Endpoint) -> Vec<PathView> {
    let anchors = urls::of_parameters(here.api(), endpoint);
    let parameter = |index: usize| {
        let parameter = &endpoint.parameters[index];
        let text = match &parameter.presence {
            Presence::Constant(value) => {
                value.as_str().map_or_else(|| value.to_string(), str::to_owned)
            }
            Presence::Required | Presence::Optional { .. } => format!("{{{}}}", parameter.wire),
        };
        PathView { text, href: Some(format!("#{}", anchors[index].0)) }
    };
    let part = |part: &PathPart| match part {
        PathPart::Text(text) => PathView { text: text.clone(), href: None },
        PathPart::Parameter(index) => parameter(*index),
    };
    endpoint.path.iter().map(part).collect()
}

pub(super) fn badges(here: &Here<'_>, endpoint: &Endpoint) -> Vec<&'static str> {
    let without_token = here.api().auth.is_some() && !endpoint.authenticated;
    let badges = [
        (endpoint.deprecated.is_some(), "deprecated"),
        (without_token, "no_token_short"),
        (endpoint.paging.is_some(), "paging_short"),
    ];
    let badges = badges.into_iter().filter(|(holds, _)| *holds);
    badges.map(|(_, word)| here.lang.word(word)).collect()
}

fn notes(here: &Here<'_>, endpoint: &Endpoint) -> Vec<Prose> {
    let repeated = if endpoint.idempotent { "safe_to_repeat" } else { "not_repeated" };
    let without_token = here.api().auth.is_some() && !endpoint.authenticated;
    let words = [without_token.then_some("no_token"), Some(repeated)];
    words.into_iter().flatten().map(|word| Prose::own(here.lang.word(word))).collect()
}

/// Only an address is followed: a page can be anything, `javascript:` included.
fn source(page: &str) -> SourceView {
    SourceView { text: page.to_owned(), is_link: text::is_address(page) }
}

// What goes in

fn parameters(here: &Here<'_>, endpoint: &Endpoint) -> Vec<ParametersView> {
    let mut sections: Vec<ParametersView> = Vec::new();
    let anchors = urls::of_parameters(here.api(), endpoint);
    for (parameter, (own, inside)) in endpoint.parameters.iter().zip(anchors) {
        if let (true, Type::Named(id)) = (parameter.spread, &parameter.ty) {
            sections.push(choice(here, endpoint, parameter, *id, own, inside));
            continue;
        }
        let row = fields::parameter(here, parameter, own, rust_name(here, endpoint, parameter));
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

/// `product_key: &str` of an argument, `.language(Language)` of a setter.
fn rust_name(here: &Here<'_>, endpoint: &Endpoint, parameter: &Parameter) -> Option<String> {
    let api = here.api();
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
    here: &Here<'_>,
    endpoint: &Endpoint,
    parameter: &Parameter,
    id: TypeId,
    anchor: String,
    inside: Vec<String>,
) -> ParametersView {
    let def = here.api().type_def(id);
    let is_required = matches!(parameter.presence, Presence::Required);
    let is_choice = matches!(def.shape, Shape::OneOf(_));
    ParametersView {
        choice: Some(ChoiceView {
            anchor,
            name: parameter.wire.clone(),
            rust: rust_name(here, endpoint, parameter),
            ty: fields::type_view(here, &parameter.ty),
            presence: here.lang.word(if is_required { "required" } else { "optional" }),
            is_required,
            doc: Prose::new(&parameter.doc, here.lang),
            how: here.lang.word(if is_choice { "one_of" } else { "spread" }),
        }),
        ways: match &def.shape {
            Shape::OneOf(ways) => alternatives(here, parameter, &def.name, ways, inside),
            Shape::Struct(fields) => {
                let rows = rows(here, parameter, fields, &mut inside.into_iter());
                vec![WayView { label: None, rust: None, rows }]
            }
            Shape::Enum(_) | Shape::Union(_) | Shape::Rust(_) => Vec::new(),
        },
    }
}

fn alternatives(
    here: &Here<'_>,
    parameter: &Parameter,
    name: &str,
    ways: &[Alternative],
    anchors: Vec<String>,
) -> Vec<WayView> {
    let mut anchors = anchors.into_iter();
    let way = |(index, way): (usize, &Alternative)| WayView {
        label: Some(here.lang.word(if index == 0 { "either" } else { "or" })),
        rust: Some(maker(name, way)),
        rows: rows(here, parameter, &way.fields, &mut anchors),
    };
    ways.iter().enumerate().map(way).collect()
}

/// The function that makes an alternative: `DeviceRef::key(product_key, device_key)`.
pub(super) fn maker(name: &str, way: &Alternative) -> String {
    let given = way.fields.iter().filter(|field| field.required && field.constant.is_none());
    let names: Vec<String> = given.map(paths::way_field).collect();
    format!("{name}::{}({})", paths::maker(way), names.join(", "))
}

fn rows(
    here: &Here<'_>,
    parameter: &Parameter,
    given: &[Field],
    anchors: &mut impl Iterator<Item = String>,
) -> Vec<Row> {
    let place = fields::place(here, parameter.place);
    let row = |(field, anchor): (&Field, String)| {
        fields::given_field(here, field, anchor, None).at(place)
    };
    given.iter().zip(anchors).map(row).collect()
}

// What comes out

fn result(here: &Here<'_>, endpoint: &Endpoint, ty: &Type) -> ResultView {
    let def = ty.innermost().map(|id| here.api().type_def(id));
    let item = def.and_then(|def| def.item.as_ref()).filter(|_| matches!(ty, Type::List(_)));
    let paging = endpoint.paging.as_ref();
    let notes = [
        paging.map(|_| Prose::own(here.lang.word("paging_note"))),
        item.map(|item| fields::sentence(here, "batch_note", &item.code)),
    ];
    let is_type = |shape: &Shape| !matches!(shape, Shape::Struct(_));
    ResultView {
        ty: fields::type_view(here, ty),
        doc: def.map(|def| Prose::new(&def.doc, here.lang)).unwrap_or_default(),
        notes: notes.into_iter().flatten().collect(),
        rows: fields::tree(here, ty),
        values: def
            .filter(|def| is_type(&def.shape))
            .map(|def| fields::values(here, &def.shape, &urls::in_type(&def.shape)))
            .unwrap_or_default(),
    }
}

/// `code` says how it went, 200 is success, the payload stands in `data`.
fn envelope(here: &Here<'_>, endpoint: &Endpoint) -> EnvelopeView {
    let envelope = &endpoint.envelope;
    let Some(code) = &envelope.code else {
        let payload = envelope.data.iter().map(|name| fields::sentence(here, "payload_in", name));
        return EnvelopeView { parts: payload.collect() };
    };
    let success: Vec<String> = envelope.success.iter().map(i64::to_string).collect();
    let success = here.lang.say("success_codes", success.join(", "));
    let payload = match &envelope.data {
        Some(name) => fields::sentence(here, "payload_in", name),
        None => Prose::own(here.lang.word("payload_beside")),
    };
    let message = envelope.message.iter().map(|name| fields::sentence(here, "message_in", name));
    let parts = [fields::sentence(here, "code_of", code), Prose::own(&success)];
    EnvelopeView { parts: parts.into_iter().chain(message).chain([payload]).collect() }
}

fn error(here: &Here<'_>, error: &ErrorCode) -> ErrorView {
    ErrorView {
        code: error.code,
        href: here.code(error.code),
        variant: paths::variant(&error.name),
        kind: here.kind(error.kind),
        kind_id: error.kind.as_str(),
        is_retryable: error.retryable,
        doc: Prose::new(&error.doc, here.lang),
        remedy: Prose::new(&error.remedy, here.lang),
    }
}
