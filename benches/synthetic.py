#!/usr/bin/env python3
"""Writes a description with this number of endpoints, similar to the Quectel API. The output is deterministic.

    benches/synthetic.py 500 FOLDER

Half of the endpoints are a GET with 3 to 6 parameters in the query, half a POST with a nested body. A result has 12
fields, among them a nested object, lists and enums; an endpoint lists 8 of the API's codes; about 10 endpoints make a
group; every answer is `{code, msg, data}`. Texts are in two languages, and each endpoint has an example.
"""

import sys
from pathlib import Path

PER_GROUP = 10
CODES_PER_ENDPOINT = 8
CODES = 120

# Typical names of such APIs; a number is appended where a name must be unique.
NOUNS = "device product gateway message queue rule shadow firmware alarm location user tenant sensor tariff".split()
READ = "get list find count export inspect".split()
WRITE = "create update delete bind send start".split()
CAUSES = "not_found expired disabled duplicated too_long too_many not_permitted locked malformed missing".split()
KINDS = "not_found permission quota bad_input conflict device server refused".split()
STATES = "idle active stopped failed unknown waiting".split()

# Fields of results and bodies: wire name, type. `{state}`, `{part}` and `{item}` are types of the endpoint.
FIELDS = (
    ("productKey", "string"),
    ("deviceKey", "string"),
    ("displayName", "string"),
    ("firmwareVersion", "string"),
    ("signalStrength", "int"),
    ("messageCount", "uint"),
    ("batteryLevel", "float"),
    ("isOnline", "bool"),
    ("createTime", "timestamp"),
    ("labels", "[string]"),
    ("updateTime", "timestamp"),
    ("groupId", "uint"),
)
NESTED = (("state", "{state}"), ("owner", "{part}"), ("channels", "[{item}]"))
QUERY = (
    ("productKey", "string", True),
    ("state", "{state}", False),
    ("startTime", "timestamp", False),
    ("pageSize", "int", False),
    ("keyword", "string", False),
    ("withLabels", "bool", False),
)
EXAMPLES = {
    "string": '"a text"',
    "int": "-71",
    "uint": "42",
    "float": "98.5",
    "bool": "true",
    "timestamp": "1744179122906",
    "[string]": '["north", "roof"]',
}

API = """\
endpointc: 1
name: synthetic
title: {{ en: Synthetic API, zh: 合成接口 }}
servers:
  main: {{ url: https://api.example.com }}
auth:
  header: Authorization
  renew_on: {{ status: [401], codes: [10001] }}
envelopes:
  plain: {{ code: code, success: [200], message: msg, data: data }}
groups:
{groups}"""

ENDPOINT = """\
summary: {{ en: {verb} the {noun} number {index}., zh: 处理第 {index} 个对象。 }}
doc: {{ en: "Takes part in benchmarks, in group {group}.", zh: 用于基准测试。 }}
{method}: {path}
{place}:
{parameters}returns: {result}
errors: [{codes}]
types:
{types}examples:
  - {place}: {{ {request} }}
    response: {{ code: 200, msg: OK, data: {{ {answer} }} }}
"""

# Parameters of a POST beside values. The names are those that the compiler generates for anonymous types.
LIMITS = {"productKey": ", min_length: 1, max_length: 64", "limit": ", min: 1, max: 500, default: 10"}
SCHEDULE = (("startTime", "timestamp", False), ("endTime", "timestamp", False), ("days", "[int]", False))
ENTRY = (("deviceKey", "string", True), ("note", "string", False), ("weight", "float", False))
BODY_EXAMPLE = (
    "productKey: p1, displayName: a name, state: 1, settings: { interval: 60, schedule: { days: [1, 2] } }, "
    "entries: [{ deviceKey: d1, weight: 0.5 }]"
)


class Endpoint:
    """Endpoint of a number: names, and fields as (wire name, type, required)."""

    def __init__(self, index):
        reads = index % 2 == 0
        self.index = index
        self.noun = NOUNS[index % len(NOUNS)]
        self.verb = (READ if reads else WRITE)[index // 2 % 6]
        self.name = f"{self.verb}_{self.noun}_{index}"
        self.camel = f"{self.verb}_{self.noun}".title().replace("_", "") + str(index)
        self.method, self.place = ("get", "query") if reads else ("post", "body")
        self.path = f"/v2/{group(index)}/openapi/{self.name}"
        own = {kind: f"{self.noun.title()}{kind.title()}{index}" for kind in ("state", "part", "item")}
        self.state = (own["state"], STATES[: 3 + index % 4])
        self.result = f"{self.noun.title()}{index}Result"
        self.answers = {
            self.result: [*(FIELDS[(index + step) % len(FIELDS)] for step in range(9)), *named(NESTED, own)],
            own["part"]: FIELDS[:4],
            own["item"]: FIELDS[2:8],
        }
        if reads:
            self.parameters, self.requests = named(QUERY[: 3 + index // 2 % 4], own), {}
        else:
            self.parameters, self.requests = self.body(own)
        codes = (index * 7 + step * 11 for step in range(CODES_PER_ENDPOINT))
        self.cases = {10_001 + code % CODES: cause(code % CODES) for code in codes}

    def body(self, own):
        """Parameters of a POST, and the types that only they use."""
        settings, schedule, entry = (f"{self.camel}{part}" for part in ("Settings", "SettingsSchedule", "Entry"))
        parameters = [
            ("productKey", "string", True), ("displayName", "string", False), ("limit", "int", False),
            ("state", own["state"], False), ("settings", settings, False), ("entries", f"[{entry}]", True),
        ]
        inside = (("interval", "uint", True), ("labels", "[string]", False), ("schedule", schedule, False))
        return parameters, {settings: inside, schedule: SCHEDULE, entry: ENTRY}

    def text(self):
        """Description file of the endpoint."""
        types = "".join(struct(name, ((*field, False) for field in fields)) for name, fields in self.answers.items())
        types += "".join(struct(name, fields) for name, fields in self.requests.items())
        known = {wire: example(type_) for wire, type_, _ in self.parameters}
        request = BODY_EXAMPLE if self.requests else ", ".join(f"{wire}: {value}" for wire, value in known.items())
        return ENDPOINT.format(
            verb=self.verb.title(), noun=self.noun, index=self.index, group=group(self.index), method=self.method,
            path=self.path, place=self.place, result=self.result, request=request, codes=", ".join(map(str, self.cases)),
            parameters="".join(map(parameter, self.parameters)), types=types + enum(*self.state),
            answer=", ".join(f"{wire}: {example(type_)}" for wire, type_ in self.answers[self.result]),
        )


def named(fields, own):
    return [(wire, type_.format(**own), *more) for wire, type_, *more in fields]


def cause(code):
    """Name of a code as a type name."""
    return code_name(code).title().replace("_", "")


def code_name(code):
    return f"{NOUNS[code // len(CAUSES)]}_{CAUSES[code % len(CAUSES)]}"


def parameter(field):
    wire, type_, required = field
    needed = ", required: true" if required else ""
    return f"  {wire}: {{ type: {type_}{needed}{LIMITS.get(wire, '')}, {doc(wire)} }}\n"


def struct(name, fields):
    lines = ""
    for wire, type_, required in fields:
        lines += f"      {wire}: {{ type: {type_}{', required: true' if required else ''}, {doc(wire)} }}\n"
    return f"  {name}:\n    {doc(name)}\n    fields:\n{lines}"


def enum(name, values):
    lines = "".join(f"      {index}: {{ name: {value}, {doc(value)} }}\n" for index, value in enumerate(values))
    return f"  {name}:\n    {doc(name)}\n    enum:\n{lines}"


def doc(name):
    words = "".join(" " + letter.lower() if letter.isupper() else letter for letter in name).strip()
    return f"doc: {{ en: The {words} of it., zh: 其 {words}。 }}"


def example(type_):
    """Example value of a type; named types are a state, a part, or a list of items."""
    if "Part" in type_:
        return "{ productKey: p1, deviceKey: d1, displayName: a name }"
    if "Item" in type_:
        item = "{ displayName: a channel, signalStrength: -71, messageCount: 42, batteryLevel: 98.5, isOnline: true }"
        return f"[{item}, {item}]"
    return EXAMPLES.get(type_, "1")


def group(index):
    return f"{NOUNS[index // PER_GROUP % len(NOUNS)]}s_{index // PER_GROUP}"


def api(endpoints):
    groups = dict.fromkeys(group(index) for index in range(endpoints))
    lines = (f"  {name}: {{ title: {{ en: Group {name}., zh: 分组 {name}。 }}, envelope: plain }}\n" for name in groups)
    return API.format(groups="".join(lines))


def codes():
    lines = "codes:\n"
    for code in range(CODES):
        name, subject = code_name(code), NOUNS[code // len(CAUSES)]
        lines += (
            f"  {10_001 + code}:\n    name: {name}\n    kind: {KINDS[code % len(KINDS)]}\n"
            f"    doc: {{ en: This means {name.replace('_', ' ')}., zh: 操作失败。 }}\n"
            f"    remedy: {{ en: Look at the {subject} first., zh: 请先检查。 }}\n"
        )
    return lines


def write(endpoints, folder):
    """Writes the description to a folder."""
    files = {"api.yaml": api(endpoints), "codes.yaml": codes()}
    for one in map(Endpoint, range(endpoints)):
        files[f"{group(one.index)}/{one.name}.yaml"] = one.text()
    for path, text in files.items():
        target = Path(folder) / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write(int(sys.argv[1]), sys.argv[2])
