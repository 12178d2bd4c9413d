//! The server: its thread, its listener and its connections.

use std::error::Error;
use std::future::poll_fn;
use std::io;
use std::net::TcpListener;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, PoisonError, mpsc};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use http_body_util::{BodyExt, Full};
use hyper::body::{Bytes, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;
use tokio::runtime::{self, Runtime};
use tokio::sync::oneshot;

use super::fault::FaultyResponse;
use super::service::{Answer, Service};
use super::{Recorded, Reply};

/// The largest accepted body: far above any call of an API of this kind.
const LARGEST_BODY: usize = 1024 * 1024;

/// The largest body that is read and discarded. A client that still writes when its connection closes sees a reset instead
/// of the 413, so a body that is too large is first read to its end.
const LARGEST_DISCARD: usize = 16 * LARGEST_BODY;

/// The time that dropping waits for a handler that blocks. The thread is then detached, because a test should not hang.
const PATIENCE: Duration = Duration::from_secs(5);

/// A running server; dropping it closes the port and every connection.
pub(super) struct Server {
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Server {
    pub(super) fn start(listener: TcpListener, service: Arc<Service>) -> io::Result<Self> {
        listener.set_nonblocking(true)?;
        let (stop, stopped) = oneshot::channel();
        let (ready, readiness) = mpsc::channel();
        let thread = thread::Builder::new().name("endpointc-mock".to_owned()).spawn(move || {
            // The runtime must not be dropped inside an async test, so this thread owns it.
            match listen(listener, service) {
                Ok(runtime) => {
                    let _ = ready.send(Ok(()));
                    let _ = runtime.block_on(stopped);
                }
                Err(error) => drop(ready.send(Err(error))),
            }
        })?;
        readiness.recv().map_err(io::Error::other)??;
        Ok(Self { stop: Some(stop), thread: Some(thread) })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.stop.take());
        let Some(thread) = self.thread.take() else { return };
        // A handler may drop the last handle, and a thread cannot join itself.
        if thread.thread().id() == thread::current().id() {
            return;
        }
        let began = Instant::now();
        while !thread.is_finished() && began.elapsed() < PATIENCE {
            thread::sleep(Duration::from_micros(200));
        }
        if thread.is_finished() {
            let _ = thread.join();
        }
    }
}

/// Returns a runtime that accepts connections while it runs. Dropping it closes them.
fn listen(listener: TcpListener, service: Arc<Service>) -> io::Result<Runtime> {
    let runtime = runtime::Builder::new_current_thread().enable_io().enable_time().build()?;
    let context = runtime.enter();
    let listener = tokio::net::TcpListener::from_std(listener)?;
    drop(context);
    runtime.spawn(accept(listener, service));
    Ok(runtime)
}

async fn accept(listener: tokio::net::TcpListener, service: Arc<Service>) {
    loop {
        match listener.accept().await {
            Ok((stream, _)) => drop(tokio::spawn(serve(stream, Arc::clone(&service)))),
            // The usual reason is too many open files, which passes when a connection ends.
            Err(_) => tokio::time::sleep(Duration::from_millis(10)).await,
        }
    }
}

/// A faulty response, to be sent when hyper has released the connection.
type Slot = Arc<Mutex<Option<FaultyResponse>>>;

async fn serve(stream: TcpStream, service: Arc<Service>) {
    // Otherwise small answers wait for the client's delayed acknowledgements.
    let _ = stream.set_nodelay(true);
    let slot = Slot::default();
    let respond =
        service_fn(|request| Box::pin(respond(request, Arc::clone(&service), Arc::clone(&slot))));
    let mut connection = http1::Builder::new().serve_connection(TokioIo::new(stream), respond);
    // An early end is caused by the client, which sees it itself.
    let _ = poll_fn(|context| connection.poll_without_shutdown(context)).await;
    let mut stream = connection.into_parts().io.into_inner();
    let faulty = slot.lock().unwrap_or_else(PoisonError::into_inner).take();
    match faulty {
        Some(faulty) => faulty.send(stream).await,
        None => drop(stream.shutdown().await),
    }
}

async fn respond(
    request: Request<Incoming>,
    service: Arc<Service>,
    slot: Slot,
) -> Result<Response<Full<Bytes>>, Box<dyn Error + Send + Sync>> {
    let (head, body) = request.into_parts();
    let (body, whole) = read(body).await?;
    let request = Recorded::new(&head, body);
    let answer = if whole { answer(&service, request) } else { service.refuse_too_large(request) };
    if !answer.delay.is_zero() {
        tokio::time::sleep(answer.delay).await;
    }
    let Some(fault) = answer.fault else { return Ok(answer.response) };
    let faulty = FaultyResponse { fault, response: answer.response };
    *slot.lock().unwrap_or_else(PoisonError::into_inner) = Some(faulty);
    // An error makes hyper stop without writing anything.
    Err("the response is sent with a fault".into())
}

/// Returns the answer of the service. A handler that panics, such as by a failed assertion, must not look like a broken
/// network.
fn answer(service: &Service, request: Recorded) -> Answer {
    catch_unwind(AssertUnwindSafe(|| service.answer(request)))
        .unwrap_or_else(|_| Answer::plain(Reply::text(500, "a handler of the mock panicked")))
}

/// Returns the body, and whether it is complete.
async fn read(mut body: Incoming) -> Result<(Vec<u8>, bool), hyper::Error> {
    let mut kept = Vec::new();
    let mut seen = 0;
    while let Some(frame) = body.frame().await {
        let Ok(data) = frame?.into_data() else { continue };
        seen += data.len();
        if seen <= LARGEST_BODY {
            kept.extend_from_slice(&data);
        } else if seen > LARGEST_DISCARD {
            break;
        }
    }
    Ok((kept, seen <= LARGEST_BODY))
}
