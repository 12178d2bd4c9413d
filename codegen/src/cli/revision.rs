//! Reads a description at a git revision, with the `git` command.

use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::thread;

use endpointc::source::{MAX_BYTES, Source};
use endpointc::{Sources, source};

use super::outcome::Failure;

/// A file of a revision.
struct Entry {
    object: String,
    bytes: u64,
    /// Below the folder of the description.
    path: String,
}

/// Reads the folder of the description at a revision. The folder need not exist today.
pub(crate) fn read(revision: &str, spec: &Path) -> Result<Sources, Failure> {
    let (from, below) = nearest_folder(spec);
    let git = Git { from };
    let commit = git.commit(revision)?;
    let folder = git.folder(&below)?;
    let entries = git.entries(&commit, &folder)?;
    if entries.is_empty() {
        let spec = spec.display();
        return Err(Failure(format!("there is no description in `{spec}` at `{revision}`")));
    }
    let shown = format!("{revision}:{}", folder.trim_end_matches('/'));
    Ok(Sources::from_sources(&shown, git.files(entries)?))
}

/// Returns the nearest existing folder, in which git can be run, and the path from there to the description.
fn nearest_folder(spec: &Path) -> (PathBuf, PathBuf) {
    let there = spec.ancestors().find(|one| one.is_dir() || one.as_os_str().is_empty());
    let there = there.unwrap_or(Path::new(""));
    let below = spec.strip_prefix(there).unwrap_or(Path::new("")).to_owned();
    let from = if there.as_os_str().is_empty() { Path::new(".") } else { there };
    (from.to_owned(), below)
}

struct Git {
    from: PathBuf,
}

impl Git {
    fn commit(&self, revision: &str) -> Result<String, Failure> {
        let asked = format!("{revision}^{{commit}}");
        let arguments = ["rev-parse", "--verify", "--quiet", "--end-of-options", &asked];
        let output = self.run(&arguments)?;
        if output.status.success() {
            return Ok(text(&output.stdout).trim().to_owned());
        }
        // Without a repository, git reports a better reason here.
        self.asked(&["rev-parse", "--git-dir"])?;
        Err(Failure(format!("`{revision}` is neither a folder nor a git revision")))
    }

    /// Returns the path of the description from the root of the repository, with a `/` at its end.
    fn folder(&self, below: &Path) -> Result<String, Failure> {
        let here = text(&self.asked(&["rev-parse", "--show-prefix"])?);
        let below: Vec<_> = below.iter().map(|part| part.to_string_lossy()).collect();
        let folder = format!("{}{}", here.trim_end_matches('\n'), below.join("/"));
        let folder = folder.trim_end_matches('/');
        Ok(if folder.is_empty() { String::new() } else { format!("{folder}/") })
    }

    fn entries(&self, commit: &str, folder: &str) -> Result<Vec<Entry>, Failure> {
        let list = ["--literal-pathspecs", "ls-tree", "-r", "-l", "-z", "--full-tree", commit];
        let mut arguments = list.to_vec();
        if !folder.is_empty() {
            arguments.extend(["--", folder]);
        }
        let listed = self.asked(&arguments)?;
        let listed = text(&listed);
        let entries = listed.split('\0').filter_map(|line| entry(line, folder));
        Ok(entries.filter(|entry| source::is_description(&entry.path)).collect())
    }

    /// Reads all files with one process. Files that are too large are not read.
    fn files(&self, entries: Vec<Entry>) -> Result<Vec<Source>, Failure> {
        let (small, large): (Vec<Entry>, Vec<Entry>) =
            entries.into_iter().partition(|entry| entry.bytes <= MAX_BYTES);
        let asked: String = small.iter().map(|entry| format!("{}\n", entry.object)).collect();
        let mut rest = &*self.with_input(&["cat-file", "--batch"], &asked)?;
        let mut files = Vec::new();
        for entry in small {
            let (bytes, after) =
                next(rest).ok_or_else(|| self.failed("the output ended before the last file"))?;
            files.push(Source::from_bytes(entry.path, bytes.to_vec()));
            rest = after;
        }
        files.extend(large.into_iter().map(|entry| Source::too_large(entry.path, entry.bytes)));
        Ok(files)
    }

    fn with_input(&self, arguments: &[&str], input: &str) -> Result<Vec<u8>, Failure> {
        let mut child = self
            .command(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(|error| self.not_run(&error))?;
        let pipe = child.stdin.take();
        let output = thread::scope(|scope| {
            // Writing and reading in turns would deadlock once both pipes are full.
            scope.spawn(|| {
                // If git stops reading, its own message is reported.
                let _ = pipe.map(|mut pipe| pipe.write_all(input.as_bytes()));
            });
            child.wait_with_output()
        });
        self.succeeded(output.map_err(|error| self.not_run(&error))?)
    }

    fn asked(&self, arguments: &[&str]) -> Result<Vec<u8>, Failure> {
        self.succeeded(self.run(arguments)?)
    }

    fn run(&self, arguments: &[&str]) -> Result<Output, Failure> {
        self.command(arguments).output().map_err(|error| self.not_run(&error))
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new("git");
        command.arg("-C").arg(&self.from).args(arguments).stdin(Stdio::null());
        command
    }

    fn succeeded(&self, output: Output) -> Result<Vec<u8>, Failure> {
        if output.status.success() {
            Ok(output.stdout)
        } else {
            Err(self.failed(text(&output.stderr).trim()))
        }
    }

    fn failed(&self, reason: &str) -> Failure {
        Failure(format!("git in {}: {reason}", self.from.display()))
    }

    fn not_run(&self, error: &std::io::Error) -> Failure {
        match error.kind() {
            ErrorKind::NotFound => Failure(
                "`git` is needed to read a revision, but was not found; give two folders instead"
                    .into(),
            ),
            _ => self.failed(&error.to_string()),
        }
    }
}

/// Parses `100644 blob 1f3a…     412<tab>spec/things/get.yaml`. Links and submodules are skipped.
fn entry(line: &str, folder: &str) -> Option<Entry> {
    let (facts, path) = line.split_once('\t')?;
    let mut facts = facts.split_whitespace();
    let (mode, kind) = (facts.next()?, facts.next()?);
    if kind != "blob" || !mode.starts_with("100") {
        return None;
    }
    let (object, bytes) = (facts.next()?.to_owned(), facts.next()?.parse().ok()?);
    Some(Entry { object, bytes, path: path.strip_prefix(folder)?.to_owned() })
}

/// Splits off a file: `<object> blob <bytes>`, the bytes, and a line break.
fn next(answer: &[u8]) -> Option<(&[u8], &[u8])> {
    let end = answer.iter().position(|byte| *byte == b'\n')?;
    let bytes: usize = text(&answer[..end]).rsplit(' ').next()?.parse().ok()?;
    let file = answer.get(end + 1..)?;
    Some((file.get(..bytes)?, file.get(bytes + 1..)?))
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
