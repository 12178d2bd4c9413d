//! A real call for each feature of the language: generated code against the mock, over HTTP.

use std::collections::BTreeMap;

use endpointc::mock::{Mock, Reply};
use endpointc::{Sink, build};
use endpointc_runtime::{ErrorKind, Timestamp};
use serde_json::{Value, json};

/// What the description of the case `by_hand` leaves to its user.
#[expect(unreachable_pub, reason = "generated code sees it as a user's type")]
#[path = "support/by_hand.rs"]
mod by_hand;

// As it is printed: a formatter would make it differ from what is generated.
#[rustfmt::skip]
#[expect(dead_code, unreachable_pub, unused_imports, reason = "not every generated item is called")]
mod emit {
    #[path = "by_hand/output/mod.rs"]
    pub mod by_hand;
    #[path = "catalogue/output/mod.rs"]
    pub mod catalogue;
    #[path = "choices/output/mod.rs"]
    pub mod choices;
    #[path = "hostile/output/mod.rs"]
    pub mod hostile;
    #[path = "minimal/output/mod.rs"]
    pub mod minimal;
    #[path = "paging/output/mod.rs"]
    pub mod paging;
    #[path = "parameters/output/mod.rs"]
    pub mod parameters;
    #[path = "requests/output/mod.rs"]
    pub mod requests;
    #[path = "shapes/output/mod.rs"]
    pub mod shapes;
}

/// The API of an emit case on loopback.
fn serve(case: &str) -> Mock {
    let folder = format!("{}/tests/emit/{case}/spec", env!("CARGO_MANIFEST_DIR"));
    let sources = build::read(folder.as_ref()).expect("the description can be read");
    let api = endpointc::describe(&sources, &mut Sink::default()).expect("it is valid");
    Mock::builder(api).start().expect("a port is free")
}

macro_rules! client {
    ($case:ident, $mock:expr) => {
        emit::$case::Client::builder(emit::$case::Server::custom($mock.url()))
            .build()
            .expect("loopback needs no TLS")
    };
}

/// The last request as it was on the wire: method and target, and the body as JSON.
#[track_caller]
fn check_sent(mock: &Mock, target: &str, body: Value) {
    let last = mock.requests().pop().expect("there was a request");
    assert_eq!(format!("{} {}", last.method, last.target), target);
    let sent = match last.body.is_empty() {
        true => Value::Null,
        false => serde_json::from_slice(&last.body).expect("the body is JSON"),
    };
    assert_eq!(sent, body);
}

#[tokio::test]
async fn a_choice_is_sent_as_what_it_stands_for() {
    use emit::choices::types::DeviceRef;
    let mock = serve("choices");
    let devices = client!(choices, mock).devices();
    devices.locate(DeviceRef::id(7)).await.expect("the number is enough");
    check_sent(&mock, "GET /locate?deviceId=7", Value::Null);
    let call = devices.locate(DeviceRef::key("p 1", "d&1"));
    call.kinds(vec![1, 2]).tags(&["x", "y"]).await.expect("both keys are enough");
    let target =
        "GET /locate?productKey=p%201&deviceKey=d%261&kinds=1%2C2&tags%5B%5D=x&tags%5B%5D=y";
    check_sent(&mock, target, Value::Null);
}

#[tokio::test]
async fn an_alternative_brings_its_constant() {
    use emit::choices::devices::{SubscribeState, SubscribeTarget};
    let mock = serve("choices");
    let devices = client!(choices, mock).devices();
    let product = SubscribeTarget::product("p1");
    devices.subscribe("name", product).await.expect("it is sent");
    let body = json!({ "subscribeName": "name", "dataLevel": 1, "productKey": "p1" });
    check_sent(&mock, "POST /subscribe", body);
    let call = devices.subscribe("name", SubscribeTarget::device("p1", "d1"));
    call.state(SubscribeState::from(9)).await.expect("an unlisted state is sent as it is");
    let body = json!({
        "subscribeName": "name", "dataLevel": 2, "productKey": "p1", "deviceKey": "d1", "state": 9
    });
    check_sent(&mock, "POST /subscribe", body);
}

#[tokio::test]
async fn limits_are_checked_before_anything_is_sent() {
    use emit::choices::devices::WriteDevice;
    use emit::choices::types::DeviceRef;
    let mock = serve("choices");
    let devices = client!(choices, mock).devices();
    let refused = [
        devices.locate(DeviceRef::id(0)).await.expect_err("below the least").into(),
        devices.locate(DeviceRef::key("", "d")).await.expect_err("empty").into(),
        devices.locate(DeviceRef::id(1)).name("a b").await.expect_err("a blank").into(),
        devices.write(vec![], vec![WriteDevice::new("too long")]).await.expect_err("long").into(),
        devices
            .write(
                vec![],
                vec![WriteDevice::new("a"), WriteDevice::new("b"), WriteDevice::new("c")],
            )
            .await
            .expect_err("too many")
            .into(),
    ];
    for error in refused {
        let error: endpointc_runtime::Error = error;
        assert_eq!(error.kind(), ErrorKind::InvalidRequest, "{error}");
    }
    assert!(mock.requests().is_empty());
}

#[tokio::test]
async fn json_goes_into_the_string_by_itself() {
    use emit::choices::devices::WriteDevice;
    let mock = serve("choices");
    let devices = client!(choices, mock).devices();
    let data = vec![BTreeMap::from([("switch".to_owned(), "true".to_owned())])];
    let call = devices.write(data, vec![WriteDevice::new("d1")]).ids(vec![1, 2]);
    let _ = call.words(&["a", "b"]).await.expect("it is sent");
    let body = json!({
        "data": "[{\"switch\":\"true\"}]",
        "devices": [{ "deviceKey": "d1", "kind": "dk" }],
        "ids": "1,2",
        "words": "a;b",
    });
    check_sent(&mock, "POST /write", body);
}

#[tokio::test]
async fn a_half_failed_batch_does_not_look_like_success() {
    use emit::choices::devices::{WriteDevice, WriteError};
    let mock = serve("choices");
    mock.reply(
        "devices.write",
        Reply::success(json!([
            { "code": 200, "deviceKey": "d1", "ticket": "1" },
            { "code": 61002, "deviceKey": "d2", "message": "offline" },
            { "deviceKey": "d3" },
        ])),
    );
    let devices = client!(choices, mock).devices();
    let batch = devices.write(vec![], vec![WriteDevice::new("d1")]).await.expect("it answered");
    assert!(!batch.all_succeeded());
    let failed: Vec<_> = batch
        .into_results()
        .into_iter()
        .filter_map(Result::err)
        .map(|failed| (failed.item().device_key.clone(), failed.code(), failed.case()))
        .collect();
    let offline = Some(WriteError::DeviceOffline);
    assert_eq!(failed, [("d2".to_owned(), Some(61002), offline), ("d3".to_owned(), None, None)]);
}

#[tokio::test]
async fn results_are_read_whatever_they_come_as() {
    use emit::choices::devices::{Anything, Kind, Property};
    let mock = serve("choices");
    let model = client!(choices, mock).devices().model().await.expect("the example is read");
    let [Property::Int(int), Property::Text(text), Property::Unlisted(date)] =
        &model.properties[..]
    else {
        panic!("{:?}", model.properties);
    };
    assert_eq!((int.min, text.length, &date["x"]), (Some(1), Some(7), &json!(1)));
    let types: Vec<String> = model.types.iter().map(Kind::to_string).collect();
    assert_eq!((types.join(","), &model.types[1]), ("1,2,7".to_owned(), &Kind::Two));
    assert_eq!(model.data.as_ref().and_then(|data| data.id), Some(5));
    assert_eq!((model.size, &model.kind, model.title.as_str()), (10, &Kind::Two, "none"));
    assert_eq!(model.owner, None);
    assert!(matches!(&model.any, Some(Anything::Point(point)) if point.x == 1), "{:?}", model.any);
}

#[tokio::test]
#[expect(deprecated, reason = "what is deprecated still works")]
async fn parameters_travel_in_all_places() {
    let mock = serve("parameters");
    let things = client!(parameters, mock).things();
    things.change(&["a"], 0.5).secret("12345678").await.expect("it is sent");
    let body = json!({ "names": ["a"], "secret": "12345678", "ratio": 0.5 });
    check_sent(&mock, "PUT /things", body);
    things.send_form(true).send_("x y").r#type(vec![1, 2]).await.expect("it is sent");
    let form = mock.requests().pop().expect("there was a request");
    assert_eq!(form.text(), "send=x%20y&new=true&type=1&type=2");
    let error = things.search("a/b", Timestamp::from_millis(5)).await.expect_err("no token");
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
}

#[tokio::test]
async fn a_tree_and_an_empty_answer_are_read() {
    use emit::shapes::things::{Part, State};
    let mock = serve("shapes");
    let things = client!(shapes, mock).things();
    let tree = things.get(State::from(7)).await.expect("a made-up answer is read");
    assert!(tree.root.is_some_and(|root| root.key.is_some()));
    things.add(vec![Part::new("bolt")]).await.expect("nothing is returned");
    check_sent(&mock, "POST /parts", json!({ "parts": [{ "name": "bolt" }] }));
    let minimal = serve("minimal");
    let ping = client!(minimal, minimal).things();
    ping.ping().await.expect("nothing is returned");
    drop(minimal);
    ping.ping().await.expect_err("that mock is gone");
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

#[tokio::test]
async fn a_type_written_by_hand_travels_both_ways() {
    let mock = serve("by_hand");
    mock.reply("things.set", Reply::success(json!({ "level": "7", "before": 8 })));
    let things = client!(by_hand, mock).things();
    let level = by_hand::Level::new;
    let answer = things.set(level(5)).levels(vec![level(1)]).await.expect("it is read");
    check_sent(&mock, "POST /level?level=5", json!({ "levels": [1] }));
    assert_eq!((answer.level, answer.before), (Some(level(7)), level(8)));
}

/// A page of the style whose counters stand beside the rows.
fn flat(rows: &[&str], total: Value, pages: Value) -> Reply {
    let rows: Vec<Value> = rows.iter().map(|name| json!({ "name": name })).collect();
    Reply::json(json!({ "code": 0, "data": rows, "total": total, "pages": pages }))
}

#[tokio::test]
async fn a_page_has_rows_and_counters() {
    let mock = serve("paging");
    let things = client!(paging, mock).things();
    let page = things.list().page(2).page_size(1).await.expect("the example");
    check_sent(&mock, "GET /things?pageNum=2&pageSize=1", Value::Null);
    assert_eq!(page.rows.iter().map(|thing| &thing.name).collect::<Vec<_>>(), ["nut"]);
    assert_eq!((page.number, page.total, page.pages), (Some(2), Some(2), Some(2)));
    let page = things.search("bolt").await.expect("the example");
    check_sent(&mock, "POST /search", json!({ "text": "bolt" }));
    assert_eq!((page.rows.len(), page.number, page.total), (1, None, Some(1)));
}

#[tokio::test]
async fn rows_are_asked_for_page_by_page() {
    let mock = serve("paging");
    mock.reply("things.list", flat(&["a", "b"], json!(5), json!(3)));
    mock.reply("things.list", flat(&["c", "d"], json!(5), json!(3)));
    mock.reply("things.list", flat(&["e"], json!(5), json!(3)));
    let mut rows = client!(paging, mock).things().list().colour("red").rows();
    let mut names = String::new();
    while let Some(thing) = rows.next().await {
        names.push_str(&thing.expect("every page comes").name);
        // A page is asked for when the one before has been taken.
        let asked = names.len().div_ceil(2);
        assert_eq!(mock.calls("things.list"), asked, "after {names}");
    }
    assert_eq!(names, "abcde");
    check_sent(&mock, "GET /things?colour=red&pageNum=3", Value::Null);
}

#[tokio::test]
async fn an_error_tells_its_page() {
    let mock = serve("paging");
    mock.reply("things.list", flat(&["a"], json!(2), json!(2)));
    mock.reply("things.list", Reply::code(7));
    let mut pages = client!(paging, mock).things().list().pages();
    assert_eq!(pages.next().await.expect("one").expect("it is good").rows.len(), 1);
    let error = pages.next().await.expect("another").expect_err("it is refused");
    assert_eq!((error.page(), error.code()), (Some(2), Some(7)));
    assert!(error.to_string().starts_with("things.list: page 2: "), "{error}");
    assert!(pages.next().await.is_none(), "an error is the end");
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
async fn a_code_of_the_catalogue_arrives_with_its_meaning() {
    use emit::catalogue::ErrorCode;
    use emit::catalogue::things::{CopyError, GetError};
    use endpointc_runtime::Lang;
    let mock = serve("catalogue");
    let things = client!(catalogue, mock).things();
    mock.reply("things.get", Reply::code(70017));
    let error = things.get().await.expect_err("it is refused");
    assert_eq!(error.case(), Some(GetError::NotFound));
    assert_eq!(error.meaning(Lang::Zh), Some("不存在。"));
    mock.reply("things.copy", Reply::code(70017));
    let error = things.copy().await.expect_err("it is refused");
    assert_eq!(error.case(), Some(CopyError::NotFound));
    assert_eq!(error.meaning(Lang::En), Some("There is nothing to copy from."));
    mock.reply("things.get", Reply::code(61002));
    let error = things.get().await.expect_err("it is refused");
    assert!(matches!(error.case(), Some(GetError::Unlisted(code)) if code.get() == 61002));
    assert_eq!((error.name(), error.kind()), (Some("offline"), ErrorKind::Device));
    assert_eq!(error.remedy(Lang::Zh), Some("请等待设备上线。"));
    let codes: Vec<i64> = ErrorCode::all().map(ErrorCode::get).collect();
    assert_eq!(codes, [50000, 61002, 70017]);
    let code = ErrorCode::new(50000);
    assert_eq!((code.name(), code.is_retryable()), (Some("failed"), true));
    assert_eq!(code.to_string(), "50000: The service failed.");
    assert_eq!(ErrorCode::new(1).meaning(Lang::En), None);
}
