//! The index of the search: a script, because a page that is opened as a file can fetch nothing.
//!
//! An entry is a list: what it is, its title, another name, where it belongs, page, anchor, and its texts in English and in
//! Chinese. How entries are ranked is decided in `assets/search.js`.

use std::collections::HashMap;

use serde_json::{Value, json};

use super::urls;
use super::rich_text::{Prose, bare};
use super::view::Book;
use super::i18n::Lang;
use crate::backend::rust::paths;
use crate::model::{Endpoint, ErrorCode, Field, Shape, Text, Type, TypeId};

/// What an entry is, as the script knows it by its place in this list.
const KINDS: [&str; 8] =
    ["endpoint", "code", "parameter", "type", "field", "value", "group", "quirk"];

/// The script, which holds texts of the description only inside of literals, and the places that it leads to.
pub(super) fn index(book: &Book<'_>) -> (String, Vec<String>) {
    let mut entries = Entries::default();
    for group in &book.api.groups {
        let place = book.places.group(&group.name);
        let title = [Lang::En, Lang::Zh].map(|lang| Prose::heading(&group.title, lang, "").bare());
        entries.add("group", &group.name, "", "", place, title);
    }
    book.api.endpoints().for_each(|one| endpoint(book, one, &mut entries));
    for (code, meanings) in &book.failures {
        meanings.iter().for_each(|one| self::code(book, *code, one.error, &mut entries));
    }
    (0..book.api.types.len()).for_each(|index| of_type(book, TypeId(index), &mut entries));
    let index = json!({ "kinds": KINDS, "pages": entries.pages, "entries": entries.list });
    (format!("window.endpointcIndex = {};\n", literal(&index)), entries.places)
}

/// JSON that is a literal wherever it stands: two line separators are none in old scripts, and `<` could end one that is
/// put into a page.
fn literal(value: &Value) -> String {
    let text = value.to_string();
    text.replace('<', "\\u003c").replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029")
}

#[derive(Default)]
struct Entries {
    pages: Vec<String>,
    known: HashMap<String, usize>,
    list: Vec<Value>,
    places: Vec<String>,
}

impl Entries {
    /// `place` is a page with the anchor, if there is one.
    fn add(
        &mut self,
        kind: &str,
        title: &str,
        name: &str,
        context: &str,
        place: &str,
        [en, zh]: [String; 2],
    ) {
        let kind = KINDS.iter().position(|known| *known == kind).unwrap_or_default();
        let (page, anchor) = place.split_once('#').unwrap_or((place, ""));
        let next = self.pages.len();
        let page = *self.known.entry(page.to_owned()).or_insert_with(|| {
            self.pages.push(page.to_owned());
            next
        });
        let mut entry = vec![json!(kind), title.into(), name.into(), context.into()];
        entry.extend([json!(page), anchor.into(), en.into(), zh.into()]);
        // What is empty at the end says nothing.
        while entry.last().is_some_and(|last| last.as_str() == Some("")) {
            entry.pop();
        }
        self.list.push(entry.into());
        self.places.push(place.to_owned());
    }
}

fn texts(text: &Text) -> [String; 2] {
    [bare(text.en.as_deref()), bare(text.zh.as_deref())]
}

fn endpoint(book: &Book<'_>, endpoint: &Endpoint, entries: &mut Entries) {
    let (place, name) = (book.places.endpoint(endpoint), endpoint.full_name());
    let both = [texts(&endpoint.summary), texts(&endpoint.doc)];
    let joined =
        [0, 1].map(|lang| format!("{} {}", both[0][lang], both[1][lang]).trim().to_owned());
    entries.add("endpoint", &name, &endpoint.route(), "", place, joined);
    let anchors = urls::of_parameters(book.api, endpoint);
    for (parameter, (own, inside)) in endpoint.parameters.iter().zip(anchors) {
        let rust = parameter.name.as_deref().unwrap_or_default();
        let at = |anchor: &str| format!("{place}#{anchor}");
        entries.add("parameter", &parameter.wire, rust, &name, &at(&own), texts(&parameter.doc));
        for (field, anchor) in spread_fields(book, &parameter.ty).zip(inside) {
            let rust = field.name.as_deref().unwrap_or_default();
            entries.add("parameter", &field.wire, rust, &name, &at(&anchor), texts(&field.doc));
        }
    }
    for quirk in &endpoint.quirks {
        entries.add("quirk", &name, "", "", &format!("{place}#quirks"), texts(quirk));
    }
}

/// The fields of a type that is sent in place of a parameter; there are anchors only if it is.
fn spread_fields<'a>(book: &Book<'a>, ty: &Type) -> Box<dyn Iterator<Item = &'a Field> + 'a> {
    let Some(id) = ty.innermost() else { return Box::new(std::iter::empty()) };
    match &book.api.type_def(id).shape {
        Shape::Struct(fields) => Box::new(fields.iter()),
        Shape::OneOf(ways) => Box::new(ways.iter().flat_map(|way| &way.fields)),
        Shape::Enum(_) | Shape::Union(_) | Shape::Rust(_) => Box::new(std::iter::empty()),
    }
}

fn code(book: &Book<'_>, code: i64, error: &ErrorCode, entries: &mut Entries) {
    let place = format!("{}#{code}", book.places.code(code));
    let (doc, remedy) = (texts(&error.doc), texts(&error.remedy));
    let joined = [0, 1].map(|lang| format!("{} {}", doc[lang], remedy[lang]).trim().to_owned());
    entries.add("code", &code.to_string(), &error.name, "", &place, joined);
}

fn of_type(book: &Book<'_>, id: TypeId, entries: &mut Entries) {
    let def = book.api.type_def(id);
    let place = book.places.of_type(id);
    entries.add("type", &def.name, "", "", place, texts(&def.doc));
    let mut anchors = urls::in_type(&def.shape).into_iter().map(|one| format!("{place}#{one}"));
    match &def.shape {
        Shape::Struct(fields) => {
            fields.iter().zip(anchors).for_each(|one| field(&def.name, one, entries));
        }
        Shape::OneOf(ways) => {
            let fields = ways.iter().flat_map(|way| &way.fields);
            fields.zip(&mut anchors).for_each(|one| field(&def.name, one, entries));
        }
        Shape::Enum(values) => {
            for (value, place) in values.iter().zip(anchors) {
                let wire = super::view::shown_wire(&value.wire);
                let name = paths::variant(&value.name);
                entries.add("value", &name, &wire, &def.name, &place, texts(&value.doc));
            }
        }
        Shape::Union(_) | Shape::Rust(_) => {}
    }
}

fn field(holder: &str, (field, place): (&Field, String), entries: &mut Entries) {
    let rust = field.name.as_deref().unwrap_or_default();
    entries.add("field", &field.wire, rust, holder, &place, texts(&field.doc));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_ends_the_literal() {
        let text = "</script><!-- \u{2028} \" \\";
        let shown = literal(&json!([text]));
        assert!(!shown.contains('<') && !shown.contains('\u{2028}'), "{shown}");
        assert_eq!(serde_json::from_str::<Value>(&shown).ok(), Some(json!([text])));
    }
}
