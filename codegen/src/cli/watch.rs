//! `endpointc generate --watch`: writes the client again whenever what it is made of has changed.
//!
//! The folders are watched anew before each run, so that no save is missed, whatever has happened to them meanwhile; what
//! the system tells is a reason to look, and what is read decides whether anything has changed.

use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};

use notify::{Event, RecommendedWatcher, RecursiveMode, Watcher};

use super::args::{Common, Output};
use super::compile::Input;
use super::generate::generate_from;
use super::timings::Meter;
use super::{Failure, Outcome};

/// How long nothing must happen: an editor saves in several steps, git checks out many files.
const QUIET: Duration = Duration::from_millis(50);

/// How long that is waited for: something may be written all the time.
const LONGEST: Duration = Duration::from_secs(1);

/// How often a folder is looked for that is not there.
const PAUSE: Duration = Duration::from_millis(200);

/// Why the loop goes on.
enum Signal {
    Changed,
    Stop,
}

/// Writes the client until somebody stops it, and has each run shown.
pub(crate) fn watch(
    common: &Common,
    output: &Output,
    meter: impl Fn() -> Arc<Meter>,
    mut show: impl FnMut(Result<Outcome, Failure>),
) -> Result<(), Failure> {
    let (sender, signals) = mpsc::channel();
    let stop = sender.clone();
    ctrlc::set_handler(move || {
        // Nobody listens when it stops already.
        let _ = stop.send(Signal::Stop);
    })
    .map_err(|error| Failure(error.to_string()))?;
    let mut last = None;
    loop {
        let watched = watch_folders(common, output, &sender);
        let meter = meter();
        let input = Input::read(common, output, &meter);
        let seen = Some(match &input {
            Ok(input) => Ok(input.description()),
            Err(Failure(message)) => Err(message.clone()),
        });
        // What was told once is not told again, however often somebody saves it, or for how long it is not there.
        if seen != last {
            last = seen;
            show(input.and_then(|input| Ok(generate_from(input, common, output, &meter)?)));
        }
        if let Signal::Stop = next(&signals, watched.is_ok()) {
            return Ok(());
        }
    }
}

/// Watches until the answer is dropped.
fn watch_folders(
    common: &Common,
    output: &Output,
    sender: &Sender<Signal>,
) -> notify::Result<RecommendedWatcher> {
    let sender = sender.clone();
    let tell = move |event: notify::Result<Event>| {
        // Our own reading is no news.
        if event.is_ok_and(|event| event.kind.is_access()) {
            return;
        }
        // Nobody listens any more when it stops.
        let _ = sender.send(Signal::Changed);
    };
    let mut watcher = notify::recommended_watcher(tell)?;
    let folders = [Some(&common.spec), output.templates.as_ref()];
    for folder in folders.into_iter().flatten() {
        watcher.watch(Path::new(folder), RecursiveMode::Recursive)?;
    }
    Ok(watcher)
}

/// What happens next, and everything that happens with it.
fn next(signals: &Receiver<Signal>, is_watched: bool) -> Signal {
    let first = match is_watched {
        true => signals.recv().unwrap_or(Signal::Stop),
        false => signals.recv_timeout(PAUSE).unwrap_or(Signal::Changed),
    };
    if let Signal::Stop = first {
        return first;
    }
    let end = Instant::now() + LONGEST;
    while Instant::now() < end {
        match signals.recv_timeout(QUIET) {
            Ok(Signal::Stop) => return Signal::Stop,
            Ok(Signal::Changed) => {}
            Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => break,
        }
    }
    Signal::Changed
}
