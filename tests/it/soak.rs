//! Soak test with many tasks, a server that fails occasionally, and tokens that live for a second: no call is lost,
//! duplicated or stuck, no memory leaks, and there is one sign-in per token.
//!
//! It takes two seconds in `cargo test`. `SOAK_SECONDS=60 cargo test --test it soak -- --nocapture` takes a minute and
//! prints figures.
//!
//! The time is divided into rounds. Between rounds no call is pending, and the test's own records are verified and
//! dropped. The remaining memory belongs to client and server; the allocator counts it in a separate process.

use crate::support;
use std::collections::BTreeMap;
use std::env;
use std::mem;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use crate::support::{EXPORT, LOGIN, REFRESH, client_of, process};
use peak_alloc::PeakAlloc;
use quectel_openapi::mock::{Call, Fault, PRODUCT_KEY, Reply};
use quectel_openapi::{Client, Error, RetryPolicy};
use serde_json::json;
use tokio::runtime::{Builder, Runtime};

const WRITE: &str = "devices.create";
const CHANGE: &str = "devices.update";

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// Number of concurrent tasks in a busy service.
const TASKS: u64 = 64;

/// Lifetime of a token. The platform's live for hours; a short one causes many renewals.
const TOKEN_LIFE: Duration = Duration::from_secs(1);

/// Number of rounds. The minimum of live memory in the second half is compared with that in the first half, because it
/// varies with the open connections. The first round is a warm-up.
const ROUNDS: usize = 9;

/// Largest accepted growth, independent of the number of calls: one connection per task, each with buffers of at least
/// 16 KiB at both ends.
const MAX_GROWTH: u64 = 4 << 20;

/// Prefix of all tokens.
const TOKEN: &str = "QJWT token.";

/// Server's record of its tokens and of the writes.
#[derive(Default)]
struct ServerRecord {
    tokens: Mutex<BTreeMap<String, Instant>>,
    tokens_made: AtomicU64,
    written: Mutex<BTreeMap<String, u64>>,
    answers: AtomicU64,
    faults: AtomicU64,
}

impl ServerRecord {
    fn issue(&self) -> Reply {
        let mut tokens = self.tokens.lock().expect("nobody panics");
        tokens.retain(|_, issued| issued.elapsed() < 2 * TOKEN_LIFE);
        let token = format!("{TOKEN}{}.x", self.tokens_made.fetch_add(1, Ordering::Relaxed));
        tokens.insert(token.clone(), Instant::now());
        reply(&token)
    }

    /// Returns the same token, as the platform does with a recently issued one.
    fn renew(&self, call: &Call) -> Reply {
        match call.parameter("refresh_token") {
            Some(token) if self.lives(Some(token)) => reply(token),
            Some(_) | None => Reply::code(401),
        }
    }

    fn lives(&self, token: Option<&str>) -> bool {
        let tokens = self.tokens.lock().expect("nobody panics");
        let issued = token.and_then(|token| tokens.get(token));
        issued.is_some_and(|issued| issued.elapsed() < TOKEN_LIFE)
    }

    /// Performs the request, and in one of a hundred cases drops the response.
    fn write(&self, call: &Call) -> Reply {
        let key = call.parameter("deviceKey").unwrap_or_default().to_owned();
        *self.written.lock().expect("nobody panics").entry(key).or_default() += 1;
        self.answer()
    }

    fn answer(&self) -> Reply {
        let number = self.answers.fetch_add(1, Ordering::Relaxed);
        if number % 100 != 99 {
            return Reply::example();
        }
        self.faults.fetch_add(1, Ordering::Relaxed);
        let faults =
            [Fault::ResetBeforeHead, Fault::ResetInBody, Fault::Truncated, Fault::NoAnswer];
        match (number / 100) % 6 {
            4 => Reply::status(503),
            5 => Reply::code(50_000),
            index => Reply::example().with_fault(faults[index as usize]),
        }
    }
}

fn reply(token: &str) -> Reply {
    Reply::success(json!({ "access_token": token, "expires_in": TOKEN_LIFE.as_secs() }))
}

fn server(record: &Arc<ServerRecord>) -> endpointc::mock::Mock {
    support::trap::register(TOKEN);
    let shared = || Arc::clone(record);
    let (login, renew, authorize) = (shared(), shared(), shared());
    let (read, write, change) = (shared(), shared(), shared());
    endpointc::mock::Mock::builder(support::api())
        .keep_requests(0)
        .handle(LOGIN, move |_| login.issue())
        .handle(REFRESH, move |call| renew.renew(call))
        .handle(EXPORT, move |_| read.answer())
        .handle(WRITE, move |call| write.write(call))
        .handle(CHANGE, move |_| change.answer())
        .authorize(move |token| if authorize.lives(token) { Ok(()) } else { Err(91_001) })
        .start()
        .expect("the mock starts")
}

/// Record of one task in one round.
#[derive(Default)]
struct TaskRecord {
    calls: u64,
    failures: u64,
    /// Writes, each with its outcome.
    writes: Vec<(String, bool)>,
}

/// Alternates reads, writes and updates until the deadline.
async fn work(client: Client, name: String, end: Instant) -> TaskRecord {
    let mut done = TaskRecord::default();
    while Instant::now() < end {
        let number = done.calls;
        let key = format!("{name}-{number}");
        let outcome: Result<(), Error> = match number % 3 {
            0 => client.thing_model().export_tsl(PRODUCT_KEY).await.map(drop).map_err(Error::from),
            1 => client.devices().create("p", &key).await.map(drop).map_err(Error::from),
            _ => client.devices().update("p", "d").name("n").await.map(drop).map_err(Error::from),
        };
        if number % 3 == 1 {
            done.writes.push((key, outcome.is_ok()));
        }
        if let Err(error) = outcome {
            // Only non-idempotent calls may fail, because their effect is unknown and they cannot be retried.
            assert!(error.endpoint() == Some(WRITE) && error.is_retryable(), "{error:#}");
            done.failures += 1;
        }
        done.calls += 1;
    }
    done
}

fn seconds() -> u64 {
    env::var("SOAK_SECONDS").map_or(2, |text| text.parse().expect("SOAK_SECONDS is a number"))
}

fn runtime() -> Runtime {
    let mut builder = Builder::new_multi_thread();
    builder.worker_threads(2).enable_all().build().expect("a runtime can be had")
}

/// Runs all tasks and waits for the last one.
async fn round(client: &Client, number: usize, duration: Duration) -> Vec<TaskRecord> {
    let end = Instant::now() + duration;
    let tasks: Vec<_> = (0..TASKS)
        .map(|task| tokio::spawn(work(client.clone(), format!("{number}-{task}"), end)))
        .collect();
    let mut records = Vec::new();
    for task in tasks {
        let done = tokio::time::timeout(duration + Duration::from_secs(60), task);
        records.push(done.await.expect("no task is stuck").expect("no task panics"));
    }
    records
}

/// Compares the clients' records with the server's, and clears both.
fn verify(record: &ServerRecord, records: &[TaskRecord]) {
    let mut written = mem::take(&mut *record.written.lock().expect("nobody panics"));
    for (key, succeeded) in records.iter().flat_map(|task| &task.writes) {
        let times = written.remove(key).unwrap_or_default();
        assert!(times <= 1 && (times == 1 || !succeeded), "{key} was written {times} times");
    }
    assert!(written.is_empty(), "written late, or by nobody: {written:?}");
}

/// Returns the live memory between two rounds, in bytes.
fn live_memory() -> u64 {
    MEMORY.current_usage() as u64
}

/// Returns the growth of the minimum of live memory from the first half to the second.
fn growth(live_memory: &[u64]) -> u64 {
    let least = |rounds: &[u64]| rounds.iter().copied().min().unwrap_or_default();
    let (first, second) = live_memory[1..].split_at(ROUNDS / 2);
    least(second).saturating_sub(least(first))
}

/// Totals of all rounds.
#[derive(Default)]
struct Sum {
    calls: u64,
    failures: u64,
    live_memory: Vec<u64>,
}

fn soak(runtime: &Runtime, client: &Client, record: &ServerRecord) -> Sum {
    let duration = Duration::from_secs(seconds()) / ROUNDS as u32;
    let mut sum = Sum::default();
    for number in 0..ROUNDS {
        let records = runtime.block_on(round(client, number, duration));
        verify(record, &records);
        sum.calls += records.iter().map(|records| records.calls).sum::<u64>();
        sum.failures += records.iter().map(|records| records.failures).sum::<u64>();
        drop(records);
        sum.live_memory.push(live_memory());
    }
    sum
}

#[test]
fn nothing_is_lost_done_twice_stuck_or_leaked() {
    if !process::is_alone("soak::nothing_is_lost_done_twice_stuck_or_leaked") {
        return;
    }
    let record = Arc::new(ServerRecord::default());
    let server = server(&record);
    // One attempt in a hundred fails. In tens of thousands of calls three failures in a row occur, six do not.
    let policy = RetryPolicy::default().attempts(6).first_delay(Duration::from_millis(5));
    let client = client_of(&server).retry(policy).build().expect("the client is built");
    let runtime = runtime();

    let began = Instant::now();
    let Sum { calls, failures, live_memory } = soak(&runtime, &client, &record);
    let elapsed = began.elapsed();

    let faults = record.faults.load(Ordering::Relaxed);
    let (sign_ins, renewals) = (server.calls(LOGIN), server.calls(REFRESH));
    println!(
        "{calls} calls in {elapsed:.1?}, {faults} faults, {failures} failures, {sign_ins} sign-ins, {renewals} renewals; \
         live memory after each round, in KiB: {:?}",
        live_memory.iter().map(|bytes| bytes / 1024).collect::<Vec<_>>(),
    );

    assert!(calls > 100 && faults > 0, "{calls} calls");
    // A token expires a second after it was requested, so there is at most one token per second, plus one that began with
    // the first call and one that may have begun with the last.
    let lives = usize::try_from(elapsed.as_secs()).expect("a few") + 2;
    assert!((2..=lives).contains(&sign_ins), "{sign_ins} sign-ins in {elapsed:?}");
    assert!(renewals <= sign_ins, "{renewals} renewals of {sign_ins} tokens");
    let growth = growth(&live_memory);
    assert!(growth < MAX_GROWTH, "{growth} bytes more in the second half");

    drop(client);
    drop(server);
    let began = Instant::now();
    while runtime.metrics().num_alive_tasks() > 0 {
        assert!(began.elapsed() < Duration::from_secs(20), "tasks are left");
        std::thread::sleep(Duration::from_millis(5));
    }
}
