//! What the templates get: facts in one language, with every link made and every word chosen.
//!
//! A view is plain: texts, flags named for the decision, lists. There is no HTML in it; whatever a template prints is
//! escaped there.

mod codes;
mod endpoint;
mod fields;
mod home;
mod samples;
mod types;

use std::collections::BTreeMap;

use minijinja::value::{Serde, Value};
use serde::Serialize;

pub(super) use self::fields::shown_wire;
use super::urls::{self, Places, relative};
use super::rich_text::Prose;
use super::i18n::Lang;
use crate::diagnostics::explain::{self, Failure};
use crate::model::{Api, Endpoint, Group, Kind, TypeId};

/// What all pages are made from.
pub(super) struct Book<'a> {
    pub(super) api: &'a Api,
    pub(super) places: Places,
    /// Every code with what it may mean, in ascending order.
    pub(super) failures: BTreeMap<i64, Vec<Failure<'a>>>,
}

impl<'a> Book<'a> {
    pub(super) fn new(api: &'a Api) -> Self {
        let failures = explain::all_failures(api);
        let codes: Vec<i64> = failures.keys().copied().collect();
        Self { api, places: Places::new(api, &codes), failures }
    }
}

/// One page, before it is rendered.
pub(super) struct Page {
    /// Below the folder of its language.
    pub(super) path: String,
    pub(super) template: &'static str,
    pub(super) context: Value,
}

/// Where a view is looked from.
#[derive(Clone, Copy)]
struct Here<'a> {
    book: &'a Book<'a>,
    lang: Lang,
    /// Below the folder of the language.
    path: &'a str,
}

/// What every page has; `body` is what is its own.
#[derive(Serialize)]
struct Frame<B> {
    /// For the window and for search engines.
    title: String,
    /// What it is about, in a sentence.
    summary: String,
    /// What the API is called.
    api: Prose,
    /// Leads to the folder of the language: nothing, or `../`.
    up: String,
    /// The same page in the other language.
    other: String,
    other_lang: &'static str,
    other_name: &'static str,
    nav: Vec<NavGroup>,
    is_home: bool,
    is_types: bool,
    is_codes: bool,
    body: B,
}

/// A group in the list of contents.
#[derive(Serialize)]
struct NavGroup {
    title: Prose,
    href: String,
    is_here: bool,
    /// Of the group where the page is.
    endpoints: Vec<NavLink>,
}

#[derive(Serialize)]
struct NavLink {
    title: Prose,
    href: String,
    is_here: bool,
}

/// A name that leads somewhere.
#[derive(Debug, Clone, Serialize)]
struct Link {
    text: String,
    href: String,
}

/// All pages of a language, in the order in which a reader would come by them.
pub(super) fn pages(book: &Book<'_>, lang: Lang) -> Vec<Page> {
    let mut pages = vec![home::page(book, lang), types::index(book, lang)];
    pages.extend(codes::pages(book, lang));
    pages.extend(book.api.groups.iter().map(|group| home::group(book, group, lang)));
    pages.extend(book.api.endpoints().map(|one| endpoint::page(book, one, lang)));
    pages.extend((0..book.api.types.len()).map(|index| types::page(book, TypeId(index), lang)));
    pages
}

impl<'a> Here<'a> {
    fn new(book: &'a Book<'a>, lang: Lang, path: &'a str) -> Self {
        Self { book, lang, path }
    }

    fn api(&self) -> &'a Api {
        self.book.api
    }

    fn to(&self, place: &str) -> String {
        relative(self.path, place)
    }

    fn endpoint(&self, endpoint: &Endpoint) -> Link {
        let href = self.to(self.book.places.endpoint(endpoint));
        Link { text: endpoint.full_name(), href }
    }

    fn of_type(&self, id: TypeId) -> Link {
        let text = self.api().type_def(id).name.clone();
        Link { text, href: self.to(self.book.places.of_type(id)) }
    }

    fn code(&self, code: i64) -> String {
        self.to(&format!("{}#{code}", self.book.places.code(code)))
    }

    fn group_title(&self, group: &Group) -> Prose {
        Prose::heading(&group.title, self.lang, &readable(&group.name))
    }

    fn endpoint_title(&self, endpoint: &Endpoint) -> Prose {
        Prose::heading(&endpoint.summary, self.lang, &endpoint.name)
    }

    fn api_title(&self) -> Prose {
        Prose::heading(&self.api().title, self.lang, &readable(&self.api().name))
    }

    fn kind(&self, kind: Kind) -> &'static str {
        self.lang.word(&format!("kind_{}", kind.as_str()))
    }

    /// A finished page; `in_group` is the group that the list of contents shows open.
    fn page<B: Serialize>(
        &self,
        template: &'static str,
        in_group: Option<&str>,
        title: &Prose,
        body: B,
    ) -> Page {
        let (api, title) = (self.api_title(), title.bare());
        let other = format!("{}/{}", self.lang.other().folder(), self.path);
        let frame = Frame {
            summary: title.clone(),
            title: match self.path {
                urls::HOME => api.bare(),
                _ => format!("{title} · {}", api.bare()),
            },
            api,
            up: self.to(""),
            other: format!("../{}", self.to(&other)),
            other_lang: self.lang.other().tag(),
            other_name: self.lang.other().own_name(),
            nav: self.nav(in_group),
            is_home: self.path == urls::HOME,
            is_types: self.path == urls::TYPES,
            is_codes: self.path == urls::CODES,
            body,
        };
        Page { path: self.path.to_owned(), template, context: Serde(frame).into() }
    }

    fn nav(&self, in_group: Option<&str>) -> Vec<NavGroup> {
        let group = |group: &Group| {
            let shown = in_group == Some(group.name.as_str());
            let endpoints = group.endpoints.iter().filter(|_| shown);
            let place = self.book.places.group(&group.name);
            NavGroup {
                title: self.group_title(group),
                href: self.to(place),
                is_here: place == self.path,
                endpoints: endpoints.map(|one| self.nav_link(one)).collect(),
            }
        };
        self.api().groups.iter().map(group).collect()
    }

    fn nav_link(&self, endpoint: &Endpoint) -> NavLink {
        let place = self.book.places.endpoint(endpoint);
        NavLink {
            title: self.endpoint_title(endpoint),
            href: self.to(place),
            is_here: place == self.path,
        }
    }
}

/// A name in `snake_case` as words.
fn readable(name: &str) -> String {
    name.replace('_', " ")
}
