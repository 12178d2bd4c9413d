//! Counts differences between responses and the description, and prints a report.
//!
//! ```text
//! cargo run --example drift
//! ```

use std::error::Error;
use std::sync::Arc;

use quectel_openapi::DriftCounter;
use quectel_openapi::mock::{Mock, PRODUCT_KEY, Reply};
use serde_json::json;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let mock = Mock::start()?;
    let counter = Arc::new(DriftCounter::default());
    let hook = Arc::clone(&counter);
    let quectel = mock.client().on_drift(move |drift| hook.count(drift)).build()?;

    for version in 1..=3 {
        // A response that differs from the documentation: an unknown field and an unlisted value.
        mock.server().reply(
            "thing_model.export_tsl",
            Reply::success(json!({
                "profile": { "productKey": PRODUCT_KEY, "version": version, "region": "eu" },
                "properties": [{ "id": "1", "type": "GADGET" }, { "id": "2", "type": "GADGET" }],
            })),
        );
        quectel.thing_model().export_tsl(PRODUCT_KEY).await?;
    }
    print!("{counter}");
    Ok(())
}
