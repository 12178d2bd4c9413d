//! Text format for descriptions of arbitrary bytes, used by `tests/ui` and `tests/fuzz`.
//!
//! Each file follows a line `=== <path>`. Missing files are taken from a small valid description.
//! The text `-` removes a file; the texts of a file that is given twice are joined. After
//! `=== <path>`, `escaped` converts `\xff` to a byte, and `times 1000` repeats the text with the
//! number of the repetition for each `%`.

use std::collections::{BTreeMap, BTreeSet};

use endpointc::Sources;
use endpointc::source::Source;

use super::base::BASE;

/// Bytes of files, by path.
pub(crate) type Files = BTreeMap<String, Vec<u8>>;

/// Returns the valid base description.
fn base() -> Files {
    BASE.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())).collect()
}

/// Parses the files of a case.
pub(crate) fn parse(case: &str) -> Files {
    let mut files = base();
    let mut given = BTreeSet::new();
    for part in case.split("=== ").skip(1) {
        let (head, text) = part.split_once('\n').expect("a path stands in a line of its own");
        let (path, bytes) = file(head, text);
        let file = files.entry(path.to_owned()).or_default();
        if given.insert(path) {
            file.clear();
        }
        file.extend(bytes);
    }
    files.retain(|_, text| text.trim_ascii() != b"-");
    files
}

/// Returns path and bytes of a file, according to its header line.
fn file<'a>(head: &'a str, text: &str) -> (&'a str, Vec<u8>) {
    if let Some(path) = head.strip_suffix(" escaped") {
        return (path, unescaped(text));
    }
    match head.split_once(" times ") {
        Some((path, count)) => (path, repeated(text, count.parse().expect("a number")).into()),
        None => (head, text.into()),
    }
}

fn repeated(text: &str, count: usize) -> String {
    (0..count).map(|turn| text.replace('%', &turn.to_string())).collect()
}

fn unescaped(text: &str) -> Vec<u8> {
    let mut parts = text.split("\\x");
    let mut bytes = parts.next().unwrap_or_default().as_bytes().to_vec();
    for part in parts {
        let (digits, rest) = part.split_at(2);
        bytes.push(u8::from_str_radix(digits, 16).expect("two digits"));
        bytes.extend_from_slice(rest.as_bytes());
    }
    bytes
}

/// Converts the files to the compiler's input.
pub(crate) fn sources(files: &Files) -> Sources {
    let files = files.iter().map(|(path, bytes)| Source::from_bytes(path.clone(), bytes.clone()));
    Sources::from_sources("spec", files)
}
