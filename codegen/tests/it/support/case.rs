//! Small descriptions: a few files that replace those of a valid base.

use std::collections::BTreeMap;

use endpointc::{Options, Sink, Sources};

use super::base::BASE;

/// Merges the files of a text into those of the base. A file begins after a line with a mark and
/// its path; the text `-` removes it.
pub(crate) fn files(text: &str, mark: &str) -> BTreeMap<String, String> {
    let mut files: BTreeMap<String, String> =
        BASE.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect();
    let mut path = String::new();
    for line in text.split_inclusive('\n') {
        match line.trim_end().strip_prefix(mark).filter(|rest| is_path(rest)) {
            Some(found) => {
                path = found.to_owned();
                files.insert(path.clone(), String::new());
            }
            None => files.entry(path.clone()).or_default().push_str(line),
        }
    }
    files.retain(|path, text| !path.is_empty() && text.trim() != "-");
    files
}

fn is_path(text: &str) -> bool {
    text.ends_with(".yaml") || text.ends_with(".yml")
}

/// Compiles a description, and asserts the invariants of every run.
pub(crate) fn compile(files: BTreeMap<String, String>) -> (Sources, Sink) {
    let sources = Sources::new("spec", files);
    let mut sink = Sink::default();
    let generated = endpointc::generate(&sources, &Options::default(), &mut sink);
    assert_eq!(generated.is_ok(), sink.errors() == 0, "an output or errors, never both");
    (sources, sink)
}
