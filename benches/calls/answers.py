"""Responses of the benchmark of calls, and the cost of decoding them alone."""

import json
import shutil
import statistics
from pathlib import Path

import bench
import clients

HERE = Path(__file__).resolve().parent

DECODER_NEEDS = """\
client = {{ package = "ours-calls", path = "../ours-calls" }}
endpointc-runtime = {{ path = "{runtime}", default-features = false }}
serde = {{ version = "1", features = ["derive"] }}
serde_json = "1"
"""


def device(index):
    """Device as described in `spec/`: about 1.5 KB."""
    channels = [
        {"id": number, "code": f"channel_{number}", "name": f"Channel number {number}", "kind": kind, "value": number + 0.5,
         "min": -40.25, "max": 125.75, "writable": number % 2 == 0}
        for number, kind in enumerate(("INT", "FLOAT", "TEXT", "FLOAT", "INT", "FLOAT", "TEXT", "FLOAT"), index * 8)
    ]
    return {
        "productKey": "p11v14", "deviceKey": f"DK{index:05}", "displayName": "Pump in the cellar", "online": 1,
        "activated": True, "signalStrength": -71, "messageCount": 1_048_576, "batteryLevel": 98.5,
        "createTime": 1744179122906 + index, "labels": ["north", "cellar", "water"],
        "owner": {"id": 77, "name": "Works 7", "mail": "works7@example.com"}, "channels": channels,
    }


def write(folder):
    """Files with the responses by path, and those that are decoded alone."""
    bodies = {
        "/v1/device": device(0),
        "/v1/device/values": {"ticket": "1335004867605954560"},
        "small": [device(0)],
        "large": [device(index) for index in range(115)],
    }
    files = {}
    for index, (name, data) in enumerate(bodies.items()):
        files[name] = folder / f"body-{index}.json"
        text = json.dumps({"code": 200, "msg": "OK", "data": data}, separators=(",", ":"))
        files[name].write_text(text)
    return files


def decoder(run, compiler):
    """Builds a program that decodes in several ways, with our client without HTTP, and returns its path."""
    generated = run.temp / "generated-calls"
    run.run(run.temp, [compiler, "generate", "--quiet", "--spec", HERE / "spec", "--out", generated])
    ours = clients.ours(run, generated, "calls", http=False)
    needs = DECODER_NEEDS.format(runtime=run.repository / "runtime")
    folder = clients.crate(run, ours.workspace / "calls-decode", "calls-decode", needs)
    shutil.copy(HERE / "decode.rs", folder / "src/main.rs")
    shutil.copy(HERE / "by_hand.rs", folder / "src")
    run.cargo(folder, "build", "--release", "--package", "calls-decode")
    return run.target / "release/calls-decode"


def decoding(run, decoder, files, counted):
    """Nanoseconds of decoding alone, and instructions if valgrind is installed."""
    results = {}
    for size in ("small", "large"):
        bench.say("decoding", size)
        run.run(run.temp, [decoder, files[size]])
        rounds = json.loads(run.output)
        floor = rounds["typed serde"]
        results[size] = {"bytes": files[size].stat().st_size}
        for name, times in rounds.items():
            ratios = [time / other for time, other in zip(times, floor)]
            results[size][name] = {"ns": round(statistics.median(times)), "of_typed": round(statistics.median(ratios), 3)}
        if counted:
            counts = {name: instructions(run, decoder, files[size], name) for name in rounds}
            for name, count in counts.items():
                results[size][name] |= {
                    "instructions": count, "instructions_of_typed": round(count / counts["typed serde"], 3),
                }
    return results


def instructions(run, decoder, file, name, few=20, many=120):
    """Instructions of one decoding, from the difference between two counts."""
    totals = [bench.instructions(run, [decoder, file, name, count]) for count in (few, many)]
    return round((totals[1] - totals[0]) / (many - few))
