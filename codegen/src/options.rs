//! Settings of a compilation.

use crate::markup::overrides::Overrides;

/// Settings that may differ between two clients of one description.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Options {
    /// Name of the crate that holds the client, for examples in its docs that compile. Without it the docs have no examples.
    pub crate_name: Option<CrateName>,
    /// Cargo feature of that crate behind which the types implement serde's traits. Without it they do not.
    pub serde_feature: Option<String>,
    /// Templates that replace built-in ones.
    pub templates: Overrides,
    /// Number of files.
    pub layout: Layout,
}

/// Name of the crate that holds a client.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum CrateName {
    /// The `name` of the API.
    OfApi,
    /// Another name.
    Other(String),
}

/// Layout of the client on disk.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Layout {
    /// A folder with one file per endpoint, which keeps diffs small.
    #[default]
    Tree,
    /// A folder with one file, `mod.rs`, which can be copied, or included with `include!` from anywhere.
    SingleFile,
}

impl Options {
    /// Returns the options of the command line: a crate named like the API, with a feature `serde`.
    pub fn for_crate_of_api() -> Self {
        Self {
            crate_name: Some(CrateName::OfApi),
            serde_feature: Some("serde".to_owned()),
            ..Self::default()
        }
    }

    /// Returns the options of a crate named `name` with a feature `serde`.
    pub fn for_crate(name: &str) -> Self {
        Self { crate_name: Some(CrateName::Other(name.to_owned())), ..Self::for_crate_of_api() }
    }

    /// Replaces the template overrides.
    #[must_use]
    pub fn with_templates(self, templates: Overrides) -> Self {
        Self { templates, ..self }
    }

    /// Replaces the layout.
    #[must_use]
    pub fn with_layout(self, layout: Layout) -> Self {
        Self { layout, ..self }
    }

    /// The name of the crate that holds the client of an API.
    pub(crate) fn crate_name<'a>(&'a self, api_name: &'a str) -> Option<&'a str> {
        self.crate_name.as_ref().map(|name| match name {
            CrateName::OfApi => api_name,
            CrateName::Other(name) => name.as_str(),
        })
    }
}
