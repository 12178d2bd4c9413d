//! Renders the templates and proves their output before it is returned.
//!
//! Every file is parsed by `syn`, printed by `prettyplease` and spaced; `verify` checks that the tokens survive the
//! spacing. Docs bypass the parser (`doc_placeholders`). A failure here is a fault of the template, and is reported as one.

use super::blank_lines;
use super::doc_placeholders;
use super::single_file::nest;
use super::templates;
use super::verify::same_tokens;
use super::view::{ClientView, FileView, OutputFile};
use crate::diagnostics::messages;
use crate::diagnostics::{Diagnostic, Sink, Stopped};
use crate::markup::overrides::Overrides;
use crate::markup::templates::Templates;
use crate::options::Layout;
use crate::output::manifest::{self, Manifest};
use crate::output::{CLIENT, FileSet, MARKER};
use crate::parallel;
use crate::progress::Stage;

/// Makes the files of a client.
pub(crate) fn emit(
    view: &ClientView<'_>,
    overrides: &Overrides,
    before: &Manifest,
    sink: &mut Sink,
) -> Result<FileSet, Stopped> {
    let templates = templates::parse(overrides).map_err(|fault| {
        sink.push(*fault);
        Stopped
    })?;
    let rendered = render(&templates, view, sink)?;
    let tree = format_all(&templates, view, before, rendered, sink)?;
    match view.layout() {
        Layout::Tree => Ok(tree),
        Layout::SingleFile => nest(&tree).map_err(|reason| {
            sink.push(messages::internal_error("mod.rs.j2", &reason));
            Stopped
        }),
    }
}

/// Decides about each file, and fills in its template.
fn render<'a>(
    templates: &Templates<'_>,
    view: &ClientView<'a>,
    sink: &mut Sink,
) -> Result<Vec<Rendered<'a>>, Stopped> {
    let parts = view.parts();
    sink.listener.begins(Stage::Render, parts.len());
    let listener = sink.listener.clone();
    let render = |part: &OutputFile<'a>| {
        let made = render_part(templates, view, *part);
        listener.step();
        made
    };
    let made = in_parallel(&parts, render).into_iter().zip(&parts);
    all(made.map(|(done, part)| done.unwrap_or_else(|| panicked(part))).collect(), sink)
}

/// The output of a file's template.
fn render_part<'a>(
    templates: &Templates<'_>,
    view: &ClientView<'a>,
    part: OutputFile<'a>,
) -> Made<Rendered<'a>> {
    let FileView { path, template, context } = view.file(&part);
    let source = templates.render(template, &context)?;
    let hash = manifest::hash(format!("{}\n{source}", part.from()).as_bytes());
    Ok(Rendered { part, path, source, hash })
}

/// Prints and proves each file, but for those that are on disk as they were.
fn format_all(
    templates: &Templates<'_>,
    view: &ClientView<'_>,
    before: &Manifest,
    rendered: Vec<Rendered<'_>>,
    sink: &mut Sink,
) -> Result<FileSet, Stopped> {
    sink.listener.begins(Stage::Format, rendered.len());
    let listener = sink.listener.clone();
    let text = |one: &Rendered<'_>| {
        let text = match before.reuse(&one.path, one.hash) {
            Some(text) => text,
            None => format(templates, view, one)?,
        };
        listener.step();
        Ok(text)
    };
    let made = in_parallel(&rendered, text).into_iter().zip(&rendered);
    let texts = made.map(|(done, one)| done.unwrap_or_else(|| panicked(&one.part))).collect();
    let mut generated = FileSet::new(&CLIENT);
    for (Rendered { path, hash, .. }, text) in rendered.iter().zip(all(texts, sink)?) {
        generated.insert(path, text, Some(*hash));
    }
    Ok(generated)
}

/// All, or every fault that was found.
fn all<T>(made: Vec<Made<T>>, sink: &mut Sink) -> Result<Vec<T>, Stopped> {
    let mut good = Vec::new();
    for made in made {
        match made {
            Ok(made) => good.push(made),
            Err(fault) => sink.push(*fault),
        }
    }
    sink.stop_on_errors()?;
    Ok(good)
}

type Made<T> = Result<T, Box<Diagnostic>>;

/// The output of a template.
struct Rendered<'a> {
    part: OutputFile<'a>,
    path: String,
    source: String,
    /// Of all that its text is printed from.
    hash: u64,
}

/// Every file is made by itself; nothing of it where a thread has panicked.
fn in_parallel<'a, I: Sync, T: Send>(
    items: &'a [I],
    make: impl Fn(&'a I) -> T + Sync,
) -> Vec<Option<T>> {
    parallel::map(items, |item| {
        let made = make(item);
        // Spans of a parsed text are of no use afterwards, and would be kept until the thread ends.
        proc_macro2::extra::invalidate_current_thread_spans();
        made
    })
}

/// Reports a file that was not made: without it, half an output would look like a whole one.
fn panicked<T>(part: &OutputFile<'_>) -> Made<T> {
    Err(Box::new(messages::internal_error(part.template(), "the thread that makes it panicked")))
}

/// Prints what a template gave, and proves it.
fn format(
    templates: &Templates<'_>,
    view: &ClientView<'_>,
    rendered: &Rendered<'_>,
) -> Result<String, Box<Diagnostic>> {
    let Rendered { part, source, .. } = rendered;
    let print_code = |code: &str| {
        let refused = |error| templates::refused(templates, &view.file(part), source, &error);
        let printed = print(code).map_err(refused)?;
        lay_out(&printed)
            .map_err(|reason| Box::new(messages::internal_error(part.template(), reason)))
    };
    let (code, comments) = doc_placeholders::take_out(source);
    let text = match doc_placeholders::put_back(&print_code(&code)?, &comments) {
        Some(text) => text,
        // A template may have put docs where they are no comments.
        None => print_code(source)?,
    };
    Ok(format!("{MARKER} from {}. Edit that file instead.\n\n{text}", part.from()))
}

fn print(code: &str) -> syn::Result<String> {
    Ok(prettyplease::unparse(&syn::parse_file(code)?))
}

fn lay_out(printed: &str) -> Result<String, &'static str> {
    let laid_out = blank_lines::space_items(&blank_lines::close_generics(printed));
    if same_tokens(printed, &laid_out) {
        Ok(laid_out)
    } else {
        Err("the layout changed the meaning of the output")
    }
}
