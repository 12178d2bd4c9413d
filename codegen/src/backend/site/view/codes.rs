//! The error index: every code with what it means, what helps and who answers with it.
//!
//! If there are few, all is on one page. If there are many, that page has a line for each code, and what is to be said about
//! it stands on one of several pages.

use serde::Serialize;

use super::{Book, Here, Link, Page};
use crate::backend::rust::paths;
use crate::backend::site::urls;
use crate::backend::site::rich_text::Prose;
use crate::backend::site::i18n::Lang;
use crate::diagnostics::explain::Failure;
use crate::model::{Endpoint, Group, Kind};

/// A page of codes.
#[derive(Serialize)]
struct CodesView {
    title: String,
    /// Kinds that some code has.
    kinds: Vec<KindView>,
    /// A line for each code, if the rest is elsewhere.
    lines: Vec<CodeLine>,
    /// Whether the lines are so many that they are told without meanings.
    is_dense: bool,
    codes: Vec<CodeView>,
    /// The other pages, on each of them.
    ranges: Vec<RangeView>,
    is_range: bool,
    all: String,
}

#[derive(Serialize)]
struct KindView {
    id: &'static str,
    label: &'static str,
    count: usize,
}

#[derive(Serialize)]
struct CodeLine {
    code: i64,
    href: String,
    name: String,
    kind_id: &'static str,
    /// What it means, if there is room for that.
    doc: Prose,
}

/// How much all lines of the index may hold, in bytes, before they are told without meanings: with what stands around them,
/// styles and scripts, a page shall be below 100 KB.
const MOST_BYTES: usize = 50_000;

/// A code; several if endpoints mean different things by it.
#[derive(Serialize)]
struct CodeView {
    code: i64,
    /// Where it is found for good, however many codes there will be.
    permalink: String,
    kind_id: &'static str,
    meanings: Vec<MeaningView>,
}

#[derive(Serialize)]
struct MeaningView {
    name: String,
    variant: String,
    kind: &'static str,
    is_retryable: bool,
    doc: Prose,
    remedy: Prose,
    listed_by: Vec<ListedBy>,
}

/// Endpoints of a group that list a code.
#[derive(Serialize)]
struct ListedBy {
    group: Link,
    /// Said in place of the endpoints if they are all that the group has.
    all: Option<String>,
    endpoints: Vec<Link>,
}

#[derive(Serialize)]
struct RangeView {
    label: String,
    href: String,
    is_here: bool,
}

pub(super) fn pages(book: &Book<'_>, lang: Lang) -> Vec<Page> {
    let ranges: Vec<(i64, &str)> = book.places.ranges().collect();
    let mut pages = vec![index(book, lang, ranges.is_empty())];
    for (first, path) in ranges {
        let here = Here::new(book, lang, path);
        let title = Prose::own(&lang.say("next_codes", first));
        let view = view(&here, title.bare(), true, Vec::new());
        pages.push(here.page("codes.html.j2", None, &title, view));
    }
    pages
}

fn index(book: &Book<'_>, lang: Lang, holds_all: bool) -> Page {
    let here = Here::new(book, lang, urls::CODES);
    let title = Prose::own(lang.word("codes"));
    let failures = book.failures.iter().filter(|_| !holds_all);
    let lines = failures.filter_map(|(code, meanings)| line(&here, *code, meanings));
    here.page("codes.html.j2", None, &title, view(&here, title.bare(), holds_all, lines.collect()))
}

fn view(here: &Here<'_>, title: String, holds_codes: bool, lines: Vec<CodeLine>) -> CodesView {
    let told = here.book.failures.iter();
    let told = told.filter(|(code, _)| holds_codes && here.book.places.code(**code) == here.path);
    let codes: Vec<CodeView> =
        told.map(|(code, meanings)| self::code(here, *code, meanings)).collect();
    let range = |(first, path): (i64, &str)| RangeView {
        label: here.lang.say("next_codes", first),
        href: here.to(path),
        is_here: path == here.path,
    };
    CodesView {
        title,
        kinds: kinds(here, &codes, &lines),
        is_dense: is_dense(&lines),
        lines,
        codes,
        ranges: here.book.places.ranges().map(range).collect(),
        is_range: here.path != urls::CODES,
        all: here.to(urls::CODES),
    }
}

fn kinds(here: &Here<'_>, codes: &[CodeView], lines: &[CodeLine]) -> Vec<KindView> {
    let shown = codes.iter().map(|one| one.kind_id).chain(lines.iter().map(|one| one.kind_id));
    let shown: Vec<&str> = shown.collect();
    let kind = |kind: Kind| KindView {
        id: kind.as_str(),
        label: here.kind(kind),
        count: shown.iter().filter(|id| **id == kind.as_str()).count(),
    };
    Kind::ALL.into_iter().map(kind).filter(|kind| kind.count > 0).collect()
}

fn line(here: &Here<'_>, code: i64, meanings: &[Failure<'_>]) -> Option<CodeLine> {
    let error = meanings.first()?.error;
    Some(CodeLine {
        code,
        href: here.code(code),
        name: error.name.clone(),
        kind_id: error.kind.as_str(),
        doc: Prose::heading(&error.doc, here.lang, ""),
    })
}

/// Whether a page with all that the lines have to say would be heavy.
fn is_dense(lines: &[CodeLine]) -> bool {
    /// What stands around the names and texts of a line.
    const AROUND: usize = 90;
    let bytes =
        |line: &CodeLine| AROUND + line.href.len() + line.name.len() + line.doc.bare().len();
    lines.iter().map(bytes).sum::<usize>() > MOST_BYTES
}

fn code(here: &Here<'_>, code: i64, meanings: &[Failure<'_>]) -> CodeView {
    let meaning = |failure: &Failure<'_>| MeaningView {
        name: failure.error.name.clone(),
        variant: paths::variant(&failure.error.name),
        kind: here.kind(failure.error.kind),
        is_retryable: failure.error.retryable,
        doc: Prose::new(&failure.error.doc, here.lang),
        remedy: Prose::new(&failure.error.remedy, here.lang),
        listed_by: listed_by(here, &failure.endpoints),
    };
    CodeView {
        code,
        permalink: here.to(&format!("{}#{code}", urls::CODES)),
        kind_id: meanings.first().map_or("", |one| one.error.kind.as_str()),
        meanings: meanings.iter().map(meaning).collect(),
    }
}

fn listed_by(here: &Here<'_>, endpoints: &[&Endpoint]) -> Vec<ListedBy> {
    let of_group = |group: &Group| {
        let own: Vec<&&Endpoint> = endpoints.iter().filter(|one| one.group == group.name).collect();
        let is_all = own.len() == group.endpoints.len() && own.len() > 1;
        (!own.is_empty()).then(|| ListedBy {
            group: Link {
                text: here.group_title(group).bare(),
                href: here.to(here.book.places.group(&group.name)),
            },
            all: is_all.then(|| here.lang.say("all_of_group", own.len())),
            endpoints: own.into_iter().filter(|_| !is_all).map(|one| here.endpoint(one)).collect(),
        })
    };
    here.api().groups.iter().filter_map(of_group).collect()
}
