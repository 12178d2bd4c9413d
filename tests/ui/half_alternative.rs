//! Half an alternative is none: a product key without a device key names no device.

#[allow(dead_code, unused_imports)]
#[path = "../emit/choices/output/mod.rs"]
mod choices;

fn main() {
    let client = choices::Client::builder(choices::Server::Main).build().unwrap();
    let _ = client.devices().locate(choices::types::DeviceRef::key("product"));
}
