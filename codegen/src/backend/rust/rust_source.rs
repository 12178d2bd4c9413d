//! Rust that a template prints unchanged.
//!
//! [`RustSource`] is made from tokens and from lines of docs, so that no text of a description can become Rust. In a
//! template a `RustSource` is printed as it is, text becomes a Rust literal, an integer an integer;
//! `emit` refuses everything else.

use std::borrow::Cow;
use std::fmt::{self, Write as _};
use std::sync::Arc;

use minijinja::value::{Object, Value};
use proc_macro2::{Literal, TokenStream};

/// Rust, made from tokens.
#[derive(Clone, Debug)]
pub(crate) struct RustSource(Value);

#[derive(Debug)]
pub(super) struct Tokens(String);

impl RustSource {
    /// Documentation: a comment for each line, an attribute for each alias.
    pub(super) fn documented(lines: &[String], aliases: &[String]) -> Self {
        let mut code = String::from("\n");
        for line in lines {
            // The end of a line is the end of a comment.
            let line = if line.contains(['\n', '\r']) {
                Cow::Owned(line.replace(['\n', '\r'], " "))
            } else {
                Cow::Borrowed(line)
            };
            code.push_str(format!("/// {line}").trim_end());
            code.push('\n');
        }
        for alias in aliases {
            let _ = writeln!(code, "#[doc(alias = {})]", Literal::string(alias));
        }
        Self(Value::from_object(Tokens(code)))
    }

    /// Converts it to a value for templates.
    pub(super) fn into_value(self) -> Value {
        self.0
    }

    /// The text of some printed value, if it is a `RustSource`.
    pub(super) fn text(value: &Value) -> Option<&str> {
        value.downcast_object_ref::<Tokens>().map(|tokens| tokens.0.as_str())
    }
}

impl From<TokenStream> for RustSource {
    fn from(tokens: TokenStream) -> Self {
        Self(Value::from_object(Tokens(tokens.to_string())))
    }
}

impl From<proc_macro2::Ident> for RustSource {
    fn from(ident: proc_macro2::Ident) -> Self {
        Self(Value::from_object(Tokens(ident.to_string())))
    }
}

impl Object for Tokens {
    fn render(self: &Arc<Self>, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}
