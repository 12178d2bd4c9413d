//! The context of a failure that the headers of a response provide.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use crate::error::Context;
use crate::observe::Redactor;
use crate::transport::Response;
use crate::value::Timestamp;

/// Reads the context from the headers of a response. Secrets are redacted, because a header may repeat anything.
pub(super) fn of(response: &Response, redactor: &dyn Fn() -> Redactor) -> Context {
    let date = response.header("date").and_then(|date| httpdate::parse_http_date(date).ok());
    let now = date.unwrap_or_else(SystemTime::now);
    let retry_after = response.header("retry-after");
    let request_id = response.request_id().map(|id| redactor().apply(id).into_owned());
    Context {
        retry_after: retry_after.and_then(|value| delay(value.trim(), now)),
        request_id: request_id.filter(|id| !id.is_empty()).map(Arc::from),
        server_time: date.map(Timestamp::from),
        ..Context::default()
    }
}

/// Parses `Retry-After`, which is a number of seconds or a date by the server's clock.
fn delay(value: &str, now: SystemTime) -> Option<Duration> {
    if let Ok(seconds) = value.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let at = httpdate::parse_http_date(value).ok()?;
    Some(at.duration_since(now).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(headers: &[(&str, &str)], seconds: Option<u64>) {
        let headers = headers.iter().map(|(name, value)| ((*name).into(), (*value).into()));
        let response = Response { headers: headers.collect(), ..Response::default() };
        let found = of(&response, &Redactor::default).retry_after;
        assert_eq!(found, seconds.map(Duration::from_secs));
    }

    #[test]
    fn retry_after_is_understood_in_both_forms() {
        let date = ("Date", "Sun, 06 Nov 1994 08:49:37 GMT");
        check(&[], None);
        check(&[("Retry-After", "120")], Some(120));
        check(&[("retry-after", " 0 ")], Some(0));
        check(&[("retry-after", "-1")], None);
        check(&[("retry-after", "soon")], None);
        // By the server's clock, even if the local clock differs.
        check(&[date, ("retry-after", "Sun, 06 Nov 1994 08:50:07 GMT")], Some(30));
        check(&[date, ("retry-after", "Sun, 06 Nov 1994 08:00:00 GMT")], Some(0));
    }
}
