//! The words of every diagnostic, on one page.
//!
//! A headline says what was found, in the words of the description and without a full stop; a
//! label points; the help is a way out. A fault of ours is worded apart, at the end.

use crate::diagnostic::{Diagnostic, nearest};
use crate::sources::{Sources, Span};
use crate::syntax::{Spanned, Table};
use crate::yaml::{Entry, Node};

// Files and YAML

pub(crate) fn yaml_syntax(span: Span, reason: &str) -> Diagnostic {
    Diagnostic::error("yaml-syntax", span, format!("not valid YAML: {reason}"))
}

pub(crate) fn no_api_file(sources: &Sources) -> Diagnostic {
    let headline = match sources.iter().next() {
        Some(_) => "the description has no `api.yaml`",
        None => "the description is empty",
    };
    Diagnostic::error("no-api-file", Span::file(0), headline)
        .help("`api.yaml` in the folder of the description says what the API is called and where it is served")
}

pub(crate) fn misplaced_file(file: u32, path: &str) -> Diagnostic {
    Diagnostic::error("misplaced-file", Span::file(file), format!("`{path}` is in the wrong place"))
        .help("an endpoint is described in `<group>/<endpoint>.yaml`")
}

// Shape

pub(crate) fn wrong_kind(node: &Node, expected: &str) -> Diagnostic {
    let headline = format!("expected {expected}, found {}", node.kind());
    Diagnostic::error("wrong-kind", node.span, headline).label(format!("expected {expected}"))
}

pub(crate) fn unknown_key(entry: &Entry, table: &Table) -> Diagnostic {
    let headline = format!("{} has no key `{}`", table.name, entry.key);
    let known: Vec<&str> = table.names().collect();
    let help = suggestion(&entry.key, &known);
    Diagnostic::error("unknown-key", entry.key_span, headline).label("unknown key").help(help)
}

pub(crate) fn duplicate_key(entry: &Entry, first: Span) -> Diagnostic {
    let headline = format!("`{}` is given twice", entry.key);
    Diagnostic::error("duplicate-key", entry.key_span, headline)
        .label("given again here")
        .and(first, "first given here")
        .help("keep one of them")
}

pub(crate) fn missing_key(span: Span, table: &str, key: &str) -> Diagnostic {
    Diagnostic::error("missing-key", span, format!("{table} needs the key `{key}`"))
        .label(format!("`{key}` is missing here"))
}

pub(crate) fn unknown_word(span: Span, word: &str, known: &[&str]) -> Diagnostic {
    Diagnostic::error("unknown-word", span, format!("`{word}` is not known here"))
        .help(suggestion(word, known))
}

pub(crate) fn not_a_code(entry: &Entry) -> Diagnostic {
    let headline = format!("`{}` is not an error code", entry.key);
    Diagnostic::error("not-a-code", entry.key_span, headline)
        .help("an error code is an integer: the code in the envelope, or the HTTP status")
}

// Names and what they stand for

pub(crate) fn unknown_version(version: &Spanned<i64>) -> Diagnostic {
    let headline = format!("version {} of the description language is not known", version.value);
    Diagnostic::error("unknown-version", version.span, headline)
        .help("this endpointc reads version 1")
}

/// Something is named that nothing declares: a type, a group, an envelope, a set of errors.
pub(crate) fn unknown_name(what: &str, name: &Spanned<String>, known: &[&str]) -> Diagnostic {
    let headline = format!("there is no {what} `{}`", name.value);
    Diagnostic::error("unknown-name", name.span, headline)
        .label(format!("unknown {what}"))
        .help(suggestion(&name.value, known))
}

pub(crate) fn unknown_group(file: u32, group: &str, known: &[&str]) -> Diagnostic {
    let headline = format!("there is no group `{group}`");
    Diagnostic::error("unknown-group", Span::file(file), headline)
        .label(format!("this file is in the folder `{group}`"))
        .help(format!("declare it under `groups` in `api.yaml`, {}", suggestion(group, known)))
}

pub(crate) fn duplicate_type(name: &Spanned<String>, first: Span) -> Diagnostic {
    let headline = format!("the type `{}` is described twice", name.value);
    Diagnostic::error("duplicate-type", name.span, headline)
        .label("described again here")
        .and(first, "first described here")
        .help("give one of them another name, or describe it once under `types` in `api.yaml`")
}

pub(crate) fn reserved_type(name: &Spanned<String>) -> Diagnostic {
    let headline = format!("`{}` is a type of the language and cannot be described", name.value);
    Diagnostic::error("reserved-type", name.span, headline).help("give it another name")
}

pub(crate) fn bad_type_name(name: &Spanned<String>, better: &str) -> Diagnostic {
    let headline = format!("`{}` is not a name for a type", name.value);
    Diagnostic::error("bad-name", name.span, headline)
        .help(format!("names of types are written in UpperCamelCase: `{better}`"))
}

pub(crate) fn bad_name(what: &str, span: Span, name: &str) -> Diagnostic {
    Diagnostic::error("bad-name", span, format!("`{name}` is not a name for {what}")).help(
        "names are written in snake_case, with the letters a to z and digits, and begin with a letter",
    )
}

pub(crate) fn reserved_group(span: Span, name: &str) -> Diagnostic {
    let headline = format!("a group cannot be called `{name}`");
    Diagnostic::error("reserved-group", span, headline)
        .help("generated code has a module of that name; give the group another one")
}

pub(crate) fn unnameable(written: &str, span: Span) -> Diagnostic {
    let headline = format!("`{written}` cannot be made into a name in Rust");
    Diagnostic::error("unnameable", span, headline)
        .help("say with `name:` what it is called in programs")
}

/// Two things would be one identifier in Rust.
pub(crate) fn name_collision(rust: &str, span: Span, first: Span) -> Diagnostic {
    let headline = format!("two things would be called `{rust}` in Rust");
    Diagnostic::error("name-collision", span, headline)
        .label(format!("this becomes `{rust}`, too"))
        .and(first, format!("this becomes `{rust}`"))
        .help("give one of them another name with `name:`")
}

pub(crate) fn shapeless_type(name: &Spanned<String>) -> Diagnostic {
    let headline = format!("the type `{}` needs exactly one shape", name.value);
    Diagnostic::error("shapeless-type", name.span, headline)
        .help("give it one of `fields`, `enum`, `one_of`, `union` and `rust`, and something inside")
}

pub(crate) fn mixed_enum(name: &Spanned<String>, text: Span) -> Diagnostic {
    let headline = format!("the values of `{}` are partly integers and partly text", name.value);
    Diagnostic::warning("mixed-enum", name.span, headline)
        .and(text, "text here")
        .help("all are taken as text")
}

pub(crate) fn duplicate_inline(name: &Spanned<String>, first: Span) -> Diagnostic {
    let headline =
        format!("the type described here would be called `{}`, like another one", name.value);
    Diagnostic::error("duplicate-inline", name.span, headline)
        .label(format!("this becomes `{}`", name.value))
        .and(first, format!("`{}` is described here", name.value))
        .help("describe one of them under `types`, with a name of its own")
}

pub(crate) fn unclear_union(span: Span) -> Diagnostic {
    Diagnostic::error(
        "unclear-union",
        span,
        "it is not clear how the types of this union are told apart",
    )
    .help("give `tag` and `types` (by value of that field), or `shapes` (tried in their order)")
}

pub(crate) fn bad_rust_path(path: &Spanned<String>) -> Diagnostic {
    let headline = format!("`{}` is not the path of a Rust type", path.value);
    Diagnostic::error("bad-rust-path", path.span, headline).help("write it like `crate::Downlink`")
}

pub(crate) fn item_without_fields(name: &Spanned<String>) -> Diagnostic {
    let headline = format!("`{}` is an item of a batch, but has no fields", name.value);
    Diagnostic::error("item-without-fields", name.span, headline).help("describe its `fields`")
}

pub(crate) fn item_field(field: &Spanned<String>, ty: &str) -> Diagnostic {
    let headline = format!("the item has no field `{}` of type `{ty}`", field.value);
    Diagnostic::error("item-field", field.span, headline)
        .help(format!("add `{}: {ty}` to its `fields`", field.value))
}

pub(crate) fn bad_separator(by: &Spanned<String>) -> Diagnostic {
    let headline = format!("`{}` is not one character", by.value);
    Diagnostic::error("bad-separator", by.span, headline)
        .help("items are joined by one character, such as `\";\"`")
}

pub(crate) fn bad_pattern(span: Span, reason: &str) -> Diagnostic {
    let reason = reason.lines().last().unwrap_or_default().trim().trim_start_matches("error: ");
    Diagnostic::error(
        "bad-pattern",
        span,
        format!("the pattern is not a regular expression: {reason}"),
    )
    .help("look-around and back-references are not known here")
}

pub(crate) fn misfit_default(span: Span, ty: &str) -> Diagnostic {
    Diagnostic::error("misfit-default", span, format!("this default does not fit {ty}"))
        .help("a field can have a default if it is text, a number, a boolean or an enum")
}

pub(crate) fn needless_nullable(name: &Spanned<String>) -> Diagnostic {
    let headline = format!("the field `{}` is nullable, but not required", name.value);
    Diagnostic::error("needless-nullable", name.span, headline)
        .help("every field that is not required may be null; take one of them out or add `required: true`")
}

pub(crate) fn one_of_in_result(span: Span, name: &str, endpoint: &str) -> Diagnostic {
    let headline = format!("`{name}` is a choice of the caller and cannot be in a result");
    Diagnostic::error("one-of-in-result", span, headline)
        .help(format!("`{endpoint}` returns it; describe what it returns with `fields` or `union`"))
}

pub(crate) fn bad_spread(name: &Spanned<String>) -> Diagnostic {
    let headline = format!("the parameter `{}` cannot be spread", name.value);
    Diagnostic::error("bad-spread", name.span, headline)
        .help("only a type with `fields` or `one_of` has fields to spread, and only without `type` beside it")
}

pub(crate) fn misfit_list(name: &Spanned<String>) -> Diagnostic {
    let headline = format!("the parameter `{}` is not a list in a query or a form", name.value);
    Diagnostic::error("misfit-list", name.span, headline)
        .help("`list` says how such a list is written")
}

// Envelopes, servers, errors

pub(crate) fn no_envelope(span: Span, group: &str) -> Diagnostic {
    let headline = format!("it is not said how answers of the group `{group}` are wrapped");
    Diagnostic::error("no-envelope", span, headline)
        .help("name one of the envelopes with `envelope:`, at the group or at the endpoint")
}

pub(crate) fn success_without_code(span: Span, name: &str) -> Diagnostic {
    let headline = format!("the envelope `{name}` names a code, but not which codes mean success");
    Diagnostic::error("no-success", span, headline).help("add `success: [200]`, or whatever it is")
}

pub(crate) fn bad_url(url: &Spanned<String>, reason: &str) -> Diagnostic {
    let headline = format!("`{}` is not the address of a server: {reason}", url.value);
    Diagnostic::error("bad-url", url.span, headline)
        .help("write it as `https://api.example.com`, with a base path if there is one")
}

pub(crate) fn duplicate_code(code: i64, span: Span, first: Span) -> Diagnostic {
    Diagnostic::error("duplicate-code", span, format!("the code {code} has two names"))
        .label("named again here")
        .and(first, "first named here")
        .help("a code has one name in the sets that an endpoint takes in; give both the same")
}

pub(crate) fn success_as_error(code: i64, span: Span, envelope: &str) -> Diagnostic {
    let headline = format!("the code {code} means success in the envelope `{envelope}`");
    Diagnostic::error("success-as-error", span, headline)
        .help("take it out of the errors, or out of `success`")
}

// Endpoints

pub(crate) fn no_route(span: Span) -> Diagnostic {
    Diagnostic::error("no-route", span, "the endpoint has no method and path").help(
        "add one of `get`, `post`, `put`, `patch` and `delete`, with the path: `get: /v1/devices`",
    )
}

pub(crate) fn two_routes(second: Span, first: Span) -> Diagnostic {
    Diagnostic::error("two-routes", second, "the endpoint has two methods")
        .label("another one here")
        .and(first, "one here")
        .help("describe each operation in a file of its own")
}

pub(crate) fn same_route(span: Span, first: Span, route: &str) -> Diagnostic {
    Diagnostic::error("same-route", span, format!("`{route}` is described twice"))
        .label("described again here")
        .and(first, "first described here")
}

pub(crate) fn bad_path(span: Span, reason: &str) -> Diagnostic {
    Diagnostic::error("bad-path", span, format!("the path cannot be sent: {reason}"))
        .help("a path begins with `/` and holds parameters in braces: `/v1/devices/{id}`")
}

pub(crate) fn unused_path_parameter(name: &Spanned<String>, path: Span) -> Diagnostic {
    let headline = format!("the path has no place for the parameter `{}`", name.value);
    Diagnostic::error("unused-path-parameter", name.span, headline)
        .and(path, format!("`{{{}}}` is not in here", name.value))
}

pub(crate) fn optional_path_parameter(name: &Spanned<String>) -> Diagnostic {
    let headline = format!("the path parameter `{}` must be required", name.value);
    Diagnostic::error("optional-path-parameter", name.span, headline)
        .help("add `required: true`, or give it a constant value with `const`")
}

pub(crate) fn untyped(what: &str, name: &Spanned<String>) -> Diagnostic {
    let headline = format!("the {what} `{}` needs a `type` or a `const`", name.value);
    Diagnostic::error("untyped", name.span, headline)
}

pub(crate) fn constant_with(what: &str, name: &Spanned<String>, other: &str) -> Diagnostic {
    let headline = format!("the {what} `{}` is constant and has `{other}`", name.value);
    Diagnostic::error("constant-with", name.span, headline)
        .help(format!("callers never give a constant; take `{other}` out"))
}

pub(crate) fn bad_constant(constant: Span) -> Diagnostic {
    Diagnostic::error("bad-constant", constant, "a constant must be text, an integer or a boolean")
}

pub(crate) fn required_with_default(what: &str, name: &Spanned<String>) -> Diagnostic {
    let headline = format!("the {what} `{}` is required and has a default", name.value);
    Diagnostic::error("required-with-default", name.span, headline)
        .help("a default matters only for what may be left out")
}

pub(crate) fn unsendable(name: &Spanned<String>, place: &str) -> Diagnostic {
    let headline = format!("the parameter `{}` cannot travel in the {place}", name.value);
    Diagnostic::error("unsendable", name.span, headline)
        .help("objects and maps travel in a JSON body")
}

pub(crate) fn secret_not_text(span: Span, name: &str) -> Diagnostic {
    Diagnostic::error("secret-not-text", span, format!("`{name}` is secret, but not text"))
        .help("only a `string` can be secret")
}

pub(crate) fn misfit_limit(span: Span, ty: &str) -> Diagnostic {
    Diagnostic::error("misfit-limit", span, format!("this limit does not fit {ty}"))
}

pub(crate) fn two_bodies(span: Span, first: Span) -> Diagnostic {
    Diagnostic::error("two-bodies", span, "the endpoint has both a JSON body and a form")
        .label("a form here")
        .and(first, "a JSON body here")
}

pub(crate) fn body_on_get(span: Span) -> Diagnostic {
    Diagnostic::error("body-on-get", span, "a GET has no body")
        .help("put the parameter into the `query`")
}

// Examples and documentation

pub(crate) fn example_parameter(name: &Spanned<String>, known: &[&str]) -> Diagnostic {
    let headline = format!("the example gives `{}`, which is not a parameter", name.value);
    Diagnostic::error("example-parameter", name.span, headline).help(suggestion(&name.value, known))
}

pub(crate) fn example_without(span: Span, name: &str) -> Diagnostic {
    let headline = format!("the example leaves out the required parameter `{name}`");
    Diagnostic::error("example-without", span, headline)
}

pub(crate) fn example_misfit(found: &Node, path: &str, expected: &str) -> Diagnostic {
    let headline = format!(
        "the example does not fit: expected {expected} at `{path}`, found {}",
        found.kind()
    );
    Diagnostic::error("example-misfit", found.span, headline)
        .label(format!("expected {expected}"))
        .help("mend the example or the type; the wire is right when they differ")
}

pub(crate) fn example_missing(span: Span, path: &str) -> Diagnostic {
    let headline = format!("the example does not fit: `{path}` is missing");
    Diagnostic::error("example-missing", span, headline)
        .label(format!("`{path}` is missing here"))
        .help("mend the example, or say that the field is not required")
}

pub(crate) fn example_undeclared(span: Span, path: &str) -> Diagnostic {
    let headline = format!("the example holds `{path}`, which no type declares");
    Diagnostic::warning("example-undeclared", span, headline)
        .help("declare the field, or list it under `others` of the envelope")
}

pub(crate) fn example_code(span: Span, code: i64) -> Diagnostic {
    let headline = format!("the example answers with {code}, which the endpoint does not list");
    Diagnostic::error("example-code", span, headline).help("list it under `errors`")
}

// Faults of ours

/// A template and the description disagree: the description is never to blame.
pub(crate) fn our_fault(template: &str, reason: &str) -> Diagnostic {
    let headline = format!("fault in endpointc: template `{template}`: {reason}");
    Diagnostic::error("internal-template", Span::file(0), headline)
        .help("this is not a mistake in the description; please report it with the text above")
}

fn suggestion(typed: &str, known: &[&str]) -> String {
    match nearest(typed, known.iter().copied()) {
        Some(word) => format!("did you mean `{word}`?"),
        None if known.is_empty() => "none is declared yet".to_owned(),
        None => format!("known here: {}", quoted(known)),
    }
}

fn quoted(words: &[&str]) -> String {
    words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
}
