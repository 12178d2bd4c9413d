//! The words of every diagnostic, on one page.
//!
//! A headline says what was found, in the words of the description and without a full stop; a
//! label points; the help is a way out. A fault of ours is worded apart, at the end.

use std::path::Path;

use crate::diagnostics::{Diagnostic, nearest};
use crate::source::yaml::{Entry, Node};
use crate::source::{MAX_BYTES, Sources, Span};
use crate::syntax::{Spanned, Table};

/// The code of the warning that cannot be allowed.
pub(crate) const UNUSED_ALLOW: &str = "unused-allow";

/// The codes of all warnings that can be allowed.
pub(crate) const WARNINGS: [&str; 11] = [
    "code-texts-differ",
    "example-undeclared",
    "missing-translation",
    "mixed-enum",
    "undocumented-code",
    "undocumented-parameter",
    "unused-envelope",
    "unused-error-set",
    "unused-group",
    "unused-paging",
    "unused-type",
];

/// The codes of all errors.
pub(crate) const ERRORS: [&str; 84] = [
    "bad-auth-example",
    "bad-constant",
    "bad-header",
    "bad-name",
    "bad-paging",
    "bad-path",
    "bad-pattern",
    "bad-rust-path",
    "bad-sample",
    "bad-separator",
    "bad-spread",
    "bad-status",
    "bad-template",
    "bad-url",
    "body-on-get",
    "constant-with",
    "doubled-code",
    "doubled-envelope-field",
    "doubled-error-name",
    "doubled-parameter",
    "duplicate-code",
    "duplicate-inline",
    "duplicate-key",
    "duplicate-type",
    "endless-type",
    "example-code",
    "example-misfit",
    "example-missing",
    "example-parameter",
    "example-without",
    "file-too-large",
    "internal-template",
    "item-field",
    "item-without-fields",
    "limits-contradict",
    "misfit-constant",
    "misfit-default",
    "misfit-limit",
    "misfit-list",
    "misfit-payload",
    "misplaced-file",
    "missing-key",
    "name-collision",
    "needless-nullable",
    "negative-count",
    "no-api-file",
    "no-code",
    "no-envelope",
    "no-route",
    "no-success",
    "not-a-code",
    "not-a-warning",
    "not-utf8",
    "one-of-in-result",
    "optional-path-parameter",
    "required-with-default",
    "reserved-group",
    "reserved-header",
    "reserved-type",
    "same-route",
    "secret-not-text",
    "shapeless-type",
    "success-as-error",
    "two-bodies",
    "two-routes",
    "two-types",
    "unclear-union",
    "unjoinable",
    "unknown-group",
    "unknown-key",
    "unknown-name",
    "unknown-version",
    "unknown-warning",
    "unknown-word",
    "unlisted-value",
    "unnameable",
    "unnamed-error",
    "unsendable",
    "untyped",
    "unused-path-parameter",
    "variant-without-fields",
    "wrong-kind",
    "yaml-budget",
    "yaml-syntax",
];

// Files and YAML

pub(crate) fn yaml_syntax(span: Span, reason: &str) -> Diagnostic {
    Diagnostic::error("yaml-syntax", span, format!("not valid YAML: {reason}"))
}

/// Well-formed, but made to be more than it looks.
pub(crate) fn yaml_budget(span: Span, excess: &str) -> Diagnostic {
    Diagnostic::error("yaml-budget", span, format!("this file is too much to read: {excess}")).help(
        "descriptions are small and flat; split the file, or write out what aliases stand for",
    )
}

/// Well-formed, but more than anyone describes.
pub(crate) fn too_much(span: Span, excess: &str) -> Diagnostic {
    Diagnostic::error("yaml-budget", span, format!("this is too much to compile: {excess}"))
        .help("descriptions are small and flat, a file for each endpoint")
}

pub(crate) fn not_utf8(span: Span) -> Diagnostic {
    Diagnostic::error("not-utf8", span, "the file is not UTF-8")
        .label("the first byte that is not")
        .help("save the file in the encoding UTF-8")
}

pub(crate) fn file_too_large(file: u32, bytes: u64) -> Diagnostic {
    let headline = format!("the file has {bytes} bytes; descriptions have at most {MAX_BYTES}");
    Diagnostic::error("file-too-large", Span::file(file), headline)
        .help("describe each endpoint in a file of its own, and shorten its examples")
}

pub(crate) fn no_api_file(sources: &Sources) -> Diagnostic {
    let headline = match sources.iter().next() {
        Some(_) => "the description has no `api.yaml`",
        None => "the description is empty",
    };
    Diagnostic::error("no-api-file", Span::NOWHERE, headline)
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
    let help = match entry.key.as_str() {
        // A type where a parameter or a field could be has no room for more than the type.
        "required" | "doc" | "default" | "nullable" if table.name == "a type expression" => {
            format!("put the type under `type`, and `{}` beside it", entry.key)
        }
        key => suggestion(key, &known),
    };
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

pub(crate) fn negative_count(span: Span) -> Diagnostic {
    Diagnostic::error("negative-count", span, "a count cannot be negative")
        .help("a length or a number of items is 0 or more; take the limit out if there is none")
}

/// `{ map: int, fields: … }`
pub(crate) fn two_types(second: &Entry, first: &Entry) -> Diagnostic {
    let headline = format!("this type is both `{}` and `{}`", first.key, second.key);
    Diagnostic::error("two-types", second.key_span, headline)
        .label("another type here")
        .and(first.key_span, "a type here")
        .help("keep one of them; for one inside the other write `{ map: { fields: … } }`")
}

pub(crate) fn separator_of_nothing(by: &Entry) -> Diagnostic {
    Diagnostic::error("bad-separator", by.key_span, "`by` stands beside no `joined`")
        .help("only a joined list has a separator: `{ joined: string, by: \";\" }`")
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

pub(crate) fn reserved_type(name: &Spanned<String>, whose: &str) -> Diagnostic {
    let headline = format!("`{}` is a name of {whose} and cannot be described", name.value);
    Diagnostic::error("reserved-type", name.span, headline).help("give it another name")
}

pub(crate) fn bad_type_name(name: &Spanned<String>, better: &str) -> Diagnostic {
    let headline = format!("`{}` is not a name for a type", name.value);
    Diagnostic::error("bad-name", name.span, headline)
        .help(format!("names of types are written in UpperCamelCase: `{better}`"))
}

pub(crate) fn long_name(name: &Spanned<String>, most: usize) -> Diagnostic {
    let headline = format!("the name of this type is longer than {most} characters");
    Diagnostic::error("bad-name", name.span, headline)
        .help("describe it under `types`, with a short name")
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
        .help("give one of them another name; a parameter or a field takes it with `name:`")
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

pub(crate) fn bad_auth_example(example: &Spanned<String>) -> Diagnostic {
    let headline = format!("`{}` is not the call of a method", example.value);
    Diagnostic::error("bad-auth-example", example.span, headline).help(
        "write what follows `Client::builder(…).`, such as `access_key(\"my key\", \"my secret\")`",
    )
}

pub(crate) fn bad_rust_path(path: &Spanned<String>) -> Diagnostic {
    let headline = format!("`{}` is not the path of a Rust type", path.value);
    Diagnostic::error("bad-rust-path", path.span, headline)
        .help("write it like `crate::Downlink`: from the crate on, without generics")
}

pub(crate) fn bad_sample(sample: &Spanned<String>) -> Diagnostic {
    Diagnostic::error("bad-sample", sample.span, "this is not an expression of Rust in one line")
        .help("write what a caller would: `Downlink::new().set(\"switch\", true)`")
}

pub(crate) fn needless_sample(sample: &Spanned<String>) -> Diagnostic {
    let headline = "a type that is described needs no sample";
    Diagnostic::error("bad-sample", sample.span, headline)
        .help("take `sample` out; examples are made from the fields")
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
    .help(match reason.contains("size limit") {
        true => "what is repeated is counted as often as it may be; repeat less of it",
        false => "look-around and back-references are not known here",
    })
}

pub(crate) fn misfit_constant(span: Span, ty: &str) -> Diagnostic {
    Diagnostic::error("misfit-constant", span, format!("this constant does not fit {ty}"))
        .help("take `type` out, or give a value of that type")
}

/// A constant or a default that an enum does not list.
pub(crate) fn unlisted_value(span: Span, value: &str, name: &str, known: &[&str]) -> Diagnostic {
    let headline = format!("the enum `{name}` does not list `{value}`");
    Diagnostic::error("unlisted-value", span, headline).help(suggestion(value, known))
}

pub(crate) fn default_of_choice(span: Span) -> Diagnostic {
    Diagnostic::error("misfit-default", span, "a field of an alternative cannot have a default")
        .help("what a caller leaves out is not sent; say in `doc` what the server takes then")
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

pub(crate) fn unnameable_inline(name: &Spanned<String>) -> Diagnostic {
    let headline = format!("the type described here would be called `{}`", name.value);
    Diagnostic::error("unnameable", name.span, headline)
        .help("names in Rust hold a to z and digits; say with `name:` what the field is called in programs")
}

pub(crate) fn endless_type(span: Span, name: &str) -> Diagnostic {
    let headline = format!("a value of the type `{name}` would have no end: it requires itself");
    Diagnostic::error("endless-type", span, headline)
        .help("let a field on the way back be optional, nullable, a list or a map")
}

pub(crate) fn endless_union(span: Span, name: &str) -> Diagnostic {
    let headline = format!("the union `{name}` can be itself, so it could be read for ever");
    Diagnostic::error("endless-type", span, headline)
        .help("take it out of its own types; a field of one of them may hold it")
}

pub(crate) fn unjoinable(span: Span, ty: &str) -> Diagnostic {
    Diagnostic::error("unjoinable", span, format!("{ty} cannot be an item of a joined list"))
        .help("items are text, numbers, booleans, timestamps or values of an enum")
}

pub(crate) fn variant_without_fields(span: Span, ty: &str) -> Diagnostic {
    let headline = format!("the tag of the union cannot be in {ty}");
    Diagnostic::error("variant-without-fields", span, headline)
        .help("types that a tag tells apart have `fields`; give `shapes` for others")
}

pub(crate) fn bad_spread(name: &Spanned<String>) -> Diagnostic {
    let headline = format!("the parameter `{}` cannot be spread", name.value);
    Diagnostic::error("bad-spread", name.span, headline)
        .help("only a type with `fields` or `one_of` has fields to spread; not in a path, and not with `type` or `const` beside it")
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

pub(crate) fn no_code(span: Span, name: &str) -> Diagnostic {
    let headline =
        format!("the envelope `{name}` says which codes mean success, but not where the code is");
    Diagnostic::error("no-code", span, headline)
        .help("add `code:` with the name of the field, or take `success` out")
}

pub(crate) fn doubled_envelope_field(name: &Spanned<String>, first: Span) -> Diagnostic {
    let headline = format!("the field `{}` has two meanings", name.value);
    Diagnostic::error("doubled-envelope-field", name.span, headline)
        .label("named again here")
        .and(first, "first named here")
        .help("keep one of them")
}

pub(crate) fn misfit_payload(span: Span, ty: &str) -> Diagnostic {
    let headline = format!("{ty} cannot stand beside the code of the envelope");
    Diagnostic::error("misfit-payload", span, headline)
        .help("without `data` in the envelope the payload's fields stand beside the code; describe a type with `fields`, or name `data`")
}

pub(crate) fn bad_status(status: &Spanned<i64>) -> Diagnostic {
    let headline = format!("{} is not an HTTP status", status.value);
    Diagnostic::error("bad-status", status.span, headline).help("statuses go from 100 to 599")
}

pub(crate) fn bad_header(name: &Spanned<String>) -> Diagnostic {
    let headline = format!("`{}` is not the name of a header", name.value);
    Diagnostic::error("bad-header", name.span, headline)
        .help("names of headers hold letters, digits and hyphens: `X-Request-Id`")
}

pub(crate) fn reserved_header(name: &Spanned<String>, why: &str) -> Diagnostic {
    let headline = format!("the header `{}` is not for callers to give: {why}", name.value);
    Diagnostic::error("reserved-header", name.span, headline).help("take it out")
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

pub(crate) fn doubled_code(code: i64, span: Span, first: Span) -> Diagnostic {
    Diagnostic::error("doubled-code", span, format!("the code {code} is listed twice"))
        .label("again here")
        .and(first, "first here")
        .help("take one of them out")
}

pub(crate) fn doubled_error_name(name: &Spanned<String>, first: Span) -> Diagnostic {
    let headline = format!("two codes are called `{}`", name.value);
    Diagnostic::error("doubled-error-name", name.span, headline)
        .label("the second")
        .and(first, "the first")
        .help("people tell codes apart by their names; say in the name what differs")
}

pub(crate) fn unnamed_error(code: &Spanned<i64>, has_catalogue: bool) -> Diagnostic {
    let headline = format!("it is not said what the code {} is called", code.value);
    let help = match has_catalogue {
        true => format!("describe {} in `codes.yaml`, or here with a `name`", code.value),
        false => "give it a `name`, or describe all codes in a file `codes.yaml`".to_owned(),
    };
    Diagnostic::error("unnamed-error", code.span, headline).help(help)
}

pub(crate) fn success_as_error(code: i64, span: Span, envelope: &str) -> Diagnostic {
    let headline = format!("the code {code} means success in the envelope `{envelope}`");
    Diagnostic::error("success-as-error", span, headline)
        .help("take it out of the errors, or out of `success`")
}

// Paging

pub(crate) fn bad_paging(span: Span, reason: &str) -> Diagnostic {
    Diagnostic::error("bad-paging", span, "this cannot come in pages").label(reason)
}

pub(crate) fn unused_paging(name: &Spanned<String>) -> Diagnostic {
    let headline = format!("no endpoint comes in pages like `{}`", name.value);
    Diagnostic::warning("unused-paging", name.span, headline)
        .help("name it with `paging:` at an endpoint, or take it out")
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

/// A name stands twice in one place, perhaps because something is spread.
pub(crate) fn doubled_parameter(name: &str, span: Span, first: Span) -> Diagnostic {
    Diagnostic::error("doubled-parameter", span, format!("`{name}` would be sent twice"))
        .label(format!("sends `{name}` again"))
        .and(first, format!("sends `{name}`"))
        .help("a name stands once in a query, a form, a body or the headers; take one of them out")
}

pub(crate) fn unsendable_constant(span: Span, name: &str, place: &str) -> Diagnostic {
    let headline = format!("the constant of `{name}` cannot stand in {place}");
    Diagnostic::error("bad-constant", span, headline)
        .help("headers hold printable ASCII; a segment of a path is neither empty nor `.` or `..`")
}

pub(crate) fn untyped(what: &str, name: &Spanned<String>) -> Diagnostic {
    let headline = format!("the {what} `{}` needs a `type` or a `const`", name.value);
    Diagnostic::error("untyped", name.span, headline)
}

pub(crate) fn constant_with(what: &str, name: &Spanned<String>, other: &str) -> Diagnostic {
    let headline = format!("the {what} `{}` is constant and has `{other}`, too", name.value);
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

pub(crate) fn limits_contradict(least: Span, most: Span) -> Diagnostic {
    Diagnostic::error("limits-contradict", most, "no value can be within these limits")
        .label("and not more than this")
        .and(least, "not less than this")
        .help("the lower limit is above the upper one; are they swapped?")
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

// Right, but not good

pub(crate) fn unused_type(name: &Spanned<String>) -> Diagnostic {
    let headline = format!("no call takes or gives the type `{}`", name.value);
    Diagnostic::warning("unused-type", name.span, headline)
        .help("take it out, or name it where it belongs")
}

pub(crate) fn unused_envelope(name: &Spanned<String>) -> Diagnostic {
    let headline = format!("no group or endpoint chooses the envelope `{}`", name.value);
    Diagnostic::warning("unused-envelope", name.span, headline)
        .help("take it out, or choose it with `envelope:`")
}

pub(crate) fn unused_error_set(name: &Spanned<String>) -> Diagnostic {
    let headline = format!("no group or endpoint takes in the errors `{}`", name.value);
    Diagnostic::warning("unused-error-set", name.span, headline)
        .help("take them out, or list them under `errors` of a group")
}

pub(crate) fn unused_group(name: &Spanned<String>) -> Diagnostic {
    let headline = format!("the group `{}` has no endpoints", name.value);
    Diagnostic::warning("unused-group", name.span, headline)
        .help(format!("take it out, or describe an endpoint in the folder `{}`", name.value))
}

pub(crate) fn undocumented_parameter(span: Span, name: &str) -> Diagnostic {
    let headline = format!("it is not said what the parameter `{name}` means");
    Diagnostic::warning("undocumented-parameter", span, headline).help("add a `doc`")
}

pub(crate) fn undocumented_code(span: Span, code: i64) -> Diagnostic {
    let headline = format!("it is not said what the code {code} means");
    Diagnostic::warning("undocumented-code", span, headline).help("add a `doc`")
}

pub(crate) fn missing_translation(span: Span, language: &str) -> Diagnostic {
    let headline = format!("this text has no {language} version");
    let key = if language == "English" { "en" } else { "zh" };
    Diagnostic::warning("missing-translation", span, headline)
        .help(format!("other texts of this API are in both languages; add `{key}`"))
}

pub(crate) fn code_texts_differ(code: i64, span: Span, first: Span) -> Diagnostic {
    let headline = format!("the code {code} is explained in two ways");
    Diagnostic::warning("code-texts-differ", span, headline)
        .label("explained in other words here")
        .and(first, "first explained here")
        .help("give both the same words, or describe the code once, in a set of `api.yaml`")
}

// Silences

pub(crate) fn unknown_warning(code: &Spanned<String>) -> Diagnostic {
    let headline = format!("there is no warning `{}`", code.value);
    Diagnostic::error("unknown-warning", code.span, headline)
        .help(suggestion(&code.value, &WARNINGS))
}

pub(crate) fn not_a_warning(code: &Spanned<String>) -> Diagnostic {
    let headline = format!("`{}` is an error and cannot be allowed", code.value);
    Diagnostic::error("not-a-warning", code.span, headline)
        .help("take it out; a description with errors compiles to nothing")
}

pub(crate) fn unsilenceable(code: &Spanned<String>) -> Diagnostic {
    let headline = format!("`{UNUSED_ALLOW}` itself cannot be allowed");
    Diagnostic::error("not-a-warning", code.span, headline)
        .help("take out what silences nothing instead")
}

pub(crate) fn unused_allow(code: &Spanned<String>) -> Diagnostic {
    let headline = format!("there is no `{}` in this file to be allowed", code.value);
    Diagnostic::warning("unused-allow", code.span, headline).help("take it out of `allow`")
}

// Faults of templates

/// A template and the description disagree: the description is never to blame.
pub(crate) fn our_fault(template: &str, reason: &str) -> Diagnostic {
    let headline = format!("fault in endpointc: template `{template}`: {reason}");
    Diagnostic::error("internal-template", Span::NOWHERE, headline)
        .help("this is not a mistake in the description; please report it with the text above")
}

/// A template that somebody put in place of ours.
pub(crate) fn their_fault(place: &Path, reason: &str) -> Diagnostic {
    let headline = format!("{}: {reason}", place.display());
    Diagnostic::error("bad-template", Span::NOWHERE, headline)
        .help("the template stands in place of one of endpointc; mend it, or take it away to have that one back")
}

fn suggestion(typed: &str, known: &[&str]) -> String {
    match nearest(typed, known.iter().copied()) {
        Some(word) => format!("did you mean `{word}`?"),
        None if known.is_empty() => "none is declared yet".to_owned(),
        None if known.len() > MOST_LISTED => {
            let more = known.len() - MOST_LISTED;
            format!("known here: {} and {more} more", quoted(&known[..MOST_LISTED]))
        }
        None => format!("known here: {}", quoted(known)),
    }
}

/// How many words a help lists.
const MOST_LISTED: usize = 40;

fn quoted(words: &[&str]) -> String {
    words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The codes that this file gives to a constructor.
    fn said(constructor: &str) -> Vec<&'static str> {
        let calls = include_str!("messages.rs").split(constructor).skip(1);
        let code = |call: &'static str| call.trim_start().strip_prefix('"')?.split('"').next();
        let mut codes: Vec<&str> = calls.filter_map(code).collect();
        codes.sort_unstable();
        codes.dedup();
        codes
    }

    #[test]
    fn all_codes_are_listed_in_order() {
        assert_eq!(said(concat!("Diagnostic::", "error(")), ERRORS);
        let mut warnings = said(concat!("Diagnostic::", "warning("));
        warnings.retain(|code| *code != UNUSED_ALLOW);
        assert_eq!(warnings, WARNINGS);
    }
}
