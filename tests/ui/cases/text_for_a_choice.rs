//! Values with a fixed list are enums, also inside a request, and a timestamp is not a number.

use quectel_openapi::Client;
use quectel_openapi::devices::NewDevice;
use quectel_openapi::types::DeviceRef;

fn main() {}

async fn guesses_the_state(client: Client) {
    let _ = client.end_users().set_status("U0001", 1).await;
}

async fn guesses_the_message_types(client: Client) {
    let types = vec![101];
    let _ = client.subscriptions().create_for_saas("test", "queue", types).await;
}

async fn guesses_the_mode() {
    let mut device = NewDevice::new("DK00001");
    device.auth_mode = Some("x509");
}

async fn guesses_the_encoding(client: Client) {
    let _ = client.messages().send_raw(vec![], "00ff").await;
}

async fn guesses_the_moment(client: Client) {
    let device = DeviceRef::id(1);
    let _ = client.messages().event_history(device).begin(1_748_944_587_349).await;
}
