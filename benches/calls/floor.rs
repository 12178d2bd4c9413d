//! Handwritten client with reqwest and derived serde only.

mod by_hand;
mod harness;

use by_hand::{Device, Envelope, NewValue, NewValues, Receipt};

#[derive(Clone)]
struct Client {
    http: reqwest::Client,
    base: String,
}

impl Client {
    async fn device(&self, product: &str, device: &str, language: &str) -> Result<Device, reqwest::Error> {
        let query = [("productKey", product), ("deviceKey", device), ("language", language)];
        let request = self.http.get(format!("{}/v1/device", self.base)).query(&query);
        let envelope: Envelope<Device> = request.send().await?.error_for_status()?.json().await?;
        assert_eq!(envelope.code, 200, "{:?}", envelope.msg);
        Ok(envelope.data.unwrap())
    }

    async fn write(&self, values: &NewValues<'_>) -> Result<Receipt, reqwest::Error> {
        let request = self.http.post(format!("{}/v1/device/values", self.base)).json(values);
        let envelope: Envelope<Receipt> = request.send().await?.error_for_status()?.json().await?;
        assert_eq!(envelope.code, 200, "{:?}", envelope.msg);
        Ok(envelope.data.unwrap())
    }
}

impl harness::Calls for Client {
    fn new(url: &str) -> Self {
        Self { http: reqwest::Client::new(), base: url.to_owned() }
    }

    async fn get(&self) -> usize {
        self.device("p11v14", "d1", "en").await.unwrap().channels.len()
    }

    async fn post(&self) -> usize {
        let value = |id| NewValue { id, value: 0.5, note: Some("a note".to_owned()) };
        let values =
            NewValues { product_key: "p11v14", device_key: "d1", values: vec![value(1), value(2), value(3)] };
        self.write(&values).await.unwrap().ticket.unwrap().len()
    }
}

fn main() {
    harness::run::<Client>();
}
