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

pub mod build;
pub mod diagnostic;
#[cfg(feature = "diff")]
pub mod diff;
#[cfg(feature = "docs")]
pub mod docs;
pub mod explain;
pub mod generated;
mod lint;
pub mod manifest;
#[cfg(feature = "mock")]
pub mod mock;
pub mod model;
#[cfg(feature = "openapi")]
pub mod openapi;
mod overrides;
mod parallel;
pub mod progress;
mod resolve;
mod rust;
pub mod schema;
pub mod sources;
mod syntax;
mod text;
mod wording;
mod yaml;

pub use build::{Build, Layout, Options};
pub use diagnostic::{Diagnostic, Sink, Stopped};
pub use generated::Generated;
pub use manifest::Manifest;
pub use overrides::Overrides;
pub use progress::Progress;
pub use sources::Sources;

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
