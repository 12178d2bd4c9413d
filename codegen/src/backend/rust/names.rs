//! From wire names to Rust names.
//!
//! | what | written | becomes |
//! |---|---|---|
//! | field, argument, setter | `productKey`, `DK`, `2fa` | `product_key`, `dk`, `_2fa` |
//! | a keyword | `type`, `self` | `r#type`, `self_` |
//! | taken by generated code | setter `send`, argument `core`, endpoint `mod`, group `builder` | `send_`, `core_`, `mod_`, `builder_` |
//! | type, variant | `export_tsl`, `not_found` | `ExportTsl`, `NotFound` |
//! | a type that we need | endpoint `option`, type `VEC` | `Option_`, `Vec_` |
//! | a variant that we need | `unlisted`, `self`, server `custom` | `Unlisted_`, `Self_`, `Custom_` |
//!
//! What still collides after this is reported with both places; `name:` settles it. No name made
//! here ever reaches the wire.

use std::collections::HashMap;

use heck::{ToSnakeCase, ToUpperCamelCase};
use proc_macro2::{Ident, Span as TokenSpan};

use crate::diagnostics::Sink;
use crate::diagnostics::messages::{self, Named};
use crate::source::Span;

/// Methods that every call has; a setter of that name would hide one.
const CALL_METHODS: [&str; 6] = ["clone", "fmt", "into_future", "new", "send", "call"];

/// Methods that calls of lists in pages have besides.
const PAGED_METHODS: [&str; 2] = ["pages", "rows"];

/// What types of ours have anyway.
const ASSOCIATED: [&str; 3] = ["new", "clone", "fmt"];

/// Methods of the client.
const CLIENT: [&str; 3] = ["builder", "core", "from_core"];

/// What paths in generated files begin with, and the one file name that means something to rustc.
const MODULES: [&str; 4] = ["endpointc_runtime", "mod", "rt", "std"];

/// Types, traits and variants that generated code calls by their bare names, and the derive macros:
/// a link to a type called like one would be ambiguous, and a glob import would hide the trait.
const TYPES: [&str; 18] = [
    "Box",
    "Clone",
    "Copy",
    "Debug",
    "Default",
    "Eq",
    "From",
    "Hash",
    "None",
    "Option",
    "Ord",
    "PartialEq",
    "PartialOrd",
    "Result",
    "Self",
    "Some",
    "String",
    "Vec",
];

/// Variables of the generated constructors.
const LOCALS: [&str; 3] = ["call", "core", "value"];

/// The name of a field.
pub(super) fn field(wire: &str, given: Option<&str>) -> Option<Ident> {
    snake(given.unwrap_or(wire), &[])
}

/// The name of an argument.
pub(super) fn argument(wire: &str, given: Option<&str>) -> Option<Ident> {
    snake(given.unwrap_or(wire), &LOCALS)
}

/// The name of a setter.
pub(super) fn setter(wire: &str, given: Option<&str>, is_paged: bool) -> Option<Ident> {
    let paged: &[&str] = if is_paged { &PAGED_METHODS } else { &[] };
    snake(given.unwrap_or(wire), &[&CALL_METHODS, paged].concat())
}

/// The name of a field of an alternative, which is a variable beside another one.
pub(super) fn way_field(wire: &str, given: Option<&str>) -> Option<Ident> {
    snake(given.unwrap_or(wire), &["index"])
}

/// The name of the function that makes an alternative.
pub(super) fn maker(name: &str) -> Option<Ident> {
    snake(name, &ASSOCIATED)
}

/// The name of a method on a group, and of the module and the file of its endpoint.
pub(super) fn method(name: &str) -> Option<Ident> {
    snake(name, &[&ASSOCIATED[..], &MODULES].concat())
}

/// The name of a group's method on the client, and of its module and folder.
pub(super) fn group(name: &str) -> Option<Ident> {
    snake(name, &[&ASSOCIATED[..], &CLIENT, &MODULES].concat())
}

/// A name as paths of files and links in the docs have it: neither knows `r#`.
pub(super) fn bare(name: &Ident) -> String {
    let name = name.to_string();
    name.strip_prefix("r#").map_or_else(|| name.clone(), str::to_owned)
}

/// The name of a type.
pub(super) fn type_name(name: &str) -> Option<Ident> {
    camel(name, &TYPES)
}

/// The name of a variant of an enum.
pub(super) fn variant(name: &str) -> Option<Ident> {
    camel(name, &["Self", "Unlisted"])
}

/// The name of a server's variant, beside the one for all other servers.
pub(super) fn server(name: &str) -> Option<Ident> {
    camel(name, &["Self", "Custom"])
}

fn snake(name: &str, taken: &[&str]) -> Option<Ident> {
    ident(&digit_first(&name.to_snake_case()), taken)
}

fn camel(name: &str, taken: &[&str]) -> Option<Ident> {
    ident(&digit_first(&name.to_upper_camel_case()), taken)
}

fn digit_first(name: &str) -> String {
    match name.starts_with(|first: char| first.is_ascii_digit()) {
        true => format!("_{name}"),
        false => name.to_owned(),
    }
}

/// An identifier; `None` if nothing of the name can stand in one.
fn ident(name: &str, taken: &[&str]) -> Option<Ident> {
    if taken.contains(&name) {
        return ident(&format!("{name}_"), &[]);
    }
    match name {
        "self" | "super" | "crate" | "Self" | "_" => ident(&format!("{name}_"), &[]),
        _ if !name.is_ascii() => None,
        // Reserved since edition 2024; `syn` parses for every edition and lets it through.
        "gen" => syn::parse_str::<Ident>("r#gen").ok().map(|found| with_call_site(&found)),
        _ => syn::parse_str::<Ident>(name)
            .ok()
            .or_else(|| syn::parse_str::<Ident>(&format!("r#{name}")).ok())
            .map(|found| with_call_site(&found)),
    }
}

fn with_call_site(ident: &Ident) -> Ident {
    let mut ident = ident.clone();
    ident.set_span(TokenSpan::call_site());
    ident
}

/// Names that must differ from each other.
#[derive(Debug, Default)]
pub(super) struct Scope {
    taken: HashMap<String, (Named, Span)>,
}

/// The reason for which a name is taken.
pub(super) struct Claim<'a> {
    pub(super) named: Named,
    /// The name in the description.
    pub(super) written: &'a str,
    pub(super) span: Span,
}

impl Scope {
    /// Takes the name of a parameter, a field or a value described at `span`, or reports why that is
    /// not possible. The returned name lets the work go on; nothing is emitted after a report.
    pub(super) fn claim(
        &mut self,
        name: Option<Ident>,
        written: &str,
        span: Span,
        sink: &mut Sink,
    ) -> Ident {
        self.claim_as(name, Claim { named: Named::Member, written, span }, sink).0
    }

    /// Takes the name of a type, a group or a server.
    pub(super) fn claim_item(
        &mut self,
        name: Option<Ident>,
        written: &str,
        span: Span,
        sink: &mut Sink,
    ) -> Ident {
        self.claim_as(name, Claim { named: Named::Item, written, span }, sink).0
    }

    /// Takes a name, and returns true beside it if the name was free.
    pub(super) fn claim_as(
        &mut self,
        name: Option<Ident>,
        claim: Claim<'_>,
        sink: &mut Sink,
    ) -> (Ident, bool) {
        let Claim { named, written, span } = claim;
        let Some(name) = name else {
            sink.push(messages::unnameable(written, span));
            return (Ident::new("unnameable", TokenSpan::call_site()), false);
        };
        let text = name.to_string();
        let first = self.taken.insert(text.clone(), (named.clone(), span));
        if let Some((first, first_span)) = &first {
            sink.push(messages::name_collision(&text, (&named, span), (first, *first_span)));
        }
        (name, first.is_none())
    }
}

/// A type as it is called outside of the crate that it is in: `crate::Level` of the crate `things` is `things::Level`.
pub(crate) fn from_outside(ty: &str, krate: &str) -> String {
    let mut parts = ty.split("crate::");
    let mut seen = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let is_end_of_a_name = seen.ends_with(|c: char| c.is_alphanumeric() || c == '_');
        seen.push_str(if is_end_of_a_name { "crate" } else { krate });
        seen.push_str("::");
        seen.push_str(part);
    }
    seen
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::Code;

    #[track_caller]
    fn check(name: Option<Ident>, expected: &str) {
        assert_eq!(name.map(|name| name.to_string()).unwrap_or_default(), expected);
    }

    #[test]
    fn wire_names_become_snake_case() {
        check(field("productKey", None), "product_key");
        check(field("DK", None), "dk");
        check(field("beginDateTimp", Some("begin")), "begin");
        check(field("expires_in", None), "expires_in");
        check(field("tslVersion", None), "tsl_version");
    }

    #[test]
    fn keywords_are_escaped() {
        check(field("type", None), "r#type");
        check(field("gen", None), "r#gen");
        check(field("await", None), "r#await");
        check(field("self", None), "self_");
        check(field("crate", None), "crate_");
        check(variant("self"), "Self_");
    }

    #[test]
    fn names_that_generated_code_needs_are_left_to_it() {
        check(setter("send", None, false), "send_");
        check(setter("new", None, false), "new_");
        check(setter("rows", None, false), "rows");
        check(setter("rows", None, true), "rows_");
        check(argument("core", None), "core_");
        check(variant("unlisted"), "Unlisted_");
    }

    #[test]
    fn leading_digits_get_an_underscore() {
        check(field("2fa", None), "_2fa");
        check(variant("4g"), "_4g");
    }

    #[test]
    fn what_cannot_be_an_identifier_is_refused() {
        check(field("", None), "");
        check(field("+-", None), "");
        check(field("离线", None), "");
        check(field("离线", Some("offline")), "offline");
    }

    #[test]
    fn collisions_name_both_places() {
        let (mut scope, mut sink) = (Scope::default(), Sink::default());
        let span = |start| Span { file: 0, start, end: start + 1 };
        scope.claim(field("productKey", None), "productKey", span(1), &mut sink);
        scope.claim(field("product_key", None), "product_key", span(2), &mut sink);
        let found = sink.sorted();
        assert_eq!(found[0].code, Code::NameCollision);
        assert_eq!(found[0].labels[1].span, span(1));
    }

    #[test]
    fn a_crate_is_called_by_its_name_from_outside() {
        assert_eq!(from_outside("crate::a::Level", "things"), "things::a::Level");
        assert_eq!(from_outside("Vec<crate::Level>", "things"), "Vec<things::Level>");
        assert_eq!(from_outside("other_crate::Level", "things"), "other_crate::Level");
        assert_eq!(from_outside("Level", "things"), "Level");
    }
}
