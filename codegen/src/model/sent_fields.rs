//! The values that a call sends: parameters, and fields of spread parameters.
//!
//! All code that depends on the names that an endpoint sends uses this module.

use ordered_json::Value;

use super::{
    Api, Constraint, Endpoint, Field, ListStyle, Parameter, ParameterLocation, Presence, Shape,
    Type, TypeId,
};

/// A value that is sent under its own name.
#[derive(Debug, Clone, Copy)]
pub enum SentField<'a> {
    /// A parameter that is sent itself.
    Parameter(&'a Parameter),
    /// A field of a spread parameter.
    Field(&'a Parameter, &'a Field),
}

/// Fields that are sent together: those of an object or of one alternative.
#[derive(Debug, Clone, Copy)]
pub struct FieldSet<'a> {
    /// Name of the alternative; `None` for the fields of an object.
    pub name: Option<&'a str>,
    /// The fields, constants included.
    pub fields: &'a [Field],
    /// True if the alternative is the default of its type.
    pub is_default: bool,
}

impl<'a> SentField<'a> {
    /// The parameter, or the spread parameter of the field.
    pub fn parameter(self) -> &'a Parameter {
        match self {
            Self::Parameter(parameter) | Self::Field(parameter, _) => parameter,
        }
    }

    /// The location of the value in the request.
    pub fn place(self) -> ParameterLocation {
        self.parameter().place
    }

    /// Its name on the wire.
    pub fn wire_name(self) -> &'a str {
        match self {
            Self::Parameter(parameter) => &parameter.wire_name,
            Self::Field(_, field) => &field.wire_name,
        }
    }

    /// Its type.
    pub fn ty(self) -> &'a Type {
        match self {
            Self::Parameter(parameter) => &parameter.ty,
            Self::Field(_, field) => &field.ty,
        }
    }

    /// The constant value, if it has one.
    pub fn constant(self) -> Option<&'a Value> {
        match self {
            Self::Field(_, field) => field.constant.as_ref(),
            Self::Parameter(parameter) => match &parameter.presence {
                Presence::Constant(value) => Some(value),
                Presence::Required | Presence::Optional { .. } => None,
            },
        }
    }

    /// Constraints of its value.
    pub fn limits(self) -> &'a [Constraint] {
        match self {
            Self::Parameter(parameter) => &parameter.limits,
            Self::Field(_, field) => &field.limits,
        }
    }

    /// The style of a list in a query or a form. Fields always repeat the name.
    pub fn list(self) -> ListStyle {
        match self {
            Self::Parameter(parameter) => parameter.list,
            Self::Field(..) => ListStyle::Repeat,
        }
    }
}

impl<'a> FieldSet<'a> {
    /// The fields that must be sent if the set is chosen: required ones and constants.
    pub fn needed(self) -> impl Iterator<Item = &'a Field> {
        self.fields.iter().filter(|field| field.is_always_sent())
    }
}

impl Field {
    /// Returns true if the field is always sent with its set.
    pub fn is_always_sent(&self) -> bool {
        self.required || self.constant.is_some()
    }
}

impl Shape {
    /// The sets of fields of a shape: one of an object, one for each alternative, none of other shapes.
    pub fn field_sets(&self) -> Vec<FieldSet<'_>> {
        match self {
            Self::Struct(fields) => vec![FieldSet { name: None, fields, is_default: true }],
            Self::OneOf(alternatives) => alternatives
                .iter()
                .map(|one| FieldSet {
                    name: Some(&one.name),
                    fields: &one.fields,
                    is_default: one.is_default,
                })
                .collect(),
            Self::Enum(_) | Self::Union(_) | Self::External(_) => Vec::new(),
        }
    }

    /// The fields of an object or of all alternatives, in order.
    pub fn fields(&self) -> impl Iterator<Item = &Field> {
        self.field_sets().into_iter().flat_map(|set| set.fields)
    }
}

impl Parameter {
    /// The type of a spread parameter.
    pub fn spread_type(&self) -> Option<TypeId> {
        match &self.ty {
            Type::Named(id) if self.spread => Some(*id),
            _ => None,
        }
    }

    /// The values that the parameter sends; `spread` is the shape of [`Self::spread_type`].
    pub fn sent_fields<'a>(&'a self, spread: Option<&'a Shape>) -> Vec<SentField<'a>> {
        if !self.spread {
            return vec![SentField::Parameter(self)];
        }
        let fields = spread.into_iter().flat_map(Shape::fields);
        fields.map(|field| SentField::Field(self, field)).collect()
    }
}

impl Api {
    /// The sets of fields of a spread parameter, which sends one of them; `None` for other parameters.
    pub fn field_sets<'a>(&'a self, parameter: &Parameter) -> Option<Vec<FieldSet<'a>>> {
        parameter.spread_type().map(|id| self.type_def(id).shape.field_sets())
    }

    /// The fields of a spread parameter, in order; none of other parameters.
    pub fn spread_fields(&self, parameter: &Parameter) -> impl Iterator<Item = &Field> {
        let spread = parameter.spread_type();
        spread.into_iter().flat_map(move |id| self.type_def(id).shape.fields())
    }

    /// The values that a parameter sends.
    pub fn sent_by<'a>(&'a self, parameter: &'a Parameter) -> Vec<SentField<'a>> {
        parameter.sent_fields(parameter.spread_type().map(|id| &self.type_def(id).shape))
    }

    /// The values that an endpoint can send, in the order of its parameters. Alternatives may share names.
    pub fn sent_fields<'a>(
        &'a self,
        endpoint: &'a Endpoint,
    ) -> impl Iterator<Item = SentField<'a>> {
        endpoint.parameters.iter().flat_map(move |parameter| self.sent_by(parameter))
    }
}
