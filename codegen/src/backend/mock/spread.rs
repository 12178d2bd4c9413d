//! Parameters whose fields travel as parameters of their own.
//!
//! The server knows calls by what stands on the wire, so it takes such fields in as parameters
//! that may be there; whether one of the alternatives is there as a whole is asked afterwards.

use super::call::Values;
use crate::model::{Api, Endpoint, Field, ListStyle, Parameter, Presence, Shape, Type, TypeDef};

/// Adds the fields of spread parameters to the parameters of their endpoints.
pub(super) fn flatten(api: &mut Api) {
    let types = &api.types;
    for endpoint in api.groups.iter_mut().flat_map(|group| &mut group.endpoints) {
        let spread = endpoint.parameters.iter().filter(|one| one.spread);
        let added: Vec<Parameter> = spread
            .flat_map(|parameter| {
                let fields = ways(types, parameter).into_iter().flatten();
                fields.map(|field| as_parameter(parameter, field)).collect::<Vec<_>>()
            })
            .collect();
        for parameter in added {
            let known =
                |one: &Parameter| one.wire == parameter.wire && one.place == parameter.place;
            if !endpoint.parameters.iter().any(known) {
                endpoint.parameters.push(parameter);
            }
        }
    }
}

/// Says which spread parameter was not given as a whole, if any is required.
pub(super) fn incomplete<'a>(
    api: &Api,
    endpoint: &'a Endpoint,
    values: &Values,
) -> Option<&'a Parameter> {
    let complete = |parameter: &Parameter| {
        let given = |field: &&Field| {
            let needed = field.required || field.constant.is_some();
            !needed || values.at(parameter.place, &field.wire).is_some()
        };
        ways(&api.types, parameter).iter().any(|way| way.iter().all(given))
    };
    let required = |one: &&Parameter| one.spread && one.presence == Presence::Required;
    endpoint.parameters.iter().filter(required).find(|one| !complete(one))
}

/// The fields of each way in which a spread parameter can be given.
fn ways<'a>(types: &'a [TypeDef], parameter: &Parameter) -> Vec<Vec<&'a Field>> {
    let Type::Named(id) = &parameter.ty else { return Vec::new() };
    match &types[id.0].shape {
        Shape::Struct(fields) => vec![fields.iter().collect()],
        Shape::OneOf(ways) => ways.iter().map(|way| way.fields.iter().collect()).collect(),
        Shape::Enum(_) | Shape::Union(_) | Shape::External(_) => Vec::new(),
    }
}

fn as_parameter(parameter: &Parameter, field: &Field) -> Parameter {
    Parameter {
        wire: field.wire.clone(),
        name: None,
        place: parameter.place,
        ty: field.ty.clone(),
        presence: Presence::Optional { default: None },
        spread: false,
        list: ListStyle::Repeat,
        limits: field.limits.clone(),
        secret: field.ty == Type::Secret,
        undocumented: field.undocumented,
        doc: field.doc.clone(),
        span: field.span,
    }
}
