//! Expected requests, read from the files in `tests/requests/`.
//!
//! Their format is the `.http` format of editors: `### name`, the request line, headers, an empty line, the body.
//! `{{token}}` is a placeholder of the token.

use std::collections::BTreeMap;
use std::fs;

/// Expected request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Expected {
    pub(crate) method: String,
    /// Path and query, encoded.
    pub(crate) target: String,
    /// Headers by lower-case name, except for those of every request.
    pub(crate) headers: BTreeMap<String, String>,
    pub(crate) body: String,
}

/// Returns all expected requests by name.
pub(crate) fn expected() -> BTreeMap<String, Expected> {
    let folder = fs::read_dir(super::path("tests/requests")).expect("the folder can be listed");
    let mut requests = BTreeMap::new();
    for entry in folder {
        let file = entry.expect("it can be listed").path();
        let text = fs::read_to_string(&file).expect("it is text");
        let group = file.file_stem().expect("it has a name").to_string_lossy().into_owned();
        for section in text.split("\n### ").skip(1) {
            let (name, request) = section.split_once('\n').expect("a request follows the name");
            assert!(name.starts_with(&format!("{group}.")), "`{name}` is in {}", file.display());
            let before = requests.insert(name.to_owned(), read(request));
            assert!(before.is_none(), "`{name}` is there twice");
        }
    }
    requests
}

fn read(request: &str) -> Expected {
    let (head, body) = request.split_once("\n\n").unwrap_or((request, ""));
    let mut lines = head.lines();
    let line = lines.next().expect("a request line");
    let (method, target) = line.split_once(' ').expect("a method and a target");
    let header = |line: &str| {
        let (name, value) = line.split_once(": ").expect("a header");
        (name.to_ascii_lowercase(), value.to_owned())
    };
    Expected {
        method: method.to_owned(),
        target: target.to_owned(),
        headers: lines.map(header).collect(),
        body: body.trim_end().to_owned(),
    }
}
