//! The keys of the description language: the one table that drives reading, "did you mean", the
//! JSON Schema and the check of `spec/README.md`.

use crate::model::Type;

/// A map whose keys are known.
pub(crate) struct Table {
    /// What it describes, with its article: "an endpoint".
    pub(crate) name: &'static str,
    /// Its keys, in the order in which people write them.
    pub(crate) keys: &'static [Key],
}

/// A key of a [`Table`].
pub(crate) struct Key {
    pub(crate) name: &'static str,
    pub(crate) holds: Holds,
    pub(crate) required: bool,
    /// What it says, in one sentence.
    pub(crate) doc: &'static str,
}

/// What may stand behind a key.
pub(crate) enum Holds {
    /// One text.
    Text,
    /// Text in one or two languages; plain text is English.
    LocalText,
    /// `true` or `false`.
    Bool,
    /// An integer.
    Integer,
    /// An integer that counts something.
    Count,
    /// One of these words.
    Word(&'static [&'static str]),
    /// A list.
    List(&'static Holds),
    /// A map whose keys are names of the writer's choice.
    Names(&'static Holds),
    /// A map whose keys are integers.
    Numbers(&'static Holds),
    /// A list of integers, or a map with integers as keys that says more about each.
    NumbersOr(&'static Holds),
    /// A map with known keys.
    Table(&'static Table),
    /// A type expression: `string`, `[Device]`, `{ map: int }`.
    Type,
    /// A type expression, or a map with known keys.
    TypeOr(&'static Table),
    /// Text, or a map with known keys.
    TextOr(&'static Table),
    /// Any YAML, kept as JSON.
    Json,
}

const fn key(name: &'static str, holds: Holds, doc: &'static str) -> Key {
    Key { name, holds, required: false, doc }
}

const fn required(name: &'static str, holds: Holds, doc: &'static str) -> Key {
    Key { name, holds, required: true, doc }
}

const ALLOW: Key = key(
    "allow",
    Holds::List(&Holds::Text),
    "Codes of warnings that this file does not want to hear.",
);

/// `api.yaml`.
pub(crate) static API: Table = Table {
    name: "an API",
    keys: &[
        required("endpointc", Holds::Integer, "Version of the description language: 1."),
        required("name", Holds::Text, "Name of the API as a whole, in snake_case."),
        key("title", Holds::LocalText, "What people call it."),
        key("doc", Holds::LocalText, "A longer text about it."),
        required("servers", Holds::Names(&Holds::Table(&SERVER)), "Where it is served, by name."),
        key("auth", Holds::Table(&AUTH), "How a token travels; without it no call carries one."),
        key(
            "error_enums",
            Holds::Word(&["open", "exhaustive"]),
            "Whether a code added later leaves callers alone or stops their build.",
        ),
        required(
            "envelopes",
            Holds::Names(&Holds::Table(&ENVELOPE)),
            "How answers are wrapped, by name.",
        ),
        key("paging", Holds::Names(&Holds::Table(&PAGING)), "How lists come in pages, by name."),
        key(
            "errors",
            Holds::Names(&ERRORS),
            "Sets of errors, by name; in each, codes of the catalogue or errors by code.",
        ),
        required("groups", Holds::Names(&Holds::Table(&GROUP)), "Groups of endpoints, by name."),
        key("types", TYPES, "Types that several endpoints share, by name."),
        ALLOW,
    ],
};

const TYPES: Holds = Holds::Names(&Holds::Table(&TYPE));
const ERRORS: Holds = Holds::NumbersOr(&Holds::Table(&ERROR));

/// `codes.yaml`.
pub(crate) static CATALOGUE: Table = Table {
    name: "a catalogue",
    keys: &[
        required("codes", Holds::Numbers(&Holds::Table(&ERROR)), "Every code of the API."),
        ALLOW,
    ],
};

pub(crate) static SERVER: Table = Table {
    name: "a server",
    keys: &[
        required("url", Holds::Text, "`https`, host, and a base path if there is one."),
        key("doc", Holds::LocalText, "Whom it is for."),
    ],
};

pub(crate) static AUTH: Table = Table {
    name: "auth",
    keys: &[
        required("header", Holds::Text, "The header that carries the token as it was received."),
        key("renew_on", Holds::Table(&RENEW_ON), "Which answers say that the token is refused."),
        key(
            "doc",
            Holds::LocalText,
            "How a token is had: what a program needs, and where it gets that.",
        ),
        key(
            "example",
            Holds::Text,
            "What a program calls on the client's builder to sign in: `access_key(\"my key\", \"my secret\")`; shown in the docs.",
        ),
    ],
};

pub(crate) static RENEW_ON: Table = Table {
    name: "renew_on",
    keys: &[
        key("status", Holds::List(&Holds::Integer), "HTTP statuses that say so."),
        key("codes", Holds::List(&Holds::Integer), "Codes in the envelope that say so."),
    ],
};

pub(crate) static ENVELOPE: Table = Table {
    name: "an envelope",
    keys: &[
        key(
            "code",
            Holds::Text,
            "The field that says how it went; without it the HTTP status does.",
        ),
        key("success", Holds::List(&Holds::Integer), "The codes that mean success."),
        key("message", Holds::Text, "The field with the server's text."),
        key(
            "data",
            Holds::Text,
            "The field with the payload; without it the payload stands beside the code.",
        ),
        key("others", Holds::List(&Holds::Text), "Fields that may be there and are no payload."),
    ],
};

pub(crate) static PAGING: Table = Table {
    name: "a paging style",
    keys: &[
        key("in", Holds::Word(&["query", "body"]), "Where page and size travel; left out: query."),
        required("page", Holds::Text, "The parameter with the number of the page, from 1."),
        key("size", Holds::Text, "The parameter with the number of rows a page."),
        key("default_size", Holds::Count, "How many rows a page has if nothing is said."),
        key("max_size", Holds::Count, "How many rows a page can have."),
        key(
            "rows",
            Holds::Text,
            "The field of the payload with the rows; without it the payload is the rows.",
        ),
        key("number", Holds::Text, "The field with the number of the page."),
        key("total", Holds::Text, "The field with the number of all rows."),
        key("pages", Holds::Text, "The field with the number of all pages."),
        key("others", Holds::List(&Holds::Text), "Fields beside the rows that say nothing more."),
    ],
};

pub(crate) static ERROR: Table = Table {
    name: "an error",
    keys: &[
        key("name", Holds::Text, "Its name in programs; left out: that of the catalogue."),
        key(
            "kind",
            Holds::Word(&[
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
            "What sort of failure it is; HTTP statuses have one of their own.",
        ),
        key("retry", Holds::Bool, "Whether the same call may succeed later."),
        key("doc", Holds::LocalText, "What it means."),
        key("remedy", Holds::LocalText, "What helps against it."),
    ],
};

pub(crate) static GROUP: Table = Table {
    name: "a group",
    keys: &[
        key("title", Holds::LocalText, "What people call it."),
        key("doc", Holds::LocalText, "A longer text about it."),
        key("envelope", Holds::Text, "How answers of its endpoints are wrapped."),
        key("errors", Holds::List(&Holds::Text), "Sets of errors that its endpoints take in."),
        key(
            "feature",
            Holds::Text,
            "The cargo feature that it is behind; without it, it is always there.",
        ),
    ],
};

/// A file below `api.yaml`.
pub(crate) static ENDPOINT: Table = Table {
    name: "an endpoint",
    keys: &[
        required("summary", Holds::LocalText, "One line about what it does."),
        key("doc", Holds::LocalText, "More about it."),
        key("get", Holds::Text, "The path, for a GET: `/things/{id}`."),
        key("post", Holds::Text, "The path, for a POST."),
        key("put", Holds::Text, "The path, for a PUT."),
        key("patch", Holds::Text, "The path, for a PATCH."),
        key("delete", Holds::Text, "The path, for a DELETE."),
        key("source", Holds::Text, "The page that documents it."),
        key("since", Holds::Text, "Since which version of the API it exists."),
        key("deprecated", Holds::LocalText, "Why it should not be used any more."),
        key("auth", Holds::Word(&["none"]), "`none`: the call carries no token."),
        key(
            "idempotent",
            Holds::Bool,
            "Whether sending it twice does no more than once; left out: all but post and patch.",
        ),
        key("envelope", Holds::Text, "How its answer is wrapped, if not like its group's."),
        key("path", PARAMETERS, "Parameters in the path."),
        key("query", PARAMETERS, "Parameters in the query."),
        key("header", PARAMETERS, "Parameters in headers."),
        key("body", PARAMETERS, "Fields of the JSON object in the body."),
        key("form", PARAMETERS, "Fields of the URL-encoded body."),
        key("returns", Holds::Type, "The payload on success; left out: nothing."),
        key("paging", Holds::Text, "How its list comes in pages."),
        key(
            "error_sets",
            Holds::List(&Holds::Text),
            "Sets of errors that it takes in, if not those of its group.",
        ),
        key("errors", ERRORS, "Its own errors: codes of the catalogue, or errors by code."),
        key("types", TYPES, "Types that it needs, by name; any file can use them."),
        key("examples", Holds::List(&Holds::Table(&EXAMPLE)), "Requests and answers, as tests."),
        key("quirks", Holds::List(&Holds::LocalText), "Where documentation and wire differ."),
        ALLOW,
    ],
};

const PARAMETERS: Holds = Holds::Names(&Holds::TypeOr(&PARAMETER));

const MIN_LENGTH: Key = key("min_length", Holds::Count, "At least so many characters.");
const MAX_LENGTH: Key = key("max_length", Holds::Count, "At most so many characters.");
const PATTERN: Key =
    key("pattern", Holds::Text, "A regular expression that the whole text must match.");
const MIN: Key = key("min", Holds::Integer, "Not less than this.");
const MAX: Key = key("max", Holds::Integer, "Not more than this.");
const MIN_ITEMS: Key = key("min_items", Holds::Count, "At least so many items.");
const MAX_ITEMS: Key = key("max_items", Holds::Count, "At most so many items.");
const NAME: Key = key("name", Holds::Text, "Its name in programs, if the wire's will not do.");
const SECRET: Key = key("secret", Holds::Bool, "Whether it must never be printed.");
const DOC: Key = key("doc", Holds::LocalText, "What it means.");
const UNDOCUMENTED: Key =
    key("undocumented", Holds::Bool, "Whether the vendor says nothing about it.");

pub(crate) static PARAMETER: Table = Table {
    name: "a parameter",
    keys: &[
        key("type", Holds::Type, "Its type."),
        key("const", Holds::Json, "Always sent with this value, never asked for."),
        key(
            "spread",
            Holds::Type,
            "A type whose fields are sent as if they were parameters themselves.",
        ),
        key("required", Holds::Bool, "Whether it is an argument of the method, or a setter."),
        key("default", Holds::Json, "What the server takes if it is left out; it is never sent."),
        NAME,
        SECRET,
        key(
            "list",
            Holds::Word(&["repeat", "comma", "brackets"]),
            "How a list stands in a query or form: `a=1&a=2`, `a=1,2` or `a[]=1&a[]=2`.",
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

/// A type with a name.
pub(crate) static TYPE: Table = Table {
    name: "a type",
    keys: &[
        DOC,
        FIELDS,
        ENUM,
        ONE_OF,
        UNION_KEY,
        key("rust", Holds::Text, "Path of a type that is written by hand: `crate::Downlink`."),
        key("sample", Holds::Text, "A value of it in Rust, for examples: `Downlink::new(1)`."),
        key("item", Holds::Table(&ITEM), "How an item of a batch says how it went."),
    ],
};

const FIELD_MAP: Holds = Holds::Names(&Holds::TypeOr(&FIELD));
const WAYS: Holds = Holds::Names(&FIELD_MAP);
const VALUE_MAP: Holds = Holds::Names(&Holds::TextOr(&ENUM_VALUE));
const FIELDS: Key = key("fields", FIELD_MAP, "Its fields, by wire name.");
const ENUM: Key =
    key("enum", VALUE_MAP, "Its listed values, by wire value; others are kept as they come.");
const ONE_OF: Key =
    key("one_of", WAYS, "Alternatives of which a caller gives one, by name; in each, its fields.");
const UNION_KEY: Key =
    key("union", Holds::Table(&UNION), "One of several types, told apart by a field or by shape.");

pub(crate) static UNION: Table = Table {
    name: "a union",
    keys: &[
        key("tag", Holds::Text, "The field that tells which type it is."),
        key("types", Holds::Names(&Holds::Type), "Types by value of that field."),
        key("shapes", Holds::Names(&Holds::Type), "Types by name, tried in this order."),
    ],
};

pub(crate) static ITEM: Table = Table {
    name: "an item of a batch",
    keys: &[
        required("code", Holds::Text, "The field with the code of the item."),
        required("success", Holds::List(&Holds::Integer), "The codes that mean success."),
        key("message", Holds::Text, "The field with the server's text about the item."),
    ],
};

pub(crate) static FIELD: Table = Table {
    name: "a field",
    keys: &[
        key("type", Holds::Type, "Its type."),
        key("const", Holds::Json, "Always sent with this value, never asked for."),
        key("required", Holds::Bool, "Whether an answer without it is an error."),
        key("nullable", Holds::Bool, "Whether a required field may be null."),
        key("default", Holds::Json, "What it is when an answer leaves it out."),
        NAME,
        SECRET,
        MIN_LENGTH,
        MAX_LENGTH,
        PATTERN,
        MIN,
        MAX,
        MIN_ITEMS,
        MAX_ITEMS,
        key("deprecated", Holds::LocalText, "Why it should not be used any more."),
        UNDOCUMENTED,
        DOC,
    ],
};

pub(crate) static ENUM_VALUE: Table = Table {
    name: "an enum value",
    keys: &[required("name", Holds::Text, "Its name in programs, in snake_case."), DOC],
};

pub(crate) static EXAMPLE: Table = Table {
    name: "an example",
    keys: &[
        key("path", VALUES, "Path parameters by wire name."),
        key("query", VALUES, "Query parameters by wire name."),
        key("header", VALUES, "Headers by wire name."),
        key("body", VALUES, "Fields of the body by wire name."),
        key("form", VALUES, "Fields of the form by wire name."),
        key("status", Holds::Integer, "HTTP status of the answer, if not 200."),
        key("response", Holds::Json, "The whole answer, envelope included."),
    ],
};

const VALUES: Holds = Holds::Names(&Holds::Json);

/// Text in two languages.
pub(crate) static LOCAL_TEXT: Table = Table {
    name: "a text",
    keys: &[key("en", Holds::Text, "English."), key("zh", Holds::Text, "Chinese.")],
};

/// A word for a type: how it is written, what it means, and that in one sentence.
pub(crate) type Word = (&'static str, Type, &'static str);

/// The words for types; every other name is that of a described type.
pub(crate) static WORDS: [Word; 7] = [
    ("string", Type::Text, "Text."),
    ("int", Type::Int, "An integer of 64 bits, signed."),
    ("uint", Type::Uint, "An integer of 64 bits, not negative."),
    ("float", Type::Float, "A number with a fraction."),
    ("bool", Type::Bool, "`true` or `false`."),
    ("timestamp", Type::Timestamp, "A moment, as epoch milliseconds on the wire."),
    ("json", Type::Json, "Whatever JSON it is."),
];

/// A type expression that is a map: one of these keys says which.
pub(crate) static TYPE_EXPRESSION: Table = Table {
    name: "a type expression",
    keys: &[
        key("map", Holds::Type, "Values of one type under names that are not known beforehand."),
        key("json_text", Holds::Type, "A text that holds JSON of this type."),
        key("joined", Holds::Type, "A list that travels as one text."),
        key("by", Holds::Text, "The character between the items of a joined list, if not a comma."),
        FIELDS,
        ENUM,
        ONE_OF,
        UNION_KEY,
    ],
};

/// The keys of which a map needs one to be a type expression; `by` only says more about `joined`.
pub(crate) fn type_keys() -> impl Iterator<Item = &'static str> {
    TYPE_EXPRESSION.names().filter(|name| *name != "by")
}

impl Table {
    pub(crate) fn key(&self, name: &str) -> Option<&'static Key> {
        self.keys.iter().find(|key| key.name == name)
    }

    pub(crate) fn names(&self) -> impl Iterator<Item = &'static str> {
        self.keys.iter().map(|key| key.name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Kind;

    const ALL: [&Table; 19] = [
        &API,
        &CATALOGUE,
        &PAGING,
        &SERVER,
        &AUTH,
        &RENEW_ON,
        &ENVELOPE,
        &ERROR,
        &GROUP,
        &ENDPOINT,
        &PARAMETER,
        &TYPE,
        &UNION,
        &ITEM,
        &FIELD,
        &ENUM_VALUE,
        &EXAMPLE,
        &LOCAL_TEXT,
        &TYPE_EXPRESSION,
    ];

    #[test]
    fn no_key_stands_twice_in_a_table() {
        for table in ALL {
            let mut names: Vec<_> = table.names().collect();
            names.sort_unstable();
            names.dedup();
            assert_eq!(names.len(), table.keys.len(), "{}", table.name);
        }
    }

    #[test]
    fn the_words_for_kinds_are_all_kinds() {
        let Some(Key { holds: Holds::Word(words), .. }) = ERROR.key("kind") else {
            panic!("a kind is a word")
        };
        assert_eq!(*words, Kind::ALL.map(Kind::as_str));
    }

    #[test]
    fn every_key_says_what_it_is_in_a_sentence() {
        for key in ALL.iter().flat_map(|table| table.keys) {
            assert!(key.doc.ends_with('.'), "{}", key.name);
        }
    }
}
