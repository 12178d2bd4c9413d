//! Integration tests of the compiler, in one program to link only once, except for `emit.rs`.

mod cases;
mod support;

mod architecture;
mod calls;
mod diff;
mod docs;
mod emitted;
mod explain;
mod fuzz;
mod hostile;
mod layouts;
mod name_errors;
mod openapi;
mod properties;
mod readme;
mod samples;
mod schema;
mod templates;
mod ui;

#[cfg(feature = "cli")]
mod cli;
#[cfg(feature = "cli")]
mod interrupted;
#[cfg(feature = "cli")]
mod watch;

/// Generated code refers to the module by this path.
use support::by_hand;
use support::outputs as emit;
