//! What the commands share that make a client: what goes in, the run, and a line about what came of it.

use std::time::Duration;

use endpointc::model::Api;
use endpointc::progress::{Progress, Stage};
use endpointc::{Generated, Layout, Manifest, Options, Overrides, Sink, Sources, source};

use super::args::{Common, Output};
use super::timings::Meter;
use super::{Failure, plural};

/// What goes into a client.
pub(super) struct Input {
    pub(super) sources: Sources,
    templates: Overrides,
    layout: Layout,
    /// What the last run made.
    pub(super) before: Manifest,
}

impl Input {
    pub(super) fn read(common: &Common, output: &Output, meter: &Meter) -> Result<Self, Failure> {
        meter.begins(Stage::Read, 0);
        let templates = output.templates.as_deref().map(endpointc::read_templates).transpose()?;
        Ok(Self {
            sources: source::read(&common.spec)?,
            templates: templates.unwrap_or_default(),
            layout: if output.single_file { Layout::SingleFile } else { Layout::Tree },
            before: Manifest::read(&output.out),
        })
    }

    /// What somebody has written of it.
    pub(super) fn description(&self) -> (Sources, Overrides) {
        (self.sources.clone(), self.templates.clone())
    }

    /// Whether a run would write what is there, and would have nothing to say.
    pub(super) fn is_current(&self) -> bool {
        self.before.is_current(&self.sources, &self.options(""))
    }

    /// Makes the client; `None` if the sink says why not.
    pub(super) fn compile(&self, sink: &mut Sink) -> Option<(Api, Generated)> {
        let api = endpointc::describe(&self.sources, sink).ok()?;
        let options = self.options(&api.name);
        let mut generated = endpointc::compile_over(&api, &options, &self.before, sink).ok()?;
        if sink.warnings() == 0 {
            // The name of the crate comes from the description, which is among what is remembered.
            generated.remember(&self.sources, &self.options(""));
        }
        Some((api, generated))
    }

    /// Whether the docs site can be made, too; if not, the sink says why.
    pub(super) fn has_docs(&self, api: &Api, sink: &mut Sink) -> bool {
        endpointc::site::site(api, &self.templates, sink).is_ok()
    }

    fn options(&self, name: &str) -> Options {
        Options::for_crate(name).with_templates(self.templates.clone()).with_layout(self.layout)
    }
}

/// What came of a run.
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
