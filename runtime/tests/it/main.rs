//! Integration tests of the runtime through its API for generated code.

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
