//! `endpointc diff`: what changed for callers between two descriptions.

use std::path::Path;

use endpointc::diff::render::{self, Both};
use endpointc::diff::{self, Changes, Edition};
use endpointc::{Options, Sink, Sources, Stopped, source};

use super::args::{Common, Denied, DiffArgs, DiffFormat, MessageFormat};
use super::{Failure, Outcome, revision};

/// Compares two descriptions.
pub(crate) fn diff(common: &Common, asked: &DiffArgs) -> Result<Outcome, Failure> {
    let old = read(&asked.old, common)?;
    let new = match &asked.new {
        Some(new) => read(new, common)?,
        None => source::read(&common.spec)?,
    };
    let mut sink = Sink::default();
    let Some(before) = edition(&old, &mut sink) else {
        return Ok(Outcome::stopped(old, sink, "nothing was compared"));
    };
    let Some(after) = edition(&new, &mut sink) else {
        return Ok(Outcome::stopped(new, sink, "nothing was compared"));
    };
    let changes = diff::diff(&before, &after);
    let answer = shown(&changes, Both { old: &old, new: &new }, common, asked);
    let exit = u8::from(asked.deny.is_some_and(|denied| is_denied(&changes, denied)));
    Ok(Outcome { answer: Some(answer), exit, ..Outcome::default() })
}

/// A folder is a folder, whatever else it may be called; everything else is a revision.
fn read(name: &str, common: &Common) -> Result<Sources, Failure> {
    match Path::new(name) {
        folder if folder.is_dir() => Ok(source::read(folder)?),
        _ => revision::read(name, &common.spec),
    }
}

/// Warnings are for whoever writes the description, and `check` tells them.
fn edition(sources: &Sources, sink: &mut Sink) -> Option<Edition> {
    let mut found = Sink::default();
    let edition = made(sources, &mut found);
    if edition.is_err() {
        *sink = found;
    }
    edition.ok()
}

fn made(sources: &Sources, sink: &mut Sink) -> Result<Edition, Stopped> {
    let api = endpointc::describe(sources, sink)?;
    let options = Options::for_crate(&api.name);
    let client = endpointc::compile(&api, &options, sink)?;
    Ok(Edition::new(&api, &client, &options))
}

/// The standard output takes the colours away if it is no terminal.
fn shown(changes: &Changes, sources: Both<'_>, common: &Common, asked: &DiffArgs) -> String {
    match (common.message_format, asked.format) {
        (MessageFormat::Json, _) => render::json(changes, sources),
        (MessageFormat::Human, DiffFormat::Markdown) => render::markdown(changes),
        (MessageFormat::Human, DiffFormat::Human) => render::human(changes, sources, true),
    }
}

fn is_denied(changes: &Changes, denied: Denied) -> bool {
    changes.worst().is_some_and(|worst| worst <= denied.label())
}
