//! Diagnostics as text for people, with the source lines drawn by `annotate-snippets`.

use std::collections::{BTreeSet, HashMap};
use std::ops::Range;

use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Renderer, Snippet};

use super::{Diagnostic, Label, Severity};
use crate::source::{Source, Sources, Span};

/// Renders diagnostics with their source lines, in colour if `colour` is set.
pub fn render(sources: &Sources, diagnostics: &[&Diagnostic], colour: bool) -> String {
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    let lines = Lines::new(sources, diagnostics);
    let drawn: Vec<String> = diagnostics
        .iter()
        .map(|diagnostic| renderer.render(&[draw(sources, &lines, diagnostic)]))
        .collect();
    drawn.join("\n\n")
}

/// Renders a diagnostic in one line: `spec/api.yaml:3:1: … [unused-type]`.
pub fn one_line(sources: &Sources, diagnostic: &Diagnostic) -> String {
    let span = diagnostic.labels[0].span;
    let (line, column) = sources.position(span);
    let place = sources.file(span.file).map(|file| format!("{}:{line}:{column}: ", file.shown));
    format!("{}{} [{}]", place.unwrap_or_default(), diagnostic.headline, diagnostic.code)
}

/// The first bytes of lines, by file. They are found once for all diagnostics.
pub(super) struct Lines {
    starts: HashMap<u32, Vec<usize>>,
}

impl Lines {
    pub(super) fn new(sources: &Sources, diagnostics: &[&Diagnostic]) -> Self {
        let mut starts: HashMap<u32, Vec<usize>> = HashMap::new();
        for label in diagnostics.iter().flat_map(|one| &one.labels) {
            let text = sources.file(label.span.file).map_or("", |file| &file.text);
            starts.entry(label.span.file).or_insert_with(|| {
                let after = text.match_indices('\n').map(|(at, _)| at + 1);
                let after = after.filter(|start| *start < text.len());
                std::iter::once(0).chain(after).collect()
            });
        }
        Self { starts }
    }

    /// The number of the line with a byte, from 0, and the line's first byte. An empty rest after
    /// the last newline is not a line.
    pub(super) fn line(&self, file: u32, byte: usize) -> (usize, usize) {
        let starts = self.starts.get(&file).map_or(&[0][..], Vec::as_slice);
        let line = starts.partition_point(|start| *start <= byte).saturating_sub(1);
        (line, starts[line])
    }

    /// The first byte after the line with a byte.
    fn end(&self, file: u32, byte: usize, text: &str) -> usize {
        let (line, _) = self.line(file, byte);
        let starts = self.starts.get(&file).map_or(&[][..], Vec::as_slice);
        starts.get(line + 1).copied().unwrap_or(text.len())
    }
}

fn draw<'a>(sources: &'a Sources, lines: &Lines, diagnostic: &'a Diagnostic) -> Group<'a> {
    let title = level(diagnostic.severity()).primary_title(diagnostic.headline.as_str());
    let mut group = Group::with_title(title.id(diagnostic.code.as_str()));
    for file in files_in_order(diagnostic) {
        let Some(source) = sources.file(file) else { continue };
        for marks in nearby(diagnostic, file, &source.text) {
            group = group.element(snippet(source, lines, file, &marks));
        }
    }
    match &diagnostic.help {
        Some(help) => group.element(Level::HELP.message(help.as_str())),
        None => group,
    }
}

/// The underlined bytes, the label, and its rank.
type Mark<'a> = (Range<usize>, &'a Label, AnnotationKind);

/// The labels of a file, in groups of labels near each other. Drawing a snippet takes time for all
/// text between its first and its last label.
fn nearby<'a>(diagnostic: &'a Diagnostic, file: u32, text: &str) -> Vec<Vec<Mark<'a>>> {
    const FAR: usize = 16 * 1024;
    let others = std::iter::repeat(AnnotationKind::Context);
    let kinds = std::iter::once(AnnotationKind::Primary).chain(others);
    let here = diagnostic.labels.iter().zip(kinds).filter(|(label, _)| label.span.file == file);
    let mut groups: Vec<Vec<Mark<'a>>> = Vec::new();
    for (label, kind) in here {
        let range = drawable(text, label.span);
        let is_near = |group: &&mut Vec<Mark<'a>>| {
            group.iter().all(|(other, ..)| other.start.abs_diff(range.start) < FAR)
        };
        match groups.iter_mut().find(is_near) {
            Some(group) => group.push((range, label, kind)),
            None => groups.push(vec![(range, label, kind)]),
        }
    }
    groups
}

/// The snippet from the line of the first label to that of the last.
fn snippet<'a>(
    source: &'a Source,
    lines: &Lines,
    file: u32,
    marks: &[Mark<'a>],
) -> Snippet<'a, Annotation<'a>> {
    let first = marks.iter().map(|(range, ..)| range.start).min().unwrap_or_default();
    let last = marks.iter().map(|(range, ..)| range.end).max().unwrap_or_default();
    let (line, start) = lines.line(file, first);
    let end = lines.end(file, last, &source.text);
    let shown = source.text.get(start..end).unwrap_or_default();
    let mut snippet = Snippet::source(shown).line_start(line + 1).path(source.shown.as_str());
    for (range, label, kind) in marks {
        let annotation = kind.span(range.start - start..range.end - start);
        snippet = snippet.annotation(annotation.label(label.text.as_str()));
    }
    snippet
}

/// The files of the labels in their order, each once.
fn files_in_order(diagnostic: &Diagnostic) -> Vec<u32> {
    let mut seen = BTreeSet::new();
    let files = diagnostic.labels.iter().map(|label| label.span.file);
    files.filter(|file| seen.insert(*file)).collect()
}

/// The part of a span that can be underlined: inside the text, on its first line.
pub(crate) fn drawable(text: &str, span: Span) -> Range<usize> {
    let mut start = (span.start as usize).min(text.len());
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    let end = (span.end as usize).clamp(start, text.len());
    let line = text.get(start..end).unwrap_or_default().split('\n').next().unwrap_or_default();
    start..start + line.trim_end_matches('\r').len()
}

fn level(severity: Severity) -> Level<'static> {
    match severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    }
}
