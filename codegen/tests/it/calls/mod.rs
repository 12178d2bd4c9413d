//! Calls for each feature of the language: generated code against the mock, over HTTP.

mod answers;
mod parameters;
mod types;

use std::fs;
use std::path::Path;

use endpointc::mock::Mock;
use endpointc::{Sink, source};
use serde_json::Value;

/// Starts the mock of an emit case.
fn serve(case: &str) -> Mock {
    let folder = format!("{}/tests/emit/{case}/spec", env!("CARGO_MANIFEST_DIR"));
    let sources = source::read(folder.as_ref()).expect("the description can be read");
    let api = endpointc::describe(&sources, &mut Sink::default()).expect("it is valid");
    Mock::builder(api).start().expect("a port is free")
}

/// Builds the client of an emit case.
macro_rules! client {
    ($case:ident, $mock:expr) => {
        crate::emit::$case::Client::builder(crate::emit::$case::Server::custom($mock.url()))
            .build()
            .expect("loopback needs no TLS")
    };
}
use client;

/// Checks method, target and JSON body of the last request.
#[track_caller]
fn check_sent(mock: &Mock, target: &str, body: Value) {
    let last = mock.requests().pop().expect("there was a request");
    assert_eq!(format!("{} {}", last.method, last.target), target);
    let sent = if last.body.is_empty() {
        Value::Null
    } else {
        serde_json::from_slice(&last.body).expect("the body is JSON")
    };
    assert_eq!(sent, body);
}

/// Every emit case needs a call, because compilation alone proves little.
#[test]
fn every_case_is_called() {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let listed = |folder: &str| fs::read_dir(tests.join(folder)).expect("it is there");
    let calls: String = listed("it/calls")
        .map(|file| fs::read_to_string(file.expect("it is listed").path()).expect("it is text"))
        .collect();
    for case in listed("emit") {
        let name = case.expect("it is listed").file_name().to_string_lossy().into_owned();
        let served = calls.contains(&format!("serve(\"{name}\")"));
        let called = calls.contains(&format!("{name}::Client::builder("))
            || calls.contains(&format!("client!({name},"));
        assert!(served && called, "no call of `{name}` in tests/it/calls");
    }
}
