//! `endpointc mock`: the described API on this machine, until it is told to stop.

use std::future::poll_fn;
use std::io;
use std::task::Poll;

use endpointc::mock::Mock;
use endpointc::{Sink, build};
use tokio::runtime;

use super::args::{Common, MockArgs};
use super::{Failure, Outcome, plural};

/// Serves the described API until Ctrl-C or a request to terminate.
pub(crate) fn mock(common: &Common, asked: &MockArgs) -> Result<Outcome, Failure> {
    let sources = build::read(&common.spec)?;
    let mut sink = Sink::default();
    let Ok(api) = endpointc::describe(&sources, &mut sink) else {
        return Ok(Outcome::stopped(sources, sink, "nothing is served"));
    };
    let title = if api.title.is_empty() { &api.name } else { api.title.first() }.to_owned();
    let mut builder = Mock::builder(api).port(asked.port);
    for disturbance in asked.fault.iter().chain(&asked.delay) {
        builder = builder.disturb(disturbance.clone());
    }
    let mock = builder.start()?;
    until_stopped(|| {
        anstream::println!("{title} on {} (stop with Ctrl-C)", mock.url());
    })?;
    let summary = format!("stopped after {}", plural(mock.received(), "request"));
    Ok(Outcome { sources, diagnostics: sink, summary: Some(summary), ..Outcome::default() })
}

/// Waits for Ctrl-C; says that it is ready when nothing that is sent can be missed any more.
fn until_stopped(ready: impl FnOnce()) -> io::Result<()> {
    let runtime = runtime::Builder::new_current_thread().enable_io().build()?;
    runtime.block_on(async {
        let stopped = stopped()?;
        ready();
        stopped.await
    })
}

#[cfg(unix)]
fn stopped() -> io::Result<impl Future<Output = io::Result<()>>> {
    use tokio::signal::unix::{SignalKind, signal};

    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    Ok(poll_fn(move |context| {
        let signals = [interrupt.poll_recv(context), terminate.poll_recv(context)];
        if signals.iter().any(Poll::is_ready) { Poll::Ready(Ok(())) } else { Poll::Pending }
    }))
}

#[cfg(windows)]
fn stopped() -> io::Result<impl Future<Output = io::Result<()>>> {
    let mut interrupt = tokio::signal::windows::ctrl_c()?;
    Ok(poll_fn(move |context| interrupt.poll_recv(context).map(|_| Ok(()))))
}
