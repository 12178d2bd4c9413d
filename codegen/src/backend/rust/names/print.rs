//! Types as people write them: tokens print themselves with a blank between any two.

use proc_macro2::{Delimiter, Ident, TokenStream, TokenTree};

/// A type as it is called outside of its crate: `crate::Level` of the crate `things` is `things::Level`.
pub(crate) fn from_outside(ty: &str, krate: &str) -> String {
    // Only types that were checked or printed come here.
    let Ok(tokens) = ty.parse::<TokenStream>() else { return ty.to_owned() };
    let rename = |ident: &Ident| (ident == "crate").then(|| krate.to_owned());
    let mut printed = String::new();
    print(tokens, &rename, &mut printed);
    printed
}

/// A type without the modules of the runtime and of the standard library.
#[cfg(any(feature = "diff", feature = "docs"))]
pub(super) fn short(tokens: TokenStream) -> String {
    let mut printed = String::new();
    print(without_modules(tokens), &|_| None, &mut printed);
    printed
}

fn print(tokens: TokenStream, rename: &dyn Fn(&Ident) -> Option<String>, printed: &mut String) {
    for token in tokens {
        match token {
            TokenTree::Ident(ident) => {
                if printed.ends_with(|c: char| c.is_alphanumeric() || c == '_') {
                    printed.push(' ');
                }
                printed.push_str(&rename(&ident).unwrap_or_else(|| ident.to_string()));
            }
            TokenTree::Punct(punct) if punct.as_char() == ',' => printed.push_str(", "),
            TokenTree::Punct(punct) => printed.push(punct.as_char()),
            TokenTree::Literal(literal) => printed.push_str(&literal.to_string()),
            TokenTree::Group(group) => {
                let (open, close) = delimiters(group.delimiter());
                printed.push_str(open);
                print(group.stream(), rename, printed);
                printed.push_str(close);
            }
        }
    }
}

fn delimiters(delimiter: Delimiter) -> (&'static str, &'static str) {
    match delimiter {
        Delimiter::Parenthesis => ("(", ")"),
        Delimiter::Bracket => ("[", "]"),
        Delimiter::Brace => ("{", "}"),
        Delimiter::None => ("", ""),
    }
}

/// Leaves the last name of each path that begins with `rt` or `std`.
#[cfg(any(feature = "diff", feature = "docs"))]
fn without_modules(tokens: TokenStream) -> TokenStream {
    let mut kept: Vec<TokenTree> = Vec::new();
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        let is_module = matches!(&token, TokenTree::Ident(ident)
            if ["rt", "std", "collections"].iter().any(|module| ident == module));
        if is_module && tokens.next_if(is_colon).is_some() {
            tokens.next_if(is_colon);
        } else if let TokenTree::Group(group) = token {
            let inside = without_modules(group.stream());
            kept.push(proc_macro2::Group::new(group.delimiter(), inside).into());
        } else {
            kept.push(token);
        }
    }
    kept.into_iter().collect()
}

#[cfg(any(feature = "diff", feature = "docs"))]
fn is_colon(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == ':')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_crate_is_called_by_its_name_from_outside() {
        assert_eq!(from_outside("crate::a::Level", "things"), "things::a::Level");
        assert_eq!(from_outside("Vec<crate::Level>", "things"), "Vec<things::Level>");
        assert_eq!(from_outside("other_crate::Level", "things"), "other_crate::Level");
        assert_eq!(from_outside("Level", "things"), "Level");
    }

    #[cfg(any(feature = "diff", feature = "docs"))]
    #[test]
    fn a_type_is_printed_as_people_write_it() {
        let check = |tokens: TokenStream, expected: &str| assert_eq!(short(tokens), expected);
        check(quote::quote!(&[&str]), "&[&str]");
        check(quote::quote!(Option<Vec<rt::Secret>>), "Option<Vec<Secret>>");
        check(quote::quote!(std::collections::BTreeMap<String, i64>), "BTreeMap<String, i64>");
        check(quote::quote!(rt::Delimited<crate::Level, ','>), "Delimited<crate::Level, ','>");
    }
}
