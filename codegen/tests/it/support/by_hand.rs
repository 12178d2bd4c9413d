//! External Rust type of a description: `high` and `low` are numbers on the wire.

use endpointc_runtime::{Decode, Destination, Encode, ValueRef};

/// A level between 0 and 100.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Level(i64);

impl Level {
    pub fn new(percent: i64) -> Self {
        Self(percent)
    }
}

impl Decode for Level {
    fn destination(&mut self) -> Destination<'_> {
        Destination::Int(&mut self.0)
    }
}

impl Encode for Level {
    fn as_value(&self) -> ValueRef<'_> {
        ValueRef::Int(self.0)
    }
}
