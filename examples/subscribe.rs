//! Subscribes a queue to the messages of a product's devices.
//!
//! ```text
//! cargo run --example subscribe
//! ```

use std::error::Error;

use quectel_openapi::mock::{Mock, PRODUCT_KEY};
use quectel_openapi::subscriptions::{CreateForDevicesRequest, MessageType, SubscriptionTarget};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let mock = Mock::start()?;
    let quectel = mock.client().build()?;
    let subscriptions = quectel.subscriptions();

    let queue = subscriptions.create_queue("telemetry").await?;
    println!("queue {}: {}", queue.id, queue.name.as_deref().unwrap_or("?"));

    // More than three required arguments are the fields of a struct.
    let request = CreateForDevicesRequest {
        name: "all-properties".to_owned(),
        queue_name: "telemetry".to_owned(),
        target: SubscriptionTarget::product(PRODUCT_KEY),
        message_types: vec![MessageType::Property, MessageType::EventAlert],
    };
    let created = subscriptions.create_for_devices(request).await?;

    // A new subscription is stopped.
    subscriptions.start(created.id).await?;
    println!("subscription {} is started", created.id);

    let detail = subscriptions.get_queue(queue.id).await?;
    println!("messages are available at {}", detail.connect_url.as_deref().unwrap_or("the queue"));
    Ok(())
}
