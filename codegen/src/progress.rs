//! Progress of a run, for progress bars and timings.
//!
//! A [`Sink`](crate::Sink) passes a [`Progress`] to all stages: [`Sink::with_progress`](crate::Sink::with_progress).

use std::fmt;
use std::sync::Arc;

/// A stage of a run, in the order of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    /// Reading files from disk.
    Read,
    /// Parsing YAML and validating it against the grammar.
    Parse,
    /// Resolving names, and checking limits, examples and texts.
    Resolve,
    /// Choosing names, types and docs of the client, and rendering templates.
    Render,
    /// Parsing, formatting and verifying the generated Rust.
    Format,
    /// Comparing with the files on disk, and writing.
    Write,
}

impl Stage {
    /// All stages, in the order of a run.
    pub const ALL: [Self; 6] =
        [Self::Read, Self::Parse, Self::Resolve, Self::Render, Self::Format, Self::Write];

    /// Returns the name, such as `format`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Parse => "parse",
            Self::Resolve => "resolve",
            Self::Render => "render",
            Self::Format => "format",
            Self::Write => "write",
        }
    }
}

/// Receives the progress of a run, from any thread.
pub trait Progress: Send + Sync {
    /// Called when a stage begins, which ends the one before. `steps` is 0 if the stage does not count them.
    fn begins(&self, stage: Stage, steps: usize);

    /// Called when a step of the stage is done.
    fn step(&self) {}
}

/// The receiver of progress, if there is one.
#[derive(Clone, Default)]
pub(crate) struct Listener(pub(crate) Option<Arc<dyn Progress>>);

impl Listener {
    pub(crate) fn begins(&self, stage: Stage, steps: usize) {
        if let Some(progress) = &self.0 {
            progress.begins(stage, steps);
        }
    }

    pub(crate) fn step(&self) {
        if let Some(progress) = &self.0 {
            progress.step();
        }
    }
}

impl fmt::Debug for Listener {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(if self.0.is_some() { "Listener" } else { "Listener(none)" })
    }
}
