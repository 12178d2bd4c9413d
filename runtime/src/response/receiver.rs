//! Receivers of payloads. They create, fill and pass on a payload without knowing its type; only [`take`] knows it.
//!
//! Generic functions are one line each, because they are compiled for each type of result.

use std::any::Any;
use std::mem;

use crate::decode::Decode;

/// The destination of a response.
pub(crate) trait Receiver: Send {
    /// Discards the payload of an earlier attempt and returns the destination of a new one.
    fn reset(&mut self) -> &mut dyn Decode;
    /// Returns the destination of the payload since the last [`Self::reset`].
    fn payload(&mut self) -> &mut dyn Decode;
    /// Returns further keys of the envelope that are read.
    fn sibling_keys(&self) -> &'static [&'static str] {
        &[]
    }
    /// Returns the destination of the key with this index into [`Self::sibling_keys`].
    fn sibling(&mut self, _index: usize) -> &mut dyn Decode {
        self.payload()
    }
}

/// A type that a payload can be decoded into.
pub(crate) trait Payload: Any + Send {
    fn as_decode(&mut self) -> &mut dyn Decode;
}

impl<T: Decode + 'static> Payload for T {
    fn as_decode(&mut self) -> &mut dyn Decode {
        self
    }
}

/// Creates the default payload of one type.
pub(crate) type Make = fn() -> Box<dyn Payload>;

pub(crate) fn make<T: Decode + Default + 'static>() -> Box<dyn Payload> {
    // `Box::default` would compile more code for each type.
    Box::new(T::default())
}

/// Takes the payload, which must have the type that [`make`] created.
pub(crate) fn take<T: Default + 'static>(payload: &mut dyn Payload) -> T {
    let payload: &mut dyn Any = payload;
    match payload.downcast_mut() {
        Some(payload) => mem::take(payload),
        None => T::default(),
    }
}

/// The receiver of a payload and nothing else.
pub(crate) struct PayloadReceiver {
    make: Make,
    payload: Option<Box<dyn Payload>>,
}

impl PayloadReceiver {
    pub(crate) fn new(make: Make) -> Self {
        Self { make, payload: None }
    }

    pub(crate) fn into_payload(self) -> Box<dyn Payload> {
        self.payload.unwrap_or_else(self.make)
    }
}

impl Receiver for PayloadReceiver {
    fn reset(&mut self) -> &mut dyn Decode {
        self.payload.insert((self.make)()).as_mut().as_decode()
    }

    fn payload(&mut self) -> &mut dyn Decode {
        self.payload.get_or_insert_with(self.make).as_mut().as_decode()
    }
}
