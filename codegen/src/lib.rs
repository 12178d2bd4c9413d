//! An endpoint compiler, as `protoc` is a protobuf compiler: one small YAML file for each endpoint
//! of an HTTP API goes in, a Rust client comes out.
//!
//! ```no_run
//! // build.rs
//! endpointc::Build::new("spec").compile();
//! ```
//!
//! The way through it is [`generate`]: [`describe`] loads and resolves, [`compile`] views and emits.
//! Every other back end is a function of [`model::Api`], too.

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
pub use options::{Layout, Options};
pub use output::Generated;
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
/// The sink holds the reasons; nothing was written anywhere.
pub fn generate(
    sources: &Sources,
    options: &Options,
    sink: &mut Sink,
) -> Result<Generated, Stopped> {
    generate_over(sources, options, &Manifest::default(), sink)
}

/// The same, over what a run has made before: what has not changed is not made again.
///
/// # Errors
///
/// As of [`generate`].
pub fn generate_over(
    sources: &Sources,
    options: &Options,
    before: &Manifest,
    sink: &mut Sink,
) -> Result<Generated, Stopped> {
    let api = describe(sources, sink)?;
    let mut generated = compile_over(&api, options, before, sink)?;
    // Warnings are to be heard again.
    if sink.warnings() == 0 {
        generated.remember(sources, options);
    }
    Ok(generated)
}

/// Reads a description into what it means, with warnings about what is right but not good.
///
/// # Errors
///
/// The sink holds the reasons.
pub fn describe(sources: &Sources, sink: &mut Sink) -> Result<model::Api, Stopped> {
    sink.listener.begins(Stage::Parse, 0);
    let files = syntax::load(sources, sink);
    sink.stop_on_errors()?;
    let files = files.ok_or(Stopped)?;
    sink.listener.begins(Stage::Resolve, 0);
    let api = resolve::api(&files, sink);
    lint::check(&files, &api, sink);
    sink.stop_on_errors()?;
    Ok(api)
}

/// Makes the files of a Rust client from what a description means.
///
/// # Errors
///
/// The sink holds the reasons: names that collide in Rust, or a fault of ours.
pub fn compile(api: &model::Api, options: &Options, sink: &mut Sink) -> Result<Generated, Stopped> {
    compile_over(api, options, &Manifest::default(), sink)
}

/// The same, over what a run has made before: what has not changed is not made again.
///
/// # Errors
///
/// As of [`compile`].
pub fn compile_over(
    api: &model::Api,
    options: &Options,
    before: &Manifest,
    sink: &mut Sink,
) -> Result<Generated, Stopped> {
    rust::emit(&rust::View::new(api, options), &options.templates, before, sink)
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

/// The names of all built-in templates.
fn template_names() -> Vec<String> {
    let names = rust::template_names().map(str::to_owned);
    #[cfg(feature = "docs")]
    let names = names.chain(site::template_names().map(|name| format!("docs/{name}")));
    names.collect()
}
