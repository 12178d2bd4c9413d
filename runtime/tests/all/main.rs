//! The runtime from outside, through the door that generated code uses. One program, so that it links once.

mod support;

mod batches;
mod calls;
mod generated;
mod parameters;
mod secrets;
mod tokens;
#[cfg(feature = "reqwest")]
mod transport;
