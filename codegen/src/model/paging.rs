//! Lists that come in pages.

use super::ParameterLocation;
use crate::source::Span;

/// A paging style.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paging {
    /// Its name in the description.
    pub name: String,
    /// The location of page number and page size.
    pub place: ParameterLocation,
    /// Wire name of the parameter with the number of the page, from 1.
    pub page: String,
    /// Wire name of the parameter with the number of rows a page.
    pub size: Option<String>,
    /// The page size that the server assumes.
    pub default_size: Option<i64>,
    /// The largest page size.
    pub max_size: Option<i64>,
    /// Wire name of the rows inside the payload; without it the payload is the rows, and what is
    /// said about the page stands beside it.
    pub rows: Option<String>,
    /// Wire name of the number of the page.
    pub number: Option<String>,
    /// Wire name of the number of all rows.
    pub total: Option<String>,
    /// Wire name of the number of all pages.
    pub pages: Option<String>,
    /// Wire names beside the rows that say nothing more.
    pub others: Vec<String>,
    /// Its place in the description.
    pub span: Span,
}

impl Paging {
    /// Every wire name that says something about the page, beside or around the rows.
    pub fn own_names(&self) -> impl Iterator<Item = &str> {
        let named = [&self.number, &self.total, &self.pages].into_iter().flatten();
        named.chain(&self.others).map(String::as_str)
    }
}
