//! Samples are complete: every key of an example's request is in the request on the endpoint's page and in the page's
//! command line. Both are parsed from the HTML.

use std::path::Path;

use endpointc::json::Value;
use endpointc::model::{Api, Endpoint, Example, ParameterLocation};
use endpointc::site;
use endpointc::{FileSet, Overrides, Sink, diagnostics, source};
use scraper::{Html, Selector};

#[test]
fn every_key_of_an_example_is_in_the_request_on_its_page() {
    let (api, site) = described();
    let mut checked = 0;
    for endpoint in api.endpoints() {
        let page = page(&site, endpoint);
        for (index, example) in endpoint.examples.iter().enumerate() {
            if !example.request.is_empty() {
                let text = text(&page, &format!("#example-{} pre", index + 1));
                let missing = missing(example, &Shown::in_message(&text));
                assert_eq!(missing, Vec::<String>::new(), "{}:\n{text}", endpoint.full_name());
                checked += 1;
            }
        }
    }
    assert!(checked > 0, "the description has examples of requests");
}

#[test]
fn every_key_of_the_first_successful_example_is_in_the_command_line() {
    let (api, site) = described();
    let mut checked = 0;
    for endpoint in api.endpoints() {
        let with_request = || endpoint.examples.iter().filter(|one| !one.request.is_empty());
        let example = with_request().find(|one| is_success(one)).or_else(|| with_request().next());
        if let Some(example) = example {
            let text = text(&page(&site, endpoint), "pre[aria-label=curl]");
            let missing = missing(example, &Shown::in_command(&text));
            assert_eq!(missing, Vec::<String>::new(), "{}:\n{text}", endpoint.full_name());
            checked += 1;
        }
    }
    assert!(checked > 0, "the description has examples of requests");
}

/// Returns true if an example is a success according to this repository's envelope.
fn is_success(example: &Example) -> bool {
    let code = example.response.as_ref().and_then(|response| response.get("code"));
    example.status == 200 && code.is_none_or(|code| code == 200)
}

fn described() -> (Api, FileSet) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec");
    let sources = source::read(&folder).expect("the description can be read");
    let mut sink = Sink::default();
    let api = endpointc::describe(&sources, &mut sink);
    let api =
        api.unwrap_or_else(|_| panic!("{}", diagnostics::render(&sources, &sink.sorted(), false)));
    let site = site::site(&api, &Overrides::default(), &mut sink).expect("the site is rendered");
    (api, site)
}

fn page(site: &FileSet, endpoint: &Endpoint) -> Html {
    let path = format!("en/{}/{}.html", endpoint.group, endpoint.name);
    let found = site.files().find(|(known, _)| *known == path);
    Html::parse_document(found.unwrap_or_else(|| panic!("there is no {path}")).1)
}

fn text(page: &Html, selector: &str) -> String {
    let selector = Selector::parse(selector).expect("a valid selector");
    let first = page.select(&selector).next();
    first.map(|element| element.text().collect()).unwrap_or_default()
}

/// A request as a page shows it.
struct Shown {
    target: String,
    headers: Vec<String>,
    body: String,
}

impl Shown {
    /// Parses a request line, headers, an empty line and the body.
    fn in_message(text: &str) -> Self {
        let (head, body) = text.split_once("\n\n").unwrap_or((text, ""));
        let mut lines = head.lines();
        let target = lines.next().and_then(|line| line.split_once(' ')).map_or("", |line| line.1);
        Self {
            target: target.to_owned(),
            headers: lines.map(str::to_owned).collect(),
            body: body.to_owned(),
        }
    }

    /// Parses the arguments of `curl`, one per line.
    fn in_command(text: &str) -> Self {
        let argument = |line: &str| {
            let quoted = line.split_once('\'')?.1.rsplit_once('\'')?.0;
            Some(quoted.replace("'\\''", "'"))
        };
        let option = |option: &str| {
            let lines = text.lines().filter(move |line| line.trim_start().starts_with(option));
            lines.filter_map(argument).collect::<Vec<_>>()
        };
        Self {
            target: text.lines().next().and_then(argument).unwrap_or_default(),
            headers: option("-H "),
            body: option("-d ").pop().unwrap_or_default(),
        }
    }

    fn pairs(text: &str) -> impl Iterator<Item = &str> {
        text.split('&').filter_map(|pair| pair.split_once('=')).map(|(name, _)| name)
    }
}

/// Returns the keys of an example that are missing in a request.
fn missing(example: &Example, shown: &Shown) -> Vec<String> {
    let mut missing = Vec::new();
    let (path, query) = shown.target.split_once('?').unwrap_or((&shown.target, ""));
    let body: Value = serde_json::from_str(&shown.body).unwrap_or_default();
    for ((place, name), value) in &example.request {
        let is_there = match place {
            ParameterLocation::Path => path.split('/').any(|segment| segment == plain(value)),
            ParameterLocation::Query => Shown::pairs(query).any(|known| known == name),
            ParameterLocation::Form => Shown::pairs(&shown.body).any(|known| known == name),
            ParameterLocation::Header => {
                let head = format!("{name}: ");
                shown.headers.iter().any(|header| header.starts_with(&head))
            }
            ParameterLocation::Body => body.get(name).is_some(),
        };
        if !is_there {
            missing.push(name.clone());
        } else if *place == ParameterLocation::Body {
            missing.extend(missing_keys(value, &body[name], name));
        }
    }
    missing
}

/// Returns the keys of a value that are missing in another one. A text may contain the value as JSON.
fn missing_keys(expected: &Value, shown: &Value, path: &str) -> Vec<String> {
    let inside = shown.as_str().and_then(|text| serde_json::from_str(text).ok());
    let shown = inside.as_ref().filter(|_| !expected.is_string()).unwrap_or(shown);
    let of_member = |(key, value): (&String, &Value)| {
        let path = format!("{path}.{key}");
        match shown.get(key) {
            Some(shown) => missing_keys(value, shown, &path),
            None => vec![path],
        }
    };
    let of_item = |(index, value): (usize, &Value)| {
        let path = format!("{path}[{index}]");
        match shown.get(index) {
            Some(shown) => missing_keys(value, shown, &path),
            None => vec![path],
        }
    };
    match expected {
        Value::Object(members) => members.iter().flat_map(of_member).collect(),
        // A list may be sent as one text with a separator.
        Value::Array(_) if shown.is_string() => Vec::new(),
        Value::Array(items) => items.iter().enumerate().flat_map(of_item).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => Vec::new(),
    }
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
