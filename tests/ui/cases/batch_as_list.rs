//! A batch is not a list: callers must check the outcome of each item.

use wrong_calls::batches;

async fn tickets(devices: batches::devices::DevicesApi) -> Vec<Option<String>> {
    let batch = devices.write(&[]).await.unwrap();
    batch.iter().map(|receipt| receipt.ticket.clone()).collect()
}

fn main() {
    let _ = tickets;
}
