//! The texts of all diagnostics, a file for each subject.
//!
//! A headline states the problem in terms of the description, without a full stop. A label describes
//! its place. The help is advice on correcting the description.

mod api;
mod endpoints;
mod error_codes;
mod examples;
mod files;
mod grammar;
mod names;
mod parameters;
mod templates;
mod types;
mod warnings;

pub(crate) use api::*;
pub(crate) use endpoints::*;
pub(crate) use error_codes::*;
pub(crate) use examples::*;
pub(crate) use files::*;
pub(crate) use grammar::*;
pub(crate) use names::*;
pub(crate) use parameters::*;
pub(crate) use templates::*;
pub(crate) use types::*;
pub(crate) use warnings::*;
