//! The Rust back end: from a description's meaning to the files of a client.
//!
//! [`names`] decides how everything is called and reports names that cannot be had. [`view`] hands finished values to the
//! templates; [`emit`](mod@emit) renders, parses and prints them. Nothing that was written in a description becomes Rust
//! except through tokens.

mod blank_lines;
mod doc_placeholders;
mod emit;
mod markdown;
pub(crate) mod names;
mod rust_source;
mod single_file;
mod template_trace;
mod templates;
mod type_index;
mod verify;
mod view;

pub(crate) use emit::emit;
pub(crate) use templates::template_names;
pub(crate) use view::ClientView;
