//! A parameter that the endpoint does not have cannot be set, and neither can a constant.

use quectel_openapi::Client;

fn main() {}

async fn sets_what_is_not_there(client: Client) {
    let _ = client.thing_model().export_tsl("p11v14").page_size(100).await;
}

async fn sets_a_constant(client: Client) {
    let _ = client.token().refresh_token("t").grant_type("password").await;
}
