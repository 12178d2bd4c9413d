//! The commands: each decides what happened and says it in an [`Outcome`].

pub(crate) mod args;
mod diff;
mod explain;
mod export;
mod mock;
mod new;
mod revision;

use std::fmt::Write;
use std::time::{Duration, Instant};

use endpointc::generated::{Difference, Written};
use endpointc::model::Api;
use endpointc::schema::{self, Document};
use endpointc::{Generated, Manifest, Options, Overrides, Sink, Sources, build};

pub(crate) use diff::diff;
pub(crate) use explain::explain;
pub(crate) use export::export;
pub(crate) use mock::mock;
pub(crate) use new::new;

use args::{Common, Output, SchemaArgs};

/// What a command found and did.
#[derive(Default)]
pub(crate) struct Outcome {
    pub(crate) sources: Sources,
    pub(crate) diagnostics: Sink,
    /// What was asked for; shown to whoever wants to hear nothing else, too.
    pub(crate) answer: Option<String>,
    /// What was done.
    pub(crate) summary: Option<String>,
    pub(crate) exit: u8,
}

/// The command could not be carried out: usage or I/O.
pub(crate) struct Failure(pub(crate) String);

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        Self(error.to_string())
    }
}

/// Writes the client.
pub(crate) fn generate(common: &Common, output: &Output) -> Result<Outcome, Failure> {
    let start = Instant::now();
    let sources = build::read(&common.spec)?;
    let (manifest, templates) = (Manifest::read(&output.out), overrides(output)?);
    if let Some(summary) = current(&manifest, &sources, &templates, output, start) {
        return Ok(Outcome { sources, summary: Some(summary), ..Outcome::default() });
    }
    let mut sink = Sink::default();
    let Some((api, generated)) = compile(&sources, &templates, &manifest, &mut sink) else {
        return Ok(Outcome::stopped(sources, sink, "nothing was written"));
    };
    let written = generated.write(&output.out)?;
    let mut summary = made(&api, &generated, start.elapsed());
    let _ = write!(summary, "\n{}", changes(&written, &output.out.display().to_string()));
    Ok(Outcome { sources, diagnostics: sink, summary: Some(summary), ..Outcome::default() })
}

/// Says whether the client is current.
pub(crate) fn check(common: &Common, output: &Output) -> Result<Outcome, Failure> {
    let start = Instant::now();
    let sources = build::read(&common.spec)?;
    let mut sink = Sink::default();
    let (manifest, templates) = (Manifest::read(&output.out), overrides(output)?);
    let Some((api, generated)) = compile(&sources, &templates, &manifest, &mut sink) else {
        return Ok(Outcome::stopped(sources, sink, "nothing was written"));
    };
    let differences = generated.compare(&output.out)?;
    let (summary, exit) = match differences.is_empty() {
        true => (format!("{}: current", made(&api, &generated, start.elapsed())), 0),
        false => (stale(&differences, common, output), 1),
    };
    Ok(Outcome { sources, diagnostics: sink, summary: Some(summary), exit, ..Outcome::default() })
}

/// Prints the JSON Schema of descriptions.
pub(crate) fn schema(asked: &SchemaArgs) -> Result<Outcome, Failure> {
    let document = match (asked.api, asked.codes) {
        (true, _) => Document::Api,
        (false, true) => Document::Catalogue,
        (false, false) => Document::Endpoint,
    };
    let schema = schema::schema(document);
    Ok(Outcome { answer: Some(format!("{schema:#}")), ..Outcome::default() })
}

/// What is said when there is nothing to do.
fn current(
    manifest: &Manifest,
    sources: &Sources,
    templates: &Overrides,
    output: &Output,
    start: Instant,
) -> Option<String> {
    let is_current = manifest.is_current(sources, &options("", templates));
    is_current.then(|| {
        let (files, time) = (plural(manifest.len(), "file"), start.elapsed().as_millis());
        format!("{} was current: nothing was written ({files} in {time} ms)", output.out.display())
    })
}

fn compile(
    sources: &Sources,
    templates: &Overrides,
    before: &Manifest,
    sink: &mut Sink,
) -> Option<(Api, Generated)> {
    let api = endpointc::describe(sources, sink).ok()?;
    let options = self::options(&api.name, templates);
    let mut generated = endpointc::compile_over(&api, &options, before, sink).ok()?;
    if sink.warnings() == 0 {
        // The name of the crate comes from the description, which is among what is remembered.
        generated.remember(sources, &self::options("", templates));
    }
    Some((api, generated))
}

fn options(name: &str, templates: &Overrides) -> Options {
    Options::for_crate(name).with_templates(templates.clone())
}

fn overrides(output: &Output) -> Result<Overrides, Failure> {
    Ok(output.templates.as_deref().map(Overrides::read).transpose()?.unwrap_or_default())
}

impl Outcome {
    /// The description has errors; what that means for the command is said in a few words.
    fn stopped(sources: Sources, diagnostics: Sink, so: &str) -> Self {
        let summary = format!("{}; {so}", counted(&diagnostics));
        Self { sources, diagnostics, summary: Some(summary), exit: 1, ..Self::default() }
    }
}

fn counted(sink: &Sink) -> String {
    let errors = plural(sink.errors(), "error");
    match sink.warnings() {
        0 => errors,
        warnings => format!("{errors}, {}", plural(warnings, "warning")),
    }
}

fn made(api: &Api, generated: &Generated, time: Duration) -> String {
    format!(
        "{}, {}, {}, {} in {} ms",
        plural(api.endpoints().count(), "endpoint"),
        plural(api.types.len(), "type"),
        plural(api.codes().len(), "error code"),
        plural(generated.files().count(), "file"),
        time.as_millis(),
    )
}

fn changes(written: &Written, folder: &str) -> String {
    if written.changed.is_empty() && written.removed.is_empty() {
        return format!("{folder} was current: nothing was written");
    }
    let changed = written.changed.iter().map(|path| format!("wrote   {folder}/{path}"));
    let removed = written.removed.iter().map(|path| format!("removed {folder}/{path}"));
    changed.chain(removed).collect::<Vec<_>>().join("\n")
}

fn stale(differences: &[Difference], common: &Common, output: &Output) -> String {
    let folder = output.out.display();
    let line = |difference: &Difference| match difference {
        Difference::Missing(path) => format!("missing:   {folder}/{path}\n"),
        Difference::LeftOver(path) => format!("left over: {folder}/{path}\n"),
        Difference::Changed { diff, .. } => diff.clone(),
    };
    let shown: String = differences.iter().map(line).collect();
    let spec = common.spec.display();
    format!(
        "{shown}\n{folder} is not what {spec} describes; run `endpointc generate --spec {spec} --out {folder}`"
    )
}

fn plural(count: usize, what: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {what}{plural}")
}
