//! Data from which all pages are made.

use std::collections::BTreeMap;

use super::urls::Urls;

use crate::model::{Api, Failure};

/// An API, with the URLs of its pages and its error codes.
pub(super) struct SiteContext<'a> {
    pub(super) api: &'a Api,
    pub(super) urls: Urls,
    /// The meanings of each code, in ascending order of codes.
    pub(super) failures: BTreeMap<i64, Vec<Failure<'a>>>,
}

impl<'a> SiteContext<'a> {
    pub(super) fn new(api: &'a Api) -> Self {
        let failures = api.all_failures();
        let codes: Vec<i64> = failures.keys().copied().collect();
        Self { api, urls: Urls::new(api, &codes), failures }
    }
}
