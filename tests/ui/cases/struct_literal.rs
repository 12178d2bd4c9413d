//! Results are non-exhaustive, so they are built from their default and not with a struct literal.

use quectel_openapi::thing_model::TslProfile;

fn main() {}

fn lists_the_fields() -> TslProfile {
    TslProfile { tsl_version: None, product_key: None, version: None }
}
