//! Paths, split into texts and the values of a call.
//!
//! The names of path parameters do not distinguish routes; the values of constants do.

use super::values::text;
use crate::model::{Endpoint, Parameter, PathPart, Presence};

/// A piece of a path.
pub(crate) enum Piece<'a> {
    /// LocalizedText that is always the same, slashes included.
    Text(String),
    /// A parameter.
    Parameter(&'a Parameter),
}

/// The form of constants in a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Constants {
    /// As parameters.
    Named,
    /// As text with their value.
    WrittenOut,
}

/// The path of an endpoint.
pub(crate) fn pieces(endpoint: &Endpoint, constants: Constants) -> Vec<Piece<'_>> {
    let piece = |part: &PathPart| match part {
        PathPart::Text(text) => Piece::Text(text.clone()),
        PathPart::Parameter(index) => {
            let parameter = &endpoint.parameters[*index];
            match &parameter.presence {
                Presence::Constant(value) if constants == Constants::WrittenOut => {
                    Piece::Text(text(value).into_owned())
                }
                Presence::Constant(_) | Presence::Required | Presence::Optional { .. } => {
                    Piece::Parameter(parameter)
                }
            }
        }
    };
    endpoint.path.iter().map(piece).collect()
}

/// The path without the names of its parameters: `/users/{}`.
#[cfg(feature = "openapi")]
pub(crate) fn anonymous(pieces: &[Piece<'_>]) -> String {
    let piece = |piece: &Piece<'_>| match piece {
        Piece::Text(text) => text.clone(),
        Piece::Parameter(_) => "{}".to_owned(),
    };
    pieces.iter().map(piece).collect()
}
