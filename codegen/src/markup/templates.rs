//! The environment in which templates of all back ends are rendered.
//!
//! A back end determines how values are printed. All share the rest: undefined values are errors, blocks leave no blank
//! lines, user templates replace built-in ones, and errors name template and line.

use std::error::Error as _;

use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Value, ValueKind};
use minijinja::{AutoEscape, Environment, Error, ErrorKind, Output, State, UndefinedBehavior};

use super::overrides::Overrides;
use crate::diagnostics::{Diagnostic, messages};

/// Prints the value of `{{ … }}`.
pub(crate) type Formatter = fn(&mut Output<'_>, &mut State<'_, '_>, &Value) -> Result<(), Error>;

/// Parsed templates, built-in ones or the user's in their place.
pub(crate) struct Templates<'a> {
    environment: Environment<'static>,
    /// Name and text of each.
    texts: Vec<(String, String)>,
    /// Folder of these templates among the overrides: empty or `docs/`.
    folder: &'static str,
    overrides: &'a Overrides,
}

impl<'a> Templates<'a> {
    /// Parses built-in templates, given by name and text, into an environment.
    pub(crate) fn new(
        environment: Environment<'static>,
        folder: &'static str,
        built_in: &[(&str, &str)],
        overrides: &'a Overrides,
    ) -> Result<Self, Box<Diagnostic>> {
        let text = |(name, built_in): &(&str, &str)| {
            let text = overrides.text(&format!("{folder}{name}")).unwrap_or(built_in);
            ((*name).to_owned(), text.to_owned())
        };
        let texts = built_in.iter().map(text).collect();
        let mut templates = Self { environment, texts, folder, overrides };
        for (name, text) in &templates.texts {
            let added = templates.environment.add_template_owned(name.clone(), text.clone());
            added.map_err(|error| templates.error(name, &error))?;
        }
        Ok(templates)
    }

    /// Renders a template.
    pub(crate) fn render(&self, name: &str, context: &Value) -> Result<String, Box<Diagnostic>> {
        let template = self.environment.get_template(name);
        let rendered = template.and_then(|template| template.render(context.clone()));
        rendered.map_err(|error| self.error(name, &error))
    }

    /// Reports a template that gives bad output. `place` is a template, with its line if that is known.
    pub(crate) fn fault(&self, place: &str, reason: &str) -> Box<Diagnostic> {
        Box::new(self.overrides.fault(&format!("{}{place}", self.folder), reason))
    }

    /// The environment that holds the templates.
    pub(crate) fn environment(&self) -> &Environment<'static> {
        &self.environment
    }

    /// Name and text of each template.
    pub(crate) fn texts(&self) -> &[(String, String)] {
        &self.texts
    }

    fn error(&self, name: &str, error: &Error) -> Box<Diagnostic> {
        let error = innermost(error);
        let place = match (error.name(), error.line()) {
            (Some(name), Some(line)) => format!("{name}:{line}"),
            _ => name.to_owned(),
        };
        let reason = match error.detail() {
            Some(detail) => format!("{}: {detail}", error.kind()),
            None => error.kind().to_string(),
        };
        self.fault(&place, &reason)
    }
}

/// An error in an included template is wrapped in errors of the including ones.
fn innermost(error: &Error) -> &Error {
    let inside = error.source().and_then(|inside| inside.downcast_ref::<Error>());
    inside.map_or(error, innermost)
}

/// Makes an empty environment.
pub(crate) fn environment(
    escape: AutoEscape,
    formatter: Formatter,
) -> Result<Environment<'static>, Box<Diagnostic>> {
    let syntax = SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build();
    let syntax = syntax.map_err(|error| {
        Box::new(messages::internal_error("the syntax of templates", &error.to_string()))
    })?;
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_syntax(syntax);
    environment.set_auto_escape_callback(move |_| escape.clone());
    environment.set_formatter(formatter);
    Ok(environment)
}

/// The error of a value that a formatter does not print.
pub(crate) fn unprintable(accepted: &str, kind: ValueKind) -> Error {
    let reason = format!("`{{{{ }}}}` accepts {accepted}, not {kind}");
    Error::new(ErrorKind::InvalidOperation, reason)
}

/// Reports output that could not be written.
pub(crate) fn written(result: std::fmt::Result) -> Result<(), Error> {
    result.map_err(|_| Error::new(ErrorKind::WriteFailure, "the output could not be written"))
}
