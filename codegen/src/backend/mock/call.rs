//! A call, as handlers see it.

use std::sync::Arc;

use ordered_json::Value;

use super::values::Values;
use super::{Recorded, Reply, paging};
use crate::model::{Endpoint, Envelope, Paging};

/// A call, as a handler sees it: parameters are already checked.
#[derive(Debug, Clone)]
pub struct Call {
    request: Arc<Recorded>,
    endpoint: String,
    envelope: Envelope,
    paging: Option<Paging>,
    values: Values,
    number: usize,
}

impl Call {
    pub(super) fn new(
        endpoint: &Endpoint,
        request: Arc<Recorded>,
        values: Values,
        number: usize,
    ) -> Self {
        let (envelope, paging) = (endpoint.envelope.clone(), endpoint.paging.clone());
        Self { request, endpoint: endpoint.full_name(), envelope, paging, values, number }
    }

    /// Returns the full name of the endpoint: `thing_model.export_tsl`.
    pub fn endpoint(&self) -> &str {
        &self.endpoint
    }

    /// Returns the decoded text of a parameter by its wire name; `None` if it was not sent, or is not a string in the JSON
    /// body.
    pub fn parameter(&self, name: &str) -> Option<&str> {
        self.value(name)?.as_str()
    }

    /// Returns the value of a parameter by its wire name. Outside of a JSON body, every value is text.
    pub fn value(&self, name: &str) -> Option<&Value> {
        self.values.by_name(name)
    }

    /// Returns the page of these rows that the call asks for, with the counters of its paging style. If the endpoint has no
    /// paging, all rows are the payload.
    pub fn page_of(&self, rows: &[Value]) -> Reply {
        match &self.paging {
            Some(paging) => {
                Reply::beside_code(paging::page(&self.envelope, paging, rows, &self.values))
            }
            None => Reply::success(rows),
        }
    }

    /// Returns the first value of a header. The case of its name does not matter.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.request.header(name)
    }

    /// Returns the whole request.
    pub fn request(&self) -> &Recorded {
        &self.request
    }

    /// Returns the number of this call among those of its endpoint, from 1, as [`Mock::calls`](super::Mock::calls) counts.
    pub fn number(&self) -> usize {
        self.number
    }

    pub(super) fn values(&self) -> &Values {
        &self.values
    }
}
