//! Fault rules, by which a share of the responses of some or all endpoints fails.

use std::str::FromStr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use super::{Fault, Reply};
use crate::model::{Api, Endpoint};

/// A rule by which a share of the answers fails or is late; see [`Builder::fault_rule`](super::Builder::fault_rule).
///
/// Its text form is `KIND`, `KIND:WHERE`, `KIND:SHARE` or `KIND:WHERE:SHARE`:
///
/// * `KIND` is a [`Fault`] (`truncated`), a status (`status-503`), a code in the envelope
///   (`code-70017`), or a delay (`200ms`, `1.5s`);
/// * `WHERE` is an endpoint (`devices.list`), a group (`devices`) or the beginning of a path
///   (`/v2/devices`); without it the rule applies to all endpoints;
/// * `SHARE` is in percent (`10%`); without it the rule applies to all answers. Affected answers are spread evenly, so that
///   the same calls meet the same faults in each run.
#[derive(Debug, Clone, PartialEq)]
pub struct FaultRule {
    effect: Effect,
    place: Option<String>,
    percent: f64,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Effect {
    Fault(Fault),
    Status(u16),
    Code(i64),
    Delay(Duration),
}

impl FaultRule {
    /// The `WHERE` of the rule, if it matches no endpoint.
    pub(super) fn misplaced(&self, api: &Api) -> Option<&str> {
        let place = self.place.as_deref()?;
        (!api.endpoints().any(|endpoint| self.is_about(endpoint))).then_some(place)
    }

    fn is_about(&self, endpoint: &Endpoint) -> bool {
        let Some(place) = &self.place else { return true };
        if place.starts_with('/') {
            endpoint.path_template().starts_with(place.as_str())
        } else {
            endpoint.full_name() == *place || endpoint.group == *place
        }
    }

    fn applied_to(&self, reply: Reply) -> Reply {
        match self.effect {
            Effect::Fault(fault) => reply.with_fault(fault),
            Effect::Status(status) => Reply::status(status).after(reply.delay()),
            Effect::Code(code) => Reply::code(code).after(reply.delay()),
            Effect::Delay(delay) => {
                let before = reply.delay();
                reply.after(before + delay)
            }
        }
    }
}

/// A rule with its counter.
pub(super) struct ActiveRule {
    rule: FaultRule,
    /// The number of responses that the rule was evaluated for.
    seen: AtomicU64,
}

impl ActiveRule {
    pub(super) fn new(rule: FaultRule) -> Self {
        Self { rule, seen: AtomicU64::new(0) }
    }

    /// Returns the reply, changed if it is due: at 10 % every tenth.
    pub(super) fn apply(&self, endpoint: &Endpoint, reply: Reply) -> Reply {
        if !self.rule.is_about(endpoint) {
            return reply;
        }
        let before = self.seen.fetch_add(1, Ordering::Relaxed);
        let due = |answers: u64| (answers as f64 * self.rule.percent / 100.0).floor();
        if due(before + 1) > due(before) { self.rule.applied_to(reply) } else { reply }
    }
}

impl FromStr for FaultRule {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let mut parts = text.split(':');
        let effect = parts.next().unwrap_or_default().parse()?;
        let mut rule = Self { effect, place: None, percent: 100.0 };
        for part in parts {
            match part.strip_suffix('%') {
                Some(percent) => rule.percent = self::percent(percent)?,
                None if rule.place.is_none() && !part.is_empty() => {
                    rule.place = Some(part.to_owned());
                }
                None => {
                    return Err(format!("`{part}` is neither a place nor a share such as `10%`"));
                }
            }
        }
        Ok(rule)
    }
}

fn percent(text: &str) -> Result<f64, String> {
    let number = text.parse().ok().filter(|number| (0.0..=100.0).contains(number));
    number.ok_or_else(|| format!("`{text}%` is not between 0% and 100%"))
}

impl FromStr for Effect {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if let Some(status) = text.strip_prefix("status-") {
            let status = status.parse().ok().filter(|status| (200..=599).contains(status));
            return status
                .map(Self::Status)
                .ok_or_else(|| "a status is from 200 to 599".to_owned());
        }
        if let Some(code) = text.strip_prefix("code-") {
            return code.parse().map(Self::Code).map_err(|_| "a code is an integer".to_owned());
        }
        if let Some(delay) = delay(text) {
            return Ok(Self::Delay(delay));
        }
        text.parse().map(Self::Fault).map_err(|reason: String| {
            format!("{reason}; `status-503`, `code-70017` and delays such as `200ms`")
        })
    }
}

/// `200ms` or `1.5s`.
fn delay(text: &str) -> Option<Duration> {
    let (number, unit) = match text.strip_suffix("ms") {
        Some(number) => (number, 0.001),
        None => (text.strip_suffix('s')?, 1.0),
    };
    let seconds = number.parse::<f64>().ok().filter(|number| *number >= 0.0)? * unit;
    Duration::try_from_secs_f64(seconds).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Result<(Effect, Option<&str>, f64), &str>) {
        match (text.parse::<FaultRule>(), expected) {
            (Ok(found), Ok((effect, place, percent))) => {
                let place = place.map(str::to_owned);
                assert_eq!(found, FaultRule { effect, place, percent });
            }
            (Err(found), Err(expected)) => assert!(found.contains(expected), "{found}"),
            (found, expected) => panic!("{text}: {found:?} instead of {expected:?}"),
        }
    }

    #[test]
    fn a_disturbance_is_a_kind_a_place_and_a_share() {
        check("truncated", Ok((Effect::Fault(Fault::Truncated), None, 100.0)));
        check("no-answer:10%", Ok((Effect::Fault(Fault::NoAnswer), None, 10.0)));
        check("status-503:devices.list", Ok((Effect::Status(503), Some("devices.list"), 100.0)));
        check("code--7:/v2/:0.5%", Ok((Effect::Code(-7), Some("/v2/"), 0.5)));
        check(
            "1.5s:devices",
            Ok((Effect::Delay(Duration::from_millis(1500)), Some("devices"), 100.0)),
        );
        check("200ms", Ok((Effect::Delay(Duration::from_millis(200)), None, 100.0)));
    }

    #[test]
    fn what_is_no_disturbance_is_told_with_what_there_is() {
        check("truncate", Err("there is no fault `truncate`; there are reset-before-head,"));
        check("truncate", Err("not-http; `status-503`"));
        check("", Err("there is no fault ``"));
        check("-1s", Err("there is no fault"));
        check("status-100", Err("from 200 to 599"));
        check("code-x", Err("an integer"));
        check("truncated:101%", Err("`101%` is not between"));
        check("truncated:NaN%", Err("`NaN%` is not between"));
        check("truncated:a:b", Err("`b` is neither a place nor a share"));
        check("truncated:", Err("`` is neither a place"));
    }
}
