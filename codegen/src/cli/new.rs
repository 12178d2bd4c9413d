//! `endpointc new`: a file for an endpoint, to be filled in.

use std::fs;
use std::io::{ErrorKind, Write};
use std::path::Path;

use endpointc::source::shown_path;
use endpointc::{Options, Sink, Sources, source};

use super::args::{Common, NewArgs};
use super::{Failure, Outcome};

/// What the file holds; a `#` without a blank after it stands before a key to be used.
const SKELETON: &str = include_str!("skeleton.yaml");

/// The schema that an editor is pointed at, where the description has it.
const SCHEMA: &str = "schema/endpoint.schema.json";

/// Writes a file that compiles as it is.
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

/// Two groups may have endpoints of one name, but not of one path.
fn skeleton(spec: &Path, group: &str, name: &str) -> String {
    let text = SKELETON.replace("GROUP", group).replace("NAME", name);
    match spec.join(SCHEMA).is_file() {
        true => format!("# yaml-language-server: $schema=../{SCHEMA}\n{text}"),
        false => text,
    }
}

/// The whole description is compiled with the new file before that is written, so that what is
/// wrong with its name or its group is said as it always is.
fn compiled_with(spec: &Path, path: String, text: &str) -> Result<(Sources, Sink), Failure> {
    let old = source::read(spec)?;
    let old = old.iter().map(|(_, source)| (source.path.clone(), source.text.clone()));
    let sources = Sources::new(&shown_path(spec), old.chain([(path, text.to_owned())]));
    let mut sink = Sink::default();
    // Errors are in the sink; the output is not wanted.
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
    Failure(format!("{} is there already; nothing was written", file.display()))
}

fn written(file: &Path, common: &Common) -> String {
    format!(
        "wrote   {}\nfill it in; `endpointc check --spec {}` says what is wrong",
        file.display(),
        common.spec.display()
    )
}
