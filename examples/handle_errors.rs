//! Handles documented, undocumented and unreadable failures.
//!
//! ```text
//! cargo run --example handle_errors
//! ```

use std::error::Error;

use quectel_openapi::devices::DetailError;
use quectel_openapi::mock::{Mock, PRODUCT_KEY};
use quectel_openapi::{ErrorCode, ErrorKind, Lang};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let mock = Mock::start()?;
    let quectel = mock.client().build()?;

    // The mock returns any code on request, with the status `200 OK` as the platform does.
    for code in [70130, 70089, 50000, 61002, 12345] {
        mock.server().fail("devices.detail", code);
        let Err(error) = quectel.devices().detail(PRODUCT_KEY, "DK00001").await else { continue };

        // Documented failures of the endpoint are variants of its enum.
        match error.case() {
            Some(DetailError::DeviceNotFound) => println!("there is no such device"),
            Some(DetailError::Unlisted) => println!("not documented here: {error}"),
            Some(other) => println!("refused: {other:?}"),
            None => println!("no response, or an unreadable one"),
        }

        // Each failure has a kind, and tells whether another attempt may succeed.
        if error.kind() == ErrorKind::Permission {
            println!("  remedy: {}", error.remedy(Lang::En).unwrap_or("ask the vendor"));
        }
        println!("  retryable: {}", error.is_retryable());

        // The alternate form adds the meaning in both languages and the remedy.
        println!("  {error:#}");
    }

    // A code from elsewhere, such as a log, can be explained, too.
    println!("{}", ErrorCode::new(16002));
    println!("{}", ErrorCode::new(16002).meaning(Lang::Zh).unwrap_or_default());
    Ok(())
}
