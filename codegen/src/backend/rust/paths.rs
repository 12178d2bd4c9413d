//! Where callers find what a description describes: paths of the public Rust items, as `diff`
//! needs them to look at the items of a client that was generated.
//!
//! The crate itself is left out: `things::Get::language` is a setter, `things::Part.name` a field.
//! Every name was claimed when the client was made, so one that cannot be had does not come here.

use proc_macro2::Ident;

use super::{names, types};
use crate::model::{Alternative, Api, Endpoint, Field, Home, Parameter, Type, TypeId};

/// The method of the client that gives the handle of a group.
pub(crate) fn group(group: &str) -> String {
    format!("Client::{}", text(names::group(group)))
}

/// The module of a group.
pub(crate) fn module(group: &str) -> String {
    names::group(group).as_ref().map(names::bare).unwrap_or_default()
}

/// The type that has the methods of a group.
pub(crate) fn handle(group: &str) -> String {
    format!("{}::{}", module(group), type_name(&format!("{group}_api")))
}

/// The method of an endpoint.
pub(crate) fn method(endpoint: &Endpoint) -> String {
    format!("{}::{}", handle(&endpoint.group), text(names::method(&endpoint.name)))
}

/// The call that it gives.
pub(crate) fn call(endpoint: &Endpoint) -> String {
    in_group(endpoint, "")
}

/// Its errors.
pub(crate) fn case(endpoint: &Endpoint) -> String {
    in_group(endpoint, "_error")
}

/// The struct that stands for its arguments, where there are too many.
pub(crate) fn request(endpoint: &Endpoint) -> String {
    in_group(endpoint, "_request")
}

/// The name of a setter.
pub(crate) fn setter(endpoint: &Endpoint, parameter: &Parameter) -> String {
    let is_paged = endpoint.paging.is_some();
    text(names::setter(&parameter.wire, parameter.name.as_deref(), is_paged))
}

/// The name of an argument, and of the field that stands for it.
pub(crate) fn argument(parameter: &Parameter) -> String {
    text(names::argument(&parameter.wire, parameter.name.as_deref()))
}

/// The type of an argument.
pub(crate) fn argument_type(api: &Api, ty: &Type) -> String {
    printed(&types::argument(api, ty).to_string())
}

/// A named type.
pub(crate) fn type_path(api: &Api, id: TypeId) -> String {
    let name = types::name(api, id);
    match &api.type_def(id).home {
        Home::Api => format!("types::{name}"),
        Home::Endpoint { group, .. } => format!("{}::{name}", module(group)),
    }
}

/// The name of a field of a struct.
pub(crate) fn field(field: &Field) -> String {
    text(names::field(&field.wire, field.name.as_deref()))
}

/// The type of a field of a struct or of an alternative.
pub(crate) fn field_type(api: &Api, holder: TypeId, field: &Field) -> String {
    printed(&types::field(api, holder, field).to_string())
}

/// The type of a payload or of what a union holds.
pub(crate) fn owned_type(api: &Api, ty: &Type) -> String {
    printed(&types::owned(api, ty).to_string())
}

/// The name of a field of an alternative.
pub(crate) fn way_field(field: &Field) -> String {
    text(names::way_field(&field.wire, field.name.as_deref()))
}

/// The function that makes an alternative.
pub(crate) fn maker(way: &Alternative) -> String {
    text(names::maker(&way.name))
}

/// A variant of an enum, whatever it stands for.
pub(crate) fn variant(name: &str) -> String {
    text(names::variant(name))
}

/// A variant of the enum of servers.
pub(crate) fn server(name: &str) -> String {
    format!("Server::{}", text(names::server(name)))
}

fn in_group(endpoint: &Endpoint, suffix: &str) -> String {
    let name = type_name(&format!("{}{suffix}", endpoint.name));
    format!("{}::{name}", module(&endpoint.group))
}

fn type_name(name: &str) -> String {
    text(names::type_name(name))
}

fn text(name: Option<Ident>) -> String {
    name.map(|name| name.to_string()).unwrap_or_default()
}

/// Tokens are printed with blanks between all of them.
fn printed(tokens: &str) -> String {
    let close =
        [(" < ", "<"), (" >", ">"), (" :: ", "::"), (" ,", ","), ("& ", "&"), ("[& ", "[&")];
    let close =
        close.iter().fold(tokens.to_owned(), |text, (wide, close)| text.replace(wide, close));
    close
        .replace("rt::", "")
        .replace("std::collections::", "")
        .replace("[ ", "[")
        .replace(" ]", "]")
}
