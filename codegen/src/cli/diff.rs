//! `endpointc diff`: compares two descriptions.

use std::path::Path;

use endpointc::diff::render::{self, Both};
use endpointc::diff::{self, Changes, Snapshot};
use endpointc::{Options, Sink, Sources, Stopped, source};

use super::args::{Common, DenyLevel, DiffArgs, DiffFormat, MessageFormat};
use super::outcome::{Failure, Outcome};
use super::revision;

/// Compares two descriptions.
pub(crate) fn diff(common: &Common, asked: &DiffArgs) -> Result<Outcome, Failure> {
    let old = read(&asked.old, common)?;
    let new = match &asked.new {
        Some(new) => read(new, common)?,
        None => source::read(&common.spec)?,
    };
    let mut sink = Sink::default();
    let Some(before) = snapshot(&old, &mut sink) else {
        return Ok(Outcome::stopped(old, sink, "nothing was compared"));
    };
    let Some(after) = snapshot(&new, &mut sink) else {
        return Ok(Outcome::stopped(new, sink, "nothing was compared"));
    };
    let changes = diff::diff(&before, &after);
    let answer = shown(&changes, Both { old: &old, new: &new }, common, asked);
    let exit = u8::from(asked.deny.is_some_and(|denied| is_denied(&changes, denied)));
    Ok(Outcome { answer: Some(answer), exit, ..Outcome::default() })
}

/// Reads a folder, or a git revision if there is no folder of that name.
fn read(name: &str, common: &Common) -> Result<Sources, Failure> {
    let folder = Path::new(name);
    if folder.is_dir() { Ok(source::read(folder)?) } else { revision::read(name, &common.spec) }
}

/// Takes a snapshot. Warnings are dropped, because `check` reports them.
fn snapshot(sources: &Sources, sink: &mut Sink) -> Option<Snapshot> {
    let mut found = Sink::default();
    let snapshot = compiled(sources, &mut found);
    if snapshot.is_err() {
        *sink = found;
    }
    snapshot.ok()
}

fn compiled(sources: &Sources, sink: &mut Sink) -> Result<Snapshot, Stopped> {
    let api = endpointc::describe(sources, sink)?;
    let options = Options::for_crate_of_api();
    let client = endpointc::compile(&api, &options, sink)?;
    Snapshot::new(&api, &client, &options).map_err(|error| {
        sink.push(*error);
        Stopped
    })
}

/// Renders changes. `anstream` removes colours if standard output is not a terminal.
fn shown(changes: &Changes, sources: Both<'_>, common: &Common, asked: &DiffArgs) -> String {
    match (common.message_format, asked.format) {
        (MessageFormat::Json, _) => render::json(changes, sources),
        (MessageFormat::Human, DiffFormat::Markdown) => render::markdown(changes),
        (MessageFormat::Human, DiffFormat::Human) => render::human(changes, sources, true),
    }
}

fn is_denied(changes: &Changes, denied: DenyLevel) -> bool {
    changes.worst().is_some_and(|worst| worst <= denied.label())
}
