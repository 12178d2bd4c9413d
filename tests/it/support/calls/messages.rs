use quectel_openapi::messages::{
    DeviceEventType, DownlinkCache, MessageDirection, RawPayload, RawTarget, SendStatus,
};
use quectel_openapi::types::{DeviceRef, Language};
use quectel_openapi::{DownlinkValues, Timestamp};
use serde_json::json;

use super::{Case, case};

/// Requested hour of the histories.
const HOUR: [Timestamp; 2] =
    [Timestamp::from_millis(1_748_944_587_349), Timestamp::from_millis(1_748_948_187_349)];

pub(super) fn cases() -> Vec<Case> {
    let mut cases = commands();
    cases.extend(raw());
    cases.extend(histories());
    cases
}

fn key() -> DeviceRef {
    DeviceRef::key("PK0001", "DK00001")
}

fn commands() -> Vec<Case> {
    vec![
        case("messages.read_properties", |client| {
            let call = client.messages().read_properties("PK0001", &["DK00001"], &["key1", "key2"]);
            let call = call.cache(DownlinkCache::seconds(60)).overwrite(true).qos(1);
            call.extension(json!({ "a": 1 })).language(Language::English)
        }),
        case("messages.read_properties: required only", |client| {
            client.messages().read_properties("PK0001", &["DK00001", "DK00002"], &["key1"])
        }),
        case("messages.read_properties: cached", |client| {
            let call = client.messages().read_properties("PK0001", &["DK00001"], &["key1"]);
            call.cache(DownlinkCache::on())
        }),
        case("messages.read_properties: not cached", |client| {
            let call = client.messages().read_properties("PK0001", &["DK00001"], &["key1"]);
            call.cache(DownlinkCache::off()).overwrite(false).qos(0)
        }),
        case("messages.write_properties", |client| {
            let member = DownlinkValues::new().set("buer", true);
            let values = DownlinkValues::new().set("arr", vec![member]);
            let call = client.messages().write_properties("PK0001", &["DK00001"], values);
            let call = call.cache(DownlinkCache::seconds(360)).overwrite(true).qos(1);
            call.extension(json!({ "a": 1 })).language(Language::English)
        }),
        case("messages.write_properties: required only", |client| {
            let point = DownlinkValues::new().set("x", 1.5).set("y", -2);
            let values =
                DownlinkValues::new().set("key", "\"移\"").set("list", [1, 2]).set("at", point);
            client.messages().write_properties("PK0001", &["DK00001", "DK00002"], values)
        }),
        case("messages.call_service", |client| {
            let inputs = DownlinkValues::new().set("raw1", "AA");
            let calls = DownlinkValues::new().set("fuwu", inputs);
            let call = client.messages().call_service("PK0001", &["DK00001"], calls);
            let call = call.cache(DownlinkCache::seconds(360)).overwrite(true).qos(1);
            call.extension(json!({ "a": 1 })).language(Language::English)
        }),
        case("messages.call_service: required only", |client| {
            let inputs = DownlinkValues::new().set("key1", "value1").set("key2", ["a", "b"]);
            let calls = DownlinkValues::new().set("key", inputs);
            client.messages().call_service("PK0001", &["DK00001"], calls)
        }),
    ]
}

fn raw() -> Vec<Case> {
    vec![
        case("messages.send_raw", |client| {
            let devices = vec![RawTarget::new("PK0001", "DK00001")];
            let call = client.messages().send_raw(devices, RawPayload::text("123"));
            let call = call.cache(DownlinkCache::seconds(60)).overwrite(true).qos(1);
            call.language(Language::English)
        }),
        case("messages.send_raw: hexadecimal", |client| {
            let devices =
                vec![RawTarget::new("PK0001", "DK00001"), RawTarget::new("PK0002", "DK00002")];
            client.messages().send_raw(devices, RawPayload::hex("00fFA0"))
        }),
    ]
}

fn histories() -> Vec<Case> {
    vec![
        case("messages.location", |client| {
            client.messages().location(key()).language(Language::English)
        }),
        case("messages.location: by number", |client| {
            client.messages().location(DeviceRef::id(266_075))
        }),
        case("messages.data_history", |client| {
            let call = client.messages().data_history(key()).begin(HOUR[0]).end(HOUR[1]);
            let call = call.direction(MessageDirection::Downlink).send_status(SendStatus::Failed);
            call.language(Language::English).page(2).page_size(50)
        }),
        case("messages.data_history: by number", |client| {
            let call = client.messages().data_history(DeviceRef::id(266_075));
            call.direction(MessageDirection::Uplink).send_status(SendStatus::Sent)
        }),
        case("messages.data_history: not sent", |client| {
            client.messages().data_history(key()).send_status(SendStatus::NotSent)
        }),
        case("messages.event_history", |client| {
            let call = client.messages().event_history(key()).begin(HOUR[0]).end(HOUR[1]);
            let call = call.event_type(DeviceEventType::Alert).language(Language::English);
            call.page(2).page_size(50)
        }),
        case("messages.event_history: by number", |client| {
            client.messages().event_history(DeviceRef::id(266_075))
        }),
    ]
}
