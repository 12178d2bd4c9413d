//! Reading the files of a description from a folder.

use std::fs;
use std::io;
use std::path::Path;

use super::{MAX_BYTES, Source, Sources};

/// Reads the YAML files of a description. Mistakes inside of files, such as invalid UTF-8, become
/// diagnostics later.
///
/// # Errors
///
/// Fails if a file cannot be read. The error names the file.
pub fn read(folder: &Path) -> io::Result<Sources> {
    if !folder.is_dir() {
        let reason = format!("{}: there is no such folder", folder.display());
        return Err(io::Error::new(io::ErrorKind::NotFound, reason));
    }
    let mut files = Vec::new();
    for path in files_below(folder)?.into_iter().filter(|path| is_description(path)) {
        let full = folder.join(&path);
        let source = read_file(&full, path).map_err(|error| with_path(&full, &error))?;
        files.push(source);
    }
    Ok(Sources::from_sources(&shown_path(folder), files))
}

/// Reads a file unless it is too large.
fn read_file(full: &Path, path: String) -> io::Result<Source> {
    let size = fs::metadata(full)?.len();
    if size > MAX_BYTES {
        return Ok(Source::too_large(path, size));
    }
    Ok(Source::from_bytes(path, fs::read(full)?))
}

/// Returns true if a path below the folder of a description is a file of it. `.yml` counts, so that
/// it is reported instead of ignored.
pub fn is_description(path: &str) -> bool {
    let hidden = path.split('/').any(|part| part.starts_with('.'));
    !hidden && (path.ends_with(".yaml") || path.ends_with(".yml"))
}

/// The path as diagnostics and generated files show it, separated by `/`.
pub fn shown_path(path: &Path) -> String {
    path.components()
        .map(|part| part.as_os_str().to_string_lossy())
        .collect::<Vec<_>>()
        .join("/")
        .replacen("//", "/", 1)
}

/// The paths of all files below a folder, sorted and separated by `/`. Links to folders are not
/// followed.
pub(crate) fn files_below(folder: &Path) -> io::Result<Vec<String>> {
    let mut files = Vec::new();
    let mut folders = vec![String::new()];
    while let Some(prefix) = folders.pop() {
        let here = folder.join(&prefix);
        let entries = match fs::read_dir(&here) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            entries => entries.map_err(|error| with_path(&here, &error))?,
        };
        for entry in entries {
            let entry = entry.map_err(|error| with_path(&here, &error))?;
            let path = format!("{prefix}{}", entry.file_name().to_string_lossy());
            let kind = entry.file_type().map_err(|error| with_path(&entry.path(), &error))?;
            if kind.is_dir() {
                folders.push(format!("{path}/"));
            } else {
                files.push(path);
            }
        }
    }
    files.sort();
    Ok(files)
}

/// Adds the path of the file to an I/O error.
pub(crate) fn with_path(path: &Path, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{}: {error}", path.display()))
}
