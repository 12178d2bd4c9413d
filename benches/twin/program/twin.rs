//! A program that calls every endpoint of the twin once, over a transport that answers at once.

use std::future::Future;
use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};

use client::{BoxFuture, CallError, Client, Error, Response, Transport};

struct Canned;

impl Transport for Canned {
    fn get(&self, url: String, _: Option<&str>) -> BoxFuture<'_, Result<Response, Error>> {
        let body = if url.contains("tslFile") { TSL } else { TOKEN };
        Box::pin(async move { Ok(Response { status: 200, body: body.as_bytes().to_vec() }) })
    }
}

const TSL: &str = r#"{"code":200,"msg":"OK","data":{"profile":{"version":"1"},"properties":[{"id":1}]}}"#;
const TOKEN: &str = r#"{"code":200,"msg":"OK","access_token":"QJWT x","expires_in":86400}"#;
const PASSWORD: &str = "34fe86986230670cba424cadd01ded50f04929de3bfb0b0aef033ccee314fed1";

fn run(future: Pin<Box<dyn Future<Output = Result<usize, Error>> + '_>>) -> Result<usize, Error> {
    let mut future = pin!(future);
    loop {
        if let Poll::Ready(value) = future.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            return value;
        }
    }
}

fn main() -> Result<(), Error> {
    let client = Client::new("https://host.invalid", "QJWT x", Canned);
    let mut sum = 0;
    // each: run
    sum += run(Box::pin(login(&client)))?;
    sum += run(Box::pin(refresh(&client)))?;
    sum += run(Box::pin(export(&client)))?;
    // end
    println!("{sum}");
    Ok(())
}

// each: call
async fn login(client: &Client) -> Result<usize, Error> {
    let token = client.access_key_login("me", PASSWORD).await?;
    Ok(token.expires_in.map_or(0, |seconds| seconds as usize))
}

async fn refresh(client: &Client) -> Result<usize, Error> {
    let token = client.refresh_token("QJWT x", Some("all")).await?;
    Ok(token.expires_in.map_or(0, |seconds| seconds as usize))
}

async fn export(client: &Client) -> Result<usize, Error> {
    let language = client::thing_model::Language::English;
    match client.export_tsl("p11v14", Some(language)).await {
        Ok(tsl) => Ok(tsl.properties.len()),
        Err(CallError::Refused { case: client::thing_model::ExportTslError::ProductNotFound, .. }) => Ok(0),
        Err(error) => Err(error.into()),
    }
}
// end
