//! Loopback server, plain or with TLS, that serves connections sequentially.

use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::Duration;

/// Both ends of a connection.
pub(crate) trait Wire: Read + Write {}

impl<T: Read + Write> Wire for T {}

/// Wraps a new connection, for example in TLS, or closes it.
type Open = Box<dyn Fn(TcpStream) -> Option<Box<dyn Wire>> + Send>;

/// Responds to a request; the connection is closed afterwards.
type Answer = Box<dyn Fn(&mut dyn Wire) + Send>;

/// Running server; dropping it closes its connection and ends its thread.
pub(crate) struct Server {
    pub(crate) url: String,
    address: SocketAddr,
    requests: Receiver<String>,
    shared: Arc<Shared>,
    thread: Option<JoinHandle<()>>,
}

#[derive(Default)]
struct Shared {
    stopped: AtomicBool,
    connections: AtomicUsize,
    /// The connection that is served.
    served: Mutex<Option<TcpStream>>,
}

impl Server {
    /// Starts a server that handles every request in the same way.
    pub(crate) fn plain(answer: impl Fn(&mut dyn Wire) + Send + 'static) -> Self {
        Self::start("http", |stream| Some(Box::new(stream) as Box<dyn Wire>), answer)
    }

    /// Starts a server on wrapped connections.
    pub(crate) fn start(
        scheme: &str,
        open: impl Fn(TcpStream) -> Option<Box<dyn Wire>> + Send + 'static,
        answer: impl Fn(&mut dyn Wire) + Send + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let (sender, requests) = channel();
        let shared = Arc::<Shared>::default();
        let thread = std::thread::spawn({
            let shared = Arc::clone(&shared);
            let (open, answer): (Open, Answer) = (Box::new(open), Box::new(answer));
            move || serve(&listener, &shared, &open, &answer, &sender)
        });
        let url = format!("{scheme}://{address}");
        Self { url, address, requests, shared, thread: Some(thread) }
    }

    /// The next request.
    pub(crate) fn request(&self) -> String {
        self.requests.recv_timeout(Duration::from_secs(20)).expect("a request comes")
    }

    /// Takes the remaining requests and returns their number.
    pub(crate) fn requests(&self) -> usize {
        self.requests.try_iter().count()
    }

    /// Returns the number of opened connections.
    pub(crate) fn connections(&self) -> usize {
        self.shared.connections.load(Ordering::SeqCst)
    }

    pub(crate) fn port(&self) -> u16 {
        self.address.port()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.shared.stopped.store(true, Ordering::SeqCst);
        // Wakes the thread, which waits for a connection or for data on one.
        let _ = TcpStream::connect(self.address);
        if let Some(stream) = self.shared.served.lock().unwrap().take() {
            let _ = stream.shutdown(Shutdown::Both);
        }
        if let Some(thread) = self.thread.take() {
            thread.join().expect("the server does not panic");
        }
    }
}

fn serve(
    listener: &TcpListener,
    shared: &Shared,
    open: &Open,
    answer: &Answer,
    sender: &Sender<String>,
) {
    while let Ok((stream, _)) = listener.accept() {
        *shared.served.lock().unwrap() = stream.try_clone().ok();
        if shared.stopped.load(Ordering::SeqCst) {
            return;
        }
        shared.connections.fetch_add(1, Ordering::SeqCst);
        if let Some(mut wire) = open(stream)
            && let Some(request) = request(&mut *wire)
        {
            let _ = sender.send(request);
            answer(&mut *wire);
        }
        // The connection stays open while a handle of it exists.
        *shared.served.lock().unwrap() = None;
    }
}

/// Head and body of one request; `None` if the connection ends before.
fn request(wire: &mut dyn Wire) -> Option<String> {
    let mut bytes = Vec::new();
    let mut buffer = [0; 4096];
    loop {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
            if body.len() >= length.map_or(0, |length| length.parse().unwrap()) {
                return Some(text);
            }
        }
        match wire.read(&mut buffer) {
            Ok(0) | Err(_) => return None,
            Ok(read) => bytes.extend_from_slice(&buffer[..read]),
        }
    }
}

/// Writes a response with its content length.
pub(crate) fn whole(status: &'static str, body: String) -> impl Fn(&mut dyn Wire) + Send + 'static {
    move |wire| {
        let length = body.len();
        let _ = write!(
            wire,
            "HTTP/1.1 {status}\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{body}"
        );
        let _ = wire.flush();
    }
}

/// Redirects the client to another address.
pub(crate) fn redirect(to: String) -> impl Fn(&mut dyn Wire) + Send + 'static {
    move |wire| {
        let _ = write!(
            wire,
            "HTTP/1.1 302 Found\r\nlocation: {to}/\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
        );
        let _ = wire.flush();
    }
}

/// Sends nothing until the client disconnects.
pub(crate) fn silence(wire: &mut dyn Wire) {
    let _ = wire.read(&mut [0]);
}
