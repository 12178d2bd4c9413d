//! Diagnostics as JSON for programs.

use ordered_json::json;

use super::render::{Lines, drawable};
use super::{Diagnostic, Label};
use crate::source::Sources;

/// Renders diagnostics as JSON: one object a line, with the content of [`render`](super::render).
pub fn render_json(sources: &Sources, diagnostics: &[&Diagnostic]) -> String {
    let lines = Lines::new(sources, diagnostics);
    let line = |diagnostic: &&Diagnostic| {
        let places = diagnostic.labels.iter().filter_map(|label| place(sources, &lines, label));
        let places: Vec<_> = places.collect();
        json!({
            "code": diagnostic.code.as_str(),
            "severity": diagnostic.severity().as_str(),
            "message": diagnostic.headline,
            "places": places,
            "help": diagnostic.help,
        })
        .to_string()
    };
    diagnostics.iter().map(line).collect::<Vec<_>>().join("\n")
}

fn place(sources: &Sources, lines: &Lines, label: &Label) -> Option<ordered_json::Value> {
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
