//! A client for an API that nobody but this crate describes.
//!
//! `spec/` says what the API is; `build.rs` compiles it; this file adds how one signs in, and what the program makes of
//! it all.

endpointc_runtime::include_client!(pub mod api);

use endpointc_runtime::{Authenticator, BoxFuture, Core, Error, Token};

/// The carrier hands out a key for good, which travels as a bearer token.
pub struct Key(pub String);

impl Authenticator for Key {
    fn sign_in<'a>(&'a self, _: &'a Core) -> BoxFuture<'a, Result<Token, Error>> {
        Box::pin(async move { Ok(Token::new(format!("Bearer {}", self.0))) })
    }
}

/// What to tell someone who waits for a parcel.
pub async fn tell(client: &api::Client, number: &str) -> String {
    use api::parcels::{State, TrackError};
    match client.parcels().track(number).await {
        Ok(parcel) => match (parcel.state, parcel.place) {
            (Some(State::Delivered), _) => "It is there.".to_owned(),
            (_, Some(place)) => format!("It is in {place}."),
            (_, None) => "It is somewhere.".to_owned(),
        },
        // Every code has an arm: one that is added to the description stops the build here.
        Err(error) => match error.case() {
            Some(TrackError::UnknownNumber) => "There is no such parcel.".to_owned(),
            Some(TrackError::CarrierClosed) => "Ask again later.".to_owned(),
            Some(TrackError::Unlisted) => format!("The carrier says {}.", error.code().unwrap_or(0)),
            None => format!("The carrier cannot be reached: {error}"),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use endpointc_runtime::{Request, Response, Transport, TransportError};

    /// A carrier that always says the same, if the key is right.
    struct Carrier(&'static str);

    impl Transport for Carrier {
        fn send(&self, request: Request) -> BoxFuture<'_, Result<Response, TransportError>> {
            let signed = request.headers.iter().any(|(name, value)| {
                name == "authorization" && value == "Bearer k"
            });
            assert!(signed, "{:?}", request.headers);
            let body = self.0.as_bytes().to_vec();
            Box::pin(async move { Ok(Response { status: 200, body, ..Response::default() }) })
        }
    }

    #[track_caller]
    fn check(answer: &'static str, expected: &str) {
        let client = api::Client::builder(api::Server::Live)
            .transport(Carrier(answer))
            .authenticator(Key("k".to_owned()))
            .build()
            .expect("the address is good");
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let told = runtime.expect("a runtime can be had").block_on(tell(&client, "AB123456"));
        assert_eq!(told, expected);
    }

    #[test]
    fn a_parcel_is_somewhere() {
        check(r#"{"outcome":0,"parcel":{"place":"Frankfurt","state":"waiting"}}"#, "It is in Frankfurt.");
        check(r#"{"outcome":"0","parcel":{"place":null,"state":"done"}}"#, "It is there.");
    }

    #[test]
    fn a_refusal_is_a_refusal_although_it_comes_with_200() {
        check(r#"{"outcome":404,"reason":"no"}"#, "There is no such parcel.");
        check(r#"{"outcome":1}"#, "Ask again later.");
        check(r#"{"outcome":99}"#, "The carrier says 99.");
    }
}
