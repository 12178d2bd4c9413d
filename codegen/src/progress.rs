//! How far a run is, for whoever shows it or takes its time. Nothing here prints.
//!
//! A [`Sink`](crate::Sink) carries a [`Progress`] through the stages: [`Sink::with_progress`](crate::Sink::with_progress).

use std::fmt;
use std::sync::Arc;

/// What a run is doing. The order is that of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    /// Reading files from disk.
    Read,
    /// Reading YAML, and holding it against the language.
    Parse,
    /// Finding out what names stand for, and whether limits, examples and texts are right.
    Resolve,
    /// Finding names, types and docs of the client, and filling in templates.
    Render,
    /// Parsing, printing and proving Rust.
    Format,
    /// Comparing with what is on disk, and writing.
    Write,
}

impl Stage {
    /// All, in the order of a run.
    pub const ALL: [Self; 6] =
        [Self::Read, Self::Parse, Self::Resolve, Self::Render, Self::Format, Self::Write];

    /// Its name: `format`.
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

/// Is told how far a run is, from whichever thread gets there.
pub trait Progress: Send + Sync {
    /// A stage begins, and the one before it is over. It has so many steps; 0, if it does not count them.
    fn begins(&self, stage: Stage, steps: usize);

    /// A step of the stage is done.
    fn step(&self) {}
}

/// Whoever is told, if anybody is.
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
        formatter.write_str(if self.0.is_some() { "Listener" } else { "nobody" })
    }
}
