//! The meaning of a description: the one value that every back end reads.
//!
//! `resolve` makes an [`Api`] from what was written; the Rust client, the mock server and every
//! later back end (docs site, OpenAPI, `diff`) are functions of it. Nothing here is text that
//! still has to be understood: a path is already split, a type is already resolved, every code
//! is a number, and an endpoint already holds the errors of the sets it takes in. Order is the
//! order in which things were written, except for files, which are sorted by path.

mod api;
mod auth;
mod body;
mod endpoint;
mod error_code;
mod example;
mod failures;
mod paging;
mod parameter;
mod sent_fields;
mod text;
mod types;

pub use api::{Api, Exhaustiveness, Group, Server};
pub use auth::Auth;
pub use body::{BatchItem, Envelope};
pub use endpoint::{Endpoint, Method, PathPart};
pub use error_code::{ErrorCode, ErrorKind};
pub use example::Example;
pub use failures::Failure;
pub use paging::Paging;
pub use parameter::{Constraint, ListStyle, Parameter, ParameterLocation, Presence};
pub use sent_fields::{FieldSet, SentField};
pub use text::{LocalizedText, Snippet};
pub use types::{
    Alternative, DeclaredIn, EnumValue, External, Field, Scalar, Shape, Type, TypeDef, TypeId,
    Union, Variant, named_in,
};
