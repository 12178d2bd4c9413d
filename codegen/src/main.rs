//! The command line of the endpoint compiler.
//!
//! A command returns an [`Outcome`]; this file prints it and exits: 0 for success, 1 for findings, 2 for errors of usage or
//! I/O.

mod cli;

use std::io::{IsTerminal, Write};
use std::process::ExitCode;
use std::sync::Arc;

use clap::Parser;
use endpointc::Diagnostic;
use endpointc::diagnostics::{self, Code, Severity};

use cli::args::{Args, Command, MessageFormat, Output};
use cli::{Failure, Outcome, Timer};

/// Syntax trees consist of millions of small allocations in several threads, which take half of a run with the allocator of
/// the C library.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let args = Args::parse();
    let outcome = match &args.command {
        Command::Generate(generate) if generate.watch => return watch(&args, &generate.output),
        Command::Generate(generate) => cli::generate(&args.common, &generate.output, &timer(&args)),
        Command::Check(check) => cli::check(&args.common, check, &timer(&args)),
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

/// Creates the timer of a run. It may show progress on a terminal, unless `--quiet` is given.
fn timer(args: &Args) -> Arc<Timer> {
    let is_human = args.common.message_format == MessageFormat::Human;
    Arc::new(Timer::new(is_human && !args.common.quiet && std::io::stderr().is_terminal()))
}

/// Runs `generate --watch`. Each run clears the terminal.
fn watch(args: &Args, output: &Output) -> ExitCode {
    let clear = || {
        if std::io::stderr().is_terminal() {
            anstream::eprint!("\x1b[2J\x1b[3J\x1b[H");
        }
    };
    let ended = cli::watch(
        &args.common,
        output,
        || timer(args),
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
        // JSON output has no empty line.
        let end = if args.common.message_format == MessageFormat::Human { "\n" } else { "" };
        anstream::eprintln!("{shown}{end}");
    }
    for message in &outcome.messages {
        anstream::eprintln!("{message}");
    }
    let summary = outcome.summary.iter().filter(|_| !args.common.quiet || outcome.exit != 0);
    for text in outcome.answer.iter().chain(summary) {
        // A closed pipe, such as that of `head`, is not an error.
        let _ = writeln!(anstream::stdout(), "{text}");
    }
    if let (MessageFormat::Human, Some(code)) = (args.common.message_format, first_error(&found)) {
        anstream::eprintln!("for more information, run `endpointc explain {code}`");
    }
    ExitCode::from(outcome.exit)
}

/// The code of the first error.
fn first_error(found: &[&Diagnostic]) -> Option<Code> {
    found.iter().map(|one| one.code).find(|code| code.severity() == Severity::Error)
}
