//! Settings of a compilation.

use crate::markup::overrides::Overrides;

/// Settings that may differ between two clients of one description.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Options {
    /// Name of the crate that holds the client, for examples in its docs that compile. Without it the docs have no examples.
    pub crate_name: Option<String>,
    /// Cargo feature of that crate behind which the types implement serde's traits. Without it they do not.
    pub serde_feature: Option<String>,
    /// Templates that replace built-in ones.
    pub templates: Overrides,
    /// Number of files.
    pub layout: Layout,
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
    /// Returns the options of the command line: a crate named `name` with a feature `serde`.
    pub fn for_crate(name: &str) -> Self {
        Self {
            crate_name: Some(name.to_owned()),
            serde_feature: Some("serde".to_owned()),
            ..Self::default()
        }
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
}
