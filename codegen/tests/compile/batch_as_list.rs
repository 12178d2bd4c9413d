//! A batch is not a list: its items must be asked how they went.

#[allow(dead_code, unused_imports)]
#[path = "../emit/choices/output/mod.rs"]
mod choices;

async fn tickets(devices: choices::devices::DevicesApi) -> Vec<Option<String>> {
    let batch = devices.write(vec![], vec![]).await.unwrap();
    batch.iter().map(|receipt| receipt.ticket.clone()).collect()
}

fn main() {
    let _ = tickets;
}
