//! How long each stage takes, and how far a run is while somebody waits for it.

use std::fmt::Write;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use endpointc::progress::{Progress, Stage};
use indicatif::{ProgressBar, ProgressDrawTarget};
use serde_json::{Value, json};

/// How long a run may take before somebody wants to see how far it is.
const PATIENCE: Duration = Duration::from_secs(1);

/// Takes the times of one run.
pub(crate) struct Meter {
    begun: Instant,
    stages: Mutex<Vec<(Stage, Instant)>>,
    /// Not seen before the run has taken long.
    bar: ProgressBar,
    /// Whether there is somebody to see it.
    is_watched: bool,
}

/// How long each stage has taken, in the order of the run, and the whole of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Timings {
    stages: Vec<(Stage, Duration)>,
    whole: Duration,
}

impl Meter {
    /// A run begins; how far it is can be seen on the terminal, if there is one and it takes long.
    pub(crate) fn new(is_watched: bool) -> Self {
        Self {
            begun: Instant::now(),
            stages: Mutex::default(),
            bar: ProgressBar::with_draw_target(Some(0), ProgressDrawTarget::hidden()),
            is_watched,
        }
    }

    /// How long the run has taken so far.
    pub(crate) fn elapsed(&self) -> Duration {
        self.begun.elapsed()
    }

    /// The run is over.
    pub(crate) fn finish(&self) -> Timings {
        self.bar.finish_and_clear();
        let stages = self.stages.lock().unwrap_or_else(PoisonError::into_inner);
        let ends = stages.iter().skip(1).map(|(_, begun)| *begun).chain([Instant::now()]);
        let took = |(&(stage, begun), end): (&(Stage, Instant), Instant)| (stage, end - begun);
        Timings { stages: stages.iter().zip(ends).map(took).collect(), whole: self.elapsed() }
    }

    fn show_if_long(&self) {
        if self.is_watched && self.bar.is_hidden() && self.elapsed() >= PATIENCE {
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
        }
    }
}

impl Progress for Meter {
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
    /// A line for each stage, and one for the whole.
    pub(crate) fn table(&self) -> String {
        let mut table = String::new();
        for (name, took) in self.rows() {
            let _ = writeln!(table, "{name:<8} {:>8.1} ms", milliseconds(took));
        }
        table.trim_end().to_owned()
    }

    /// `{"timings":{"read":0.4,…,"whole":12.3}}`, in milliseconds.
    pub(crate) fn json(&self) -> Value {
        let rows = self.rows().map(|(name, took)| (name.to_owned(), json!(milliseconds(took))));
        json!({ "timings": Value::Object(rows.collect()) })
    }

    fn rows(&self) -> impl Iterator<Item = (&'static str, Duration)> {
        let stages = self.stages.iter().map(|(stage, took)| (stage.as_str(), *took));
        stages.chain([("whole", self.whole)])
    }
}

/// To a tenth: what is below has no meaning.
fn milliseconds(took: Duration) -> f64 {
    (took.as_secs_f64() * 10_000.0).round() / 10.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stage_ends_where_the_next_begins() {
        let meter = Meter::new(false);
        meter.begins(Stage::Read, 0);
        meter.begins(Stage::Format, 2);
        meter.step();
        let timings = meter.finish();
        let stages: Vec<Stage> = timings.stages.iter().map(|(stage, _)| *stage).collect();
        assert_eq!(stages, [Stage::Read, Stage::Format]);
        let sum: Duration = timings.stages.iter().map(|(_, took)| *took).sum();
        assert!(sum <= timings.whole);
        assert_eq!(timings.table().lines().count(), 3);
    }

    #[test]
    fn nobody_is_shown_a_short_run() {
        let meter = Meter::new(true);
        meter.begins(Stage::Format, 2);
        meter.step();
        assert!(meter.bar.is_hidden());
    }
}
