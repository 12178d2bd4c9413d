//! Generated files in memory, and how they are written to a folder.
//!
//! Writing changes as little as possible and survives interruptions:
//!
//! * A file whose text is the same is not written.
//! * Each file is replaced atomically.
//! * Files of an earlier run that are not generated any more are removed. Files without the marker are neither
//!   overwritten nor deleted.
//! * If several files change, the index file is first replaced by a stub that fails to compile, and written last. After an
//!   interruption, the next run completes the output and removes temporary files.
//! * Runs in one folder wait for each other if the kind of output has a manifest.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use super::disk::{check_replaceable, conflict, read, remove, remove_temp_files, replace};
use super::kind::OutputKind;
use super::manifest::{self, Contents, Lock};
use crate::options::Options;
use crate::parallel;
use crate::source::{Sources, files_below};

/// Generated files by path: a Rust client or a docs site.
#[derive(Debug, Clone)]
pub struct FileSet {
    kind: &'static OutputKind,
    files: BTreeMap<String, File>,
    /// Hash of all input, if the next run may rely on it.
    fingerprint: Option<u64>,
}

#[derive(Debug, Clone)]
struct File {
    text: String,
    /// Hash of the rendered template from which the text was printed.
    rendered: Option<u64>,
}

/// Compares paths and texts.
impl PartialEq for FileSet {
    fn eq(&self, other: &Self) -> bool {
        self.files().eq(other.files())
    }
}

impl Eq for FileSet {}

/// Changes made by [`FileSet::write`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Written {
    /// Paths of the files that were written.
    pub changed: Vec<String>,
    /// Paths of the files that were removed.
    pub removed: Vec<String>,
}

impl FileSet {
    /// Creates an empty set.
    pub(crate) fn new(kind: &'static OutputKind) -> Self {
        Self { kind, files: BTreeMap::new(), fingerprint: None }
    }

    /// Adds a file. `rendered` is a hash of the rendered template, if the text is printed from one.
    pub(crate) fn insert(&mut self, path: &str, text: String, rendered: Option<u64>) {
        self.files.insert(path.to_owned(), File { text, rendered });
    }

    /// Stores a hash of all input, by which the next run sees that there is nothing to do.
    pub(crate) fn fingerprint(&mut self, sources: &Sources, options: &Options) {
        self.fingerprint = Some(manifest::fingerprint(sources, options));
    }

    /// The text of a file.
    pub(crate) fn text(&self, path: &str) -> Option<&str> {
        self.files.get(path).map(|file| file.text.as_str())
    }

    /// Iterates over path and text of each file, in the order of paths.
    pub fn files(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files.iter().map(|(path, file)| (path.as_str(), file.text.as_str()))
    }

    /// Writes the files to a folder, and removes files of an earlier run that are not generated any more.
    ///
    /// # Errors
    ///
    /// I/O errors, with the path of the file. Before anything is written, the error kind `AlreadyExists` reports a file
    /// that was not generated or is a link, and `PermissionDenied` a file that is read-only.
    pub fn write(&self, folder: &Path) -> io::Result<Written> {
        let changed = self.changed(folder)?;
        if !self.kind.has_manifest {
            return self.replace_all(folder, changed, self.left_over(folder)?);
        }
        let mut lock = Lock::take(folder)?;
        remove_temp_files(folder)?;
        // Another run may have written while this one waited for the lock.
        let (changed, left_over) = (self.changed(folder)?, self.left_over(folder)?);
        if !changed.is_empty() || !left_over.is_empty() {
            lock.clear()?;
        }
        let written = self.replace_all(folder, changed, left_over)?;
        lock.write(&self.contents())?;
        Ok(written)
    }

    fn contents(&self) -> Contents {
        let hashed = |(path, file): (&'_ String, &'_ File)| {
            Some((path.clone(), file.rendered?, manifest::hash(file.text.as_bytes())))
        };
        Contents::new(self.fingerprint, self.files.iter().filter_map(hashed))
    }

    fn replace_all(
        &self,
        folder: &Path,
        changed: Vec<&str>,
        removed: Vec<String>,
    ) -> io::Result<Written> {
        let index = self.kind.index.as_ref().filter(|index| self.files.contains_key(index.path));
        let (last, others): (Vec<&str>, Vec<&str>) =
            changed.into_iter().partition(|path| index.is_some_and(|index| index.path == *path));
        // A single step is atomic. If there are several, the stub marks a folder whose steps are incomplete.
        let steps = last.len() + others.len() + removed.len();
        let guard = index.filter(|_| steps > 1);
        if let Some(index) = guard {
            replace(&folder.join(index.path), index.stub)?;
        }
        let write = |path: &&str| replace(&folder.join(path), &self.files[*path].text);
        for done in parallel::map(&others, write) {
            done.expect("a thread that writes files has panicked")?;
        }
        for path in &removed {
            remove(folder, path)?;
        }
        if let Some(index) = guard.or(index.filter(|_| !last.is_empty())) {
            replace(&folder.join(index.path), &self.files[index.path].text)?;
        }
        Ok(Written {
            changed: others.into_iter().chain(last).map(str::to_owned).collect(),
            removed,
        })
    }

    /// Paths of the files that differ from those on disk, after a check that each can be written.
    fn changed(&self, folder: &Path) -> io::Result<Vec<&str>> {
        let mut changed = Vec::new();
        for (path, text) in self.files() {
            let target = folder.join(path);
            match read(&target)? {
                Some(old) if old == text => {}
                Some(old) if !self.kind.is_generated(&old) => {
                    return Err(conflict(&target, io::ErrorKind::AlreadyExists, NOT_GENERATED));
                }
                Some(_) | None => {
                    check_replaceable(&target)?;
                    changed.push(path);
                }
            }
        }
        Ok(changed)
    }

    /// Paths of generated files on disk that are not generated any more.
    pub(super) fn left_over(&self, folder: &Path) -> io::Result<Vec<String>> {
        let mut left_over = Vec::new();
        for inside in self.kind.folders {
            for path in files_below(&folder.join(inside))? {
                let path = if inside.is_empty() { path } else { format!("{inside}/{path}") };
                if !self.files.contains_key(&path) && self.is_generated(folder, &path)? {
                    left_over.push(path);
                }
            }
        }
        Ok(left_over)
    }

    /// Returns whether a file on disk is one of an earlier run.
    fn is_generated(&self, folder: &Path, path: &str) -> io::Result<bool> {
        if !self.kind.endings.iter().any(|ending| path.ends_with(ending)) {
            return Ok(false);
        }
        Ok(read(&folder.join(path))?.is_some_and(|text| self.kind.is_generated(&text)))
    }
}

const NOT_GENERATED: &str =
    "it was not written by endpointc and will not be overwritten; move it away";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::disk::TEMP_SUFFIX;
    use crate::output::{CLIENT, Difference, MARKER};
    use std::fs;

    fn client(files: &[(&str, &str)]) -> FileSet {
        let mut files_of_client = FileSet::new(&CLIENT);
        for (path, text) in files {
            files_of_client.insert(path, format!("{MARKER}.\n{text}\n"), None);
        }
        files_of_client
    }

    fn folder() -> tempfile::TempDir {
        tempfile::tempdir().expect("a folder for the test")
    }

    #[test]
    fn a_second_run_writes_nothing() {
        let folder = folder();
        let files = client(&[("mod.rs", "mod a;"), ("a/b.rs", "fn b() {}")]);
        let first = files.write(folder.path()).expect("it is written");
        assert_eq!(first.changed, ["a/b.rs", "mod.rs"]);
        let second = files.write(folder.path()).expect("nothing is to do");
        assert_eq!(second, Written::default());
        assert_eq!(files.compare(folder.path()).expect("it is read"), []);
    }

    #[test]
    fn one_file_that_changes_is_the_only_one_that_is_written() {
        let folder = folder();
        client(&[("mod.rs", "mod a;"), ("a.rs", "1")]).write(folder.path()).expect("written");
        let index = || fs::metadata(folder.path().join("mod.rs")).and_then(|one| one.modified());
        let before = index().expect("it is there");
        let next = client(&[("mod.rs", "mod a;"), ("a.rs", "2")]);
        assert_eq!(next.write(folder.path()).expect("written").changed, ["a.rs"]);
        assert_eq!(index().expect("it is there"), before);
    }

    #[test]
    fn what_was_half_written_is_taken_away() {
        let folder = folder();
        let half = folder.path().join(format!("b/c.rs.77{TEMP_SUFFIX}"));
        fs::create_dir(folder.path().join("b")).expect("it can be made");
        fs::write(&half, "fn").expect("written");
        client(&[("mod.rs", "mod a;")]).write(folder.path()).expect("written");
        assert!(!half.exists() && !folder.path().join("b").exists());
    }

    #[test]
    fn what_is_no_longer_made_is_removed_with_its_folder() {
        let folder = folder();
        client(&[("mod.rs", "1"), ("a/b.rs", "2")]).write(folder.path()).expect("written");
        let written = client(&[("mod.rs", "1")]).write(folder.path()).expect("written");
        assert_eq!(written.removed, ["a/b.rs"]);
        assert!(!folder.path().join("a").exists());
    }

    #[test]
    fn a_file_of_someone_else_is_neither_overwritten_nor_deleted() {
        let folder = folder();
        fs::write(folder.path().join("mod.rs"), "// mine").expect("written");
        fs::write(folder.path().join("other.rs"), "// mine, too").expect("written");
        let error = client(&[("mod.rs", "1"), ("a.rs", "2")]).write(folder.path());
        assert_eq!(error.expect_err("it is in the way").kind(), io::ErrorKind::AlreadyExists);
        assert!(!folder.path().join("a.rs").exists(), "a run that fails changes nothing");
        client(&[("b.rs", "3")]).write(folder.path()).expect("nothing is in the way");
        let text = |name: &str| fs::read_to_string(folder.path().join(name)).expect("it is there");
        assert_eq!((text("mod.rs"), text("other.rs")), ("// mine".into(), "// mine, too".into()));
    }

    #[test]
    fn a_link_or_a_read_only_file_is_told_before_anything_is_written() {
        let folder = folder();
        client(&[("mod.rs", "1"), ("a.rs", "2")]).write(folder.path()).expect("written");
        let a = folder.path().join("a.rs");
        let mut permissions = fs::metadata(&a).expect("it is there").permissions();
        permissions.set_readonly(true);
        fs::set_permissions(&a, permissions).expect("it can be set");
        let next = client(&[("mod.rs", "3"), ("a.rs", "4")]);
        let error = next.write(folder.path()).expect_err("it is read-only");
        assert_eq!(error.kind(), io::ErrorKind::PermissionDenied);
        assert!(error.to_string().contains("a.rs: it is read-only"), "{error}");
        let index = fs::read_to_string(folder.path().join("mod.rs")).expect("it is there");
        assert!(index.ends_with("1\n"), "nothing was changed: {index}");
    }

    #[cfg(unix)]
    #[test]
    fn a_link_is_not_replaced() {
        let folder = folder();
        let elsewhere = tempfile::tempdir().expect("another folder");
        let target = elsewhere.path().join("target.rs");
        fs::write(&target, format!("{MARKER}.\nold\n")).expect("written");
        std::os::unix::fs::symlink(&target, folder.path().join("a.rs")).expect("linked");
        let error = client(&[("mod.rs", "1"), ("a.rs", "2")]).write(folder.path());
        assert!(error.expect_err("it is a link").to_string().contains("it is a link"));
        assert!(fs::read_to_string(&target).expect("it is there").contains("old"));
        assert!(!folder.path().join("mod.rs").exists());
    }

    #[cfg(feature = "docs")]
    #[test]
    fn a_site_shares_its_folder_with_other_files() {
        let folder = folder();
        let site = |paths: &[&str]| {
            let mut site = FileSet::new(&crate::output::SITE);
            let text = format!("<!-- {} -->\n", crate::output::SITE_MARKER);
            paths.iter().for_each(|path| site.insert(path, text.clone(), None));
            site
        };
        site(&["index.html", "en/a.html", "en/b.html"]).write(folder.path()).expect("written");
        for path in ["en/note.html", "other.html"] {
            fs::write(folder.path().join(path), "mine").expect("written");
        }
        let written = site(&["index.html", "en/a.html"]).write(folder.path()).expect("written");
        assert_eq!(written, Written { changed: Vec::new(), removed: vec!["en/b.html".to_owned()] });
        assert!(folder.path().join("en/note.html").exists(), "it has no marker");
        assert!(!folder.path().join(manifest::FILE).exists(), "a site has no manifest");
        let error = site(&["other.html"]).write(folder.path()).expect_err("it is not generated");
        assert_eq!(error.kind(), io::ErrorKind::AlreadyExists);
    }

    #[test]
    fn runs_at_once_write_one_after_the_other() {
        let folder = folder();
        let names: Vec<String> = (0..40).map(|index| format!("f{index}.rs")).collect();
        let outputs: Vec<FileSet> = ["one", "two"]
            .map(|text| {
                let files = names.iter().map(|name| (name.as_str(), text));
                client(&files.chain([("mod.rs", text)]).collect::<Vec<_>>())
            })
            .into();
        std::thread::scope(|scope| {
            for output in outputs.iter().cycle().take(8) {
                scope.spawn(|| output.write(folder.path()).expect("it is written"));
            }
        });
        let is = |output: &FileSet| output.compare(folder.path()).expect("read").is_empty();
        assert!(outputs.iter().any(is), "one of them, whole");
    }

    #[test]
    fn differences_are_missing_left_over_and_changed() {
        let folder = folder();
        client(&[("mod.rs", "old"), ("a.rs", "2")]).write(folder.path()).expect("written");
        let differences =
            client(&[("mod.rs", "new"), ("b.rs", "3")]).compare(folder.path()).expect("read");
        let Difference::Changed { diff, .. } = &differences[1] else { panic!("{differences:?}") };
        assert!(diff.contains("-old") && diff.contains("+new"), "{diff}");
        assert_eq!(differences[0], Difference::Missing("b.rs".to_owned()));
        assert_eq!(differences[2], Difference::LeftOver("a.rs".to_owned()));
    }
}
