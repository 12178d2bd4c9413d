//! `endpointc docs`: generates a docs site.

use std::path::Path;
use std::time::Instant;

use endpointc::model::Api;
use endpointc::output::Written;
use endpointc::{FileSet, Overrides, Sink, Sources, site, source};

use super::args::{Common, DocsArgs};
use super::outcome::{Failure, Outcome, plural};

/// Writes the docs site, and opens it in a browser if requested.
pub(crate) fn docs(common: &Common, asked: &DocsArgs) -> Result<Outcome, Failure> {
    let start = Instant::now();
    let sources = source::read(&common.spec)?;
    let templates =
        asked.templates.as_deref().map(endpointc::read_templates).transpose()?.unwrap_or_default();
    let mut sink = Sink::default();
    let Some((api, site)) = generate(&sources, &templates, &mut sink) else {
        return Ok(Outcome::stopped(sources, sink, "nothing was written"));
    };
    let written = site.write(&asked.out)?;
    let pages = site.files().filter(|(path, _)| path.ends_with(".html")).count();
    let summary = format!(
        "{}, {} in {} ms\n{}",
        plural(api.endpoints().count(), "endpoint"),
        plural(pages, "page"),
        start.elapsed().as_millis(),
        changes(&written, &asked.out),
    );
    if asked.open {
        let index = asked.out.join("index.html");
        opener::open(&index).map_err(|error| Failure(format!("{}: {error}", index.display())))?;
    }
    Ok(Outcome { sources, diagnostics: sink, summary: Some(summary), ..Outcome::default() })
}

fn generate(sources: &Sources, templates: &Overrides, sink: &mut Sink) -> Option<(Api, FileSet)> {
    let api = endpointc::describe(sources, sink).ok()?;
    let site = site::site(&api, templates, sink).ok()?;
    Some((api, site))
}

/// Counts the written files, which are too many to list.
fn changes(written: &Written, folder: &Path) -> String {
    let folder = folder.display();
    match (written.changed.len(), written.removed.len()) {
        (0, 0) => format!("{folder} is current; nothing was written"),
        (changed, 0) => format!("wrote   {} to {folder}", plural(changed, "file")),
        (changed, removed) => format!(
            "wrote   {} to {folder}, removed {}",
            plural(changed, "file"),
            plural(removed, "file")
        ),
    }
}
