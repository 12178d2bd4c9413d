use super::{Case, case};

pub(super) fn cases() -> Vec<Case> {
    vec![
        case("products.list", |client| {
            client.products().list().product_key("PK0001").page(2).page_size(50)
        }),
        case("products.list: required only", |client| client.products().list()),
        case("products.detail", |client| client.products().detail("PK0001")),
    ]
}
