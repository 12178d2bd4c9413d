//! Exact bytes of each endpoint's requests, and replay of a request after its token was rejected.
//!
//! The expected requests in `tests/requests/` were written from the vendor's documentation, not from actual requests.

use crate::support;
use std::collections::{BTreeMap, BTreeSet};

use crate::support::calls::{self, Case};
use crate::support::wire::{self, Expected};
use crate::support::{LOGIN, Platform, client_of, lenient_server, wait};
use endpointc::model::{Api, Endpoint, Field, Parameter, Presence, Shape, Type};
use quectel_openapi::mock::{Recorded, Reply};
use serde_json::Value;

/// Headers of every request, verified by [`check_common`].
const COMMON: [&str; 3] = ["accept", "host", "user-agent"];

// Requests

#[test]
fn every_call_is_sent_to_the_byte_as_it_is_documented() {
    let server = lenient_server();
    let client = client_of(&server).build().expect("it is built");
    wait(client.renew_token()).expect("the server takes any signature");
    let expected = wire::expected();
    for case in calls::all() {
        let answer = wait(case.call(&client));
        assert!(answer.is_ok(), "{}: {answer:?}", case.name);
        let request = server.requests().pop().expect("it has arrived");
        assert_eq!(request.endpoint.as_deref(), Some(case.endpoint()), "{}", case.name);
        assert_eq!(request.unknown_parameters(), [""; 0], "{}", case.name);
        check_common(&request, case.name);
        let expected = expected.get(case.name).unwrap_or_else(|| panic!("{}", case.name));
        assert_eq!(found(&request), with_token(expected, &token()), "{}", case.name);
    }
}

#[test]
fn every_call_has_its_request_and_every_request_its_call() {
    let expected: BTreeSet<String> = wire::expected().into_keys().collect();
    let cases: Vec<String> = calls::all().into_iter().map(|case| case.name.to_owned()).collect();
    let names: BTreeSet<String> = cases.iter().cloned().collect();
    assert_eq!(names.len(), cases.len(), "no two cases have one name");
    assert_eq!(
        names, expected,
        "calls are in tests/it/support/calls/, requests in tests/requests/"
    );
    let endpoints: BTreeSet<String> =
        support::api().endpoints().map(|endpoint| endpoint.full_name()).collect();
    let missing: Vec<&String> = endpoints.difference(&names).collect();
    assert!(missing.is_empty(), "call them in tests/it/support/calls/: {missing:?}");
}

/// Token that the server issues.
fn token() -> String {
    let api = support::api();
    let login = api.endpoint(LOGIN).expect("it is described");
    let answer = login.examples[0].response.as_ref().expect("it has an answer");
    answer["access_token"].as_str().expect("it holds a token").to_owned()
}

fn with_token(expected: &Expected, token: &str) -> Expected {
    let mut expected = expected.clone();
    for value in expected.headers.values_mut() {
        *value = value.replace("{{token}}", token);
    }
    expected
}

/// Formats a request like the expected ones.
fn found(request: &Recorded) -> Expected {
    let headers = request.headers.iter().filter(|(name, value)| {
        let is_length = name == "content-length" && *value == request.body.len().to_string();
        !is_length && !COMMON.contains(&name.as_str())
    });
    Expected {
        method: request.method.clone(),
        target: request.target.clone(),
        headers: headers.cloned().collect(),
        body: request.text().into_owned(),
    }
}

#[track_caller]
fn check_common(request: &Recorded, place: &str) {
    let names: BTreeSet<&str> = request.headers.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names.len(), request.headers.len(), "{place}: no header is there twice");
    assert_eq!(request.header("accept"), Some("application/json"), "{place}");
    assert!(request.header("host").is_some_and(|host| host.starts_with("127.0.0.1:")), "{place}");
    let agent = request.header("user-agent").unwrap_or_default();
    assert!(agent.starts_with("endpointc-runtime/"), "{place}: {agent}");
    let has_length = request.header("content-length").is_some();
    assert_eq!(has_length, request.method == "POST", "{place}: {:?}", request.headers);
}

// Completeness

/// Names that calls of an endpoint sent, in the query or on any level of the body.
fn sent_names(expected: &BTreeMap<String, Expected>, endpoint: &str) -> BTreeSet<String> {
    let is_of = |name: &str| name.split(": ").next() == Some(endpoint);
    let requests = expected.iter().filter(|(name, _)| is_of(name)).map(|(_, request)| request);
    let mut names = BTreeSet::new();
    for request in requests {
        let query = request.target.split_once('?').map_or("", |(_, query)| query);
        names.extend(query.split('&').filter_map(|pair| pair.split('=').next()).map(str::to_owned));
        collect(&serde_json::from_str(&request.body).unwrap_or_default(), &mut names);
    }
    names
}

fn collect(value: &Value, names: &mut BTreeSet<String>) {
    match value {
        Value::Object(members) => {
            names.extend(members.keys().cloned());
            members.values().for_each(|value| collect(value, names));
        }
        Value::Array(items) => items.iter().for_each(|value| collect(value, names)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// Wire names that an endpoint can send: of its parameters, of the fields of spread ones, and inside of its body.
fn declared_names(api: &Api, endpoint: &Endpoint) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for parameter in &endpoint.parameters {
        if !parameter.spread && !is_in_path(endpoint, parameter) {
            names.insert(parameter.wire_name.clone());
        }
    }
    let types = endpoint.parameters.iter().map(|parameter| &parameter.ty);
    for id in api.named_in(types) {
        let fields: Vec<&Field> = match &api.type_def(id).shape {
            Shape::Struct(fields) => fields.iter().collect(),
            Shape::OneOf(ways) => ways.iter().flat_map(|way| &way.fields).collect(),
            Shape::Enum(_) | Shape::Union(_) | Shape::External(_) => Vec::new(),
        };
        names.extend(fields.into_iter().map(|field| field.wire_name.clone()));
    }
    names
}

/// The only path parameter is a constant.
fn is_in_path(endpoint: &Endpoint, parameter: &Parameter) -> bool {
    let is_constant = matches!(parameter.presence, Presence::Constant(_));
    is_constant && endpoint.path_template().contains(&format!("{{{}}}", parameter.wire_name))
}

/// Fails for a parameter that is added to the description without a test.
#[test]
fn every_parameter_of_every_endpoint_is_sent_by_some_call() {
    let (api, expected) = (support::api(), wire::expected());
    for endpoint in api.endpoints() {
        let name = endpoint.full_name();
        let mut sent = sent_names(&expected, &name);
        // The content of `extendPara` is up to the caller.
        sent.remove("a");
        sent.remove("");
        assert_eq!(sent, declared_names(&api, endpoint), "{name}");
    }
}

/// Every call sends all required parameters, also one that sends nothing else.
#[test]
fn a_call_that_sends_only_what_is_required_sends_all_of_that() {
    let (api, expected) = (support::api(), wire::expected());
    for (name, request) in expected {
        let Some((endpoint, "required only")) = name.split_once(": ") else { continue };
        let one = BTreeMap::from([(endpoint.to_owned(), request)]);
        let endpoint = api.endpoint(endpoint).expect("it is described");
        let is_needed = |one: &&Parameter| {
            let needed = matches!(one.presence, Presence::Required | Presence::Constant(_));
            needed && !one.spread && !is_in_path(endpoint, one)
        };
        let needed = endpoint.parameters.iter().filter(is_needed);
        let needed: BTreeSet<String> = needed.map(|one| one.wire_name.clone()).collect();
        let mut sent = sent_names(&one, &endpoint.full_name());
        sent.remove("");
        assert_eq!(sent, needed, "{name}");
        assert!(endpoint.optional().next().is_some(), "{name} is the only way to call it");
    }
}

/// Records the enums of requests, so that one with integer values is not described as a plain integer.
#[test]
fn enums_of_requests_have_names() {
    let api = support::api();
    let types = api.endpoints().flat_map(|endpoint| &endpoint.parameters).map(|one| &one.ty);
    let mut enums = BTreeSet::new();
    for id in api.named_in(types) {
        let found = api.type_def(id);
        if let Shape::Enum(values) = &found.shape {
            assert!(values.len() >= 2, "{}", found.name);
            enums.insert(format!("{}\n", found.name));
        }
    }
    support::check_file("counts/enums_of_requests.txt", &enums.into_iter().collect::<String>());
    let is_named = |ty: &Type| matches!(ty, Type::Named(_));
    let status = api.endpoint("end_users.set_status").expect("it is described");
    assert!(status.parameters.iter().any(|one| one.wire_name == "status" && is_named(&one.ty)));
}

// Renewal

/// Ways in which a response rejects the token.
#[derive(Debug, Clone, Copy)]
enum Refused {
    /// By a code in the envelope, under HTTP 200.
    Code(i64),
    /// By a code in the envelope, under HTTP 401.
    CodeAndStatus(i64),
    /// By the HTTP status alone.
    Status,
}

impl Refused {
    fn reply(self) -> Reply {
        match self {
            Self::Code(code) => Reply::code(code),
            Self::CodeAndStatus(code) => Reply::code(code).with_status(401),
            Self::Status => Reply::status(401),
        }
    }
}

/// Both families of codes: the gateway's, and that of the services for end users.
const REFUSALS: [Refused; 7] = [
    Refused::Code(91_001),
    Refused::Code(91_004),
    Refused::Code(5_032),
    Refused::Code(5_106),
    Refused::CodeAndStatus(91_004),
    Refused::CodeAndStatus(5_032),
    Refused::Status,
];

/// Returns the calls that carry a token.
fn with_auth(api: &Api) -> Vec<Case> {
    let mut cases = calls::all();
    cases.retain(|case| {
        let endpoint = api.endpoint(case.endpoint()).expect("it is described");
        endpoint.authenticated && case.name == case.endpoint()
    });
    cases
}

#[test]
fn a_refused_token_is_renewed_and_the_same_request_is_sent_once_more() {
    let (api, platform) = (support::api(), Platform::signed_in());
    let cases = with_auth(&api);
    let signed_in = api.endpoints().filter(|endpoint| endpoint.group != "token");
    assert_eq!(cases.len(), signed_in.count(), "all but those of the token itself");
    for case in &cases {
        for refused in REFUSALS {
            let place = format!("{}, {refused:?}", case.name);
            let before = (platform.calls(case.endpoint()), platform.calls(LOGIN));
            platform.reply(case.endpoint(), refused.reply());
            let answer = wait(case.call(&platform.client));
            assert!(answer.is_ok(), "{place}: {answer:?}");
            let after = (platform.calls(case.endpoint()), platform.calls(LOGIN));
            assert_eq!((after.0 - before.0, after.1 - before.1), (2, 1), "{place}");

            let requests = platform.mock.server().requests();
            let [.., first, login, second] = &requests[..] else { panic!("{place}") };
            assert_eq!(login.endpoint.as_deref(), Some(LOGIN), "{place}");
            let tokens = [first, second].map(|request| request.header("authorization"));
            assert!(tokens[0].is_some() && tokens[0] != tokens[1], "{place}: {tokens:?}");
            let [first, second] = [first, second].map(|request| {
                let mut request = found(request);
                request.headers.remove("authorization");
                request
            });
            assert_eq!(first, second, "{place}");
        }
    }
}

#[test]
fn a_token_that_is_refused_twice_is_told_and_not_tried_again() {
    let (api, platform) = (support::api(), Platform::signed_in());
    for case in with_auth(&api) {
        for refused in [Refused::Code(91_004), Refused::Code(5_032), Refused::Status] {
            let place = format!("{}, {refused:?}", case.name);
            platform.confirm_token();
            platform.confirm_rejections(case.endpoint());
            let before = platform.calls(case.endpoint());
            platform.reply(case.endpoint(), refused.reply());
            platform.reply(case.endpoint(), refused.reply());
            let failure = wait(case.call(&platform.client)).expect_err(&place);
            let code = match refused {
                Refused::Code(code) | Refused::CodeAndStatus(code) => code,
                Refused::Status => 401,
            };
            assert_eq!(failure.error.code(), Some(code), "{place}");
            assert_eq!(failure.error.kind(), quectel_openapi::ErrorKind::SignIn, "{place}");
            assert_eq!(platform.calls(case.endpoint()) - before, 2, "{place}");
        }
    }
}
