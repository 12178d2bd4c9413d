//! Encoding of parameters.

use endpointc_runtime::{ErrorKind, Timestamp};
use serde_json::{Value, json};

use super::{check_sent, client, serve};
use crate::emit;

#[tokio::test]
async fn methods_are_sent() {
    let mock = serve("methods");
    let things = client!(methods, mock).things();
    things.list().await.expect("it is sent");
    things.add().await.expect("it is sent");
    things.replace().await.expect("it is sent");
    things.change().await.expect("it is sent");
    things.remove().await.expect("it is sent");
    let methods: Vec<String> = mock.requests().into_iter().map(|one| one.method).collect();
    assert_eq!(methods, ["GET", "POST", "PUT", "PATCH", "DELETE"]);
}

#[tokio::test]
async fn paths_are_encoded_segment_by_segment() {
    let mock = serve("paths");
    let things = client!(paths, mock).things();
    things.get_part("a/b c", 7).await.expect("it is sent");
    check_sent(&mock, "GET /things/a%2Fb%20c/parts-7/%7Bx%7D", Value::Null);
}

#[tokio::test]
async fn lists_stand_as_they_are_described() {
    let mock = serve("lists");
    let things = client!(lists, mock).things();
    things.list(vec![1, 2]).kinds(vec![3, 4]).tags(&["x", "y"]).await.expect("it is sent");
    let target = "GET /things?ids=1&ids=2&kinds=3%2C4&tags%5B%5D=x&tags%5B%5D=y";
    check_sent(&mock, target, Value::Null);
}

#[tokio::test]
async fn headers_are_sent() {
    let mock = serve("headers");
    let things = client!(headers, mock).things();
    things.get(7).x_trace("t 1").await.expect("it is sent");
    let last = mock.requests().pop().expect("there was a request");
    let sent = ["x-tenant", "x-trace", "x-kind"].map(|name| last.header(name));
    assert_eq!(sent, [Some("7"), Some("t 1"), Some("dk")]);
    let error = things.get(7).x_trace("a\r\nb").await.expect_err("it would be a header more");
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
}

#[tokio::test]
async fn forms_are_url_encoded() {
    let mock = serve("forms");
    let things = client!(forms, mock).things();
    let call = things.send_form(true).send_("x y").r#type(vec![1, 2]);
    call.text(&["a&b"]).await.expect("it is sent");
    let form = mock.requests().pop().expect("there was a request");
    assert_eq!(form.header("content-type"), Some("application/x-www-form-urlencoded"));
    assert_eq!(form.text(), "send=x%20y&new=true&type=1&type=2&text=%5B%22a%26b%22%5D");
}

#[tokio::test]
async fn constants_are_sent_without_being_asked_for() {
    use emit::constants::things::NewThing;
    let mock = serve("constants");
    let things = client!(constants, mock).things();
    things.add(vec![NewThing::new("bolt")]).await.expect("it is sent");
    let body = json!({ "kind": "dk", "things": [{ "version": 2, "name": "bolt" }] });
    check_sent(&mock, "POST /vr1/things?exact=true&level=2", body);
}

#[tokio::test]
async fn defaults_are_read_and_never_sent() {
    use emit::defaults::things::{Both, Change, Kind};
    let mock = serve("defaults");
    let things = client!(defaults, mock).things();
    mock.reply("things.get", endpointc::mock::Reply::success(json!({ "title": null })));
    let settings = things.get().await.expect("it is read");
    check_sent(&mock, "GET /settings", Value::Null);
    let read = (settings.size, settings.ratio, settings.title.as_str(), settings.kind);
    assert_eq!(read, (10, 0.5, "none", Kind::Two));
    mock.reply("things.set", endpointc::mock::Reply::success(json!({ "title": null })));
    let answer = things.set(Change::new("x")).both(Both::new()).await.expect("it is read");
    check_sent(&mock, "PUT /settings", json!({ "change": { "name": "x" }, "both": {} }));
    assert_eq!((answer.size, answer.title.as_deref()), (Some(10), Some("none")));
    let mut change = Change::new("x");
    change.size = Some(10);
    things.set(change).await.expect("what is set is sent");
    check_sent(&mock, "PUT /settings", json!({ "change": { "name": "x", "size": 10 } }));
}

#[tokio::test]
async fn limits_are_checked_before_anything_is_sent() {
    use emit::limits::things::Part;
    let mock = serve("limits");
    let search = || client!(limits, mock).things().search();
    let refused = [
        ("page", search().page(0)),
        ("page", search().page(101)),
        ("name", search().name("a")),
        ("name", search().name("abcdef")),
        ("name", search().name("a b")),
        ("tags", search().tags(&[])),
        ("tags", search().tags(&["a", "b", "c"])),
        ("parts[1].size", search().parts(vec![Part::new(9), Part::new(10)])),
    ];
    for (parameter, call) in refused {
        let error = call.await.expect_err("it is beyond a limit");
        assert_eq!(error.kind(), ErrorKind::InvalidRequest, "{error}");
        assert_eq!(error.parameter(), Some(parameter), "{error}");
    }
    assert!(mock.requests().is_empty());
    search().page(100).title("日本").tags(&["a"]).await.expect("characters are counted, not bytes")
}

#[tokio::test]
async fn a_choice_is_sent_as_what_it_stands_for() {
    use emit::choices::devices::SubscribeTarget;
    use emit::choices::types::DeviceRef;
    let mock = serve("choices");
    let devices = client!(choices, mock).devices();
    devices.locate(DeviceRef::id(7)).await.expect("the number is enough");
    check_sent(&mock, "GET /locate?deviceId=7", Value::Null);
    devices.locate(DeviceRef::key("p 1", "d&1")).await.expect("both keys are enough");
    check_sent(&mock, "GET /locate?productKey=p%201&deviceKey=d%261", Value::Null);
    devices.subscribe(SubscribeTarget::product("p1")).await.expect("it brings its constant");
    check_sent(&mock, "POST /subscribe", json!({ "dataLevel": 1, "productKey": "p1" }));
    let call = devices.subscribe(SubscribeTarget::device("p1", "d1"));
    call.also(DeviceRef::id(7)).await.expect("one that is not spread is an object");
    let body = json!({
        "dataLevel": 2, "productKey": "p1", "deviceKey": "d1", "also": { "deviceId": 7 },
    });
    check_sent(&mock, "POST /subscribe", body);
    for wrong in [DeviceRef::id(0), DeviceRef::key("", "d")] {
        let error = devices.locate(wrong).await.expect_err("alternatives have limits");
        assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    }
}

#[tokio::test]
async fn identifiers_that_belong_together_are_spread() {
    use emit::spread::devices::{DeviceKey, GetGateway};
    let mock = serve("spread");
    let devices = client!(spread, mock).devices();
    let mut gateway = GetGateway::new("g1");
    gateway.password = Some("SENTINEL".into());
    let call = devices.get(DeviceKey::new("p1", "d1")).gateway(gateway);
    assert!(!format!("{call:?}").contains("SENTINEL"));
    call.await.expect("it is sent");
    let target = "GET /device?productKey=p1&deviceKey=d1&gatewayKey=g1&password=SENTINEL";
    check_sent(&mock, target, Value::Null);
}

#[tokio::test]
async fn secrets_travel_and_are_not_shown() {
    let mock = serve("secrets");
    mock.reply("things.unlock", endpointc::mock::Reply::success(json!({ "token": "TOKEN-1" })));
    let things = client!(secrets, mock).things();
    let call = things.unlock("SENTINEL");
    let shown = format!("{call:?}");
    let answer = call.await.expect("it is read");
    check_sent(&mock, "POST /unlock", json!({ "key": "SENTINEL" }));
    assert_eq!(answer.token.expose(), "TOKEN-1");
    let shown = format!("{shown} {answer:?}");
    assert!(!shown.contains("SENTINEL") && !shown.contains("TOKEN-1"), "{shown}");
}

#[tokio::test]
async fn timestamps_are_milliseconds() {
    let mock = serve("timestamps");
    let answer = json!([
        { "madeAt": "1700000000123", "soldAt": 5 },
        { "madeAt": "", "soldAt": "6" },
    ]);
    mock.reply("things.list", endpointc::mock::Reply::success(answer));
    let things = client!(timestamps, mock).things();
    let made = things.list(Timestamp::from_millis(5)).await.expect("it is read");
    check_sent(&mock, "GET /things?since=5", Value::Null);
    let read: Vec<_> = made.iter().map(|one| (one.made_at, one.sold_at)).collect();
    let at = Timestamp::from_millis;
    assert_eq!(read, [(Some(at(1_700_000_000_123)), at(5)), (None, at(6))]);
}

#[tokio::test]
async fn a_request_is_sent_as_its_fields() {
    use emit::requests::things::{Colour, MakeRequest};
    let mock = serve("requests");
    let request = MakeRequest {
        plant: "north".to_owned(),
        name: "bolt".to_owned(),
        key: "SENTINEL".into(),
        sizes: vec![1, 2],
        parts: vec!["head".to_owned()],
        colour: Colour::Blue,
    };
    let shown = format!("{request:?}");
    assert!(shown.contains("bolt") && !shown.contains("SENTINEL"), "{shown}");
    let things = client!(requests, mock).things();
    things.make(request.clone()).note("n").await.expect("it is sent");
    let body = json!({
        "name": "bolt", "key": "SENTINEL", "sizes": "1,2", "parts": "[\"head\"]",
        "colour": "blue", "note": "n",
    });
    check_sent(&mock, "POST /make/north", body);
    let long = MakeRequest { name: "too long".to_owned(), ..request };
    let error = things.make(long).await.expect_err("it is checked");
    assert_eq!(error.parameter(), Some("name"));
}

#[tokio::test]
async fn hostile_names_stay_wire_names() {
    let mock = serve("hostile");
    let hostile = client!(hostile, mock);
    hostile.things().get("e", "a", "c").core(1).await.expect("it is read");
    let target = "GET /things/%7Bid%7D?%22%29%3B%20evil%28%29%3B%20%28%22=e&await=a&call=c&core=1";
    check_sent(&mock, target, Value::Null);
    hostile.things().r#type().await.expect("it is read");
    hostile.r#match().r#loop().await.expect("it is read");
}
