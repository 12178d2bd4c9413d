//! A device is identified by its number or by both keys, not by one key and not by a string.

use quectel_openapi::Client;
use quectel_openapi::types::DeviceRef;

fn main() {}

async fn forgets_the_device_key(client: Client) {
    let _ = client.messages().location(DeviceRef::key("p11v14")).await;
}

async fn forgets_it_in_the_fields(client: Client) {
    let product_key = "p11v14".to_owned();
    let _ = client.messages().location(DeviceRef::Key { product_key }).await;
}

async fn gives_neither(client: Client) {
    let _ = client.messages().data_history().await;
}

async fn gives_a_key_alone(client: Client) {
    let _ = client.devices().sub_devices("DK00001").await;
}
