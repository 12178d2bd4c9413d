//! `endpointc new`: creates a template of an endpoint file.

use std::fs;
use std::io::{ErrorKind, Write};
use std::path::Path;

use endpointc::source::shown_path;
use endpointc::{Options, Sink, Sources, source};

use super::args::{Common, NewArgs};
use super::outcome::{Failure, Outcome};

/// Text of the file. A `#` without a space after it is before a key that can be enabled.
const SKELETON: &str = include_str!("skeleton.yaml");

/// Schema for editors, if the description contains it.
const SCHEMA: &str = "schema/endpoint.schema.json";

/// Writes a file that compiles without edits.
pub(crate) fn new(common: &Common, asked: &NewArgs) -> Result<Outcome, Failure> {
    let (group, name) = parts(&asked.endpoint)?;
    let path = format!("{group}/{name}.yaml");
    let file = common.spec.join(&path);
    if file.exists() {
        return Err(exists(&file));
    }
    let text = skeleton(&common.spec, group, name);
    let (sources, sink) = compiled_with(&common.spec, path, &text)?;
    if sink.errors() > 0 {
        return Ok(Outcome::stopped(sources, sink, "nothing was written"));
    }
    write(&file, &text)?;
    Ok(Outcome { summary: Some(written(&file, common)), ..Outcome::default() })
}

fn parts(endpoint: &str) -> Result<(&str, &str), Failure> {
    match endpoint.split_once('/') {
        Some((group, name)) if !group.is_empty() && !name.is_empty() && !name.contains('/') => {
            Ok((group, name))
        }
        Some(_) | None => {
            let expected = "a group and a name, such as `devices/list`";
            Err(Failure(format!("expected {expected}, found `{endpoint}`")))
        }
    }
}

/// Fills the template. The path contains the group, because two endpoints must not have the same path.
fn skeleton(spec: &Path, group: &str, name: &str) -> String {
    let text = SKELETON.replace("GROUP", group).replace("NAME", name);
    if spec.join(SCHEMA).is_file() {
        format!("# yaml-language-server: $schema=../{SCHEMA}\n{text}")
    } else {
        text
    }
}

/// Compiles the description with the new file, before it is written, so that an invalid name or group is reported as a
/// diagnostic.
fn compiled_with(spec: &Path, path: String, text: &str) -> Result<(Sources, Sink), Failure> {
    let old = source::read(spec)?;
    let old = old.iter().map(|(_, source)| (source.path.clone(), source.text.clone()));
    let sources = Sources::new(&shown_path(spec), old.chain([(path, text.to_owned())]));
    let mut sink = Sink::default();
    // Only the diagnostics are needed.
    let _ = endpointc::generate(&sources, &Options::default(), &mut sink);
    Ok((sources, sink))
}

fn write(file: &Path, text: &str) -> Result<(), Failure> {
    file.parent().map_or(Ok(()), fs::create_dir_all)?;
    let mut created = fs::File::create_new(file).map_err(|error| match error.kind() {
        ErrorKind::AlreadyExists => exists(file),
        _ => Failure(format!("{}: {error}", file.display())),
    })?;
    Ok(created.write_all(text.as_bytes())?)
}

fn exists(file: &Path) -> Failure {
    Failure(format!("{} already exists; nothing was written", file.display()))
}

fn written(file: &Path, common: &Common) -> String {
    format!(
        "wrote   {}\nfill it in, then run `endpointc check --spec {}`",
        file.display(),
        common.spec.display()
    )
}
