//! Command line: output, exit codes and files.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use endpointc::{Build, Layout, Options};
use serde_json::Value;
use tempfile::TempDir;

const API: &str = "\
endpointc: 1
name: demo
servers: { main: { url: https://demo.example } }
envelopes: { plain: { code: code, success: [0], message: msg, data: data } }
errors: { http: { 404: { name: not_found, doc: { en: Not there., zh: 不存在。 }, remedy: Look elsewhere. } } }
groups: { things: { envelope: plain, errors: [http] }, others: { envelope: plain } }
";

#[test]
fn a_skeleton_compiles_at_once() {
    let spec = spec(&[]);
    check(&spec, "new things/get", 0, "things/get.yaml\nfill it in");
    check(&spec, "new others/get", 0, "others/get.yaml\nfill it in");
    check(&spec, "generate --out OUT", 0, "2 endpoints");
}

#[test]
fn the_keys_that_a_skeleton_offers_compile_too() {
    let spec = spec(&[]);
    check(&spec, "new things/get", 0, "");
    let path = spec.path().join("things/get.yaml");
    let offered = fs::read_to_string(&path).expect("it was written");
    let used: String = offered.lines().map(|line| format!("{}\n", used(line))).collect();
    assert!(used.contains("\nerrors:\n  70017:\n"), "{used}");
    fs::write(&path, used).expect("it can be written");
    check(&spec, "generate --out OUT", 0, "1 endpoint");
}

/// A `#` without a space after it, or with more than one, precedes a key.
fn used(line: &str) -> &str {
    let offers = |rest: &&str| !rest.starts_with(' ') || rest.starts_with("  ");
    line.strip_prefix('#').filter(offers).unwrap_or(line)
}

#[test]
fn a_skeleton_points_at_the_schema_where_there_is_one() {
    let spec = spec(&[("schema/endpoint.schema.json", "{}")]);
    check(&spec, "new things/get", 0, "");
    let text = fs::read_to_string(spec.path().join("things/get.yaml")).expect("it was written");
    assert!(text.starts_with("# yaml-language-server: $schema=../schema/endpoint.schema.json\n"));
}

#[test]
fn nothing_is_overwritten() {
    let spec = spec(&[("things/get.yaml", "mine")]);
    check(&spec, "new things/get", 2, "things/get.yaml already exists");
    assert_eq!(
        fs::read_to_string(spec.path().join("things/get.yaml")).ok().as_deref(),
        Some("mine")
    );
}

#[test]
fn a_skeleton_that_cannot_be_is_not_written() {
    let spec = spec(&[]);
    check(
        &spec,
        "new things/getIt",
        1,
        "error[bad-name]: `getIt` is not a valid name for an endpoint",
    );
    check(
        &spec,
        "new thing/get",
        1,
        "declare it under `groups` in `api.yaml`; did you mean `things`?",
    );
    check(&spec, "new get", 2, "expected a group and a name, such as `devices/list`");
    check(&spec, "new ../things/get", 2, "expected a group and a name");
    check(&spec, "new ../get", 1, "nothing was written");
    assert_eq!(fs::read_dir(spec.path()).expect("it is there").count(), 1, "only api.yaml");
}

#[test]
fn the_first_error_is_named_for_who_wants_to_know_more() {
    let spec = spec(&[("things/get.yaml", "sumary: Get\nget: /things\n")]);
    check(&spec, "check", 1, "\nfor more information, run `endpointc explain unknown-key`\n");
    let said = run(&spec, "check --message-format json").1;
    assert!(!said.contains("for more information"), "{said}");
}

#[test]
fn a_diagnostic_is_explained() {
    let spec = spec(&[]);
    check(&spec, "explain unknown-key", 0, "Wrong:\n\n    # things/get.yaml\n");
    check(&spec, "explain unknwon-key", 2, "did you mean `unknown-key`?");
}

#[test]
fn a_code_of_the_api_is_explained() {
    let get = "summary: Get\nget: /things/{id}\npath: { id: { type: string, required: true } }\n";
    let spec = spec(&[("things/get.yaml", get)]);
    let told = "\
404 not_found
  kind:    not_found
  retry:   no
  meaning: Not there.
           不存在。
  remedy:  Look elsewhere.
  listed by:
    things.get (GET /things/{id})
";
    check(&spec, "explain 404", 0, told);
    check(&spec, "explain 405", 2, "did you mean `404`?");
    check(&spec, "explain -1", 2, "does not list code -1");
}

#[test]
fn a_code_that_only_the_catalogue_knows_is_explained() {
    let codes = "codes:\n  16001: { name: name_taken, doc: { en: It is taken., zh: 已存在。 } }\n";
    let get = "summary: Get\nget: /things\n";
    let spec = spec(&[("codes.yaml", codes), ("things/get.yaml", get)]);
    let told = "\
16001 name_taken
  kind:    refused
  retry:   no
  meaning: It is taken.
           已存在。
  no endpoint lists it
";
    check(&spec, "explain 16001", 0, told);
}

#[test]
fn two_folders_are_compared() {
    let get = "summary: Get\nget: /things\nreturns: string\n";
    let (old, new) = (spec(&[("things/get.yaml", get)]), spec(&[]));
    let asked = |more: &str| format!("diff {} {more}", old.path().display());
    let gone = "breaking: endpoint `things().get` was removed";
    check(&new, &asked("--quiet"), 0, gone);
    check(
        &new,
        &asked("--deny breaking"),
        1,
        "minor release before 1.0, major release from 1.0 on",
    );
    check(&new, &asked("--format markdown"), 0, "### Breaking\n\n* Endpoint `things().get`");
    check(
        &new,
        &asked("--message-format json"),
        0,
        r#""bump":{"before_1":"minor","from_1":"major"}"#,
    );
    let back = format!("diff {} {}", new.path().display(), old.path().display());
    check(&new, &format!("{back} --deny behaviour"), 0, "endpoint `things().get` was added");
    check(&new, &format!("{back} --deny compatible"), 1, "endpoint `things().get` was added");
}

#[test]
fn what_cannot_be_compared_is_told() {
    let wrong = spec(&[("things/get.yaml", "sumary: Get\nget: /things\n")]);
    let folder = wrong.path().display().to_string();
    check(&spec(&[]), &format!("diff {folder}"), 1, "error[unknown-key]");
    check(&spec(&[]), &format!("diff {folder}"), 1, "nothing was compared");
    check(&spec(&[]), "diff no-such-revision", 2, "error: ");
}

/// The command works without git.
#[test]
fn a_revision_is_read_through_git() {
    let get = "summary: Get\nget: /things\nreturns: string\n";
    let spec = spec(&[("things/get.yaml", get)]);
    let git = |arguments: &[&str]| {
        let identity = ["-c", "user.name=test", "-c", "user.email=test@demo.example"];
        let mut git = Command::new("git");
        git.arg("-C").arg(spec.path()).args(identity).args(arguments);
        git.output().is_ok_and(|output| output.status.success())
    };
    if !git(&["init", "--quiet"]) {
        return check(&spec, "diff HEAD", 2, "`git` is needed to read a revision");
    }
    assert!(git(&["add", "."]) && git(&["commit", "--quiet", "-m", "first"]));
    fs::remove_file(spec.path().join("things/get.yaml")).expect("it is there");
    check(&spec, "diff HEAD", 0, " --> HEAD:");
    check(&spec, "diff HEAD", 0, "things/get.yaml:2:6");
    check(&spec, "diff HEAD HEAD", 0, "no change for callers");
    check(&spec, "diff HEAD~7", 2, "`HEAD~7` is neither a folder nor a git revision");
    check(&spec, "diff --help", 0, "git revision");
}

#[test]
fn without_git_a_revision_says_what_is_missing() {
    let output = Command::new(env!("CARGO_BIN_EXE_endpointc"))
        .args(["diff", "HEAD"])
        .env("PATH", "")
        .output()
        .expect("it can be run");
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(said.contains("`git` is needed to read a revision, but was not found"), "{said}");
}

#[test]
fn docs_are_written_and_held_by_check() {
    let get = "summary: Get\nget: /things\nreturns: string\n";
    let spec = spec(&[("things/get.yaml", get)]);
    check(&spec, "docs --out OUT", 0, "1 endpoint, 13 pages in ");
    check(&spec, "docs --out OUT --quiet", 0, "");
    let site = tempfile::tempdir().expect("there is room for a folder");
    let asked = |more: &str| format!("docs --out {}{more}", site.path().display());
    check(&spec, &asked(""), 0, "wrote   20 files to");
    check(&spec, &asked(""), 0, "is current; nothing was written");
    let page = site.path().join("zh/things/get.html");
    assert!(fs::read_to_string(page).is_ok_and(|page| page.contains("client.things().get()")));
    let templates = tempfile::tempdir().expect("there is room for a folder");
    fs::create_dir(templates.path().join("docs")).expect("it can be made");
    let link = "<a href=\"nowhere.html\">";
    fs::write(templates.path().join("docs/group.html.j2"), link).expect("it can be written");
    let templates = format!(" --templates {}", templates.path().display());
    let told =
        "docs/group.html.j2: `en/others.html` links to `nowhere.html`: there is no such page";
    check(&spec, &asked(&templates), 1, told);
    check(&spec, &format!("check{templates}"), 1, told);
}

/// Creates a folder with `api.yaml` and other files.
fn spec(files: &[(&str, &str)]) -> TempDir {
    let spec = tempfile::tempdir().expect("there is room for a folder");
    for (path, text) in files.iter().chain(&[("api.yaml", API)]) {
        let path = spec.path().join(path);
        fs::create_dir_all(path.parent().expect("it is in a folder")).expect("it can be made");
        fs::write(path, text).expect("it can be written");
    }
    spec
}

#[test]
fn an_openapi_document_is_printed_or_written() {
    let spec = spec(&[("things/get.yaml", "summary: Get\nget: /things\n")]);
    check(&spec, "export openapi", 0, "{\n  \"openapi\": \"3.1.0\",\n");
    check(&spec, "export openapi --openapi-version 3.0", 0, "{\n  \"openapi\": \"3.0.3\",\n");
    check(&spec, "export openapi --openapi-version 2.0", 2, "[possible values: 3.0, 3.1]");
    check(&spec, "export openapi --out OUT", 0, "1 endpoint, ");
    let broken = self::spec(&[("things/get.yaml", "sumary: Get\n")]);
    check(&broken, "export openapi --out OUT", 1, "nothing was written");
}

// The mock, which runs until it is stopped

const GET: (&str, &str) = ("things/get.yaml", "summary: Get\nget: /things\nreturns: string\n");
const FIND: (&str, &str) = ("others/find.yaml", "summary: Find\nget: /others\nreturns: string\n");

/// Process of `endpointc mock`, which is killed on drop.
struct Mock {
    process: Child,
    output: BufReader<ChildStdout>,
    address: String,
    _spec: TempDir,
}

impl Mock {
    fn start(arguments: &str) -> Self {
        let spec = spec(&[GET, FIND]);
        let mut command = Command::new(env!("CARGO_BIN_EXE_endpointc"));
        command.arg("--spec").arg(spec.path()).arg("mock").args(arguments.split_whitespace());
        let mut process = command.stdout(Stdio::piped()).spawn().expect("it can be run");
        let output = BufReader::new(process.stdout.take().expect("it is piped"));
        // From here on the process is killed on drop, also if its output is unexpected.
        let mut mock = Self { process, output, address: String::new(), _spec: spec };
        let mut said = String::new();
        mock.output.read_line(&mut said).expect("it says where it is");
        let address = said.strip_prefix("demo on http://").and_then(|rest| rest.split(' ').next());
        address.unwrap_or_else(|| panic!("{said}")).clone_into(&mut mock.address);
        mock
    }

    /// Requests a path on a new connection and returns the whole response.
    fn get(&self, path: &str) -> String {
        let mut stream = TcpStream::connect(&self.address).expect("it listens");
        stream.set_read_timeout(Some(Duration::from_secs(20))).expect("it can be set");
        let request = format!("GET {path} HTTP/1.1\r\nhost: mock\r\nconnection: close\r\n\r\n");
        stream.write_all(request.as_bytes()).expect("it is sent");
        let mut answer = Vec::new();
        // The response may end with a connection reset.
        let _ = stream.read_to_end(&mut answer);
        String::from_utf8_lossy(&answer).into_owned()
    }

    /// Sends a signal, and returns the exit code and the remaining output.
    #[cfg(unix)]
    fn stop(mut self, signal: &str) -> (Option<i32>, String) {
        let kill = format!("kill -{signal} {}", self.process.id());
        assert!(
            Command::new("sh").arg("-c").arg(kill).status().expect("there is a shell").success()
        );
        let mut said = String::new();
        self.output.read_to_string(&mut said).expect("it ends");
        (self.process.wait().expect("it ends").code(), said)
    }
}

impl Drop for Mock {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

#[cfg(unix)]
#[test]
fn the_mock_serves_until_it_is_told_to_stop() {
    for signal in ["INT", "TERM"] {
        let mock = Mock::start("");
        assert!(mock.get("/things").starts_with("HTTP/1.1 200 OK\r\n"));
        assert_eq!(mock.stop(signal), (Some(0), "stopped after 1 request\n".to_owned()));
    }
}

#[test]
fn the_mock_fails_as_it_is_told() {
    let mock = Mock::start("--fault status-503:things.get:50% --fault code-404:others");
    let statuses: Vec<_> = (0..4).map(|_| mock.get("/things")[9..12].to_owned()).collect();
    assert_eq!(statuses, ["200", "503", "200", "503"]);
    assert!(mock.get("/others").contains(r#""code":404"#));

    let mock = Mock::start("--fault no-answer:/thi --delay 300ms:others.find");
    assert_eq!(mock.get("/things"), "");
    let began = Instant::now();
    assert!(mock.get("/others").starts_with("HTTP/1.1 200 OK\r\n"));
    assert!(began.elapsed() >= Duration::from_millis(300));
}

#[test]
fn faults_that_cannot_be_are_refused() {
    let spec = spec(&[GET]);
    check(&spec, "mock --fault truncate", 2, "there is no fault `truncate`; there are reset-");
    check(&spec, "mock --fault truncated:nothing", 2, "no endpoint `nothing`, no group");
    check(&spec, "mock --delay soon", 2, "there is no fault `soon`");
    for fault in endpointc::mock::Fault::names() {
        check(&spec, "mock --help", 0, &format!("`{fault}`"));
    }
}

// Inputs and outputs of a client on disk

#[test]
fn what_differs_is_told_to_programs_one_object_a_line() {
    let spec = spec(&[("things/get.yaml", "summary: Get\nget: /things\n")]);
    let out = spec.path().join("client");
    let run = |command: &str| run(&spec, &format!("{command} --out {}", out.display()));
    assert_eq!(run("generate").0, Some(0));
    assert_eq!(run("check --message-format json").0, Some(0));
    let ours = fs::read_to_string(out.join("client.rs")).expect("it is there");
    fs::write(out.join("old.rs"), &ours).expect("it can be written");
    fs::write(out.join("client.rs"), ours.replace("pub fn", "fn")).expect("it can be written");
    fs::remove_file(out.join("api.rs")).expect("it is there");
    let (exit, said) = run("check --message-format json");
    assert_eq!(exit, Some(1));
    let objects: Vec<Value> =
        said.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
    let found = |what: &str| objects.iter().find(|one| one["difference"] == what);
    let file = |what: &str| found(what).expect("it is told")["file"].clone();
    for (what, path) in [("missing", "api.rs"), ("changed", "client.rs"), ("left-over", "old.rs")] {
        assert_eq!(file(what), out.join(path).display().to_string());
    }
    let changed = found("changed").expect("it is told");
    let diff = changed["diff"].as_str().expect("there is one");
    assert!(diff.lines().count() <= 40 && diff.contains("\n-    fn builder("), "{diff}");
    assert!(changed["lines_left_out"].as_u64() > Some(0), "{changed}");
    assert_eq!(objects.len() + 1, said.lines().count(), "and what to do:\n{said}");
    assert!(run("check").1.contains("more lines\n"));
}

#[test]
fn a_diagnostic_is_one_line_for_programs() {
    let spec = spec(&[("things/get.yaml", "sumary: Get\nget: /things\n")]);
    let (exit, said) = run(&spec, "check --message-format json --quiet");
    assert_eq!(exit, Some(1));
    let lines: Vec<&str> = said.lines().filter(|line| !line.starts_with('{')).collect();
    assert_eq!(lines, ["1 error; nothing was written"], "{said}");
}

#[test]
fn each_stage_is_timed_on_demand() {
    let spec = spec(&[("things/get.yaml", "summary: Get\nget: /things\n")]);
    let said = run(&spec, "generate --out OUT --timings").1;
    let named = |name: &str| said.lines().any(|line| line.starts_with(name));
    for stage in ["read", "parse", "resolve", "render", "format", "write", "total"] {
        assert!(named(stage), "{stage}: {said}");
    }
    let said = run(&spec, "generate --out OUT --timings --message-format json").1;
    let objects = said.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let mut timings = objects.filter(|one| one["timings"]["format"].is_number());
    assert!(timings.next().is_some(), "{said}");
    assert!(!run(&spec, "generate --out OUT").1.contains("resolve"));
}

/// Output to a file or a pipe contains neither progress nor colours.
#[test]
fn what_is_no_terminal_gets_no_escapes() {
    let spec = spec(&[("things/get.yaml", "sumary: Get\nget: /things\n")]);
    let said = run(&spec, "check").1;
    assert!(said.contains("unknown-key") && !said.contains('\u{1b}'), "{said}");
}

#[test]
fn a_build_script_makes_the_same_bytes() {
    let get = "summary: Get\nget: /things\nreturns: { fields: { name: string } }\n";
    let spec = spec(&[("things/get.yaml", get)]);
    let (command, script) = (spec.path().join("command"), spec.path().join("script"));
    for (flag, layout) in [("", Layout::Tree), (" --single-file", Layout::SingleFile)] {
        check(&spec, &format!("generate --out {}{flag}", command.display()), 0, "1 endpoint");
        let build = Build::new(spec.path()).options(Options::for_crate("demo"));
        let single = layout == Layout::SingleFile;
        let made = build.single_file(single).compile_into(&script).expect("it is valid");
        assert_eq!(made.compare(&command).expect("it can be read"), []);
        assert_eq!(made.compare(&script).expect("it can be read"), []);
        assert_eq!(made.files().count() == 1, single);
        check(&spec, &format!("check --out {}{flag}", script.display()), 0, ": current");
    }
    let out = command.display();
    check(&spec, &format!("check --out {out}"), 1, "missing:   ");
    let advice = format!("--out {out} --single-file`\n");
    check(&spec, &format!("generate --out {out}"), 0, "");
    check(&spec, &format!("check --single-file --out {out}"), 1, &advice);
}

#[track_caller]
fn check(spec: &TempDir, arguments: &str, exit: i32, expected: &str) {
    let (code, said) = run(spec, arguments);
    assert_eq!(code, Some(exit), "{said}");
    assert!(said.contains(expected), "{said}");
}

/// Returns the exit code, standard output and then standard error.
fn run(spec: &TempDir, arguments: &str) -> (Option<i32>, String) {
    let out = tempfile::tempdir().expect("there is room for a folder");
    let out = |argument: &str| match argument {
        "OUT" => out.path().join("client"),
        other => Path::new(other).to_owned(),
    };
    let output = Command::new(env!("CARGO_BIN_EXE_endpointc"))
        .arg("--spec")
        .arg(spec.path())
        .args(arguments.split(' ').map(out))
        .output()
        .expect("it can be run");
    let said = [output.stdout, output.stderr].concat();
    (output.status.code(), String::from_utf8_lossy(&said).into_owned())
}
