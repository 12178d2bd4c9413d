//! A caller must choose an alternative: a device cannot be located without any identification.

use wrong_calls::choices;

fn main() {
    let client = choices::Client::builder(choices::Server::Main).build().unwrap();
    let _ = client.devices().locate();
}
