//! Items of a batch may fail although the call succeeds, so access to them requires handling of failures.

use quectel_openapi::{Client, DownlinkValues};

fn main() {}

async fn takes_all_as_good(client: Client) -> Option<String> {
    let values = DownlinkValues::new().set("switch", true);
    let batch = client.messages().write_properties("p11v14", &["DK00001"], values).await.ok()?;
    batch[0].ticket.clone()
}
