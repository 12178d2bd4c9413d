//! A required parameter is an argument and cannot be omitted.

use quectel_openapi::Client;

fn main() {}

async fn forgets_the_product(client: Client) {
    let _ = client.thing_model().export_tsl().await;
}

async fn forgets_the_password(client: Client) {
    let _ = client.token().access_key_login("ver=1").await;
}
