//! Responses of each kind, and their classification.

use super::*;
use crate::decode::{Destination, Keys, Object};
use crate::response::{PayloadReceiver, make, take};

static DEVICE: Envelope = Envelope {
    code: Some("code"),
    success: &[200, 0],
    message: Some("msg"),
    data: Some("data"),
    others: &["total"],
};
static TOKEN: Envelope = Envelope {
    code: Some("code"),
    success: &[200],
    message: Some("msg"),
    data: None,
    others: &["error"],
};
static BARE: Envelope =
    Envelope { code: None, success: &[], message: Some("message"), data: None, others: &[] };
static BARE_DATA: Envelope =
    Envelope { code: None, success: &[], message: None, data: Some("data"), others: &[] };

#[derive(Debug, Default, PartialEq)]
struct Login {
    token: String,
    lifetime: Option<i64>,
}

impl Decode for Login {
    fn destination(&mut self) -> Destination<'_> {
        Destination::Object(self)
    }
}

impl Object for Login {
    fn keys(&self) -> &'static Keys {
        &Keys { names: &["accessToken", "expiresIn"], required: &[0] }
    }

    fn at(&mut self, index: usize) -> &mut dyn Decode {
        match index {
            0 => &mut self.token,
            _ => &mut self.lifetime,
        }
    }
}

/// Returns the payload, or a description of the failure.
fn outcome<T: Decode + Default + 'static>(
    envelope: &'static Envelope,
    status: u16,
    body: &[u8],
) -> Result<T, String> {
    let mut receiver = PayloadReceiver::new(make::<T>);
    match read(envelope, status, body, &mut receiver, None) {
        Verdict::Success => Ok(take(&mut *receiver.into_payload())),
        Verdict::Refused { code, is_status: false, message } => {
            Err(format!("code {code} {message:?}"))
        }
        Verdict::Refused { code, is_status: true, message } => {
            Err(format!("status {code} {message:?}"))
        }
        Verdict::Unreadable(mismatch) => Err(mismatch.to_string()),
    }
}

#[track_caller]
fn check(envelope: &'static Envelope, status: u16, body: &str, expected: Result<&str, &str>) {
    let found = outcome::<Login>(envelope, status, body.as_bytes());
    assert_eq!(
        found.as_ref().map(|login| login.token.as_str()).map_err(String::as_str),
        expected,
        "{body}"
    );
}

#[test]
fn success_is_a_success_code_on_a_good_status() {
    check(&DEVICE, 200, r#"{"code":200,"msg":"","data":{"accessToken":"t"}}"#, Ok("t"));
    check(&DEVICE, 201, r#"{"data":{"accessToken":"t"},"total":1,"new":{},"code":0}"#, Ok("t"));
    check(&DEVICE, 200, r#"{"code":" 200 ","data":{"accessToken":"t"}}"#, Ok("t"));
    check(&DEVICE, 200, r#"{"code":200.0,"data":{"accessToken":"t"}}"#, Ok("t"));
    check(&DEVICE, 200, "\u{feff}{\"code\":200,\"data\":{\"accessToken\":\"t\"}}", Ok("t"));
    check(
        &DEVICE,
        500,
        r#"{"code":200,"msg":"m","data":{"accessToken":"t"}}"#,
        Err(r#"status 500 Some("m")"#),
    );
}

#[test]
fn failures_in_band_are_refusals_whatever_their_data() {
    for data in ["null", "[]", "\"no such device\"", "{\"accessToken\":{}}", "7"] {
        let before = format!(r#"{{"code":70017,"msg":"gone","data":{data}}}"#);
        let after = format!(r#"{{"data":{data},"msg":"gone","code":"70017"}}"#);
        for body in [before, after] {
            check(&DEVICE, 200, &body, Err(r#"code 70017 Some("gone")"#));
            check(&DEVICE, 500, &body, Err(r#"code 70017 Some("gone")"#));
        }
    }
}

#[test]
fn messages_never_stand_in_the_way() {
    check(&DEVICE, 200, r#"{"code":5,"msg":null}"#, Err("code 5 None"));
    check(&DEVICE, 200, r#"{"code":5,"msg":{"a":[1]}}"#, Err("code 5 None"));
    check(&DEVICE, 200, r#"{"code":5,"msg":7}"#, Err(r#"code 5 Some("7")"#));
    check(&DEVICE, 200, r#"{"code":5,"msg":""}"#, Err("code 5 None"));
}

#[test]
fn without_a_code_the_status_decides() {
    let expected = "expected an integer that says how the call went at $.code, found nothing";
    check(&DEVICE, 200, r#"{"data":{"accessToken":"t"}}"#, Err(expected));
    check(&DEVICE, 502, r#"{"data":{"accessToken":"t"}}"#, Err("status 502 None"));
    check(&DEVICE, 404, r#"{"msg":"m","code":null}"#, Err(r#"status 404 Some("m")"#));
    check(&DEVICE, 302, "", Err("status 302 None"));
    let expected =
        "expected an integer that says how the call went at $.code, found the string \"SUCCESS\"";
    check(&DEVICE, 200, r#"{"code":"SUCCESS","data":{"accessToken":"t"}}"#, Err(expected));
}

#[test]
fn what_is_no_envelope_is_said() {
    let html = "<html><head><title>502 Bad Gateway</title></head></html>";
    check(&DEVICE, 502, html, Err("status 502 None"));
    let expected =
        "expected JSON at $, found HTML or XML: \"<html><head><title>502 Bad Gateway</titl…\"";
    check(&DEVICE, 200, html, Err(expected));
    check(&TOKEN, 200, html, Err(expected));
    check(&BARE, 200, html, Err(expected));
    check(&DEVICE, 200, "", Err("expected JSON at $, found an empty body"));
    check(&DEVICE, 200, " \n", Err("expected JSON at $, found an empty body"));
    check(&DEVICE, 500, "", Err("status 500 None"));
    check(&DEVICE, 200, "[]", Err("expected an object at $, found a list"));
    check(&DEVICE, 200, "\"SENTINEL\"", Err("expected an object at $, found a string"));
    check(&DEVICE, 200, "null", Err("expected an object at $, found null"));
    assert!(!outcome::<Login>(&DEVICE, 200, b"SENTINEL").unwrap_err().contains("SENTINEL"));
}

#[test]
fn a_mismatch_in_a_success_is_a_decode_error_with_its_path() {
    let expected = "expected a string at $.data.accessToken, found an object";
    check(&DEVICE, 200, r#"{"data":{"accessToken":{}},"code":200}"#, Err(expected));
    check(&DEVICE, 200, r#"{"code":200,"data":{"accessToken":{}}}"#, Err(expected));
    let expected = "expected a string at $.data.accessToken, found nothing";
    check(&DEVICE, 200, r#"{"code":200}"#, Err(expected));
    check(&DEVICE, 200, r#"{"code":200,"data":null}"#, Err(expected));
}

#[test]
fn an_absent_payload_is_null() {
    let body = br#"{"code":200}"#;
    assert_eq!(outcome::<Option<Login>>(&DEVICE, 200, body), Ok(None));
    assert_eq!(outcome::<Vec<Login>>(&DEVICE, 200, body), Ok(vec![]));
    assert_eq!(outcome::<()>(&DEVICE, 200, body), Ok(()));
    assert_eq!(outcome::<()>(&DEVICE, 200, br#"{"code":200,"data":{"a":[]}}"#), Ok(()));
    let expected = "expected an integer at $.data, found nothing";
    assert_eq!(outcome::<i64>(&DEVICE, 200, body), Err(expected.to_owned()));
}

#[test]
fn a_payload_at_the_top_needs_its_keys_only_on_success() {
    check(&TOKEN, 200, r#"{"code":200,"msg":"","accessToken":"t","error":null}"#, Ok("t"));
    check(&TOKEN, 200, r#"{"code":91001,"msg":"no"}"#, Err(r#"code 91001 Some("no")"#));
    check(&TOKEN, 200, r#"{"accessToken":{},"code":91001}"#, Err("code 91001 None"));
    check(&TOKEN, 200, r#"{"code":200}"#, Err("expected a string at $.accessToken, found nothing"));
    check(
        &TOKEN,
        200,
        r#"{"code":200,"accessToken":{}}"#,
        Err("expected a string at $.accessToken, found an object"),
    );
    assert_eq!(outcome::<()>(&TOKEN, 200, br#"{"code":200}"#), Ok(()));
}

#[test]
fn without_codes_the_body_is_the_payload() {
    check(&BARE, 200, r#"{"accessToken":"t"}"#, Ok("t"));
    check(&BARE, 403, r#"{"message":"no"}"#, Err(r#"status 403 Some("no")"#));
    check(&BARE_DATA, 200, r#"{"data":{"accessToken":"t"}}"#, Ok("t"));
    assert_eq!(outcome::<()>(&BARE, 204, b""), Ok(()));
    assert_eq!(outcome::<()>(&BARE_DATA, 204, b""), Ok(()));
    assert_eq!(outcome::<Vec<i64>>(&BARE, 200, b"[1]"), Ok(vec![1]));
    check(&BARE, 200, "", Err("expected a string at $.accessToken, found nothing"));
    check(&BARE_DATA, 200, "", Err("expected a string at $.data.accessToken, found nothing"));
}

#[test]
fn bytes_that_are_not_text_still_tell_a_refusal() {
    let body = b"{\"code\":5,\"msg\":\"\xc4\xe3\",\"data\":null}";
    assert!(outcome::<()>(&DEVICE, 200, body).unwrap_err().starts_with("code 5"));
    let body = b"{\"code\":200,\"data\":{\"accessToken\":\"\xc4\xe3\"}}";
    assert_eq!(
        outcome::<Login>(&DEVICE, 200, body).unwrap_err(),
        "expected UTF-8 at $, found bytes that are not"
    );
}

#[test]
fn digits_are_kept_through_the_envelope() {
    check(&DEVICE, 200, r#"{"data":{"accessToken":1.10},"code":200}"#, Ok("1.10"));
    check(&TOKEN, 200, r#"{"accessToken":1.10,"code":200}"#, Ok("1.10"));
}

#[test]
fn the_keys_of_an_envelope_are_no_drift() {
    let check = |envelope, body: &str, expected: &[&str]| {
        let mut drift = Vec::new();
        let mut receiver = PayloadReceiver::new(make::<Login>);
        read(envelope, 200, body.as_bytes(), &mut receiver, Some(&mut drift));
        assert_eq!(drift.iter().map(|drift| drift.path.as_str()).collect::<Vec<_>>(), expected);
    };
    check(
        &DEVICE,
        r#"{"code":0,"msg":"","total":1,"extra":2,"data":{"accessToken":"t","more":1}}"#,
        &["$.extra", "$.data.more"],
    );
    check(&TOKEN, r#"{"code":200,"msg":"","error":1,"extra":2,"accessToken":"t"}"#, &["$.extra"]);
}
