//! Responses: the envelope, the receiver of the payload, pages and batches.

mod batch;
mod context;
pub(crate) mod envelope;
mod example;
mod judge;
mod page;
mod receiver;

pub use self::batch::{Batch, BatchItem, FailedItem, ItemError};
pub use self::example::{Answer, assert_round_trips, read_example, read_page_example};
pub(crate) use self::judge::judge;
pub use self::page::Page;
pub(crate) use self::page::{Counters, PageReceiver};
pub(crate) use self::receiver::{Make, Payload, PayloadReceiver, Receiver, make, take};
