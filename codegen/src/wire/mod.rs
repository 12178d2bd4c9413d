//! Calls on the wire, for all back ends: chosen alternatives, requests, the rule of success, sample values, routes.
//!
//! The module depends on the model, and on no back end. The values that an endpoint sends are listed by the model:
//! [`Api::sent_fields`](crate::model::Api::sent_fields).

pub(crate) mod alternatives;
#[cfg(feature = "docs")]
pub(crate) mod request;
#[cfg(any(feature = "mock", feature = "openapi"))]
pub(crate) mod routes;
#[cfg(any(feature = "docs", feature = "mock"))]
pub(crate) mod samples;
pub(crate) mod success;
#[cfg(any(feature = "docs", feature = "openapi"))]
pub(crate) mod typed;
pub(crate) mod values;
