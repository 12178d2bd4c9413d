//! URLs of pages and anchors.
//!
//! A URL is a path below the folder of a language, with an anchor after `#`, so both languages have the same URLs. No
//! two paths differ only in case, for file systems that ignore it.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::model::{Api, Endpoint, Group, Parameter, Shape, TypeDef, TypeId};

/// Front page of a language.
pub(super) const HOME: &str = "index.html";

/// Page of all codes.
pub(super) const CODES: &str = "errors.html";

/// Page of all types.
pub(super) const TYPES: &str = "types.html";

/// Number of codes per page, which makes about 70 KB. If there are more, each such range of codes has a page.
const CODES_A_PAGE: usize = 100;

/// URLs of a site.
pub(super) struct Urls {
    groups: HashMap<String, String>,
    endpoints: HashMap<String, String>,
    types: Vec<String>,
    /// Pages of codes, by their first code.
    codes: BTreeMap<i64, String>,
}

impl Urls {
    pub(super) fn new(api: &Api, codes: &[i64]) -> Self {
        let mut paths = Paths::default();
        [HOME, CODES, TYPES].into_iter().for_each(|path| drop(paths.claim(path)));
        let codes = if codes.len() > CODES_A_PAGE {
            let firsts = codes.chunks(CODES_A_PAGE).filter_map(|chunk| chunk.first());
            let page = |first: &i64| (*first, paths.claim(&format!("errors/{first}.html")));
            firsts.map(page).collect()
        } else {
            BTreeMap::from([(i64::MIN, CODES.to_owned())])
        };
        let group = |group: &Group| (group.name.clone(), format!("{}.html", group.name));
        let groups = api.groups.iter().map(group);
        let groups = groups.map(|(name, path)| (name, paths.claim(&path))).collect();
        let endpoint = |one: &Endpoint| {
            (one.full_name(), paths.claim(&format!("{}/{}.html", one.group, one.name)))
        };
        let endpoints = api.endpoints().map(endpoint).collect();
        let of_type = |one: &TypeDef| paths.claim(&format!("types/{}.html", slug(&one.name)));
        let types = api.types.iter().map(of_type).collect();
        Self { groups, endpoints, types, codes }
    }

    pub(super) fn group(&self, name: &str) -> &str {
        self.groups.get(name).map_or(HOME, String::as_str)
    }

    pub(super) fn endpoint(&self, endpoint: &Endpoint) -> &str {
        self.endpoints.get(&endpoint.full_name()).map_or(HOME, String::as_str)
    }

    pub(super) fn of_type(&self, id: TypeId) -> &str {
        &self.types[id.0]
    }

    /// Returns the page that describes a code.
    pub(super) fn code(&self, code: i64) -> &str {
        let before = self.codes.range(..=code).next_back();
        before.map_or(CODES, |(_, path)| path)
    }

    /// Iterates over the pages of ranges of codes, each with its first code. Empty if one page holds all codes.
    pub(super) fn ranges(&self) -> impl Iterator<Item = (i64, &str)> {
        let ranges = self.codes.iter().map(|(first, path)| (*first, path.as_str()));
        ranges.filter(|(_, path)| *path != CODES)
    }
}

/// Makes a URL relative to a page.
pub(super) fn relative(from: &str, to: &str) -> String {
    format!("{}{to}", "../".repeat(from.matches('/').count()))
}

/// Used paths.
#[derive(Default)]
struct Paths {
    taken: HashSet<String>,
}

impl Paths {
    fn claim(&mut self, path: &str) -> String {
        let (stem, ending) = path.rsplit_once('.').unwrap_or((path, ""));
        let others = (2..).map(|count| format!("{stem}-{count}.{ending}"));
        let mut paths = std::iter::once(path.to_owned()).chain(others);
        paths.find(|path| self.taken.insert(path.to_lowercase())).unwrap_or_default()
    }
}

/// Used anchors of one page.
#[derive(Default)]
pub(super) struct Anchors {
    taken: HashSet<String>,
}

impl Anchors {
    /// Creates an anchor such as `param-productKey`. Duplicates get a number.
    pub(super) fn claim(&mut self, prefix: &str, name: &str) -> String {
        let anchor = format!("{prefix}-{}", slug(name));
        let others = (2..).map(|count| format!("{anchor}.{count}"));
        let mut anchors = std::iter::once(anchor.clone()).chain(others);
        anchors.find(|anchor| self.taken.insert(anchor.clone())).unwrap_or_default()
    }
}

/// Encodes a name for paths and anchors: letters, digits, `_` and `-` are kept; other bytes become a dot and two
/// hexadecimal digits. Different names stay different.
pub(super) fn slug(name: &str) -> String {
    let byte = |byte: u8| match byte {
        b'_' | b'-' => char::from(byte).to_string(),
        _ if byte.is_ascii_alphanumeric() => char::from(byte).to_string(),
        _ => format!(".{byte:02X}"),
    };
    name.bytes().map(byte).collect()
}

/// Returns the anchors of an endpoint's parameters: the anchor of each, and those of the fields that are sent in its
/// place, in the order of [`Api::spread_fields`].
pub(super) fn of_parameters(api: &Api, endpoint: &Endpoint) -> Vec<(String, Vec<String>)> {
    let mut anchors = Anchors::default();
    let mut of_one = |parameter: &Parameter| {
        let prefix = if parameter.spread { "choice" } else { "param" };
        let own = anchors.claim(prefix, &parameter.wire_name);
        let fields = api.spread_fields(parameter);
        (own, fields.map(|field| anchors.claim("param", &field.wire_name)).collect())
    };
    endpoint.parameters.iter().map(&mut of_one).collect()
}

/// Returns the anchors on the page of a type: fields, values, variants, or fields of all alternatives.
pub(super) fn in_type(shape: &Shape) -> Vec<String> {
    let mut anchors = Anchors::default();
    let mut claim = |prefix: &str, name: &str| anchors.claim(prefix, name);
    match shape {
        Shape::Struct(fields) => {
            fields.iter().map(|field| claim("field", &field.wire_name)).collect()
        }
        Shape::OneOf(ways) => {
            let fields = ways.iter().flat_map(|way| &way.fields);
            fields.map(|field| claim("field", &field.wire_name)).collect()
        }
        Shape::Enum(values) => values.iter().map(|value| claim("value", &value.name)).collect(),
        Shape::Union(union) => {
            union.variants.iter().map(|variant| claim("variant", &variant.name)).collect()
        }
        Shape::External(_) => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_names_have_one_anchor() {
        let mut anchors = Anchors::default();
        let mut claim = |name: &str| anchors.claim("param", name);
        assert_eq!(claim("productKey"), "param-productKey");
        assert_eq!(claim("productKey"), "param-productKey.2");
        assert_eq!(claim("a b"), "param-a.20b");
        assert_eq!(claim("a.20b"), "param-a.2E20b");
        assert_eq!(claim("键"), "param-.E9.94.AE");
    }

    #[test]
    fn no_two_pages_have_one_path() {
        let mut paths = Paths::default();
        assert_eq!(paths.claim("types/Abc.html"), "types/Abc.html");
        assert_eq!(paths.claim("types/ABc.html"), "types/ABc-2.html");
    }

    #[test]
    fn links_are_relative() {
        assert_eq!(relative("index.html", "types.html"), "types.html");
        assert_eq!(relative("devices/list.html", "types.html#a"), "../types.html#a");
    }
}
