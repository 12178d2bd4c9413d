//! Single files on disk.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::source::{files_below, with_path};

/// Ending of temporary files.
pub(super) const TEMP_SUFFIX: &str = ".endpointc-tmp";

/// Reads a file, if it exists. Invalid UTF-8 is replaced: such a file was not generated.
pub(super) fn read(path: &Path) -> io::Result<Option<String>> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(String::from_utf8_lossy(&bytes).into_owned())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(with_path(path, &error)),
    }
}

/// Replaces a file atomically: a reader sees either the old text or the new one.
///
/// Missing folders are created. The text is written to a temporary file next to the target, which is then renamed.
///
/// # Errors
///
/// I/O errors, with the path of the file. The old file is unchanged.
pub fn replace(path: &Path, text: &str) -> io::Result<()> {
    let mut temporary = path.as_os_str().to_owned();
    temporary.push(format!(".{}{TEMP_SUFFIX}", std::process::id()));
    let temporary = PathBuf::from(temporary);
    let parent = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(parent)
        .and_then(|()| fs::write(&temporary, text))
        .and_then(|()| fs::rename(&temporary, path))
        .map_err(|error| {
            // The temporary file may not exist yet, so an error here has no meaning.
            let _ = fs::remove_file(&temporary);
            with_path(path, &error)
        })
}

/// Removes a file, and its folder if that is empty afterwards.
pub(super) fn remove(folder: &Path, path: &str) -> io::Result<()> {
    let path = folder.join(path);
    fs::remove_file(&path).map_err(|error| with_path(&path, &error))?;
    if let Some(parent) = path.parent().filter(|parent| *parent != folder) {
        // Fails if the folder holds other files, which must stay.
        let _ = fs::remove_dir(parent);
    }
    Ok(())
}

/// Removes temporary files that an interrupted run left behind. The caller holds the lock of the folder.
pub(super) fn remove_temp_files(folder: &Path) -> io::Result<()> {
    for path in files_below(folder)?.into_iter().filter(|path| path.ends_with(TEMP_SUFFIX)) {
        remove(folder, &path)?;
    }
    Ok(())
}

/// Checks that a file can be replaced. Renaming over a link or a read-only file would succeed, but lose the link or the
/// protection.
pub(super) fn check_replaceable(path: &Path) -> io::Result<()> {
    let metadata = match fs::symlink_metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        metadata => metadata.map_err(|error| with_path(path, &error))?,
    };
    if metadata.is_symlink() {
        let reason =
            "it is a link and will not be replaced; put the file itself there, or remove the link";
        return Err(conflict(path, io::ErrorKind::AlreadyExists, reason));
    }
    if metadata.permissions().readonly() {
        let reason = "it is read-only and will not be overwritten; make it writable, or remove it";
        return Err(conflict(path, io::ErrorKind::PermissionDenied, reason));
    }
    Ok(())
}

/// The error of a file that must not be replaced.
pub(super) fn conflict(path: &Path, kind: io::ErrorKind, reason: &str) -> io::Error {
    io::Error::new(kind, format!("{}: {reason}", path.display()))
}
