"""Shared parts of the benchmarks: temporary folder, cost of a command, alternating contestants, medians, tables."""

import argparse
import contextlib
import json
import os
import re
import resource
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent

# Files and folders of the snapshot.
SNAPSHOT_FILES = "Cargo.toml Cargo.lock rust-toolchain.toml LICENSE-MIT LICENSE-APACHE README.md".split()
SNAPSHOT_FOLDERS = "codegen examples generated runtime spec src templates tests".split()


class Cost:
    """Cost of a command with its children: wall time and processor time in seconds, peak memory of a process in MiB."""

    def __init__(self, wall, usage):
        self.wall = wall
        self.cpu = usage.ru_utime + usage.ru_stime
        self.peak = usage.ru_maxrss / (1024 if sys.platform != "darwin" else 1024 * 1024)


class Failed(Exception):
    """Failure of a command, with its output."""


class TooMuch(Failed):
    """Failure of a command that exceeded its limit of time or memory."""


class Bench:
    """One run: its temporary folder, the snapshot of the repository in it, and the environment of its commands."""

    def __init__(self, temp, target=None, repository=None):
        self.temp = temp
        self.repository = repository or snapshot(temp / "repository")
        self.target = Path(target).resolve() if target else temp / "target"
        self.output = ""
        self.environment = {
            **{key: value for key, value in os.environ.items() if repository or not key.startswith("CARGO_PROFILE")},
            "CARGO_TARGET_DIR": str(self.target),
            "CARGO_INCREMENTAL": "0",
            "CARGO_TERM_COLOR": "never",
            "RUSTFLAGS": "",
            "RUSTC_WRAPPER": "",
            "TMPDIR": str(temp),
        }
        # All builds in the folder use the repository's toolchain.
        shutil.copy(ROOT / "rust-toolchain.toml", temp)

    def run(self, folder, command, cap=None, memory=None, **environment):
        """Runs a command and stores its output in `output`.

        After `cap` seconds it is ended; with more than `memory` GiB one of its processes fails. Both are a `TooMuch`.
        """
        log = self.temp / "log"
        with open(log, "wb") as out:
            begin = time.monotonic()
            process = subprocess.Popen(
                [str(part) for part in command], cwd=folder, env={**self.environment, **environment},
                stdin=subprocess.DEVNULL, stdout=out, stderr=out, start_new_session=True,
                preexec_fn=memory and (lambda: resource.setrlimit(resource.RLIMIT_DATA, (memory * 2**30,) * 2)),
            )
            with limited(process, cap) as ended:
                _, status, usage = os.wait4(process.pid, 0)
            wall = time.monotonic() - begin
        process.returncode = os.waitstatus_to_exitcode(status)
        self.output = log.read_text(errors="replace")
        if ended.is_set():
            raise TooMuch(f"more than {cap} s")
        if process.returncode and memory and re.search("(?i)memory|SIGABRT|SIGKILL|SIGSEGV", self.output):
            raise TooMuch(f"more than {memory} GiB")
        if process.returncode:
            raise Failed(f"{' '.join(map(str, command))}\n{self.output[-20_000:]}")
        return Cost(wall, usage)

    def cargo(self, folder, command, *arguments, **limits):
        return self.run(folder, ["cargo", command, "--quiet", *arguments], **limits)

    def endpointc(self):
        """Path of our compiler, a release build of the snapshot."""
        self.cargo(self.repository, *"build --release --package endpointc --features cli".split())
        # A copy, because a later build may replace the original.
        program = self.temp / "endpointc"
        shutil.copy(self.target / "release/endpointc", program)
        return program


def snapshot(target):
    """Copies the repository, so that changes during a run do not affect it."""
    target.mkdir()
    for name in SNAPSHOT_FILES:
        shutil.copy(ROOT / name, target)
    for name in SNAPSHOT_FOLDERS:
        shutil.copytree(ROOT / name, target / name, symlinks=True, ignore=shutil.ignore_patterns("target"))
    return target


@contextlib.contextmanager
def limited(process, cap):
    """Ends a process group after `cap` seconds."""
    ended = threading.Event()

    def end():
        ended.set()
        os.killpg(process.pid, signal.SIGKILL)

    timer = threading.Timer(cap, end) if cap else None
    if timer:
        timer.start()
    try:
        yield ended
    except BaseException:
        # The script was interrupted, so it ends its children, too.
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        raise
    finally:
        if timer:
            timer.cancel()


def parser(doc):
    """Options of every benchmark."""
    parser = argparse.ArgumentParser(usage=doc)
    parser.add_argument("--quick", action="store_true", help="one round of what is small; writes nothing")
    parser.add_argument("--show", action="store_true", help="what the last run said; measures nothing")
    parser.add_argument("--keep", action="store_true", help="leave the temporary folder behind")
    parser.add_argument("--target", help="a target folder that stays, so that the next run builds less")
    return parser


@contextlib.contextmanager
def started(name, asked):
    """Run whose folder is removed at the end unless it is kept."""
    with folder(name, asked.keep) as temp:
        yield Bench(temp, asked.target)


@contextlib.contextmanager
def in_place(name):
    """Run in the repository itself with its target folder, for CI, whose earlier steps have built there."""
    with folder(name, keep=False) as temp:
        yield Bench(temp, os.environ.get("CARGO_TARGET_DIR", ROOT / "target"), ROOT)


@contextlib.contextmanager
def folder(name, keep):
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("ended"))
    temp = Path(tempfile.mkdtemp(prefix=f"{name}-"))
    try:
        yield temp
    except Failed as failed:
        sys.exit(str(failed))
    finally:
        if keep:
            print(temp, file=sys.stderr)
        else:
            shutil.rmtree(temp, ignore_errors=True)


# Command that counts instructions.
COUNTING = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null"]


def instructions(run, command):
    run.run(run.temp, [*COUNTING, *command])
    return counted(run)


def counted(run):
    """Instructions of the last command, according to valgrind."""
    return int(run.output.split("Collected :")[1].split()[0])


def in_turns(contestants, rounds, measure):
    """Results of `measure(contestant)` by round. The order of contestants rotates between rounds."""
    contestants = list(contestants)
    results = {contestant: [] for contestant in contestants}
    for round_ in range(rounds):
        step = round_ % max(len(contestants), 1)
        for contestant in contestants[step:] + contestants[:step]:
            results[contestant].append(measure(contestant))
    return results


def median(costs):
    """Medians of costs, in the format of result files."""
    cpu = [cost.cpu for cost in costs]
    return {
        "runs": len(costs),
        "cpu_s": round(statistics.median(cpu), 3),
        "cpu_spread_s": [round(min(cpu), 3), round(max(cpu), 3)],
        "wall_s": round(statistics.median(cost.wall for cost in costs), 3),
        "peak_mib": round(statistics.median(cost.peak for cost in costs)),
    }


def lines(folder):
    """Lines of Rust below a folder."""
    return sum(len(source.read_text().splitlines()) for source in sorted(folder.glob("**/*.rs")))


def machine():
    version = subprocess.run(["rustc", "--version"], cwd=ROOT, capture_output=True, text=True).stdout.strip()
    return {"rustc": version, "cores": os.cpu_count()}


def say(*words):
    """Prints progress to standard error; standard output is for results."""
    print(time.strftime("%H:%M:%S"), *words, file=sys.stderr, flush=True)


def write(path, results, quick=False):
    """Writes results, except for those of a quick run, which are imprecise."""
    if not quick:
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(results, indent=2) + "\n")


def table(head, rows):
    """Table in Markdown."""
    cells = [[str(cell) for cell in row] for row in (head, *rows)]
    widths = [max(map(len, column)) for column in zip(*cells)]
    shown = [" | ".join(cell.ljust(width) for cell, width in zip(row, widths)) for row in cells]
    line = "|".join("-" * (width + 2) for width in widths)
    return "\n".join([f"| {shown[0]} |", f"|{line}|", *(f"| {row} |" for row in shown[1:])])


def ratio(one, other):
    return f"{one / other:.2f}" if one and other else "-"
