//! Variant of `silent` that prints the failure.

use std::process::ExitCode;

use quectel_openapi::{Client, Server};

fn main() -> ExitCode {
    let Ok(runtime) = tokio::runtime::Builder::new_current_thread().build() else {
        return ExitCode::FAILURE;
    };
    let Ok(client) = Client::builder(Server::Europe).access_key("key", "secret").build() else {
        return ExitCode::FAILURE;
    };
    match runtime.block_on(client.products().detail("p11v14").send()) {
        Ok(_) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}
