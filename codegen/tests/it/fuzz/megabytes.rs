//! Inputs of a megabyte, of each kind that was or might be expensive.

use crate::support::files::{self, Files};

const MEGABYTE: usize = 1_000_000;

/// Name of a kind, and the function that creates the input.
type Kind = (&'static str, fn() -> Files);

const KINDS: &[Kind] = &[
    ("things", || repeated("", |n| format!("k{n}: {n}\n"), "")),
    // Texts
    ("long_prose", || repeated("doc: \"", |_| "long words ".to_owned(), "\"\n")),
    ("long_word", || repeated("doc: ", |_| "x".to_owned(), "\n")),
    ("many_lines", || repeated("doc: |\n", |_| "  - [a](b) `c`\n".to_owned(), "")),
    ("marks", || repeated("doc: \"", |_| "`*_[<\u{202e}".to_owned(), "\"\n")),
    ("quirks", || repeated("quirks:\n", |n| format!("  - q{n}\n"), "")),
    // YAML
    ("unclosed_text", || repeated("doc: \"", |_| "x ".to_owned(), "")),
    ("open_lists", || repeated("doc: ", |_| "[".to_owned(), "")),
    ("open_maps", || repeated("doc: ", |_| "{a: ".to_owned(), "")),
    ("dashes", || repeated("doc: ", |_| "- ".to_owned(), "")),
    ("deeper_and_deeper", || lines(|n| format!("{}a:\n", " ".repeat(n)))),
    ("documents", || repeated("", |_| "---\n".to_owned(), "")),
    ("comments", || repeated("", |_| "# x\n".to_owned(), "")),
    ("anchors", || repeated("quirks: [", |n| format!("&a{n} x, "), "]\n")),
    ("aliases", || repeated("quirks: [&a x, ", |_| "*a, ".to_owned(), "]\n")),
    ("bombs", bombs),
    ("copied_text", copied_text),
    ("digits", || repeated("since: ", |_| "9".to_owned(), "\n")),
    ("nul", || repeated("", |_| "\0".to_owned(), "")),
    // Errors
    ("unknown_keys", || repeated("", |n| format!("sumary{n}: x\n"), "")),
    ("doubled_keys", || repeated("", |_| "doc: x\n".to_owned(), "")),
    ("wrong_kinds", || repeated("quirks: [", |_| "1, ".to_owned(), "]\n")),
    ("unknown_types", || fields(|n| format!("f{n}: Thong{n}"))),
    ("unknown_type_among_many", unknown_type_among_many),
    ("collisions", || fields(|n| format!("a{}b: int", "_".repeat(n % 500)))),
    // Descriptions
    ("parameters", || repeated("query:\n", |n| format!("  p{n}: int\n"), "")),
    ("limited_parameters", limited_parameters),
    ("fields", || heavy_fields(1, |n| format!("f{n}: int"))),
    ("too_many_fields", || fields(|n| format!("f{n}: int"))),
    ("structs", || types(6, |n| format!("T{n}: {{ fields: {{ a: int }} }}"))),
    ("enums", || types(7, |n| format!("T{n}: {{ enum: {{ 1: a, 2: b }} }}"))),
    ("values", || type_of(1, "enum:", |n| format!("{n}: v{n}"))),
    ("alternatives", || type_of(2, "one_of:", |n| format!("a{n}: {{ b: int }}"))),
    ("shapes", || type_of(1, "union:\n      shapes:", |n| format!("a{n}: int"))),
    ("wide_unions", wide_unions),
    ("inline_types", || heavy_fields(7, |n| format!("f{n}: {{ fields: {{ a: [string] }} }}"))),
    ("long_names", long_names),
    ("chain", || types(6, |n| format!("T{n}: {{ fields: {{ a: T{} }} }}", (n + 1) % 7_000))),
    ("web", web),
    ("patterns", || {
        fields(|n| format!("f{n}: {{ type: string, pattern: \"(a{{99}}){{99}}{n}\" }}"))
    }),
    ("long_pattern", long_pattern),
    ("errors", || repeated("errors:\n", |n| format!("  {}: {{ name: e{n} }}\n", n + 1), "")),
    ("errors_of_all", errors_of_all),
    ("endpoints", || endpoints(|n| format!("summary: {}\nget: /{n}\n", "x".repeat(330)))),
    ("too_many_endpoints", || endpoints(|n| format!("summary: x\nget: /{n}\n"))),
    ("full_endpoints", full_endpoints),
    ("full_files", full_files),
    ("groups", groups),
    ("example_of_many", example_of_many),
    ("examples", examples),
];

pub(crate) fn names() -> impl Iterator<Item = &'static str> {
    KINDS.iter().map(|(name, _)| *name)
}

pub(crate) fn make(name: &str) -> Files {
    let kind = KINDS.iter().find(|(kind, _)| *kind == name);
    kind.unwrap_or_else(|| panic!("there is no kind `{name}`")).1()
}

const HEAD: &str = "summary: Do something.\npost: /things\n";

/// Returns the files of the base, some of them replaced.
fn with(given: impl IntoIterator<Item = (String, String)>) -> Files {
    let mut files = files::parse("");
    files.extend(given.into_iter().map(|(path, text)| (path, text.into_bytes())));
    files
}

fn alone(text: String) -> Files {
    with([("things/get.yaml".to_owned(), text)])
}

/// Returns a line with a comment long enough that a megabyte of lines stays within the limit of a
/// file's size in fields; a larger file would be rejected at once. A field counts as 1.
fn heavy(weight: usize, line: String) -> String {
    format!("{line:<0$} #\n", weight * 22)
}

/// Joins pieces up to a size.
fn fill(out: &mut String, size: usize, piece: impl Fn(usize) -> String) {
    for n in 0.. {
        let piece = piece(n);
        if out.len() + piece.len() > size {
            return;
        }
        out.push_str(&piece);
    }
}

/// Returns an endpoint's file with a repeated part.
fn repeated(begin: &str, piece: impl Fn(usize) -> String, end: &str) -> Files {
    let mut text = format!("{HEAD}{begin}");
    fill(&mut text, MEGABYTE, piece);
    alone(text + end)
}

fn lines(line: impl Fn(usize) -> String) -> Files {
    repeated("", line, "")
}

fn fields(field: impl Fn(usize) -> String) -> Files {
    let begin = "body: { a: A }\nreturns: A\ntypes:\n  A:\n    fields:\n";
    repeated(begin, |n| format!("      {}\n", field(n)), "")
}

fn heavy_fields(weight: usize, field: impl Fn(usize) -> String) -> Files {
    let begin = "body: { a: A }\nreturns: A\ntypes:\n  A:\n    fields:\n";
    repeated(begin, |n| heavy(weight, format!("      {}", field(n))), "")
}

fn types(weight: usize, ty: impl Fn(usize) -> String) -> Files {
    repeated("returns: T0\ntypes:\n", |n| heavy(weight, format!("  {}", ty(n))), "")
}

/// Returns a type with a part on each line.
fn type_of(weight: usize, begin: &str, part: impl Fn(usize) -> String) -> Files {
    let begin = format!("body: {{ a: A }}\ntypes:\n  A:\n    {begin}\n");
    repeated(&begin, |n| heavy(weight, format!("        {}", part(n))), "")
}

/// Each alias expands to ten of the previous line, in as many files as fit.
fn bombs() -> Files {
    let bomb = |_: usize| {
        let first = "summary: Get\nget: /a\nquirks:\n  - &a0 [x, x]\n".to_owned();
        let line =
            |n: usize| format!("  - &a{n} [{}]\n", vec![format!("*a{}", n - 1); 10].join(", "));
        first + &(1..6).map(line).collect::<String>()
    };
    endpoints(bomb)
}

/// Returns a long text, and aliases that each repeat it.
fn copied_text() -> Files {
    let text = "x".repeat(MEGABYTE / 2);
    repeated(&format!("quirks:\n  - &a {text}\n"), |_| "  - *a\n".to_owned(), "")
}

fn unknown_type_among_many() -> Files {
    let known = |n| format!("  Thing{n}: {{ enum: {{ 1: a }} }}\n");
    let mut types = String::from("types:\n");
    fill(&mut types, MEGABYTE / 2, known);
    repeated(&format!("{types}query:\n"), |n| format!("  p{n}: Thinh{n}\n"), "")
}

fn limited_parameters() -> Files {
    endpoints(|n| {
        let limits = "{ type: string, min_length: 1, max_length: 9, pattern: \"[a-z]+\" }";
        let parameter = |n: usize| format!("  p{n}: {limits}\n");
        format!("summary: x\npost: /{n}\nbody:\n{}", (0..1000).map(parameter).collect::<String>())
    })
}

fn wide_unions() -> Files {
    let variants: String = (0..300).map(|n| format!("v{n}: T{}, ", n % 100)).collect();
    let union = |n| format!("U{n}: {{ union: {{ tag: t, types: {{ {variants} }} }} }}");
    types(305, |n| match n {
        0..100 => format!("T{n}: {{ fields: {{ a: int }} }}"),
        _ => union(n),
    })
}

fn long_names() -> Files {
    let name = |n: usize| format!("f{n}{}", "_long_name".repeat(90));
    fields(|n| format!("{}: {{ fields: {{ {}: {{ enum: {{ 1: a }} }} }} }}", name(n), name(n)))
}

/// Every type contains half of the others.
fn web() -> Files {
    let held = |n: usize| move |i: usize| format!("f{i}: T{}, ", (n + i) % 280);
    types(155, |n| {
        let fields: String = (0..150).map(held(n)).collect();
        format!("T{n}: {{ fields: {{ {fields} }} }}")
    })
}

fn long_pattern() -> Files {
    repeated("query: { a: { type: string, pattern: \"", |_| "(a|b)".to_owned(), "\" } }\n")
}

/// Returns as many small files as fit.
fn endpoints(file: impl Fn(usize) -> String) -> Files {
    let mut files = Vec::new();
    let mut size = 0;
    for n in 0.. {
        let text = file(n);
        size += text.len();
        if size > MEGABYTE {
            break;
        }
        files.push((format!("things/e{n}.yaml"), text));
    }
    with(files)
}

fn full_endpoints() -> Files {
    endpoints(|n| {
        format!(
            "summary: {}\npost: /{n}\nquery: {{ a: int, b: [string], d: float }}\nbody: {{ c: A{n} }}\n\
             returns: A{n}\nerrors: {{ 1: {{ name: a }} }}\n\
             types: {{ A{n}: {{ fields: {{ a: int, b: float }} }} }}\n",
            "x".repeat(200)
        )
    })
}

/// Returns few files, each of the maximum size.
fn full_files() -> Files {
    endpoints(|n| {
        let field = |n: usize| format!("f{n}: int,");
        let fields: String = (0..30_000).map(field).collect();
        format!("summary: x\nget: /{n}\nreturns: {{ fields: {{ {fields} }} }}\n")
    })
}

fn api(groups: &str, more: &str) -> (String, String) {
    let text = format!(
        "endpointc: 1\nname: demo\nservers: {{ main: {{ url: https://demo.example }} }}\n\
         envelopes: {{ plain: {{ code: code, success: [0], data: data }} }}\n\
         groups:\n{groups}{more}"
    );
    ("api.yaml".to_owned(), text)
}

/// Returns a set of errors that every endpoint includes.
fn errors_of_all() -> Files {
    let error = |n: usize| format!("    {}: {{ name: e{n} }}\n", n + 1);
    let errors: String = (0..19).map(error).collect();
    let mut files = endpoints(|n| format!("summary: {}\nget: /{n}\n", "x".repeat(330)));
    let group = "  things: { envelope: plain, errors: [all] }\n";
    let (path, text) = api(group, &format!("errors:\n  all:\n{errors}"));
    files.insert(path, text.into_bytes());
    files
}

fn groups() -> Files {
    const COUNT: usize = 2_900;
    let group = |n: usize| format!("  g{n}: {{ envelope: plain, doc: {} }}\n", "x".repeat(270));
    let file = |n: usize| (format!("g{n}/get.yaml"), format!("summary: x\nget: /{n}\n"));
    let mut files = with((0..COUNT).map(file));
    files.remove("things/get.yaml");
    let (path, text) = api(&(0..COUNT).map(group).collect::<String>(), "");
    files.insert(path, text.into_bytes());
    files
}

fn example_of_many() -> Files {
    let begin = "returns: [{ fields: { a: int, b: string } }]\nexamples:\n  - response:\n      code: 0\n      data:\n";
    repeated(begin, |n| format!("        - {{ a: {n}, b: x, c: 1 }}\n"), "")
}

fn examples() -> Files {
    let begin = "query: { a: { type: int, required: true } }\nexamples:\n";
    repeated(
        begin,
        |n| format!("  - {{ query: {{ a: {n} }}, response: {{ code: 0, data: x }} }}\n"),
        "",
    )
}
