//! The future of a call.

use std::fmt;
use std::future::Future;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use super::Call;
use super::executor::execute;
use crate::error::{CallError, Error, ErrorCase};
use crate::response::{Counters, Make, Page, PageReceiver, Payload, PayloadReceiver, take};
use crate::transport::BoxFuture;

/// The future of a call.
///
/// Only its last step depends on the type of the result.
#[must_use = "futures do nothing unless polled"]
pub struct CallFuture<T, E> {
    future: ReceivedFuture,
    finish: fn(&mut Received) -> T,
    case: PhantomData<fn() -> E>,
}

/// The future of a call, before its result has a type.
pub(super) type ReceivedFuture = BoxFuture<'static, Result<Received, Error>>;

/// A received payload, before its type is known.
pub(super) struct Received {
    payload: Box<dyn Payload>,
    /// The counters of a page.
    counters: Counters,
}

/// Sends a call and receives a payload that is created by `make`.
pub(super) fn payload(call: Call, make: Make) -> ReceivedFuture {
    Box::pin(async move {
        let mut receiver = PayloadReceiver::new(make);
        execute(&call, &mut receiver).await?;
        Ok(Received { payload: receiver.into_payload(), counters: Counters::default() })
    })
}

/// Sends a call and receives a page whose rows are created by `make`.
pub(super) fn page(call: Call, make: Make) -> ReceivedFuture {
    Box::pin(async move {
        let Some(paging) = call.paging() else {
            return Ok(Received { payload: make(), counters: Counters::default() });
        };
        // Boxed because three counters of any JSON would be a fifth of the future.
        let mut receiver = Box::new(PageReceiver::new(paging, make));
        execute(&call, &mut *receiver).await?;
        let (payload, counters) = receiver.into_parts();
        Ok(Received { payload, counters })
    })
}

impl Received {
    pub(super) fn payload<T: Default + 'static>(&mut self) -> T {
        take(&mut *self.payload)
    }

    pub(super) fn page<T: 'static>(&mut self) -> Page<T> {
        Page::new(take(&mut *self.payload), &self.counters)
    }
}

impl<T, E> CallFuture<T, E> {
    pub(super) fn new(future: ReceivedFuture, finish: fn(&mut Received) -> T) -> Self {
        Self { future, finish, case: PhantomData }
    }

    #[cfg(feature = "blocking")]
    pub(super) fn wait_by(
        self,
        wait: fn(ReceivedFuture) -> Result<Received, Error>,
    ) -> Result<T, CallError<E>>
    where
        E: ErrorCase,
    {
        match wait(self.future) {
            Ok(mut received) => Ok((self.finish)(&mut received)),
            Err(error) => Err(CallError::new(error)),
        }
    }
}

impl<T, E: ErrorCase> Future for CallFuture<T, E> {
    type Output = Result<T, CallError<E>>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        Poll::Ready(match ready!(self.future.as_mut().poll(context)) {
            Ok(mut received) => Ok((self.finish)(&mut received)),
            Err(error) => Err(CallError::new(error)),
        })
    }
}

impl<T, E> fmt::Debug for CallFuture<T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CallFuture").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::call::Builder;
    use crate::descriptor::{Api, Endpoint, Envelope, Method, PathPart};
    use crate::error::TransportError;
    use crate::response::make;
    use crate::transport::{Request, Response, Transport};

    static API: Api = Api { name: "a", auth: None, codes: &[], secrets: &[] };
    static ENVELOPE: Envelope =
        Envelope { code: None, success: &[], message: None, data: None, others: &[] };
    static ENDPOINT: Endpoint = Endpoint {
        api: &API,
        name: "group.endpoint",
        method: Method::Get,
        path: &[PathPart::Text("/")],
        parameters: &[],
        paging: None,
        envelope: &ENVELOPE,
        authenticated: false,
        idempotent: true,
        codes: &[],
    };

    struct Silent;

    impl Transport for Silent {
        fn send(&self, _: Request) -> BoxFuture<'_, Result<Response, TransportError>> {
            Box::pin(std::future::pending())
        }
    }

    /// Allocators keep no free blocks above this size: an allocation would take thousands of instructions more.
    #[test]
    fn the_future_of_a_call_is_below_a_kilobyte() {
        let mut builder = Builder::new(&API, "https://host");
        builder.transport(Arc::new(Silent));
        let call = Call::new(&builder.build().unwrap(), &ENDPOINT);
        let payload = size_of_val(&*payload(call.clone(), make::<i64>));
        let page = size_of_val(&*page(call, make::<Vec<i64>>));
        assert!(payload <= 1024 && page <= 1024, "{payload} and {page} bytes");
    }
}
