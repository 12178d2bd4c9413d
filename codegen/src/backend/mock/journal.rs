//! What has happened and what is still to come: requests, counts, queued replies.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use super::{Recorded, Reply};

/// Stands for any endpoint where replies are queued.
pub(super) const ANY: &str = "*";

/// How many requests are kept unless told otherwise: more than any test looks at, and a mock that
/// runs for days does not fill the memory.
pub(super) const KEPT: usize = 10_000;

/// What has happened and what is still to come.
pub(super) struct Journal {
    kept: usize,
    received: usize,
    requests: VecDeque<Arc<Recorded>>,
    calls: BTreeMap<String, usize>,
    queues: BTreeMap<String, VecDeque<Reply>>,
}

impl Journal {
    /// Keeps so many requests, the latest ones.
    pub(super) fn keeping(kept: usize) -> Self {
        let (requests, calls, queues) = Default::default();
        Self { kept, received: 0, requests, calls, queues }
    }

    /// Keeps a request and says how many have reached its endpoint so far.
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
