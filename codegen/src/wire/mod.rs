//! Calls on the wire, for all back ends: chosen alternatives, requests, the rule of success, sample values, routes.
//!
//! It reads the model and knows no back end. The walk over everything that an endpoint sends belongs to the model:
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
