//! Results and errors of calls over real HTTP on loopback.
//!
//! Codes are read from the description, so that an endpoint or a code that is added there is tested
//! here.

use crate::support;
use std::collections::BTreeSet;
use std::error::Error as StdError;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use crate::support::{
    EXPORT, Failure, LOGIN, Platform, REFRESH, chain, signed_login, tsl_reply, wait,
};
use endpointc::model::{self, Api, Endpoint, LocalizedText};
use quectel_openapi::mock::{PRODUCT_KEY, Reply};
use quectel_openapi::thing_model::{ExportTslError, Tsl, TslDataType, TslItemType};
use quectel_openapi::types::{AccessToken, Language};
use quectel_openapi::{CallError, Client, Drift, Error, ErrorCode, ErrorKind, Lang};
use serde_json::{Value, json};

// Success

#[test]
fn a_thing_model_is_fetched_and_typed() {
    let platform = Platform::start();
    let call = platform.client.thing_model().export_tsl(PRODUCT_KEY);
    let tsl = wait(call.language(Language::English)).expect("the mock knows the product");

    let profile = tsl.profile.expect("the example holds a profile");
    assert_eq!(profile.product_key.as_deref(), Some(PRODUCT_KEY));
    assert_eq!(profile.version.as_deref(), Some("20250324120550539"));
    let [switch] = tsl.properties.as_slice() else { panic!("{:?}", tsl.properties) };
    assert_eq!((switch.id, switch.code.as_deref()), (Some(1), Some("switch")));
    assert_eq!(switch.kind, Some(TslItemType::Property));
    assert_eq!(switch.data_type, Some(TslDataType::Bool));
    assert_eq!(switch.specs.as_ref().map(|specs| &specs[0]["name"]), Some(&json!("On")));
    assert!(tsl.services.is_empty() && tsl.events.is_empty());
}

#[test]
fn a_sign_in_gives_a_token_and_a_renewal_another_one() {
    let platform = Platform::start();
    let token = platform.client.token();
    let login = signed_login();
    let first = wait(token.access_key_login(&login.username, login.password.expose()));
    let first = first.expect("the signature is good");
    assert_eq!((first.expires_in, first.token_type.as_deref()), (Some(86_400), Some("jwt")));
    assert!(first.access_token.expose().starts_with("QJWT "));

    platform.mock.age_tokens(Duration::from_secs(3600));
    let second = wait(token.refresh_token(first.access_token.expose())).expect("it still lives");
    assert_ne!(second.access_token, first.access_token);
    assert_eq!(platform.mock.server().requests().len(), 2, "neither needs a token of its own");
}

#[test]
fn every_endpoint_succeeds_with_every_successful_example() {
    let (api, platform) = (support::api(), Platform::start());
    for endpoint in api.endpoints() {
        let succeeds = |response: &&endpointc::json::Value| {
            response["code"].as_i64().is_some_and(|code| endpoint.envelope.success.contains(&code))
        };
        let examples = endpoint.examples.iter().filter_map(|example| example.response.as_ref());
        for response in examples.filter(succeeds) {
            platform.reply(&endpoint.full_name(), Reply::json(response.clone()));
            let answer = platform.call(&endpoint.full_name());
            assert!(answer.is_ok(), "{}: {answer:?}", endpoint.full_name());
        }
    }
}

#[test]
fn send_and_await_do_the_same() {
    let platform = Platform::start();
    let call = platform.client.thing_model().export_tsl(PRODUCT_KEY);
    assert_eq!(wait(call.clone().send()).expect("sent"), wait(call).expect("awaited"));
}

// Documented codes

/// Makes the mock respond with a documented code and an HTTP status, and checks the whole error.
#[track_caller]
fn check(
    platform: &Platform,
    api: &Api,
    endpoint: &Endpoint,
    error: &model::ErrorCode,
    status: u16,
) {
    let name = endpoint.full_name();
    let place = format!("{name}, {} under HTTP {status}", error.code);
    let attempts = attempts(api, endpoint, error.code, status);
    platform.confirm_token();
    platform.confirm_rejections(&name);
    for _ in 0..attempts {
        platform.reply(&name, Reply::code(error.code).with_status(status));
    }
    let before = platform.calls(&name);
    let failure = platform.fail(&name);
    assert_eq!(platform.calls(&name) - before, attempts, "{place}");

    check_documented(&failure, &name, error, &place);
    assert_eq!(failure.error.status(), Some(status), "{place}");
    assert_eq!(failure.error.message(), Some(error.doc.first()), "{place}");
    let body: Value = serde_json::from_slice(failure.error.body().expect(&place)).expect(&place);
    assert_eq!(body[endpoint.envelope.code.as_deref().expect(&place)], error.code, "{place}");
}

/// Compares an error with the description of its code.
#[track_caller]
fn check_documented(failure: &Failure, endpoint: &str, documented: &model::ErrorCode, place: &str) {
    let Failure { case, error } = failure;
    assert_eq!(case.as_deref(), Some(upper_camel(&documented.name).as_str()), "{place}");
    assert_eq!(error.code(), Some(documented.code), "{place}");
    assert_eq!(error.name(), Some(documented.name.as_str()), "{place}");
    assert_eq!(format!("{:?}", error.kind()), format!("{:?}", documented.kind), "{place}");
    assert_eq!(error.is_retryable(), documented.retryable, "{place}");
    assert_eq!(error.endpoint(), Some(endpoint), "{place}");
    let LocalizedText { en, zh } = &documented.doc;
    assert_eq!(error.meaning(Lang::En), en.as_deref(), "{place}");
    assert_eq!(error.meaning(Lang::Zh), zh.as_deref(), "{place}");
    let LocalizedText { en, zh } = &documented.remedy;
    assert_eq!(error.remedy(Lang::En), en.as_deref(), "{place}");
    assert_eq!(error.remedy(Lang::Zh), zh.as_deref(), "{place}");
    assert!(!error.is_timeout() && error.decode_path().is_none(), "{place}");
}

/// Returns the number of requests for such a response: one more, with a new token, if the code rejects the token.
fn attempts(api: &Api, endpoint: &Endpoint, code: i64, status: u16) -> usize {
    let auth = api.auth.as_ref().filter(|_| endpoint.authenticated);
    let renews = auth.is_some_and(|auth| {
        auth.renew_on_status.contains(&status) || auth.renew_on_codes.contains(&code)
    });
    1 + usize::from(renews)
}

/// A code that is also an HTTP status of a failure.
fn as_status(code: i64) -> Option<u16> {
    u16::try_from(code).ok().filter(|status| (400..600).contains(status))
}

/// `product_not_found` becomes `ProductNotFound`.
fn upper_camel(name: &str) -> String {
    let word = |word: &str| word[..1].to_ascii_uppercase() + &word[1..];
    name.split('_').map(word).collect()
}

#[test]
fn each_documented_code_is_its_own_variant_in_band() {
    let (api, platform) = (support::api(), Platform::start());
    for endpoint in api.endpoints() {
        for error in &endpoint.errors {
            check(&platform, &api, endpoint, error, 200);
        }
    }
}

#[test]
fn each_documented_code_is_the_same_variant_under_an_http_failure() {
    let (api, platform) = (support::api(), Platform::start());
    for endpoint in api.endpoints() {
        for error in &endpoint.errors {
            for status in [400, 401, 404, 500].into_iter().chain(as_status(error.code)) {
                check(&platform, &api, endpoint, error, status);
            }
        }
    }
}

#[test]
fn no_two_codes_of_an_endpoint_share_a_variant() {
    for endpoint in support::api().endpoints() {
        let names: BTreeSet<&str> = endpoint.errors.iter().map(|error| &*error.name).collect();
        assert_eq!(names.len(), endpoint.errors.len(), "{}", endpoint.full_name());
        assert!(!names.is_empty() && !names.contains("unlisted"), "{names:?}");
    }
}

#[test]
fn a_bare_http_status_is_the_variant_of_its_number() {
    let (api, platform) = (support::api(), Platform::start());
    let mut seen = BTreeSet::new();
    for endpoint in api.endpoints() {
        let name = endpoint.full_name();
        for error in &endpoint.errors {
            let Some(status) = as_status(error.code) else { continue };
            // A gateway's page carries no more information about the endpoint than an empty body.
            for reply in [Reply::status(status), html(status)] {
                platform.confirm_token();
                platform.confirm_rejections(&name);
                for _ in 0..attempts(&api, endpoint, error.code, status) {
                    platform.reply(&name, reply.clone());
                }
                let failure = platform.fail(&name);
                check_documented(&failure, &name, error, &format!("{name}, HTTP {status}"));
                assert_eq!(failure.error.status(), Some(status));
                assert_eq!(failure.error.message(), None);
            }
            seen.insert(status);
        }
    }
    assert_eq!(seen.into_iter().collect::<Vec<_>>(), [401, 403, 404]);
}

#[test]
fn a_failing_http_status_is_not_overruled_by_a_success_code() {
    let platform = Platform::start();
    let body = json!({ "code": 200, "msg": "OK", "data": {} });
    platform.reply(EXPORT, Reply::json(body).with_status(403));
    let failure = platform.fail(EXPORT);
    assert_eq!(failure.case.as_deref(), Some("Forbidden"));
    assert_eq!(failure.error.code(), Some(403));
}

#[test]
fn a_payload_of_another_shape_does_not_hide_the_code() {
    let platform = Platform::start();
    for data in [json!("nothing"), json!([]), json!(7), json!({ "properties": 7 }), Value::Null] {
        // The code may come before the payload or after it.
        for body in [
            format!(r#"{{"code":70017,"msg":"no","data":{data}}}"#),
            format!(r#"{{"data":{data},"msg":"no","code":70017}}"#),
        ] {
            platform.reply(EXPORT, Reply::raw(200, "application/json", body.clone()));
            let failure = platform.fail(EXPORT);
            assert_eq!(failure.case.as_deref(), Some("ProductNotFound"), "{body}");
            assert_eq!(failure.error.message(), Some("no"), "{body}");
        }
    }
}

// Unlisted codes

#[test]
fn an_unlisted_code_arrives_as_its_number_with_the_vendors_text() {
    let (api, platform) = (support::api(), Platform::start());
    for endpoint in api.endpoints() {
        let name = endpoint.full_name();
        let body = json!({ "code": 99_999, "msg": "今天不行" });
        platform.reply(&name, Reply::json(body));
        let Failure { case, error } = platform.fail(&name);
        assert_eq!(case.as_deref(), Some("Unlisted"), "{name}");
        assert_eq!((error.code(), error.message()), (Some(99_999), Some("今天不行")));
        assert_eq!((error.kind(), error.is_retryable()), (ErrorKind::Refused, false));
        assert_eq!(
            (error.name(), error.meaning(Lang::En), error.remedy(Lang::Zh)),
            Default::default()
        );
        assert_eq!(error.to_string(), format!("{name}: refused with 99999 (server: \"今天不行\")"));
    }
}

#[test]
fn an_unlisted_code_is_no_listed_one() {
    let platform = Platform::start();
    platform.mock.server().fail(EXPORT, 70_018);
    let error = wait(platform.client.thing_model().export_tsl("p")).expect_err("it is refused");
    assert_eq!((error.case(), error.code()), (Some(ExportTslError::Unlisted), Some(70_018)));
}

/// An endpoint does not list the code of another one, but the catalogue still explains it.
#[test]
fn a_code_of_another_endpoint_is_unlisted_and_explained() {
    let (api, platform) = (support::api(), Platform::start());
    let auth = api.auth.as_ref().expect("the API has tokens");
    for endpoint in api.endpoints() {
        let name = endpoint.full_name();
        let is_elsewhere = |error: &&model::ErrorCode| {
            let listed = endpoint.errors.iter().any(|listed| listed.code == error.code);
            !listed && !auth.renew_on_codes.contains(&error.code)
        };
        let elsewhere = api.catalogue.iter().rfind(is_elsewhere).expect("no endpoint lists all");
        let body = json!({ "code": elsewhere.code, "msg": "今天不行" });
        platform.reply(&name, Reply::json(body));
        check_explained(&platform.fail(&name), &name, elsewhere);
    }
}

#[test]
fn every_code_of_the_catalogue_is_explained_wherever_it_comes() {
    let (api, platform) = (support::api(), Platform::start());
    let listed = &api.endpoint(LOGIN).expect("it is described").errors;
    for error in &api.catalogue {
        if listed.iter().all(|listed| listed.code != error.code) {
            platform.reply(LOGIN, Reply::json(json!({ "code": error.code, "msg": "今天不行" })));
            check_explained(&platform.fail(LOGIN), LOGIN, error);
        }
    }
}

/// Checks the error of a code that is in the catalogue but that the endpoint does not list.
#[track_caller]
fn check_explained(failure: &Failure, endpoint: &str, explained: &model::ErrorCode) {
    let Failure { case, error } = failure;
    let place = format!("{endpoint}, {}", explained.code);
    assert_eq!(case.as_deref(), Some("Unlisted"), "{place}");
    assert_eq!(error.code(), Some(explained.code), "{place}");
    assert_eq!(error.name(), Some(explained.name.as_str()), "{place}");
    assert_eq!(format!("{:?}", error.kind()), format!("{:?}", explained.kind), "{place}");
    assert_eq!(error.is_retryable(), explained.retryable, "{place}");
    let LocalizedText { en: Some(en), zh: Some(zh) } = &explained.doc else { panic!("{place}") };
    assert_eq!((error.meaning(Lang::En), error.meaning(Lang::Zh)), (Some(&**en), Some(&**zh)));
    let shown = format!("{error:#}");
    let expected = format!(
        "{endpoint}: refused with {} {}: {en} {zh} (server: \"今天不行\")",
        explained.code, explained.name
    );
    assert!(shown.starts_with(&expected), "{shown}");
}

/// Checks the classification of an HTTP status: its name in the catalogue, kind, and whether it is retryable.
#[track_caller]
fn check_status(status: u16, name: Option<&str>, kind: ErrorKind, retryable: bool) {
    let platform = Platform::start();
    platform.reply(EXPORT, html(status));
    let Failure { case, error } = platform.fail(EXPORT);
    assert_eq!(case.as_deref(), Some("Unlisted"));
    assert_eq!((error.kind(), error.is_retryable()), (kind, retryable));
    assert_eq!((error.code(), error.status()), (Some(status.into()), Some(status)));
    assert_eq!(error.body(), Some(HTML.as_bytes()));
    assert_eq!(error.name(), name);
    let expected = match error.meaning(Lang::En) {
        Some(meaning) => format!(" {}: {meaning}", name.expect("what has a meaning has a name")),
        None => String::new(),
    };
    let expected = format!("{EXPORT}: refused with HTTP status {status}{expected}");
    assert_eq!(error.to_string(), expected);
}

#[test]
fn an_http_status_that_the_endpoint_does_not_list_is_explained() {
    check_status(400, Some("bad_request"), ErrorKind::BadInput, false);
    check_status(405, Some("method_not_allowed"), ErrorKind::BadInput, false);
    check_status(429, Some("too_many_requests"), ErrorKind::Quota, true);
    check_status(500, Some("internal_server_error"), ErrorKind::Server, true);
    check_status(502, Some("bad_gateway"), ErrorKind::Server, true);
    check_status(503, Some("service_unavailable"), ErrorKind::Server, true);
    check_status(504, Some("gateway_timeout"), ErrorKind::Server, true);
}

#[test]
fn an_http_status_that_nobody_explains_has_the_kind_that_http_gives_it() {
    check_status(408, None, ErrorKind::Timeout, false);
    check_status(409, None, ErrorKind::Conflict, false);
    check_status(418, None, ErrorKind::BadInput, false);
    check_status(501, None, ErrorKind::Server, false);
}

// Malformed answers

/// Error page of a gateway in place of the response.
const HTML: &str = "<html><body>nginx</body></html>";

fn html(status: u16) -> Reply {
    Reply::raw(status, "text/html", HTML)
}

/// Checks that the error of an undecodable success reports the position and keeps the body.
#[track_caller]
fn check_unreadable(body: &str, path: &str, said: &str) {
    let platform = Platform::start();
    platform.reply(EXPORT, Reply::raw(200, "application/json", body));
    let Failure { case, error } = platform.fail(EXPORT);
    assert_eq!((case, error.code()), (None, None), "{body}");
    assert_eq!((error.kind(), error.is_retryable()), (ErrorKind::Decode, false), "{body}");
    assert_eq!(error.decode_path(), Some(path), "{error}");
    assert_eq!((error.status(), error.body()), (Some(200), Some(body.as_bytes())), "{body}");
    let expected = format!("{EXPORT}: the response could not be decoded: expected {said}");
    assert!(error.to_string().starts_with(&expected), "{error}");
}

#[test]
fn what_is_no_json_says_so_and_keeps_the_body() {
    check_unreadable(HTML, "$", "JSON at $, found ");
    check_unreadable("", "$", "JSON at $, found ");
    check_unreadable("  \n", "$", "JSON at $, found ");
    check_unreadable("OK", "$", "JSON at $, found ");
    check_unreadable(r#"{"code":200,"data":{"prof"#, "$.data", "JSON at $.data, found ");
    check_unreadable(r#"{"code":200,"data":{}"#, "$", "JSON at $, found ");
    check_unreadable(r#"{"code":200,"data":{}} {}"#, "$", "JSON at $, found ");
}

#[test]
fn json_that_is_no_envelope_says_so_and_keeps_the_body() {
    check_unreadable("[]", "$", "an object at $, found ");
    check_unreadable(r#"[{"code":200}]"#, "$", "an object at $, found ");
    check_unreadable("null", "$", "an object at $, found ");
    check_unreadable("200", "$", "an object at $, found ");
    let code = "an integer that says how the call went at $.code, found ";
    check_unreadable("{}", "$.code", &format!("{code}nothing"));
    check_unreadable(r#"{"msg":"OK","data":{}}"#, "$.code", &format!("{code}nothing"));
    check_unreadable(r#"{"code":null,"data":{}}"#, "$.code", &format!("{code}null"));
    check_unreadable(r#"{"code":{},"data":{}}"#, "$.code", &format!("{code}an object"));
    check_unreadable(
        r#"{"code":"good","data":{}}"#,
        "$.code",
        &format!("{code}the string \"good\""),
    );
}

#[test]
fn a_field_that_cannot_be_bridged_is_named_with_its_path() {
    let data = |data: &str| format!(r#"{{"code":200,"msg":"OK","data":{data}}}"#);
    let second = r#"{"properties":[{"id":1},{"id":{"a":1}}]}"#;
    let path = "$.data.properties[1].id";
    check_unreadable(&data(second), path, "an integer at $.data.properties[1].id, found an object");
    let path = "$.data.properties[0].sort";
    let word = r#"{"properties":[{"sort":"first"}]}"#;
    check_unreadable(
        &data(word),
        path,
        &format!("an integer at {path}, found the string \"first\""),
    );
    let path = "$.data.properties";
    check_unreadable(
        &data(r#"{"properties":{"a":1}}"#),
        path,
        &format!("a list at {path}, found an object"),
    );
    check_unreadable(
        &data(r#"{"profile":["a"]}"#),
        "$.data.profile",
        "an object at $.data.profile, found a list",
    );
    check_unreadable(
        &data(r#""none""#),
        "$.data",
        "an object at $.data, found the string \"none\"",
    );
    check_unreadable(&data("[1]"), "$.data", "an object at $.data, found a list");
}

#[test]
fn a_token_answer_without_its_token_is_unreadable() {
    let platform = Platform::start();
    for endpoint in [LOGIN, REFRESH] {
        platform.reply(endpoint, Reply::json(json!({ "code": 200, "msg": "OK" })));
        let error = platform.fail(endpoint).error;
        assert_eq!(error.kind(), ErrorKind::Decode);
        assert_eq!(error.decode_path(), Some("$.access_token"));
    }
}

/// Checks that a response which differs from the description is still decoded.
#[track_caller]
fn check_survives(body: &str, properties: usize) {
    let platform = Platform::start();
    platform.reply(EXPORT, Reply::raw(200, "text/plain", body));
    let tsl = wait(platform.client.thing_model().export_tsl("p")).expect(body);
    assert_eq!(tsl.properties.len(), properties, "{body}");
}

#[test]
fn lies_that_can_be_survived_are() {
    check_survives(r#"{"code":"200","data":{"properties":[{"id":"1"}]}}"#, 1);
    check_survives(r#"{"code":200.0,"data":{"properties":[{},{}]}}"#, 2);
    check_survives("\u{feff}{\"code\":200,\"data\":{\"properties\":[{}]}}", 1);
    check_survives(r#"{"data":{"properties":[{"id":1.0,"code":7}]},"code":200}"#, 1);
    check_survives(r#"{"code":200,"data":{"properties":null,"profile":""}}"#, 0);
    check_survives(r#"{"code":200,"data":{"properties":"","services":{}}}"#, 0);
    check_survives(r#"{"code":200,"data":[]}"#, 0);
    check_survives(r#"{"code":200,"data":null}"#, 0);
    check_survives(r#"{"code":200,"data":""}"#, 0);
    check_survives(r#"{"code":200}"#, 0);
}

// Drift

/// Makes a call with this response and returns the differences reported to the drift hook.
fn drift(endpoint: &str, reply: Reply) -> Vec<Drift> {
    let reported: Arc<Mutex<Vec<Drift>>> = Arc::default();
    let sink = Arc::clone(&reported);
    let listen = move |drift: &Drift| lock(&sink).push(drift.clone());
    let platform = Platform::with(|builder| builder.on_drift(listen));
    platform.reply(endpoint, reply);
    // Failures report drift, too.
    let _ = platform.call(endpoint);
    lock(&reported).clone()
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[track_caller]
fn check_drift(endpoint: &str, reply: Reply, expected: &[&str]) {
    let reported = drift(endpoint, reply);
    assert!(reported.iter().all(|drift| drift.endpoint == endpoint), "{reported:?}");
    let shown: Vec<String> = reported.iter().map(ToString::to_string).collect();
    let expected: Vec<String> = expected.iter().map(|text| format!("{endpoint}: {text}")).collect();
    assert_eq!(shown, expected);
}

#[test]
fn unknown_fields_are_heard_wherever_they_are() {
    let body = json!({
        "code": 200, "msg": "OK", "trace": "t",
        "data": { "colour": "red", "properties": [{ "id": 1 }, { "odd key": { "deep": 1 } }] },
    });
    let expected = [
        "unknown field at $.data.colour",
        r#"unknown field at $.data.properties[1]["odd key"]"#,
        "unknown field at $.trace",
    ];
    let mut shown: Vec<String> =
        drift(EXPORT, Reply::json(body)).iter().map(ToString::to_string).collect();
    // The order is that of the response; JSON does not guarantee one.
    shown.sort();
    assert_eq!(shown, expected.map(|text| format!("{EXPORT}: {text}")));
}

#[test]
fn unlisted_enum_values_are_heard() {
    let reply = tsl_reply(json!({ "properties": [{ "type": "WIDGET" }, { "type": "EVENT" }] }));
    check_drift(EXPORT, reply, &[r#"unlisted value at $.data.properties[0].type: "WIDGET""#]);
}

#[test]
fn coerced_types_are_heard() {
    let at = "$.data.properties[0].id";
    for (value, found) in [
        (json!("7"), format!(r#"a string instead of an integer at {at}: "7""#)),
        (json!(true), format!(r#"a boolean instead of an integer at {at}: "true""#)),
        (json!(7.0), format!(r#"a number instead of an integer at {at}: "7""#)),
    ] {
        check_drift(EXPORT, tsl_reply(json!({ "properties": [{ "id": value }] })), &[&found]);
    }
    let reply = tsl_reply(json!({ "profile": { "version": 1 } }));
    let found = r#"a number instead of a string at $.data.profile.version: "1""#;
    check_drift(EXPORT, reply, &[found]);
}

#[test]
fn unlisted_codes_are_heard() {
    check_drift(EXPORT, Reply::code(99_999), &["unlisted code 99999"]);
    check_drift(LOGIN, Reply::code(99_999), &["unlisted code 99999"]);
    // The endpoint does not list it, but the API explains it.
    check_drift(LOGIN, Reply::code(70_017), &[]);
    let [drift] = &drift(EXPORT, Reply::code(99_999))[..] else { panic!("one is reported") };
    assert_eq!((drift.code, drift.path.as_str()), (Some(99_999), "$.code"));
}

#[test]
fn what_is_as_described_is_not_heard() {
    check_drift(EXPORT, Reply::example(), &[]);
    check_drift(EXPORT, Reply::code(70_017), &[]);
    check_drift(EXPORT, Reply::status(502), &[]);
    // The tables list these codes, and no field holds them.
    let paging = json!({ "code": 200, "data": {}, "exp1": "", "total": 3, "pages": 1 });
    check_drift(EXPORT, Reply::json(paging), &[]);
    let token = json!({ "code": 200, "msg": "OK", "access_token": "t", "error": "" });
    check_drift(LOGIN, Reply::json(token), &[]);
    let refused = json!({ "code": 90_047, "msg": "no", "error": "no" });
    check_drift(LOGIN, Reply::json(refused), &[]);
}

#[test]
fn a_secret_of_another_type_is_heard_without_its_value() {
    let reply = Reply::json(json!({ "code": 200, "access_token": 12_345 }));
    check_drift(LOGIN, reply, &["a number instead of a string at $.access_token"]);
}

// Conversions between error types

async fn sign_in_and_export(client: &Client) -> Result<(AccessToken, Tsl), Error> {
    let login = signed_login();
    let token = client.token().access_key_login(&login.username, login.password.expose()).await?;
    let tsl = client.thing_model().export_tsl(PRODUCT_KEY).await?;
    Ok((token, tsl))
}

async fn boxed(client: &Client) -> Result<(AccessToken, Tsl), Box<dyn StdError + Send + Sync>> {
    let login = signed_login();
    let token = client.token().access_key_login(&login.username, login.password.expose()).await?;
    let tsl = client.thing_model().export_tsl(PRODUCT_KEY).await?;
    Ok((token, tsl))
}

#[test]
fn errors_of_two_endpoints_meet_in_one_type() {
    let platform = Platform::start();
    assert!(wait(sign_in_and_export(&platform.client)).is_ok());
    for (endpoint, code) in [(LOGIN, 90_047), (EXPORT, 70_017)] {
        platform.mock.server().fail(endpoint, code);
        let error = wait(sign_in_and_export(&platform.client)).expect_err("it is refused");
        assert_eq!((error.endpoint(), error.code()), (Some(endpoint), Some(code)));
        assert!(error.meaning(Lang::Zh).is_some(), "the meaning has come along");
    }
}

#[test]
fn errors_of_two_endpoints_meet_in_a_box() {
    let platform = Platform::start();
    assert!(wait(boxed(&platform.client)).is_ok());
    platform.mock.server().fail(EXPORT, 70_017);
    let error = wait(boxed(&platform.client)).expect_err("it is refused");
    let call = error.downcast_ref::<CallError<ExportTslError>>().expect("it keeps its type");
    assert_eq!(call.case(), Some(ExportTslError::ProductNotFound));
    assert_eq!(error.to_string(), call.to_string());
}

/// Checks that an error or one of its sources explains the rejected sign-in.
#[track_caller]
fn check_tells_sign_in(error: &(dyn StdError + 'static)) {
    let meaning = ErrorCode::new(90_047).meaning(Lang::En).expect("the code is explained");
    let messages: Vec<String> = chain(error).map(ToString::to_string).collect();
    assert!(messages.iter().any(|message| message.contains(meaning)), "{messages:?}");
    assert!(format!("{error:#}").contains(meaning), "{error:#}");
}

/// Texts are looked up when an error is printed, so that a program which never prints one does not contain them.
#[test]
fn a_refused_sign_in_is_explained_by_whatever_failed_for_it() {
    let refused = || {
        let platform = Platform::start();
        platform.mock.server().fail(LOGIN, 90_047);
        platform
    };
    let platform = refused();
    let call = wait(platform.client.products().list().send()).expect_err("nobody is let in");
    check_tells_sign_in(&call);
    let platform = refused();
    let call = wait(platform.client.products().list().send()).expect_err("nobody is let in");
    assert!(format!("{:?}", call.source()).contains("90047"));
    check_tells_sign_in(&Error::from(call));
    let platform = refused();
    let error = wait(platform.client.renew_token()).expect_err("nobody is let in");
    check_tells_sign_in(&error);
}

/// Returns all accessors of an error, to compare its two types.
macro_rules! accessors {
    ($error:expr) => {
        (
            ($error.code(), $error.message(), $error.name(), $error.kind(), $error.status()),
            ($error.meaning(Lang::En), $error.meaning(Lang::Zh)),
            ($error.remedy(Lang::En), $error.remedy(Lang::Zh)),
            ($error.is_retryable(), $error.is_timeout(), $error.body(), $error.endpoint()),
            ($error.decode_path(), $error.parameter()),
            (format!("{}", $error), format!("{:#}", $error), $error.source().is_some()),
        )
    };
}

#[test]
fn an_error_says_what_the_call_error_said_that_it_was() {
    let platform = Platform::start();
    let unreadable = Reply::raw(200, "text/html", HTML);
    for reply in [Reply::code(70_017), Reply::code(99_999), Reply::status(403), unreadable] {
        platform.reply(EXPORT, reply);
        let call = wait(platform.client.thing_model().export_tsl("p")).expect_err("it fails");
        let error = Error::from(call.clone());
        assert_eq!(accessors!(call), accessors!(error));
    }
}

#[track_caller]
fn check_display(reply: Reply, plain: &str, alternate: &str) {
    let platform = Platform::start();
    platform.reply(EXPORT, reply);
    let error = platform.fail(EXPORT).error;
    assert_eq!(format!("{error}"), format!("{EXPORT}: {plain}"));
    assert_eq!(format!("{error:#}"), format!("{EXPORT}: {alternate}"));
}

#[test]
fn display_says_what_happened_and_the_alternate_form_both_languages_and_what_to_do() {
    check_display(
        Reply::json(json!({ "code": 70_017, "msg": "产品不存在" })),
        "refused with 70017 product_not_found: The product does not exist. \
         (server: \"产品不存在\")",
        "refused with 70017 product_not_found: The product does not exist. 该产品不存在。 \
         (server: \"产品不存在\"); what to do: \
         Check the product key and that the product belongs to this data centre. \
         请核对 ProductKey，并确认该产品属于此数据中心。",
    );
    check_display(
        Reply::status(403),
        "refused with HTTP status 403 forbidden: The server refuses the request.",
        "refused with HTTP status 403 forbidden: The server refuses the request. \
         服务器拒绝该请求。; what to do: \
         Check the authorisations of the SaaS application and its IP allow list. \
         请检查该 SaaS 应用的授权范围及其 IP 白名单。",
    );
    let unreadable = "the response could not be decoded: \
                      expected an integer at $.data.events[0].id, found an object";
    check_display(
        tsl_reply(json!({ "events": [{ "id": { "a": 1 } }] })),
        unreadable,
        &format!(
            "{unreadable}; what to do: The service may have changed, or a proxy may have answered. \
             Inspect the body and report it. 服务端可能已变更，或中间存在网关：请查看响应内容并反馈。"
        ),
    );
}

/// Texts come from the description, in the languages that it has.
#[test]
fn every_documented_failure_is_displayed_with_its_meaning() {
    let (api, platform) = (support::api(), Platform::start());
    for endpoint in api.endpoints() {
        let name = endpoint.full_name();
        for documented in
            endpoint.errors.iter().filter(|error| error.kind != model::ErrorKind::SignIn)
        {
            platform.mock.server().fail(&name, documented.code);
            let error = platform.fail(&name).error;
            let (plain, alternate) = (format!("{error}"), format!("{error:#}"));
            let said = format!("{name}: refused with {} {}", documented.code, documented.name);
            assert!(plain.starts_with(&said) && alternate.starts_with(&said), "{plain}");
            assert!(plain.contains(documented.doc.first()), "{plain}");
            let texts = [&documented.doc, &documented.remedy];
            let texts = texts.into_iter().flat_map(|text| [&text.en, &text.zh]).flatten();
            assert!(texts.clone().count() >= 2, "both languages are there");
            assert!(texts.clone().all(|text| alternate.contains(text)), "{alternate}");
        }
    }
}

// Calls that are not sent, and responses that never arrive

#[test]
fn an_empty_product_key_is_not_sent() {
    let platform = Platform::start();
    let error = wait(platform.client.thing_model().export_tsl("")).expect_err("it is too short");
    assert_eq!((error.kind(), error.parameter()), (ErrorKind::InvalidRequest, Some("productKey")));
    assert_eq!((error.case(), error.code(), error.status()), (None, None, None));
    assert_eq!(
        error.to_string(),
        "thing_model.export_tsl: not sent: parameter `productKey`: \
         has 0 characters, at least 1 are needed"
    );
    assert!(platform.mock.server().requests().is_empty(), "not even a sign-in");
}

#[test]
fn a_password_of_another_length_is_not_sent() {
    let platform = Platform::start();
    for length in [0, 63, 65] {
        let call = platform.client.token().access_key_login("ver=1", &"0".repeat(length));
        let error = wait(call).expect_err("it has the wrong length");
        assert_eq!(error.kind(), ErrorKind::InvalidRequest);
        assert_eq!(error.parameter(), Some("password"));
    }
    assert!(platform.mock.server().requests().is_empty());
}

#[test]
fn without_an_access_key_a_call_that_needs_a_token_is_not_sent() {
    let platform = Platform::start();
    let client = support::builder(platform.mock.url()).build().expect("it is built");
    let error = wait(client.thing_model().export_tsl("p")).expect_err("it has no token");
    assert_eq!((error.kind(), error.is_retryable()), (ErrorKind::InvalidRequest, false));
    assert!(platform.mock.server().requests().is_empty());
    let login = signed_login();
    let token = client.token().access_key_login(&login.username, login.password.expose());
    assert!(wait(token).is_ok(), "what needs none can be called");
}

#[test]
fn a_server_that_is_gone_is_a_transport_error() {
    let Platform { mock, client } = Platform::signed_in();
    drop(mock);
    let error = wait(client.thing_model().export_tsl("p")).expect_err("nobody listens");
    assert_eq!((error.kind(), error.is_retryable()), (ErrorKind::Transport, true));
    assert_eq!((error.case(), error.code(), error.body()), (None, None, None));
    assert!(chain(&error).count() > 1, "the HTTP library's error is the source");
}

#[test]
fn a_server_that_is_too_slow_is_a_timeout() {
    let platform = Platform::with(|builder| builder.timeout(Duration::from_millis(50)));
    // Dropping the server ends the wait.
    platform.reply(LOGIN, Reply::example().after(Duration::from_secs(60)));
    let error = platform.fail(LOGIN).error;
    assert_eq!((error.kind(), error.is_timeout()), (ErrorKind::Timeout, true));
    assert!(error.is_retryable());
}

#[test]
fn plain_http_leaves_this_machine_never() {
    let error = support::builder("http://example.com").build();
    let error = error.expect_err("a token would travel in the clear");
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
}
