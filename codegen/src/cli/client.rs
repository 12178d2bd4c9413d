//! What the commands share that make a client: its options, the run, and a line about what came of it.

use std::time::Duration;

use endpointc::model::Api;
use endpointc::{Generated, Manifest, Options, Overrides, Sink, Sources};

use super::args::Output;
use super::{Failure, plural};

pub(super) fn compile(
    sources: &Sources,
    templates: &Overrides,
    before: &Manifest,
    sink: &mut Sink,
) -> Option<(Api, Generated)> {
    let api = endpointc::describe(sources, sink).ok()?;
    let options = self::options(&api.name, templates);
    let mut generated = endpointc::compile_over(&api, &options, before, sink).ok()?;
    if sink.warnings() == 0 {
        // The name of the crate comes from the description, which is among what is remembered.
        generated.remember(sources, &self::options("", templates));
    }
    Some((api, generated))
}

pub(super) fn options(name: &str, templates: &Overrides) -> Options {
    Options::for_crate(name).with_templates(templates.clone())
}

pub(super) fn overrides(output: &Output) -> Result<Overrides, Failure> {
    Ok(output.templates.as_deref().map(Overrides::read).transpose()?.unwrap_or_default())
}

pub(super) fn made(api: &Api, generated: &Generated, time: Duration) -> String {
    format!(
        "{}, {}, {}, {} in {} ms",
        plural(api.endpoints().count(), "endpoint"),
        plural(api.types.len(), "type"),
        plural(api.codes().len(), "error code"),
        plural(generated.files().count(), "file"),
        time.as_millis(),
    )
}
