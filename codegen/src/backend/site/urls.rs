//! Where everything has its page, and by which anchor it is found there.
//!
//! A place is a path below the folder of a language, so that both languages have the same pages, with the anchor after
//! a `#`. No two pages have one path, on file systems that do not tell `A` from `a` either.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::model::{Api, Endpoint, Group, Parameter, Shape, Type, TypeDef, TypeId};

/// Front page of a language.
pub(super) const HOME: &str = "index.html";

/// The page of all codes.
pub(super) const CODES: &str = "errors.html";

/// The page of all types.
pub(super) const TYPES: &str = "types.html";

/// How many codes are told on one page: about 70 KB of them. If there are more, each such range has a page of its own.
const CODES_A_PAGE: usize = 100;

/// All places of a site.
pub(super) struct Places {
    groups: HashMap<String, String>,
    endpoints: HashMap<String, String>,
    types: Vec<String>,
    /// By the first code that is told there.
    codes: BTreeMap<i64, String>,
}

impl Places {
    pub(super) fn new(api: &Api, codes: &[i64]) -> Self {
        let mut paths = Paths::default();
        [HOME, CODES, TYPES].into_iter().for_each(|path| drop(paths.claim(path)));
        let codes = match codes.len() > CODES_A_PAGE {
            false => BTreeMap::from([(i64::MIN, CODES.to_owned())]),
            true => codes
                .chunks(CODES_A_PAGE)
                .filter_map(|chunk| chunk.first())
                .map(|first| (*first, paths.claim(&format!("errors/{first}.html"))))
                .collect(),
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

    /// The page on which a code is told.
    pub(super) fn code(&self, code: i64) -> &str {
        let before = self.codes.range(..=code).next_back();
        before.map_or(CODES, |(_, path)| path)
    }

    /// The pages of codes, each by its first one; one page without a range if it holds them all.
    pub(super) fn ranges(&self) -> impl Iterator<Item = (i64, &str)> {
        let ranges = self.codes.iter().map(|(first, path)| (*first, path.as_str()));
        ranges.filter(|(_, path)| *path != CODES)
    }
}

/// How a page refers to a place.
pub(super) fn relative(from: &str, to: &str) -> String {
    format!("{}{to}", "../".repeat(from.matches('/').count()))
}

/// Paths that are taken.
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

/// Anchors of one page.
#[derive(Default)]
pub(super) struct Anchors {
    taken: HashSet<String>,
}

impl Anchors {
    /// `param-productKey`; where two things are called so, the later one gets a number.
    pub(super) fn claim(&mut self, prefix: &str, name: &str) -> String {
        let anchor = format!("{prefix}-{}", slug(name));
        let others = (2..).map(|count| format!("{anchor}.{count}"));
        let mut anchors = std::iter::once(anchor.clone()).chain(others);
        anchors.find(|anchor| self.taken.insert(anchor.clone())).unwrap_or_default()
    }
}

/// A name as it can stand in a path and in an anchor: letters, digits, `_` and `-` are themselves, everything else is a
/// dot and its bytes in hexadecimal. So no two names have one.
pub(super) fn slug(name: &str) -> String {
    let byte = |byte: u8| match byte {
        b'_' | b'-' => char::from(byte).to_string(),
        _ if byte.is_ascii_alphanumeric() => char::from(byte).to_string(),
        _ => format!(".{byte:02X}"),
    };
    name.bytes().map(byte).collect()
}

/// Anchors of an endpoint's parameters: of each itself, and of the fields that are sent in its place, in the order of
/// [`spread_fields`].
pub(super) fn of_parameters(api: &Api, endpoint: &Endpoint) -> Vec<(String, Vec<String>)> {
    let mut anchors = Anchors::default();
    let mut of_one = |parameter: &Parameter| {
        let fields = spread_fields(api, parameter);
        let prefix = if parameter.spread { "choice" } else { "param" };
        let own = anchors.claim(prefix, &parameter.wire);
        (own, fields.iter().map(|wire| anchors.claim("param", wire)).collect())
    };
    endpoint.parameters.iter().map(&mut of_one).collect()
}

/// Wire names of the fields that are sent in place of a parameter.
fn spread_fields<'a>(api: &'a Api, parameter: &'a Parameter) -> Vec<&'a str> {
    let (true, Type::Named(id)) = (parameter.spread, &parameter.ty) else { return Vec::new() };
    match &api.type_def(*id).shape {
        Shape::Struct(fields) => fields.iter().map(|field| field.wire.as_str()).collect(),
        Shape::OneOf(ways) => {
            ways.iter().flat_map(|way| &way.fields).map(|field| field.wire.as_str()).collect()
        }
        Shape::Enum(_) | Shape::Union(_) | Shape::Rust(_) => Vec::new(),
    }
}

/// Anchors on the page of a type: of its fields, values or variants, or of the fields of all its alternatives.
pub(super) fn in_type(shape: &Shape) -> Vec<String> {
    let mut anchors = Anchors::default();
    let mut claim = |prefix: &str, name: &str| anchors.claim(prefix, name);
    match shape {
        Shape::Struct(fields) => fields.iter().map(|field| claim("field", &field.wire)).collect(),
        Shape::OneOf(ways) => {
            let fields = ways.iter().flat_map(|way| &way.fields);
            fields.map(|field| claim("field", &field.wire)).collect()
        }
        Shape::Enum(values) => values.iter().map(|value| claim("value", &value.name)).collect(),
        Shape::Union(union) => {
            union.variants.iter().map(|variant| claim("variant", &variant.name)).collect()
        }
        Shape::Rust(_) => Vec::new(),
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
