//! The rule that distinguishes success from failure.
//!
//! A failing HTTP status is never a success. Otherwise the code in the envelope decides, if the envelope has one. The
//! runtime judges by the same rule.

use ordered_json::Value;

use crate::model::Envelope;

/// The outcome of a call, by its answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// The answer is a success.
    Success,
    /// The answer is a failure with this code: that of the envelope, or else the HTTP status.
    Failure(i64),
    /// The status is good, and the code that the envelope should hold cannot be read.
    Unreadable,
}

/// Judges an answer.
pub(crate) fn outcome(envelope: &Envelope, status: u16, body: &Value) -> Outcome {
    let code = envelope.code.as_ref().and_then(|name| code(body.get(name)?));
    match code {
        Some(code) if !envelope.success.contains(&code) => Outcome::Failure(code),
        _ if !(200..300).contains(&status) => Outcome::Failure(status.into()),
        Some(_) => Outcome::Success,
        None if envelope.code.is_none() => Outcome::Success,
        None => Outcome::Unreadable,
    }
}

/// A code; servers also send it as text, or as `200.0`.
fn code(value: &Value) -> Option<i64> {
    let whole = |number: f64| {
        let fits = number.fract() == 0.0 && number.abs() < i64::MAX as f64;
        fits.then_some(number as i64)
    };
    match value {
        Value::Number(number) => number.as_i64().or_else(|| number.as_f64().and_then(whole)),
        Value::String(text) => text.trim().parse().ok(),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    }
}

impl Outcome {
    /// The code of a failure.
    pub(crate) fn failure(self) -> Option<i64> {
        match self {
            Self::Failure(code) => Some(code),
            Self::Success | Self::Unreadable => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use endpointc_runtime::codegen as rt;
    use ordered_json::json;

    use super::*;

    const SUCCESS: &[i64] = &[0, 200];

    /// Status, body, outcome with a code in the envelope, outcome without.
    const TABLE: &[(u16, &str, Outcome, Outcome)] = &[
        (200, r#"{"code":200}"#, Outcome::Success, Outcome::Success),
        (200, r#"{"code":0}"#, Outcome::Success, Outcome::Success),
        (201, r#"{"code":200}"#, Outcome::Success, Outcome::Success),
        (299, r#"{"code":"200"}"#, Outcome::Success, Outcome::Success),
        (200, r#"{"code":" 200 "}"#, Outcome::Success, Outcome::Success),
        (200, r#"{"code":200.0}"#, Outcome::Success, Outcome::Success),
        (200, r#"{"code":7}"#, Outcome::Failure(7), Outcome::Success),
        (201, r#"{"code":"7"}"#, Outcome::Failure(7), Outcome::Success),
        (200, r#"{"code":-7}"#, Outcome::Failure(-7), Outcome::Success),
        (200, r#"{"code":7.5}"#, Outcome::Unreadable, Outcome::Success),
        (200, r#"{"code":"seven"}"#, Outcome::Unreadable, Outcome::Success),
        (200, r#"{"code":true}"#, Outcome::Unreadable, Outcome::Success),
        (200, r#"{"code":null}"#, Outcome::Unreadable, Outcome::Success),
        (200, r#"{"code":18446744073709551615}"#, Outcome::Unreadable, Outcome::Success),
        (200, "{}", Outcome::Unreadable, Outcome::Success),
        (199, r#"{"code":200}"#, Outcome::Failure(199), Outcome::Failure(199)),
        (304, "{}", Outcome::Failure(304), Outcome::Failure(304)),
        (404, r#"{"code":200}"#, Outcome::Failure(404), Outcome::Failure(404)),
        (404, r#"{"code":7}"#, Outcome::Failure(7), Outcome::Failure(404)),
        (404, r#"{"code":"seven"}"#, Outcome::Failure(404), Outcome::Failure(404)),
        (502, "{}", Outcome::Failure(502), Outcome::Failure(502)),
        (503, r#""no JSON object""#, Outcome::Failure(503), Outcome::Failure(503)),
    ];

    #[test]
    fn a_bad_status_always_fails_and_else_the_code_decides() {
        for (status, body, with_code, without) in TABLE {
            let value = serde_json::from_str(body).expect("JSON");
            assert_eq!(
                outcome(&envelope(Some("code")), *status, &value),
                *with_code,
                "{status} {body}"
            );
            assert_eq!(outcome(&envelope(None), *status, &value), *without, "{status} {body}");
        }
    }

    #[test]
    fn the_runtime_judges_by_the_same_rule() {
        for (status, body, with_code, without) in TABLE {
            assert_eq!(judged(&WITH_CODE, *status, body), *with_code, "{status} {body}");
            assert_eq!(judged(&WITHOUT, *status, body), *without, "{status} {body}");
        }
    }

    fn envelope(code: Option<&str>) -> Envelope {
        Envelope {
            name: "plain".to_owned(),
            code: code.map(str::to_owned),
            success: SUCCESS.to_vec(),
            message: None,
            data: Some("data".to_owned()),
            others: Vec::new(),
        }
    }

    /// The runtime's outcome.
    fn judged(endpoint: &'static rt::Endpoint, status: u16, body: &str) -> Outcome {
        match rt::read_example::<(), Refusal>(endpoint, status, body) {
            Ok(()) => Outcome::Success,
            Err(error) => error.code().map_or(Outcome::Unreadable, Outcome::Failure),
        }
    }

    static WITH_CODE: rt::Endpoint = endpoint(&rt::Envelope {
        code: Some("code"),
        success: SUCCESS,
        message: None,
        data: Some("data"),
        others: &[],
    });

    static WITHOUT: rt::Endpoint = endpoint(&rt::Envelope {
        code: None,
        success: SUCCESS,
        message: None,
        data: Some("data"),
        others: &[],
    });

    static API: rt::Api = rt::Api { name: "test", auth: None, codes: &[], secrets: &[] };

    const fn endpoint(envelope: &'static rt::Envelope) -> rt::Endpoint {
        rt::Endpoint {
            api: &API,
            name: "things.get",
            method: rt::Method::Get,
            path: &[],
            parameters: &[],
            paging: None,
            envelope,
            authenticated: false,
            idempotent: true,
            codes: &[],
        }
    }

    #[derive(Debug, Clone, Copy)]
    struct Refusal;

    impl rt::ErrorCase for Refusal {
        const CODES: &'static [(i64, Self)] = &[];
        const UNLISTED: Self = Self;

        fn meanings() -> [&'static [rt::Meaning]; 2] {
            [&[], &[]]
        }
    }

    #[test]
    fn a_code_may_be_an_exact_float_only() {
        assert_eq!(code(&json!(2e2)), Some(200));
        assert_eq!(code(&json!(1e300)), None);
    }
}
