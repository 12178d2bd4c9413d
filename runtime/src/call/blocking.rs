//! Calls without an async runtime of the caller's: the same futures, driven to their end on the caller's thread.
//!
//! Connections and timers live on one thread of ours, which the first call starts and the process keeps.

use std::future::pending;
use std::sync::OnceLock;
use std::{io, thread};

use tokio::runtime::{Builder, Handle};

use crate::call::pages::{Page, Pages, Rows};
use crate::call::{Answered, Landed, Sending};
use crate::decode::Decode;
use crate::error::{CallError, Error, ErrorCase};

/// The thread that connections and timers live on, or why it could not be started.
static OURS: OnceLock<Result<Handle, String>> = OnceLock::new();

/// Waits for the outcome of a call.
///
/// # Errors
///
/// Those of the call. The caller is inside an async runtime, whose thread must not be blocked; or there is no thread to
/// be had. Inside of `spawn_blocking`, tokio's `Handle::block_on` waits for `send()`.
pub fn wait<T, E: ErrorCase>(call: Sending<T, E>) -> Result<T, CallError<E>> {
    call.wait_by(outcome)
}

fn outcome(answer: Answered) -> Result<Landed, Error> {
    handle().map_err(|reason| Error::setup(reason, None))?.block_on(answer)
}

/// The same for what comes in pages.
macro_rules! next_blocking {
    ($list:ident, $item:ty) => {
        impl<T, E> $list<T, E>
        where
            T: Decode + Clone + PartialEq + Default + Unpin + 'static,
            E: ErrorCase,
        {
            /// [`Self::next`] for programs without an async runtime; inside of one it is an error.
            pub fn next_blocking(&mut self) -> Option<Result<$item, CallError<E>>> {
                match handle() {
                    Ok(handle) => handle.block_on(self.next()),
                    Err(reason) => Some(Err(misplaced(reason))),
                }
            }
        }
    };
}

next_blocking!(Pages, Page<T>);
next_blocking!(Rows, T);

fn misplaced<E: ErrorCase>(reason: String) -> CallError<E> {
    CallError::new(Error::setup(reason, None))
}

fn handle() -> Result<&'static Handle, String> {
    if Handle::try_current().is_ok() {
        return Err("a blocking call would stop the async runtime it is in: await it".to_owned());
    }
    let ours = OURS.get_or_init(|| start().map_err(|error| error.to_string()));
    ours.as_ref().map_err(|error| format!("there is no thread for blocking calls: {error}"))
}

fn start() -> io::Result<Handle> {
    let runtime = Builder::new_current_thread().enable_all().build()?;
    let handle = runtime.handle().clone();
    let thread = thread::Builder::new().name("endpointc-blocking".to_owned());
    thread.spawn(move || runtime.block_on(pending::<()>()))?;
    Ok(handle)
}
