//! The request of a call: that of an example, or one made up from what must be given.

use ordered_json::Value;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::typed::typed;
use super::values::text;
use super::{alternatives, samples};
use crate::model::{
    Api, Endpoint, Example, Field, FieldSet, ListStyle, Parameter, ParameterLocation, PathPart,
    Presence, SentField,
};

/// A request as it travels.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Request {
    pub(crate) method: &'static str,
    /// Path and query, encoded.
    pub(crate) target: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Option<Body>,
}

/// The body of a request.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Body {
    Json(Value),
    /// Pairs, encoded.
    Form(String),
}

/// A value under its name.
struct Given<'a> {
    sent: SentField<'a>,
    value: Value,
}

/// Makes the request of an example; without one, of a call that gives no more than it must.
pub(crate) fn request(api: &Api, endpoint: &Endpoint, example: Option<&Example>) -> Request {
    let source = Source { api, example };
    let given: Vec<Given<'_>> =
        endpoint.parameters.iter().flat_map(|one| source.given(one)).collect();
    let at = |place: ParameterLocation| given.iter().filter(move |one| one.sent.place() == place);
    let (path, query) = (path(endpoint, &given), pairs(at(ParameterLocation::Query)));
    let has = |place: ParameterLocation| endpoint.parameters.iter().any(|one| one.place == place);
    let members =
        at(ParameterLocation::Body).map(|one| (one.sent.wire_name().to_owned(), one.value.clone()));
    let header = |one: &Given<'_>| (one.sent.wire_name().to_owned(), text(&one.value).into_owned());
    Request {
        method: endpoint.method.as_str(),
        target: if query.is_empty() { path } else { format!("{path}?{query}") },
        headers: at(ParameterLocation::Header).map(header).collect(),
        body: match (has(ParameterLocation::Body), has(ParameterLocation::Form)) {
            (true, _) => Some(Body::Json(Value::Object(members.collect()))),
            (false, true) => Some(Body::Form(pairs(at(ParameterLocation::Form)))),
            (false, false) => None,
        },
    }
}

/// The source of the values.
#[derive(Clone, Copy)]
struct Source<'a> {
    api: &'a Api,
    example: Option<&'a Example>,
}

impl<'a> Source<'a> {
    fn given(self, parameter: &'a Parameter) -> Vec<Given<'a>> {
        match (self.api.field_sets(parameter), self.example) {
            (None, _) => self.own_value(parameter).into_iter().collect(),
            (Some(sets), Some(_)) => self.shown_fields(parameter, &sets),
            (Some(sets), None) if parameter.presence == Presence::Required => {
                let usual = alternatives::usual(&sets);
                let needed = usual.into_iter().flat_map(FieldSet::needed);
                needed.map(|field| self.made_up(parameter, field)).collect()
            }
            (Some(_), None) => Vec::new(),
        }
    }

    fn own_value(self, parameter: &'a Parameter) -> Option<Given<'a>> {
        let sent = SentField::Parameter(parameter);
        let value = match (&parameter.presence, self.shown(sent)) {
            (Presence::Constant(value), _) => value.clone(),
            (_, Some(value)) => typed(self.api, &parameter.ty, value),
            (Presence::Required, None) => {
                samples::to_send(self.api, &parameter.ty, &parameter.wire_name)
            }
            (Presence::Optional { .. }, None) => return None,
        };
        Some(Given { sent, value })
    }

    /// The fields in the example. Those of the chosen alternative come first and determine the types of the values.
    /// Fields of other alternatives follow, because the example sends them, too.
    fn shown_fields(self, parameter: &'a Parameter, sets: &[FieldSet<'a>]) -> Vec<Given<'a>> {
        let shown = |wire: &str| self.shown_at(parameter.place, wire);
        let meant = alternatives::meant(sets, shown).or_else(|| alternatives::usual(sets));
        let fields = meant.iter().chain(sets).flat_map(|set| set.fields);
        fields.fold(Vec::new(), |mut given: Vec<Given<'a>>, field| {
            let is_new = given.iter().all(|one| one.sent.wire_name() != field.wire_name);
            if let (true, Some(value)) = (is_new, shown(&field.wire_name)) {
                let value = typed(self.api, &field.ty, value);
                given.push(Given { sent: SentField::Field(parameter, field), value });
            }
            given
        })
    }

    fn made_up(self, parameter: &'a Parameter, field: &'a Field) -> Given<'a> {
        let made_up = || samples::to_send(self.api, &field.ty, &field.wire_name);
        let value = field.constant.clone().unwrap_or_else(made_up);
        Given { sent: SentField::Field(parameter, field), value }
    }

    fn shown(self, sent: SentField<'_>) -> Option<&'a Value> {
        self.shown_at(sent.place(), sent.wire_name())
    }

    fn shown_at(self, place: ParameterLocation, wire: &str) -> Option<&'a Value> {
        self.example?.request.get(&(place, wire.to_owned()))
    }
}

fn path(endpoint: &Endpoint, given: &[Given<'_>]) -> String {
    let value = |parameter: &Parameter| {
        let is_it = |one: &&Given<'_>| {
            one.sent.place() == ParameterLocation::Path
                && one.sent.wire_name() == parameter.wire_name
        };
        given.iter().find(is_it).map(|one| encoded(&text(&one.value))).unwrap_or_default()
    };
    let part = |part: &PathPart| match part {
        PathPart::Text(text) => text.clone(),
        PathPart::Parameter(index) => value(&endpoint.parameters[*index]),
    };
    endpoint.path.iter().map(part).collect()
}

/// `a=1&b=2`
fn pairs<'g, 'a: 'g>(given: impl Iterator<Item = &'g Given<'a>>) -> String {
    let pairs = given.flat_map(|one| {
        let name = encoded(one.sent.wire_name());
        let Value::Array(items) = &one.value else {
            return vec![format!("{name}={}", encoded(&text(&one.value)))];
        };
        let items = items.iter().map(|item| encoded(&text(item)));
        match one.sent.list() {
            ListStyle::Repeat => items.map(|item| format!("{name}={item}")).collect(),
            ListStyle::Brackets => items.map(|item| format!("{name}%5B%5D={item}")).collect(),
            ListStyle::Comma => vec![format!("{name}={}", items.collect::<Vec<_>>().join(","))],
        }
    });
    pairs.collect::<Vec<_>>().join("&")
}

fn encoded(text: &str) -> String {
    /// Characters that need no encoding in any part of a URL.
    const KEPT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');
    utf8_percent_encode(text, KEPT).to_string()
}
