//! Every text that a reader of the docs meets is there, in both languages.

mod support;

use std::collections::{BTreeMap, BTreeSet};

use endpointc::model::{Api, Field, LocalizedText, Parameter, Shape, TypeDef};

/// How many texts of a kind there are, and which of them lack a language.
#[derive(Debug, Default)]
struct Kind {
    there: usize,
    missing: Vec<String>,
}

/// Texts by what they are about.
#[derive(Debug, Default)]
struct Coverage {
    kinds: BTreeMap<&'static str, Kind>,
}

impl Coverage {
    /// A text that must be there in both languages.
    fn both(&mut self, kind: &'static str, place: &str, text: &LocalizedText) {
        let good =
            |text: &Option<String>| text.as_ref().is_some_and(|text| !text.trim().is_empty());
        self.count(kind, place, good(&text.en) && good(&text.zh));
    }

    fn count(&mut self, kind: &'static str, place: &str, good: bool) {
        let kind = self.kinds.entry(kind).or_default();
        kind.there += 1;
        if !good {
            kind.missing.push(place.to_owned());
        }
    }

    /// Checks that all are there, and that they were looked at: at least so many of each kind.
    #[track_caller]
    fn check(&self, least: &[(&str, usize)]) {
        for (kind, found) in &self.kinds {
            println!("{kind}: {}", found.there);
            assert!(found.missing.is_empty(), "{kind}: {:#?}", found.missing);
        }
        let kinds: Vec<&str> = self.kinds.keys().copied().collect();
        assert_eq!(kinds, least.iter().map(|(kind, _)| *kind).collect::<Vec<_>>());
        for (kind, least) in least {
            assert!(self.kinds[kind].there >= *least, "{kind}: {}", self.kinds[kind].there);
        }
    }
}

#[test]
fn endpoints_groups_parameters_and_codes_are_explained_in_both_languages() {
    let api = support::api();
    let mut coverage = Coverage::default();
    coverage.both("api", "title", &api.title);
    coverage.both("api", "doc", &api.doc);
    for server in &api.servers {
        coverage.both("server", &server.name, &server.doc);
    }
    for group in &api.groups {
        coverage.both("group", &group.name, &group.title);
    }
    for endpoint in api.endpoints() {
        let name = endpoint.full_name();
        coverage.both("endpoint", &name, &endpoint.summary);
        if !endpoint.doc.is_empty() {
            coverage.both("endpoint, more", &name, &endpoint.doc);
        }
        for quirk in &endpoint.quirks {
            coverage.both("quirk", &name, quirk);
        }
        for Parameter { wire, doc, .. } in &endpoint.parameters {
            coverage.both("parameter", &format!("{name}, {wire}"), doc);
        }
        for error in &endpoint.errors {
            coverage.both("code of an endpoint", &format!("{name}, {}", error.code), &error.doc);
        }
    }
    for error in &api.catalogue {
        coverage.both("code", &error.code.to_string(), &error.doc);
        if !error.remedy.is_empty() {
            coverage.both("code, remedy", &error.code.to_string(), &error.remedy);
        }
    }
    coverage.check(&[
        ("api", 2),
        ("code", 551),
        ("code of an endpoint", 522),
        ("code, remedy", 200),
        ("endpoint", 44),
        ("endpoint, more", 20),
        ("group", 7),
        ("parameter", 162),
        ("quirk", 190),
        ("server", 2),
    ]);
}

#[test]
fn types_and_values_are_explained_in_both_languages() {
    let api = support::api();
    let mut coverage = Coverage::default();
    for TypeDef { name, doc, shape, .. } in &api.types {
        coverage.both("type", name, doc);
        match shape {
            Shape::Enum(values) => {
                for value in values {
                    coverage.both("value", &format!("{name}, {}", value.name), &value.doc);
                }
            }
            Shape::OneOf(ways) => {
                for field in ways.iter().flat_map(|way| &way.fields) {
                    // Constants of an alternative are what its name says.
                    if field.constant.is_none() {
                        coverage.both("field of a choice", &at(name, field), &field.doc);
                    }
                }
            }
            Shape::Struct(_) | Shape::Union(_) | Shape::External(_) => {}
        }
    }
    coverage.check(&[("field of a choice", 10), ("type", 66), ("value", 117)]);
}

/// Where the vendor says nothing, a field says that, whatever else was found out about it.
#[test]
fn fields_are_explained_in_both_languages_or_marked_as_undocumented() {
    let api = support::api();
    let mut coverage = Coverage::default();
    for (ty, field) in fields(&api) {
        let place = at(&ty.name, field);
        match field.undocumented {
            false => coverage.both("field", &place, &field.doc),
            true if field.doc.is_empty() => coverage.count("field without a word", &place, true),
            true => coverage.both("field, undocumented", &place, &field.doc),
        }
    }
    coverage.check(&[("field", 281), ("field without a word", 2), ("field, undocumented", 60)]);
    assert_eq!(coverage.kinds["field without a word"].there, 2, "of a position, nobody knows what");
}

fn fields(api: &Api) -> impl Iterator<Item = (&TypeDef, &Field)> {
    api.types.iter().flat_map(|ty| match &ty.shape {
        Shape::Struct(fields) => fields.iter().map(move |field| (ty, field)).collect(),
        _ => Vec::new(),
    })
}

fn at(ty: &str, field: &Field) -> String {
    format!("{ty}, {}", field.wire)
}

/// A text in the wrong column is worse than none.
#[test]
fn each_language_stands_in_its_place() {
    let api = support::api();
    let is_chinese = |text: &str| text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
    let mut texts: Vec<(String, &LocalizedText)> = Vec::new();
    for endpoint in api.endpoints() {
        let name = endpoint.full_name();
        texts.extend([(name.clone(), &endpoint.summary), (name.clone(), &endpoint.doc)]);
        texts.extend(endpoint.parameters.iter().map(|one| (name.clone(), &one.doc)));
        texts.extend(endpoint.quirks.iter().map(|quirk| (name.clone(), quirk)));
    }
    texts.extend(api.catalogue.iter().map(|error| (error.code.to_string(), &error.doc)));
    texts.extend(api.catalogue.iter().map(|error| (error.code.to_string(), &error.remedy)));
    texts.extend(fields(&api).map(|(ty, field)| (at(&ty.name, field), &field.doc)));
    for ty in &api.types {
        texts.push((ty.name.clone(), &ty.doc));
        if let Shape::Enum(values) = &ty.shape {
            texts.extend(values.iter().map(|value| (ty.name.clone(), &value.doc)));
        }
    }
    let english = texts.iter().filter_map(|(place, text)| Some((place, text.en.as_ref()?)));
    for (place, text) in english {
        assert!(!is_chinese(text), "{place}: {text}");
    }
    let chinese = texts.iter().filter_map(|(_, text)| text.zh.as_deref());
    let without: BTreeSet<&str> = chinese.filter(|text| !is_chinese(text)).collect();
    let names = ["Fabric ID。", "HTTP。", "MQTT。", "NB-IoT。", "Wi-Fi。"];
    assert_eq!(without, BTreeSet::from(names), "these are called so in Chinese, too");
}
