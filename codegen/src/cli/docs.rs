//! `endpointc docs`: the description as pages that people browse.

use std::path::Path;
use std::time::Instant;

use endpointc::model::Api;
use endpointc::output::Written;
use endpointc::site::{self, Site};
use endpointc::{Overrides, Sink, Sources, source};

use super::args::{Common, DocsArgs};
use super::{Failure, Outcome, plural};

/// Writes the docs site, and opens it if that is asked for.
pub(crate) fn docs(common: &Common, asked: &DocsArgs) -> Result<Outcome, Failure> {
    let start = Instant::now();
    let sources = source::read(&common.spec)?;
    let templates =
        asked.templates.as_deref().map(endpointc::read_templates).transpose()?.unwrap_or_default();
    let mut sink = Sink::default();
    let Some((api, site)) = made(&sources, &templates, &mut sink) else {
        return Ok(Outcome::stopped(sources, sink, "nothing was written"));
    };
    let written = site.write(&asked.out)?;
    let summary = format!(
        "{}, {} in {} ms\n{}",
        plural(api.endpoints().count(), "endpoint"),
        plural(site.pages(), "page"),
        start.elapsed().as_millis(),
        told(&written, &asked.out),
    );
    if asked.open {
        let index = asked.out.join("index.html");
        opener::open(&index).map_err(|error| Failure(format!("{}: {error}", index.display())))?;
    }
    Ok(Outcome { sources, diagnostics: sink, summary: Some(summary), ..Outcome::default() })
}

fn made(sources: &Sources, templates: &Overrides, sink: &mut Sink) -> Option<(Api, Site)> {
    let api = endpointc::describe(sources, sink).ok()?;
    let site = site::site(&api, templates, sink).ok()?;
    Some((api, site))
}

/// There are too many files to name them all.
fn told(written: &Written, folder: &Path) -> String {
    let folder = folder.display();
    match (written.changed.len(), written.removed.len()) {
        (0, 0) => format!("{folder} was current: nothing was written"),
        (changed, 0) => format!("wrote   {} below {folder}", plural(changed, "file")),
        (changed, removed) => format!(
            "wrote   {} below {folder}, removed {}",
            plural(changed, "file"),
            plural(removed, "file")
        ),
    }
}
