//! The commands: each decides what happened and says it in an [`Outcome`].

pub(crate) mod args;
mod check;
mod compile;
mod diff;
mod docs;
mod explain;
mod export;
mod generate;
mod timings;
mod mock;
mod new;
mod revision;
mod schema;
mod watch;

use endpointc::{Sink, Sources};
use serde_json::Value;

pub(crate) use check::check;
pub(crate) use diff::diff;
pub(crate) use docs::docs;
pub(crate) use explain::explain;
pub(crate) use export::export;
pub(crate) use generate::generate;
pub(crate) use timings::Meter;
pub(crate) use mock::mock;
pub(crate) use new::new;
pub(crate) use schema::schema;
pub(crate) use watch::watch;

/// What a command found and did.
#[derive(Default)]
pub(crate) struct Outcome {
    pub(crate) sources: Sources,
    pub(crate) diagnostics: Sink,
    /// For programs: one object a line, after the diagnostics.
    pub(crate) messages: Vec<Value>,
    /// What was asked for; shown to whoever wants to hear nothing else, too.
    pub(crate) answer: Option<String>,
    /// What was done.
    pub(crate) summary: Option<String>,
    pub(crate) exit: u8,
}

/// The command could not be carried out: usage or I/O.
pub(crate) struct Failure(pub(crate) String);

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        Self(error.to_string())
    }
}

impl Outcome {
    /// The description has errors; what that means for the command is said in a few words.
    fn stopped(sources: Sources, diagnostics: Sink, so: &str) -> Self {
        let summary = format!("{}; {so}", counted(&diagnostics));
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

fn plural(count: usize, what: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {what}{plural}")
}
