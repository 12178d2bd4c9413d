//! The files of a description as values, each with its place.
//!
//! Each file is parsed as YAML, validated against the grammar and lowered into the structs below.
//! The module `resolve` resolves the names.

pub(crate) mod grammar;
mod lower;
mod map;
pub mod schema;
mod table;
mod text_spans;
mod validate;

use crate::diagnostics::{Diagnostic, Sink, messages};
use crate::model::{Constraint, LocalizedText, Method, ParameterLocation};
use crate::parallel;
use crate::source::yaml::{self, Node, Problem, Reason};
use crate::source::{Source, Sources, Span};

pub(crate) use crate::source::Spanned;
pub(crate) use text_spans::Written;

/// A whole description.
#[derive(Debug)]
pub(crate) struct Description {
    pub(crate) api: ApiFile,
    pub(crate) catalogue: CatalogueFile,
    pub(crate) endpoints: Vec<EndpointFile>,
}

impl Description {
    /// The codes that each file allows, with the number of the file.
    pub(crate) fn allowed(&self) -> impl Iterator<Item = (u32, &Spanned<String>)> {
        let lists = self.endpoints.iter().map(|file| &file.allow);
        let codes = [&self.api.allow, &self.catalogue.allow].into_iter().chain(lists).flatten();
        codes.map(|code| (code.span.file, code))
    }
}

/// `api.yaml`.
#[derive(Debug)]
pub(crate) struct ApiFile {
    pub(crate) version: Spanned<i64>,
    pub(crate) name: Spanned<String>,
    pub(crate) title: LocalizedText,
    pub(crate) doc: LocalizedText,
    pub(crate) servers: Vec<ServerDecl>,
    pub(crate) auth: Option<AuthDecl>,
    pub(crate) exhaustive: bool,
    pub(crate) envelopes: Vec<EnvelopeDecl>,
    pub(crate) paging: Vec<PagingDecl>,
    pub(crate) errors: Vec<(Spanned<String>, Vec<ErrorDecl>)>,
    pub(crate) groups: Vec<GroupDecl>,
    pub(crate) types: Vec<TypeDecl>,
    pub(crate) allow: Vec<Spanned<String>>,
    /// All its texts that can be in two languages.
    pub(crate) texts: Vec<Written>,
}

#[derive(Debug)]
pub(crate) struct ServerDecl {
    pub(crate) name: Spanned<String>,
    pub(crate) url: Spanned<String>,
    pub(crate) doc: LocalizedText,
}

#[derive(Debug)]
pub(crate) struct AuthDecl {
    pub(crate) header: Spanned<String>,
    pub(crate) statuses: Vec<Spanned<i64>>,
    pub(crate) codes: Vec<Spanned<i64>>,
    pub(crate) doc: LocalizedText,
    pub(crate) example: Option<Spanned<String>>,
}

#[derive(Debug)]
pub(crate) struct EnvelopeDecl {
    pub(crate) name: Spanned<String>,
    pub(crate) code: Option<Spanned<String>>,
    pub(crate) success: Vec<Spanned<i64>>,
    pub(crate) message: Option<Spanned<String>>,
    pub(crate) data: Option<Spanned<String>>,
    pub(crate) others: Vec<Spanned<String>>,
}

/// A paging style.
#[derive(Debug)]
pub(crate) struct PagingDecl {
    pub(crate) name: Spanned<String>,
    pub(crate) in_body: bool,
    pub(crate) page: Spanned<String>,
    pub(crate) size: Option<Spanned<String>>,
    pub(crate) default_size: Option<Spanned<i64>>,
    pub(crate) max_size: Option<Spanned<i64>>,
    pub(crate) rows: Option<Spanned<String>>,
    pub(crate) number: Option<Spanned<String>>,
    pub(crate) total: Option<Spanned<String>>,
    pub(crate) pages: Option<Spanned<String>>,
    pub(crate) others: Vec<Spanned<String>>,
}

#[derive(Debug)]
pub(crate) struct GroupDecl {
    pub(crate) name: Spanned<String>,
    pub(crate) title: LocalizedText,
    pub(crate) doc: LocalizedText,
    pub(crate) envelope: Option<Spanned<String>>,
    pub(crate) error_sets: Vec<Spanned<String>>,
    pub(crate) feature: Option<Spanned<String>>,
}

#[derive(Debug)]
pub(crate) struct ErrorDecl {
    pub(crate) code: Spanned<i64>,
    /// Defaults to that of the catalogue, as all below.
    pub(crate) name: Option<Spanned<String>>,
    pub(crate) kind: Option<String>,
    pub(crate) retry: Option<bool>,
    pub(crate) doc: LocalizedText,
    pub(crate) remedy: LocalizedText,
}

/// `codes.yaml`: all codes of the API, so that endpoints can list them without describing them.
#[derive(Debug, Default)]
pub(crate) struct CatalogueFile {
    pub(crate) codes: Vec<ErrorDecl>,
    pub(crate) allow: Vec<Spanned<String>>,
    /// All its texts that can be in two languages.
    pub(crate) texts: Vec<Written>,
}

/// A file that describes an endpoint.
#[derive(Debug)]
pub(crate) struct EndpointFile {
    pub(crate) file: u32,
    /// Folder and file name without its ending.
    pub(crate) group: String,
    pub(crate) name: String,
    /// Path of the file below the folder of the description.
    pub(crate) path: String,
    pub(crate) summary: LocalizedText,
    pub(crate) doc: LocalizedText,
    /// All method keys; exactly one is valid.
    pub(crate) routes: Vec<(Method, Spanned<String>)>,
    pub(crate) source: Option<String>,
    pub(crate) since: Option<String>,
    pub(crate) deprecated: Option<LocalizedText>,
    pub(crate) without_auth: bool,
    pub(crate) idempotent: Option<bool>,
    pub(crate) envelope: Option<Spanned<String>>,
    pub(crate) parameters: Vec<ParameterDecl>,
    pub(crate) returns: Option<TypeExpr>,
    pub(crate) paging: Option<Spanned<String>>,
    pub(crate) error_sets: Option<Vec<Spanned<String>>>,
    pub(crate) errors: Vec<ErrorDecl>,
    pub(crate) types: Vec<TypeDecl>,
    pub(crate) examples: Vec<ExampleDecl>,
    pub(crate) quirks: Vec<LocalizedText>,
    pub(crate) allow: Vec<Spanned<String>>,
    /// All its texts that can be in two languages.
    pub(crate) texts: Vec<Written>,
}

#[derive(Debug)]
pub(crate) struct ParameterDecl {
    pub(crate) wire_name: Spanned<String>,
    pub(crate) place: ParameterLocation,
    pub(crate) ty: Option<TypeExpr>,
    /// A type whose fields are sent as parameters.
    pub(crate) spread: Option<TypeExpr>,
    pub(crate) constant: Option<Spanned<ordered_json::Value>>,
    pub(crate) required: bool,
    pub(crate) list: Option<String>,
    pub(crate) default: Option<Spanned<ordered_json::Value>>,
    pub(crate) name: Option<Spanned<String>>,
    pub(crate) secret: bool,
    pub(crate) limits: Vec<Spanned<Constraint>>,
    pub(crate) undocumented: bool,
    pub(crate) doc: LocalizedText,
}

#[derive(Debug)]
pub(crate) enum TypeExpr {
    Name(Spanned<String>),
    List(Box<TypeExpr>),
    Map(Box<TypeExpr>),
    /// Text that holds JSON.
    JsonText(Box<TypeExpr>),
    /// A list in one text, and its separator.
    Joined(Box<TypeExpr>, Option<Spanned<String>>),
    /// A type described at its use, and named after that place.
    Inline(Span, Box<ShapeDecl>),
}

impl TypeExpr {
    /// The place of its name, or of the name inside.
    pub(crate) fn span(&self) -> Span {
        match self {
            Self::Name(name) => name.span,
            Self::List(inside)
            | Self::Map(inside)
            | Self::JsonText(inside)
            | Self::Joined(inside, _) => inside.span(),
            Self::Inline(span, _) => *span,
        }
    }
}

/// The shape of a type. Exactly one is valid; all that were written are kept.
#[derive(Debug, Default)]
pub(crate) struct ShapeDecl {
    pub(crate) fields: Option<Vec<FieldDecl>>,
    pub(crate) values: Option<Vec<EnumValueDecl>>,
    pub(crate) one_of: Option<Vec<AlternativeDecl>>,
    pub(crate) union: Option<UnionDecl>,
}

/// An alternative of a `one_of`.
#[derive(Debug)]
pub(crate) struct AlternativeDecl {
    pub(crate) name: Spanned<String>,
    pub(crate) fields: Vec<FieldDecl>,
}

/// A union of types.
#[derive(Debug)]
pub(crate) struct UnionDecl {
    pub(crate) span: Span,
    pub(crate) tag: Option<Spanned<String>>,
    /// By value of the tag.
    pub(crate) types: Vec<(Spanned<String>, TypeExpr)>,
    /// By name, in the order in which they are tried.
    pub(crate) shapes: Vec<(Spanned<String>, TypeExpr)>,
}

/// The result fields of a batch item.
#[derive(Debug)]
pub(crate) struct ItemDecl {
    pub(crate) code: Spanned<String>,
    pub(crate) success: Vec<Spanned<i64>>,
    pub(crate) message: Option<Spanned<String>>,
}

#[derive(Debug)]
pub(crate) struct TypeDecl {
    pub(crate) name: Spanned<String>,
    pub(crate) doc: LocalizedText,
    pub(crate) shape: ShapeDecl,
    /// Path of a type that is written by hand.
    pub(crate) rust: Option<Spanned<String>>,
    /// A value of that type, as an expression.
    pub(crate) sample: Option<Spanned<String>>,
    pub(crate) item: Option<ItemDecl>,
}

#[derive(Debug)]
pub(crate) struct FieldDecl {
    pub(crate) wire_name: Spanned<String>,
    pub(crate) ty: Option<TypeExpr>,
    pub(crate) constant: Option<Spanned<ordered_json::Value>>,
    /// If absent, the use of the field decides.
    pub(crate) required: Option<bool>,
    pub(crate) nullable: bool,
    pub(crate) default: Option<Spanned<ordered_json::Value>>,
    pub(crate) name: Option<Spanned<String>>,
    pub(crate) secret: bool,
    pub(crate) limits: Vec<Spanned<Constraint>>,
    pub(crate) deprecated: Option<LocalizedText>,
    pub(crate) undocumented: bool,
    pub(crate) doc: LocalizedText,
}

#[derive(Debug)]
pub(crate) struct EnumValueDecl {
    /// The value as it was written.
    pub(crate) scalar: Spanned<String>,
    pub(crate) name: Spanned<String>,
    pub(crate) doc: LocalizedText,
}

#[derive(Debug)]
pub(crate) struct ExampleDecl {
    pub(crate) span: Span,
    /// Kept as nodes, like the response.
    pub(crate) parameters: Vec<(ParameterLocation, Spanned<String>, Node)>,
    pub(crate) status: Option<Spanned<i64>>,
    /// Kept as a node, so that diagnostics can point into it.
    pub(crate) response: Option<Node>,
}

/// The file that describes the API as a whole.
pub(crate) const API_FILE: &str = "api.yaml";

/// The optional file that describes all codes of the API.
pub(crate) const CATALOGUE_FILE: &str = "codes.yaml";

/// Reads all files. Returns `None` if there is no `api.yaml`, or it could not be read.
pub(crate) fn load(sources: &Sources, sink: &mut Sink) -> Option<Description> {
    let all: Vec<_> = sources.iter().collect();
    let mut api = None;
    let mut catalogue = None;
    let mut endpoints = Vec::new();
    for read in parallel::map(&all, |(file, source)| read_one(*file, source)) {
        let (read, found) = read.expect("a thread that reads files has panicked");
        sink.merge(found);
        match read {
            Some(File::Api(read)) => api = Some(*read),
            Some(File::Catalogue(read)) => catalogue = Some(read),
            Some(File::Endpoint(read)) => endpoints.push(*read),
            None => {}
        }
    }
    if !sources.iter().any(|(_, source)| source.path == API_FILE) {
        sink.push(messages::missing_api_file(sources));
    }
    Some(Description { api: api?, catalogue: catalogue.unwrap_or_default(), endpoints })
}

/// A file that was read.
enum File {
    Api(Box<ApiFile>),
    Catalogue(CatalogueFile),
    Endpoint(Box<EndpointFile>),
}

/// The file of an endpoint, with group and name from its path.
struct EndpointPlace<'a> {
    file: u32,
    path: &'a str,
    group: &'a str,
    name: &'a str,
}

/// Reads a file, and returns its diagnostics beside it.
fn read_one(file: u32, source: &Source) -> (Option<File>, Sink) {
    let mut sink = Sink::default();
    let read = read_as(file, source, &mut sink);
    (read, sink)
}

/// Returns the kind of a file, which depends on its path.
fn read_as(file: u32, source: &Source, sink: &mut Sink) -> Option<File> {
    let path = source.path.as_str();
    if path == API_FILE {
        let node = parse(file, source, sink)?;
        lower::api(&node, sink).map(Box::new).map(File::Api)
    } else if path == CATALOGUE_FILE {
        let node = parse(file, source, sink)?;
        lower::catalogue(&node, sink).map(File::Catalogue)
    } else if let Some((group, name)) = endpoint_name(path) {
        let node = parse(file, source, sink)?;
        let place = EndpointPlace { file, path, group, name };
        lower::endpoint(&node, &place, sink).map(Box::new).map(File::Endpoint)
    } else {
        sink.push(messages::misplaced_file(file, path));
        None
    }
}

/// Parses the YAML of a file.
fn parse(file: u32, source: &Source, sink: &mut Sink) -> Option<Node> {
    let (node, problems) = yaml::parse(file, source);
    problems.iter().for_each(|problem| sink.push(diagnostic(problem)));
    node
}

fn diagnostic(problem: &Problem) -> Diagnostic {
    match &problem.reason {
        Reason::NotUtf8 => messages::not_utf8(problem.span),
        Reason::TooLarge(bytes) => messages::file_too_large(problem.span.file, *bytes),
        Reason::Budget(excess) => messages::budget_exceeded(problem.span, excess),
        Reason::Syntax(reason) => messages::yaml_syntax(problem.span, reason),
    }
}

/// Splits the path of an endpoint: `thing_model/export_tsl.yaml` describes the endpoint `export_tsl`
/// of the group `thing_model`.
fn endpoint_name(path: &str) -> Option<(&str, &str)> {
    let (group, file) = path.split_once('/')?;
    let name = file.strip_suffix(".yaml")?;
    (!name.is_empty() && !name.contains('/')).then_some((group, name))
}
