//! Batches: answers in which every item has a code of its own, so that the call may succeed and half of its items fail.
//!
//! A [`Batch`] has no way to reach its items as if all had succeeded without saying so.

use std::error::Error as StdError;
use std::fmt;
use std::marker::PhantomData;

use crate::decode::{Decode, Target};
use crate::descriptor::{CodeFact, Meaning};
use crate::encode::{Encode, Shape};
use crate::error::{ErrorCase, ErrorKind, case_of, kind_of, write_code, write_remedy};
use crate::value::Lang;

/// One item of a batch. Generated.
pub trait BatchItem {
    /// The codes that mean success.
    const SUCCESS: &'static [i64];
    /// The item's own code.
    fn code(&self) -> Option<i64>;
    /// The vendor's text about it.
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

/// The items of an answer, each of which succeeded or failed on its own. The documented failures of an item are `E`.
///
/// An item without a code has failed.
#[must_use = "items may have failed although the call succeeded"]
pub struct Batch<T, E> {
    items: Vec<T>,
    case: PhantomData<fn() -> E>,
}

/// An item that failed. As an error it stands for itself: it does not say which call it belongs to.
pub struct FailedItem<T, E> {
    index: usize,
    item: T,
    case: PhantomData<fn() -> E>,
}

/// An item that failed, still in its batch.
pub type ItemError<'a, T, E> = FailedItem<&'a T, E>;

impl<T, E> Batch<T, E> {
    /// How many items there are, failed ones included.
    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// The items, whether they succeeded or failed.
    pub fn items_unchecked(&self) -> &[T] {
        &self.items
    }

    /// The items, whether they succeeded or failed.
    pub fn into_items_unchecked(self) -> Vec<T> {
        self.items
    }
}

impl<T: BatchItem, E: ErrorCase> Batch<T, E> {
    /// What became of each item, in the order of the answer.
    pub fn iter(&self) -> impl Iterator<Item = Result<&T, ItemError<'_, T, E>>> {
        self.items.iter().enumerate().map(outcome)
    }

    /// What became of each item, in the order of the answer.
    pub fn into_results(self) -> Vec<Result<T, FailedItem<T, E>>> {
        self.items.into_iter().enumerate().map(outcome).collect()
    }

    /// The items that failed.
    pub fn failed(&self) -> impl Iterator<Item = ItemError<'_, T, E>> {
        self.iter().filter_map(Result::err)
    }

    /// Whether no item failed.
    pub fn all_succeeded(&self) -> bool {
        self.failed().next().is_none()
    }

    /// Every item, or the first failure.
    ///
    /// # Errors
    ///
    /// If an item failed. The others are dropped with it, whatever became of them: [`Self::into_results`] keeps them.
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
    /// Its place in the batch, from 0.
    pub fn index(&self) -> usize {
        self.index
    }

    /// The item itself.
    pub fn item(&self) -> &T {
        &self.item
    }

    /// The item itself.
    pub fn into_item(self) -> T {
        self.item
    }
}

impl<T: BatchItem, E: ErrorCase> FailedItem<T, E> {
    /// The item's code, if it came with one.
    pub fn code(&self) -> Option<i64> {
        self.item.code()
    }

    /// Which of the documented failures it is; `None` if it came without a code.
    pub fn case(&self) -> Option<E> {
        self.code().map(case_of)
    }

    /// The vendor's text.
    pub fn message(&self) -> Option<&str> {
        self.item.message().filter(|message| !message.is_empty())
    }

    /// The documented name of the code: `device_offline`.
    pub fn name(&self) -> Option<&'static str> {
        Some(self.fact()?.name)
    }

    /// What the code means; `None` when nobody wrote it in that language.
    pub fn meaning(&self, lang: Lang) -> Option<&'static str> {
        self.documented()?.text(lang)
    }

    /// What to do about it; `None` when nobody wrote it in that language.
    pub fn remedy(&self, lang: Lang) -> Option<&'static str> {
        self.documented()?.remedy(lang)
    }

    /// What kind of failure it is.
    pub fn kind(&self) -> ErrorKind {
        let undocumented = || self.code().map_or(ErrorKind::Refused, kind_of);
        self.fact().map_or_else(undocumented, |fact| fact.kind)
    }

    /// Whether the same may succeed later.
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

/// Shows nothing of the item but its code and message: there may be a secret in it.
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
    fn target(&mut self) -> Target<'_> {
        Target::List(&mut self.items)
    }
}

impl<T: Encode, E> Encode for Batch<T, E> {
    fn shape(&self) -> Shape<'_> {
        Shape::List(&self.items)
    }
}
