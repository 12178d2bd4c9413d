//! A client for an API that this crate describes itself.
//!
//! `spec/` is the description, and `build.rs` compiles it. This file adds the sign-in and uses the client.

endpointc_runtime::include_client!(pub mod api);

use endpointc_runtime::{Authenticator, BoxFuture, Core, Error, Token};

/// A key that does not expire, sent as a bearer token.
pub struct Key(pub String);

impl Authenticator for Key {
    fn sign_in<'a>(&'a self, _: &'a Core) -> BoxFuture<'a, Result<Token, Error>> {
        Box::pin(async move { Ok(Token::new(format!("Bearer {}", self.0))) })
    }
}

/// Describes the state of a parcel to its recipient.
pub async fn describe(client: &api::Client, number: &str) -> String {
    use api::parcels::{State, TrackError};
    match client.parcels().track(number).await {
        Ok(parcel) => match (parcel.state, parcel.place) {
            (Some(State::Delivered), _) => "It was delivered.".to_owned(),
            (_, Some(place)) => format!("It is in {place}."),
            (_, None) => "Its place is unknown.".to_owned(),
        },
        // The enum is exhaustive: a code that is added to the description needs an arm here.
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

    /// A transport that checks the key and returns a fixed body.
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
            .expect("the URL is valid");
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let text = runtime.expect("the runtime starts").block_on(describe(&client, "AB123456"));
        assert_eq!(text, expected);
    }

    #[test]
    fn a_state_and_a_place_are_described() {
        check(r#"{"outcome":0,"parcel":{"place":"Frankfurt","state":"waiting"}}"#, "It is in Frankfurt.");
        check(r#"{"outcome":"0","parcel":{"place":null,"state":"done"}}"#, "It was delivered.");
    }

    #[test]
    fn a_failure_with_status_200_is_an_error() {
        check(r#"{"outcome":404,"reason":"no"}"#, "There is no such parcel.");
        check(r#"{"outcome":1}"#, "Ask again later.");
        check(r#"{"outcome":99}"#, "The carrier says 99.");
    }
}
