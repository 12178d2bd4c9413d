//! Seeds of the inputs: every description in this repository, and its words.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use endpointc::source;

use crate::support::files::{self, Files};

/// Descriptions, valid and invalid, with their words.
pub(crate) struct Seeds {
    pub(crate) descriptions: Vec<Files>,
    /// Words in front of a colon.
    pub(crate) keys: Vec<String>,
    /// Rest of the line after a colon.
    pub(crate) values: Vec<String>,
}

impl Seeds {
    pub(crate) fn load() -> Self {
        let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
        let mut descriptions = vec![files::parse(""), read(&tests.join("../../spec"))];
        for case in entries(&tests.join("emit")) {
            descriptions.push(read(&case.join("spec")));
        }
        let ui = entries(&tests.join("ui")).into_iter().flat_map(|folder| entries(&folder));
        for case in ui {
            let text = fs::read_to_string(&case).expect("it is text");
            // A case with repeated text would stay large after every mutation.
            if case.extension().is_some_and(|one| one == "case") && !text.contains(" times ") {
                descriptions.push(files::parse(&text));
            }
        }
        let (keys, values) = words(&descriptions);
        Self { descriptions, keys, values }
    }
}

fn read(folder: &Path) -> Files {
    let sources = source::read(folder).expect("it can be read");
    let file = |source: &endpointc::source::Source| {
        (source.path.clone(), source.text.clone().into_bytes())
    };
    sources.iter().map(|(_, source)| file(source)).collect::<BTreeMap<_, _>>()
}

fn entries(folder: &Path) -> Vec<std::path::PathBuf> {
    let entries = fs::read_dir(folder).expect("the cases are there");
    let mut paths: Vec<_> = entries.map(|entry| entry.expect("it is listed").path()).collect();
    paths.sort();
    paths
}

fn words(descriptions: &[Files]) -> (Vec<String>, Vec<String>) {
    let (mut keys, mut values) = (BTreeSet::new(), BTreeSet::new());
    for text in descriptions.iter().flat_map(Files::values) {
        for part in String::from_utf8_lossy(text).split(['{', '}', ',', '\n']) {
            let Some((key, value)) = part.split_once(':') else { continue };
            keys.insert(key.trim().to_owned());
            values.insert(value.trim().to_owned());
        }
    }
    let is_short = |word: &String| !word.is_empty() && word.len() < 60;
    (keys.into_iter().filter(is_short).collect(), values.into_iter().filter(is_short).collect())
}
