use quectel_openapi::mock;
use quectel_openapi::types::Language;

use super::{Case, case};

pub(super) fn cases() -> Vec<Case> {
    vec![
        case("thing_model.export_tsl", |client| {
            client.thing_model().export_tsl(mock::PRODUCT_KEY).language(Language::English)
        }),
        case("thing_model.export_tsl: required only", |client| {
            client.thing_model().export_tsl(mock::PRODUCT_KEY)
        }),
    ]
}
