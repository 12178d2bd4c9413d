//! Names of a client in Rust: the one part of this back end that others may read.
//!
//! `identifier` turns names of a description into identifiers, `reserved` lists those that generated code needs itself,
//! and `items` says how each thing described is called. [`paths`], [`from_outside`] and [`usage_example`] are for back
//! ends that show Rust. [`check`] reports names that cannot be had, before anything is rendered.

mod check;
mod identifier;
mod items;
#[cfg(any(feature = "diff", feature = "docs"))]
#[cfg_attr(
    not(all(feature = "diff", feature = "docs")),
    allow(dead_code, reason = "each of the two names other things")
)]
pub(crate) mod paths;
mod print;
mod reserved;
pub(super) mod types;
pub(crate) mod usage_example;

pub(crate) use check::{check, check_snippets};
pub(super) use identifier::bare;
pub(crate) use items::takes_request;
pub(super) use items::{
    alternative_field, argument, builder, case, constructor, envelope, field, group, handle,
    method, named_type, request, server, setter, variant,
};
#[cfg(feature = "docs")]
pub(crate) use print::from_outside;
