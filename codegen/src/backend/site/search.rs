//! The search index. It is a script, because pages opened from disk cannot fetch files.
//!
//! An entry is a list: kind, title, other name, context, page, anchor, English text, Chinese text. `assets/search.js`
//! ranks the entries.

use std::collections::HashMap;

use ordered_json::{Value, json};

use super::context::SiteContext;
use super::i18n::Lang;
use super::rich_text::{RichText, bare};
use super::urls;
use super::view;
use crate::backend::rust::names::paths;
use crate::model::{Endpoint, ErrorCode, Field, LocalizedText, Shape, TypeId};

/// Kind of an entry. The script refers to it by its index in [`EntryKind::ALL`].
#[derive(Clone, Copy)]
enum EntryKind {
    Endpoint,
    Code,
    Parameter,
    Type,
    Field,
    Value,
    Group,
    Quirk,
}

impl EntryKind {
    /// All kinds, in the order of their declaration.
    const ALL: [Self; 8] = [
        Self::Endpoint,
        Self::Code,
        Self::Parameter,
        Self::Type,
        Self::Field,
        Self::Value,
        Self::Group,
        Self::Quirk,
    ];

    /// Returns the name by which the script chooses a label.
    fn as_str(self) -> &'static str {
        match self {
            Self::Endpoint => "endpoint",
            Self::Code => "code",
            Self::Parameter => "parameter",
            Self::Type => "type",
            Self::Field => "field",
            Self::Value => "value",
            Self::Group => "group",
            Self::Quirk => "quirk",
        }
    }
}

/// An entry of the search index.
struct Entry<'a> {
    kind: EntryKind,
    title: &'a str,
    /// Another name, under which it is found, too.
    name: &'a str,
    /// The endpoint or type that it belongs to.
    context: &'a str,
    /// Path of the page, with an anchor.
    url: &'a str,
    /// Text in English and in Chinese.
    texts: [String; 2],
}

/// Returns the script, and the URLs of its entries for the link check.
pub(super) fn index(site: &SiteContext<'_>) -> (String, Vec<String>) {
    let mut entries = Entries::default();
    for group in &site.api.groups {
        let url = site.urls.group(&group.name);
        let title =
            [Lang::En, Lang::Zh].map(|lang| RichText::heading(&group.title, lang, "").bare());
        entries.add(Entry {
            kind: EntryKind::Group,
            title: &group.name,
            name: "",
            context: "",
            url,
            texts: title,
        });
    }
    site.api.endpoints().for_each(|one| endpoint(site, one, &mut entries));
    for (code, meanings) in &site.failures {
        meanings.iter().for_each(|one| self::code(site, *code, one.error, &mut entries));
    }
    (0..site.api.types.len()).for_each(|index| of_type(site, TypeId(index), &mut entries));
    let index = json!({ "kinds": EntryKind::ALL.map(EntryKind::as_str), "pages": entries.pages, "entries": entries.list });
    (format!("window.endpointcIndex = {};\n", literal(&index)), entries.urls)
}

/// Prints JSON as a JavaScript literal. Line separators are escaped for old engines, and `<` because it could end a
/// script element.
fn literal(value: &Value) -> String {
    let text = value.to_string();
    text.replace('<', "\\u003c").replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029")
}

#[derive(Default)]
struct Entries {
    pages: Vec<String>,
    known: HashMap<String, usize>,
    list: Vec<Value>,
    urls: Vec<String>,
}

impl Entries {
    fn add(&mut self, entry: Entry<'_>) {
        let (page, anchor) = entry.url.split_once('#').unwrap_or((entry.url, ""));
        let page = self.page(page);
        let [en, zh] = entry.texts;
        let mut values = vec![json!(entry.kind as usize), entry.title.into(), entry.name.into()];
        values.extend([entry.context.into(), json!(page), anchor.into(), en.into(), zh.into()]);
        // The script takes a missing value for an empty one.
        while values.last().is_some_and(|last| last.as_str() == Some("")) {
            values.pop();
        }
        self.list.push(values.into());
        self.urls.push(entry.url.to_owned());
    }

    /// The index of a page in the list of pages.
    fn page(&mut self, path: &str) -> usize {
        let next = self.pages.len();
        *self.known.entry(path.to_owned()).or_insert_with(|| {
            self.pages.push(path.to_owned());
            next
        })
    }
}

fn texts(text: &LocalizedText) -> [String; 2] {
    [bare(text.en.as_deref()), bare(text.zh.as_deref())]
}

fn endpoint(site: &SiteContext<'_>, endpoint: &Endpoint, entries: &mut Entries) {
    let (url, name) = (site.urls.endpoint(endpoint), endpoint.full_name());
    let both = [texts(&endpoint.summary), texts(&endpoint.doc)];
    let joined =
        [0, 1].map(|lang| format!("{} {}", both[0][lang], both[1][lang]).trim().to_owned());
    entries.add(Entry {
        kind: EntryKind::Endpoint,
        title: &name,
        name: &endpoint.route(),
        context: "",
        url,
        texts: joined,
    });
    let anchors = urls::of_parameters(site.api, endpoint);
    for (parameter, (own, inside)) in endpoint.parameters.iter().zip(anchors) {
        let rust = parameter.name.as_deref().unwrap_or_default();
        let at = |anchor: &str| format!("{url}#{anchor}");
        entries.add(Entry {
            kind: EntryKind::Parameter,
            title: &parameter.wire_name,
            name: rust,
            context: &name,
            url: &at(&own),
            texts: texts(&parameter.doc),
        });
        for (field, anchor) in site.api.spread_fields(parameter).zip(inside) {
            let rust = field.name.as_deref().unwrap_or_default();
            entries.add(Entry {
                kind: EntryKind::Parameter,
                title: &field.wire_name,
                name: rust,
                context: &name,
                url: &at(&anchor),
                texts: texts(&field.doc),
            });
        }
    }
    for quirk in &endpoint.quirks {
        let url = format!("{url}#quirks");
        entries.add(Entry {
            kind: EntryKind::Quirk,
            title: &name,
            name: "",
            context: "",
            url: &url,
            texts: texts(quirk),
        });
    }
}

fn code(site: &SiteContext<'_>, code: i64, error: &ErrorCode, entries: &mut Entries) {
    let url = format!("{}#{code}", site.urls.code(code));
    let (doc, remedy) = (texts(&error.doc), texts(&error.remedy));
    let joined = [0, 1].map(|lang| format!("{} {}", doc[lang], remedy[lang]).trim().to_owned());
    entries.add(Entry {
        kind: EntryKind::Code,
        title: &code.to_string(),
        name: &error.name,
        context: "",
        url: &url,
        texts: joined,
    });
}

fn of_type(site: &SiteContext<'_>, id: TypeId, entries: &mut Entries) {
    let def = site.api.type_def(id);
    let url = site.urls.of_type(id);
    entries.add(Entry {
        kind: EntryKind::Type,
        title: &def.name,
        name: "",
        context: "",
        url,
        texts: texts(&def.doc),
    });
    let mut anchors = urls::in_type(&def.shape).into_iter().map(|one| format!("{url}#{one}"));
    match &def.shape {
        Shape::Struct(fields) => {
            fields.iter().zip(anchors).for_each(|one| field(&def.name, one, entries));
        }
        Shape::OneOf(ways) => {
            let fields = ways.iter().flat_map(|way| &way.fields);
            fields.zip(&mut anchors).for_each(|one| field(&def.name, one, entries));
        }
        Shape::Enum(values) => {
            for (value, url) in values.iter().zip(anchors) {
                let wire = view::shown_wire(&value.scalar);
                let name = paths::variant(&value.name);
                entries.add(Entry {
                    kind: EntryKind::Value,
                    title: &name,
                    name: &wire,
                    context: &def.name,
                    url: &url,
                    texts: texts(&value.doc),
                });
            }
        }
        Shape::Union(_) | Shape::External(_) => {}
    }
}

fn field(holder: &str, (field, url): (&Field, String), entries: &mut Entries) {
    let rust = field.name.as_deref().unwrap_or_default();
    entries.add(Entry {
        kind: EntryKind::Field,
        title: &field.wire_name,
        name: rust,
        context: holder,
        url: &url,
        texts: texts(&field.doc),
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_is_at_its_index() {
        for (index, kind) in EntryKind::ALL.into_iter().enumerate() {
            assert_eq!(kind as usize, index, "{}", kind.as_str());
        }
    }

    #[test]
    fn nothing_ends_the_literal() {
        let text = "</script><!-- \u{2028} \" \\";
        let shown = literal(&json!([text]));
        assert!(!shown.contains('<') && !shown.contains('\u{2028}'), "{shown}");
        assert_eq!(serde_json::from_str::<Value>(&shown).ok(), Some(json!([text])));
    }
}
