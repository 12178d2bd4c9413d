//! User templates that replace built-in ones.
//!
//! Templates of the client have the names of those in `templates/rust/`: `struct.rs.j2`, `group/endpoint.rs.j2`.
//! Templates of the docs site have the names of those in `templates/docs/`, below `docs/`: `docs/endpoint.html.j2`,
//! `docs/assets/style.css`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{fs, io};

use crate::diagnostics::{Diagnostic, messages, nearest};
use crate::source::{files_below, with_path};

/// Folder of templates of the docs site.
const DOCS: &str = "docs/";

/// User templates that replace built-in ones of the same name.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Overrides {
    /// Folder from which they were read, for messages.
    folder: PathBuf,
    texts: BTreeMap<String, String>,
}

impl Overrides {
    /// Reads the templates in a folder. `known` are the names of built-in ones.
    ///
    /// # Errors
    ///
    /// A file cannot be read, or there is no template of its name.
    pub(crate) fn read(folder: &Path, known: &[String]) -> io::Result<Self> {
        if !folder.is_dir() {
            let reason = format!("{}: there is no such folder", folder.display());
            return Err(io::Error::new(io::ErrorKind::NotFound, reason));
        }
        let mut texts = BTreeMap::new();
        for name in files_below(folder)?.into_iter().filter(|name| is_template(name, known)) {
            check_name(folder, &name, known)?;
            let path = folder.join(&name);
            let text = fs::read_to_string(&path).map_err(|error| with_path(&path, &error))?;
            texts.insert(name, text);
        }
        Ok(Self { folder: folder.to_owned(), texts })
    }

    /// Returns the text that replaces a built-in template.
    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        self.texts.get(name).map(String::as_str)
    }

    /// Reports a faulty template: an internal error for a built-in one, an error of the user for an override. `place`
    /// is its name, with a line if that is known: `struct.rs.j2:12`.
    pub(crate) fn fault(&self, place: &str, reason: &str) -> Diagnostic {
        let name = place.rsplit_once(':').map_or(place, |(name, _)| name);
        if self.texts.contains_key(name) {
            messages::template_error(&self.folder.join(place), reason)
        } else {
            messages::internal_error(place, reason)
        }
    }
}

/// Returns whether a file looks like a template. Other files, such as notes, are ignored.
fn is_template(name: &str, known: &[String]) -> bool {
    let is_asset = [".css", ".js", ".svg"].iter().any(|ending| name.ends_with(ending));
    let has_docs = known.iter().any(|name| name.starts_with(DOCS));
    if name.starts_with(DOCS) {
        has_docs && (is_asset || name.ends_with(".j2"))
    } else {
        name.ends_with(".j2")
    }
}

fn check_name(folder: &Path, name: &str, known: &[String]) -> io::Result<()> {
    if known.iter().any(|known| known == name) {
        return Ok(());
    }
    let help = match nearest(name, known.iter().map(String::as_str)) {
        Some(known) => format!("did you mean `{known}`?"),
        None => format!("there are {}", known.join(", ")),
    };
    let reason =
        format!("{}: there is no template of this name; {help}", folder.join(name).display());
    Err(io::Error::new(io::ErrorKind::InvalidInput, reason))
}
