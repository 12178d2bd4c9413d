//! Generation of a client, as shared by `generate`, `check` and `--watch`.

use std::time::Duration;

use endpointc::model::Api;
use endpointc::progress::{Progress, Stage};
use endpointc::{FileSet, Layout, Manifest, Options, Overrides, Sink, Sources, source};

use super::args::{Common, Output};
use super::outcome::{Failure, plural};
use super::timings::Timer;

/// Input of a client.
pub(super) struct Input {
    pub(super) sources: Sources,
    templates: Overrides,
    layout: Layout,
    /// Record of the last run.
    pub(super) last: Manifest,
}

impl Input {
    pub(super) fn read(common: &Common, output: &Output, timer: &Timer) -> Result<Self, Failure> {
        timer.begins(Stage::Read, 0);
        let templates = output.templates.as_deref().map(endpointc::read_templates).transpose()?;
        Ok(Self {
            sources: source::read(&common.spec)?,
            templates: templates.unwrap_or_default(),
            layout: if output.single_file { Layout::SingleFile } else { Layout::Tree },
            last: Manifest::read(&output.out),
        })
    }

    /// Returns the parts that users edit.
    pub(super) fn edited(&self) -> (Sources, Overrides) {
        (self.sources.clone(), self.templates.clone())
    }

    /// Returns whether a run would change and report nothing.
    pub(super) fn is_current(&self) -> bool {
        self.last.is_current(&self.sources, &self.options())
    }

    /// Generates the client. If the result is `None`, the errors are in `sink`.
    pub(super) fn compile(&self, sink: &mut Sink) -> Option<(Api, FileSet)> {
        endpointc::generate_incremental(&self.sources, &self.options(), &self.last, sink).ok()
    }

    /// Returns whether the docs site can be generated. If not, the errors are in `sink`.
    pub(super) fn has_docs(&self, api: &Api, sink: &mut Sink) -> bool {
        endpointc::site::site(api, &self.templates, sink).is_ok()
    }

    fn options(&self) -> Options {
        let options = Options::for_crate_of_api().with_layout(self.layout);
        options.with_templates(self.templates.clone())
    }
}

/// Summarizes a run: counts and time.
pub(super) fn summary(api: &Api, files: &FileSet, time: Duration) -> String {
    format!(
        "{}, {}, {}, {} in {} ms",
        plural(api.endpoints().count(), "endpoint"),
        plural(api.types.len(), "type"),
        plural(api.codes().len(), "error code"),
        plural(files.files().count(), "file"),
        time.as_millis(),
    )
}
