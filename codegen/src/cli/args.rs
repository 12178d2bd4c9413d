//! What can be asked for on the command line.

use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};
use endpointc::diff::Label;
use endpointc::mock::FaultRule;

/// Compiles a described HTTP API into a Rust client.
#[derive(Debug, Parser)]
#[command(name = "endpointc", bin_name = "endpointc", version, about)]
pub(crate) struct Args {
    #[command(flatten)]
    pub(crate) common: Common,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// What every command takes.
#[derive(Debug, clap::Args)]
pub(crate) struct Common {
    /// Folder of the description
    #[arg(long, global = true, default_value = "spec", value_name = "DIR")]
    pub(crate) spec: PathBuf,
    /// How diagnostics are shown
    #[arg(long, global = true, default_value = "human", value_name = "FORMAT")]
    pub(crate) message_format: MessageFormat,
    /// Only show what is wrong
    #[arg(long, short, global = true)]
    pub(crate) quiet: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum MessageFormat {
    /// As a person reads them
    Human,
    /// One JSON object a line
    Json,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Write the client
    Generate(GenerateArgs),
    /// Say whether the description is valid and the client current; writes nothing
    Check(Output),
    /// Write a file for an endpoint, to be filled in
    New(NewArgs),
    /// Serve the described API on this machine
    Mock(MockArgs),
    /// Write the description as a site that people browse
    Docs(DocsArgs),
    /// Say what changed for callers, and which step of the version follows
    Diff(DiffArgs),
    /// Say what a code means: that of a diagnostic, or one of the API
    Explain(ExplainArgs),
    /// Write the description in another form
    #[command(subcommand)]
    Export(Export),
    /// Print the JSON Schema of descriptions, for editors
    Schema(SchemaArgs),
}

#[derive(Debug, Subcommand)]
pub(crate) enum Export {
    /// As an OpenAPI document, for viewers and other generators
    Openapi(OpenapiArgs),
}

#[derive(Debug, clap::Args)]
pub(crate) struct OpenapiArgs {
    /// File to write; left out, the document is printed
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
    /// Version of OpenAPI
    #[arg(long, default_value = "3.1", value_name = "VERSION")]
    pub(crate) openapi_version: OpenapiVersion,
    /// Make alternatives optional fields, for generators that know no `oneOf` and `not`
    #[arg(long)]
    pub(crate) flat: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum OpenapiVersion {
    /// 3.0.3, for readers that know no later one
    #[value(name = "3.0")]
    V3_0,
    /// 3.1.0
    #[value(name = "3.1")]
    V3_1,
}

#[derive(Debug, clap::Args)]
pub(crate) struct GenerateArgs {
    #[command(flatten)]
    pub(crate) output: Output,
    /// Write it again whenever the description or a template is saved
    #[arg(long)]
    pub(crate) watch: bool,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Output {
    /// Folder of the client
    #[arg(long, default_value = "generated", value_name = "DIR")]
    pub(crate) out: PathBuf,
    /// Make one file, `mod.rs`, instead of one for each endpoint
    #[arg(long)]
    pub(crate) single_file: bool,
    /// Folder with templates that stand in place of those of the same name
    #[arg(long, value_name = "DIR")]
    pub(crate) templates: Option<PathBuf>,
    /// Show how long each stage takes
    #[arg(long)]
    pub(crate) timings: bool,
}

#[derive(Debug, clap::Args)]
pub(crate) struct NewArgs {
    /// Its group and its name, such as `devices/list`
    #[arg(value_name = "GROUP/NAME")]
    pub(crate) endpoint: String,
}

#[derive(Debug, clap::Args)]
pub(crate) struct MockArgs {
    /// Port to listen on; 0 takes a free one
    #[arg(long, default_value_t = 0)]
    pub(crate) port: u16,
    /// Let answers go wrong: `truncated`, `status-503:devices.list`, `code-70017:devices:10%`; may be repeated
    ///
    /// KIND is `status-503`, `code-70017`, or what happens below HTTP: `reset-before-head`, `reset-after-head`,
    /// `reset-in-body`, `no-answer`, `truncated`, `slow-head`, `slow-body`, `endless-head`, `endless-body`,
    /// `wrong-length`, `invalid-chunk`, `not-http`. WHERE is an endpoint, a group or the beginning of a path; SHARE
    /// is in percent. Left out, they mean all.
    #[arg(long, value_name = "KIND[:WHERE][:SHARE]")]
    pub(crate) fault: Vec<FaultRule>,
    /// Let answers come later: `200ms`, `2s:devices.list`, `1s:devices:10%`; may be repeated
    #[arg(long, value_name = "TIME[:WHERE][:SHARE]")]
    pub(crate) delay: Vec<FaultRule>,
}

#[derive(Debug, clap::Args)]
pub(crate) struct DocsArgs {
    /// Folder of the site
    #[arg(long, default_value = "target/docs-site", value_name = "DIR")]
    pub(crate) out: PathBuf,
    /// Show it in the browser
    #[arg(long)]
    pub(crate) open: bool,
    /// Folder whose `docs/` has templates that stand in place of those of the same name
    #[arg(long, value_name = "DIR")]
    pub(crate) templates: Option<PathBuf>,
}

#[derive(Debug, clap::Args)]
pub(crate) struct DiffArgs {
    /// Folder of a description, or a git revision at which `--spec` is read, such as `HEAD~1`
    pub(crate) old: String,
    /// Another one; left out: the folder given by `--spec`
    pub(crate) new: Option<String>,
    /// How changes are shown
    #[arg(long, default_value = "human")]
    pub(crate) format: DiffFormat,
    /// Exit with 1 if there is a change as bad as this, or worse
    #[arg(long, value_name = "LABEL")]
    pub(crate) deny: Option<Denied>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum DiffFormat {
    /// As a person reads them, with both places
    Human,
    /// For a release note
    Markdown,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Denied {
    /// What compiled does not any more
    Breaking,
    /// It compiles, but acts differently
    Behaviour,
    /// There is more than there was
    Compatible,
    /// Texts are different
    Docs,
}

impl Denied {
    pub(crate) fn label(self) -> Label {
        match self {
            Self::Breaking => Label::Breaking,
            Self::Behaviour => Label::Behaviour,
            Self::Compatible => Label::Compatible,
            Self::Docs => Label::Docs,
        }
    }
}

#[derive(Debug, clap::Args)]
pub(crate) struct ExplainArgs {
    /// Such as `unknown-key` or `404`
    #[arg(allow_negative_numbers = true)]
    pub(crate) code: String,
}

#[derive(Debug, clap::Args)]
pub(crate) struct SchemaArgs {
    /// That of `api.yaml`, not that of endpoints
    #[arg(long)]
    pub(crate) api: bool,
    /// That of `codes.yaml`
    #[arg(long, conflicts_with = "api")]
    pub(crate) codes: bool,
}
