//! Decodes the same response in several ways. `decode FILE` prints processor time in nanoseconds by round, with alternating
//! contestants. `decode FILE NAME COUNT` decodes this many times in one way, to count instructions.

mod by_hand;

use std::hint::black_box;

use by_hand::{Device, Envelope};
use client::devices as ours;
use endpointc_runtime::codegen as rt;
use serde::Deserialize;

/// Number of rounds; each contestant has one turn per round.
const ROUNDS: usize = 41;
/// Approximate duration of a turn, in microseconds.
const TURN: i64 = 5_000;

static API: rt::Api = rt::Api { name: "bench", auth: None, codes: &[], secrets: &[] };

/// Endpoint like the private one of the generated module: the envelope is the same, and decoders use nothing else of it.
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
        others: &["pageNum", "pageSize", "pages", "total"],
    },
    authenticated: false,
    idempotent: true,
    codes: &[],
};

type Contestant = (&'static str, fn(&str) -> usize);

/// Decoders by name; each returns the number of decoded channels of all devices.
const CONTESTANTS: [Contestant; 5] = [
    // The response is copied first, because a call owns it.
    ("ours", |text| {
        let devices = rt::read_example::<Vec<ours::Device>, ours::DetailError>(&ENDPOINT, 200, text);
        devices.unwrap().iter().map(|device| device.channels.len()).sum()
    }),
    ("typed serde", |text| {
        let envelope: Envelope<Vec<Device>> = serde_json::from_str(text).unwrap();
        channels(&envelope)
    }),
    // Typical handwritten decoding from bytes. Ours decodes bytes, too, and scans all of them first.
    ("typed serde, from bytes", |text| {
        let envelope: Envelope<Vec<Device>> = serde_json::from_slice(text.as_bytes()).unwrap();
        channels(&envelope)
    }),
    ("Value, then typed", |text| {
        let value: serde_json::Value = serde_json::from_str(text).unwrap();
        channels(&Envelope::deserialize(value).unwrap())
    }),
    ("Value alone", |text| {
        let value: serde_json::Value = serde_json::from_str(text).unwrap();
        let devices = value["data"].as_array().unwrap();
        devices.iter().map(|device| device["channels"].as_array().unwrap().len()).sum()
    }),
];

fn channels(envelope: &Envelope<Vec<Device>>) -> usize {
    envelope.data.iter().flatten().map(|device| device.channels.len()).sum()
}

/// Processor time of this process in microseconds, as POSIX counts it.
fn processor() -> i64 {
    unsafe extern "C" {
        safe fn clock() -> std::ffi::c_long;
    }
    clock()
}

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let text = std::fs::read_to_string(&arguments[1]).unwrap();
    if let [_, _, name, count] = arguments.as_slice() {
        let (_, decode) = CONTESTANTS.iter().find(|(other, _)| other == name).unwrap();
        for _ in 0..count.parse().unwrap() {
            black_box(decode(black_box(&text)));
        }
        return;
    }
    let read: Vec<usize> = CONTESTANTS.iter().map(|(_, decode)| decode(&text)).collect();
    assert!(read[0] > 0 && read.iter().all(|one| *one == read[0]), "{read:?}");
    println!("{}", serde_json::to_string(&rounds(&text)).unwrap());
}

fn rounds(text: &str) -> std::collections::BTreeMap<&'static str, Vec<i64>> {
    let turns = CONTESTANTS.map(|(_, decode)| turn(decode, text));
    let mut rounds = CONTESTANTS.map(|(name, _)| (name, Vec::with_capacity(ROUNDS)));
    for round in 0..ROUNDS {
        for step in 0..CONTESTANTS.len() {
            let index = (round + step) % CONTESTANTS.len();
            let begin = processor();
            for _ in 0..turns[index] {
                black_box(CONTESTANTS[index].1(black_box(text)));
            }
            rounds[index].1.push((processor() - begin) * 1000 / turns[index]);
        }
    }
    rounds.into_iter().collect()
}

/// Returns the number of runs that fill a turn.
fn turn(decode: fn(&str) -> usize, text: &str) -> i64 {
    let mut runs = 1;
    loop {
        let begin = processor();
        for _ in 0..runs {
            black_box(decode(black_box(text)));
        }
        let took = processor() - begin;
        if took > TURN / 4 {
            return (runs * TURN / took).max(1);
        }
        runs *= 2;
    }
}
