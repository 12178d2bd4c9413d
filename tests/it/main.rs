//! Integration tests of the client, in one program to link only once.

mod support;

mod answers;
mod calls;

mod current;
mod error_messages;
mod faults;
mod lists;
mod open_enums;
mod requests;
mod retries;
mod right_calls;
mod rustdoc;
mod secrets;
mod sign_in;
mod soak;
mod texts;
mod wire;
