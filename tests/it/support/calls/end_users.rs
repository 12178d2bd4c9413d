use quectel_openapi::end_users::{BindingCodePurpose, UserStatus};

use super::{Case, case};

pub(super) fn cases() -> Vec<Case> {
    vec![
        case("end_users.domains", |client| client.end_users().domains().page(2).page_size(20)),
        case("end_users.domains: required only", |client| client.end_users().domains()),
        case("end_users.list", |client| {
            client.end_users().list("C.DM.26106.1").page(2).page_size(20)
        }),
        case("end_users.list: required only", |client| client.end_users().list("C.DM.26106.1")),
        case("end_users.detail", |client| client.end_users().detail("U0001")),
        case("end_users.set_status", |client| {
            client.end_users().set_status("U0001", UserStatus::Normal)
        }),
        case("end_users.set_status: disabled", |client| {
            client.end_users().set_status("U0001", UserStatus::Disabled)
        }),
        case("end_users.devices", |client| {
            client.end_users().devices("U0001").page(2).page_size(20)
        }),
        case("end_users.devices: required only", |client| client.end_users().devices("U0001")),
        case("end_users.with_devices", |client| {
            let call = client.end_users().with_devices().product_key("PK0001").user_id("U0001");
            call.user_domain("C.DM.26106.1").page(2).page_size(20)
        }),
        case("end_users.with_devices: required only", |client| client.end_users().with_devices()),
        case("end_users.verify_binding_code", |client| {
            let call = client.end_users().verify_binding_code("PK0001", "DK00001", "ABC123");
            call.purpose(BindingCodePurpose::Binding)
        }),
        case("end_users.verify_binding_code: required only", |client| {
            client.end_users().verify_binding_code("PK0001", "DK00001", "ABC123")
        }),
    ]
}
