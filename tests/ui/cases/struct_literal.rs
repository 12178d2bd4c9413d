//! Results grow, so they are made from their default and not from a list of their fields.

use quectel_openapi::thing_model::TslProfile;

fn main() {}

fn lists_the_fields() -> TslProfile {
    TslProfile { tsl_version: None, product_key: None, version: None }
}
