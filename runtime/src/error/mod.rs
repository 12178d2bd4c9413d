//! What can go wrong with a call.
//!
//! A method returns [`CallError<E>`], where `E` names what this endpoint documents; all of them become [`Error`], so
//! that `?` crosses endpoints. Both are one pointer wide, cheap to clone, and answer the same questions. Foreign error
//! types stay behind `source()`.
//!
//! `Display` says endpoint, code, meaning and the vendor's message, never the source; `{:#}` adds the Chinese meaning
//! and the remedy. `Debug` shows neither bodies nor header values.

pub(crate) mod context;

use std::error::Error as StdError;
use std::fmt;
use std::marker::PhantomData;
use std::sync::{Arc, OnceLock};

use self::context::Circumstances;
use crate::call::retry::GaveUp;
use crate::decode::Mismatch;
use crate::decode::drift::cut;
use crate::descriptor::{CodeFact, Endpoint, Meaning};
use crate::transport::{TransportError, TransportErrorKind};
use crate::value::Lang;

/// Any failure of any call.
#[derive(Clone)]
pub struct Error {
    inner: Arc<Inner>,
}

/// A failure of a call to the endpoint whose documented failures are `E`.
pub struct CallError<E> {
    error: Error,
    case: PhantomData<fn() -> E>,
}

/// What kind of failure it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// Signing in failed, or the token was refused.
    SignIn,
    /// The caller may not do this.
    Permission,
    /// Too many calls, or none left.
    Quota,
    /// What the call names does not exist.
    NotFound,
    /// The service did not like a parameter.
    BadInput,
    /// It clashes with the state of things: exists already, in use.
    Conflict,
    /// The device, not the service: offline, no answer.
    Device,
    /// A fault of the service.
    Server,
    /// A refusal that nobody classified.
    Refused,
    /// The call (or the client) was wrong and nothing was sent.
    InvalidRequest,
    /// No answer came: connection, TLS, a body beyond the cap.
    Transport,
    /// No answer came in time.
    Timeout,
    /// An answer came that could not be understood.
    Decode,
}

/// The documented failures of one endpoint. Generated.
pub trait ErrorCase: Copy + Send + Sync + 'static {
    /// Each code and its case.
    const CODES: &'static [(i64, Self)];
    /// The case of every other code. It does not hold the code, so that nobody matches on it: listing a code later would
    /// silently change such a `match`. The error has it.
    const UNLISTED: Self;
    /// What the codes mean: the endpoint's own table, then the API's.
    fn meanings() -> [&'static [Meaning]; 2];
    /// What is known of the codes without their texts, in the same order. Only items of a [`Batch`](crate::Batch) ask: a
    /// call knows its endpoint.
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
    answer: Option<Answer>,
    /// Which page of a list was asked for.
    page: Option<u64>,
    /// Filled in late, because whatever names them links all texts; see [`CallError::without_texts`].
    meanings: OnceLock<Meanings>,
    circumstances: Circumstances,
}

#[derive(Clone)]
enum Cause {
    Refused(Refusal),
    /// Refused before it was sent.
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

/// What codes mean: the endpoint's own table, then the API's.
type Meanings = [&'static [Meaning]; 2];

/// A refusal: what the code is, and what is known of it.
#[derive(Clone)]
pub(crate) struct Refusal {
    pub(crate) code: i64,
    /// Whether the code is the HTTP status, for want of an in-band one.
    pub(crate) is_status: bool,
    pub(crate) message: Option<String>,
    pub(crate) fact: Option<&'static CodeFact>,
}

/// The answer that led to an error.
#[derive(Clone)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) body: Arc<[u8]>,
}

impl Error {
    /// A failure that no call of this crate reports: for hand-written authenticators.
    pub fn custom(kind: ErrorKind, reason: impl Into<String>) -> Self {
        Self::new(None, kind, Cause::Other { reason: reason.into(), source: None })
    }

    /// The client itself cannot be built.
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

    pub(crate) fn refused(endpoint: &Endpoint, refusal: Refusal, answer: Answer) -> Self {
        let code = telling(&refusal, answer.status);
        let (kind, retryable) = match refusal.fact.or_else(|| endpoint.fact(code)) {
            Some(fact) => (fact.kind, fact.retryable),
            None => (kind_of(code), matches!(code, 429 | 502..=504)),
        };
        let error = Self::new(Some(endpoint.name), kind, Cause::Refused(refusal));
        error.change(|inner| {
            inner.retryable = retryable;
            inner.answer = Some(answer);
        })
    }

    pub(crate) fn decode(endpoint: &Endpoint, mismatch: Mismatch, answer: Answer) -> Self {
        let error = Self::new(Some(endpoint.name), ErrorKind::Decode, Cause::Decode(mismatch));
        error.change(|inner| inner.answer = Some(answer))
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

    /// A call failed because signing in did; the cause becomes the source.
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
            answer: None,
            page: None,
            meanings: OnceLock::new(),
            circumstances: Circumstances::default(),
        };
        Self { inner: Arc::new(inner) }
    }

    /// The same with more known about it.
    pub(crate) fn with(self, change: impl FnOnce(&mut Circumstances)) -> Self {
        self.change(|inner| change(&mut inner.circumstances))
    }

    pub(crate) fn circumstances(&self) -> &Circumstances {
        &self.inner.circumstances
    }

    fn change(mut self, change: impl FnOnce(&mut Inner)) -> Self {
        change(Arc::make_mut(&mut self.inner));
        self
    }

    /// The in-band code of a refusal, or its HTTP status where no in-band code came.
    pub fn code(&self) -> Option<i64> {
        self.refusal().map(|refusal| refusal.code)
    }

    /// The in-band code that the description does not list, if that is what the refusal came with.
    pub(crate) fn undocumented_code(&self) -> Option<i64> {
        let refusal = self.refusal()?;
        (!refusal.is_status && refusal.fact.is_none()).then_some(refusal.code)
    }

    /// Whether the service itself refused the call, and not something on the way to it.
    pub(crate) fn is_in_band(&self) -> bool {
        self.refusal().is_some_and(|refusal| !refusal.is_status)
    }

    /// The vendor's text of a refusal.
    pub fn message(&self) -> Option<&str> {
        self.refusal()?.message.as_deref()
    }

    /// The documented name of the code: `product_not_found`.
    pub fn name(&self) -> Option<&'static str> {
        Some(self.refusal()?.fact?.name)
    }

    /// What the code means; `None` when nobody wrote it in that language.
    pub fn meaning(&self, lang: Lang) -> Option<&'static str> {
        self.documented(self.told())?.text(lang)
    }

    /// What to do about it; `None` when nobody wrote it in that language.
    pub fn remedy(&self, lang: Lang) -> Option<&'static str> {
        self.documented(self.told())?.remedy(lang)
    }

    /// What kind of failure it is.
    pub fn kind(&self) -> ErrorKind {
        self.inner.kind
    }

    /// Whether the same call may succeed later.
    pub fn is_retryable(&self) -> bool {
        self.inner.retryable
    }

    /// Whether no answer came in time, be it to the call or to the sign-in it needed.
    pub fn is_timeout(&self) -> bool {
        match &self.inner.cause {
            Cause::SignIn(cause) => cause.is_timeout(),
            _ => self.inner.kind == ErrorKind::Timeout,
        }
    }

    /// The HTTP status, if an answer came.
    pub fn status(&self) -> Option<u16> {
        self.inner.answer.as_ref().map(|answer| answer.status)
    }

    /// The answer's body, as received. It may hold secrets.
    pub fn body(&self) -> Option<&[u8]> {
        self.inner.answer.as_ref().map(|answer| &*answer.body)
    }

    /// `group.endpoint`, if a call failed.
    pub fn endpoint(&self) -> Option<&'static str> {
        self.inner.endpoint
    }

    /// Which page of a list could not be had, from 1; `None` unless it was asked for by `pages()` or `rows()`.
    pub fn page(&self) -> Option<u64> {
        self.inner.page
    }

    /// Where in the answer decoding failed: `$.data.properties[3].code`.
    pub fn decode_path(&self) -> Option<&str> {
        match &self.inner.cause {
            Cause::Decode(mismatch) => Some(&mismatch.path),
            _ => None,
        }
    }

    /// What made the call invalid: the wire name of a parameter, and the way from there to the value that is wrong
    /// (`productKey`, `devices[3].deviceName`).
    pub fn parameter(&self) -> Option<&str> {
        match &self.inner.cause {
            Cause::Invalid { parameter, .. } => parameter.as_deref(),
            _ => None,
        }
    }

    /// The same with the texts of its code and of a failed sign-in behind it, where it was made without them.
    #[must_use]
    pub fn with_texts<E: ErrorCase>(self) -> Self {
        let meanings = E::meanings();
        self.tell_cause(meanings);
        self.inner.meanings.get_or_init(|| meanings);
        self
    }

    fn told(&self) -> Option<Meanings> {
        self.inner.meanings.get().copied()
    }

    /// Lets a failed sign-in behind this find the texts of its code. They are the API's: those of the endpoint are not
    /// about signing in.
    fn tell_cause(&self, [_, shared]: Meanings) {
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

    fn write(&self, f: &mut fmt::Formatter<'_>, meanings: Option<Meanings>) -> fmt::Result {
        self.write_what(f, meanings)?;
        self.inner.circumstances.write(f)?;
        match f.alternate() {
            true => self.write_what_to_do(f, meanings),
            false => Ok(()),
        }
    }

    /// What happened, to what call.
    fn write_what(&self, f: &mut fmt::Formatter<'_>, meanings: Option<Meanings>) -> fmt::Result {
        if let Some(endpoint) = self.inner.endpoint {
            write!(f, "{endpoint}: ")?;
        }
        if let Some(page) = self.inner.page {
            write!(f, "page {page}: ")?;
        }
        match &self.inner.cause {
            Cause::Refused(refusal) => write_refusal(f, refusal, self.documented(meanings)),
            Cause::Invalid { parameter: Some(parameter), reason } => {
                write!(f, "not sent: parameter `{parameter}`: {reason}")
            }
            Cause::Invalid { parameter: None, reason } => write!(f, "not sent: {reason}"),
            Cause::Transport(error) => {
                write!(f, "{error}")?;
                write_sources(f, error.source())
            }
            Cause::Decode(mismatch) => write!(f, "the answer could not be decoded: {mismatch}"),
            Cause::SignIn(cause) if f.alternate() => {
                f.write_str("signing in failed: ")?;
                cause.write_what(f, cause.told())?;
                cause.inner.circumstances.write(f)
            }
            Cause::SignIn(_) => f.write_str("signing in failed"),
            Cause::Other { reason, .. } => f.write_str(reason),
        }
    }

    /// The remedy of the description, or what is known to help against this kind of failure.
    fn write_what_to_do(
        &self,
        f: &mut fmt::Formatter<'_>,
        meanings: Option<Meanings>,
    ) -> fmt::Result {
        if let Cause::SignIn(cause) = &self.inner.cause
            && !cause.is_about_credentials()
        {
            return cause.write_what_to_do(f, cause.told());
        }
        // A client that has signed in anew by itself need not be told to.
        let has_signed_in = self.inner.circumstances.gave_up == Some(GaveUp::Token);
        if !has_signed_in && write_remedy(f, self.documented(meanings))? {
            return Ok(());
        }
        match self.advice() {
            Some([en, zh]) => write!(f, "; what to do: {en} {zh}"),
            None => Ok(()),
        }
    }

    /// Whether a sign-in failed by what it was given, although its code says less than that: a wrong secret is told as
    /// a parameter that is not valid.
    fn is_about_credentials(&self) -> bool {
        matches!(self.kind(), ErrorKind::BadInput | ErrorKind::Refused | ErrorKind::InvalidRequest)
    }

    /// What to do, where no remedy of the description says it.
    fn advice(&self) -> Option<[&'static str; 2]> {
        if self.inner.circumstances.gave_up == Some(GaveUp::Token) {
            return Some(context::ADVICE_ON_TOKEN);
        }
        match (&self.inner.cause, self.status()) {
            (Cause::Transport(error), _) => Some(context::advice_on_transport(error.kind())),
            (_, Some(300..=399)) => Some(context::ADVICE_ON_REDIRECT),
            _ => context::advice(self.kind()),
        }
    }

    fn debug(&self, f: &mut fmt::Formatter<'_>, name: &str) -> fmt::Result {
        let mut debug = f.debug_struct(name);
        debug.field("endpoint", &self.inner.endpoint).field("kind", &self.inner.kind);
        match &self.inner.cause {
            Cause::Refused(refusal) => debug
                .field("code", &refusal.code)
                .field("name", &self.name())
                .field("message", &refusal.message),
            Cause::Invalid { parameter, reason } => {
                debug.field("parameter", parameter).field("reason", reason)
            }
            Cause::Transport(error) => debug.field("source", error),
            Cause::Decode(mismatch) => debug.field("mismatch", mismatch),
            Cause::SignIn(cause) => debug.field("source", cause),
            Cause::Other { reason, source } => {
                debug.field("reason", reason).field("source", source)
            }
        };
        debug
            .field("status", &self.status())
            .field("retryable", &self.inner.retryable)
            .field("attempts", &self.inner.circumstances.attempts)
            .finish_non_exhaustive()
    }
}

/// The alternate form is for a person, who wants to know all of it at once.
fn write_sources(
    f: &mut fmt::Formatter<'_>,
    mut source: Option<&(dyn StdError + 'static)>,
) -> fmt::Result {
    while let Some(cause) = source.filter(|_| f.alternate()) {
        write!(f, ": {cause}")?;
        source = cause.source();
    }
    Ok(())
}

/// A vendor's message is shown up to here; `message()` has all of it.
const MESSAGE_SHOWN: usize = 300;

fn write_refusal(
    f: &mut fmt::Formatter<'_>,
    refusal: &Refusal,
    meaning: Option<&Meaning>,
) -> fmt::Result {
    let status = if refusal.is_status { "HTTP status " } else { "" };
    write!(f, "refused with {status}{}", refusal.code)?;
    write_code(f, refusal.fact, refusal.message.as_deref(), meaning)
}

/// What is known of a code, after the code itself.
pub(crate) fn write_code(
    f: &mut fmt::Formatter<'_>,
    fact: Option<&CodeFact>,
    message: Option<&str>,
    meaning: Option<&Meaning>,
) -> fmt::Result {
    if let Some(fact) = fact {
        write!(f, " {}", fact.name)?;
    }
    let texts =
        meaning.map(|meaning| [meaning.text(Lang::En), meaning.text(Lang::Zh)]).unwrap_or_default();
    let shown = if f.alternate() { texts } else { [texts[0].or(texts[1]), None] };
    for (index, text) in shown.into_iter().flatten().enumerate() {
        write!(f, "{} {text}", if index == 0 { ":" } else { "" })?;
    }
    match message {
        Some(message) => write!(f, " (server: {:?})", cut(message, MESSAGE_SHOWN)),
        None => Ok(()),
    }
}

/// What a code's description says to do, for a person; says whether that is anything.
pub(crate) fn write_remedy(
    f: &mut fmt::Formatter<'_>,
    meaning: Option<&Meaning>,
) -> Result<bool, fmt::Error> {
    let remedies = meaning.map(|meaning| [meaning.remedy(Lang::En), meaning.remedy(Lang::Zh)]);
    let remedies = remedies.filter(|_| f.alternate()).unwrap_or_default();
    for (index, remedy) in remedies.into_iter().flatten().enumerate() {
        write!(f, "{} {remedy}", if index == 0 { "; what to do:" } else { "" })?;
    }
    Ok(remedies.iter().any(Option::is_some))
}

/// Of a code that nobody documented and its HTTP status, the one that says more.
fn telling(refusal: &Refusal, status: u16) -> i64 {
    let unknown = kind_of(refusal.code) == ErrorKind::Refused;
    if unknown && !(200..300).contains(&status) { status.into() } else { refusal.code }
}

/// The case of a code.
pub(crate) fn case_of<E: ErrorCase>(code: i64) -> E {
    let listed = E::CODES.iter().find(|(listed, _)| *listed == code);
    listed.map_or(E::UNLISTED, |(_, case)| *case)
}

/// The kind of a code that no error set lists: HTTP's meaning, where it has one.
pub(crate) fn kind_of(code: i64) -> ErrorKind {
    match code {
        401 => ErrorKind::SignIn,
        403 => ErrorKind::Permission,
        404 => ErrorKind::NotFound,
        408 | 504 => ErrorKind::Timeout,
        409 => ErrorKind::Conflict,
        429 => ErrorKind::Quota,
        400..=499 => ErrorKind::BadInput,
        500..=599 => ErrorKind::Server,
        _ => ErrorKind::Refused,
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write(f, self.told())
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.debug(f, "Error")
    }
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

impl<E: ErrorCase> From<CallError<E>> for Error {
    fn from(error: CallError<E>) -> Self {
        error.error.with_texts::<E>()
    }
}

impl<E: ErrorCase> CallError<E> {
    /// Only the generic end of a call knows `E`.
    pub(crate) fn new(error: Error) -> Self {
        Self { error, case: PhantomData }
    }

    /// The same, told with the page of a list that was asked for.
    pub(crate) fn on_page(self, page: u64) -> Self {
        Self { error: self.error.change(|inner| inner.page = Some(page)), case: PhantomData }
    }

    /// The error without the texts of its codes, for hand-written authenticators: whatever turns a `CallError` into an
    /// [`Error`] by `?` links the texts of all codes into every program that signs in. The call that needed the token
    /// puts them in again, if it is printed.
    pub fn without_texts(self) -> Error {
        self.error
    }

    /// Which of the documented failures it is; `None` unless the service refused the call.
    pub fn case(&self) -> Option<E> {
        self.code().map(case_of)
    }

    /// The in-band code of a refusal, or its HTTP status where no in-band code came.
    pub fn code(&self) -> Option<i64> {
        self.error.code()
    }

    /// The vendor's text of a refusal.
    pub fn message(&self) -> Option<&str> {
        self.error.message()
    }

    /// The documented name of the code: `product_not_found`.
    pub fn name(&self) -> Option<&'static str> {
        self.error.name()
    }

    /// What the code means; `None` when nobody wrote it in that language.
    pub fn meaning(&self, lang: Lang) -> Option<&'static str> {
        self.error.documented(Some(E::meanings()))?.text(lang)
    }

    /// What to do about it; `None` when nobody wrote it in that language.
    pub fn remedy(&self, lang: Lang) -> Option<&'static str> {
        self.error.documented(Some(E::meanings()))?.remedy(lang)
    }

    /// What kind of failure it is.
    pub fn kind(&self) -> ErrorKind {
        self.error.kind()
    }

    /// Whether the same call may succeed later.
    pub fn is_retryable(&self) -> bool {
        self.error.is_retryable()
    }

    /// Whether no answer came in time, be it to the call or to the sign-in it needed.
    pub fn is_timeout(&self) -> bool {
        self.error.is_timeout()
    }

    /// The HTTP status, if an answer came.
    pub fn status(&self) -> Option<u16> {
        self.error.status()
    }

    /// The answer's body, as received. It may hold secrets.
    pub fn body(&self) -> Option<&[u8]> {
        self.error.body()
    }

    /// `group.endpoint`.
    pub fn endpoint(&self) -> Option<&'static str> {
        self.error.endpoint()
    }

    /// Which page of a list could not be had, from 1; `None` unless it was asked for by `pages()` or `rows()`.
    pub fn page(&self) -> Option<u64> {
        self.error.page()
    }

    /// Where in the answer decoding failed: `$.data.properties[3].code`.
    pub fn decode_path(&self) -> Option<&str> {
        self.error.decode_path()
    }

    /// What made the call invalid: the wire name of a parameter, and the way from there to the value that is wrong
    /// (`productKey`, `devices[3].deviceName`).
    pub fn parameter(&self) -> Option<&str> {
        self.error.parameter()
    }
}

impl<E> CallError<E> {
    pub(crate) fn circumstances(&self) -> &Circumstances {
        self.error.circumstances()
    }
}

impl<E> Clone for CallError<E> {
    fn clone(&self) -> Self {
        Self { error: self.error.clone(), case: PhantomData }
    }
}

impl<E: ErrorCase> fmt::Display for CallError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.error.tell_cause(E::meanings());
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
        self.error.tell_cause(E::meanings());
        self.error.source()
    }
}
