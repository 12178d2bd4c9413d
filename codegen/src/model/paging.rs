//! Paging of lists.

use super::ParameterLocation;
use crate::source::Span;

/// A paging style.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paging {
    /// Its name in the description.
    pub name: String,
    /// The location of page number and page size.
    pub place: ParameterLocation,
    /// Wire name of the parameter with the page number, from 1.
    pub page: String,
    /// Wire name of the parameter with the number of rows per page.
    pub size: Option<String>,
    /// The page size that the server assumes.
    pub default_size: Option<i64>,
    /// The largest page size.
    pub max_size: Option<i64>,
    /// Wire name of the rows inside the payload. Without it the payload is the list of rows, and the
    /// other fields are beside the payload.
    pub rows: Option<String>,
    /// Wire name of the page number.
    pub number: Option<String>,
    /// Wire name of the total number of rows.
    pub total: Option<String>,
    /// Wire name of the total number of pages.
    pub pages: Option<String>,
    /// Wire names of further fields beside the rows, which are ignored.
    pub others: Vec<String>,
    /// Its place in the description.
    pub span: Span,
}

impl Paging {
    /// The wire names of all fields of a page, apart from the rows.
    pub fn own_names(&self) -> impl Iterator<Item = &str> {
        let named = [&self.number, &self.total, &self.pages].into_iter().flatten();
        named.chain(&self.others).map(String::as_str)
    }
}
