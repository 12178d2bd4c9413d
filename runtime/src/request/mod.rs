//! From a call to its request: what is checked before sending, and the URL.

pub(crate) mod url;
pub(crate) mod validate;
