//! `endpointc generate`: writes the client.

use std::fmt::Write;
use std::time::Instant;

use endpointc::generated::Written;
use endpointc::{Manifest, Overrides, Sink, Sources, build};

use super::args::{Common, Output};
use super::client::{compile, made, options, overrides};
use super::{Failure, Outcome, plural};

/// Writes the client.
pub(crate) fn generate(common: &Common, output: &Output) -> Result<Outcome, Failure> {
    let start = Instant::now();
    let sources = build::read(&common.spec)?;
    let (manifest, templates) = (Manifest::read(&output.out), overrides(output)?);
    if let Some(summary) = current(&manifest, &sources, &templates, output, start) {
        return Ok(Outcome { sources, summary: Some(summary), ..Outcome::default() });
    }
    let mut sink = Sink::default();
    let Some((api, generated)) = compile(&sources, &templates, &manifest, &mut sink) else {
        return Ok(Outcome::stopped(sources, sink, "nothing was written"));
    };
    let written = generated.write(&output.out)?;
    let mut summary = made(&api, &generated, start.elapsed());
    let _ = write!(summary, "\n{}", changes(&written, &output.out.display().to_string()));
    Ok(Outcome { sources, diagnostics: sink, summary: Some(summary), ..Outcome::default() })
}

/// What is said when there is nothing to do.
fn current(
    manifest: &Manifest,
    sources: &Sources,
    templates: &Overrides,
    output: &Output,
    start: Instant,
) -> Option<String> {
    let is_current = manifest.is_current(sources, &options("", templates));
    is_current.then(|| {
        let (files, time) = (plural(manifest.len(), "file"), start.elapsed().as_millis());
        format!("{} was current: nothing was written ({files} in {time} ms)", output.out.display())
    })
}

fn changes(written: &Written, folder: &str) -> String {
    if written.changed.is_empty() && written.removed.is_empty() {
        return format!("{folder} was current: nothing was written");
    }
    let changed = written.changed.iter().map(|path| format!("wrote   {folder}/{path}"));
    let removed = written.removed.iter().map(|path| format!("removed {folder}/{path}"));
    changed.chain(removed).collect::<Vec<_>>().join("\n")
}
