//! A page: the part that all pages share, and links from one page to others.

use minijinja::value::{Serde, Value};
use serde::Serialize;

use crate::backend::site::context::SiteContext;
use crate::backend::site::i18n::{Lang, Words};
use crate::backend::site::rich_text::RichText;
use crate::backend::site::urls::{self, relative};
use crate::model::{Api, Endpoint, ErrorKind, Group, TypeId};

/// A page to be rendered.
pub(in crate::backend::site) struct Page {
    /// Below the folder of its language.
    pub(in crate::backend::site) path: String,
    pub(in crate::backend::site) template: &'static str,
    pub(in crate::backend::site) context: Value,
}

/// A page that is being made: its language, and its path, from which links lead to other pages.
#[derive(Clone, Copy)]
pub(super) struct PageContext<'a> {
    pub(super) site: &'a SiteContext<'a>,
    pub(super) lang: Lang,
    pub(super) words: &'static Words,
    /// Below the folder of the language.
    pub(super) path: &'a str,
}

/// The parts that all pages share, and the page's own `body`.
#[derive(Serialize)]
struct PageLayout<B> {
    /// Title for the browser and for search engines.
    title: String,
    /// Description for search engines.
    summary: String,
    /// Title of the API.
    api: RichText,
    /// Relative path to the folder of the language: empty or `../`.
    up: String,
    /// URL of the page in the other language.
    other: String,
    other_lang: &'static str,
    other_name: &'static str,
    nav: Vec<NavGroup>,
    is_home: bool,
    is_types: bool,
    is_codes: bool,
    body: B,
}

/// A group in the navigation.
#[derive(Serialize)]
struct NavGroup {
    title: RichText,
    href: String,
    is_here: bool,
    /// Endpoints of the group, if it is the one of the page.
    endpoints: Vec<NavLink>,
}

#[derive(Serialize)]
struct NavLink {
    title: RichText,
    href: String,
    is_here: bool,
}

/// A name that links to a page.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Link {
    pub(super) text: String,
    pub(super) href: String,
}

impl<'a> PageContext<'a> {
    pub(super) fn new(site: &'a SiteContext<'a>, lang: Lang, path: &'a str) -> Self {
        Self { site, lang, words: lang.words(), path }
    }

    pub(super) fn api(&self) -> &'a Api {
        self.site.api
    }

    pub(super) fn to(&self, url: &str) -> String {
        relative(self.path, url)
    }

    pub(super) fn endpoint(&self, endpoint: &Endpoint) -> Link {
        let href = self.to(self.site.urls.endpoint(endpoint));
        Link { text: endpoint.full_name(), href }
    }

    pub(super) fn of_type(&self, id: TypeId) -> Link {
        let text = self.api().type_def(id).name.clone();
        Link { text, href: self.to(self.site.urls.of_type(id)) }
    }

    pub(super) fn code(&self, code: i64) -> String {
        self.to(&format!("{}#{code}", self.site.urls.code(code)))
    }

    pub(super) fn group_title(&self, group: &Group) -> RichText {
        RichText::heading(&group.title, self.lang, &readable(&group.name))
    }

    pub(super) fn endpoint_title(&self, endpoint: &Endpoint) -> RichText {
        RichText::heading(&endpoint.summary, self.lang, &endpoint.name)
    }

    pub(super) fn api_title(&self) -> RichText {
        RichText::heading(&self.api().title, self.lang, &readable(&self.api().name))
    }

    pub(super) fn kind(&self, kind: ErrorKind) -> &'static str {
        match kind {
            ErrorKind::SignIn => self.words.kind_sign_in,
            ErrorKind::Permission => self.words.kind_permission,
            ErrorKind::Quota => self.words.kind_quota,
            ErrorKind::NotFound => self.words.kind_not_found,
            ErrorKind::Conflict => self.words.kind_conflict,
            ErrorKind::BadInput => self.words.kind_bad_input,
            ErrorKind::Device => self.words.kind_device,
            ErrorKind::Refused => self.words.kind_refused,
            ErrorKind::Server => self.words.kind_server,
        }
    }

    /// Completes a page. `in_group` is the group whose endpoints the navigation lists.
    pub(super) fn page<B: Serialize>(
        &self,
        template: &'static str,
        in_group: Option<&str>,
        title: &RichText,
        body: B,
    ) -> Page {
        let (api, title) = (self.api_title(), title.bare());
        let other = format!("{}/{}", self.lang.other().folder(), self.path);
        let layout = PageLayout {
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
        Page { path: self.path.to_owned(), template, context: Serde(layout).into() }
    }

    fn nav(&self, in_group: Option<&str>) -> Vec<NavGroup> {
        let group = |group: &Group| {
            let shown = in_group == Some(group.name.as_str());
            let endpoints = group.endpoints.iter().filter(|_| shown);
            let url = self.site.urls.group(&group.name);
            NavGroup {
                title: self.group_title(group),
                href: self.to(url),
                is_here: url == self.path,
                endpoints: endpoints.map(|one| self.nav_link(one)).collect(),
            }
        };
        self.api().groups.iter().map(group).collect()
    }

    fn nav_link(&self, endpoint: &Endpoint) -> NavLink {
        let url = self.site.urls.endpoint(endpoint);
        NavLink {
            title: self.endpoint_title(endpoint),
            href: self.to(url),
            is_here: url == self.path,
        }
    }
}

/// Separates the words of a name in `snake_case`.
fn readable(name: &str) -> String {
    name.replace('_', " ")
}
