//! Writes properties of devices, and finds the messages in their history by ticket.
//!
//! ```text
//! cargo run --example write_property
//! ```

use std::error::Error;

use quectel_openapi::messages::WritePropertiesError;
use quectel_openapi::mock::{Mock, OFFLINE_DEVICE, PRODUCT_KEY};
use quectel_openapi::types::DeviceRef;
use quectel_openapi::{Client, DownlinkValues, Lang};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let mock = Mock::start()?;
    let quectel = mock.client().build()?;

    let values = DownlinkValues::new().set("switch", true).set("level", 3);
    let devices = ["DK00001", OFFLINE_DEVICE];
    let batch = quectel.messages().write_properties(PRODUCT_KEY, &devices, values).await?;

    // The call succeeded; each device has its own outcome.
    for outcome in batch.into_results() {
        match outcome {
            Ok(receipt) => {
                let device = receipt.device_key.unwrap_or_default();
                println!("{device}: accepted");
                find(&quectel, &device, receipt.ticket.as_deref()).await?;
            }
            Err(failed) if failed.case() == Some(WritePropertiesError::DeviceOffline) => {
                println!("{}: offline", failed.item().device_key.as_deref().unwrap_or("?"));
                println!("  {}", failed.remedy(Lang::En).unwrap_or("try again later"));
            }
            Err(failed) => return Err(failed.into()),
        }
    }
    Ok(())
}

/// Searches the history of a device for a message.
async fn find(
    quectel: &Client,
    device: &str,
    ticket: Option<&str>,
) -> Result<(), quectel_openapi::Error> {
    let device = DeviceRef::key(PRODUCT_KEY, device);
    let mut records = quectel.messages().data_history(device).rows();
    while let Some(record) = records.next().await {
        let record = record?;
        if record.ticket.as_deref() == ticket {
            println!("  in the history as {:?}, {:?}", record.direction, record.send_status);
            return Ok(());
        }
    }
    println!("  not in the history yet");
    Ok(())
}
