"""Lean client of the synthetic description, as written by hand: derived serde, one generic call, an `async fn` and an error
enum for each endpoint. It has no docs, setters, tolerant decoding, retries or other features of a generated client.
"""

import synthetic

TYPES = {
    "string": "String", "int": "i64", "uint": "u64", "float": "f64", "bool": "bool", "timestamp": "i64",
    "[string]": "Vec<String>", "[int]": "Vec<i64>",
}
REFERENCES = {"string": "&str"}
CORE = """\
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

#[derive(Clone)]
pub struct Client {
    http: reqwest::Client,
    base: String,
    token: String,
}

#[derive(Deserialize)]
struct Envelope<T> {
    code: i64,
    msg: Option<String>,
    data: Option<T>,
}

pub trait Case: Copy + std::fmt::Debug {
    fn of(code: i64) -> Self;
}

#[derive(Debug)]
pub enum CallError<E> {
    Refused { case: E, code: i64, message: Option<String> },
    Http(reqwest::Error),
}

impl Client {
    pub fn new(base: &str, token: &str) -> Self {
        Self { http: reqwest::Client::new(), base: base.to_owned(), token: token.to_owned() }
    }

    async fn get<T: DeserializeOwned, E: Case>(&self, path: &str, query: &impl Serialize) -> Result<T, CallError<E>> {
        self.send(self.http.get(format!("{}{path}", self.base)).query(query)).await
    }

    async fn post<T: DeserializeOwned, E: Case>(&self, path: &str, body: &impl Serialize) -> Result<T, CallError<E>> {
        self.send(self.http.post(format!("{}{path}", self.base)).json(body)).await
    }

    async fn send<T: DeserializeOwned, E: Case>(&self, request: reqwest::RequestBuilder) -> Result<T, CallError<E>> {
        let response = request.header("Authorization", &self.token).send().await.map_err(CallError::Http)?;
        let response = response.error_for_status().map_err(CallError::Http)?;
        let envelope: Envelope<T> = response.json().await.map_err(CallError::Http)?;
        match envelope.data {
            Some(data) if envelope.code == 200 => Ok(data),
            _ => Err(CallError::Refused { case: E::of(envelope.code), code: envelope.code, message: envelope.msg }),
        }
    }
}
"""


def write(endpoints, folder):
    """Writes the sources of a crate and returns the calls of its methods."""
    groups = {}
    for index in range(endpoints):
        groups.setdefault(synthetic.group(index), []).append(synthetic.Endpoint(index))
    folder.mkdir(parents=True)
    for name, members in groups.items():
        text = "use serde::{Deserialize, Serialize};\n\nuse crate::{CallError, Case, Client};\n"
        (folder / f"{name}.rs").write_text(text + "".join(map(endpoint, members)))
    modules = "".join(f"pub mod {name};\n" for name in groups)
    (folder / "lib.rs").write_text(modules + "\n" + CORE)
    return [
        f"client.{one.name}({', '.join('given()' for _ in one.parameters)})" for members in groups.values() for one in members
    ]


def endpoint(one):
    method = one.method
    signature = ", ".join(f"{snake(wire)}: {taken(type_, required)}" for wire, type_, required in one.parameters)
    names = ", ".join(snake(wire) for wire, _, _ in one.parameters)
    request = struct(f"{one.camel}Request<'a>", one.parameters, "Debug, Serialize", borrowed=True)
    structs = [struct(name, [(wire, type_, False) for wire, type_ in fields], "Debug, Clone, Deserialize")
               for name, fields in one.answers.items()]
    structs += [struct(name, fields, "Debug, Clone, Serialize") for name, fields in one.requests.items()]
    cases = "".join(f"    {name},\n" for name in one.cases.values())
    arms = "".join(f"            {code} => Self::{name},\n" for code, name in one.cases.items())
    return f"""
impl Client {{
    pub async fn {one.name}(&self, {signature}) -> Result<{one.result}, CallError<{one.camel}Error>> {{
        self.{method}("{one.path}", &{one.camel}Request {{ {names} }}).await
    }}
}}

{request}
{"".join(structs)}{enum(one)}
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum {one.camel}Error {{
{cases}    Other(i64),
}}

impl Case for {one.camel}Error {{
    fn of(code: i64) -> Self {{
        match code {{
{arms}            other => Self::Other(other),
        }}
    }}
}}
"""


def struct(name, fields, derives, borrowed=False):
    lines = ""
    for wire, type_, required in fields:
        rust = taken(type_, required).replace("&str", "&'a str") if borrowed else held(type_, required)
        skip = '    #[serde(skip_serializing_if = "Option::is_none")]\n' if "Serialize" in derives and "Option" in rust else ""
        missing = "    #[serde(default)]\n" if derives.endswith("Deserialize") and rust.startswith("Vec") else ""
        lines += f"{skip}{missing}    pub {snake(wire)}: {rust},\n"
    if borrowed and "'a" not in lines:
        name = name.replace("<'a>", "")
    return f'#[derive({derives})]\n#[serde(rename_all = "camelCase")]\npub struct {name} {{\n{lines}}}\n\n'


def enum(one):
    """An open enum of integers."""
    name, values = one.state
    cases = "".join(f"    {value.title()},\n" for value in values)
    reads = "".join(f"            {index} => Self::{value.title()},\n" for index, value in enumerate(values))
    writes = "".join(f"            {name}::{value.title()} => {index},\n" for index, value in enumerate(values))
    return f"""#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(from = "i64", into = "i64")]
pub enum {name} {{
{cases}    Other(i64),
}}

impl From<i64> for {name} {{
    fn from(value: i64) -> Self {{
        match value {{
{reads}            other => Self::Other(other),
        }}
    }}
}}

impl From<{name}> for i64 {{
    fn from(value: {name}) -> Self {{
        match value {{
{writes}            {name}::Other(other) => other,
        }}
    }}
}}
"""


def held(type_, required):
    """The type of a field."""
    rust = TYPES.get(type_) or (f"Vec<{type_[1:-1]}>" if type_.startswith("[") else type_)
    return rust if required or rust.startswith("Vec") else f"Option<{rust}>"


def taken(type_, required):
    """The type of an argument."""
    rust = REFERENCES.get(type_) or held(type_, True)
    return rust if required else f"Option<{rust}>"


def snake(wire):
    return "".join("_" + letter.lower() if letter.isupper() else letter for letter in wire)
