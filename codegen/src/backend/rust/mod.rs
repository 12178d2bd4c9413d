//! The Rust back end: from what a description means to the files of a client.
//!
//! [`view`] decides everything (names, types, docs) and hands finished values to the templates;
//! [`emit`] renders, parses and prints them. Nothing that was written in a description becomes
//! Rust except through tokens.

mod blame;
mod code;
mod comments;
mod docs;
mod emit;
mod layout;
pub(crate) mod names;
mod nest;
#[cfg(any(feature = "diff", feature = "docs"))]
#[cfg_attr(
    not(all(feature = "diff", feature = "docs")),
    allow(dead_code, reason = "each of the two names other things")
)]
pub(crate) mod paths;
mod templates;
mod types;
mod view;

pub(crate) use emit::emit;
pub(crate) use templates::template_names;
pub(crate) use view::View;
#[cfg(feature = "docs")]
pub(crate) use view::sample;
