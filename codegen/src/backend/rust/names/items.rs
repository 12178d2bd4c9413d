//! Names of described things in Rust.

use proc_macro2::{Ident, Span};

use super::identifier;
use crate::model::{Api, Endpoint, Envelope, Field, Parameter, TypeId};

/// More required parameters than this are passed as a struct, since the order of so many arguments is hard to remember.
const MOST_ARGUMENTS: usize = 3;

/// Returns whether the required parameters of a call are passed as a struct.
pub(crate) fn takes_request(endpoint: &Endpoint) -> bool {
    endpoint.required().count() > MOST_ARGUMENTS
}

/// A group's method on the client, and its module and folder.
pub(crate) fn group(group: &str) -> Ident {
    identifier::group(group)
}

/// The type that has the methods of a group.
pub(crate) fn handle(group: &str) -> Ident {
    identifier::type_name(&format!("{group}_api"))
}

/// The method of an endpoint, and the module and file of its call.
pub(crate) fn method(endpoint: &Endpoint) -> Ident {
    identifier::method(&endpoint.name)
}

/// The request builder of an endpoint.
pub(crate) fn builder(endpoint: &Endpoint) -> Ident {
    identifier::type_name(&endpoint.name)
}

/// The error enum of an endpoint.
pub(crate) fn case(endpoint: &Endpoint) -> Ident {
    identifier::type_name(&format!("{}_error", endpoint.name))
}

/// The struct with the required parameters of a call; see [`takes_request`].
pub(crate) fn request(endpoint: &Endpoint) -> Ident {
    identifier::type_name(&format!("{}_request", endpoint.name))
}

/// An argument, or the field of a request struct.
pub(crate) fn argument(parameter: &Parameter) -> Ident {
    identifier::argument(&parameter.wire_name, parameter.name.as_deref())
}

/// The setter of an optional parameter.
pub(crate) fn setter(endpoint: &Endpoint, parameter: &Parameter) -> Ident {
    let is_paged = endpoint.paging.is_some();
    identifier::setter(&parameter.wire_name, parameter.name.as_deref(), is_paged)
}

/// A named type.
pub(crate) fn named_type(api: &Api, id: TypeId) -> Ident {
    identifier::type_name(&api.type_def(id).name)
}

/// A field of a struct.
pub(crate) fn field(field: &Field) -> Ident {
    identifier::field(&field.wire_name, field.name.as_deref())
}

/// A field of an alternative.
pub(crate) fn alternative_field(field: &Field) -> Ident {
    identifier::alternative_field(&field.wire_name, field.name.as_deref())
}

/// The function that makes an alternative.
pub(crate) fn constructor(alternative: &str) -> Ident {
    identifier::constructor(alternative)
}

/// A variant of an enum, a choice, a union or an error enum.
pub(crate) fn variant(name: &str) -> Ident {
    identifier::variant(name)
}

/// A variant of the enum of servers.
pub(crate) fn server(name: &str) -> Ident {
    identifier::server(name)
}

/// The static of an envelope.
pub(crate) fn envelope(envelope: &Envelope) -> Ident {
    Ident::new(&format!("ENVELOPE_{}", envelope.name.to_uppercase()), Span::call_site())
}
