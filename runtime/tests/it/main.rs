//! The runtime from outside, through the door that generated code uses.

#[cfg(feature = "__transport")]
mod server;
mod support;

mod batches;
mod calls;
mod generated;
mod parameters;
mod places;
#[cfg(feature = "__transport")]
mod public;
mod retries;
mod secrets;
#[cfg(feature = "__transport")]
mod tls;
mod tokens;
mod traces;
#[cfg(feature = "__transport")]
mod transport;
