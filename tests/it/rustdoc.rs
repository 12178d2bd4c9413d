//! Rustdoc of generated code: every method is fully documented, and a search for the vendor's codes, paths and wire names
//! finds the Rust item.

use crate::support;
use std::fs;

use endpointc::model::{Endpoint, Parameter};

/// Aliases of an item, and its first line.
struct Item {
    aliases: Vec<String>,
    line: String,
}

/// The items of a generated file that have an alias.
fn items(file: &str) -> Vec<Item> {
    let text = fs::read_to_string(support::path(&format!("generated/{file}")));
    let text = text.expect("generated/ is checked in");
    let (mut items, mut aliases) = (Vec::new(), Vec::new());
    for line in text.lines().map(str::trim) {
        // A long alias is on a separate line within the attribute.
        let alias = line.split_once("alias = \"").and_then(|(_, rest)| rest.split_once('"'));
        match alias {
            Some((alias, _)) => aliases.push(alias.to_owned()),
            None if aliases.is_empty() || line.starts_with("#[") || line == ")]" => {}
            None => {
                items.push(Item { aliases: std::mem::take(&mut aliases), line: line.to_owned() })
            }
        }
    }
    items
}

fn finds(items: &[Item], alias: &str, line: &str) -> bool {
    let is_called = |one: &Item| one.aliases.iter().any(|name| name == alias);
    items.iter().any(|one| is_called(one) && one.line.starts_with(line))
}

fn own_file(endpoint: &Endpoint) -> Vec<Item> {
    items(&format!("{}/{}.rs", endpoint.group, endpoint.name))
}

#[test]
fn every_code_finds_the_variant_of_each_endpoint_that_lists_it() {
    let mut count = 0;
    for endpoint in support::api().endpoints() {
        let items = own_file(endpoint);
        for error in &endpoint.errors {
            assert!(
                finds(&items, &error.code.to_string(), ""),
                "{}: {}",
                endpoint.name,
                error.code
            );
            count += 1;
        }
    }
    assert!(count > 500, "{count}");
}

#[test]
fn every_path_and_its_last_segment_find_the_method() {
    for endpoint in support::api().endpoints() {
        let items = items(&format!("{}/mod.rs", endpoint.group));
        let route = endpoint.route();
        let path = route.split_once(' ').expect("method and path").1;
        let method = format!("pub fn {}(", endpoint.name);
        assert!(finds(&items, path, &method), "{route}");
        let last = path.rsplit('/').next().expect("a path has a segment");
        assert!(last == endpoint.name || finds(&items, last, &method), "{route}: {last}");
    }
}

#[test]
fn a_wire_name_finds_the_setter_the_field_or_the_method_that_takes_it() {
    let api = support::api();
    let mut renamed = 0;
    for endpoint in api.endpoints() {
        let (group, own) = (items(&format!("{}/mod.rs", endpoint.group)), own_file(endpoint));
        let found = |one: &Parameter| {
            let method = format!("pub fn {}(", endpoint.name);
            finds(&own, &one.wire_name, "pub ") || finds(&group, &one.wire_name, &method)
        };
        for (_, parameter) in endpoint.required().chain(endpoint.optional()) {
            let name = parameter.name.as_deref().unwrap_or(&parameter.wire_name);
            let is_its_name = name == parameter.wire_name && !name.contains(char::is_uppercase);
            if !parameter.spread && !is_its_name {
                assert!(found(parameter), "{}: {}", endpoint.name, parameter.wire_name);
                renamed += 1;
            }
        }
    }
    assert!(renamed > 100, "{renamed}");
}

#[test]
fn every_method_says_what_it_does_takes_and_refuses_and_shows_how() {
    for endpoint in support::api().endpoints() {
        let file = support::path(&format!("generated/{}/mod.rs", endpoint.group));
        let text = fs::read_to_string(file).expect("generated/ is checked in");
        let method = format!("    pub fn {}(", endpoint.name);
        let (before, _) = text.split_once(&method).expect("every endpoint has a method");
        let doc = before.rsplit("\n\n").next().expect("its documentation stands above it");
        let summary = &endpoint.summary;
        let route = format!("`{}`", endpoint.route());
        let has_parameters = endpoint.required().chain(endpoint.optional()).next().is_some();
        let parameters = if has_parameters { "# Parameters" } else { "" };
        let texts = [summary.en.as_deref(), summary.zh.as_deref()];
        let parts = [Some(route.as_str()), Some(parameters), Some("# Errors"), Some("# Example")];
        for part in texts.into_iter().chain(parts) {
            let part = part.expect("a summary has both languages");
            assert!(doc.contains(part), "{}: {part}", endpoint.full_name());
        }
        assert!(doc.contains("/// ```no_run"), "{}", endpoint.full_name());
    }
}
