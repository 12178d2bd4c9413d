//! Formatting of errors.
//!
//! `Display` shows endpoint, code, meaning and the vendor's message, without the source. The alternate form `{:#}` adds
//! the Chinese meaning, sources, the request id and advice. `Debug` shows neither bodies nor header values.

use std::error::Error as StdError;
use std::fmt;

use super::advice::{self, Advice};
use super::{Cause, Context, Error, ErrorKind, Meanings, Refusal, RetryStop};
use crate::decode::truncated;
use crate::descriptor::{CodeFact, Meaning};
use crate::value::Lang;

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write(f, self.meanings())
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.debug(f, "Error")
    }
}

impl Context {
    fn write(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.attempts > 1 {
            write!(f, " ({} attempts)", self.attempts)?;
        }
        if !f.alternate() {
            return Ok(());
        }
        if let Some(request_id) = &self.request_id {
            write!(f, "; request id: {request_id:?}")?;
        }
        match self.retry_stop {
            Some(stop) => write!(f, "; not retried: {}", stop.reason()),
            None => Ok(()),
        }
    }
}

impl Error {
    pub(super) fn write(
        &self,
        f: &mut fmt::Formatter<'_>,
        meanings: Option<Meanings>,
    ) -> fmt::Result {
        self.write_failure(f, meanings)?;
        self.inner.context.write(f)?;
        if f.alternate() { self.write_advice(f, meanings) } else { Ok(()) }
    }

    /// Writes the failure and its call.
    fn write_failure(&self, f: &mut fmt::Formatter<'_>, meanings: Option<Meanings>) -> fmt::Result {
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
            Cause::Decode(mismatch) => write!(f, "the response could not be decoded: {mismatch}"),
            Cause::SignIn(cause) if f.alternate() => {
                f.write_str("signing in failed: ")?;
                cause.write_failure(f, cause.meanings())?;
                cause.inner.context.write(f)
            }
            Cause::SignIn(_) => f.write_str("signing in failed"),
            Cause::Other { reason, .. } => f.write_str(reason),
        }
    }

    /// Writes the documented remedy, or else advice for this kind of failure.
    fn write_advice(&self, f: &mut fmt::Formatter<'_>, meanings: Option<Meanings>) -> fmt::Result {
        if let Cause::SignIn(cause) = &self.inner.cause
            && !cause.is_about_credentials()
        {
            return cause.write_advice(f, cause.meanings());
        }
        // The client has already signed in again, which is what remedies for rejected tokens suggest.
        let has_signed_in = self.inner.context.retry_stop == Some(RetryStop::Token);
        if !has_signed_in && write_remedy(f, self.documented(meanings))? {
            return Ok(());
        }
        match self.advice() {
            Some([en, zh]) => write!(f, "; what to do: {en} {zh}"),
            None => Ok(()),
        }
    }

    /// Returns whether a failed sign-in may be due to its credentials. Services report a wrong secret as an invalid parameter.
    fn is_about_credentials(&self) -> bool {
        matches!(self.kind(), ErrorKind::BadInput | ErrorKind::Refused | ErrorKind::InvalidRequest)
    }

    /// Returns advice for a failure without a documented remedy.
    fn advice(&self) -> Option<Advice> {
        if self.inner.context.retry_stop == Some(RetryStop::Token) {
            return Some(advice::ON_TOKEN);
        }
        match (&self.inner.cause, self.status()) {
            (Cause::Transport(error), _) => Some(advice::on_transport(error.kind())),
            (_, Some(300..=399)) => Some(advice::ON_REDIRECT),
            _ => advice::on_kind(self.kind()),
        }
    }

    pub(super) fn debug(&self, f: &mut fmt::Formatter<'_>, name: &str) -> fmt::Result {
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
            .field("attempts", &self.inner.context.attempts)
            .finish_non_exhaustive()
    }
}

/// Writes the chain of sources, in the alternate form only.
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

/// The number of characters shown of a vendor's message. `message()` returns all of it.
const MAX_MESSAGE: usize = 300;

fn write_refusal(
    f: &mut fmt::Formatter<'_>,
    refusal: &Refusal,
    meaning: Option<&Meaning>,
) -> fmt::Result {
    let status = if refusal.is_status { "HTTP status " } else { "" };
    write!(f, "refused with {status}{}", refusal.code)?;
    write_code(f, refusal.fact, refusal.message.as_deref(), meaning)
}

/// Writes the name, meaning and message of a code.
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
        Some(message) => write!(f, " (server: {:?})", truncated(message, MAX_MESSAGE)),
        None => Ok(()),
    }
}

/// Writes the documented remedy, in the alternate form only. Returns whether there is one.
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
