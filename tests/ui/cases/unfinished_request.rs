//! A request with many fields requires each of them, rejects duplicates and misspelt names.

use quectel_openapi::Client;
use quectel_openapi::subscriptions::{
    CreateForDevicesRequest, CreateForEndUsersRequest, MessageType, SubscriptionTarget,
};

fn main() {}

async fn forgets_the_target(client: Client) {
    let request = CreateForDevicesRequest {
        name: "test".to_owned(),
        queue_name: "queue".to_owned(),
        message_types: vec![MessageType::OnlineChange],
    };
    let _ = client.subscriptions().create_for_devices(request).await;
}

async fn forgets_the_queue_and_the_domain(client: Client) {
    let request = CreateForEndUsersRequest {
        name: "test".to_owned(),
        message_types: vec![MessageType::EndUserChange],
    };
    let _ = client.subscriptions().create_for_end_users(request).await;
}

async fn forgets_the_device_of_the_target() -> SubscriptionTarget {
    SubscriptionTarget::device("p11v14")
}
