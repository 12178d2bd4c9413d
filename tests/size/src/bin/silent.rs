//! Calls the API and distinguishes failures, but never prints one.

use std::process::ExitCode;

use quectel_openapi::products::DetailError;
use quectel_openapi::{Client, ErrorKind, Server};

fn main() -> ExitCode {
    let Ok(runtime) = tokio::runtime::Builder::new_current_thread().build() else {
        return ExitCode::FAILURE;
    };
    let Ok(client) = Client::builder(Server::Europe).access_key("key", "secret").build() else {
        return ExitCode::FAILURE;
    };
    match runtime.block_on(client.products().detail("p11v14").send()) {
        Ok(_) => ExitCode::SUCCESS,
        Err(error) => match error.case() {
            Some(DetailError::ProductNotFound) => ExitCode::from(2),
            Some(_) if error.kind() == ErrorKind::Permission => ExitCode::from(3),
            Some(_) if error.name().is_some() || error.is_retryable() => ExitCode::from(4),
            Some(_) | None => ExitCode::FAILURE,
        },
    }
}
