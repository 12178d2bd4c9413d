//! Cases in folders of `tests/`, and expectations beside them.

use std::fs;
use std::path::{Path, PathBuf};

/// The folder of the cases of a kind.
pub(crate) fn folder(folder: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(folder)
}

/// Whether expectations are to be written instead of compared: `BLESS=1 cargo test`.
pub(crate) fn blessing() -> bool {
    std::env::var_os("BLESS").is_some()
}

/// What is in a folder, sorted by name.
pub(crate) fn entries(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("the folder of the cases is there");
    let mut paths: Vec<PathBuf> =
        entries.map(|entry| entry.expect("it can be listed").path()).collect();
    paths.sort();
    paths
}

/// The cases of `tests/ui`, each in the folder of its code, sorted by path.
pub(crate) fn ui() -> Vec<PathBuf> {
    let files = entries(&folder("ui")).into_iter().flat_map(|folder| entries(&folder));
    files.filter(|path| path.extension().is_some_and(|extension| extension == "case")).collect()
}

/// The name of a case.
pub(crate) fn name(path: &Path) -> String {
    path.file_stem().expect("a case has a name").to_string_lossy().into_owned()
}
