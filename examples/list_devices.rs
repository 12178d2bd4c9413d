//! Lists all devices of a product, across all pages.
//!
//! ```text
//! cargo run --example list_devices
//! ```

use std::error::Error;

use quectel_openapi::mock::{Mock, PRODUCT_KEY};
use quectel_openapi::types::Online;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let mock = Mock::start()?;
    let quectel = mock.client().build()?;

    // One page, with the total of all pages.
    let page = quectel.devices().list(PRODUCT_KEY).page_size(10).await?;
    println!("{} of {} devices", page.rows.len(), page.total.unwrap_or_default());

    // All rows. The next page is requested after the last row of the previous one.
    let mut devices = quectel.devices().list(PRODUCT_KEY).page_size(10).rows();
    while let Some(device) = devices.next().await {
        let device = device?;
        let key = device.device_key.as_deref().unwrap_or("?");
        let state = if device.online == Some(Online::Online) { "online" } else { "offline" };
        println!("{key}: {}, {state}", device.name.as_deref().unwrap_or("without a name"));
    }

    // A filter of the platform reduces the rows that are transferred.
    let offline = quectel.devices().list(PRODUCT_KEY).online(Online::Offline).rows().all().await?;
    println!("{} offline", offline.len());
    Ok(())
}
