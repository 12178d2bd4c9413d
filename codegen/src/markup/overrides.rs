//! Templates that somebody puts in place of ours.
//!
//! Those of the client are called as in `templates/rust/`: `struct.rs.j2`, `group/endpoint.rs.j2`. Those of the docs site are
//! below `docs/`, where they are called as in `templates/docs/`: `docs/endpoint.html.j2`, `docs/assets/style.css`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{fs, io};

use crate::diagnostics::{Diagnostic, messages, nearest};
use crate::source::{files_below, with_path};

/// The folder of those of the docs site.
const DOCS: &str = "docs/";

/// Templates that stand in place of ours, by name.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Overrides {
    /// Where they are from, for messages.
    folder: PathBuf,
    texts: BTreeMap<String, String>,
}

impl Overrides {
    /// Reads those in a folder, each named like the built-in one that it replaces: `struct.rs.j2`,
    /// `group/endpoint.rs.j2`, `docs/endpoint.html.j2`. `known` are the names of the built-in ones.
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

    /// The one that stands in place of a template of ours.
    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        self.texts.get(name).map(String::as_str)
    }

    /// Who is to blame for a template: ours is our fault, one of somebody else's is theirs. `place` is its name, and its
    /// line if that is known: `struct.rs.j2:12`.
    pub(crate) fn fault(&self, place: &str, reason: &str) -> Diagnostic {
        let name = place.rsplit_once(':').map_or(place, |(name, _)| name);
        match self.texts.contains_key(name) {
            true => messages::template_error(&self.folder.join(place), reason),
            false => messages::internal_error(place, reason),
        }
    }
}

/// Whether a file can be meant as a template; notes beside them are ignored.
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
    let reason = format!("{}: no template is called so; {help}", folder.join(name).display());
    Err(io::Error::new(io::ErrorKind::InvalidInput, reason))
}
