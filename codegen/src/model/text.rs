//! Texts in the languages of the documentation, and snippets of code.

use std::fmt;

use crate::source::Span;

/// A text in the languages of the documentation; either may be missing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LocalizedText {
    /// English.
    pub en: Option<String>,
    /// Chinese.
    pub zh: Option<String>,
}

impl LocalizedText {
    /// Returns true if the text is missing in both languages.
    pub fn is_empty(&self) -> bool {
        self.en.is_none() && self.zh.is_none()
    }

    /// The English text, or the Chinese one if there is no English text.
    pub fn first(&self) -> &str {
        self.en.as_deref().or(self.zh.as_deref()).unwrap_or_default()
    }
}

/// A piece of code in the language of one back end, which checks it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snippet {
    /// The code as it was written.
    pub text: String,
    /// Its place in the description.
    pub span: Span,
}

impl fmt::Display for Snippet {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.text)
    }
}
