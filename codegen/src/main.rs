//! The command line of the endpoint compiler.
//!
//! A command decides and gives back an [`Outcome`]; this file shows it and ends with the exit
//! code: 0 good, 1 findings, 2 usage or I/O.

mod cli;

use std::io::{IsTerminal, Write};
use std::process::ExitCode;

use clap::Parser;
use endpointc::Diagnostic;
use endpointc::diagnostic::{self, Severity};

use cli::args::{Args, Command, MessageFormat};
use cli::{Failure, Outcome};

fn main() -> ExitCode {
    let args = Args::parse();
    let outcome = match &args.command {
        Command::Generate(generate) => cli::generate(&args.common, generate),
        Command::Check(check) => cli::check(&args.common, check),
        Command::New(new) => cli::new(&args.common, new),
        Command::Mock(mock) => cli::mock(&args.common, mock),
        Command::Docs(docs) => cli::docs(&args.common, docs),
        Command::Diff(diff) => cli::diff(&args.common, diff),
        Command::Explain(explain) => cli::explain(&args.common, explain),
        Command::Export(export) => cli::export(&args.common, export),
        Command::Schema(schema) => cli::schema(schema),
    };
    match outcome {
        Ok(outcome) => show(&args, &outcome),
        Err(Failure(message)) => {
            anstream::eprintln!("error: {message}");
            ExitCode::from(2)
        }
    }
}

fn show(args: &Args, outcome: &Outcome) -> ExitCode {
    let found = outcome.diagnostics.sorted();
    let shown = match args.common.message_format {
        MessageFormat::Human => {
            let colour = std::io::stderr().is_terminal();
            diagnostic::render(&outcome.sources, &found, colour)
        }
        MessageFormat::Json => diagnostic::render_json(&outcome.sources, &found),
    };
    if !shown.is_empty() {
        anstream::eprintln!("{shown}\n");
    }
    let summary = outcome.summary.iter().filter(|_| !args.common.quiet || outcome.exit != 0);
    for text in outcome.answer.iter().chain(summary) {
        // A reader that went away, such as `head`, is not worth an error.
        let _ = writeln!(anstream::stdout(), "{text}");
    }
    if let (MessageFormat::Human, Some(code)) = (args.common.message_format, first_error(&found)) {
        anstream::eprintln!("`endpointc explain {code}` tells more");
    }
    ExitCode::from(outcome.exit)
}

/// The code of the first error.
fn first_error(found: &[&Diagnostic]) -> Option<&'static str> {
    found.iter().find(|one| one.severity == Severity::Error).map(|one| one.code)
}
