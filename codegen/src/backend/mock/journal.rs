//! The journal: requests that arrived, their counts, and queued replies.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use super::{Recorded, Reply};

/// The name under which replies for any endpoint are queued.
pub(super) const ANY: &str = "*";

/// The default number of kept requests: more than a test looks at, and few enough for a mock that runs for days.
pub(super) const KEPT: usize = 10_000;

/// Requests that arrived, their counts, and queued replies.
pub(super) struct Journal {
    kept: usize,
    received: usize,
    requests: VecDeque<Arc<Recorded>>,
    calls: BTreeMap<String, usize>,
    queues: BTreeMap<String, VecDeque<Reply>>,
}

impl Journal {
    /// Creates a journal that keeps this number of the latest requests.
    pub(super) fn keeping(kept: usize) -> Self {
        let (requests, calls, queues) = Default::default();
        Self { kept, received: 0, requests, calls, queues }
    }

    /// Keeps a request and returns how many have reached its endpoint so far.
    pub(super) fn record(&mut self, request: Arc<Recorded>) -> usize {
        let number = request.endpoint.as_ref().map_or(0, |endpoint| {
            let count = self.calls.entry(endpoint.clone()).or_default();
            *count += 1;
            *count
        });
        self.received += 1;
        self.requests.push_back(request);
        if self.requests.len() > self.kept {
            self.requests.pop_front();
        }
        number
    }

    pub(super) fn requests(&self) -> Vec<Recorded> {
        self.requests.iter().map(|request| Recorded::clone(request)).collect()
    }

    pub(super) fn received(&self) -> usize {
        self.received
    }

    pub(super) fn calls(&self, endpoint: &str) -> usize {
        self.calls.get(endpoint).copied().unwrap_or_default()
    }

    pub(super) fn queue(&mut self, endpoint: &str, reply: Reply) {
        self.queues.entry(endpoint.to_owned()).or_default().push_back(reply);
    }

    /// Takes the next reply for this endpoint, else the next one for any.
    pub(super) fn queued(&mut self, endpoint: &str) -> Option<Reply> {
        [endpoint, ANY].into_iter().find_map(|name| self.queues.get_mut(name)?.pop_front())
    }
}
