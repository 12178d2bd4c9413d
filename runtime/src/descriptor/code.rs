//! Error codes: their kinds, names and meanings.

use crate::value::Lang;

/// The kind of a failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// Signing in failed, or the service rejected the token.
    SignIn,
    /// The caller lacks permission.
    Permission,
    /// A rate limit or a quota is exceeded.
    Quota,
    /// A resource named in the call does not exist.
    NotFound,
    /// The service rejected a parameter.
    BadInput,
    /// The call conflicts with the current state of a resource: it already exists, or it is in use.
    Conflict,
    /// The device failed rather than the service: it is offline or did not respond.
    Device,
    /// The service failed.
    Server,
    /// The service refused the call for a reason that the description does not classify.
    Refused,
    /// The call or the client is invalid. Nothing was sent.
    InvalidRequest,
    /// No response was received: the connection or TLS failed, or the body was too large.
    Transport,
    /// No response was received in time.
    Timeout,
    /// The response could not be decoded.
    Decode,
}

/// The facts about a documented code that the executor needs.
#[derive(Debug)]
pub struct CodeFact {
    /// The in-band code or HTTP status.
    pub code: i64,
    /// The name of the code in the description: `product_not_found`.
    pub name: &'static str,
    /// The kind of the failure.
    pub kind: ErrorKind,
    /// True if the same call may succeed later.
    pub retryable: bool,
}

/// The documented meaning of a code. An empty string means that the description has no text in that language.
#[derive(Debug)]
pub struct Meaning {
    /// The in-band code or HTTP status.
    pub code: i64,
    /// The meaning, in English.
    pub en: &'static str,
    /// The meaning, in Chinese.
    pub zh: &'static str,
    /// The remedy, in English.
    pub remedy_en: &'static str,
    /// The remedy, in Chinese.
    pub remedy_zh: &'static str,
}

impl ErrorKind {
    /// The kind of a code that no error set lists: that of the HTTP status with the same number, if there is one.
    pub(crate) fn of_unlisted(code: i64) -> Self {
        match code {
            401 => Self::SignIn,
            403 => Self::Permission,
            404 => Self::NotFound,
            408 | 504 => Self::Timeout,
            409 => Self::Conflict,
            429 => Self::Quota,
            400..=499 => Self::BadInput,
            500..=599 => Self::Server,
            _ => Self::Refused,
        }
    }
}

impl CodeFact {
    /// Finds a code in a table in ascending order.
    pub fn find(table: &'static [Self], code: i64) -> Option<&'static Self> {
        table.binary_search_by_key(&code, |fact| fact.code).ok().map(|at| &table[at])
    }

    /// Returns the kind of a code: from a table in ascending order, or else that of the HTTP status with that number.
    pub fn kind_of(table: &'static [Self], code: i64) -> ErrorKind {
        Self::find(table, code).map_or_else(|| ErrorKind::of_unlisted(code), |fact| fact.kind)
    }
}

impl Meaning {
    /// Finds a code in the first table that has it.
    pub(crate) fn find(tables: [&'static [Meaning]; 2], code: i64) -> Option<&'static Meaning> {
        tables.into_iter().find_map(|table| Self::of(table, code))
    }

    /// Finds a code in a table in ascending order.
    pub fn of(table: &'static [Self], code: i64) -> Option<&'static Self> {
        table.binary_search_by_key(&code, |meaning| meaning.code).ok().map(|at| &table[at])
    }

    /// Returns the meaning; `None` if the description has none in that language.
    pub fn text(&self, lang: Lang) -> Option<&'static str> {
        written(match lang {
            Lang::En => self.en,
            Lang::Zh => self.zh,
        })
    }

    /// Returns the remedy; `None` if the description has none in that language.
    pub fn remedy(&self, lang: Lang) -> Option<&'static str> {
        written(match lang {
            Lang::En => self.remedy_en,
            Lang::Zh => self.remedy_zh,
        })
    }
}

fn written(text: &'static str) -> Option<&'static str> {
    (!text.is_empty()).then_some(text)
}
