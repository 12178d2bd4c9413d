//! Usage examples in the documentation of a method: each compiles as a doctest, with the values of the description's own
//! example where there is one.
//!
//! An example imports the modules of the types that it names, and writes `devices::ListRequest`: four groups may each have
//! a `ListRequest`, and a reader sees whose it is.

use std::collections::BTreeSet;

use ordered_json::Value;
use proc_macro2::{Ident, Literal};

use super::items;
use super::print::from_outside;
use crate::Options;
use crate::model::{
    Api, DeclaredIn, Endpoint, EnumValue, External, Field, Parameter, ParameterLocation, Scalar,
    Shape, Type, TypeId,
};
use crate::wire::alternatives::meant;

/// Longer texts of an example say nothing more.
const LONGEST: usize = 40;

/// A call with values of the description's own example.
#[derive(Debug)]
pub(crate) struct Sample {
    /// Paths of the modules that it names, and of types written by hand, in order.
    pub(crate) uses: BTreeSet<String>,
    /// Lines before the call.
    pub(crate) before: Vec<String>,
    /// The call, which is yet to be sent: `client.devices().list("p1")`.
    pub(crate) call: String,
    /// True if it gives something back.
    pub(crate) returns: bool,
}

/// The lines of the example; none if it is not known under which path the client is found, or if a value is of a type
/// without a known constructor.
pub(crate) fn sample(api: &Api, endpoint: &Endpoint, options: &Options) -> Vec<String> {
    let Some(krate) = options.crate_name(&api.name) else { return Vec::new() };
    let Some(sample) = sampler(api, endpoint, krate).call() else { return Vec::new() };
    let head =
        format!("# async fn example(client: {krate}::Client) -> Result<(), {krate}::Error> {{");
    let lines = ["# Example", "", "```no_run"].into_iter().map(str::to_owned);
    lines
        .chain(sample.uses_and_blank())
        .chain([head])
        .chain(sample.lines(".await?"))
        .chain(["# Ok(())", "# }", "```"].map(str::to_owned))
        .collect()
}

/// The call of the example; a variable replaces a value whose type has no known constructor.
#[cfg(feature = "docs")]
pub(crate) fn call(api: &Api, endpoint: &Endpoint, krate: &str) -> Option<Sample> {
    Sampler { has_variables: true, ..sampler(api, endpoint, krate) }.call()
}

fn sampler<'a>(api: &'a Api, endpoint: &'a Endpoint, krate: &'a str) -> Sampler<'a> {
    let uses = BTreeSet::new();
    Sampler { api, endpoint, krate, place: ParameterLocation::Path, uses, has_variables: false }
}

impl Sample {
    /// Its imports, and an empty line if there are any.
    pub(crate) fn uses_and_blank(&self) -> impl Iterator<Item = String> {
        let blank = (!self.uses.is_empty()).then(String::new);
        self.uses.iter().map(|path| format!("use {path};")).chain(blank)
    }

    /// The call sent in one way, `.await?`, and its answer printed.
    pub(crate) fn lines(&self, send: &str) -> impl Iterator<Item = String> {
        let (result, print) = if self.returns {
            ("let answer = ", Some("println!(\"{answer:?}\");"))
        } else {
            ("", None)
        };
        let call = format!("{result}{}{send};", self.call);
        self.before.iter().cloned().chain([call]).chain(print.map(str::to_owned))
    }
}

struct Sampler<'a> {
    api: &'a Api,
    endpoint: &'a Endpoint,
    krate: &'a str,
    /// The location of the parameter whose value is made.
    place: ParameterLocation,
    /// Its imports: modules, and types written by hand.
    uses: BTreeSet<String>,
    /// True if a variable may replace a value whose type has no known constructor.
    has_variables: bool,
}

/// The use of a value: passed to a function, or put into a field.
#[derive(Clone, Copy, PartialEq)]
enum As {
    Argument,
    Field,
}

impl<'a> Sampler<'a> {
    fn call(mut self) -> Option<Sample> {
        let (group, method) = (items::group(&self.endpoint.group), items::method(self.endpoint));
        let (before, arguments) = if items::takes_request(self.endpoint) {
            (self.request()?, "request".to_owned())
        } else {
            (Vec::new(), self.values(As::Argument)?.join(", "))
        };
        Some(Sample {
            uses: self.uses,
            before,
            call: format!("client.{group}().{method}({arguments})"),
            returns: self.endpoint.returns.is_some(),
        })
    }

    /// The request struct, filled in.
    fn request(&mut self) -> Option<Vec<String>> {
        let fields: Vec<Ident> =
            self.endpoint.required().map(|(_, parameter)| items::argument(parameter)).collect();
        let values = self.values(As::Field)?;
        let group = items::group(&self.endpoint.group).to_string();
        let name = self.imported(&group, &items::request(self.endpoint));
        let field = |(name, value): (Ident, String)| format!("    {name}: {value},");
        let lines = [format!("let request = {name} {{")]
            .into_iter()
            .chain(fields.into_iter().zip(values).map(field))
            .chain(["};".to_owned()]);
        Some(lines.collect())
    }

    fn values(&mut self, how: As) -> Option<Vec<String>> {
        let endpoint = self.endpoint;
        let value = |(_, parameter): (usize, &Parameter)| {
            self.place = parameter.place;
            let value = self.value(&parameter.ty, self.given(&parameter.wire_name), how);
            let variable = || self.has_variables.then(|| items::argument(parameter).to_string());
            value.or_else(variable)
        };
        endpoint.required().map(value).collect()
    }

    /// Returns the value under a name in the description's own example.
    fn given(&self, wire: &str) -> Option<&'a Value> {
        let key = (self.place, wire.to_owned());
        self.endpoint.examples.iter().find_map(|example| example.request.get(&key))
    }

    fn value(&mut self, ty: &Type, given: Option<&Value>, how: As) -> Option<String> {
        Some(match ty {
            Type::Text | Type::Secret => text(given, how),
            Type::Int | Type::Uint => integer(given),
            Type::Bool => given.and_then(Value::as_bool).unwrap_or(true).to_string(),
            Type::Float => "1.0".to_owned(),
            Type::List(item) => self.list(item, given, how)?,
            Type::Delimited(item, _) => self.list(item, None, how)?,
            Type::JsonString(inside) => {
                let inner = given.and_then(|given| serde_json::from_str(given.as_str()?).ok());
                self.value(inside, inner.as_ref(), how)?
            }
            Type::Named(id) => self.named(*id, given)?,
            Type::Timestamp | Type::Json | Type::Map(_) => return None,
        })
    }

    /// Texts are passed by reference, everything else by value.
    fn list(&mut self, item: &Type, given: Option<&Value>, how: As) -> Option<String> {
        let shown = given.and_then(Value::as_array).filter(|items| !items.is_empty());
        let texts_by_reference = *item == Type::Text && how == As::Argument;
        let items: Option<Vec<String>> = match shown {
            Some(items) => items.iter().map(|one| self.value(item, Some(one), how)).collect(),
            None => Some(vec![self.value(item, None, how)?]),
        };
        let open = if texts_by_reference { "&[" } else { "vec![" };
        Some(format!("{open}{}]", items?.join(", ")))
    }

    fn named(&mut self, id: TypeId, given: Option<&Value>) -> Option<String> {
        let api = self.api;
        match &api.type_def(id).shape {
            Shape::Enum(values) => {
                let meant = |value: &&EnumValue| is_wire(&value.scalar, given);
                let value = values.iter().find(meant).or(values.first())?;
                Some(format!("{}::{}", self.path(id), items::variant(&value.name)))
            }
            Shape::OneOf(_) => {
                let sets = api.type_def(id).shape.field_sets();
                let set = meant(&sets, |wire| self.given(wire)).or(sets.first().copied())?;
                let (arguments, name) = (self.fields(set.fields, None)?, set.name?);
                Some(format!("{}::{}({arguments})", self.path(id), items::constructor(name)))
            }
            Shape::Struct(fields) => {
                let arguments = self.fields(fields, given)?;
                Some(format!("{}::new({arguments})", self.path(id)))
            }
            Shape::External(External { path, sample }) => {
                let sample = sample.as_ref()?;
                self.uses.insert(from_outside(&path.text, self.krate));
                Some(sample.text.clone())
            }
            Shape::Union(_) => None,
        }
    }

    /// Returns the required values of fields, which are spread or those of an object.
    fn fields(&mut self, fields: &[Field], object: Option<&Value>) -> Option<String> {
        let value = |field: &Field| {
            let given = match object {
                Some(object) => object.get(&field.wire_name),
                None => self.given(&field.wire_name),
            };
            self.value(&field.ty, given, As::Argument)
        };
        let required = fields.iter().filter(|field| field.required && field.constant.is_none());
        let values: Option<Vec<String>> = required.map(value).collect();
        Some(values?.join(", "))
    }

    /// A named type, seen from outside of the client.
    fn path(&mut self, id: TypeId) -> String {
        let module = match &self.api.type_def(id).home {
            DeclaredIn::Api => "types".to_owned(),
            DeclaredIn::Endpoint { group, .. } => items::group(group).to_string(),
        };
        self.imported(&module, &items::named_type(self.api, id))
    }

    /// A type of a module, which is imported.
    fn imported(&mut self, module: &str, name: &Ident) -> String {
        // A module called like the crate would hide the crate.
        if module == self.krate {
            self.uses.insert(format!("{}::{module}::{name}", self.krate));
            return name.to_string();
        }
        self.uses.insert(format!("{}::{module}", self.krate));
        format!("{module}::{name}")
    }
}

fn text(given: Option<&Value>, how: As) -> String {
    let text = given.and_then(Value::as_str).filter(|text| text.len() < LONGEST).unwrap_or("…");
    let literal = Literal::string(text).to_string();
    if how == As::Field { format!("{literal}.into()") } else { literal }
}

fn integer(given: Option<&Value>) -> String {
    let number = given.and_then(|given| given.as_u64().or_else(|| given.as_str()?.parse().ok()));
    number.unwrap_or(1).to_string()
}

fn is_wire(wire: &Scalar, given: Option<&Value>) -> bool {
    match (wire, given) {
        (Scalar::Int(number), Some(given)) => given.as_i64() == Some(*number),
        (Scalar::Text(text), Some(given)) => given.as_str() == Some(text),
        (_, None) => false,
    }
}
