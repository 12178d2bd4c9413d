//! Minimization of failing inputs.

use std::time::{Duration, Instant};

use crate::support::base::BASE;
use crate::support::files::Files;

/// Time limit of the minimization.
const LONGEST: Duration = Duration::from_secs(20);

/// Removes all parts of an input that it does not need to fail.
pub(crate) fn shrink(mut files: Files, fails: impl Fn(&Files) -> bool) -> Files {
    let until = Instant::now() + LONGEST;
    let is_over = || Instant::now() > until;
    for path in files.keys().cloned().collect::<Vec<_>>() {
        let mut fewer = files.clone();
        fewer.remove(&path);
        if !is_over() && fails(&fewer) {
            files = fewer;
        }
    }
    for path in files.keys().cloned().collect::<Vec<_>>() {
        let mut share = files[&path].len() / 2;
        while share > 0 && !is_over() {
            match without_a_share(&files, &path, share, |files| !is_over() && fails(files)) {
                Some(fewer) => files = fewer,
                None => share /= 2,
            }
        }
    }
    files
}

/// Removes one part of this size from a file, if the input still fails without it.
fn without_a_share(
    files: &Files,
    path: &str,
    share: usize,
    fails: impl Fn(&Files) -> bool,
) -> Option<Files> {
    let text = &files[path];
    let starts = (0..text.len().saturating_sub(share - 1)).step_by(share);
    let mut tried = starts.map(|start| {
        let rest = [&text[..start], &text[start + share..]].concat();
        let mut fewer = files.clone();
        fewer.insert(path.to_owned(), rest);
        fewer
    });
    tried.find(fails)
}

/// Returns an input in the format of the stored cases.
pub(crate) fn print(files: &Files) -> String {
    let left_out = BASE.iter().filter(|(path, _)| !files.contains_key(*path));
    let left_out = left_out.map(|(path, _)| format!("=== {path}\n-\n"));
    let given = files.iter().map(|(path, text)| match readable(text) {
        Some(text) => format!("=== {path}\n{text}"),
        None => format!("=== {path} escaped\n{}", escaped(text)),
    });
    left_out.chain(given).collect()
}

/// Returns a text that a case can contain without escapes.
fn readable(text: &[u8]) -> Option<&str> {
    let text = std::str::from_utf8(text).ok()?;
    let is_plain = text.chars().all(|c| c == '\n' || !c.is_control());
    (is_plain && text.ends_with('\n') && !text.contains("=== ") && text.trim() != "-")
        .then_some(text)
}

fn escaped(text: &[u8]) -> String {
    let is_plain = |byte: u8| byte == b' ' || byte == b'\n' || byte.is_ascii_graphic();
    let escape = |byte: &u8| {
        if is_plain(*byte) && !matches!(byte, b'\\' | b'=') {
            char::from(*byte).to_string()
        } else {
            format!("\\x{byte:02x}")
        }
    };
    text.iter().map(escape).collect()
}
