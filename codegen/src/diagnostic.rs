//! Mistakes in a description, collected and shown.
//!
//! A stage makes [`Diagnostic`]s (their words are in `wording.rs`) and puts them into a
//! [`Sink`]; whoever started the run decides how they are shown. Drawing the source lines is the
//! work of `annotate-snippets`.

use std::collections::{BTreeSet, HashSet};
use std::path::Path;

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use serde_json::json;

use crate::sources::{Sources, Span};

/// One mistake, or one thing to think about.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Diagnostic {
    /// A stable code that reads well after "allow": `unknown-key`.
    pub code: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// What was found, in the words of the description, without a full stop.
    pub headline: String,
    /// The places, the main one first.
    pub labels: Vec<Label>,
    /// The way out.
    pub help: Option<String>,
}

/// How bad a diagnostic is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Nothing is written.
    Error,
    /// Something to think about; the output is written all the same.
    Warning,
}

/// A place with a word about it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Label {
    /// The place.
    pub span: Span,
    /// The word; may be empty.
    pub text: String,
}

/// What a run has found so far.
#[derive(Debug, Default)]
pub struct Sink {
    diagnostics: Vec<Diagnostic>,
}

/// The run stops: the sink holds at least one error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stopped;

impl Diagnostic {
    /// An error at a place.
    pub fn error(code: &'static str, span: Span, headline: impl Into<String>) -> Self {
        Self::new(code, Severity::Error, span, headline.into())
    }

    /// A warning at a place.
    pub fn warning(code: &'static str, span: Span, headline: impl Into<String>) -> Self {
        Self::new(code, Severity::Warning, span, headline.into())
    }

    fn new(code: &'static str, severity: Severity, span: Span, headline: String) -> Self {
        let labels = vec![Label { span, text: String::new() }];
        Self { code, severity, headline, labels, help: None }
    }

    /// Says a word at the main place.
    pub fn label(mut self, text: impl Into<String>) -> Self {
        self.labels[0].text = text.into();
        self
    }

    /// Adds a second place.
    pub fn and(mut self, span: Span, text: impl Into<String>) -> Self {
        self.labels.push(Label { span, text: text.into() });
        self
    }

    /// Says what to do.
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.help = Some(text.into());
        self
    }
}

impl Sink {
    /// Takes a diagnostic.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// Ends the run if there is an error.
    pub fn stop_on_errors(&self) -> Result<(), Stopped> {
        if self.errors() > 0 { Err(Stopped) } else { Ok(()) }
    }

    /// How many errors there are.
    pub fn errors(&self) -> usize {
        self.count(Severity::Error)
    }

    /// How many warnings there are.
    pub fn warnings(&self) -> usize {
        self.count(Severity::Warning)
    }

    fn count(&self, severity: Severity) -> usize {
        self.diagnostics.iter().filter(|one| one.severity == severity).count()
    }

    /// The diagnostics in the order of their places, each once.
    pub fn sorted(&self) -> Vec<&Diagnostic> {
        let place = |one: &&Diagnostic| (one.labels[0].span.file, one.labels[0].span.start);
        let mut seen = HashSet::new();
        let mut sorted: Vec<&Diagnostic> =
            self.diagnostics.iter().filter(|one| seen.insert(*one)).collect();
        sorted.sort_by_key(place);
        sorted
    }

    /// Takes out the warnings that someone does not want to hear.
    pub(crate) fn silence(&mut self, mut unwanted: impl FnMut(&Diagnostic) -> bool) {
        self.diagnostics.retain(|one| one.severity == Severity::Error || !unwanted(one));
    }
}

/// Draws diagnostics as a person reads them, with colour if asked.
pub fn render(sources: &Sources, diagnostics: &[&Diagnostic], colour: bool) -> String {
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    let drawn: Vec<String> = diagnostics
        .iter()
        .map(|diagnostic| renderer.render(&[draw(sources, diagnostic)]))
        .collect();
    drawn.join("\n\n")
}

/// A diagnostic in one line, for who has room for no more: `spec/api.yaml:3:1: … [unused-type]`.
pub fn one_line(sources: &Sources, diagnostic: &Diagnostic) -> String {
    let span = diagnostic.labels[0].span;
    let (line, column) = sources.position(span);
    let place = sources.file(span.file).map(|file| format!("{}:{line}:{column}: ", file.shown));
    format!("{}{} [{}]", place.unwrap_or_default(), diagnostic.headline, diagnostic.code)
}

/// One JSON object a line, with the content of what [`render`] draws.
pub fn render_json(sources: &Sources, diagnostics: &[&Diagnostic]) -> String {
    let line = |diagnostic: &&Diagnostic| {
        let places = diagnostic.labels.iter().filter_map(|label| place(sources, label));
        let places: Vec<_> = places.collect();
        json!({
            "code": diagnostic.code,
            "severity": diagnostic.severity.as_str(),
            "message": diagnostic.headline,
            "places": places,
            "help": diagnostic.help,
        })
        .to_string()
    };
    diagnostics.iter().map(line).collect::<Vec<_>>().join("\n")
}

fn draw<'a>(sources: &'a Sources, diagnostic: &'a Diagnostic) -> Group<'a> {
    let title = diagnostic.severity.level().primary_title(diagnostic.headline.as_str());
    let mut group = Group::with_title(title.id(diagnostic.code));
    for file in files_in_order(diagnostic) {
        let Some(source) = sources.file(file) else { continue };
        let mut snippet = Snippet::source(source.text.as_str()).path(source.shown.as_str());
        for (index, label) in diagnostic.labels.iter().enumerate() {
            if label.span.file == file {
                let kind =
                    if index == 0 { AnnotationKind::Primary } else { AnnotationKind::Context };
                let annotation = kind.span(drawable(&source.text, label.span));
                snippet = snippet.annotation(annotation.label(label.text.as_str()));
            }
        }
        group = group.element(snippet);
    }
    match &diagnostic.help {
        Some(help) => group.element(Level::HELP.message(help.as_str())),
        None => group,
    }
}

/// Files in the order in which the labels name them, each once.
fn files_in_order(diagnostic: &Diagnostic) -> Vec<u32> {
    let mut seen = BTreeSet::new();
    let files = diagnostic.labels.iter().map(|label| label.span.file);
    files.filter(|file| seen.insert(*file)).collect()
}

/// The part of a span that can be underlined: inside the text and on one line.
pub(crate) fn drawable(text: &str, span: Span) -> std::ops::Range<usize> {
    let mut start = (span.start as usize).min(text.len());
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    let end = (span.end as usize).clamp(start, text.len());
    let line = text.get(start..end).unwrap_or_default().split('\n').next().unwrap_or_default();
    start..start + line.trim_end_matches('\r').len()
}

fn place(sources: &Sources, label: &Label) -> Option<serde_json::Value> {
    let (line, column) = sources.position(label.span);
    let place = json!({
        "file": sources.file(label.span.file)?.shown,
        "line": line,
        "column": column,
        "start": label.span.start,
        "end": label.span.end,
        "label": label.text,
    });
    Some(place)
}

impl Severity {
    /// `error` or `warning`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }

    fn level(self) -> Level<'static> {
        match self {
            Self::Error => Level::ERROR,
            Self::Warning => Level::WARNING,
        }
    }
}

/// The known word that is nearest to a mistyped one, if any is near.
pub fn nearest<'a>(typed: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let typed = typed.to_lowercase();
    known
        .into_iter()
        .map(|word| (strsim::jaro_winkler(&typed, &word.to_lowercase()), word))
        .filter(|(likeness, _)| *likeness > 0.8)
        .max_by(|one, other| one.0.total_cmp(&other.0))
        .map(|(_, word)| word)
}

/// A path as diagnostics and generated files show it, with `/` between its parts.
pub fn shown_path(path: &Path) -> String {
    path.components()
        .map(|part| part.as_os_str().to_string_lossy())
        .collect::<Vec<_>>()
        .join("/")
        .replacen("//", "/", 1)
}
