//! The keys of the description language: the one table that drives reading, "did you mean", and
//! whatever else must know the language.

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
    /// One of these words.
    Word(&'static [&'static str]),
    /// A list.
    List(&'static Holds),
    /// A map whose keys are names of the writer's choice.
    Names(&'static Holds),
    /// A map whose keys are integers.
    Numbers(&'static Holds),
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

const fn key(name: &'static str, holds: Holds) -> Key {
    Key { name, holds, required: false }
}

const fn required(name: &'static str, holds: Holds) -> Key {
    Key { name, holds, required: true }
}

/// `api.yaml`.
pub(crate) static API: Table = Table {
    name: "an API",
    keys: &[
        required("endpointc", Holds::Integer),
        required("name", Holds::Text),
        key("title", Holds::LocalText),
        key("doc", Holds::LocalText),
        required("servers", Holds::Names(&Holds::Table(&SERVER))),
        key("auth", Holds::Table(&AUTH)),
        key("error_enums", Holds::Word(&["open", "exhaustive"])),
        required("envelopes", Holds::Names(&Holds::Table(&ENVELOPE))),
        key("errors", Holds::Names(&Holds::Numbers(&Holds::Table(&ERROR)))),
        required("groups", Holds::Names(&Holds::Table(&GROUP))),
        key("types", Holds::Names(&Holds::Table(&TYPE))),
    ],
};

pub(crate) static SERVER: Table =
    Table { name: "a server", keys: &[required("url", Holds::Text), key("doc", Holds::LocalText)] };

pub(crate) static AUTH: Table = Table {
    name: "auth",
    keys: &[required("header", Holds::Text), key("renew_on", Holds::Table(&RENEW_ON))],
};

pub(crate) static RENEW_ON: Table = Table {
    name: "renew_on",
    keys: &[
        key("status", Holds::List(&Holds::Integer)),
        key("codes", Holds::List(&Holds::Integer)),
    ],
};

pub(crate) static ENVELOPE: Table = Table {
    name: "an envelope",
    keys: &[
        key("code", Holds::Text),
        key("success", Holds::List(&Holds::Integer)),
        key("message", Holds::Text),
        key("data", Holds::Text),
        key("others", Holds::List(&Holds::Text)),
    ],
};

pub(crate) static ERROR: Table = Table {
    name: "an error",
    keys: &[
        required("name", Holds::Text),
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
        ),
        key("retry", Holds::Bool),
        key("doc", Holds::LocalText),
        key("remedy", Holds::LocalText),
    ],
};

pub(crate) static GROUP: Table = Table {
    name: "a group",
    keys: &[
        key("title", Holds::LocalText),
        key("doc", Holds::LocalText),
        key("envelope", Holds::Text),
        key("errors", Holds::List(&Holds::Text)),
    ],
};

/// A file below `api.yaml`.
pub(crate) static ENDPOINT: Table = Table {
    name: "an endpoint",
    keys: &[
        required("summary", Holds::LocalText),
        key("doc", Holds::LocalText),
        key("get", Holds::Text),
        key("post", Holds::Text),
        key("put", Holds::Text),
        key("patch", Holds::Text),
        key("delete", Holds::Text),
        key("source", Holds::Text),
        key("since", Holds::Text),
        key("deprecated", Holds::LocalText),
        key("auth", Holds::Word(&["none"])),
        key("idempotent", Holds::Bool),
        key("envelope", Holds::Text),
        key("path", PARAMETERS),
        key("query", PARAMETERS),
        key("header", PARAMETERS),
        key("body", PARAMETERS),
        key("form", PARAMETERS),
        key("returns", Holds::Type),
        key("error_sets", Holds::List(&Holds::Text)),
        key("errors", Holds::Numbers(&Holds::Table(&ERROR))),
        key("types", Holds::Names(&Holds::Table(&TYPE))),
        key("examples", Holds::List(&Holds::Table(&EXAMPLE))),
        key("quirks", Holds::List(&Holds::LocalText)),
    ],
};

const PARAMETERS: Holds = Holds::Names(&Holds::TypeOr(&PARAMETER));

pub(crate) static PARAMETER: Table = Table {
    name: "a parameter",
    keys: &[
        key("type", Holds::Type),
        key("const", Holds::Json),
        key("required", Holds::Bool),
        key("default", Holds::Json),
        key("name", Holds::Text),
        key("secret", Holds::Bool),
        key("min_length", Holds::Integer),
        key("max_length", Holds::Integer),
        key("min", Holds::Integer),
        key("max", Holds::Integer),
        key("min_items", Holds::Integer),
        key("max_items", Holds::Integer),
        key("doc", Holds::LocalText),
    ],
};

pub(crate) static TYPE: Table = Table {
    name: "a type",
    keys: &[
        key("doc", Holds::LocalText),
        key("fields", Holds::Names(&Holds::TypeOr(&FIELD))),
        key("enum", Holds::Names(&Holds::TextOr(&ENUM_VALUE))),
    ],
};

pub(crate) static FIELD: Table = Table {
    name: "a field",
    keys: &[
        required("type", Holds::Type),
        key("required", Holds::Bool),
        key("name", Holds::Text),
        key("secret", Holds::Bool),
        key("doc", Holds::LocalText),
    ],
};

pub(crate) static ENUM_VALUE: Table = Table {
    name: "an enum value",
    keys: &[required("name", Holds::Text), key("doc", Holds::LocalText)],
};

pub(crate) static EXAMPLE: Table = Table {
    name: "an example",
    keys: &[
        key("path", Holds::Names(&Holds::Json)),
        key("query", Holds::Names(&Holds::Json)),
        key("header", Holds::Names(&Holds::Json)),
        key("body", Holds::Names(&Holds::Json)),
        key("form", Holds::Names(&Holds::Json)),
        key("status", Holds::Integer),
        key("response", Holds::Json),
    ],
};

/// Text in two languages.
pub(crate) static LOCAL_TEXT: Table =
    Table { name: "a text", keys: &[key("en", Holds::Text), key("zh", Holds::Text)] };

/// A type expression that is a map.
pub(crate) static MAP_TYPE: Table =
    Table { name: "a map type", keys: &[required("map", Holds::Type)] };

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

    const ALL: [&Table; 15] = [
        &API,
        &SERVER,
        &AUTH,
        &RENEW_ON,
        &ENVELOPE,
        &ERROR,
        &GROUP,
        &ENDPOINT,
        &PARAMETER,
        &TYPE,
        &FIELD,
        &ENUM_VALUE,
        &EXAMPLE,
        &LOCAL_TEXT,
        &MAP_TYPE,
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
}
