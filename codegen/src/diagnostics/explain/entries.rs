//! The explanations, sorted by code.

use super::Explanation;

/// Every code, with examples that are compiled in the tests.
///
/// The examples are made as small as the mistake allows; what they do not show is a description
/// that is valid.
pub(super) static EXPLANATIONS: [Explanation; 96] = [
    explained(
        "bad-auth-example",
        "`example` under `auth` is what a program calls on the client's builder to sign in; that method is written by \
         hand. It is shown in the docs after `Client::builder(…).`, so it is the call of a method, or several.",
        r#"# api.yaml
endpointc: 1
name: demo
servers: { main: { url: https://demo.example } }
envelopes: { plain: { code: code, success: [0], message: msg, data: data } }
groups: { things: { envelope: plain } }
auth: { header: X-Token, example: "my key, my secret" }
"#,
        r#"# api.yaml
endpointc: 1
name: demo
servers: { main: { url: https://demo.example } }
envelopes: { plain: { code: code, success: [0], message: msg, data: data } }
groups: { things: { envelope: plain } }
auth: { header: X-Token, example: 'access_key("my key", "my secret")' }
"#,
    ),
    explained(
        "bad-constant",
        "A constant is sent as it is written, so it must be something that needs no further \
         description: text, an integer or a boolean.",
        r"# things/get.yaml
summary: Get a thing.
get: /things
query: { level: { const: [1, 2] } }
",
        r"# things/get.yaml
summary: Get a thing.
get: /things
query: { level: { const: 1 } }
",
    ),
    explained(
        "bad-header",
        "The name of a header is made of letters, digits and a few marks, without blanks; \
         anything else no server would take for a header.",
        r#"# api.yaml
endpointc: 1
name: demo
servers: { main: { url: https://demo.example } }
envelopes: { plain: { code: code, success: [0], message: msg, data: data } }
groups: { things: { envelope: plain } }
auth: { header: "X Token" }
"#,
        r"# api.yaml
endpointc: 1
name: demo
servers: { main: { url: https://demo.example } }
envelopes: { plain: { code: code, success: [0], message: msg, data: data } }
groups: { things: { envelope: plain } }
auth: { header: X-Token }
",
    ),
    explained(
        "bad-name",
        "A name in the description becomes a name in programs. Groups, endpoints, errors and \
         whatever `name:` says are written in snake_case; types are written in UpperCamelCase. A \
         wire name may be anything: it is never changed.",
        r"# things/get.yaml
summary: Get a thing.
get: /things
query: { pageNum: { type: int, name: PageNumber } }
",
        r"# things/get.yaml
summary: Get a thing.
get: /things
query: { pageNum: { type: int, name: page } }
",
    ),
    explained(
        "bad-paging",
        "A list comes in pages when its payload is a list, its envelope names the field of the payload, \
         and its method has a place for the number of the page.",
        r"# api.yaml
endpointc: 1
name: demo
servers: { main: { url: https://demo.example } }
envelopes: { plain: { code: code, success: [0], message: msg, data: data } }
paging: { flat: { page: pageNum, size: pageSize, total: total } }
groups: { things: { envelope: plain } }
# things/get.yaml
summary: List things.
get: /things
returns: string
paging: flat
",
        r"# api.yaml
endpointc: 1
name: demo
servers: { main: { url: https://demo.example } }
envelopes: { plain: { code: code, success: [0], message: msg, data: data } }
paging: { flat: { page: pageNum, size: pageSize, total: total } }
groups: { things: { envelope: plain } }
# things/get.yaml
summary: List things.
get: /things
returns: [string]
paging: flat
",
    ),
    explained(
        "bad-path",
        "A path begins with `/`, holds parameters in braces, each of which is described under \
         `path`, and nothing that a client would drop or change: no `..`, no query, no blank.",
        r"# things/get.yaml
summary: Get a thing.
get: things/{id}?full=true
path: { id: { type: string, required: true } }
",
        r"# things/get.yaml
summary: Get a thing.
get: /things/{id}
path: { id: { type: string, required: true } }
query: { full: { const: true } }
",
    ),
    explained(
        "bad-pattern",
        "A pattern is checked before sending, in time that grows with the text alone. So it is a \
         regular expression without look-around and back-references; it must match the whole \
         text.",
        r#"# things/get.yaml
summary: Get a thing.
get: /things
query: { key: { type: string, pattern: "(?=a)b" } }
"#,
        r#"# things/get.yaml
summary: Get a thing.
get: /things
query: { key: { type: string, pattern: "[a-z0-9]+" } }
"#,
    ),
    explained(
        "bad-rust-path",
        "`rust` names a type that is written by hand in the crate that holds the client; it is \
         the path of that type.",
        r#"# things/get.yaml
summary: Get a thing.
get: /things
returns: Downlink
types: { Downlink: { rust: "the downlink" } }
"#,
        r#"# things/get.yaml
summary: Get a thing.
get: /things
returns: Downlink
types: { Downlink: { rust: "crate::Downlink" } }
"#,
    ),
    explained(
        "bad-sample",
        "`sample` is a value of a type that is written by hand, for the example in the documentation of a call: an \
         expression of Rust in one line, which calls the type by its own name. Of a type that is described an example \
         is made without it.",
        r#"# things/get.yaml
summary: Get a thing.
get: /things
returns: Downlink
types: { Downlink: { rust: "crate::Downlink", sample: "Downlink::new(" } }
"#,
        r#"# things/get.yaml
summary: Get a thing.
get: /things
returns: Downlink
types: { Downlink: { rust: "crate::Downlink", sample: "Downlink::new()" } }
"#,
    ),
    explained(
        "bad-separator",
        "The items of a joined list stand in one text with one character between them.",
        r#"# things/get.yaml
summary: Get a thing.
get: /things
query: { ids: { type: { joined: int, by: ", " } } }
"#,
        r#"# things/get.yaml
summary: Get a thing.
get: /things
query: { ids: { type: { joined: int, by: ";" } } }
"#,
    ),
    explained(
        "bad-spread",
        "`spread` sends the fields of a type as if each were a parameter. So the type must have \
         fields: `fields`, or `one_of` for a choice. It stands in place of `type`.",
        r"# things/get.yaml
summary: Get a thing.
get: /things
query: { device: { spread: string, required: true } }
",
        r"# things/get.yaml
summary: Get a thing.
get: /things
query: { device: { spread: DeviceRef, required: true } }
types: { DeviceRef: { one_of: { id: { deviceId: int }, key: { deviceKey: string } } } }
",
    ),
    explained(
        "bad-status",
        "An HTTP status is a number from 100 to 599. A code of the envelope may be any \
         integer; a status may not.",
        r"# things/get.yaml
summary: Get a thing.
get: /things
returns: string
examples: [{ status: 20, response: { code: 0, data: a } }]
",
        r"# things/get.yaml
summary: Get a thing.
get: /things
returns: string
examples: [{ status: 200, response: { code: 0, data: a } }]
",
    ),
    explained(
        "bad-template",
        "A template that was given with `--templates` makes something that is not Rust, or asks for \
         something that it does not get. The place is that of the template; what the whole output \
         would have been is kept in a file. Nothing was written.",
        "",
        "",
    ),
    explained(
        "bad-url",
        "A server is reached by `https`, at a host, below a base path if there is one. \
         Credentials, a query or a fragment do not belong to it.",
        r"# api.yaml
endpointc: 1
name: demo
servers: { main: { url: http://demo.example?v=1 } }
envelopes: { plain: { code: code, success: [0], message: msg, data: data } }
groups: { things: { envelope: plain } }
",
        r"# api.yaml
endpointc: 1
name: demo
servers: { main: { url: https://demo.example/v1 } }
envelopes: { plain: { code: code, success: [0], message: msg, data: data } }
groups: { things: { envelope: plain } }
",
    ),
    explained(
        "body-on-get",
        "Servers and proxies drop the body of a GET. What is sent with a GET travels in the \
         query, in headers or in the path.",
        r"# things/get.yaml
summary: Get a thing.
get: /things
body: { id: string }
",
        r"# things/get.yaml
summary: Get a thing.
get: /things
query: { id: string }
",
    ),
    explained(
        "code-texts-differ",
        "One code with one name is explained in two ways. People look codes up by their \
         number, so it should mean the same everywhere; put it into one set that both take \
         in.",
        r"# api.yaml
endpointc: 1
name: demo
servers: { main: { url: https://demo.example } }
envelopes: { plain: { code: code, success: [0], message: msg, data: data } }
groups: { things: { envelope: plain, errors: [one] }, others: { envelope: plain, errors: [two] } }
errors:
  one: { 7: { name: broken, doc: It is broken. } }
  two: { 7: { name: broken, doc: It was never whole. } }
# others/get.yaml
summary: Get another.
get: /others
",
        r"# api.yaml
endpointc: 1
name: demo
servers: { main: { url: https://demo.example } }
envelopes: { plain: { code: code, success: [0], message: msg, data: data } }
groups: { things: { envelope: plain, errors: [one] }, others: { envelope: plain, errors: [two] } }
errors:
  one: { 7: { name: broken, doc: It is broken. } }
  two: { 7: { name: broken, doc: It is broken. } }
# others/get.yaml
summary: Get another.
get: /others
",
    ),
    explained(
        "constant-with",
        "A constant is always sent and never asked for. So it is neither required nor has it a \
         default.",
        r"# things/get.yaml
summary: Get a thing.
get: /things
query: { grant_type: { const: password, required: true } }
",
        r"# things/get.yaml
summary: Get a thing.
get: /things
query: { grant_type: { const: password } }
",
    ),
    explained(
        "doubled-code",
        "A list of errors holds each code once.",
        r"# codes.yaml
codes: { 7: { name: gone, doc: It is gone. } }
# things/get.yaml
summary: Get a thing.
get: /things
errors: [7, 7]
",
        r"# codes.yaml
codes: { 7: { name: gone, doc: It is gone. } }
# things/get.yaml
summary: Get a thing.
get: /things
errors: [7]
",
    ),
    explained(
        "doubled-envelope-field",
        "A field of the envelope can be the code, the message, the payload or something else, \
         but only one of them.",
        r"# api.yaml
endpointc: 1
name: demo
servers: { main: { url: https://demo.example } }
envelopes: { plain: { code: code, success: [0], data: data, others: [code] } }
groups: { things: { envelope: plain } }
",
        r"# api.yaml
endpointc: 1
name: demo
servers: { main: { url: https://demo.example } }
envelopes: { plain: { code: code, success: [0], data: data, others: [trace] } }
groups: { things: { envelope: plain } }
",
    ),
    explained(
        "doubled-error-name",
        "In the catalogue each code has a name of its own, because two of one name could not be told \
         apart in the error enum of an endpoint that lists both.",
        r"# codes.yaml
codes:
  7: { name: gone, doc: It was taken away. }
  8: { name: gone, doc: It was used up. }
",
        r"# codes.yaml
codes:
  7: { name: taken_away, doc: It was taken away. }
  8: { name: used_up, doc: It was used up. }
",
    ),
    explained(
        "doubled-parameter",
        "Two parameters would be sent under one name in one place, where a server reads one \
         of them. Spread types count with each of their fields.",
        r"# things/get.yaml
summary: Get a thing.
get: /things
query: { id: { type: int, doc: Which. }, ref: { spread: Ref, doc: Which. } }
types: { Ref: { fields: { id: int } } }
",
        r"# things/get.yaml
summary: Get a thing.
get: /things
query: { ref: { spread: Ref, doc: Which. } }
types: { Ref: { fields: { id: int } } }
",
    ),
    explained(
        "duplicate-code",
        "In the errors of one endpoint a code has one name, because it becomes one variant of its \
         error enum. The code comes from two places here: the endpoint and a set that it takes \
         in, or two sets.",
        r"# api.yaml
endpointc: 1
name: demo
servers: { main: { url: https://demo.example } }
envelopes: { plain: {} }
errors: { http: { 404: { name: not_found } } }
groups: { things: { envelope: plain, errors: [http] } }
# things/get.yaml
summary: Get a thing.
get: /things
errors: { 404: { name: no_such_thing } }
",
        r"# api.yaml
endpointc: 1
name: demo
servers: { main: { url: https://demo.example } }
envelopes: { plain: {} }
errors: { http: { 404: { name: not_found } } }
groups: { things: { envelope: plain, errors: [http] } }
# things/get.yaml
summary: Get a thing.
get: /things
errors: { 404: { name: not_found, doc: There is no such thing. } }
",
    ),
    explained(
        "duplicate-inline",
        "A type described where it is used is called like the place: the result of `get` is \
         `GetAnswer`, its field `owner` is `GetAnswerOwner`. Two types would have one name here. \
         They are not merged, even if they look the same: describe one of them under `types`.",
        r"# things/get.yaml
summary: Get a thing.
get: /things
returns: { fields: { owner: { fields: { id: int } } } }
types: { GetAnswerOwner: { fields: { name: string } } }
",
        r"# things/get.yaml
summary: Get a thing.
get: /things
returns: { fields: { owner: { fields: { id: int } } } }
types: { Owner: { fields: { name: string } } }
",
    ),
    explained(
        "duplicate-key",
        "A key is given once. Most readers of YAML take the last one without a word, and the \
         first is lost.",
        r"# things/get.yaml
summary: Get a thing.
get: /things
summary: Get it.
",
        r"# things/get.yaml
summary: Get a thing.
get: /things
",
    ),
    explained(
        "duplicate-type",
        "Types are known by name in the whole description, so that any file can use them. Two of \
         one name are never merged.",
        r"# things/get.yaml
summary: Get a thing.
get: /things
types: { Thing: { fields: { id: int } } }
# things/list.yaml
summary: List things.
get: /list
types: { Thing: { fields: { id: int } } }
",
        r"# things/get.yaml
summary: Get a thing.
get: /things
returns: Thing
types: { Thing: { fields: { id: int } } }
# things/list.yaml
summary: List things.
get: /list
returns: [Thing]
",
    ),
    explained(
        "endless-type",
        "Each value of the type would need another one inside, so that none can ever end. Let \
         one of the fields be missing, or be a list.",
        r"# things/get.yaml
summary: Get a thing.
get: /things
returns: Hen
types:
  Hen: { fields: { egg: { type: Egg, required: true } } }
  Egg: { fields: { hen: { type: Hen, required: true } } }
",
        r"# things/get.yaml
summary: Get a thing.
get: /things
returns: Hen
types:
  Hen: { fields: { egg: Egg } }
  Egg: { fields: { hen: { type: Hen, required: true } } }
",
    ),
    explained(
        "example-code",
        "An example may show a failure, but one that the description knows: its code is listed by \
         the endpoint or by a set that it takes in.",
        r"# things/get.yaml
summary: Get a thing.
get: /things
examples:
  - response: { code: 7, msg: no such thing }
",
        r"# things/get.yaml
summary: Get a thing.
get: /things
errors: { 7: { name: no_such_thing } }
examples:
  - response: { code: 7, msg: no such thing }
",
    ),
    explained(
        "example-misfit",
        "Examples are tests: each must fit the types. When the vendor's example and the vendor's \
         table differ, the wire is right.",
        r"# things/get.yaml
summary: Get a thing.
get: /things
returns: Thing
types: { Thing: { fields: { parts: [string] } } }
examples:
  - response: { code: 0, data: { parts: { bolt: 1 } } }
",
        r"# things/get.yaml
summary: Get a thing.
get: /things
returns: Thing
types: { Thing: { fields: { parts: { map: int } } } }
examples:
  - response: { code: 0, data: { parts: { bolt: 1 } } }
",
    ),
    explained(
        "example-missing",
        "A required field is missing in an example. An answer without it would be an error for \
         the caller, so say `required` only of what is always there.",
        r"# things/get.yaml
summary: Get a thing.
get: /things
returns: Thing
types: { Thing: { fields: { id: { type: int, required: true } } } }
examples:
  - response: { code: 0, data: {} }
",
        r"# things/get.yaml
summary: Get a thing.
get: /things
returns: Thing
types: { Thing: { fields: { id: int } } }
examples:
  - response: { code: 0, data: {} }
",
    ),
    explained(
        "example-parameter",
        "An example gives parameters by their wire names; this one is not described.",
        r"# things/get.yaml
summary: Get a thing.
get: /things
query: { id: string }
examples:
  - query: { idd: x }
",
        r"# things/get.yaml
summary: Get a thing.
get: /things
query: { id: string }
examples:
  - query: { id: x }
",
    ),
    explained(
        "example-undeclared",
        "An example holds a field that no type declares. The client would survive it, but its \
         user would never see it. Declare the field, or list it under `others` of the envelope if \
         it is no payload.",
        r"# things/get.yaml
summary: Get a thing.
get: /things
returns: Thing
types: { Thing: { fields: { id: int } } }
examples:
  - response: { code: 0, data: { id: 1, colour: red } }
",
        r"# things/get.yaml
summary: Get a thing.
get: /things
returns: Thing
types: { Thing: { fields: { id: int, colour: string } } }
examples:
  - response: { code: 0, data: { id: 1, colour: red } }
",
    ),
    explained(
        "example-without",
        "An example that gives parameters gives all required ones. An example of an answer alone \
         gives none.",
        r"# things/get.yaml
summary: Get a thing.
get: /things
query: { id: { type: string, required: true }, full: bool }
examples:
  - query: { full: true }
",
        r"# things/get.yaml
summary: Get a thing.
get: /things
query: { id: { type: string, required: true }, full: bool }
examples:
  - query: { id: x, full: true }
",
    ),
    explained(
        "file-too-large",
        "A file of a description is read up to 4 MiB. One endpoint takes a few kilobytes; a \
         file of this size is most likely something else that has strayed into the folder.",
        "",
        "",
    ),
    explained(
        "internal-template",
        "A template of endpointc made something that is not Rust. The description is not to \
         blame: please report it, with the template and the text that is shown. Nothing was \
         written.",
        "",
        "",
    ),
    explained(
        "item-field",
        "`item` says which fields of a batch's item tell how it went. They are fields like any \
         other: the code is an `int`, the message a `string`.",
        r"# things/get.yaml
summary: Get a thing.
get: /things
returns: [Receipt]
types: { Receipt: { item: { code: code, success: [200] }, fields: { ticket: string } } }
",
        r"# things/get.yaml
summary: Get a thing.
get: /things
returns: [Receipt]
types: { Receipt: { item: { code: code, success: [200] }, fields: { code: int, ticket: string } } }
",
    ),
    explained(
        "item-without-fields",
        "An item of a batch has a code of its own, which is one of its fields. So it is a type \
         with `fields`.",
        r"# things/get.yaml
summary: Get a thing.
get: /things
returns: [Receipt]
types: { Receipt: { item: { code: code, success: [200] }, enum: { 1: one } } }
",
        r"# things/get.yaml
summary: Get a thing.
get: /things
returns: [Receipt]
types: { Receipt: { item: { code: code, success: [200] }, fields: { code: int } } }
",
    ),
    explained(
        "limits-contradict",
        "No value can be within both limits, so that every call would be refused before it is \
         sent.",
        r"# things/get.yaml
summary: Get a thing.
get: /things
query: { a: { type: string, doc: A. , min_length: 4, max_length: 3 } }
",
        r"# things/get.yaml
summary: Get a thing.
get: /things
query: { a: { type: string, doc: A. , min_length: 3, max_length: 4 } }
",
    ),
    explained(
        "misfit-constant",
        "A constant with a type of its own must be a value of that type.",
        r"# things/get.yaml
summary: Get a thing.
get: /things
query: { a: { type: int, const: many, doc: A. } }
",
        r"# things/get.yaml
summary: Get a thing.
get: /things
query: { a: { type: int, const: 7, doc: A. } }
",
    ),
    explained(
        "misfit-default",
        "The default of a field is what a program sees when an answer leaves the field out, so it \
         is a value of the field's type. A list or a map is empty then, without being told.",
        r"# things/get.yaml
summary: Get a thing.
get: /things
returns: { fields: { size: { type: int, default: ten } } }
",
        r"# things/get.yaml
summary: Get a thing.
get: /things
returns: { fields: { size: { type: int, default: 10 } } }
",
    ),
    explained(
        "misfit-limit",
        "A limit is of a kind of value: `min_length`, `max_length` and `pattern` of text, `min` \
         and `max` of integers, `min_items` and `max_items` of lists.",
        r"# things/get.yaml
summary: Get a thing.
get: /things
query: { page: { type: int, max_length: 3 } }
",
        r"# things/get.yaml
summary: Get a thing.
get: /things
query: { page: { type: int, max: 100 } }
",
    ),
    explained(
        "misfit-list",
        "`list` says how a list is written in a query or a form: `repeat`, `comma` or `brackets`. \
         Elsewhere, and for anything that is no list, there is nothing to say.",
        r"# things/get.yaml
summary: Get a thing.
get: /things
query: { id: { type: int, list: comma } }
",
        r"# things/get.yaml
summary: Get a thing.
get: /things
query: { ids: { type: [int], list: comma } }
",
    ),
    explained(
        "misfit-payload",
        "Without `data`, the fields of the payload stand beside the code of the envelope. A \
         list or a single value has no fields that could.",
        r"# api.yaml
endpointc: 1
name: demo
servers: { main: { url: https://demo.example } }
envelopes: { plain: { code: code, success: [0] } }
groups: { things: { envelope: plain } }
# things/get.yaml
summary: Get a thing.
get: /things
returns: [string]
",
        r"# api.yaml
endpointc: 1
name: demo
servers: { main: { url: https://demo.example } }
envelopes: { plain: { code: code, success: [0], message: msg, data: data } }
groups: { things: { envelope: plain } }
# things/get.yaml
summary: Get a thing.
get: /things
returns: [string]
",
    ),
    explained(
        "misplaced-file",
        "An endpoint is described in `<group>/<endpoint>.yaml`, because folder and file say what \
         it is called in programs. Beside the folders stands `api.yaml`, and nothing else.",
        r"# get.yaml
summary: Get a thing.
get: /things
",
        r"# things/get.yaml
summary: Get a thing.
get: /things
",
    ),
    explained(
        "missing-key",
        "Something that is described here needs a key that is not given.",
        r"# things/get.yaml
get: /things
",
        r"# things/get.yaml
summary: Get a thing.
get: /things
",
    ),
    explained(
        "missing-translation",
        "The description is written in two languages, and this text has only one of them. \
         Documentation will show it in the one that is there.",
        r"# api.yaml
endpointc: 1
name: demo
servers: { main: { url: https://demo.example } }
envelopes: { plain: { code: code, success: [0], message: msg, data: data } }
groups: { things: { title: { en: Things, zh: 物 }, envelope: plain } }
# things/get.yaml
summary: { en: Get a thing. }
get: /things
",
        r"# api.yaml
endpointc: 1
name: demo
servers: { main: { url: https://demo.example } }
envelopes: { plain: { code: code, success: [0], message: msg, data: data } }
groups: { things: { title: { en: Things, zh: 物 }, envelope: plain } }
# things/get.yaml
summary: { en: Get a thing., zh: 查询。 }
get: /things
",
    ),
    explained(
        "mixed-enum",
        "The values of an enum are all integers or all text on the wire. Here they are both, so \
         all are taken as text. That is a warning: some servers do it.",
        r"# things/get.yaml
summary: Get a thing.
get: /things
returns: State
types: { State: { enum: { 0: off, on: on } } }
",
        r"# things/get.yaml
summary: Get a thing.
get: /things
returns: State
types: { State: { enum: { 0: off, 1: on } } }
",
    ),
    explained(
        "name-collision",
        "Two things of the description would have the same name in Rust, where `productKey` and \
         `product_key` are one. Give one of them another name with `name:`; what is sent stays \
         the same.",
        r"# things/get.yaml
summary: Get a thing.
get: /things
query: { pageNum: int, page_num: int }
",
        r"# things/get.yaml
summary: Get a thing.
get: /things
query: { pageNum: int, page_num: { type: int, name: old_page_num } }
",
    ),
    explained(
        "needless-nullable",
        "A field that is not required may be missing or null, and is an `Option` anyway. \
         `nullable` is for a field that is always there and may be null.",
        r"# things/get.yaml
summary: Get a thing.
get: /things
returns: { fields: { owner: { type: string, nullable: true } } }
",
        r"# things/get.yaml
summary: Get a thing.
get: /things
returns: { fields: { owner: { type: string, required: true, nullable: true } } }
",
    ),
    explained(
        "negative-count",
        "A length or a number of items is not less than nothing.",
        r"# things/get.yaml
summary: Get a thing.
get: /things
query: { a: { type: string, doc: A. , min_length: -1 } }
",
        r"# things/get.yaml
summary: Get a thing.
get: /things
query: { a: { type: string, doc: A. , min_length: 1 } }
",
    ),
    explained(
        "no-api-file",
        "`api.yaml` says what holds for all endpoints: what the API is called, where it is \
         served, how answers are wrapped. A description without it is not one.",
        r"# things/get.yaml
summary: Get a thing.
get: /things
",
        r"# api.yaml
endpointc: 1
name: demo
servers: { main: { url: https://demo.example } }
envelopes: { plain: { code: code, success: [0], message: msg, data: data } }
groups: { things: { envelope: plain } }
# things/get.yaml
summary: Get a thing.
get: /things
",
    ),
    explained(
        "no-code",
        "The envelope says which codes mean success, but not in which field the code is. \
         Without `code`, the HTTP status alone decides.",
        r"# api.yaml
endpointc: 1
name: demo
servers: { main: { url: https://demo.example } }
envelopes: { plain: { success: [0], data: data } }
groups: { things: { envelope: plain } }
",
        r"# api.yaml
endpointc: 1
name: demo
servers: { main: { url: https://demo.example } }
envelopes: { plain: { code: code, success: [0], data: data } }
groups: { things: { envelope: plain } }
",
    ),
    explained(
        "no-envelope",
        "It must be known where in an answer the outcome and the payload stand. A group names an \
         envelope; an endpoint may name another. For plain answers, without a code, there is the \
         envelope `{}`.",
        r"# api.yaml
endpointc: 1
name: demo
servers: { main: { url: https://demo.example } }
envelopes: { bare: {} }
groups: { things: {} }
",
        r"# api.yaml
endpointc: 1
name: demo
servers: { main: { url: https://demo.example } }
envelopes: { bare: {} }
groups: { things: { envelope: bare } }
",
    ),
    explained(
        "no-route",
        "An endpoint has one method and one path.",
        r"# things/get.yaml
summary: Get a thing.
",
        r"# things/get.yaml
summary: Get a thing.
get: /things
",
    ),
    explained(
        "no-success",
        "An envelope that names the field with the code says which codes mean success. Whatever \
         is not among them is an error.",
        r"# api.yaml
endpointc: 1
name: demo
servers: { main: { url: https://demo.example } }
envelopes: { plain: { code: code, data: data } }
groups: { things: { envelope: plain } }
",
        r"# api.yaml
endpointc: 1
name: demo
servers: { main: { url: https://demo.example } }
envelopes: { plain: { code: code, success: [0, 200], data: data } }
groups: { things: { envelope: plain } }
",
    ),
    explained(
        "not-a-code",
        "Errors are known by a number: the code in the envelope, or the HTTP status.",
        r"# things/get.yaml
summary: Get a thing.
get: /things
errors: { E17: { name: no_such_thing } }
",
        r"# things/get.yaml
summary: Get a thing.
get: /things
errors: { 17: { name: no_such_thing } }
",
    ),
    explained(
        "not-a-warning",
        "Only warnings can be allowed. An error means that there is no output, and \
         `unused-allow` is there to tell of silences that silence nothing.",
        r"# things/get.yaml
summary: Get a thing.
get: /things
allow: [unknown-key]
",
        r"# things/get.yaml
summary: Get a thing.
get: /things
query: { id: int }
allow: [undocumented-parameter]
",
    ),
    explained(
        "not-utf8",
        "A description is text in UTF-8. This file is in another encoding or is not text at \
         all; save it as UTF-8.",
        "",
        "",
    ),
    explained(
        "one-of-in-result",
        "`one_of` is a choice that the caller makes; an answer does not say which one the server \
         made. A result of several shapes is a `union`.",
        r"# things/get.yaml
summary: Get a thing.
get: /things
returns: Place
types: { Place: { one_of: { near: { metres: int }, named: { town: string } } } }
",
        r"# things/get.yaml
summary: Get a thing.
get: /things
returns: Place
types:
  Place: { union: { shapes: { near: Near, named: Named } } }
  Near: { fields: { metres: { type: int, required: true } } }
  Named: { fields: { town: { type: string, required: true } } }
",
    ),
    explained(
        "optional-path-parameter",
        "A path cannot be sent with a hole in it: each of its parameters is required or constant.",
        r"# things/get.yaml
summary: Get a thing.
get: /things/{id}
path: { id: string }
",
        r"# things/get.yaml
summary: Get a thing.
get: /things/{id}
path: { id: { type: string, required: true } }
",
    ),
    explained(
        "required-with-default",
        "What is required is always given, so there is no place for a default.",
        r"# things/get.yaml
summary: Get a thing.
get: /things
query: { page: { type: int, required: true, default: 1 } }
",
        r"# things/get.yaml
summary: Get a thing.
get: /things
query: { page: { type: int, default: 1 } }
",
    ),
    explained(
        "reserved-group",
        "Generated code has modules of its own beside those of the groups: `api`, `client` and \
         `types`.",
        r"# api.yaml
endpointc: 1
name: demo
servers: { main: { url: https://demo.example } }
envelopes: { plain: { code: code, success: [0], message: msg, data: data } }
groups: { things: { envelope: plain }, types: { envelope: plain } }
# types/list.yaml
summary: List types.
get: /types
",
        r"# api.yaml
endpointc: 1
name: demo
servers: { main: { url: https://demo.example } }
envelopes: { plain: { code: code, success: [0], message: msg, data: data } }
groups: { things: { envelope: plain }, kinds: { envelope: plain } }
# kinds/list.yaml
summary: List types.
get: /types
",
    ),
    explained(
        "reserved-header",
        "Some headers are not for callers to give: the client sets them by itself, or they \
         carry the token.",
        r"# api.yaml
endpointc: 1
name: demo
servers: { main: { url: https://demo.example } }
envelopes: { plain: { code: code, success: [0], message: msg, data: data } }
groups: { things: { envelope: plain } }
auth: { header: Authorization }
# things/get.yaml
summary: Get a thing.
get: /things
header: { Authorization: { type: string, doc: Token. } }
",
        r"# api.yaml
endpointc: 1
name: demo
servers: { main: { url: https://demo.example } }
envelopes: { plain: { code: code, success: [0], message: msg, data: data } }
groups: { things: { envelope: plain } }
auth: { header: Authorization }
# things/get.yaml
summary: Get a thing.
get: /things
header: { X-Trace: { type: string, doc: Trace. } }
",
    ),
    explained(
        "reserved-type",
        "A type cannot be called like a word of the language, or like something that generated \
         code needs: `Option`, `Result`, `Vec`, `String`, `Client` and a few more.",
        r"# things/get.yaml
summary: Get a thing.
get: /things
returns: Result
types: { Result: { fields: { id: int } } }
",
        r"# things/get.yaml
summary: Get a thing.
get: /things
returns: Outcome
types: { Outcome: { fields: { id: int } } }
",
    ),
    explained(
        "same-route",
        "One method and path is one operation. Described twice, it would be two methods that do \
         the same, with two error enums.",
        r"# things/get.yaml
summary: Get a thing.
get: /things
# things/find.yaml
summary: Find a thing.
get: /things
",
        r"# things/get.yaml
summary: Get a thing.
get: /things
# things/find.yaml
summary: Find a thing.
get: /things/find
",
    ),
    explained(
        "secret-not-text",
        "A secret is kept in a type that never shows it, and that type holds text.",
        r"# things/get.yaml
summary: Get a thing.
get: /things
query: { pin: { type: int, secret: true } }
",
        r"# things/get.yaml
summary: Get a thing.
get: /things
query: { pin: { type: string, secret: true } }
",
    ),
    explained(
        "shapeless-type",
        "A type has exactly one shape, with something inside: `fields`, `enum`, `one_of`, \
         `union`, or `rust` for a type written by hand. For whatever JSON there is the type \
         `json`.",
        r"# things/get.yaml
summary: Get a thing.
get: /things
returns: Thing
types: { Thing: { doc: A thing. } }
",
        r"# things/get.yaml
summary: Get a thing.
get: /things
returns: Thing
types: { Thing: { doc: A thing., fields: { id: int } } }
",
    ),
    explained(
        "success-as-error",
        "A code cannot be both: the envelope says that it means success, the errors say that it \
         means failure.",
        r"# things/get.yaml
summary: Get a thing.
get: /things
errors: { 0: { name: nothing_found } }
",
        r"# things/get.yaml
summary: Get a thing.
get: /things
errors: { 4: { name: nothing_found } }
",
    ),
    explained(
        "two-bodies",
        "A request has one body: a JSON object (`body`) or a form (`form`).",
        r"# things/get.yaml
summary: Add a thing.
post: /things
body: { name: string }
form: { colour: string }
",
        r"# things/get.yaml
summary: Add a thing.
post: /things
body: { name: string, colour: string }
",
    ),
    explained(
        "two-routes",
        "A file describes one operation. A second method is another operation, in another file.",
        r"# things/get.yaml
summary: Get or add a thing.
get: /things
post: /things
",
        r"# things/get.yaml
summary: Get a thing.
get: /things
# things/add.yaml
summary: Add a thing.
post: /things
",
    ),
    explained(
        "two-types",
        "A type expression that is a map says one thing: `map`, `json_text`, `joined`, or one \
         shape. Of two, one would be overlooked.",
        r"# things/get.yaml
summary: Get a thing.
get: /things
returns: { map: int, fields: { id: int } }
",
        r"# things/get.yaml
summary: Get a thing.
get: /things
returns: { fields: { id: int } }
",
    ),
    explained(
        "unclear-union",
        "A reader must know which of several types it has before it. Either a field says it \
         (`tag`, and `types` by its values), or the shapes are tried in their order (`shapes`).",
        r"# things/get.yaml
summary: Get a thing.
get: /things
returns: { union: { types: { number: int, text: string } } }
",
        r"# things/get.yaml
summary: Get a thing.
get: /things
returns: { union: { shapes: { number: int, text: string } } }
",
    ),
    explained(
        "undocumented-code",
        "Whoever meets this code has nothing but its number and its name. Say what it means \
         with `doc`.",
        r"# things/get.yaml
summary: Get a thing.
get: /things
errors: { 7: { name: broken } }
",
        r"# things/get.yaml
summary: Get a thing.
get: /things
errors: { 7: { name: broken, doc: The thing is broken. } }
",
    ),
    explained(
        "undocumented-parameter",
        "A caller has nothing but the name of this parameter. Say what it means with `doc`.",
        r"# things/get.yaml
summary: Get a thing.
get: /things
query: { id: int }
",
        r"# things/get.yaml
summary: Get a thing.
get: /things
query: { id: { type: int, doc: Which thing. } }
",
    ),
    explained(
        "unjoinable",
        "Items of a joined list stand in one text, so each must be a single value.",
        r"# things/get.yaml
summary: Get a thing.
get: /things
returns: { joined: [int] }
",
        r"# things/get.yaml
summary: Get a thing.
get: /things
returns: { joined: int }
",
    ),
    explained(
        "unknown-group",
        "The folder of a file is its group, and groups are declared in `api.yaml`, where it is \
         also said how their answers are wrapped.",
        r"# thing/get.yaml
summary: Get a thing.
get: /things
",
        r"# things/get.yaml
summary: Get a thing.
get: /things
",
    ),
    explained(
        "unknown-key",
        "Every key that the language does not know is an error, because a key that is passed over \
         is a promise that nobody keeps.",
        r"# things/get.yaml
summary: Get a thing.
get: /things
query: { id: { type: string, requierd: true } }
",
        r"# things/get.yaml
summary: Get a thing.
get: /things
query: { id: { type: string, required: true } }
",
    ),
    explained(
        "unknown-name",
        "Something is named that nothing declares: a type, an envelope or a set of errors.",
        r"# things/get.yaml
summary: Get a thing.
get: /things
returns: Thign
types: { Thing: { fields: { id: int } } }
",
        r"# things/get.yaml
summary: Get a thing.
get: /things
returns: Thing
types: { Thing: { fields: { id: int } } }
",
    ),
    explained(
        "unknown-version",
        "`endpointc` at the top of `api.yaml` says in which version of the language the \
         description is written.",
        r"# api.yaml
endpointc: 2
name: demo
servers: { main: { url: https://demo.example } }
envelopes: { plain: { code: code, success: [0], message: msg, data: data } }
groups: { things: { envelope: plain } }
",
        r"# api.yaml
endpointc: 1
name: demo
servers: { main: { url: https://demo.example } }
envelopes: { plain: { code: code, success: [0], message: msg, data: data } }
groups: { things: { envelope: plain } }
",
    ),
    explained(
        "unknown-warning",
        "`allow` names a warning by its code; there is none of this code.",
        r"# things/get.yaml
summary: Get a thing.
get: /things
query: { id: int }
allow: [undocumented-parameters]
",
        r"# things/get.yaml
summary: Get a thing.
get: /things
query: { id: int }
allow: [undocumented-parameter]
",
    ),
    explained(
        "unknown-word",
        "Only some words can stand here.",
        r"# things/get.yaml
summary: Get a thing.
get: /things
query: { ids: { type: [int], list: commas } }
",
        r"# things/get.yaml
summary: Get a thing.
get: /things
query: { ids: { type: [int], list: comma } }
",
    ),
    explained(
        "unlisted-value",
        "A constant or a default of an enum must be one of the values that the enum lists, as \
         the wire holds it.",
        r"# things/get.yaml
summary: Get a thing.
get: /things
query: { a: { type: Level, const: 3, doc: A. } }
types: { Level: { enum: { 1: low, 2: high } } }
",
        r"# things/get.yaml
summary: Get a thing.
get: /things
query: { a: { type: Level, const: 2, doc: A. } }
types: { Level: { enum: { 1: low, 2: high } } }
",
    ),
    explained(
        "unnameable",
        "Nothing of this wire name can stand in a name in Rust. Say with `name:` what it is \
         called in programs; what is sent stays the same.",
        r"# things/get.yaml
summary: Get a thing.
get: /things
returns: { fields: { 离线: bool } }
",
        r"# things/get.yaml
summary: Get a thing.
get: /things
returns: { fields: { 离线: { type: bool, name: offline } } }
",
    ),
    explained(
        "unnamed-error",
        "A code becomes a variant of an error enum, which needs a name. It stands beside the code, or in \
         the catalogue, `codes.yaml`.",
        r"# things/get.yaml
summary: Get a thing.
get: /things
errors: [7]
",
        r"# things/get.yaml
summary: Get a thing.
get: /things
errors: { 7: { name: gone, doc: It is gone. } }
",
    ),
    explained(
        "unsendable",
        "In a path, a header, a query or a form a parameter is one text, or in the latter two a \
         list of texts. Objects, maps and whatever JSON travel in a JSON body, or as text that \
         holds JSON.",
        r"# things/get.yaml
summary: Get a thing.
get: /things
query: { filter: { map: string } }
",
        r"# things/get.yaml
summary: Get a thing.
get: /things
query: { filter: { json_text: { map: string } } }
",
    ),
    explained(
        "untyped",
        "A parameter or a field needs a type, or a constant from which it can be seen.",
        r"# things/get.yaml
summary: Get a thing.
get: /things
query: { id: { required: true } }
",
        r"# things/get.yaml
summary: Get a thing.
get: /things
query: { id: { type: string, required: true } }
",
    ),
    explained(
        "unused-allow",
        "A silence that silences nothing is left over from something that has been mended. \
         Take it out, so that it does not hide the next one.",
        r"# things/get.yaml
summary: Get a thing.
get: /things
allow: [unused-type]
",
        r"# things/get.yaml
summary: Get a thing.
get: /things
",
    ),
    explained(
        "unused-envelope",
        "No group and no endpoint chooses this envelope: it is left over, or a name is \
         misspelt where it should be chosen.",
        r"# api.yaml
endpointc: 1
name: demo
servers: { main: { url: https://demo.example } }
envelopes: { plain: { code: code, success: [0], message: msg, data: data }, bare: {} }
groups: { things: { envelope: plain } }
",
        r"# api.yaml
endpointc: 1
name: demo
servers: { main: { url: https://demo.example } }
envelopes: { plain: { code: code, success: [0], message: msg, data: data } }
groups: { things: { envelope: plain } }
",
    ),
    explained(
        "unused-error-set",
        "No group and no endpoint takes in this set of errors, so that no call documents \
         them.",
        r"# api.yaml
endpointc: 1
name: demo
servers: { main: { url: https://demo.example } }
envelopes: { plain: { code: code, success: [0], message: msg, data: data } }
groups: { things: { envelope: plain } }
errors: { common: { 7: { name: broken, doc: It is broken. } } }
",
        r"# api.yaml
endpointc: 1
name: demo
servers: { main: { url: https://demo.example } }
envelopes: { plain: { code: code, success: [0], message: msg, data: data } }
groups: { things: { envelope: plain, errors: [common] } }
errors: { common: { 7: { name: broken, doc: It is broken. } } }
",
    ),
    explained(
        "unused-group",
        "The folder of this group has no endpoint, so that the group would be an empty room \
         in the client.",
        r"# api.yaml
endpointc: 1
name: demo
servers: { main: { url: https://demo.example } }
envelopes: { plain: { code: code, success: [0], message: msg, data: data } }
groups: { things: { envelope: plain }, others: { envelope: plain } }
",
        r"# api.yaml
endpointc: 1
name: demo
servers: { main: { url: https://demo.example } }
envelopes: { plain: { code: code, success: [0], message: msg, data: data } }
groups: { things: { envelope: plain } }
",
    ),
    explained(
        "unused-paging",
        "A paging style that no endpoint names is either left over, or an endpoint forgot it.",
        r"# api.yaml
endpointc: 1
name: demo
servers: { main: { url: https://demo.example } }
envelopes: { plain: { code: code, success: [0], message: msg, data: data } }
paging: { flat: { page: pageNum, size: pageSize, total: total } }
groups: { things: { envelope: plain } }
",
        r"# api.yaml
endpointc: 1
name: demo
servers: { main: { url: https://demo.example } }
envelopes: { plain: { code: code, success: [0], message: msg, data: data } }
paging: { flat: { page: pageNum, size: pageSize, total: total } }
groups: { things: { envelope: plain } }
# things/get.yaml
summary: List things.
get: /things
returns: [string]
paging: flat
",
    ),
    explained(
        "unused-path-parameter",
        "A parameter under `path` has a place in the path: its name in braces.",
        r"# things/get.yaml
summary: Get a thing.
get: /things
path: { id: { type: string, required: true } }
",
        r"# things/get.yaml
summary: Get a thing.
get: /things/{id}
path: { id: { type: string, required: true } }
",
    ),
    explained(
        "unused-type",
        "No parameter, no result and no other type holds this one.",
        r"# things/get.yaml
summary: Get a thing.
get: /things
types: { Thing: { fields: { id: int } } }
",
        r"# things/get.yaml
summary: Get a thing.
get: /things
returns: Thing
types: { Thing: { fields: { id: int } } }
",
    ),
    explained(
        "variant-without-fields",
        "The tag of a union is a field of the value itself, so each of its types must have \
         fields. Types without fields can be told apart by `shapes`.",
        r"# things/get.yaml
summary: Get a thing.
get: /things
returns: Either
types: { Either: { union: { tag: kind, types: { A: int } } } }
",
        r"# things/get.yaml
summary: Get a thing.
get: /things
returns: Either
types: { Either: { union: { shapes: { number: int, text: string } } } }
",
    ),
    explained(
        "wrong-kind",
        "Something of another kind is expected here: a list where a map stands, text where a \
         boolean should be. Booleans are `true` and `false` only; `yes` and `on` are texts.",
        r"# things/get.yaml
summary: Get a thing.
get: /things
idempotent: yes
",
        r"# things/get.yaml
summary: Get a thing.
get: /things
idempotent: true
",
    ),
    explained(
        "yaml-budget",
        "Reading YAML has a budget for depth and for aliases, so that a hostile file cannot \
         take the machine with it. So has what is described: 3,000 endpoints, 1,000 parameters \
         of one, 50,000 fields, values and errors in a file. No description needs as much.",
        r"# things/get.yaml
summary: Get a thing.
get: /things
examples: [{ response: [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]] }]
",
        r"# things/get.yaml
summary: Get a thing.
get: /things
returns: json
examples: [{ response: { code: 0, data: [[1]] } }]
",
    ),
    explained(
        "yaml-syntax",
        "The file is not YAML, so nothing in it could be read. Often a colon, a bracket or a \
         quotation mark in a text: put the text in quotes. Tabs do not indent.",
        r"# things/get.yaml
summary: Get a thing: all of it.
get: /things
",
        r#"# things/get.yaml
summary: "Get a thing: all of it."
get: /things
"#,
    ),
];

const fn explained(
    code: &'static str,
    meaning: &'static str,
    wrong: &'static str,
    right: &'static str,
) -> Explanation {
    Explanation { code, meaning, wrong, right }
}
