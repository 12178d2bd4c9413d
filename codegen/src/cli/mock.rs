//! `endpointc mock`: serves the described API on localhost.

use std::sync::mpsc::{self, Receiver};

use endpointc::mock::Mock;
use endpointc::{Sink, source};

use super::args::{Common, MockArgs};
use super::outcome::{Failure, Outcome, plural};

/// Serves the described API until Ctrl-C or SIGTERM.
pub(crate) fn mock(common: &Common, asked: &MockArgs) -> Result<Outcome, Failure> {
    let sources = source::read(&common.spec)?;
    let mut sink = Sink::default();
    let Ok(api) = endpointc::describe(&sources, &mut sink) else {
        return Ok(Outcome::stopped(sources, sink, "the mock was not started"));
    };
    let title = if api.title.is_empty() { &api.name } else { api.title.first() }.to_owned();
    let mut builder = Mock::builder(api).port(asked.port);
    for rule in asked.fault.iter().chain(&asked.delay) {
        builder = builder.fault_rule(rule.clone());
    }
    let mock = builder.start()?;
    let stopped = stopped()?;
    anstream::println!("{title} on {} (stop with Ctrl-C)", mock.url());
    let _ = stopped.recv();
    let summary = format!("stopped after {}", plural(mock.received(), "request"));
    Ok(Outcome { sources, diagnostics: sink, summary: Some(summary), ..Outcome::default() })
}

/// Returns a receiver that gets a message on Ctrl-C and SIGTERM.
fn stopped() -> Result<Receiver<()>, Failure> {
    let (sender, stopped) = mpsc::channel();
    // The receiver is gone if the command is stopping already.
    let stop = move || {
        let _ = sender.send(());
    };
    ctrlc::set_handler(stop).map_err(|error| Failure(error.to_string()))?;
    Ok(stopped)
}
