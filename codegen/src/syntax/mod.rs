//! What was written: the files of a description as values, with the place of every leaf.
//!
//! Reading goes file by file: YAML to a tree, the tree against the table of keys, then into the
//! structs below. Names are still words here; what they mean is the work of `resolve`.

mod check;
pub(crate) mod keys;
mod read;
pub mod schema;
mod texts;

use crate::diagnostics::Sink;
use crate::diagnostics::messages;
use crate::model::{Constraint, LocalizedText, Method, ParameterLocation};
use crate::parallel;
use crate::source::yaml::{self, Node};
use crate::source::{Source, Sources, Span};

pub(crate) use keys::Table;
pub(crate) use texts::Written;

/// A value and where it was written.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Spanned<T> {
    pub(crate) value: T,
    pub(crate) span: Span,
}

/// A whole description.
#[derive(Debug)]
pub(crate) struct Files {
    pub(crate) api: ApiFile,
    pub(crate) catalogue: CatalogueFile,
    pub(crate) endpoints: Vec<EndpointFile>,
}

impl Files {
    /// What each file does not want to hear, with the number of the file.
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
    /// Every text in it that may be in two languages.
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

/// How lists come in pages.
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
    /// What is left out is as the catalogue says.
    pub(crate) name: Option<Spanned<String>>,
    pub(crate) kind: Option<String>,
    pub(crate) retry: Option<bool>,
    pub(crate) doc: LocalizedText,
    pub(crate) remedy: LocalizedText,
}

/// `codes.yaml`: every code of the API, so that whoever lists one need not describe it.
#[derive(Debug, Default)]
pub(crate) struct CatalogueFile {
    pub(crate) codes: Vec<ErrorDecl>,
    pub(crate) allow: Vec<Spanned<String>>,
    /// Every text in it that may be in two languages.
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
    /// Every method key that was written; one is right.
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
    /// Every text in it that may be in two languages.
    pub(crate) texts: Vec<Written>,
}

#[derive(Debug)]
pub(crate) struct ParameterDecl {
    pub(crate) wire: Spanned<String>,
    pub(crate) place: ParameterLocation,
    pub(crate) ty: Option<TypeExpr>,
    /// A type whose fields are sent as if they were parameters.
    pub(crate) spread: Option<TypeExpr>,
    pub(crate) constant: Option<Spanned<serde_json::Value>>,
    pub(crate) required: bool,
    pub(crate) list: Option<String>,
    pub(crate) default: Option<Spanned<serde_json::Value>>,
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
    /// A list in one text, and what stands between its items.
    Joined(Box<TypeExpr>, Option<Spanned<String>>),
    /// A type described where it is used; it gets its name from that place.
    Inline(Span, Box<ShapeDecl>),
}

impl TypeExpr {
    /// Where it is written: its name, or that of what is inside.
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

/// The shape of a type. One of these is right; every one that was written is kept.
#[derive(Debug, Default)]
pub(crate) struct ShapeDecl {
    pub(crate) fields: Option<Vec<FieldDecl>>,
    pub(crate) values: Option<Vec<EnumValueDecl>>,
    pub(crate) one_of: Option<Vec<AlternativeDecl>>,
    pub(crate) union: Option<UnionDecl>,
}

/// One of several ways to give something.
#[derive(Debug)]
pub(crate) struct AlternativeDecl {
    pub(crate) name: Spanned<String>,
    pub(crate) fields: Vec<FieldDecl>,
}

/// One of several types.
#[derive(Debug)]
pub(crate) struct UnionDecl {
    pub(crate) span: Span,
    pub(crate) tag: Option<Spanned<String>>,
    /// By value of the tag.
    pub(crate) types: Vec<(Spanned<String>, TypeExpr)>,
    /// By name, in the order in which they are tried.
    pub(crate) shapes: Vec<(Spanned<String>, TypeExpr)>,
}

/// How an item of a batch says how it went.
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
    pub(crate) wire: Spanned<String>,
    pub(crate) ty: Option<TypeExpr>,
    pub(crate) constant: Option<Spanned<serde_json::Value>>,
    /// Nothing was said, if absent: what that means depends on where the field is.
    pub(crate) required: Option<bool>,
    pub(crate) nullable: bool,
    pub(crate) default: Option<Spanned<serde_json::Value>>,
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
    pub(crate) wire: Spanned<String>,
    pub(crate) name: Spanned<String>,
    pub(crate) doc: LocalizedText,
}

#[derive(Debug)]
pub(crate) struct ExampleDecl {
    pub(crate) span: Span,
    /// Kept as they were written, like the answer.
    pub(crate) parameters: Vec<(ParameterLocation, Spanned<String>, Node)>,
    pub(crate) status: Option<Spanned<i64>>,
    /// Kept as it was written, so that what does not fit can be pointed at.
    pub(crate) response: Option<Node>,
}

/// The file that describes the API as a whole.
pub(crate) const API_FILE: &str = "api.yaml";

/// The file that explains every code of the API, if there is one.
pub(crate) const CATALOGUE_FILE: &str = "codes.yaml";

/// Reads all files; `None` when there is no `api.yaml` or some file could not be read.
pub(crate) fn load(sources: &Sources, sink: &mut Sink) -> Option<Files> {
    let all: Vec<_> = sources.iter().collect();
    let mut api = None;
    let mut catalogue = None;
    let mut endpoints = Vec::new();
    for read in parallel::map(&all, |(file, source)| read_one(*file, source)) {
        let (read, found) = read.expect("a thread that reads files has panicked");
        sink.take_in(found);
        match read {
            Some(Read::Api(read)) => api = Some(*read),
            Some(Read::Catalogue(read)) => catalogue = Some(read),
            Some(Read::Endpoint(read)) => endpoints.push(*read),
            None => {}
        }
    }
    if !sources.iter().any(|(_, source)| source.path == API_FILE) {
        sink.push(messages::no_api_file(sources));
    }
    Some(Files { api: api?, catalogue: catalogue.unwrap_or_default(), endpoints })
}

/// A file that was read.
enum Read {
    Api(Box<ApiFile>),
    Catalogue(CatalogueFile),
    Endpoint(Box<EndpointFile>),
}

/// Reads a file, and says what it found.
fn read_one(file: u32, source: &Source) -> (Option<Read>, Sink) {
    let mut sink = Sink::default();
    let path = &source.path;
    let read = if path == API_FILE {
        let node = yaml::parse(file, source, &mut sink);
        node.and_then(|node| read::api(&node, &mut sink)).map(Box::new).map(Read::Api)
    } else if path == CATALOGUE_FILE {
        let node = yaml::parse(file, source, &mut sink);
        node.and_then(|node| read::catalogue(&node, &mut sink)).map(Read::Catalogue)
    } else if let Some(name) = endpoint_name(path) {
        let node = yaml::parse(file, source, &mut sink);
        let read = node.and_then(|node| read::endpoint(&node, name, (file, path), &mut sink));
        read.map(Box::new).map(Read::Endpoint)
    } else {
        sink.push(messages::misplaced_file(file, path));
        None
    };
    (read, sink)
}

/// `thing_model/export_tsl.yaml` is the endpoint `export_tsl` of the group `thing_model`.
fn endpoint_name(path: &str) -> Option<(&str, &str)> {
    let (group, file) = path.split_once('/')?;
    let name = file.strip_suffix(".yaml")?;
    (!name.is_empty() && !name.contains('/')).then_some((group, name))
}
