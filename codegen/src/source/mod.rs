//! The texts of a description, and places in them.
//!
//! A [`Span`] is the number of a file and a range of bytes, so that values stay small and only
//! rendering needs the text. A file that is not valid text is kept with its [`Fault`], so that its
//! diagnostic can show the place.

mod read;
pub(crate) mod yaml;

use std::ops::Range;

pub(crate) use self::read::{files_below, with_path};
pub use self::read::{is_description, read, shown_path};

/// The maximum size of a file, in bytes: a thousand times the typical size.
pub const MAX_BYTES: u64 = 4 << 20;

/// The files of a description, sorted by path.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sources {
    files: Vec<Source>,
}

/// One file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// The path relative to the folder of the description, separated by `/`.
    pub path: String,
    /// The path with the folder as the user named it.
    pub shown: String,
    /// The text, without a byte order mark.
    pub text: String,
    /// The reason if the text is not that of the file.
    pub fault: Option<Fault>,
}

/// The reason why a file could not be read as text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// The file is not UTF-8. Invalid bytes are `U+FFFD` in the text, the first of them at this byte
    /// of the text.
    NotUtf8(usize),
    /// The file has this many bytes, and none was read.
    TooLarge(u64),
}

/// A range of bytes in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Span {
    /// The file, as an index into [`Sources`].
    pub file: u32,
    /// The first byte.
    pub start: u32,
    /// The byte after the last one.
    pub end: u32,
}

/// A value and its place.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Spanned<T> {
    pub(crate) value: T,
    pub(crate) span: Span,
}

impl Sources {
    /// Creates sources from paths (relative to `folder`) and texts, in any order.
    pub fn new(folder: &str, files: impl IntoIterator<Item = (String, String)>) -> Self {
        let files = files.into_iter().map(|(path, text)| Source::from_text(path, text));
        Self::from_sources(folder, files)
    }

    /// Creates sources from files in any order, whose paths are relative to `folder`.
    pub fn from_sources(folder: &str, files: impl IntoIterator<Item = Source>) -> Self {
        let folder = folder.trim_end_matches('/');
        let shown = |source: Source| Source { shown: shown(folder, &source.path), ..source };
        let mut files: Vec<Source> = files.into_iter().map(shown).collect();
        files.sort_by(|one, other| one.path.cmp(&other.path));
        Self { files }
    }

    /// The files with their numbers, in order.
    pub fn iter(&self) -> impl Iterator<Item = (u32, &Source)> {
        (0u32..).zip(&self.files)
    }

    /// The file with a number.
    pub fn file(&self, file: u32) -> Option<&Source> {
        self.files.get(file as usize)
    }

    /// The text that a span covers.
    pub fn text(&self, span: Span) -> &str {
        self.file(span.file).and_then(|file| file.text.get(span.range())).unwrap_or_default()
    }

    /// Line and column of the first byte of a span, both from 1. Columns count characters.
    pub fn position(&self, span: Span) -> (usize, usize) {
        let text = self.file(span.file).map_or("", |file| &file.text);
        let before = text.get(..span.start as usize).unwrap_or(text);
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        (before.matches('\n').count() + 1, before[line_start..].chars().count() + 1)
    }
}

impl Source {
    /// Creates a file from its text.
    pub fn from_text(path: String, text: String) -> Self {
        let size = text.len() as u64;
        if size > MAX_BYTES {
            return Self::too_large(path, size);
        }
        let text = match text.strip_prefix('\u{feff}') {
            Some(rest) => rest.to_owned(),
            None => text,
        };
        Self { shown: path.clone(), path, text, fault: None }
    }

    /// Creates a file from its bytes.
    pub fn from_bytes(path: String, bytes: Vec<u8>) -> Self {
        match String::from_utf8(bytes) {
            Ok(text) => Self::from_text(path, text),
            Err(error) => {
                let at = error.utf8_error().valid_up_to();
                let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
                Self { fault: Some(Fault::NotUtf8(at)), shown: path.clone(), path, text }
            }
        }
    }

    /// Creates a file that was not read because of its size in bytes.
    pub fn too_large(path: String, bytes: u64) -> Self {
        let fault = Some(Fault::TooLarge(bytes));
        Self { shown: path.clone(), path, text: String::new(), fault }
    }
}

impl Span {
    /// No place, for something that is missing as a whole.
    pub const NOWHERE: Self = Self { file: u32::MAX, start: 0, end: 0 };

    /// The beginning of a file, for diagnostics about the whole file.
    pub fn file(file: u32) -> Self {
        Self { file, start: 0, end: 0 }
    }

    /// The bytes of the span.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

fn shown(folder: &str, path: &str) -> String {
    if folder.is_empty() { path.to_owned() } else { format!("{folder}/{path}") }
}
