//! A counter of drift, for reports.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Mutex, PoisonError};

use crate::decode::Drift;

/// Counts drift by endpoint, path and kind, for example for a daily report of a service.
///
/// Indices of lists are ignored, so a thousand equal differences in one list are one line. Pass the counter to
/// `ClientBuilder::on_drift` in an [`Arc`](std::sync::Arc). `Display` writes the report, the most frequent first.
///
/// ```
/// # use endpointc_runtime::DriftCounter;
/// # use std::sync::Arc;
/// let counter = Arc::new(DriftCounter::default());
/// let hook = Arc::clone(&counter);
/// // builder.on_drift(move |drift| hook.count(drift))
/// # let _ = hook;
/// assert_eq!(counter.to_string(), "");
/// ```
#[derive(Debug, Default)]
pub struct DriftCounter {
    counts: Mutex<BTreeMap<String, (u64, Option<String>)>>,
}

/// The most lines that are counted. The limit bounds the memory for responses whose keys are data.
const MAX_LINES: usize = 1000;

impl DriftCounter {
    /// Counts one difference.
    pub fn count(&self, drift: &Drift) {
        let line = Drift { path: without_indices(&drift.path), value: None, ..drift.clone() };
        let line = line.to_string();
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        if counts.len() < MAX_LINES || counts.contains_key(&line) {
            counts.entry(line).or_insert_with(|| (0, drift.value.clone())).0 += 1;
        }
    }

    /// Returns a description of each difference and its count, the most frequent first.
    pub fn counts(&self) -> Vec<(String, u64)> {
        let counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        let shown = |(line, (count, example)): (&String, &(u64, Option<String>))| {
            let example = example.as_ref().map(|value| format!(", such as {value:?}"));
            (format!("{line}{}", example.unwrap_or_default()), *count)
        };
        let mut counts: Vec<_> = counts.iter().map(shown).collect();
        counts.sort_by_key(|(_, count)| Reverse(*count));
        counts
    }
}

impl fmt::Display for DriftCounter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.counts().iter().try_for_each(|(line, count)| writeln!(f, "{count:>8} × {line}"))
    }
}

/// Removes the indices from a path: `$.data[3].code` becomes `$.data[].code`.
fn without_indices(path: &str) -> String {
    let mut parts = path.split('[');
    let mut shown = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        shown.push('[');
        shown.push_str(part.trim_start_matches(|c: char| c.is_ascii_digit()));
    }
    shown
}
