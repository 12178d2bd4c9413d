//! `endpointc explain`: explains a code.

use endpointc::diagnostics::explain::{self, Explanation};
use endpointc::diagnostics::{Code, nearest};
use endpointc::model::{self, Api, Endpoint, LocalizedText};
use endpointc::{Sink, source};

use super::args::{Common, ExplainArgs};
use super::outcome::{Failure, Outcome};

/// Width of the text in columns.
const WIDTH: usize = 80;

/// Explains an error code of the API, which is an integer, or the code of a diagnostic.
pub(crate) fn explain(common: &Common, asked: &ExplainArgs) -> Result<Outcome, Failure> {
    match asked.code.parse::<i64>() {
        Ok(code) => failure(common, code),
        Err(_) => diagnostic(&asked.code),
    }
}

fn diagnostic(code: &str) -> Result<Outcome, Failure> {
    let Some(known) = Code::parse(code) else {
        let known = Code::ALL.iter().map(|code| code.as_str());
        return Err(unknown(&format!("unknown diagnostic code `{code}`"), code, known));
    };
    Ok(Outcome { answer: Some(explained(&explain::diagnostic(known))), ..Outcome::default() })
}

fn failure(common: &Common, code: i64) -> Result<Outcome, Failure> {
    let sources = source::read(&common.spec)?;
    let mut sink = Sink::default();
    let Ok(api) = endpointc::describe(&sources, &mut sink) else {
        return Ok(Outcome::stopped(sources, sink, "its error codes are unknown"));
    };
    let found = api.failures(code);
    if found.is_empty() {
        return Err(unknown_code(&api, code));
    }
    let answer = found.iter().map(described).collect::<Vec<_>>().join("\n\n");
    Ok(Outcome { answer: Some(answer), ..Outcome::default() })
}

fn unknown_code(api: &Api, code: i64) -> Failure {
    let known: Vec<String> = api.codes().iter().map(|error| error.code.to_string()).collect();
    let headline = format!("the description does not list code {code}");
    unknown(&headline, &code.to_string(), known.iter().map(String::as_str))
}

fn unknown<'a>(headline: &str, typed: &str, known: impl Iterator<Item = &'a str>) -> Failure {
    let suggestion = nearest(typed, known).map(|word| format!("; did you mean `{word}`?"));
    Failure(format!("{headline}{}", suggestion.unwrap_or_default()))
}

fn explained(found: &Explanation) -> String {
    let mut text = format!("{}\n\n{}", found.code, wrapped(&found.meaning));
    for (title, example) in [("Wrong", found.wrong), ("Right", found.right)] {
        if !example.is_empty() {
            text += &format!("\n\n{title}:\n\n{}", indented(example));
        }
    }
    text
}

fn described(failure: &model::Failure<'_>) -> String {
    let error = failure.error;
    let retry = if error.retryable { "yes" } else { "no" };
    let mut lines = vec![format!("{} {}", error.code, error.name)];
    lines.push(format!("  kind:    {}", error.kind.as_str()));
    lines.push(format!("  retry:   {retry}"));
    lines.extend(languages("meaning", &error.doc));
    lines.extend(languages("remedy", &error.remedy));
    lines.push(match failure.endpoints.len() {
        0 => "  no endpoint lists it".to_owned(),
        _ => "  listed by:".to_owned(),
    });
    lines.extend(failure.endpoints.iter().map(|one| listed_by(one)));
    lines.join("\n")
}

fn languages(what: &str, text: &LocalizedText) -> Vec<String> {
    let texts = text.en.iter().chain(&text.zh).enumerate();
    let line = |(index, text): (usize, &String)| {
        let what = if index == 0 { format!("{what}:") } else { String::new() };
        format!("  {what:<8} {}", text.replace('\n', "\n           "))
    };
    texts.map(line).collect()
}

fn listed_by(endpoint: &Endpoint) -> String {
    format!("    {} ({})", endpoint.full_name(), endpoint.route())
}

fn indented(text: &str) -> String {
    text.trim_end().lines().map(|line| format!("    {line}")).collect::<Vec<_>>().join("\n")
}

fn wrapped(text: &str) -> String {
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        match lines.last_mut() {
            Some(line) if line.is_empty() => word.clone_into(line),
            Some(line) if line.chars().count() + word.chars().count() < WIDTH => {
                *line = format!("{line} {word}");
            }
            Some(_) | None => lines.push(word.to_owned()),
        }
    }
    lines.join("\n")
}
