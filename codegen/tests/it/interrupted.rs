//! Killed and concurrent runs. They leave the old client, the new one, or one that fails to compile with an explanation;
//! the next run repairs it.

mod large;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use endpointc::{FileSet, Options, Sink, source};
use tempfile::TempDir;

/// Number of killed runs.
const KILLS: u64 = 40;

/// Minimum number of runs killed while they write; with fewer the test proves nothing.
const MET: usize = 8;

/// Timeout of a run.
const LONGEST: Duration = Duration::from_secs(60);

/// Files by path.
type Tree = BTreeMap<String, String>;

/// Two descriptions whose clients differ in every file, and their folders.
struct Editions {
    folder: TempDir,
    trees: [Tree; 2],
}

/// State of a folder after a run.
#[derive(Debug, PartialEq, Eq)]
enum State {
    Whole(usize),
    Interrupted,
}

fn editions() -> Editions {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let trees = [0, 1].map(|edition| {
        let spec = spec(folder.path(), edition);
        large::write(&spec, ["One", "Two"][edition]);
        client(&spec).files().map(|(path, text)| (path.to_owned(), text.to_owned())).collect()
    });
    Editions { folder, trees }
}

fn spec(folder: &Path, edition: usize) -> PathBuf {
    folder.join(format!("spec{edition}"))
}

fn client(spec: &Path) -> FileSet {
    let sources = source::read(spec).expect("it can be read");
    let options = Options::for_crate("large");
    endpointc::generate(&sources, &options, &mut Sink::default()).expect("it is valid")
}

fn start(editions: &Editions, edition: usize, out: &Path) -> Child {
    Command::new(env!("CARGO_BIN_EXE_endpointc"))
        .args(["generate", "--quiet", "--spec"])
        .arg(spec(editions.folder.path(), edition))
        .arg("--out")
        .arg(out)
        .stdin(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("it can be run")
}

#[track_caller]
fn finish(run: Child) {
    let output = run.wait_with_output().expect("it ends");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// Returns all files except for the manifest.
fn files(folder: &Path) -> Tree {
    let mut files = Tree::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(here) = folders.pop() {
        for entry in fs::read_dir(here).expect("it is there") {
            let path = entry.expect("it is listed").path();
            let name = path.strip_prefix(folder).expect("it is below").display().to_string();
            if path.is_dir() {
                folders.push(path);
            } else if name != ".endpointc-manifest.json" {
                files.insert(name, fs::read_to_string(&path).expect("it is text"));
            }
        }
    }
    files
}

#[track_caller]
fn state(editions: &Editions, folder: &Path) -> State {
    let mut files = files(folder);
    // Temporary files are harmless, because no module refers to them.
    files.retain(|path, _| path.ends_with(".rs"));
    if let Some(edition) = editions.trees.iter().position(|tree| *tree == files) {
        return State::Whole(edition);
    }
    let index = files.get("mod.rs").expect("what is not whole has an index");
    assert!(index.contains("compile_error!(\"generation was interrupted; run"), "{index}");
    State::Interrupted
}

/// Kills a run: half of them at any time, the others after they have begun to write.
fn kill(mut run: Child, out: &Path, luck: &mut fastrand::Rng, whole: Duration) {
    let begun = Instant::now();
    if luck.bool() {
        std::thread::sleep(whole.mul_f64(luck.f64() * 1.1));
    } else {
        while !is_stub(out) && run.try_wait().expect("it can be asked").is_none() {
            assert!(begun.elapsed() < LONGEST, "it is stuck");
            std::thread::yield_now();
        }
        std::thread::sleep(Duration::from_micros(luck.u64(0..4000)));
    }
    // A run that has ended already cannot be killed.
    let _ = run.kill();
    run.wait().expect("it ends");
}

fn is_stub(out: &Path) -> bool {
    fs::read_to_string(out.join("mod.rs")).is_ok_and(|text| text.contains("compile_error!"))
}

#[test]
fn a_run_that_is_killed_leaves_nothing_that_compiles_and_is_wrong() {
    let editions = editions();
    let out = editions.folder.path().join("client");
    let started = Instant::now();
    finish(start(&editions, 0, &out));
    let whole = started.elapsed();
    let mut met = 0;
    for seed in 1..=KILLS {
        let mut luck = fastrand::Rng::with_seed(seed);
        let next = luck.usize(..2);
        kill(start(&editions, next, &out), &out, &mut luck, whole);
        met += usize::from(state(&editions, &out) == State::Interrupted);
        if luck.bool() {
            finish(start(&editions, next, &out));
            assert_eq!(files(&out), editions.trees[next], "exactly that, and no file more");
        }
    }
    assert!(met >= MET, "only {met} of {KILLS} runs were met while they wrote");
    finish(start(&editions, 1, &out));
    assert_eq!(files(&out), editions.trees[1]);
}

#[test]
fn runs_at_once_leave_the_client_of_one_of_them() {
    let editions = editions();
    let out = editions.folder.path().join("client");
    for _ in 0..3 {
        let runs: Vec<Child> = [0, 1, 0, 1].map(|edition| start(&editions, edition, &out)).into();
        runs.into_iter().for_each(finish);
        assert!(matches!(state(&editions, &out), State::Whole(_)));
        assert_eq!(files(&out).len(), editions.trees[0].len(), "no file more");
    }
}
