//! Time limits.

use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::Poll;
use std::time::Duration;

use super::{BoxFuture, Transport};

/// Returns the output of a future, or `None` after the time limit. A future that is ready at once needs no timer. The
/// caller pins the future, because storing it here would double its size.
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
