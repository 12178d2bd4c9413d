//! Circumstances of a failure: attempts, and the headers of the response.

use std::sync::Arc;
use std::time::Duration;

use super::{CallError, Error, RetryStop};
use crate::value::Timestamp;

/// The circumstances of a failure.
#[derive(Clone, Default)]
pub(crate) struct Context {
    /// The number of attempts; 0 if nothing was sent.
    pub(crate) attempts: u32,
    /// The reason for not retrying a failure that may be temporary.
    pub(crate) retry_stop: Option<RetryStop>,
    pub(crate) retry_after: Option<Duration>,
    pub(crate) request_id: Option<Arc<str>>,
    pub(crate) server_time: Option<Timestamp>,
}

macro_rules! accessors {
    ($(impl<$($case:ident)?> $error:ty;)*) => {$(
        impl<$($case)?> $error {
            /// Returns the number of attempts; 0 if nothing was sent. The replay after a rejected token is not counted.
            pub fn attempts(&self) -> u32 {
                self.context().attempts
            }

            /// Returns the delay that the server asks for in `Retry-After`, as seconds or as a date.
            pub fn retry_after(&self) -> Option<Duration> {
                self.context().retry_after
            }

            /// Returns the server's id of the request, from `x-request-id` or a similar header.
            pub fn request_id(&self) -> Option<&str> {
                self.context().request_id.as_deref()
            }

            /// Returns the time of the response by the server's clock, in whole seconds.
            pub fn server_time(&self) -> Option<Timestamp> {
                self.context().server_time
            }
        }
    )*};
}

accessors! {
    impl<> Error;
    impl<E> CallError<E>;
}
