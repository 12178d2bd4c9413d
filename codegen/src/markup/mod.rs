//! Texts and templates, shared by all back ends.

pub(crate) mod overrides;
pub(crate) mod templates;
pub(crate) mod text;
