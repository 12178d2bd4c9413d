//! Decoding of responses: examples of the description round-trip, and responses with one mutated field either decode or
//! fail with the path of that field.

use crate::support;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::sync::{Arc, Mutex, PoisonError};

use crate::support::calls::{self, Answer, Case};
use crate::support::scripted::{Scripted, ok};
use crate::support::{Failure, wait};
use endpointc::model::{Api, Endpoint, Field, Shape, Type};
use quectel_openapi::{Client, ErrorKind};
use serde_json::{Value, json};

/// Client with a settable next response.
struct Answering {
    client: Client,
    next: Arc<Mutex<Value>>,
}

impl Answering {
    fn new() -> Self {
        let next = Arc::new(Mutex::new(Value::Null));
        let script = Arc::clone(&next);
        let client =
            Scripted::new(move |_| ok(&*script.lock().unwrap_or_else(PoisonError::into_inner)))
                .client();
        Self { client, next }
    }

    fn read(&self, case: &Case, answer: Value) -> Result<Answer, Failure> {
        *self.next.lock().unwrap_or_else(PoisonError::into_inner) = answer;
        wait(case.call(&self.client))
    }
}

/// Successful examples of an endpoint, numbered from 1.
fn successes(endpoint: &Endpoint) -> Vec<(usize, Value)> {
    let responses = endpoint.examples.iter().enumerate().filter_map(|(index, example)| {
        let response = example.response.as_ref()?;
        let succeeds =
            response["code"].as_i64().is_some_and(|code| endpoint.envelope.success.contains(&code));
        succeeds.then(|| (index + 1, serde_json::to_value(response).expect("it is JSON")))
    });
    responses.collect()
}

// Round trips

/// Reasons for a value to differ from the example after a round trip; `tests/answers/differences.txt` explains each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Slack {
    Null,
    Missing,
    Empty,
    Moment,
    Number,
    Text,
    Truth,
    Separator,
}

/// Allowed differences by endpoint and path.
fn differences() -> BTreeSet<(String, String, Slack)> {
    let text = fs::read_to_string(support::path("tests/answers/differences.txt"));
    let text = text.expect("it is there").replace("\n    ", " ");
    let lines = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines.flat_map(entries).collect()
}

fn entries(line: &str) -> Vec<(String, String, Slack)> {
    let mut words = line.split(' ');
    let mut word = || words.next().expect("slack, endpoint, and the way to the fields");
    let (slack, endpoint, before) = (word(), word(), word());
    let slack = match slack {
        "Null" => Slack::Null,
        "Missing" => Slack::Missing,
        "Empty" => Slack::Empty,
        "Moment" => Slack::Moment,
        "Number" => Slack::Number,
        "Text" => Slack::Text,
        "Truth" => Slack::Truth,
        "Separator" => Slack::Separator,
        other => panic!("`{other}` explains nothing"),
    };
    words.map(|field| (endpoint.to_owned(), format!("{before}{field}"), slack)).collect()
}

/// Returns the allowed reason for a difference, if there is one.
fn slack(expected: &Value, found: Option<&Value>) -> Option<Slack> {
    let digits = |text: &str| text.parse::<i64>().ok();
    Some(match (expected, found) {
        (Value::Null, None) => Slack::Null,
        (Value::String(text), None) if text.is_empty() => Slack::Empty,
        (Value::String(text), Some(Value::Number(number))) if digits(text) == number.as_i64() => {
            if text.len() == 13 {
                Slack::Moment
            } else {
                Slack::Number
            }
        }
        (Value::Number(number), Some(Value::String(text))) if *text == number.to_string() => {
            Slack::Text
        }
        (Value::Number(number), Some(Value::Bool(truth)))
            if number.as_u64() == Some(u64::from(*truth)) =>
        {
            Slack::Truth
        }
        (Value::String(text), Some(Value::String(found)))
            if text.strip_suffix([';', ',']) == Some(found) =>
        {
            Slack::Separator
        }
        _ => return None,
    })
}

/// Differences between a result and its example; a difference without an allowed reason fails the test at once.
struct Comparison {
    place: String,
    found: BTreeSet<(String, Slack)>,
}

impl Comparison {
    fn compare(&mut self, path: &str, expected: &Value, found: Option<&Value>) {
        match (expected, found) {
            (Value::Object(expected), Some(Value::Object(found))) => {
                for (name, found) in found.iter().filter(|(name, _)| !expected.contains_key(*name))
                {
                    assert_eq!(*found, json!([]), "{}: {path}.{name}", self.place);
                    self.found.insert((format!("{path}.{name}"), Slack::Missing));
                }
                for (name, expected) in expected {
                    self.compare(&format!("{path}.{name}"), expected, found.get(name));
                }
            }
            (Value::Array(expected), Some(Value::Array(found))) => {
                assert_eq!(expected.len(), found.len(), "{}: {path}", self.place);
                for (expected, found) in expected.iter().zip(found) {
                    self.compare(&format!("{path}[]"), expected, Some(found));
                }
            }
            (expected, Some(found)) if expected == found => {}
            (expected, found) => match slack(expected, found) {
                Some(slack) => drop(self.found.insert((path.to_owned(), slack))),
                None => panic!("{}: {path} was {expected} and became {found:?}", self.place),
            },
        }
    }
}

/// Returns the expected re-encoded result: the payload of a response without the envelope's and the pages' fields.
fn payload(endpoint: &Endpoint, response: &Value) -> Option<Value> {
    endpoint.returns.as_ref()?;
    let envelope = &endpoint.envelope;
    let Some(data) = &envelope.data else {
        let mut payload = response.as_object().expect("an answer is an object").clone();
        payload.retain(|name, _| !envelope.own_names().any(|own| own == name));
        return Some(Value::Object(payload));
    };
    let data = response.get(data).unwrap_or(&Value::Null);
    let Some(paging) = &endpoint.paging else { return Some(data.clone()) };
    let (rows, counters) = match &paging.rows {
        Some(rows) => (&data[rows], data),
        None => (data, response),
    };
    let counter = |name: &Option<String>| counters[name.as_ref().expect("it has a name")].clone();
    Some(json!({
        "rows": rows,
        "number": counter(&paging.number),
        "total": counter(&paging.total),
        "pages": counter(&paging.pages),
    }))
}

#[test]
fn every_example_comes_back_as_it_was() {
    let (api, answering) = (support::api(), Answering::new());
    let mut found = BTreeSet::new();
    for endpoint in api.endpoints() {
        let name = endpoint.full_name();
        let case = calls::of(&name);
        let responses = successes(endpoint);
        assert!(!responses.is_empty(), "the description has no example of a success of `{name}`");
        for (number, response) in responses {
            let place = format!("{name}, example {number}");
            let answer = answering.read(&case, response.clone()).expect(&place);
            match payload(endpoint, &response) {
                Some(expected) => {
                    let mut comparison = Comparison { place, found: BTreeSet::new() };
                    comparison.compare("$", &expected, Some(&answer.json));
                    let with_name = |(path, slack)| (name.clone(), path, slack);
                    found.extend(comparison.found.into_iter().map(with_name));
                }
                None => assert_eq!(answer.json, Value::Null, "{place}"),
            }
        }
    }
    let allowed = differences();
    let news: Vec<_> = found.difference(&allowed).collect();
    let not_needed: Vec<_> = allowed.difference(&found).collect();
    assert!(news.is_empty(), "these are not in tests/answers/differences.txt: {news:#?}");
    assert!(not_needed.is_empty(), "tests/answers/differences.txt need not hold {not_needed:#?}");
}

// Responses with one mutated field

/// Mutation of one field of a response.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Mutation {
    Dropped,
    Null,
    EmptyText,
    /// An integer as text, a text as an integer, a truth value as either.
    Retyped,
    /// A value that an enum does not list.
    NewValue,
    /// An additional field in an object.
    Extra,
    /// A list for an object, an object for a list, both for a scalar.
    WrongContainer,
}

/// A field of an answer.
struct Node<'a> {
    /// Its steps from the root of the answer.
    steps: Vec<Step>,
    value: Value,
    /// Its type, unless it belongs to the envelope or the pages.
    ty: Option<&'a Type>,
    /// True if decoding fails without it.
    required: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Step {
    Key(String),
    Index(usize),
}

/// Path of a field, as errors show it.
fn shown(steps: &[Step]) -> String {
    let shown = steps.iter().map(|step| match step {
        Step::Key(key) => format!(".{key}"),
        Step::Index(index) => format!("[{index}]"),
    });
    format!("${}", shown.collect::<String>())
}

/// All fields of a response, on every level.
struct Walk<'a> {
    api: &'a Api,
    nodes: Vec<Node<'a>>,
    /// Paths of objects that could hold an additional field.
    objects: Vec<Vec<Step>>,
}

impl<'a> Walk<'a> {
    fn of(api: &'a Api, endpoint: &'a Endpoint, response: &Value) -> Self {
        let mut walk = Self { api, nodes: Vec::new(), objects: vec![Vec::new()] };
        let envelope = &endpoint.envelope;
        let beside = if envelope.data.is_none() { endpoint.returns.as_ref() } else { None };
        for (name, value) in response.as_object().expect("an answer is an object") {
            let steps = vec![Step::Key(name.clone())];
            if Some(name) == envelope.data.as_ref() {
                walk.data(endpoint, steps, value);
            } else if let Some(field) = beside.and_then(|ty| walk.field(ty, name)) {
                walk.node(steps, value, Some(&field.ty), field.required);
            } else {
                walk.node(steps, value, None, Some(name) == envelope.code.as_ref());
            }
        }
        walk
    }

    fn data(&mut self, endpoint: &'a Endpoint, steps: Vec<Step>, value: &Value) {
        let rows = endpoint.paging.as_ref().and_then(|paging| paging.rows.as_ref());
        let Some(rows) = rows else {
            // A payload that is a single number cannot be synthesized.
            let required = matches!(endpoint.returns, Some(Type::Int));
            return self.node(steps, value, endpoint.returns.as_ref(), required);
        };
        self.nodes.push(Node {
            steps: steps.clone(),
            value: value.clone(),
            ty: None,
            required: false,
        });
        self.objects.push(steps.clone());
        for (name, value) in value.as_object().expect("a page is an object") {
            let ty = endpoint.returns.as_ref().filter(|_| name == rows);
            self.node(with(&steps, Step::Key(name.clone())), value, ty, false);
        }
    }

    fn node(&mut self, steps: Vec<Step>, value: &Value, ty: Option<&'a Type>, required: bool) {
        self.inside(&steps, value, ty);
        self.nodes.push(Node { steps, value: value.clone(), ty, required });
    }

    fn inside(&mut self, steps: &[Step], value: &Value, ty: Option<&'a Type>) {
        match value {
            Value::Object(members) => {
                self.objects.push(steps.to_vec());
                for (name, value) in members {
                    let field = ty.and_then(|ty| self.field(ty, name));
                    let steps = with(steps, Step::Key(name.clone()));
                    let required = field.is_some_and(|field| field.required);
                    self.node(steps, value, field.map(|field| &field.ty), required);
                }
            }
            Value::Array(items) => {
                let item = match ty {
                    Some(Type::List(item)) => Some(&**item),
                    _ => None,
                };
                for (index, value) in items.iter().enumerate() {
                    self.inside(&with(steps, Step::Index(index)), value, item);
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }

    fn field(&self, ty: &'a Type, name: &str) -> Option<&'a Field> {
        let Type::Named(id) = ty else { return None };
        let Shape::Struct(fields) = &self.api.type_def(*id).shape else { return None };
        fields.iter().find(|field| field.wire_name == name)
    }
}

fn with(steps: &[Step], step: Step) -> Vec<Step> {
    [steps, &[step]].concat()
}

impl Node<'_> {
    /// Replacement values for the field; `None` removes the field.
    fn mutations(&self, api: &Api) -> Vec<(Mutation, Option<Value>)> {
        let mut mutations = vec![(Mutation::Dropped, None)];
        let mut add = |mutation, value| mutations.push((mutation, Some(value)));
        if !self.value.is_null() {
            add(Mutation::Null, Value::Null);
        }
        if self.value != "" {
            add(Mutation::EmptyText, json!(""));
        }
        match &self.value {
            Value::Number(number) => add(Mutation::Retyped, json!(number.to_string())),
            Value::String(text) => {
                add(
                    Mutation::Retyped,
                    text.parse::<i64>().map_or(json!(1), |number| json!(number)),
                );
            }
            Value::Bool(value) => {
                add(Mutation::Retyped, json!(value.to_string()));
                add(Mutation::Retyped, json!(u8::from(*value)));
            }
            // The example does not show the type; this value fits any.
            Value::Null => {
                add(Mutation::Retyped, json!(1));
                add(Mutation::Retyped, json!("1"));
            }
            Value::Array(_) | Value::Object(_) => {}
        }
        if self.is_enum(api) {
            add(Mutation::NewValue, json!("NEW"));
            add(Mutation::NewValue, json!(98_765));
        }
        match &self.value {
            Value::Array(_) => add(Mutation::WrongContainer, json!({ "a": 1 })),
            Value::Object(_) => add(Mutation::WrongContainer, json!([1])),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
                add(Mutation::WrongContainer, json!({ "a": 1 }));
                add(Mutation::WrongContainer, json!([1]));
            }
        }
        mutations
    }

    fn is_enum(&self, api: &Api) -> bool {
        let Some(Type::Named(id)) = self.ty else { return false };
        matches!(api.type_def(*id).shape, Shape::Enum(_))
    }
}

/// Returns a response with the value at this path replaced or its field removed.
fn mutated(answer: &Value, steps: &[Step], value: Option<Value>) -> Value {
    let mut answer = answer.clone();
    let (last, way) = steps.split_last().expect("the root is not mutated");
    let place = way.iter().fold(&mut answer, |place, step| match step {
        Step::Key(key) => &mut place[key.as_str()],
        Step::Index(index) => &mut place[*index],
    });
    let Step::Key(key) = last else { panic!("only fields are mutated") };
    let members = place.as_object_mut().expect("fields are in objects");
    match value {
        Some(value) => drop(members.insert(key.clone(), value)),
        None => drop(members.remove(key)),
    }
    answer
}

/// Number of responses with a mutation, and how many of them were decoded.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Rate {
    mutated: usize,
    read: usize,
}

impl Rate {
    fn count(&mut self, is_read: bool) {
        self.mutated += 1;
        self.read += usize::from(is_read);
    }
}

/// Checks that a decoding error names the field, and that the failure is legitimate: a container has replaced a scalar,
/// or a required field is missing.
#[track_caller]
fn check_unreadable(
    walk: &Walk<'_>,
    node: &Node<'_>,
    mutation: Mutation,
    failure: &Failure,
    place: &str,
) {
    assert_eq!(failure.error.kind(), ErrorKind::Decode, "{place}: {}", failure.error);
    let path = failure.error.decode_path().unwrap_or_else(|| panic!("{place} has no path"));
    let mutated = shown(&node.steps);
    if mutation == Mutation::WrongContainer {
        return assert_eq!(path, mutated, "{place}");
    }
    let is_required = |node: &Node<'_>| node.required && shown(&node.steps) == path;
    assert!(walk.nodes.iter().any(is_required), "{place}: {}", failure.error);
    assert!(path.starts_with(&mutated), "{place}: {}", failure.error);
}

/// Compares the number of mutated responses and of those that were decoded with `tests/answers/rates.txt`.
///
/// Decoding fails for a missing code, for a missing field that the result requires, and for a container of such a field;
/// `""` counts as a missing token, twice. A misplaced container is accepted in page counters, in the envelope's texts and in
/// JSON of unspecified shape.
#[test]
fn an_answer_that_is_bent_in_one_place_is_read_unless_nothing_else_could_be_meant() {
    let (api, answering) = (support::api(), Answering::new());
    let mut rates: BTreeMap<Mutation, Rate> = BTreeMap::new();
    let mut fields = 0;
    for endpoint in api.endpoints() {
        let name = endpoint.full_name();
        let case = calls::of(&name);
        for (number, response) in &successes(endpoint) {
            let walk = Walk::of(&api, endpoint, response);
            fields += walk.nodes.len();
            for node in &walk.nodes {
                for (mutation, value) in node.mutations(&api) {
                    let way = shown(&node.steps);
                    let place = format!("{name}, example {number}, {way}: {mutation:?} {value:?}");
                    let outcome = answering.read(&case, mutated(response, &node.steps, value));
                    rates.entry(mutation).or_default().count(outcome.is_ok());
                    if let Err(failure) = outcome {
                        check_unreadable(&walk, node, mutation, &failure, &place);
                    }
                }
            }
            for object in &walk.objects {
                let steps = with(object, Step::Key("somethingNew".to_owned()));
                let more = Some(json!({ "deep": [1, { "deeper": null }] }));
                let outcome = answering.read(&case, mutated(response, &steps, more));
                rates.entry(Mutation::Extra).or_default().count(outcome.is_ok());
                assert!(outcome.is_ok(), "{name}, example {number}, {}", shown(&steps));
            }
        }
    }
    let (mutated, read) = rates
        .values()
        .fold((0, 0), |(mutated, read), rate| (mutated + rate.mutated, read + rate.read));
    println!("{fields} fields, mutated in {mutated} ways; {read} of them are read: {rates:#?}");
    assert_eq!(rates[&Mutation::Dropped].mutated, fields, "each field was dropped once");
    let line = |(mutation, rate): (&Mutation, &Rate)| {
        format!("{mutation:?}: {} of {} answers are read\n", rate.read, rate.mutated)
    };
    support::check_file("answers/rates.txt", &rates.iter().map(line).collect::<String>());
}
