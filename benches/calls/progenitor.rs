//! The client that progenitor generates.

mod harness;

use client::Client;
use client::types::{DevicesWriteRequest, NewValue};

#[derive(Clone)]
struct Peer(Client);

impl harness::Calls for Peer {
    fn new(url: &str) -> Self {
        Self(Client::new(url))
    }

    async fn get(&self) -> usize {
        let (device, product) = ("d1".parse().unwrap(), "p11v14".parse().unwrap());
        let answer = self.0.devices_detail(&device, Some("en"), &product).await.unwrap().into_inner();
        assert_eq!(answer.code, 200);
        answer.data.unwrap().channels.unwrap().len()
    }

    async fn post(&self) -> usize {
        let value = |id| NewValue { id, value: 0.5, note: Some("a note".to_owned()) };
        let request = DevicesWriteRequest {
            product_key: "p11v14".parse().unwrap(),
            device_key: "d1".parse().unwrap(),
            values: vec![value(1), value(2), value(3)],
        };
        let answer = self.0.devices_write(&request).await.unwrap().into_inner();
        assert_eq!(answer.code, 200);
        answer.data.unwrap().ticket.unwrap().len()
    }
}

fn main() {
    harness::run::<Peer>();
}
