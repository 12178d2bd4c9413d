//! Calls: the client, the call builder, its future and its execution.
//!
//! Generic functions are a few lines around [`executor`], because they are compiled for each endpoint.

mod authenticator;
#[cfg(feature = "blocking")]
mod blocking;
mod client;
mod executor;
mod future;
mod pages;
mod retry;

use std::fmt;
use std::sync::Arc;

pub use self::authenticator::Authenticator;
#[cfg(feature = "blocking")]
pub use self::blocking::wait;
pub use self::client::{Builder, Core};
pub use self::future::CallFuture;
use self::future::Received;
pub use self::pages::{Pages, Rows};
pub use self::retry::RetryPolicy;
use crate::decode::Decode;
use crate::descriptor::{Endpoint, Paging};
use crate::encode::Encode;
use crate::error::ErrorCase;
use crate::request::Arguments;
use crate::response::{Page, make};

/// A call that has not been sent. Cloning it is cheap.
#[derive(Clone)]
pub struct Call {
    core: Core,
    arguments: Arguments,
}

impl Call {
    /// Creates a call without any parameters.
    pub fn new(core: &Core, endpoint: &'static Endpoint) -> Self {
        Self { core: core.clone(), arguments: Arguments::new(endpoint) }
    }

    /// Sets the parameter with this index into [`Endpoint::parameters`].
    pub fn set(&mut self, index: usize, value: impl Encode + 'static) {
        self.arguments.set(index, Arc::new(value));
    }

    /// Sets a string parameter.
    pub fn set_text(&mut self, index: usize, text: &str) {
        self.arguments.set_text(index, text);
    }

    /// Returns the call with one parameter set.
    #[must_use]
    pub fn with(mut self, index: usize, value: impl Encode + 'static) -> Self {
        self.arguments.set(index, Arc::new(value));
        self
    }

    /// Returns the call with one string parameter set.
    #[must_use]
    pub fn with_text(mut self, index: usize, text: &str) -> Self {
        self.arguments.set_text(index, text);
        self
    }

    /// Returns a future that sends the call.
    pub fn send<T: Decode + Default + 'static, E: ErrorCase>(self) -> CallFuture<T, E> {
        CallFuture::new(future::payload(self, make::<T>), Received::payload)
    }

    /// Returns a future that sends the call and returns one page.
    pub fn send_page<T: Decode + Default + 'static, E: ErrorCase>(self) -> CallFuture<Page<T>, E> {
        CallFuture::new(future::page(self, make::<Vec<T>>), Received::page)
    }

    /// Returns all pages of the list.
    pub fn pages<T, E: ErrorCase>(self) -> Pages<T, E>
    where
        T: Decode + Clone + PartialEq + Default + Unpin + 'static,
    {
        Pages::new(self)
    }

    /// Returns all rows of the list.
    pub fn rows<T, E: ErrorCase>(self) -> Rows<T, E>
    where
        T: Decode + Clone + PartialEq + Default + Unpin + 'static,
    {
        Rows::new(self)
    }

    fn core(&self) -> &Core {
        &self.core
    }

    fn arguments(&self) -> &Arguments {
        &self.arguments
    }

    fn endpoint(&self) -> &'static Endpoint {
        self.arguments.endpoint()
    }

    fn paging(&self) -> Option<&'static Paging> {
        self.endpoint().paging
    }
}

impl fmt::Debug for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.arguments.fmt(f)
    }
}
