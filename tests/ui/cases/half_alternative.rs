//! An incomplete alternative is rejected: a product key without a device key identifies no device.

use wrong_calls::choices;

fn main() {
    let client = choices::Client::builder(choices::Server::Main).build().unwrap();
    let _ = client.devices().locate(choices::types::DeviceRef::key("product"));
}
