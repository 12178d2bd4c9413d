"""Clients of several generators for the same API, each as a crate with a program that calls every endpoint once.

Each contestant has a separate workspace, because cargo unifies features within one. All start from the lock file of this
repository, so that shared dependencies have the same version.
"""

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import bench
import by_hand as hand

# Compared generators. The versions are exact, because the figures depend on them.
PROGENITOR = "0.15.1"
OPENAPI_TO_RUST = "0.23.0"
# Not a generator of HTTP clients, but common in build scripts.
PROST_BUILD = "0.14.4"
# The package on PyPI that contains the JAR.
OPENAPI_GENERATOR = "7.26.0"

OURS, FLOOR, BY_HAND, PEERS = "ours", "floor", "by hand", ("progenitor", "openapi-to-rust")
JAVA = "openapi-generator"
VERSIONS = {
    "progenitor": PROGENITOR, "openapi-to-rust": OPENAPI_TO_RUST, JAVA: OPENAPI_GENERATOR, "prost-build": PROST_BUILD,
}

TOKIO = '{ version = "1", features = ["rt"] }'
REQWEST = '{{ version = "0.13", {} }}'
RING = 'default-features = false, features = [{}"http2", "rustls-no-provider"]'


# ---- generating

class Generators:
    """Release builds of our compiler and other generators."""

    def __init__(self, run):
        self.run = run
        self.endpointc = run.endpointc()
        self.peers = driver(run, "peers", PEERS_MANIFEST)
        self.floor = driver(run, "floor", FLOOR_MANIFEST)
        self.jar = None

    def ours(self, spec, out, **how):
        return self.run.run(self.run.temp, [self.endpointc, "generate", "--quiet", "--spec", spec, "--out", out], **how)

    def openapi(self, spec, out):
        command = "export openapi --openapi-version 3.0 --flat --quiet".split()
        return self.run.run(self.run.temp, [self.endpointc, *command, "--spec", spec, "--out", out])

    def peer(self, name, document, out, cap=None):
        if name != JAVA:
            return self.run.run(self.run.temp, [self.peers, name, document, out], cap)
        jar = self.jar or self.find_jar()
        command = ["java", "-jar", jar, "generate", "-g", "rust", "-i", document, "-o", out]
        return self.run.run(self.run.temp, [*command, "--additional-properties=packageName=client"], cap)

    def find_jar(self):
        """JAR of openapi-generator; `None` without Java or the package."""
        folder = self.run.temp / "java"
        install = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", folder]
        package = f"openapi-generator-cli=={OPENAPI_GENERATOR}"
        if shutil.which("java") and not subprocess.run([*install, package], capture_output=True).returncode:
            self.jar = next(folder.glob("**/*.jar"), None)
        return self.jar


PEERS_MANIFEST = f"""\
openapi-to-rust = {{ version = "={OPENAPI_TO_RUST}", default-features = false }}
openapiv3 = "2"
prettyplease = "0.2"
progenitor = {{ version = "={PROGENITOR}", default-features = false }}
serde_json = "1"
syn = "2"
"""
FLOOR_MANIFEST = """\
prettyplease = "0.3"
syn = { version = "3", features = ["full"] }
"""


def driver(run, name, dependencies):
    """Builds a program beside this file that is outside of the workspace."""
    folder = crate(run, run.temp / f"driver-{name}", name, dependencies + "\n[workspace]\n")
    shutil.copy(bench.HERE / f"generate/{name}.rs", folder / "src/main.rs")
    run.cargo(folder, "build", "--release")
    return run.target / "release" / name


# ---- crates

MANIFEST = """\
[package]
name = "{name}"
version = "0.0.0"
edition = "2024"
{head}
[dependencies]
{dependencies}"""


def crate(run, folder, name, dependencies, head=""):
    (folder / "src").mkdir(parents=True)
    (folder / "Cargo.toml").write_text(MANIFEST.format(name=name, dependencies=dependencies, head=head))
    if not (folder.parent / "Cargo.toml").exists():
        shutil.copy(run.repository / "Cargo.lock", folder)
    return folder


def workspace(run, name):
    folder = run.temp / name
    if not folder.exists():
        folder.mkdir()
        (folder / "Cargo.toml").write_text('[workspace]\nmembers = ["*-*"]\nresolver = "3"\n')
        shutil.copy(run.repository / "Cargo.lock", folder)
    return folder


class Client:
    """Client as a crate, its program, and the workspace of both."""

    def __init__(self, contestant, folder, size, calls):
        self.contestant = contestant
        self.workspace = folder
        self.size = size
        self.name = f"{contestant.replace(' ', '-')}-{size}"
        self.program = f"program-{self.name}"
        self.calls = calls
        # Texts that the program must contain, if known.
        self.paths = []

    def sources(self):
        """The folder of the client's crate."""
        return self.workspace / self.name


# Each client is set up as its documentation recommends.
def ours(run, generated, size, http=True):
    """Our client: generated code with the runtime, with or without its HTTP client."""
    folder = workspace(run, "ours" if http else "ours-bare")
    path = run.repository / "runtime"
    runtime = f'endpointc-runtime = {{ path = "{path}", default-features = {str(http).lower()} }}\n'
    head = "\n[features]\nserde = []\n"
    client = crate(run, folder / f"ours-{size}", f"ours-{size}", runtime, head)
    shutil.copytree(generated, client / "src/generated")
    (client / "src/lib.rs").write_text(OURS_LIB)
    written = Client("ours", folder, size, ours_calls(generated))
    program(run, written, OURS_MAIN)
    return written


def quectel(run):
    """Client of this repository, with its handwritten part."""
    folder = workspace(run, "ours")
    client = folder / "ours-44"
    shutil.copytree(run.repository / "src", client / "src")
    shutil.copytree(run.repository / "generated", client / "generated")
    manifest = tomllib.loads((run.repository / "Cargo.toml").read_text())
    needs = manifest["dependencies"]
    needs["endpointc-runtime"] = {"path": str(run.repository / "runtime"), "default-features": False}
    needs["serde_json"] = manifest["workspace"]["dependencies"]["serde_json"]
    needs = {name: value for name, value in needs.items() if not (isinstance(value, dict) and value.get("optional"))}
    features = {name: [] if name == "mock" else value for name, value in manifest["features"].items()}
    head = "".join(f"{name} = {inline(value)}\n" for name, value in features.items())
    dependencies = "".join(f"{name} = {inline(value)}\n" for name, value in needs.items())
    head = f"\n[features]\n{head}"
    (client / "Cargo.toml").write_text(MANIFEST.format(name="ours-44", head=head, dependencies=dependencies))
    written = Client("ours", folder, 44, ours_calls(client / "generated"))
    program(run, written, OURS_MAIN)
    return written


def by_hand(run, size, http='features = ["json", "query"]'):
    """Lean client with derived serde, of a synthetic description."""
    client = Client(BY_HAND, workspace(run, "by-hand"), size, [])
    needs = f"reqwest = {REQWEST.format(http)}\n"
    needs += 'serde = { version = "1", features = ["derive"] }\nserde_json = "1"\n'
    folder = crate(run, client.sources(), client.name, needs)
    shutil.rmtree(folder / "src")
    client.calls = hand.write(size, folder / "src")
    program(run, client, BY_HAND_MAIN)
    return client


def floor(run, generators, client):
    """Our client with types and empty methods only."""
    folder = workspace(run, "floor")
    manifest = (client.workspace / client.name / "Cargo.toml").read_text()
    target = folder / f"floor-{client.size}"
    shutil.copytree(client.sources() / "src", target / "src")
    (target / "Cargo.toml").write_text(manifest.replace(f'name = "{client.name}"', f'name = "{target.name}"'))
    run.run(run.temp, [generators.floor, "strip", target / "src/generated"])
    # Warnings of unused code would cost as much time as the compilation.
    (target / "src/lib.rs").write_text(f"#![allow(unused, unreachable_pub)]\n{OURS_LIB}")
    return Client("floor", folder, client.size, [])


OURS_LIB = """\
#[rustfmt::skip]
mod generated;
pub use endpointc_runtime::*;
pub use generated::*;
"""


def peer(run, generators, name, document, size, tls="default", cap=None):
    """Client of another generator, as a crate."""
    folder = workspace(run, name)
    target = folder / f"{name}-{size}"
    if name == JAVA:
        generators.peer(name, document, target, cap)
        manifest = (target / "Cargo.toml").read_text()
        (target / "Cargo.toml").write_text(re.sub(r'(?m)^name = .*$', f'name = "{target.name}"', manifest, count=1))
        written = Client(name, folder, size, java_calls(target / "src"))
    else:
        out = target / "src" if name == "progenitor" else target / "src/api"
        generators.peer(name, document, out, cap)
        dependencies = {"progenitor": progenitor_needs, "openapi-to-rust": openapi_to_rust_needs}[name](out, tls)
        crate_in(target, dependencies)
        written = Client(name, folder, size, method_calls(out))
    program(run, written, MAINS[name])
    return written


def crate_in(folder, dependencies):
    manifest = MANIFEST.format(name=folder.name, dependencies=dependencies, head="")
    (folder / "Cargo.toml").write_text(manifest)
    if not (folder / "src/lib.rs").exists():
        (folder / "src/lib.rs").write_text("#![allow(clippy::all)]\nmod api;\npub use api::*;\n")


def progenitor_needs(folder, tls):
    """Dependencies in progenitor's README that the source uses."""
    source = (folder / "lib.rs").read_text()
    ring = RING.format('"json", "query", "stream", ')
    how = ring if tls == "ring" else 'features = ["json", "query", "stream"]'
    known = {
        "bytes": '"1"',
        "chrono": '{ version = "0.4", features = ["serde"] }',
        "futures-core": '"0.3"',
        "regress": '"0.12"',
        "serde": '{ version = "1", features = ["derive"] }',
        "serde_json": '"1"',
        "uuid": '{ version = "1", features = ["serde"] }',
    }
    used = {name: needs for name, needs in known.items() if f"{name.replace('-', '_')}::" in source}
    used |= {"progenitor-client": f'"={PROGENITOR}"', "reqwest": REQWEST.format(how)}
    return "".join(f"{name} = {needs}\n" for name, needs in sorted(used.items())) + provider(tls)


def openapi_to_rust_needs(folder, tls):
    """Dependencies that the generator writes beside its output."""
    text = (folder / "REQUIRED_DEPS.toml").read_text()
    needs = tomllib.loads(text)["dependencies"]
    if tls == "ring":
        needs["reqwest"] |= {"default-features": False}
        features = [name for name in needs["reqwest"]["features"] if name not in ("rustls", "default-tls")]
        needs["reqwest"]["features"] = [*features, "http2", "rustls-no-provider"]
    return "".join(f"{name} = {inline(value)}\n" for name, value in needs.items()) + provider(tls)


def provider(tls):
    needs = '{ version = "0.23", default-features = false, features = ["ring", "std", "tls12"] }'
    return f"rustls = {needs}\n" if tls == "ring" else ""


def inline(value):
    """TOML value on one line."""
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {inline(item)}" for key, item in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(map(inline, value)) + "]"
    return str(value).lower() if isinstance(value, bool) else f'"{value}"'


# ---- programs

def program(run, client, main):
    """Program that calls every endpoint once with all parameters. Each call is a function; a sum uses all results."""
    needs = f'client = {{ package = "{client.name}", path = "../{client.name}" }}\ntokio = {TOKIO}\n'
    folder = crate(run, client.workspace / client.program, client.program, needs)
    (folder / "src/main.rs").write_text(main + PROGRAM + "".join(map(call_function, range(len(client.calls)), client.calls)))
    arms = "".join(f"        {index} => Box::pin(call_{index}(client)),\n" for index in range(len(client.calls)))
    with open(folder / "src/main.rs", "a") as source:
        source.write(f"\nfn call(client: &Api, index: usize) -> Option<Call<'_>> {{\n    Some(match index {{\n{arms}")
        source.write("        _ => return None,\n    })\n}\n")


def call_function(index, call):
    return f"\nasync fn call_{index}(client: &Api) -> usize {{\n    {call}.await.map_or(0, |answer| size_of_val(&answer))\n}}\n"


OURS_MAIN = """\
use client::{Client as Api, Server};

fn client() -> Api {
    Api::builder(Server::custom("http://127.0.0.1:9")).build().unwrap()
}
"""
BY_HAND_MAIN = """\
use client::Client as Api;

fn client() -> Api {
    Api::new("http://127.0.0.1:9", "a token")
}
"""
MAINS = {
    "progenitor": """\
use client::Client as Api;

fn client() -> Api {
    Api::new("http://127.0.0.1:9")
}
""",
    "openapi-to-rust": """\
use client::HttpClient as Api;

fn client() -> Api {
    Api::new().with_base_url("http://127.0.0.1:9")
}
""",
    JAVA: """\
use client::apis::configuration::Configuration as Api;

fn client() -> Api {
    Api { base_path: "http://127.0.0.1:9".to_owned(), ..Api::default() }
}
""",
}
# The compiler cannot evaluate the source of the arguments. So no contestant pays for creating them, and the optimiser cannot
# remove any part of a call.
PROGRAM = """
type Call<'a> = std::pin::Pin<Box<dyn Future<Output = usize> + 'a>>;

fn given<T>() -> T {
    std::hint::black_box(None).expect("an argument")
}

fn main() {
    let client = client();
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let calls = (0..).map_while(|index| call(&client, index));
    println!("{}", calls.map(|call| runtime.block_on(call)).sum::<usize>());
}
"""


def ours_calls(generated):
    """Calls of all methods of all groups, with all setters."""
    calls = []
    client = (generated / "client.rs").read_text()
    for group, module in re.findall(r"pub fn (\w+)\(&self\) -> super::(\w+)::\w+Api", client):
        texts = [source.read_text() for source in sorted((generated / module).glob("*.rs"))]
        api = next(text for text in texts if re.search(r"pub struct \w+Api\b", text))
        for name, arguments, rest in functions(api, "&self"):
            builder = re.match(r"\s*->\s*(\w+)", rest)[1]
            inside = "".join(re.findall(rf"(?ms)^impl {builder} \{{.*?^\}}", "\n".join(texts)))
            setters = "".join(f".{setter}({given(taken)})" for setter, taken, _ in functions(inside, "mut self"))
            calls.append(f"client.{group}().{name}({given(arguments)}){setters}")
    return calls


def method_calls(folder):
    """Calls of all async methods of another generator's client."""
    texts = (source.read_text() for source in sorted(folder.glob("*.rs")))
    found = [one for text in texts for one in functions(text, "&self", "pub async fn")]
    return [f"client.{name}({given(arguments)})" for name, arguments, rest in found if "-> Result<" in rest[:40]]


def java_calls(folder):
    calls = []
    for source in sorted((folder / "apis").glob("*_api.rs")):
        for name, arguments, _ in functions(source.read_text(), "configuration", "pub async fn"):
            calls.append(f"client::apis::{source.stem}::{name}(client{', ' if arguments else ''}{given(arguments)})")
    return calls


def given(arguments):
    return ", ".join(map(one_given, arguments))


def one_given(argument):
    """Type arguments for generic methods: text."""
    taken = re.sub(r"impl (?:AsRef<str>|Into<String>)", "&str", argument.split(":", 1)[1].strip())
    return f"given::<{taken}>()" if "impl " in argument else "given()"


def functions(text, first, keyword="pub fn"):
    """Name, arguments after the first one, and rest of each function with this first argument."""
    for found in re.finditer(rf"{keyword} (\w+|r#\w+)(?:<[^(]*?>)?\(", text):
        arguments, end = split(text, found.end())
        if arguments and re.match(rf"{re.escape(first)}\b|&'a self", arguments[0]):
            yield found[1], arguments[1:], text[end:end + 300]


def split(text, start):
    """Texts between commas up to the closing bracket, and the position of the bracket."""
    depth, parts, begin = 0, [], start
    for place in range(start, len(text)):
        letter = text[place]
        if letter in "([{<":
            depth += 1
        elif depth == 0 and letter in ",)":
            parts.append(text[begin:place].strip())
            begin = place + 1
            if letter == ")":
                return [part for part in parts if part], place + 1
        elif letter in ")]}" or (letter == ">" and text[place - 1] != "-"):
            depth -= 1
    raise ValueError("a bracket is open")
