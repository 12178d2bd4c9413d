//! Faults below HTTP: bytes of an answer that are sent badly.

use std::io;
use std::str::FromStr;
use std::time::Duration;

use http_body_util::{BodyExt, Full};
use hyper::Response;
use hyper::body::Bytes;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;

/// A fault in the transmission of an answer; see [`Reply::with_fault`](super::Reply::with_fault). The connection is closed
/// afterwards.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fault {
    /// The connection is reset before the first byte.
    ResetBeforeHead,
    /// The connection is reset between head and body.
    ResetAfterHead,
    /// The connection is reset after half of the body.
    ResetInBody,
    /// The connection is closed without an answer, and without a reset.
    NoAnswer,
    /// The connection is closed after half of the body, without a reset.
    Truncated,
    /// The head is sent byte by byte, with this pause after each.
    SlowHead(Duration),
    /// The body is sent byte by byte, with this pause after each.
    SlowBody(Duration),
    /// The head has no end: headers are sent for ever.
    EndlessHead,
    /// The body has no end.
    EndlessBody,
    /// The body is twice as long as announced.
    WrongLength,
    /// The body is chunked, and the length of the second chunk is no number.
    InvalidChunk,
    /// The answer is not HTTP.
    NotHttp,
}

/// All faults with their names in headers and on the command line.
const NAMES: [(&str, Fault); 12] = [
    ("reset-before-head", Fault::ResetBeforeHead),
    ("reset-after-head", Fault::ResetAfterHead),
    ("reset-in-body", Fault::ResetInBody),
    ("no-answer", Fault::NoAnswer),
    ("truncated", Fault::Truncated),
    ("slow-head", Fault::SlowHead(SLOWLY)),
    ("slow-body", Fault::SlowBody(SLOWLY)),
    ("endless-head", Fault::EndlessHead),
    ("endless-body", Fault::EndlessBody),
    ("wrong-length", Fault::WrongLength),
    ("invalid-chunk", Fault::InvalidChunk),
    ("not-http", Fault::NotHttp),
];

/// The default pause after each byte; an answer of a kilobyte takes minutes.
const SLOWLY: Duration = Duration::from_millis(200);

/// Time for the peer to read what was sent, because a reset discards what it has not read yet.
const BEFORE_RESET: Duration = Duration::from_millis(30);

impl Fault {
    /// Returns the names that [`FromStr`] accepts, in the order of the variants.
    pub fn names() -> impl Iterator<Item = &'static str> {
        NAMES.iter().map(|(name, _)| *name)
    }
}

impl FromStr for Fault {
    type Err = String;

    /// Parses a variant in kebab case, such as `reset-before-head`; slow ones pause 200 ms after each byte.
    fn from_str(text: &str) -> Result<Self, String> {
        let found = NAMES.iter().find(|(name, _)| *name == text.trim());
        found.map(|(_, fault)| *fault).ok_or_else(|| {
            let names: Vec<&str> = Self::names().collect();
            format!("there is no fault `{text}`; there are {}", names.join(", "))
        })
    }
}

/// A response with the fault by which it is sent.
pub(super) struct FaultyResponse {
    pub(super) fault: Fault,
    pub(super) response: Response<Full<Bytes>>,
}

impl FaultyResponse {
    /// Sends the response with its fault. Errors of the connection are ignored, because a peer may hang up on a bad answer.
    pub(super) async fn send(self, mut stream: TcpStream) {
        let _ = self.write(&mut stream).await;
    }

    async fn write(self, stream: &mut TcpStream) -> io::Result<()> {
        let (head, body) = parts(self.response).await;
        let plain = head_with(&head, &format!("content-length: {}", body.len()));
        let chunked = head_with(&head, "transfer-encoding: chunked");
        let half = body.len() / 2;
        match self.fault {
            Fault::ResetBeforeHead => reset(stream).await,
            Fault::ResetAfterHead => {
                stream.write_all(plain.as_bytes()).await?;
                reset(stream).await
            }
            Fault::ResetInBody => {
                stream.write_all(plain.as_bytes()).await?;
                stream.write_all(&body[..half]).await?;
                reset(stream).await
            }
            Fault::NoAnswer => stream.shutdown().await,
            Fault::Truncated => {
                stream.write_all(plain.as_bytes()).await?;
                stream.write_all(&body[..half]).await?;
                stream.shutdown().await
            }
            Fault::SlowHead(pause) => {
                slowly(stream, plain.as_bytes(), pause).await?;
                stream.write_all(&body).await?;
                stream.shutdown().await
            }
            Fault::SlowBody(pause) => {
                stream.write_all(plain.as_bytes()).await?;
                slowly(stream, &body, pause).await?;
                stream.shutdown().await
            }
            Fault::EndlessHead => {
                stream.write_all(head.as_bytes()).await?;
                endlessly(stream, &b"x-more: and more and more and more\r\n".repeat(100)).await
            }
            Fault::EndlessBody => {
                stream.write_all(chunked.as_bytes()).await?;
                let chunk = format!("10000\r\n{}\r\n", " ".repeat(0x10000));
                endlessly(stream, chunk.as_bytes()).await
            }
            Fault::WrongLength => {
                let wrong = head_with(&head, &format!("content-length: {half}"));
                stream.write_all(wrong.as_bytes()).await?;
                stream.write_all(&body).await?;
                stream.shutdown().await
            }
            Fault::InvalidChunk => {
                let chunks = format!("{chunked}{half:x}\r\n");
                stream.write_all(chunks.as_bytes()).await?;
                stream.write_all(&body[..half]).await?;
                stream.write_all(b"\r\nmany\r\n").await?;
                stream.write_all(&body[half..]).await?;
                stream.shutdown().await
            }
            Fault::NotHttp => {
                stream.write_all(b"220 mail.example ESMTP\r\n").await?;
                stream.shutdown().await
            }
        }
    }
}

/// Status line and headers without the empty line at their end; and the body.
async fn parts(response: Response<Full<Bytes>>) -> (String, Bytes) {
    let (head, body) = response.into_parts();
    let mut text = format!("HTTP/1.1 {}\r\n", head.status);
    for (name, value) in &head.headers {
        text.push_str(&format!("{name}: {}\r\n", String::from_utf8_lossy(value.as_bytes())));
    }
    let body = body.collect().await.map(|body| body.to_bytes());
    (text, body.unwrap_or_default())
}

fn head_with(head: &str, header: &str) -> String {
    format!("{head}{header}\r\n\r\n")
}

async fn reset(stream: &mut TcpStream) -> io::Result<()> {
    stream.flush().await?;
    tokio::time::sleep(BEFORE_RESET).await;
    // With a linger time of zero, closing the socket sends a reset.
    stream.set_zero_linger()
}

async fn slowly(stream: &mut TcpStream, bytes: &[u8], pause: Duration) -> io::Result<()> {
    for byte in bytes {
        stream.write_all(&[*byte]).await?;
        tokio::time::sleep(pause).await;
    }
    Ok(())
}

async fn endlessly(stream: &mut TcpStream, bytes: &[u8]) -> io::Result<()> {
    loop {
        stream.write_all(bytes).await?;
        // Other connections share this thread.
        tokio::task::yield_now().await;
    }
}
