//! Child processes that run tests of the fuzzer, and resource usage of a process.

use std::fs;
use std::io::Read;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// Child process that runs a test of the fuzzer.
pub(crate) struct Child {
    process: std::process::Child,
    /// File for the output, so that no pipe needs to be drained while the child runs.
    output: PathBuf,
}

/// Exit of a child.
#[derive(Debug, PartialEq)]
pub(crate) enum Ended {
    Well,
    Failed,
    /// Killed after a timeout.
    Late,
}

impl Ended {
    pub(crate) fn verb(&self) -> &'static str {
        match self {
            Self::Well => "is compiled",
            Self::Failed => "fails",
            Self::Late => "takes too long",
        }
    }
}

impl Child {
    pub(crate) fn start(test: &str, variables: &[(&str, &str)]) -> Self {
        let (name, output) = (thread::current().id(), super::folder());
        let output = output.join(format!("output-{}-{name:?}", std::process::id()));
        let file = fs::File::create(&output).expect("it can be made");
        let process = Command::new(std::env::current_exe().expect("it runs"))
            .args(["--exact", &format!("fuzz::{test}"), "--nocapture", "--test-threads=1"])
            .env_remove("RUST_BACKTRACE")
            .envs(variables.iter().copied())
            .stdout(file.try_clone().expect("it can be shared"))
            .stderr(file)
            .stdin(Stdio::null())
            .spawn()
            .expect("it starts");
        Self { process, output }
    }

    pub(crate) fn wait(&mut self, longest: Duration) -> Ended {
        let until = Instant::now() + longest;
        self.wait_while(|| Instant::now() < until)
    }

    pub(crate) fn wait_while(&mut self, may_run: impl Fn() -> bool) -> Ended {
        loop {
            match self.process.try_wait().expect("it is ours") {
                Some(status) if status.success() => return Ended::Well,
                Some(_) => return Ended::Failed,
                None if may_run() => thread::sleep(Duration::from_millis(20)),
                None => {
                    self.process.kill().expect("it is ours");
                    self.process.wait().expect("it is ours");
                    return Ended::Late;
                }
            }
        }
    }

    /// Returns the output without the lines of the test harness.
    pub(crate) fn said(&self) -> String {
        let mut said = String::new();
        let mut file = fs::File::open(&self.output).expect("it was made");
        file.read_to_string(&mut said).expect("it is text");
        let harness = ["running 1 test", "test result:", "test no_", "failures:", "    no_"];
        let is_own = |line: &&str| {
            !line.trim().is_empty() && !harness.iter().any(|begin| line.starts_with(begin))
        };
        said.lines().filter(is_own).map(|line| format!("{line}\n")).collect()
    }
}

impl Drop for Child {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.output);
    }
}

/// Returns the peak memory of this process, if the system reports it.
pub(crate) fn peak_memory() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kibibytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kibibytes << 10)
}

/// Returns the processor time of this process, if the system reports it. Ticks are hundredths of a
/// second on all systems with this file.
pub(crate) fn processor_time() -> Option<Duration> {
    let stat = fs::read_to_string("/proc/self/stat").ok()?;
    let (_, after_name) = stat.rsplit_once(')')?;
    let mut fields = after_name.split_whitespace().skip(11);
    let ticks = fields.next()?.parse::<u64>().ok()? + fields.next()?.parse::<u64>().ok()?;
    Some(Duration::from_millis(ticks * 10))
}
