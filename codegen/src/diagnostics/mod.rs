//! Mistakes in a description, collected and shown.
//!
//! A stage makes [`Diagnostic`]s (their words are in [`messages`]) and puts them into a
//! [`Sink`]; whoever started the run decides how they are shown. Drawing the source lines is the
//! work of `annotate-snippets`.

pub mod explain;
pub(crate) mod messages;

use std::collections::{BTreeSet, HashMap, HashSet};
use std::ops::Range;
use std::sync::Arc;

use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Renderer, Snippet};
use serde_json::json;

use crate::progress::{Listener, Progress};
use crate::source::{Source, Sources, Span};

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
    errors: usize,
    /// Goes along with the run, which has it in hand everywhere.
    pub(crate) listener: Listener,
}

/// How many errors and how many warnings are shown. Nobody reads more; a hostile megabyte can hold
/// hundred thousands, each of which would be drawn.
const MOST_SHOWN: usize = 1000;

/// How much of a text from a description a diagnostic repeats, in characters.
const MOST_REPEATED: usize = 1000;

/// How long a word may be to be found by a mistyped one, and how many are compared with it.
const LONGEST_WORD: usize = 64;
const MANY_WORDS: usize = 500;

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
        Self { code, severity, headline: shortened(headline), labels, help: None }
    }

    /// Says a word at the main place.
    pub fn label(mut self, text: impl Into<String>) -> Self {
        self.labels[0].text = shortened(text.into());
        self
    }

    /// Adds a second place.
    pub fn and(mut self, span: Span, text: impl Into<String>) -> Self {
        self.labels.push(Label { span, text: shortened(text.into()) });
        self
    }

    /// Says what to do.
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.help = Some(shortened(text.into()));
        self
    }
}

impl Sink {
    /// One whose run tells how far it is.
    pub fn with_progress(progress: Arc<dyn Progress>) -> Self {
        Self { listener: Listener(Some(progress)), ..Self::default() }
    }

    /// Takes what another one has found, which had a part of the work.
    pub(crate) fn take_in(&mut self, other: Self) {
        let kept = other.diagnostics.iter().filter(|one| one.severity == Severity::Error).count();
        let more = other.errors - kept;
        other.diagnostics.into_iter().for_each(|diagnostic| self.push(diagnostic));
        self.errors += more;
    }

    /// Takes a diagnostic. Of errors only the first thousand are kept; all are counted.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        if diagnostic.severity == Severity::Error {
            self.errors += 1;
            if self.errors > MOST_SHOWN {
                return;
            }
        }
        self.diagnostics.push(diagnostic);
    }

    /// Ends the run if there is an error.
    pub fn stop_on_errors(&self) -> Result<(), Stopped> {
        if self.errors() > 0 { Err(Stopped) } else { Ok(()) }
    }

    /// How many errors there are, those included that are not kept.
    pub fn errors(&self) -> usize {
        self.errors
    }

    /// How many warnings there are.
    pub fn warnings(&self) -> usize {
        self.diagnostics.iter().filter(|one| one.severity == Severity::Warning).count()
    }

    /// Whether nobody will see what else is found, so that there is no need to look for it.
    pub(crate) fn is_full(&self) -> bool {
        self.errors >= MOST_SHOWN
    }

    /// The diagnostics in the order of their places, each once; of warnings, too, only as many as
    /// someone may want to read.
    pub fn sorted(&self) -> Vec<&Diagnostic> {
        let place = |one: &&Diagnostic| (one.labels[0].span.file, one.labels[0].span.start);
        let mut seen = HashSet::new();
        let mut sorted: Vec<&Diagnostic> =
            self.diagnostics.iter().filter(|one| seen.insert(*one)).collect();
        sorted.sort_by_key(place);
        let mut warnings = 0..MOST_SHOWN;
        sorted.retain(|one| one.severity == Severity::Error || warnings.next().is_some());
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
    let lines = Lines::new(sources, diagnostics);
    let drawn: Vec<String> = diagnostics
        .iter()
        .map(|diagnostic| renderer.render(&[draw(sources, &lines, diagnostic)]))
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
    let lines = Lines::new(sources, diagnostics);
    let line = |diagnostic: &&Diagnostic| {
        let places = diagnostic.labels.iter().filter_map(|label| place(sources, &lines, label));
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

/// Where the lines of files begin: looked for once, and not for every diagnostic.
struct Lines {
    starts: HashMap<u32, Vec<usize>>,
}

impl Lines {
    fn new(sources: &Sources, diagnostics: &[&Diagnostic]) -> Self {
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

    /// The number of the line that holds a byte, from 0, and its first byte. What is after the last
    /// newline is no line if there is nothing.
    fn line(&self, file: u32, byte: usize) -> (usize, usize) {
        let starts = self.starts.get(&file).map_or(&[0][..], Vec::as_slice);
        let line = starts.partition_point(|start| *start <= byte).saturating_sub(1);
        (line, starts[line])
    }

    /// The first byte after the line that holds a byte.
    fn end(&self, file: u32, byte: usize, text: &str) -> usize {
        let (line, _) = self.line(file, byte);
        let starts = self.starts.get(&file).map_or(&[][..], Vec::as_slice);
        starts.get(line + 1).copied().unwrap_or(text.len())
    }
}

fn draw<'a>(sources: &'a Sources, lines: &Lines, diagnostic: &'a Diagnostic) -> Group<'a> {
    let title = diagnostic.severity.level().primary_title(diagnostic.headline.as_str());
    let mut group = Group::with_title(title.id(diagnostic.code));
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

/// What of a place can be underlined, the label, and whether it is the main one.
type Mark<'a> = (Range<usize>, &'a Label, AnnotationKind);

/// The labels of a file, in groups of those that are not far from each other: whatever is between
/// the first and the last label of a snippet is gone through to draw it.
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

/// The lines from the first label to the last.
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

/// Files in the order in which the labels name them, each once.
fn files_in_order(diagnostic: &Diagnostic) -> Vec<u32> {
    let mut seen = BTreeSet::new();
    let files = diagnostic.labels.iter().map(|label| label.span.file);
    files.filter(|file| seen.insert(*file)).collect()
}

/// The part of a span that can be underlined: inside the text and on one line.
pub(crate) fn drawable(text: &str, span: Span) -> Range<usize> {
    let mut start = (span.start as usize).min(text.len());
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    let end = (span.end as usize).clamp(start, text.len());
    let line = text.get(start..end).unwrap_or_default().split('\n').next().unwrap_or_default();
    start..start + line.trim_end_matches('\r').len()
}

fn place(sources: &Sources, lines: &Lines, label: &Label) -> Option<serde_json::Value> {
    let source = sources.file(label.span.file)?;
    let start = drawable(&source.text, label.span).start;
    let (line, line_start) = lines.line(label.span.file, start);
    let (line, column) = (line + 1, source.text[line_start..start].chars().count() + 1);
    let place = json!({
        "file": source.shown,
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

/// A text that is repeated, up to where nobody would read on.
fn shortened(text: String) -> String {
    match text.char_indices().nth(MOST_REPEATED) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

/// The known word that is nearest to a mistyped one, if any is near.
pub fn nearest<'a>(typed: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    // Nobody mistypes a word of that length, and comparing takes time as the lengths multiplied.
    if typed.len() > LONGEST_WORD {
        return None;
    }
    let typed = typed.to_lowercase();
    let comparable = known.into_iter().filter(|word| word.len() <= LONGEST_WORD);
    let known: Vec<&str> = comparable.collect();
    // Of very many words only those are compared that begin alike, and not all of them.
    let begins_alike = |word: &&str| word.to_lowercase().chars().next() == typed.chars().next();
    let among: Vec<&str> = match known.len() > MANY_WORDS {
        true => known.into_iter().filter(begins_alike).take(MANY_WORDS).collect(),
        false => known,
    };
    among
        .into_iter()
        .map(|word| (strsim::jaro_winkler(&typed, &word.to_lowercase()), word))
        .filter(|(likeness, _)| *likeness > 0.8)
        .max_by(|one, other| one.0.total_cmp(&other.0))
        .map(|(_, word)| word)
}
