//! Compiling a description from a build script, and reading its files from disk.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use proc_macro2::TokenStream;
use quote::quote;

use crate::diagnostic::{self, Sink};
use crate::generated::{self, Generated};
use crate::sources::Sources;

/// What may differ between two clients of one description.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct Options {
    /// The crate in which the client is found, for examples in its docs that compile; without it
    /// the docs have no examples.
    pub crate_name: Option<String>,
    /// The cargo feature of that crate behind which the types implement serde's traits; without
    /// it they do not.
    pub serde_feature: Option<String>,
}

impl Options {
    /// What the command line makes: a crate named like the API, with a feature `serde`.
    pub fn for_crate(name: &str) -> Self {
        Self { crate_name: Some(name.to_owned()), serde_feature: Some("serde".to_owned()) }
    }

    pub(crate) fn serde_attribute(&self) -> Option<TokenStream> {
        let feature = self.serde_feature.as_ref()?;
        Some(quote!(#[cfg(feature = #feature)]))
    }
}

/// Compiles a folder from a build script into `OUT_DIR`.
///
/// ```no_run
/// // build.rs
/// endpointc::Build::new("spec").compile();
/// ```
///
/// and where the client should be:
///
/// ```text
/// mod api {
///     include!(concat!(env!("OUT_DIR"), "/api/mod.rs"));
/// }
/// ```
#[derive(Debug, Clone)]
pub struct Build {
    spec: PathBuf,
    options: Options,
}

impl Build {
    /// A description in a folder, relative to the package.
    pub fn new(spec: impl Into<PathBuf>) -> Self {
        Self { spec: spec.into(), options: Options::default() }
    }

    /// Replaces the options.
    pub fn options(mut self, options: Options) -> Self {
        self.options = options;
        self
    }

    /// Compiles the description into `OUT_DIR/api`, tells cargo what to watch, and ends the build
    /// with diagnostics on standard error if the description has mistakes.
    pub fn compile(&self) {
        println!("cargo::rerun-if-changed={}", self.spec.display());
        let Some(out) = std::env::var_os("OUT_DIR") else {
            fail("OUT_DIR is not set: `Build::compile` is for build scripts")
        };
        let folder = Path::new(&out).join("api");
        if let Err(message) = self.compile_into(&folder) {
            fail(&message);
        }
    }

    /// Compiles the description into a folder.
    ///
    /// # Errors
    ///
    /// The text says what to mend: rendered diagnostics, or an I/O error with its file.
    pub fn compile_into(&self, folder: &Path) -> Result<Generated, String> {
        let sources = read(&self.spec).map_err(|error| error.to_string())?;
        let mut sink = Sink::default();
        let generated = crate::generate(&sources, &self.options, &mut sink);
        let generated =
            generated.map_err(|_| diagnostic::render(&sources, &sink.sorted(), false))?;
        generated.write(folder).map_err(|error| error.to_string())?;
        Ok(generated)
    }
}

fn fail(message: &str) -> ! {
    eprintln!("{message}");
    std::process::exit(1)
}

/// Reads the YAML files of a description.
///
/// # Errors
///
/// An I/O error names its file; a file that is not UTF-8 is one of the kind `InvalidData`.
pub fn read(folder: &Path) -> io::Result<Sources> {
    if !folder.is_dir() {
        let reason = format!("{}: there is no such folder", folder.display());
        return Err(io::Error::new(io::ErrorKind::NotFound, reason));
    }
    let paths = generated::files_below(folder)?;
    let mut files = Vec::new();
    for path in paths.into_iter().filter(|path| is_description(path)) {
        let text = fs::read_to_string(folder.join(&path)).map_err(|error| {
            io::Error::new(error.kind(), format!("{}: {error}", folder.join(&path).display()))
        })?;
        files.push((path, text));
    }
    Ok(Sources::new(&diagnostic::shown_path(folder), files))
}

/// `.yml` counts, so that a file with that ending is reported and not passed over.
fn is_description(path: &str) -> bool {
    let hidden = path.split('/').any(|part| part.starts_with('.'));
    !hidden && (path.ends_with(".yaml") || path.ends_with(".yml"))
}
