//! Templates that somebody puts in place of ours.
//!
//! Those of the client are called as in `templates/rust/`: `struct.rs.j2`, `group/endpoint.rs.j2`. Those of the docs site are
//! below `docs/`, where they are called as in `templates/docs/`: `docs/endpoint.html.j2`, `docs/assets/style.css`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{fs, io};

use crate::diagnostic::{Diagnostic, nearest};
use crate::{generated, rust, wording};

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
    /// Those in a folder, each named like the one of ours in whose place it stands: `struct.rs.j2`,
    /// `group/endpoint.rs.j2`, `docs/endpoint.html.j2`.
    ///
    /// # Errors
    ///
    /// A file cannot be read, or there is no template of its name.
    pub fn read(folder: &Path) -> io::Result<Self> {
        if !folder.is_dir() {
            let reason = format!("{}: there is no such folder", folder.display());
            return Err(io::Error::new(io::ErrorKind::NotFound, reason));
        }
        let mut texts = BTreeMap::new();
        for name in generated::files_below(folder)?.into_iter().filter(|name| is_template(name)) {
            check_name(folder, &name)?;
            let path = folder.join(&name);
            let text = fs::read_to_string(&path).map_err(|error| {
                io::Error::new(error.kind(), format!("{}: {error}", path.display()))
            })?;
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
            true => wording::their_fault(&self.folder.join(place), reason),
            false => wording::our_fault(place, reason),
        }
    }
}

/// Whether a file can be meant as a template; notes beside them are none of ours.
fn is_template(name: &str) -> bool {
    let is_asset = [".css", ".js", ".svg"].iter().any(|ending| name.ends_with(ending));
    let is_docs = name.starts_with(DOCS) && (is_asset || name.ends_with(".j2"));
    match cfg!(feature = "docs") {
        true => is_docs || (name.ends_with(".j2") && !name.starts_with(DOCS)),
        false => name.ends_with(".j2") && !name.starts_with(DOCS),
    }
}

/// The names of all templates of ours.
fn known() -> impl Iterator<Item = String> {
    #[cfg(feature = "docs")]
    let docs = crate::docs::template_names().map(|name| format!("{DOCS}{name}"));
    #[cfg(not(feature = "docs"))]
    let docs = std::iter::empty();
    rust::template_names().map(str::to_owned).chain(docs)
}

fn check_name(folder: &Path, name: &str) -> io::Result<()> {
    let known: Vec<String> = known().collect();
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
