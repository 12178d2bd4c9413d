//! Paths of the public Rust items of described things, as `diff`
//! needs them to look at the items of a client that was generated.
//!
//! The crate itself is left out: `things::Get::language` is a setter, `things::Part.name` a field.
//! Every name was checked before, so one that cannot be had does not come here.

use super::identifier::bare;
use super::{items, print, types};
use crate::model::{Alternative, Api, DeclaredIn, Endpoint, Field, Parameter, Type, TypeId};

/// The method of the client that gives the handle of a group.
pub(crate) fn group(group: &str) -> String {
    format!("Client::{}", items::group(group))
}

/// The module of a group.
pub(crate) fn module(group: &str) -> String {
    bare(&items::group(group))
}

/// The type that has the methods of a group.
pub(crate) fn handle(group: &str) -> String {
    format!("{}::{}", module(group), items::handle(group))
}

/// The method of an endpoint.
pub(crate) fn method(endpoint: &Endpoint) -> String {
    format!("{}::{}", handle(&endpoint.group), items::method(endpoint))
}

/// Its request builder.
pub(crate) fn call(endpoint: &Endpoint) -> String {
    format!("{}::{}", module(&endpoint.group), items::builder(endpoint))
}

/// Its errors.
pub(crate) fn case(endpoint: &Endpoint) -> String {
    format!("{}::{}", module(&endpoint.group), items::case(endpoint))
}

/// The struct with its required parameters; see [`takes_request`](super::takes_request).
pub(crate) fn request(endpoint: &Endpoint) -> String {
    format!("{}::{}", module(&endpoint.group), items::request(endpoint))
}

/// The name of a setter.
pub(crate) fn setter(endpoint: &Endpoint, parameter: &Parameter) -> String {
    items::setter(endpoint, parameter).to_string()
}

/// The name of an argument, or of the field of a request struct.
pub(crate) fn argument(parameter: &Parameter) -> String {
    items::argument(parameter).to_string()
}

/// The type of an argument.
pub(crate) fn argument_type(api: &Api, ty: &Type) -> String {
    print::short(types::argument(api, ty))
}

/// A named type.
pub(crate) fn type_path(api: &Api, id: TypeId) -> String {
    let name = items::named_type(api, id);
    match &api.type_def(id).home {
        DeclaredIn::Api => format!("types::{name}"),
        DeclaredIn::Endpoint { group, .. } => format!("{}::{name}", module(group)),
    }
}

/// The name of a field of a struct.
pub(crate) fn field(field: &Field) -> String {
    items::field(field).to_string()
}

/// The type of a field of a struct or of an alternative.
pub(crate) fn field_type(api: &Api, holder: TypeId, field: &Field) -> String {
    print::short(types::field(api, holder, field))
}

/// The type of a payload or of what a union holds.
pub(crate) fn owned_type(api: &Api, ty: &Type) -> String {
    print::short(types::owned(api, ty))
}

/// The name of a field of an alternative.
pub(crate) fn way_field(field: &Field) -> String {
    items::alternative_field(field).to_string()
}

/// The function that makes an alternative.
pub(crate) fn maker(alternative: &Alternative) -> String {
    items::constructor(&alternative.name).to_string()
}

/// A variant of an enum, a choice, a union or an error enum.
pub(crate) fn variant(name: &str) -> String {
    items::variant(name).to_string()
}

/// A variant of the enum of servers.
pub(crate) fn server(name: &str) -> String {
    format!("Server::{}", items::server(name))
}
