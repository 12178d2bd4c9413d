//! The templates of pages, and what is copied beside them.
//!
//! A template can print text and integers, both escaped; everything else, and everything undefined, is an error with
//! template and line.

use std::error::Error as _;

use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Value, ValueKind};
use minijinja::{AutoEscape, Environment, Error, ErrorKind, Output, State, UndefinedBehavior};

use super::words::Lang;
use crate::diagnostics::Diagnostic;
use crate::diagnostics::messages;
use crate::markup::overrides::Overrides;
use crate::markup::text::printable;

const PAGES: [(&str, &str); 9] = [
    ("codes.html.j2", include_str!("../../../templates/docs/codes.html.j2")),
    ("endpoint.html.j2", include_str!("../../../templates/docs/endpoint.html.j2")),
    ("group.html.j2", include_str!("../../../templates/docs/group.html.j2")),
    ("home.html.j2", include_str!("../../../templates/docs/home.html.j2")),
    ("layout.html.j2", include_str!("../../../templates/docs/layout.html.j2")),
    ("macros.html.j2", include_str!("../../../templates/docs/macros.html.j2")),
    ("start.html.j2", include_str!("../../../templates/docs/start.html.j2")),
    ("type.html.j2", include_str!("../../../templates/docs/type.html.j2")),
    ("types.html.j2", include_str!("../../../templates/docs/types.html.j2")),
];

/// Copied as they are.
const ASSETS: [(&str, &str); 6] = [
    ("assets/icon.svg", include_str!("../../../templates/docs/assets/icon.svg")),
    ("assets/search.js", include_str!("../../../templates/docs/assets/search.js")),
    ("assets/site.js", include_str!("../../../templates/docs/assets/site.js")),
    ("assets/start.js", include_str!("../../../templates/docs/assets/start.js")),
    ("assets/style.css", include_str!("../../../templates/docs/assets/style.css")),
    ("assets/theme.js", include_str!("../../../templates/docs/assets/theme.js")),
];

/// The names of templates and assets.
pub(crate) fn template_names() -> impl Iterator<Item = &'static str> {
    PAGES.iter().chain(&ASSETS).map(|(name, _)| *name)
}

/// What stands beside the pages, with its path.
pub(super) fn assets(overrides: &Overrides) -> impl Iterator<Item = (String, String)> {
    ASSETS.iter().map(|(name, ours)| ((*name).to_owned(), text(overrides, name, ours).to_owned()))
}

fn text<'a>(overrides: &'a Overrides, name: &str, ours: &'a str) -> &'a str {
    overrides.text(&format!("docs/{name}")).unwrap_or(ours)
}

/// All templates, parsed, with the words of a language.
pub(super) struct Templates<'a> {
    environment: Environment<'static>,
    overrides: &'a Overrides,
}

impl<'a> Templates<'a> {
    pub(super) fn new(lang: Lang, overrides: &'a Overrides) -> Result<Self, Box<Diagnostic>> {
        let mut templates = Self { environment: environment(lang)?, overrides };
        for (name, ours) in PAGES {
            let text = text(overrides, name, ours).to_owned();
            let added = templates.environment.add_template_owned(name, text);
            added.map_err(|error| templates.fault(name, &error))?;
        }
        Ok(templates)
    }

    pub(super) fn render(&self, name: &str, context: &Value) -> Result<String, Box<Diagnostic>> {
        let template = self.environment.get_template(name);
        let rendered = template.and_then(|template| template.render(context.clone()));
        rendered.map_err(|error| self.fault(name, &error))
    }

    fn fault(&self, name: &str, error: &Error) -> Box<Diagnostic> {
        let error = innermost(error);
        let place = match (error.name(), error.line()) {
            (Some(name), Some(line)) => format!("docs/{name}:{line}"),
            _ => format!("docs/{name}"),
        };
        let reason = match error.detail() {
            Some(detail) => format!("{}: {detail}", error.kind()),
            None => error.kind().to_string(),
        };
        Box::new(self.overrides.fault(&place, &reason))
    }
}

/// An error in a template that others include is wrapped in errors about them.
fn innermost(error: &Error) -> &Error {
    let inside = error.source().and_then(|inside| inside.downcast_ref::<Error>());
    inside.map_or(error, innermost)
}

fn environment(lang: Lang) -> Result<Environment<'static>, Box<Diagnostic>> {
    let syntax = SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build();
    let syntax = syntax.map_err(|error| {
        Box::new(messages::internal_error("the syntax of templates", &error.to_string()))
    })?;
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_syntax(syntax);
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    environment.set_formatter(hole);
    environment.add_global("words", Value::from(minijinja::value::Serde(lang.words())));
    environment.add_global("lang", lang.tag());
    Ok(environment)
}

/// What a hole in a template prints.
fn hole(output: &mut Output<'_>, _: &mut State<'_, '_>, value: &Value) -> Result<(), Error> {
    let written = if let Some(text) = value.as_str() {
        match value.is_safe() {
            true => output.write_str(text),
            false => output.write_str(&escaped(text)),
        }
    } else if value.is_integer() {
        output.write_str(&value.to_string())
    } else {
        return Err(unprintable(value.kind()));
    };
    written.map_err(|_| Error::new(ErrorKind::WriteFailure, "the output took no more"))
}

fn unprintable(kind: ValueKind) -> Error {
    let reason = format!("a hole takes text or an integer, not {kind}");
    Error::new(ErrorKind::InvalidOperation, reason)
}

/// Text as it can stand in an element and in an attribute with quotes. What no page may hold is replaced.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            '\n' => escaped.push(c),
            '\u{fdd0}'..='\u{fdef}' => escaped.push('\u{fffd}'),
            c if u32::from(c) & 0xfffe == 0xfffe => escaped.push('\u{fffd}'),
            c => escaped.push(printable(c)),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;
    use minijinja::context;

    fn render(template: &'static str, context: Value) -> String {
        let mut environment = environment(Lang::En).expect("the syntax is one");
        environment.add_template("test", template).expect("it parses");
        let rendered = environment.get_template("test").and_then(|one| one.render(context));
        rendered.unwrap_or_else(|error| error.to_string())
    }

    #[test]
    fn text_is_escaped_wherever_it_stands() {
        let evil = context!(x => "\"'<script>&\u{0}\u{202e}\u{ffff}");
        let escaped = "&quot;&#39;&lt;script&gt;&amp;\u{fffd}\u{fffd}\u{fffd}";
        assert_eq!(render("<a href=\"{{ x }}\">", evil.clone()), format!("<a href=\"{escaped}\">"));
        let by_macro = "{% macro m(x) %}<b>{{ x }}</b>{% endmacro %}{{ m(x) }}";
        assert_eq!(render(by_macro, evil), format!("<b>{escaped}</b>"));
    }

    #[test]
    fn everything_else_is_refused() {
        assert!(render("{{ x }}", context!(x => true)).contains("a hole takes text or an integer"));
        assert!(render("{{ y }}", context!()).contains("undefined value"));
        assert!(render("{{ words.no_such_word }}", context!()).contains("undefined value"));
    }
}
