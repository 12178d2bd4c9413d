//! Open enums: no listed value is assumed where there is none.

use quectel_openapi::types::Online;

#[test]
fn an_absent_value_is_no_listed_one() {
    let value = Online::default();
    assert!(matches!(value, Online::Unlisted(_)), "{value:?}");
    assert_eq!(value.to_string(), "");
}
