//! Completeness and style of the texts in the documentation, in both languages.

use crate::support;
use std::collections::{BTreeMap, BTreeSet};

use endpointc::model::{Api, Field, LocalizedText, Parameter, Shape, TypeDef};
use endpointc::source;

/// Number of texts of a kind, and the places of those that lack a language.
#[derive(Debug, Default)]
struct Kind {
    there: usize,
    missing: Vec<String>,
}

/// Texts by kind.
#[derive(Debug, Default)]
struct Coverage {
    kinds: BTreeMap<&'static str, Kind>,
}

impl Coverage {
    /// Counts a text that must exist in both languages.
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

    /// Checks that no text is missing, and that the number of each kind is that of a file in `tests/counts/`.
    #[track_caller]
    fn check(&self, file: &str) {
        for (kind, found) in &self.kinds {
            assert!(found.missing.is_empty(), "{kind}: {:#?}", found.missing);
        }
        let counts = self.kinds.iter().map(|(kind, found)| format!("{kind}: {}\n", found.there));
        support::check_file(&format!("counts/{file}"), &counts.collect::<String>());
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
        for Parameter { wire_name: wire, doc, .. } in &endpoint.parameters {
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
    coverage.check("texts_of_endpoints.txt");
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
                    // The name of an alternative explains its constants.
                    if field.constant.is_none() {
                        coverage.both("field of a choice", &at(name, field), &field.doc);
                    }
                }
            }
            Shape::Struct(_) | Shape::Union(_) | Shape::External(_) => {}
        }
    }
    coverage.check("texts_of_types.txt");
}

/// A field that the vendor does not document is marked as such, even if its meaning is known from elsewhere.
#[test]
fn fields_are_explained_in_both_languages_or_marked_as_undocumented() {
    let api = support::api();
    let mut coverage = Coverage::default();
    for (ty, field) in fields(&api) {
        let place = at(&ty.name, field);
        if !field.undocumented {
            coverage.both("field", &place, &field.doc);
        } else if field.doc.is_empty() {
            coverage.count("field without a word", &place, true);
        } else {
            coverage.both("field, undocumented", &place, &field.doc);
        }
    }
    // The fields without a text concern a position; their meaning is unknown.
    coverage.check("texts_of_fields.txt");
}

fn fields(api: &Api) -> impl Iterator<Item = (&TypeDef, &Field)> {
    api.types.iter().flat_map(|ty| match &ty.shape {
        Shape::Struct(fields) => fields.iter().map(move |field| (ty, field)).collect(),
        _ => Vec::new(),
    })
}

fn at(ty: &str, field: &Field) -> String {
    format!("{ty}, {}", field.wire_name)
}

/// A text must be in the column of its language.
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
    let names =
        ["DeviceKey。", "Fabric ID。", "HTTP。", "MQTT。", "NB-IoT。", "ProductKey。", "Wi-Fi。"];
    assert_eq!(without, BTreeSet::from(names), "these are called so in Chinese, too");
}

/// Words that Chinese texts avoid, each with the word to use instead: one concept has one word.
const AVOIDED: [(&str, &str); 17] = [
    ("使用者", "被引用于"),
    ("每页的行数", "每页条数"),
    ("可安全重发", "可安全重试"),
    ("未能查询到", "查询…失败"),
    ("此处从之", "此处以接入说明为准"),
    ("实际为", "示例中为"),
    ("实际返回", "厂商示例"),
    ("设备编号", "设备 ID"),
    ("产品编号", "产品 ID"),
    ("设备 key", "DeviceKey"),
    ("产品 key", "ProductKey"),
    ("启用订阅", "启动订阅"),
    ("命令", "指令"),
    ("停用", "禁用"),
    ("令牌", "token"),
    ("续期", "刷新"),
    ("应答", "响应"),
];

/// Openings of English texts that are neither a verb phrase nor a noun phrase.
const OPENINGS: [&str; 5] = ["What ", "Whether ", "Where ", "Who ", "How "];

#[test]
fn texts_use_full_width_punctuation_and_one_word_for_one_concept() {
    let sources = source::read(&support::path("spec")).expect("it can be read");
    let mut chinese = 0;
    for (_, source) in sources.iter() {
        for (number, line) in source.text.lines().enumerate() {
            chinese += usize::from(line.contains(is_chinese));
            let found = faults(line);
            assert!(found.is_empty(), "{}:{}: {found:#?}", source.shown, number + 1);
        }
    }
    assert!(chinese > 1_000, "the Chinese texts were read: {chinese} lines");
}

#[test]
fn faults_of_texts_are_found() {
    let wrong = [
        "zh: 设备:在线。",
        "zh: 列表(全部。",
        "zh: 按设备编号筛选。",
        "doc: { en: Whether it is on. }",
    ];
    for line in wrong {
        assert_eq!(faults(line).len(), 1, "{line}");
    }
    for line in ["zh: 形如 `键:值`。", "zh: 设备：在线（默认）。", "en: True if it is on (or off)."]
    {
        assert_eq!(faults(line), [""; 0], "{line}");
    }
}

/// Faults of the texts in one line of a description.
fn faults(line: &str) -> Vec<String> {
    let prose: Vec<&str> = line.split('`').step_by(2).collect();
    let mut faults: Vec<String> = prose.iter().filter_map(|part| half_width(part)).collect();
    for (avoided, instead) in AVOIDED {
        if prose.iter().any(|part| part.contains(avoided)) {
            faults.push(format!("{avoided} in place of {instead}"));
        }
    }
    let english = line.split("en: ").nth(1).unwrap_or_default().trim_start_matches('"');
    let opening = OPENINGS.iter().find(|opening| english.starts_with(**opening));
    faults.extend(opening.map(|opening| format!("a text begins with {opening}")));
    faults
}

/// The first half-width punctuation mark that touches a Chinese character.
fn half_width(prose: &str) -> Option<String> {
    let mark = |c: char| ":;,()!?".contains(c);
    let touches = |(one, next): &(char, char)| {
        (is_chinese(*one) && mark(*next)) || (mark(*one) && is_chinese(*next))
    };
    let pair = prose.chars().zip(prose.chars().skip(1)).find(touches);
    pair.map(|(one, next)| format!("half-width punctuation: {one}{next}"))
}

fn is_chinese(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c)
}
