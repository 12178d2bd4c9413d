//! The diagnostics of a run.

use std::collections::HashSet;
use std::sync::Arc;

use super::{Diagnostic, Severity};
use crate::progress::{Listener, Progress};

/// The number of errors, and of warnings, that are shown. Files of megabytes can have hundreds of
/// thousands.
const MAX_SHOWN: usize = 1000;

/// Collects the diagnostics of a run, each once.
#[derive(Debug, Default)]
pub struct Sink {
    diagnostics: Vec<Diagnostic>,
    seen: HashSet<Diagnostic>,
    errors: usize,
    /// Reports progress. The sink carries it because each stage has the sink.
    pub(crate) listener: Listener,
}

/// The run has ended, because the sink holds at least one error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stopped;

impl Sink {
    /// Creates a sink whose run reports its progress.
    pub fn with_progress(progress: Arc<dyn Progress>) -> Self {
        Self { listener: Listener(Some(progress)), ..Self::default() }
    }

    /// Adds the diagnostics of another sink, which served a part of the work.
    pub(crate) fn merge(&mut self, other: Self) {
        let kept = other.diagnostics.iter().filter(|one| one.severity() == Severity::Error).count();
        let dropped = other.errors - kept;
        other.diagnostics.into_iter().for_each(|diagnostic| self.push(diagnostic));
        self.errors += dropped;
    }

    /// Adds a diagnostic, unless an equal one is there. All errors are counted, and the first
    /// thousand are kept.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        let is_error = diagnostic.severity() == Severity::Error;
        if is_error && self.is_full() {
            self.errors += 1;
            return;
        }
        if self.seen.insert(diagnostic.clone()) {
            self.errors += usize::from(is_error);
            self.diagnostics.push(diagnostic);
        }
    }

    /// Ends the run if there is an error.
    ///
    /// # Errors
    ///
    /// The sink holds at least one error.
    pub fn stop_on_errors(&self) -> Result<(), Stopped> {
        if self.errors() > 0 { Err(Stopped) } else { Ok(()) }
    }

    /// The number of errors, including those that are not kept.
    pub fn errors(&self) -> usize {
        self.errors
    }

    /// The number of warnings.
    pub fn warnings(&self) -> usize {
        self.diagnostics.iter().filter(|one| one.severity() == Severity::Warning).count()
    }

    /// Returns true if further errors will not be shown, so that looking for them can end.
    pub(crate) fn is_full(&self) -> bool {
        self.errors >= MAX_SHOWN
    }

    /// The diagnostics that are shown, in the order of their places.
    pub fn sorted(&self) -> Vec<&Diagnostic> {
        let mut sorted: Vec<&Diagnostic> = self.diagnostics.iter().collect();
        sorted.sort_by_key(|one| (one.labels[0].span.file, one.labels[0].span.start));
        let mut warnings = 0..MAX_SHOWN;
        sorted.retain(|one| one.severity() == Severity::Error || warnings.next().is_some());
        sorted
    }

    /// Removes unwanted warnings.
    pub(crate) fn suppress(&mut self, mut is_unwanted: impl FnMut(&Diagnostic) -> bool) {
        self.diagnostics.retain(|one| one.severity() == Severity::Error || !is_unwanted(one));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::Code;
    use crate::source::Span;

    fn found(code: Code) -> Diagnostic {
        Diagnostic::new(code, Span::file(0), "found")
    }

    #[test]
    fn equal_diagnostics_count_once() {
        let mut sink = Sink::default();
        for code in [Code::NameCollision, Code::NameCollision, Code::UnusedType, Code::UnusedType] {
            sink.push(found(code));
        }
        assert_eq!((sink.errors(), sink.warnings(), sink.sorted().len()), (1, 1, 2));
        let mut other = Sink::default();
        other.push(found(Code::NameCollision));
        sink.merge(other);
        assert_eq!((sink.errors(), sink.sorted().len()), (1, 2));
    }
}
