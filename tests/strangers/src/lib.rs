//! Loopback server for the programs of this crate.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::thread;

const ANSWER: &[u8] = b"HTTP/1.1 200 OK\r\ncontent-length: 5\r\nconnection: close\r\n\r\nhello";

/// Starts a server that answers the first request in plain HTTP, and returns its address.
pub fn serve_once() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("loopback can be listened on");
    let address = listener.local_addr().expect("it has an address").to_string();
    thread::spawn(move || {
        let (mut stream, _) = listener.accept().expect("a client connects");
        let read = stream.read(&mut [0; 4096]);
        // A client that expects TLS may disconnect before the response.
        let _ = read.and_then(|_| stream.write_all(ANSWER));
    });
    address
}
