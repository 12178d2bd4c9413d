//! Code samples and examples of an endpoint.

use ordered_json::Value;
use serde::Serialize;

use super::page::PageContext;
use crate::backend::rust::names::paths;
use crate::backend::rust::names::usage_example::{self as sample, Sample};
use crate::backend::site::highlight::{self, Token};
use crate::backend::site::i18n::fill;
use crate::model::{Endpoint, Example};
use crate::wire::request::{Body, Request, request};
use crate::wire::success::outcome;

/// Width of samples in columns.
const WIDTH: usize = 50;

/// A call of an endpoint in one language.
#[derive(Serialize)]
pub(super) struct SampleView {
    /// Key under which the page stores the chosen tab.
    id: &'static str,
    label: &'static str,
    code: Vec<Token>,
}

/// A request with its response.
#[derive(Serialize)]
pub(super) struct ExampleView {
    anchor: String,
    /// `Success`, or the error code.
    outcome: String,
    is_refused: bool,
    /// URL of the code, if the site describes it.
    code_href: Option<String>,
    /// The HTTP status, if it is not 200.
    status: Option<u16>,
    request: Option<Vec<Token>>,
    answer: Option<Vec<Token>>,
}

/// Returns samples for async Rust, blocking Rust and `curl`.
pub(super) fn samples(context: &PageContext<'_>, endpoint: &Endpoint) -> Vec<SampleView> {
    let words = context.words;
    let call = sample::call(context.api(), endpoint, &context.api().name);
    let rust = |id, label, send: &str| {
        let call = call.as_ref()?;
        let lines: Vec<String> = call.uses_and_blank().chain(lines(call, send)).collect();
        let code = highlight::rust(&lines.join("\n"));
        Some(SampleView { id, label, code })
    };
    let rust = [
        rust("async", words.rust_async, ".await?"),
        rust("blocking", words.rust_blocking, ".send_blocking()?"),
    ];
    let curl = SampleView { id: "curl", label: "curl", code: curl(context, endpoint) };
    rust.into_iter().flatten().chain([curl]).collect()
}

/// Prints a call. A long chain is split into a line per method.
fn lines(call: &Sample, send: &str) -> impl Iterator<Item = String> {
    let end = format!("{send};");
    call.lines(send).map(move |line| {
        let (before, after) = line.split_once("client.").unwrap_or((&line, ""));
        match after.strip_suffix(&end).filter(|_| line.chars().count() > WIDTH) {
            Some(chain) => {
                let chain = chain.replacen("().", "()\n    .", 1);
                format!("{before}client\n    .{chain}\n    {end}")
            }
            None => line,
        }
    })
}

/// Returns a program that creates a client and calls an endpoint.
pub(super) fn first_call(context: &PageContext<'_>, endpoint: &Endpoint) -> Option<Vec<Token>> {
    let (api, krate) = (context.api(), &context.api().name);
    let server = paths::server(&api.servers.first()?.name);
    let call = sample::call(api, endpoint, krate)?;
    let uses = call.uses.iter().map(|path| format!("use {path};"));
    let head = [format!("use {krate}::{{Client, Server}};"), String::new()];
    let client = match api.auth.as_ref().and_then(|auth| auth.example.as_ref()) {
        Some(sign_in) => {
            format!("let client = Client::builder({server})\n    .{sign_in}\n    .build()?;")
        }
        None => format!("let client = Client::builder({server}).build()?;"),
    };
    let all = uses.chain(head).chain([client]).chain(lines(&call, ".await?"));
    let lines: Vec<String> = all.collect();
    Some(highlight::rust(&lines.join("\n")))
}

fn curl(context: &PageContext<'_>, endpoint: &Endpoint) -> Vec<Token> {
    let api = context.api();
    let sent = request(api, endpoint, best_example(endpoint));
    let server = api.servers.first().map_or("", |server| &server.url);
    let token = api.auth.as_ref().filter(|_| endpoint.authenticated);
    let token = token.map(|auth| (auth.header.clone(), "TOKEN".to_owned()));
    let mut shell = Shell { parts: vec![Token::call("curl")] };
    shell.quoted(&format!("{server}{}", sent.target));
    // curl chooses these methods itself.
    let is_usual = match sent.body {
        Some(_) => sent.method == "POST",
        None => sent.method == "GET",
    };
    if !is_usual {
        shell.option("-X");
        shell.parts.push(Token::plain(format!(" {}", sent.method)));
    }
    let has_type = sent.headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("content-type"));
    for (name, value) in token.into_iter().chain(sent.headers) {
        shell.option("-H");
        shell.quoted(&format!("{name}: {value}"));
    }
    if let Some(Body::Json(_)) = &sent.body
        && !has_type
    {
        shell.option("-H");
        shell.quoted("Content-Type: application/json");
    }
    match &sent.body {
        Some(Body::Json(body)) => {
            shell.option("-d");
            shell.quoted(&body.to_string());
        }
        Some(Body::Form(body)) => {
            shell.option("-d");
            shell.quoted(body);
        }
        None => {}
    }
    shell.parts
}

/// A shell command under construction.
struct Shell {
    parts: Vec<Token>,
}

impl Shell {
    fn option(&mut self, option: &str) {
        self.parts.extend([Token::plain(" \\\n  "), Token::option(option)]);
    }

    /// In single quotes, only the single quote is special.
    fn quoted(&mut self, text: &str) {
        let text = text.replace('\'', "'\\''");
        self.parts.extend([Token::plain(" "), Token::text(format!("'{text}'"))]);
    }
}

/// Returns the first example of a success that has a request, or else any with a request.
fn best_example(endpoint: &Endpoint) -> Option<&Example> {
    let is_success = |one: &&Example| {
        let response = one.response.as_ref();
        response.is_none_or(|response| failure(endpoint, one, response).is_none())
    };
    let with_request = || endpoint.examples.iter().filter(|one| !one.request.is_empty());
    with_request().find(is_success).or_else(|| with_request().next())
}

/// Returns whether an endpoint has an example of success.
pub(super) fn has_success(endpoint: &Endpoint) -> bool {
    best_example(endpoint).is_some_and(|one| one.response.is_some())
}

pub(super) fn examples(context: &PageContext<'_>, endpoint: &Endpoint) -> Vec<ExampleView> {
    let example = |(index, one): (usize, &Example)| example(context, endpoint, index, one);
    endpoint.examples.iter().enumerate().map(example).collect()
}

fn example(
    context: &PageContext<'_>,
    endpoint: &Endpoint,
    index: usize,
    example: &Example,
) -> ExampleView {
    let refused =
        example.response.as_ref().and_then(|response| failure(endpoint, example, response));
    let is_known = |code: &i64| context.site.failures.contains_key(code);
    ExampleView {
        anchor: format!("example-{}", index + 1),
        outcome: match refused {
            Some(code) => fill(context.words.error_of_request, code),
            None => context.words.success.to_owned(),
        },
        is_refused: refused.is_some(),
        code_href: refused.filter(is_known).map(|code| context.code(code)),
        status: (example.status != 200).then_some(example.status),
        request: (!example.request.is_empty())
            .then(|| message(request(context.api(), endpoint, Some(example)))),
        answer: example.response.as_ref().map(highlight::json),
    }
}

/// Returns the code of an example that shows a failure.
fn failure(endpoint: &Endpoint, example: &Example, response: &Value) -> Option<i64> {
    outcome(&endpoint.envelope, example.status, response).failure()
}

/// Prints a request as an HTTP message.
fn message(sent: Request) -> Vec<Token> {
    let mut parts = vec![Token::call(sent.method), Token::plain(format!(" {}", sent.target))];
    for (name, value) in sent.headers {
        parts.extend([Token::plain("\n"), Token::option(name), Token::plain(": ")]);
        parts.push(Token::plain(value));
    }
    match sent.body {
        Some(Body::Json(body)) => {
            parts.push(Token::plain("\n\n"));
            parts.extend(highlight::json(&body));
        }
        Some(Body::Form(body)) => parts.push(Token::plain(format!("\n\n{body}"))),
        None => {}
    }
    parts
}
