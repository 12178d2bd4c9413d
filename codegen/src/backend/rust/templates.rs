//! Templates of the client.
//!
//! A template prints three things: [`RustSource`], text (as a Rust literal) and integers. Everything
//! else, and everything undefined, is an error with template and line.

use std::fs;
use std::path::PathBuf;

use minijinja::value::Value;
use minijinja::{AutoEscape, Environment, Error, Output, State};
use proc_macro2::Literal;

use super::rust_source::RustSource;
use super::template_trace;
use super::view::FileView;
use crate::diagnostics::Diagnostic;
use crate::markup::overrides::Overrides;
use crate::markup::templates::{self, Templates};

/// The templates, which have the shape of the output.
const BUILT_IN: [(&str, &str); 14] = [
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
    BUILT_IN.iter().map(|(name, _)| *name)
}

/// Parses the templates.
pub(super) fn parse(overrides: &Overrides) -> Result<Templates<'_>, Box<Diagnostic>> {
    Templates::new(environment()?, "", &BUILT_IN, overrides)
}

/// Reports output that `syn` rejects, with the line of the template and its output.
pub(super) fn refused(
    templates: &Templates<'_>,
    file: &FileView,
    rendered: &str,
    error: &syn::Error,
) -> Box<Diagnostic> {
    let line = error.span().start().line;
    let text = rendered.lines().nth(line.saturating_sub(1)).unwrap_or_default();
    let place = template_trace::line(templates, file.template, &file.context);
    let kept = match keep(&file.path, rendered) {
        Some(kept) => format!("; the whole output is in {}", kept.display()),
        None => String::new(),
    };
    let reason = format!("it gives no Rust: {error}, near `{}`{kept}", text.trim());
    templates.fault(place.as_deref().unwrap_or(file.template), &reason)
}

/// Keeps output that is not written anywhere else, for a report. A failure to keep it changes nothing else.
fn keep(path: &str, rendered: &str) -> Option<PathBuf> {
    let name = format!("endpointc-{}-{}", std::process::id(), path.replace('/', "-"));
    let kept = std::env::temp_dir().join(name);
    fs::write(&kept, rendered).ok()?;
    Some(kept)
}

fn environment() -> Result<Environment<'static>, Box<Diagnostic>> {
    templates::environment(AutoEscape::None, print)
}

/// Prints code as it is, text as a Rust literal, and integers.
fn print(output: &mut Output<'_>, _: &mut State<'_, '_>, value: &Value) -> Result<(), Error> {
    if let Some(code) = RustSource::text(value) {
        templates::written(output.write_str(code))
    } else if let Some(text) = value.as_str() {
        templates::written(output.write_str(&Literal::string(text).to_string()))
    } else if value.is_integer() {
        templates::written(output.write_str(&value.to_string()))
    } else {
        Err(templates::unprintable("code, text or an integer", value.kind()))
    }
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
    fn output_of_ours_that_is_not_rust_is_an_internal_error_and_is_kept() {
        let text = "fn a() {}\nfn fn\n";
        let environment = environment().expect("the syntax of templates is valid");
        let overrides = Overrides::default();
        let templates = Templates::new(environment, "", &[("mod.rs.j2", text)], &overrides);
        let templates = templates.unwrap_or_else(|fault| panic!("{fault:?}"));
        let file =
            FileView { path: "a/b.rs".to_owned(), template: "mod.rs.j2", context: Value::from(()) };
        let error = syn::parse_file(text).err().expect("it is not Rust");
        let fault = refused(&templates, &file, text, &error);
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
        check("{{ x }}", context!(x => true), "`{{ }}` accepts code, text or an integer");
        check("{{ x }}", context!(x => vec![1]), "`{{ }}` accepts code, text or an integer");
        check("{{ y }}", context!(), "undefined value");
    }
}
