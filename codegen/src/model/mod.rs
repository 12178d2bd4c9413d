//! The model of a description, which every back end reads.
//!
//! `resolve` makes an [`Api`] from the files of a description. Names are resolved, paths are split,
//! codes are numbers, and an endpoint has the errors of its error sets. Declarations are in the order
//! of the description, files are sorted by path.

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
