//! Shared helpers: small descriptions, descriptions as trees, and texts that break generators.

pub(crate) mod base;
#[expect(unreachable_pub, reason = "generated code sees it as a type of its user")]
pub(crate) mod by_hand;
pub(crate) mod cargo;
pub(crate) mod case;
pub(crate) mod files;
pub(crate) mod hostile;
#[expect(dead_code, unreachable_pub, unused_imports, reason = "not every generated item is called")]
pub(crate) mod outputs;
pub(crate) mod yaml;

/// Converts a value for libraries that read `serde_json`.
pub(crate) fn plain(value: &endpointc::json::Value) -> serde_json::Value {
    serde_json::to_value(value).expect("every JSON value is one there")
}
