//! Pages of lists, and the receiver of a page.

use serde_json::Value;

use super::{Make, Payload, Receiver};
use crate::decode::{self, Decode, Destination, Keys, Object};
use crate::descriptor::{PagePart, Paging};
use crate::encode::{self, Encode, Members, ValueRef};

/// A page of a list, and the counters of the response.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Page<T> {
    /// The rows.
    pub rows: Vec<T>,
    /// The number of the page, from 1, according to the response.
    pub number: Option<u64>,
    /// The number of rows on all pages, according to the response.
    pub total: Option<u64>,
    /// The number of pages, according to the response.
    pub pages: Option<u64>,
}

impl<T> Default for Page<T> {
    fn default() -> Self {
        Self { rows: Vec::new(), number: None, total: None, pages: None }
    }
}

/// The counters of a response with a page.
#[derive(Default)]
pub(crate) struct Counters {
    number: Option<u64>,
    total: Option<u64>,
    pages: Option<u64>,
}

impl<T> Page<T> {
    pub(crate) fn new(rows: Vec<T>, counters: &Counters) -> Self {
        let Counters { number, total, pages } = *counters;
        Self { rows, number, total, pages }
    }
}

/// The receiver of a page. The counters may be in the payload or beside it.
pub(crate) struct PageReceiver {
    paging: &'static Paging,
    make: Make,
    rows: Box<dyn Payload>,
    /// Number, total and pages as any JSON, so that an invalid counter does not fail the call.
    counters: [Value; 3],
    ignored: (),
}

impl PageReceiver {
    /// Creates a receiver whose list of rows is created by `make`.
    pub(crate) fn new(paging: &'static Paging, make: Make) -> Self {
        Self { paging, make, rows: make(), counters: Default::default(), ignored: () }
    }

    pub(crate) fn into_parts(self) -> (Box<dyn Payload>, Counters) {
        let [number, total, pages] = self.counters.each_ref().map(count);
        (self.rows, Counters { number, total, pages })
    }
}

/// Reads a counter: a number, a numeric string, or an object with one under `value`.
fn count(value: &Value) -> Option<u64> {
    match value {
        Value::Number(number) => number.as_u64(),
        Value::String(text) => text.trim().parse().ok(),
        Value::Object(object) => count(object.get("value")?),
        _ => None,
    }
}

impl Receiver for PageReceiver {
    fn reset(&mut self) -> &mut dyn Decode {
        *self = Self::new(self.paging, self.make);
        self.payload()
    }

    fn payload(&mut self) -> &mut dyn Decode {
        if self.paging.is_payload { self } else { self.rows.as_mut().as_decode() }
    }

    fn sibling_keys(&self) -> &'static [&'static str] {
        if self.paging.is_payload { &[] } else { self.paging.keys.names }
    }

    fn sibling(&mut self, index: usize) -> &mut dyn Decode {
        self.at(index)
    }
}

impl Decode for PageReceiver {
    fn destination(&mut self) -> Destination<'_> {
        Destination::Object(self)
    }
}

impl Object for PageReceiver {
    fn keys(&self) -> &'static Keys {
        self.paging.keys
    }

    fn at(&mut self, index: usize) -> &mut dyn Decode {
        match self.paging.parts[index] {
            PagePart::Rows => self.rows.as_mut().as_decode(),
            PagePart::Number => &mut self.counters[0],
            PagePart::Total => &mut self.counters[1],
            PagePart::Pages => &mut self.counters[2],
            PagePart::Other => &mut self.ignored,
        }
    }
}

/// The keys of a page outside a response, where it is an object of its own.
const NAMES: &[&str] = &["rows", "number", "total", "pages"];

impl<T: Decode + Default> Decode for Page<T> {
    fn destination(&mut self) -> Destination<'_> {
        Destination::Object(self)
    }
}

impl<T: Decode + Default> Object for Page<T> {
    fn keys(&self) -> &'static Keys {
        &Keys { names: NAMES, required: &[] }
    }

    fn at(&mut self, index: usize) -> &mut dyn Decode {
        match index {
            0 => &mut self.rows,
            1 => &mut self.number,
            2 => &mut self.total,
            _ => &mut self.pages,
        }
    }
}

impl<T: Encode> Encode for Page<T> {
    fn as_value(&self) -> ValueRef<'_> {
        ValueRef::Object(self)
    }
}

impl<T: Encode> Members for Page<T> {
    fn names(&self) -> &'static [&'static str] {
        NAMES
    }

    fn get(&self, index: usize) -> &dyn Encode {
        match index {
            0 => &self.rows,
            1 => &self.number,
            2 => &self.total,
            _ => &self.pages,
        }
    }
}

impl<T: Encode> serde::Serialize for Page<T> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        encode::serialize(self, serializer)
    }
}

impl<'de, T: Decode + Default> serde::Deserialize<'de> for Page<T> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        decode::deserialize(deserializer)
    }
}
