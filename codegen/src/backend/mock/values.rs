//! The values that a request holds for its endpoint.

use ordered_json::{Map, Value};

use super::router::Captures;
use super::{Recorded, encoding};
use crate::model::{Api, Endpoint, ParameterLocation, SentField};

/// The values that an endpoint accepts, each name of a location once. Parameters come before the fields of spread ones: if both
/// have one name, the rules of the parameter hold.
pub(super) fn names<'a>(api: &'a Api, endpoint: &'a Endpoint) -> Vec<SentField<'a>> {
    let (fields, parameters): (Vec<_>, Vec<_>) =
        api.sent_fields(endpoint).partition(|sent| matches!(sent, SentField::Field(..)));
    parameters.into_iter().chain(fields).fold(Vec::new(), |mut names: Vec<SentField<'_>>, sent| {
        let is_new = |one: &SentField<'_>| {
            one.place() != sent.place() || one.wire_name() != sent.wire_name()
        };
        if names.iter().all(is_new) {
            names.push(sent);
        }
        names
    })
}

/// The values of a request, by the names that its endpoint declares.
#[derive(Debug, Clone, Default)]
pub(super) struct Values {
    /// ParameterLocation, wire name and value, in the order of [`names`].
    values: Vec<(ParameterLocation, String, Option<Value>)>,
    /// The reason why some of it could not be read.
    pub(super) problem: Option<&'static str>,
}

impl Values {
    /// Reads the values that a request holds for an endpoint.
    pub(super) fn read(
        api: &Api,
        endpoint: &Endpoint,
        captures: &Captures,
        request: &Recorded,
    ) -> Self {
        let reader = Reader::new(endpoint, captures, request);
        let value = |sent: SentField<'_>| {
            let (place, wire) = (sent.place(), sent.wire_name());
            (place, wire.to_owned(), reader.value(place, wire))
        };
        let values = names(api, endpoint).into_iter().map(value).collect();
        Self { values, problem: reader.problem }
    }

    /// The first value that was sent under this name.
    pub(super) fn by_name(&self, name: &str) -> Option<&Value> {
        let mut meant = self.values.iter().filter(|(_, known, _)| known == name);
        meant.find_map(|(.., value)| value.as_ref())
    }

    /// The value that was sent under this name in this place.
    pub(super) fn at(&self, place: ParameterLocation, name: &str) -> Option<&Value> {
        let is_meant = |one: &&(ParameterLocation, String, _)| one.0 == place && one.1 == name;
        self.values.iter().find(is_meant)?.2.as_ref()
    }
}

/// A request, split by the places in which parameters travel.
struct Reader<'a> {
    request: &'a Recorded,
    captures: &'a Captures,
    query: Vec<(String, String)>,
    form: Vec<(String, String)>,
    body: Map<String, Value>,
    problem: Option<&'static str>,
}

impl<'a> Reader<'a> {
    fn new(endpoint: &Endpoint, captures: &'a Captures, request: &'a Recorded) -> Self {
        let uses = |place| endpoint.parameters.iter().any(|one| one.place == place);
        let query = encoding::pairs(request.query());
        let mut reader =
            Self { request, captures, query, form: Vec::new(), body: Map::new(), problem: None };
        if !encoding::is_well_encoded(&request.target) {
            reader.problem = Some("the path or the query is not percent-encoded UTF-8");
        }
        if uses(ParameterLocation::Form) {
            reader.read_form();
        }
        if uses(ParameterLocation::Body) {
            reader.read_body();
        }
        reader
    }

    fn read_form(&mut self) {
        let text = self.request.text();
        if !encoding::is_well_encoded(&text) {
            self.problem = Some("the form is not percent-encoded UTF-8");
        }
        self.form = encoding::pairs(&text);
    }

    fn read_body(&mut self) {
        if self.request.body.is_empty() {
            return;
        }
        match serde_json::from_slice(&self.request.body) {
            Ok(Value::Object(body)) => self.body = body,
            Ok(_) | Err(_) => self.problem = Some("the body is not a JSON object"),
        }
    }

    fn value(&self, place: ParameterLocation, wire: &str) -> Option<Value> {
        let text = match place {
            ParameterLocation::Path => self.captured(wire),
            ParameterLocation::Query => joined(&self.query, wire),
            ParameterLocation::Form => joined(&self.form, wire),
            ParameterLocation::Header => self.request.header(wire).map(str::to_owned),
            ParameterLocation::Body => return self.body.get(wire).cloned(),
        };
        text.map(Value::String)
    }

    fn captured(&self, wire: &str) -> Option<String> {
        self.captures.iter().find(|(known, _)| known == wire).map(|(_, text)| text.clone())
    }
}

/// All values under a name, joined as the items of a list are.
fn joined(pairs: &[(String, String)], name: &str) -> Option<String> {
    let values = pairs.iter().filter(|(known, _)| known == name).map(|(_, value)| value.as_str());
    values.map(str::to_owned).reduce(|one, other| format!("{one},{other}"))
}
