//! What can go wrong, and what a program can do about it.
//!
//! ```text
//! cargo run --example handle_errors
//! ```

use std::error::Error;

use quectel_openapi::devices;
use quectel_openapi::mock::{Mock, PRODUCT_KEY};
use quectel_openapi::{ErrorCode, ErrorKind, Lang};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let mock = Mock::start()?;
    let quectel = mock.client().build()?;

    // The mock gives any failure that is asked for; these arrive with `200 OK`, like the platform's.
    for code in [70130, 70089, 50000, 61002, 12345] {
        mock.server().fail("devices.detail", code);
        let Err(error) = quectel.devices().detail(PRODUCT_KEY, "DK00001").await else { continue };

        // Failures that the endpoint documents have names.
        match error.case() {
            Some(devices::DetailError::DeviceNotFound) => println!("there is no such device"),
            Some(devices::DetailError::Unlisted) => println!("not documented here: {error}"),
            Some(other) => println!("refused: {other:?}"),
            None => println!("no answer, or one that nobody can read"),
        }

        // All failures have a kind, and say whether another try may help.
        if error.kind() == ErrorKind::Permission {
            println!("  what to do: {}", error.remedy(Lang::En).unwrap_or("ask the vendor"));
        }
        println!("  again later: {}", error.is_retryable());

        // For people: what happened, in both languages, and the remedy.
        println!("  {error:#}");
    }

    // A code from elsewhere, such as a log, has a meaning, too.
    println!("{}", ErrorCode::new(16002));
    println!("{}", ErrorCode::new(16002).meaning(Lang::Zh).unwrap_or_default());
    Ok(())
}
