//! Open enums: no listed value is invented where there is none.

use quectel_openapi::types::Online;

#[test]
fn an_absent_value_is_no_listed_one() {
    let absent: Option<Online> = None;
    let value = absent.unwrap_or_default();
    assert!(matches!(value, Online::Unlisted(_)), "{value:?}");
    assert_eq!(value.to_string(), "");
}
