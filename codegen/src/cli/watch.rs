//! `endpointc generate --watch`: generates the client again after each change of the description or a template.
//!
//! Folders are watched anew before each run, so that no change is missed even if a folder was replaced. A notification only
//! causes a read; the client is generated if the content has changed.

use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};

use notify::{Event, RecommendedWatcher, RecursiveMode, Watcher};

use super::args::{Common, Output};
use super::compile::Input;
use super::generate::generate_from;
use super::outcome::{Failure, Outcome};
use super::timings::Timer;

/// Time without a change after which a run starts: editors save in several steps, git checks out many files.
const QUIET: Duration = Duration::from_millis(50);

/// Time after which a run starts even if changes go on.
const LONGEST: Duration = Duration::from_secs(1);

/// Interval at which a missing folder is looked for.
const PAUSE: Duration = Duration::from_millis(200);

/// An event of the loop.
enum Signal {
    Changed,
    Stop,
}

/// Generates the client after each change, until Ctrl-C. `show` receives the outcome of each run.
pub(crate) fn watch(
    common: &Common,
    output: &Output,
    timer: impl Fn() -> Arc<Timer>,
    mut show: impl FnMut(Result<Outcome, Failure>),
) -> Result<(), Failure> {
    let (sender, signals) = mpsc::channel();
    let stop = sender.clone();
    ctrlc::set_handler(move || {
        // The receiver is gone if the loop is ending.
        let _ = stop.send(Signal::Stop);
    })
    .map_err(|error| Failure(error.to_string()))?;
    let mut last = None;
    loop {
        let watched = watch_folders(common, output, &sender);
        let timer = timer();
        let input = Input::read(common, output, &timer);
        let seen = Some(match &input {
            Ok(input) => Ok(input.edited()),
            Err(Failure(message)) => Err(message.clone()),
        });
        // Saving the same text again, or a folder that stays missing, is not shown twice.
        if seen != last {
            last = seen;
            show(input.and_then(|input| Ok(generate_from(input, common, output, &timer)?)));
        }
        if let Signal::Stop = next(&signals, watched.is_ok()) {
            return Ok(());
        }
    }
}

/// Watches the folders until the returned watcher is dropped.
fn watch_folders(
    common: &Common,
    output: &Output,
    sender: &Sender<Signal>,
) -> notify::Result<RecommendedWatcher> {
    let sender = sender.clone();
    let tell = move |event: notify::Result<Event>| {
        // The loop itself reads the files.
        if event.is_ok_and(|event| event.kind.is_access()) {
            return;
        }
        // The receiver is gone if the loop is ending.
        let _ = sender.send(Signal::Changed);
    };
    let mut watcher = notify::recommended_watcher(tell)?;
    let folders = [Some(&common.spec), output.templates.as_ref()];
    for folder in folders.into_iter().flatten() {
        watcher.watch(Path::new(folder), RecursiveMode::Recursive)?;
    }
    Ok(watcher)
}

/// Waits for the next event, and takes the ones that follow it closely.
fn next(signals: &Receiver<Signal>, is_watched: bool) -> Signal {
    let first = if is_watched {
        signals.recv().unwrap_or(Signal::Stop)
    } else {
        signals.recv_timeout(PAUSE).unwrap_or(Signal::Changed)
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
