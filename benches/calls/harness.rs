//! Drives a client: `calls URL MODE COUNT`, where the mode is `get`, `post` or `stream`, with `-64` for 64 at a time.
//! Prints one line of JSON: wall time and processor time of COUNT calls in nanoseconds, and their allocations.

use std::alloc::{GlobalAlloc, Layout, System};
use std::future::Future;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::time::Instant;

/// Calls that each contestant implements.
pub trait Calls: Clone + Send + Sync + 'static {
    fn new(url: &str) -> Self;
    /// Gets a device, and returns the number of its channels.
    fn get(&self) -> impl Future<Output = usize> + Send;
    /// Sends three values, and returns the length of the receipt.
    fn post(&self) -> impl Future<Output = usize> + Send;
    /// Streams all messages and returns their number; reports progress periodically.
    fn stream(&self, seen: impl Fn(usize) + Send) -> impl Future<Output = usize> + Send {
        seen(0);
        async { 0 }
    }
}

/// Expected contents of responses, so that every contestant must decode them.
const CHANNELS: usize = 8;
const TICKET: usize = 19;

struct Counting;

static ALLOCATIONS: AtomicUsize = AtomicUsize::new(0);
static BYTES: AtomicUsize = AtomicUsize::new(0);
static LIVE: AtomicUsize = AtomicUsize::new(0);
static PEAK: AtomicUsize = AtomicUsize::new(0);

// SAFETY: all calls are forwarded to the system's allocator.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        ALLOCATIONS.fetch_add(1, Relaxed);
        BYTES.fetch_add(layout.size(), Relaxed);
        let live = LIVE.fetch_add(layout.size(), Relaxed) + layout.size();
        PEAK.fetch_max(live, Relaxed);
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        LIVE.fetch_sub(layout.size(), Relaxed);
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// Processor time of this process in microseconds, as POSIX counts it.
fn processor() -> i64 {
    unsafe extern "C" {
        safe fn clock() -> std::ffi::c_long;
    }
    clock()
}

pub fn run<C: Calls>() {
    let arguments: Vec<String> = std::env::args().collect();
    let [_, url, mode, count] = arguments.as_slice() else { panic!("calls URL MODE COUNT") };
    let count = count.parse().unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let client = C::new(url);
        match mode.as_str() {
            "stream" => stream(&client, count).await,
            _ => measured(&client, mode, count).await,
        }
    });
}

async fn measured<C: Calls>(client: &C, mode: &str, count: usize) {
    // Connections are opened before the measurement.
    calls(client, mode, count / 10 + 64).await;
    let (allocations, bytes) = (ALLOCATIONS.load(Relaxed), BYTES.load(Relaxed));
    let (wall, cpu) = (Instant::now(), processor());
    calls(client, mode, count).await;
    println!(
        r#"{{"calls":{count},"wall_ns":{},"cpu_ns":{},"allocations":{},"bytes":{}}}"#,
        wall.elapsed().as_nanos(),
        (processor() - cpu) * 1000,
        ALLOCATIONS.load(Relaxed) - allocations,
        BYTES.load(Relaxed) - bytes,
    );
}

async fn calls<C: Calls>(client: &C, mode: &str, count: usize) {
    match mode {
        "get" | "post" => some(client.clone(), mode == "get", count).await,
        "get-64" | "post-64" => {
            let get = mode == "get-64";
            let tasks: Vec<_> =
                (0..64).map(|_| tokio::spawn(some(client.clone(), get, count.div_ceil(64)))).collect();
            for task in tasks {
                task.await.unwrap();
            }
        }
        _ => panic!("there is no mode {mode}"),
    }
}

async fn some<C: Calls>(client: C, get: bool, count: usize) {
    for _ in 0..count {
        let (said, right) = if get { (client.get().await, CHANNELS) } else { (client.post().await, TICKET) };
        assert_eq!(said, right);
    }
}

/// Returns peak memory in the first and in the second half of `count` rows.
async fn stream<C: Calls>(client: &C, count: usize) {
    let peaks = [AtomicUsize::new(0), AtomicUsize::new(0)];
    let began = Instant::now();
    PEAK.store(LIVE.load(Relaxed), Relaxed);
    let rows = client
        .stream(|row| {
            if row == count / 2 {
                peaks[0].store(PEAK.swap(LIVE.load(Relaxed), Relaxed), Relaxed);
            }
        })
        .await;
    peaks[1].store(PEAK.load(Relaxed), Relaxed);
    assert_eq!(rows, count);
    println!(
        r#"{{"rows":{rows},"wall_ns":{},"peak_bytes":[{},{}]}}"#,
        began.elapsed().as_nanos(),
        peaks[0].load(Relaxed),
        peaks[1].load(Relaxed),
    );
}
