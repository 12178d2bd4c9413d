//! Compiling a description from a build script.

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};

use crate::diagnostics::{self, Diagnostic, Sink, Stopped};
use crate::model::{Api, Group};
use crate::options::{Layout, Options};
use crate::output::Generated;
use crate::output::manifest::Manifest;
use crate::source::{Sources, read};
use crate::syntax::CATALOGUE_FILE;

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
/// endpointc_runtime::include_client!(pub mod api);
/// ```
#[derive(Debug, Clone)]
pub struct Build {
    spec: PathBuf,
    options: Options,
    /// Where templates are that stand in place of ours.
    templates: Option<PathBuf>,
    module: String,
}

impl Build {
    /// A description in a folder, relative to the package.
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

    /// Takes templates from a folder, in place of those of the same name.
    pub fn templates(mut self, folder: impl Into<PathBuf>) -> Self {
        self.templates = Some(folder.into());
        self
    }

    /// Makes one file, `mod.rs`, instead of one for each endpoint. [`include_client!`] takes either; `include!` takes this
    /// one also where the rest of the tree would not be found.
    ///
    /// [`include_client!`]: https://docs.rs/endpointc-runtime/latest/endpointc_runtime/macro.include_client.html
    pub fn single_file(mut self, single: bool) -> Self {
        self.options.layout = if single { Layout::SingleFile } else { Layout::Tree };
        self
    }

    /// Names the module, which is `api` at first: a crate may have several clients.
    pub fn module(mut self, name: &str) -> Self {
        self.module = name.to_owned();
        self
    }

    /// Compiles the description into a folder of `OUT_DIR`, named like the module, tells cargo what to watch, and ends the build
    /// with diagnostics on standard error if the description has mistakes.
    ///
    /// # What cargo watches
    ///
    /// Each file of the description and each folder in which there may be a new one. Cargo looks at everything in a
    /// folder that it watches, and builds the crate again when the build script has run, whatever that wrote: so a note
    /// beside `things/get.yaml` costs a build of the crate. Beside `api.yaml` it costs nothing, once each declared group
    /// has its folder and there is a `codes.yaml`; before that the whole folder is watched, since either may come. The
    /// output is written only where it changes.
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
            // Cargo runs what has failed again, whatever has changed.
            Err(message) => fail(&message),
        }
    }

    /// Compiles the description into a folder.
    ///
    /// # Errors
    ///
    /// The text says what to mend: rendered diagnostics, or an I/O error with its file.
    pub fn compile_into(&self, folder: &Path) -> Result<Generated, String> {
        self.run(folder).map(|run| run.generated)
    }

    fn run(&self, folder: &Path) -> Result<Run, String> {
        let text = |error: io::Error| error.to_string();
        let sources = read(&self.spec).map_err(text)?;
        let mut sink = Sink::default();
        let options = self.all_options().map_err(text)?;
        let compiled = self.made(&sources, &options, &Manifest::read(folder), &mut sink);
        let (api, generated) =
            compiled.map_err(|_| diagnostics::render(&sources, &sink.sorted(), false))?;
        generated.write(folder).map_err(text)?;
        let line = |warning: &&Diagnostic| diagnostics::one_line(&sources, warning);
        let warnings = sink.sorted().iter().map(line).collect();
        Ok(Run { generated, warnings, watched: watched(&self.spec, &sources, &api) })
    }

    fn all_options(&self) -> io::Result<Options> {
        let options = self.options.clone();
        Ok(match &self.templates {
            Some(folder) => options.with_templates(crate::read_templates(folder)?),
            None => options,
        })
    }

    fn made(
        &self,
        sources: &Sources,
        options: &Options,
        before: &Manifest,
        sink: &mut Sink,
    ) -> Result<(Api, Generated), Stopped> {
        let api = crate::describe(sources, sink)?;
        let mut generated = crate::compile_over(&api, options, before, sink)?;
        if sink.warnings() == 0 {
            generated.remember(sources, options);
        }
        Ok((api, generated))
    }
}

/// What came of a run.
struct Run {
    generated: Generated,
    /// A line for each.
    warnings: Vec<String>,
    /// Files and folders that cargo is to watch.
    watched: Vec<PathBuf>,
}

/// What of a description must be watched for the next run to see all that is new.
fn watched(spec: &Path, sources: &Sources, api: &Api) -> Vec<PathBuf> {
    let files: Vec<&str> = sources.iter().map(|(_, source)| source.path.as_str()).collect();
    let has_folder = |group: &Group| files.iter().any(|file| folder_of(file) == Some(&group.name));
    if !files.contains(&CATALOGUE_FILE) || !api.groups.iter().all(has_folder) {
        return vec![spec.to_owned()];
    }
    let folders: BTreeSet<&str> = files.iter().filter_map(|file| folder_of(file)).collect();
    folders.into_iter().chain(files).map(|path| spec.join(path)).collect()
}

/// That of an endpoint's file.
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
