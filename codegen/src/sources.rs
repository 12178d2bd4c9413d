//! The texts of a description, and places in them.
//!
//! A [`Span`] names a file by number and a range of bytes in it, so that values stay small and
//! only rendering a diagnostic needs the text.

use std::ops::Range;

/// The files of a description, sorted by path.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    files: Vec<Source>,
}

/// One file.
#[derive(Debug, Clone)]
pub struct Source {
    /// Path relative to the folder of the description, with `/` between its parts.
    pub path: String,
    /// Where a person finds it: the folder as it was named, and the path.
    pub shown: String,
    /// Its text.
    pub text: String,
}

/// A range of bytes in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Span {
    /// Which file, as an index into [`Sources`].
    pub file: u32,
    /// First byte.
    pub start: u32,
    /// Byte after the last.
    pub end: u32,
}

impl Sources {
    /// Takes paths (relative to `folder`) and texts, in any order.
    pub fn new(folder: &str, files: impl IntoIterator<Item = (String, String)>) -> Self {
        let folder = folder.trim_end_matches('/');
        let mut files: Vec<Source> = files
            .into_iter()
            .map(|(path, text)| Source { shown: shown(folder, &path), path, text })
            .collect();
        files.sort_by(|one, other| one.path.cmp(&other.path));
        Self { files }
    }

    /// The files with their numbers, in order.
    pub fn iter(&self) -> impl Iterator<Item = (u32, &Source)> {
        (0u32..).zip(&self.files)
    }

    /// The file that a span points into.
    pub fn file(&self, file: u32) -> &Source {
        &self.files[file as usize]
    }

    /// The text that a span covers.
    pub fn text(&self, span: Span) -> &str {
        self.file(span.file).text.get(span.range()).unwrap_or_default()
    }

    /// Line and column of a span's beginning, both from 1; columns count characters.
    pub fn position(&self, span: Span) -> (usize, usize) {
        let text = &self.file(span.file).text;
        let before = text.get(..span.start as usize).unwrap_or(text);
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        (before.matches('\n').count() + 1, before[line_start..].chars().count() + 1)
    }
}

impl Span {
    /// The beginning of a file, for what concerns it as a whole.
    pub fn file(file: u32) -> Self {
        Self { file, start: 0, end: 0 }
    }

    /// The bytes it covers.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

fn shown(folder: &str, path: &str) -> String {
    if folder.is_empty() { path.to_owned() } else { format!("{folder}/{path}") }
}
