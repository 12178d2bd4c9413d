//! Fuzzer of the compiler: any bytes result in an output or in diagnostics, without a panic or an
//! internal error, and within limits of time and memory.
//!
//! It needs neither nightly Rust nor instrumentation. An input is a seed (a description of this
//! repository) with a few mutations. Two numbers determine it, so that each is reproducible. Inputs
//! run in a child process, because a stack overflow aborts the process.
//!
//! | variable | meaning |
//! |---|---|
//! | `FUZZ_SECONDS` | duration of the fuzzing; default 3 |
//! | `FUZZ_SEED` | seed of the random numbers; default 0 |
//! | `FUZZ_INPUT` | file with an input (format of `support/files.rs`) to run alone |
//! | `FUZZ_KIND` | kind of megabyte to measure alone |

mod child;
mod megabytes;
mod mutate;
mod seeds;
mod shrink;

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use std::{env, fs};

use endpointc::diagnostics::{Code, Severity};
use endpointc::{Options, Sink, diagnostics};

use child::{Child, Ended};
use seeds::Seeds;

use crate::support::files::{self, Files};

/// Time limit for a megabyte, and so for every smaller input.
const LONGEST: Duration = Duration::from_secs(10);
const MOST_MEMORY: u64 = 1 << 30;

#[test]
fn no_input_makes_it_panic() {
    match (number("FUZZ_FIRST"), env::var_os("FUZZ_INPUT")) {
        (Some(first), _) => run_from(first),
        (None, Some(path)) => run(&files::parse(&text(Path::new(&path)))),
        (None, None) => watch(),
    }
}

/// Stored inputs that failed in the past.
#[test]
fn kept_inputs_are_survived() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz/kept");
    let mut count = 0;
    for entry in fs::read_dir(folder).expect("the folder is there") {
        run(&files::parse(&text(&entry.expect("it is listed").path())));
        count += 1;
    }
    assert!(count > 0, "the inputs are found");
}

#[test]
fn no_megabyte_takes_long_or_much() {
    if let Ok(name) = env::var("FUZZ_KIND") {
        return measure(&name);
    }
    let mut excesses = Vec::new();
    for name in megabytes::names() {
        // The best of three counts, because other processes slow the machine down.
        let mut tries = (0..3).filter_map(|_| tried(name));
        match tries.next() {
            Some(said) => print!("{said}"),
            None => excesses.push(name),
        }
    }
    assert!(excesses.is_empty(), "too much; FUZZ_KIND=<name> tries one alone: {excesses:?}");
}

/// Returns a child's report of a kind of megabyte, unless it exceeded the limits.
fn tried(name: &str) -> Option<String> {
    let mut child = Child::start("no_megabyte_takes_long_or_much", &[("FUZZ_KIND", name)]);
    // The limit applies to processor time; this one to wall time.
    let ended = child.wait(LONGEST * 10);
    if ended != Ended::Well {
        println!("{}", child.said());
        return None;
    }
    // A child in which no test ran prints no report.
    Some(child.said()).filter(|said| said.contains(&format!("{name}: ")))
}

/// Compiles a kind of megabyte, and prints its time and memory.
fn measure(name: &str) {
    let files = megabytes::make(name);
    let bytes: usize = files.values().map(Vec::len).sum();
    let begin = Instant::now();
    let (errors, first) = compile(&files);
    let (wall, spent) = (begin.elapsed(), child::processor_time());
    let memory = child::peak_memory();
    let taken = spent.unwrap_or(wall);
    let megabytes = memory.unwrap_or_default() >> 20;
    println!(
        "\n{name}: {bytes} bytes, {errors} errors, {wall:.1?} ({taken:.1?} of processors), {megabytes} MiB; {first:.60}"
    );
    assert!(taken < LONGEST, "{name} takes {taken:?}");
    assert!(memory.is_none_or(|memory| memory < MOST_MEMORY), "{name} takes {megabytes} MiB");
}

/// Runs inputs in children until the time is over. A child that crashes or hangs has found a
/// failing input.
fn watch() {
    let until = Instant::now() + Duration::from_secs(number("FUZZ_SECONDS").unwrap_or(3));
    let progress = folder().join(format!("progress-{}", std::process::id()));
    let seconds = until.duration_since(Instant::now()).as_secs().to_string();
    let mut child = Child::start(
        "no_input_makes_it_panic",
        &[
            ("FUZZ_FIRST", "0"),
            ("FUZZ_SECONDS", &seconds),
            ("FUZZ_PROGRESS", &progress.to_string_lossy()),
        ],
    );
    let ended = child.wait_while(|| is_moving(&progress));
    let last = text(&progress);
    let _ = fs::remove_file(&progress);
    if let Ended::Well = ended {
        assert!(!last.is_empty(), "no input was tried");
        print!("{last} inputs in {seconds} s");
        return;
    }
    let number = last.parse().expect("the child said which input it was at");
    let input = mutate::input(&Seeds::load(), seed(), number);
    let input = shrink::shrink(input, fails);
    let path = keep(&input);
    panic!(
        "input {number} of FUZZ_SEED={} {}:\n{}\nit is kept; repeat it with\n  \
         FUZZ_INPUT={} cargo test -p endpointc --test it fuzz::no_input_makes_it_panic",
        seed(),
        ended.verb(),
        child.said(),
        path.display(),
    );
}

/// Generates and compiles inputs; writes the number of each before its start.
fn run_from(first: u64) {
    let until = Instant::now() + Duration::from_secs(number("FUZZ_SECONDS").unwrap_or(3));
    let progress = env::var_os("FUZZ_PROGRESS").map(PathBuf::from);
    let seeds = Seeds::load();
    let mut number = first;
    while Instant::now() < until {
        if let Some(progress) = &progress {
            fs::write(progress, number.to_string()).expect("it can be written");
        }
        run(&mutate::input(&seeds, seed(), number));
        number += 1;
    }
}

/// Returns true if the last input started recently.
fn is_moving(progress: &Path) -> bool {
    let modified = fs::metadata(progress).and_then(|metadata| metadata.modified());
    let since = modified.ok().and_then(|then| then.elapsed().ok());
    since.is_none_or(|since| since < LONGEST * 3)
}

/// Compiles an input in this process.
fn run(files: &Files) {
    let begin = Instant::now();
    compile(files);
    // The limit is generous, because it is wall time and other processes slow the machine down.
    assert!(begin.elapsed() < LONGEST * 2, "it took {:?}", begin.elapsed());
}

/// Compiles and renders the diagnostics. Returns the number of errors and the first one.
fn compile(files: &Files) -> (usize, String) {
    let sources = files::sources(files);
    let mut sink = Sink::default();
    let generated = endpointc::generate(&sources, &Options::default(), &mut sink);
    assert_eq!(generated.is_ok(), sink.errors() == 0, "an output or errors, never both");
    let found = sink.sorted();
    let ours = found.iter().find(|one| one.code == Code::InternalError);
    assert!(ours.is_none(), "{ours:?}");
    assert!(diagnostics::render(&sources, &found, false).len() >= found.len());
    assert!(diagnostics::render_json(&sources, &found).lines().count() == found.len());
    let first = found.iter().find(|one| one.severity() == Severity::Error);
    (sink.errors(), first.map(|one| one.headline.clone()).unwrap_or_default())
}

/// Runs an input in a child, and returns true if it fails.
fn fails(files: &Files) -> bool {
    let path = folder().join(format!("tried-{}.case", std::process::id()));
    fs::write(&path, shrink::print(files)).expect("it can be written");
    let input = path.to_string_lossy().into_owned();
    let mut child = Child::start("no_input_makes_it_panic", &[("FUZZ_INPUT", &input)]);
    let failed = !matches!(child.wait(LONGEST * 3), Ended::Well);
    let _ = fs::remove_file(&path);
    failed
}

fn keep(files: &Files) -> PathBuf {
    let path = folder().join(format!("failed-{}.case", std::process::id()));
    fs::write(&path, shrink::print(files)).expect("it can be written");
    path
}

/// Returns the folder for failing inputs.
fn folder() -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("fuzz");
    fs::create_dir_all(&folder).expect("it can be made");
    folder
}

fn seed() -> u64 {
    number("FUZZ_SEED").unwrap_or(0)
}

fn number(variable: &str) -> Option<u64> {
    let text = env::var(variable).ok()?;
    Some(text.parse().unwrap_or_else(|_| panic!("{variable} is a number, not `{text}`")))
}

fn text(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_default()
}
