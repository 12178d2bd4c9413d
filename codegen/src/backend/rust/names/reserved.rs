//! Names that generated code needs for itself. Keywords are not listed, because `syn` rejects them.

/// Types and variants that generated code calls by their bare names. No type can be described under one of them; an
/// endpoint of that name gets an underscore.
const PRELUDE: [&str; 10] =
    ["Box", "Default", "From", "None", "Option", "Result", "Self", "Some", "String", "Vec"];

/// Types at the root of a client.
const ROOT: [&str; 3] = ["Client", "ClientBuilder", "Server"];

/// Derive macros: a link to a type of that name would be ambiguous, and a glob import would hide the trait.
const DERIVES: [&str; 8] =
    ["Clone", "Copy", "Debug", "Eq", "Hash", "Ord", "PartialEq", "PartialOrd"];

/// Methods that every call has; a setter of that name would hide one.
pub(super) const CALL_METHODS: [&str; 6] = ["clone", "fmt", "into_future", "new", "send", "call"];

/// Further methods of calls whose lists come in pages.
pub(super) const PAGED_METHODS: [&str; 2] = ["pages", "rows"];

/// Associated functions that generated types have.
pub(super) const ASSOCIATED: [&str; 3] = ["new", "clone", "fmt"];

/// Methods of the client.
pub(super) const CLIENT_METHODS: [&str; 3] = ["builder", "core", "from_core"];

/// First segments of paths in generated files, and the one file name that means something to rustc.
pub(super) const MODULES: [&str; 4] = ["endpointc_runtime", "mod", "rt", "std"];

/// Variables of the generated constructors.
pub(super) const LOCALS: [&str; 3] = ["call", "core", "value"];

/// Modules of a client beside those of its groups.
pub(super) const GROUPS: [&str; 4] = ["types", "client", "api", "codes"];

/// Type names that get an underscore.
pub(super) fn types() -> Vec<&'static str> {
    [&PRELUDE[..], &DERIVES].concat()
}

/// Returns whether a type of this name cannot be described.
pub(super) fn is_reserved_type(name: &str) -> bool {
    PRELUDE.contains(&name) || ROOT.contains(&name)
}
