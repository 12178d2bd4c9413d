//! `endpointc check`: whether the description is valid and the client current.

use std::time::Instant;

use endpointc::generated::Difference;
use endpointc::{Manifest, Sink, build};

use super::args::{Common, Output};
use super::client::{compile, made, overrides};
use super::{Failure, Outcome};

/// Says whether the client is current.
pub(crate) fn check(common: &Common, output: &Output) -> Result<Outcome, Failure> {
    let start = Instant::now();
    let sources = build::read(&common.spec)?;
    let mut sink = Sink::default();
    let (manifest, templates) = (Manifest::read(&output.out), overrides(output)?);
    let Some((api, generated)) = compile(&sources, &templates, &manifest, &mut sink) else {
        return Ok(Outcome::stopped(sources, sink, "nothing was written"));
    };
    let differences = generated.compare(&output.out)?;
    let (summary, exit) = match differences.is_empty() {
        true => (format!("{}: current", made(&api, &generated, start.elapsed())), 0),
        false => (stale(&differences, common, output), 1),
    };
    Ok(Outcome { sources, diagnostics: sink, summary: Some(summary), exit, ..Outcome::default() })
}

fn stale(differences: &[Difference], common: &Common, output: &Output) -> String {
    let folder = output.out.display();
    let line = |difference: &Difference| match difference {
        Difference::Missing(path) => format!("missing:   {folder}/{path}\n"),
        Difference::LeftOver(path) => format!("left over: {folder}/{path}\n"),
        Difference::Changed { diff, .. } => diff.clone(),
    };
    let shown: String = differences.iter().map(line).collect();
    let spec = common.spec.display();
    format!(
        "{shown}\n{folder} is not what {spec} describes; run `endpointc generate --spec {spec} --out {folder}`"
    )
}
