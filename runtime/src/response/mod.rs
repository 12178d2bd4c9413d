//! From an answer to a result: the envelope, the payload's receiver, batches.

pub(crate) mod batch;
pub(crate) mod envelope;
pub(crate) mod example;
pub(crate) mod receiver;
