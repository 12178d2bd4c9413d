//! Renders the templates, and proves what comes out before anyone sees it.
//!
//! A template can print three things: [`Code`], text (as a Rust literal) and integers. Everything
//! else, and everything undefined, is an error with template and line. Every file is parsed by
//! `syn`, printed by `prettyplease` and spaced; that the tokens survive the spacing is checked.
//! What fails here is a fault of ours, and is worded so.

use std::borrow::Cow;
use std::thread;

use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Value, ValueKind};
use minijinja::{Environment, Error, ErrorKind, Output, State, UndefinedBehavior};
use proc_macro2::{Literal, TokenStream, TokenTree};

use super::code::Code;
use super::layout;
use super::view::{FileView, View};
use crate::diagnostic::{Diagnostic, Sink, Stopped};
use crate::generated::{Generated, MARKER};
use crate::manifest::{self, Manifest};
use crate::wording;

/// The templates, which have the shape of the output.
const TEMPLATES: [(&str, &str); 14] = [
    ("api.rs.j2", include_str!("../../templates/rust/api.rs.j2")),
    ("catalogue.rs.j2", include_str!("../../templates/rust/catalogue.rs.j2")),
    ("choice.rs.j2", include_str!("../../templates/rust/choice.rs.j2")),
    ("client.rs.j2", include_str!("../../templates/rust/client.rs.j2")),
    ("codes.rs.j2", include_str!("../../templates/rust/codes.rs.j2")),
    ("described.rs.j2", include_str!("../../templates/rust/described.rs.j2")),
    ("enum.rs.j2", include_str!("../../templates/rust/enum.rs.j2")),
    ("group/endpoint.rs.j2", include_str!("../../templates/rust/group/endpoint.rs.j2")),
    ("group/examples.rs.j2", include_str!("../../templates/rust/group/examples.rs.j2")),
    ("group/mod.rs.j2", include_str!("../../templates/rust/group/mod.rs.j2")),
    ("mod.rs.j2", include_str!("../../templates/rust/mod.rs.j2")),
    ("struct.rs.j2", include_str!("../../templates/rust/struct.rs.j2")),
    ("union.rs.j2", include_str!("../../templates/rust/union.rs.j2")),
    ("types.rs.j2", include_str!("../../templates/rust/types.rs.j2")),
];

/// Makes the files of a client.
pub(crate) fn emit(view: &View, before: &Manifest, sink: &mut Sink) -> Result<Generated, Stopped> {
    let environment = environment().map_err(|fault| {
        sink.push(*fault);
        Stopped
    })?;
    let mut generated = Generated::default();
    for (file, made) in view.files.iter().zip(in_parallel(&environment, before, &view.files)) {
        match made {
            Ok(Finished { rendered, text }) => generated.insert(&file.path, rendered, text),
            Err(fault) => sink.push(*fault),
        }
    }
    sink.stop_on_errors()?;
    Ok(generated)
}

/// Formatting is what costs, and every file is formatted by itself.
fn in_parallel(
    environment: &Environment<'_>,
    before: &Manifest,
    files: &[FileView],
) -> Vec<Result<Finished, Box<Diagnostic>>> {
    let threads = thread::available_parallelism().map_or(1, usize::from);
    let share = files.len().div_ceil(threads).max(1);
    thread::scope(|scope| {
        let workers: Vec<_> = files
            .chunks(share)
            .map(|share| {
                let finish = move || -> Vec<_> {
                    let finish = |file| {
                        let text = finish(environment, before, file);
                        // Places in a text are of no use after it, and would be kept for ever.
                        proc_macro2::extra::invalidate_current_thread_spans();
                        text
                    };
                    share.iter().map(finish).collect()
                };
                (share, scope.spawn(finish))
            })
            .collect();
        workers
            .into_iter()
            .flat_map(|(share, worker)| worker.join().unwrap_or_else(|_| lost(share)))
            .collect()
    })
}

/// A thread that panics takes its files with it; without a word about them half an output would
/// look like a whole one.
fn lost(share: &[FileView]) -> Vec<Result<Finished, Box<Diagnostic>>> {
    let lost = |file: &FileView| Err(fault(file.template, "the thread that renders it panicked"));
    share.iter().map(lost).collect()
}

/// A file, and a hash of what it was printed from.
struct Finished {
    rendered: u64,
    text: String,
}

fn finish(
    environment: &Environment<'_>,
    before: &Manifest,
    file: &FileView,
) -> Result<Finished, Box<Diagnostic>> {
    let source = environment
        .get_template(file.template)
        .and_then(|template| template.render(file.context.clone()))
        .map_err(|error| fault(file.template, &template_error(&error)))?;
    let rendered = manifest::hash(format!("{}\n{source}", file.from).as_bytes());
    let text = match before.reuse(&file.path, rendered) {
        Some(text) => text,
        None => format(file, &source)?,
    };
    Ok(Finished { rendered, text })
}

/// Prints what a template gave, and proves it.
fn format(file: &FileView, rendered: &str) -> Result<String, Box<Diagnostic>> {
    let printed =
        print(rendered).map_err(|error| fault(file.template, &parse_error(rendered, &error)))?;
    let spaced = layout::space_items(&printed);
    if !same_tokens(&printed, &spaced) {
        return Err(fault(file.template, "blank lines changed the meaning of the output"));
    }
    Ok(format!("{MARKER} from {}. Edit that file instead.\n\n{spaced}", file.from))
}

fn print(rendered: &str) -> syn::Result<String> {
    Ok(prettyplease::unparse(&syn::parse_file(rendered)?))
}

fn same_tokens(one: &str, other: &str) -> bool {
    match (one.parse(), other.parse()) {
        (Ok(one), Ok(other)) => are_equal(one, other),
        _ => false,
    }
}

/// Without printing them, which would take longer than reading them.
fn are_equal(one: TokenStream, other: TokenStream) -> bool {
    let mut others = other.into_iter();
    let as_next = |token: TokenTree| match (token, others.next()) {
        (TokenTree::Group(one), Some(TokenTree::Group(other))) => {
            one.delimiter() == other.delimiter() && are_equal(one.stream(), other.stream())
        }
        (TokenTree::Ident(one), Some(TokenTree::Ident(other))) => one == other,
        (TokenTree::Punct(one), Some(TokenTree::Punct(other))) => {
            (one.as_char(), one.spacing()) == (other.as_char(), other.spacing())
        }
        (TokenTree::Literal(one), Some(TokenTree::Literal(other))) => {
            one.to_string() == other.to_string()
        }
        _ => false,
    };
    one.into_iter().all(as_next) && others.next().is_none()
}

fn fault(template: &str, reason: &str) -> Box<Diagnostic> {
    Box::new(wording::our_fault(template, reason))
}

fn template_error(error: &Error) -> String {
    let place = match (error.name(), error.line()) {
        (Some(name), Some(line)) => format!("{name}:{line}: "),
        _ => String::new(),
    };
    format!("{place}{error}")
}

/// The line that `syn` refuses is what whoever mends the template needs.
fn parse_error(rendered: &str, error: &syn::Error) -> String {
    let line = error.span().start().line;
    let text = rendered.lines().nth(line.saturating_sub(1)).unwrap_or_default();
    format!("the output is not Rust: {error}, near `{}`", text.trim())
}

fn environment() -> Result<Environment<'static>, Box<Diagnostic>> {
    let syntax = SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build();
    let syntax = syntax.map_err(|error| fault("the syntax of templates", &error.to_string()))?;
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_syntax(syntax);
    environment.set_auto_escape_callback(|_| minijinja::AutoEscape::None);
    environment.set_formatter(hole);
    for (name, text) in TEMPLATES {
        environment
            .add_template_owned(Cow::Borrowed(name), Cow::Borrowed(text))
            .map_err(|error| fault(name, &template_error(&error)))?;
    }
    Ok(environment)
}

/// What a hole in a template prints.
fn hole(output: &mut Output<'_>, _: &mut State<'_, '_>, value: &Value) -> Result<(), Error> {
    let written = if let Some(code) = Code::text(value) {
        output.write_str(code)
    } else if let Some(text) = value.as_str() {
        output.write_str(&Literal::string(text).to_string())
    } else if value.is_integer() {
        output.write_str(&value.to_string())
    } else {
        return Err(unprintable(value.kind()));
    };
    written.map_err(|_| Error::new(ErrorKind::WriteFailure, "the output took no more"))
}

fn unprintable(kind: ValueKind) -> Error {
    let reason = format!("a hole takes code, text or an integer, not {kind}");
    Error::new(ErrorKind::InvalidOperation, reason)
}

#[cfg(test)]
mod tests {
    use super::*;
    use minijinja::context;
    use quote::quote;

    #[track_caller]
    fn check(template: &str, context: Value, expected: &str) {
        let mut environment = environment().expect("our templates parse");
        environment.add_template_owned("test", template.to_owned()).expect("it parses");
        let rendered = environment.get_template("test").and_then(|one| one.render(context));
        let shown = rendered.unwrap_or_else(|error| error.to_string());
        assert!(shown.contains(expected), "{shown}");
    }

    #[test]
    fn text_becomes_a_literal_whatever_it_holds() {
        check("{{ x }}", context!(x => "\"; fn evil() {} //"), r#""\"; fn evil() {} //""#);
        check("{{ x }}", context!(x => "{{ y }}"), r#""{{ y }}""#);
    }

    #[test]
    fn code_and_integers_are_printed_as_they_are() {
        let code = minijinja::value::Serde(Code::from(quote!(a::B))).into();
        check("{{ x.c }}", context!(x => context!(c => Value::clone(&code))), "a :: B");
        check("{{ x }}", context!(x => -7), "-7");
    }

    #[test]
    fn everything_else_is_refused() {
        check("{{ x }}", context!(x => true), "a hole takes code, text or an integer");
        check("{{ x }}", context!(x => vec![1]), "a hole takes code, text or an integer");
        check("{{ y }}", context!(), "undefined value");
    }

    #[test]
    fn a_blank_line_is_no_token_but_in_a_text() {
        assert!(same_tokens("fn a() {}\nfn b() { 1 }", "fn a() {}\n\nfn b() { 1 }"));
        assert!(!same_tokens("f(\"a\nb\")", "f(\"a\n\nb\")"));
        assert!(!same_tokens("a.b", "a.b.c"));
        assert!(!same_tokens("a.b.c", "a.b"));
        assert!(!same_tokens("(a)", "[a]"));
        assert!(!same_tokens("(", "("));
    }

    #[test]
    fn output_that_is_not_rust_is_our_fault_and_shows_the_line() {
        let error = syn::parse_file("fn a() {}\nfn fn\n").err().expect("it is not Rust");
        assert!(parse_error("fn a() {}\nfn fn\n", &error).contains("not Rust"));
        assert!(fault("x.rs.j2", "…").headline.starts_with("fault in endpointc"));
    }
}
