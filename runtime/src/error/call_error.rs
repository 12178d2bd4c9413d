//! The error of a call to one endpoint.

use std::error::Error as StdError;
use std::fmt;
use std::marker::PhantomData;

use super::{Context, Error, ErrorCase, ErrorKind, case_of};
use crate::value::Lang;

/// The error of a call to one endpoint, whose documented failures are `E`.
pub struct CallError<E> {
    error: Error,
    case: PhantomData<fn() -> E>,
}

impl<E: ErrorCase> From<CallError<E>> for Error {
    fn from(error: CallError<E>) -> Self {
        error.error.with_texts::<E>()
    }
}

impl<E: ErrorCase> CallError<E> {
    /// Adds the type of the documented failures, which only the generic end of a call knows.
    pub(crate) fn new(error: Error) -> Self {
        Self { error, case: PhantomData }
    }

    /// Adds the requested page of a list.
    pub(crate) fn on_page(self, page: u64) -> Self {
        Self { error: self.error.change(|inner| inner.page = Some(page)), case: PhantomData }
    }

    /// Converts to [`Error`] without the texts of the codes. Intended for authenticators: a conversion by `?` would link the
    /// texts of all codes into each program that signs in. When the call that needed the token is printed, it adds them.
    pub fn without_texts(self) -> Error {
        self.error
    }

    /// Returns the documented failure; `None` unless the service refused the call.
    pub fn case(&self) -> Option<E> {
        self.code().map(case_of)
    }

    /// Returns the in-band code of a refusal, or its HTTP status if the response has no in-band code.
    pub fn code(&self) -> Option<i64> {
        self.error.code()
    }

    /// Returns the vendor's message about a refusal.
    pub fn message(&self) -> Option<&str> {
        self.error.message()
    }

    /// Returns the documented name of the code: `product_not_found`.
    pub fn name(&self) -> Option<&'static str> {
        self.error.name()
    }

    /// Returns the documented meaning of the code; `None` if there is none in that language.
    pub fn meaning(&self, lang: Lang) -> Option<&'static str> {
        self.error.documented(Some(E::meanings()))?.text(lang)
    }

    /// Returns the documented remedy; `None` if there is none in that language.
    pub fn remedy(&self, lang: Lang) -> Option<&'static str> {
        self.error.documented(Some(E::meanings()))?.remedy(lang)
    }

    /// Returns the kind of the failure.
    pub fn kind(&self) -> ErrorKind {
        self.error.kind()
    }

    /// Returns whether the same call may succeed later.
    pub fn is_retryable(&self) -> bool {
        self.error.is_retryable()
    }

    /// Returns whether the call, or the sign-in that it needed, timed out.
    pub fn is_timeout(&self) -> bool {
        self.error.is_timeout()
    }

    /// Returns the HTTP status, if a response was received.
    pub fn status(&self) -> Option<u16> {
        self.error.status()
    }

    /// Returns the body of the response, unchanged. It may contain secrets.
    pub fn body(&self) -> Option<&[u8]> {
        self.error.body()
    }

    /// Returns the `group.endpoint` of the call.
    pub fn endpoint(&self) -> Option<&'static str> {
        self.error.endpoint()
    }

    /// Returns the number of the page that could not be fetched, from 1; `None` unless `pages()` or `rows()` requested it.
    pub fn page(&self) -> Option<u64> {
        self.error.page()
    }

    /// Returns the path in the response where decoding failed: `$.data.properties[3].code`.
    pub fn decode_path(&self) -> Option<&str> {
        self.error.decode_path()
    }

    /// Returns the path of the invalid parameter or of the value inside it: `productKey`, `devices[3].deviceName`.
    pub fn parameter(&self) -> Option<&str> {
        self.error.parameter()
    }
}

impl<E> CallError<E> {
    pub(crate) fn context(&self) -> &Context {
        self.error.context()
    }
}

impl<E> Clone for CallError<E> {
    fn clone(&self) -> Self {
        Self { error: self.error.clone(), case: PhantomData }
    }
}

impl<E: ErrorCase> fmt::Display for CallError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.error.share_meanings(E::meanings());
        self.error.write(f, Some(E::meanings()))
    }
}

impl<E> fmt::Debug for CallError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.error.debug(f, "CallError")
    }
}

impl<E: ErrorCase> StdError for CallError<E> {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.error.share_meanings(E::meanings());
        self.error.source()
    }
}
