//! Blocking calls: the same futures, run on the caller's thread.
//!
//! Connections and timers live on one background thread, which the first call starts and which is never stopped.

use std::future::pending;
use std::sync::OnceLock;
use std::{io, thread};

use tokio::runtime::{Builder, Handle};

use super::future::{CallFuture, Received, ReceivedFuture};
use super::pages::{Pages, Rows};
use crate::decode::Decode;
use crate::error::{CallError, Error, ErrorCase};
use crate::response::Page;

/// The runtime of the background thread, or the reason why it could not be started.
static BACKGROUND: OnceLock<Result<Handle, String>> = OnceLock::new();

/// Waits for the result of a call.
///
/// # Errors
///
/// Returns the error of the call. Fails inside an async runtime, where blocking would deadlock, and if the background
/// thread cannot be started. Inside `spawn_blocking`, use tokio's `Handle::block_on` with `send()`.
pub fn wait<T, E: ErrorCase>(call: CallFuture<T, E>) -> Result<T, CallError<E>> {
    call.wait_by(block_on)
}

fn block_on(future: ReceivedFuture) -> Result<Received, Error> {
    handle().map_err(|reason| Error::setup(reason, None))?.block_on(future)
}

/// Adds a blocking `next` to a stream.
macro_rules! next_blocking {
    ($list:ident, $item:ty) => {
        impl<T, E> $list<T, E>
        where
            T: Decode + Clone + PartialEq + Default + Unpin + 'static,
            E: ErrorCase,
        {
            /// Waits for [`Self::next`], for programs without an async runtime.
            ///
            /// # Errors
            ///
            /// Returns the errors of [`Self::next`], and fails inside an async runtime, where blocking would deadlock.
            pub fn next_blocking(&mut self) -> Option<Result<$item, CallError<E>>> {
                match handle() {
                    Ok(handle) => handle.block_on(self.next()),
                    Err(reason) => Some(Err(setup_error(reason))),
                }
            }
        }
    };
}

next_blocking!(Pages, Page<T>);
next_blocking!(Rows, T);

fn setup_error<E: ErrorCase>(reason: String) -> CallError<E> {
    CallError::new(Error::setup(reason, None))
}

fn handle() -> Result<&'static Handle, String> {
    if Handle::try_current().is_ok() {
        return Err(
            "a blocking call would deadlock inside an async runtime: use `.await`".to_owned()
        );
    }
    let background = BACKGROUND.get_or_init(|| start().map_err(|error| error.to_string()));
    background
        .as_ref()
        .map_err(|error| format!("the thread for blocking calls could not be started: {error}"))
}

fn start() -> io::Result<Handle> {
    let runtime = Builder::new_current_thread().enable_all().build()?;
    let handle = runtime.handle().clone();
    let thread = thread::Builder::new().name("endpointc-blocking".to_owned());
    thread.spawn(move || runtime.block_on(pending::<()>()))?;
    Ok(handle)
}
