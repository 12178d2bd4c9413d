//! The command line of the endpoint compiler.
//!
//! A command decides and gives back an [`Outcome`]; this file shows it and ends with the exit
//! code: 0 good, 1 findings, 2 usage or I/O.

mod cli;

use std::io::{IsTerminal, Write};
use std::process::ExitCode;
use std::sync::Arc;

use clap::Parser;
use endpointc::Diagnostic;
use endpointc::diagnostics::{self, Code, Severity};

use cli::args::{Args, Command, MessageFormat, Output};
use cli::{Failure, Meter, Outcome};

/// Syntax trees are millions of small pieces, made and dropped by several threads beside what lives on: the allocator of
/// the C library takes half of the time of a run for that.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let args = Args::parse();
    let outcome = match &args.command {
        Command::Generate(generate) if generate.watch => return watch(&args, &generate.output),
        Command::Generate(generate) => cli::generate(&args.common, &generate.output, &meter(&args)),
        Command::Check(check) => cli::check(&args.common, check, &meter(&args)),
        Command::New(new) => cli::new(&args.common, new),
        Command::Mock(mock) => cli::mock(&args.common, mock),
        Command::Docs(docs) => cli::docs(&args.common, docs),
        Command::Diff(diff) => cli::diff(&args.common, diff),
        Command::Explain(explain) => cli::explain(&args.common, explain),
        Command::Export(export) => cli::export(&args.common, export),
        Command::Schema(schema) => cli::schema(schema),
    };
    show_result(&args, outcome)
}

/// How far a run is can be seen by a person at a terminal who wants to hear of it.
fn meter(args: &Args) -> Arc<Meter> {
    let is_human = args.common.message_format == MessageFormat::Human;
    Arc::new(Meter::new(is_human && !args.common.quiet && std::io::stderr().is_terminal()))
}

/// Each run begins on an empty screen, if there is a screen.
fn watch(args: &Args, output: &Output) -> ExitCode {
    let clear = || {
        if std::io::stderr().is_terminal() {
            anstream::eprint!("\x1b[2J\x1b[3J\x1b[H");
        }
    };
    let ended = cli::watch(
        &args.common,
        output,
        || meter(args),
        |outcome| {
            clear();
            show_result(args, outcome);
            if !args.common.quiet {
                anstream::eprintln!("watching {} (stop with Ctrl-C)", args.common.spec.display());
            }
        },
    );
    show_result(args, ended.map(|()| Outcome::default()))
}

fn show_result(args: &Args, outcome: Result<Outcome, Failure>) -> ExitCode {
    match outcome {
        Ok(outcome) => show(args, &outcome),
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
            diagnostics::render(&outcome.sources, &found, colour)
        }
        MessageFormat::Json => diagnostics::render_json(&outcome.sources, &found),
    };
    if !shown.is_empty() {
        // Of objects there is one on each line, and no line without one.
        let end = if args.common.message_format == MessageFormat::Human { "\n" } else { "" };
        anstream::eprintln!("{shown}{end}");
    }
    for message in &outcome.messages {
        anstream::eprintln!("{message}");
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
fn first_error(found: &[&Diagnostic]) -> Option<Code> {
    found.iter().map(|one| one.code).find(|code| code.severity() == Severity::Error)
}
