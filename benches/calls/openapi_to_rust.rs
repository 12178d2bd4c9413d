//! The client that openapi-to-rust generates.

mod harness;

use client::{DevicesWriteRequest, HttpClient, NewValue};

#[derive(Clone)]
struct Peer(HttpClient);

impl harness::Calls for Peer {
    fn new(url: &str) -> Self {
        Self(HttpClient::new().with_base_url(url))
    }

    async fn get(&self) -> usize {
        let answer = self.0.devices_detail("p11v14", "d1", Some("en")).await.unwrap();
        assert_eq!(answer.code, 200);
        answer.data.flatten().unwrap().channels.flatten().unwrap().len()
    }

    async fn post(&self) -> usize {
        let value = |id| NewValue { id, value: 0.5, note: Some("a note".to_owned()) };
        let request = DevicesWriteRequest {
            product_key: "p11v14".to_owned(),
            device_key: "d1".to_owned(),
            values: vec![value(1), value(2), value(3)],
        };
        let answer = self.0.devices_write(request).await.unwrap();
        assert_eq!(answer.code, 200);
        answer.data.flatten().unwrap().ticket.flatten().unwrap().len()
    }
}

fn main() {
    harness::run::<Peer>();
}
