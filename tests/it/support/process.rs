//! Tests in a separate process, which runs this program with a single test.

use std::env;
use std::process::{Command, Output};

/// Environment variable of such a process, with the test's task.
const TASK: &str = "TEST_TASK";

/// Returns the task of this process, if [`run`] started it.
pub(crate) fn task() -> Option<String> {
    env::var(TASK).ok()
}

/// Runs a test, given by its path, in a separate process.
pub(crate) fn run(test: &str, task: &str) -> Output {
    let mut command = Command::new(env::current_exe().expect("this is a program"));
    command.args([test, "--exact", "--nocapture"]).env(TASK, task);
    let output = command.output().expect("it can be run");
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(said.contains("running 1 test\n"), "there is no test `{test}`: {said}");
    output
}

/// Runs a test in a separate process, where it must succeed, and prints its output. Returns `true` in that process.
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
