//! Files as such, and YAML.

use crate::diagnostics::{Code, Diagnostic};
use crate::source::{MAX_BYTES, Sources, Span};

pub(crate) fn yaml_syntax(span: Span, reason: &str) -> Diagnostic {
    Diagnostic::new(Code::YamlSyntax, span, format!("invalid YAML: {reason}"))
}

pub(crate) fn budget_exceeded(span: Span, excess: &str) -> Diagnostic {
    Diagnostic::new(Code::BudgetExceeded, span, format!("the file is too large to read: {excess}"))
        .help("split the file, or write values out in place of aliases")
}

pub(crate) fn too_large(span: Span, excess: &str) -> Diagnostic {
    let headline = format!("the description is too large to compile: {excess}");
    Diagnostic::new(Code::BudgetExceeded, span, headline)
        .help("describe each endpoint in its own file, and remove what is not needed")
}

pub(crate) fn not_utf8(span: Span) -> Diagnostic {
    Diagnostic::new(Code::NotUtf8, span, "the file is not valid UTF-8")
        .label("first invalid byte")
        .help("save the file as UTF-8")
}

pub(crate) fn file_too_large(file: u32, bytes: u64) -> Diagnostic {
    let headline = format!("the file has {bytes} bytes, and the maximum is {MAX_BYTES}");
    Diagnostic::new(Code::FileTooLarge, Span::file(file), headline)
        .help("describe each endpoint in its own file, and shorten its examples")
}

pub(crate) fn missing_api_file(sources: &Sources) -> Diagnostic {
    let headline = if sources.iter().next().is_some() {
        "the description has no `api.yaml`"
    } else {
        "the description has no files"
    };
    Diagnostic::new(Code::MissingApiFile, Span::NOWHERE, headline)
        .help("add `api.yaml` with the name of the API, its servers, envelopes and groups")
}

pub(crate) fn misplaced_file(file: u32, path: &str) -> Diagnostic {
    let headline = format!("unexpected file `{path}`");
    Diagnostic::new(Code::MisplacedFile, Span::file(file), headline)
        .help("move an endpoint to `<group>/<endpoint>.yaml`")
}
