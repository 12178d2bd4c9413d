//! Streams over lists with pages: all pages, all rows.
//!
//! A stream continues while any counter of the responses indicates more rows, so that a list that grows is read to its
//! end. It always ends at an empty page, or at a page equal to the one before. The service numbers rows anew for each page,
//! so rows that move between pages meanwhile may occur twice or not at all.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::vec;

use super::{Call, CallFuture};
use crate::decode::Decode;
use crate::error::{CallError, ErrorCase};
use crate::response::Page;
use futures_util::Stream;
use futures_util::future::poll_fn;

/// All pages of a list. Each is requested after the previous one has been taken.
///
/// [`Self::next`] needs no trait in scope. `futures::Stream` is implemented as well.
#[must_use = "nothing is requested until the first page is taken"]
pub struct Pages<T, E> {
    cursor: Cursor,
    /// The first and last row of the previous page.
    edges: Option<[T; 2]>,
    pending: Option<CallFuture<Page<T>, E>>,
}

/// All rows of a list. Each page is requested when its first row is needed.
///
/// [`Self::next`] needs no trait in scope. `futures::Stream` is implemented as well.
#[must_use = "nothing is requested until the first row is taken"]
pub struct Rows<T, E> {
    pages: Pages<T, E>,
    rows: vec::IntoIter<T>,
}

impl<T, E> Pages<T, E>
where
    T: Decode + Clone + PartialEq + Default + Unpin + 'static,
    E: ErrorCase,
{
    /// Starts at the page that the call sets, or else at the first.
    pub(crate) fn new(call: Call) -> Self {
        Self { cursor: Cursor::new(call), edges: None, pending: None }
    }

    /// Returns the next page; `None` after the last one, and after an error. Dropping the future loses no page: the next
    /// call continues with the same request.
    ///
    /// # Errors
    ///
    /// Fails if the page could not be fetched. [`CallError::page`] returns its number.
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
    /// Starts at the page that the call sets, or else at the first.
    pub(crate) fn new(call: Call) -> Self {
        Self { pages: Pages::new(call), rows: Vec::new().into_iter() }
    }

    /// Returns the next row; `None` after the last one, and after an error. Dropping the future loses no row: the next
    /// call continues with the same request.
    ///
    /// # Errors
    ///
    /// Fails if a page could not be fetched. [`CallError::page`] returns its number.
    pub async fn next(&mut self) -> Option<Result<T, CallError<E>>> {
        poll_fn(|context| self.poll(context)).await
    }

    /// Collects all rows. For long lists, [`Self::next`] needs the memory of one page only.
    ///
    /// # Errors
    ///
    /// Fails if a page could not be fetched. The rows before it are dropped.
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

/// The position in a list. It is not generic, so it is compiled once.
struct Cursor {
    call: Call,
    /// The next page; `None` after the last one.
    next: Option<u64>,
    /// The number of rows taken; `None` unless the list is read from its first page.
    taken: Option<u64>,
    /// The total according to the previous page.
    total: Option<u64>,
}

impl Cursor {
    fn new(call: Call) -> Self {
        let first =
            call.paging().and_then(|paging| call.arguments().integer(paging.page)).unwrap_or(1);
        Self { call, next: Some(first), taken: (first == 1).then_some(0), total: None }
    }

    fn call(&self, number: u64) -> Call {
        let mut call = self.call.clone();
        if let Some(paging) = call.paging() {
            call.set(paging.page, number);
        }
        call
    }

    /// Returns whether the list has grown since the last page. Rows then move to later pages, and a page may begin and end
    /// like the one before.
    fn grows(&self, total: Option<u64>) -> bool {
        total > self.total
    }

    /// Advances to the next page, unless all counters indicate that this was the last.
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
