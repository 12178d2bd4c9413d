//! A caller must choose: a device that is named in no way at all cannot be located.

#[allow(dead_code, unused_imports)]
#[path = "../emit/choices/output/mod.rs"]
mod choices;

fn main() {
    let client = choices::Client::builder(choices::Server::Main).build().unwrap();
    let _ = client.devices().locate();
}
