//! `endpointc generate --watch` after saved files.

use std::fs;
use std::io::Read;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use tempfile::TempDir;

/// Maximum time to wait for output.
const LONGEST: Duration = Duration::from_secs(60);

const API: &str = "\
endpointc: 1
name: demo
servers: { main: { url: https://demo.example } }
envelopes: { plain: { data: data } }
groups: { things: { envelope: plain } }
";

/// Description with templates, and a process that watches both. Dropping it kills the process.
struct Watched {
    folder: TempDir,
    child: Child,
    said: Arc<Mutex<String>>,
}

impl Watched {
    fn start() -> Self {
        let folder = tempfile::tempdir().expect("a folder for the test");
        let place = |name: &str| folder.path().join(name);
        fs::create_dir_all(place("spec/things")).expect("it can be made");
        fs::create_dir_all(place("templates/group")).expect("it can be made");
        fs::write(place("spec/api.yaml"), API).expect("written");
        fs::write(place("spec/things/get.yaml"), endpoint("First")).expect("written");
        let mut child = Command::new(env!("CARGO_BIN_EXE_endpointc"))
            .args(["generate", "--watch", "--out", "out", "--templates", "templates"])
            .current_dir(folder.path())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .expect("it can be run");
        let said = Arc::new(Mutex::new(String::new()));
        let (mut errors, heard) = (child.stderr.take().expect("it is piped"), said.clone());
        thread::spawn(move || {
            let mut buffer = [0; 4096];
            while let Ok(length @ 1..) = errors.read(&mut buffer) {
                let text = String::from_utf8_lossy(&buffer[..length]);
                heard.lock().expect("nobody panics with it").push_str(&text);
            }
        });
        let watched = Self { folder, child, said };
        watched.wait("the first run", || watched.made().contains("/// First"));
        watched
    }

    fn place(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn write(&self, name: &str, text: &str) {
        fs::write(self.place(name), text).expect("it can be written");
    }

    /// Saves a file by atomic replacement, as some editors do.
    fn replace(&self, name: &str, text: &str) {
        let beside = self.place(&format!("{name}~"));
        fs::write(&beside, text).expect("it can be written");
        fs::rename(beside, self.place(name)).expect("it can be renamed");
    }

    /// Returns the generated file of the endpoint; empty while there is none.
    fn made(&self) -> String {
        fs::read_to_string(self.place("out/things/mod.rs")).unwrap_or_default()
    }

    fn said(&self) -> String {
        self.said.lock().expect("nobody panics with it").clone()
    }

    #[track_caller]
    fn wait(&self, what: &str, is_so: impl Fn() -> bool) {
        let begun = Instant::now();
        while !is_so() {
            assert!(begun.elapsed() < LONGEST, "{what} did not come; it said:\n{}", self.said());
            thread::sleep(Duration::from_millis(10));
        }
    }

    #[track_caller]
    fn wait_for(&self, made: &str) {
        self.wait(made, || self.made().contains(made));
    }
}

impl Drop for Watched {
    fn drop(&mut self) {
        // The process may have exited already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn endpoint(summary: &str) -> String {
    format!("summary: {summary}\nget: /things\n")
}

#[test]
fn what_is_saved_is_made() {
    let watched = Watched::start();
    watched.write("spec/things/get.yaml", &endpoint("Second"));
    watched.wait_for("/// Second");
    watched.replace("spec/things/get.yaml", &endpoint("Third"));
    watched.wait_for("/// Third");
    watched.write("spec/things/list.yaml", &endpoint("A new one").replace("things", "all"));
    watched.wait_for("/// A new one");
}

#[test]
fn a_mistake_is_told_and_changes_nothing_until_it_is_mended() {
    let watched = Watched::start();
    let before = watched.made();
    watched.write("spec/things/get.yaml", &endpoint("Second").replace("summary", "sumary"));
    watched.wait("the diagnostic", || watched.said().contains("did you mean `summary`?"));
    assert_eq!(watched.made(), before);
    watched.write("spec/things/get.yaml", &endpoint("Second"));
    watched.wait_for("/// Second");
}

#[test]
fn a_folder_that_is_away_for_a_while_is_found_again() {
    let watched = Watched::start();
    let before = watched.made();
    fs::rename(watched.place("spec"), watched.place("elsewhere")).expect("it can be moved");
    watched.wait("a word about it", || watched.said().contains("spec: there is no such folder"));
    assert_eq!(watched.made(), before);
    watched.write("elsewhere/things/get.yaml", &endpoint("Second"));
    fs::rename(watched.place("elsewhere"), watched.place("spec")).expect("it can be moved");
    watched.wait_for("/// Second");
    watched.write("spec/things/get.yaml", &endpoint("Third"));
    watched.wait_for("/// Third");
    assert_eq!(watched.said().matches("there is no such folder").count(), 1, "it is said once");
}

#[test]
fn a_template_that_is_saved_counts() {
    let watched = Watched::start();
    let ours = include_str!("../../templates/rust/group/mod.rs.j2");
    watched.write("templates/group/mod.rs.j2", &format!("{ours}\npub const MINE: u8 = 1;\n"));
    watched.wait_for("pub const MINE: u8 = 1;");
}

/// Files that are not part of the description cause no run; one would print a message.
#[test]
fn a_file_that_does_not_count_is_passed_over() {
    let watched = Watched::start();
    watched.write("spec/notes.txt", "one");
    watched.write("spec/things/.get.yaml.swp", "two");
    // This is longer than the watcher's debounce time.
    thread::sleep(Duration::from_millis(300));
    watched.write("spec/things/get.yaml", &endpoint("Second"));
    watched.wait_for("/// Second");
    watched.wait("two runs", || watched.said().matches("watching spec").count() >= 2);
    assert_eq!(watched.said().matches("watching spec").count(), 2, "{}", watched.said());
}

#[cfg(unix)]
#[test]
fn it_ends_when_it_is_interrupted() {
    let mut watched = Watched::start();
    let interrupt = format!("kill -INT {}", watched.child.id());
    let sent = Command::new("sh").args(["-c", &interrupt]).status().expect("there is a shell");
    assert!(sent.success());
    let begun = Instant::now();
    let status = loop {
        if let Some(status) = watched.child.try_wait().expect("it can be asked") {
            break status;
        }
        assert!(begun.elapsed() < LONGEST, "it goes on");
        thread::sleep(Duration::from_millis(10));
    };
    assert!(status.success(), "{status}");
}
