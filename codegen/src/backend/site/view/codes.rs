//! The error index: each code with meaning, remedy and endpoints.
//!
//! A few codes share one page. With many, that page has a line per code, and further pages hold the details.

use serde::Serialize;

use super::page::{Link, Page, PageContext};
use crate::backend::rust::names::paths;
use crate::backend::site::context::SiteContext;
use crate::backend::site::i18n::{Lang, fill};
use crate::backend::site::rich_text::RichText;
use crate::backend::site::urls;
use crate::model::{Endpoint, ErrorKind, Failure, Group};

/// A page of error codes.
#[derive(Serialize)]
struct CodesView {
    title: String,
    /// Kinds that occur.
    kinds: Vec<KindView>,
    /// A line per code, if the details are on other pages.
    lines: Vec<CodeLine>,
    /// True if the lines leave out meanings, because there are too many.
    is_dense: bool,
    codes: Vec<CodeView>,
    /// All pages of details.
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
    /// Meaning.
    doc: RichText,
}

/// Maximum size of the lines in bytes, before meanings are left out. It keeps a page below 100 KB, together with its
/// markup.
const MOST_BYTES: usize = 50_000;

/// A code. It has several meanings if endpoints use it differently.
#[derive(Serialize)]
struct CodeView {
    code: i64,
    /// URL that stays the same when codes move to other pages.
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
    doc: RichText,
    remedy: RichText,
    listed_by: Vec<ListedBy>,
}

/// A group and its endpoints that list a code.
#[derive(Serialize)]
struct ListedBy {
    group: Link,
    /// Text in place of the endpoints, if all of the group list the code.
    all: Option<String>,
    endpoints: Vec<Link>,
}

#[derive(Serialize)]
struct RangeView {
    label: String,
    href: String,
    is_here: bool,
}

pub(super) fn pages(site: &SiteContext<'_>, lang: Lang) -> Vec<Page> {
    let ranges: Vec<(i64, &str)> = site.urls.ranges().collect();
    let mut pages = vec![index(site, lang, ranges.is_empty())];
    for (first, path) in ranges {
        let context = PageContext::new(site, lang, path);
        let title = RichText::own(&fill(lang.words().next_codes, first));
        let view = view(&context, title.bare(), true, Vec::new());
        pages.push(context.page("codes.html.j2", None, &title, view));
    }
    pages
}

fn index(site: &SiteContext<'_>, lang: Lang, holds_all: bool) -> Page {
    let context = PageContext::new(site, lang, urls::CODES);
    let title = RichText::own(lang.words().codes);
    let failures = site.failures.iter().filter(|_| !holds_all);
    let lines = failures.filter_map(|(code, meanings)| line(&context, *code, meanings));
    context.page(
        "codes.html.j2",
        None,
        &title,
        view(&context, title.bare(), holds_all, lines.collect()),
    )
}

fn view(
    context: &PageContext<'_>,
    title: String,
    holds_codes: bool,
    lines: Vec<CodeLine>,
) -> CodesView {
    let told = context.site.failures.iter();
    let told =
        told.filter(|(code, _)| holds_codes && context.site.urls.code(**code) == context.path);
    let codes: Vec<CodeView> =
        told.map(|(code, meanings)| self::code(context, *code, meanings)).collect();
    let range = |(first, path): (i64, &str)| RangeView {
        label: fill(context.words.next_codes, first),
        href: context.to(path),
        is_here: path == context.path,
    };
    CodesView {
        title,
        kinds: kinds(context, &codes, &lines),
        is_dense: is_dense(&lines),
        lines,
        codes,
        ranges: context.site.urls.ranges().map(range).collect(),
        is_range: context.path != urls::CODES,
        all: context.to(urls::CODES),
    }
}

fn kinds(context: &PageContext<'_>, codes: &[CodeView], lines: &[CodeLine]) -> Vec<KindView> {
    let shown = codes.iter().map(|one| one.kind_id).chain(lines.iter().map(|one| one.kind_id));
    let shown: Vec<&str> = shown.collect();
    let kind = |kind: ErrorKind| KindView {
        id: kind.as_str(),
        label: context.kind(kind),
        count: shown.iter().filter(|id| **id == kind.as_str()).count(),
    };
    ErrorKind::ALL.into_iter().map(kind).filter(|kind| kind.count > 0).collect()
}

fn line(context: &PageContext<'_>, code: i64, meanings: &[Failure<'_>]) -> Option<CodeLine> {
    let error = meanings.first()?.error;
    Some(CodeLine {
        code,
        href: context.code(code),
        name: error.name.clone(),
        kind_id: error.kind.as_str(),
        doc: RichText::heading(&error.doc, context.lang, ""),
    })
}

/// Returns whether lines with meanings would make the page too large.
fn is_dense(lines: &[CodeLine]) -> bool {
    /// Size of the markup of a line.
    const AROUND: usize = 90;
    let bytes =
        |line: &CodeLine| AROUND + line.href.len() + line.name.len() + line.doc.bare().len();
    lines.iter().map(bytes).sum::<usize>() > MOST_BYTES
}

fn code(context: &PageContext<'_>, code: i64, meanings: &[Failure<'_>]) -> CodeView {
    let meaning = |failure: &Failure<'_>| MeaningView {
        name: failure.error.name.clone(),
        variant: paths::variant(&failure.error.name),
        kind: context.kind(failure.error.kind),
        is_retryable: failure.error.retryable,
        doc: RichText::new(&failure.error.doc, context.lang),
        remedy: RichText::new(&failure.error.remedy, context.lang),
        listed_by: listed_by(context, &failure.endpoints),
    };
    CodeView {
        code,
        permalink: context.to(&format!("{}#{code}", urls::CODES)),
        kind_id: meanings.first().map_or("", |one| one.error.kind.as_str()),
        meanings: meanings.iter().map(meaning).collect(),
    }
}

fn listed_by(context: &PageContext<'_>, endpoints: &[&Endpoint]) -> Vec<ListedBy> {
    let of_group = |group: &Group| {
        let own: Vec<&&Endpoint> = endpoints.iter().filter(|one| one.group == group.name).collect();
        let is_all = own.len() == group.endpoints.len() && own.len() > 1;
        (!own.is_empty()).then(|| ListedBy {
            group: Link {
                text: context.group_title(group).bare(),
                href: context.to(context.site.urls.group(&group.name)),
            },
            all: is_all.then(|| fill(context.words.all_of_group, own.len())),
            endpoints: own
                .into_iter()
                .filter(|_| !is_all)
                .map(|one| context.endpoint(one))
                .collect(),
        })
    };
    context.api().groups.iter().filter_map(of_group).collect()
}
