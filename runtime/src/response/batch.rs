//! Batches: responses in which each item has its own code, so that items may fail although the call succeeds.
//!
//! A [`Batch`] gives access to items without a check only through methods named `unchecked`.

use std::error::Error as StdError;
use std::fmt;
use std::marker::PhantomData;

use crate::decode::{Decode, Destination};
use crate::descriptor::{CodeFact, Meaning};
use crate::encode::{Encode, ValueRef};
use crate::error::{ErrorCase, ErrorKind, case_of, write_code, write_remedy};
use crate::value::Lang;

/// An item of a batch. Implemented by generated types.
pub trait BatchItem {
    /// The codes that mean success.
    const SUCCESS: &'static [i64];
    /// Returns the item's own code.
    fn code(&self) -> Option<i64>;
    /// Returns the vendor's message about the item.
    fn message(&self) -> Option<&str>;
}

impl<T: BatchItem> BatchItem for &T {
    const SUCCESS: &'static [i64] = T::SUCCESS;

    fn code(&self) -> Option<i64> {
        T::code(self)
    }

    fn message(&self) -> Option<&str> {
        T::message(self)
    }
}

/// The items of a response, each of which succeeded or failed by itself. `E` lists the documented failures of an item.
///
/// An item without a code counts as failed.
#[must_use = "items may have failed although the call succeeded"]
pub struct Batch<T, E> {
    items: Vec<T>,
    case: PhantomData<fn() -> E>,
}

/// A failed item. As an error, it does not name its call.
pub struct FailedItem<T, E> {
    index: usize,
    item: T,
    case: PhantomData<fn() -> E>,
}

/// A failed item, borrowed from its batch.
pub type ItemError<'a, T, E> = FailedItem<&'a T, E>;

impl<T, E> Batch<T, E> {
    /// Returns the number of items, including failed ones.
    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// Returns whether there are no items.
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// Returns all items, including failed ones.
    pub fn items_unchecked(&self) -> &[T] {
        &self.items
    }

    /// Returns all items, including failed ones.
    pub fn into_items_unchecked(self) -> Vec<T> {
        self.items
    }
}

impl<T: BatchItem, E: ErrorCase> Batch<T, E> {
    /// Returns the result of each item, in the order of the response.
    pub fn iter(&self) -> impl Iterator<Item = Result<&T, ItemError<'_, T, E>>> {
        self.items.iter().enumerate().map(outcome)
    }

    /// Returns the result of each item, in the order of the response.
    pub fn into_results(self) -> Vec<Result<T, FailedItem<T, E>>> {
        self.items.into_iter().enumerate().map(outcome).collect()
    }

    /// Returns the failed items.
    pub fn failed(&self) -> impl Iterator<Item = ItemError<'_, T, E>> {
        self.iter().filter_map(Result::err)
    }

    /// Returns whether no item failed.
    pub fn all_succeeded(&self) -> bool {
        self.failed().next().is_none()
    }

    /// Returns all items, or the first failure.
    ///
    /// # Errors
    ///
    /// Fails if an item failed. The other items are dropped; [`Self::into_results`] keeps them.
    pub fn into_all(self) -> Result<Vec<T>, FailedItem<T, E>> {
        self.items.into_iter().enumerate().map(outcome).collect()
    }
}

fn outcome<T: BatchItem, E>((index, item): (usize, T)) -> Result<T, FailedItem<T, E>> {
    if item.code().is_some_and(|code| T::SUCCESS.contains(&code)) {
        Ok(item)
    } else {
        Err(FailedItem { index, item, case: PhantomData })
    }
}

impl<T, E> FailedItem<T, E> {
    /// Returns the index in the batch, from 0.
    pub fn index(&self) -> usize {
        self.index
    }

    /// Returns the item.
    pub fn item(&self) -> &T {
        &self.item
    }

    /// Returns the item.
    pub fn into_item(self) -> T {
        self.item
    }
}

impl<T: BatchItem, E: ErrorCase> FailedItem<T, E> {
    /// Returns the item's code, if it has one.
    pub fn code(&self) -> Option<i64> {
        self.item.code()
    }

    /// Returns the documented failure; `None` if the item has no code.
    pub fn case(&self) -> Option<E> {
        self.code().map(case_of)
    }

    /// Returns the vendor's message.
    pub fn message(&self) -> Option<&str> {
        self.item.message().filter(|message| !message.is_empty())
    }

    /// Returns the documented name of the code: `device_offline`.
    pub fn name(&self) -> Option<&'static str> {
        Some(self.fact()?.name)
    }

    /// Returns the documented meaning of the code; `None` if there is none in that language.
    pub fn meaning(&self, lang: Lang) -> Option<&'static str> {
        self.documented()?.text(lang)
    }

    /// Returns the documented remedy; `None` if there is none in that language.
    pub fn remedy(&self, lang: Lang) -> Option<&'static str> {
        self.documented()?.remedy(lang)
    }

    /// Returns the kind of the failure.
    pub fn kind(&self) -> ErrorKind {
        let undocumented = || self.code().map_or(ErrorKind::Refused, ErrorKind::of_unlisted);
        self.fact().map_or_else(undocumented, |fact| fact.kind)
    }

    /// Returns whether the same operation may succeed later.
    pub fn is_retryable(&self) -> bool {
        self.fact().is_some_and(|fact| fact.retryable)
    }

    fn fact(&self) -> Option<&'static CodeFact> {
        let code = self.code()?;
        E::facts().into_iter().find_map(|table| CodeFact::find(table, code))
    }

    fn documented(&self) -> Option<&'static Meaning> {
        Meaning::find(E::meanings(), self.code()?)
    }
}

impl<T: BatchItem, E: ErrorCase> fmt::Display for FailedItem<T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "item {} failed ", self.index)?;
        match self.code() {
            Some(code) => {
                write!(f, "with {code}")?;
                write_code(f, self.fact(), self.message(), self.documented())?;
                write_remedy(f, self.documented()).map(drop)
            }
            None => {
                f.write_str("without a code")?;
                write_code(f, None, self.message(), None)
            }
        }
    }
}

/// Shows only the code and message of the item, which may contain secrets.
impl<T: BatchItem, E: ErrorCase> fmt::Debug for FailedItem<T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FailedItem")
            .field("index", &self.index)
            .field("code", &self.code())
            .field("name", &self.name())
            .field("message", &self.message())
            .finish_non_exhaustive()
    }
}

impl<T: BatchItem, E: ErrorCase> StdError for FailedItem<T, E> {}

impl<T: Clone, E> Clone for FailedItem<T, E> {
    fn clone(&self) -> Self {
        Self { index: self.index, item: self.item.clone(), case: PhantomData }
    }
}

impl<T: PartialEq, E> PartialEq for FailedItem<T, E> {
    fn eq(&self, other: &Self) -> bool {
        self.index == other.index && self.item == other.item
    }
}

impl<T, E> From<Vec<T>> for Batch<T, E> {
    fn from(items: Vec<T>) -> Self {
        Self { items, case: PhantomData }
    }
}

impl<T, E> Default for Batch<T, E> {
    fn default() -> Self {
        Vec::new().into()
    }
}

impl<T: Clone, E> Clone for Batch<T, E> {
    fn clone(&self) -> Self {
        self.items.clone().into()
    }
}

impl<T: PartialEq, E> PartialEq for Batch<T, E> {
    fn eq(&self, other: &Self) -> bool {
        self.items == other.items
    }
}

impl<T: fmt::Debug, E> fmt::Debug for Batch<T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Batch").field(&self.items).finish()
    }
}

impl<T: Decode + Default, E> Decode for Batch<T, E> {
    fn destination(&mut self) -> Destination<'_> {
        Destination::List(&mut self.items)
    }
}

impl<T: Encode, E> Encode for Batch<T, E> {
    fn as_value(&self) -> ValueRef<'_> {
        ValueRef::List(&self.items)
    }
}
