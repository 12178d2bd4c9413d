//! The smallest HTTP client that tells tests what the mock has sent.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use ordered_json::Value;

/// An answer, read to its end.
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: Vec<u8>,
}

impl Answer {
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    pub(super) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    #[track_caller]
    pub(super) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).expect("the answer should be JSON")
    }
}

/// One connection that stays open.
pub(super) struct Connection {
    stream: BufReader<TcpStream>,
}

impl Connection {
    pub(super) fn open(url: &str) -> Self {
        let address = url.strip_prefix("http://").expect("the URL should be http");
        let stream = TcpStream::connect(address).expect("the mock should listen");
        stream.set_read_timeout(Some(Duration::from_secs(10))).expect("a timeout can be set");
        Self { stream: BufReader::new(stream) }
    }

    /// Sends `GET /path` with headers, one a line, and a body.
    pub(super) fn call(&mut self, line: &str, headers: &str, body: &[u8]) -> Answer {
        self.send(line, headers, body);
        self.answer().expect("the mock should answer")
    }

    pub(super) fn send(&mut self, line: &str, headers: &str, body: &[u8]) {
        let headers: String = headers.lines().map(|header| format!("{header}\r\n")).collect();
        let length = body.len();
        let head =
            format!("{line} HTTP/1.1\r\nhost: mock\r\n{headers}content-length: {length}\r\n\r\n");
        self.write(&[head.as_bytes(), body].concat());
    }

    pub(super) fn write(&mut self, bytes: &[u8]) {
        // The mock may already have closed the connection; the answer tells.
        let _ = self.stream.get_mut().write_all(bytes);
    }

    /// The next answer; `None` when the connection ends without one.
    pub(super) fn answer(&mut self) -> Option<Answer> {
        let status = self.line()?.split(' ').nth(1)?.parse().ok()?;
        let mut headers = Vec::new();
        loop {
            let line = self.line()?;
            let Some((name, value)) = line.split_once(':') else { break };
            headers.push((name.to_owned(), value.trim().to_owned()));
        }
        let mut answer = Answer { status, headers, body: Vec::new() };
        let length =
            answer.header("content-length").map_or(0, |text| text.parse().expect("a length"));
        answer.body = vec![0; length];
        self.stream.read_exact(&mut answer.body).ok()?;
        Some(answer)
    }

    fn line(&mut self) -> Option<String> {
        let mut line = String::new();
        let read = self.stream.read_line(&mut line).ok()?;
        (read > 0).then(|| line.trim_end().to_owned())
    }
}

/// One call on a connection of its own.
pub(super) fn call(url: &str, line: &str, headers: &str, body: &str) -> Answer {
    Connection::open(url).call(line, headers, body.as_bytes())
}
