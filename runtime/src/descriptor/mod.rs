//! Static descriptors of an API, as generated code writes them: tables with lookups and no other behaviour.
//!
//! Texts for people ([`Meaning`]) are separate from the facts that the executor needs ([`CodeFact`]). The linker drops
//! the texts from a program that never prints an error.

mod api;
mod code;
mod endpoint;
mod parameter;

pub use self::api::{Api, Auth, Envelope};
pub use self::code::{CodeFact, ErrorKind, Meaning};
pub use self::endpoint::{Endpoint, Method, PagePart, Paging, PathPart};
pub use self::parameter::{Constant, Constraint, ListStyle, Parameter, ParameterLocation};
