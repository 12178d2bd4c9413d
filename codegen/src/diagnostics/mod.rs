//! Mistakes in a description, collected and shown.
//!
//! A stage makes [`Diagnostic`]s with the functions of `messages` and puts them into a [`Sink`]. The
//! caller renders them: [`render`] for people, [`render_json`] for programs.

mod code;
pub mod explain;
mod json;
pub(crate) mod messages;
mod render;
mod sink;
mod suggest;

use crate::source::Span;

pub use code::Code;
pub use json::render_json;
#[cfg(feature = "diff")]
pub(crate) use render::drawable;
pub use render::{one_line, render};
pub use sink::{Sink, Stopped};
pub use suggest::nearest;

/// An error or a warning.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Diagnostic {
    /// The kind of mistake, which decides the severity.
    pub code: Code,
    /// The mistake in terms of the description, without a full stop.
    pub headline: String,
    /// The places, the main one first.
    pub labels: Vec<Label>,
    /// Advice on correcting the description.
    pub help: Option<String>,
}

/// The severity of a diagnostic.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// No output is written.
    Error,
    /// The output is written all the same.
    Warning,
}

/// A place with a remark.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Label {
    /// The place.
    pub span: Span,
    /// The remark; may be empty.
    pub text: String,
}

/// The number of characters after which a text from a description is cut.
const MAX_QUOTED: usize = 1000;

impl Diagnostic {
    /// Creates a diagnostic at a place.
    pub fn new(code: Code, span: Span, headline: impl Into<String>) -> Self {
        let labels = vec![Label { span, text: String::new() }];
        Self { code, headline: shortened(headline.into()), labels, help: None }
    }

    /// The severity, which is that of the code.
    pub fn severity(&self) -> Severity {
        self.code.severity()
    }

    /// Sets the remark at the main place.
    pub fn label(mut self, text: impl Into<String>) -> Self {
        self.labels[0].text = shortened(text.into());
        self
    }

    /// Adds another place.
    pub fn and(mut self, span: Span, text: impl Into<String>) -> Self {
        self.labels.push(Label { span, text: shortened(text.into()) });
        self
    }

    /// Sets the advice on correcting the description.
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.help = Some(shortened(text.into()));
        self
    }
}

impl Severity {
    /// `error` or `warning`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

fn shortened(text: String) -> String {
    match text.char_indices().nth(MAX_QUOTED) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}
