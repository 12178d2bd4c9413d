//! The keys of the description language: one table for reading, for suggestions of similar keys,
//! for the JSON Schema and for the check of `spec/README.md`.

use super::table::{Key, Table, ValueKind, key, required};
use crate::model::Type;

const ALLOW: Key =
    key("allow", ValueKind::List(&ValueKind::Text), "Codes of warnings to suppress in this file.");

/// `api.yaml`.
pub(crate) static API: Table = Table {
    name: "an API",
    keys: &[
        required("endpointc", ValueKind::Integer, "Version of the description language; always 1."),
        required("name", ValueKind::Text, "Name of the API, in snake_case."),
        key("title", ValueKind::LocalText, "Title of the API."),
        key("doc", ValueKind::LocalText, "Description of the API."),
        required(
            "servers",
            ValueKind::Names(&ValueKind::Table(&SERVER)),
            "Servers with their base URLs, by name.",
        ),
        key(
            "auth",
            ValueKind::Table(&AUTH),
            "Transport of the token; if omitted, calls carry no token.",
        ),
        key(
            "error_enums",
            ValueKind::Keyword(&["open", "exhaustive"]),
            "`open`: error enums are non-exhaustive; `exhaustive`: a new code is a breaking change for callers.",
        ),
        required(
            "envelopes",
            ValueKind::Names(&ValueKind::Table(&ENVELOPE)),
            "Envelopes of responses, by name.",
        ),
        key(
            "paging",
            ValueKind::Names(&ValueKind::Table(&PAGING)),
            "Paging styles of lists, by name.",
        ),
        key(
            "errors",
            ValueKind::Names(&ERRORS),
            "Error sets, by name; each is a list of catalogue codes or a map of errors by code.",
        ),
        required(
            "groups",
            ValueKind::Names(&ValueKind::Table(&GROUP)),
            "Groups of endpoints, by name.",
        ),
        key("types", TYPES, "Types shared by several endpoints, by name."),
        ALLOW,
    ],
};

const TYPES: ValueKind = ValueKind::Names(&ValueKind::Table(&TYPE));
const ERRORS: ValueKind = ValueKind::NumbersOr(&ValueKind::Table(&ERROR));

/// `codes.yaml`.
pub(crate) static CATALOGUE: Table = Table {
    name: "a catalogue",
    keys: &[
        required(
            "codes",
            ValueKind::Numbers(&ValueKind::Table(&ERROR)),
            "All codes of the API, with their errors.",
        ),
        ALLOW,
    ],
};

pub(crate) static SERVER: Table = Table {
    name: "a server",
    keys: &[
        required("url", ValueKind::Text, "Base URL: `https`, host and an optional base path."),
        key("doc", ValueKind::LocalText, "Purpose of the server, such as its region."),
    ],
};

pub(crate) static AUTH: Table = Table {
    name: "auth",
    keys: &[
        required("header", ValueKind::Text, "Header that carries the token exactly as received."),
        key(
            "renew_on",
            ValueKind::Table(&RENEW_ON),
            "Responses that mean that the token was rejected.",
        ),
        key(
            "doc",
            ValueKind::LocalText,
            "Credentials that a program needs to sign in, and the place to obtain them.",
        ),
        key(
            "example",
            ValueKind::Text,
            "Method call on the client builder that signs in, shown in the docs: `access_key(\"my key\", \"my secret\")`.",
        ),
    ],
};

pub(crate) static RENEW_ON: Table = Table {
    name: "renew_on",
    keys: &[
        key(
            "status",
            ValueKind::List(&ValueKind::Integer),
            "HTTP statuses that mean that the token was rejected.",
        ),
        key(
            "codes",
            ValueKind::List(&ValueKind::Integer),
            "Envelope codes that mean that the token was rejected.",
        ),
    ],
};

pub(crate) static ENVELOPE: Table = Table {
    name: "an envelope",
    keys: &[
        key(
            "code",
            ValueKind::Text,
            "Field with the result code; if omitted, the HTTP status decides.",
        ),
        key("success", ValueKind::List(&ValueKind::Integer), "Codes that mean success."),
        key("message", ValueKind::Text, "Field with the message of the server."),
        key(
            "data",
            ValueKind::Text,
            "Field with the payload; if omitted, the payload fields are next to the code.",
        ),
        key(
            "others",
            ValueKind::List(&ValueKind::Text),
            "Further fields that are not part of the payload.",
        ),
    ],
};

pub(crate) static PAGING: Table = Table {
    name: "a paging style",
    keys: &[
        key(
            "in",
            ValueKind::Keyword(&["query", "body"]),
            "Location of the paging parameters; `query` by default.",
        ),
        required("page", ValueKind::Text, "Parameter with the page number, starting at 1."),
        key("size", ValueKind::Text, "Parameter with the number of rows per page."),
        key("default_size", ValueKind::Count, "Default number of rows per page."),
        key("max_size", ValueKind::Count, "Maximum number of rows per page."),
        key(
            "rows",
            ValueKind::Text,
            "Field of the payload with the rows; if omitted, the payload is the list of rows.",
        ),
        key("number", ValueKind::Text, "Field with the page number."),
        key("total", ValueKind::Text, "Field with the total number of rows."),
        key("pages", ValueKind::Text, "Field with the total number of pages."),
        key(
            "others",
            ValueKind::List(&ValueKind::Text),
            "Further fields next to the rows, which are ignored.",
        ),
    ],
};

pub(crate) static ERROR: Table = Table {
    name: "an error",
    keys: &[
        key(
            "name",
            ValueKind::Text,
            "Name of the error in Rust, in snake_case; by default the name in the catalogue.",
        ),
        key(
            "kind",
            ValueKind::Keyword(&[
                "sign_in",
                "permission",
                "quota",
                "not_found",
                "bad_input",
                "conflict",
                "device",
                "server",
                "refused",
            ]),
            "Kind of the error; HTTP statuses have a kind by default, other codes are `refused`.",
        ),
        key("retry", ValueKind::Bool, "`true` if the same call may succeed later."),
        key("doc", ValueKind::LocalText, "Meaning of the error."),
        key("remedy", ValueKind::LocalText, "Advice on resolving the error."),
    ],
};

pub(crate) static GROUP: Table = Table {
    name: "a group",
    keys: &[
        key("title", ValueKind::LocalText, "Title of the group."),
        key("doc", ValueKind::LocalText, "Description of the group."),
        key("envelope", ValueKind::Text, "Envelope of the responses of the group's endpoints."),
        key("errors", ValueKind::List(&ValueKind::Text), "Error sets of the group's endpoints."),
        key(
            "feature",
            ValueKind::Text,
            "Cargo feature that enables the group; if omitted, the group is always compiled.",
        ),
    ],
};

/// A file below `api.yaml`.
pub(crate) static ENDPOINT: Table = Table {
    name: "an endpoint",
    keys: &[
        required("summary", ValueKind::LocalText, "Summary in one line, a verb phrase."),
        key("doc", ValueKind::LocalText, "Further description of the endpoint."),
        key("get", ValueKind::Text, "Path of a GET request: `/things/{id}`."),
        key("post", ValueKind::Text, "Path of a POST request."),
        key("put", ValueKind::Text, "Path of a PUT request."),
        key("patch", ValueKind::Text, "Path of a PATCH request."),
        key("delete", ValueKind::Text, "Path of a DELETE request."),
        key("source", ValueKind::Text, "URL of the vendor's documentation."),
        key("since", ValueKind::Text, "First version of the API that has the endpoint."),
        key("deprecated", ValueKind::LocalText, "Reason for the deprecation, and the replacement."),
        key("auth", ValueKind::Keyword(&["none"]), "`none` if the call carries no token."),
        key(
            "idempotent",
            ValueKind::Bool,
            "`true` if repeating the call has no further effect; by default all methods but POST and PATCH.",
        ),
        key("envelope", ValueKind::Text, "Envelope of the response, in place of the group's."),
        key("path", PARAMETERS, "Path parameters."),
        key("query", PARAMETERS, "Query parameters."),
        key("header", PARAMETERS, "Header parameters."),
        key("body", PARAMETERS, "Fields of the JSON object in the body."),
        key("form", PARAMETERS, "Fields of the URL-encoded body."),
        key("returns", ValueKind::Type, "Type of the payload on success; if omitted, no payload."),
        key("paging", ValueKind::Text, "Paging style of the list that the endpoint returns."),
        key(
            "error_sets",
            ValueKind::List(&ValueKind::Text),
            "Error sets of the endpoint, in place of the group's.",
        ),
        key(
            "errors",
            ERRORS,
            "Errors of the endpoint: a list of catalogue codes, or a map of errors by code.",
        ),
        key("types", TYPES, "Types of the endpoint, by name; other files can use them, too."),
        key(
            "examples",
            ValueKind::List(&ValueKind::Table(&EXAMPLE)),
            "Examples of requests and responses, which are also tests.",
        ),
        key(
            "quirks",
            ValueKind::List(&ValueKind::LocalText),
            "Differences between the parts of the vendor's documentation, such as parameter table and examples.",
        ),
        ALLOW,
    ],
};

const PARAMETERS: ValueKind = ValueKind::Names(&ValueKind::TypeOr(&PARAMETER));

const MIN_LENGTH: Key = key("min_length", ValueKind::Count, "Minimum number of characters.");
const MAX_LENGTH: Key = key("max_length", ValueKind::Count, "Maximum number of characters.");
const PATTERN: Key =
    key("pattern", ValueKind::Text, "Regular expression that the whole string must match.");
const MIN: Key = key("min", ValueKind::Integer, "Minimum value.");
const MAX: Key = key("max", ValueKind::Integer, "Maximum value.");
const MIN_ITEMS: Key = key("min_items", ValueKind::Count, "Minimum number of items.");
const MAX_ITEMS: Key = key("max_items", ValueKind::Count, "Maximum number of items.");
const NAME: Key = key("name", ValueKind::Text, "Name in Rust, in place of the wire name.");
const SECRET: Key =
    key("secret", ValueKind::Bool, "`true` to redact the value in logs and debug output.");
const DOC: Key = key("doc", ValueKind::LocalText, "Meaning and, for numbers, unit and range.");
const UNDOCUMENTED: Key =
    key("undocumented", ValueKind::Bool, "`true` if the vendor does not document it.");

pub(crate) static PARAMETER: Table = Table {
    name: "a parameter",
    keys: &[
        key("type", ValueKind::Type, "Type expression."),
        key(
            "const",
            ValueKind::Json,
            "Constant value, sent with every request and not exposed to callers.",
        ),
        key("spread", ValueKind::Type, "Type whose fields are sent as separate parameters."),
        key(
            "required",
            ValueKind::Bool,
            "`true` for an argument of the method; otherwise a setter.",
        ),
        key("default", ValueKind::Json, "Default of the server, shown in the docs and never sent."),
        NAME,
        SECRET,
        key(
            "list",
            ValueKind::Keyword(&["repeat", "comma", "brackets"]),
            "Encoding of a list in a query or form: `a=1&a=2` (default), `a=1,2` or `a[]=1&a[]=2`.",
        ),
        MIN_LENGTH,
        MAX_LENGTH,
        PATTERN,
        MIN,
        MAX,
        MIN_ITEMS,
        MAX_ITEMS,
        UNDOCUMENTED,
        DOC,
    ],
};

/// A named type.
pub(crate) static TYPE: Table = Table {
    name: "a type",
    keys: &[
        DOC,
        FIELDS,
        ENUM,
        ONE_OF,
        UNION_KEY,
        key("rust", ValueKind::Text, "Path of a hand-written Rust type: `crate::Downlink`."),
        key(
            "sample",
            ValueKind::Text,
            "Rust expression with a value of the hand-written type, for the docs: `Downlink::new(1)`.",
        ),
        key(
            "item",
            ValueKind::Table(&ITEM),
            "Fields that report the result of each item of a batch.",
        ),
    ],
};

const FIELD_MAP: ValueKind = ValueKind::Names(&ValueKind::TypeOr(&FIELD));
const WAYS: ValueKind = ValueKind::Names(&FIELD_MAP);
const VALUE_MAP: ValueKind = ValueKind::Names(&ValueKind::TextOr(&ENUM_VALUE));
const FIELDS: Key = key("fields", FIELD_MAP, "Fields of a struct, by wire name.");
const ENUM: Key = key(
    "enum",
    VALUE_MAP,
    "Listed values of an enum, by wire value; other values are kept unchanged.",
);
const ONE_OF: Key = key(
    "one_of",
    WAYS,
    "Alternatives by name, each with its fields; a caller provides exactly one.",
);
const UNION_KEY: Key = key(
    "union",
    ValueKind::Table(&UNION),
    "One of several types, selected by a field or by shape.",
);

pub(crate) static UNION: Table = Table {
    name: "a union",
    keys: &[
        key("tag", ValueKind::Text, "Field whose value selects the type."),
        key("types", ValueKind::Names(&ValueKind::Type), "Types, by value of the tag field."),
        key(
            "shapes",
            ValueKind::Names(&ValueKind::Type),
            "Types by name, tried in the given order.",
        ),
    ],
};

pub(crate) static ITEM: Table = Table {
    name: "an item of a batch",
    keys: &[
        required("code", ValueKind::Text, "Field with the result code of the item."),
        required("success", ValueKind::List(&ValueKind::Integer), "Codes that mean success."),
        key("message", ValueKind::Text, "Field with the server's message about the item."),
    ],
};

pub(crate) static FIELD: Table = Table {
    name: "a field",
    keys: &[
        key("type", ValueKind::Type, "Type expression."),
        key(
            "const",
            ValueKind::Json,
            "Constant value, sent with every request and not exposed to callers.",
        ),
        key("required", ValueKind::Bool, "`true` if a response without the field is an error."),
        key("nullable", ValueKind::Bool, "`true` if a required field can be null."),
        key("default", ValueKind::Json, "Value that is assumed if a response omits the field."),
        NAME,
        SECRET,
        MIN_LENGTH,
        MAX_LENGTH,
        PATTERN,
        MIN,
        MAX,
        MIN_ITEMS,
        MAX_ITEMS,
        key("deprecated", ValueKind::LocalText, "Reason for the deprecation, and the replacement."),
        UNDOCUMENTED,
        DOC,
    ],
};

pub(crate) static ENUM_VALUE: Table = Table {
    name: "an enum value",
    keys: &[required("name", ValueKind::Text, "Name in Rust, in snake_case."), DOC],
};

pub(crate) static EXAMPLE: Table = Table {
    name: "an example",
    keys: &[
        key("path", VALUES, "Path parameters, by wire name."),
        key("query", VALUES, "Query parameters, by wire name."),
        key("header", VALUES, "Header parameters, by wire name."),
        key("body", VALUES, "Fields of the JSON body, by wire name."),
        key("form", VALUES, "Fields of the form, by wire name."),
        key("status", ValueKind::Integer, "HTTP status of the response; 200 by default."),
        key("response", ValueKind::Json, "Complete body of the response, including the envelope."),
    ],
};

const VALUES: ValueKind = ValueKind::Names(&ValueKind::Json);

/// A text in two languages.
pub(crate) static LOCAL_TEXT: Table = Table {
    name: "a text",
    keys: &[
        key("en", ValueKind::Text, "English text."),
        key("zh", ValueKind::Text, "Chinese text."),
    ],
};

/// A keyword for a type: its spelling, its type and its description in one sentence.
pub(crate) type TypeKeyword = (&'static str, Type, &'static str);

/// The keywords for types; every other name refers to a described type.
pub(crate) static TYPE_KEYWORDS: [TypeKeyword; 7] = [
    ("string", Type::Text, "A string."),
    ("int", Type::Int, "A signed 64-bit integer."),
    ("uint", Type::Uint, "An unsigned 64-bit integer."),
    ("float", Type::Float, "A 64-bit floating-point number."),
    ("bool", Type::Bool, "`true` or `false`."),
    ("timestamp", Type::Timestamp, "A point in time, sent as epoch milliseconds."),
    ("json", Type::Json, "Any JSON value."),
];

/// A type expression that is a map; exactly one of these keys determines the type.
pub(crate) static TYPE_EXPRESSION: Table = Table {
    name: "a type expression",
    keys: &[
        key("map", ValueKind::Type, "Map with arbitrary keys and values of this type."),
        key("json_text", ValueKind::Type, "String that contains JSON of this type."),
        key("joined", ValueKind::Type, "List that is sent as one delimited string."),
        key("by", ValueKind::Text, "Delimiter of a joined list; a comma by default."),
        FIELDS,
        ENUM,
        ONE_OF,
        UNION_KEY,
    ],
};

/// The keys of which a type expression needs one; `by` only supplements `joined`.
pub(crate) fn type_keys() -> impl Iterator<Item = &'static str> {
    TYPE_EXPRESSION.names().filter(|name| *name != "by")
}

#[cfg(test)]
mod tests;
