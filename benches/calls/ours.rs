//! Our client.

mod harness;

use client::devices::NewValue;
use client::{Client, Server};

#[derive(Clone)]
struct Ours(Client);

impl harness::Calls for Ours {
    fn new(url: &str) -> Self {
        Self(Client::builder(Server::custom(url)).build().unwrap())
    }

    async fn get(&self) -> usize {
        self.0.devices().detail("p11v14", "d1").language("en").await.unwrap().channels.len()
    }

    async fn post(&self) -> usize {
        let value = |id| {
            let mut value = NewValue::new(id, 0.5);
            value.note = Some("a note".to_owned());
            value
        };
        let call = self.0.devices().write("p11v14", "d1", vec![value(1), value(2), value(3)]);
        call.await.unwrap().ticket.unwrap().len()
    }

    async fn stream(&self, seen: impl Fn(usize) + Send) -> usize {
        let mut rows = self.0.devices().messages("p11v14").page_size(1_000).rows();
        let mut count = 0;
        while let Some(row) = rows.next().await {
            assert_eq!(row.unwrap().id, count as u64);
            count += 1;
            seen(count);
        }
        count
    }
}

fn main() {
    harness::run::<Ours>();
}
