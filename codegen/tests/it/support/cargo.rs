//! Temporary workspaces below the target folder, and cargo commands in them.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// Workspace whose members use the runtime. Its dependencies were downloaded for the workspace of this repository, and it
/// shares that target folder.
pub(crate) struct Workspace {
    folder: PathBuf,
}

impl Workspace {
    /// Creates a workspace. Its files remain between runs, so that cargo rebuilds little.
    pub(crate) fn new(name: &str, members: &[&str]) -> Self {
        let workspace = Self { folder: Path::new(env!("CARGO_TARGET_TMPDIR")).join(name) };
        workspace.write(
            "Cargo.toml",
            &format!(
                "[workspace]\nmembers = {members:?}\nresolver = \"3\"\n\n\
                 [profile.dev]\ndebug = \"line-tables-only\"\n"
            ),
        );
        let lock = fs::read_to_string(root().join("Cargo.lock")).expect("the workspace has one");
        workspace.write("Cargo.lock", &lock);
        workspace
    }

    /// Writes the manifest of a member, with additional text after its dependency on the runtime.
    pub(crate) fn member(&self, name: &str, edition: &str, more: &str) {
        let runtime = root().join("runtime").canonicalize().expect("it is there");
        let manifest = format!(
            "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"{edition}\"\n\n\
             [features]\nserde = []\n\n\
             [dependencies]\nendpointc-runtime = {{ path = {:?}, default-features = false }}\n{more}",
            runtime.display().to_string()
        );
        self.write(&format!("{name}/Cargo.toml"), &manifest);
    }

    /// Returns a path inside the workspace.
    pub(crate) fn path(&self, inside: &str) -> PathBuf {
        self.folder.join(inside)
    }

    /// Writes a file. An unchanged one keeps its modification time, so that cargo does not rebuild it.
    pub(crate) fn write(&self, inside: &str, text: &str) {
        let path = self.path(inside);
        if fs::read_to_string(&path).is_ok_and(|there| there == text) {
            return;
        }
        fs::create_dir_all(path.parent().expect("it is in a folder")).expect("it can be made");
        fs::write(path, text).expect("it can be written");
    }

    /// Runs cargo over all members.
    pub(crate) fn cargo(&self, arguments: &[&str]) -> Output {
        let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().expect("it is inside");
        let mut cargo = Command::new(env!("CARGO"));
        cargo.args(arguments).args(["--workspace", "--offline", "--color", "never"]);
        cargo.arg("--target-dir").arg(target).current_dir(&self.folder).stdin(Stdio::null());
        // The cargo that runs this test sets these; they would cause build scripts of dependencies to run again.
        for (name, _) in std::env::vars_os() {
            let text = name.to_string_lossy();
            if text.starts_with("CARGO_PKG_") || text.starts_with("CARGO_MANIFEST_") {
                cargo.env_remove(name);
            }
        }
        cargo.env_remove("CARGO_TARGET_DIR").env_remove("RUSTFLAGS");
        cargo.env("RUSTDOCFLAGS", "-D warnings").output().expect("cargo can be run")
    }
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}
