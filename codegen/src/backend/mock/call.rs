//! What a request says to its endpoint: values by the names of its parameters.

use std::sync::Arc;

use serde_json::{Map, Value};

use super::router::Captures;
use super::{Recorded, Reply, pages, wire};
use crate::model::{Endpoint, Envelope, Paging, Parameter, ParameterLocation};

/// A call, as a handler sees it: parameters are already checked.
#[derive(Debug, Clone)]
pub struct Call {
    request: Arc<Recorded>,
    endpoint: String,
    envelope: Envelope,
    paging: Option<Paging>,
    values: Values,
    number: usize,
}

impl Call {
    pub(super) fn new(
        endpoint: &Endpoint,
        request: Arc<Recorded>,
        values: Values,
        number: usize,
    ) -> Self {
        let (envelope, paging) = (endpoint.envelope.clone(), endpoint.paging.clone());
        Self { request, endpoint: endpoint.full_name(), envelope, paging, values, number }
    }

    /// Full name of the endpoint: `thing_model.export_tsl`.
    pub fn endpoint(&self) -> &str {
        &self.endpoint
    }

    /// The text of a parameter, decoded, by its wire name; `None` if it was not sent or if it is
    /// not text in the JSON body.
    pub fn parameter(&self, name: &str) -> Option<&str> {
        self.value(name)?.as_str()
    }

    /// The value of a parameter by its wire name. It is as it was in a JSON body, and text from
    /// everywhere else.
    pub fn value(&self, name: &str) -> Option<&Value> {
        self.values.by_name(name)
    }

    /// The page of these rows that the call asks for, with counters as its paging style has them. Where lists do not
    /// come in pages, all rows are the payload.
    pub fn page_of(&self, rows: &[Value]) -> Reply {
        match &self.paging {
            Some(paging) => {
                Reply::beside_code(pages::page(&self.envelope, paging, rows, &self.values))
            }
            None => Reply::success(rows.into()),
        }
    }

    /// The first value of a header, whatever the case of its name.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.request.header(name)
    }

    /// The whole request.
    pub fn request(&self) -> &Recorded {
        &self.request
    }

    /// Which call to this endpoint it is, from 1, as [`Mock::calls`](super::Mock::calls) counts.
    pub fn number(&self) -> usize {
        self.number
    }

    pub(super) fn values(&self) -> &Values {
        &self.values
    }
}

/// What was sent, for each parameter of an endpoint.
#[derive(Debug, Clone, Default)]
pub(super) struct Values {
    /// Place, wire name and value, in the order of the endpoint's parameters.
    values: Vec<(ParameterLocation, String, Option<Value>)>,
    /// Why some of it could not be read.
    pub(super) problem: Option<&'static str>,
}

impl Values {
    /// Reads what a request says to an endpoint.
    pub(super) fn read(endpoint: &Endpoint, captures: &Captures, request: &Recorded) -> Self {
        let reader = Reader::new(endpoint, captures, request);
        let value = |(index, parameter): (usize, &Parameter)| {
            (parameter.place, parameter.wire.clone(), reader.value(index, parameter))
        };
        let values = endpoint.parameters.iter().enumerate().map(value).collect();
        Self { values, problem: reader.problem }
    }

    /// The values in the order of the endpoint's parameters.
    pub(super) fn iter(&self) -> impl Iterator<Item = Option<&Value>> {
        self.values.iter().map(|(.., value)| value.as_ref())
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

/// A request, taken apart by the places in which parameters travel.
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
        let uses = |place| endpoint.parameters.iter().any(|parameter| parameter.place == place);
        let query = wire::pairs(request.query());
        let mut reader =
            Self { request, captures, query, form: Vec::new(), body: Map::new(), problem: None };
        if !wire::is_well_encoded(&request.target) {
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
        if !wire::is_well_encoded(&text) {
            self.problem = Some("the form is not percent-encoded UTF-8");
        }
        self.form = wire::pairs(&text);
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

    fn value(&self, index: usize, parameter: &Parameter) -> Option<Value> {
        let text = match parameter.place {
            ParameterLocation::Path => self.captured(index),
            ParameterLocation::Query => joined(&self.query, &parameter.wire),
            ParameterLocation::Form => joined(&self.form, &parameter.wire),
            ParameterLocation::Header => self.request.header(&parameter.wire).map(str::to_owned),
            ParameterLocation::Body => return self.body.get(&parameter.wire).cloned(),
        };
        text.map(Value::String)
    }

    fn captured(&self, index: usize) -> Option<String> {
        self.captures.iter().find(|(known, _)| *known == index).map(|(_, text)| text.clone())
    }
}

/// All values under a name, joined as the items of a list are.
fn joined(pairs: &[(String, String)], name: &str) -> Option<String> {
    let values = pairs.iter().filter(|(known, _)| known == name).map(|(_, value)| value.as_str());
    values.map(str::to_owned).reduce(|one, other| format!("{one},{other}"))
}
