//! Arguments of the command line.

use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};
use endpointc::diff::Label;
use endpointc::mock::FaultRule;

/// Compiles the description of an HTTP API into a Rust client
#[derive(Debug, Parser)]
#[command(name = "endpointc", bin_name = "endpointc", version, about)]
#[command(after_help = "Exit codes: 0 success, 1 findings, 2 usage or I/O errors")]
pub(crate) struct Args {
    #[command(flatten)]
    pub(crate) common: Common,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// Options of all commands.
#[derive(Debug, clap::Args)]
pub(crate) struct Common {
    /// Folder of the description
    #[arg(long, global = true, default_value = "spec", value_name = "DIR")]
    pub(crate) spec: PathBuf,
    /// Format of diagnostics
    #[arg(long, global = true, default_value = "human", value_name = "FORMAT")]
    pub(crate) message_format: MessageFormat,
    /// Print problems only
    #[arg(long, short, global = true)]
    pub(crate) quiet: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum MessageFormat {
    /// Text with source excerpts
    Human,
    /// One JSON object per line
    Json,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Compile the description into a Rust client
    Generate(GenerateArgs),
    /// Check that the description is valid and the client up to date, without writing
    Check(Output),
    /// Create a template of an endpoint file
    New(NewArgs),
    /// Serve the described API on localhost, for tests
    Mock(MockArgs),
    /// Generate a documentation site
    Docs(DocsArgs),
    /// Compare two descriptions: changes for callers, and the version bump they need
    Diff(DiffArgs),
    /// Explain the code of a diagnostic, or an error code of the API
    Explain(ExplainArgs),
    /// Convert the description to another format
    #[command(subcommand)]
    Export(Export),
    /// Print the JSON Schema of description files, for editors
    Schema(SchemaArgs),
}

#[derive(Debug, Subcommand)]
pub(crate) enum Export {
    /// OpenAPI document, for viewers and other generators
    Openapi(OpenapiArgs),
}

#[derive(Debug, clap::Args)]
pub(crate) struct OpenapiArgs {
    /// Output file [default: standard output]
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
    /// Version of OpenAPI
    #[arg(long, default_value = "3.1", value_name = "VERSION")]
    pub(crate) openapi_version: OpenapiVersion,
    /// Replace alternatives by optional fields, for generators without support for `oneOf` and `not`
    #[arg(long)]
    pub(crate) flat: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum OpenapiVersion {
    /// 3.0.3, for tools that support no later version
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
    /// Generate again after each change of the description or a template
    #[arg(long)]
    pub(crate) watch: bool,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Output {
    /// Output folder of the client
    #[arg(long, default_value = "generated", value_name = "DIR")]
    pub(crate) out: PathBuf,
    /// Generate a single file, `mod.rs`, instead of one file per endpoint
    #[arg(long)]
    pub(crate) single_file: bool,
    /// Folder of templates that replace built-in ones of the same name
    #[arg(long, value_name = "DIR")]
    pub(crate) templates: Option<PathBuf>,
    /// Print the time of each stage
    #[arg(long)]
    pub(crate) timings: bool,
}

#[derive(Debug, clap::Args)]
pub(crate) struct NewArgs {
    /// Group and name, such as `devices/list`
    #[arg(value_name = "GROUP/NAME")]
    pub(crate) endpoint: String,
}

#[derive(Debug, clap::Args)]
pub(crate) struct MockArgs {
    /// Port to listen on; 0 chooses a free port
    #[arg(long, default_value_t = 0)]
    pub(crate) port: u16,
    /// Inject faults: `truncated`, `status-503:devices.list`, `code-70017:devices:10%`; can be repeated
    ///
    /// KIND is a status (`status-503`), an error code (`code-70017`) or a fault of the connection: `reset-before-head`, `reset-after-head`,
    /// `reset-in-body`, `no-answer`, `truncated`, `slow-head`, `slow-body`, `endless-head`, `endless-body`,
    /// `wrong-length`, `invalid-chunk`, `not-http`. WHERE is an endpoint, a group or the beginning of a path; SHARE
    /// is a percentage. By default a fault affects all requests.
    #[arg(long, value_name = "KIND[:WHERE][:SHARE]")]
    pub(crate) fault: Vec<FaultRule>,
    /// Delay responses: `200ms`, `2s:devices.list`, `1s:devices:10%`; can be repeated
    #[arg(long, value_name = "TIME[:WHERE][:SHARE]")]
    pub(crate) delay: Vec<FaultRule>,
}

#[derive(Debug, clap::Args)]
pub(crate) struct DocsArgs {
    /// Output folder of the site
    #[arg(long, default_value = "target/docs-site", value_name = "DIR")]
    pub(crate) out: PathBuf,
    /// Open the site in a browser
    #[arg(long)]
    pub(crate) open: bool,
    /// Folder whose `docs/` holds templates that replace built-in ones of the same name
    #[arg(long, value_name = "DIR")]
    pub(crate) templates: Option<PathBuf>,
}

#[derive(Debug, clap::Args)]
pub(crate) struct DiffArgs {
    /// Old description: a folder, or a git revision of `--spec`, such as `HEAD~1`
    pub(crate) old: String,
    /// New description [default: the folder `--spec`]
    pub(crate) new: Option<String>,
    /// Format of changes
    #[arg(long, default_value = "human")]
    pub(crate) format: DiffFormat,
    /// Exit with 1 if there is a change of this level or above
    #[arg(long, value_name = "LABEL")]
    pub(crate) deny: Option<DenyLevel>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum DiffFormat {
    /// Text, with excerpts of both descriptions
    Human,
    /// Markdown for release notes
    Markdown,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum DenyLevel {
    /// Code of callers may not compile any more
    Breaking,
    /// Code of callers compiles, but behaves differently
    Behaviour,
    /// Additions that do not affect existing code
    Compatible,
    /// Changes of texts
    Docs,
}

impl DenyLevel {
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
    /// Code, such as `unknown-key` or `404`
    #[arg(allow_negative_numbers = true)]
    pub(crate) code: String,
}

#[derive(Debug, clap::Args)]
pub(crate) struct SchemaArgs {
    /// Schema of `api.yaml` instead of endpoint files
    #[arg(long)]
    pub(crate) api: bool,
    /// Schema of `codes.yaml` instead of endpoint files
    #[arg(long, conflicts_with = "api")]
    pub(crate) codes: bool,
}
