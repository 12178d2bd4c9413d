//! Renders the templates, and proves what comes out before anyone sees it.
//!
//! Every file is parsed by `syn`, printed by `prettyplease` and spaced; that the tokens survive the spacing is checked. Docs
//! go beside.
//! What fails there is a fault of the template, and is worded so.

use proc_macro2::{TokenStream, TokenTree};

use super::comments;
use super::layout;
use super::nest::nest;
use super::templates;
use super::view::{FileView, Part, View};
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
    view: &View<'_>,
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
            sink.push(messages::our_fault("mod.rs.j2", &reason));
            Stopped
        }),
    }
}

/// Decides about each file, and fills in its template.
fn render<'a>(
    templates: &Templates<'_>,
    view: &View<'a>,
    sink: &mut Sink,
) -> Result<Vec<Rendered<'a>>, Stopped> {
    let parts = view.parts();
    sink.listener.begins(Stage::Render, parts.len());
    let listener = sink.listener.clone();
    let render = |part: &Part<'a>| {
        let made = render_part(templates, view, *part);
        listener.step();
        made
    };
    let mut made = Vec::new();
    for (done, part) in in_parallel(&parts, render).into_iter().zip(&parts) {
        let (rendered, found) = done.unwrap_or_else(|| (Some(lost(part)), Sink::default()));
        sink.take_in(found);
        made.extend(rendered);
    }
    // A name that cannot be had leaves others without one, and templates without what they need.
    sink.stop_on_errors()?;
    all(made, sink)
}

/// What the template of a part gives, unless something is wrong with the part; and what that is.
fn render_part<'a>(
    templates: &Templates<'_>,
    view: &View<'a>,
    part: Part<'a>,
) -> (Option<Made<Rendered<'a>>>, Sink) {
    let (FileView { path, template, context }, found) = view.file(&part);
    if found.errors() > 0 {
        return (None, found);
    }
    let rendered = templates.render(template, &context).map(|source| {
        let hash = manifest::hash(format!("{}\n{source}", part.from()).as_bytes());
        Rendered { part, path, source, hash }
    });
    (Some(rendered), found)
}

/// Prints and proves each file, but for those that are on disk as they were.
fn format_all(
    templates: &Templates<'_>,
    view: &View<'_>,
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
    let texts = made.map(|(done, one)| done.unwrap_or_else(|| lost(&one.part))).collect();
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

/// What a template gave.
struct Rendered<'a> {
    part: Part<'a>,
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
        // Places in a text are of no use after it, and would be kept for ever.
        proc_macro2::extra::invalidate_current_thread_spans();
        made
    })
}

/// Without a word about what was not made, half an output would look like a whole one.
fn lost<T>(part: &Part<'_>) -> Made<T> {
    Err(Box::new(messages::our_fault(part.template(), "the thread that makes it panicked")))
}

/// Prints what a template gave, and proves it.
fn format(
    templates: &Templates<'_>,
    view: &View<'_>,
    rendered: &Rendered<'_>,
) -> Result<String, Box<Diagnostic>> {
    let Rendered { part, source, .. } = rendered;
    let print_code = |code: &str| {
        let refused = |error| templates::refused(templates, &view.file(part).0, source, &error);
        let printed = print(code).map_err(refused)?;
        lay_out(&printed).map_err(|reason| Box::new(messages::our_fault(part.template(), reason)))
    };
    let (code, comments) = comments::take_out(source);
    let text = match comments::put_back(&print_code(&code)?, &comments) {
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
    let laid_out = layout::space_items(&layout::close_generics(printed));
    match same_tokens(printed, &laid_out) {
        true => Ok(laid_out),
        false => Err("the layout changed the meaning of the output"),
    }
}

/// Blank lines between whole lines change no token. Where a line has changed, or a token goes over several, it has to be
/// looked at.
pub(super) fn same_tokens(printed: &str, laid_out: &str) -> bool {
    if !layout::lines_are_whole(printed) {
        return lex_alike(printed, laid_out);
    }
    let mut others = without_blank(laid_out);
    let as_next = |one| others.next().is_some_and(|other| one == other || lex_alike(one, other));
    without_blank(printed).all(as_next) && others.next().is_none()
}

fn without_blank(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter(|line| !line.is_empty())
}

/// Reading both again takes as long as all the rest of the proof.
fn lex_alike(one: &str, other: &str) -> bool {
    match (one.parse(), other.parse()) {
        (Ok(one), Ok(other)) => are_equal(one, other),
        _ => false,
    }
}

/// Without printing them, which would take longer than reading them.
fn are_equal(one: TokenStream, other: TokenStream) -> bool {
    let mut others = other.into_iter().peekable();
    let as_next = |token: TokenTree| match (token, others.next()) {
        (TokenTree::Group(one), Some(TokenTree::Group(other))) => {
            one.delimiter() == other.delimiter() && are_equal(one.stream(), other.stream())
        }
        (TokenTree::Ident(one), Some(TokenTree::Ident(other))) => one == other,
        (TokenTree::Punct(one), Some(TokenTree::Punct(other))) => {
            let follows = others.peek();
            let ends_types = one.as_char() == '>' && follows.is_some_and(is_closing);
            one.as_char() == other.as_char() && (one.spacing() == other.spacing() || ends_types)
        }
        (TokenTree::Literal(one), Some(TokenTree::Literal(other))) => {
            one.to_string() == other.to_string()
        }
        _ => false,
    };
    one.into_iter().all(as_next) && others.next().is_none()
}

/// Each `>` of `>>` ends a type, with or without a blank between them.
fn is_closing(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == '>')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn layout_is_no_token_but_in_a_text() {
        assert!(same_tokens("fn a() {}\nfn b() { 1 }", "fn a() {}\n\nfn b() { 1 }"));
        assert!(!same_tokens("f(\"a\nb\")", "f(\"a\n\nb\")"));
        assert!(same_tokens("f(\"a\nb\")\n;", "f(\"a\nb\")\n\n;"));
        assert!(same_tokens("a!(B < C < D > >);\ne", "a!(B<C<D>>);\n\ne"));
        for check in [same_tokens, lex_alike] {
            assert!(!check("a!(B < C >);", "a!(B<C);"));
            assert!(!check("a > = b", "a >= b"));
            assert!(!check("a.b", "a.b.c"));
            assert!(!check("a.b.c", "a.b"));
            assert!(!check("(a)", "[a]"));
            assert!(!check("a\nb", "b\na"));
        }
        assert!(!lex_alike("(", "("));
    }
}
