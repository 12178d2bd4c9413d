//! The templates: ours, and those that somebody puts in their place.
//!
//! A template can print three things: [`RustSource`], text (as a Rust literal) and integers. Everything
//! else, and everything undefined, is an error with template and line.

use std::error::Error as _;
use std::fs;
use std::path::PathBuf;

use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Value, ValueKind};
use minijinja::{Environment, Error, ErrorKind, Output, State, UndefinedBehavior};
use proc_macro2::Literal;

use super::rust_source::RustSource;
use super::template_trace;
use super::view::FileView;
use crate::diagnostics::Diagnostic;
use crate::diagnostics::messages;
use crate::markup::overrides::Overrides;

/// The templates, which have the shape of the output.
const OURS: [(&str, &str); 14] = [
    ("api.rs.j2", include_str!("../../../templates/rust/api.rs.j2")),
    ("catalogue.rs.j2", include_str!("../../../templates/rust/catalogue.rs.j2")),
    ("choice.rs.j2", include_str!("../../../templates/rust/choice.rs.j2")),
    ("client.rs.j2", include_str!("../../../templates/rust/client.rs.j2")),
    ("codes.rs.j2", include_str!("../../../templates/rust/codes.rs.j2")),
    ("described.rs.j2", include_str!("../../../templates/rust/described.rs.j2")),
    ("enum.rs.j2", include_str!("../../../templates/rust/enum.rs.j2")),
    ("group/endpoint.rs.j2", include_str!("../../../templates/rust/group/endpoint.rs.j2")),
    ("group/examples.rs.j2", include_str!("../../../templates/rust/group/examples.rs.j2")),
    ("group/mod.rs.j2", include_str!("../../../templates/rust/group/mod.rs.j2")),
    ("mod.rs.j2", include_str!("../../../templates/rust/mod.rs.j2")),
    ("struct.rs.j2", include_str!("../../../templates/rust/struct.rs.j2")),
    ("union.rs.j2", include_str!("../../../templates/rust/union.rs.j2")),
    ("types.rs.j2", include_str!("../../../templates/rust/types.rs.j2")),
];

/// The names of the templates.
pub(crate) fn template_names() -> impl Iterator<Item = &'static str> {
    OURS.iter().map(|(name, _)| *name)
}

/// All templates, parsed.
pub(super) struct Templates {
    environment: Environment<'static>,
    /// Name and text of each.
    texts: Vec<(String, String)>,
    overrides: Overrides,
}

impl Templates {
    pub(super) fn new(overrides: &Overrides) -> Result<Self, Box<Diagnostic>> {
        let text = |(name, ours): &(&str, &str)| {
            let text = overrides.text(name).unwrap_or(ours);
            ((*name).to_owned(), text.to_owned())
        };
        let mut templates = Self {
            environment: environment()?,
            texts: OURS.iter().map(text).collect(),
            overrides: overrides.clone(),
        };
        for (name, text) in &templates.texts {
            let added = templates.environment.add_template_owned(name.clone(), text.clone());
            added.map_err(|error| templates.fault(name, &place(&error), &reason(&error)))?;
        }
        Ok(templates)
    }

    /// Renders a template.
    pub(super) fn render(&self, name: &str, context: &Value) -> Result<String, Box<Diagnostic>> {
        let rendered =
            self.environment.get_template(name).and_then(|one| one.render(context.clone()));
        rendered.map_err(|error| self.fault(name, &place(&error), &reason(&error)))
    }

    /// Output that `syn` refuses: which line of which template gave it, and what it gave.
    pub(super) fn refused(
        &self,
        file: &FileView,
        rendered: &str,
        error: &syn::Error,
    ) -> Box<Diagnostic> {
        let line = error.span().start().line;
        let text = rendered.lines().nth(line.saturating_sub(1)).unwrap_or_default();
        let place =
            template_trace::line(&self.environment, &self.texts, file.template, &file.context);
        let kept = match keep(&file.path, rendered) {
            Some(kept) => format!("; the whole output is in {}", kept.display()),
            None => String::new(),
        };
        let reason = format!("it gives no Rust: {error}, near `{}`{kept}", text.trim());
        self.fault(file.template, &place.unwrap_or_default(), &reason)
    }

    /// Reports a fault of a template of ours or of an override; `place` is a template with a line, if one is
    /// known.
    fn fault(&self, name: &str, place: &str, reason: &str) -> Box<Diagnostic> {
        let place = if place.is_empty() { name } else { place };
        Box::new(self.overrides.fault(place, reason))
    }
}

/// Keeps the output for a report; the fault is reported even if that fails.
fn keep(path: &str, rendered: &str) -> Option<PathBuf> {
    let name = format!("endpointc-{}-{}", std::process::id(), path.replace('/', "-"));
    let kept = std::env::temp_dir().join(name);
    fs::write(&kept, rendered).ok()?;
    Some(kept)
}

/// An error in a template that others include is wrapped in errors about them.
fn innermost(error: &Error) -> &Error {
    let inside = error.source().and_then(|inside| inside.downcast_ref::<Error>());
    inside.map_or(error, innermost)
}

/// Template and line.
fn place(error: &Error) -> String {
    let error = innermost(error);
    match (error.name(), error.line()) {
        (Some(name), Some(line)) => format!("{name}:{line}"),
        _ => String::new(),
    }
}

fn reason(error: &Error) -> String {
    let error = innermost(error);
    match error.detail() {
        Some(detail) => format!("{}: {detail}", error.kind()),
        None => error.kind().to_string(),
    }
}

fn environment() -> Result<Environment<'static>, Box<Diagnostic>> {
    let syntax = SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build();
    let syntax = syntax.map_err(|error| {
        Box::new(messages::internal_error("the syntax of templates", &error.to_string()))
    })?;
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_syntax(syntax);
    environment.set_auto_escape_callback(|_| minijinja::AutoEscape::None);
    environment.set_formatter(hole);
    Ok(environment)
}

/// Prints the value of a hole.
fn hole(output: &mut Output<'_>, _: &mut State<'_, '_>, value: &Value) -> Result<(), Error> {
    let written = if let Some(code) = RustSource::text(value) {
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
        let code = RustSource::from(quote!(a::B)).into_value();
        check("{{ x.c }}", context!(x => context!(c => Value::clone(&code))), "a :: B");
        check("{{ x }}", context!(x => -7), "-7");
    }

    #[test]
    fn output_of_ours_that_is_not_rust_is_internal_error_and_is_kept() {
        let mut templates = Templates::new(&Overrides::default()).expect("our templates parse");
        let text = "fn a() {}\nfn fn\n".to_owned();
        templates.texts = vec![("mod.rs.j2".to_owned(), text.clone())];
        let file =
            FileView { path: "a/b.rs".to_owned(), template: "mod.rs.j2", context: Value::from(()) };
        let error = syn::parse_file(&text).err().expect("it is not Rust");
        let fault = templates.refused(&file, &text, &error);
        assert!(
            fault.headline.starts_with("internal error in the template `mod.rs.j2:2`"),
            "{fault:?}"
        );
        let kept = fault.headline.rsplit_once("the whole output is in ").expect("it is said").1;
        assert_eq!(fs::read_to_string(kept).expect("it is kept"), text);
        fs::remove_file(kept).expect("it can be removed");
    }

    #[test]
    fn everything_else_is_refused() {
        check("{{ x }}", context!(x => true), "a hole takes code, text or an integer");
        check("{{ x }}", context!(x => vec![1]), "a hole takes code, text or an integer");
        check("{{ y }}", context!(), "undefined value");
    }
}
