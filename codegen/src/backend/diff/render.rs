//! Changes as text for a terminal, as Markdown and as JSON.

use std::fmt::Write;

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use ordered_json::{Value, json};

use super::change::{Change, Changes, Label};
use crate::diagnostics::drawable;
use crate::source::{Sources, Span};

/// The sources of both descriptions.
#[derive(Debug, Clone, Copy)]
pub struct Both<'a> {
    /// Sources of the old description.
    pub old: &'a Sources,
    /// Sources of the new description.
    pub new: &'a Sources,
}

/// Renders changes for a terminal, grouped by label. Breaking changes and changes of behaviour show both places in the
/// sources; others take one line.
pub fn human(changes: &Changes, sources: Both<'_>, colour: bool) -> String {
    let mut parts = Vec::new();
    for change in &changes.list {
        parts.push(match change.label {
            Label::Breaking | Label::Behaviour => drawn(change, sources, colour) + "\n",
            Label::Compatible | Label::Docs => line(change, sources, colour),
        });
    }
    if !changes.list.is_empty() {
        parts.push(String::new());
    }
    parts.push(summary(changes));
    parts.join("\n")
}

/// Counts the changes of each label, and names the version bump.
pub fn summary(changes: &Changes) -> String {
    let Some(_) = changes.worst() else {
        return "no change for callers: no release is needed".to_owned();
    };
    let count = |label: Label| (label, changes.of(label).count());
    let counted = Label::ALL.into_iter().map(count).filter(|(_, count)| *count > 0);
    let counted: Vec<String> =
        counted.map(|(label, count)| format!("{count} {}", label.as_str())).collect();
    format!("{}: {}", counted.join(", "), bump(changes))
}

fn bump(changes: &Changes) -> String {
    let (before, from) = (changes.bump_before_1().as_str(), changes.bump_from_1().as_str());
    if before == from {
        format!("{from} release")
    } else {
        format!("{before} release before 1.0, {from} release from 1.0 on")
    }
}

fn level(label: Label) -> Level<'static> {
    match label {
        Label::Breaking => Level::ERROR,
        Label::Behaviour => Level::WARNING,
        Label::Compatible => Level::NOTE,
        Label::Docs => Level::HELP,
    }
    .with_name(label.as_str())
}

fn renderer(colour: bool) -> Renderer {
    if colour { Renderer::styled() } else { Renderer::plain() }
}

fn drawn(change: &Change, sources: Both<'_>, colour: bool) -> String {
    let mut group = Group::with_title(level(change.label).primary_title(&*change.sentence));
    let places = [(change.old, sources.old, "before"), (change.new, sources.new, "now")];
    for (span, sources, word) in places {
        let Some((span, source)) = span.and_then(|span| Some((span, sources.file(span.file)?)))
        else {
            continue;
        };
        let annotation = AnnotationKind::Primary.span(drawable(&source.text, span)).label(word);
        let snippet = Snippet::source(&*source.text).path(&*source.shown).annotation(annotation);
        group = group.element(snippet);
    }
    renderer(colour).render(&[group])
}

fn line(change: &Change, sources: Both<'_>, colour: bool) -> String {
    let title = format!("{}{}", change.sentence, in_parentheses(change, sources));
    renderer(colour).render(&[Group::with_title(level(change.label).primary_title(title))])
}

/// ` (spec/things/get.yaml:4:3)`: the new place, or the old one of a removed item.
fn in_parentheses(change: &Change, sources: Both<'_>) -> String {
    let new = change.new.and_then(|span| place(sources.new, span));
    let place = new.or(change.old.and_then(|span| place(sources.old, span)));
    place.map(|place| format!(" ({place})")).unwrap_or_default()
}

fn place(sources: &Sources, span: Span) -> Option<String> {
    let (line, column) = sources.position(span);
    Some(format!("{}:{line}:{column}", sources.file(span.file)?.shown))
}

/// Renders changes as Markdown for release notes: a heading per label, a list item per change.
pub fn markdown(changes: &Changes) -> String {
    let mut text = String::new();
    for label in Label::ALL {
        let items: Vec<&Change> = changes.of(label).collect();
        if !items.is_empty() {
            let _ = writeln!(text, "### {}\n", heading(label));
            for change in items {
                let _ = writeln!(text, "* {}.", capitalised(&change.sentence));
            }
            text.push('\n');
        }
    }
    let _ = write!(text, "{}.", capitalised(&summary(changes)));
    text
}

fn heading(label: Label) -> &'static str {
    match label {
        Label::Breaking => "Breaking",
        Label::Behaviour => "Compiles, but behaves differently",
        Label::Compatible => "Compatible",
        Label::Docs => "Documentation",
    }
}

fn capitalised(sentence: &str) -> String {
    let mut letters = sentence.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// Renders changes as JSON, one object per line. The last object holds the counts and the version bump.
pub fn json(changes: &Changes, sources: Both<'_>) -> String {
    let object = |change: &Change| {
        json!({
            "label": change.label.as_str(),
            "kind": change.kind,
            "action": change.action.as_str(),
            "message": change.sentence,
            "old": change.old.and_then(|span| json_place(sources.old, span)),
            "new": change.new.and_then(|span| json_place(sources.new, span)),
        })
    };
    let counts: ordered_json::Map<String, Value> = Label::ALL
        .into_iter()
        .map(|label| (label.as_str().to_owned(), changes.of(label).count().into()))
        .collect();
    let last = json!({
        "changes": counts,
        "bump": {
            "before_1": changes.bump_before_1().as_str(),
            "from_1": changes.bump_from_1().as_str(),
        },
    });
    let lines = changes.list.iter().map(object).chain([last]);
    lines.map(|line| line.to_string()).collect::<Vec<_>>().join("\n")
}

fn json_place(sources: &Sources, span: Span) -> Option<Value> {
    let (line, column) = sources.position(span);
    let file = &sources.file(span.file)?.shown;
    Some(json!({ "file": file, "line": line, "column": column }))
}
