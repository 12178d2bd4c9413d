//! `endpointc generate`: writes the client.

use std::fmt::Write;
use std::io;
use std::sync::Arc;

use endpointc::Sink;
use endpointc::output::Written;
use endpointc::progress::{Progress, Stage};

use super::args::{Common, MessageFormat, Output};
use super::compile::{Input, made};
use super::timings::Meter;
use super::{Failure, Outcome, plural};

/// Writes the client.
pub(crate) fn generate(
    common: &Common,
    output: &Output,
    meter: &Arc<Meter>,
) -> Result<Outcome, Failure> {
    let input = Input::read(common, output, meter)?;
    Ok(generate_from(input, common, output, meter)?)
}

/// The same, of what was read.
pub(super) fn generate_from(
    input: Input,
    common: &Common,
    output: &Output,
    meter: &Arc<Meter>,
) -> io::Result<Outcome> {
    let outcome = match input.is_current() {
        true => {
            let summary = Some(current(&input, output, meter));
            Outcome { sources: input.sources, summary, ..Outcome::default() }
        }
        false => write(input, output, meter)?,
    };
    Ok(with_timings(outcome, common, output, meter))
}

fn write(input: Input, output: &Output, meter: &Arc<Meter>) -> io::Result<Outcome> {
    let mut sink = Sink::with_progress(meter.clone());
    let Some((api, generated)) = input.compile(&mut sink) else {
        return Ok(Outcome::stopped(input.sources, sink, "nothing was written"));
    };
    meter.begins(Stage::Write, 0);
    let written = generated.write(&output.out)?;
    let mut summary = made(&api, &generated, meter.elapsed());
    let _ = write!(summary, "\n{}", changes(&written, &output.out.display().to_string()));
    let sources = input.sources;
    Ok(Outcome { sources, diagnostics: sink, summary: Some(summary), ..Outcome::default() })
}

/// What is said when there is nothing to do.
fn current(input: &Input, output: &Output, meter: &Meter) -> String {
    let (files, time) = (plural(input.before.len(), "file"), meter.elapsed().as_millis());
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

/// The run is over; how long it took is told to whoever asked for it.
pub(super) fn with_timings(
    mut outcome: Outcome,
    common: &Common,
    output: &Output,
    meter: &Meter,
) -> Outcome {
    let timings = meter.finish();
    match common.message_format {
        _ if !output.timings => {}
        MessageFormat::Json => outcome.messages.push(timings.json()),
        MessageFormat::Human => {
            outcome.answer.get_or_insert_default().push_str(&timings.table());
        }
    }
    outcome
}
