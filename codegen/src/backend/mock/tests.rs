//! The mock over real sockets, in the order in which a request passes through it.

mod client;
mod fixture;

use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use ordered_json::{Value, json};

use super::{Builder, Fault, Mock, Reply};
use client::{Answer, Connection, call};

const TOKEN: &str = "Authorization: any";

fn builder() -> Builder {
    Mock::builder(fixture::api())
}

fn mock() -> Mock {
    builder().start().expect("the mock should start")
}

fn get(mock: &Mock, target: &str) -> Answer {
    call(mock.url(), &format!("GET {target}"), TOKEN, "")
}

fn post(mock: &Mock, target: &str, body: &str) -> Answer {
    call(mock.url(), &format!("POST {target}"), TOKEN, body)
}

// Starting

#[test]
fn starts_from_a_shared_api_and_says_where() {
    let api = Arc::new(fixture::api());
    let mock = Mock::builder(Arc::clone(&api)).start().unwrap();
    assert!(mock.url().starts_with("http://127.0.0.1:"));
    assert_eq!(get(&mock, "/users/me").status, 200);
}

#[test]
fn a_port_can_be_chosen_and_may_be_taken() {
    let mock = mock();
    let port = mock.url().rsplit(':').next().unwrap().parse().unwrap();
    let taken = builder().port(port).start().unwrap_err();
    assert_eq!(taken.kind(), std::io::ErrorKind::AddrInUse);
    drop(mock);
    assert!(builder().port(port).start().unwrap().url().ends_with(&port.to_string()));
}

#[test]
fn a_handler_for_no_endpoint_does_not_start() {
    let error = builder().handle("users.shwo", |_| Reply::status(200)).start().unwrap_err();
    assert_eq!(error.to_string(), "the API `fixture` has no endpoint `users.shwo`");
}

#[test]
#[should_panic(expected = "the API `fixture` has no endpoint `users.shwo`")]
fn a_failure_for_no_endpoint_panics() {
    mock().fail("users.shwo", 1);
}

#[test]
#[should_panic(expected = "the API `fixture` has no endpoint `users.shwo`")]
fn counting_calls_of_no_endpoint_panics() {
    mock().calls("users.shwo");
}

// Routing

#[test]
fn unknown_path_is_404() {
    let mock = mock();
    for target in ["/nothing", "/", "/users", "/users/1/", "//users/1", "/users/1/2"] {
        let answer = get(&mock, target);
        assert_eq!(answer.status, 404, "{target}");
        assert_eq!(answer.header("content-type"), Some("text/plain; charset=utf-8"));
    }
}

#[test]
fn other_method_is_405_and_names_the_methods() {
    let mock = mock();
    let answer = call(mock.url(), "PATCH /users/7", "", "");
    assert_eq!((answer.status, answer.header("allow")), (405, Some("DELETE, GET, PUT")));
    assert_eq!(call(mock.url(), "BREW /things", "", "").header("allow"), Some("GET, POST"));
}

#[test]
fn path_parameters_are_decoded_by_segment() {
    let id = echo("users.show", "id");
    assert_eq!(get(&id, "/users/a%2Fb%20%E4%B8%AD+").json(), json!("a/b 中+"));
    assert_eq!(get(&id, "/users/%2e%2e").json(), json!(".."));
}

#[test]
fn text_in_a_path_comes_before_a_parameter() {
    let mock = mock();
    get(&mock, "/users/me");
    get(&mock, "/users/you");
    call(mock.url(), "DELETE /users/me", "", "");
    assert_eq!(mock.calls("users.me"), 1);
    assert_eq!(mock.calls("users.show"), 1);
    assert_eq!(mock.calls("users.delete"), 1);
}

#[test]
fn a_parameter_may_be_part_of_a_segment() {
    let version = echo("users.picture", "version");
    assert_eq!(get(&version, "/users/7/v12.png").json(), json!("12"));
    assert_eq!(get(&version, "/users/7/v.png").status, 400);
    assert_eq!(get(&version, "/users/7/12.png").status, 404);
    assert_eq!(get(&version, "/users/7/v12.jpg").status, 404);
}

#[test]
fn endpoints_on_one_path_are_told_apart_by_what_they_take() {
    let mock = mock();
    assert_eq!(get(&mock, "/token?grant_type=password&username=a").status, 200);
    assert_eq!(get(&mock, "/token?grant_type=refresh_token&token=b").status, 200);
    refused(&get(&mock, "/token?grant_type=refresh_token"), "`token` is missing");
    assert_eq!(get(&mock, "/token?grant_type=magic").status, 400);
    assert_eq!(mock.calls("tokens.refresh"), 2);
    assert_eq!(mock.calls("tokens.login"), 2);
}

// Tokens

#[test]
fn without_a_token_an_authenticated_endpoint_is_401() {
    let mock = mock();
    for headers in ["", "Authorization:"] {
        let answer = call(mock.url(), "GET /things?key=77", headers, "");
        assert_eq!(answer.status, 401);
        let expected = json!({ "code": 401, "msg": "the header `Authorization` is missing" });
        assert_eq!(answer.json(), expected);
    }
    assert_eq!(call(mock.url(), "GET /things?key=77", "AUTHORIZATION: x", "").status, 200);
    assert_eq!(call(mock.url(), "GET /users/7", "", "").status, 200);
}

#[test]
fn authorize_decides_in_place_of_the_default() {
    let check = |header: Option<&str>| match header {
        Some("good") => Ok(()),
        Some(_) => Err(70017),
        None => Err(403),
    };
    let mock = builder().authorize(check).start().unwrap();
    let show = |headers: &str| call(mock.url(), "GET /things?key=77", headers, "");
    assert_eq!(show("Authorization: good").status, 200);
    let refused = show("Authorization: bad");
    assert_eq!(refused.status, 401);
    assert_eq!(refused.json(), json!({ "code": 70017, "msg": "There is no such thing." }));
    assert_eq!(show("").json()["code"], 403);
}

#[test]
fn without_a_code_in_the_envelope_a_refused_token_is_a_status() {
    let check = |header: Option<&str>| Err(if header.is_none() { 403 } else { 91001 });
    let mock = builder().authorize(check).start().unwrap();
    assert_eq!(call(mock.url(), "PUT /users/7", "", "").status, 403);
    let refused = call(mock.url(), "PUT /users/7", TOKEN, "");
    assert_eq!((refused.status, refused.text()), (401, "{}".to_owned()));
}

// Parameters

/// Checks that a call is refused with HTTP 400 and this message.
#[track_caller]
fn refused(answer: &Answer, message: &str) {
    assert_eq!(answer.status, 400, "{}", answer.text());
    assert_eq!(answer.json(), json!({ "code": 400, "msg": message }));
}

#[test]
fn required_parameters_are_there_and_not_empty() {
    let mock = mock();
    refused(&get(&mock, "/things"), "`key` is missing");
    refused(&get(&mock, "/things?key="), "`key` is empty");
    refused(&get(&mock, "/things?Key=77"), "`key` is missing");
    assert_eq!(get(&mock, "/users/").status, 400);
    refused(&post(&mock, "/token", "user=a"), "`password` is missing");
}

#[test]
fn constants_have_their_value() {
    let mock = mock();
    refused(&get(&mock, "/token?username=a"), "`grant_type` is missing");
    refused(&get(&mock, "/token?username=a&grant_type=x"), "`grant_type` must be `password`");
    assert_eq!(post(&mock, "/things", r#"{"name":"a","version":2}"#).status, 200);
    assert_eq!(post(&mock, "/things", r#"{"name":"a","version":3}"#).status, 400);
}

#[test]
fn scalars_parse_as_their_type() {
    let mock = mock();
    let good = "int=-7&uint=18446744073709551615&float=1e3&bool=true&at=1704067200000&level=99";
    assert_eq!(get(&mock, &format!("/things/search?{good}")).status, 200);
    for (query, message) in [
        ("int=1.5", "`int` is not an integer"),
        ("int=9223372036854775808", "`int` is not an integer"),
        ("int=", "`int` is not an integer"),
        ("uint=-1", "`uint` is not an integer from 0 up"),
        ("float=NaN", "`float` is not a number"),
        ("bool=True", "`bool` is not `true` or `false`"),
        ("at=2024-01-01", "`at` is not a moment in epoch milliseconds"),
        ("level=high", "`level` is not an integer"),
        ("ids=1,b", "`ids` is not an integer"),
    ] {
        refused(&get(&mock, &format!("/things/search?{query}")), message);
    }
}

#[test]
fn headers_are_parameters_too() {
    let mock = mock();
    let search = |headers: &str| call(mock.url(), "GET /things/search", headers, "");
    assert_eq!(search("x-trace: 5").status, 200);
    refused(&search("x-trace: five"), "`X-Trace` is not an integer from 0 up");
}

#[test]
fn lists_in_a_query_are_joined_or_repeated() {
    let mock = echo("things.search", "ids");
    assert_eq!(get(&mock, "/things/search?ids=1%2C2,3").json()["data"], json!("1,2,3"));
    assert_eq!(get(&mock, "/things/search?ids=1&ids=2").json()["data"], json!("1,2"));
    refused(&get(&mock, "/things/search?ids=1,2,3,4"), "`ids` has more than 3 items");
    refused(&get(&mock, "/things/search?ids=1&ids=10"), "`ids` is more than 9");
}

#[test]
fn limits_hold() {
    let mock = mock();
    refused(&get(&mock, "/things?key=a"), "`key` is shorter than 2 characters");
    refused(&get(&mock, "/things?key=1234567"), "`key` is longer than 6 characters");
    assert_eq!(get(&mock, "/things?key=%E4%B8%AD%E4%B8%AD%E4%B8%AD").status, 200);
}

#[test]
fn unlisted_enum_values_are_let_through() {
    assert_eq!(get(&mock(), "/things?key=77&language=Klingon").status, 200);
}

/// The fixture with `things.create` in the envelope that has messages, to read them.
fn with_messages() -> crate::model::Api {
    let mut api = fixture::api();
    let things = &mut api.groups[0].endpoints;
    let envelope = things[0].envelope.clone();
    things[1].envelope = envelope;
    api
}

#[test]
fn a_json_body_is_held_to_its_types() {
    let full = json!({
        "name": "a", "version": 2, "count": 10, "tags": ["abc"], "level": 5, "more": null,
        "spots": [{ "x": 1, "note": null, "more": [] }], "by_name": { "a": 0.5 },
    });
    let body = |name: &str, value: Value| {
        let mut body = full.clone();
        body[name] = value;
        body.to_string()
    };
    let mock = Mock::builder(with_messages()).start().unwrap();
    assert_eq!(post(&mock, "/things", &full.to_string()).status, 200);
    for (name, value, message) in [
        ("name", json!(7), "`name` is not text"),
        ("name", json!(null), "`name` is missing"),
        ("name", json!(""), "`name` is empty"),
        ("count", json!("7"), "`count` is not an integer"),
        ("count", json!(0), "`count` is less than 1"),
        ("count", json!(11), "`count` is more than 10"),
        ("tags", json!("a,b"), "`tags` is not a list"),
        ("tags", json!([]), "`tags` has fewer than 1 items"),
        ("tags", json!(["a", "b", "c"]), "`tags` has more than 2 items"),
        ("tags", json!(["abcd"]), "`tags` is longer than 3 characters"),
        ("tags", json!(["a", 1]), "`tags[1]` is not text"),
        ("spots", json!([{ "x": 1 }, { "note": "" }]), "`spots[1].x` is missing"),
        ("spots", json!([7]), "`spots[0]` is not an object"),
        ("by_name", json!({ "b": true }), "`by_name.b` is not a number"),
        ("level", json!("high"), "`level` is not an integer"),
    ] {
        refused(&post(&mock, "/things", &body(name, value)), message);
    }
    for body in ["[]", "{", "\u{0}", "name=a"] {
        refused(&post(&mock, "/things", body), "the body is not a JSON object");
    }
    refused(&post(&mock, "/things", ""), "`name` is missing");
}

#[test]
fn forms_are_decoded() {
    let mock = echo("tokens.form", "password");
    let answer = post(&mock, "/token", "user=a&password=p%26q+r%2B");
    assert_eq!(answer.json()["data"], json!("p&q r+"));
    refused(&post(&mock, "/token", "user=%zz"), "the form is not percent-encoded UTF-8");
}

#[test]
fn bad_escapes_are_refused_and_harm_nothing() {
    let mock = mock();
    for query in ["key=%", "key=%2", "key=%zz", "key=%ff", "%=77"] {
        let answer = get(&mock, &format!("/things?{query}"));
        refused(&answer, "the path or the query is not percent-encoded UTF-8");
    }
    assert_eq!(get(&mock, "/users/%c3%28").status, 400);
    assert_eq!(get(&mock, "/%ff").status, 404);
}

// Queued replies and asking for one

#[test]
fn a_queued_failure_is_in_band_and_for_one_call() {
    let mock = mock();
    mock.fail("things.show", 70017);
    mock.fail("things.show", 12345);
    let first = get(&mock, "/things?key=77");
    assert_eq!(first.status, 200);
    assert_eq!(first.json(), json!({ "code": 70017, "msg": "There is no such thing." }));
    let second = get(&mock, "/things?key=77").json();
    assert_eq!(second, json!({ "code": 12345, "msg": "The request was refused with code 12345." }));
    assert_eq!(get(&mock, "/things?key=77").json()["code"], 200);
}

#[test]
fn a_queued_failure_can_have_a_status() {
    let mock = mock();
    mock.fail_with_status("things.show", 70017, 500);
    let answer = get(&mock, "/things?key=77");
    assert_eq!((answer.status, &answer.json()["code"]), (500, &json!(70017)));
}

#[test]
fn a_refused_call_leaves_the_queue_alone() {
    let mock = mock();
    mock.fail("things.show", 70017);
    assert_eq!(call(mock.url(), "GET /things?key=77", "", "").status, 401);
    assert_eq!(get(&mock, "/things").status, 400);
    assert_eq!(get(&mock, "/things?key=77").json()["code"], 70017);
}

#[test]
fn a_reply_for_any_endpoint_comes_after_the_endpoints_own() {
    let mock = mock();
    mock.reply("*", Reply::status(503));
    mock.reply("users.show", Reply::status(404));
    assert_eq!(get(&mock, "/users/7").status, 404);
    assert_eq!(get(&mock, "/users/me").status, 503);
    assert_eq!(get(&mock, "/users/7").status, 200);
}

#[test]
fn without_a_code_in_the_envelope_the_status_is_the_code() {
    let mock = mock();
    for (code, status) in [(404, 404), (599, 599), (200, 500), (70017, 500), (-1, 500)] {
        mock.fail("users.show", code);
        let answer = get(&mock, "/users/7");
        assert_eq!((answer.status, answer.text()), (status, "{}".to_owned()), "{code}");
    }
}

#[test]
fn a_person_with_curl_can_ask_for_an_answer() {
    let mock = mock();
    let show =
        |headers: &str| call(mock.url(), "GET /things?key=77", &format!("{TOKEN}\n{headers}"), "");
    let code = show("Mock-Code: 70017");
    assert_eq!((code.status, &code.json()["code"]), (200, &json!(70017)));
    let status = show("mock-status: 503");
    assert_eq!((status.status, status.text()), (503, String::new()));
    let both = show("mock-code: 70017\nmock-status: 404");
    assert_eq!((both.status, &both.json()["code"]), (404, &json!(70017)));
    assert_eq!(show("mock-code: many").status, 400);
    assert_eq!(show("mock-status: 100").status, 400);
    assert_eq!(show("mock-status: 99999999999").status, 400);
}

// Handlers

/// A mock in which one endpoint answers with the text of one parameter.
fn echo(endpoint: &str, parameter: &'static str) -> Mock {
    builder()
        .handle(endpoint, move |call| Reply::success(json!(call.parameter(parameter))))
        .start()
        .unwrap()
}

#[test]
fn a_handler_sees_the_call() {
    let handler = |call: &super::Call| {
        Reply::json(json!({
            "endpoint": call.endpoint(),
            "name": call.parameter("name"),
            "count": call.value("count"),
            "count as text": call.parameter("count"),
            "absent": call.value("tags"),
            "header": call.header("x-MY"),
            "number": call.number(),
            "target": call.request().target,
        }))
    };
    let mock = builder().handle("things.create", handler).start().unwrap();
    let body = r#"{"name":"a","count":3,"version":2}"#;
    post(&mock, "/things", body);
    assert_eq!(
        call(mock.url(), "POST /things?a=b", "X-My: header", body).json(),
        json!({
            "endpoint": "things.create", "name": "a", "count": 3, "count as text": null,
            "absent": null, "header": "header", "number": 2, "target": "/things?a=b",
        })
    );
}

#[test]
fn a_handler_may_wrap_its_payload_or_not() {
    let mock = builder()
        .handle("users.show", |_| Reply::success(json!([1])))
        .handle("tokens.login", |_| Reply::success(json!({ "access_token": "t", "code": 9 })))
        .handle("tokens.form", |_| Reply::success(Value::Null))
        .handle("things.search", |_| Reply::raw(502, "text/html", "<h1>Bad gateway</h1>"))
        .start()
        .unwrap();
    assert_eq!(get(&mock, "/users/7").text(), "[1]");
    let login = get(&mock, "/token?grant_type=password&username=a").text();
    assert_eq!(login, r#"{"code":200,"msg":"OK","access_token":"t"}"#);
    let form = post(&mock, "/token", "user=a&password=b");
    assert_eq!(form.text(), r#"{"code":200,"msg":"OK"}"#);
    assert_eq!(form.header("content-type"), Some("application/json; charset=utf-8"));
    let html = get(&mock, "/things/search");
    assert_eq!((html.status, html.header("content-type")), (502, Some("text/html")));
    assert_eq!(html.text(), "<h1>Bad gateway</h1>");
}

#[test]
fn a_handler_that_panics_is_a_500_and_no_more() {
    let mock = builder()
        .handle("users.me", |call| match call.number() {
            1 => panic!("on purpose, once"),
            _ => Reply::status(204),
        })
        .start()
        .unwrap();
    let mut connection = Connection::open(mock.url());
    assert_eq!(connection.call("GET /users/me", "", b"").status, 500);
    assert_eq!(connection.call("GET /users/me", "", b"").status, 204);
}

#[test]
fn replies_can_have_headers_and_wait() {
    const WAIT: Duration = Duration::from_millis(400);
    let mock = mock();
    let reply = Reply::json(json!(1)).with_status(429).with_header("Retry-After", "7");
    mock.reply("users.me", reply.after(WAIT));
    let began = Instant::now();
    let mut slow = Connection::open(mock.url());
    slow.send("GET /users/me", "", b"");
    while mock.calls("users.me") == 0 {
        thread::sleep(Duration::from_millis(1));
    }
    // Another call is not held up by the one that waits.
    assert_eq!(get(&mock, "/users/7").status, 200);
    assert!(began.elapsed() < WAIT);
    let answer = slow.answer().unwrap();
    assert!(began.elapsed() >= WAIT);
    assert_eq!((answer.status, answer.header("retry-after")), (429, Some("7")));
}

#[test]
fn a_reply_that_http_does_not_allow_is_a_500() {
    let mock = mock();
    let ok = || Reply::status(200);
    for reply in [
        ok().with_header("two words", ""),
        ok().with_header("a", "b\r\nc: d"),
        ok().with_status(1000),
        ok().with_status(100),
        ok().with_status(0),
    ] {
        mock.reply("users.me", reply);
        assert_eq!(get(&mock, "/users/me").status, 500);
    }
    mock.reply("users.me", Reply::json(json!(1)).with_header("Content-Type", "text/x"));
    let typed = get(&mock, "/users/me");
    assert_eq!(typed.headers.iter().filter(|(name, _)| name == "content-type").count(), 1);
    assert_eq!(typed.header("content-type"), Some("text/x"));
}

// Examples

#[test]
fn the_example_that_says_most_about_the_call_answers() {
    let mock = mock();
    assert_eq!(get(&mock, "/things?key=77").json()["data"], "number");
    let both = get(&mock, "/things?key=77&language=EN");
    assert_eq!((both.status, &both.json()["data"]), (201, &json!("both")));
    assert_eq!(get(&mock, "/things?key=gone").json()["code"], 70017);
}

#[test]
fn without_a_fitting_example_the_first_success_answers() {
    assert_eq!(get(&mock(), "/things?key=other").json()["data"], "any");
}

#[test]
fn any_good_status_with_a_success_code_is_a_success() {
    let mut api = fixture::api();
    let endpoints = api.groups.iter_mut().flat_map(|group| &mut group.endpoints);
    let show = endpoints.into_iter().find(|one| one.full_name() == "things.show").unwrap();
    show.examples.retain(|example| example.status == 201);
    // Without request values an example fits no call, so only as a success it can be the answer.
    show.examples.iter_mut().for_each(|example| example.request.clear());
    let mock = Mock::builder(api).start().unwrap();
    let answer = get(&mock, "/things?key=88");
    assert_eq!((answer.status, answer.json()["data"].clone()), (201, json!("both")));
}

#[test]
fn without_an_example_a_success_is_made_up() {
    let mock = mock();
    let search = get(&mock, "/things/search").text();
    assert_eq!(search, r#"{"code":200,"msg":"OK","data":["search"]}"#);
    let login = get(&mock, "/token?grant_type=password&username=a").text();
    assert_eq!(login, r#"{"code":200,"msg":"OK","x":1.5,"note":"note"}"#);
    assert_eq!(get(&mock, "/users/me").text(), "{}");
}

#[test]
fn a_made_up_answer_ends_where_its_type_repeats() {
    let answer = post(&mock(), "/things", r#"{"name":"a","version":2}"#).json();
    assert_eq!(answer["kind"], 3);
    assert_eq!(answer["at"], 1_704_067_200_000_i64);
    let fourth = &answer["next"]["all"][0]["next"];
    assert_eq!(fourth, &json!({ "kind": 3, "at": 1_704_067_200_000_i64, "all": [] }));
}

// Recording

#[test]
fn requests_are_recorded_as_they_arrived() {
    let mock = mock();
    let headers = "X-Second: 2\nX-First:  caf\u{e9} \nx-second: 3";
    call(mock.url(), "POST /users/%41?b=%20+&a", headers, "raw body");
    call(mock.url(), "POST /token?user=x&b=1&%61=2", "", "user=a&password=b");
    let requests = mock.requests();
    assert_eq!(requests[0].method, "POST");
    assert_eq!(requests[0].target, "/users/%41?b=%20+&a");
    let names: Vec<&str> = requests[0].headers.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["host", "x-second", "x-second", "x-first", "content-length"]);
    assert_eq!(requests[0].header("X-FIRST"), Some("café"));
    assert_eq!((requests[0].text().as_ref(), &requests[0].endpoint), ("raw body", &None));
    assert_eq!(requests[0].unknown_parameters(), ["b", "a"]);
    assert_eq!(requests[1].endpoint.as_deref(), Some("tokens.form"));
    assert_eq!(requests[1].unknown_parameters(), ["user", "b", "a"]);
}

#[test]
fn declared_parameters_are_not_unknown() {
    let mock = mock();
    get(&mock, "/things?key=77&language=EN");
    get(&mock, "/things?key=77&lang=EN");
    let unknown: Vec<_> =
        mock.requests().iter().map(|one| one.unknown_parameters().to_vec()).collect();
    assert_eq!(unknown, [vec![], vec!["lang".to_owned()]]);
}

#[test]
fn calls_count_refused_ones_and_nothing_else() {
    let mock = mock();
    assert_eq!(mock.calls("things.show"), 0);
    call(mock.url(), "GET /things", "", "");
    get(&mock, "/things?key=77");
    get(&mock, "/thing");
    assert_eq!(mock.calls("things.show"), 2);
    assert_eq!(mock.requests().len(), 3);
}

// Hostile input

#[test]
fn a_body_that_is_too_large_is_413() {
    let mock = mock();
    let mut connection = Connection::open(mock.url());
    let largest = vec![b'a'; 1024 * 1024];
    assert_eq!(connection.call("POST /token", "", &largest).status, 400);
    assert_eq!(connection.call("POST /token", "", &[&largest[..], b"a"].concat()).status, 413);
    assert_eq!(connection.call("GET /users/me", "", b"").status, 200);
    assert_eq!(mock.calls("tokens.form"), 1);
}

#[test]
fn an_endless_body_is_cut_off() {
    let mock = mock();
    let mut connection = Connection::open(mock.url());
    connection.write(b"POST /token HTTP/1.1\r\nhost: mock\r\ntransfer-encoding: chunked\r\n\r\n");
    let chunk = [b"100000\r\n".as_slice(), &vec![b'a'; 1024 * 1024], b"\r\n"].concat();
    for _ in 0..40 {
        connection.write(&chunk);
    }
    assert_eq!(get(&mock, "/users/me").status, 200);
}

#[test]
fn hostile_bytes_harm_nothing() {
    let mock = mock();
    let many: String = (0..5000).map(|number| format!("x-{number}: y\r\n")).collect();
    let long = "a".repeat(1024 * 1024);
    let heads: [Vec<u8>; 8] = [
        b"\x00\xff\xfe\r\n\r\n".to_vec(),
        b"GET\r\n\r\n".to_vec(),
        b"GET /users/\xff HTTP/1.1\r\nhost: a\r\n\r\n".to_vec(),
        b"GET /users/7 HTTP/1.1\r\nhost: \xff\xfe\r\nauthorization: \xff\r\n\r\n".to_vec(),
        b"GET http://[::1/%%% HTTP/1.1\r\n\r\n".to_vec(),
        b"POST /token HTTP/1.1\r\ncontent-length: -1\r\n\r\n".to_vec(),
        format!("GET /users/7 HTTP/1.1\r\n{many}\r\n").into_bytes(),
        format!("GET /users/7 HTTP/1.1\r\nx: {long}\r\n\r\n").into_bytes(),
    ];
    for head in heads {
        let mut connection = Connection::open(mock.url());
        connection.write(&head);
        // hyper may answer or close the connection; the server must survive either way.
        let _ = connection.answer();
        assert_eq!(get(&mock, "/users/me").status, 200);
    }
    let deep = "[".repeat(100_000);
    assert_eq!(post(&mock, "/things", &format!("{{\"name\":{deep}")).status, 400);
    let mut connection = Connection::open(mock.url());
    assert_eq!(connection.call("POST /token", "", b"user=\xff&password=\xfe").status, 200);
    assert_eq!(connection.call("POST /things", "", b"{\"name\":\"\xff\"}").status, 400);
}

#[test]
fn a_client_that_leaves_early_harms_nothing() {
    let mock = mock();
    Connection::open(mock.url()).write(b"POST /token HTTP/1.1\r\ncontent-length: 9\r\n\r\nuser");
    assert_eq!(get(&mock, "/users/me").status, 200);
}

// Stopping

fn address(mock: &Mock) -> String {
    mock.url().trim_start_matches("http://").to_owned()
}

/// Drops the mock and checks that it is gone within a second.
#[track_caller]
fn stops(mock: Mock) {
    let address = address(&mock);
    let began = Instant::now();
    drop(mock);
    assert!(began.elapsed() < Duration::from_secs(1));
    assert!(TcpStream::connect(address).is_err());
}

#[test]
fn dropping_stops_the_server_though_connections_are_open() {
    let mock = mock();
    let mut used = Connection::open(mock.url());
    assert_eq!(used.call("GET /users/me", "", b"").status, 200);
    let mut half = Connection::open(mock.url());
    half.write(b"POST /token HTTP/1.1\r\ncontent-le");
    mock.reply("users.me", Reply::status(200).after(Duration::from_secs(600)));
    let mut waiting = Connection::open(mock.url());
    waiting.send("GET /users/me", "", b"");
    while mock.calls("users.me") < 2 {
        thread::sleep(Duration::from_millis(1));
    }
    stops(mock);
    for mut connection in [used, half, waiting] {
        assert!(connection.answer().is_none());
    }
}

#[test]
fn dropping_inside_an_async_test_works() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let mock = mock();
        let url = mock.url().to_owned();
        let client = thread::spawn(move || call(&url, "GET /users/me", "", "").status);
        tokio::time::sleep(Duration::from_millis(1)).await;
        assert_eq!(client.join().unwrap(), 200);
        stops(mock);
    });
}

#[test]
fn a_handler_may_drop_the_mock() {
    let slot: Arc<Mutex<Option<Mock>>> = Arc::default();
    let in_handler = Arc::clone(&slot);
    let handler = move |_: &super::Call| {
        drop(in_handler.lock().unwrap().take());
        Reply::status(200)
    };
    let mock = builder().handle("users.me", handler).start().unwrap();
    let mut connection = Connection::open(mock.url());
    *slot.lock().unwrap() = Some(mock);
    connection.send("GET /users/me", "", b"");
    // The server ends with its handler, so an answer may or may not get out.
    let _ = connection.answer();
    assert!(slot.lock().unwrap().is_none());
}

// Many

#[test]
fn two_hundred_calls_one_after_the_other() {
    let mock = mock();
    let mut connection = Connection::open(mock.url());
    for _ in 0..100 {
        assert_eq!(connection.call("GET /users/me", "", b"").status, 200);
        assert_eq!(get(&mock, "/users/me").status, 200);
    }
    assert_eq!(mock.calls("users.me"), 200);
}

#[test]
fn thirty_two_calls_at_once() {
    let mock = echo("users.show", "id");
    thread::scope(|scope| {
        for number in 0..32 {
            let mock = &mock;
            scope.spawn(move || {
                let answer = get(mock, &format!("/users/{number}"));
                assert_eq!(answer.json(), json!(number.to_string()));
            });
        }
    });
    assert_eq!(mock.calls("users.show"), 32);
}

// Faults

/// Checks the bytes that a client reads until the connection ends, and whether it ends without a reset.
fn faulty(fault: Fault) -> (String, bool) {
    let mock = mock();
    mock.reply("users.me", Reply::raw(200, "text/plain", "0123456789").with_fault(fault));
    let mut stream = TcpStream::connect(mock.url().trim_start_matches("http://")).unwrap();
    write!(stream, "GET /users/me HTTP/1.1\r\nhost: mock\r\n{TOKEN}\r\n\r\n").unwrap();
    let mut read = Vec::new();
    let ended = stream.take(1_000_000).read_to_end(&mut read);
    (String::from_utf8(read).unwrap(), ended.is_ok())
}

#[track_caller]
fn check_faulty(fault: Fault, end: &str, in_order: bool) {
    let (read, ended) = faulty(fault);
    assert!(read.ends_with(end), "{fault:?}: {read:?} does not end in {end:?}");
    assert_eq!(ended, in_order, "{fault:?}");
}

#[test]
fn an_answer_can_be_sent_with_a_fault() {
    let whole = "content-length: 10\r\n\r\n0123456789";
    check_faulty(Fault::NoAnswer, "", true);
    check_faulty(Fault::Truncated, "content-length: 10\r\n\r\n01234", true);
    check_faulty(Fault::SlowHead(Duration::from_micros(10)), whole, true);
    check_faulty(Fault::SlowBody(Duration::from_micros(10)), whole, true);
    check_faulty(Fault::WrongLength, "content-length: 5\r\n\r\n0123456789", true);
    check_faulty(Fault::InvalidChunk, "\r\n\r\n5\r\n01234\r\nmany\r\n56789", true);
    check_faulty(Fault::NotHttp, "220 mail.example ESMTP\r\n", true);
    assert_eq!(faulty(Fault::EndlessHead).0.len(), 1_000_000);
    assert_eq!(faulty(Fault::EndlessBody).0.len(), 1_000_000);
}

#[test]
fn a_connection_can_be_reset() {
    check_faulty(Fault::ResetBeforeHead, "", false);
    check_faulty(Fault::ResetAfterHead, "content-length: 10\r\n\r\n", false);
    check_faulty(Fault::ResetInBody, "content-length: 10\r\n\r\n01234", false);
}

#[test]
fn a_person_asks_for_a_fault_by_its_name() {
    let mock = mock();
    let answer = call(mock.url(), "GET /users/me", &format!("{TOKEN}\nmock-fault: tired"), "");
    assert_eq!(answer.status, 400);
    assert!(Fault::names().all(|name| answer.text().contains(name)), "{}", answer.text());
    let mut connection = Connection::open(mock.url());
    connection.send("GET /users/me", &format!("{TOKEN}\nmock-fault: no-answer"), b"");
    assert!(connection.answer().is_none());
    for name in Fault::names() {
        assert!(name.parse::<Fault>().is_ok(), "{name}");
    }
}
