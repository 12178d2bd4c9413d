//! Description that is large enough to interrupt a run while it writes.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::Path;

/// Number of endpoints.
pub(crate) const ENDPOINTS: usize = 45;

/// Number of groups.
const GROUPS: usize = 6;

/// Returns the description by path; `word` occurs in the docs of every generated file.
pub(crate) fn description(word: &str) -> BTreeMap<String, String> {
    let mut api = format!(
        "endpointc: 1\nname: large\ntitle: {word}\nservers: {{ main: {{ url: https://large.example }} }}\n\
         envelopes: {{ plain: {{ code: code, success: [0], message: msg, data: data }} }}\ngroups:\n"
    );
    (0..GROUPS).for_each(|group| {
        let _ = writeln!(api, "  group{group}: {{ title: {word}, envelope: plain }}");
    });
    let mut files = BTreeMap::from([("api.yaml".to_owned(), api)]);
    for endpoint in 0..ENDPOINTS {
        let text = format!(
            "summary: {word}\nget: /things/{endpoint}/{{id}}\n\
             path: {{ id: {{ type: string, required: true }} }}\nreturns: string\n"
        );
        files.insert(format!("group{}/get{endpoint}.yaml", endpoint % GROUPS), text);
    }
    files
}

/// Writes the description to a folder.
pub(crate) fn write(folder: &Path, word: &str) {
    for (path, text) in description(word) {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().expect("it is in a folder")).expect("it can be made");
        fs::write(path, text).expect("it can be written");
    }
}
