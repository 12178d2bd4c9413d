//! First calls of an integration.

use quectel_openapi::thing_model::{ExportTslError, Tsl};
use quectel_openapi::types::Language;
use quectel_openapi::{Client, Error, Server};

pub(crate) fn main() -> Result<(), Error> {
    let client = Client::builder(Server::Europe).access_key("key", "secret").build()?;
    // The futures are dropped without being polled, so nothing is sent.
    drop(first_call(&client));
    drop(explains(&client));
    Ok(())
}

async fn first_call(client: &Client) -> Result<Tsl, Error> {
    Ok(client.thing_model().export_tsl("p11v14").language(Language::English).await?)
}

async fn explains(client: &Client) -> String {
    match client.thing_model().export_tsl("nope").await {
        Ok(tsl) => format!("{} properties", tsl.properties.len()),
        Err(error) => match error.case() {
            Some(ExportTslError::ProductNotFound) => "there is no such product".to_owned(),
            Some(ExportTslError::Unlisted) => format!("code {:?}", error.code()),
            Some(_) | None => format!("{error:#}"),
        },
    }
}
