//! A program that calls every endpoint of our client once, over a transport that answers at once.

use std::future::Future;
use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};

use client::{
    Authenticator, BoxFuture, Client, Core, Error, Request, Response, Server, Token, Transport,
    TransportError,
};

struct Canned;

impl Transport for Canned {
    fn send(&self, request: Request) -> BoxFuture<'_, Result<Response, TransportError>> {
        let body = if request.url.contains("tslFile") { TSL } else { TOKEN };
        Box::pin(async move {
            Ok(Response { status: 200, headers: Vec::new(), body: body.as_bytes().to_vec() })
        })
    }
}

struct Fixed;

impl Authenticator for Fixed {
    fn sign_in<'a>(&'a self, _: &'a Core) -> BoxFuture<'a, Result<Token, Error>> {
        Box::pin(async { Ok(Token::new("QJWT x")) })
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
    let client = Client::builder(Server::custom("https://host.invalid"))
        .transport(Canned)
        .authenticator(Fixed)
        .build()?;
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
    let token = client.token().access_key_login("me", PASSWORD).await?;
    Ok(token.expires_in.map_or(0, |seconds| seconds as usize))
}

async fn refresh(client: &Client) -> Result<usize, Error> {
    let token = client.token().refresh_token("QJWT x").scope("all").await?;
    Ok(token.expires_in.map_or(0, |seconds| seconds as usize))
}

async fn export(client: &Client) -> Result<usize, Error> {
    let language = client::types::Language::English;
    match client.thing_model().export_tsl("p11v14").language(language).await {
        Ok(tsl) => Ok(tsl.properties.len()),
        Err(error) => match error.case() {
            Some(client::thing_model::ExportTslError::ProductNotFound) => Ok(0),
            Some(_) | None => Err(error.into()),
        },
    }
}
// end
