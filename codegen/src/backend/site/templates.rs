//! Templates of pages, and assets that are copied.
//!
//! Templates print text and integers, both escaped. Other values and undefined ones are errors with template and line.

use minijinja::value::{Serde, Value};
use minijinja::{AutoEscape, Environment, Error, Output, State};

use super::i18n::Lang;
use crate::diagnostics::Diagnostic;
use crate::markup::overrides::Overrides;
use crate::markup::templates::{self, Templates};
use crate::markup::text::printable;

/// Folder of these templates among overrides.
const FOLDER: &str = "docs/";

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

/// Files that are copied.
const ASSETS: [(&str, &str); 6] = [
    ("assets/icon.svg", include_str!("../../../templates/docs/assets/icon.svg")),
    ("assets/search.js", include_str!("../../../templates/docs/assets/search.js")),
    ("assets/site.js", include_str!("../../../templates/docs/assets/site.js")),
    ("assets/start.js", include_str!("../../../templates/docs/assets/start.js")),
    ("assets/style.css", include_str!("../../../templates/docs/assets/style.css")),
    ("assets/theme.js", include_str!("../../../templates/docs/assets/theme.js")),
];

/// Returns the names of templates and assets.
pub(crate) fn template_names() -> impl Iterator<Item = &'static str> {
    PAGES.iter().chain(&ASSETS).map(|(name, _)| *name)
}

/// Returns path and text of each asset.
pub(super) fn assets(overrides: &Overrides) -> impl Iterator<Item = (String, String)> {
    ASSETS.iter().map(|(name, ours)| ((*name).to_owned(), text(overrides, name, ours).to_owned()))
}

fn text<'a>(overrides: &'a Overrides, name: &str, ours: &'a str) -> &'a str {
    overrides.text(&format!("{FOLDER}{name}")).unwrap_or(ours)
}

/// Parses the templates, with the words of a language.
pub(super) fn parse(lang: Lang, overrides: &Overrides) -> Result<Templates<'_>, Box<Diagnostic>> {
    Templates::new(environment(lang)?, FOLDER, &PAGES, overrides)
}

fn environment(lang: Lang) -> Result<Environment<'static>, Box<Diagnostic>> {
    let mut environment = templates::environment(AutoEscape::Html, print)?;
    environment.add_global("words", Value::from(Serde(lang.words())));
    environment.add_global("lang", lang.tag());
    Ok(environment)
}

/// Prints text and integers, escaped.
fn print(output: &mut Output<'_>, _: &mut State<'_, '_>, value: &Value) -> Result<(), Error> {
    if let Some(text) = value.as_str() {
        let is_markup = value.is_safe();
        templates::written(output.write_str(&if is_markup { text.into() } else { escaped(text) }))
    } else if value.is_integer() {
        templates::written(output.write_str(&value.to_string()))
    } else {
        Err(templates::unprintable("text or an integer", value.kind()))
    }
}

/// Escapes text for elements and quoted attributes. Characters that are invalid in HTML are replaced.
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
    use crate::backend::site::i18n;
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

    /// A template that is not rendered by a test could hold an unknown name.
    #[test]
    fn each_word_that_a_template_names_is_in_the_table() {
        let is_name = |c: char| c.is_ascii_lowercase() || c == '_';
        for (template, text) in PAGES {
            for after in text.split("words.").skip(1) {
                let name = &after[..after.find(|c| !is_name(c)).unwrap_or(after.len())];
                let is_known = i18n::TABLE.iter().any(|(known, _, _)| *known == name);
                assert!(is_known, "{template}: `words.{name}`");
            }
        }
    }

    #[test]
    fn everything_else_is_refused() {
        assert!(
            render("{{ x }}", context!(x => true)).contains("`{{ }}` accepts text or an integer")
        );
        assert!(render("{{ y }}", context!()).contains("undefined value"));
        assert!(render("{{ words.no_such_word }}", context!()).contains("undefined value"));
    }
}
