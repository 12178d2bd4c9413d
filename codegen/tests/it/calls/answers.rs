//! Responses (envelopes, errors, batches, pages) and client features around calls.

use endpointc::mock::Reply;
use endpointc_runtime::{
    Authenticator, BoxFuture, Core, Error, ErrorKind, Lang, RetryPolicy, Token,
};
use serde_json::{Value, json};

use super::{check_sent, client, serve};
use crate::emit;

#[tokio::test]
async fn a_name_and_nothing_are_read() {
    let mock = serve("minimal");
    let things = client!(minimal, mock).things();
    things.get().await.expect("a made-up answer is read");
    things.ping().await.expect("nothing is returned");
    drop(mock);
    things.ping().await.expect_err("that mock is gone");
}

#[tokio::test]
async fn an_answer_is_judged_by_its_envelope() {
    let mock = serve("envelopes");
    let client = client!(envelopes, mock);
    for code in [0, 200] {
        let answer = json!({ "code": code, "data": "a", "total": 1 });
        mock.reply("wrapped.get", Reply::json(answer));
        assert_eq!(client.wrapped().get().await.expect("both mean success"), "a");
    }
    mock.reply("wrapped.get", Reply::json(json!({ "code": 1, "msg": "no", "data": "a" })));
    assert_eq!(client.wrapped().get().await.expect_err("it is refused").code(), Some(1));
    mock.reply("beside.get", Reply::json(json!({ "status": "1", "token": "t" })));
    assert_eq!(client.beside().get().await.expect("beside the code").token, "t");
    mock.reply("beside.get", Reply::json(json!({ "status": 0, "text": "no", "token": "t" })));
    assert_eq!(client.beside().get().await.expect_err("it is refused").code(), Some(0));
    mock.reply("bare.get", Reply::json(json!(["a"])));
    assert_eq!(client.bare().get().await.expect("the status decides"), ["a"]);
    mock.reply("bare.get", Reply::status(404));
    let error = client.bare().get().await.expect_err("the status decides");
    assert_eq!(error.case(), Some(emit::envelopes::bare::GetError::NoSuchThing));
    mock.reply("bare.count", Reply::json(json!({ "code": 0, "data": 7 })));
    assert_eq!(client.bare().count().await.expect("the endpoint says otherwise"), 7);
}

#[tokio::test]
async fn errors_come_from_sets_and_endpoints() {
    use emit::error_sets::things::{CountError, GetError, PingError};
    let mock = serve("error_sets");
    let server = emit::error_sets::Server::custom(mock.url());
    let builder = emit::error_sets::Client::builder(server).retry(RetryPolicy::never());
    let things = builder.build().expect("loopback").things();
    let expected = [
        (70017, GetError::NoSuchThing, ErrorKind::NotFound),
        (50000, GetError::Broken, ErrorKind::Server),
    ];
    for (code, case, kind) in expected {
        mock.reply("things.get", Reply::code(code));
        let error = things.get().await.expect_err("it is refused");
        assert_eq!((error.case(), error.kind()), (Some(case), kind));
    }
    mock.reply("things.ping", Reply::code(50000));
    let error = things.ping().await.expect_err("it is refused");
    assert!(matches!(error.case(), Some(PingError::Unlisted)), "of a set it does not take in");
    assert_eq!((error.name(), error.meaning(Lang::Zh)), (Some("broken"), Some("坏了。")));
    mock.reply("things.ping", Reply::status(404));
    let error = things.ping().await.expect_err("it is refused");
    assert_eq!(error.case(), Some(PingError::NotFound));
    mock.reply("things.count", Reply::status(404));
    let error = things.count().await.expect_err("it is refused");
    assert!(matches!(error.case(), Some(CountError::Unlisted)), "{error}");
}

#[tokio::test]
async fn an_exhaustive_error_is_matched_without_a_rest() {
    use emit::exhaustive::things::GetError;
    let mock = serve("exhaustive");
    mock.reply("things.get", Reply::status(404));
    let error = client!(exhaustive, mock).things().get().await.expect_err("it is refused");
    let told = match error.case().expect("the server refused it") {
        GetError::NotFound => 404,
        GetError::Unlisted => 0,
    };
    assert_eq!(told, 404);
}

#[tokio::test]
async fn examples_answer_the_calls_that_they_show() {
    use emit::examples::things::RenameError;
    let mock = serve("examples");
    let things = client!(examples, mock).things();
    let call = things.rename("x1", "bolt").old_name("nut").force(true).x_reason("it was misspelt");
    assert_eq!(call.await.expect("the first"), 1);
    check_sent(&mock, "PUT /things/x1?force=true&name=nut", json!({ "name": "bolt" }));
    let error = things.rename("x1", "nut").old_name("bolt").await.expect_err("the second");
    assert_eq!(error.case(), Some(RenameError::NameTaken));
}

#[tokio::test]
async fn a_half_failed_batch_does_not_look_like_success() {
    use emit::batches::devices::WriteError;
    let mock = serve("batches");
    mock.reply(
        "devices.write",
        Reply::success(json!([
            { "code": 200, "deviceKey": "d1", "ticket": "1" },
            { "code": 61002, "deviceKey": "d2", "message": "offline" },
            { "deviceKey": "d3" },
        ])),
    );
    let devices = client!(batches, mock).devices();
    let batch = devices.write(&["d1", "d2", "d3"]).await.expect("it answered");
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

/// Authenticator that calls the API's sign-in endpoint, which needs no token.
struct SignIn;

impl Authenticator for SignIn {
    fn sign_in<'a>(&'a self, core: &'a Core) -> BoxFuture<'a, Result<Token, Error>> {
        let things = emit::auth::Client::from_core(core).things();
        Box::pin(async move { Ok(Token::new(things.sign_in().await?)) })
    }
}

#[tokio::test]
async fn a_token_goes_with_calls_that_need_one() {
    let mock = serve("auth");
    let builder = || emit::auth::Client::builder(emit::auth::Server::custom(mock.url()));
    let error = builder().build().expect("loopback").things().get().await;
    let error = error.expect_err("nobody can sign in");
    assert_eq!((error.kind(), mock.requests().len()), (ErrorKind::InvalidRequest, 0));
    mock.reply("things.sign_in", Reply::success(json!("first")));
    mock.reply("things.get", Reply::code(91001).with_status(200));
    mock.reply("things.sign_in", Reply::success(json!("second")));
    let client = builder().authenticator(SignIn).build().expect("loopback");
    client.things().get().await.expect("the token is renewed once");
    let requests = mock.requests();
    let tokens: Vec<_> = requests.iter().map(|one| one.header("x-token")).collect();
    assert_eq!(tokens, [None, Some("first"), None, Some("second")]);
}

#[tokio::test]
#[expect(deprecated, reason = "what is deprecated still works")]
async fn what_is_deprecated_still_works() {
    let mock = serve("deprecated");
    mock.reply("things.get", Reply::success(json!({ "phone": "1", "name": "bolt" })));
    let thing = client!(deprecated, mock).things().get().await.expect("it is read");
    assert_eq!((thing.phone.as_deref(), thing.name.as_deref()), (Some("1"), Some("bolt")));
}

#[tokio::test]
async fn what_is_undocumented_works_like_the_rest() {
    let mock = serve("undocumented");
    mock.reply("things.get", Reply::success(json!({ "note": "n" })));
    let call = client!(undocumented, mock).things().get().deep(true);
    let thing = call.await.expect("it is read");
    check_sent(&mock, "GET /thing?deep=true", Value::Null);
    assert_eq!((thing.note.as_deref(), thing.name), (Some("n"), None));
}

#[tokio::test]
async fn a_server_has_an_address_with_a_base_path() {
    use emit::servers::Server;
    let mock = serve("servers");
    client!(servers, mock).things().ping().await.expect("it is sent");
    check_sent(&mock, "POST /ping", Value::Null);
    let urls = [Server::China, Server::Europe].map(|server| server.url().to_owned());
    assert_eq!(urls, ["https://cn.servers.example", "https://eu.servers.example/api"]);
}

#[tokio::test]
async fn texts_change_nothing_on_the_wire() {
    let mock = serve("texts");
    mock.reply("things.search", Reply::success(json!({ "name": "bolt" })));
    let found = client!(texts, mock).things().search().words("a").await.expect("it is read");
    check_sent(&mock, "GET /search?text=a", Value::Null);
    assert_eq!(found.name.as_deref(), Some("bolt"));
}

/// Returns a page of the style with counters beside the rows.
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
        // A page is requested after the previous one was consumed.
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
async fn a_code_of_the_catalogue_arrives_with_its_meaning() {
    use emit::catalogue::ErrorCode;
    use emit::catalogue::things::{CopyError, GetError};
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
    assert_eq!((error.case(), error.code()), (Some(GetError::Unlisted), Some(61002)));
    assert_eq!((error.name(), error.kind()), (Some("offline"), ErrorKind::Device));
    assert_eq!(error.remedy(Lang::Zh), Some("请等待设备上线。"));
    let codes: Vec<i64> = ErrorCode::all().map(ErrorCode::get).collect();
    assert_eq!(codes, [50000, 61002, 70017]);
    let code = ErrorCode::new(50000);
    assert_eq!((code.name(), code.is_retryable()), (Some("failed"), true));
    assert_eq!(code.to_string(), "50000: The service failed.");
    assert_eq!(ErrorCode::new(1).meaning(Lang::En), None);
}
