//! `endpointc generate`: compiles the description into a Rust client.

use std::fmt::Write;
use std::io;
use std::sync::Arc;

use endpointc::Sink;
use endpointc::output::Written;
use endpointc::progress::{Progress, Stage};

use super::args::{Common, MessageFormat, Output};
use super::compile::{Input, summary};
use super::outcome::{Failure, Outcome, plural};
use super::timings::Timer;

/// Generates and writes the client.
pub(crate) fn generate(
    common: &Common,
    output: &Output,
    timer: &Arc<Timer>,
) -> Result<Outcome, Failure> {
    let input = Input::read(common, output, timer)?;
    Ok(generate_from(input, common, output, timer)?)
}

/// Generates and writes the client from input that was read before.
pub(super) fn generate_from(
    input: Input,
    common: &Common,
    output: &Output,
    timer: &Arc<Timer>,
) -> io::Result<Outcome> {
    let outcome = if input.is_current() {
        let summary = Some(current(&input, output, timer));
        Outcome { sources: input.sources, summary, ..Outcome::default() }
    } else {
        write(input, output, timer)?
    };
    Ok(with_timings(outcome, common, output, timer))
}

fn write(input: Input, output: &Output, timer: &Arc<Timer>) -> io::Result<Outcome> {
    let mut sink = Sink::with_progress(timer.clone());
    let Some((api, files)) = input.compile(&mut sink) else {
        return Ok(Outcome::stopped(input.sources, sink, "nothing was written"));
    };
    timer.begins(Stage::Write, 0);
    let written = files.write(&output.out)?;
    let mut summary = summary(&api, &files, timer.elapsed());
    let _ = write!(summary, "\n{}", changes(&written, &output.out.display().to_string()));
    let sources = input.sources;
    Ok(Outcome { sources, diagnostics: sink, summary: Some(summary), ..Outcome::default() })
}

/// Summarizes a run that had nothing to do.
fn current(input: &Input, output: &Output, timer: &Timer) -> String {
    let (files, time) = (plural(input.last.len(), "file"), timer.elapsed().as_millis());
    format!("{} is current; nothing was written ({files} in {time} ms)", output.out.display())
}

fn changes(written: &Written, folder: &str) -> String {
    if written.changed.is_empty() && written.removed.is_empty() {
        return format!("{folder} is current; nothing was written");
    }
    let changed = written.changed.iter().map(|path| format!("wrote   {folder}/{path}"));
    let removed = written.removed.iter().map(|path| format!("removed {folder}/{path}"));
    changed.chain(removed).collect::<Vec<_>>().join("\n")
}

/// Ends the run, and adds the timings if requested.
pub(super) fn with_timings(
    mut outcome: Outcome,
    common: &Common,
    output: &Output,
    timer: &Timer,
) -> Outcome {
    let timings = timer.finish();
    match common.message_format {
        _ if !output.timings => {}
        MessageFormat::Json => outcome.messages.push(timings.json()),
        MessageFormat::Human => {
            outcome.answer.get_or_insert_default().push_str(&timings.table());
        }
    }
    outcome
}
