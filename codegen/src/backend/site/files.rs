//! The files of a site, each with the marker of generated files in its first line.

use crate::output::{FileSet, SITE, SITE_MARKER};

/// Creates a site without files.
pub(super) fn empty() -> FileSet {
    FileSet::new(&SITE)
}

/// Adds a file, with the marker in a comment.
pub(super) fn insert(site: &mut FileSet, path: &str, text: &str) {
    let marker = match path.rsplit_once('.') {
        Some((_, "css" | "js")) => format!("/* {SITE_MARKER} */"),
        _ => format!("<!-- {SITE_MARKER} -->"),
    };
    site.insert(path, format!("{marker}\n{text}"), None);
}
