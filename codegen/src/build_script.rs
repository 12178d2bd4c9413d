//! Compilation of a description in a build script.

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};

use crate::diagnostics::{self, Diagnostic, Sink};
use crate::model::{Api, Group};
use crate::options::{Layout, Options};
use crate::output::FileSet;
use crate::output::manifest::Manifest;
use crate::source::{Sources, read};
use crate::syntax::CATALOGUE_FILE;

/// Compiles a description in a build script, into `OUT_DIR`.
///
/// ```no_run
/// // build.rs
/// endpointc::Build::new("spec").compile();
/// ```
///
/// The client is included where it is used:
///
/// ```text
/// endpointc_runtime::include_client!(pub mod api);
/// ```
#[derive(Debug, Clone)]
pub struct Build {
    spec: PathBuf,
    options: Options,
    /// Folder of templates that replace built-in ones.
    templates: Option<PathBuf>,
    module: String,
}

impl Build {
    /// Creates a build of the description in a folder, relative to the package.
    pub fn new(spec: impl Into<PathBuf>) -> Self {
        Self {
            spec: spec.into(),
            options: Options::default(),
            templates: None,
            module: "api".to_owned(),
        }
    }

    /// Replaces the options.
    pub fn options(mut self, options: Options) -> Self {
        self.options = options;
        self
    }

    /// Replaces built-in templates by those of the same name in a folder.
    pub fn templates(mut self, folder: impl Into<PathBuf>) -> Self {
        self.templates = Some(folder.into());
        self
    }

    /// Generates one file, `mod.rs`, instead of one file per endpoint. [`include_client!`] supports both; `include!` needs
    /// the single file.
    ///
    /// [`include_client!`]: https://docs.rs/endpointc-runtime/latest/endpointc_runtime/macro.include_client.html
    pub fn single_file(mut self, single: bool) -> Self {
        self.options.layout = if single { Layout::SingleFile } else { Layout::Tree };
        self
    }

    /// Sets the name of the folder in `OUT_DIR`, so that a crate can have several clients. Default: `api`.
    pub fn module(mut self, name: &str) -> Self {
        self.module = name.to_owned();
        self
    }

    /// Compiles the description into a folder of `OUT_DIR`, named like the module, and tells cargo what to watch. If the
    /// description has errors, prints them to standard error and exits with 1.
    ///
    /// # Watched files
    ///
    /// Cargo watches each file of the description and each folder that may get a new one. Any change in a watched folder
    /// rebuilds the crate, even if it is a note next to `things/get.yaml`. The top folder is watched as a whole only until
    /// each declared group has its folder and there is a `codes.yaml`. Output is written only where it changes.
    pub fn compile(&self) {
        let Some(out) = std::env::var_os("OUT_DIR") else {
            fail("OUT_DIR is not set: `Build::compile` is for build scripts")
        };
        match self.run(&Path::new(&out).join(&self.module)) {
            Ok(run) => {
                let watched = run.watched.iter().chain(&self.templates);
                watched.for_each(|path| println!("cargo::rerun-if-changed={}", path.display()));
                run.warnings.iter().for_each(|one| println!("cargo::warning={one}"));
            }
            // Cargo runs a failed build script again without a watched change.
            Err(message) => fail(&message),
        }
    }

    /// Compiles the description into a folder, and returns the files.
    ///
    /// # Errors
    ///
    /// Rendered diagnostics, or an I/O error with its path.
    pub fn compile_into(&self, folder: &Path) -> Result<FileSet, String> {
        self.run(folder).map(|run| run.files)
    }

    fn run(&self, folder: &Path) -> Result<Run, String> {
        let text = |error: io::Error| error.to_string();
        let sources = read(&self.spec).map_err(text)?;
        let mut sink = Sink::default();
        let options = self.all_options().map_err(text)?;
        let last = Manifest::read(folder);
        let generated = crate::generate_incremental(&sources, &options, &last, &mut sink);
        let (api, files) =
            generated.map_err(|_| diagnostics::render(&sources, &sink.sorted(), false))?;
        files.write(folder).map_err(text)?;
        let line = |warning: &&Diagnostic| diagnostics::one_line(&sources, warning);
        let warnings = sink.sorted().iter().map(line).collect();
        Ok(Run { files, warnings, watched: watched(&self.spec, &sources, &api) })
    }

    fn all_options(&self) -> io::Result<Options> {
        let options = self.options.clone();
        Ok(match &self.templates {
            Some(folder) => options.with_templates(crate::read_templates(folder)?),
            None => options,
        })
    }
}

/// Result of a run.
struct Run {
    files: FileSet,
    /// One line per warning.
    warnings: Vec<String>,
    /// Files and folders for cargo to watch.
    watched: Vec<PathBuf>,
}

/// Returns the files and folders of a description that must be watched.
fn watched(spec: &Path, sources: &Sources, api: &Api) -> Vec<PathBuf> {
    let files: Vec<&str> = sources.iter().map(|(_, source)| source.path.as_str()).collect();
    let has_folder = |group: &Group| files.iter().any(|file| folder_of(file) == Some(&group.name));
    if !files.contains(&CATALOGUE_FILE) || !api.groups.iter().all(has_folder) {
        return vec![spec.to_owned()];
    }
    let folders: BTreeSet<&str> = files.iter().filter_map(|file| folder_of(file)).collect();
    folders.into_iter().chain(files).map(|path| spec.join(path)).collect()
}

/// Returns the folder of an endpoint's file.
fn folder_of(file: &str) -> Option<&str> {
    file.split_once('/').map(|(folder, _)| folder)
}

fn fail(message: &str) -> ! {
    eprintln!("{message}");
    std::process::exit(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    const API: &str = "endpointc: 1\nname: demo\nservers: { main: { url: https://demo.example } }\n\
                       envelopes: { plain: { data: data } }\ngroups: { a: { envelope: plain }, b: { envelope: plain } }\n";

    #[track_caller]
    fn check(files: &[&str], expected: &[&str]) {
        let text = |path: &&str| match *path {
            "api.yaml" => API.to_owned(),
            "codes.yaml" => "codes: { 1: { name: one, doc: One. } }".to_owned(),
            path => format!("summary: Get\nget: /{path}\n"),
        };
        let sources =
            Sources::new("spec", files.iter().map(|path| ((*path).to_owned(), text(path))));
        let api = crate::describe(&sources, &mut Sink::default()).expect("it is valid");
        let expected: Vec<PathBuf> = expected.iter().map(PathBuf::from).collect();
        assert_eq!(watched(Path::new("spec"), &sources, &api), expected);
    }

    #[test]
    fn where_there_may_be_new_files_folders_are_watched() {
        check(
            &["api.yaml", "codes.yaml", "a/x.yaml", "b/y.yaml"],
            &[
                "spec/a",
                "spec/b",
                "spec/a/x.yaml",
                "spec/api.yaml",
                "spec/b/y.yaml",
                "spec/codes.yaml",
            ],
        );
        check(&["api.yaml", "a/x.yaml", "b/y.yaml"], &["spec"]);
        check(&["api.yaml", "codes.yaml", "a/x.yaml"], &["spec"]);
    }
}
