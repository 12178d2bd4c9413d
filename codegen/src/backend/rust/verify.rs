//! Verifies printed output: laying it out must not change its tokens.

use proc_macro2::{TokenStream, TokenTree};

use super::blank_lines;

/// Returns true if two texts have the same tokens. Blank lines between whole lines change no token, so only changed lines
/// and tokens of several lines are compared.
pub(super) fn same_tokens(printed: &str, laid_out: &str) -> bool {
    if !blank_lines::lines_are_whole(printed) {
        return lex_alike(printed, laid_out);
    }
    let mut others = without_blank(laid_out);
    let as_next = |one| others.next().is_some_and(|other| one == other || lex_alike(one, other));
    without_blank(printed).all(as_next) && others.next().is_none()
}

fn without_blank(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter(|line| !line.is_empty())
}

/// Reading both again takes as long as all the rest of the proof.
fn lex_alike(one: &str, other: &str) -> bool {
    match (one.parse(), other.parse()) {
        (Ok(one), Ok(other)) => are_equal(one, other),
        _ => false,
    }
}

/// Without printing them, which would take longer than reading them.
fn are_equal(one: TokenStream, other: TokenStream) -> bool {
    let mut others = other.into_iter().peekable();
    let as_next = |token: TokenTree| match (token, others.next()) {
        (TokenTree::Group(one), Some(TokenTree::Group(other))) => {
            one.delimiter() == other.delimiter() && are_equal(one.stream(), other.stream())
        }
        (TokenTree::Ident(one), Some(TokenTree::Ident(other))) => one == other,
        (TokenTree::Punct(one), Some(TokenTree::Punct(other))) => {
            let follows = others.peek();
            let ends_types = one.as_char() == '>' && follows.is_some_and(is_closing);
            one.as_char() == other.as_char() && (one.spacing() == other.spacing() || ends_types)
        }
        (TokenTree::Literal(one), Some(TokenTree::Literal(other))) => {
            one.to_string() == other.to_string()
        }
        _ => false,
    };
    one.into_iter().all(as_next) && others.next().is_none()
}

/// Each `>` of `>>` ends a type, with or without a blank between them.
fn is_closing(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == '>')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn layout_is_no_token_but_in_a_text() {
        assert!(same_tokens("fn a() {}\nfn b() { 1 }", "fn a() {}\n\nfn b() { 1 }"));
        assert!(!same_tokens("f(\"a\nb\")", "f(\"a\n\nb\")"));
        assert!(same_tokens("f(\"a\nb\")\n;", "f(\"a\nb\")\n\n;"));
        assert!(same_tokens("a!(B < C < D > >);\ne", "a!(B<C<D>>);\n\ne"));
        for check in [same_tokens, lex_alike] {
            assert!(!check("a!(B < C >);", "a!(B<C);"));
            assert!(!check("a > = b", "a >= b"));
            assert!(!check("a.b", "a.b.c"));
            assert!(!check("a.b.c", "a.b"));
            assert!(!check("(a)", "[a]"));
            assert!(!check("a\nb", "b\na"));
        }
        assert!(!lex_alike("(", "("));
    }
}
