//! Validation of calls against the description.
//!
//! Types of a JSON body are strict: a number in quotes is not a number. Messages name the parameter and never the value,
//! which may be a secret.

use ordered_json::Value;

use super::encoding;
use super::values::{Values, names};
use crate::model::{
    Api, Constraint, Endpoint, EnumValue, Field, FieldSet, Parameter, ParameterLocation, Presence,
    Scalar, SentField, Shape, Type, TypeId,
};
use crate::wire::values::{same, text as wire_text};

/// Validates a call. An error is a sentence that names the parameter.
pub(super) fn call(api: &Api, endpoint: &Endpoint, values: &Values) -> Result<(), String> {
    if let Some(problem) = values.problem {
        return Err(problem.to_owned());
    }
    if let Some(incomplete) = incomplete(api, endpoint, values) {
        return Err(format!("`{}` is not given as a whole", incomplete.wire_name));
    }
    names(api, endpoint).into_iter().try_for_each(|sent| {
        self::sent(api, sent, values.at(sent.place(), sent.wire_name()))
            .map_err(|problem| format!("`{}{}` {}", sent.wire_name(), problem.inside, problem.what))
    })
}

/// The required spread parameter of which no alternative is given as a whole.
fn incomplete<'a>(api: &Api, endpoint: &'a Endpoint, values: &Values) -> Option<&'a Parameter> {
    let is_complete = |parameter: &Parameter, set: FieldSet<'_>| {
        set.needed().all(|field| values.at(parameter.place, &field.wire_name).is_some())
    };
    let required = |one: &&Parameter| one.presence == Presence::Required;
    endpoint.parameters.iter().filter(required).find(|parameter| {
        let sets = api.field_sets(parameter);
        sets.is_some_and(|sets| !sets.into_iter().any(|set| is_complete(parameter, set)))
    })
}

/// Returns whether every constant of an endpoint has its value.
pub(super) fn has_constants(endpoint: &Endpoint, values: &Values) -> bool {
    endpoint.parameters.iter().all(|parameter| match &parameter.presence {
        Presence::Constant(constant) => {
            let value = values.at(parameter.place, &parameter.wire_name);
            value.is_some_and(|value| same(constant, value))
        }
        Presence::Required | Presence::Optional { .. } => true,
    })
}

/// A fault of a value.
struct Problem {
    /// The location inside the parameter: `[0].deviceKey`.
    inside: String,
    /// The fault, as the end of a sentence: `is missing`.
    what: String,
}

impl Problem {
    fn new(what: impl Into<String>) -> Self {
        Self { inside: String::new(), what: what.into() }
    }

    fn within(self, place: &str) -> Self {
        Self { inside: format!("{place}{}", self.inside), what: self.what }
    }
}

fn sent(api: &Api, sent: SentField<'_>, value: Option<&Value>) -> Result<(), Problem> {
    let value = value.filter(|value| !value.is_null());
    match sent {
        SentField::Parameter(parameter) => self::parameter(api, parameter, value),
        // `incomplete` has already checked that the needed fields are present.
        SentField::Field(..) => value.map_or(Ok(()), |value| given(api, sent, value)),
    }
}

fn parameter(api: &Api, parameter: &Parameter, value: Option<&Value>) -> Result<(), Problem> {
    match (&parameter.presence, value) {
        (Presence::Optional { .. }, None) => Ok(()),
        (Presence::Required | Presence::Constant(_), None) => Err(Problem::new("is missing")),
        (Presence::Required, Some(Value::String(text)))
            if text.is_empty() && !lists_empty(api, &parameter.ty) =>
        {
            Err(Problem::new("is empty"))
        }
        (Presence::Constant(constant), Some(value)) if same(constant, value) => Ok(()),
        (Presence::Constant(constant), Some(_)) => {
            Err(Problem::new(format!("must be `{}`", wire_text(constant))))
        }
        (Presence::Required | Presence::Optional { .. }, Some(value)) => {
            given(api, SentField::Parameter(parameter), value)
        }
    }
}

fn given(api: &Api, sent: SentField<'_>, value: &Value) -> Result<(), Problem> {
    match (sent.place(), value) {
        (ParameterLocation::Body, _) => json(api, sent.ty(), value)?,
        (_, Value::String(value)) => text(api, sent.ty(), value)?,
        // Only bodies hold other values than text.
        (_, _) => {}
    }
    let scalars = scalars(sent.ty(), value);
    sent.limits().iter().try_for_each(|limit| holds(limit, &scalars))
}

fn text(api: &Api, ty: &Type, text: &str) -> Result<(), Problem> {
    let good = match ty {
        Type::Bool => matches!(text, "true" | "false"),
        Type::Int | Type::Timestamp => text.parse::<i64>().is_ok(),
        Type::Uint => text.parse::<u64>().is_ok(),
        Type::Float => text.parse::<f64>().is_ok_and(f64::is_finite),
        Type::Text | Type::Secret | Type::Json | Type::Map(_) => true,
        Type::JsonString(_) => serde_json::from_str::<Value>(text).is_ok(),
        Type::Delimited(item, separator) => {
            return text
                .split(*separator)
                .filter(|text| !text.trim().is_empty())
                .try_for_each(|text| self::text(api, item, text.trim()));
        }
        Type::List(item) => {
            return encoding::items(text).try_for_each(|text| self::text(api, item, text));
        }
        Type::Named(id) => match &api.type_def(*id).shape {
            Shape::Enum(values) => takes_text(values) || text.parse::<i64>().is_ok(),
            Shape::Struct(_) | Shape::OneOf(_) | Shape::Union(_) | Shape::External(_) => true,
        },
    };
    expect(good, api, ty)
}

fn json(api: &Api, ty: &Type, value: &Value) -> Result<(), Problem> {
    let good = match ty {
        Type::Bool => value.is_boolean(),
        Type::Int | Type::Timestamp => value.is_i64(),
        Type::Uint => value.is_u64(),
        Type::Float => value.is_number(),
        Type::Text | Type::Secret => value.is_string(),
        Type::Json => true,
        Type::JsonString(_) | Type::Delimited(..) => match value.as_str() {
            Some(text) => return self::text(api, ty, text),
            None => false,
        },
        Type::List(item) => return list(api, item, value),
        Type::Map(item) => return map(api, item, value),
        Type::Named(id) => return named(api, *id, value),
    };
    expect(good, api, ty)
}

fn list(api: &Api, item: &Type, value: &Value) -> Result<(), Problem> {
    let items = value.as_array().ok_or_else(|| Problem::new("is not a list"))?;
    items.iter().enumerate().try_for_each(|(index, value)| {
        json(api, item, value).map_err(|problem| problem.within(&format!("[{index}]")))
    })
}

fn map(api: &Api, item: &Type, value: &Value) -> Result<(), Problem> {
    let members = value.as_object().ok_or_else(|| Problem::new("is not an object"))?;
    members.iter().try_for_each(|(name, value)| {
        json(api, item, value).map_err(|problem| problem.within(&format!(".{name}")))
    })
}

fn named(api: &Api, id: TypeId, value: &Value) -> Result<(), Problem> {
    match &api.type_def(id).shape {
        Shape::Struct(fields) => {
            let members = value.as_object().ok_or_else(|| Problem::new("is not an object"))?;
            fields.iter().try_for_each(|field| {
                let problem = |problem: Problem| problem.within(&format!(".{}", field.wire_name));
                member(api, field, members.get(&field.wire_name)).map_err(problem)
            })
        }
        Shape::Enum(values) => {
            let good =
                value.is_i64() && takes_integers(values) || value.is_string() && takes_text(values);
            expect(good, api, &Type::Named(id))
        }
        Shape::OneOf(_) => expect(value.is_object(), api, &Type::Named(id)),
        Shape::Union(_) | Shape::External(_) => Ok(()),
    }
}

fn member(api: &Api, field: &Field, value: Option<&Value>) -> Result<(), Problem> {
    match value.filter(|value| !value.is_null()) {
        Some(value) => json(api, &field.ty, value),
        None if field.nullable && value.is_some() => Ok(()),
        None if field.required => Err(Problem::new("is missing")),
        None => Ok(()),
    }
}

/// Returns whether the empty text is a listed value.
fn lists_empty(api: &Api, ty: &Type) -> bool {
    let Type::Named(id) = ty else { return false };
    let Shape::Enum(values) = &api.type_def(*id).shape else { return false };
    values.iter().any(|value| value.scalar == Scalar::Text(String::new()))
}

/// Returns whether an unlisted value of the enum may be text: if some listed value is, or if none is listed.
fn takes_text(values: &[EnumValue]) -> bool {
    values.is_empty() || values.iter().any(|value| matches!(value.scalar, Scalar::Text(_)))
}

fn takes_integers(values: &[EnumValue]) -> bool {
    values.is_empty() || values.iter().any(|value| matches!(value.scalar, Scalar::Int(_)))
}

fn expect(good: bool, api: &Api, ty: &Type) -> Result<(), Problem> {
    if good { Ok(()) } else { Err(Problem::new(format!("is not {}", noun(api, ty)))) }
}

fn noun(api: &Api, ty: &Type) -> &'static str {
    match ty {
        Type::Bool => "`true` or `false`",
        Type::Int => "an integer",
        Type::Uint => "an integer from 0 up",
        Type::Float => "a number",
        Type::Text | Type::Secret => "text",
        Type::Timestamp => "a moment in epoch milliseconds",
        Type::Json => "JSON",
        Type::List(_) => "a list",
        Type::Map(_) => "an object",
        Type::JsonString(_) => "text that holds JSON",
        Type::Delimited(..) => "a list in one text",
        Type::Named(id) => match &api.type_def(*id).shape {
            Shape::Struct(_) | Shape::OneOf(_) => "an object",
            Shape::Union(_) | Shape::External(_) => "what the description says",
            Shape::Enum(values) if !takes_text(values) => "an integer",
            Shape::Enum(values) if !takes_integers(values) => "text",
            Shape::Enum(_) => "text or an integer",
        },
    }
}

/// The texts that limits apply to: the items of a list, else the value itself.
fn scalars(ty: &Type, value: &Value) -> Vec<String> {
    match (ty, value) {
        (Type::Delimited(_, separator), Value::String(text)) => {
            text.split(*separator).map(str::to_owned).collect()
        }
        (Type::List(_), Value::String(text)) => encoding::items(text).map(str::to_owned).collect(),
        (_, Value::Array(items)) => items.iter().map(|item| wire_text(item).into_owned()).collect(),
        (_, Value::Object(members)) => {
            members.values().map(|value| wire_text(value).into_owned()).collect()
        }
        (_, _) => vec![wire_text(value).into_owned()],
    }
}

fn holds(limit: &Constraint, scalars: &[String]) -> Result<(), Problem> {
    let length = |text: &String| text.chars().count() as u64;
    let count = scalars.len() as u64;
    let (good, rule) = match limit.clone() {
        Constraint::MinLength(least) => (
            scalars.iter().all(|text| length(text) >= least),
            format!("is shorter than {least} characters"),
        ),
        Constraint::MaxLength(most) => (
            scalars.iter().all(|text| length(text) <= most),
            format!("is longer than {most} characters"),
        ),
        Constraint::Min(least) => {
            (scalars.iter().all(|text| !is_below(text, least)), format!("is less than {least}"))
        }
        Constraint::Max(most) => {
            (scalars.iter().all(|text| !is_above(text, most)), format!("is more than {most}"))
        }
        Constraint::MinItems(least) => (count >= least, format!("has fewer than {least} items")),
        Constraint::MaxItems(most) => (count <= most, format!("has more than {most} items")),
        Constraint::Pattern(pattern) => {
            let pattern = regex_lite::Regex::new(&format!("^(?:{pattern})$"));
            let fits = |text: &String| pattern.as_ref().is_ok_and(|one| one.is_match(text));
            (scalars.iter().all(fits), "does not match its pattern".to_owned())
        }
    };
    if good { Ok(()) } else { Err(Problem::new(rule)) }
}

fn is_below(text: &str, limit: i64) -> bool {
    // A float has too few digits for large integers.
    match text.parse::<i128>() {
        Ok(number) => number < limit.into(),
        Err(_) => text.parse::<f64>().is_ok_and(|number| number < limit as f64),
    }
}

fn is_above(text: &str, limit: i64) -> bool {
    match text.parse::<i128>() {
        Ok(number) => number > limit.into(),
        Err(_) => text.parse::<f64>().is_ok_and(|number| number > limit as f64),
    }
}
