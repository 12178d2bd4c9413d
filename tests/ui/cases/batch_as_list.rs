//! A batch is not a list: its items must be asked how they went.

use wrong_calls::batches;

async fn tickets(devices: batches::devices::DevicesApi) -> Vec<Option<String>> {
    let batch = devices.write(&[]).await.unwrap();
    batch.iter().map(|receipt| receipt.ticket.clone()).collect()
}

fn main() {
    let _ = tickets;
}
