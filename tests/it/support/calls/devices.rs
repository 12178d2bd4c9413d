use quectel_openapi::devices::{
    Activation, DeviceAuthMode, DeviceAuthentication, DeviceChange, NewDevice,
};
use quectel_openapi::types::{DeviceRef, Language, Online};

use super::{Case, case};

/// Fingerprints in the reference's example.
const FINGERPRINTS: [&str; 2] =
    ["d30075fefc2c86d1f9ae5a2960750485076d7213", "d30075fefc2c86d1f9ae5a2960750485076d7212"];

pub(super) fn cases() -> Vec<Case> {
    let mut cases = reading();
    cases.extend(writing());
    cases
}

fn reading() -> Vec<Case> {
    vec![
        case("devices.list", |client| {
            let call = client.devices().list("PK0001").device_key("DK00001");
            call.online(Online::Online).activation(Activation::NotActivated).page(2).page_size(100)
        }),
        case("devices.list: required only", |client| client.devices().list("PK0001")),
        case("devices.list: offline and activated", |client| {
            let call = client.devices().list("PK0001").online(Online::Offline);
            call.activation(Activation::Activated)
        }),
        case("devices.detail", |client| client.devices().detail("PK0001", "DK00001")),
        case("devices.resources", |client| {
            client.devices().resources("PK0001", "DK00001").language(Language::English)
        }),
        case("devices.resources: required only", |client| {
            client.devices().resources("PK0001", "DK00001")
        }),
        case("devices.sub_devices", |client| {
            let call = client.devices().sub_devices(DeviceRef::key("PK0001", "DK00001"));
            call.language(Language::English).page(3).page_size(20)
        }),
        case("devices.sub_devices: by number", |client| {
            client.devices().sub_devices(DeviceRef::id(266_075))
        }),
        case("devices.gateway_of", |client| {
            client.devices().gateway_of("PK0001", "DK00001").language(Language::Chinese)
        }),
        case("devices.gateway_of: required only", |client| {
            client.devices().gateway_of("PK0001", "DK00001")
        }),
    ]
}

fn writing() -> Vec<Case> {
    vec![
        case("devices.create", |client| {
            let call = client.devices().create("PK0001", "DK00001").name("DeviceName1");
            let x509 = DeviceAuthentication::x509(FINGERPRINTS[0]);
            call.serial_number("SN00001").authentication(x509).psk("5f2a")
        }),
        case("devices.create: required only", |client| {
            client.devices().create("PK0001", "DK00001")
        }),
        case("devices.create: dynamic", |client| {
            let call = client.devices().create("PK0001", "DK00001");
            call.authentication(DeviceAuthentication::dynamic_mode())
        }),
        case("devices.create: static", |client| {
            let call = client.devices().create("PK0001", "DK00001");
            call.authentication(DeviceAuthentication::static_mode())
        }),
        case("devices.create_batch", |client| {
            let mut first = NewDevice::new("DK00001");
            first.name = Some("DeviceName1".to_owned());
            first.serial_number = Some("SN0001".to_owned());
            first.auth_mode = Some(DeviceAuthMode::X509);
            first.fingerprint = Some(FINGERPRINTS[0].to_owned());
            first.psk = Some("5f2a".into());
            let mut second = NewDevice::new("DK00002");
            second.auth_mode = Some(DeviceAuthMode::Dynamic);
            client.devices().create_batch("PK0001", vec![first, second])
        }),
        case("devices.update", |client| {
            let call = client.devices().update("PK0001", "DK00001");
            call.name("DeviceName01").serial_number("SN00001")
        }),
        case("devices.update: required only", |client| {
            client.devices().update("PK0001", "DK00001")
        }),
        case("devices.update_batch", |client| {
            let mut first = DeviceChange::new("DK00001");
            first.name = Some("DeviceName01".to_owned());
            first.serial_number = Some("SN00001".to_owned());
            let second = DeviceChange::new("DK00002");
            client.devices().update_batch("PK0001", vec![first, second])
        }),
        case("devices.delete", |client| client.devices().delete("PK0001", "DK00001")),
        case("devices.unbind_from_gateway", |client| {
            client.devices().unbind_from_gateway("PK0001", "DK00001")
        }),
    ]
}
