//! Data for the templates, in one language, with every link and word chosen.
//!
//! A view holds plain values: texts, lists, and flags named for what they decide. It contains no HTML; the templates escape
//! everything that they print.

mod codes;
mod endpoint;
mod fields;
mod home;
mod page;
mod samples;
mod types;

pub(super) use self::fields::shown_wire;
pub(super) use self::page::Page;
use super::context::SiteContext;
use super::i18n::Lang;
use crate::model::TypeId;

/// Returns all pages of a language, in reading order.
pub(super) fn pages(site: &SiteContext<'_>, lang: Lang) -> Vec<Page> {
    let mut pages = vec![home::page(site, lang), types::index(site, lang)];
    pages.extend(codes::pages(site, lang));
    pages.extend(site.api.groups.iter().map(|group| home::group(site, group, lang)));
    pages.extend(site.api.endpoints().map(|one| endpoint::page(site, one, lang)));
    pages.extend((0..site.api.types.len()).map(|index| types::page(site, TypeId(index), lang)));
    pages
}
