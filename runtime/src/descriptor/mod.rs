//! The facts of an API, as generated code writes them: plain tables in statics, no behaviour beyond looking things up.
//!
//! Texts that only people read ([`Meaning`]) are kept apart from what the executor needs ([`CodeFact`]), so that a
//! program which never prints an error does not carry them.

use crate::decode::Keys;
use crate::error::{ErrorKind, kind_of};
use crate::value::Lang;

/// What all endpoints of an API share.
#[derive(Debug)]
pub struct Api {
    /// Name of the API, as in its description.
    pub name: &'static str,
    /// How calls are authenticated; `None` when the API has no tokens.
    pub auth: Option<Auth>,
    /// Codes of the named error sets, in ascending order.
    pub codes: &'static [CodeFact],
    /// Keys under which answers hold secrets.
    pub secrets: &'static [&'static str],
}

/// How a token travels, and which answers say that it is no longer good.
#[derive(Debug)]
pub struct Auth {
    /// The header that carries the token, as received.
    pub header: &'static str,
    /// HTTP statuses that ask for a new token.
    pub renew_on_status: &'static [u16],
    /// In-band codes that ask for a new token.
    pub renew_on_codes: &'static [i64],
}

/// What the executor knows of a documented code.
#[derive(Debug)]
pub struct CodeFact {
    /// The in-band code or HTTP status.
    pub code: i64,
    /// Its name in the description: `product_not_found`.
    pub name: &'static str,
    /// What kind of failure it is.
    pub kind: ErrorKind,
    /// Whether the same call may succeed later.
    pub retryable: bool,
}

/// What a documented code means, for people. An empty text is one that nobody wrote.
#[derive(Debug)]
pub struct Meaning {
    /// The in-band code or HTTP status.
    pub code: i64,
    /// What happened, in English.
    pub en: &'static str,
    /// What happened, in Chinese.
    pub zh: &'static str,
    /// What to do about it, in English.
    pub remedy_en: &'static str,
    /// What to do about it, in Chinese.
    pub remedy_zh: &'static str,
}

/// How answers are wrapped. Every name is a key of the answer's top level.
#[derive(Debug)]
pub struct Envelope {
    /// The key of the in-band code; `None` when the HTTP status alone decides.
    pub code: Option<&'static str>,
    /// The codes that mean success.
    pub success: &'static [i64],
    /// The key of the vendor's text.
    pub message: Option<&'static str>,
    /// The key of the payload; `None` when the payload stands at the top level.
    pub data: Option<&'static str>,
    /// Known keys that are not payload: they are no drift.
    pub others: &'static [&'static str],
}

/// One endpoint.
#[derive(Debug)]
pub struct Endpoint {
    /// The API it belongs to.
    pub api: &'static Api,
    /// `group.endpoint`, as errors and drift name it.
    pub name: &'static str,
    /// The HTTP method.
    pub method: Method,
    /// The path after the server's URL, in order.
    pub path: &'static [PathPart],
    /// All parameters, in the order in which they are sent.
    pub parameters: &'static [Parameter],
    /// How its list comes in pages.
    pub paging: Option<&'static Paging>,
    /// How its answers are wrapped.
    pub envelope: &'static Envelope,
    /// Whether the call carries a token.
    pub authenticated: bool,
    /// Whether the call is safe to repeat.
    pub idempotent: bool,
    /// Codes that this endpoint's own description declares; they win over those of the API.
    pub codes: &'static [CodeFact],
}

/// How a list comes in pages.
#[derive(Debug)]
pub struct Paging {
    /// The parameter with the number of the page, by its index into [`Endpoint::parameters`].
    pub page: usize,
    /// Whether the page is an object under the key of the payload. Otherwise the payload is the rows, and the keys below
    /// stand beside it.
    pub is_payload: bool,
    /// Wire names of all that belongs to the page.
    pub keys: &'static Keys,
    /// What stands under each of them.
    pub parts: &'static [PagePart],
}

/// What stands under a key of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PagePart {
    /// The rows.
    Rows,
    /// Which page it is.
    Number,
    /// How many rows there are on all pages.
    Total,
    /// How many pages there are.
    Pages,
    /// Nothing that is of use.
    Other,
}

/// An HTTP method.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Method {
    /// `GET`
    Get,
    /// `HEAD`
    Head,
    /// `POST`
    Post,
    /// `PUT`
    Put,
    /// `PATCH`
    Patch,
    /// `DELETE`
    Delete,
    /// `OPTIONS`
    Options,
}

/// A part of a path.
#[derive(Debug, Clone, Copy)]
pub enum PathPart {
    /// Sent as it stands.
    Text(&'static str),
    /// The value of a parameter, by its index into [`Endpoint::parameters`]; percent-encoded.
    Parameter(usize),
}

/// Where a parameter travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// In the query.
    Query,
    /// In the path, at its [`PathPart::Parameter`].
    Path,
    /// In a header of that name.
    Header,
    /// A member of the JSON object that is the body.
    Body,
    /// A pair of the URL-encoded form that is the body.
    Form,
}

/// One parameter. Written as a struct update of [`Parameter::REQUIRED`], [`Parameter::OPTIONAL`] or
/// [`Parameter::CONSTANT`].
#[derive(Debug)]
pub struct Parameter {
    /// Where it travels.
    pub place: Place,
    /// The name the service knows it by.
    pub wire: &'static str,
    /// Whether a call without it is refused before it is sent.
    pub required: bool,
    /// Whether its value is kept out of every `Debug` and error.
    pub secret: bool,
    /// The value that is always sent, when the description fixes one.
    pub constant: Option<Constant>,
    /// What is checked before sending.
    pub limits: &'static [Limit],
    /// Whether the members of its value, an object, are sent as if they were parameters themselves.
    pub spread: bool,
    /// How a list is written where there is no JSON to write it in.
    pub list: ListStyle,
}

/// How a list is written in a query or in a form. In a header and in a path there is one text, so there only
/// [`Self::Comma`] makes a difference. A list without items is not sent.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum ListStyle {
    /// `a=1&a=2`
    #[default]
    Repeat,
    /// `a=1%2C2`; an item that holds a comma is refused.
    Comma,
    /// `a%5B%5D=1&a%5B%5D=2`
    Brackets,
}

/// A value fixed by the description.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Constant {
    /// A text.
    Text(&'static str),
    /// An integer.
    Int(i64),
    /// A number with a fraction.
    Float(f64),
    /// A truth value.
    Bool(bool),
}

/// A limit on the value of a parameter or of a member. On a list, all but the item limits hold for each item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limit {
    /// At least so many characters.
    MinLength(usize),
    /// At most so many characters.
    MaxLength(usize),
    /// At least this number.
    Min(i64),
    /// At most this number.
    Max(i64),
    /// At least so many items.
    MinItems(usize),
    /// At most so many items.
    MaxItems(usize),
    /// The whole text matches, in the syntax of the `regex-lite` crate.
    Pattern(&'static str),
}

impl Parameter {
    /// A parameter that every call must set.
    pub const REQUIRED: Self = Self {
        place: Place::Query,
        wire: "",
        required: true,
        secret: false,
        constant: None,
        limits: &[],
        spread: false,
        list: ListStyle::Repeat,
    };
    /// A parameter that is sent only when set.
    pub const OPTIONAL: Self = Self { required: false, ..Self::REQUIRED };
    /// A parameter that no caller sets; its `constant` is always sent.
    pub const CONSTANT: Self = Self { required: false, ..Self::REQUIRED };
}

impl Endpoint {
    /// What is known of a code: the endpoint's own table first, then the API's.
    pub(crate) fn fact(&self, code: i64) -> Option<&'static CodeFact> {
        CodeFact::find(self.codes, code).or_else(|| CodeFact::find(self.api.codes, code))
    }

    /// The authentication of this endpoint's calls, if they carry a token.
    pub(crate) fn auth(&self) -> Option<&'static Auth> {
        if self.authenticated { self.api.auth.as_ref() } else { None }
    }
}

impl Meaning {
    /// The first of the tables' meanings of a code.
    pub(crate) fn find(tables: [&'static [Meaning]; 2], code: i64) -> Option<&'static Meaning> {
        tables.into_iter().find_map(|table| Self::of(table, code))
    }

    /// The meaning of a code in a table in ascending order.
    pub fn of(table: &'static [Self], code: i64) -> Option<&'static Self> {
        table.binary_search_by_key(&code, |meaning| meaning.code).ok().map(|at| &table[at])
    }

    /// What happened; `None` when nobody wrote it in that language.
    pub fn text(&self, lang: Lang) -> Option<&'static str> {
        written(match lang {
            Lang::En => self.en,
            Lang::Zh => self.zh,
        })
    }

    /// What to do; `None` when nobody wrote it in that language.
    pub fn remedy(&self, lang: Lang) -> Option<&'static str> {
        written(match lang {
            Lang::En => self.remedy_en,
            Lang::Zh => self.remedy_zh,
        })
    }
}

impl Method {
    /// The method as it stands on the wire: `GET`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Head => "HEAD",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
            Self::Options => "OPTIONS",
        }
    }
}

fn written(text: &'static str) -> Option<&'static str> {
    (!text.is_empty()).then_some(text)
}

impl CodeFact {
    /// What a table in ascending order knows of a code.
    pub fn find(table: &'static [Self], code: i64) -> Option<&'static Self> {
        table.binary_search_by_key(&code, |fact| fact.code).ok().map(|at| &table[at])
    }

    /// What kind of failure a code is: by a table in ascending order, or else by what HTTP statuses mean.
    pub fn kind_of(table: &'static [Self], code: i64) -> ErrorKind {
        Self::find(table, code).map_or_else(|| kind_of(code), |fact| fact.kind)
    }
}
