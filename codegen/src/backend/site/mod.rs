//! The docs site: an API as static pages.
//!
//! [`site`] turns a [`model::Api`](crate::model::Api) into a [`FileSet`]. The pages need no server and load nothing from
//! other hosts. Each page exists in English (`en/`) and in Chinese (`zh/`), with the same path and the same anchors.
//!
//! `view` collects the data of a page as plain values, the templates arrange it and escape what they print, and `links`
//! checks every link and anchor of the result.
//!
//! # Stable URLs
//!
//! | item | URL |
//! |---|---|
//! | group, endpoint | `devices.html`, `devices/list.html` |
//! | parameter, field of the result, error | `devices/list.html#param-productKey`, `#result-deviceKey`, `#error-70089` |
//! | type, its field, its value | `types/Device.html`, `#field-deviceKey`, `#value-online` |
//! | code | `errors.html#70089` |

mod context;
mod files;
mod highlight;
mod i18n;
mod links;
mod rich_text;
mod search;
mod templates;
mod urls;
mod view;

use std::thread;

use minijinja::context;

use self::context::SiteContext;
use self::i18n::Lang;
pub(crate) use self::templates::template_names;
use crate::backend::rust::names;
use crate::diagnostics::messages;
use crate::diagnostics::{Diagnostic, Sink, Stopped};
use crate::markup::overrides::Overrides;
use crate::model::Api;
use crate::output::FileSet;

/// Generates the docs site of an API.
///
/// # Errors
///
/// The errors are in `sink`: names that collide in Rust, faulty templates, and broken links.
pub fn site(api: &Api, overrides: &Overrides, sink: &mut Sink) -> Result<FileSet, Stopped> {
    // Pages show names in Rust, so these must be valid.
    names::check(api, sink);
    sink.stop_on_errors()?;
    let context = SiteContext::new(api);
    let mut site = files::empty();
    match rendered(&context, overrides) {
        Ok(pages) => pages.iter().for_each(|(path, text)| files::insert(&mut site, path, text)),
        Err(fault) => sink.push(*fault),
    }
    sink.stop_on_errors()?;
    let (index, searched) = search::index(&context);
    files::insert(&mut site, SEARCH_INDEX, &index);
    for broken in links::broken(&site, &searched) {
        sink.push(overrides.fault(&blamed(overrides), &broken));
    }
    sink.stop_on_errors()?;
    Ok(site)
}

/// Path of the search index, as the script expects it.
const SEARCH_INDEX: &str = "assets/search-index.js";

/// The template to which a broken link is attributed: the first override, if there is one.
fn blamed(overrides: &Overrides) -> String {
    let names = template_names().map(|name| format!("docs/{name}"));
    let theirs = names.into_iter().find(|name| overrides.text(name).is_some());
    theirs.unwrap_or_else(|| "docs/layout.html.j2".to_owned())
}

type Files = Vec<(String, String)>;

/// Renders all pages and assets, each language in a thread of its own.
fn rendered(site: &SiteContext<'_>, overrides: &Overrides) -> Result<Files, Box<Diagnostic>> {
    let mut files = shared(site, overrides)?;
    let of_languages = thread::scope(|scope| {
        let workers = Lang::ALL.map(|lang| scope.spawn(move || pages(site, lang, overrides)));
        workers.map(|worker| worker.join().unwrap_or_else(|_| Err(panicked())))
    });
    for pages in of_languages {
        files.extend(pages?);
    }
    Ok(files)
}

fn panicked() -> Box<Diagnostic> {
    Box::new(messages::internal_error("docs/layout.html.j2", "the thread that renders it panicked"))
}

/// Renders the pages of a language.
fn pages(
    site: &SiteContext<'_>,
    lang: Lang,
    overrides: &Overrides,
) -> Result<Files, Box<Diagnostic>> {
    let templates = templates::parse(lang, overrides)?;
    let page = |page: view::Page| {
        let text = templates.render(page.template, &page.context)?;
        Ok((format!("{}/{}", lang.folder(), page.path), text))
    };
    let files = view::pages(site, lang).into_iter().map(page).collect();
    // Highlighting parses samples, and proc-macro2 would keep their text for ever.
    proc_macro2::extra::invalidate_current_thread_spans();
    files
}

/// Renders the files that both languages share.
fn shared(site: &SiteContext<'_>, overrides: &Overrides) -> Result<Files, Box<Diagnostic>> {
    let templates = templates::parse(Lang::En, overrides)?;
    let language = |lang: Lang| {
        let href = format!("{}/{}", lang.folder(), urls::HOME);
        context!(tag => lang.tag(), name => lang.own_name(), href => href)
    };
    let title = match site.api.title.first() {
        "" => site.api.name.as_str(),
        title => title,
    };
    let start = context!(title => title, languages => Lang::ALL.map(language));
    let start = templates.render("start.html.j2", &start)?;
    let mut files: Files = templates::assets(overrides).collect();
    files.push(("index.html".to_owned(), start));
    Ok(files)
}
