//! Limits on how long something may take.

use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::Poll;
use std::time::Duration;

use crate::transport::{BoxFuture, Transport};

/// The outcome of a future, or `None` if it takes longer than this. What is ready at once costs no timer. The future is
/// pinned by the caller: here it would take its room twice.
pub(crate) async fn within<T>(
    transport: &dyn Transport,
    limit: Duration,
    mut future: impl Future<Output = T> + Unpin,
) -> Option<T> {
    let mut timer: Option<BoxFuture<'_, ()>> = None;
    poll_fn(|context| {
        if let Poll::Ready(outcome) = Pin::new(&mut future).poll(context) {
            return Poll::Ready(Some(outcome));
        }
        let timer = timer.get_or_insert_with(|| transport.sleep(limit));
        timer.as_mut().poll(context).map(|()| None)
    })
    .await
}
