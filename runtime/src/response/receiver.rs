//! Where the payload of an answer lands: made, filled and handed on without knowing its type, and taken out by the one
//! function that knows it.
//!
//! What is generic here is compiled again for every type of result, so it is a line each.

use std::any::Any;
use std::mem;

use crate::decode::Decode;

/// What a call needs in order to receive an answer.
pub(crate) trait Slot: Send {
    /// Makes it empty, whatever an attempt before has left there, and says where the payload lands.
    fn fill(&mut self) -> &mut dyn Decode;
    /// Where the payload lands in what [`Self::fill`] made.
    fn filled(&mut self) -> &mut dyn Decode;
    /// Keys that stand beside a payload and are wanted as well.
    fn beside(&self) -> &'static [&'static str] {
        &[]
    }
    /// Where the key with this index into [`Self::beside`] lands.
    fn beside_at(&mut self, _index: usize) -> &mut dyn Decode {
        self.filled()
    }
}

/// Any type that an answer can be read into.
pub(crate) trait Payload: Any + Send {
    fn place(&mut self) -> &mut dyn Decode;
}

impl<T: Decode + 'static> Payload for T {
    fn place(&mut self) -> &mut dyn Decode {
        self
    }
}

/// Makes a payload of one type with its default.
pub(crate) type Make = fn() -> Box<dyn Payload>;

pub(crate) fn make<T: Decode + Default + 'static>() -> Box<dyn Payload> {
    // Not `Box::default`, of which more is compiled for every type.
    Box::new(T::default())
}

/// The payload itself. It is of the type that `make` was asked for.
pub(crate) fn take<T: Default + 'static>(payload: &mut dyn Payload) -> T {
    let payload: &mut dyn Any = payload;
    match payload.downcast_mut() {
        Some(payload) => mem::take(payload),
        None => T::default(),
    }
}

/// The slot of an answer that is its payload and nothing else.
pub(crate) struct Whole {
    make: Make,
    payload: Option<Box<dyn Payload>>,
}

impl Whole {
    pub(crate) fn new(make: Make) -> Self {
        Self { make, payload: None }
    }

    pub(crate) fn into_payload(self) -> Box<dyn Payload> {
        self.payload.unwrap_or_else(self.make)
    }
}

impl Slot for Whole {
    fn fill(&mut self) -> &mut dyn Decode {
        self.payload.insert((self.make)()).as_mut().place()
    }

    fn filled(&mut self) -> &mut dyn Decode {
        self.payload.get_or_insert_with(self.make).as_mut().place()
    }
}
