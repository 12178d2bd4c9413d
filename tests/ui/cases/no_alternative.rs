//! A caller must choose: a device that is named in no way at all cannot be located.

use wrong_calls::choices;

fn main() {
    let client = choices::Client::builder(choices::Server::Main).build().unwrap();
    let _ = client.devices().locate();
}
