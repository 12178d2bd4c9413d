//! What others may see of a call: tracing, and exchanges without their secrets.

pub(crate) mod exchange;
pub(crate) mod redact;
pub(crate) mod trace;
