//! Signs in, renews the token, fetches a thing model, and handles an error.
//!
//! By default, it calls the mock on this machine. If `QUECTEL_ACCESS_KEY`, `QUECTEL_ACCESS_SECRET`
//! and `QUECTEL_SERVER` (`china`, `europe` or a URL) are set, it calls that server instead;
//! `QUECTEL_PRODUCT_KEY` selects the product.
//!
//! ```text
//! cargo run --example quickstart
//! ```

use std::env;
use std::error::Error;
use std::time::SystemTime;

use quectel_openapi::mock::{self, Mock};
use quectel_openapi::thing_model::{ExportTslError, Tsl};
use quectel_openapi::types::Language;
use quectel_openapi::{AccessKey, Client, Lang, Server, Timestamp};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    // The mock stops when it is dropped, so it is kept until the end.
    let (place, _mock) = place()?;
    println!("server: {}", place.server.url());
    let quectel = Client::builder(place.server)
        .access_key(&place.key, &place.secret)
        .on_drift(|drift| println!("drift: {drift}"))
        .build()?;

    // The client signs in automatically. This call does the same explicitly, to show the response.
    let login = AccessKey::new(&place.key, &place.secret).sign(Timestamp::from(SystemTime::now()));
    let token = quectel.token().access_key_login(&login.username, login.password.expose()).await?;
    println!("signed in: {token:?}");

    let renewed = quectel.token().refresh_token(token.access_token.expose()).await?;
    println!("renewed:   {renewed:?}");

    let tsl = quectel.thing_model().export_tsl(&place.product).language(Language::English).await?;
    show(&tsl);

    match quectel.thing_model().export_tsl("nope").await {
        Ok(_) => println!("the product `nope` exists"),
        Err(error) => {
            match error.case() {
                Some(ExportTslError::ProductNotFound) => println!("no such product, as expected"),
                Some(_) | None => println!("another failure: {:?}", error.kind()),
            }
            println!("{error:#}");
            println!("{}", error.meaning(Lang::Zh).unwrap_or_default());
        }
    }
    Ok(())
}

struct Place {
    server: Server,
    key: String,
    secret: String,
    product: String,
}

/// Returns the server of the environment variables, or else a mock.
fn place() -> Result<(Place, Option<Mock>), Box<dyn Error>> {
    let (Ok(key), Ok(secret)) = (env::var("QUECTEL_ACCESS_KEY"), env::var("QUECTEL_ACCESS_SECRET"))
    else {
        let mock = Mock::start()?;
        let place = Place {
            server: Server::custom(mock.url()),
            key: mock::ACCESS_KEY.to_owned(),
            secret: mock::ACCESS_SECRET.to_owned(),
            product: mock::PRODUCT_KEY.to_owned(),
        };
        return Ok((place, Some(mock)));
    };
    let server = match env::var("QUECTEL_SERVER").as_deref() {
        Ok("china") => Server::China,
        Ok("europe") => Server::Europe,
        Ok(url) => Server::custom(url),
        Err(_) => return Err("QUECTEL_SERVER must be `china`, `europe` or a URL".into()),
    };
    let product = env::var("QUECTEL_PRODUCT_KEY").unwrap_or_else(|_| "p11v14".to_owned());
    Ok((Place { server, key, secret, product }, None))
}

fn show(tsl: &Tsl) {
    let profile = tsl.profile.clone().unwrap_or_default();
    println!(
        "thing model {} of {}",
        profile.version.unwrap_or_default(),
        profile.product_key.unwrap_or_default()
    );
    for item in tsl.properties.iter().chain(&tsl.services).chain(&tsl.events) {
        let (code, name) = (item.code.as_deref(), item.name.as_deref());
        println!("  {:?} {} ({})", item.kind, code.unwrap_or("?"), name.unwrap_or("?"));
    }
}
