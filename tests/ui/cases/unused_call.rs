//! A call that is neither awaited nor sent does nothing; the compiler warns of it.

#![deny(unused_must_use)]

use quectel_openapi::Client;

fn main() {}

async fn forgets_to_await(client: Client) {
    client.thing_model().export_tsl("p11v14");
}
