//! Decodes the same answers in several ways, in turns, and prints one line of JSON: nanoseconds of every round.

use std::future::Future;
use std::hint::black_box;
use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};

use endpointc_runtime::codegen as rt;

/// Rounds; in each every contestant has one turn.
const ROUNDS: usize = 61;
/// How long a turn lasts, about, in microseconds.
const TURN: i64 = 5_000;
/// How long the loop for a profiler lasts.
const PROFILED: i64 = 5_000_000;

static API: rt::Api = rt::Api { name: "bench", auth: None, codes: &[], secrets: &[] };

/// What the generated module holds in private: the same envelope, and nothing that a decoder looks at beside it.
static ENDPOINT: rt::Endpoint = rt::Endpoint {
    api: &API,
    name: "bench.decode",
    method: rt::Method::Get,
    path: &[],
    parameters: &[],
    paging: None,
    envelope: &rt::Envelope {
        code: Some("code"),
        success: &[200],
        message: Some("msg"),
        data: Some("data"),
        others: &["exp1", "pageNum", "pageSize", "pages", "total"],
    },
    authenticated: false,
    idempotent: true,
    codes: &[],
};

mod ours {
    use super::*;
    pub(super) use ::ours::thing_model::{ExportTslError, Tsl};
    use ::ours::{
        Authenticator, BoxFuture, Client, Core, Error, Request, Response, Server, Token,
        Transport, TransportError,
    };

    struct Canned(Arc<str>);

    impl Transport for Canned {
        fn send(&self, _: Request) -> BoxFuture<'_, Result<Response, TransportError>> {
            let body = self.0.as_bytes().to_vec();
            Box::pin(async move { Ok(Response { status: 200, headers: Vec::new(), body }) })
        }
    }

    struct Fixed;

    impl Authenticator for Fixed {
        fn sign_in<'a>(&'a self, _: &'a Core) -> BoxFuture<'a, Result<Token, Error>> {
            Box::pin(async { Ok(Token::new("QJWT x")) })
        }
    }

    pub(super) fn client(body: &Arc<str>) -> Client {
        Client::builder(Server::custom("https://host.invalid"))
            .transport(Canned(body.clone()))
            .authenticator(Fixed)
            .build()
            .unwrap()
    }
}

mod lean {
    use super::*;
    pub(super) use ::twin::thing_model::Tsl;
    use ::twin::{BoxFuture, Client, Error, Response, Transport};

    struct Canned(Arc<str>);

    impl Transport for Canned {
        fn get(&self, _: String, _: Option<&str>) -> BoxFuture<'_, Result<Response, Error>> {
            let body = self.0.as_bytes().to_vec();
            Box::pin(async move { Ok(Response { status: 200, body }) })
        }
    }

    pub(super) fn client(body: &Arc<str>) -> Client {
        Client::new("https://host.invalid", "QJWT x", Canned(body.clone()))
    }
}

/// Processor time of this process in microseconds, as POSIX counts it: what else the machine does is left out.
fn now() -> i64 {
    unsafe extern "C" {
        safe fn clock() -> std::ffi::c_long;
    }
    clock()
}

fn wait<T>(future: impl Future<Output = T>) -> T {
    let mut future = pin!(future);
    loop {
        if let Poll::Ready(value) = future.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            return value;
        }
    }
}

type Contestant<'a> = (&'static str, Box<dyn Fn() + 'a>);

fn main() {
    let mut arguments = std::env::args().skip(1);
    let body: Arc<str> = std::fs::read_to_string(arguments.next().unwrap()).unwrap().into();
    let text = &*body;
    let (ours, twin) = (ours::client(&body), lean::client(&body));

    let first = rt::read_example::<ours::Tsl, ours::ExportTslError>(&ENDPOINT, 200, text).unwrap();
    let second = serde_json::from_str::<twin::Envelope<lean::Tsl>>(text).unwrap().data.unwrap();
    assert_eq!(first.properties.len(), second.properties.len());
    assert_eq!(
        serde_json::to_value(first.properties.iter().map(|p| &p.specs).collect::<Vec<_>>()).unwrap(),
        serde_json::to_value(second.properties.iter().map(|p| &p.specs).collect::<Vec<_>>()).unwrap(),
    );

    let contestants: Vec<Contestant<'_>> = vec![
        (
            "decode: ours",
            Box::new(move || {
                let tsl = rt::read_example::<ours::Tsl, ours::ExportTslError>(&ENDPOINT, 200, black_box(text));
                black_box(tsl.unwrap());
            }),
        ),
        (
            "decode: twin",
            Box::new(move || {
                let envelope = serde_json::from_str::<twin::Envelope<lean::Tsl>>(black_box(text));
                black_box(envelope.unwrap());
            }),
        ),
        (
            "decode: twin with #[serde(other)]",
            Box::new(move || {
                let envelope = serde_json::from_str::<
                    twin_other::Envelope<twin_other::thing_model::Tsl>,
                >(black_box(text));
                black_box(envelope.unwrap());
            }),
        ),
        (
            "decode: serde_json::Value",
            Box::new(move || {
                black_box(serde_json::from_str::<serde_json::Value>(black_box(text)).unwrap());
            }),
        ),
        (
            "call: ours",
            Box::new(|| {
                black_box(wait(ours.thing_model().export_tsl(black_box("p11v14")).send()).unwrap());
            }),
        ),
        (
            "call: twin",
            Box::new(|| {
                black_box(wait(twin.export_tsl(black_box("p11v14"), None)).unwrap());
            }),
        ),
    ];

    // `--loop NAME`: one contestant for ever, for a profiler.
    if let Some(name) = arguments.next() {
        let (_, run) = contestants.iter().find(|(other, _)| *other == name).unwrap();
        let begin = now();
        while now() - begin < PROFILED {
            run();
        }
        return;
    }

    let turns: Vec<i64> = contestants.iter().map(|(_, run)| turn(run)).collect();
    let mut rounds = vec![Vec::with_capacity(ROUNDS); contestants.len()];
    for round in 0..ROUNDS {
        for step in 0..contestants.len() {
            let index = (round + step) % contestants.len();
            let begin = now();
            for _ in 0..turns[index] {
                contestants[index].1();
            }
            rounds[index].push((now() - begin) * 1000 / turns[index]);
        }
    }
    let named = contestants.iter().zip(rounds).map(|((name, _), rounds)| (*name, rounds));
    let all: std::collections::BTreeMap<_, _> = named.collect();
    println!("{}", serde_json::to_string(&all).unwrap());
}

/// How many runs fill a turn.
fn turn(run: &dyn Fn()) -> i64 {
    let mut runs = 1;
    loop {
        let begin = now();
        for _ in 0..runs {
            run();
        }
        let took = now() - begin;
        if took > TURN / 4 {
            return (runs * TURN / took).max(1);
        }
        runs *= 2;
    }
}
