//! Structured parameters: spread ones, lists in every style, constraints on nested values.

use std::collections::BTreeMap;

use crate::support::*;
use endpointc_runtime::codegen as rt;
use endpointc_runtime::{Delimited, ErrorKind, JsonString, Request, Secret};

/// Generated alternative: a device by its number, or by product and key.
#[derive(Debug, Clone, PartialEq)]
enum DeviceRef {
    Id { device_id: i64 },
    Key { product_key: String, device_key: Secret },
}

impl rt::Encode for DeviceRef {
    fn as_value(&self) -> rt::ValueRef<'_> {
        rt::ValueRef::Object(self)
    }
}

impl rt::Members for DeviceRef {
    fn names(&self) -> &'static [&'static str] {
        match self {
            Self::Id { .. } => &["by", "deviceId"],
            Self::Key { .. } => &["by", "productKey", "deviceKey"],
        }
    }

    fn get(&self, index: usize) -> &dyn rt::Encode {
        match (self, index) {
            (Self::Id { .. }, 0) => &1_i64,
            (Self::Key { .. }, 0) => &rt::Constant::Text("key"),
            (Self::Id { device_id }, _) => device_id,
            (Self::Key { product_key, .. }, 1) => product_key,
            (Self::Key { device_key, .. }, _) => device_key,
        }
    }

    fn constraints(&self) -> &'static [(usize, &'static [rt::Constraint])] {
        match self {
            Self::Id { .. } => &[(1, &[rt::Constraint::Min(1)])],
            Self::Key { .. } => {
                &[(2, &[rt::Constraint::Pattern("[A-Z0-9]*"), rt::Constraint::MaxLength(8)])]
            }
        }
    }
}

fn by_id(device_id: i64) -> DeviceRef {
    DeviceRef::Id { device_id }
}

fn by_key(device_key: &str) -> DeviceRef {
    DeviceRef::Key { product_key: "p 1".to_owned(), device_key: Secret::new(device_key) }
}

/// Nested values in a body: an object with a list of objects, and a map of them.
#[derive(Debug, Clone, Default)]
struct Batch {
    devices: Vec<Named>,
    by_group: BTreeMap<String, Named>,
    weight: f64,
}

#[derive(Debug, Clone, Default)]
struct Named(Option<String>);

impl rt::Encode for Batch {
    fn as_value(&self) -> rt::ValueRef<'_> {
        rt::ValueRef::Object(self)
    }
}

impl rt::Members for Batch {
    fn names(&self) -> &'static [&'static str] {
        &["devices", "by group", "weight"]
    }

    fn get(&self, index: usize) -> &dyn rt::Encode {
        match index {
            0 => &self.devices,
            1 => &self.by_group,
            _ => &self.weight,
        }
    }

    fn constraints(&self) -> &'static [(usize, &'static [rt::Constraint])] {
        &[(0, &[rt::Constraint::MaxItems(2)]), (2, &[rt::Constraint::Max(5)])]
    }
}

impl rt::Encode for Named {
    fn as_value(&self) -> rt::ValueRef<'_> {
        rt::ValueRef::Object(self)
    }
}

impl rt::Members for Named {
    fn names(&self) -> &'static [&'static str] {
        &["deviceName"]
    }

    fn get(&self, _: usize) -> &dyn rt::Encode {
        &self.0
    }

    fn constraints(&self) -> &'static [(usize, &'static [rt::Constraint])] {
        &[(0, &[rt::Constraint::MaxLength(3)])]
    }
}

const IN_QUERY: rt::Parameter = rt::Parameter { spread: true, ..rt::Parameter::OPTIONAL };

/// Returns a leaked endpoint with these parameters, for the `'static` lifetime.
fn endpoint(parameters: Vec<rt::Parameter>) -> &'static rt::Endpoint {
    Box::leak(Box::new(rt::Endpoint {
        api: &API,
        name: "things.ask",
        method: rt::Method::Post,
        path: &[rt::PathPart::Text("/ask")],
        parameters: parameters.leak(),
        paging: None,
        envelope: &ENVELOPE,
        authenticated: false,
        idempotent: true,
        codes: &[],
    }))
}

fn with(parameter: rt::Parameter, value: impl rt::Encode + 'static) -> rt::Call {
    let core = core(&Fake::answering(200, r#"{"code":200}"#));
    rt::Call::new(&core, endpoint(vec![parameter])).with(0, value)
}

async fn sent(parameter: rt::Parameter, value: impl rt::Encode + 'static) -> Request {
    let fake = Fake::answering(200, r#"{"code":200}"#);
    let call = rt::Call::new(&core(&fake), endpoint(vec![parameter])).with(0, value);
    call.send::<(), GetError>().await.unwrap();
    fake.last()
}

async fn check_query(parameter: rt::Parameter, value: impl rt::Encode + 'static, expected: &str) {
    let url = sent(parameter, value).await.url;
    assert_eq!(url.strip_prefix("https://host/base/ask"), Some(expected));
}

async fn check_refused(
    parameter: rt::Parameter,
    value: impl rt::Encode + 'static,
    path: &str,
    reason: &str,
) {
    let error = with(parameter, value).send::<(), GetError>().await.unwrap_err();
    assert_eq!((error.kind(), error.parameter()), (ErrorKind::InvalidRequest, Some(path)));
    let expected = format!("things.ask: not sent: parameter `{path}`: {reason}");
    assert_eq!(error.to_string(), expected);
}

#[tokio::test]
async fn members_of_a_spread_value_stand_in_its_stead() {
    check_query(IN_QUERY, by_id(7), "?by=1&deviceId=7").await;
    check_query(IN_QUERY, by_key("K"), "?by=key&productKey=p%201&deviceKey=K").await;
    check_query(IN_QUERY, Some(by_id(7)), "?by=1&deviceId=7").await;
    check_query(IN_QUERY, None::<DeviceRef>, "").await;
    check_query(IN_QUERY, Named(None), "").await;

    let form =
        sent(rt::Parameter { location: rt::ParameterLocation::Form, ..IN_QUERY }, by_id(7)).await;
    assert_eq!(form.body.as_deref(), Some(b"by=1&deviceId=7".as_slice()));
    let body =
        sent(rt::Parameter { location: rt::ParameterLocation::Body, ..IN_QUERY }, by_key("K"))
            .await;
    let expected = r#"{"by":"key","productKey":"p 1","deviceKey":"K"}"#;
    assert_eq!(body.body.as_deref(), Some(expected.as_bytes()));
    let headers =
        sent(rt::Parameter { location: rt::ParameterLocation::Header, ..IN_QUERY }, by_id(7)).await;
    assert_eq!((header(&headers, "by"), header(&headers, "deviceid")), (Some("1"), Some("7")));
}

#[tokio::test]
async fn a_spread_parameter_can_be_required() {
    let core = core(&Fake::answering(200, r#"{"code":200}"#));
    let required = rt::Parameter { wire_name: "device", spread: true, ..rt::Parameter::REQUIRED };
    let call = rt::Call::new(&core, endpoint(vec![required]));
    let error = call.send::<(), GetError>().await.unwrap_err();
    assert_eq!(error.parameter(), Some("device"));
    let error = with(IN_QUERY, 7_i64).send::<(), GetError>().await.unwrap_err();
    assert_eq!(error.to_string(), "things.ask: not sent: has no members to send");
}

#[test]
fn a_call_shows_members_and_hides_their_secrets() {
    let shown = format!("{:?}", with(IN_QUERY, by_key(SENTINEL)));
    assert_eq!(
        shown,
        r#"Call { endpoint: "things.ask", by: "key", productKey: "p 1", deviceKey: "…" }"#
    );
    let shown = format!("{:?}", with(rt::Parameter { secret: true, ..IN_QUERY }, by_id(7)));
    assert_eq!(shown, r#"Call { endpoint: "things.ask", by: "…", deviceId: "…" }"#);
}

#[tokio::test]
async fn lists_have_three_styles() {
    let styled = |list| rt::Parameter { wire_name: "a b", list, ..rt::Parameter::OPTIONAL };
    let list = || vec![Some("1 2".to_owned()), None, Some("&".to_owned())];
    for (style, expected, empty) in [
        (rt::ListStyle::Repeat, "?a%20b=1%202&a%20b=%26", ""),
        (rt::ListStyle::Comma, "?a%20b=1%202%2C%26", ""),
        (rt::ListStyle::Brackets, "?a%20b%5B%5D=1%202&a%20b%5B%5D=%26", ""),
    ] {
        check_query(styled(style), list(), expected).await;
        check_query(styled(style), Some(list()), expected).await;
        check_query(styled(style), Vec::<i64>::new(), empty).await;
        check_query(styled(style), 7_i64, "?a%20b=7").await;
    }
    let commas = vec!["1,2".to_owned()];
    check_query(styled(rt::ListStyle::Brackets), commas.clone(), "?a%20b%5B%5D=1%2C2").await;
    let reason = "has an item that holds ',', which separates items";
    check_refused(styled(rt::ListStyle::Comma), commas, "a b", reason).await;

    let form =
        rt::Parameter { location: rt::ParameterLocation::Form, ..styled(rt::ListStyle::Brackets) };
    let body = sent(form, vec![1_i64, 2]).await.body.unwrap();
    assert_eq!(body, b"a%20b%5B%5D=1&a%20b%5B%5D=2");
    let header_list = rt::Parameter {
        location: rt::ParameterLocation::Header,
        wire_name: "X-Ids",
        ..styled(rt::ListStyle::Comma)
    };
    assert_eq!(header(&sent(header_list, vec![1_i64, 2]).await, "x-ids"), Some("1,2"));
    let json =
        rt::Parameter { location: rt::ParameterLocation::Body, ..styled(rt::ListStyle::Comma) };
    assert_eq!(sent(json, vec![1_i64, 2]).await.body.unwrap(), br#"{"a b":[1,2]}"#);
}

#[tokio::test]
async fn patterns_match_the_whole_text() {
    const KEY: rt::Parameter = rt::Parameter {
        wire_name: "key",
        constraints: &[rt::Constraint::Pattern("a|bc")],
        ..rt::Parameter::OPTIONAL
    };
    check_query(KEY, "bc".to_owned(), "?key=bc").await;
    check_query(KEY, vec!["a".to_owned()], "?key=a").await;
    check_query(KEY, 7_i64, "?key=7").await;
    let reason = "does not match the pattern `a|bc`";
    for text in ["", "ab", "abc", "a\n", "\na", "移"] {
        check_refused(KEY, text.to_owned(), "key", reason).await;
        check_refused(KEY, Secret::new(text), "key", reason).await;
    }
    check_refused(KEY, vec!["a".to_owned(), "c".to_owned()], "key[1]", reason).await;

    let broken = rt::Parameter { constraints: &[rt::Constraint::Pattern("(")], ..KEY };
    check_refused(broken, "a".to_owned(), "key", "cannot be checked: the pattern `(` is invalid")
        .await;
}

#[tokio::test]
async fn patterns_do_not_backtrack() {
    let nested = rt::Parameter {
        wire_name: "key",
        constraints: &[rt::Constraint::Pattern("(a*)*(a|aa)+b")],
        ..rt::Parameter::OPTIONAL
    };
    let started = std::time::Instant::now();
    let reason = "does not match the pattern `(a*)*(a|aa)+b`";
    check_refused(nested, "a".repeat(100_000), "key", reason).await;
    assert!(started.elapsed().as_secs() < 5);
}

#[tokio::test]
async fn limits_hold_for_members_wherever_they_are() {
    let body = || rt::Parameter {
        location: rt::ParameterLocation::Body,
        wire_name: "batch",
        ..rt::Parameter::OPTIONAL
    };
    let spread = || rt::Parameter { spread: true, ..body() };
    let named = |name: &str| Named(Some(name.to_owned()));
    let long = Batch { devices: vec![named("abc"), named("abcd")], ..Batch::default() };
    let reason = "has 4 characters, at most 3 are allowed";
    check_refused(body(), long.clone(), "batch.devices[1].deviceName", reason).await;
    check_refused(spread(), long.clone(), "devices[1].deviceName", reason).await;
    check_refused(body(), vec![long], "batch[0].devices[1].deviceName", reason).await;

    let many = Batch { devices: vec![Named(None); 3], ..Batch::default() };
    check_refused(spread(), many, "devices", "holds 3 items, at most 2 are allowed").await;
    let by_group = BTreeMap::from([("g\n1".to_owned(), named("abcd"))]);
    let grouped = Batch { by_group, ..Batch::default() };
    check_refused(body(), grouped, r#"batch["by group"]["g\n1"].deviceName"#, reason).await;
    let heavy = Batch { weight: 5.5, ..Batch::default() };
    check_refused(spread(), heavy, "weight", "is more than 5").await;
    let odd = Batch { weight: f64::NAN, ..Batch::default() };
    check_refused(spread(), odd, "weight", "is not a finite number").await;

    check_refused(IN_QUERY, by_id(0), "deviceId", "is less than 1").await;
    let reason = "does not match the pattern `[A-Z0-9]*`";
    check_refused(IN_QUERY, by_key("sentinel"), "deviceKey", reason).await;
}

#[tokio::test]
async fn values_inside_texts_are_one_text_each() {
    const DATA: rt::Parameter = rt::Parameter {
        wire_name: "data",
        constraints: &[rt::Constraint::MaxLength(9), rt::Constraint::MaxItems(2)],
        ..rt::Parameter::OPTIONAL
    };
    let joined = |ids: &[i64]| Delimited::<i64, ';'>::from(ids.to_vec());
    check_query(DATA, joined(&[1, 2]), "?data=1%3B2").await;
    check_query(DATA, joined(&[]), "?data=").await;
    check_query(DATA, vec![joined(&[1]), joined(&[2, 3])], "?data=1&data=2%3B3").await;
    check_query(DATA, JsonString::new(vec![1_i64, 2]), "?data=%5B1%2C2%5D").await;
    check_query(DATA, JsonString::new(None::<i64>), "").await;
    let body = sent(
        rt::Parameter { location: rt::ParameterLocation::Body, ..DATA },
        JsonString::new(true),
    )
    .await;
    assert_eq!(body.body.unwrap(), br#"{"data":"true"}"#);

    let reason = "holds 3 items, at most 2 are allowed";
    check_refused(DATA, joined(&[1, 2, 3]), "data", reason).await;
    let reason = "has 11 characters, at most 9 are allowed";
    check_refused(DATA, JsonString::new("123456789".to_owned()), "data", reason).await;
    let item = vec![Delimited::<String, ';'>(vec!["a;b".to_owned()])];
    let reason = "has an item that holds ';', which separates items";
    check_refused(
        rt::Parameter { location: rt::ParameterLocation::Body, ..DATA },
        item,
        "data[0]",
        reason,
    )
    .await;
    let named = || JsonString::new(vec![Named(Some("abcd".to_owned()))]);
    let reason = "has 4 characters, at most 3 are allowed";
    check_refused(
        rt::Parameter { constraints: &[], ..DATA },
        named(),
        "data[0].deviceName",
        reason,
    )
    .await;
}

#[test]
fn secrets_inside_texts_are_hidden() {
    let secret = || Some(Secret::new(SENTINEL));
    for call in [
        with(rt::Parameter::OPTIONAL, JsonString::new(vec![secret()])),
        with(rt::Parameter::OPTIONAL, Delimited::<_, ','>(vec![secret()])),
    ] {
        let shown = format!("{call:?}");
        assert!(shown.ends_with(r#": "…" }"#) && !shown.contains(SENTINEL), "{shown}");
    }
}

#[tokio::test]
async fn items_of_lists_in_lists_are_not_counted() {
    let lists = rt::Parameter {
        location: rt::ParameterLocation::Body,
        wire_name: "lists",
        constraints: &[rt::Constraint::MaxItems(1), rt::Constraint::Max(5)],
        ..rt::Parameter::OPTIONAL
    };
    check_refused(lists, vec![vec![1_i64, 2, 6]], "lists[0][2]", "is more than 5").await;
}
