//! `endpointc generate`: writes the client.

use std::fmt::Write;
use std::time::Instant;

use endpointc::Sink;
use endpointc::generated::Written;

use super::args::{Common, Output};
use super::client::{Input, made};
use super::{Failure, Outcome, plural};

/// Writes the client.
pub(crate) fn generate(common: &Common, output: &Output) -> Result<Outcome, Failure> {
    let start = Instant::now();
    let input = Input::read(common, output)?;
    if input.is_current() {
        let summary = Some(current(&input, output, start));
        return Ok(Outcome { sources: input.sources, summary, ..Outcome::default() });
    }
    let mut sink = Sink::default();
    let Some((api, generated)) = input.compile(&mut sink) else {
        return Ok(Outcome::stopped(input.sources, sink, "nothing was written"));
    };
    let written = generated.write(&output.out)?;
    let mut summary = made(&api, &generated, start.elapsed());
    let _ = write!(summary, "\n{}", changes(&written, &output.out.display().to_string()));
    let sources = input.sources;
    Ok(Outcome { sources, diagnostics: sink, summary: Some(summary), ..Outcome::default() })
}

/// What is said when there is nothing to do.
fn current(input: &Input, output: &Output, start: Instant) -> String {
    let (files, time) = (plural(input.before.len(), "file"), start.elapsed().as_millis());
    format!("{} was current: nothing was written ({files} in {time} ms)", output.out.display())
}

fn changes(written: &Written, folder: &str) -> String {
    if written.changed.is_empty() && written.removed.is_empty() {
        return format!("{folder} was current: nothing was written");
    }
    let changed = written.changed.iter().map(|path| format!("wrote   {folder}/{path}"));
    let removed = written.removed.iter().map(|path| format!("removed {folder}/{path}"));
    changed.chain(removed).collect::<Vec<_>>().join("\n")
}
