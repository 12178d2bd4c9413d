//! An endpoint compiler: compiles one small YAML file per endpoint of an HTTP API into a Rust client.
//!
//! ```no_run
//! // build.rs
//! endpointc::Build::new("spec").compile();
//! ```
//!
//! [`generate`] does everything. Its two halves are [`describe`], which reads a description into a [`model::Api`], and
//! [`compile`], which generates the client. The other back ends take a [`model::Api`], too.

#![cfg_attr(docsrs, feature(doc_cfg))]

mod backend;
mod build_script;
pub mod diagnostics;
mod lint;
mod markup;
pub mod model;
mod options;
pub mod output;
mod parallel;
pub mod progress;
mod resolve;
pub mod source;
mod syntax;
mod wire;

use std::io;
use std::path::Path;

#[cfg(feature = "diff")]
pub use backend::diff;
#[cfg(feature = "mock")]
pub use backend::mock;
#[cfg(feature = "openapi")]
pub use backend::openapi;
#[cfg(feature = "docs")]
pub use backend::site;
pub use build_script::Build;
pub use diagnostics::{Diagnostic, Sink, Stopped};
pub use markup::overrides::Overrides;
pub use options::{CrateName, Layout, Options};
/// JSON values whose members keep their order.
#[doc(no_inline)]
pub use ordered_json as json;
pub use output::FileSet;
pub use output::manifest::Manifest;
pub use progress::Progress;
pub use source::Sources;
pub use syntax::schema;

use backend::rust;
use progress::Stage;

/// Compiles a description into the files of a Rust client.
///
/// # Errors
///
/// The errors are in `sink`.
pub fn generate(sources: &Sources, options: &Options, sink: &mut Sink) -> Result<FileSet, Stopped> {
    let (_, files) = generate_incremental(sources, options, &Manifest::default(), sink)?;
    Ok(files)
}

/// Compiles a description like [`generate`], but takes unchanged files from the last run. Also returns the API.
///
/// If the manifest [is current](Manifest::is_current), the call can be skipped.
///
/// # Errors
///
/// The errors are in `sink`.
pub fn generate_incremental(
    sources: &Sources,
    options: &Options,
    last: &Manifest,
    sink: &mut Sink,
) -> Result<(model::Api, FileSet), Stopped> {
    let api = describe(sources, sink)?;
    let mut files = compile_incremental(&api, options, last, sink)?;
    // After warnings the next run must not be skipped, so that it repeats them.
    if sink.warnings() == 0 {
        files.fingerprint(sources, options);
    }
    Ok((api, files))
}

/// Reads a description and resolves its names. Adds warnings about legal but questionable parts to `sink`.
///
/// # Errors
///
/// The errors are in `sink`.
pub fn describe(sources: &Sources, sink: &mut Sink) -> Result<model::Api, Stopped> {
    sink.listener.begins(Stage::Parse, 0);
    let files = syntax::load(sources, sink);
    sink.stop_on_errors()?;
    let files = files.ok_or(Stopped)?;
    sink.listener.begins(Stage::Resolve, 0);
    let api = resolve::api(&files, sink);
    rust::names::check_snippets(&api, sink);
    lint::check(&files, &api, sink);
    sink.stop_on_errors()?;
    Ok(api)
}

/// Generates the files of a Rust client of an API.
///
/// # Errors
///
/// The errors are in `sink`: names that collide in Rust, faulty templates, or internal errors.
pub fn compile(api: &model::Api, options: &Options, sink: &mut Sink) -> Result<FileSet, Stopped> {
    compile_incremental(api, options, &Manifest::default(), sink)
}

/// Generates the files of a client like [`compile`], but takes unchanged files from the last run.
///
/// # Errors
///
/// The errors are in `sink`, as with [`compile`].
pub fn compile_incremental(
    api: &model::Api,
    options: &Options,
    last: &Manifest,
    sink: &mut Sink,
) -> Result<FileSet, Stopped> {
    rust::names::check(api, sink);
    sink.stop_on_errors()?;
    rust::emit(&rust::ClientView::new(api, options), &options.templates, last, sink)
}

/// Reads templates that replace built-in ones of the same name: `struct.rs.j2`, `group/endpoint.rs.j2`,
/// `docs/endpoint.html.j2`.
///
/// # Errors
///
/// A file cannot be read, or there is no built-in template of its name.
pub fn read_templates(folder: &Path) -> io::Result<Overrides> {
    Overrides::read(folder, &template_names())
}

/// Returns the names of all built-in templates.
fn template_names() -> Vec<String> {
    let names = rust::template_names().map(str::to_owned);
    #[cfg(feature = "docs")]
    let names = names.chain(site::template_names().map(|name| format!("docs/{name}")));
    names.collect()
}

/// Compiles the code of the README.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
mod readme {}
