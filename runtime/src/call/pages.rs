//! Lists that come in pages: one page, all pages, all rows.
//!
//! What an answer says about its pages is taken with a grain of salt. A stream goes on while *any* of the counters
//! promises more, so that a list which grows meanwhile is read to its end, and it ends in any case with a page that is
//! empty or a repetition of the one before. Rows that move from one page to the next while a list is read may be met
//! twice, or never: the service numbers its rows anew for every page.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::vec;

use futures_util::Stream;
use futures_util::future::poll_fn;
use serde_json::Value;

use crate::call::{Call, Sending};
use crate::decode::{Decode, Keys, Object, Target};
use crate::descriptor::{PagePart, Paging};
use crate::encode::{Encode, Members, Shape};
use crate::error::{CallError, ErrorCase};
use crate::response::receiver::{Make, Payload, Slot};

/// One page of a list, and what the answer says about the others.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Page<T> {
    /// The rows.
    pub rows: Vec<T>,
    /// Which page the answer says it is, from 1.
    pub number: Option<u64>,
    /// How many rows the answer says there are on all pages.
    pub total: Option<u64>,
    /// How many pages the answer says there are.
    pub pages: Option<u64>,
}

impl<T> Default for Page<T> {
    fn default() -> Self {
        Self { rows: Vec::new(), number: None, total: None, pages: None }
    }
}

/// All pages of a list, each asked for when the one before it has been taken.
///
/// [`Self::next`] needs no trait; `futures::Stream` is implemented, too.
#[must_use = "nothing is asked for until the first page is taken"]
pub struct Pages<T, E> {
    cursor: Cursor,
    /// First and last row of the page before.
    edges: Option<[T; 2]>,
    pending: Option<Sending<Page<T>, E>>,
}

/// All rows of a list, page after page.
///
/// [`Self::next`] needs no trait; `futures::Stream` is implemented, too.
#[must_use = "nothing is asked for until the first row is taken"]
pub struct Rows<T, E> {
    pages: Pages<T, E>,
    rows: vec::IntoIter<T>,
}

impl<T, E> Pages<T, E>
where
    T: Decode + Clone + PartialEq + Default + Unpin + 'static,
    E: ErrorCase,
{
    /// From the page that the call names, or else the first.
    pub(crate) fn new(call: Call) -> Self {
        Self { cursor: Cursor::new(call), edges: None, pending: None }
    }

    /// The next page; `None` after the last one, and after an error. [`CallError::page`] tells which page could not be
    /// had. Dropping the future loses nothing: the next one goes on with the same answer.
    pub async fn next(&mut self) -> Option<Result<Page<T>, CallError<E>>> {
        poll_fn(|context| self.poll(context)).await
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Page<T>, CallError<E>>>> {
        let Some(number) = self.cursor.next else { return Poll::Ready(None) };
        let pending = self.pending.get_or_insert_with(|| self.cursor.call(number).send_page());
        let answer = ready!(Pin::new(pending).poll(context));
        self.pending = None;
        Poll::Ready(self.take(number, answer))
    }

    fn take(
        &mut self,
        number: u64,
        answer: Result<Page<T>, CallError<E>>,
    ) -> Option<Result<Page<T>, CallError<E>>> {
        self.cursor.next = None;
        let page = match answer {
            Ok(page) => page,
            Err(error) => return Some(Err(error.on_page(number))),
        };
        let edges = [page.rows.first()?.clone(), page.rows.last()?.clone()];
        let repeats = self.edges.as_ref() == Some(&edges) && !self.cursor.grows(page.total);
        if repeats {
            return None;
        }
        self.edges = Some(edges);
        self.cursor.advance(number, page.rows.len(), page.total, page.pages);
        Some(Ok(page))
    }
}

impl<T, E> Rows<T, E>
where
    T: Decode + Clone + PartialEq + Default + Unpin + 'static,
    E: ErrorCase,
{
    /// From the page that the call names, or else the first.
    pub(crate) fn new(call: Call) -> Self {
        Self { pages: Pages::new(call), rows: Vec::new().into_iter() }
    }

    /// The next row; `None` after the last one, and after an error. [`CallError::page`] tells which page could not be
    /// had. Dropping the future loses nothing: the next one goes on with the same answer.
    pub async fn next(&mut self) -> Option<Result<T, CallError<E>>> {
        poll_fn(|context| self.poll(context)).await
    }

    /// Every row, or the first error. It may be a long list: [`Self::next`] holds one page at a time.
    ///
    /// # Errors
    ///
    /// If a page cannot be had; the rows before it are lost with it.
    pub async fn all(mut self) -> Result<Vec<T>, CallError<E>> {
        let mut all = Vec::new();
        while let Some(page) = self.pages.next().await {
            all.extend(page?.rows);
        }
        Ok(all)
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<T, CallError<E>>>> {
        loop {
            if let Some(row) = self.rows.next() {
                return Poll::Ready(Some(Ok(row)));
            }
            match ready!(self.pages.poll(context)) {
                Some(Ok(page)) => self.rows = page.rows.into_iter(),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }
}

impl<T, E> Stream for Pages<T, E>
where
    T: Decode + Clone + PartialEq + Default + Unpin + 'static,
    E: ErrorCase,
{
    type Item = Result<Page<T>, CallError<E>>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll(context)
    }
}

impl<T, E> Stream for Rows<T, E>
where
    T: Decode + Clone + PartialEq + Default + Unpin + 'static,
    E: ErrorCase,
{
    type Item = Result<T, CallError<E>>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll(context)
    }
}

/// Which page comes next. Not generic: it is the same for every list.
struct Cursor {
    call: Call,
    /// `None` after the last page.
    next: Option<u64>,
    /// Rows taken; unknown for a list that was not begun at its first page.
    taken: Option<u64>,
    /// What the page before said about all rows.
    total: Option<u64>,
}

impl Cursor {
    fn new(call: Call) -> Self {
        let first = call.paging().and_then(|paging| call.integer(paging.page)).unwrap_or(1);
        Self { call, next: Some(first), taken: (first == 1).then_some(0), total: None }
    }

    fn call(&self, number: u64) -> Call {
        let mut call = self.call.clone();
        if let Some(paging) = call.paging() {
            call.set(paging.page, number);
        }
        call
    }

    /// Whether the list has become longer since the last page: then rows move on to later pages, and a page may well
    /// begin and end like the one before.
    fn grows(&self, total: Option<u64>) -> bool {
        total > self.total
    }

    /// Goes on to the next page, unless every counter says that this was the last.
    fn advance(&mut self, number: u64, rows: usize, total: Option<u64>, pages: Option<u64>) {
        self.total = total;
        self.taken = self.taken.map(|taken| taken + rows as u64);
        let said = |count: Option<u64>| count.filter(|count| *count > 0);
        let by_pages = said(pages).map(|pages| number >= pages);
        let by_total = said(total).zip(self.taken).map(|(total, taken)| taken >= total);
        let is_last = match (by_pages, by_total) {
            (Some(by_pages), Some(by_total)) => by_pages && by_total,
            (one, other) => one.or(other).unwrap_or(false),
        };
        self.next = if is_last { None } else { number.checked_add(1) };
    }
}

impl<T, E> fmt::Debug for Pages<T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages")
            .field("call", &self.cursor.call)
            .field("next", &self.cursor.next)
            .finish_non_exhaustive()
    }
}

impl<T, E> fmt::Debug for Rows<T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Rows").field("pages", &self.pages).finish_non_exhaustive()
    }
}

/// What an answer says about its pages.
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

/// Where a page of an answer lands: its rows in place, what is said about it wherever that stands.
pub(crate) struct PageSlot {
    paging: &'static Paging,
    make: Make,
    rows: Box<dyn Payload>,
    /// Number, total and pages, whatever JSON they are: a list must not be lost because a counter is odd.
    counters: [Value; 3],
    ignored: (),
}

impl PageSlot {
    /// A page whose list of rows is made by `make`.
    pub(crate) fn new(paging: &'static Paging, make: Make) -> Self {
        Self { paging, make, rows: make(), counters: Default::default(), ignored: () }
    }

    pub(crate) fn into_parts(self) -> (Box<dyn Payload>, Counters) {
        let [number, total, pages] = self.counters.each_ref().map(count);
        (self.rows, Counters { number, total, pages })
    }
}

/// A number, a text of digits, or an object that holds one under `value`, as tables of this sort of API claim.
fn count(value: &Value) -> Option<u64> {
    match value {
        Value::Number(number) => number.as_u64(),
        Value::String(text) => text.trim().parse().ok(),
        Value::Object(object) => count(object.get("value")?),
        _ => None,
    }
}

impl Slot for PageSlot {
    fn fill(&mut self) -> &mut dyn Decode {
        *self = Self::new(self.paging, self.make);
        self.filled()
    }

    fn filled(&mut self) -> &mut dyn Decode {
        if self.paging.is_payload { self } else { self.rows.as_mut().place() }
    }

    fn beside(&self) -> &'static [&'static str] {
        if self.paging.is_payload { &[] } else { self.paging.keys.names }
    }

    fn beside_at(&mut self, index: usize) -> &mut dyn Decode {
        self.at(index)
    }
}

impl Decode for PageSlot {
    fn target(&mut self) -> Target<'_> {
        Target::Object(self)
    }
}

impl Object for PageSlot {
    fn keys(&self) -> &'static Keys {
        self.paging.keys
    }

    fn at(&mut self, index: usize) -> &mut dyn Decode {
        match self.paging.parts[index] {
            PagePart::Rows => self.rows.as_mut().place(),
            PagePart::Number => &mut self.counters[0],
            PagePart::Total => &mut self.counters[1],
            PagePart::Pages => &mut self.counters[2],
            PagePart::Other => &mut self.ignored,
        }
    }
}

/// Outside of an answer a page is an object of its own.
const NAMES: &[&str] = &["rows", "number", "total", "pages"];

impl<T: Decode + Default> Decode for Page<T> {
    fn target(&mut self) -> Target<'_> {
        Target::Object(self)
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
    fn shape(&self) -> Shape<'_> {
        Shape::Object(self)
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
        crate::encode::serialize(self, serializer)
    }
}

impl<'de, T: Decode + Default> serde::Deserialize<'de> for Page<T> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        crate::decode::deserialize(deserializer)
    }
}
