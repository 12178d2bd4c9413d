//! Renders the templates, and proves what comes out before anyone sees it.
//!
//! Every file is parsed by `syn`, printed by `prettyplease` and spaced; that the tokens survive the spacing is checked.
//! What fails there is a fault of the template, and is worded so.

use std::thread;

use proc_macro2::{TokenStream, TokenTree};

use super::layout;
use super::templates::Templates;
use super::view::{FileView, View};
use crate::diagnostic::{Diagnostic, Sink, Stopped};
use crate::generated::{Generated, MARKER};
use crate::manifest::{self, Manifest};
use crate::overrides::Overrides;
use crate::wording;

/// Makes the files of a client.
pub(crate) fn emit(
    view: &View,
    overrides: &Overrides,
    before: &Manifest,
    sink: &mut Sink,
) -> Result<Generated, Stopped> {
    let templates = Templates::new(overrides).map_err(|fault| {
        sink.push(*fault);
        Stopped
    })?;
    let mut generated = Generated::default();
    for (file, made) in view.files.iter().zip(in_parallel(&templates, before, &view.files)) {
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
    templates: &Templates,
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
                        let text = finish(templates, before, file);
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
    let reason = "the thread that renders it panicked";
    let lost = |file: &FileView| Err(Box::new(wording::our_fault(file.template, reason)));
    share.iter().map(lost).collect()
}

/// A file, and a hash of what it was printed from.
struct Finished {
    rendered: u64,
    text: String,
}

fn finish(
    templates: &Templates,
    before: &Manifest,
    file: &FileView,
) -> Result<Finished, Box<Diagnostic>> {
    let source = templates.render(file.template, &file.context)?;
    let rendered = manifest::hash(format!("{}\n{source}", file.from).as_bytes());
    let text = match before.reuse(&file.path, rendered) {
        Some(text) => text,
        None => format(templates, file, &source)?,
    };
    Ok(Finished { rendered, text })
}

/// Prints what a template gave, and proves it.
fn format(
    templates: &Templates,
    file: &FileView,
    rendered: &str,
) -> Result<String, Box<Diagnostic>> {
    let printed = print(rendered).map_err(|error| templates.refused(file, rendered, &error))?;
    let spaced = layout::space_items(&printed);
    if !same_tokens(&printed, &spaced) {
        let reason = "blank lines changed the meaning of the output";
        return Err(Box::new(wording::our_fault(file.template, reason)));
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_blank_line_is_no_token_but_in_a_text() {
        assert!(same_tokens("fn a() {}\nfn b() { 1 }", "fn a() {}\n\nfn b() { 1 }"));
        assert!(!same_tokens("f(\"a\nb\")", "f(\"a\n\nb\")"));
        assert!(!same_tokens("a.b", "a.b.c"));
        assert!(!same_tokens("a.b.c", "a.b"));
        assert!(!same_tokens("(a)", "[a]"));
        assert!(!same_tokens("(", "("));
    }
}
