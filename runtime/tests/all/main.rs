//! The runtime from outside, through the door that generated code uses. One program, so that it links once.

mod support;

mod calls;
mod generated;
mod secrets;
mod tokens;
#[cfg(feature = "reqwest")]
mod transport;
