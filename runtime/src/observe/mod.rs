//! Observation of calls: tracing, recorded exchanges, counted drift. Secrets are redacted.

mod drift_counter;
mod exchange;
mod redact;
pub(crate) mod trace;

pub use self::drift_counter::DriftCounter;
pub(crate) use self::exchange::record;
pub use self::exchange::{Exchange, ExchangeAnswer};
pub(crate) use self::redact::Redactor;
