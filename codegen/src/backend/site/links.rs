//! Check of links.
//!
//! The check reads rendered pages, so it also covers user templates. Text in pages is escaped, so quotes occur only
//! around attributes.

use std::collections::{BTreeMap, BTreeSet};

use super::i18n::Lang;
use crate::output::FileSet;

/// Returns the broken links of a site and duplicate ids, a sentence each. `searched` are the URLs of the search,
/// without the language.
pub(super) fn broken(site: &FileSet, searched: &[String]) -> Vec<String> {
    let pages: BTreeMap<&str, Page<'_>> =
        site.files().map(|(path, text)| (path, Page::new(path, text))).collect();
    // A fault in a part that all pages share is reported once.
    let mut broken: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for (path, page) in &pages {
        let doubled = page.doubled.iter().map(|id| format!("has two elements with the id `{id}`"));
        let links = page
            .links
            .iter()
            .filter_map(|link| Some(format!("links to `{link}`: {}", fault(&pages, path, link)?)));
        doubled.chain(links).for_each(|what| broken.entry(what).or_default().push(path));
    }
    let in_languages = |place: &String| Lang::ALL.map(|lang| format!("{}/{place}", lang.folder()));
    let searched = searched.iter().flat_map(in_languages).filter_map(|place| {
        Some(format!("the search leads to `{place}`: {}", fault(&pages, "index.html", &place)?))
    });
    broken.iter().map(|(what, on)| told(what, on)).chain(searched).collect()
}

fn told(what: &str, pages: &[&str]) -> String {
    match pages {
        [page] => format!("`{page}` {what}"),
        [first, others @ ..] => format!("`{first}` {what} (so do {} other pages)", others.len()),
        [] => what.to_owned(),
    }
}

/// Ids and links of a page.
struct Page<'a> {
    ids: BTreeSet<String>,
    /// Ids that occur more than once.
    doubled: BTreeSet<String>,
    links: Vec<&'a str>,
}

impl<'a> Page<'a> {
    fn new(path: &str, text: &'a str) -> Self {
        let mut page = Self { ids: BTreeSet::new(), doubled: BTreeSet::new(), links: Vec::new() };
        if !path.ends_with(".html") {
            return page;
        }
        for id in attributes(text, "id") {
            if !page.ids.insert(unescaped(id)) {
                page.doubled.insert(unescaped(id));
            }
        }
        let mut seen = BTreeSet::new();
        let links = attributes(text, "href").chain(attributes(text, "src"));
        page.links = links.filter(|link| seen.insert(*link)).collect();
        page
    }
}

/// Values of an attribute, still escaped.
fn attributes<'a>(text: &'a str, name: &'a str) -> impl Iterator<Item = &'a str> {
    ['"', '\''].into_iter().flat_map(move |quote| {
        let begin = format!(" {name}={quote}");
        let found: Vec<&str> = text.split(&begin).skip(1).collect();
        found.into_iter().filter_map(move |rest| Some(rest.split_once(quote)?.0))
    })
}

fn unescaped(text: &str) -> String {
    let pairs = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")];
    pairs.iter().fold(text.to_owned(), |text, (written, meant)| text.replace(written, meant))
}

/// Returns the reason why a link is broken, if it is.
fn fault(pages: &BTreeMap<&str, Page<'_>>, from: &str, link: &str) -> Option<&'static str> {
    let link = unescaped(link);
    if link.starts_with("https://") || link.starts_with("http://") {
        return None;
    }
    let (path, anchor) = link.split_once('#').unwrap_or((&link, ""));
    if path.contains(':') || path.starts_with('/') {
        return Some("it leads out of the site");
    }
    let target = match path {
        "" => from.to_owned(),
        _ => resolved(from, path)?,
    };
    match pages.get(target.as_str()) {
        None => Some("there is no such page"),
        Some(page) if !anchor.is_empty() && !page.ids.contains(anchor) => {
            Some("that page has no such anchor")
        }
        Some(_) => None,
    }
}

/// Resolves a relative path. A path that leaves the site is returned unchanged.
fn resolved(from: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in path.split('/') {
        match part {
            "." => {}
            ".." if parts.pop().is_none() => return Some(path.to_owned()),
            ".." => {}
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::backend::site::files;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let mut site = files::empty();
        files::insert(&mut site, "en/a/b.html", text);
        files::insert(&mut site, "en/c.html", "<p id=\"x&amp;y\">");
        let broken = broken(&site, &[]);
        assert_eq!(broken, expected, "{text}");
    }

    #[test]
    fn what_is_there_is_found() {
        check("<a href=\"../c.html#x&amp;y\"> <p id=\"p\"> <a href='#p'>", &[]);
        check("<a href=\"https://a.example/b\"> &quot; href=&quot;nowhere&quot;", &[]);
    }

    #[test]
    fn what_is_not_there_is_told() {
        check("<a href=\"c.html\">", &["`en/a/b.html` links to `c.html`: there is no such page"]);
        check(
            "<a href=\"../c.html#z\">",
            &["`en/a/b.html` links to `../c.html#z`: that page has no such anchor"],
        );
        check(
            "<a href=\"javascript:alert(1)\">",
            &["`en/a/b.html` links to `javascript:alert(1)`: it leads out of the site"],
        );
        check("<p id=\"p\"><p id=\"p\">", &["`en/a/b.html` has two elements with the id `p`"]);
    }
}
