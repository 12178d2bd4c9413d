//! Back ends: each makes one kind of output from a [`model::Api`](crate::model::Api).

#[cfg(feature = "diff")]
pub mod diff;
#[cfg(feature = "mock")]
pub mod mock;
#[cfg(feature = "openapi")]
pub mod openapi;
pub(crate) mod rust;
#[cfg(feature = "docs")]
pub mod site;
