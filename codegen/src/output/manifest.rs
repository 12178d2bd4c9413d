//! The manifest: a record of the last run, by which the next one redoes only what has changed.
//!
//! Printing Rust is the slowest part of a run. For each file, the manifest holds a hash of the rendered template and one of
//! the written text. If both are unchanged, the file on disk is used. A hash of all input lets a run stop at once if
//! nothing has changed.
//!
//! If the manifest is missing, broken or of another version, everything is generated. It belongs on the ignore list of
//! version control.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use ordered_json::{Value, json};

use crate::options::Options;
use crate::source::Sources;

/// Name of the manifest in the folder of the output.
pub(super) const FILE: &str = ".endpointc-manifest.json";

/// Record of the last run in a folder.
#[derive(Debug, Clone, Default)]
pub struct Manifest {
    folder: PathBuf,
    contents: Contents,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Contents {
    /// Version of the compiler.
    version: String,
    /// Hash of all input. `None` after warnings, so that the next run repeats them.
    fingerprint: Option<u64>,
    /// By path.
    files: BTreeMap<String, Hashes>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Hashes {
    /// Of the rendered template.
    rendered: u64,
    /// Of the written text.
    text: u64,
}

impl Manifest {
    /// Reads the manifest of a folder. It is empty if there is none that can be used.
    pub fn read(folder: &Path) -> Self {
        let text = fs::read_to_string(folder.join(FILE)).unwrap_or_default();
        let contents = Contents::from_json(&text).filter(|contents| contents.version == version());
        Self { folder: folder.to_owned(), contents: contents.unwrap_or_default() }
    }

    /// Returns whether a run with this input would write the same files and report nothing.
    pub fn is_current(&self, sources: &Sources, options: &Options) -> bool {
        self.contents.fingerprint == Some(fingerprint(sources, options))
            && self.contents.files.iter().all(|(path, hashes)| {
                fs::read(self.folder.join(path)).is_ok_and(|text| hash(&text) == hashes.text)
            })
    }

    /// Number of files that the last run generated.
    pub fn len(&self) -> usize {
        self.contents.files.len()
    }

    /// Returns whether the last run generated no file, or is not known.
    pub fn is_empty(&self) -> bool {
        self.contents.files.is_empty()
    }

    /// Returns the text on disk, if it was printed from the same rendered template.
    pub(crate) fn reuse(&self, path: &str, rendered: u64) -> Option<String> {
        let known = self.contents.files.get(path).filter(|known| known.rendered == rendered)?;
        let text = fs::read_to_string(self.folder.join(path)).ok()?;
        (hash(text.as_bytes()) == known.text).then_some(text)
    }
}

impl Contents {
    /// Creates the manifest of an output from path and hashes of each file: rendered template, then text.
    pub(super) fn new(
        fingerprint: Option<u64>,
        files: impl Iterator<Item = (String, u64, u64)>,
    ) -> Self {
        let hashes = |(path, rendered, text)| (path, Hashes { rendered, text });
        Self { version: version(), fingerprint, files: files.map(hashes).collect() }
    }

    fn from_json(text: &str) -> Option<Self> {
        let json: Value = serde_json::from_str(text).ok()?;
        let files = json.get("files")?.as_object()?.iter().map(|(path, file)| {
            let hash = |name| file.get(name)?.as_u64();
            Some((path.clone(), Hashes { rendered: hash("rendered")?, text: hash("text")? }))
        });
        Some(Self {
            version: json.get("version")?.as_str()?.to_owned(),
            fingerprint: json.get("inputs")?.as_u64(),
            files: files.collect::<Option<_>>()?,
        })
    }

    fn to_json(&self) -> Value {
        let hashes = |(path, file): (&String, &Hashes)| {
            (path.clone(), json!({ "rendered": file.rendered, "text": file.text }))
        };
        let files: ordered_json::Map<_, _> = self.files.iter().map(hashes).collect();
        json!({ "version": self.version, "inputs": self.fingerprint, "files": files })
    }
}

/// Exclusive access to a folder: the locked manifest.
pub(super) struct Lock {
    file: File,
}

impl Lock {
    /// Waits until no other run writes to the folder.
    pub(super) fn take(folder: &Path) -> io::Result<Self> {
        fs::create_dir_all(folder)?;
        let mut options = File::options();
        let file = options.read(true).write(true).create(true).truncate(false);
        let file = file.open(folder.join(FILE))?;
        file.lock()?;
        Ok(Self { file })
    }

    /// Empties the manifest, so that it is not used after an interruption.
    pub(super) fn clear(&mut self) -> io::Result<()> {
        self.file.set_len(0)
    }

    /// Writes the manifest and releases the lock.
    pub(super) fn write(mut self, contents: &Contents) -> io::Result<()> {
        let text = contents.to_json().to_string();
        self.file.set_len(0)?;
        io::Seek::rewind(&mut self.file)?;
        self.file.write_all(text.as_bytes())
    }
}

/// Hashes all input that determines the output.
pub(super) fn fingerprint(sources: &Sources, options: &Options) -> u64 {
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

/// Version of the running compiler. During development the number stays the same, so time and size of the executable count,
/// too.
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
    fn each_input_changes_the_fingerprint() {
        let options = Options::default();
        let one = fingerprint(&sources("a"), &options);
        assert_eq!(one, fingerprint(&sources("a"), &options));
        assert_ne!(one, fingerprint(&sources("b"), &options));
        assert_ne!(one, fingerprint(&sources("a"), &Options::for_crate("demo")));
    }

    #[test]
    fn a_file_is_used_again_only_as_it_was_written() {
        let folder = tempfile::tempdir().expect("a folder for the test");
        fs::write(folder.path().join("a.rs"), "fn a() {}").expect("written");
        let file = ("a.rs".to_owned(), 1, hash(b"fn a() {}"));
        let contents = Contents::new(Some(7), [file].into_iter());
        Lock::take(folder.path()).and_then(|lock| lock.write(&contents)).expect("written");
        let manifest = Manifest::read(folder.path());
        assert_eq!(manifest.reuse("a.rs", 1).as_deref(), Some("fn a() {}"));
        assert_eq!(manifest.reuse("a.rs", 2), None, "the template rendered something else");
        assert_eq!(manifest.reuse("b.rs", 1), None);
        fs::write(folder.path().join("a.rs"), "fn a() { changed }").expect("written");
        assert_eq!(manifest.reuse("a.rs", 1), None, "the file was edited");
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
