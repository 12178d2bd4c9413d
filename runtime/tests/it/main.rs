//! The runtime from outside, through the door that generated code uses.

#[cfg(feature = "reqwest")]
mod server;
mod support;

mod batches;
mod calls;
mod generated;
mod parameters;
mod places;
#[cfg(feature = "reqwest")]
mod public;
mod retries;
mod secrets;
#[cfg(feature = "reqwest")]
mod tls;
mod tokens;
mod traces;
#[cfg(feature = "reqwest")]
mod transport;
