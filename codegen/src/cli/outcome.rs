//! Results of commands.

use endpointc::{Sink, Sources};
use ordered_json::Value;

/// Result of a command.
#[derive(Default)]
pub(crate) struct Outcome {
    pub(crate) sources: Sources,
    pub(crate) diagnostics: Sink,
    /// JSON objects, printed after the diagnostics, one per line.
    pub(crate) messages: Vec<Value>,
    /// Output that was requested. It is printed with `--quiet`, too.
    pub(crate) answer: Option<String>,
    /// A summary of the work.
    pub(crate) summary: Option<String>,
    /// Exit code: 0, or 1 for findings.
    pub(crate) exit: u8,
}

/// An error of usage or I/O, with its message.
pub(crate) struct Failure(pub(crate) String);

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        Self(error.to_string())
    }
}

impl Outcome {
    /// The description has errors. `consequence` is shown after the counts: "nothing was written".
    pub(super) fn stopped(sources: Sources, diagnostics: Sink, consequence: &str) -> Self {
        let summary = format!("{}; {consequence}", counted(&diagnostics));
        Self { sources, diagnostics, summary: Some(summary), exit: 1, ..Self::default() }
    }
}

fn counted(sink: &Sink) -> String {
    let errors = plural(sink.errors(), "error");
    match sink.warnings() {
        0 => errors,
        warnings => format!("{errors}, {}", plural(warnings, "warning")),
    }
}

/// Formats a count with its noun: `1 file`, `2 files`.
pub(super) fn plural(count: usize, what: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {what}{plural}")
}
