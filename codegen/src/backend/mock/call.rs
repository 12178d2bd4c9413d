//! A call, as handlers see it.

use std::sync::Arc;

use serde_json::Value;

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

    /// Full name of the endpoint: `thing_model.export_tsl`.
    pub fn endpoint(&self) -> &str {
        &self.endpoint
    }

    /// The text of a parameter, decoded, by its wire name; `None` if it was not sent or if it is
    /// not text in the JSON body.
    pub fn parameter(&self, name: &str) -> Option<&str> {
        self.value(name)?.as_str()
    }

    /// The value of a parameter by its wire name. It is as it was in a JSON body, and text from
    /// everywhere else.
    pub fn value(&self, name: &str) -> Option<&Value> {
        self.values.by_name(name)
    }

    /// The page of these rows that the call asks for, with counters as its paging style has them. Where lists do not
    /// come in pages, all rows are the payload.
    pub fn page_of(&self, rows: &[Value]) -> Reply {
        match &self.paging {
            Some(paging) => {
                Reply::beside_code(paging::page(&self.envelope, paging, rows, &self.values))
            }
            None => Reply::success(rows.into()),
        }
    }

    /// The first value of a header, whatever the case of its name.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.request.header(name)
    }

    /// The whole request.
    pub fn request(&self) -> &Recorded {
        &self.request
    }

    /// Which call to this endpoint it is, from 1, as [`Mock::calls`](super::Mock::calls) counts.
    pub fn number(&self) -> usize {
        self.number
    }

    pub(super) fn values(&self) -> &Values {
        &self.values
    }
}
