//! Names of a client in Rust. Other back ends may use only this part of the Rust back end.
//!
//! `identifier` turns names of a description into identifiers, `reserved` lists those that generated code needs itself,
//! and `items` lists the names of declarations. [`paths`], [`from_outside`] and [`usage_example`] are for back
//! ends that show Rust. [`check`] reports names that are not available, before the first file is rendered.

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
