//! Texts and templates, for every back end that shows them.

pub(crate) mod overrides;
pub(crate) mod templates;
pub(crate) mod text;
