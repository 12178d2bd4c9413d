//! Timings of stages, and the progress bar.

use std::fmt::Write;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use endpointc::progress::{Progress, Stage};
use indicatif::{ProgressBar, ProgressDrawTarget};
use ordered_json::{Value, json};

/// Time after which a run shows a progress bar.
const BAR_DELAY: Duration = Duration::from_secs(1);

/// Measures the stages of one run, and shows its progress.
pub(crate) struct Timer {
    begun: Instant,
    stages: Mutex<Vec<(Stage, Instant)>>,
    /// Hidden until the run takes long.
    bar: ProgressBar,
    /// True if the bar may be shown.
    has_terminal: bool,
}

/// Time of each stage, in the order of the run, and total time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Timings {
    stages: Vec<(Stage, Duration)>,
    total: Duration,
}

impl Timer {
    /// Starts measuring a run. A long run shows a progress bar if there is a terminal.
    pub(crate) fn new(has_terminal: bool) -> Self {
        Self {
            begun: Instant::now(),
            stages: Mutex::default(),
            bar: ProgressBar::with_draw_target(Some(0), ProgressDrawTarget::hidden()),
            has_terminal,
        }
    }

    /// Returns the time since the start of the run.
    pub(crate) fn elapsed(&self) -> Duration {
        self.begun.elapsed()
    }

    /// Ends the run and returns its timings.
    pub(crate) fn finish(&self) -> Timings {
        self.bar.finish_and_clear();
        let stages = self.stages.lock().unwrap_or_else(PoisonError::into_inner);
        let ends = stages.iter().skip(1).map(|(_, begun)| *begun).chain([Instant::now()]);
        let took = |(&(stage, begun), end): (&(Stage, Instant), Instant)| (stage, end - begun);
        Timings { stages: stages.iter().zip(ends).map(took).collect(), total: self.elapsed() }
    }

    fn show_if_long(&self) {
        if self.has_terminal && self.bar.is_hidden() && self.elapsed() >= BAR_DELAY {
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
        }
    }
}

impl Progress for Timer {
    fn begins(&self, stage: Stage, steps: usize) {
        let mut stages = self.stages.lock().unwrap_or_else(PoisonError::into_inner);
        stages.push((stage, Instant::now()));
        self.show_if_long();
        self.bar.set_message(stage.as_str());
        self.bar.set_length(steps as u64);
        self.bar.set_position(0);
    }

    fn step(&self) {
        self.show_if_long();
        self.bar.inc(1);
    }
}

impl Timings {
    /// Formats a line per stage, and one for the total.
    pub(crate) fn table(&self) -> String {
        let mut table = String::new();
        for (name, took) in self.rows() {
            let _ = writeln!(table, "{name:<8} {:>8.1} ms", milliseconds(took));
        }
        table.trim_end().to_owned()
    }

    /// `{"timings":{"read":0.4,…,"total":12.3}}`, in milliseconds.
    pub(crate) fn json(&self) -> Value {
        let rows = self.rows().map(|(name, took)| (name.to_owned(), json!(milliseconds(took))));
        json!({ "timings": Value::Object(rows.collect()) })
    }

    fn rows(&self) -> impl Iterator<Item = (&'static str, Duration)> {
        let stages = self.stages.iter().map(|(stage, took)| (stage.as_str(), *took));
        stages.chain([("total", self.total)])
    }
}

/// Rounds to a tenth of a millisecond, which is more than the noise.
fn milliseconds(took: Duration) -> f64 {
    (took.as_secs_f64() * 10_000.0).round() / 10.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stage_ends_where_the_next_begins() {
        let timer = Timer::new(false);
        timer.begins(Stage::Read, 0);
        timer.begins(Stage::Format, 2);
        timer.step();
        let timings = timer.finish();
        let stages: Vec<Stage> = timings.stages.iter().map(|(stage, _)| *stage).collect();
        assert_eq!(stages, [Stage::Read, Stage::Format]);
        let sum: Duration = timings.stages.iter().map(|(_, took)| *took).sum();
        assert!(sum <= timings.total);
        assert_eq!(timings.table().lines().count(), 3);
    }

    #[test]
    fn a_short_run_shows_no_bar() {
        let timer = Timer::new(true);
        timer.begins(Stage::Format, 2);
        timer.step();
        assert!(timer.bar.is_hidden());
    }
}
