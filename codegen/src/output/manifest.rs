//! What the last run made: enough to do again only what has changed.
//!
//! Printing Rust is what a run costs. The manifest keeps, for each file, a hash of what its template gave and one of the
//! text that was written; where both are as they were, the file on disk is the output. A hash of everything that goes in
//! tells a run that has nothing to do before it has begun. A manifest that is missing, broken or of another version costs
//! a full run, and is never an error. Nobody needs to keep it: it is a file to be ignored by version control.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::options::Options;
use crate::source::Sources;

/// Its name, in the folder of the output.
pub(crate) const FILE: &str = ".endpointc-manifest.json";

/// What the last run made in a folder.
#[derive(Debug, Clone, Default)]
pub struct Manifest {
    folder: PathBuf,
    made: Made,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Made {
    /// Version of the compiler.
    version: String,
    /// Everything that went in; `None` if there were warnings, which are to be heard again.
    inputs: Option<u64>,
    /// By path.
    files: BTreeMap<String, Hashes>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Hashes {
    /// What the template gave.
    rendered: u64,
    /// What was written.
    text: u64,
}

impl Manifest {
    /// That of a folder; of none, if it cannot be used.
    pub fn read(folder: &Path) -> Self {
        let text = fs::read_to_string(folder.join(FILE)).unwrap_or_default();
        let made = Made::from_json(&text).unwrap_or_default();
        let made = if made.version == version() { made } else { Made::default() };
        Self { folder: folder.to_owned(), made }
    }

    /// Whether a run over this description would write what is there, and would have nothing to say.
    pub fn is_current(&self, sources: &Sources, options: &Options) -> bool {
        self.made.inputs == Some(inputs(sources, options))
            && self.made.files.iter().all(|(path, hashes)| {
                fs::read(self.folder.join(path)).is_ok_and(|text| hash(&text) == hashes.text)
            })
    }

    /// How many files the last run made.
    pub fn len(&self) -> usize {
        self.made.files.len()
    }

    /// Whether it made none.
    pub fn is_empty(&self) -> bool {
        self.made.files.is_empty()
    }

    /// The file on disk, if it is what came of the same before.
    pub(crate) fn reuse(&self, path: &str, rendered: u64) -> Option<String> {
        let known = self.made.files.get(path).filter(|known| known.rendered == rendered)?;
        let text = fs::read_to_string(self.folder.join(path)).ok()?;
        (hash(text.as_bytes()) == known.text).then_some(text)
    }
}

impl Made {
    fn from_json(text: &str) -> Option<Self> {
        let json: Value = serde_json::from_str(text).ok()?;
        let files = json.get("files")?.as_object()?.iter().map(|(path, file)| {
            let hash = |name| file.get(name)?.as_u64();
            Some((path.clone(), Hashes { rendered: hash("rendered")?, text: hash("text")? }))
        });
        Some(Self {
            version: json.get("version")?.as_str()?.to_owned(),
            inputs: json.get("inputs")?.as_u64(),
            files: files.collect::<Option<_>>()?,
        })
    }

    fn to_json(&self) -> Value {
        let hashes = |(path, file): (&String, &Hashes)| {
            (path.clone(), json!({ "rendered": file.rendered, "text": file.text }))
        };
        let files: serde_json::Map<_, _> = self.files.iter().map(hashes).collect();
        json!({ "version": self.version, "inputs": self.inputs, "files": files })
    }

    /// What is written down about an output: each file with the hash of what its template gave.
    pub(crate) fn new<'a>(
        inputs: Option<u64>,
        files: impl Iterator<Item = (&'a str, u64, &'a str)>,
    ) -> Self {
        let hashes = |(path, rendered, text): (&str, u64, &str)| {
            (path.to_owned(), Hashes { rendered, text: hash(text.as_bytes()) })
        };
        Self { version: version(), inputs, files: files.map(hashes).collect() }
    }
}

/// The manifest of a folder that is being written: whoever holds it writes alone.
pub(crate) struct Lock {
    file: File,
}

impl Lock {
    /// Waits until nobody else writes into the folder.
    pub(crate) fn take(folder: &Path) -> io::Result<Self> {
        fs::create_dir_all(folder)?;
        let mut options = File::options();
        let file = options.read(true).write(true).create(true).truncate(false);
        let file = file.open(folder.join(FILE))?;
        file.lock()?;
        Ok(Self { file })
    }

    /// Forgets what is written down, so that a run that is interrupted from here on is not believed.
    pub(crate) fn clear(&mut self) -> io::Result<()> {
        self.file.set_len(0)
    }

    /// Writes down what was made.
    pub(crate) fn write(mut self, made: &Made) -> io::Result<()> {
        let text = made.to_json().to_string();
        self.file.set_len(0)?;
        io::Seek::rewind(&mut self.file)?;
        self.file.write_all(text.as_bytes())
    }
}

/// Everything that decides what the output is.
pub(crate) fn inputs(sources: &Sources, options: &Options) -> u64 {
    let mut hasher = DefaultHasher::new();
    options.hash(&mut hasher);
    for (_, source) in sources.iter() {
        (&source.path, &source.text, source.fault.is_some()).hash(&mut hasher);
    }
    hasher.finish()
}

pub(crate) fn hash(bytes: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    bytes.hash(&mut hasher);
    hasher.finish()
}

/// The compiler that ran. One that is being worked on keeps its number, so its file counts, too.
fn version() -> String {
    let file = std::env::current_exe().and_then(fs::metadata);
    let build =
        file.map(|file| hash(format!("{:?} {}", file.modified().ok(), file.len()).as_bytes()));
    format!("{} {:x}", env!("CARGO_PKG_VERSION"), build.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sources(text: &str) -> Sources {
        Sources::new("spec", [("api.yaml".to_owned(), text.to_owned())])
    }

    #[test]
    fn what_goes_in_is_told_apart() {
        let options = Options::default();
        let one = inputs(&sources("a"), &options);
        assert_eq!(one, inputs(&sources("a"), &options));
        assert_ne!(one, inputs(&sources("b"), &options));
        assert_ne!(one, inputs(&sources("a"), &Options::for_crate("demo")));
    }

    #[test]
    fn a_file_is_used_again_only_as_it_was_written() {
        let folder = tempfile::tempdir().expect("a folder for the test");
        fs::write(folder.path().join("a.rs"), "fn a() {}").expect("written");
        let made = Made::new(Some(7), [("a.rs", 1, "fn a() {}")].into_iter());
        Lock::take(folder.path()).and_then(|lock| lock.write(&made)).expect("written");
        let manifest = Manifest::read(folder.path());
        assert_eq!(manifest.reuse("a.rs", 1).as_deref(), Some("fn a() {}"));
        assert_eq!(manifest.reuse("a.rs", 2), None, "its template gave something else");
        assert_eq!(manifest.reuse("b.rs", 1), None);
        fs::write(folder.path().join("a.rs"), "fn a() { changed }").expect("written");
        assert_eq!(manifest.reuse("a.rs", 1), None, "somebody changed it");
    }

    #[test]
    fn a_broken_manifest_is_none() {
        let folder = tempfile::tempdir().expect("a folder for the test");
        for text in ["", "{", "[]", r#"{"version":"0","inputs":1,"files":{}}"#] {
            fs::write(folder.path().join(FILE), text).expect("written");
            assert!(Manifest::read(folder.path()).is_empty(), "{text}");
            assert!(!Manifest::read(folder.path()).is_current(&sources(""), &Options::default()));
        }
    }
}
