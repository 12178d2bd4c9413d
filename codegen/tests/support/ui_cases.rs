//! The cases of `tests/ui`: a folder for each code.

use std::path::PathBuf;

use crate::support;

/// The `.case` files, sorted by path.
pub(crate) fn all() -> Vec<PathBuf> {
    let folders = support::entries(&support::cases("ui")).into_iter().filter(|path| path.is_dir());
    let files = folders.flat_map(|folder| support::entries(&folder));
    files.filter(|path| path.extension().is_some_and(|one| one == "case")).collect()
}
