//! Errors of calls.
//!
//! A call returns [`CallError<E>`], where `E` lists the documented failures of the endpoint. [`Error`] is the error of any
//! call, so that `?` works across endpoints. Both are as large as one pointer, cheap to clone, and have the same methods.
//! Errors of other crates are available only through `source()`.

mod advice;
mod call_error;
mod context;
mod display;
mod retry_stop;
mod transport;

use std::error::Error as StdError;
use std::sync::{Arc, OnceLock};

pub use self::call_error::CallError;
pub(crate) use self::context::Context;
pub(crate) use self::display::{write_code, write_remedy};
pub(crate) use self::retry_stop::RetryStop;
pub use self::transport::{TransportError, TransportErrorKind};
use crate::decode::Mismatch;
pub use crate::descriptor::ErrorKind;
use crate::descriptor::{CodeFact, Endpoint, Meaning};
use crate::value::Lang;

/// The error of any call.
#[derive(Clone)]
pub struct Error {
    inner: Arc<Inner>,
}

/// The documented failures of one endpoint. Generated.
pub trait ErrorCase: Copy + Send + Sync + 'static {
    /// The codes and their cases.
    const CODES: &'static [(i64, Self)];
    /// The case of any other code. It does not contain the code, because a `match` on it would silently change once the
    /// description lists that code. [`CallError::code`] returns it.
    const UNLISTED: Self;
    /// Returns the meanings of the codes: the endpoint's own table, then the API's.
    fn meanings() -> [&'static [Meaning]; 2];
    /// Returns the facts about the codes, in the same order. Only items of a [`Batch`](crate::Batch) use them: a call knows
    /// its endpoint.
    fn facts() -> [&'static [CodeFact]; 2] {
        [&[], &[]]
    }
}

#[derive(Clone)]
struct Inner {
    endpoint: Option<&'static str>,
    kind: ErrorKind,
    retryable: bool,
    cause: Cause,
    response: Option<FailedResponse>,
    /// The requested page of a list.
    page: Option<u64>,
    /// Set late, because a reference to them links all texts; see [`CallError::without_texts`].
    meanings: OnceLock<Meanings>,
    context: Context,
}

#[derive(Clone)]
enum Cause {
    Refused(Refusal),
    /// The call is invalid and was not sent.
    Invalid {
        parameter: Option<String>,
        reason: String,
    },
    Transport(TransportError),
    Decode(Mismatch),
    SignIn(Error),
    Other {
        reason: String,
        source: Option<Source>,
    },
}

type Source = Arc<dyn StdError + Send + Sync>;

/// The meanings of codes: the endpoint's own table, then the API's.
type Meanings = [&'static [Meaning]; 2];

/// A refusal by the service: its code, and the facts about it.
#[derive(Clone)]
pub(crate) struct Refusal {
    pub(crate) code: i64,
    /// True if the code is the HTTP status because the response has no in-band code.
    pub(crate) is_status: bool,
    pub(crate) message: Option<String>,
    pub(crate) fact: Option<&'static CodeFact>,
}

/// The response that led to an error.
#[derive(Clone)]
pub(crate) struct FailedResponse {
    pub(crate) status: u16,
    pub(crate) body: Arc<[u8]>,
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match &self.inner.cause {
            Cause::Transport(error) => error.source(),
            Cause::SignIn(cause) => Some(cause),
            Cause::Other { source, .. } => {
                source.as_ref().map(|source| &**source as &(dyn StdError + 'static))
            }
            Cause::Refused(_) | Cause::Invalid { .. } | Cause::Decode(_) => None,
        }
    }
}

impl Error {
    /// Creates an error for a failure that this crate does not report itself. Intended for authenticators.
    pub fn custom(kind: ErrorKind, reason: impl Into<String>) -> Self {
        Self::new(None, kind, Cause::Other { reason: reason.into(), source: None })
    }

    /// The client cannot be built.
    pub(crate) fn setup(reason: impl Into<String>, source: Option<Source>) -> Self {
        Self::new(None, ErrorKind::InvalidRequest, Cause::Other { reason: reason.into(), source })
    }

    pub(crate) fn invalid(
        endpoint: &Endpoint,
        parameter: Option<&str>,
        reason: impl Into<String>,
    ) -> Self {
        let parameter = parameter.map(str::to_owned);
        let cause = Cause::Invalid { parameter, reason: reason.into() };
        Self::new(Some(endpoint.name), ErrorKind::InvalidRequest, cause)
    }

    pub(crate) fn refused(endpoint: &Endpoint, refusal: Refusal, response: FailedResponse) -> Self {
        let code = most_specific_code(&refusal, response.status);
        let (kind, retryable) = match refusal.fact.or_else(|| endpoint.fact(code)) {
            Some(fact) => (fact.kind, fact.retryable),
            None => (ErrorKind::of_unlisted(code), matches!(code, 429 | 502..=504)),
        };
        let error = Self::new(Some(endpoint.name), kind, Cause::Refused(refusal));
        error.change(|inner| {
            inner.retryable = retryable;
            inner.response = Some(response);
        })
    }

    pub(crate) fn decode(
        endpoint: &Endpoint,
        mismatch: Mismatch,
        response: FailedResponse,
    ) -> Self {
        let error = Self::new(Some(endpoint.name), ErrorKind::Decode, Cause::Decode(mismatch));
        error.change(|inner| inner.response = Some(response))
    }

    pub(crate) fn transport(endpoint: &Endpoint, error: TransportError) -> Self {
        let (kind, retryable) = match error.kind() {
            TransportErrorKind::Timeout => (ErrorKind::Timeout, true),
            TransportErrorKind::Connect | TransportErrorKind::Other => (ErrorKind::Transport, true),
            TransportErrorKind::Untrusted | TransportErrorKind::BodyTooLarge => {
                (ErrorKind::Transport, false)
            }
        };
        let error = Self::new(Some(endpoint.name), kind, Cause::Transport(error));
        error.change(|inner| inner.retryable = retryable)
    }

    /// A call failed because the sign-in failed. The cause becomes the source.
    pub(crate) fn sign_in(endpoint: Option<&'static str>, cause: Error) -> Self {
        let retryable = cause.is_retryable();
        let error = Self::new(endpoint, ErrorKind::SignIn, Cause::SignIn(cause));
        error.change(|inner| inner.retryable = retryable)
    }

    fn new(endpoint: Option<&'static str>, kind: ErrorKind, cause: Cause) -> Self {
        let inner = Inner {
            endpoint,
            kind,
            retryable: false,
            cause,
            response: None,
            page: None,
            meanings: OnceLock::new(),
            context: Context::default(),
        };
        Self { inner: Arc::new(inner) }
    }

    /// Changes the context.
    pub(crate) fn with(self, change: impl FnOnce(&mut Context)) -> Self {
        self.change(|inner| change(&mut inner.context))
    }

    pub(crate) fn context(&self) -> &Context {
        &self.inner.context
    }

    fn change(mut self, change: impl FnOnce(&mut Inner)) -> Self {
        change(Arc::make_mut(&mut self.inner));
        self
    }

    /// Returns the in-band code of a refusal, or its HTTP status if the response has no in-band code.
    pub fn code(&self) -> Option<i64> {
        self.refusal().map(|refusal| refusal.code)
    }

    /// The in-band code of a refusal, if the description does not list it.
    pub(crate) fn undocumented_code(&self) -> Option<i64> {
        let refusal = self.refusal()?;
        (!refusal.is_status && refusal.fact.is_none()).then_some(refusal.code)
    }

    /// Returns whether the service itself refused the call, rather than a gateway.
    pub(crate) fn is_in_band(&self) -> bool {
        self.refusal().is_some_and(|refusal| !refusal.is_status)
    }

    /// Returns the vendor's message about a refusal.
    pub fn message(&self) -> Option<&str> {
        self.refusal()?.message.as_deref()
    }

    /// Returns the documented name of the code: `product_not_found`.
    pub fn name(&self) -> Option<&'static str> {
        Some(self.refusal()?.fact?.name)
    }

    /// Returns the documented meaning of the code; `None` if there is none in that language.
    pub fn meaning(&self, lang: Lang) -> Option<&'static str> {
        self.documented(self.meanings())?.text(lang)
    }

    /// Returns the documented remedy; `None` if there is none in that language.
    pub fn remedy(&self, lang: Lang) -> Option<&'static str> {
        self.documented(self.meanings())?.remedy(lang)
    }

    /// Returns the kind of the failure.
    pub fn kind(&self) -> ErrorKind {
        self.inner.kind
    }

    /// Returns whether the same call may succeed later.
    pub fn is_retryable(&self) -> bool {
        self.inner.retryable
    }

    /// Returns whether the call, or the sign-in that it needed, timed out.
    pub fn is_timeout(&self) -> bool {
        match &self.inner.cause {
            Cause::SignIn(cause) => cause.is_timeout(),
            _ => self.inner.kind == ErrorKind::Timeout,
        }
    }

    /// Returns the HTTP status, if a response was received.
    pub fn status(&self) -> Option<u16> {
        self.inner.response.as_ref().map(|response| response.status)
    }

    /// Returns the body of the response, unchanged. It may contain secrets.
    pub fn body(&self) -> Option<&[u8]> {
        self.inner.response.as_ref().map(|response| &*response.body)
    }

    /// Returns the `group.endpoint` of the failed call, if there was one.
    pub fn endpoint(&self) -> Option<&'static str> {
        self.inner.endpoint
    }

    /// Returns the number of the page that could not be fetched, from 1; `None` unless `pages()` or `rows()` requested it.
    pub fn page(&self) -> Option<u64> {
        self.inner.page
    }

    /// Returns the path in the response where decoding failed: `$.data.properties[3].code`.
    pub fn decode_path(&self) -> Option<&str> {
        match &self.inner.cause {
            Cause::Decode(mismatch) => Some(&mismatch.path),
            _ => None,
        }
    }

    /// Returns the path of the invalid parameter or of the value inside it: `productKey`, `devices[3].deviceName`.
    pub fn parameter(&self) -> Option<&str> {
        match &self.inner.cause {
            Cause::Invalid { parameter, .. } => parameter.as_deref(),
            _ => None,
        }
    }

    /// Adds the texts of the error's code, and of a failed sign-in in its source, if they are missing.
    #[must_use]
    pub fn with_texts<E: ErrorCase>(self) -> Self {
        let meanings = E::meanings();
        self.share_meanings(meanings);
        self.inner.meanings.get_or_init(|| meanings);
        self
    }

    fn meanings(&self) -> Option<Meanings> {
        self.inner.meanings.get().copied()
    }

    /// Gives the API's texts to a failed sign-in in the source. The endpoint's texts do not concern the sign-in.
    fn share_meanings(&self, [_, shared]: Meanings) {
        if let Cause::SignIn(cause) = &self.inner.cause {
            cause.inner.meanings.get_or_init(|| [&[], shared]);
        }
    }

    fn refusal(&self) -> Option<&Refusal> {
        match &self.inner.cause {
            Cause::Refused(refusal) => Some(refusal),
            _ => None,
        }
    }

    fn documented(&self, meanings: Option<Meanings>) -> Option<&'static Meaning> {
        Meaning::find(meanings?, self.code()?)
    }
}

/// Chooses between an undocumented code and the HTTP status the one with the more specific meaning.
fn most_specific_code(refusal: &Refusal, status: u16) -> i64 {
    let unknown = ErrorKind::of_unlisted(refusal.code) == ErrorKind::Refused;
    if unknown && !(200..300).contains(&status) { status.into() } else { refusal.code }
}

/// Returns the case of a code.
pub(crate) fn case_of<E: ErrorCase>(code: i64) -> E {
    let listed = E::CODES.iter().find(|(listed, _)| *listed == code);
    listed.map_or(E::UNLISTED, |(_, case)| *case)
}
