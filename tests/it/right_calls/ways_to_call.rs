//! A call can be stored, cloned, sent to another thread, and made after its client was dropped.

use std::future::Future;

use quectel_openapi::thing_model::{ExportTsl, ExportTslError, Tsl};
use quectel_openapi::types::Language;
use quectel_openapi::{CallError, Client, Error, Server};

pub(crate) fn main() -> Result<(), Error> {
    let call = prepared()?;
    on_any_thread(call.clone().into_future());
    on_any_thread(call.clone().send());
    on_any_thread(twice(call));
    shared::<Client>();
    shared::<Error>();
    shared::<CallError<ExportTslError>>();
    tests_can_build_results();
    Ok(())
}

/// Drops the client; the call owns all that it needs.
fn prepared() -> Result<ExportTsl, Error> {
    let key = String::from("p11v14");
    let client = Client::builder(Server::China).access_key("key", "secret").build()?;
    Ok(client.thing_model().export_tsl(&key).language(Language::from("FR")))
}

async fn twice(call: ExportTsl) -> Result<(Tsl, Tsl), CallError<ExportTslError>> {
    Ok((call.clone().await?, call.await?))
}

fn on_any_thread(future: impl Future + Send + 'static) {
    drop(future);
}

fn shared<T: Clone + Send + Sync + 'static>() {}

fn tests_can_build_results() {
    let mut tsl = Tsl::default();
    tsl.properties.push(Default::default());
    assert_eq!(tsl.properties.len(), 1);
}
