//! The docs site: a described API as pages that people browse.
//!
//! In goes a [`model::Api`](crate::model::Api), out comes a [`Site`]: an ordered map from path to text, which needs no
//! server and asks for nothing from elsewhere. Every page is there in English (`en/`) and in Chinese (`zh/`), under the same
//! path and with the same anchors.
//!
//! `view` says what is on a page, in plain values; the templates arrange it, and whatever they print is escaped; `links`
//! holds every link and anchor against the pages that there are.
//!
//! # What stays where it is
//!
//! | what | where |
//! |---|---|
//! | group, endpoint | `devices.html`, `devices/list.html` |
//! | parameter, field of the result, error | `devices/list.html#param-productKey`, `#result-deviceKey`, `#error-70089` |
//! | type, its field, its value | `types/Device.html`, `#field-deviceKey`, `#value-online` |
//! | code | `errors.html#70089` |

mod files;
mod highlight;
mod links;
mod urls;
mod rich_text;
mod search;
mod request;
mod templates;
mod view;
mod i18n;

use std::thread;

use minijinja::context;

pub use self::files::Site;
pub(crate) use self::templates::template_names;
use self::view::Book;
use self::i18n::Lang;
use crate::backend::rust;
use crate::diagnostics::messages;
use crate::diagnostics::{Diagnostic, Sink, Stopped};
use crate::markup::overrides::Overrides;
use crate::model::Api;
use crate::options::Options;

/// Makes the site of an API.
///
/// # Errors
///
/// The sink holds the reasons: names that collide in Rust, templates that cannot be rendered, links that lead nowhere.
pub fn site(api: &Api, overrides: &Overrides, sink: &mut Sink) -> Result<Site, Stopped> {
    // Pages tell how things are called in Rust, so those names must be there.
    rust::View::new(api, &Options::default()).check(sink);
    sink.stop_on_errors()?;
    let book = Book::new(api);
    let mut site = Site::default();
    match rendered(&book, overrides) {
        Ok(files) => files.into_iter().for_each(|(path, text)| site.insert(&path, &text)),
        Err(fault) => sink.push(*fault),
    }
    sink.stop_on_errors()?;
    let (index, places) = search::index(&book);
    site.insert(SEARCH_INDEX, &index);
    for broken in links::broken(&site, &places) {
        sink.push(overrides.fault(&blamed(overrides), &broken));
    }
    sink.stop_on_errors()?;
    Ok(site)
}

/// Where the script finds what can be searched.
const SEARCH_INDEX: &str = "assets/search-index.js";

/// A link that leads nowhere is the fault of a template of somebody else's, if there is one.
fn blamed(overrides: &Overrides) -> String {
    let names = template_names().map(|name| format!("docs/{name}"));
    let theirs = names.into_iter().find(|name| overrides.text(name).is_some());
    theirs.unwrap_or_else(|| "docs/layout.html.j2".to_owned())
}

type Files = Vec<(String, String)>;

/// Every page and every asset. The languages have nothing to do with each other, so they are made at once.
fn rendered(book: &Book<'_>, overrides: &Overrides) -> Result<Files, Box<Diagnostic>> {
    let mut files = shared(book, overrides)?;
    let made = thread::scope(|scope| {
        let workers = Lang::ALL.map(|lang| scope.spawn(move || pages(book, lang, overrides)));
        workers.map(|worker| worker.join().unwrap_or_else(|_| Err(lost())))
    });
    for pages in made {
        files.extend(pages?);
    }
    Ok(files)
}

fn lost() -> Box<Diagnostic> {
    Box::new(messages::our_fault("docs/layout.html.j2", "the thread that renders it panicked"))
}

/// The pages of a language.
fn pages(book: &Book<'_>, lang: Lang, overrides: &Overrides) -> Result<Files, Box<Diagnostic>> {
    let templates = templates::parse(lang, overrides)?;
    let page = |page: view::Page| {
        let text = templates.render(page.template, &page.context)?;
        Ok((format!("{}/{}", lang.folder(), page.path), text))
    };
    let files = view::pages(book, lang).into_iter().map(page).collect();
    // Colours are found by places in the text of samples, which are of no use any more and would be kept for ever.
    proc_macro2::extra::invalidate_current_thread_spans();
    files
}

/// What both languages share.
fn shared(book: &Book<'_>, overrides: &Overrides) -> Result<Files, Box<Diagnostic>> {
    let templates = templates::parse(Lang::En, overrides)?;
    let language = |lang: Lang| {
        let href = format!("{}/{}", lang.folder(), urls::HOME);
        context!(tag => lang.tag(), name => lang.own_name(), href => href)
    };
    let title = match book.api.title.first() {
        "" => book.api.name.as_str(),
        title => title,
    };
    let start = context!(title => title, languages => Lang::ALL.map(language));
    let start = templates.render("start.html.j2", &start)?;
    let mut files: Files = templates::assets(overrides).collect();
    files.push(("index.html".to_owned(), start));
    Ok(files)
}
