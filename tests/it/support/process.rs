//! Tests that need a process of their own: this program once more, with one test.

use std::env;
use std::process::{Command, Output};

/// Set in such a process, to what the test is to do there.
const TASK: &str = "TEST_TASK";

/// The task of this process, if it is one of [`run`].
pub(crate) fn task() -> Option<String> {
    env::var(TASK).ok()
}

/// Runs a test, given by its path, in a process of its own.
pub(crate) fn run(test: &str, task: &str) -> Output {
    let mut command = Command::new(env::current_exe().expect("this is a program"));
    command.args([test, "--exact", "--nocapture"]).env(TASK, task);
    let output = command.output().expect("it can be run");
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(said.contains("running 1 test\n"), "there is no test `{test}`: {said}");
    output
}

/// Runs a test in a process of its own, where it must succeed; `true` in that process. What it prints there is printed here.
#[track_caller]
pub(crate) fn is_alone(test: &str) -> bool {
    if task().is_some() {
        return true;
    }
    let output = run(test, "alone");
    print!("{}", String::from_utf8_lossy(&output.stdout));
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    false
}
