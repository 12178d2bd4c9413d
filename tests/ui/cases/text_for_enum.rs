//! An enum is not a string.

use quectel_openapi::Client;

fn main() {}

async fn guesses_the_language(client: Client) {
    let _ = client.thing_model().export_tsl("p11v14").language("EN").await;
}
