//! `endpointc export`: converts the description to another format.

use std::path::Path;

use endpointc::openapi::{self, Options, Version};
use endpointc::{Sink, output, source};

use super::args::{Common, Export, OpenapiArgs, OpenapiVersion};
use super::outcome::{Failure, Outcome, plural};

/// Writes or prints the description in the requested format.
pub(crate) fn export(common: &Common, asked: &Export) -> Result<Outcome, Failure> {
    match asked {
        Export::Openapi(asked) => openapi(common, asked),
    }
}

fn openapi(common: &Common, asked: &OpenapiArgs) -> Result<Outcome, Failure> {
    let sources = source::read(&common.spec)?;
    let mut sink = Sink::default();
    let Ok(api) = endpointc::describe(&sources, &mut sink) else {
        return Ok(Outcome::stopped(sources, sink, "nothing was written"));
    };
    let document = openapi::document(&api, options(asked));
    let mut outcome = Outcome { sources, diagnostics: sink, ..Outcome::default() };
    match &asked.out {
        None => outcome.answer = Some(format!("{document:#}")),
        Some(file) => {
            let text = format!("{document:#}\n");
            output::replace(file, &text)?;
            outcome.summary = Some(written(file, api.endpoints().count(), text.len()));
        }
    }
    Ok(outcome)
}

fn options(asked: &OpenapiArgs) -> Options {
    let version = match asked.openapi_version {
        OpenapiVersion::V3_0 => Version::V3_0,
        OpenapiVersion::V3_1 => Version::V3_1,
    };
    Options { version, flat: asked.flat }
}

fn written(file: &Path, endpoints: usize, bytes: usize) -> String {
    let endpoints = plural(endpoints, "endpoint");
    format!("{endpoints}, {} KiB\nwrote   {}", bytes.div_ceil(1024), file.display())
}
