//! From wire names to Rust names.
//!
//! | what | written | becomes |
//! |---|---|---|
//! | field, argument, setter | `productKey`, `DK`, `2fa` | `product_key`, `dk`, `_2fa` |
//! | a keyword | `type`, `self` | `r#type`, `self_` |
//! | taken by generated code | setter `send`, argument `core`, endpoint `mod`, group `builder` | `send_`, `core_`, `mod_`, `builder_` |
//! | type, variant | `export_tsl`, `not_found` | `ExportTsl`, `NotFound` |
//! | a type that we need | endpoint `option`, type `Debug` | `Option_`, `Debug_` |
//! | a variant that we need | `unlisted`, `self`, server `custom` | `Unlisted_`, `Self_`, `Custom_` |
//!
//! A collision that remains is reported with both places; `name:` settles it. No name made
//! here ever reaches the wire.

use heck::{ToSnakeCase, ToUpperCamelCase};
use proc_macro2::{Ident, Span};

use super::reserved::{
    self, ASSOCIATED, CALL_METHODS, CLIENT_METHODS, LOCALS, MODULES, PAGED_METHODS,
};

/// The placeholder for a name that cannot be converted. It is no valid name and cannot be part of a path, so it is never
/// rendered by mistake.
pub(super) const UNNAMEABLE: &str = "_";

/// The name of a field.
pub(super) fn field(wire: &str, given: Option<&str>) -> Ident {
    snake(given.unwrap_or(wire), &[])
}

/// The name of an argument.
pub(super) fn argument(wire: &str, given: Option<&str>) -> Ident {
    snake(given.unwrap_or(wire), &LOCALS)
}

/// The name of a setter.
pub(super) fn setter(wire: &str, given: Option<&str>, is_paged: bool) -> Ident {
    let paged: &[&str] = if is_paged { &PAGED_METHODS } else { &[] };
    snake(given.unwrap_or(wire), &[&CALL_METHODS, paged].concat())
}

/// The name of a field of an alternative, which is a variable beside another one.
pub(super) fn alternative_field(wire: &str, given: Option<&str>) -> Ident {
    snake(given.unwrap_or(wire), &["index"])
}

/// The name of the function that makes an alternative.
pub(super) fn constructor(name: &str) -> Ident {
    snake(name, &ASSOCIATED)
}

/// The name of a method on a group, and of the module and the file of its endpoint.
pub(super) fn method(name: &str) -> Ident {
    snake(name, &[&ASSOCIATED[..], &MODULES].concat())
}

/// The name of a group's method on the client, and of its module and folder.
pub(super) fn group(name: &str) -> Ident {
    snake(name, &[&ASSOCIATED[..], &CLIENT_METHODS, &MODULES].concat())
}

/// A name without `r#`, for file paths and links.
pub(in crate::backend::rust) fn bare(name: &Ident) -> String {
    let name = name.to_string();
    name.strip_prefix("r#").map_or_else(|| name.clone(), str::to_owned)
}

/// The name of a type.
pub(super) fn type_name(name: &str) -> Ident {
    camel(name, &reserved::types())
}

/// The name of a variant of an enum.
pub(super) fn variant(name: &str) -> Ident {
    camel(name, &["Self", "Unlisted"])
}

/// The name of a server's variant, beside the one for all other servers.
pub(super) fn server(name: &str) -> Ident {
    camel(name, &["Self", "Custom"])
}

fn snake(name: &str, taken: &[&str]) -> Ident {
    ident(&digit_first(&name.to_snake_case()), taken)
}

fn camel(name: &str, taken: &[&str]) -> Ident {
    ident(&digit_first(&name.to_upper_camel_case()), taken)
}

fn digit_first(name: &str) -> String {
    let begins_with_digit = name.starts_with(|first: char| first.is_ascii_digit());
    if begins_with_digit { format!("_{name}") } else { name.to_owned() }
}

/// An identifier; [`UNNAMEABLE`] if the name has no character that is valid in one.
fn ident(name: &str, taken: &[&str]) -> Ident {
    match name {
        _ if taken.contains(&name) => ident(&format!("{name}_"), &[]),
        "self" | "super" | "crate" | "Self" | "_" => ident(&format!("{name}_"), &[]),
        _ if !name.is_ascii() => unnameable(),
        // Reserved since edition 2024; `syn` parses for every edition and lets it through.
        "gen" => Ident::new_raw("gen", Span::call_site()),
        _ => parse(name).or_else(|| parse(&format!("r#{name}"))).unwrap_or_else(unnameable),
    }
}

fn unnameable() -> Ident {
    Ident::new(UNNAMEABLE, Span::call_site())
}

fn parse(name: &str) -> Option<Ident> {
    let mut ident = syn::parse_str::<Ident>(name).ok()?;
    ident.set_span(Span::call_site());
    Some(ident)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(name: Ident, expected: &str) {
        assert_eq!(name.to_string(), expected);
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
        check(field("", None), UNNAMEABLE);
        check(field("+-", None), UNNAMEABLE);
        check(field("离线", None), UNNAMEABLE);
        check(field("_", None), UNNAMEABLE);
        check(field("离线", Some("offline")), "offline");
    }
}
